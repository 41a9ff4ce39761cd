/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tables.c - a report's parts on their way to the rows of tables. */
#include "config.h"

#include <string.h>

#include "report-reader.h"
#include "row-sink.h"

/** A run. */
typedef struct {
	const HcRowSinkForm *form;
	HcRowSink *sink;
	GHashTable *rules; /* id to element, kept in the tree */
	uint64_t messages;
	GError **error;
} Run;

static const HcRowSinkForm *const forms[] = {
	[HC_TABLES_CSV] = &hc_row_sink_csv,
	[HC_TABLES_NDJSON] = &hc_row_sink_ndjson,
	[HC_TABLES_SQLITE] = &hc_row_sink_sqlite,
};

const char *
hc_table_name(size_t index)
{
	return index < HC_TABLE_COUNT ? hc_tables_all[index].name : NULL;
}

/* Only what is said is written: a flag that is absent is false. */
static bool
put_row(Run *run, HcRow *row)
{
	const HcTable *table = &hc_tables_all[row->id];

	for (size_t i = 0; i < table->count; i++)
		if (table->columns[i].kind == HC_CELL_FLAG &&
		    row->cells[i] == NULL)
			row->cells[i] = g_strdup("false");
	return run->form->row(run->sink, row, run->error);
}

static bool
wants(const Run *run, HcTableId id)
{
	return run->form->wants(run->sink, id);
}

/* ------------------------------------------------------------------- parts */

static bool
put_input(Run *run, const xmlNode *input)
{
	g_autoptr(HcRow) row = hc_row_new(HC_TABLE_INPUTS);

	if (!wants(run, HC_TABLE_INPUTS))
		return true;
	hc_row_fill(row, input);
	return put_row(run, row);
}

/** Begin a row that belongs to a message. */
static HcRow *
row_below(HcTableId id, const HcRow *message)
{
	static const char *const keys[] = {"message", "input", "number"};
	HcRow *row = hc_row_new(id);

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		hc_row_set(row, keys[i], hc_row_cell(message, keys[i]));
	return row;
}

/** IDs of the findings of a hop, each once, in their order. */
static char *
findings_of(const xmlNode *message, const char *hop)
{
	const xmlNode *findings = hc_reader_child(message, "findings");
	const xmlNode *one =
		findings ? hc_reader_child(findings, "finding") : NULL;
	g_autoptr(GString) ids = g_string_new(NULL);

	for (; one != NULL; one = hc_reader_after(one, "finding")) {
		g_autofree char *number = hc_reader_attribute(one, "hop");
		g_autofree char *id = hc_reader_attribute(one, "id");

		if (g_strcmp0(number, hop) != 0 || id == NULL ||
		    strstr(ids->str, id) != NULL)
			continue;
		if (ids->len > 0)
			g_string_append_c(ids, ' ');
		g_string_append(ids, id);
	}
	return g_string_free(g_steal_pointer(&ids), FALSE);
}

static bool
put_hop(Run *run, const HcRow *message, const xmlNode *hop, unsigned number)
{
	g_autoptr(HcRow) row = row_below(HC_TABLE_HOPS, message);
	g_autofree char *findings = NULL;

	(void)number;
	hc_row_fill(row, hop);
	findings = findings_of(hop->parent->parent, hc_row_cell(row, "hop"));
	hc_row_set(row, "findings", findings);
	return put_row(run, row);
}

/** Fill in what the catalogue says of a finding's rule. */
static void
add_rule_texts(const Run *run, HcRow *row)
{
	const xmlNode *rule =
		g_hash_table_lookup(run->rules, hc_row_cell(row, "id"));

	if (rule != NULL)
		hc_row_fill(row, rule);
}

static bool
put_finding(Run *run, const HcRow *message, const xmlNode *finding,
            unsigned number)
{
	g_autoptr(HcRow) row = row_below(HC_TABLE_FINDINGS, message);

	hc_row_set_number(row, "finding", number);
	hc_row_fill(row, finding);
	add_rule_texts(run, row);
	return put_row(run, row);
}

