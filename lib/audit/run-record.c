/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run-record.c - who made a report, when, where and how (schemas/run.xsd). */
#include "config.h"

#include <string.h>

#include "hopcheck.h"
#include "part-walk.h"
#include "run-record.h"
#include "sink.h"
#include "writer.h"

static const char report_namespace[] = "urn:hopcheck:report:1";
static const char run_namespace[] = "urn:hopcheck:run:1";

static void
text(HcWriter *writer, const char *name, const char *value)
{
	hc_writer_object(writer, name);
	hc_writer_text(writer, value, strlen(value));
	hc_writer_end(writer);
}

static void
limits(HcWriter *writer)
{
	size_t count;
	const HcLimit *limit = hc_limits(&count);

	hc_writer_list(writer, "limits");
	for (size_t i = 0; i < count; i++) {
		hc_writer_object(writer, "limit");
		hc_writer_token(writer, "name", limit[i].name);
		hc_writer_number(writer, "value", limit[i].value);
		hc_writer_token(writer, "unit", limit[i].unit);
		if (limit[i].value != limit[i].usual)
			hc_writer_number(writer, "usual", limit[i].usual);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

static void
sittings(HcWriter *writer, const GPtrArray *pieces)
{
	hc_writer_list(writer, "sittings");
	for (guint i = 0; i < pieces->len; i++) {
		const GString *piece = pieces->pdata[i];

		hc_writer_object(writer, "sitting");
		hc_writer_splice(writer, piece->str, piece->len);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

static void
report(HcWriter *writer, const HcRunFacts *facts, const HcRunRecord *record)
{
	static const char *const forms[] = {
		[HC_FORM_TEXT] = "text",
		[HC_FORM_XML] = "xml",
		[HC_FORM_JSON] = "json",
	};

	hc_writer_object(writer, "report");
	hc_writer_token(writer, "form", forms[facts->form]);
	hc_writer_number(writer, "size", facts->report_size);
	hc_writer_token(writer, "sha256", facts->report_sha256);
	if (record->report != NULL)
		text(writer, "name", record->report);
	hc_writer_end(writer);
}

static void
add_plan(HcWriter *writer, const HcPlan *plan)
{
	const uint8_t *fingerprint = hc_plan_fingerprint(plan);
	char sha256[2 * HC_FINGERPRINT + 1];

	for (size_t i = 0; i < HC_FINGERPRINT; i++)
		g_snprintf(sha256 + 2 * i, 3, "%02x", fingerprint[i]);
	hc_writer_object(writer, "plan");
	hc_writer_token(writer, "sha256", sha256);
	hc_writer_number(writer, "units", hc_plan_units(plan));
	hc_writer_end(writer);
}

void
hc_run_record_append(GString *out, const HcRunFacts *facts,
                     const HcRunRecord *record)
{
	HcWriter writer;

	hc_writer_init(&writer, &hc_writer_xml, out, NULL);
	hc_writer_object(&writer, "run");
	hc_writer_token(&writer, "version", "1.1");
	hc_writer_token(&writer, "tool", "hopaudit");
	hc_writer_number(&writer, "exit-status", (uint64_t)record->exit_status);
	hc_writer_token(&writer, "policy", facts->policy_sha256);
	if (facts->unread > 0)
		hc_writer_number(&writer, "sittings-unread", facts->unread);
	report(&writer, facts, record);
	for (guint i = 0; i < facts->sets->len; i++)
		add_plan(&writer, g_array_index(facts->sets, HcPartSet, i).plan);
	limits(&writer);
	sittings(&writer, facts->sittings);
	if (record->examiner != NULL)
		text(&writer, "examiner", record->examiner);
	if (record->case_id != NULL)
		text(&writer, "case", record->case_id);
	hc_writer_end(&writer);
	/* the writer knows the namespace of reports alone */
	g_string_replace(out, report_namespace, run_namespace, 1);
}
