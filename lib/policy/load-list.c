/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-list.c - members out of a list that others keep: CSV or TSV.
 *
 * Cells that are not asked for may hold any bytes: published lists come out of
 * spreadsheets in whatever character set.  A row whose domain or day cannot be
 * read is warned of and is no member; so a slip of the list's keeper costs one
 * row, and on the strict side. */
#include "config.h"

#include "loader.h"

#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "domain.h"
#include "limit.h"
#include "policy-file.h"
#include "scan.h"

/* Columns that are told apart; what follows is one cell. */
#define CELLS_MAX 256

/* Warnings of one list; more of them are one. */
#define WARNINGS_MAX 20

/** What a list is asked for. */
typedef struct {
	HcLoader *loader;
	HcPolicyPlace element;
	HcPolicyPlace row; /**< of the line that is read */
	const char *href;
	const char *at;
	const char *end;
	unsigned line; /**< of @p at */
	char parted_by;
	bool quotes; /**< CSV: RFC 4180 2.5 to 2.7 */
	bool day_first;
	bool below;
	size_t key, from, to, only; /**< columns from 1; 0: none */
	size_t wanted;              /**< the last column that is asked for */
	char *only_value;
	const HcPeriod *around;
	int64_t read_day; /**< HC_DAY_FIRST: not stated */
	unsigned age;
	char age_unit; /**< 'D', 'M', 'Y'; 0: no limit */
	GPtrArray *cells;
	bool unclosed; /**< a quote of this row has no end */
	bool ragged;   /**< text stands behind a quoted cell of it */
	size_t rows;
	size_t warned;
} List;

static void G_GNUC_PRINTF(2, 3) warn_row(List *list, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	if (++list->warned > WARNINGS_MAX)
		return;
	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	hc_loader_warn(list->loader, &list->row, "%s", what);
}

/* ------------------------------------------------------------------- cells */

static size_t
newline_length(const List *list, const char *at)
{
	if (at < list->end && *at == '\n')
		return 1;
	return at + 1 < list->end && at[0] == '\r' && at[1] == '\n' ? 2 : 0;
}

/* A quoted cell: up to the quote that is not doubled; line ends are text.  NULL:
 * nobody asks for it. */
static char *
take_quoted(List *list)
{
	GString *cell = g_string_new(NULL);

	for (list->at++; list->at < list->end; list->at++) {
		if (*list->at == '"') {
			if (list->at + 1 == list->end || list->at[1] != '"')
				break;
			list->at++;
		}
		list->line += *list->at == '\n';
		g_string_append_c(cell, *list->at);
	}
	list->unclosed = list->at == list->end;
	if (!list->unclosed)
		list->at++;
	return g_string_free(cell, list->cells->len >= list->wanted);
}

/* A cell without quotes, or what stands behind one; NULL: nobody asks for it.
 */
static char *
take_plain(List *list)
{
	const char *start = list->at;

	while (list->at < list->end &&
	       (*list->at != list->parted_by ||
	        list->cells->len >= CELLS_MAX) &&
	       newline_length(list, list->at) == 0)
		list->at++;
	return list->cells->len < list->wanted
	               ? g_strndup(start, (size_t)(list->at - start))
	               : NULL;
}

/* Blanks, and the no-break spaces of UTF-8 and Windows-1252. */
static char *
strip(char *cell)
{
	size_t length = strlen(cell);
	char *start = cell;

	while (length > 0 && (hc_is_fws((unsigned char)cell[length - 1]) ||
	                      (unsigned char)cell[length - 1] == 0xa0))
		length--;
	if (length > 0 && (unsigned char)cell[length - 1] == 0xc2)
		length--;
	cell[length] = '\0';
	while (hc_is_fws((unsigned char)*start))
		start++;
	memmove(cell, start, strlen(start) + 1);
	return cell;
}

static void
take_cell(List *list)
{
	bool quoted = list->quotes && list->at < list->end && *list->at == '"';
	char *cell = quoted ? take_quoted(list) : take_plain(list);
	const char *behind = list->at;

	if (quoted) {
		g_free(take_plain(list));
		while (behind < list->at && hc_is_fws((unsigned char)*behind))
			behind++;
		list->ragged |= behind < list->at;
	}
	if (cell)
		g_ptr_array_add(list->cells, strip(cell));
}

