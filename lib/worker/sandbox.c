/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sandbox.c - what a worker gives up before it reads a message.
 *
 * Two fences, each enough by itself for what it covers: Landlock with an empty
 * rule set (no file is to be opened, no port bound or connected to), and a
 * list of the system calls that reading from one pipe, memory and writing to
 * another need.  A call off the list fails with EPERM, so that a library that
 * asks for a file it can do without goes on; those that only an intruder makes
 * end the process. */
#include "config.h"

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef HAVE_LINUX_LANDLOCK_H
#include <linux/landlock.h>
#endif
#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

#include "limit.h"

/* Sanitizers map terabytes. */
#if defined __SANITIZE_ADDRESS__
#define MEMORY_LIMITED false
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define MEMORY_LIMITED false
#endif
#endif
#ifndef MEMORY_LIMITED
#define MEMORY_LIMITED true
#endif

static void
limit(int resource, rlim_t most)
{
	struct rlimit value = {most, most};

	setrlimit((__rlimit_resource_t)resource, &value);
}

/** Nobody hears a worker; and what GLib says where no memory is to be had waits for
 *  a lock, for ever where the allocation was made under it. */
static void
keep_silent(const char *domain, GLogLevelFlags level, const char *message,
            void *data)
{
	(void)domain, (void)level, (void)message, (void)data;
}

void
hc_sandbox_limit(uint64_t cpu_s)
{
	g_log_set_default_handler(keep_silent, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	syscall(SYS_close_range, 3u, ~0u, 0u);
	if (MEMORY_LIMITED)
		limit(RLIMIT_AS, (rlim_t)hc_limit(HC_LIMIT_WORKER_MEMORY));
	if (cpu_s > 0)
		limit(RLIMIT_CPU, cpu_s);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, 16);
	limit(RLIMIT_NPROC, 0);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_STACK, 8u << 20);
}

/* --------------------------------------------------------------- Landlock */

#ifdef HAVE_LINUX_LANDLOCK_H
/* The structs grow with the kernel: what this header does not know is written
 * out, version by version (landlock(7)). */
typedef struct {
	uint64_t files, ports, scopes;
} Rules;

static bool
close_files(void)
{
	static const Rules versions[] = {
		{0x1fff, 0, 0}, /* 1 */
		{0x3fff, 0, 0}, /* 2: refer */
		{0x7fff, 0, 0}, /* 3: truncate */
		{0x7fff, 3, 0}, /* 4: bind, connect */
		{0xffff, 3, 0}, /* 5: device ioctl */
		{0xffff, 3, 3}, /* 6: abstract sockets, signals */
	};
	static const size_t sizes[] = {8, 8, 8, 16, 16, 24};
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0u,
	                       LANDLOCK_CREATE_RULESET_VERSION);
	size_t index;
	long rules;
	bool closed;

	if (version < 1)
		return false;
	index = MIN((size_t)version, G_N_ELEMENTS(versions)) - 1;
	rules = syscall(SYS_landlock_create_ruleset, &versions[index],
	                sizes[index], 0u);
	if (rules < 0)
		return false;
	closed = syscall(SYS_landlock_restrict_self, (int)rules, 0u) == 0;
	close((int)rules);
	return closed;
}
#else
static bool
close_files(void)
{
	return false;
}
#endif

/* ---------------------------------------------------------------- seccomp */

#ifdef HAVE_SECCOMP
/* Two pipes, memory, signals to itself (abort), an end. */
static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(close),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(brk),
	SCMP_SYS(mmap),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(mprotect),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(getrandom),
	SCMP_SYS(sysinfo),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(tgkill),
	SCMP_SYS(setitimer),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

/* No library of ours makes these by itself. */
static const int deadly[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(bpf),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(chmod),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(io_uring_setup),
};

static bool
close_calls(bool takes_files)
{
	/* of fcntl(2) what fdopen(3) asks */
	const struct scmp_arg_cmp reads_flags = {1, SCMP_CMP_EQ, F_GETFL, 0};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool closed = filter != NULL;

	for (size_t i = 0; closed && i < G_N_ELEMENTS(allowed); i++)
		closed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i],
		                          0) == 0;
	if (closed && takes_files)
		closed = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
		                          SCMP_SYS(recvmsg), 0) == 0 &&
		         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(dup),
		                          0) == 0 &&
		         seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
		                                SCMP_SYS(fcntl), 1,
		                                &reads_flags) == 0;
	for (size_t i = 0; closed && i < G_N_ELEMENTS(deadly); i++)
		closed = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS,
		                          deadly[i], 0) == 0;
	closed = closed && seccomp_load(filter) == 0;
	if (filter != NULL)
		seccomp_release(filter);
	return closed;
}
#else
static bool
close_calls(bool takes_files)
{
	(void)takes_files;
	return false;
}
#endif

HcSandbox
hc_sandbox_close(bool takes_files)
{
	bool files, calls;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return HC_SANDBOX_NONE;
	files = close_files();
	calls = close_calls(takes_files);
	if (files && calls)
		return HC_SANDBOX_BOTH;
	return files   ? HC_SANDBOX_LANDLOCK
	       : calls ? HC_SANDBOX_SECCOMP
	               : HC_SANDBOX_NONE;
}
