/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* compare.c - two reports side by side, part by part. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "remake.h"
#include "report-reader.h"
#include "reread.h"

/** Two reports. */
typedef struct {
	HcReader *readers[2];
	const xmlNode *parts[2]; /* NULL: the end */
	HcFlawHeard heard;
	void *data;
	uint64_t differences;
	bool left_out_told;
	HcReread *unread;
	GError **error;
} Pair;

static void G_GNUC_PRINTF(3, 4)
	tell(Pair *pair, const xmlNode *where, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	pair->differences++;
	pair->heard(pair->data, where != NULL ? hc_reader_line(where) : 0,
	            text);
}

static bool
next(Pair *pair, int side)
{
	GError *trouble = NULL;

	pair->parts[side] = hc_reader_next(pair->readers[side], &trouble);
	if (trouble == NULL)
		return true;
	g_propagate_error(pair->error, trouble);
	return false;
}

/* ------------------------------------------------------------------- parts */

/** What a part is called. */
static char *
name_of(const xmlNode *part)
{
	g_autofree char *number = hc_reader_attribute(part, "number");
	g_autofree char *input = hc_reader_attribute(part, "input");
	const xmlNode *label = hc_reader_child(part, "label");
	g_autofree char *text = label != NULL ? hc_reader_text(label) : NULL;

	if (hc_reader_is(part, "input"))
		return g_strdup_printf("input %s (%s)", number, text);
	if (hc_reader_is(part, "message"))
		return g_strdup_printf("message %s of input %s", number, input);
	if (hc_reader_is(part, "name"))
		return g_strdup("left-out");
	return g_strdup((const char *)part->name);
}

/** The first attribute in which two elements differ.
 *  @return whether there is one, told */
static bool
tell_attribute(Pair *pair, const char *name, const xmlNode *one,
               const xmlNode *other)
{
	for (const xmlAttr *at = one->properties; at; at = at->next) {
		const char *key = (const char *)at->name;
		g_autofree char *before = hc_reader_attribute(one, key);
		g_autofree char *now = hc_reader_attribute(other, key);

		if (g_strcmp0(before, now) == 0)
			continue;
		tell(pair, one, "%s: %s of %s is %s, now %s", name, key,
		     (const char *)one->name, before,
		     now != NULL ? now : "absent");
		return true;
	}
	for (const xmlAttr *at = other->properties; at; at = at->next)
		if (!xmlHasProp(one, at->name)) {
			tell(pair, one, "%s: %s of %s is absent, now stated",
			     name, (const char *)at->name,
			     (const char *)one->name);
			return true;
		}
	return false;
}

/** Whether two elements are the same but for what is in them; else told. */
static bool
is_same(Pair *pair, const char *name, const xmlNode *one, const xmlNode *other)
{
	bool leaf = xmlFirstElementChild((xmlNode *)one) == NULL;
	g_autofree char *before = NULL;
	g_autofree char *now = NULL;

	if (strcmp((const char *)one->name, (const char *)other->name) != 0) {
		tell(pair, one, "%s: %s stands where there is %s now", name,
		     (const char *)one->name, (const char *)other->name);
		return false;
	}
	if (tell_attribute(pair, name, one, other))
		return false;
	if (leaf && xmlFirstElementChild((xmlNode *)other) == NULL) {
		before = hc_reader_text(one);
		now = hc_reader_text(other);
		if (strcmp(before, now) != 0) {
			tell(pair, one, "%s: %s is \"%s\", now \"%s\"", name,
			     (const char *)one->name, before, now);
			return false;
		}
	}
	return true;
}

static const xmlNode *
after(const xmlNode *root, const xmlNode *at)
{
	const xmlNode *found = NULL;

	while (found == NULL && at != root) {
		found = xmlNextElementSibling((xmlNode *)at);
		at = at->parent;
	}
	return found;
}

/** Tell the first difference of two parts. */
static void
compare_parts(Pair *pair, const xmlNode *one, const xmlNode *other)
{
	g_autofree char *name = name_of(one);
	const xmlNode *roots[2] = {one, other};

	while (one != NULL && other != NULL) {
		const xmlNode *in = xmlFirstElementChild((xmlNode *)one);
		const xmlNode *in_other =
			xmlFirstElementChild((xmlNode *)other);

		if (!is_same(pair, name, one, other))
			return;
		if ((in == NULL) != (in_other == NULL)) {
			tell(pair, one, "%s: %s is %s", name,
			     (const char *)one->name,
			     in == NULL ? "empty, now it is not"
			                : "not empty, now it is");
			return;
		}
		if (in != NULL) {
			one = in;
			other = in_other;
			continue;
		}
		one = after(roots[0], one);
		other = after(roots[1], other);
	}
	if (one != NULL || other != NULL)
		tell(pair, one != NULL ? one : roots[0], "%s: %s %s", name,
		     (const char *)(one != NULL ? one : other)->name,
		     one != NULL ? "is no more" : "is new");
}

