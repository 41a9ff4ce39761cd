/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* search.c - can any part of a message have a form at all?
 *
 * Most messages are text, or text and pictures, and asking a worker for their
 * structure tells nothing.  This looks for what every form needs, without
 * telling one part from another, and gives up at the first thing that is not
 * plain.  Why nothing that it passes can be a form, line by line of how a worker
 * reads (mime/mime.c, mime/tree.c and GMime's parser under them):
 *
 * 1. A part has a form by its media type, by its file name, or, a text/plain, by
 *    armour of OpenPGP in its decoded text.  Type, name and encoding come from
 *    the fields Content-Type, Content-Disposition and Content-Transfer-Encoding
 *    of its header and from nowhere else.
 * 2. The outermost header is the one that hc_message_new() reads, here as in the
 *    worker.  Unless it says multipart, there is no other part.
 * 3. In a multipart, a part's header starts behind a line that starts with "--"
 *    and ends at the next empty line.  GMime reads 4096 bytes at a time, and
 *    what is left of a line that does not end in them, if that is more than 128
 *    bytes, it takes for a line of its own: so "--" counts, too, where 128 bytes
 *    of its line stand before it.  The bytes from each such line to the next
 *    empty one hold every header that there can be.
 * 4. A field's name stands at the start of a line of these bytes, letter by
 *    letter.  Where "content-" stands at any other place of them, in a line that
 *    is none of a header, or beside a second "--" line, it is not looked at
 *    further: there may be two opinions of what belongs to which header.
 * 5. A value may be written so that what it says cannot be read off: with
 *    comments, escapes, octets beyond ASCII, encoded words, parameters in pieces
 *    (RFC 2231) or folded words.  Such a value is not looked at further.  In any
 *    other a media type, and every word of a file name, stands as it is.
 * 6. A text/plain part without an encoding has its armour as it stands.  In
 *    quoted-printable it stands so too, or with a "=" in it, which is followed;
 *    where neither a hex digit nor white space is behind it, it stands in the
 *    decoded text, too, and there is no "=" in armour.  One in base64 is not
 *    looked at further.
 * 7. Lines, parts and depth are counted, so that no limit of the worker's can
 *    be met. */
#include "config.h"

#include "search.h"

#include "armour.h"
#include "form.h"
#include "limit.h"
#include "lines.h"
#include "rare.h"
#include "scan.h"
#include "value.h"

/* Bytes of a message that is sooner searched than asked about: of so short ones
 * an archive can hold very many. */
#define SHORT_MESSAGE 128u

/** What a header says of its part. */
typedef struct {
	bool typed, encoded, disposed; /* it has the field */
	bool multipart;
	bool plain; /* text/plain, for a type or for want of one */
	HcEncoding encoding;
} Part;

/** A search through a multipart. */
typedef struct {
	const char *start, *end;
	size_t dashes; /* lines that start with "--" */
	size_t lines;  /* of what may be headers */
	size_t bytes;  /* of these lines */
	size_t multiparts;
	bool quoted; /* a text/plain may stand in quoted-printable */
} Search;

/** Whether half of what a worker may read is not reached. */
static bool
is_within_limits(const Search *search)
{
	return search->dashes <= HC_DASHES_MAX &&
	       search->dashes + search->lines <= hc_limit(HC_LIMIT_PARTS) / 2 &&
	       search->lines <= hc_limit(HC_LIMIT_PART_FIELDS) / 2 &&
	       search->bytes <= hc_limit(HC_LIMIT_FIELD) / 2 &&
	       search->multiparts <= hc_limit(HC_LIMIT_MIME_DEPTH) / 2;
}

/* ------------------------------------------------------------------ tables */

/** Whether a type is one that a form has.  For text/plain it is the armour that
 *  counts. */
static bool
is_of_form(const char *type, size_t length)
{
	for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
		const HcFormMatch *row = hc_form_match(id);

		if (row->place == HC_PLACE_PART && row->name != NULL &&
		    hc_form_lists(row->name, type, length))
			return true;
	}
	return false;
}

/** The longest piece of a word of a list, without its "*": whoever has a name
 *  that fits has this.
 *  @param word_out  set to its start
 *  @return bytes */
static size_t
fixed_piece(const char *list, const char **word_out)
{
	size_t best = 0;

	*word_out = list;
	for (;;) {
		size_t length = strcspn(list, "*|");

		if (length > best) {
			best = length;
			*word_out = list;
		}
		if (list[length] != '*')
			return best;
		list += length + 1;
	}
}

