/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scratch.c - a folder for one run, and what runs that were killed left.
 *
 * The folder itself is locked while its run lives, so whoever gets the lock
 * knows that nobody needs it any more. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hold.h"
#include "hopcheck.h"
#include "state.h"
#include "why.h"

/* Characters that mkdtemp() chooses. */
#define CHOSEN 6u

/* A folder is lost to a sweeper between its making and its lock. */
#define TRIES_MAX 100u

struct HcAuditScratch {
	char *folder;
	int lock; /* the folder, open; -1: locks are not known there */
};

static bool
fail(const char *folder, const char *what, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s: %s", folder, what,
	            hc_why(number));
	return false;
}

/* ------------------------------------------------------------------ locks */

static int
open_folder(const char *folder)
{
	return open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* ------------------------------------------------------------------ sweep */

/** Whether a name is that of a folder which a run made.
 *  @param start  what it begins with */
static bool
is_scratch(const char *name, const char *start)
{
	size_t length = strlen(start);

	if (strncmp(name, start, length) != 0 ||
	    strlen(name) != length + CHOSEN)
		return false;
	for (name += length; *name != '\0'; name++)
		if (!g_ascii_isalnum(*name))
			return false;
	return true;
}

/** Remove a folder if its run is dead; what is not ours stays. */
static void
sweep(const char *folder)
{
	struct stat status;
	int descriptor = open_folder(folder);

	if (descriptor < 0)
		return;
	if (fstat(descriptor, &status) == 0 && status.st_uid == geteuid() &&
	    hc_hold(descriptor) == 0 && hc_state_is_idle(folder))
		hc_state_remove(folder, NULL);
	close(descriptor);
}

/** Remove what dead runs left beside a new folder. */
static void
sweep_beside(const char *prefix)
{
	g_autofree char *parent = g_path_get_dirname(prefix);
	g_autofree char *start = g_path_get_basename(prefix);
	g_autoptr(GDir) names = g_dir_open(parent, 0, NULL);
	const char *name;

	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *folder = g_build_filename(parent, name, NULL);

		if (is_scratch(name, start))
			sweep(folder);
	}
}

/* ---------------------------------------------------------------- folders */

/** Make a folder and lock it.
 *  @return false with @p error set, or with none: a sweeper was faster */
static bool
make(HcAuditScratch *scratch, const char *prefix, GError **error)
{
	int code;

	g_free(scratch->folder);
	scratch->folder = g_strconcat(prefix, "XXXXXX", NULL);
	if (g_mkdtemp(scratch->folder) == NULL)
		return fail(scratch->folder, "cannot make the folder", error);
	scratch->lock = open_folder(scratch->folder);
	if (scratch->lock < 0) {
		if (errno == ENOENT)
			return false;
		fail(scratch->folder, "cannot open", error);
		rmdir(scratch->folder);
		return false;
	}
	code = hc_hold(scratch->lock);
	if (code != EWOULDBLOCK &&
	    hc_hold_is_named(scratch->lock, scratch->folder))
		return true;
	close(scratch->lock);
	scratch->lock = -1;
	return false;
}

static void
scratch_free(HcAuditScratch *scratch)
{
	if (scratch->lock >= 0)
		close(scratch->lock);
	g_free(scratch->folder);
	g_free(scratch);
}

HcAuditScratch *
hc_audit_scratch_new(const char *prefix, GError **error)
{
	HcAuditScratch *scratch = g_new0(HcAuditScratch, 1);
	GError *failure = NULL;

	g_return_val_if_fail(prefix, NULL);
	scratch->lock = -1;
	sweep_beside(prefix);
	for (unsigned i = 0; i < TRIES_MAX && failure == NULL; i++)
		if (make(scratch, prefix, &failure))
			return scratch;
	if (failure != NULL)
		g_propagate_error(error, failure);
	else
		g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
		            "%s: cannot make a folder that stays", prefix);
	scratch_free(scratch);
	return NULL;
}

const char *
hc_audit_scratch_folder(const HcAuditScratch *scratch)
{
	return scratch->folder;
}

bool
hc_audit_scratch_remove(HcAuditScratch *scratch, GError **error)
{
	bool removed = hc_state_remove(scratch->folder, error);

	scratch_free(scratch);
	return removed;
}
