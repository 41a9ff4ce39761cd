/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* process.c - one worker process: start, write to, end. */
#include "config.h"

#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "why.h"

int64_t
hc_worker_deadline(unsigned patience_ms)
{
	return g_get_monotonic_time() + (int64_t)patience_ms * 1000;
}

const char *
hc_sandbox_token(HcSandbox sandbox)
{
	static const char *const tokens[] = {"none", "seccomp", "landlock",
	                                     "both"};

	g_return_val_if_fail((size_t)sandbox < G_N_ELEMENTS(tokens), "");
	return tokens[sandbox];
}

/* ---------------------------------------------------------------- pipes */

/* Bytes that wait to be read. */
#define PIPE_ROOM (512u << 10)

/** Have two ends be no standard descriptors: they would be overwritten when
 *  the process gets its own. */
static bool
move_ends(int ends[2])
{
	for (unsigned i = 0; i < 2; i++)
		if (ends[i] <= STDERR_FILENO) {
			int moved = fcntl(ends[i], F_DUPFD_CLOEXEC,
			                  STDERR_FILENO + 1);

			close(ends[i]);
			ends[i] = moved;
		}
	if (ends[0] >= 0 && ends[1] >= 0)
		return true;
	for (unsigned i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	return false;
}

/** A pipe, what is read at the first end. */
static bool
make_pipe(int ends[2])
{
	return pipe2(ends, O_CLOEXEC) == 0 && move_ends(ends);
}

/** A pipe that descriptors pass through, too. */
static bool
make_socket(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 &&
	       move_ends(ends);
}

/** A worker that stalls must not stall us: our ends never block. */
static void
set_nonblocking(int descriptor)
{
	int flags = fcntl(descriptor, F_GETFL);

	if (flags >= 0)
		fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

/* ---------------------------------------------------------------- start */

/** The name of a program, and the limits that were changed: it holds to the
 *  same. */
static char **
arguments_of(const char *program)
{
	char **changed = hc_limits_changed();
	guint count = g_strv_length(changed);
	char **arguments = g_new0(char *, count + 2);

	arguments[0] = g_path_get_basename(program);
	memcpy(arguments + 1, changed, count * sizeof changed[0]);
	g_free(changed);
	return arguments;
}

char *
hc_worker_about(const char *program)
{
	g_auto(GStrv) changed = hc_limits_changed();
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	char *const environment[] = {NULL};
	g_autofree char *said = NULL;
	int status;

	g_ptr_array_add(words, (char *)program);
	for (char **word = changed; *word != NULL; word++)
		g_ptr_array_add(words, *word);
	g_ptr_array_add(words, (char *)"--about");
	g_ptr_array_add(words, NULL);
	if (!g_spawn_sync(NULL, (char **)words->pdata, (char **)environment,
	                  G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &said, NULL,
	                  &status, NULL) ||
	    status != 0)
		return NULL;
	return g_steal_pointer(&said);
}

/** @return 0, or an errno */
static int
spawn(pid_t *process_out, const char *program, int in, int out)
{
	g_auto(GStrv) arguments = arguments_of(program);
	char *const environment[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int failed;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
	                                 O_WRONLY, 0);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF |
	                                              POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setsigmask(&attributes, &none);
	failed = posix_spawn(process_out, program, &actions, &attributes,
	                     arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/** Start the process on two pipes.
 *  @return 0, or an errno */
static int
begin(HcWorker *worker, const char *program, bool passes_files)
{
	int to[2], from[2], failed;

	if (passes_files ? !make_socket(to) : !make_pipe(to))
		return errno;
	if (!make_pipe(from)) {
		failed = errno;
		close(to[0]);
		close(to[1]);
		return failed;
	}
	failed = spawn(&worker->process, program, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	worker->to = to[1];
	worker->from = from[0];
	if (failed != 0) {
		worker->process = 0;
		close(worker->to);
		close(worker->from);
		return failed;
	}
	set_nonblocking(worker->to);
	set_nonblocking(worker->from);
#ifdef F_SETPIPE_SZ
	/* most messages fit, so that the two take turns less often; a socket,
	 * or a user who has too many pipes, does without */
	fcntl(worker->to, F_SETPIPE_SZ, (int)PIPE_ROOM);
#endif
	return 0;
}

static bool
hear_hello(HcWorker *worker, int64_t deadline)
{
	unsigned char bytes[HC_FRAME_HEAD + 1];
	HcFrameHead head;

	if (!hc_frame_read(worker->from, bytes, sizeof bytes, deadline) ||
	    !hc_frame_head(bytes, &head) || head.kind != HC_FRAME_HELLO ||
	    head.length != 1 || bytes[HC_FRAME_HEAD] > HC_SANDBOX_BOTH)
		return false;
	worker->sandbox = (HcSandbox)bytes[HC_FRAME_HEAD];
	return true;
}

/** Start a process that says hello.  One that was ended before it read anything,
 *  by whomever, is followed by the next. */
static bool
start_one(HcWorker *worker, const HcWorkerTerms *terms, const char *program,
          GError **error)
{
	for (unsigned attempt = 0; attempt <= HC_WORKER_KILLS_MAX; attempt++) {
		int failed = begin(worker, program, terms->passes_files);

		if (failed != 0) {
			g_set_error(error, HC_ERROR, HC_ERROR_WORKER,
			            "cannot start the worker program '%s': %s",
			            program, hc_why(failed));
			return false;
		}
		if (hear_hello(worker, hc_worker_deadline(terms->patience_ms)))
			return true;
		failed = errno;
		hc_worker_stop(worker);
		if (failed == ETIMEDOUT)
			break;
	}
	g_set_error(error, HC_ERROR, HC_ERROR_WORKER,
	            "the worker program '%s' does not answer", program);
	return false;
}

bool
hc_worker_start(HcWorker *worker, HcWorkerTerms *terms, const char *program,
                GError **error)
{
	if (!start_one(worker, terms, program, error))
		return false;
	terms->sandbox = worker->sandbox;
	terms->started++;
	if (!terms->sandbox_required || terms->sandbox == HC_SANDBOX_BOTH)
		return true;
	hc_worker_stop(worker);
	g_set_error(error, HC_ERROR, HC_ERROR_WORKER,
	            "the worker's sandbox is '%s', not 'both' as required",
	            hc_sandbox_token(terms->sandbox));
	return false;
}

int
hc_worker_stop(HcWorker *worker)
{
	int status = 0;

	if (worker->process == 0)
		return 0;
	close(worker->to);
	close(worker->from);
	kill(worker->process, SIGKILL);
	while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
		;
	memset(worker, 0, sizeof *worker);
	return status;
}

/* ---------------------------------------------------------------- write */

bool
hc_worker_write(HcWorker *worker, const void *head, size_t head_length,
                const void *bytes, size_t length, int64_t deadline)
{
	const struct timespec now = {0, 0};
	sigset_t pipe, before, pending;
	bool good, was_pending;
	int cause;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	sigpending(&pending);
	was_pending = sigismember(&pending, SIGPIPE) == 1;
	pthread_sigmask(SIG_BLOCK, &pipe, &before);
	good = hc_frame_write_both(worker->to, head, head_length, bytes, length,
	                           deadline);
	cause = errno;
	if (!good && cause == EPIPE && !was_pending)
		sigtimedwait(&pipe, NULL, &now);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = cause;
	return good;
}

/** What a process that gave no answer died of: the signals of a limit are
 *  those of time, and abort(), with which GLib meets the end of memory.  A
 *  worker sends itself none of those that a person or the system ends processes
 *  with. */
static HcWorkerEnd
cause_of(int status)
{
	switch (WIFSIGNALED(status) ? WTERMSIG(status) : 0) {
	case SIGPROF:
	case SIGXCPU:
	case SIGABRT:
	case SIGTRAP:
		return HC_SPENT;
	case SIGKILL:
	case SIGTERM:
	case SIGINT:
	case SIGHUP:
	case SIGQUIT:
		return HC_KILLED;
	default:
		return HC_DIED;
	}
}

/** Whether a process is dying by itself: one that is gone gives no answer, and
 *  how it dies tells why.  Its pipe has closed, so it is about to be waitable, or
 *  is; on a machine that is busy the one may be long after the other. */
static bool
has_died(const HcWorker *worker, int64_t deadline)
{
	siginfo_t info = {0};

	for (;;) {
		if (waitid(P_PID, (id_t)worker->process, &info,
		           WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    info.si_pid != 0)
			return true;
		if (g_get_monotonic_time() >= deadline)
			return false;
		g_usleep(1000);
	}
}

HcWorkerEnd
hc_worker_mourn(HcWorker *worker, int cause, unsigned patience_ms)
{
	if (cause == ETIMEDOUT) {
		hc_worker_stop(worker);
		return HC_SPENT;
	}
	if (cause == EPIPE && has_died(worker, hc_worker_deadline(patience_ms)))
		return cause_of(hc_worker_stop(worker));
	hc_worker_stop(worker);
	return HC_DIED;
}
