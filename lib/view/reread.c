/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reread.c - inputs that could not be read when a report was made again, each
 * told as it is met: an archive may have millions. */
#include "config.h"

#include "reread.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "escape.h"
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

/** Tell an input.
 *  @param member  of it, or NULL: all */
static void
tell(HcReread *unread, const xmlNode *input, const char *member,
     const char *why)
{
	g_autofree char *label =
		hc_reader_text(hc_reader_child(input, "label"));
	g_autofree char *what =
		g_strconcat(label, member != NULL ? "/" : "",
	                    member != NULL ? member : "", ": ", why, NULL);

	if (unread->heard != NULL)
		unread->heard(unread->data, what);
}

/** The first of what was not read of an input, or NULL. */
static const xmlNode *
first_trouble(const xmlNode *input)
{
	const xmlNode *all =
		input != NULL ? hc_reader_child(input, "troubles") : NULL;

	return all != NULL ? hc_reader_child(all, "trouble") : NULL;
}

/** Tell each member that was not read, and was for the report. */
static void
tell_members(HcReread *unread, const xmlNode *one, const xmlNode *other)
{
	g_autoptr(GHashTable) known =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const xmlNode *at = first_trouble(one);

	for (; at != NULL; at = hc_reader_after(at, "trouble"))
		g_hash_table_add(known, hc_reader_attribute(at, "member"));
	for (at = first_trouble(other); at != NULL;
	     at = hc_reader_after(at, "trouble")) {
		g_autofree char *member = hc_reader_attribute(at, "member");
		g_autofree char *why = hc_reader_text(at);

		if (!g_hash_table_contains(known, member))
			tell(unread, other, member, why);
	}
}

/** Note an input that is not, or not fully, read now.
 *  @return whether it is one */
static bool
note_unread(HcReread *unread, const xmlNode *one, const xmlNode *other)
{
	static const char *const reasons[] = {"failure", "complete", "changed",
	                                      "files-failed", "troubles"};
	bool differs = one == NULL;
	g_autofree char *why = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(reasons) && !differs; i++)
		differs = differs_in(one, other, reasons[i]);
	why = differs ? why_unread(other) : NULL;
	if (why == NULL)
		return false;
	unread->inputs++;
	tell(unread, other, NULL, why);
	tell_members(unread, one, other);
	return true;
}

/** Whether an input was a folder's single messages: a container is a file. */
static bool
was_folder(const xmlNode *input)
{
	static const HcKind kinds[] = {HC_KIND_FOLDER, HC_KIND_MAILDIR,
	                               HC_KIND_MH};
	g_autofree char *kind = hc_reader_attribute(input, "kind");

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_strcmp0(kind, hc_kind_token(kinds[i])) == 0)
			return true;
	return false;
}

/** Note an input that was one file, where a folder stands under its name now:
 *  what that holds was read, if anything, and not the input. */
static void
note_folder(HcReread *unread, const xmlNode *one, const xmlNode *other)
{
	g_autofree char *label = hc_reader_text(hc_reader_child(one, "label"));
	g_autoptr(GByteArray) path = g_byte_array_new();
	struct stat status;

	if (was_folder(one) ||
	    (other != NULL && !differs_in(one, other, "label") &&
	     !differs_in(one, other, "kind")) ||
	    !hc_unescape_text(path, label, strlen(label)))
		return;
	g_byte_array_append(path, (const guint8 *)"", 1);
	if (stat((const char *)path->data, &status) != 0 ||
	    !S_ISDIR(status.st_mode))
		return;
	unread->inputs++;
	tell(unread, one, NULL, "is a folder now, and was a file");
}

void
hc_reread_note(HcReread *unread, const xmlNode *one, const xmlNode *other)
{
	uint64_t before = 0, now = 0;

	if (one != NULL && other != NULL && hc_reader_is(other, "totals") &&
	    hc_reader_number(one, "inputs-failed", &before) &&
	    hc_reader_number(other, "inputs-failed", &now) && now > before)
		unread->more = now - before;
	if (!hc_reader_is(one != NULL ? one : other, "input"))
		return;
	if (other != NULL && note_unread(unread, one, other))
		return;
	if (one != NULL)
		note_folder(unread, one, other);
}

bool
hc_reread_check(const HcReread *unread, const char *report, GError **error)
{
	uint64_t count = MAX(unread->inputs, unread->more);

	if (count == 0)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_READ,
	            "%s: inputs that were not read as they were for it: "
	            "%" PRIu64 "; what differs may come of that",
	            report, count);
	return false;
}
