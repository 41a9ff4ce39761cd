/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shim.c - a machine that fails on demand: preloaded before a tool.
 *
 * HOPCHECK_FAULT is "CALL:N:ERROR:once|on": the N-th of these calls, 1 first,
 * fails with that errno, and with "on" every one after it, too; ERROR "short"
 * makes reads and writes give one byte only.  HOPCHECK_FAULT_LOG names a file
 * whose first byte is not 0 when a call was made to fail: else a run never came
 * to the N-th; behind it stands what the tool left open when its main() returned,
 * a name each line.  HOPCHECK_FAULT_VICTIM names a file: then the N-th read of it is
 * counted alone, and ERROR is what becomes of the file just before: it is "cut" to
 * half, does "grow", is "swap"ped for another of that name, or is "gone".
 * HOPCHECK_FAULT_PATH: of the calls that open a file only those are counted whose
 * name ends so.  What the C library calls within itself is not seen, nor is what
 * a worker does: it is started without these variables, but where HOPCHECK_FAULT_IN
 * is the name of its program: then calls of that fail, and none of the tool.
 *
 * An allocation is known by its stack: the functions that led to it, as places in
 * their objects, so that it is the same in each run, whatever other threads do
 * and wherever things were loaded.  HOPCHECK_FAULT_STACKS names a file that gets
 * that and the size of each allocation, eight bytes each, up to the first zeros; behind HOPCHECK_FAULT's
 * words ":STACK:SIZE", in hexadecimal, has only such ones counted, and STACK 0 stands for any.  With
 * HOPCHECK_FAULT_UNDER only those are counted that the function of that name led
 * to.  A sanitizer has an allocation of its own: where that is a library, this has to
 * be loaded before it; where it lies in the tool, no allocation fails. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

/* Whose allocation stands behind this one. */
#if defined __SANITIZE_ADDRESS__ && !defined __clang__
#define OTHER(name) __interceptor_##name
#elif defined __has_feature
#if !__has_feature(address_sanitizer)
#define OTHER(name) __libc_##name
#endif
#else
#define OTHER(name) __libc_##name
#endif

/* The loader allocates before a sanitizer is ready to look at what this does. */
#define EARLY __attribute__((no_sanitize_address))

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
	unsigned char *log;             /* or NULL */
	uint64_t *stacks;               /* pairs, or NULL */
	unsigned long long stack, size; /* of what is counted; 0: all */
	void *under;                    /* a function, or NULL */
	const char *path;               /* how it ends, or NULL */
	const char *victim;
	struct stat known; /* of the victim */
	const char *in;    /* a program, or NULL: this */
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

/* So many stacks are told. */
#define STACKS ((size_t)1 << 21)

/* So many bytes has what HOPCHECK_FAULT_LOG names. */
#define LOG ((size_t)1 << 12)

/** Share a file's bytes with who reads it after: a worker may write none.
 *  @param name  or NULL
 *  @return NULL: none */
static void *
share(const char *name, size_t length)
{
	void *bytes;
	int file;

	if (name == NULL)
		return NULL;
	file = (int)syscall(SYS_openat, AT_FDCWD, name,
	                    O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0 || syscall(SYS_ftruncate, file, length) != 0)
		_exit(99);
	bytes = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (bytes == MAP_FAILED)
		_exit(99);
	syscall(SYS_close, file);
	return bytes;
}

static void
prepare(void)
{
	const char *order = getenv("HOPCHECK_FAULT");
	const char *under = getenv("HOPCHECK_FAULT_UNDER");
	char error[32], stays[32];

	fault.path = getenv("HOPCHECK_FAULT_PATH");
	fault.in = getenv("HOPCHECK_FAULT_IN");
	fault.log = share(getenv("HOPCHECK_FAULT_LOG"), LOG);
	if (fault.in != NULL)
		return;
	fault.stacks = share(getenv("HOPCHECK_FAULT_STACKS"),
	                     STACKS * 2 * sizeof(uint64_t));
	if (under != NULL && (fault.under = dlsym(RTLD_NEXT, under)) == NULL)
		_exit(99);
	if (order == NULL ||
	    sscanf(order, "%31[^:]:%u:%31[^:]:%31[^:]:%llx:%llx", fault.call,
	           &fault.at, error, stays, &fault.stack, &fault.size) < 4)
		return;
	fault.error = error_of(error);
	fault.stays = strcmp(stays, "on") == 0;
	fault.victim = getenv("HOPCHECK_FAULT_VICTIM");
	if (fault.victim != NULL && stat(fault.victim, &fault.known) != 0)
		_exit(99);
}

/** Preloaded objects are made ready last: now the tool begins. */
__attribute__((constructor)) static void
begin(void)
{
	prepare();
}

/** Count a call of a name.
 *  @return GO, FAIL with errno set, or SHORT */
