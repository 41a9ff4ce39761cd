/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* writer.h - one way to write a tree, whether as XML or as JSON.
 *
 * The model (model.h) says what a report holds by these calls alone, so the
 * forms that carry trees cannot differ in content.  An object is an element or
 * a JSON object; a list is an element around elements or a JSON array.  In an
 * object members come in this order: tokens, numbers and flags (attributes in
 * XML); then either its text or its parts. */
#ifndef HC_WRITER_H
#define HC_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* Objects and lists inside each other; the model nests 9 deep. */
#define HC_WRITER_DEPTH 16

typedef struct HcWriter HcWriter;

/** How a form spells each call below; same arguments, same meaning. */
typedef struct {
	void (*object)(HcWriter *writer, const char *name);
	void (*list)(HcWriter *writer, const char *name);
	void (*end)(HcWriter *writer);
	void (*token)(HcWriter *writer, const char *name, const char *value,
	              size_t length);
	/* ASCII that stands for itself in every form, or NULL */
	void (*plain)(HcWriter *writer, const char *name, const char *value,
	              size_t length);
	/* the same that is a string where forms tell strings from numbers */
	void (*word)(HcWriter *writer, const char *name, const char *value,
	             size_t length);
	void (*text)(HcWriter *writer, const char *bytes, size_t length);
	void (*part)(HcWriter *writer, const char *name, const char *bytes,
	             size_t length);
	void (*start)(GString *out);
} HcWriterForm;

struct HcWriter {
	const HcWriterForm *form;
	GString *out;                       /* borrowed */
	unsigned depth;                     /* objects and lists open */
	const char *names[HC_WRITER_DEPTH]; /* of those; static strings */
	bool lists[HC_WRITER_DEPTH];        /* whether each is a list */
	bool empty;                         /* the innermost has no member */
	bool has_parts;                     /* the innermost has a part */
	bool tag_open;                      /* XML: its start tag is */
};

extern const HcWriterForm hc_writer_xml;
extern const HcWriterForm hc_writer_json;

/** Begin to write.
 *  @param out      borrowed until the last call
 *  @param parents  names of what is taken to be open already, the last one a
 *                  list, NULL at the end; or NULL for nothing.  Static */
void hc_writer_init(HcWriter *writer, const HcWriterForm *form, GString *out,
                    const char *const *parents);

/** Begin to write members of an object that is taken to be open and to have
 *  members already, none of them a part: a piece for hc_writer_splice().
 *  @param parents  as for hc_writer_init(), but the last one an object */
void hc_writer_init_within(HcWriter *writer, const HcWriterForm *form,
                           GString *out, const char *const *parents);

/** Put a piece into the object that is open, behind its first members.
 *  @param piece  written by a writer of hc_writer_init_within(), with at least
 *                one part */
void hc_writer_splice(HcWriter *writer, const char *piece, size_t length);

/** Open an object; in a list @p name is its element's name. */
void hc_writer_object(HcWriter *writer, const char *name);
/** Open a list. */
void hc_writer_list(HcWriter *writer, const char *name);
/** Close the innermost object or list. */
void hc_writer_end(HcWriter *writer);

/** A short value of ours or one that needs no span; NULL is not stated (no
 *  attribute; null). */
void hc_writer_token(HcWriter *writer, const char *name, const char *value);
/** The same of bytes, which may be any. */
void hc_writer_bytes(HcWriter *writer, const char *name, const char *bytes,
                     size_t length);
/** A word that stands for itself in every form: ASCII without markup,
 *  quotation marks, backslashes and controls. */
void hc_writer_word(HcWriter *writer, const char *name, const char *word);
void hc_writer_number(HcWriter *writer, const char *name, uint64_t value);
void hc_writer_signed(HcWriter *writer, const char *name, int64_t value);
void hc_writer_flag(HcWriter *writer, const char *name, bool value);
/** A value that is not stated: no attribute; null. */
void hc_writer_none(HcWriter *writer, const char *name);

/** The object's own text: any bytes. */
void hc_writer_text(HcWriter *writer, const char *bytes, size_t length);
/** A part that is nothing but a text: an element; a string.  NULL: none. */
void hc_writer_part(HcWriter *writer, const char *name, const char *text);

/** For the forms: a new line, a space for each that is open. */
void hc_writer_indent(HcWriter *writer);

/** Put what another writer wrote with this one's state as its parents.
 *  @param members  moved from: empty afterwards */
void hc_writer_insert(HcWriter *writer, GString *members);

#endif
