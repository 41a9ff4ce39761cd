/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* limit.c - the limits in force, each with its reason. */
#include "config.h"

#include "limit.h"

#include "hopcheck.h"

static const HcLimit limits[] = {
	{ "header-block", HC_HEADER_BLOCK_MAX, "bytes",
	  "a header block is kept in memory; Dovecot reads 10 to 50 MB, real ones stay below 1 MB" },
	{ "field", HC_FIELD_MAX, "bytes",
	  "more of one field is counted and hashed, not taken apart; Postfix stops at 100 KiB" },
	{ "fields", HC_FIELDS_MAX, "fields of a header block",
	  "a message of a million tiny fields costs more than it tells; rspamd stops at 100,000" },
	{ "received", HC_RECEIVED_MAX, "Received fields of a message",
	  "RFC 5321 6.3 lets a server call 100 a loop; all are counted, this many are taken apart" },
	{ "comment-depth", HC_COMMENT_DEPTH_MAX, "levels",
	  "RFC 5322 3.2.2 lets comments nest without end; rspamd stops at 64" },
	{ "comments", HC_COMMENTS_MAX, "comments of a Received field",
	  "the longest real field seen holds fewer than 20" },
	{ "clauses", HC_CLAUSES_MAX, "clauses of a Received field",
	  "RFC 5321 4.4 has 7; repeats are kept up to here" },
	{ "display", HC_DISPLAY_MAX, "bytes",
	  "encoded words of a longer value are shown undecoded" },
	{ "shown", HC_SHOWN_MAX, "bytes of a field in a report",
	  "a longer field is shown cut, with its length and SHA-256; nothing is lost, so this is no error" },
	{ "regions", HC_REGIONS_MAX, "noted regions of an input",
	  "a mailbox of nothing but quoted From_ lines would fill the report; the rest is counted" },
};

const HcLimit *
hc_limits(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(limits);
	return limits;
}