/* Take one row apart.
 * @return false at the end */
static bool
take_row(List *list)
{
	g_ptr_array_set_size(list->cells, 0);
	list->ragged = false;
	if (list->at >= list->end)
		return false;
	list->row.line = list->line;
	for (;;) {
		size_t newline;

		take_cell(list);
		if (list->at >= list->end)
			return true;
		newline = newline_length(list, list->at);
		list->at += newline > 0 ? newline : 1;
		if (newline > 0) {
			list->line++;
			return true;
		}
	}
}

static const char *
cell_of(const List *list, size_t column)
{
	return column > 0 && column <= list->cells->len
	               ? g_ptr_array_index(list->cells, column - 1)
	               : "";
}

/* -------------------------------------------------------------------- days */

/* "2026-11-22", "22/11/2026"; a time behind it is left off. */
static bool
read_day(const List *list, const char *cell, int64_t *day_out)
{
	g_autofree char *first = g_strndup(cell, strcspn(cell, " T"));
	unsigned day;
	unsigned month;
	unsigned year;
	int used = 0;

	if (!list->day_first)
		return hc_day_read(first, day_out);
	return strspn(first, "0123456789/.-") == strlen(first) &&
	       strlen(first) <= 10 &&
	       sscanf(first, "%2u%*1[/.-]%2u%*1[/.-]%4u%n", &day, &month, &year,
	              &used) == 3 &&
	       (size_t)used == strlen(first) && year > 999 &&
	       hc_day_from(year, month, day, day_out);
}

/* The last day that something holds which began on a day. */
static int64_t
age_out(const List *list, int64_t day)
{
	GDate date;

	if (list->age_unit == 0 || day == HC_DAY_FIRST)
		return HC_DAY_LAST;
	if (list->age_unit == 'D')
		return day + list->age - 1;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + 719163));
	if (list->age_unit == 'M')
		g_date_add_months(&date, list->age);
	else
		g_date_add_years(&date, list->age);
	return (int64_t)g_date_get_julian(&date) - 719163 - 1;
}

static bool
row_period(List *list, HcPeriod *period_out)
{
	const char *from = cell_of(list, list->from);
	const char *to = cell_of(list, list->to);

	period_out->from = HC_DAY_FIRST;
	period_out->to = HC_DAY_LAST;
	if (*from != '\0' && !read_day(list, from, &period_out->from)) {
		warn_row(list, "'%s' is no day: no member by this row", from);
		return false;
	}
	if (*to != '\0' && !read_day(list, to, &period_out->to)) {
		warn_row(list, "'%s' is no day: no member by this row", to);
		return false;
	}
	if (*to == '\0' && list->age_unit != 0 &&
	    list->read_day == HC_DAY_FIRST &&
	    period_out->from == HC_DAY_FIRST) {
		warn_row(list, "states no day that max-age counts from: no "
		               "member by this row");
		return false;
	}
	if (*to == '\0')
		period_out->to = age_out(list, period_out->from != HC_DAY_FIRST
		                                       ? period_out->from
		                                       : list->read_day);
	if (period_out->from > period_out->to) {
		warn_row(list, "ends before it begins: no member by this row");
		return false;
	}
	return true;
}

/* -------------------------------------------------------------------- rows */

static void
take_member(List *list, GArray *members)
{
	HcNameRule member = {.below = list->below, .place = list->row};
	const char *key = cell_of(list, list->key);
	const char *text = *key == '@' ? key + 1 : key;
	g_autofree char *canonical = NULL;

	if (list->only > 0 &&
	    strcmp(cell_of(list, list->only), list->only_value) != 0)
		return;
	if (*text == '\0')
		return; /* an empty row of a spreadsheet */
	if (list->ragged) {
		warn_row(list, "text stands behind a quoted cell: no member by "
		               "this row");
		return;
	}
	canonical = hc_domain_canonical(text);
	if (!canonical) {
		warn_row(list, "'%s' is no domain name: no member by this row",
		         text);
		return;
	}
	if (!row_period(list, &member.period))
		return;
	if (!hc_periods_meet(*list->around, member.period))
		warn_row(list,
		         "'%s' is never in force: its days lie outside "
		         "those of the community",
		         canonical);
	member.domain = hc_arena_text(list->loader->arena, canonical,
	                              strlen(canonical));
	hc_loader_warn_suffix(list->loader, &member);
	g_array_append_val(members, member);
	list->rows++;
}

