/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check.c - whether a report holds together.
 *
 * Whatever is wrong, the report is read on to its end, so that all of it is
 * told; an element or attribute that lacks is the schema's to tell of. */
#include "config.h"

#include "validate.h"

#include <stdarg.h>
#include <string.h>

#include "report-reader.h"

const char *const hc_check_effects[] = {"info", "warn", "indeterminate", "fail",
                                        NULL};
const char *const hc_check_severities[] = {"info", "low",      "medium",
                                           "high", "critical", NULL};

void
hc_check_flaw(HcCheck *check, const xmlNode *where, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	check->flaws++;
	check->heard(check->data, hc_reader_line(where), what);
}

uint64_t
hc_check_number(const xmlNode *element, const char *name)
{
	uint64_t value = 0;

	hc_reader_number(element, name, &value);
	return value;
}

bool
hc_check_is(const xmlNode *element, const char *name, const char *word)
{
	g_autofree char *value = hc_reader_attribute(element, name);

	return g_strcmp0(value, word) == 0;
}

void
hc_check_sum(HcCheck *check, const xmlNode *element, const char *name,
             uint64_t counted)
{
	uint64_t stated;

	if (hc_reader_number(element, name, &stated) && stated != counted)
		hc_check_flaw(check, element,
		              "%s states %s %" G_GUINT64_FORMAT
		              ", but there are %" G_GUINT64_FORMAT,
		              (const char *)element->name, name, stated,
		              counted);
}

const xmlNode *
hc_check_first(const xmlNode *element, const char *list, const char *member)
{
	const xmlNode *parent = hc_reader_child(element, list);

	return parent != NULL ? hc_reader_child(parent, member) : NULL;
}

int
hc_check_rank(const char *const *words, const char *word)
{
	for (int i = 0; words[i] != NULL; i++)
		if (g_strcmp0(words[i], word) == 0)
			return i;
	return -1;
}

/* -------------------------------------------------------------------- head */

/** An address database: answers name it by its number. */
static void
take_databases(HcCheck *check, const xmlNode *policy)
{
	const xmlNode *one =
		hc_check_first(policy, "address-databases", "address-database");

	for (; one != NULL; one = hc_reader_after(one, "address-database"))
		hc_check_sum(check, one, "number", ++check->databases);
}

static void
take_policy(HcCheck *check, const xmlNode *policy)
{
	const xmlNode *rule = hc_check_first(policy, "rules", "rule");
	g_autofree char *before = NULL;

	for (; rule != NULL; rule = hc_reader_after(rule, "rule")) {
		g_autofree char *id = hc_reader_attribute(rule, "id");
		g_autofree char *effect = hc_reader_attribute(rule, "effect");

		if (id == NULL)
			continue;
		if (before != NULL && strcmp(before, id) >= 0)
			hc_check_flaw(check, rule,
			              "rule %s does not come after %s", id,
			              before);
		g_free(before);
		before = g_strdup(id);
		g_hash_table_replace(
			check->effects, g_steal_pointer(&id),
			GINT_TO_POINTER(
				1 + hc_check_rank(hc_check_effects, effect)));
	}
	take_databases(check, policy);
}

static void
take_texts(HcCheck *check, const xmlNode *catalogue, const char *list,
           const char *member, const char *key)
{
	const xmlNode *one = hc_check_first(catalogue, list, member);

	for (; one != NULL; one = hc_reader_after(one, member)) {
		g_autofree char *word = hc_reader_attribute(one, key);
		char *entry = g_strdup_printf("%s %s", member,
		                              word != NULL ? word : "");

		/* One dialect may be known from several sources. */
		if (!g_hash_table_add(check->texts, entry) &&
		    strcmp(member, "dialect-text") != 0)
			hc_check_flaw(check, one, "%s '%s' is a second one",
			              member, word);
	}
}

static void
take_catalogue(HcCheck *check, const xmlNode *catalogue)
{
	take_texts(check, catalogue, "rule-texts", "rule-text", "id");
	take_texts(check, catalogue, "dialect-texts", "dialect-text", "id");
	take_texts(check, catalogue, "suite-texts", "suite", "name");
	take_texts(check, catalogue, "note-texts", "note-text", "token");
}

