/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* content.c - what a message is made of. */
#include "config.h"

#include "content.h"

#include "limit.h"
#include "note.h"
#include "raw.h"
#include "source.h"

HcContentFact *
hc_content_add(HcContent *content, HcFormId id, HcSpan where, const char *value,
               size_t length)
{
	HcContentFact fact = {
		.form = hc_content_form(id),
		.part = "",
		.where = where,
	};

	if (content->facts->len >= hc_limit(HC_LIMIT_FACTS)) {
		if (content->facts->len == hc_limit(HC_LIMIT_FACTS))
			hc_notes_add(content->notes, HC_NOTE_LIMIT_REACHED,
			             where.offset, where.length);
		return NULL;
	}
	if (value != NULL)
		fact.value =
			hc_arena_unfolded(content->arena, value,
		                          MIN(length, HC_CONTENT_VALUE_MAX));
	g_array_append_val(content->facts, fact);
	return &g_array_index(content->facts, HcContentFact,
	                      content->facts->len - 1);
}

static int
compare_notes(const void *a, const void *b)
{
	const HcNote *x = a;
	const HcNote *y = b;

	if (x->where.offset != y->where.offset)
		return x->where.offset < y->where.offset ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return (x->where.length > y->where.length) -
	       (x->where.length < y->where.length);
}

static void
clear_nested(void *data)
{
	HcNested *nested = data;

	g_clear_pointer(&nested->chain, hc_chain_unref);
	g_clear_pointer(&nested->message, hc_message_unref);
}

static void
clear(void *data)
{
	HcContent *content = data;

	g_clear_pointer(&content->facts, g_array_unref);
	g_clear_pointer(&content->nested, g_array_unref);
	g_clear_pointer(&content->notes, g_array_unref);
	g_clear_pointer(&content->arena, hc_arena_free);
	g_clear_pointer(&content->message, hc_message_unref);
	g_clear_pointer(&content->report, hc_content_unref);
}

/** Look at the body behind the header block, if it was kept. */
static void
read_body(HcContent *content)
{
	const HcRaw *raw = hc_message_raw(content->message);
	size_t length, header;
	const char *bytes = hc_raw_bytes(raw, &length);

	hc_raw_header(raw, &header);
	if (bytes != NULL && header < length)
		hc_content_read_residue(content->notes, bytes + header,
		                        length - header, header);
}

HcContent *
hc_content_new(HcMessage *message, HcContentReader *reader,
               const HcContentOptions *options)
{
	HcContent *content;

	g_return_val_if_fail(message != NULL, NULL);
	content = g_atomic_rc_box_new0(HcContent);
	content->message = hc_message_ref(message);
	content->arena = hc_arena_new();
	content->facts = g_array_new(FALSE, FALSE, sizeof(HcContentFact));
	content->nested = g_array_new(FALSE, FALSE, sizeof(HcNested));
	content->notes = hc_notes_new();
	g_array_set_clear_func(content->nested, clear_nested);
	hc_content_read_fields(content, options);
	if (reader != NULL)
		hc_content_read_structure(content, reader);
	if (content->structure != HC_STRUCTURE_SEARCHED)
		read_body(content);
	g_array_sort(content->notes, compare_notes);
	return content;
}

HcContent *
hc_content_ref(HcContent *content)
{
	return g_atomic_rc_box_acquire(content);
}

void
hc_content_unref(HcContent *content)
{
	if (content != NULL)
		g_atomic_rc_box_release_full(content, clear);
}

HcMessage *
hc_content_message(const HcContent *content)
{
	return content->message;
}

HcStructure
hc_content_structure(const HcContent *content)
{
	return content->structure;
}

const char *
hc_content_doubt(const HcContent *content)
{
	return content->doubt;
}

uint64_t
hc_content_part_count(const HcContent *content)
{
	return content->part_count;
}

const HcContentFact *
hc_content_facts(const HcContent *content, size_t *count_out)
{
	*count_out = content->facts->len;
	return (const HcContentFact *)content->facts->data;
}

const HcNested *
hc_content_nested(const HcContent *content, size_t *count_out)
{
	*count_out = content->nested->len;
	return (const HcNested *)content->nested->data;
}

const HcJournal *
hc_content_journal(const HcContent *content)
{
	return content->is_journal ? &content->journal : NULL;
}

const HcNote *
hc_content_notes(const HcContent *content, size_t *count_out)
{
	*count_out = content->notes->len;
	return (const HcNote *)content->notes->data;
}

HcRaw *
hc_content_original(const HcContent *content)
{
	const HcNested *nested;

	g_return_val_if_fail(content != NULL, NULL);
	if (content->journal.original == 0)
		return NULL;
	nested = &g_array_index(content->nested, HcNested,
	                        content->journal.original - 1);
	if (nested->where.length == 0)
		return NULL;
	return hc_raw_slice(hc_message_raw(content->message), nested->where,
	                    true);
}

HcContent *
hc_content_new_original(HcContent *report, HcContentReader *reader,
                        const HcContentOptions *options)
{
	g_autoptr(HcRaw) raw = hc_content_original(report);
	g_autoptr(HcMessage) message = NULL;
	HcContent *content;

	if (raw == NULL)
		return NULL;
	message = hc_message_new(raw);
	content = hc_content_new(message, reader, options);
	content->report = hc_content_ref(report);
	content->journal = report->journal;
	content->journal.where = (HcSpan){0, 0};
	content->journal.original = 0;
	content->journal.of_this = true;
	content->is_journal = true;
	return content;
}