static bool
holds(const char *bytes, size_t length, const char *word, size_t word_length)
{
	for (; length >= word_length; bytes++, length--)
		if (hc_lower((unsigned char)*bytes) == (unsigned char)*word &&
		    hc_equal_nocase(bytes, word_length, word, word_length))
			return true;
	return false;
}

/** Whether a value may hold a file name that a form has. */
static bool
holds_file(const char *value, size_t length)
{
	if (!holds(value, length, "name", 4))
		return false;
	for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
		const char *list = hc_form_match(id)->file;

		while (list != NULL) {
			const char *word;
			size_t word_length = fixed_piece(list, &word);

			if (holds(value, length, word, word_length))
				return true;
			list = strchr(list, '|');
			if (list != NULL)
				list++;
		}
	}
	return false;
}

/* ------------------------------------------------------------------ values */

unsigned
hc_search_boundaries(const char *at, size_t length)
{
	static const char word[] = "boundary";
	const char *end = at + length;
	unsigned count = 0;

	while ((at = hc_find_nocase(at, end, word)) != NULL) {
		at += strlen(word);
		while (at < end && hc_is_fws((unsigned char)*at))
			at++;
		if (at < end && *at == '*')
			return 2;
		count += at < end && *at == '=';
		at += at < end;
	}
	return count;
}

/** Whether a multipart names its boundary, and once, and all else behind its
 *  type are parameters as they should be: GMime passes over what it cannot
 *  read, and over a boundary with it.  The word alone may stand within a value.
 *  @param at  what stands behind the type; there is no escape in it */
static bool
has_one_boundary(const char *at, size_t length)
{
	const char *end = at + length;
	unsigned boundaries = 0;
	HcParameter parameter;

	if (hc_search_boundaries(at, length) != 1)
		return false;
	while (hc_parameter_next(&at, end, &parameter))
		boundaries += hc_is(parameter.name, parameter.name_length,
		                    "boundary");
	return at == end && boundaries == 1;
}

static bool
take_type(Part *part, const char *value, size_t length)
{
	size_t type = hc_value_type(value, length);

	if (part->typed || type == 0 || holds_file(value, length))
		return false;
	part->typed = true;
	part->plain = hc_is(value, type, "text/plain");
	part->multipart =
		hc_equal_nocase(value, MIN(type, 10), "multipart/", 10);
	/* GMime is shown no message but as something else (mime/prescan.c) */
	if (hc_equal_nocase(value, MIN(type, 8), "message/", 8) ||
	    hc_value_is_misread(value, type) ||
	    (!part->plain && is_of_form(value, type)))
		return false;
	return !part->multipart ||
	       has_one_boundary(value + type, length - type);
}

static bool
take_encoding(Part *part, const char *value, size_t length)
{
	if (part->encoded)
		return false;
	part->encoded = true;
	return hc_value_encoding(value, length, &part->encoding);
}

static bool
take_disposition(Part *part, const char *value, size_t length)
{
	if (part->disposed || holds_file(value, length))
		return false;
	part->disposed = true;
	return true;
}

/** Take a field of a part's header.
 *  @return false: it may be of a form, or is not understood */
static bool
take_field(Part *part, const char *name, size_t name_length, const char *value,
           size_t length)
{
	bool (*take)(Part * part, const char *value, size_t length) =
		hc_is(name, name_length, "Content-Type") ? take_type
		: hc_is(name, name_length, "Content-Transfer-Encoding")
			? take_encoding
		: hc_is(name, name_length, "Content-Disposition")
			? take_disposition
			: NULL;

	if (take == NULL)
		return true;
	for (; length > 0 && hc_is_fws((unsigned char)*value); length--)
		value++;
	while (length > 0 && hc_is_fws((unsigned char)value[length - 1]))
		length--;
	return hc_value_is_plain(value, length) && take(part, value, length);
}

/* ----------------------------------------------------------------- headers */

/** Take the field whose line starts here, and what is folded onto it.
 *  @return where the next line starts; NULL: it may be of a form, or is no
 *          field as it should be */
static const char *
take_line(Part *part, const char *at, const char *end)
{
	size_t name;
	const char *next = hc_line_pass_field(at, end, &name);

	if (next == NULL)
		return NULL;
	return take_field(part, at, name, at + name + 1,
	                  (size_t)(next - at) - name - 1)
	               ? next
	               : NULL;
}

/** Look at what may be a header.
 *  @return false: its part may have a form */