EARLY static int
check(const char *call)
{
	unsigned count;

	if (fault.at == 0 || strcmp(call, fault.call) != 0)
		return GO;
	count = atomic_fetch_add(&calls, 1) + 1;
	if (count != fault.at && !(fault.stays && count > fault.at))
		return GO;
	if (fault.log != NULL)
		*fault.log = 1;
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

/* A worker's environment, where it is the one that fails. */
static char *handed[8];

/** Take along what tells of the fault. */
static void
hand_on(void)
{
	static const char *const names[] = {
		"LD_PRELOAD=",           "HOPCHECK_FAULT=",
		"HOPCHECK_FAULT_LOG=",   "HOPCHECK_FAULT_STACKS=",
		"HOPCHECK_FAULT_UNDER=", "G_SLICE=",
		"ASAN_OPTIONS="};
	int count = 0;

	for (char **word = environ; *word != NULL; word++)
		for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
			if (strncmp(*word, names[i], strlen(names[i])) == 0)
				handed[count++] = *word;
}

/** Whether a path is that of the program that is to fail. */
static int
is_failing(const char *path)
{
	const char *slash = strrchr(path, '/');

	return fault.in != NULL &&
	       strcmp(slash != NULL ? slash + 1 : path, fault.in) == 0;
}

int
posix_spawn(pid_t *pid, const char *path,
            const posix_spawn_file_actions_t *actions,
            const posix_spawnattr_t *attributes, char *const arguments[],
            char *const environment[])
{
	if (is_failing(path))
		hand_on();
	return check("fork") == FAIL
	               ? errno
	               : REAL(posix_spawn)(
				 pid, path, actions, attributes, arguments,
				 is_failing(path) ? handed : environment);
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

#ifdef OTHER
/* dlsym() itself allocates; the C library, and a sanitizer, have a second name for
 * each. */
extern void *OTHER(malloc)(size_t size);
extern void *OTHER(calloc)(size_t count, size_t size);
extern void *OTHER(realloc)(void *old, size_t size);
extern void *OTHER(memalign)(size_t alignment, size_t size);

/** Add a function to a stack's number (FNV-1a, by words), those here apart: a
 *  compiler may have made two of a call. */
EARLY static _Unwind_Reason_Code
add_place(struct _Unwind_Context *context, void *data)
{
	uint64_t *stack = data;
	uintptr_t place = _Unwind_GetIP(context);
	struct dl_find_object object;

	if (_dl_find_object((void *)place, &object) == 0) {
		if (object.dlfo_map_start <= (void *)&add_place &&
		    object.dlfo_map_end > (void *)&add_place)
			return _URC_NO_REASON;
		place -= object.dlfo_link_map->l_addr;
	}
	*stack = (*stack ^ place) * UINT64_C(0x100000001b3);
	return _URC_NO_REASON;
}

/** See whether a function is that of HOPCHECK_FAULT_UNDER. */
EARLY static _Unwind_Reason_Code
look_for(struct _Unwind_Context *context, void *data)
{
	int *found = data;

	*found |= _Unwind_FindEnclosingFunction(
			  (void *)(_Unwind_GetIP(context) - 1)) == fault.under;
	return _URC_NO_REASON;
}

static atomic_uint told_stacks;

/** Tell a stack. */
EARLY static void
tell(const uint64_t stack[2])
{
	unsigned at = atomic_fetch_add(&told_stacks, 1);

	if (at >= STACKS)
		_exit(99);
	memcpy(fault.stacks + (size_t)at * 2, stack, 2 * sizeof *stack);
}

/** Count an allocation.  To see how it came about takes long, so that is done
 *  where its size is right, and only until it was made to fail.
 *  @return whether it is to fail, with errno set */
EARLY static int
fails(size_t size)
{
	uint64_t told[] = {UINT64_C(0xcbf29ce484222325), size};
	int sought = fault.size != 0 && atomic_load(&calls) < fault.at;
	int known = sought && fault.stack != 0;
	int found = fault.under == NULL;

	if (fault.stacks == NULL && sought && size != fault.size)
		return 0;
	if (fault.stacks != NULL || known)
		_Unwind_Backtrace(add_place, told);
	if (fault.stacks != NULL)
		tell(told);
	if (!found)
		_Unwind_Backtrace(look_for, &found);
	return found && (!known || told[0] == fault.stack) &&
	       check("malloc") == FAIL;
}

EARLY void *
malloc(size_t size)
{
	return fails(size) ? NULL : OTHER(malloc)(size);
}

EARLY void *
calloc(size_t count, size_t size)
{
	return fails(count * size) ? NULL : OTHER(calloc)(count, size);
}

EARLY void *
realloc(void *old, size_t size)
{
	return fails(size) ? NULL : OTHER(realloc)(old, size);
}

EARLY void *
aligned_alloc(size_t alignment, size_t size)
{
	return fails(size) ? NULL : OTHER(memalign)(alignment, size);
}

EARLY int
posix_memalign(void **made_out, size_t alignment, size_t size)
{
	void *made = fails(size) ? NULL : OTHER(memalign)(alignment, size);

	if (made == NULL)
		return ENOMEM;
	*made_out = made;
	return 0;
}
#endif

/* ----------------------------------------------------------------- the end */

/* So many descriptors are looked at: more than a tool of ours has. */
#define DESCRIPTORS 1024

static int (*tool)(int count, char **arguments, char **environment);

/** Tell what is open but the standard streams. */
static void
tell_open(void)
{
	size_t end = 1;

	for (int i = STDERR_FILENO + 1; i < DESCRIPTORS; i++) {
		char path[32];
		ssize_t length;

		snprintf(path, sizeof path, "/proc/self/fd/%d", i);
		length = readlink(path, (char *)fault.log + end, LOG - end - 1);
		if (length < 0)
			continue;
		end += (size_t)length;
		fault.log[end++] = '\n';
	}
}

/** From its end on nothing fails: what a build that counts lines does then, is
 *  none of the tool's. */
static int
run(int count, char **arguments, char **environment)
{
	int status = tool(count, arguments, environment);

	fault.stacks = NULL;
	fault.at = 0;
	if (fault.log != NULL)
		tell_open();
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
