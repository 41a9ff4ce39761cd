/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* diff.c - what changed between two reports, most of all two audits.
 *
 * Findings and verdicts of both go through one sorter by what they are about: a
 * message by its digest (by its place where there is none), a rule, a hop, a
 * recipient.  So neither report has to fit in memory, and the order does not
 * depend on theirs. */
#include "config.h"

#include <string.h>

#include "escape.h"
#include "hopcheck.h"
#include "outlet.h"
#include "report-reader.h"
#include "sorter.h"
#include "writer.h"

/* Bytes that the sorter may use. */
#define MEMORY (32u << 20)
/* Parts of a record, a NUL behind each. */
#define PARTS 6

enum {
	PART_TABLE, /* the key ends with PART_WHAT */
	PART_MESSAGE,
	PART_WHAT,
	PART_SIDE,
	PART_STATE,
	PART_PLACE
};

/** A run. */
typedef struct {
	const HcDiffOptions *options;
	HcSorter *sorter;
	GPtrArray *inputs;      /* labels of the report that is read */
	GHashTable *findings;   /* of the message that is read, to how many */
	GHashTable *parties[2]; /* counterparty to element, kept */
	HcReader *readers[2];
	xmlNode *totals[2];
	char *redactions[2]; /* what was replaced, and by which key; or NULL */
	HcOutlet *outlet;
	HcWriter writer;
	GString *ready;
	uint64_t differences;
	GError **error;
} Run;

/* ----------------------------------------------------------------- reading */

/** What tells a message from others. */
static char *
message_key(const Run *run, const xmlNode *message)
{
	g_autofree char *sha256 = hc_reader_attribute(message, "sha256");
	g_autofree char *number = hc_reader_attribute(message, "number");
	g_autofree char *member = hc_reader_attribute(message, "member");
	uint64_t input = 0;

	if (sha256 != NULL)
		return g_steal_pointer(&sha256);
	hc_reader_number(message, "input", &input);
	return g_strdup_printf(
		"%s %s %s",
		input >= 1 && input <= run->inputs->len
			? (char *)g_ptr_array_index(run->inputs, input - 1)
			: "",
		member != NULL ? member : "", number);
}

/** Where a message stands, for people. */
static char *
message_place(const Run *run, const xmlNode *message)
{
	g_autofree char *number = hc_reader_attribute(message, "number");
	g_autofree char *member = hc_reader_attribute(message, "member");
	uint64_t input = 0;
	const char *label = "";

	hc_reader_number(message, "input", &input);
	if (input >= 1 && input <= run->inputs->len)
		label = g_ptr_array_index(run->inputs, input - 1);
	return member != NULL
	               ? g_strdup_printf("%s/%s", label, member)
	               : g_strdup_printf("%s, message %s", label, number);
}

static bool
add_record(Run *run, const char *const parts[PARTS])
{
	g_autoptr(GString) record = g_string_new(NULL);

	for (size_t i = 0; i < PARTS; i++)
		g_string_append_len(record, parts[i],
		                    (gssize)strlen(parts[i]) + 1);
	if (record->len <= HC_SORTER_RECORD_MAX)
		return hc_sorter_add(run->sorter, record->str, record->len,
		                     run->error);
	g_set_error(run->error, HC_ERROR, HC_ERROR_READ,
	            "%s: holds a %s with a text too long to be compared",
	            parts[PART_SIDE][0] == '0' ? run->options->before
	                                       : run->options->after,
	            parts[PART_TABLE]);
	return false;
}

static char *
recipient_of(const xmlNode *element)
{
	const xmlNode *recipient = hc_reader_child(element, "recipient");

	return recipient != NULL ? hc_reader_text(recipient) : g_strdup("");
}

/** What a finding is about: its rule, hop and recipient.  Of several that are
 *  about the same in one message all but the first bear their number, so that
 *  one less or more is told. */
