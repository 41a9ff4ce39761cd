/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report.h - a report under construction, and what a form must do. */
#ifndef HC_REPORT_H
#define HC_REPORT_H

#include "hopcheck.h"
#include "pile.h"

/** A way to lay a report out: one row of the table in report.c. */
typedef struct {
	/** Set up what the form keeps in HcReport; may be NULL. */
	void (*begin)(HcReport *report);
	void (*message)(HcReport *report, const HcVerdict *verdict);
	void (*input)(HcReport *report, const HcInput *input,
	              const GError *failure);
	void (*finish)(HcReport *report);
	/** Check finished bytes; see hc_report_check(). */
	bool (*check)(const char *data, size_t length, GError **error);
} HcForm;

struct HcReport {
	const HcForm *form;
	const HcPolicy *policy;  /* borrowed */
	HcReportOptions options; /* strings are ours */
	GTimeZone *zone;         /* display only; NULL is UTC */
	HcTotals totals;
	bool input_damaged; /* one of them has a note of level error */
	bool finished;
	GString *ready;  /* may be taken */
	GString *inputs; /* tree forms: members of their lists */
	GString *messages;
	void *inputs_writer; /* tree forms: HcWriter on these */
	void *messages_writer;
	HcPile pile;    /* what would stand in ready ... */
	size_t pile_at; /* ... here, once the report is finished */
};

/** Whether something of a message or of its content was not read: then its input
 *  was not (fully) read either. */
bool hc_report_is_damaged(const HcVerdict *verdict);

extern const HcForm hc_form_text;
extern const HcForm hc_form_xml;
extern const HcForm hc_form_json;

/** The schema of the XML form: schemas/report.xsd, compiled in. */
extern const unsigned char hc_report_schema[];
extern const size_t hc_report_schema_length;

#endif
