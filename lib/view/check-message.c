/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check-message.c - whether a message of a report holds together. */
#include "config.h"

#include <string.h>

#include "escape.h"
#include "report-reader.h"
#include "validate.h"

/* ------------------------------------------------------------------- texts */

/** A text without elements in it is one of ours, in the escaped form. */
static void
check_text(HcCheck *check, const xmlNode *element)
{
	g_autofree char *text = hc_reader_text(element);
	g_autofree char *hex = hc_reader_attribute(element, "raw-hex");
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GString) told = g_string_new(NULL);

	if (!hc_unescape_text(bytes, text, strlen(text))) {
		hc_check_flaw(check, element,
		              "the text of %s is not in the escaped form",
		              (const char *)element->name);
		return;
	}
	if (hex == NULL)
		return;
	hc_escape_hex(told, (const char *)bytes->data, bytes->len);
	if (g_ascii_strcasecmp(told->str, hex) != 0)
		hc_check_flaw(check, element,
		              "raw-hex of %s holds other bytes than its text",
		              (const char *)element->name);
}

/** The next element in document order within another, or NULL. */
static const xmlNode *
next_within(const xmlNode *root, const xmlNode *at)
{
	const xmlNode *next = xmlFirstElementChild((xmlNode *)at);

	while (next == NULL && at != root) {
		next = xmlNextElementSibling((xmlNode *)at);
		at = at->parent;
	}
	return next;
}

void
hc_check_texts(HcCheck *check, const xmlNode *element)
{
	const xmlNode *at = element;

	for (; at != NULL; at = next_within(element, at))
		if (at->children != NULL &&
		    xmlFirstElementChild((xmlNode *)at) == NULL)
			check_text(check, at);
}

/* ------------------------------------------------------------------- order */

static HcCheckInput *
input_of(const HcCheck *check, uint64_t number)
{
	return number >= 1 && number <= check->inputs->len
	               ? &g_array_index(check->inputs, HcCheckInput, number - 1)
	               : NULL;
}

static void
check_input_end(HcCheck *check, const xmlNode *where, const HcCheckInput *input,
                guint number)
{
	if (input->messages != input->number)
		hc_check_flaw(check, where,
		              "input %u states %" G_GUINT64_FORMAT
		              " messages, %" G_GUINT64_FORMAT " are listed",
		              number, input->messages, input->number);
	/* The message that a journal report is about is less than the report. */
	if (input->message_bytes < input->bytes)
		hc_check_flaw(check, where,
		              "input %u states %" G_GUINT64_FORMAT
		              " bytes of messages, those listed have "
		              "%" G_GUINT64_FORMAT,
		              number, input->message_bytes, input->bytes);
}

void
hc_check_inputs_end(HcCheck *check, const xmlNode *where)
{
	for (guint i = 0; check->all && i < check->inputs->len; i++)
		check_input_end(check, where, input_of(check, i + 1), i + 1);
}

static void
check_place(HcCheck *check, const xmlNode *message, HcCheckInput *input)
{
	uint64_t number = hc_check_number(message, "number");
	uint64_t offset = hc_check_number(message, "offset");
	uint64_t length = hc_check_number(message, "length");

	if (check->all ? number != input->number + 1 : number <= input->number)
		hc_check_flaw(check, message,
		              "message %" G_GUINT64_FORMAT
		              " follows message %" G_GUINT64_FORMAT,
		              number, input->number);
	if (!input->members && offset < input->offset)
		hc_check_flaw(check, message,
		              "the message begins before the one before it "
		              "ends");
	if (!input->packed && !input->changed &&
	    (offset > input->size || length > input->size - offset))
		hc_check_flaw(check, message,
		              "the message ends behind its input");
	input->number = number;
	input->offset = offset + length;
	input->bytes += length;
}

/** A file that is one message has one digest. */
static void
check_digest(HcCheck *check, const xmlNode *message, const HcCheckInput *input)
{
	g_autofree char *sha256 = hc_reader_attribute(message, "sha256");

	if (input->single && sha256 != NULL && input->sha256[0] != '\0' &&
	    hc_check_number(message, "offset") == 0 &&
	    hc_check_number(message, "length") == input->size &&
	    strcmp(sha256, input->sha256) != 0)
		hc_check_flaw(check, message,
		              "the message is all of its input, but has "
		              "another sha256");
}

