/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree.c - the forms that carry a tree: XML and JSON.
 *
 * Sums stand first, for that is what a reader reads first, but they are known
 * last: inputs and messages are kept as written until the report is closed. */
#include "config.h"

#include <string.h>

#include "model.h"
#include "report.h"
#include "wellformed.h"
#include "xml.h"

static HcWriter *
new_writer(const HcWriterForm *form, GString *out, const char *list)
{
	const char *const parents[] = {"report", list, NULL};
	HcWriter *writer = g_new0(HcWriter, 1);

	hc_writer_init(writer, form, out, parents);
	return writer;
}

static void
begin(HcReport *report, const HcWriterForm *form)
{
	report->inputs = g_string_new(NULL);
	report->messages = g_string_new(NULL);
	report->inputs_writer = new_writer(form, report->inputs, "inputs");
	report->messages_writer =
		new_writer(form, report->messages, "messages");
}

static void
begin_xml(HcReport *report)
{
	begin(report, &hc_writer_xml);
}

static void
begin_json(HcReport *report)
{
	begin(report, &hc_writer_json);
}

static void
message(HcReport *report, const HcVerdict *verdict)
{
	hc_model_message(report->messages_writer, report->policy,
	                 report->totals.inputs + 1, verdict);
}

static void
input(HcReport *report, const HcInput *shown, const GError *failure)
{
	hc_model_input(report->inputs_writer, report->totals.inputs, shown,
	               failure);
}

/** @return where in what is written the members begin, if there are any */
static size_t
insert_list(HcWriter *writer, const char *name, GString **members)
{
	size_t length = (*members)->len;
	size_t at;

	hc_writer_list(writer, name);
	hc_writer_insert(writer, *members);
	at = writer->out->len - length;
	hc_writer_end(writer);
	g_string_free(g_steal_pointer(members), TRUE);
	return at;
}

static void
finish(HcReport *report)
{
	const HcWriter *members = report->inputs_writer;
	HcWriter writer;

	hc_writer_init(&writer, members->form, report->ready, NULL);
	hc_model_head(&writer, report->policy);
	hc_model_totals(&writer, &report->totals);
	insert_list(&writer, "inputs", &report->inputs);
	/* the pile is of messages before those that are held */
	report->pile_at = insert_list(&writer, "messages", &report->messages);
	hc_writer_end(&writer);
}

static bool
check_xml(const char *data, size_t length, GError **error)
{
	static HcXmlKept kept;

	return hc_xml_validate_kept(&kept, (const char *)hc_report_schema,
	                            hc_report_schema_length, data, length,
	                            "report", HC_ERROR_WRITE, error);
}

const HcForm hc_form_xml = {
	.begin = begin_xml,
	.message = message,
	.input = input,
	.finish = finish,
	.check = check_xml,
};

const HcForm hc_form_json = {
	.begin = begin_json,
	.message = message,
	.input = input,
	.finish = finish,
	.check = hc_check_json,
};
