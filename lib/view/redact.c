/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* redact.c - a report written again with tokens, and that shown. */
#include "config.h"

#include "redact.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "columns.h"
#include "digest.h"
#include "opening.h"
#include "outlet.h"
#include "report-reader.h"
#include "why.h"

/* Bytes of a key at the least. */
#define KEY_MIN 16
#define KEY_MAX (1u << 20)

/** A run. */
typedef struct {
	HcRedactor *redactor;
	unsigned kinds;
	HcReader *reader;
	HcOutlet *outlet; /* or NULL: the digest alone is wanted */
	HcDigest digest;
	GString *ready;
	const char *original; /* its digest */
	const char *list;     /* "inputs" or "messages", open; or NULL */
	bool listed[3];
	GError **error;
} Run;

static const struct {
	unsigned kind;
	const char *word;
} words[] = {
	{HC_REDACT_ADDRESSES,   "addresses"  },
        {HC_REDACT_HOSTS,       "hosts"      },
	{HC_REDACT_LOCAL_PARTS, "local-parts"},
        {HC_REDACT_NAMES,       "names"      },
	{HC_REDACT_SUBJECTS,    "subjects"   },
};

/* ----------------------------------------------------------------- writing */

static bool
drain(Run *run)
{
	bool put;

	hc_digest_add(&run->digest, run->ready->str, run->ready->len);
	put = run->outlet == NULL || hc_outlet_put(run->outlet, run->ready->str,
	                                           run->ready->len, run->error);
	g_string_truncate(run->ready, 0);
	return put;
}

static void
put_markup(GString *out, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		default:
			g_string_append_c(out, *text);
		}
}

static void
put_line(GString *out, unsigned depth)
{
	g_string_append_printf(out, "\n%*s", (int)depth, "");
}

/** The class of what an element's text is. */
static HcClass
class_of(const xmlNode *element)
{
	const xmlNode *parent = element->parent;
	HcClass what = hc_class_of((const char *)parent->name,
	                           (const char *)element->name, NULL);
	g_autofree char *word = NULL;

	if (what == HC_CLASS_QUOTE) {
		word = hc_reader_attribute(element, "field");
		return hc_class_of_quote(word);
	}
	if (what == HC_CLASS_FACT) {
		word = hc_reader_attribute(element, "name");
		return hc_class_of_fact(word);
	}
	return what;
}

/** An element's text as it is shown; NULL: it has none. */
static char *
text_of(const Run *run, const xmlNode *element, bool *changed_out)
{
	g_autofree char *text = NULL;
	char *shown;

	*changed_out = false;
	if (element->children == NULL ||
	    xmlFirstElementChild((xmlNode *)element) != NULL)
		return NULL;
	text = hc_cell_settle(hc_reader_text(element));
	shown = hc_redactor_text(run->redactor, class_of(element), text);
	*changed_out = strcmp(shown, text) != 0;
	return shown;
}

static void
put_attributes(const Run *run, GString *out, const xmlNode *element,
               bool changed)
{
	for (const xmlAttr *at = element->properties; at; at = at->next) {
		const char *name = (const char *)at->name;
		g_autofree char *value =
			hc_cell_settle(hc_reader_attribute(element, name));
		g_autofree char *shown = hc_redactor_text(
			run->redactor,
			hc_class_of(NULL, (const char *)element->name, name),
			value);

		if (changed && strcmp(name, "raw-hex") == 0)
			continue;
		g_string_append_printf(out, " %s=\"", name);
		put_markup(out, shown);
		g_string_append_c(out, '"');
	}
}

/** Open an element.
 *  @return whether it is over: it holds no other */
static bool
put_start(const Run *run, GString *out, const xmlNode *element, unsigned depth)
{
	bool changed;
	g_autofree char *text = text_of(run, element, &changed);
	bool parent = xmlFirstElementChild((xmlNode *)element) != NULL;

	put_line(out, depth);
	g_string_append_printf(out, "<%s", (const char *)element->name);
	put_attributes(run, out, element, changed);
	if (text != NULL) {
		g_string_append_c(out, '>');
		put_markup(out, text);
		g_string_append_printf(out, "</%s>",
		                       (const char *)element->name);
	} else {
		g_string_append(out, parent ? ">" : "/>");
	}
	return !parent;
}

