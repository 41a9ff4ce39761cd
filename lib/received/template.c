/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template.c - the shapes that writers give to a part of a field, as text. */
#include "config.h"

#include "template.h"

#include <string.h>

#include "address.h"
#include "block.h"
#include "scan.h"

/* How many bytes of the text a capture of one kind takes, out of @p length.
 * @p next: the template behind the capture. */
typedef size_t (*Reach)(const char *text, size_t length, const char *next);

typedef struct {
	uint8_t fact;
	Reach reach;
} CaptureRow;

/* The literal byte that the template puts next, which ends a capture; where
 * there is none, a blank, which ends nearly all. */
static unsigned char
stop_byte(const char *next)
{
	switch (next[0]) {
	case '\0':
	case '{':
	case '}':
	case '%':
		return ' ';
	default:
		return (unsigned char)next[0];
	}
}

/* Sets of bytes that end a capture; white space is in all. */
enum {
	IN_PARENS = 1 << 0,    /* ( ) */
	IN_BRACKETS = 1 << 1,  /* ( ) [ ] */
	IN_NAME = 1 << 2,      /* ( ) [ ] @ ; , */
	IN_TOKEN = 1 << 3,     /* , : ; ( ) [ ] = " < > */
	IN_SUITE = 1 << 4,     /* the same, @ and / */
	IN_PARAMETER = 1 << 5, /* , ; ( ) " */
	IN_EVERY = 0x3f,
	IN_ADDRESS = 1 << 6, /* what an address, tag or zone holds */
};

static const uint8_t byte_sets[256] = {
	[' '] = IN_EVERY,
	['\t'] = IN_EVERY,
	['\r'] = IN_EVERY,
	['\n'] = IN_EVERY,
	['.'] = IN_ADDRESS,
	['%'] = IN_ADDRESS,
	['_'] = IN_ADDRESS,
	['-'] = IN_ADDRESS,
	['0' ... '9'] = IN_ADDRESS,
	['A' ... 'Z'] = IN_ADDRESS,
	['a' ... 'z'] = IN_ADDRESS,
	['('] = IN_EVERY,
	[')'] = IN_EVERY,
	['['] = IN_BRACKETS | IN_NAME | IN_TOKEN | IN_SUITE,
	[']'] = IN_BRACKETS | IN_NAME | IN_TOKEN | IN_SUITE,
	['@'] = IN_NAME | IN_SUITE,
	['/'] = IN_SUITE,
	[';'] = IN_NAME | IN_TOKEN | IN_SUITE | IN_PARAMETER,
	[','] = IN_NAME | IN_TOKEN | IN_SUITE | IN_PARAMETER,
	[':'] = IN_TOKEN | IN_SUITE | IN_ADDRESS,
	['='] = IN_TOKEN | IN_SUITE,
	['<'] = IN_TOKEN | IN_SUITE,
	['>'] = IN_TOKEN | IN_SUITE,
	['"'] = IN_TOKEN | IN_SUITE | IN_PARAMETER,
};

/* The bytes of a block that are in one of the two sets asked most, or the stop,
 * marked. */
static inline HcBlock
ends_in(HcBlock block, unsigned set, unsigned char stop)
{
	HcBlock ends = (HcBlock)(block == stop) | (HcBlock)(block == ' ') |
	               (HcBlock)(block == '\t') | (HcBlock)(block == '\r') |
	               (HcBlock)(block == '\n') | (HcBlock)((block | 1) == ')');

	if (set == IN_NAME)
		ends |= (HcBlock)(block == '[') | (HcBlock)(block == ']') |
		        (HcBlock)(block == '@') | (HcBlock)(block == ';') |
		        (HcBlock)(block == ',');
	return ends;
}

static inline size_t
run(const char *text, size_t length, const char *next, unsigned set)
{
	unsigned char stop = stop_byte(next);
	size_t at = 0;

	while ((set == IN_PARENS || set == IN_NAME) &&
	       length - at >= HC_BLOCK) {
		unsigned first =
			hc_block_first(ends_in(hc_block(text + at), set, stop));

		at += first;
		if (first < HC_BLOCK)
			return at;
	}
	while (at < length) {
		unsigned char c = (unsigned char)text[at];

		if ((byte_sets[c] & set) || c == stop)
			break;
		at++;
	}
	return at;
}

/* ------------------------------------------------------------- the reaches */

