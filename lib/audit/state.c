/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state.c - the folder that holds a plan and the parts of its units. */
#include "config.h"

#include "state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "why.h"

struct HcState {
	char *folder;
	char *plan;
	int lock;
};

static const char lock_name[] = "lock";
static const char plan_name[] = "plan";

/** Whether a name in a state folder is one that we give. */
static bool
is_ours(const char *name)
{
	return strcmp(name, lock_name) == 0 ||
	       g_str_has_prefix(name, plan_name) ||
	       g_str_has_prefix(name, "part-") ||
	       g_str_has_prefix(name, "sitting-") ||
	       g_str_has_prefix(name, "work-");
}

static bool
fail(const char *folder, HcError code, const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, (int)code, "%s: %s", folder, what);
	return false;
}

static bool
fail_errno(const char *folder, const char *what, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s: %s", folder, what,
	            hc_why(number));
	return false;
}

/** Whether all that a folder holds is ours. */
static bool
check_contents(const char *folder, GError **error)
{
	DIR *names = opendir(folder);
	const struct dirent *entry;
	bool ours = true;
	int code;

	if (names == NULL)
		return fail_errno(folder, "cannot list", error);
	while (ours && (errno = 0, (entry = readdir(names)) != NULL))
		ours = is_ours(entry->d_name) ||
		       strcmp(entry->d_name, ".") == 0 ||
		       strcmp(entry->d_name, "..") == 0;
	code = errno;
	closedir(names);
	errno = code;
	if (code != 0)
		return fail_errno(folder, "cannot list", error);
	return ours || fail(folder, HC_ERROR_STATE,
	                    "holds other files, so it is not used to "
	                    "keep the state of an audit",
	                    error);
}

/** Only one run may use a state at a time, but for units of a plan.  Where the
 *  file system knows no locks, units are done all the same: each stands under
 *  its name only when it is whole. */
static bool
take_lock(HcState *state, bool shared, GError **error)
{
	g_autofree char *path =
		g_build_filename(state->folder, lock_name, NULL);
	int done;

	state->lock =
		open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (state->lock < 0)
		return fail_errno(state->folder, "cannot lock", error);
	do
		done = flock(state->lock,
		             (shared ? LOCK_SH : LOCK_EX) | LOCK_NB);
	while (done != 0 && errno == EINTR);
	if (done == 0 || (shared && errno != EWOULDBLOCK))
		return true;
	if (errno == EWOULDBLOCK)
		return fail(state->folder, HC_ERROR_STATE,
		            "is in use by another run", error);
	return fail_errno(state->folder, "cannot lock", error);
}

/** Why a folder has no plan.
 *  @param code  errno of the look for it */
static const char *
why_no_plan(const char *folder, int code)
{
	struct stat status;

	if (stat(folder, &status) != 0)
		return hc_why(errno);
	if (code != ENOENT && code != ENOTDIR)
		return hc_why(code);
	return S_ISDIR(status.st_mode) ? "holds no plan of an audit"
	                               : hc_why(ENOTDIR);
}

HcState *
hc_state_open(const char *folder, bool create, bool shared, GError **error)
{
	g_autoptr(HcState) state = g_new0(HcState, 1);

	state->folder = g_strdup(folder);
	state->plan = g_build_filename(folder, plan_name, NULL);
	state->lock = -1;
	if (create && mkdir(folder, 0777) != 0 && errno != EEXIST) {
		fail_errno(folder, "cannot make the folder", error);
		return NULL;
	}
	if (!create && !hc_state_has_plan(state)) {
		fail(folder, HC_ERROR_STATE, why_no_plan(folder, errno),
		     error);
		return NULL;
	}
	if (!check_contents(folder, error) || !take_lock(state, shared, error))
		return NULL;
	return g_steal_pointer(&state);
}

const char *
hc_state_folder(const HcState *state)
{
	return state->folder;
}

const char *
hc_state_plan(const HcState *state)
{
	return state->plan;
}

bool
hc_state_has_plan(const HcState *state)
{
	return access(state->plan, F_OK) == 0;
}

/** Remove names of ours.
 *  @param all  or just those that are not final
 *  @return whether all could be seen; else errno says why not */
static bool
remove_names(const char *folder, bool all)
{
	DIR *names = opendir(folder);
	const struct dirent *entry;
	int code;

	if (names == NULL)
		return false;
	while (errno = 0, (entry = readdir(names)) != NULL)
		if (is_ours(entry->d_name) &&
		    (all || g_str_has_suffix(entry->d_name, ".partial") ||
		     g_str_has_prefix(entry->d_name, "work-")))
			unlinkat(dirfd(names), entry->d_name, 0);
	code = errno;
	closedir(names);
	errno = code;
	return code == 0;
}

void
hc_state_sweep(const HcState *state)
{
	remove_names(state->folder, false);
}

void
hc_state_free(HcState *state)
{
	if (state == NULL)
		return;
	if (state->lock >= 0)
		close(state->lock);
	g_free(state->folder);
	g_free(state->plan);
	g_free(state);
}

bool
hc_state_is_idle(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, lock_name, NULL);
	int lock = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool idle = lock < 0 ? errno == ENOENT
	                     : flock(lock, LOCK_EX | LOCK_NB) == 0;

	if (lock >= 0)
		close(lock);
	return idle && check_contents(folder, NULL);
}

bool
hc_state_remove(const char *folder, GError **error)
{
	return (remove_names(folder, true) && rmdir(folder) == 0) ||
	       fail_errno(folder, "cannot be removed", error);
}
