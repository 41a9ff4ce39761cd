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

/* Bytes that a word of marks is for. */
#define WORD 64

/* Bytes of what stands between messages, which seldom is more. */
#define SHORT_MAX 512u

/* A call would put what blocks are compared with out of its registers. */
#define INLINE static inline __attribute__((always_inline))

/** A piece that is read. */
typedef struct {
	const char *data;
	size_t length, at;
	size_t behind;         /* NULs that follow, which may be read */
	const uint64_t *marks; /* of each byte, and of the end */
	bool high;             /* a byte above 0x7f was seen */
	const char *what;      /* what is wrong */
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
	g_clear_pointer(&check->marks, g_free);
	check->words = 0;
}

/* ------------------------------------------------------------------- marks */

/** Bytes of a block that may be more than text: quotation marks, "&", "<", ">",
 *  controls and all above 0x7e. */
static inline HcBlock
marks_of(HcBlock block)
{
	typedef int8_t Signed __attribute__((vector_size(HC_BLOCK)));
	/* 0x7f becomes negative, as all above it is but 0xff, which is 0 */
	const HcBlock next = block + 1;

	return (HcBlock)((Signed)next < 0x21) |
	       (HcBlock)((next & 0xfb) == '"' + 1) | /* and & */
	       (HcBlock)((next & 0xfd) == '<' + 1);  /* and > */
}

/** The marks of a block, a bit each, and where it stands in a word. */
static inline uint64_t
bits_of(const char *at, unsigned shift)
{
	return (uint64_t)hc_block_bits(marks_of(hc_block(at + shift))) << shift;
}

/** The marks of WORD bytes, a bit each. */
static inline uint64_t
word_of(const char *at)
{
	G_STATIC_ASSERT(WORD == 4 * HC_BLOCK);
	return bits_of(at, 0) | bits_of(at, HC_BLOCK) |
	       bits_of(at, 2 * HC_BLOCK) | bits_of(at, 3 * HC_BLOCK);
}

#ifdef HC_WIDE
/** marks_of() and hc_block_bits() of twice as many. */
HC_WIDE static inline uint64_t
bits_of_wide(const char *at)
{
	typedef int8_t Signed __attribute__((vector_size(32)));
	HcWide next;

	memcpy(&next, at, sizeof next);
	next += 1;
	return hc_wide_bits((HcWide)((Signed)next < 0x21) |
	                    (HcWide)((next & 0xfb) == '"' + 1) |
	                    (HcWide)((next & 0xfd) == '<' + 1));
}

HC_WIDE static void
find_marks_wide(uint64_t *marks, const char *data, size_t words)
{
	for (size_t i = 0; i < words; i++, data += WORD)
		marks[i] = bits_of_wide(data) | bits_of_wide(data + 32) << 32;
}
#endif

static void
find_marks(uint64_t *marks, const char *data, size_t words)
{
#ifdef HC_WIDE
	if (__builtin_cpu_supports("avx2")) {
		find_marks_wide(marks, data, words);
		return;
	}
#endif
	for (size_t i = 0; i < words; i++, data += WORD)
		marks[i] = word_of(data);
}

/** The marks of the last bytes of a piece, which fill no word; all behind them
 *  are set.
 *  @param rest  bytes, less than WORD */
static uint64_t
last_word(const char *data, size_t length, size_t rest)
{
	char bytes[WORD] = {0};

	if (rest == 0)
		return UINT64_MAX;
	if (length >= WORD)
		return word_of(data + length - WORD) >> (WORD - rest) |
		       UINT64_MAX << rest;
	memcpy(bytes, data, length);
	return word_of(bytes) | UINT64_MAX << rest;
}

/** Find all marks of a piece, so that the grammar steps from one to the next and
 *  looks at nothing between. */
static Piece
begin(HcXmlCheck *check, const char *data, size_t length)
{
	const size_t whole = length / WORD;

	if (check->words <= whole) {
		check->words = 2 * (whole + 1);
		g_free(check->marks);
		check->marks = g_new(uint64_t, check->words);
	}
	find_marks(check->marks, data, whole);
	check->marks[whole] = last_word(data, length, length % WORD);
	return (Piece){.data = data, .length = length, .marks = check->marks};
}

/** The first mark at a place of the piece or behind; its length: there is
 *  none. */
static inline size_t
next_mark(const Piece *piece, size_t from)
{
	size_t i = from / WORD;
	uint64_t word = piece->marks[i] >> (from % WORD);

	if (word != 0)
		return from + (size_t)__builtin_ctzll(word);
	do
		word = piece->marks[++i];
	while (word == 0);
	return i * WORD + (size_t)__builtin_ctzll(word);
}

/* ----------------------------------------------------------------- grammar */

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

static inline bool
skip(Piece *piece, const char *text)
{
	size_t length = strlen(text);

	if (piece->length - piece->at < length ||
	    memcmp(piece->data + piece->at, text, length) != 0)
		return false;
	piece->at += length;
	return true;
}

