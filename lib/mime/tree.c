/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree.c - GMime's tree of one message, part by part.
 *
 * Of GMime's accessors only those that are known to end are used:
 * g_mime_multipart_get_boundary() is not one of them. */
#include "config.h"

#include <string.h>

#include "gmime-auto.h"
#include "hopcheck.h"
#include "job.h"
#include "limit.h"
#include "shape.h"

/* Bytes decoded at a time. */
#define PIECE 4096u

/** An object whose turn will come. */
typedef struct {
	GMimeObject *object; /* borrowed from the tree */
	char *section;
	uint32_t parent;
	unsigned depth;
	bool in_digest;
} Turn;

typedef struct {
	HcMimeRun *run;
	HcJob *job;
	GArray *turns; /* of Turn, the next one last */
} Walk;

/** What is known of a part, with the strings that its record points at. */
typedef struct {
	HcFramePart record;
	char *type;
	const char *body; /* as transferred; NULL: not known */
	size_t length;
	GMimeContentEncoding encoding;
} Part;

static HcFrameText
text(const char *string)
{
	HcFrameText text = {string != NULL ? string : "", 0};

	text.length = (uint32_t)MIN(strlen(text.bytes), HC_PART_TEXT_MAX);
	return text;
}

/** Where a byte that GMime saw stands in its message.
 *  @param offset  of what GMime saw, behind its header */
static size_t
place_of(const HcJob *job, size_t offset)
{
	return job->body + offset - job->head + hc_left_out(job->cuts, offset);
}

/** Say where bytes of what GMime saw stand in the outermost message.
 *  @param offset  of what GMime saw, behind its header
 *  @param length  in the message */
static void
place(const HcJob *job, HcFramePart *record, size_t offset, size_t length)
{
	if (!job->placed || offset < job->head)
		return;
	record->flags |= HC_PART_PLACED;
	record->offset = job->origin + (uint32_t)place_of(job, offset);
	record->length = (uint32_t)length;
}

/* --------------------------------------------------------------- decoding */

/** A part's body, decoded. */
typedef struct {
	HcFlow flow;
	const Part *part;
	size_t read; /* bytes of its body */
	GMimeEncoding state;
	char piece[PIECE + 256]; /* at most three bytes come of four */
} Decoded;

static bool
decode_more(HcFlow *flow)
{
	Decoded *decoded = (Decoded *)flow;
	const Part *part = decoded->part;
	const size_t size = MIN(part->length - decoded->read, PIECE);
	const char *in = part->body + decoded->read;

	if (size == 0)
		return false;
	decoded->read += size;
	flow->at = in;
	flow->end = in + size;
	if (part->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
	    part->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) {
		flow->at = decoded->piece;
		flow->end = decoded->piece +
		            g_mime_encoding_step(&decoded->state, in, size,
		                                 decoded->piece);
	}
	return true;
}

static void
decode_again(HcFlow *flow)
{
	Decoded *decoded = (Decoded *)flow;

	decoded->read = 0;
	g_mime_encoding_init_decode(&decoded->state, decoded->part->encoding);
}

/** @return decoded's own */
static HcFlow *
decode(const Part *part, Decoded *decoded)
{
	decoded->flow = (HcFlow){.more = decode_more, .again = decode_again};
	decoded->part = part;
	decode_again(&decoded->flow);
	return &decoded->flow;
}

static bool
is_encoded(GMimeContentEncoding encoding)
{
	return encoding == GMIME_CONTENT_ENCODING_BASE64 ||
	       encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
	       encoding == GMIME_CONTENT_ENCODING_UUENCODE;
}

/** Up to @p max decoded bytes. */
static GByteArray *
decoded(const Part *part, size_t max)
{
	GByteArray *bytes = g_byte_array_new();
	Decoded all;
	HcFlow *flow = decode(part, &all);

	while (bytes->len < max && hc_flow_has(flow)) {
		size_t size =
			MIN(max - bytes->len, (size_t)(flow->end - flow->at));

		g_byte_array_append(bytes, (const guint8 *)flow->at,
		                    (guint)size);
		flow->at += size;
	}
	return bytes;
}

/** Look at a part's bytes. */
static void
find_shape(Part *part)
{
	const char *shape = NULL;
	Decoded all;
	HcFlow *flow = decode(part, &all);

	if (strcmp(part->type, "text/plain") == 0) {
		HcTextScan scan;
		bool whole;

		hc_text_begin(&scan);
		hc_text_add_flow(&scan, flow);
		shape = hc_text_end(&scan, &whole);
		if (shape != NULL && whole)
			part->record.flags |= HC_PART_TEXT_WHOLE;
	}
	if (shape == NULL)
		shape = hc_shape_of_flow(flow);
	if (part->encoding == GMIME_CONTENT_ENCODING_BASE64 &&
	    hc_shape_hides(shape) &&
	    !hc_is_base64_text(part->body, part->length))
		shape = "other";
	part->record.shape = text(shape);
}

