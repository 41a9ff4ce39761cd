/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* arena.c - memory that lives and dies together, for one stage's values. */
#include "config.h"

#include "arena.h"

#include <stdint.h>
#include <string.h>

/* Blocks grow no further than a text needs: most messages fit one block. */
#define HC_ARENA_BLOCK 8192

typedef struct HcBlock HcBlock;
struct HcBlock {
	HcBlock *next;
	size_t size;
	size_t used;
	max_align_t data[];
};

struct HcArena {
	HcBlock *blocks; /* the last of them holds the arena itself */
	int holders;
};

/* Stages come and go with each message: a thread keeps the few blocks that they
 * need, so that the next message finds them, still in the cache of the
 * processor.  Not where somebody looks for uses of what was freed. */
#if defined(__SANITIZE_ADDRESS__)
#define SPARE_MAX 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SPARE_MAX 0
#endif
#endif
#ifndef SPARE_MAX
#define SPARE_MAX 8
#endif

typedef struct {
	HcBlock *blocks;
	unsigned count;
} Spares;

static void
free_blocks(HcBlock *block)
{
	while (block != NULL) {
		HcBlock *next = block->next;

		g_free(block);
		block = next;
	}
}

static void
free_spares(void *data)
{
	Spares *spares = data;

	free_blocks(spares->blocks);
	g_free(spares);
}

static Spares *
spares_of_thread(void)
{
	static GPrivate of_thread = G_PRIVATE_INIT(free_spares);
	Spares *spares = g_private_get(&of_thread);

	if (spares == NULL) {
		spares = g_new0(Spares, 1);
		g_private_set(&of_thread, spares);
	}
	return spares;
}

static HcBlock *
new_block(size_t size)
{
	Spares *spares = spares_of_thread();
	HcBlock *block = spares->blocks;

	if (size <= HC_ARENA_BLOCK && block != NULL) {
		spares->blocks = block->next;
		spares->count--;
	} else {
		size_t room = MAX(size, (size_t)HC_ARENA_BLOCK);

		g_assert(room <= SIZE_MAX - sizeof(HcBlock));
		block = g_malloc(sizeof(HcBlock) + room);
		block->size = room;
	}
	block->used = 0;
	block->next = NULL;
	return block;
}

HcArena *
hc_arena_new(void)
{
	HcBlock *block = new_block(HC_ARENA_BLOCK);
	HcArena *arena = (HcArena *)block->data;

	arena->blocks = block;
	arena->holders = 1;
	block->used = sizeof *arena;
	return arena;
}

void
hc_arena_hold(HcArena *arena)
{
	g_atomic_int_inc(&arena->holders);
}

bool
hc_arena_let_go(HcArena *arena)
{
	return g_atomic_int_dec_and_test(&arena->holders);
}

void
hc_arena_free(HcArena *arena)
{
	Spares *spares = spares_of_thread();
	HcBlock *block = arena != NULL ? arena->blocks : NULL;

	while (block != NULL) {
		HcBlock *next = block->next;

		if (block->size == HC_ARENA_BLOCK &&
		    spares->count + 1 <= SPARE_MAX) {
			block->next = spares->blocks;
			spares->blocks = block;
			spares->count++;
		} else {
			g_free(block);
		}
		block = next;
	}
}

static void *
take(HcArena *arena, size_t size, size_t align)
{
	HcBlock *block = arena->blocks;
	size_t start;

	start = (block->used + align - 1) & ~(align - 1);
	if (start > block->size || size > block->size - start) {
		block = new_block(size);
		block->next = arena->blocks;
		arena->blocks = block;
		start = 0;
	}
	block->used = start + size;
	return (char *)block->data + start;
}

void *
hc_arena_alloc(HcArena *arena, size_t size)
{
	void *memory = take(arena, size, _Alignof(max_align_t));

	memset(memory, 0, size);
	return memory;
}

char *
hc_arena_room(HcArena *arena, size_t size)
{
	char *room = take(arena, size, 1);

	arena->blocks->used -= size;
	return room;
}

char *
hc_arena_bytes(HcArena *arena, size_t size)
{
	return take(arena, size, 1);
}

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

static const char *
copy_plain(HcArena *arena, const char *bytes, size_t length)
{
	char *text = take(arena, length + 1, 1);

	memcpy(text, bytes, length);
	text[length] = '\0';
	return text;
}

/* Copy lines without their ends. */
static const char *
copy_lines(HcArena *arena, const char *bytes, size_t length)
{
	const char *end = bytes + length;
	char *text = take(arena, length + 1, 1);
	char *out = text;

	while (bytes < end) {
		const char *newline =
			memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = newline != NULL ? newline : end;
		size_t size = (size_t)(stop - bytes);

		if (newline != NULL && size > 0 && stop[-1] == '\r')
			size--;
		memcpy(out, bytes, size);
		out += size;
		bytes = newline != NULL ? newline + 1 : end;
	}
	*out = '\0';
	return text;
}

static const char *
copy(HcArena *arena, const char *bytes, size_t length, bool unfold)
{
	size_t nuls = 0;

	/* Nearly all texts are copied as they are, or but for their lines. */
	if (length > 0 && memchr(bytes, '\0', length) == NULL)
		return unfold && memchr(bytes, '\n', length) != NULL
		               ? copy_lines(arena, bytes, length)
		               : copy_plain(arena, bytes, length);
	for (size_t i = 0; i < length; i++)
		nuls += bytes[i] == '\0';

	char *text = take(arena, length + 2 * nuls + 1, 1);
	char *out = text;

	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];

		if (c == '\0') {
			memcpy(out, replacement, 3);
			out += 3;
		} else if (unfold &&
		           (c == '\n' || (c == '\r' && i + 1 < length &&
		                          bytes[i + 1] == '\n'))) {
			continue;
		} else {
			*out++ = c;
		}
	}
	*out = '\0';
	return text;
}

const char *
hc_arena_text(HcArena *arena, const char *bytes, size_t length)
{
	return copy(arena, bytes, length, false);
}

const char *
hc_arena_unfolded(HcArena *arena, const char *bytes, size_t length)
{
	return copy(arena, bytes, length, true);
}
