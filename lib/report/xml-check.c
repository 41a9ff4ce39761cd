/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml-check.c - whether XML is well-formed, piece by piece, by the grammar and
 * not by the habits of what wrote it. */
#include "config.h"

#include "xml-check.h"

#include <string.h>

#include "block.h"
#include "put.h"
#include "scan.h"

/* Attributes of one element; ours have 26 at most. */
#define ATTRIBUTES_MAX 64u

static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/** A piece that is read. */
typedef struct {
	const char *data;
	size_t length, at;
	const char *what; /* what is wrong */
} Piece;

void
hc_xml_check_init(HcXmlCheck *check)
{
	memset(check, 0, sizeof *check);
	check->names = g_string_new(NULL);
}

void
hc_xml_check_clear(HcXmlCheck *check)
{
	g_string_free(check->names, TRUE);
	check->names = NULL;
}

static inline int
peek(const Piece *piece)
{
	return piece->at < piece->length ? (unsigned char)piece->data[piece->at]
	                                 : -1;
}

/** Step over a byte, if it stands here. */
static inline bool
skip_byte(Piece *piece, char byte)
{
	if (peek(piece) != byte)
		return false;
	piece->at++;
	return true;
}

static bool
wrong(Piece *piece, const char *what)
{
	piece->what = what;
	return false;
}

static bool
skip(Piece *piece, const char *text)
{
	size_t length = strlen(text);

	if (piece->length - piece->at < length ||
	    memcmp(piece->data + piece->at, text, length) != 0)
		return false;
	piece->at += length;
	return true;
}

/** Bytes of a block that are of no name: what is_name_byte() refuses. */
static inline HcBlock
no_name_of(HcBlock block)
{
	const HcBlock letters = (block | 0x20) - 'a';
	const HcBlock digits = block - '0';
	const HcBlock signs = block - '-'; /* and . */

	return ~((HcBlock)(letters < 26) | (HcBlock)(digits < 10) |
	         (HcBlock)(signs < 2) | (HcBlock)(block == '_'));
}

static bool
is_name_byte(unsigned char byte)
{
	return hc_is_alnum(byte) || byte == '-' || byte == '_' || byte == '.';
}

/** Length of a name that begins here, or somewhere before; most are shorter than
 *  a block. */
static inline size_t
name_length(const char *at, const char *end)
{
	size_t length = 0;

	for (; (size_t)(end - at) - length >= HC_BLOCK; length += HC_BLOCK) {
		unsigned first =
			hc_block_first(no_name_of(hc_block(at + length)));

		if (first < HC_BLOCK)
			return length + first;
	}
	while (at + length < end && is_name_byte((unsigned char)at[length]))
		length++;
	return length;
}

/** Length of a name that begins here; 0: none does. */
static inline size_t
skip_name(Piece *piece)
{
	const char *at = piece->data + piece->at;
	size_t length = name_length(at, piece->data + piece->length);

	if (length == 0 || hc_is_digit((unsigned char)*at) || *at == '-' ||
	    *at == '.')
		return 0;
	piece->at += length;
	return length;
}

/** EntityRef ::= '&' Name ';', of the five that need no declaration. */
static bool
skip_entity(Piece *piece)
{
	static const char *const entities[] = {"&lt;", "&gt;", "&amp;",
	                                       "&quot;", "&apos;"};

	for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
		if (skip(piece, entities[i]))
			return true;
	return wrong(piece, "an unknown entity");
}

/** Bytes of a block that may be more than text: what is_mark() tells. */
static inline HcBlock
marks_of(HcBlock block)
{
	typedef int8_t Signed __attribute__((vector_size(HC_BLOCK)));

	/* all above 0x7f is negative, too */
	return (HcBlock)((Signed)block < 0x20) | (HcBlock)(block == 0x7f) |
	       (HcBlock)((block & 0xfb) == '"') | /* and & */
	       (HcBlock)((block & 0xfd) == '<');  /* and > */
}

static bool
is_mark(unsigned char byte)
{
	return byte < 0x20 || byte == '"' || byte == '&' || byte == '<' ||
	       byte == '>' || byte >= 0x7f;
}

static inline void
skip_unmarked(Piece *piece)
{
	const char *end = piece->data + piece->length;
	const char *at = piece->data + piece->at;

	for (; end - at >= HC_BLOCK; at += HC_BLOCK) {
		unsigned first = hc_block_first(marks_of(hc_block(at)));

		if (first < HC_BLOCK) {
			piece->at = (size_t)(at - piece->data) + first;
			return;
		}
	}
	while (at < end && !is_mark((unsigned char)*at))
		at++;
	piece->at = (size_t)(at - piece->data);
}