/* ------------------------------------------------------------------ inputs */

/** @return whether a region says that something was not read */
static bool
check_regions(HcCheck *check, const xmlNode *input, uint64_t size)
{
	const xmlNode *one = hc_check_first(input, "regions", "region");
	uint64_t listed = 0, before = 0;
	bool failed = false;

	for (; one != NULL; one = hc_reader_after(one, "region")) {
		uint64_t offset = hc_check_number(one, "offset");
		uint64_t length = hc_check_number(one, "length");

		listed++;
		if (offset < before)
			hc_check_flaw(check, one,
			              "a region stands before the one before "
			              "it");
		if (offset > size || length > size - offset)
			hc_check_flaw(check, one,
			              "a region ends behind its input");
		failed |= hc_check_is(one, "level", "error");
		before = offset;
	}
	if (listed > hc_check_number(input, "regions-found"))
		hc_check_flaw(check, input,
		              "input states fewer regions than it lists");
	return failed;
}

/** Every byte of an input that was read to its end belongs somewhere. */
static void
check_bytes(HcCheck *check, const xmlNode *input)
{
	uint64_t size = hc_check_number(input, "size");
	uint64_t sum = hc_check_number(input, "message-bytes") +
	               hc_check_number(input, "separator-bytes") +
	               hc_check_number(input, "unparsed-bytes");

	if (hc_check_is(input, "complete", "true") && sum != size)
		hc_check_flaw(check, input,
		              "input: bytes of messages, separators and what "
		              "is neither are %" G_GUINT64_FORMAT
		              ", its size is %" G_GUINT64_FORMAT,
		              sum, size);
}

static void
take_input(HcCheck *check, const xmlNode *input)
{
	static const char *const packed[] = {
		"tar",   "zip", "gzip", "zstd",       "xz",
		"bzip2", "msg", "pst",  "compressed", NULL};
	HcCheckInput entry = {
		.messages = hc_check_number(input, "messages"),
		.message_bytes = hc_check_number(input, "message-bytes"),
		.size = hc_check_number(input, "size"),
	};
	g_autofree char *kind = hc_reader_attribute(input, "kind");
	g_autofree char *sha256 = hc_reader_attribute(input, "sha256");
	bool failed;

	entry.changed = hc_check_is(input, "changed", "true");
	if (sha256 != NULL)
		g_strlcpy(entry.sha256, sha256, sizeof entry.sha256);
	entry.single = g_strcmp0(kind, "eml") == 0;
	entry.packed = hc_check_rank(packed, kind) >= 0;
	entry.members =
		entry.packed || xmlHasProp(input, BAD_CAST "files") != NULL;
	g_array_append_val(check->inputs, entry);
	hc_check_sum(check, input, "number", check->inputs->len);
	check->input_bytes += entry.size;
	failed = hc_reader_child(input, "failure") != NULL ||
	         hc_check_is(input, "complete", "false") || entry.changed;
	if (!entry.packed)
		check_bytes(check, input);
	if (check_regions(check, input,
	                  entry.changed ? UINT64_MAX : entry.size))
		failed = true;
	check->inputs_failed_least += failed;
}

/* ------------------------------------------------------------------ totals */

static uint64_t
sum_of_inputs(const HcCheck *check, bool bytes)
{
	uint64_t sum = 0;

	for (guint i = 0; i < check->inputs->len; i++) {
		const HcCheckInput *input =
			&g_array_index(check->inputs, HcCheckInput, i);

		sum += bytes ? input->message_bytes : input->messages;
	}
	return sum;
}

static void
check_outcomes(HcCheck *check, const xmlNode *totals)
{
	uint64_t sum = hc_check_number(totals, "pass") +
	               hc_check_number(totals, "fail") +
	               hc_check_number(totals, "indeterminate");

	if (sum != hc_check_number(totals, "messages"))
		hc_check_flaw(check, totals,
		              "totals: outcomes are %" G_GUINT64_FORMAT
		              ", messages another number",
		              sum);
	if (!check->all)
		return;
	hc_check_sum(check, totals, "pass", check->outcomes.pass);
	hc_check_sum(check, totals, "fail", check->outcomes.fail);
	hc_check_sum(check, totals, "indeterminate",
	             check->outcomes.indeterminate);
}

