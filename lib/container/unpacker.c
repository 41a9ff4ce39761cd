/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unpacker.c - the one who hands containers to worker processes. */
#include "config.h"

#include "unpacker.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "limit.h"
#include "member-frame.h"

struct HcUnpacker {
	HcWorker worker;
	HcWorkerTerms terms;
	char *folder;
	bool reads_stores; /* the worker is the one for message stores */
	char *ahead;       /* what was read and not asked for yet */
	size_t at, end;
	/* the container that was asked for */
	int file;
	HcKind kind;
	uint64_t given;    /* bytes of the answer */
	unsigned kills;    /* workers that another one killed meanwhile */
	HcWorkerEnd ended; /* how the worker did; HC_ANSWERED: it did not */
};

/** Bytes read at once: many members are small. */
#define AHEAD_MAX (64u << 10)

HcUnpacker *
hc_unpacker_new(void)
{
	HcUnpacker *unpacker = g_new0(HcUnpacker, 1);

	unpacker->folder = g_strdup(HC_PROGRAMS);
	unpacker->terms.passes_files = true;
	unpacker->terms.patience_ms =
		(unsigned)hc_limit(HC_LIMIT_WORKER_WALL) * 1000;
	unpacker->ahead = g_malloc(AHEAD_MAX);
	return unpacker;
}

void
hc_unpacker_set_folder(HcUnpacker *unpacker, const char *path)
{
	g_return_if_fail(unpacker != NULL && path != NULL);
	g_free(unpacker->folder);
	unpacker->folder = g_strdup(path);
}

void
hc_unpacker_require_sandbox(HcUnpacker *unpacker, bool required)
{
	g_return_if_fail(unpacker != NULL);
	unpacker->terms.sandbox_required = required;
}

void
hc_unpacker_set_patience(HcUnpacker *unpacker, unsigned patience_ms)
{
	g_return_if_fail(unpacker != NULL);
	unpacker->terms.patience_ms = patience_ms;
}

HcSandbox
hc_unpacker_sandbox(const HcUnpacker *unpacker)
{
	g_return_val_if_fail(unpacker != NULL, HC_SANDBOX_NONE);
	return unpacker->terms.sandbox;
}

uint64_t
hc_unpacker_started(const HcUnpacker *unpacker)
{
	g_return_val_if_fail(unpacker != NULL, 0);
	return unpacker->terms.started;
}

int
hc_unpacker_process(const HcUnpacker *unpacker)
{
	g_return_val_if_fail(unpacker != NULL, 0);
	return (int)unpacker->worker.process;
}

void
hc_unpacker_free(HcUnpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	hc_worker_stop(&unpacker->worker);
	g_free(unpacker->folder);
	g_free(unpacker->ahead);
	g_free(unpacker);
}

/** The program for stores, or the one for the rest. */
static char *
program_of(const HcUnpacker *unpacker, bool reads_stores)
{
	return g_build_filename(
		unpacker->folder,
		reads_stores ? "hopaudit-pst" : "hopcheck-unpack", NULL);
}

char *
hc_unpacker_about(const HcUnpacker *unpacker)
{
	g_autofree char *program = NULL;

	g_return_val_if_fail(unpacker != NULL, NULL);
	program = program_of(unpacker, unpacker->reads_stores);
	return hc_worker_about(program);
}

static bool
start(HcUnpacker *unpacker, bool reads_stores, GError **error)
{
	g_autofree char *program = program_of(unpacker, reads_stores);

	unpacker->reads_stores = reads_stores;
	return hc_worker_start(&unpacker->worker, &unpacker->terms, program,
	                       error);
}

/** Write a few bytes that carry a descriptor. */
static bool
pass(int to, int file, GByteArray *bytes)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec piece = {bytes->data, bytes->len};
	struct msghdr message = {
		.msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	ssize_t sent;

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &file, sizeof file);
	do
		sent = sendmsg(to, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)bytes->len;
}

/** Hand over the container that is asked for, as the question of a number. */
static bool
hand_over(HcUnpacker *unpacker, uint32_t item)
{
	g_autoptr(GByteArray) frame = g_byte_array_new();

	unpacker->worker.asked = item;
	unpacker->at = unpacker->end = 0;
	hc_frame_begin(frame, HC_FRAME_QUESTION, item);
	hc_frame_put_byte(frame, (uint8_t)unpacker->kind);
	hc_frame_end(frame);
	return pass(unpacker->worker.to, unpacker->file, frame);
}

