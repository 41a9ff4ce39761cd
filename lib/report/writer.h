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
#include <string.h>

#include <glib.h>

/* Objects and lists inside each other; the model nests 9 deep. */
#define HC_WRITER_DEPTH 16

typedef struct HcWriter HcWriter;

/** A name and its length, so that nobody counts it anew. */
typedef struct {
	const char *text; /* static */
	size_t length;
} HcKey;

/** How a form spells each call below; same arguments, same meaning.  What puts a
 *  member into the innermost object says that it is not empty, where the form
 *  has to know. */
typedef struct {
	void (*object)(HcWriter *writer, HcKey name);
	void (*list)(HcWriter *writer, HcKey name);
	void (*end)(HcWriter *writer);
	void (*token)(HcWriter *writer, HcKey name, const char *value,
	              size_t length);
	/* ASCII that stands for itself in every form, or NULL */
	void (*plain)(HcWriter *writer, HcKey name, const char *value,
	              size_t length);
	/* a minus sign and digits */
	void (*number)(HcWriter *writer, HcKey name, bool negative,
	               uint64_t size);
	/* ASCII that is a string where forms tell strings from numbers */
	void (*word)(HcWriter *writer, HcKey name, const char *value,
	             size_t length);
	void (*text)(HcWriter *writer, const char *bytes, size_t length);
	void (*part)(HcWriter *writer, HcKey name, const char *bytes,
	             size_t length);
	void (*start)(GString *out);
} HcWriterForm;

struct HcWriter {
	const HcWriterForm *form;
	GString *out;                 /* borrowed */
	unsigned depth;               /* objects and lists open */
	HcKey names[HC_WRITER_DEPTH]; /* of those */
	bool lists[HC_WRITER_DEPTH];  /* whether each is a list */
	unsigned lines; /* what stands deeper has no line of its own; 0: all
	                 * have */
	bool empty;     /* the innermost has no member */
	bool has_parts; /* the innermost has a part */
	bool tag_open;  /* XML: its start tag is */
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

/** From now on, give objects and lists that stand within @p depth others or more
 *  no line of their own: a report of many messages is shorter by a twentieth. */
void hc_writer_set_lines(HcWriter *writer, unsigned depth);

/** Put a piece into the object that is open, behind its first members.
 *  @param piece  written by a writer of hc_writer_init_within(), with at least
 *                one part */
void hc_writer_splice(HcWriter *writer, const char *piece, size_t length);

void hc_writer_put_object(HcWriter *writer, HcKey name);
void hc_writer_put_list(HcWriter *writer, HcKey name);
void hc_writer_put_part(HcWriter *writer, HcKey name, const char *text);

/** The compiler counts the names that it sees, which are nearly all. */
static inline HcKey
hc_key(const char *name)
{
	return (HcKey){name, strlen(name)};
}

/** Open an object; in a list @p name is its element's name. */
static inline void
hc_writer_object(HcWriter *writer, const char *name)
{
	hc_writer_put_object(writer, hc_key(name));
}

/** Open a list. */
static inline void
hc_writer_list(HcWriter *writer, const char *name)
{
	hc_writer_put_list(writer, hc_key(name));
}

/** Close the innermost object or list. */
void hc_writer_end(HcWriter *writer);

/** A value that is not stated: no attribute; null. */
static inline void
hc_writer_none(HcWriter *writer, const char *name)
{
	writer->form->plain(writer, hc_key(name), NULL, 0);
}

/** Any bytes as a value. */
static inline void
hc_writer_bytes(HcWriter *writer, const char *name, const char *bytes,
                size_t length)
{
	writer->form->token(writer, hc_key(name), bytes, length);
}

/** A short value of ours or one that needs no span; NULL is not stated (no
 *  attribute; null). */
static inline void
hc_writer_token(HcWriter *writer, const char *name, const char *value)
{
	if (value == NULL)
		hc_writer_none(writer, name);
	else
		hc_writer_bytes(writer, name, value, strlen(value));
}

/** A word that stands for itself in every form: ASCII without markup,
 *  quotation marks, backslashes and controls. */
static inline void
hc_writer_word(HcWriter *writer, const char *name, const char *word)
{
	writer->form->word(writer, hc_key(name), word, strlen(word));
}

static inline void
hc_writer_number(HcWriter *writer, const char *name, uint64_t value)
{
	writer->form->number(writer, hc_key(name), false, value);
}

static inline void
hc_writer_signed(HcWriter *writer, const char *name, int64_t value)
{
	writer->form->number(writer, hc_key(name), value < 0,
	                     value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void hc_writer_flag(HcWriter *writer, const char *name, bool value);

/** The object's own text: any bytes. */
static inline void
hc_writer_text(HcWriter *writer, const char *bytes, size_t length)
{
	writer->form->text(writer, bytes, length);
}

/** A part that is nothing but a text: an element; a string.  NULL: none. */
static inline void
hc_writer_part(HcWriter *writer, const char *name, const char *text)
{
	hc_writer_put_part(writer, hc_key(name), text);
}

/** For the forms: a new line for what stands at a depth, a space for each that
 *  is open around it; nothing where that has no line of its own. */
void hc_writer_line(HcWriter *writer, unsigned depth);

/** A line end and blanks, of which there are enough for a block. */
extern const char hc_writer_blanks[];

/** The same as hc_writer_line() to where there is room for 17 bytes and more.
 *  @return behind it */
static inline char *
hc_writer_put_line(const HcWriter *writer, unsigned depth, char *to)
{
	if (writer->lines != 0 && depth >= writer->lines)
		return to;
	/* all that there can be: a copy of a known length is no call */
	memcpy(to, hc_writer_blanks, 1 + HC_WRITER_DEPTH);
	return to + 1 + depth;
}

/** Put what another writer wrote with this one's state as its parents.
 *  @param members  moved from: empty afterwards */
void hc_writer_insert(HcWriter *writer, GString *members);

#endif
