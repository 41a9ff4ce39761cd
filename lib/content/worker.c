/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* worker.c - ask a worker process for the structure of a message. */
#include "config.h"

#include "worker.h"

#include <errno.h>

#include "record.h"

static bool
write_question(HcWorker *worker, unsigned flags, const char *bytes,
               size_t length, int64_t deadline)
{
	g_autoptr(GByteArray) head = g_byte_array_new();

	hc_frame_begin(head, HC_FRAME_QUESTION, ++worker->asked);
	hc_frame_put_byte(head, (uint8_t)flags);
	hc_frame_end(head);
	/* the message follows without a copy */
	hc_frame_set_length(head, (uint32_t)(length + 1));
	return hc_worker_write(worker, head->data, head->len, bytes, length,
	                       deadline);
}

static bool
read_answer(HcWorker *worker, GByteArray *answer, int64_t deadline)
{
	unsigned char bytes[HC_FRAME_HEAD];
	HcFrameHead head;

	if (!hc_frame_read(worker->from, bytes, sizeof bytes, deadline))
		return false;
	errno = EBADMSG;
	if (!hc_frame_head(bytes, &head) || head.kind != HC_FRAME_ANSWER ||
	    head.item != worker->asked || head.length > HC_ANSWER_MAX)
		return false;
	g_byte_array_set_size(answer, head.length);
	return hc_frame_read(worker->from, answer->data, head.length, deadline);
}

HcWorkerEnd
hc_worker_ask(HcWorker *worker, unsigned flags, const char *bytes,
              size_t length, unsigned patience_ms, GByteArray *answer)
{
	int64_t deadline = hc_worker_deadline(patience_ms);

	if (write_question(worker, flags, bytes, length, deadline) &&
	    read_answer(worker, answer, deadline))
		return HC_ANSWERED;
	return hc_worker_mourn(worker, errno, patience_ms);
}
