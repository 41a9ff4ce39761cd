/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check-hop.c - whether the hops of a message hold together. */
#include "config.h"

#include <string.h>

#include "escape.h"
#include "report-reader.h"
#include "validate.h"

/** Where a field stands in its message. */
typedef struct {
	uint64_t offset, length;
} Range;

static const char *const versions[] = {
	"SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3", NULL};

static bool
range_of(const xmlNode *element, Range *range_out)
{
	return hc_reader_number(element, "offset", &range_out->offset) &&
	       hc_reader_number(element, "length", &range_out->length);
}

static void
check_within(HcCheck *check, const xmlNode *element, const Range *around,
             const char *what)
{
	Range range;

	if (range_of(element, &range) &&
	    (range.offset < around->offset || range.length > around->length ||
	     range.offset - around->offset > around->length - range.length))
		hc_check_flaw(check, element, "%s stands outside of its %s",
		              (const char *)element->name, what);
}

static void
check_list_within(HcCheck *check, const xmlNode *hop, const char *list,
                  const char *member, const Range *field)
{
	const xmlNode *one = hc_check_first(hop, list, member);

	for (; one != NULL; one = hc_reader_after(one, member))
		check_within(check, one, field, "field");
}

/** Days since 1970-01-01 of a day of the proleptic Gregorian calendar. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t shifted = month > 2 ? year : year - 1;
	int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
	int64_t of_era = shifted - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

/** Read "YYYY-MM-DDTHH:MM:SSZ"; the schema says how it looks. */
static bool
read_instant(const char *text, int64_t *unix_out)
{
	char *at;
	int64_t year = g_ascii_strtoll(text, &at, 10);
	int64_t parts[5];

	for (int i = 0; i < 5; i++) {
		if (*at == '\0')
			return false;
		parts[i] = g_ascii_strtoll(at + 1, &at, 10);
	}
	*unix_out = days_of(year, parts[0], parts[1]) * 86400 +
	            parts[2] * 3600 + parts[3] * 60 + parts[4];
	return strcmp(at, "Z") == 0;
}

static void
check_stamp(HcCheck *check, const xmlNode *hop)
{
	const xmlNode *stamp = hc_reader_child(hop, "stamp");
	g_autofree char *utc = NULL;
	g_autofree char *seconds = NULL;
	int64_t time;

	if (stamp == NULL)
		return;
	utc = hc_reader_attribute(stamp, "utc");
	seconds = hc_reader_attribute(stamp, "unix");
	if (hc_check_is(stamp, "state", "point") != (utc != NULL))
		hc_check_flaw(check, stamp,
		              "a stamp has utc just when it is a point");
	if (utc != NULL && seconds != NULL &&
	    (!read_instant(utc, &time) ||
	     g_ascii_strtoll(seconds, NULL, 10) != time))
		hc_check_flaw(check, stamp, "utc and unix are two times");
}

static void
check_tls(HcCheck *check, const xmlNode *hop)
{
	const xmlNode *tls = hc_reader_child(hop, "tls");
	g_autofree char *low = NULL;
	g_autofree char *high = NULL;
	g_autofree char *grade = NULL;

	if (tls == NULL)
		return;
	if (check->brief && xmlHasProp(tls, BAD_CAST "basis") == NULL)
		hc_check_flaw(check, tls, "nothing says what this rests on");
	low = hc_reader_attribute(tls, "version-low");
	high = hc_reader_attribute(tls, "version-high");
	grade = hc_reader_attribute(tls, "grade-now");
	if (low != NULL && high != NULL &&
	    hc_check_rank(versions, low) > hc_check_rank(versions, high))
		hc_check_flaw(check, tls, "version-low is above version-high");
	if (grade != NULL && strcmp(grade, "none") != 0 &&
	    !hc_check_is(tls, "state", "yes"))
		hc_check_flaw(check, tls, "TLS is graded where none is shown");
}

