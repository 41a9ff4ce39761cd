/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mime.c - the structure of a message, one job a message. */
#include "config.h"

#include "mime.h"

#include <string.h>

#include <gmime/gmime.h>

#include "feed.h"
#include "hopcheck.h"
#include "job.h"
#include "limit.h"
#include "outline.h"

/* Bytes of copies, however short the longest message may be. */
#define ROOM_LEAST (64u << 10)

/* Fields that say what a body is; GMime is given no others. */
static const char *const told[] = {
	"Content-Type",
	"Content-Transfer-Encoding",
	"Content-Disposition",
};

void
hc_mime_begin(void)
{
	g_mime_init();
}

void
hc_job_note(HcMimeRun *run, const HcJob *job, unsigned code, size_t offset,
            size_t length)
{
	HcFrameNote note = {code, 0, 0};

	if (job->placed) {
		note.offset = job->origin + (uint32_t)offset;
		note.length = (uint32_t)length;
	}
	hc_frame_put_note(run->frame, &note);
}

/** Write a field for GMime; a longer one is left out. */
static void
tell(HcMimeRun *run, HcJob *job, GByteArray *out, const HcMessage *message,
     const char *name)
{
	size_t index = hc_message_find(message, name, 0);
	const HcField *field;
	size_t start;

	if (index == SIZE_MAX)
		return;
	field = hc_message_field(message, index);
	if (field->value.length > HC_CONTENT_FIELD_MAX) {
		hc_job_note(run, job, HC_NOTE_LIMIT_REACHED,
		            field->where.offset, field->where.length);
		return;
	}
	if (name == told[0]) {
		job->type = hc_message_bytes(message, field->value);
		job->type_value_length = field->value.length;
		job->type_offset = field->where.offset;
		job->type_length = field->where.length;
	}
	g_byte_array_append(out, (const guint8 *)name, (guint)strlen(name));
	g_byte_array_append(out, (const guint8 *)":", 1);
	start = out->len;
	g_byte_array_append(
		out, (const guint8 *)hc_message_bytes(message, field->value),
		field->value.length);
	for (size_t i = start; i < out->len; i++)
		if (out->data[i] == '\0')
			out->data[i] = ' ';
	g_byte_array_append(out, (const guint8 *)"\n", 1);
}

static void
read_job(HcMimeRun *run, HcJob *job)
{
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"message", job->bytes, job->length, HC_KIND_EML);
	g_autoptr(HcMessage) message = NULL;
	g_autoptr(HcRaw) raw = NULL;
	GByteArray *out;
	size_t seen;
	bool fits;

	hc_source_set_digests(source, false);
	if (job->length > 0)
		hc_source_expect_message(source);
	if (!hc_source_next(source, &raw, NULL) || raw == NULL)
		return;
	message = hc_message_new(raw);
	if (hc_raw_place(raw)->header_cut) {
		hc_job_note(run, job, HC_NOTE_LIMIT_REACHED, 0, job->length);
		return;
	}
	job->body = hc_outline_body(message, job->bytes, job->length);
	out = g_byte_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(told); i++)
		tell(run, job, out, message, told[i]);
	g_byte_array_append(out, (const guint8 *)"\n", 1);
	job->head = out->len;
	job->cuts = g_array_new(FALSE, FALSE, sizeof(HcCut));
	fits = hc_shorten(out, job->bytes + job->body, job->length - job->body,
	                  run->room, run->cut_min, job->cuts);
	run->shortened |= job->cuts->len > 0;
	job->seen = out->len;
	if (!fits ||
	    !hc_prescan((const char *)out->data, out->len, &run->budget) ||
	    !hc_disguise((char *)out->data, out->len, &job->disguise)) {
		hc_job_note(run, job, HC_NOTE_LIMIT_REACHED, job->body,
		            job->length - job->body);
		g_byte_array_unref(out);
		return;
	}
	seen = MIN(out->len, run->room);
	run->room -= seen; /* as long as it stands there */
	hc_tree_read(run, job, out);
	run->room += seen;
}

static void
free_job(HcJob *job)
{
	g_clear_pointer(&job->owned, g_byte_array_unref);
	g_clear_pointer(&job->cuts, g_array_unref);
	g_free(job->section);
	g_free(job);
}

/** Bytes that copies of a message and of its parts may take, so that with it they
 *  are at most 7/5 of the longest message that is read; of a short one some. */
static size_t
room_beside(size_t length)
{
	const size_t body = hc_limit(HC_LIMIT_BODY), all = body / 5 * 7;

	return MAX(MIN(body, all > length ? all - length : 0), ROOM_LEAST);
}

void
hc_mime_read(const char *bytes, size_t length, unsigned flags,
             GByteArray *frame)
{
	hc_mime_read_shortened(bytes, length, flags, HC_CUT_MIN, frame);
}

bool
hc_mime_read_shortened(const char *bytes, size_t length, unsigned flags,
                       size_t cut_min, GByteArray *frame)
{
	HcMimeRun run = {
		.frame = frame,
		.budget = {hc_limit(HC_LIMIT_PARTS),
	                   hc_limit(HC_LIMIT_PART_FIELDS)},
		.room = room_beside(length),
		.cut_min = cut_min,
		.flags = flags,
	};
	HcJob *job = g_new0(HcJob, 1);

	g_queue_init(&run.jobs);
	job->bytes = bytes;
	job->length = length;
	job->placed = true;
	job->section = g_strdup("");
	do {
		read_job(&run, job);
		free_job(job);
		job = g_queue_pop_head(&run.jobs);
	} while (job != NULL);
	hc_frame_put_byte(frame, HC_RECORD_END);
	return run.shortened;
}

char **
hc_mime_libraries(void)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new();

	g_ptr_array_add(out, g_strdup("GMime"));
	g_ptr_array_add(out, g_strdup_printf("%u.%u.%u", gmime_major_version,
	                                     gmime_minor_version,
	                                     gmime_micro_version));
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&out), FALSE);
}
