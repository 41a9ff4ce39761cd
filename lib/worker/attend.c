/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* attend.c - the life of a worker that is handed files. */
#include "config.h"

#include "attend.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frame.h"

/** The bytes of a question: a head, and the kind. */
#define QUESTION (HC_FRAME_HEAD + 1)

/** Receive a question and the descriptor that comes with it.
 *  @return false: there is no more, or it is none */
static bool
receive(int in, unsigned char bytes[QUESTION], int *file_out)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec piece = {bytes, QUESTION};
	struct msghdr message = {
		.msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	struct cmsghdr *head;
	ssize_t got;

	do
		got = recvmsg(in, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return false;
	head = CMSG_FIRSTHDR(&message);
	if (head == NULL || head->cmsg_level != SOL_SOCKET ||
	    head->cmsg_type != SCM_RIGHTS ||
	    head->cmsg_len != CMSG_LEN(sizeof(int)))
		return false;
	memcpy(file_out, CMSG_DATA(head), sizeof *file_out);
	return hc_frame_read(in, bytes + got, QUESTION - (size_t)got, 0);
}

bool
hc_attend(int in, int out, HcSandbox sandbox, HcAttendant attendant)
{
	g_autoptr(GByteArray) hello = g_byte_array_new();
	unsigned char bytes[QUESTION];
	HcFrameHead head;
	int file;

	hc_frame_begin(hello, HC_FRAME_HELLO, 0);
	hc_frame_put_byte(hello, (uint8_t)sandbox);
	hc_frame_end(hello);
	if (!hc_frame_write(out, hello->data, hello->len, 0))
		return false;
	while (receive(in, bytes, &file)) {
		bool heard = hc_frame_head(bytes, &head) &&
		             head.kind == HC_FRAME_QUESTION &&
		             head.length == 1 &&
		             attendant(out, head.item, file,
		                       (HcKind)bytes[HC_FRAME_HEAD]);

		close(file);
		if (!heard)
			return false;
	}
	return true;
}
