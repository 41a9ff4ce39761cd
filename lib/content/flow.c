/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* flow.c - bytes that come piece by piece. */
#include "config.h"

#include "flow.h"

#include <string.h>

#include <glib.h>

void
hc_flow_restart(HcFlow *flow)
{
	flow->at = flow->end;
	flow->again(flow);
}

size_t
hc_flow_take(HcFlow *flow, char *out, size_t max)
{
	size_t count = 0;

	while (count < max && hc_flow_has(flow)) {
		size_t piece = MIN(max - count, (size_t)(flow->end - flow->at));

		memcpy(out + count, flow->at, piece);
		flow->at += piece;
		count += piece;
	}
	return count;
}

bool
hc_flow_skip(HcFlow *flow, size_t count)
{
	while (count > 0) {
		size_t piece;

		if (!hc_flow_has(flow))
			return false;
		piece = MIN(count, (size_t)(flow->end - flow->at));
		flow->at += piece;
		count -= piece;
	}
	return true;
}

static bool
give_memory(HcFlow *flow)
{
	HcMemoryFlow *memory = (HcMemoryFlow *)flow;

	if (memory->given)
		return false;
	memory->given = true;
	flow->at = memory->bytes;
	flow->end = memory->bytes + memory->length;
	return true;
}

static void
give_memory_again(HcFlow *flow)
{
	((HcMemoryFlow *)flow)->given = false;
}

HcFlow *
hc_flow_of_memory(HcMemoryFlow *flow, const char *bytes, size_t length)
{
	*flow = (HcMemoryFlow){.flow.more = give_memory,
	                       .flow.again = give_memory_again,
	                       .bytes = bytes,
	                       .length = length};
	return &flow->flow;
}