/* A HELO argument: one word, a literal in brackets whole. */
static size_t
reach_helo(const char *text, size_t length, const char *next)
{
	size_t at = 0;

	if (length > 0 && text[0] == '[' && next[0] != ']') {
		while (at < length && text[at] != ']' &&
		       !hc_is_fws((unsigned char)text[at]))
			at++;
		if (at < length && text[at] == ']')
			return at + 1;
	}
	return run(text, length, next, IN_PARENS);
}

static size_t
reach_name(const char *text, size_t length, const char *next)
{
	return run(text, length, next, IN_NAME);
}

/* Where the port stands behind one more dot; the size when it does not. */
static size_t
fourth_dot(const char *text, size_t size)
{
	unsigned dots = 0;

	for (size_t i = 0; i < size; i++)
		if (text[i] == '.' && ++dots == 4)
			return i;
	return size;
}

/* Letters stand in the IPv6 tag and in zone ids. */
static size_t
reach_address(const char *text, size_t length, const char *next)
{
	size_t size = 0;

	if (!hc_address_begins(text, length))
		return 0;
	while (size < length &&
	       (byte_sets[(unsigned char)text[size]] & IN_ADDRESS))
		size++;
	/* "192.0.2.1:25": only a dotted quad can be told from its port. */
	if (next[0] == ':') {
		const char *colon = memchr(text, ':', size);

		if (colon != NULL &&
		    memchr(text, '.', (size_t)(colon - text)) != NULL)
			size = (size_t)(colon - text);
	}
	/* "192.0.2.1.40000" */
	if (next[0] == '.')
		size = fourth_dot(text, size);
	return size;
}

static size_t
reach_digits(const char *text, size_t length, const char *next)
{
	size_t at = 0;

	(void)next;
	while (at < length && at < 10 && hc_is_digit((unsigned char)text[at]))
		at++;
	return at;
}

/* An ident answer may hold "@" itself: it ends at the last one. */
static size_t
reach_ident(const char *text, size_t length, const char *next)
{
	size_t end;

	if (next[0] != '@')
		return run(text, length, next, IN_BRACKETS);
	end = run(text, length, "", IN_PARENS);
	while (end > 0 && text[end - 1] != '@')
		end--;
	return end > 0 ? end - 1 : end;
}

/* "TLSv1.2", "TLS1_2", "TLSv1/SSLv3", "TLS\\Tls12", "SSLv3". */
static size_t
reach_version(const char *text, size_t length, const char *next)
{
	if (length < 4 || !(hc_is(text, 3, "TLS") || hc_is(text, 3, "SSL")))
		return 0;
	return run(text, length, next, IN_TOKEN);
}

static size_t
reach_suite(const char *text, size_t length, const char *next)
{
	return run(text, length, next, IN_SUITE);
}

static size_t
reach_letters(const char *text, size_t length, const char *next)
{
	return run(text, length, next, IN_TOKEN);
}

/* A word and, after it, one parenthesis: "ECDHE (P-256)". */
static size_t
reach_parameter(const char *text, size_t length, const char *next)
{
	size_t at = run(text, length, next, IN_PARAMETER);
	size_t open = at;

	while (open < length && hc_is_fws((unsigned char)text[open]))
		open++;
	if (open >= length || text[open] != '(')
		return at;
	for (size_t i = open + 1; i < length; i++) {
		if (text[i] == '(')
			break;
		if (text[i] == ')')
			return i + 1;
	}
	return at;
}

/* Everything up to the literal that comes next, or to the end. */
static size_t
reach_phrase(const char *text, size_t length, const char *next)
{
	const char *found = NULL;
	char stop = next[0];
	size_t at;

	if (stop == '{' || stop == '}')
		stop = next[1];
	if (stop != '\0' && stop != ' ' && stop != '%')
		found = memchr(text, stop, length);
	at = found != NULL ? (size_t)(found - text) : length;
	while (at > 0 && hc_is_fws((unsigned char)text[at - 1]))
		at--;
	return at;
}

/* chasquid's words; nothing else is clear text by this letter. */
static size_t
reach_plain(const char *text, size_t length, const char *next)
{
	static const char words[] = "plain text!";
	size_t size = sizeof(words) - 1;

	(void)next;
	return length >= size && hc_is(text, size, words) ? size : 0;
}

static size_t
reach_word(const char *text, size_t length, const char *next)
{
	return run(text, length, next, IN_PARENS);
}

