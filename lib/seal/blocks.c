/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* blocks.c - digests of a file block by block. */
#include "config.h"

#include "blocks.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hopcheck.h"
#include "limit.h"
#include "opening.h"
#include "why.h"

/* The least block, and how many there may be before blocks grow. */
#define LEAST (4u << 10)
#define MANY 1024u

/** A file on its way through. */
typedef struct {
	HcBlocks *blocks;
	struct sha256_ctx whole;
	HcDigest block;
	uint64_t filled; /* bytes of the block */
	uint64_t line;
	uint64_t begins; /* line of the block's first byte */
} Pass;

static void
end_block(Pass *pass)
{
	HcBlockDigest entry = {.line = pass->begins};

	if (pass->filled == 0)
		return;
	hc_digest_end(&pass->block, entry.sha256);
	hc_digest_init(&pass->block);
	g_array_append_val(pass->blocks->blocks, entry);
	pass->filled = 0;
}

static void
add(Pass *pass, const char *bytes, size_t length)
{
	sha256_update(&pass->whole, length, (const uint8_t *)bytes);
	while (length > 0) {
		size_t piece = (size_t)MIN(length, pass->blocks->block_size -
		                                           pass->filled);

		if (pass->filled == 0)
			pass->begins = pass->line;
		hc_digest_add(&pass->block, bytes, piece);
		for (size_t i = 0; i < piece; i++)
			pass->line += bytes[i] == '\n';
		pass->filled += piece;
		pass->blocks->size += piece;
		bytes += piece;
		length -= piece;
		if (pass->filled == pass->blocks->block_size)
			end_block(pass);
	}
}

static bool
fail(const char *path, int code, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, code, "%s: %s", path, hc_why(number));
	return false;
}

static bool
check_type(const char *path, int descriptor, GError **error)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0)
		return fail(path, HC_ERROR_OPEN, error);
	if (S_ISREG(status.st_mode))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_OPEN, "%s: is no regular file",
	            path);
	return false;
}

static bool
pass_file(Pass *pass, const char *path, int descriptor, GError **error)
{
	g_autofree char *buffer = g_malloc(HC_READ_BUFFER);

	for (;;) {
		ssize_t got = read(descriptor, buffer, HC_READ_BUFFER);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(path, HC_ERROR_READ, error);
		if (got == 0)
			return true;
		add(pass, buffer, (size_t)got);
	}
}

HcBlocks *
hc_blocks_new(const char *path, uint64_t block_size, GError **error)
{
	g_autoptr(HcBlocks) blocks = g_new0(HcBlocks, 1);
	Pass pass = {.blocks = blocks, .line = 1};
	struct stat status;
	int descriptor = hc_file_open_quietly(AT_FDCWD, path, 0);
	bool done;

	blocks->blocks = g_array_new(FALSE, FALSE, sizeof(HcBlockDigest));
	if (descriptor < 0) {
		fail(path, HC_ERROR_OPEN, error);
		return NULL;
	}
	blocks->block_size = block_size > 0 ? block_size : LEAST;
	if (block_size == 0 && fstat(descriptor, &status) == 0)
		while ((uint64_t)status.st_size / blocks->block_size > MANY)
			blocks->block_size *= 2;
	sha256_init(&pass.whole);
	hc_digest_init(&pass.block);
	done = check_type(path, descriptor, error) &&
	       pass_file(&pass, path, descriptor, error);
	close(descriptor);
	if (!done)
		return NULL;
	end_block(&pass);
	sha256_digest(&pass.whole, sizeof blocks->whole, blocks->whole);
	return g_steal_pointer(&blocks);
}

void
hc_blocks_free(HcBlocks *blocks)
{
	if (blocks == NULL)
		return;
	g_array_unref(blocks->blocks);
	g_free(blocks);
}
