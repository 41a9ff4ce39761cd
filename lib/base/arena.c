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
	HcBlock *blocks;
};

HcArena *
hc_arena_new(void)
{
	return g_new0(HcArena, 1);
}

void
hc_arena_free(HcArena *arena)
{
	if (arena == NULL)
		return;
	while (arena->blocks != NULL) {
		HcBlock *next = arena->blocks->next;
		g_free(arena->blocks);
		arena->blocks = next;
	}
	g_free(arena);
}

static HcBlock *
new_block(HcArena *arena, size_t size)
{
	size_t room = MAX(size, (size_t)HC_ARENA_BLOCK);
	g_assert(room <= SIZE_MAX - sizeof(HcBlock));
	HcBlock *block = g_malloc(sizeof(HcBlock) + room);

	block->size = room;
	block->used = 0;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

static void *
take(HcArena *arena, size_t size, size_t align)
{
	HcBlock *block = arena->blocks;
	size_t start = 0;

	if (block != NULL)
		start = (block->used + align - 1) & ~(align - 1);
	if (block == NULL || start > block->size ||
	    size > block->size - start) {
		block = new_block(arena, size);
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
hc_arena_bytes(HcArena *arena, size_t size)
{
	return take(arena, size, 1);
}

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

static const char *
copy(HcArena *arena, const char *bytes, size_t length, bool unfold)
{
	size_t nuls = 0;

	/* Nearly all texts are copied as they are. */
	if (length > 0 && memchr(bytes, '\0', length) == NULL &&
	    !(unfold && memchr(bytes, '\n', length) != NULL)) {
		char *plain = take(arena, length + 1, 1);

		memcpy(plain, bytes, length);
		plain[length] = '\0';
		return plain;
	}
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