static char *
finding_what(Run *run, const xmlNode *finding)
{
	g_autofree char *id = hc_reader_attribute(finding, "id");
	g_autofree char *hop = hc_reader_attribute(finding, "hop");
	g_autofree char *recipient = recipient_of(finding);
	g_autofree char *about =
		g_strdup_printf("%s%s%s%s", hop != NULL ? " on hop " : "",
	                        hop != NULL ? hop : "",
	                        *recipient != '\0' ? " for " : "", recipient);
	char *what = g_strconcat(id, about, NULL);
	unsigned number =
		GPOINTER_TO_UINT(g_hash_table_lookup(run->findings, what)) + 1;

	g_hash_table_replace(run->findings, g_strdup(what),
	                     GUINT_TO_POINTER(number));
	if (number == 1)
		return what;
	g_free(what);
	return g_strdup_printf("%s (number %u)%s", id, number, about);
}

static bool
add_finding(Run *run, int side, const char *key, const char *place,
            const xmlNode *finding)
{
	g_autofree char *effect = hc_reader_attribute(finding, "effect");
	g_autofree char *severity = hc_reader_attribute(finding, "severity");
	g_autofree char *suppressed =
		hc_reader_attribute(finding, "suppressed");
	g_autofree char *mitigated = hc_reader_attribute(finding, "mitigated");
	g_autofree char *what = finding_what(run, finding);
	g_autofree char *state = g_strdup_printf(
		"%s, %s%s%s", severity, effect,
		g_strcmp0(suppressed, "true") == 0 ? ", suppressed" : "",
		g_strcmp0(mitigated, "true") == 0 ? ", mitigated" : "");
	const char *const parts[PARTS] = {
		"finding", key, what, side == 0 ? "0" : "1", state, place};

	return add_record(run, parts);
}

static bool
add_verdict(Run *run, int side, const char *key, const char *place,
            const xmlNode *verdict)
{
	g_autofree char *outcome = hc_reader_attribute(verdict, "outcome");
	g_autofree char *recipient = recipient_of(verdict);
	g_autofree char *what = g_strdup_printf(
		"verdict%s%s", *recipient != '\0' ? " for " : "", recipient);
	const char *const parts[PARTS] = {
		"verdict", key, what, side == 0 ? "0" : "1", outcome, place};

	return add_record(run, parts);
}

typedef bool (*AddMember)(Run *run, int side, const char *key,
                          const char *place, const xmlNode *member);

static bool
add_members(Run *run, int side, const xmlNode *message, const char *list,
            const char *member, AddMember add)
{
	const xmlNode *all = hc_reader_child(message, list);
	const xmlNode *one = all != NULL ? hc_reader_child(all, member) : NULL;
	g_autofree char *key = message_key(run, message);
	g_autofree char *place = message_place(run, message);

	g_hash_table_remove_all(run->findings);
	for (; one != NULL; one = hc_reader_after(one, member))
		if (!add(run, side, key, place, one))
			return false;
	return true;
}

static void
take_parties(Run *run, int side, const xmlNode *summary)
{
	const xmlNode *list = hc_reader_child(summary, "counterparty-sums");
	const xmlNode *one =
		list != NULL ? hc_reader_child(list, "counterparty-sum") : NULL;

	for (; one != NULL; one = hc_reader_after(one, "counterparty-sum")) {
		const xmlNode *name = hc_reader_child(one, "name");

		g_hash_table_replace(run->parties[side],
		                     name != NULL ? hc_reader_text(name)
		                                  : g_strdup(""),
		                     (xmlNode *)one);
	}
}

static void
take_redaction(Run *run, int side, const xmlNode *redaction)
{
	g_autofree char *kinds = hc_reader_attribute(redaction, "kinds");
	g_autofree char *key = hc_reader_attribute(redaction, "key-id");

	g_free(run->redactions[side]);
	run->redactions[side] = g_strconcat(kinds, " ", key, NULL);
}

static bool
take_part(Run *run, int side, const xmlNode *part)
{
	if (hc_reader_is(part, "input"))
		g_ptr_array_add(run->inputs,
		                hc_reader_text(hc_reader_child(part, "label")));
	if (hc_reader_is(part, "redaction"))
		take_redaction(run, side, part);
	if (hc_reader_is(part, "summary"))
		take_parties(run, side, part);
	if (hc_reader_is(part, "totals"))
		run->totals[side] = (xmlNode *)part;
	if (hc_reader_is(part, "summary") || hc_reader_is(part, "totals"))
		hc_reader_keep(run->readers[side]);
	return !hc_reader_is(part, "message") ||
	       (add_members(run, side, part, "findings", "finding",
	                    add_finding) &&
	        add_members(run, side, part, "verdicts", "verdict",
	                    add_verdict));
}