/** Write an element and all in it, without recursion. */
static void
put_element(const Run *run, GString *out, const xmlNode *root, unsigned depth)
{
	const xmlNode *at = root;

	for (;;) {
		if (!put_start(run, out, at, depth)) {
			at = xmlFirstElementChild((xmlNode *)at);
			depth++;
			continue;
		}
		while (at != root &&
		       xmlNextElementSibling((xmlNode *)at) == NULL) {
			at = at->parent;
			depth--;
			put_line(out, depth);
			g_string_append_printf(out, "</%s>",
			                       (const char *)at->name);
		}
		if (at == root)
			return;
		at = xmlNextElementSibling((xmlNode *)at);
	}
}

/* ------------------------------------------------------------------- parts */

static void
put_kinds(GString *out, unsigned kinds)
{
	bool first = true;

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (!(kinds & words[i].kind))
			continue;
		g_string_append_printf(out, "%s%s", first ? "" : " ",
		                       words[i].word);
		first = false;
	}
}

static void
put_head(Run *run, const xmlNode *root)
{
	g_autofree char *id = hc_redactor_key_id(run->redactor);

	g_string_append(run->ready,
	                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                "<report xmlns=\"" HC_REPORT_NAMESPACE "\"");
	put_attributes(run, run->ready, root, false);
	g_string_append_printf(run->ready,
	                       ">\n <redaction original-sha256=\"%s\" kinds=\"",
	                       run->original);
	put_kinds(run->ready, run->kinds);
	g_string_append_printf(run->ready,
	                       "\" key-id=\"%s\" tool-version=\"%s\"/>", id,
	                       hc_version());
}

/** Open the list that a part stands in, and close the one before it; inputs
 *  and messages are written, empty or not. */
static void
turn_list(Run *run, const char *list)
{
	static const char *const lists[] = {"inputs", "left-out", "messages"};

	if (list != NULL && g_strcmp0(run->list, list) == 0)
		return;
	if (run->list != NULL)
		g_string_append_printf(run->ready, "\n </%s>", run->list);
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		bool open = g_strcmp0(lists[i], list) == 0;

		if (!run->listed[i] && (open || i != 1))
			g_string_append_printf(run->ready, "\n <%s%s", lists[i],
			                       open ? ">" : "/>");
		run->listed[i] = true;
		if (open)
			break;
	}
	run->list = list;
}

static bool
put_part(Run *run, const xmlNode *part)
{
	const char *list = hc_reader_is(part, "input")     ? "inputs"
	                   : hc_reader_is(part, "name")    ? "left-out"
	                   : hc_reader_is(part, "message") ? "messages"
	                                                   : NULL;

	if (hc_reader_is(part, "redaction")) {
		g_set_error_literal(run->error, HC_ERROR, HC_ERROR_POLICY,
		                    "the report is redacted already");
		return false;
	}
	if (!hc_reader_is(part, (const char *)part->name))
		return true; /* a signature is not of what is written */
	if (list != NULL)
		turn_list(run, list);
	put_element(run, run->ready, part, list != NULL ? 2 : 1);
	return drain(run);
}

static bool
put_parts(Run *run)
{
	const xmlNode *part;
	GError *trouble = NULL;
	bool begun = false;

	while ((part = hc_reader_next(run->reader, &trouble)) != NULL) {
		if (!begun)
			put_head(run, hc_reader_root(run->reader));
		begun = true;
		if (!put_part(run, part))
			return false;
	}
	if (trouble != NULL) {
		g_propagate_error(run->error, trouble);
		return false;
	}
	turn_list(run, NULL);
	g_string_append(run->ready, "\n</report>\n");
	return drain(run);
}

/* --------------------------------------------------------------------- run */

static bool
refuse(GError **error, int code, const char *path, const char *what)
{
	g_set_error(error, HC_ERROR, code, "%s: %s", path, what);
	return false;
}

/** Read a report to its end for its digest. */
static char *
digest_of(const char *path, GError **error)
{
	g_autoptr(HcReader) reader = hc_reader_new(path, true, error);
	GError *trouble = NULL;

	if (reader == NULL)
		return NULL;
	while (hc_reader_next(reader, &trouble) != NULL)
		;
	if (trouble == NULL)
		return g_strdup(hc_reader_digest(reader));
	g_propagate_error(error, trouble);
	return NULL;
}

static HcRedactor *
read_key(const char *path, unsigned kinds, GError **error)
{
	size_t length;
	g_autofree char *key = hc_file_contents(path, KEY_MAX, &length, error);
	HcRedactor *redactor = NULL;

	if (key == NULL)
		return NULL;
	if (length < KEY_MIN)
		refuse(error, HC_ERROR_POLICY, path,
		       "a key has at least 16 bytes");
	else
		redactor = hc_redactor_new(key, length, kinds);
	memset(key, 0, length);
	return redactor;
}