static size_t
reach_end(const char *text, size_t length, const char *next)
{
	(void)text;
	(void)next;
	return length;
}

/* By letter. */
static const CaptureRow captures[128] = {
	['*'] = {HC_CAPTURE_NOTHING,         reach_end      },
	['A'] = {HC_FACT_AUTH_USER,          reach_ident    },
	['B'] = {HC_FACT_TLS_BITS,           reach_digits   },
	['C'] = {HC_FACT_TLS_CIPHER,         reach_suite    },
	['E'] = {HC_FACT_ENVELOPE_FROM,      reach_word     },
	['F'] = {HC_FACT_TLS_VERIFY,         reach_phrase   },
	['G'] = {HC_FACT_TLS_BITS_ALGORITHM, reach_digits   },
	['I'] = {HC_FACT_TLS_ISSUER,         reach_phrase   },
	['K'] = {HC_FACT_TLS_GROUP,          reach_parameter},
	['M'] = {HC_FACT_AUTH_MECHANISM,     reach_word     },
	['N'] = {HC_FACT_TLS_CLIENT,         reach_phrase   },
	['P'] = {HC_FACT_CLEAR,              reach_plain    },
	['S'] = {HC_FACT_TLS_SIGNATURE,      reach_parameter},
	['U'] = {HC_FACT_AUTH_USER,          reach_word     },
	['V'] = {HC_FACT_TLS_VERSION,        reach_version  },
	['a'] = {HC_FACT_ADDRESS,            reach_address  },
	['b'] = {HC_FACT_BY_ADDRESS,         reach_address  },
	['d'] = {HC_CAPTURE_DOUBT,           reach_phrase   },
	['e'] = {HC_FACT_ENVELOPE_FROM,      reach_phrase   },
	['f'] = {HC_FACT_TLS_VERIFY,         reach_letters  },
	['h'] = {HC_FACT_HELO,               reach_helo     },
	['i'] = {HC_FACT_IDENT,              reach_ident    },
	['p'] = {HC_FACT_PORT,               reach_digits   },
	['q'] = {HC_FACT_ID,                 reach_word     },
	['r'] = {HC_FACT_RDNS,               reach_name     },
	['s'] = {HC_CAPTURE_NOTHING,         reach_phrase   },
	['u'] = {HC_FACT_AUTH_USER,          reach_phrase   },
	['v'] = {HC_FACT_SOFTWARE_VERSION,   reach_word     },
	['w'] = {HC_CAPTURE_NOTHING,         reach_word     },
	['x'] = {HC_CAPTURE_NOTHING,         reach_parameter},
};

/* --------------------------------------------------------------- matching */

/* Take what the letter captures at @p at.
 * Returns the bytes taken, or NOTHING. */
#define NOTHING SIZE_MAX
static size_t
capture(HcMatch *match, const char *text, size_t at, size_t length,
        const char *letter)
{
	const CaptureRow *row = &captures[(unsigned char)*letter & 0x7f];
	size_t size;

	g_assert(row->reach != NULL && match->count < HC_CAPTURES_MAX);
	HcCapture *got = &match->at[match->count];

	size = row->reach(text + at, length - at, letter + 1);
	if (size == 0 && *letter != '*')
		return NOTHING;
	got->fact = row->fact;
	got->offset = (uint32_t)at;
	got->length = (uint32_t)size;
	if ((*letter == 'a' || *letter == 'b') &&
	    !hc_address_read(text + at, size, &got->address, &got->tagged,
	                     &got->zoned))
		return NOTHING;
	match->count++;
	return size;
}

static bool
bracket(char c)
{
	return c == '(' || c == ')' || c == '[' || c == ']' || c == '\0';
}

static size_t
skip_fws(const char *text, size_t at, size_t length)
{
	while (at < length && hc_is_fws((unsigned char)text[at]))
		at++;
	return at;
}

/* A blank of the template: at least one byte of folding white space, unless a
 * bracket or an end stands on either side.  Returns the bytes taken, or
 * NOTHING. */
static size_t
blank(const char *text, size_t at, size_t length, const char *next)
{
	size_t size = skip_fws(text, at, length) - at;

	return size > 0 || bracket(*next == '{' ? next[1] : *next) ||
	                       (at > 0 && bracket(text[at - 1]))
	               ? size
	               : NOTHING;
}

