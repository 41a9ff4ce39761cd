/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* limit.c - the limits in force, each with its reason.
 *
 * A limit whose least and most differ may be changed, before anything is read.
 * What is changed changes what a report says, so reports tell it. */
#include "config.h"

#include "limit.h"

#include <string.h>

#include "hopcheck.h"

/* A row: name, value, unit, reason; what it is usually, at least, at most. */
static HcLimit limits[HC_LIMIT_COUNT] = {
  /* clang-format off */
	[HC_LIMIT_HEADER_BLOCK] = { "header-block", HC_HEADER_BLOCK_MAX, "bytes",
	  "a header block is kept in memory; Dovecot reads 10 to 50 MB, real ones stay below 1 MB",
	  HC_HEADER_BLOCK_MAX, 1024, HC_HEADER_BLOCK_MAX },
	[HC_LIMIT_FIELD] = { "field", HC_FIELD_MAX, "bytes",
	  "more of one field is counted and hashed, not taken apart; Postfix stops at 100 KiB",
	  HC_FIELD_MAX, 64, HC_HEADER_BLOCK_MAX },
	[HC_LIMIT_FIELDS] = { "fields", HC_FIELDS_MAX, "fields of a header block",
	  "a message of a million tiny fields costs more than it tells; rspamd stops at 100,000",
	  HC_FIELDS_MAX, 1, 1000000 },
	[HC_LIMIT_RECEIVED] = { "received", HC_RECEIVED_MAX, "Received fields of a message",
	  "RFC 5321 6.3 lets a server call 100 a loop; all are counted, this many are taken apart",
	  HC_RECEIVED_MAX, 1, 10000 },
	[HC_LIMIT_COMMENT_DEPTH] = { "comment-depth", HC_COMMENT_DEPTH_MAX, "levels",
	  "RFC 5322 3.2.2 lets comments nest without end; rspamd stops at 64",
	  HC_COMMENT_DEPTH_MAX, 1, HC_COMMENT_DEPTH_MAX },
	[HC_LIMIT_COMMENTS] = { "comments", HC_COMMENTS_MAX, "comments of a Received field",
	  "the longest real field seen holds fewer than 20",
	  HC_COMMENTS_MAX, 1, 1024 },
	[HC_LIMIT_CLAUSES] = { "clauses", HC_CLAUSES_MAX, "clauses of a Received field",
	  "RFC 5321 4.4 has 7; repeats are kept up to here",
	  HC_CLAUSES_MAX, HC_CLAUSES_MAX, HC_CLAUSES_MAX },
	[HC_LIMIT_DISPLAY] = { "display", HC_DISPLAY_MAX, "bytes",
	  "encoded words of a longer value are shown undecoded",
	  HC_DISPLAY_MAX, HC_DISPLAY_MAX, HC_DISPLAY_MAX },
	[HC_LIMIT_SHOWN] = { "shown", HC_SHOWN_MAX, "bytes of a field in a report",
	  "a longer field is shown cut, with its length and SHA-256; nothing is lost, so this is no error",
	  HC_SHOWN_MAX, HC_SHOWN_MAX, HC_SHOWN_MAX },
	[HC_LIMIT_FOLDER_DEPTH] = { "folder-depth", HC_FOLDER_DEPTH_MAX, "levels",
	  "each level holds a descriptor open; mail programs nest a dozen",
	  HC_FOLDER_DEPTH_MAX, 1, 256 },
	[HC_LIMIT_REGIONS] = { "regions", HC_REGIONS_MAX, "noted regions of an input",
	  "a mailbox of nothing but quoted From_ lines would fill the report; the rest is counted",
	  HC_REGIONS_MAX, HC_REGIONS_MAX, HC_REGIONS_MAX },
	[HC_LIMIT_BODY] = { "body", HC_BODY_MAX, "bytes of a message",
	  "of a longer one the header is read and the structure is not, nor what takes copies of 40 % more; half as many where its header block was cut; one thread needs less than 64 MiB then; Exchange Online takes 36 MB unless told otherwise",
	  HC_BODY_MAX, 1024, 1u << 30 },
	[HC_LIMIT_PARTS] = { "parts", HC_PARTS_MAX, "MIME parts of a message",
	  "rspamd and Dovecot stop here, too; a million empty parts cost GMime 1.3 GiB",
	  HC_PARTS_MAX, 1, 100000 },
	[HC_LIMIT_MIME_DEPTH] = { "mime-depth", HC_MIME_DEPTH_MAX, "levels",
	  "rspamd stops here, too; GMime's time grows with open boundaries times lines",
	  HC_MIME_DEPTH_MAX, 1, 256 },
	[HC_LIMIT_NESTED] = { "nested", HC_NESTED_MAX, "messages within a message",
	  "a digest holds fewer than a hundred",
	  HC_NESTED_MAX, 1, 10000 },
	[HC_LIMIT_NESTED_RECEIVED] = { "nested-received", HC_NESTED_RECEIVED_MAX, "Received fields of messages within a message",
	  "a hundred messages of a hundred hops; all are counted, this many are taken apart",
	  HC_NESTED_RECEIVED_MAX, 1, 1000000 },
	[HC_LIMIT_NESTED_DEPTH] = { "nested-depth", HC_NESTED_DEPTH_MAX, "messages within messages",
	  "a forward of a forward is common, the tenth is not",
	  HC_NESTED_DEPTH_MAX, 1, 64 },
	[HC_LIMIT_PART_FIELDS] = { "part-fields", HC_PART_FIELDS_MAX, "fields of the parts of a message",
	  "a million fields cost GMime 618 MiB",
	  HC_PART_FIELDS_MAX, 1, 200000 },
	[HC_LIMIT_CONTENT_FIELD] = { "content-field", HC_CONTENT_FIELD_MAX, "bytes of a field of content",
	  "a longer Content-Type, -Transfer-Encoding or -Disposition of a message is not read; RFC 2046 5.1.1 lets a boundary have 70",
	  HC_CONTENT_FIELD_MAX, HC_CONTENT_FIELD_MAX, HC_CONTENT_FIELD_MAX },
	[HC_LIMIT_PARAMETERS] = { "parameters", HC_PARAMETERS_MAX, "semicolons in the headers of parts",
	  "each may begin a parameter, which costs GMime 200 bytes; a part of real mail has fewer than ten",
	  HC_PARAMETERS_MAX, HC_PARAMETERS_MAX, HC_PARAMETERS_MAX },
	[HC_LIMIT_COMPARISONS] = { "comparisons", HC_COMPARISONS_MAX, "boundaries times lines that start with --",
	  "GMime compares each such line with every open boundary: so many take less than half a second",
	  HC_COMPARISONS_MAX, HC_COMPARISONS_MAX, HC_COMPARISONS_MAX },
	[HC_LIMIT_TYPE_COMMENTS] = { "type-comments", HC_TYPE_COMMENTS_MAX, "bytes of comments before media types",
	  "beside one turn through the message; comments within comments are passed over again and again: a fifth of a second",
	  HC_TYPE_COMMENTS_MAX, HC_TYPE_COMMENTS_MAX, HC_TYPE_COMMENTS_MAX },
	[HC_LIMIT_JOURNAL] = { "journal", HC_JOURNAL_MAX, "recipients of a journal report",
	  "Exchange lets one message have 500 to 5,000 recipients before it splits it",
	  HC_JOURNAL_MAX, 1, 100000 },
	[HC_LIMIT_FACTS] = { "facts", HC_FACTS_MAX, "facts of a message's content",
	  "a real message has fewer than twenty",
	  HC_FACTS_MAX, 1, 10000 },
	[HC_LIMIT_WORKER_CPU] = { "worker-cpu", HC_WORKER_CPU_S, "seconds for one message",
	  "rspamd gives a message 8 s; one of 40 MiB takes less than 2",
	  HC_WORKER_CPU_S, 1, 600 },
	[HC_LIMIT_WORKER_WALL] = { "worker-wall", HC_WORKER_WALL_S, "seconds for one message",
	  "on a machine that does much else at the same time",
	  HC_WORKER_WALL_S, 1, 3600 },
	[HC_LIMIT_WORKER_ITEMS] = { "worker-items", HC_WORKER_ITEMS, "messages that one worker reads",
	  "then a fresh one takes over, so that no fault lasts; Postfix's max_use does the same",
	  HC_WORKER_ITEMS, 1, 100000 },
	[HC_LIMIT_WORKER_MEMORY] = { "worker-memory", HC_WORKER_MEMORY, "bytes of address space",
	  "a message at its limit, a copy of it and GMime's tree fit",
	  HC_WORKER_MEMORY, 64u << 20, (uint64_t)64 << 30 },
	[HC_LIMIT_MEMBERS] = { "members", HC_MEMBERS_MAX, "members of a container",
	  "each costs a line of a report; an export of more is several files",
	  HC_MEMBERS_MAX, 1, 100000000 },
	[HC_LIMIT_MEMBER_NAME] = { "member-name", HC_MEMBER_NAME_MAX, "bytes",
	  "a path that a file system takes is at most 4,096 bytes long; a longer name is cut",
	  HC_MEMBER_NAME_MAX, HC_MEMBER_NAME_MAX, HC_MEMBER_NAME_MAX },
	[HC_LIMIT_UNPACKED] = { "unpacked", HC_UNPACKED_MAX, "bytes out of a container",
	  "or 100 times its size and 1 GiB, if that is more; one that is set counts alone",
	  HC_UNPACKED_MAX, 1024, (uint64_t)1 << 50 },
	[HC_LIMIT_RATIO] = { "ratio", HC_RATIO_MAX, "bytes out for each byte of a container",
	  "counted from 64 MiB on, and from 256 MiB on against what was read until then; mail packs 3 to 20 times, and gzip at most 1,032 times",
	  HC_RATIO_MAX, 1, 1000000 },
	[HC_LIMIT_PACKED_MESSAGES] = { "packed-messages", HC_PACKED_MESSAGES_MAX, "messages for each 1,024 bytes of a container",
	  "counted from 200,000 on; messages of ten bytes pack to a fiftieth of one, real ones, however alike, to more than eight",
	  HC_PACKED_MESSAGES_MAX, 1, 1000000 },
	[HC_LIMIT_FILTERS] = { "filters", HC_FILTERS_MAX, "compressions one upon another",
	  "a packed archive has one; three turn 256 bytes into 100 MB",
	  HC_FILTERS_MAX, 0, 8 },
	[HC_LIMIT_ARCHIVE_DEPTH] = { "archive-depth", HC_ARCHIVE_DEPTH_MAX, "archives within archives",
	  "a vendor packs mailboxes, then all of them; deeper ones are counted and hashed only",
	  HC_ARCHIVE_DEPTH_MAX, 0, HC_ARCHIVE_DEPTH_MAX },
	[HC_LIMIT_OUTLOOK] = { "outlook", HC_OUTLOOK_MAX, "bytes of a .msg file",
	  "it is read as a whole; most servers refuse such a message",
	  HC_OUTLOOK_MAX, 1024, 512u << 20 },
	[HC_LIMIT_TRANSPORT] = { "transport", HC_TRANSPORT_MAX, "bytes of the header that Outlook kept",
	  "as long as a header block may be",
	  HC_TRANSPORT_MAX, 1024, HC_TRANSPORT_MAX },
	[HC_LIMIT_UNPACK_CPU] = { "unpack-cpu", HC_UNPACK_CPU_S, "seconds without progress",
	  "unpacking gives a piece of 256 KiB in a few milliseconds",
	  HC_UNPACK_CPU_S, 1, 600 },
	[HC_LIMIT_STORE_CPU] = { "store-cpu", HC_STORE_CPU_S, "seconds to open a message store",
	  "the index of a store of 50 GB is read before the first message",
	  HC_STORE_CPU_S, 1, 36000 },
	[HC_LIMIT_ADDRESS_DATABASE] = { "address-database", HC_ADDRESS_DATABASE_MAX, "bytes of an address database",
	  "its bytes are kept in memory; the largest sold hold less than 500 MB",
	  HC_ADDRESS_DATABASE_MAX, 1024, (uint64_t)16 << 30 },
	[HC_LIMIT_POLICY] = { "policy", HC_POLICY_MAX, "bytes",
	  "a policy is written by people; what it lists by the thousand belongs into external lists",
	  HC_POLICY_MAX, HC_POLICY_MAX, HC_POLICY_MAX },
	[HC_LIMIT_POLICY_DEPTH] = { "policy-depth", HC_XML_DEPTH_MAX, "levels",
	  "the schema needs 5; no reader is to work for more",
	  HC_XML_DEPTH_MAX, HC_XML_DEPTH_MAX, HC_XML_DEPTH_MAX },
	[HC_LIMIT_ATTRIBUTES] = { "attributes", HC_XML_ATTRIBUTES_MAX, "attributes of an element of a policy",
	  "the schema needs 16; each costs libxml2 time with the square of their number",
	  HC_XML_ATTRIBUTES_MAX, HC_XML_ATTRIBUTES_MAX, HC_XML_ATTRIBUTES_MAX },
	[HC_LIMIT_TAG] = { "tag", HC_XML_TAG_MAX, "bytes of a tag of a report",
	  "a member's name within another's may take 768 KiB of it",
	  HC_XML_TAG_MAX, HC_XML_TAG_MAX, HC_XML_TAG_MAX },
	[HC_LIMIT_REREAD] = { "reread", HC_XML_REREAD_MAX, "bytes of a text of a report, read anew",
	  "the schema has it done for each reference; a quoting policy may need 34 GB",
	  HC_XML_REREAD_MAX, HC_XML_REREAD_MAX, HC_XML_REREAD_MAX },
	[HC_LIMIT_LIST] = { "list", HC_LIST_MAX, "bytes of the external lists of a policy",
	  "the domains of a whole country's health service fit into 1 MB",
	  HC_LIST_MAX, 1024, 1u << 30 },
	[HC_LIMIT_LIST_ROWS] = { "list-rows", HC_LIST_ROWS_MAX, "rows of the external lists of a policy",
	  "each becomes a member that is held in memory",
	  HC_LIST_ROWS_MAX, 1, 10000000 },
  /* clang-format on */
};