/* ----------------------------------------------------------------- nested */

static bool
is_message(const Part *part, bool in_digest, bool typed)
{
	return strcmp(part->type, "message/rfc822") == 0 ||
	       strcmp(part->type, "message/global") == 0 ||
	       strcmp(part->type, "message/news") == 0 || (in_digest && !typed);
}

static bool
is_header(const Part *part)
{
	return strcmp(part->type, "text/rfc822-headers") == 0 ||
	       strcmp(part->type, "message/rfc822-headers") == 0 ||
	       strcmp(part->type, "message/global-headers") == 0;
}

/** Bytes of a header block, its empty line included. */
static size_t
header_length(const char *bytes, size_t length)
{
	for (size_t at = 0; at < length;) {
		const char *newline = memchr(bytes + at, '\n', length - at);
		size_t next = newline != NULL ? (size_t)(newline - bytes) + 1
		                              : length;

		if (next - at == 1 || (next - at == 2 && bytes[at] == '\r'))
			return next;
		at = next;
	}
	return length;
}

static void
note_limit(Walk *walk, const Part *part)
{
	HcFrameNote note = {HC_NOTE_LIMIT_REACHED, part->record.offset,
	                    part->record.length};

	hc_frame_put_note(walk->run->frame, &note);
}

/** A job for a message within; its bytes are the part's, decoded if need be. */
static HcJob *
nested_job(Walk *walk, const Part *part, const char *section)
{
	HcMimeRun *run = walk->run;
	HcJob *job = g_new0(HcJob, 1);

	job->bytes = part->body;
	job->length = part->length;
	job->placed = (part->record.flags & HC_PART_PLACED) != 0;
	job->origin = part->record.offset;
	job->nested = ++run->nested;
	job->depth = walk->job->depth + 1;
	job->section = g_strdup(section);
	if (is_encoded(part->encoding) || !job->placed) {
		job->owned = decoded(part, run->room);
		job->bytes = (const char *)job->owned->data;
		job->length = job->owned->len;
		job->placed = false;
		run->room -= job->owned->len;
		if (run->room == 0)
			note_limit(walk, part);
	}
	return job;
}

static void
free_job(HcJob *job)
{
	g_clear_pointer(&job->owned, g_byte_array_unref);
	g_free(job->section);
	g_free(job);
}

static void
read_nested(Walk *walk, const Part *part, const char *section, bool whole)
{
	HcMimeRun *run = walk->run;
	HcFrameNested record = {.part = part->record.number};
	HcJob *job;

	if (run->nested >= hc_limit(HC_LIMIT_NESTED) ||
	    walk->job->depth >= hc_limit(HC_LIMIT_NESTED_DEPTH) ||
	    run->room == 0 || part->body == NULL) {
		note_limit(walk, part);
		return;
	}
	job = nested_job(walk, part, section);
	record.number = job->nested;
	record.offset = job->placed ? job->origin : 0;
	record.length = (uint32_t)job->length;
	record.flags = (job->placed ? HC_PART_PLACED : 0) |
	               (is_encoded(part->encoding) ? HC_PART_ENCODED : 0);
	if (!job->placed && job->length > 0) {
		record.header.bytes = job->bytes;
		record.header.length =
			(uint32_t)MIN(header_length(job->bytes, job->length),
		                      HC_NESTED_HEADER_MAX);
	}
	hc_frame_put_nested(run->frame, &record);
	if (whole && job->length > 0)
		g_queue_push_tail(&run->jobs, job);
	else
		free_job(job);
}

/* ------------------------------------------------------------------ parts */

/** The text of a journal report: the first of the message. */
static void
give_text(Walk *walk, const Part *part)
{
	g_autoptr(GByteArray) bytes = NULL;

	if ((walk->run->flags & HC_ASK_TEXT) == 0 || walk->job->nested != 0 ||
	    strcmp(part->type, "text/plain") != 0)
		return;
	walk->run->flags &= ~HC_ASK_TEXT;
	bytes = decoded(part, HC_JOURNAL_TEXT_MAX);
	hc_frame_put_byte(walk->run->frame, HC_RECORD_TEXT);
	hc_frame_put_number(walk->run->frame, part->record.number);
	hc_frame_put_text(walk->run->frame,
	                  (HcFrameText){(const char *)bytes->data, bytes->len});
}