/** Write a report again.
 *  @param sha256_out  of what was written, or NULL */
static bool
redact(Run *run, const char *report, const char *key_file, char *sha256_out)
{
	g_autofree char *original = digest_of(report, run->error);
	g_autoptr(HcRedactor) redactor =
		original != NULL ? read_key(key_file, run->kinds, run->error)
				 : NULL;
	g_autoptr(HcReader) reader =
		redactor != NULL ? hc_reader_new(report, true, run->error)
				 : NULL;
	bool done;

	if (reader == NULL)
		return false;
	run->redactor = redactor;
	run->reader = reader;
	run->original = original;
	run->ready = g_string_new(NULL);
	hc_digest_init(&run->digest);
	done = put_parts(run);
	g_string_free(run->ready, TRUE);
	if (done && strcmp(original, hc_reader_digest(reader)) != 0)
		done = refuse(run->error, HC_ERROR_READ, report,
		              "changed while it was read");
	if (sha256_out != NULL)
		hc_digest_end(&run->digest, sha256_out);
	return done;
}

static bool
is_regular(const char *path, GError **error)
{
	bool named = strcmp(path, "-") != 0;
	struct stat status;

	if (named && stat(path, &status) != 0)
		return refuse(error, HC_ERROR_OPEN, path, hc_why(errno));
	return (named && S_ISREG(status.st_mode)) ||
	       refuse(error, HC_ERROR_OPEN, path,
	              "is no regular file, and it is read twice");
}

bool
hc_report_redact(const HcRedactOptions *options, GError **error)
{
	Run run = {.kinds = options->kinds, .error = error};
	g_autoptr(HcOutlet) outlet = NULL;

	if (options->kinds == 0)
		return refuse(error, HC_ERROR_POLICY, options->report,
		              "nothing is to be redacted");
	if (!is_regular(options->report, error))
		return false;
	outlet = hc_outlet_new(options->output, options->descriptor, error);
	run.outlet = outlet;
	return outlet != NULL &&
	       redact(&run, options->report, options->key_file, NULL) &&
	       hc_outlet_finish(outlet, error);
}

/* ------------------------------------------------------------------- proof */

static unsigned
kinds_of(const char *text)
{
	g_auto(GStrv) list = g_strsplit(text != NULL ? text : "", " ", -1);
	unsigned kinds = 0;

	for (char **word = list; *word != NULL; word++)
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].word, *word) == 0)
				kinds |= words[i].kind;
	return kinds;
}

/** What a redacted report says of itself, and its digest. */
static bool
read_statement(const char *path, unsigned *kinds_out, char **original_out,
               char **sha256_out, GError **error)
{
	g_autoptr(HcReader) reader = hc_reader_new(path, true, error);
	const xmlNode *part;
	GError *trouble = NULL;

	*kinds_out = 0;
	if (reader == NULL)
		return false;
	while ((part = hc_reader_next(reader, &trouble)) != NULL) {
		g_autofree char *kinds = NULL;

		if (!hc_reader_is(part, "redaction"))
			continue;
		kinds = hc_reader_attribute(part, "kinds");
		*kinds_out = kinds_of(kinds);
		g_free(*original_out);
		*original_out = hc_reader_attribute(part, "original-sha256");
	}
	if (trouble != NULL) {
		g_propagate_error(error, trouble);
		return false;
	}
	*sha256_out = g_strdup(hc_reader_digest(reader));
	return *kinds_out != 0 ||
	       refuse(error, HC_ERROR_READ, path, "is no redacted report");
}

bool
hc_report_prove(const char *redacted, const char *original,
                const char *key_file, HcRedactProof *proof_out, GError **error)
{
	Run run = {.error = error};
	g_autofree char *stated = NULL;
	g_autofree char *sha256 = NULL;
	g_autofree char *found = NULL;
	char made[HC_DIGEST_HEX];

	if (!is_regular(original, error) ||
	    !read_statement(redacted, &run.kinds, &stated, &sha256, error))
		return false;
	found = digest_of(original, error);
	if (found == NULL)
		return false;
	*proof_out = HC_REDACT_OTHER_ORIGINAL;
	if (g_strcmp0(stated, found) != 0)
		return true;
	if (!redact(&run, original, key_file, made))
		return false;
	*proof_out = strcmp(made, sha256) == 0 ? HC_REDACT_DERIVED
	                                       : HC_REDACT_DIFFERS;
	return true;
}
