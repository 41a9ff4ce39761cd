/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* member-frame.c - words and limits that both ends of a stream share. */
#include "config.h"

#include "member-frame.h"

#include "limit.h"

static const char *const whys[HC_WHYS] = {
	[HC_WHY_MEMBERS] = "more members than the limit",
	[HC_WHY_UNPACKED] = "more bytes come out than the limit",
	[HC_WHY_RATIO] =
		"more bytes come out for each byte of it than the limit",
	[HC_WHY_MESSAGES] =
		"more messages come out for each byte of it than the limit",
	[HC_WHY_FILTERS] =
		"more compressions stand one upon another than the limit",
	[HC_WHY_DEPTH] =
		"an archive within an archive within an archive is not opened",
	[HC_WHY_OUTLOOK] = "a .msg file is longer than the limit",
	[HC_WHY_TRANSPORT] =
		"the header that Outlook kept is longer than the limit",
	[HC_WHY_NAME] = "its name is longer than the limit and was cut",
	[HC_WHY_STORE_WITHIN] = "a message store within an archive is not "
				"opened; take it out first",
	[HC_WHY_CLOSED_WITHIN] = "an archive or a mail store of a kind that is "
				 "not read stands within",
	[HC_WHY_NO_OUTLOOK] = "this build does not read .msg files",
	[HC_WHY_MEMORY] = "the worker had no more memory",
	[HC_WHY_HEADER] =
		"a member's header is damaged, or the container ends in it",
	[HC_WHY_DATA] =
		"a member's data are damaged, or the container ends in them",
	[HC_WHY_OPEN] = "it cannot be read from its start on",
	[HC_WHY_STORE] = "the message store cannot be opened",
	[HC_WHY_ITEM] = "an item of the message store cannot be read",
	[HC_WHY_ENDED] = "the worker ended",
	[HC_WHY_NONSENSE] = "the worker answered nonsense",
	[HC_WHY_HUNG] = "the worker made no progress in the time it has",
	[HC_WHY_END] = "an archive has no end mark, so there may have been "
		       "more of it",
	[HC_WHY_CHANGED] = "the file changed while it was read",
};

const char *
hc_stream_why(HcStreamWhy why)
{
	g_return_val_if_fail((unsigned)why < HC_WHYS, NULL);
	return whys[why];
}

/** What may come out of a container of so many bytes, if it is large. */
static uint64_t
by_size(uint64_t in)
{
	return in > (UINT64_MAX - HC_UNPACKED_MORE) / HC_UNPACKED_TIMES
	               ? UINT64_MAX
	               : in * HC_UNPACKED_TIMES + HC_UNPACKED_MORE;
}

/** Bytes that what is unpacked came of: what packs as nothing does is seen
 *  before all of it is unpacked.  A hole may stand in front of the rest. */
static uint64_t
came_of(const HcStreamSum *sum)
{
	return sum->taken > 0 && sum->out > HC_RATIO_EARLY
	               ? MIN(sum->taken, sum->in)
	               : sum->in;
}

HcStreamWhy
hc_stream_limit(const HcStreamSum *sum)
{
	uint64_t most = hc_limit(HC_LIMIT_UNPACKED);

	/* one that somebody set counts alone */
	if (!hc_limit_is_changed(HC_LIMIT_UNPACKED))
		most = MAX(most, by_size(sum->in));
	if (sum->members > hc_limit(HC_LIMIT_MEMBERS))
		return HC_WHY_MEMBERS;
	if (sum->out > HC_RATIO_FROM &&
	    sum->out / hc_limit(HC_LIMIT_RATIO) > came_of(sum))
		return HC_WHY_RATIO;
	if (sum->messages > HC_PACKED_MESSAGES_FROM &&
	    sum->messages / hc_limit(HC_LIMIT_PACKED_MESSAGES) > sum->in / 1024)
		return HC_WHY_MESSAGES;
	return sum->out > most ? HC_WHY_UNPACKED : HC_WHY_NONE;
}
