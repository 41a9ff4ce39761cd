/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dump-audit.c - the report of an audit made the short way: one unit, no plan.
 *
 *     dump_audit [--OPTION VALUE]... FILE...
 *
 * so that what the layers write can be compared and measured without the tool.
 * --repeat adds each message so many times. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "brief.h"
#include "hopcheck.h"
#include "sink.h"
#include "summary.h"
#include "tally.h"

#define PIECE (1u << 18)

typedef struct {
	HcPolicy *policy;
	HcContentReader *reader;
	HcReportForm form;
	const char *detail;
	const char *folder;
	unsigned long repeat;
	HcBrief *brief;
	HcTally *tally;
	HcPartFile *part;
	HcSummary *summary;
	uint64_t ordinal;
	uint64_t listed;
	GPtrArray *fragments; /* GString, or NULL: not listed */
	GArray *inputs;       /* uint64_t: the input of each */
	GString *input_list;
	HcWriter input_writer;
	HcSink *sink;
	GString *out;
	bool by_need; /* content is read where it can matter */
} Dump;

static void
check(bool done, const GError *error)
{
	if (done)
		return;
	fprintf(stderr, "dump_audit: %s\n", error->message);
	exit(4);
}

static HcVerdict *
judge(Dump *dump, HcRaw *raw)
{
	g_autoptr(HcMessage) message = hc_message_new(raw);
	g_autoptr(HcChain) chain = hc_chain_new(message);
	g_autoptr(HcEvidence) evidence = hc_evidence_new(chain);
	g_autoptr(HcContent) content = NULL;

	if (dump->by_need)
		return hc_policy_judge_message(dump->policy, dump->reader,
		                               HC_CONTENT_USE_NEED, false,
		                               message);
	if (dump->reader != NULL)
		content = hc_content_new(message, dump->reader, NULL);
	return hc_policy_judge_content(dump->policy, evidence, content);
}

static void
add(Dump *dump, const HcVerdict *verdict, uint64_t input)
{
	GError *error = NULL;
	GString *fragment = g_string_new(NULL);

	hc_brief_add(dump->brief, verdict, fragment);
	if (strcmp(dump->detail, "summary") == 0 ||
	    (strcmp(dump->detail, "findings") == 0 &&
	     !hc_brief_is_found(verdict))) {
		g_string_free(fragment, TRUE);
		fragment = NULL;
	}
	for (unsigned long i = 0; i < dump->repeat; i++) {
		dump->ordinal++;
		dump->listed += fragment != NULL;
		check(hc_tally_add(dump->tally, verdict, dump->ordinal,
		                   dump->part, &error),
		      error);
	}
	g_ptr_array_add(dump->fragments, fragment);
	g_array_append_val(dump->inputs, input);
}

static void
read_input(Dump *dump, const char *path, uint64_t number)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, &error);
	HcRaw *raw = NULL;

	check(source != NULL, error);
	if (dump->reader != NULL)
		hc_source_keep_bodies(source, 1 << 26);
	while (hc_source_next(source, &raw, &error) && raw != NULL) {
		g_autoptr(HcVerdict) verdict = judge(dump, raw);

		add(dump, verdict, number);
		hc_raw_unref(raw);
		raw = NULL;
	}
	hc_summary_input(dump->summary, hc_source_input(source), error != NULL,
	                 error != NULL ? error->message : NULL);
	hc_brief_input(&dump->input_writer, number, hc_source_input(source),
	               NULL, error != NULL ? error->message : NULL);
}

static bool
drain(void *data, GError **error)
{
	Dump *dump = data;

	return dump->out->len < PIECE ||
	       hc_sink_drain(dump->sink, dump->out, error);
}

static void
write_messages(Dump *dump, HcWriter *writer)
{
	GError *error = NULL;
	uint64_t index = 0, number = 0, input = 0;

	hc_writer_list(writer, "messages");
	for (guint i = 0; i < dump->fragments->len; i++) {
		const GString *fragment = dump->fragments->pdata[i];

		if (g_array_index(dump->inputs, uint64_t, i) != input)
			number = 0;
		input = g_array_index(dump->inputs, uint64_t, i);
		for (unsigned long j = 0; j < dump->repeat; j++) {
			HcBriefPlace place = {++index, input, ++number, NULL,
			                      0};

			if (fragment == NULL)
				continue;
			hc_brief_open(writer, &place, fragment->str,
			              fragment->len);
			hc_writer_end(writer);
			check(drain(dump, &error), error);
		}
	}
	hc_writer_end(writer);
}

static void
write_report(Dump *dump)
{
	GError *error = NULL;
	HcWriter writer;

	if (dump->form == HC_FORM_TEXT) {
		HcReportOptions options = {.form = HC_FORM_TEXT};

		check(hc_summary_text(dump->summary, &options, dump->out,
		                      &error),
		      error);
		return;
	}
	hc_writer_init(&writer, dump->input_writer.form, dump->out, NULL);
	hc_brief_head(&writer, dump->policy, dump->detail);
	hc_summary_catalogue(dump->summary, &writer);
	hc_summary_totals(dump->summary, &writer);
	check(hc_summary_write(dump->summary, &writer, drain, dump, &error),
	      error);
	hc_writer_end(&writer);
	hc_writer_list(&writer, "inputs");
	hc_writer_insert(&writer, dump->input_list);
	hc_writer_end(&writer);
	write_messages(dump, &writer);
	hc_writer_end(&writer);
}