/** The raw bytes are those of the field. */
static void
check_raw(HcCheck *check, const xmlNode *hop, const Range *field)
{
	const xmlNode *raw = hc_reader_child(hop, "raw");
	uint64_t shown;
	g_autofree char *text = NULL;
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	if (raw == NULL || check->redacted ||
	    !hc_reader_number(raw, "shown", &shown))
		return;
	text = hc_reader_text(raw);
	if (hc_unescape_text(bytes, text, strlen(text)) && bytes->len != shown)
		hc_check_flaw(
			check, raw,
			"raw shows %u bytes, and states %" G_GUINT64_FORMAT,
			bytes->len, shown);
	if (shown > field->length)
		hc_check_flaw(check, raw, "raw is longer than its field");
	if ((shown < field->length) !=
	    (xmlHasProp(raw, BAD_CAST "sha256") != NULL))
		hc_check_flaw(check, raw,
		              "raw has a sha256 just when it is cut");
}

static void
check_location(HcCheck *check, const xmlNode *hop)
{
	const xmlNode *location = hc_reader_child(hop, "location");
	const xmlNode *one =
		location != NULL ? hc_check_first(location, "answers", "answer")
				 : NULL;

	for (; one != NULL; one = hc_reader_after(one, "answer")) {
		uint64_t number = hc_check_number(one, "database");

		if (number == 0 || number > check->databases)
			hc_check_flaw(check, one,
			              "an answer names address database "
			              "%" G_GUINT64_FORMAT
			              " of %" G_GUINT64_FORMAT,
			              number, check->databases);
	}
}

/** What a brief hop leaves to the catalogue has to stand there. */
static void
check_words(HcCheck *check, const xmlNode *hop)
{
	const xmlNode *tls = hc_reader_child(hop, "tls");
	g_autofree char *dialect = hc_reader_attribute(hop, "dialect");
	g_autofree char *suite =
		tls != NULL ? hc_reader_attribute(tls, "suite") : NULL;
	g_autofree char *dialect_text =
		g_strdup_printf("dialect-text %s", dialect);
	g_autofree char *suite_text = g_strdup_printf("suite %s", suite);

	if (!check->brief)
		return;
	if (dialect != NULL &&
	    !g_hash_table_contains(check->texts, dialect_text))
		hc_check_flaw(check, hop, "the catalogue has no dialect '%s'",
		              dialect);
	if (suite != NULL && !g_hash_table_contains(check->texts, suite_text))
		hc_check_flaw(check, tls, "the catalogue has no suite '%s'",
		              suite);
}

/** Belief ends at the horizon, and the boundary is where it is said to be. */
static void
check_belief(HcCheck *check, const xmlNode *path, const xmlNode *hop,
             uint64_t number)
{
	uint64_t horizon = 0, boundary = 0;
	bool has_horizon = hc_reader_number(path, "horizon", &horizon);
	bool believed = hc_check_is(hop, "evidence", "attested") ||
	                hc_check_is(hop, "evidence", "partner");

	/* A field that names no receiver may stand among those believed. */
	if (believed ? !has_horizon || number < horizon
	             : has_horizon &&
	                       (number == horizon ||
	                        (number > horizon &&
	                         hc_check_is(hop, "evidence", "claimed"))))
		hc_check_flaw(check, hop,
		              "evidence of hop %" G_GUINT64_FORMAT
		              " does not fit the horizon",
		              number);
	hc_reader_number(path, "boundary", &boundary);
	if (number == boundary && !hc_check_is(hop, "scope", "boundary"))
		hc_check_flaw(check, hop,
		              "path names hop %" G_GUINT64_FORMAT
		              " the boundary, its scope does not",
		              number);
}

static void
check_hop(HcCheck *check, const xmlNode *hop, const Range *message)
{
	Range field = *message;

	check_within(check, hop, message, "message");
	range_of(hop, &field);
	check_list_within(check, hop, "facts", "fact", &field);
	check_list_within(check, hop, "comments", "comment", &field);
	check_list_within(check, hop, "unused", "stretch", &field);
	check_list_within(check, hop, "notes", "note", message);
	check_stamp(check, hop);
	check_tls(check, hop);
	check_raw(check, hop, &field);
	check_location(check, hop);
	check_words(check, hop);
}

uint64_t
hc_check_hops(HcCheck *check, const xmlNode *message)
{
	const xmlNode *path = hc_reader_child(message, "path");
	const xmlNode *one = hc_check_first(message, "hops", "hop");
	const Range whole = {0, hc_check_number(message, "length")};
	uint64_t count = 0;

	for (; one != NULL; one = hc_reader_after(one, "hop")) {
		hc_check_sum(check, one, "number", ++count);
		check_hop(check, one, &whole);
		if (path != NULL)
			check_belief(check, path, one, count);
	}
	return count;
}
