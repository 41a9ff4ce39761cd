/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* failing.h - system calls that fail on demand, for one check: defined here, the
 * names stand in front of the C library's.  To be included once a program. */
#ifndef HC_TEST_FAILING_H
#define HC_TEST_FAILING_H

#include "config.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/** The calls that can be made to fail. */
typedef enum {
	CALL_NONE,
	CALL_FDOPENDIR,
	CALL_FSTAT,
	CALL_FSTATAT,
	CALL_LSEEK,
	CALL_OPENAT,
	CALL_POLL,
	CALL_PREAD,
	CALL_READ,
	CALL_READDIR,
	CALL_RECVMSG,
	CALL_WRITE,
	CALL_COUNT
} Call;

/** The at-th of a call, 1 first, fails with an errno; fstat() with none gives
 *  what it gave the time before. */
typedef struct {
	Call call;
	unsigned at;
	int error;
} Fault;

#define FAULTS_MAX 3

static struct {
	Fault faults[FAULTS_MAX];
	unsigned made[CALL_COUNT];
	unsigned failed;
	struct stat last;
} machine;

/** From now on these fail. */
static inline void
machine_fails(const Fault *faults)
{
	memset(&machine, 0, sizeof machine);
	memcpy(machine.faults, faults, sizeof machine.faults);
}

/** From now on none fails.
 *  @return how many did */
static inline unsigned
machine_works(void)
{
	unsigned failed = machine.failed;

	memset(&machine, 0, sizeof machine);
	return failed;
}

static inline bool
fails(Call call)
{
	machine.made[call]++;
	for (unsigned i = 0; i < FAULTS_MAX; i++)
		if (machine.faults[i].call == call &&
		    machine.faults[i].at == machine.made[call]) {
			machine.failed++;
			errno = machine.faults[i].error;
			return true;
		}
	return false;
}

/** The C library's function of a name. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

DIR *
fdopendir(int fd)
{
	return fails(CALL_FDOPENDIR) ? NULL : REAL(fdopendir)(fd);
}

int
fstat(int fd, struct stat *state)
{
	if (!fails(CALL_FSTAT)) {
		int got = REAL(fstat)(fd, state);

		machine.last = *state;
		return got;
	}
	if (errno != 0)
		return -1;
	*state = machine.last;
	return 0;
}

int
fstatat(int fd, const char *restrict path, struct stat *restrict state,
        int flags)
{
	return fails(CALL_FSTATAT) ? -1 : REAL(fstatat)(fd, path, state, flags);
}

off_t
lseek(int fd, off_t offset, int whence)
{
	return fails(CALL_LSEEK) ? -1 : REAL(lseek)(fd, offset, whence);
}

int
openat(int folder, const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return fails(CALL_OPENAT) ? -1
	                          : REAL(openat)(folder, path, flags, mode);
}

/* Where the C library checks flags, it calls this. */
int __openat_2(int folder, const char *path, int flags);

int
__openat_2(int folder, const char *path, int flags)
{
	return openat(folder, path, flags);
}

int
poll(struct pollfd *ends, nfds_t count, int timeout_ms)
{
	return fails(CALL_POLL) ? -1 : REAL(poll)(ends, count, timeout_ms);
}

ssize_t
pread(int fd, void *bytes, size_t length, off_t offset)
{
	return fails(CALL_PREAD) ? -1 : REAL(pread)(fd, bytes, length, offset);
}

ssize_t
read(int fd, void *bytes, size_t length)
{
	return fails(CALL_READ) ? -1 : REAL(read)(fd, bytes, length);
}

struct dirent *
readdir(DIR *folder)
{
	return fails(CALL_READDIR) ? NULL : REAL(readdir)(folder);
}

ssize_t
recvmsg(int fd, struct msghdr *message, int flags)
{
	return fails(CALL_RECVMSG) ? -1 : REAL(recvmsg)(fd, message, flags);
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	return fails(CALL_WRITE) ? -1 : REAL(write)(fd, bytes, length);
}

#endif