/** Where a leaf's body stands; GMime keeps a stream that is a part of its
 *  input. */
static void
find_body(Walk *walk, GMimeObject *object, Part *part)
{
	GMimeDataWrapper *content =
		g_mime_part_get_content((GMimePart *)object);
	GMimeStream *stream = content != NULL
	                              ? g_mime_data_wrapper_get_stream(content)
	                              : NULL;
	const HcJob *job = walk->job;
	size_t start, end;

	if (stream == NULL || stream->bound_start < (gint64)job->head)
		return;
	start = (size_t)stream->bound_start;
	end = stream->bound_end < 0 ? job->seen : (size_t)stream->bound_end;
	if (start > end || end > job->seen)
		return;
	part->body = job->bytes + place_of(job, start);
	part->length = place_of(job, end) - place_of(job, start);
	place(job, &part->record, start, part->length);
}

static void
read_leaf(Walk *walk, const Turn *turn, Part *part)
{
	GMimePart *leaf = (GMimePart *)turn->object;
	bool typed =
		g_mime_object_get_header(turn->object, "Content-Type") != NULL;

	part->encoding = g_mime_part_get_content_encoding(leaf);
	if (is_encoded(part->encoding))
		part->record.flags |= HC_PART_ENCODED;
	part->record.file = text(g_mime_part_get_filename(leaf));
	find_body(walk, turn->object, part);
	if (part->body != NULL)
		find_shape(part);
	hc_frame_put_part(walk->run->frame, &part->record);
	if (part->body == NULL)
		return;
	give_text(walk, part);
	if ((walk->run->flags & HC_ASK_OUTER) != 0)
		return;
	if (is_message(part, turn->in_digest, typed))
		read_nested(walk, part, turn->section, true);
	else if (is_header(part))
		read_nested(walk, part, turn->section, false);
}

/** Find a field of a part.  What GMime says is where lines that are no fields
 *  start, if a header starts with such: they are passed over.
 *  @param offset_out  of what GMime saw
 *  @return false: it stands nowhere in this header */
static bool
find_field(const HcJob *job, GMimeHeader *header, size_t *offset_out)
{
	const char *name = g_mime_header_get_raw_name(header);
	const size_t name_length = strlen(name);
	const gint64 offset = g_mime_header_get_offset(header);
	const char *start, *at, *end = job->bytes + job->length;

	if (offset < (gint64)job->head || offset > (gint64)job->seen)
		return false;
	start = at = job->bytes + place_of(job, (size_t)offset);
	while ((size_t)(end - at) > name_length &&
	       (memcmp(at, name, name_length) != 0 || at[name_length] != ':')) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (newline == NULL || newline == at ||
		    (newline - at == 1 && *at == '\r'))
			return false;
		at = newline + 1;
	}
	*offset_out = (size_t)offset + (size_t)(at - start);
	return (size_t)(end - at) > name_length;
}

/** A multipart is placed by its Content-Type field. */
static void
place_multipart(Walk *walk, GMimeObject *object, HcFramePart *record)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	const HcJob *job = walk->job;

	if (record->parent == 0) {
		if (!job->placed || job->type == NULL)
			return;
		record->flags |= HC_PART_PLACED;
		record->offset = job->origin + job->type_offset;
		record->length = job->type_length;
		return;
	}
	for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		const char *name = g_mime_header_get_raw_name(header);
		const char *value = g_mime_header_get_raw_value(header);
		size_t offset;

		if (g_ascii_strcasecmp(g_mime_header_get_name(header),
		                       "Content-Type") != 0)
			continue;
		if (value != NULL && find_field(job, header, &offset))
			place(job, record, offset,
			      strlen(name) + 1 + strlen(value));
		return;
	}
}

static void
add_turns(Walk *walk, const Turn *turn, uint32_t parent, bool is_digest)
{
	GMimeMultipart *multipart = (GMimeMultipart *)turn->object;
	int count = g_mime_multipart_get_count(multipart);

	if (turn->depth >= hc_limit(HC_LIMIT_MIME_DEPTH) && count > 0) {
		hc_job_note(walk->run, walk->job, HC_NOTE_LIMIT_REACHED,
		            walk->job->body,
		            walk->job->length - walk->job->body);
		return;
	}
	for (int i = count - 1; i >= 0; i--) {
		Turn next = {
			.object = g_mime_multipart_get_part(multipart, i),
			.parent = parent,
			.depth = turn->depth + 1,
			.in_digest = is_digest,
		};

		next.section =
			turn->section[0] != '\0'
				? g_strdup_printf("%s.%d", turn->section, i + 1)
				: g_strdup_printf("%d", i + 1);
		g_array_append_val(walk->turns, next);
	}
}