static bool
option(Dump *dump, const char *name, const char *value)
{
	GError *error = NULL;

	if (strcmp(name, "--format") == 0)
		dump->form = strcmp(value, "json") == 0   ? HC_FORM_JSON
		             : strcmp(value, "text") == 0 ? HC_FORM_TEXT
		                                          : HC_FORM_XML;
	else if (strcmp(name, "--detail") == 0)
		dump->detail = value;
	else if (strcmp(name, "--repeat") == 0)
		dump->repeat = strtoul(value, NULL, 10);
	else if (strcmp(name, "--folder") == 0)
		dump->folder = value;
	else if (strcmp(name, "--trust") == 0)
		check(hc_policy_trust(dump->policy, value, &error), error);
	else if (strcmp(name, "--profile") == 0) {
		g_autoptr(HcProfile) profile = hc_profile_new(value, &error);

		check(profile != NULL, error);
		hc_policy_set_profile(dump->policy, profile);
	} else if (strcmp(name, "--policy") == 0) {
		hc_policy_free(dump->policy);
		dump->policy = hc_policy_load(value, &error);
		check(dump->policy != NULL, error);
	} else if (strcmp(name, "--content") == 0 ||
	           strcmp(name, "--content-by-need") == 0) {
		dump->by_need = strcmp(name, "--content-by-need") == 0;
		dump->reader = hc_content_reader_new();
		hc_content_reader_set_program(dump->reader, value);
		hc_content_reader_search_first(dump->reader, dump->by_need);
	} else
		return false;
	return true;
}

static void
add_up(Dump *dump, const char *path)
{
	static const uint8_t fingerprint[HC_FINGERPRINT];
	GError *error = NULL;
	HcPartFile *part;
	const uint8_t *data;
	size_t length;
	uint8_t type;

	check(hc_tally_flush(dump->tally, dump->part, &error), error);
	check(hc_part_file_finish(dump->part, &error), error);
	hc_part_file_free(dump->part);
	part = hc_part_file_open(path, fingerprint, 1, &error);
	check(part != NULL, error);
	for (;;) {
		check(hc_part_file_next(part, &type, &data, &length, &error),
		      error);
		if (type == 0)
			break;
		check(hc_summary_take(dump->summary, 0, data, length, &error),
		      error);
	}
	hc_part_file_free(part);
	hc_summary_set_listed(dump->summary, dump->listed);
	check(hc_summary_settle(dump->summary, &error), error);
	unlink(path);
}

static void
begin(Dump *dump, const char *path)
{
	static const uint8_t fingerprint[HC_FINGERPRINT];
	static const char *const parents[] = {"report", "inputs", NULL};
	GError *error = NULL;
	HcReportForm form =
		dump->form == HC_FORM_TEXT ? HC_FORM_XML : dump->form;

	dump->brief = hc_brief_new(form, dump->policy);
	dump->tally = hc_tally_new();
	dump->summary = hc_summary_new(dump->folder, dump->policy);
	dump->part = hc_part_file_create(path, fingerprint, 1, &error);
	check(dump->part != NULL, error);
	dump->fragments = g_ptr_array_new();
	dump->inputs = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	dump->input_list = g_string_new(NULL);
	dump->out = g_string_new(NULL);
	hc_writer_init(&dump->input_writer,
	               form == HC_FORM_JSON ? &hc_writer_json : &hc_writer_xml,
	               dump->input_list, parents);
	dump->sink =
		hc_sink_new_open(dump->form, STDOUT_FILENO, "standard output");
}

static void
end(Dump *dump)
{
	for (guint i = 0; i < dump->fragments->len; i++)
		if (dump->fragments->pdata[i] != NULL)
			g_string_free(dump->fragments->pdata[i], TRUE);
	g_ptr_array_unref(dump->fragments);
	g_array_unref(dump->inputs);
	g_string_free(dump->input_list, TRUE);
	g_string_free(dump->out, TRUE);
	hc_sink_free(dump->sink);
	hc_brief_free(dump->brief);
	hc_tally_free(dump->tally);
	hc_summary_free(dump->summary);
	if (dump->reader != NULL)
		hc_content_reader_free(dump->reader);
	hc_policy_free(dump->policy);
}

int
main(int argc, char **argv)
{
	Dump dump = {.policy = hc_policy_new(),
	             .form = HC_FORM_XML,
	             .detail = "all",
	             .folder = ".",
	             .repeat = 1};
	GError *error = NULL;
	g_autofree char *path = NULL;
	int first = 1;

	while (first + 1 < argc && option(&dump, argv[first], argv[first + 1]))
		first += 2;
	path = g_strdup_printf("%s/dump-%d.part", dump.folder, (int)getpid());
	begin(&dump, path);
	for (int i = first; i < argc; i++)
		read_input(&dump, argv[i], (uint64_t)(i - first) + 1);
	add_up(&dump, path);
	write_report(&dump);
	check(hc_sink_drain(dump.sink, dump.out, &error), error);
	check(hc_sink_commit(dump.sink, &error), error);
	end(&dump);
	return 0;
}
