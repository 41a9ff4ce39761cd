/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shim.c - a machine that fails on demand: preloaded before a tool.
 *
 * HOPCHECK_FAULT is "CALL:N:ERROR:once|on": the N-th of these calls, 1 first,
 * fails with that errno, and with "on" every one after it, too; ERROR "short"
 * makes reads and writes give one byte only.  HOPCHECK_FAULT_LOG names a file
 * that gets one byte when a call was made to fail: a run without one never came
 * to the N-th.  HOPCHECK_FAULT_VICTIM names a file: then the N-th read of it is
 * counted alone, and ERROR is what becomes of the file just before: it is "cut" to
 * half, does "grow", is "swap"ped for another of that name, or is "gone".  HOPCHECK_FAULT_PATH: of the calls that open a file only those
 * are counted whose name ends so.  What the C library calls within itself is not seen, nor is what
 * a worker does: it is started without these variables. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* Returned by check(): go on, fail, or do less. */
enum {
	GO,
	FAIL,
	SHORT
};

/* What becomes of the victim just before it is read. */
enum {
	CUT = -1,
	GROW = -2,
	SWAP = -3,
	GONE = -4
};

static struct {
	char call[32];
	unsigned at;
	int error; /* 0: short; below: what becomes of the victim */
	int stays;
	int log;
	const char *path; /* how it ends, or NULL */
	const char *victim;
	struct stat known; /* of the victim */
} fault;
static atomic_uint calls;

