/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scribe.c - counts of lines that a worker ran, written down by another process.
 *
 * Only of builds that count lines (configure --enable-coverage).  A worker that
 * is shut in can open no file to leave its counts in, and many a worker is
 * killed.  So before its main() the pages that hold them are shared with a
 * process that stays outside, waits for its end and then writes. */
#include "config.h"

#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The linker's: where what the program may write begins and ends. */
extern char __data_start[];
extern char _end[];

void __gcov_dump(void);

/** Make the program's data one memory with processes that it starts. */
static int
share_data(void)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = (uintptr_t)__data_start & ~(page - 1);
	size_t length = (((uintptr_t)_end + page - 1) & ~(page - 1)) - from;
	void *copy = mmap(NULL, length, PROT_READ | PROT_WRITE,
	                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (copy == MAP_FAILED)
		return 0;
	memcpy(copy, (void *)from, length);
	if (mmap((void *)from, length, PROT_READ | PROT_WRITE,
	         MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		_exit(99);
	memcpy((void *)from, copy, length);
	munmap(copy, length);
	return 1;
}

__attribute__((constructor)) static void
begin(void)
{
	pid_t worker = getpid();
	struct pollfd end = {.events = POLLIN};

	if (!share_data() || fork() != 0)
		return;
	/* whoever waits for the worker's pipes or kills its group is not to
	 * meet this process */
	setsid();
	syscall(SYS_close_range, 0u, ~0u, 0u);
	end.fd = (int)syscall(SYS_pidfd_open, worker, 0u);
	if (end.fd >= 0 && getppid() == worker)
		poll(&end, 1, -1);
	__gcov_dump();
	_exit(0);
}