static bool
pass_header(Search *search, const char *at, const char *end)
{
	Part part = {.plain = true};

	/* nothing but such fields says anything of a part */
	if (hc_find_nocase(at, end, "content-") == NULL)
		return true;
	while (at < end) {
		at = take_line(&part, at, end);
		if (at == NULL)
			return false;
	}
	search->quoted |= part.plain && part.encoding == HC_ENCODING_QUOTED;
	search->multiparts += part.multipart;
	return !part.plain || part.encoding != HC_ENCODING_BASE64;
}

/** Pass what may be a header, up to its empty line.
 *  @param at  its first line
 *  @return where that ends; NULL: there may be a form */
static const char *
pass_lines(Search *search, const char *at)
{
	const char *start = at;

	while (at < search->end && !hc_line_is_empty(at, search->end)) {
		at = hc_line_end(at, search->end);
		search->lines++;
	}
	search->bytes += (size_t)(at - start);
	search->dashes++;
	/* they may be text all the same */
	return is_within_limits(search) && !hc_armour_stands(start, at) &&
	                       pass_header(search, start, at)
	               ? at
	               : NULL;
}

/** Whether a run of dashes may stand at the start of what GMime takes for a
 *  line.
 *  @param stop  where the run ends */
static bool
may_start_line(const Search *search, const char *at, const char *stop)
{
	if (at == search->start || at[-1] == '\n')
		return true;
	return hc_line_is_late(stop, search->start);
}

/** Look at all of a multipart's body.
 *  @return false: a part may have a form */
static bool
pass_multipart(Search *search)
{
	const char *at = search->start;

	while ((at = hc_find_pair(at, search->end, '-', '-')) != NULL) {
		const char *stop = at;

		while (stop < search->end && *stop == '-')
			stop++;
		if (stop - at >= HC_ARMOUR_DASHES &&
		    hc_starts(stop, (size_t)(search->end - stop),
		              HC_ARMOUR_WORDS))
			return false;
		if (may_start_line(search, at, stop)) {
			stop = hc_line_end(stop, search->end);
			stop = pass_lines(search, stop);
			if (stop == NULL)
				return false;
		}
		at = stop;
	}
	return is_within_limits(search) &&
	       !(search->quoted &&
	         hc_armour_may_be_quoted(search->start, search->end));
}

/* ----------------------------------------------------------------- message */

/** Take the fields of the outermost header.
 *  @return false: there may be a form */
static bool
take_header(Part *part, const HcMessage *message)
{
	static const char *const names[] = {"Content-Type",
	                                    "Content-Transfer-Encoding",
	                                    "Content-Disposition"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t index = hc_message_find(message, names[i], 0);
		const HcField *field;

		if (index == SIZE_MAX)
			continue;
		field = hc_message_field(message, index);
		if (hc_message_find(message, names[i], index + 1) != SIZE_MAX ||
		    field->value.length > HC_PLAIN_VALUE_MAX ||
		    !take_field(part, names[i], strlen(names[i]),
		                hc_message_bytes(message, field->value),
		                field->value.length))
			return false;
	}
	return true;
}

/** Where the body may start: behind the last field. */
static size_t
behind_fields(const HcMessage *message)
{
	size_t count = hc_message_field_count(message);
	HcSpan last;

	if (count == 0)
		return 0;
	last = hc_message_field(message, count - 1)->where;
	return (size_t)last.offset + last.length;
}

/** Search a message, its header taken. */
static bool
finds_nothing(const HcMessage *message, const Part *part, const char *bytes,
              size_t length)
{
	const char *start = bytes + MIN(behind_fields(message), length);
	const char *end = bytes + length;
	Search search = {.start = start, .end = end};

	if (part->multipart)
		return pass_multipart(&search);
	if (!part->plain)
		return true;
	return part->encoding != HC_ENCODING_BASE64 &&
	       !hc_armour_stands(start, end) &&
	       !(part->encoding == HC_ENCODING_QUOTED &&
	         hc_armour_may_be_quoted(start, end));
}

/** Take a message's header, if all of it is there. */
static bool
take_whole_header(Part *part, const HcMessage *message)
{
	return !hc_raw_place(hc_message_raw(message))->header_cut &&
	       take_header(part, message);
}

bool
hc_search_finds_nothing(const HcMessage *message, const char *bytes,
                        size_t length)
{
	Part part = {.plain = true};

	return take_whole_header(&part, message) &&
	       finds_nothing(message, &part, bytes, length);
}

bool
hc_search_finds_one_part(const HcMessage *message, const char *bytes,
                         size_t length)
{
	Part part = {.plain = true};

	return length <= SHORT_MESSAGE && take_whole_header(&part, message) &&
	       !part.multipart && finds_nothing(message, &part, bytes, length);
}