/** Whether a character of more than one byte is no Char: U+FFFE, U+FFFF.  The
 *  rest was seen to be UTF-8. */
static bool
is_no_char(const Piece *piece)
{
	return piece->length - piece->at >= 3 &&
	       memcmp(piece->data + piece->at, "\357\277", 2) == 0 &&
	       (unsigned char)piece->data[piece->at + 2] >= 0xbe;
}

/** Skip a mark that stands for itself.
 *  @param in_value  between quotation marks, where no line ends */
static bool
skip_mark(Piece *piece, bool in_value)
{
	int byte = peek(piece);

	if (byte == '&')
		return skip_entity(piece);
	if (byte == '<' || (byte < 0x20 && (byte != '\n' || in_value)) ||
	    byte == 0x7f || is_no_char(piece))
		return wrong(piece, "a character that may not stand here");
	if (byte == '>' && piece->at >= 2 &&
	    memcmp(piece->data + piece->at - 2, "]]", 2) == 0)
		return wrong(piece, "\"]]>\" in text");
	piece->at++;
	return true;
}

/** AttValue ::= '"' ([^<&"] | Reference)* '"' */
static bool
skip_value(Piece *piece)
{
	if (!skip_byte(piece, '"'))
		return wrong(piece, "no quotation mark");
	for (;;) {
		skip_unmarked(piece);
		if (peek(piece) == '"')
			break;
		if (peek(piece) < 0)
			return wrong(piece, "a value without an end");
		if (!skip_mark(piece, true))
			return false;
	}
	piece->at++;
	return true;
}

/** The names of an element's attributes, each of which may stand once. */
typedef struct {
	uint64_t seen; /* a bit for each hash */
	unsigned count;
	size_t starts[ATTRIBUTES_MAX];
	size_t lengths[ATTRIBUTES_MAX];
} Attributes;

static bool
is_again(const Attributes *attributes, const Piece *piece, size_t from,
         size_t length)
{
	for (unsigned i = 0; i < attributes->count; i++)
		if (attributes->lengths[i] == length &&
		    memcmp(piece->data + attributes->starts[i],
		           piece->data + from, length) == 0)
			return true;
	return false;
}

/** A bit for a name: another name may have the same. */
static inline uint64_t
bit_of(const char *name, size_t length)
{
	return UINT64_C(1) << ((length * 7 + (unsigned char)name[length - 1] +
	                        (unsigned char)name[0] * 3u) %
	                       64);
}

static bool
skip_attribute(Piece *piece, Attributes *attributes)
{
	size_t from = piece->at;
	size_t length = skip_name(piece);
	uint64_t bit;

	if (length == 0 || attributes->count == ATTRIBUTES_MAX)
		return wrong(piece, "no attribute");
	bit = bit_of(piece->data + from, length);
	if ((attributes->seen & bit) &&
	    is_again(attributes, piece, from, length))
		return wrong(piece, "an attribute that stands twice");
	attributes->seen |= bit;
	attributes->starts[attributes->count] = from;
	attributes->lengths[attributes->count++] = length;
	if (!skip_byte(piece, '='))
		return wrong(piece, "no equals sign");
	return skip_value(piece);
}

static bool
push(HcXmlCheck *check, const char *name, size_t length)
{
	if (check->depth == HC_XML_DEPTH)
		return false;
	check->starts[check->depth++] = check->names->len;
	hc_put(check->names, name, length);
	return true;
}

static void
pop(HcXmlCheck *check)
{
	check->depth--;
	check->names->len = check->starts[check->depth];
	check->ended = check->depth == 0;
}

/** Step over attributes as nearly all are: a short name that was not there
 *  before, and a value without entities.  No call is made in here, so what
 *  blocks are compared with stays in registers.
 *  @return where the first other one begins, or the tag ends */
static size_t
skip_short_attributes(const Piece *piece, Attributes *attributes)
{
	const char *end = piece->data + piece->length;
	const char *at = piece->data + piece->at;

	while (end - at > 2 * HC_BLOCK && *at == ' ' &&
	       attributes->count < ATTRIBUTES_MAX) {
		const char *name = at + 1;
		const unsigned length =
			hc_block_first(no_name_of(hc_block(name)));
		const char *value = name + length + 2;
		uint64_t bit;
		unsigned run = HC_BLOCK;

		if (length == 0 || length == HC_BLOCK ||
		    !hc_is_alpha((unsigned char)*name) || name[length] != '=' ||
		    name[length + 1] != '"')
			break;
		bit = bit_of(name, length);
		if ((attributes->seen & bit) != 0)
			break;
		while (end - value >= HC_BLOCK && run == HC_BLOCK) {
			run = hc_block_first(marks_of(hc_block(value)));
			value += run;
		}
		if (value == end || *value != '"')
			break;
		attributes->seen |= bit;
		attributes->starts[attributes->count] =
			(size_t)(name - piece->data);
		attributes->lengths[attributes->count++] = length;
		at = value + 1;
	}
	return (size_t)(at - piece->data);
}