static void
check_totals(HcCheck *check)
{
	const xmlNode *totals = check->totals;

	if (totals == NULL)
		return;
	hc_check_sum(check, totals, "inputs", check->inputs->len);
	hc_check_sum(check, totals, "messages", sum_of_inputs(check, false));
	hc_check_sum(check, totals, "message-bytes",
	             sum_of_inputs(check, true));
	hc_check_sum(check, totals, "input-bytes", check->input_bytes);
	hc_check_sum(check, totals, "listed", check->messages);
	hc_check_sum(check, totals, "left-out", check->left_out);
	if (hc_check_number(totals, "inputs-failed") <
	    check->inputs_failed_least)
		hc_check_flaw(check, totals,
		              "totals states fewer inputs-failed than there "
		              "are");
	if (hc_check_number(totals, "inputs-failed") > check->inputs->len)
		hc_check_flaw(check, totals,
		              "totals states more inputs-failed than inputs");
	check_outcomes(check, totals);
	if (!check->all)
		return;
	hc_check_sum(check, totals, "hops", check->hops + check->hops_unread);
	if (check->hops_unread > 0 ||
	    hc_check_number(totals, "hops-unread") > 0)
		hc_check_sum(check, totals, "hops-unread", check->hops_unread);
	hc_check_sum(check, totals, "duplicates", check->duplicates);
}

/* --------------------------------------------------------------------- run */

static void
take_part(HcCheck *check, HcReader *reader, const xmlNode *part)
{
	if (!hc_reader_is(part, (const char *)part->name))
		return; /* a signature */
	hc_check_texts(check, part);
	if (hc_reader_is(part, "message"))
		hc_check_message(check, part);
	else if (hc_reader_is(part, "input"))
		take_input(check, part);
	else if (hc_reader_is(part, "redaction"))
		check->redacted = true;
	else if (hc_reader_is(part, "policy"))
		take_policy(check, part);
	else if (hc_reader_is(part, "catalogue"))
		take_catalogue(check, part);
	else if (hc_reader_is(part, "name"))
		check->left_out++;
	else if (hc_reader_is(part, "totals"))
		check->totals = (xmlNode *)part;
	else if (hc_reader_is(part, "summary"))
		check->summary = (xmlNode *)part;
	if (part == check->totals || part == check->summary)
		hc_reader_keep(reader);
}

/** What the root says decides what is to be expected of the rest. */
static void
take_root(HcCheck *check, const xmlNode *root)
{
	g_autofree char *detail = hc_reader_attribute(root, "detail");

	check->brief = detail != NULL && strcmp(detail, "full") != 0;
	check->all = !check->brief || strcmp(detail, "all") == 0;
}

static void
hear_schema(void *data, size_t line, const char *what)
{
	HcCheck *check = data;

	check->flaws++;
	check->heard(check->data, line, what);
}

static bool
read_all(HcCheck *check, HcReader *reader, GError **error)
{
	const xmlNode *part;
	GError *trouble = NULL;
	bool begun = false;

	while ((part = hc_reader_next(reader, &trouble)) != NULL) {
		if (!begun)
			take_root(check, hc_reader_root(reader));
		begun = true;
		take_part(check, reader, part);
	}
	if (trouble != NULL) {
		g_propagate_error(error, trouble);
		return false;
	}
	hc_check_inputs_end(check, hc_reader_root(reader));
	check_totals(check);
	hc_check_summary(check);
	return true;
}

bool
hc_report_validate(const char *path, HcFlawHeard heard, void *data,
                   uint64_t *flaws_out, GError **error)
{
	HcCheck check = {.heard = heard, .data = data};
	g_autoptr(HcReader) reader = hc_reader_new(path, true, error);
	bool done;

	if (reader == NULL)
		return false;
	hc_reader_hear(reader, hear_schema, &check);
	check.effects =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	check.texts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	check.findings =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	check.inputs = g_array_new(FALSE, TRUE, sizeof(HcCheckInput));
	done = read_all(&check, reader, error);
	g_hash_table_unref(check.effects);
	g_hash_table_unref(check.texts);
	g_hash_table_unref(check.findings);
	g_array_unref(check.inputs);
	*flaws_out = check.flaws;
	return done;
}