static bool
read_report(Run *run, int side)
{
	const char *path =
		side == 0 ? run->options->before : run->options->after;
	const xmlNode *part;
	GError *trouble = NULL;

	run->readers[side] = hc_reader_new(path, true, run->error);
	if (run->readers[side] == NULL)
		return false;
	g_ptr_array_set_size(run->inputs, 0);
	while ((part = hc_reader_next(run->readers[side], &trouble)) != NULL)
		if (!take_part(run, side, part))
			return false;
	if (trouble == NULL)
		return true;
	g_propagate_error(run->error, trouble);
	return false;
}

/* ----------------------------------------------------------------- writing */

/** A line of the outcome; what does not apply is NULL. */
typedef struct {
	const char *kind;  /* new, gone, changed, regression */
	const char *table; /* what it is of: totals, finding ... */
	const char *what;  /* as the report has it, escaped */
	const char *before, *after;
	const char *place;   /* of a message, for people; escaped */
	const char *message; /* what tells the message */
} Difference;

static bool
is_digest(const char *text)
{
	size_t length = strlen(text);

	return length == 64 && strspn(text, "0123456789abcdef") == length;
}

static void
put_text(Run *run, const Difference *one)
{
	GString *out = run->ready;
	const char *const words[] = {one->what, one->place};

	g_string_append_printf(out, "%-10s  ", one->kind);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();

		if (words[i] == NULL)
			continue;
		if (i > 0)
			g_string_append(out, "  ");
		/* the words stand in the report's escaped form */
		if (hc_unescape_text(bytes, words[i], strlen(words[i])))
			hc_escape_text(out, (const char *)bytes->data,
			               bytes->len, true);
		else
			hc_escape_text(out, words[i], strlen(words[i]), true);
	}
	g_string_append(out, ": ");
	if (one->before != NULL && one->after != NULL)
		g_string_append_printf(out, "%s, now %s", one->before,
		                       one->after);
	else
		g_string_append(out,
		                one->before != NULL ? one->before : one->after);
	g_string_append_c(out, '\n');
}

/** Append a text of the report as bytes to a writer, which escapes it. */
static void
put_token(HcWriter *writer, const char *name, const char *text)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree char *plain = NULL;

	if (text != NULL && hc_unescape_text(bytes, text, strlen(text)))
		plain = g_strndup((const char *)bytes->data, bytes->len);
	hc_writer_token(writer, name, plain != NULL ? plain : text);
}

static void
put_object(Run *run, const Difference *one)
{
	HcWriter *writer = &run->writer;

	hc_writer_object(writer, "difference");
	hc_writer_token(writer, "kind", one->kind);
	hc_writer_token(writer, "of", one->table);
	put_token(writer, "what", one->what);
	hc_writer_token(writer, "before", one->before);
	hc_writer_token(writer, "after", one->after);
	put_token(writer, "place", one->place);
	hc_writer_token(writer, "sha256",
	                one->message != NULL && is_digest(one->message)
	                        ? one->message
	                        : NULL);
	hc_writer_end(writer);
}

static bool
put(Run *run, const Difference *one)
{
	run->differences++;
	if (run->options->form == HC_FORM_TEXT)
		put_text(run, one);
	else
		put_object(run, one);
	if (run->ready->len < 65536)
		return true;
	if (!hc_outlet_put(run->outlet, run->ready->str, run->ready->len,
	                   run->error))
		return false;
	g_string_truncate(run->ready, 0);
	return true;
}

/* --------------------------------------------------------------- comparing */

/** Records of one key: how many stand on each side, and the last of each. */
typedef struct {
	char *parts[2][PARTS];
	uint64_t count[2];
} Group;

static void
clear_group(Group *group)
{
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < PARTS; i++)
			g_clear_pointer(&group->parts[side][i], g_free);
		group->count[side] = 0;
	}
}

static void
split(const char *record, const char *parts_out[PARTS])
{
	for (size_t i = 0; i < PARTS; i++) {
		parts_out[i] = record;
		record += strlen(record) + 1;
	}
}