static int
error_of(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = {
		{"EIO",    EIO   },
                {"ENOSPC", ENOSPC},
                {"EINTR",  EINTR },
		{"EMFILE", EMFILE},
                {"ENOMEM", ENOMEM},
                {"EAGAIN", EAGAIN},
		{"short",  0     },
                {"cut",    CUT   },
                {"grow",   GROW  },
		{"swap",   SWAP  },
                {"gone",   GONE  },
	};

	for (unsigned i = 0; i < sizeof errors / sizeof *errors; i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	_exit(99);
}

static void
prepare(void)
{
	const char *order = getenv("HOPCHECK_FAULT");
	const char *log = getenv("HOPCHECK_FAULT_LOG");
	const char *path = getenv("HOPCHECK_FAULT_PATH");
	char error[32], stays[32];

	fault.log = -1;
	fault.path = path;
	if (order == NULL || sscanf(order, "%31[^:]:%u:%31[^:]:%31s",
	                            fault.call, &fault.at, error, stays) != 4)
		return;
	fault.error = error_of(error);
	fault.stays = strcmp(stays, "on") == 0;
	fault.victim = getenv("HOPCHECK_FAULT_VICTIM");
	if (fault.victim != NULL && stat(fault.victim, &fault.known) != 0)
		_exit(99);
	if (log != NULL)
		fault.log = (int)syscall(
			SYS_openat, AT_FDCWD, log,
			O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/** Preloaded objects are made ready last: now the tool begins. */
__attribute__((constructor)) static void
begin(void)
{
	prepare();
}

/** Count a call of a name.
 *  @return GO, FAIL with errno set, or SHORT */
static int
check(const char *call)
{
	unsigned count;

	if (fault.at == 0 || strcmp(call, fault.call) != 0)
		return GO;
	count = atomic_fetch_add(&calls, 1) + 1;
	if (count != fault.at && !(fault.stays && count > fault.at))
		return GO;
	if (fault.log >= 0)
		syscall(SYS_write, fault.log, "x", (size_t)1);
	if (fault.error == 0)
		return SHORT;
	errno = fault.error;
	return FAIL;
}

/** Put bytes behind all that a file holds.
 *  @param flags  of open(2), besides */
static void
append(const char *path, int flags)
{
	static const char text[] = "Another line.\n";
	int file = (int)syscall(SYS_openat, AT_FDCWD, path,
	                        O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0600);

	if (file < 0 ||
	    syscall(SYS_write, file, text, sizeof text - 1) != sizeof text - 1)
		_exit(99);
	syscall(SYS_close, file);
}

/** Do to the victim what is to be done, if that is what a descriptor reads. */
static void
harm(int descriptor)
{
	struct stat read;

	if (fstat(descriptor, &read) != 0 ||
	    read.st_dev != fault.known.st_dev ||
	    read.st_ino != fault.known.st_ino || check("read") == GO)
		return;
	if (fault.error == CUT &&
	    syscall(SYS_truncate, fault.victim, read.st_size / 2) != 0)
		_exit(99);
	if (fault.error == GROW)
		append(fault.victim, 0);
	if ((fault.error == SWAP || fault.error == GONE) &&
	    syscall(SYS_unlinkat, AT_FDCWD, fault.victim, 0) != 0)
		_exit(99);
	if (fault.error == SWAP)
		append(fault.victim, O_CREAT | O_EXCL);
}

/** As check(), of what reads. */
static int
check_read(const char *call, int descriptor)
{
	if (fault.victim == NULL)
		return check(call);
	harm(descriptor);
	return GO;
}

/** The real function of a name. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* ------------------------------------------------------------------- open */

static mode_t
mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

/** Count a call that opens a file; what counts lines opens its own, which is
 *  none of the tool's. */
static int
check_open(const char *path)
{
	static const char counts[] = ".gcda";
	size_t length = strlen(path);
	size_t end = fault.path != NULL ? strlen(fault.path) : 0;

	if (length >= sizeof counts - 1 &&
	    strcmp(path + length - (sizeof counts - 1), counts) == 0)
		return GO;
	return length >= end && (end == 0 ||
	                         strcmp(path + length - end, fault.path) == 0)
	               ? check("open")
	               : GO;
}

#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		va_list arguments;                                             \
		mode_t mode;                                                   \
                                                                               \
		va_start(arguments, flags);                                    \
		mode = mode_of(flags, arguments);                              \
		va_end(arguments);                                             \
		return check_open(path) == FAIL                                \
		               ? -1                                            \
		               : REAL(name)(path, flags, mode);                \
	}
#define OPENAT(name)                                                           \
	int name(int folder, const char *path, int flags, ...)                 \
	{                                                                      \
		va_list arguments;                                             \
		mode_t mode;                                                   \
                                                                               \
		va_start(arguments, flags);                                    \
		mode = mode_of(flags, arguments);                              \
		va_end(arguments);                                             \
		return check_open(path) == FAIL                                \
		               ? -1                                            \
		               : REAL(name)(folder, path, flags, mode);        \
	}

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* ---------------------------------------------------------- read and write */

/* A short count of nothing would be an end, so at least one byte moves. */
#define MOVED(what, length) (what == SHORT && length > 1 ? 1 : length)

ssize_t
read(int descriptor, void *buffer, size_t length)
{
	int what = check_read("read", descriptor);

	return what == FAIL
	               ? -1
	               : REAL(read)(descriptor, buffer, MOVED(what, length));
}

ssize_t
write(int descriptor, const void *buffer, size_t length)
{
	int what = check("write");

	return what == FAIL
	               ? -1
	               : REAL(write)(descriptor, buffer, MOVED(what, length));
}

ssize_t
writev(int descriptor, const struct iovec *pieces, int count)
{
	int what = check("write");

	if (what == SHORT && pieces[0].iov_len > 0)
		return REAL(write)(descriptor, pieces[0].iov_base, (size_t)1);
	return what == FAIL ? -1 : REAL(writev)(descriptor, pieces, count);
}

#define PREAD(name)                                                            \
	ssize_t name(int descriptor, void *buffer, size_t length, off_t at)    \
	{                                                                      \
		int what = check_read("pread", descriptor);                    \
                                                                               \
		return what == FAIL ? -1                                       \
		                    : REAL(name)(descriptor, buffer,           \
		                                 MOVED(what, length), at);     \
	}
#define PWRITE(name)                                                           \
	ssize_t name(int descriptor, const void *buffer, size_t length,        \
	             off_t at)                                                 \
	{                                                                      \
		int what = check("write");                                     \
                                                                               \
		return what == FAIL ? -1                                       \
		                    : REAL(name)(descriptor, buffer,           \
		                                 MOVED(what, length), at);     \
	}

PREAD(pread)
PREAD(pread64)
PWRITE(pwrite)
PWRITE(pwrite64)

/* ----------------------------------------------------------------- the rest */

#define CALL(name, group, parameters, arguments)                               \
	int name parameters                                                    \
	{                                                                      \
		return check(group) == FAIL ? -1 : REAL(name) arguments;       \
	}

CALL(fsync, "fsync", (int descriptor), (descriptor))
CALL(fdatasync, "fsync", (int descriptor), (descriptor))
CALL(close, "close", (int descriptor), (descriptor))
CALL(rename, "rename", (const char *from, const char *to), (from, to))
CALL(renameat, "rename", (int a, const char *from, int b, const char *to),
     (a, from, b, to))
CALL(fork, "fork", (void), ())
CALL(pipe, "pipe", (int ends[2]), (ends))
CALL(pipe2, "pipe", (int ends[2], int flags), (ends, flags))
CALL(ftruncate, "truncate", (int descriptor, off_t length),
     (descriptor, length))

DIR *
opendir(const char *path)
{
	return check("opendir") == FAIL ? NULL : REAL(opendir)(path);
}

int
posix_spawn(pid_t *pid, const char *path,
            const posix_spawn_file_actions_t *actions,
            const posix_spawnattr_t *attributes, char *const arguments[],
            char *const environment[])
{
	return check("fork") == FAIL
	               ? errno
	               : REAL(posix_spawn)(pid, path, actions, attributes,
	                                   arguments, environment);
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
               void *(*start)(void *), void *data)
{
	return check("thread") == FAIL
	               ? errno
	               : REAL(pthread_create)(thread, attributes, start, data);
}

/* -------------------------------------------------------------- allocation */

/* dlsym() itself allocates; the C library has a second name for each. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *
malloc(size_t size)
{
	return check("malloc") == FAIL ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return check("malloc") == FAIL ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return check("malloc") == FAIL ? NULL : __libc_realloc(old, size);
}

/* ----------------------------------------------------------------- the end */

static int (*tool)(int count, char **arguments, char **environment);

/** From its end on nothing fails: what a build that counts lines does then, is
 *  none of the tool's. */
static int
run(int count, char **arguments, char **environment)
{
	int status = tool(count, arguments, environment);

	fault.at = 0;
	return status;
}

int __libc_start_main(int (*main)(int count, char **arguments,
                                  char **environment),
                      int count, char **arguments, void (*init)(void),
                      void (*fini)(void), void (*loader_fini)(void),
                      void *stack_end);

/** The C library's way to main(). */
int
__libc_start_main(int (*main)(int count, char **arguments, char **environment),
                  int count, char **arguments, void (*init)(void),
                  void (*fini)(void), void (*loader_fini)(void),
                  void *stack_end)
{
	tool = main;
	return REAL(__libc_start_main)(run, count, arguments, init, fini,
	                               loader_fini, stack_end);
}