uint64_t hc_limit_values[HC_LIMIT_COUNT] = {
	[HC_LIMIT_HEADER_BLOCK] = HC_HEADER_BLOCK_MAX,
	[HC_LIMIT_FIELD] = HC_FIELD_MAX,
	[HC_LIMIT_FIELDS] = HC_FIELDS_MAX,
	[HC_LIMIT_RECEIVED] = HC_RECEIVED_MAX,
	[HC_LIMIT_COMMENT_DEPTH] = HC_COMMENT_DEPTH_MAX,
	[HC_LIMIT_COMMENTS] = HC_COMMENTS_MAX,
	[HC_LIMIT_CLAUSES] = HC_CLAUSES_MAX,
	[HC_LIMIT_DISPLAY] = HC_DISPLAY_MAX,
	[HC_LIMIT_SHOWN] = HC_SHOWN_MAX,
	[HC_LIMIT_FOLDER_DEPTH] = HC_FOLDER_DEPTH_MAX,
	[HC_LIMIT_REGIONS] = HC_REGIONS_MAX,
	[HC_LIMIT_BODY] = HC_BODY_MAX,
	[HC_LIMIT_PARTS] = HC_PARTS_MAX,
	[HC_LIMIT_MIME_DEPTH] = HC_MIME_DEPTH_MAX,
	[HC_LIMIT_NESTED] = HC_NESTED_MAX,
	[HC_LIMIT_NESTED_RECEIVED] = HC_NESTED_RECEIVED_MAX,
	[HC_LIMIT_NESTED_DEPTH] = HC_NESTED_DEPTH_MAX,
	[HC_LIMIT_PART_FIELDS] = HC_PART_FIELDS_MAX,
	[HC_LIMIT_CONTENT_FIELD] = HC_CONTENT_FIELD_MAX,
	[HC_LIMIT_PARAMETERS] = HC_PARAMETERS_MAX,
	[HC_LIMIT_COMPARISONS] = HC_COMPARISONS_MAX,
	[HC_LIMIT_TYPE_COMMENTS] = HC_TYPE_COMMENTS_MAX,
	[HC_LIMIT_JOURNAL] = HC_JOURNAL_MAX,
	[HC_LIMIT_FACTS] = HC_FACTS_MAX,
	[HC_LIMIT_WORKER_CPU] = HC_WORKER_CPU_S,
	[HC_LIMIT_WORKER_WALL] = HC_WORKER_WALL_S,
	[HC_LIMIT_WORKER_ITEMS] = HC_WORKER_ITEMS,
	[HC_LIMIT_WORKER_MEMORY] = HC_WORKER_MEMORY,
	[HC_LIMIT_MEMBERS] = HC_MEMBERS_MAX,
	[HC_LIMIT_MEMBER_NAME] = HC_MEMBER_NAME_MAX,
	[HC_LIMIT_UNPACKED] = HC_UNPACKED_MAX,
	[HC_LIMIT_RATIO] = HC_RATIO_MAX,
	[HC_LIMIT_PACKED_MESSAGES] = HC_PACKED_MESSAGES_MAX,
	[HC_LIMIT_FILTERS] = HC_FILTERS_MAX,
	[HC_LIMIT_ARCHIVE_DEPTH] = HC_ARCHIVE_DEPTH_MAX,
	[HC_LIMIT_OUTLOOK] = HC_OUTLOOK_MAX,
	[HC_LIMIT_TRANSPORT] = HC_TRANSPORT_MAX,
	[HC_LIMIT_UNPACK_CPU] = HC_UNPACK_CPU_S,
	[HC_LIMIT_STORE_CPU] = HC_STORE_CPU_S,
	[HC_LIMIT_ADDRESS_DATABASE] = HC_ADDRESS_DATABASE_MAX,
	[HC_LIMIT_POLICY] = HC_POLICY_MAX,
	[HC_LIMIT_POLICY_DEPTH] = HC_XML_DEPTH_MAX,
	[HC_LIMIT_ATTRIBUTES] = HC_XML_ATTRIBUTES_MAX,
	[HC_LIMIT_TAG] = HC_XML_TAG_MAX,
	[HC_LIMIT_REREAD] = HC_XML_REREAD_MAX,
	[HC_LIMIT_LIST] = HC_LIST_MAX,
	[HC_LIMIT_LIST_ROWS] = HC_LIST_ROWS_MAX,
};