static bool
is_of(const Group *group, const char *const parts[PARTS])
{
	for (int side = 0; side < 2; side++) {
		if (group->count[side] == 0)
			continue;
		for (size_t i = PART_TABLE; i <= PART_WHAT; i++)
			if (strcmp(group->parts[side][i], parts[i]) != 0)
				return false;
		return true;
	}
	return true;
}

static bool
settle(Run *run, Group *group)
{
	char **before = group->count[0] > 0 ? group->parts[0] : NULL;
	char **after = group->count[1] > 0 ? group->parts[1] : NULL;
	char **any = after != NULL ? after : before;
	Difference one = {.table = NULL};
	bool good;

	if (any == NULL)
		return true;
	one.kind = before == NULL ? "new" : after == NULL ? "gone" : "changed";
	one.table = any[PART_TABLE];
	one.what = any[PART_WHAT];
	one.before = before != NULL ? before[PART_STATE] : NULL;
	one.after = after != NULL ? after[PART_STATE] : NULL;
	one.place = any[PART_PLACE];
	one.message = any[PART_MESSAGE];
	good = g_strcmp0(one.before, one.after) == 0 || put(run, &one);
	clear_group(group);
	return good;
}

static bool
compare_records(Run *run)
{
	Group group = {0};
	bool good = true;

	for (;;) {
		const void *record;
		const char *parts[PARTS];
		size_t length;
		int side;

		if (!hc_sorter_next(run->sorter, &record, &length,
		                    run->error)) {
			good = false;
			break;
		}
		if (record == NULL)
			break;
		split(record, parts);
		if (!is_of(&group, parts) && !settle(run, &group)) {
			good = false;
			break;
		}
		side = parts[PART_SIDE][0] - '0';
		group.count[side]++;
		for (size_t i = 0; i < PARTS; i++) {
			g_free(group.parts[side][i]);
			group.parts[side][i] = g_strdup(parts[i]);
		}
	}
	good = good && settle(run, &group);
	clear_group(&group);
	return good;
}

static char *
party_state(const xmlNode *party)
{
	static const char *const names[] = {"messages", "yes", "no",
	                                    "regression-count"};
	uint64_t values[G_N_ELEMENTS(names)] = {0};

	if (party == NULL)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		hc_reader_number(party, names[i], &values[i]);
	return g_strdup_printf("messages %" G_GUINT64_FORMAT
	                       ", over TLS %" G_GUINT64_FORMAT
	                       ", in clear text %" G_GUINT64_FORMAT
	                       ", regressions %" G_GUINT64_FORMAT,
	                       values[0], values[1], values[2], values[3]);
}

/** Whether a counterparty fell back: clear text where there was TLS alone, or
 *  more days on which it went from TLS to clear text. */
static bool
is_regression(const xmlNode *before, const xmlNode *after)
{
	uint64_t was[3] = {0}, is[3] = {0};

	if (after == NULL)
		return false;
	if (before != NULL) {
		hc_reader_number(before, "yes", &was[0]);
		hc_reader_number(before, "no", &was[1]);
		hc_reader_number(before, "regression-count", &was[2]);
	}
	hc_reader_number(after, "no", &is[1]);
	hc_reader_number(after, "regression-count", &is[2]);
	return is[2] > was[2] || (was[0] > 0 && was[1] == 0 && is[1] > 0);
}

static bool
compare_party(Run *run, const char *name)
{
	const xmlNode *before = g_hash_table_lookup(run->parties[0], name);
	const xmlNode *after = g_hash_table_lookup(run->parties[1], name);
	g_autofree char *was = party_state(before);
	g_autofree char *is = party_state(after);
	const Difference one = {
		.kind = is_regression(before, after) ? "regression"
	                : before == NULL             ? "new"
	                : after == NULL              ? "gone"
	                                             : "changed",
		.table = "counterparty",
		.what = *name != '\0' ? name : "(not known)",
		.before = was,
		.after = is,
	};

	return g_strcmp0(was, is) == 0 || put(run, &one);
}

