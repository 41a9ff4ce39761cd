/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delimiter.c - the lines that part a multipart (RFC 2046 5.1.1). */
#include "config.h"

#include "delimiter.h"

#include <string.h>

#include "rare.h"
#include "scan.h"

/* Where the line that closes a multipart nearly always stands: so near the end
 * of the message. */
#define TAIL 1024u

/* All that can be looked for in one message; each has its bit. */
#define DELIMITERS_MAX (HC_TYPES_MAX * (HC_OPEN_FOR + 1))
_Static_assert(DELIMITERS_MAX <= 32, "a bit for each");

/* "--", a boundary, and what tells a line that closes. */
#define LINE_ROOM (2 + HC_BOUNDARY_MAX + 2)

typedef struct {
	char text[2 + HC_BOUNDARY_MAX]; /* "--" and the boundary */
	size_t length;
	uint64_t at;        /* the separator it was open at; */
	uint64_t at_length; /* 0: it is the message's own */
	unsigned age;       /* messages that have ended since */
} Delimiter;

/* So few are compared one by one. */
#define FEW 3u

/* Of many: what a line has to be so that one of them may stand there.  Lines that
 * start with "--" cost little to write, and there may be as many as there are
 * bytes. */
typedef struct {
	bool ready;
	bool ends[2 + HC_BOUNDARY_MAX + 1]; /* one is that long */
	uint32_t hashes[DELIMITERS_MAX];
	uint32_t filter[8]; /* a bit for the high octet of each hash */
	size_t longest;
} Index;

struct HcDelimiters {
	GArray *all;     /* of Delimiter, the message's own behind the others */
	Index index;     /* of these, once it is needed */
	uint32_t own;    /* which are the message's own */
	uint32_t begun;  /* such a line was seen that closes nothing */
	uint32_t closed; /* one that closes */
	char line[LINE_ROOM]; /* what was read of a line that goes on */
	size_t line_length;   /* of it; 0: none does */
	bool line_is_header;
	bool skips; /* the line that goes on is none of them */
};

HcDelimiters *
hc_delimiters_new(void)
{
	HcDelimiters *delimiters = g_new0(HcDelimiters, 1);

	delimiters->all = g_array_new(FALSE, FALSE, sizeof(Delimiter));
	return delimiters;
}

void
hc_delimiters_free(HcDelimiters *delimiters)
{
	if (delimiters == NULL)
		return;
	g_array_unref(delimiters->all);
	g_free(delimiters);
}

static Delimiter *
delimiter(const HcDelimiters *delimiters, guint i)
{
	return &g_array_index(delimiters->all, Delimiter, i);
}

/* ---------------------------------------------------------------- boundary */

static size_t
skip_fws(const char *value, size_t length, size_t at)
{
	while (at < length && hc_is_fws((unsigned char)value[at]))
		at++;
	return at;
}

/* Behind the next semicolon that stands in no quoted string. */
static size_t
skip_parameter(const char *value, size_t length, size_t at)
{
	bool quoted = false;

	for (; at < length; at++) {
		if (value[at] == '"')
			quoted = !quoted;
		else if (value[at] == '\\' && quoted)
			at++;
		else if (value[at] == ';' && !quoted)
			return at + 1;
	}
	return length;
}

/* quoted-string or token (RFC 2045 5.1); a space at the end of a boundary is
 * none of it (RFC 2046 5.1.1).
 * @return octets; 0: there is none, or it is too long */
static size_t
read_value(const char *value, size_t length, size_t at, char *out)
{
	bool quoted = at < length && value[at] == '"';
	size_t count = 0;

	for (at += quoted; at < length; at++) {
		char c = value[at];

		if (quoted ? c == '"' : c == ';' || hc_is_fws((unsigned char)c))
			break;
		if (c == '\\' && quoted && at + 1 < length)
			c = value[++at];
		if (c == '\r' || c == '\n')
			continue;
		if (count == HC_BOUNDARY_MAX)
			return 0;
		out[count++] = c;
	}
	while (count > 0 && hc_is_wsp((unsigned char)out[count - 1]))
		count--;
	return count;
}

size_t
hc_boundary_read(const char *value, size_t length, char *out)
{
	static const char type[] = "multipart/";
	static const char name[] = "boundary";
	size_t at = skip_fws(value, length, 0);

	if (length - at < strlen(type) ||
	    !hc_is(value + at, strlen(type), type))
		return 0;
	while ((at = skip_parameter(value, length, at)) < length) {
		at = skip_fws(value, length, at);
		if (length - at <= strlen(name) ||
		    !hc_is(value + at, strlen(name), name))
			continue;
		at = skip_fws(value, length, at + strlen(name));
		if (at < length && value[at] == '=')
			return read_value(value, length,
			                  skip_fws(value, length, at + 1), out);
	}
	return 0;
}

/* -------------------------------------------------------------------- scan */

