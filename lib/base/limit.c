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
	{ "folder-depth", HC_FOLDER_DEPTH_MAX, "levels",
	  "each level holds a descriptor open; mail programs nest a dozen" },
	{ "regions", HC_REGIONS_MAX, "noted regions of an input",
	  "a mailbox of nothing but quoted From_ lines would fill the report; the rest is counted" },
	{ "body", HC_BODY_MAX, "bytes of a message",
	  "of a longer one the header is read and the structure is not; most servers refuse such a message" },
	{ "parts", HC_PARTS_MAX, "MIME parts of a message",
	  "rspamd and Dovecot stop here, too; a million empty parts cost GMime 1.3 GiB" },
	{ "mime-depth", HC_MIME_DEPTH_MAX, "levels",
	  "rspamd stops here, too; GMime's time grows with open boundaries times lines" },
	{ "nested", HC_NESTED_MAX, "messages within a message",
	  "a digest holds fewer than a hundred" },
	{ "nested-depth", HC_NESTED_DEPTH_MAX, "messages within messages",
	  "a forward of a forward is common, the tenth is not" },
	{ "part-fields", HC_PART_FIELDS_MAX, "fields of the parts of a message",
	  "a million fields cost GMime 618 MiB" },
	{ "journal", HC_JOURNAL_MAX, "recipients of a journal report",
	  "Exchange lets one message have 500 to 5,000 recipients before it splits it" },
	{ "facts", HC_FACTS_MAX, "facts of a message's content",
	  "a real message has fewer than twenty" },
	{ "worker-cpu", HC_WORKER_CPU_S, "seconds for one message",
	  "rspamd gives a message 8 s; one of 64 MiB takes less than 2" },
	{ "worker-wall", HC_WORKER_WALL_S, "seconds for one message",
	  "on a machine that does much else at the same time" },
	{ "worker-items", HC_WORKER_ITEMS, "messages that one worker reads",
	  "then a fresh one takes over, so that no fault lasts; Postfix's max_use does the same" },
	{ "worker-memory", HC_WORKER_MEMORY, "bytes of address space",
	  "a message at its limit, a copy of it and GMime's tree fit" },
	{ "address-database", HC_ADDRESS_DATABASE_MAX, "bytes of an address database",
	  "its bytes are kept in memory; the largest sold hold less than 500 MB" },
	{ "policy", HC_POLICY_MAX, "bytes",
	  "a policy is written by people; what it lists by the thousand belongs into external lists" },
	{ "policy-depth", HC_XML_DEPTH_MAX, "levels",
	  "the schema needs 5; no reader is to work for more" },
	{ "attributes", HC_XML_ATTRIBUTES_MAX, "attributes of an element of a policy",
	  "the schema needs 16; each costs libxml2 time with the square of their number" },
	{ "tag", HC_XML_TAG_MAX, "bytes of a tag of a report",
	  "no attribute of a report is longer than 8 KiB" },
	{ "list", HC_LIST_MAX, "bytes of the external lists of a policy",
	  "the domains of a whole country's health service fit into 1 MB" },
	{ "list-rows", HC_LIST_ROWS_MAX, "rows of the external lists of a policy",
	  "each becomes a member that is held in memory" },
};

const HcLimit *
hc_limits(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(limits);
	return limits;
}