static bool
put_verdict(Run *run, const HcRow *message, const xmlNode *verdict,
            unsigned number)
{
	g_autoptr(HcRow) row = row_below(HC_TABLE_VERDICTS, message);

	hc_row_set_number(row, "verdict", number);
	hc_row_fill(row, verdict);
	return put_row(run, row);
}

typedef bool (*PutPart)(Run *run, const HcRow *message, const xmlNode *part,
                        unsigned number);

/** Put the members of a list of a message. */
static bool
put_list(Run *run, HcTableId id, const HcRow *row, const xmlNode *message,
         const char *list, const char *member, PutPart put)
{
	const xmlNode *parent = hc_reader_child(message, list);
	const xmlNode *one = parent ? hc_reader_child(parent, member) : NULL;
	unsigned number = 0;

	if (!wants(run, id))
		return true;
	for (; one != NULL; one = hc_reader_after(one, member))
		if (!put(run, row, one, ++number))
			return false;
	return true;
}

static unsigned
count(const xmlNode *message, const char *list, const char *member)
{
	const xmlNode *parent = hc_reader_child(message, list);
	const xmlNode *one = parent ? hc_reader_child(parent, member) : NULL;
	unsigned number = 0;

	for (; one != NULL; one = hc_reader_after(one, member))
		number++;
	return number;
}

/** What the verdicts come to: the worst, and the reason of its first. */
static void
add_outcome(HcRow *row, const xmlNode *message)
{
	static const char *const words[] = {"pass", "indeterminate", "fail"};
	const xmlNode *verdicts = hc_reader_child(message, "verdicts");
	const xmlNode *one =
		verdicts ? hc_reader_child(verdicts, "verdict") : NULL;
	const xmlNode *worst = NULL;
	size_t rank = 0;

	for (; one != NULL; one = hc_reader_after(one, "verdict")) {
		g_autofree char *word = hc_reader_attribute(one, "outcome");

		for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
			if (g_strcmp0(word, words[i]) != 0 ||
			    (worst != NULL && i <= rank))
				continue;
			rank = i;
			worst = one;
		}
	}
	if (worst != NULL) {
		g_autoptr(HcRow) verdict = hc_row_new(HC_TABLE_VERDICTS);

		hc_row_fill(verdict, worst);
		hc_row_set(row, "outcome", words[rank]);
		hc_row_set(row, "reason", hc_row_cell(verdict, "reason"));
	}
}

static HcRow *
make_message_row(Run *run, const xmlNode *message)
{
	HcRow *row = hc_row_new(HC_TABLE_MESSAGES);

	run->messages++;
	hc_row_fill(row, message);
	if (hc_row_cell(row, "message") == NULL)
		hc_row_set_number(row, "message", run->messages);
	add_outcome(row, message);
	hc_row_set_number(row, "verdicts",
	                  count(message, "verdicts", "verdict"));
	hc_row_set_number(row, "findings",
	                  count(message, "findings", "finding"));
	hc_row_set_number(row, "hops", count(message, "hops", "hop"));
	return row;
}

static bool
put_message(Run *run, const xmlNode *message)
{
	g_autoptr(HcRow) row = make_message_row(run, message);

	return (!wants(run, HC_TABLE_MESSAGES) || put_row(run, row)) &&
	       put_list(run, HC_TABLE_HOPS, row, message, "hops", "hop",
	                put_hop) &&
	       put_list(run, HC_TABLE_FINDINGS, row, message, "findings",
	                "finding", put_finding) &&
	       put_list(run, HC_TABLE_VERDICTS, row, message, "verdicts",
	                "verdict", put_verdict);
}

/* -------------------------------------------------------------------- meta */

/** Put the attributes of an element as "PREFIX_NAME". */
static bool
put_meta(Run *run, const xmlNode *element, const char *prefix)
{
	if (run->form->meta == NULL)
		return true;
	for (const xmlAttr *at = element->properties; at; at = at->next) {
		g_autofree char *value =
			hc_reader_attribute(element, (const char *)at->name);
		g_autofree char *key = g_strdelimit(
			g_strconcat(prefix, "_", (const char *)at->name, NULL),
			"-", '_');

		if (!run->form->meta(run->sink, key, value, run->error))
			return false;
	}
	return true;
}