/** (S Attribute)* '>', or '/>'
 *  @param empty_out  set when it is the latter */
static bool
skip_attributes(Piece *piece, bool *empty_out)
{
	Attributes attributes;

	attributes.seen = 0;
	attributes.count = 0;
	for (;;) {
		piece->at = skip_short_attributes(piece, &attributes);
		if (!skip_byte(piece, ' '))
			break;
		if (!skip_attribute(piece, &attributes))
			return false;
	}
	if (skip_byte(piece, '>'))
		return true;
	*empty_out = skip(piece, "/>");
	return *empty_out || wrong(piece, "a tag without an end");
}

/** STag ::= '<' Name (S Attribute)* '>', or '/>' */
static bool
skip_start(HcXmlCheck *check, Piece *piece)
{
	size_t from = ++piece->at;
	size_t length = skip_name(piece);
	bool empty = false;

	if (length == 0)
		return wrong(piece, "no name of an element");
	if (check->ended || !push(check, piece->data + from, length))
		return wrong(piece, "an element that may not stand here");
	if (!skip_attributes(piece, &empty))
		return false;
	if (empty)
		pop(check);
	return true;
}

/** ETag ::= '</' Name '>' */
static bool
skip_end(HcXmlCheck *check, Piece *piece)
{
	const char *open;
	size_t length;

	piece->at += 2;
	if (check->depth == 0) {
		skip_name(piece);
		return wrong(piece, "an end of nothing");
	}
	open = check->names->str + check->starts[check->depth - 1];
	length = check->names->len - check->starts[check->depth - 1];
	/* what stands before ">" and is the name that is open is a name */
	if (piece->length - piece->at <= length ||
	    piece->data[piece->at + length] != '>' ||
	    memcmp(piece->data + piece->at, open, length) != 0) {
		skip_name(piece);
		return wrong(piece, "an end of another element");
	}
	piece->at += length + 1;
	pop(check);
	return true;
}

/** Whether there is nothing but line ends, which may stand outside of the
 *  root. */
static bool
is_empty(const char *data, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (data[i] != '\n')
			return false;
	return true;
}

static bool
step(HcXmlCheck *check, Piece *piece)
{
	if (peek(piece) != '<') {
		size_t from = piece->at;

		skip_unmarked(piece);
		if (peek(piece) >= 0 && peek(piece) != '<' &&
		    !skip_mark(piece, false))
			return false;
		return check->depth > 0 ||
		       is_empty(piece->data + from, piece->at - from) ||
		       wrong(piece, "text outside of the root element");
	}
	return piece->length - piece->at > 1 &&
	                       piece->data[piece->at + 1] == '/'
	               ? skip_end(check, piece)
	               : skip_start(check, piece);
}

size_t
hc_xml_check_add(HcXmlCheck *check, const char *data, size_t length,
                 const char **what_out)
{
	Piece piece = {.data = data, .length = length};

	if (!check->begun && length > 0) {
		check->begun = true;
		if (!skip(&piece, declaration)) {
			*what_out = "no declaration of XML 1.0 in UTF-8";
			return 0;
		}
	}
	while (piece.at < length)
		if (!step(check, &piece)) {
			*what_out = piece.what;
			return piece.at;
		}
	return SIZE_MAX;
}

size_t
hc_xml_check_inner(HcXmlCheck *check, const char *data, size_t length,
                   size_t *head_out, const char **what_out)
{
	Piece piece = {.data = data, .length = length};
	bool empty = false;
	bool good;

	*head_out = 0;
	check->begun = true;
	check->ended = false;
	check->depth = 0;
	g_string_truncate(check->names, 0);
	push(check, "", 0);
	good = skip_attributes(&piece, &empty);
	if (good && !empty)
		*head_out = piece.at;
	while (good && !empty && check->depth > 0 && piece.at < length)
		good = step(check, &piece);
	if (good && !empty && check->depth == 1)
		return SIZE_MAX;
	*what_out = good ? "an end that may not stand here" : piece.what;
	return piece.at;
}

bool
hc_xml_check_is_whole(const HcXmlCheck *check)
{
	return check->begun && check->ended && check->depth == 0;
}
