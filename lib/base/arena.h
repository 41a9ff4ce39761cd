/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* arena.h - memory that lives and dies together, for one stage's values. */
#ifndef HC_ARENA_H
#define HC_ARENA_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct HcArena HcArena;

/** @return new, the caller's */
HcArena *hc_arena_new(void);
void hc_arena_free(HcArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcArena, hc_arena_free)

/** One holder more.  An arena has one at first: a value that lives in an arena
 *  of its own is shared by holding that. */
void hc_arena_hold(HcArena *arena);
/** One holder less.
 *  @return whether it was the last, who has to free the arena */
bool hc_arena_let_go(HcArena *arena);

/** Zeroed memory, aligned for any type; lives as long as the arena. */
void *hc_arena_alloc(HcArena *arena, size_t size);

/** Copy bytes and end them with a NUL; a NUL inside becomes U+FFFD. */
const char *hc_arena_text(HcArena *arena, const char *bytes, size_t length);

/** Memory for bytes, neither zeroed nor aligned. */
char *hc_arena_bytes(HcArena *arena, size_t size);

/** Room for bytes that are not known yet: what becomes of them is taken by
 *  hc_arena_bytes(), which gives the same place.  Until then nothing else may be
 *  taken from the arena.
 *  @param size  bytes at most */
char *hc_arena_room(HcArena *arena, size_t size);

/** As hc_arena_text(), unfolded: CR and LF of folding white space dropped
 *  (RFC 5322 2.2.3). */
const char *hc_arena_unfolded(HcArena *arena, const char *bytes, size_t length);

#endif