/* A byte that stands for itself.  Blanks are taken beside parentheses, and
 * before a closing bracket. */
static inline size_t
literal(const char *text, size_t at, size_t length, char c)
{
	size_t end = at;

	if (c == '(' || c == ')' || c == ']')
		end = skip_fws(text, at, length);
	if (end >= length ||
	    hc_lower((unsigned char)text[end]) != hc_lower((unsigned char)c))
		return NOTHING;
	end++;
	return (c == '(' ? skip_fws(text, end, length) : end) - at;
}

bool
hc_template_match(const char *pattern, const char *text, size_t length,
                  bool whole, HcMatch *match_out)
{
	/* Where an optional part begins, which counts all or not at all. */
	bool optional = false;
	size_t start = 0;
	size_t count = 0;
	size_t at = 0;

	match_out->count = 0;
	for (const char *p = pattern; *p != '\0'; p++) {
		size_t size;

		switch (*p) {
		case '{':
			optional = true;
			start = at;
			count = match_out->count;
			continue;
		case '}':
			optional = false;
			continue;
		case '%':
			p++;
			size = capture(match_out, text, at, length, p);
			break;
		case ' ':
			size = blank(text, at, length, p + 1);
			break;
		default:
			size = literal(text, at, length, *p);
			break;
		}
		if (size != NOTHING) {
			at += size;
			continue;
		}
		if (!optional)
			return false;
		at = start;
		match_out->count = count;
		p = strchr(p, '}');
		g_assert(p != NULL);
		optional = false;
	}
	match_out->end = at;
	return !whole || skip_fws(text, at, length) == length;
}

/* ------------------------------------------------------------------ globs */

static bool
same(unsigned char c, unsigned char pattern)
{
	return c == pattern || pattern == '?' ||
	       (pattern == '#' && hc_is_digit(c)) ||
	       hc_lower(c) == hc_lower(pattern);
}

/* One byte of the glob against the text; a blank takes a whole run of folding
 * white space.  Returns the bytes taken, 0 for none. */
static size_t
one(unsigned char glob, const char *text, const char *text_end)
{
	const char *at = text;

	if (glob != ' ')
		return same((unsigned char)*text, glob);
	while (at < text_end && hc_is_fws((unsigned char)*at))
		at++;
	return (size_t)(at - text);
}

/* Whether the byte of a glob stands for another one, or for many. */
static bool
is_wild(char c)
{
	return c == '*' || c == '?' || c == '#' || c == ' ';
}

/* Where two bytes may stand, without ASCII case, from @p text on; the end when
 * they do not.  What is no letter may be found where it is not. */
static const char *
find_pair(char first, char second, const char *text, const char *text_end)
{
	const HcBlock firsts = (HcBlock){0} + (uint8_t)(first | 0x20);
	const HcBlock seconds = (HcBlock){0} + (uint8_t)(second | 0x20);
	const char *const start = text;

	for (; text_end - text > HC_BLOCK; text += HC_BLOCK) {
		HcBlock one = hc_block(text) | 0x20;
		HcBlock next = hc_block(text + 1) | 0x20;
		unsigned at = hc_block_first((HcBlock)(one == firsts) &
		                             (HcBlock)(next == seconds));

		if (at < HC_BLOCK)
			return text + at;
	}
	/* The last block overlaps the one before it. */
	if (text > start && text_end - text > 1) {
		const char *last = text_end - HC_BLOCK - 1;
		HcBlock one = hc_block(last) | 0x20;
		HcBlock next = hc_block(last + 1) | 0x20;
		unsigned at = hc_block_first((HcBlock)(one == firsts) &
		                             (HcBlock)(next == seconds));

		return at < HC_BLOCK ? last + at : text_end;
	}
	for (; text_end - text > 1; text++)
		if ((text[0] | 0x20) == (first | 0x20) &&
		    (text[1] | 0x20) == (second | 0x20))
			return text;
	return text_end;
}

/* Where a text may go on behind a star: at the next byte that the glob's next
 * one can be. */
static const char *
skip_to(const char *glob, const char *glob_end, const char *text,
        const char *text_end)
{
	unsigned char next;

	if (glob == glob_end || is_wild(*glob))
		return text;
	if (glob + 1 < glob_end && !is_wild(glob[1]))
		return find_pair(glob[0], glob[1], text, text_end);
	next = hc_lower((unsigned char)*glob);
	while (text < text_end && hc_lower((unsigned char)*text) != next)
		text++;
	return text;
}