static bool
take_rows(List *list, GArray *members)
{
	while (take_row(list)) {
		if (++list->loader->list_rows > hc_limit(HC_LIMIT_LIST_ROWS))
			return hc_loader_refuse(
				list->loader, &list->row,
				"the lists of the policy have too many rows");
		/* It may have swallowed any number of rows. */
		if (list->unclosed)
			return hc_loader_refuse(list->loader, &list->row,
			                        "a quoted cell has no end");
		take_member(list, members);
	}
	if (list->warned > WARNINGS_MAX)
		hc_loader_warn(list->loader, &list->element,
		               "%zu more warnings of '%s'",
		               list->warned - WARNINGS_MAX, list->href);
	if (list->rows == 0)
		return hc_loader_refuse(list->loader, &list->element,
		                        "'%s' holds no member", list->href);
	return true;
}

/* ----------------------------------------------------------------- columns */

static bool
find_column(List *list, const xmlNode *element, const char *attribute,
            size_t *column_out)
{
	g_autofree char *wanted = hc_xml_attribute(element, attribute);
	guint64 number;

	*column_out = 0;
	if (!wanted)
		return true;
	if (g_ascii_string_to_unsigned(wanted, 10, 1, list->cells->len, &number,
	                               NULL)) {
		*column_out = (size_t)number;
		return true;
	}
	for (guint i = 0; i < list->cells->len; i++)
		if (g_ascii_strcasecmp(g_ptr_array_index(list->cells, i),
		                       wanted) == 0) {
			*column_out = i + 1;
			return true;
		}
	return hc_loader_refuse(list->loader, &list->element,
	                        "'%s' has no column '%s'", list->href, wanted);
}

static bool
find_columns(List *list, const xmlNode *element)
{
	if (list->end - list->at >= 3 &&
	    memcmp(list->at, "\xef\xbb\xbf", 3) == 0)
		list->at += 3;
	list->wanted = CELLS_MAX;
	if (!take_row(list))
		return hc_loader_refuse(list->loader, &list->element,
		                        "'%s' is empty", list->href);
	if (!find_column(list, element, "key", &list->key) ||
	    !find_column(list, element, "valid-from-column", &list->from) ||
	    !find_column(list, element, "valid-to-column", &list->to) ||
	    !find_column(list, element, "only-column", &list->only))
		return false;
	list->wanted =
		MAX(MAX(list->key, list->from), MAX(list->to, list->only));
	return true;
}

/* ----------------------------------------------------------------- element */

static bool
read_format(List *list, const xmlNode *element)
{
	g_autofree char *format = hc_xml_attribute(element, "format");
	g_autofree char *dates = hc_xml_attribute(element, "dates");

	if (!format && g_str_has_suffix(list->href, ".csv"))
		format = g_strdup("csv");
	if (!format && g_str_has_suffix(list->href, ".tsv"))
		format = g_strdup("tsv");
	if (!format)
		return hc_loader_refuse(list->loader, &list->element,
		                        "format=\"\" is missing, and '%s' ends "
		                        "neither in .csv nor in .tsv",
		                        list->href);
	list->quotes = strcmp(format, "csv") == 0;
	list->parted_by = list->quotes ? ',' : '\t';
	list->day_first = g_strcmp0(dates, "dmy") == 0;
	return true;
}