/* -------------------------------------------------------------------- both */

/** Where a part stands among parts: those of one place are compared. */
static int
place(const xmlNode *part, uint64_t *input_out, uint64_t *number_out)
{
	static const char *const order[] = {
		"redaction", "policy", "limits", "catalogue", "totals",
		"summary",   "input",  "name",   "message",
	};

	*input_out = *number_out = 0;
	hc_reader_number(part, "input", input_out);
	if (hc_reader_is(part, "input") || hc_reader_is(part, "message"))
		hc_reader_number(part, "number", number_out);
	for (int i = 0; i < (int)G_N_ELEMENTS(order); i++)
		if (hc_reader_is(part, order[i]))
			return i;
	return (int)G_N_ELEMENTS(order);
}

/** Below 0: the first comes before; 0: both have one place. */
static int
order_of(const xmlNode *one, const xmlNode *other)
{
	uint64_t input[2], number[2];
	int rank[2];

	if (one == NULL || other == NULL)
		return one != NULL ? -1 : 1;
	rank[0] = place(one, &input[0], &number[0]);
	rank[1] = place(other, &input[1], &number[1]);
	if (rank[0] != rank[1])
		return rank[0] - rank[1];
	if (input[0] != input[1])
		return input[0] < input[1] ? -1 : 1;
	return number[0] < number[1] ? -1 : number[0] > number[1];
}

/** Whether a part is a name left out, and a difference of such names is told
 *  already: one name less shifts all that follow. */
static bool
is_told(Pair *pair, const xmlNode *part)
{
	bool name = hc_reader_is(part, "name");
	bool told = name && pair->left_out_told;

	pair->left_out_told |= name;
	return told;
}

static void
compare_parts_once(Pair *pair, const xmlNode *one, const xmlNode *other)
{
	uint64_t before = pair->differences;
	bool name = hc_reader_is(one, "name");

	if (name && pair->left_out_told)
		return;
	compare_parts(pair, one, other);
	if (name)
		pair->left_out_told = pair->differences > before;
}

static bool
walk(Pair *pair)
{
	bool begun = false;

	if (!next(pair, 0) || !next(pair, 1))
		return false;
	while (pair->parts[0] != NULL || pair->parts[1] != NULL) {
		int order = order_of(pair->parts[0], pair->parts[1]);
		g_autofree char *name = name_of(pair->parts[order > 0 ? 1 : 0]);

		if (!begun)
			tell_attribute(pair, "report",
			               hc_reader_root(pair->readers[0]),
			               hc_reader_root(pair->readers[1]));
		begun = true;
		hc_reread_note(pair->unread, order <= 0 ? pair->parts[0] : NULL,
		               order >= 0 ? pair->parts[1] : NULL);
		if (order == 0)
			compare_parts_once(pair, pair->parts[0],
			                   pair->parts[1]);
		else if (!is_told(pair, pair->parts[order > 0 ? 1 : 0]))
			tell(pair, pair->parts[0], "%s: %s", name,
			     order < 0 ? "is not found any more"
			               : "is not in the report");
		if ((order <= 0 && !next(pair, 0)) ||
		    (order >= 0 && !next(pair, 1)))
			return false;
	}
	return true;
}

bool
hc_compare(const HcVerifyOptions *options, const char *again, HcFlawHeard heard,
           void *data, uint64_t *differences_out, GError **error)
{
	g_autoptr(HcReader) one = hc_reader_new(options->report, true, error);
	g_autoptr(HcReader) two =
		one != NULL ? hc_reader_new(again, true, error) : NULL;
	HcReread unread = {.heard = options->unread, .data = data};
	Pair pair = {
		.readers = {one, two},
		.unread = &unread,
		.heard = heard,
		.data = data,
		.error = error
        };

	if (two == NULL || !walk(&pair))
		return false;
	if (pair.differences == 0 &&
	    strcmp(hc_reader_digest(one), hc_reader_digest(two)) != 0)
		tell(&pair, hc_reader_root(one),
		     "report: says the same in other bytes");
	*differences_out = pair.differences;
	return hc_reread_check(&unread, options->report, error);
}

bool
hc_report_verify(const HcVerifyOptions *options, HcFlawHeard heard, void *data,
                 uint64_t *differences_out, GError **error)
{
	g_autofree char *again =
		g_build_filename(options->folder, "again.xml", NULL);
	bool done =
		hc_remake(options, again, error) &&
		hc_compare(options, again, heard, data, differences_out, error);

	unlink(again);
	return done;
}