/** Bytes of a block that may be of a name: what is_name_byte() takes. */
static inline HcBlock
name_of(HcBlock block)
{
	const HcBlock letters = (block | 0x20) - 'a';
	const HcBlock others = block - '-'; /* and ., / and digits */

	return (HcBlock)(letters < 26) | (HcBlock)(block == '_') |
	       ((HcBlock)(others < 13) & ~(HcBlock)(block == '/'));
}

/** How many bytes are of a name; HC_BLOCK: there may be more. */
static inline unsigned
names_in(HcBlock block)
{
	return (unsigned)__builtin_ctz(~hc_block_bits(name_of(block)));
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
		unsigned first = names_in(hc_block(at + length));

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
	return skip(piece, "&lt;") || skip(piece, "&gt;") ||
	       skip(piece, "&amp;") || skip(piece, "&quot;") ||
	       skip(piece, "&apos;") || wrong(piece, "an unknown entity");
}

static inline void
skip_unmarked(Piece *piece)
{
	piece->at = next_mark(piece, piece->at);
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
	piece->high |= byte > 0x7f;
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

/** Which of 64 bits is a name's: another name may have the same, but few that
 *  stand in one tag of ours. */
static inline unsigned
bit_of(const char *name, size_t length)
{
	return ((unsigned)length * 8 + (unsigned char)name[0] * 2u +
	        (unsigned char)name[length - 1]) %
	       64;
}

static bool
skip_attribute(Piece *piece, Attributes *attributes)
{
	size_t from = piece->at;
	size_t length = skip_name(piece);
	uint64_t bit;

	if (length == 0 || attributes->count == ATTRIBUTES_MAX)
		return wrong(piece, "no attribute");
	bit = UINT64_C(1) << bit_of(piece->data + from, length);
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
	check->open[check->depth++] = (HcXmlName){name, length};
	return true;
}

static void
pop(HcXmlCheck *check)
{
	check->depth--;
	check->ended = check->depth == 0;
	if (check->depth >= check->kept)
		return;
	check->kept = check->depth;
	g_string_truncate(check->names,
	                  check->names->len - check->open[check->depth].length);
}

/** Keep the names of what the end of a piece leaves open. */
static void
keep_names(HcXmlCheck *check)
{
	size_t from = 0;

	for (; check->kept < check->depth; check->kept++)
		hc_put(check->names, check->open[check->kept].text,
		       check->open[check->kept].length);
	for (unsigned i = 0; i < check->depth; i++) {
		check->open[i].text = check->names->str + from;
		from += check->open[i].length;
	}
}

/** (S Attribute)* '>', or '/>'
 *  @param empty_out  set when it is the latter */
static bool
skip_attributes(Piece *piece, bool *empty_out)
{
	Attributes attributes;

	attributes.seen = 0;
	attributes.count = 0;
	while (skip_byte(piece, ' '))
		if (!skip_attribute(piece, &attributes))
			return false;
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

/** Whether a name stands at a place of the piece, and ">" behind it. */
static inline bool
is_end_of(const Piece *piece, const HcXmlName *name)
{
	const char *at = piece->data + piece->at;

	if (piece->length - piece->at <= name->length ||
	    at[name->length] != '>')
		return false;
	return memcmp(at, name->text, name->length) == 0;
}

/** ETag ::= '</' Name '>' */
static bool
skip_end(HcXmlCheck *check, Piece *piece)
{
	piece->at += 2;
	if (check->depth == 0) {
		skip_name(piece);
		return wrong(piece, "an end of nothing");
	}
	/* what stands before ">" and is the name that is open is a name */
	if (!is_end_of(piece, &check->open[check->depth - 1])) {
		skip_name(piece);
		return wrong(piece, "an end of another element");
	}
	piece->at += check->open[check->depth - 1].length + 1;
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

/* --------------------------------------------------------- the usual, fast */

/** Whether a name can begin with a byte of names: letters and "_", which alone
 *  of these stand behind "@". */
static inline bool
is_first(char byte)
{
	return (signed char)byte > '@';
}

/** Attributes with short names, no two of which have the same bit, and values
 *  without entities, up to the end of the tag.
 *  @param at   behind the element's name
 *  @param end  four blocks before that of the piece; @p at may be one block
 *              behind it
 *  @return where the tag ends, at "/" or ">"; 0: they are none of this kind */
INLINE size_t
skip_usual_attributes(const Piece *piece, size_t at, size_t end)
{
	const char *data = piece->data;
	uint64_t seen = 0;

	while (data[at] == ' ') {
		const char *name = data + at + 1;
		const unsigned length = names_in(hc_block(name));
		unsigned bit;

		if (!is_first(*name) || memcmp(name + length, "=\"", 2) != 0)
			return 0;
		bit = bit_of(name, length);
		if ((seen >> bit & 1) != 0)
			return 0;
		seen |= UINT64_C(1) << bit;
		at = next_mark(piece, at + length + 3);
		if (at >= end || data[at] != '"')
			return 0;
		at++;
	}
	return at;
}

/** A start tag with the usual attributes.
 *  @param at  its "<"
 *  @return behind it; 0: it is another one */
INLINE size_t
skip_usual_start(HcXmlCheck *check, const Piece *piece, size_t at, size_t end)
{
	const char *name = piece->data + at + 1;
	const unsigned length = names_in(hc_block(name));

	if (length == 0 || !is_first(*name) || check->depth == HC_XML_DEPTH)
		return 0;
	at = skip_usual_attributes(piece, at + 1 + length, end);
	if (at == 0)
		return 0;
	if (piece->data[at] == '>') {
		push(check, name, length);
		return at + 1;
	}
	return memcmp(piece->data + at, "/>", 2) == 0 ? at + 2 : 0;
}

/** The end tag of what was opened in this piece, and within another.
 *  @param at  its "<"
 *  @return behind it; 0: it is another one */
INLINE size_t
skip_usual_end(HcXmlCheck *check, const Piece *piece, size_t at)
{
	const HcXmlName *open = &check->open[check->depth - 1];
	const char *name = piece->data + at + 2;

	if (check->depth <= MAX(check->kept, 1) || open->length > HC_BLOCK ||
	    name[open->length] != '>' ||
	    (size_t)__builtin_ctz(
		    hc_block_bits(
			    (HcBlock)(hc_block(name) != hc_block(open->text))) |
		    1u << HC_BLOCK) < open->length)
		return 0;
	check->depth--;
	return at + 3 + open->length;
}

/** Text up to a mark, and that if it is the end of a line or a usual entity.
 *  @return behind it */
INLINE size_t
skip_usual_text(const Piece *piece, size_t at, size_t end)
{
	const char *data = piece->data;

	at = next_mark(piece, at);
	if (at >= end || data[at] == '<')
		return at;
	if (data[at] == '\n')
		return at + 1;
	if (memcmp(data + at, "&lt;", 4) == 0 ||
	    memcmp(data + at, "&gt;", 4) == 0)
		return at + 4;
	return memcmp(data + at, "&quot;", 6) == 0 ? at + 6 : at;
}

/** Step over what nearly all of a report is: short names, values without
 *  entities, text of one byte a character.  It takes nothing that step() would
 *  refuse, and leaves all else to it, with what stands close to the end. */
static void
skip_usual(HcXmlCheck *check, Piece *piece)
{
	const char *data = piece->data;
	size_t at = piece->at, end;

	if (piece->length + piece->behind < WORD || check->depth == 0)
		return;
	for (end = piece->length + piece->behind - WORD; at < end;) {
		size_t next;

		if (data[at] != '<') {
			next = skip_usual_text(piece, at, end);
		} else if (data[at + 1] == '/') {
			next = skip_usual_end(check, piece, at);
		} else {
			next = skip_usual_start(check, piece, at, end);
		}
		if (next <= at)
			break;
		at = next;
	}
	piece->at = at;
}

/** The rest of a start tag: '>' or '/>' behind attributes.
 *  @param empty_out  set when it is the latter */
static bool
skip_head(Piece *piece, bool *empty_out)
{
	size_t at = 0;

	if (piece->length > WORD)
		at = skip_usual_attributes(piece, 0, piece->length - WORD);
	piece->at = at;
	return skip_attributes(piece, empty_out);
}

/** @param behind  NULs that follow */
static size_t
add(HcXmlCheck *check, const char *data, size_t length, size_t behind,
    const char **what_out)
{
	Piece piece = begin(check, data, length);

	piece.behind = behind;
	if (!check->begun && length > 0) {
		check->begun = true;
		if (!skip(&piece, declaration)) {
			*what_out = "no declaration of XML 1.0 in UTF-8";
			return 0;
		}
	}
	skip_usual(check, &piece);
	while (piece.at < length) {
		if (!step(check, &piece)) {
			*what_out = piece.what;
			return piece.at;
		}
		skip_usual(check, &piece);
	}
	keep_names(check);
	check->high = piece.high;
	return SIZE_MAX;
}

size_t
hc_xml_check_add(HcXmlCheck *check, const char *data, size_t length,
                 const char **what_out)
{
	char copy[SHORT_MAX + WORD];

	if (length > SHORT_MAX)
		return add(check, data, length, 0, what_out);
	/* little of it is far enough from the end to be looked at fast */
	if (length > 0)
		memcpy(copy, data, length);
	memset(copy + length, 0, WORD);
	return add(check, copy, length, WORD, what_out);
}

size_t
hc_xml_check_inner(HcXmlCheck *check, const char *data, size_t length,
                   size_t *head_out, const char **what_out)
{
	Piece piece = begin(check, data, length);
	bool empty = false;
	bool good;

	*head_out = 0;
	check->begun = true;
	check->ended = false;
	check->depth = 0;
	check->kept = 0;
	g_string_truncate(check->names, 0);
	push(check, "", 0);
	good = skip_head(&piece, &empty);
	if (good && !empty)
		*head_out = piece.at;
	while (good && !empty && check->depth > 0 && piece.at < length) {
		skip_usual(check, &piece);
		good = step(check, &piece);
	}
	check->high = piece.high;
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
