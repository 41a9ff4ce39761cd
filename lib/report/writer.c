/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* writer.c - what all tree forms share: the stack, and numbers as text. */
#include "config.h"

#include "writer.h"

#include <string.h>

#include "put.h"

static void
push(HcWriter *writer, HcKey name, bool list)
{
	g_assert(writer->depth < HC_WRITER_DEPTH);
	writer->names[writer->depth] = name;
	writer->lists[writer->depth] = list;
	writer->depth++;
	writer->empty = true;
	writer->has_parts = false;
}

void
hc_writer_init(HcWriter *writer, const HcWriterForm *form, GString *out,
               const char *const *parents)
{
	memset(writer, 0, sizeof *writer);
	writer->form = form;
	writer->out = out;
	writer->empty = true;
	if (parents == NULL) {
		form->start(out);
		return;
	}
	for (; *parents != NULL; parents++)
		push(writer, hc_key(*parents), parents[1] == NULL);
}

void
hc_writer_init_within(HcWriter *writer, const HcWriterForm *form, GString *out,
                      const char *const *parents)
{
	hc_writer_init(writer, form, out, parents);
	writer->lists[writer->depth - 1] = false;
	writer->tag_open = true;
	writer->empty = false;
}

void
hc_writer_set_lines(HcWriter *writer, unsigned depth)
{
	writer->lines = depth;
}

void
hc_writer_splice(HcWriter *writer, const char *piece, size_t length)
{
	hc_put(writer->out, piece, length);
	writer->tag_open = false;
	writer->empty = false;
	writer->has_parts = true;
}

void
hc_writer_put_object(HcWriter *writer, HcKey name)
{
	writer->form->object(writer, name);
	push(writer, name, false);
}

void
hc_writer_put_list(HcWriter *writer, HcKey name)
{
	writer->form->list(writer, name);
	push(writer, name, true);
}

void
hc_writer_end(HcWriter *writer)
{
	g_assert(writer->depth > 0);
	writer->form->end(writer);
	writer->depth--;
	writer->empty = false;
	writer->has_parts = true;
}

void
hc_writer_flag(HcWriter *writer, const char *name, bool value)
{
	writer->form->plain(writer, hc_key(name), value ? "true" : "false",
	                    value ? 4 : 5);
}

void
hc_writer_put_part(HcWriter *writer, HcKey name, const char *text)
{
	if (text == NULL) {
		if (writer->depth == 0 || !writer->lists[writer->depth - 1])
			writer->form->part(writer, name, NULL, 0);
		return;
	}
	writer->has_parts = true;
	writer->form->part(writer, name, text, strlen(text));
}

void
hc_writer_insert(HcWriter *writer, GString *members)
{
	GString head;

	if (members->len == 0)
		return;
	if (writer->tag_open) {
		g_string_append_c(writer->out, '>');
		writer->tag_open = false;
	}
	/* the members can be most of a report: what stands before them is put
	 * in front, so that there is one copy of them and no more */
	head = *writer->out;
	g_string_prepend_len(members, head.str, (gssize)head.len);
	*writer->out = *members;
	*members = head;
	g_string_truncate(members, 0);
	writer->empty = false;
	writer->has_parts = true;
}

const char hc_writer_blanks[HC_COPY_SHORT + 1] =
	"\n                               ";

void
hc_writer_line(HcWriter *writer, unsigned depth)
{
	if (writer->lines == 0 || depth < writer->lines)
		hc_put(writer->out, hc_writer_blanks, 1 + (size_t)depth);
}