void
hc_delimiters_add_own(HcDelimiters *delimiters, const char *boundary,
                      size_t length)
{
	Delimiter own = {.length = 2 + length};

	if (delimiters->all->len == DELIMITERS_MAX || length > HC_BOUNDARY_MAX)
		return;
	memcpy(own.text, "--", 2);
	memcpy(own.text + 2, boundary, length);
	delimiters->own |= 1u << delimiters->all->len;
	delimiters->index.ready = false;
	g_array_append_val(delimiters->all, own);
}

/* FNV-1a; it need not be strong: what has the same is compared. */
#define HASH_START 0x811c9dc5u

static uint32_t
add_octet(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 0x01000193u;
}

static void
make_index(HcDelimiters *delimiters)
{
	Index *index = &delimiters->index;

	*index = (Index){.ready = true};
	for (guint i = 0; i < delimiters->all->len; i++) {
		const Delimiter *one = delimiter(delimiters, i);
		uint32_t hash = HASH_START;

		for (size_t at = 2; at < one->length; at++)
			hash = add_octet(hash, one->text[at]);
		index->hashes[i] = hash;
		index->filter[hash >> 29] |= 1u << (hash >> 24 & 31);
		index->ends[one->length] = true;
		index->longest = MAX(index->longest, one->length);
	}
}

/** Whether all that stands there to the end of the line is white space. */
static bool
is_blank(const char *at, const char *end)
{
	while (at < end && *at != '\n' && hc_is_fws((unsigned char)*at))
		at++;
	return at == end || *at == '\n';
}

static bool
is_own(const Delimiter *one)
{
	return one->at_length == 0;
}

/* Look at a line for one of them.  Behind the boundary white space may stand
 * (RFC 2046 5.1.1, transport-padding); anything else but "--" makes it another
 * boundary.
 * @return whether it is this one */
static bool
look_for(HcDelimiters *delimiters, guint i, const char *line, size_t length)
{
	const Delimiter *one = delimiter(delimiters, i);
	const char *at = line + one->length;

	if (length < one->length || memcmp(line, one->text, one->length) != 0)
		return false;
	if (is_blank(at, line + length))
		delimiters->begun |= 1u << i;
	else if (hc_starts(at, length - one->length, "--"))
		delimiters->closed |= 1u << i;
	return true;
}

/* Look at a line for all of them, octet by octet.
 * @param left  which are looked for */
static bool
look_for_all(HcDelimiters *delimiters, const char *line, size_t length,
             uint32_t left)
{
	const Index *index = &delimiters->index;
	uint32_t hash = HASH_START;
	bool found = false;

	length = MIN(length, LINE_ROOM);
	for (size_t at = 2; at < MIN(length, index->longest); at++) {
		if (line[at] == '\n')
			break;
		hash = add_octet(hash, line[at]);
		if (!index->ends[at + 1] ||
		    !(index->filter[hash >> 29] & 1u << (hash >> 24 & 31)))
			continue;
		for (guint i = 0; i < delimiters->all->len; i++)
			if (index->hashes[i] == hash && left & 1u << i)
				found |= look_for(delimiters, i, line, length);
	}
	return found;
}

/* Look at a line that starts with "--".
 *  @param length  of what is there from it on; no more than is kept of a line
 *                 is looked at, so that pieces do not matter
 *  @return whether it is one that is looked for */
static bool
look_at_line(HcDelimiters *delimiters, const char *line, size_t length,
             bool in_header)
{
	const guint count = delimiters->all->len;
	const uint32_t left = in_header ? ~delimiters->own : UINT32_MAX;
	bool found = false;

	length = MIN(length, LINE_ROOM);
	if (count > FEW) {
		if (!delimiters->index.ready)
			make_index(delimiters);
		return look_for_all(delimiters, line, length, left);
	}
	for (guint i = 0; i < count; i++)
		if (left & 1u << i)
			found |= look_for(delimiters, i, line, length);
	return found;
}

/* Whether no line that comes can change anything. */
static bool
is_settled(const HcDelimiters *delimiters)
{
	const uint32_t all = (uint32_t)((1ull << delimiters->all->len) - 1);
	const uint32_t seen =
		delimiters->closed | (delimiters->begun & ~delimiters->own);

	return (seen & all) == all;
}

/* Look at the lines of data, which starts where one does and ends with one.
 *  @param body  where the body starts */
static void
look_at_lines(HcDelimiters *delimiters, const char *data, const char *end,
              const char *body)
{
	const char *at = data;

	while (at != NULL && (at = hc_find_pair(at, end, '-', '-')) != NULL) {
		if ((at == data || at[-1] == '\n') &&
		    look_at_line(delimiters, at, (size_t)(end - at),
		                 at < body) &&
		    is_settled(delimiters))
			return;
		at = memchr(at, '\n', (size_t)(end - at));
	}
}