static bool
compare_parties(Run *run)
{
	g_autoptr(GList) names = NULL;
	bool good = true;

	for (int side = 0; side < 2; side++) {
		GHashTableIter at;
		gpointer name;

		g_hash_table_iter_init(&at, run->parties[side]);
		while (g_hash_table_iter_next(&at, &name, NULL))
			if (side == 0 ||
			    !g_hash_table_contains(run->parties[0], name))
				names = g_list_prepend(names, name);
	}
	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (GList *at = names; good && at != NULL; at = at->next)
		good = compare_party(run, at->data);
	return good;
}

static bool
compare_totals(Run *run)
{
	static const char *const names[] = {
		"inputs", "messages", "hops", "pass", "fail", "indeterminate"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *was =
			hc_reader_attribute(run->totals[0], names[i]);
		g_autofree char *is =
			hc_reader_attribute(run->totals[1], names[i]);

		const Difference one = {.kind = "changed",
		                        .table = "totals",
		                        .what = names[i],
		                        .before = was,
		                        .after = is};

		if (g_strcmp0(was, is) != 0 && !put(run, &one))
			return false;
	}
	return true;
}

/* --------------------------------------------------------------------- run */

static void
begin(Run *run)
{
	if (run->options->form == HC_FORM_TEXT)
		return;
	hc_writer_init(&run->writer,
	               run->options->form == HC_FORM_JSON ? &hc_writer_json
	                                                  : &hc_writer_xml,
	               run->ready, NULL);
	hc_writer_object(&run->writer, "comparison");
	/* it is no report */
	g_string_replace(run->ready, HC_REPORT_NAMESPACE,
	                 "urn:hopcheck:comparison:1", 1);
	hc_writer_token(&run->writer, "version", "1.0");
	hc_writer_token(&run->writer, "tool", "hopreport");
	hc_writer_token(&run->writer, "tool-version", hc_version());
	hc_writer_token(&run->writer, "before",
	                hc_reader_digest(run->readers[0]));
	hc_writer_token(&run->writer, "after",
	                hc_reader_digest(run->readers[1]));
	hc_writer_list(&run->writer, "differences");
}

static bool
finish(Run *run)
{
	if (run->options->form != HC_FORM_TEXT) {
		hc_writer_end(&run->writer);
		hc_writer_end(&run->writer);
	}
	return hc_outlet_put(run->outlet, run->ready->str, run->ready->len,
	                     run->error) &&
	       hc_outlet_finish(run->outlet, run->error);
}

/** See that a name in one report is that name in the other. */
static bool
check_redactions(const Run *run)
{
	if (g_strcmp0(run->redactions[0], run->redactions[1]) == 0)
		return true;
	g_set_error(run->error, HC_ERROR, HC_ERROR_POLICY,
	            "%s: is not redacted as %s is, so nothing in it can be "
	            "compared by name",
	            run->options->after, run->options->before);
	return false;
}

static bool
compare(Run *run)
{
	if (!read_report(run, 0) || !read_report(run, 1) ||
	    !check_redactions(run))
		return false;
	run->outlet = hc_outlet_new(run->options->output,
	                            run->options->descriptor, run->error);
	if (run->outlet == NULL)
		return false;
	begin(run);
	return compare_totals(run) && compare_parties(run) &&
	       compare_records(run) && finish(run);
}

bool
hc_report_diff(const HcDiffOptions *options, uint64_t *differences_out,
               GError **error)
{
	Run run = {.options = options, .error = error};
	bool done;

	run.sorter = hc_sorter_new(options->folder, MEMORY);
	run.inputs = g_ptr_array_new_with_free_func(g_free);
	run.findings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	                                     NULL);
	run.ready = g_string_new(NULL);
	for (int side = 0; side < 2; side++)
		run.parties[side] = g_hash_table_new_full(
			g_str_hash, g_str_equal, g_free, NULL);
	done = compare(&run);
	for (int side = 0; side < 2; side++) {
		g_hash_table_unref(run.parties[side]);
		hc_reader_free(run.readers[side]);
		g_free(run.redactions[side]);
	}
	g_string_free(run.ready, TRUE);
	g_ptr_array_unref(run.inputs);
	g_hash_table_unref(run.findings);
	hc_outlet_free(run.outlet);
	hc_sorter_free(run.sorter);
	*differences_out = run.differences;
	return done;
}
