/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot.c - a file's bytes, copied so that nobody can change them. */
#include "config.h"

#include "snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hopcheck.h"
#include "why.h"

static bool
refuse(GError **error, const char *path, const char *what)
{
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "%s: %s", path, what);
	return false;
}

static bool
open_regular(const char *path, size_t most, int *file_out, size_t *length_out,
             GError **error)
{
	struct stat status;
	/* A FIFO without a writer would hold us up otherwise. */
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	const char *trouble = NULL;

	if (file < 0 || fstat(file, &status) != 0)
		trouble = hc_why(errno);
	else if (!S_ISREG(status.st_mode))
		trouble = "is no regular file";
	else if (status.st_size == 0)
		trouble = "is empty";
	else if ((uint64_t)status.st_size > most)
		trouble = "is larger than the limit 'address-database'";
	if (trouble != NULL) {
		if (file >= 0)
			close(file);
		return refuse(error, path, trouble);
	}
	*file_out = file;
	*length_out = (size_t)status.st_size;
	return true;
}

/* Read a file into memory of its size.
 * Returns bytes read, one more than that where the file goes on; SIZE_MAX with
 * errno set when reading failed. */
static size_t
read_all(int file, uint8_t *bytes, size_t length)
{
	size_t total = 0;
	uint8_t more;

	while (total <= length) {
		bool full = total == length;
		ssize_t got = read(file, full ? &more : bytes + total,
		                   full ? 1 : length - total);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return SIZE_MAX;
		if (got == 0)
			break;
		total += (size_t)got;
	}
	return total;
}

static uint8_t *
map(const HcSnapshot *snapshot, int protection)
{
	void *bytes = mmap(NULL, snapshot->length, protection, MAP_SHARED,
	                   snapshot->descriptor, 0);

	return bytes != MAP_FAILED ? bytes : NULL;
}

/* Bytes are written through a mapping that is gone before they are sealed. */
static bool
fill(HcSnapshot *snapshot, int file, const char *path, GError **error)
{
	HcDigest digest;
	const char *trouble;
	uint8_t *bytes;
	size_t got;

	if (ftruncate(snapshot->descriptor, (off_t)snapshot->length) != 0 ||
	    (bytes = map(snapshot, PROT_READ | PROT_WRITE)) == NULL)
		return refuse(error, path, hc_why(errno));
	got = read_all(file, bytes, snapshot->length);
	trouble = got == SIZE_MAX           ? hc_why(errno)
	          : got != snapshot->length ? "changed while it was read"
	                                    : NULL;
	munmap(bytes, snapshot->length);
	if (trouble != NULL)
		return refuse(error, path, trouble);
	if (fcntl(snapshot->descriptor, F_ADD_SEALS,
	          F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) <
	            0 ||
	    (snapshot->bytes = map(snapshot, PROT_READ)) == NULL)
		return refuse(error, path, hc_why(errno));
	hc_digest_init(&digest);
	hc_digest_add(&digest, snapshot->bytes, snapshot->length);
	hc_digest_end(&digest, snapshot->sha256);
	return true;
}

bool
hc_snapshot_take(const char *path, size_t most, HcSnapshot *snapshot_out,
                 GError **error)
{
	HcSnapshot snapshot = {.descriptor = -1};
	bool good;
	int file;

	if (!open_regular(path, most, &file, &snapshot.length, error))
		return false;
	snapshot.descriptor = memfd_create("hopcheck address database",
	                                   MFD_CLOEXEC | MFD_ALLOW_SEALING);
	good = snapshot.descriptor >= 0
	               ? fill(&snapshot, file, path, error)
	               : refuse(error, path, hc_why(errno));
	close(file);
	if (good)
		*snapshot_out = snapshot;
	else
		hc_snapshot_clear(&snapshot);
	return good;
}

void
hc_snapshot_clear(HcSnapshot *snapshot)
{
	if (snapshot->bytes != NULL)
		munmap((void *)snapshot->bytes, snapshot->length);
	if (snapshot->descriptor >= 0)
		close(snapshot->descriptor);
	snapshot->bytes = NULL;
	snapshot->descriptor = -1;
}
