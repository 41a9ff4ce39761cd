/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_answer.c - a worker that says anything: its answer is refused, or what
 * it says of parts holds together. */
#include "config.h"

#include <stdlib.h>

#include "answer.h"
#include "harness.h"

#define MESSAGE_LENGTH 1000u

void
fuzz_input(const uint8_t *data, size_t size)
{
	HcAnswer answer = {0};

	if (hc_answer_read(&answer, data, size, MESSAGE_LENGTH))
		for (guint i = 1; i <= answer.parts->len; i++) {
			const HcFramePart *part = hc_answer_part(&answer, i);

			if (part->parent >= i ||
			    part->nested > answer.nested->len ||
			    (uint64_t)part->offset + part->length >
			            MESSAGE_LENGTH)
				abort();
		}
	hc_answer_clear(&answer);
}
