/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* flow.h - bytes that come piece by piece, so that no more of a decoded part
 * stands in memory than is looked at. */
#ifndef HC_FLOW_H
#define HC_FLOW_H

#include <stdbool.h>
#include <stddef.h>

typedef struct HcFlow HcFlow;

/** The first member of what makes them. */
struct HcFlow {
	const char *at;  /**< next byte of the piece */
	const char *end; /**< of the piece */
	/** Set the next piece, which may be empty.
	 *  @return false: there is none */
	bool (*more)(HcFlow *flow);
	/** Go back: the next piece is the first. */
	void (*again)(HcFlow *flow);
};

/** Bytes in memory, as one piece. */
typedef struct {
	HcFlow flow;
	const char *bytes; /**< borrowed */
	size_t length;
	bool given; /**< the piece was */
} HcMemoryFlow;

/** Whether a byte is left; it stands at flow->at then. */
static inline bool
hc_flow_has(HcFlow *flow)
{
	while (flow->at == flow->end)
		if (!flow->more(flow))
			return false;
	return true;
}

/** Go back to the first byte. */
void hc_flow_restart(HcFlow *flow);
/** Take bytes off, as many as there are.
 *  @param out  room for @p max
 *  @return how many */
size_t hc_flow_take(HcFlow *flow, char *out, size_t max);
/** Pass over bytes.
 *  @return false: there are not so many, and all were passed over */
bool hc_flow_skip(HcFlow *flow, size_t count);

/** @return flow's own */
HcFlow *hc_flow_of_memory(HcMemoryFlow *flow, const char *bytes, size_t length);

#endif