bool
hc_unpacker_ask(HcUnpacker *unpacker, int file, HcKind kind, GError **error)
{
	bool reads_stores = kind == HC_KIND_PST;
	HcWorker *worker = &unpacker->worker;

	/* a process reads one store */
	if (worker->process != 0 &&
	    (unpacker->reads_stores || reads_stores ||
	     worker->asked >= hc_limit(HC_LIMIT_WORKER_ITEMS)))
		hc_worker_stop(worker);
	unpacker->file = file;
	unpacker->kind = kind;
	unpacker->given = 0;
	unpacker->kills = 0;
	unpacker->ended = HC_ANSWERED;
	for (unsigned attempt = 0; attempt <= HC_WORKER_KILLS_MAX; attempt++) {
		if (worker->process == 0 &&
		    !start(unpacker, reads_stores, error))
			return false;
		if (hand_over(unpacker, worker->asked + 1))
			return true;
		/* it ended when it was idle: nothing is lost */
		hc_worker_stop(worker);
	}
	g_set_error(error, HC_ERROR, HC_ERROR_WORKER,
	            "the worker program takes no container");
	return false;
}

/** Until when the worker may be silent.  The index of a large store is read
 *  before its first message. */
static int64_t
deadline(const HcUnpacker *unpacker)
{
	unsigned times = unpacker->reads_stores ? 5 : 1;

	return hc_worker_deadline(
		MIN(unpacker->terms.patience_ms, UINT_MAX / times) * times);
}

/** Read what this worker says. */
static bool
hear(HcUnpacker *unpacker, void *bytes, size_t length)
{
	int from = unpacker->worker.from;
	char *to = bytes;

	for (;;) {
		size_t taken = MIN(length, unpacker->end - unpacker->at);

		if (taken > 0)
			memcpy(to, unpacker->ahead + unpacker->at, taken);
		unpacker->at += taken;
		to += taken;
		length -= taken;
		if (length == 0)
			return true;
		if (length >= AHEAD_MAX)
			return hc_frame_read(from, to, length,
			                     deadline(unpacker));
		unpacker->at = 0;
		unpacker->end = hc_frame_read_some(
			from, unpacker->ahead, AHEAD_MAX, deadline(unpacker));
		if (unpacker->end == 0)
			return false;
	}
}

/** Hear what was given already. */
static bool
skip_given(HcUnpacker *unpacker)
{
	g_autofree char *piece = g_malloc(AHEAD_MAX);
	uint64_t left = unpacker->given;

	while (left > 0) {
		size_t length = (size_t)MIN(left, AHEAD_MAX);

		if (!hear(unpacker, piece, length))
			return false;
		left -= length;
	}
	return true;
}

/** How the worker ended that told no more.
 *  @param cause  the errno of hearing */
static HcWorkerEnd
mourn(HcUnpacker *unpacker, int cause)
{
	return hc_worker_mourn(&unpacker->worker, cause,
	                       unpacker->terms.patience_ms);
}

/** Whoever kills a worker has no say in what a container holds: the next one is
 *  asked, and tells the same.
 *  @param cause  the errno of hearing */
static bool
ask_again(HcUnpacker *unpacker, int cause)
{
	uint32_t item = unpacker->worker.asked;

	for (;;) {
		unpacker->ended = mourn(unpacker, cause);
		if (unpacker->ended != HC_KILLED ||
		    unpacker->kills++ >= HC_WORKER_KILLS_MAX ||
		    lseek(unpacker->file, 0, SEEK_SET) != 0 ||
		    !start(unpacker, unpacker->reads_stores, NULL))
			return false;
		unpacker->ended = HC_ANSWERED;
		if (hand_over(unpacker, item) && skip_given(unpacker))
			return true;
		cause = errno;
	}
}

bool
hc_unpacker_read(HcUnpacker *unpacker, void *bytes, size_t length)
{
	while (!hear(unpacker, bytes, length)) {
		int cause = errno;

		if (!ask_again(unpacker, cause)) {
			errno = cause;
			return false;
		}
	}
	unpacker->given += length;
	return true;
}

uint32_t
hc_unpacker_item(const HcUnpacker *unpacker)
{
	return unpacker->worker.asked;
}

HcWorkerEnd
hc_unpacker_mourn(HcUnpacker *unpacker, int cause)
{
	HcWorkerEnd end = unpacker->ended != HC_ANSWERED
	                          ? unpacker->ended
	                          : mourn(unpacker, cause);

	return end == HC_KILLED ? HC_DIED : end;
}

void
hc_unpacker_drop(HcUnpacker *unpacker)
{
	hc_worker_stop(&unpacker->worker);
}