/* One alternative, by going back to the last star only. */
static bool
match_one(const char *glob, const char *glob_end, const char *text,
          const char *text_end)
{
	const char *star = NULL;
	const char *resume = NULL;

	while (text < text_end) {
		size_t taken = 0;

		if (glob < glob_end && *glob == '*') {
			star = ++glob;
			if (glob == glob_end)
				return true;
			text = resume = skip_to(glob, glob_end, text, text_end);
			continue;
		}
		if (glob < glob_end)
			taken = one((unsigned char)*glob, text, text_end);
		if (taken > 0) {
			glob++;
			text += taken;
		} else if (star != NULL) {
			glob = star;
			text = resume =
				skip_to(glob, glob_end, resume + 1, text_end);
		} else {
			return false;
		}
	}
	while (glob < glob_end && *glob == '*')
		glob++;
	return glob == glob_end;
}

bool
hc_glob_match(const char *glob, const char *text, size_t length)
{
	while (true) {
		const char *end = glob + strcspn(glob, "|");

		if (match_one(glob, end, text, text + length))
			return true;
		if (*end == '\0')
			return false;
		glob = end + 1;
	}
}

static bool
one_matches(const HcGlob *glob, const char *text, size_t length)
{
	size_t plain = (size_t)glob->length - 1;

	/* The text is long enough, and a whole one no longer. */
	switch ((HcGlobForm)glob->form) {
	case HC_GLOB_WHOLE:
		return hc_equal_nocase(glob->text, length, text, length);
	case HC_GLOB_HEAD:
		return hc_equal_nocase(glob->text, plain, text, plain);
	case HC_GLOB_TAIL:
		return hc_equal_nocase(glob->text + 1, plain,
		                       text + length - plain, plain);
	case HC_GLOB_OTHER:
	default:
		return match_one(glob->text, glob->text + glob->length, text,
		                 text + length);
	}
}

uint32_t
hc_letters(const char *text, size_t length)
{
	static const uint8_t bits[256] = {
		['a'] = 1,          ['A'] = 1,  ['b'] = 2,  ['B'] = 2,
		['c'] = 3,          ['C'] = 3,  ['d'] = 4,  ['D'] = 4,
		['e'] = 5,          ['E'] = 5,  ['f'] = 6,  ['F'] = 6,
		['g'] = 7,          ['G'] = 7,  ['h'] = 8,  ['H'] = 8,
		['i'] = 9,          ['I'] = 9,  ['j'] = 10, ['J'] = 10,
		['k'] = 11,         ['K'] = 11, ['l'] = 12, ['L'] = 12,
		['m'] = 13,         ['M'] = 13, ['n'] = 14, ['N'] = 14,
		['o'] = 15,         ['O'] = 15, ['p'] = 16, ['P'] = 16,
		['q'] = 17,         ['Q'] = 17, ['r'] = 18, ['R'] = 18,
		['s'] = 19,         ['S'] = 19, ['t'] = 20, ['T'] = 20,
		['u'] = 21,         ['U'] = 21, ['v'] = 22, ['V'] = 22,
		['w'] = 23,         ['W'] = 23, ['x'] = 24, ['X'] = 24,
		['y'] = 25,         ['Y'] = 25, ['z'] = 26, ['Z'] = 26,
		['0' ... '9'] = 27, ['/'] = 28, ['('] = 29, [','] = 30,
		['-'] = 31,         ['_'] = 32,
	};
	uint64_t letters = 0;

	for (size_t i = 0; i < length; i++)
		letters |= UINT64_C(1) << bits[(unsigned char)text[i]];
	return (uint32_t)(letters >> 1);
}

bool
hc_globs_match(const HcGlob *globs, const char *text, size_t length,
               uint32_t letters)
{
	unsigned char first, last;

	if (length == 0)
		first = last = 0;
	else {
		first = hc_lower((unsigned char)text[0]);
		last = hc_lower((unsigned char)text[length - 1]);
	}
	for (; globs->text != NULL; globs++)
		if ((globs->letters & ~letters) == 0 &&
		    length >= globs->least &&
		    (length <= globs->most || globs->most == UINT16_MAX) &&
		    (globs->first == 0 || globs->first == first) &&
		    (globs->last == 0 || globs->last == last) &&
		    one_matches(globs, text, length))
			return true;
	return false;
}