/* Keep the start of a line that goes on. */
static void
keep_line(HcDelimiters *delimiters, const char *line, size_t length,
          bool in_header)
{
	size_t room = LINE_ROOM - delimiters->line_length;
	size_t more = MIN(room, length);

	memcpy(delimiters->line + delimiters->line_length, line, more);
	delimiters->line_length += more;
	delimiters->line_is_header = in_header;
	if (delimiters->line[0] != '-') {
		delimiters->skips = true;
		delimiters->line_length = 0;
	}
}

static void
look_at_kept_line(HcDelimiters *delimiters)
{
	if (delimiters->line_length >= 2)
		look_at_line(delimiters, delimiters->line,
		             delimiters->line_length,
		             delimiters->line_is_header);
	delimiters->line_length = 0;
	delimiters->skips = false;
}

/* Go on with a line that was begun.
 *  @return bytes of it */
static size_t
end_line(HcDelimiters *delimiters, const char *data, size_t length)
{
	const char *newline;
	size_t size;

	if (delimiters->line_length == 0 && !delimiters->skips)
		return 0;
	newline = memchr(data, '\n', length);
	size = newline != NULL ? (size_t)(newline - data) + 1 : length;
	if (!delimiters->skips)
		keep_line(delimiters, data, size, delimiters->line_is_header);
	if (newline != NULL)
		look_at_kept_line(delimiters);
	return size;
}

void
hc_delimiters_scan(HcDelimiters *delimiters, const char *data, size_t length,
                   size_t header)
{
	size_t at = end_line(delimiters, data, length);
	const char *start = data + at;
	const char *end = data + length;
	const char *body = data + header;
	const char *last;

	if (at == length || is_settled(delimiters))
		return;
	last = memrchr(start, '\n', (size_t)(end - start));
	last = last != NULL ? last + 1 : start;
	if (last - start > TAIL) {
		const char *tail = memchr(last - TAIL, '\n', TAIL);

		look_at_lines(delimiters, tail + 1, last, body);
		if (is_settled(delimiters))
			return;
	}
	look_at_lines(delimiters, start, last, body);
	if (last < end)
		keep_line(delimiters, last, (size_t)(end - last), last < body);
}

void
hc_delimiters_mark(const HcDelimiters *delimiters, HcDelimitersCut *cut_out)
{
	cut_out->begun = delimiters->begun;
	cut_out->closed = delimiters->closed;
}

void
hc_delimiters_cut(HcDelimiters *delimiters, const HcDelimitersCut *cut)
{
	delimiters->begun = cut->begun;
	delimiters->closed = cut->closed;
	delimiters->line_length = 0;
	delimiters->skips = false;
}

/* --------------------------------------------------------------------- end */

static bool
has_own(const HcDelimiters *delimiters, const Delimiter *other)
{
	for (guint i = 0; i < delimiters->all->len; i++) {
		const Delimiter *one = delimiter(delimiters, i);

		if (is_own(one) && one->length == other->length &&
		    memcmp(one->text, other->text, one->length) == 0)
			return true;
	}
	return false;
}

static void
drop(HcDelimiters *delimiters, guint i)
{
	const uint32_t below = (1u << i) - 1;

	g_array_remove_index(delimiters->all, i);
	delimiters->index.ready = false;
	delimiters->own =
		(delimiters->own & below) | (delimiters->own >> 1 & ~below);
	delimiters->begun =
		(delimiters->begun & below) | (delimiters->begun >> 1 & ~below);
	delimiters->closed = (delimiters->closed & below) |
	                     (delimiters->closed >> 1 & ~below);
}

/* Those of one message, which are open at the same separator. */
static void
drop_all_of(HcDelimiters *delimiters, uint64_t at)
{
	for (guint i = delimiters->all->len; i-- > 0;) {
		const Delimiter *one = delimiter(delimiters, i);

		if (!is_own(one) && one->at == at)
			drop(delimiters, i);
	}
}

void
hc_delimiters_end(HcDelimiters *delimiters, HcGoesOn goes_on, void *data)
{
	guint i = 0;

	look_at_kept_line(delimiters);
	while (i < delimiters->all->len) {
		const Delimiter one = *delimiter(delimiters, i);

		if (is_own(&one) ||
		    !((delimiters->begun | delimiters->closed) & 1u << i)) {
			i++;
		} else if (has_own(delimiters, &one)) {
			drop(delimiters, i);
		} else {
			goes_on(one.at, one.at_length, data);
			drop_all_of(delimiters, one.at);
			i = 0;
		}
	}
}

bool
hc_delimiters_pass(HcDelimiters *delimiters, uint64_t at, uint64_t length)
{
	for (guint i = delimiters->all->len; i-- > 0;) {
		Delimiter *one = delimiter(delimiters, i);
		const uint32_t bit = 1u << i;
		bool open = delimiters->begun & ~delimiters->closed & bit;

		if (is_own(one) ? !open || length == 0
		                : ++one->age == HC_OPEN_FOR) {
			drop(delimiters, i);
		} else if (is_own(one)) {
			one->at = at;
			one->at_length = length;
		}
	}
	delimiters->begun = delimiters->closed = delimiters->own = 0;
	return delimiters->all->len > 0;
}