/** Whether something stands beside a multipart's parts.  GMime gives strings:
 *  what stands behind a NUL it does not give. */
static bool
has_text_around(const HcJob *job, GMimeMultipart *multipart)
{
	const char *before = g_mime_multipart_get_prologue(multipart);
	const char *behind = g_mime_multipart_get_epilogue(multipart);

	if (before == NULL && behind == NULL)
		return false;
	return (before != NULL && !hc_is_customary(before, strlen(before))) ||
	       (behind != NULL && !hc_is_customary(behind, strlen(behind))) ||
	       memchr(job->bytes + job->body, '\0', job->length - job->body);
}

static void
read_multipart(Walk *walk, const Turn *turn, Part *part)
{
	part->record.flags |= HC_PART_MULTIPART;
	if (has_text_around(walk->job, (GMimeMultipart *)turn->object))
		part->record.flags |= HC_PART_AROUND;
	place_multipart(walk, turn->object, &part->record);
	if (g_mime_object_get_content_type_parameter(turn->object,
	                                             "boundary") == NULL) {
		HcFrameNote note = {HC_NOTE_NO_BOUNDARY, part->record.offset,
		                    part->record.length};

		part->record.flags |= HC_PART_NO_BOUNDARY;
		hc_frame_put_note(walk->run->frame, &note);
	}
	hc_frame_put_part(walk->run->frame, &part->record);
	add_turns(walk, turn, part->record.number,
	          strcmp(part->type, "multipart/digest") == 0);
}

/** "type/subtype" in lower case, undisguised. */
static char *
type_of(const Walk *walk, GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	g_autofree char *written =
		type != NULL ? g_mime_content_type_get_mime_type(type) : NULL;
	char *lower =
		g_ascii_strdown(written != NULL ? written : "text/plain", -1);

	hc_undisguise(lower, &walk->job->disguise);
	return lower;
}

static void
take_turn(Walk *walk, const Turn *turn)
{
	GMimeObject *object = turn->object;
	g_autofree char *type = type_of(walk, object);
	Part part = {.type = type};
	HcFramePart *record = &part.record;
	const char *disposition = g_mime_object_get_disposition(object);

	record->number = ++walk->run->parts;
	record->parent = turn->parent;
	record->nested = walk->job->nested;
	record->section = text(turn->section);
	record->type = text(type);
	record->smime_type = text(
		g_mime_object_get_content_type_parameter(object, "smime-type"));
	record->protocol = text(
		g_mime_object_get_content_type_parameter(object, "protocol"));
	record->report_type = text(g_mime_object_get_content_type_parameter(
		object, "report-type"));
	record->shape = text("");
	if (disposition != NULL &&
	    g_ascii_strcasecmp(disposition, "attachment") == 0)
		record->flags |= HC_PART_ATTACHED;
	if (GMIME_IS_MULTIPART(object))
		read_multipart(walk, turn, &part);
	else if (GMIME_IS_PART(object))
		read_leaf(walk, turn, &part);
	else
		hc_frame_put_part(walk->run->frame, record);
}

/* ------------------------------------------------------------------- tree */

static GMimeObject *
parse(GByteArray *bytes)
{
	static const char *fallback[] = {"utf-8", "iso-8859-1", NULL};
	g_autoptr(GMimeParserOptions) options = g_mime_parser_options_new();
	g_autoptr(GMimeStream) stream =
		g_mime_stream_mem_new_with_byte_array(bytes);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);

	g_mime_parser_options_set_fallback_charsets(options, fallback);
	g_mime_parser_set_persist_stream(parser, TRUE);
	return g_mime_parser_construct_part(parser, options);
}

void
hc_tree_read(HcMimeRun *run, HcJob *job, GByteArray *bytes)
{
	g_autoptr(GMimeObject) root = parse(bytes);
	g_autoptr(GArray) turns = g_array_new(FALSE, FALSE, sizeof(Turn));
	Walk walk = {run, job, turns};
	Turn turn = {.object = root};

	if (root == NULL) {
		hc_job_note(run, job, HC_NOTE_TRUNCATED, job->body,
		            job->length - job->body);
		return;
	}
	turn.section = GMIME_IS_MULTIPART(root) ? g_strdup(job->section)
	               : job->section[0] != '\0'
	                       ? g_strdup_printf("%s.1", job->section)
	                       : g_strdup("1");
	g_array_append_val(turns, turn);
	while (turns->len > 0) {
		turn = g_array_index(turns, Turn, turns->len - 1);
		g_array_set_size(turns, turns->len - 1);
		take_turn(&walk, &turn);
		g_free(turn.section);
	}
}