static bool
read_age(List *list, const xmlNode *element)
{
	g_autofree char *age = hc_xml_attribute(element, "max-age");
	g_autofree char *read = hc_xml_attribute(element, "read");
	g_autofree char *from = hc_xml_attribute(element, "valid-from-column");

	list->read_day = HC_DAY_FIRST;
	if (read && !hc_day_read(read, &list->read_day))
		return hc_loader_refuse(list->loader, &list->element,
		                        "read=\"%s\" is no day", read);
	if (!age)
		return true;
	/* P, at most four digits, and a unit: the schema says so. */
	list->age = (unsigned)g_ascii_strtoull(age + 1, NULL, 10);
	list->age_unit = age[strlen(age) - 1];
	if (list->age == 0 || (list->age_unit == 'Y' && list->age > 1000))
		return hc_loader_refuse(list->loader, &list->element,
		                        "max-age=\"%s\" is no age", age);
	if (!read && !from)
		return hc_loader_refuse(list->loader, &list->element,
		                        "max-age needs read=\"\" or "
		                        "valid-from-column=\"\" to count from");
	return true;
}

static bool
read_attributes(List *list, const xmlNode *element)
{
	g_autofree char *match = hc_xml_attribute(element, "match");
	g_autofree char *only = hc_xml_attribute(element, "only-column");

	list->below = g_strcmp0(match, "subtree") == 0;
	list->only_value = hc_xml_attribute(element, "only-value");
	if (!only != !list->only_value)
		return hc_loader_refuse(list->loader, &list->element,
		                        "only-column and only-value go "
		                        "together");
	return read_format(list, element) && read_age(list, element);
}

static bool
check_digest(const List *list, const xmlNode *element, const char *data,
             size_t length, HcListRule *list_out)
{
	g_autofree char *wanted = hc_xml_attribute(element, "sha256");
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	hc_digest_init(&digest);
	hc_digest_add(&digest, data, length);
	hc_digest_end(&digest, hex);
	list_out->sha256 = hc_arena_text(list->loader->arena, hex, strlen(hex));
	return !wanted || strcmp(wanted, hex) == 0 ||
	       hc_loader_refuse(list->loader, &list->element,
	                        "'%s' has another digest: %s", list->href, hex);
}

static bool
load(List *list, const xmlNode *element, GArray *members, HcListRule *list_out)
{
	g_autofree char *data = NULL;
	g_autoptr(GError) error = NULL;
	size_t length;

	if (!read_attributes(list, element))
		return false;
	data = hc_policy_file_beside(list->loader->folder, list->href,
	                             (size_t)hc_limit(HC_LIMIT_LIST), &length,
	                             &error);
	if (!data)
		return hc_loader_refuse(list->loader, &list->element, "%s",
		                        error->message);
	list->loader->list_bytes += length;
	if (list->loader->list_bytes > hc_limit(HC_LIMIT_LIST))
		return hc_loader_refuse(list->loader, &list->element,
		                        "the lists of the policy are bigger "
		                        "than %" G_GUINT64_FORMAT " bytes",
		                        hc_limit(HC_LIMIT_LIST));
	if (memchr(data, '\0', length))
		return hc_loader_refuse(list->loader, &list->element,
		                        "'%s' holds a NUL byte: no text",
		                        list->href);
	list->at = data;
	list->end = data + length;
	return check_digest(list, element, data, length, list_out) &&
	       find_columns(list, element) && take_rows(list, members);
}

bool
hc_load_list(HcLoader *loader, const xmlNode *element, const HcPeriod *around,
             GArray *members, HcListRule *list_out)
{
	List list = {
		.loader = loader,
		.element = hc_loader_place(loader, element),
		.href = hc_loader_attribute(loader, element, "href"),
		.line = 1,
		.around = around,
		.cells = g_ptr_array_new_with_free_func(g_free),
	};
	const char *source;
	bool good;

	list.row.file = list.href;
	list.row.column = 1;
	good = hc_loader_source(loader, element, &source) &&
	       load(&list, element, members, list_out);
	list_out->href = list.href;
	list_out->rows = list.rows;
	list_out->read = hc_loader_attribute(loader, element, "read");
	list_out->place = list.element;
	g_ptr_array_unref(list.cells);
	g_free(list.only_value);
	return good;
}