static void
check_index(HcCheck *check, const xmlNode *message)
{
	uint64_t index, other;

	if (!hc_reader_number(message, "index", &index))
		return;
	if (check->all ? index != check->index + 1 : index <= check->index)
		hc_check_flaw(check, message,
		              "index %" G_GUINT64_FORMAT
		              " follows index %" G_GUINT64_FORMAT,
		              index, check->index);
	if (hc_reader_number(message, "duplicate-of", &other)) {
		check->duplicates++;
		if (other == 0 || other >= index)
			hc_check_flaw(check, message,
			              "duplicate-of names no message before "
			              "it");
	}
	check->index = index;
}

/* ---------------------------------------------------------------- contents */

static void
check_notes(HcCheck *check, const xmlNode *message)
{
	const xmlNode *one = hc_check_first(message, "notes", "note");
	uint64_t listed = 0, stated;

	for (; one != NULL; one = hc_reader_after(one, "note"))
		listed++;
	if (hc_reader_number(message, "note-count", &stated) && stated < listed)
		hc_check_flaw(check, message,
		              "note-count is less than the notes listed");
}

static void
check_hop_number(HcCheck *check, const xmlNode *element, const char *name,
                 uint64_t hops)
{
	uint64_t number;

	if (hc_reader_number(element, name, &number) &&
	    (number == 0 || number > hops))
		hc_check_flaw(check, element,
		              "%s of %s names hop %" G_GUINT64_FORMAT
		              " of %" G_GUINT64_FORMAT,
		              name, (const char *)element->name, number, hops);
}

/** Members of a list that name hops. */
static void
check_references(HcCheck *check, const xmlNode *message, const char *list,
                 const char *member, uint64_t hops)
{
	const xmlNode *one = hc_check_first(message, list, member);

	for (; one != NULL; one = hc_reader_after(one, member)) {
		check_hop_number(check, one, "hop", hops);
		check_hop_number(check, one, "first", hops);
		check_hop_number(check, one, "last", hops);
	}
}

static void
check_path(HcCheck *check, const xmlNode *message, uint64_t hops)
{
	const xmlNode *path = hc_reader_child(message, "path");

	if (path == NULL)
		return;
	check_hop_number(check, path, "horizon", hops);
	check_hop_number(check, path, "boundary", hops);
}

/** Messages within: each in the message or in one before it. */
static void
check_nested(HcCheck *check, const xmlNode *message)
{
	const xmlNode *content = hc_reader_child(message, "content");
	const xmlNode *one =
		content != NULL
			? hc_check_first(content, "nested-messages", "nested")
			: NULL;
	uint64_t number = 0, within;

	for (; one != NULL; one = hc_reader_after(one, "nested")) {
		hc_check_sum(check, one, "number", ++number);
		if (hc_reader_number(one, "within", &within) &&
		    (within == 0 || within >= number))
			hc_check_flaw(check, one,
			              "within names no nested message before "
			              "it");
	}
}

static void
count_received(HcCheck *check, const xmlNode *message, uint64_t hops)
{
	const xmlNode *one = hc_check_first(message, "unread", "received");
	uint64_t stated, found = hops;

	for (; one != NULL; one = hc_reader_after(one, "received"))
		found++;
	if (hc_reader_number(message, "received-fields", &stated) &&
	    stated > hops)
		check->hops_unread += stated - hops;
	if (hc_reader_number(message, "received-fields", &stated) &&
	    (check->brief ? stated < found : stated != found))
		hc_check_flaw(check, message,
		              "received-fields is %" G_GUINT64_FORMAT
		              ", listed are %" G_GUINT64_FORMAT,
		              stated, found);
}

void
hc_check_message(HcCheck *check, const xmlNode *message)
{
	uint64_t number = hc_check_number(message, "input");
	HcCheckInput *input = input_of(check, number);
	uint64_t hops;

	check->messages++;
	check->message_bytes += hc_check_number(message, "length");
	/* In an audit files of a folder stand among mailboxes of it. */
	if (!check->brief && number < check->input)
		hc_check_flaw(check, message,
		              "a message of input %" G_GUINT64_FORMAT
		              " follows one of input %" G_GUINT64_FORMAT,
		              number, check->input);
	check->input = number;
	if (input == NULL) {
		hc_check_flaw(check, message,
		              "there is no input %" G_GUINT64_FORMAT, number);
	} else {
		check_place(check, message, input);
		check_digest(check, message, input);
	}
	check_index(check, message);
	check_notes(check, message);
	hops = hc_check_hops(check, message);
	check->hops += hops;
	count_received(check, message, hops);
	check_path(check, message, hops);
	check_references(check, message, "hints", "hint", hops);
	check_references(check, message, "coverage", "leg", hops);
	check_nested(check, message);
	hc_check_full(check, message);
	hc_check_findings(check, message, hops);
}
