/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reread.c - inputs that could not be read when a report was made again. */
#include "config.h"

#include "reread.h"

#include <inttypes.h>
#include <string.h>

#include "hopcheck.h"
#include "report-reader.h"

/** Whether an attribute or the text of a child differs. */
static bool
differs_in(const xmlNode *one, const xmlNode *other, const char *name)
{
	g_autofree char *before = hc_reader_attribute(one, name);
	g_autofree char *now = hc_reader_attribute(other, name);
	g_autofree char *text = hc_reader_text(hc_reader_child(one, name));
	g_autofree char *text_now =
		hc_reader_text(hc_reader_child(other, name));

	return g_strcmp0(before, now) != 0 || strcmp(text, text_now) != 0;
}

/** Why an input is not, or not fully, read.
 *  @return NULL: it is */
static char *
why_unread(const xmlNode *input)
{
	const xmlNode *failure = hc_reader_child(input, "failure");
	g_autofree char *complete = hc_reader_attribute(input, "complete");
	g_autofree char *changed = hc_reader_attribute(input, "changed");
	uint64_t failed = 0;

	hc_reader_number(input, "files-failed", &failed);
	if (failure != NULL)
		return hc_reader_text(failure);
	if (failed > 0)
		return g_strdup_printf("not all of it was read: %" PRIu64
		                       " of its files",
		                       failed);
	if (g_strcmp0(complete, "true") != 0)
		return g_strdup("not all of it was read");
	return g_strcmp0(changed, "true") == 0
	               ? g_strdup("it changed while it was read")
	               : NULL;
}

void
hc_reread_note(HcReread *unread, const xmlNode *one, const xmlNode *other)
{
	static const char *const reasons[] = {"failure", "complete", "changed",
	                                      "files-failed", "troubles"};
	g_autofree char *why = NULL;
	g_autofree char *label = NULL;
	bool differs = one == NULL;
	uint64_t before = 0, now = 0;

	if (unread->first != NULL || other == NULL)
		return;
	if (hc_reader_is(other, "totals") && one != NULL &&
	    hc_reader_number(one, "inputs-failed", &before) &&
	    hc_reader_number(other, "inputs-failed", &now) && now > before)
		unread->more = true;
	if (!hc_reader_is(other, "input"))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(reasons) && !differs; i++)
		differs = differs_in(one, other, reasons[i]);
	why = differs ? why_unread(other) : NULL;
	if (why == NULL)
		return;
	label = hc_reader_text(hc_reader_child(other, "label"));
	unread->first = g_strdup_printf("%s: %s", label, why);
}

bool
hc_reread_check(const HcReread *unread, GError **error)
{
	if (unread->first == NULL && !unread->more)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_READ,
	            "%s; what differs may come of that",
	            unread->first != NULL
	                    ? unread->first
	                    : "more inputs than in the report were not read");
	return false;
}

void
hc_reread_clear(HcReread *unread)
{
	g_free(unread->first);
}