const HcLimit *
hc_limits(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(limits);
	return limits;
}

bool
hc_limit_is_changed(HcLimitName name)
{
	return limits[name].value != limits[name].usual;
}

static void
set(size_t i, uint64_t value)
{
	limits[i].value = hc_limit_values[i] = value;
}

static bool
refuse(const char *name, const char *why, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "'%s' %s", name, why);
	return false;
}

/** Read a value, bounded by the limit's row. */
static bool
take_value(size_t i, const char *assignment, const char *text, GError **error)
{
	const HcLimit *limit = &limits[i];
	uint64_t value;

	if (limit->least == limit->most)
		return refuse(limit->name, "is a limit that stays as it is",
		              error);
	if (!g_ascii_string_to_unsigned(text, 10, limit->least, limit->most,
	                                &value, NULL)) {
		g_autofree char *why =
			g_strdup_printf("is not between %" G_GUINT64_FORMAT
		                        " and %" G_GUINT64_FORMAT " %s",
		                        limit->least, limit->most, limit->unit);

		return refuse(assignment, why, error);
	}
	set(i, value);
	return true;
}

bool
hc_limit_set(const char *assignment, GError **error)
{
	const char *equals;
	size_t length;

	g_return_val_if_fail(assignment != NULL, false);
	equals = strchr(assignment, '=');
	if (equals == NULL)
		return refuse(assignment, "is not NAME=VALUE", error);
	length = (size_t)(equals - assignment);
	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
		if (strlen(limits[i].name) == length &&
		    memcmp(limits[i].name, assignment, length) == 0)
			return take_value(i, assignment, equals + 1, error);
	return refuse(assignment, "names no limit; --limits lists them", error);
}

void
hc_limits_reset(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
		set(i, limits[i].usual);
}

char **
hc_limits_changed(void)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
		if (hc_limit_is_changed((HcLimitName)i))
			g_ptr_array_add(list,
			                g_strdup_printf("%s=%" G_GUINT64_FORMAT,
			                                limits[i].name,
			                                limits[i].value));
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

bool
hc_limits_take(char *const *arguments)
{
	for (; *arguments != NULL; arguments++)
		if (!hc_limit_set(*arguments, NULL))
			return false;
	return true;
}
