/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* form.h - the forms of content, and how each is recognised. */
#ifndef HC_FORM_H
#define HC_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "hopcheck.h"

typedef enum {
	HC_PLACE_FIELD,
	HC_PLACE_SUBJECT,
	HC_PLACE_PART,
	HC_PLACE_REPORT,
} HcFormPlace;

/** How a form is recognised: forms.tsv says what each column means.  NULL is
 *  "-" there. */
typedef struct {
	HcFormPlace place;
	const char *name;
	const char *value;
	const char *file;
	const char *shape;
	bool wrapped;
} HcFormMatch;

#include "forms-table.h"

/** A row of the table. */
const HcContentForm *hc_content_form(HcFormId id);
/** How that row is recognised. */
const HcFormMatch *hc_form_match(HcFormId id);

/** Whether bytes are one of the words of a list "a|b*|*c", ignoring ASCII case;
 *  one "*" a word stands for any bytes.
 *  @param list  in lower case */
bool hc_form_lists(const char *list, const char *bytes, size_t length);

#endif