/** Tell of each limit that was changed what it was. */
static bool
put_limits(Run *run, const xmlNode *limits)
{
	const xmlNode *one = hc_reader_child(limits, "limit");

	if (run->form->meta == NULL)
		return true;
	for (; one != NULL; one = hc_reader_after(one, "limit")) {
		g_autofree char *name = hc_reader_attribute(one, "name");
		g_autofree char *value = hc_reader_attribute(one, "value");
		g_autofree char *key = g_strdelimit(
			g_strconcat("limit_", name, NULL), "-", '_');

		if (!run->form->meta(run->sink, key, value, run->error))
			return false;
	}
	return true;
}

/** Learn what the catalogue says of the rules.
 *  @return whether it has to be kept */
static bool
learn_rules(Run *run, const xmlNode *catalogue)
{
	const xmlNode *list = hc_reader_child(catalogue, "rule-texts");
	const xmlNode *one = list ? hc_reader_child(list, "rule-text") : NULL;

	for (; one != NULL; one = hc_reader_after(one, "rule-text")) {
		char *id = hc_reader_attribute(one, "id");

		if (id != NULL)
			g_hash_table_replace(run->rules, id, (xmlNode *)one);
	}
	return list != NULL;
}

static bool
put_part(Run *run, HcReader *reader, const xmlNode *part)
{
	if (hc_reader_is(part, "message"))
		return put_message(run, part);
	if (hc_reader_is(part, "input"))
		return put_input(run, part);
	if (hc_reader_is(part, "catalogue") && learn_rules(run, part))
		hc_reader_keep(reader);
	if (hc_reader_is(part, "limits"))
		return put_limits(run, part);
	if (hc_reader_is(part, "policy"))
		return put_meta(run, hc_reader_root(reader), "report") &&
		       put_meta(run, part, "policy");
	return !hc_reader_is(part, "totals") || put_meta(run, part, "totals");
}

/* --------------------------------------------------------------------- run */

static bool
put_all(Run *run, HcReader *reader)
{
	GError *trouble = NULL;
	const xmlNode *part;

	while ((part = hc_reader_next(reader, &trouble)) != NULL)
		if (!put_part(run, reader, part))
			return false;
	if (trouble == NULL)
		return true;
	g_propagate_error(run->error, trouble);
	return false;
}

/** Which report it was. */
static bool
put_digest(Run *run, const HcReader *reader)
{
	return run->form->meta == NULL ||
	       run->form->meta(run->sink, "report_sha256",
	                       hc_reader_digest(reader), run->error);
}

static bool
refuse(GError **error, const char *what)
{
	g_set_error_literal(error, HC_ERROR, HC_ERROR_POLICY, what);
	return false;
}

static bool
check_options(const HcTableOptions *options, GError **error)
{
	HcTableId id;

	if (options->table != NULL && !hc_table_find(options->table, &id)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "'%s' is no table", options->table);
		return false;
	}
	if (options->output != NULL)
		return true;
	if (options->form == HC_TABLES_SQLITE)
		return refuse(error, "a database needs a name");
	if (options->form == HC_TABLES_CSV && options->table == NULL)
		return refuse(error, "all tables need a folder");
	return true;
}

bool
hc_tables_write(const char *report, const HcTableOptions *options,
                GError **error)
{
	Run run = {.form = forms[options->form], .error = error};
	g_autoptr(HcReader) reader = NULL;
	bool done;

	if (!check_options(options, error))
		return false;
	reader = hc_reader_new(report, true, error);
	if (reader == NULL)
		return false;
	run.sink = run.form->begin(options, error);
	if (run.sink == NULL)
		return false;
	run.rules =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	done = put_all(&run, reader) && put_digest(&run, reader) &&
	       run.form->finish(run.sink, error);
	g_hash_table_unref(run.rules);
	run.form->free(run.sink);
	return done;
}
