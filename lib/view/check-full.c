/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check-full.c - what brief messages alone may leave out: the schema says so where
 * it cannot ask for it. */
#include "config.h"

#include <string.h>

#include "report-reader.h"
#include "validate.h"

/** What an element of a full report has. */
typedef struct {
	const char *element;
	const char *name; /* of an attribute, or of a child */
	bool child;
} Row;

static const Row rows[] = {
	{"message",  "header-cut",          false},
	{"message",  "note-count",          false},
	{"message",  "notes",               true },
	{"message",  "unread",              true },
	{"message",  "hints",               true },
	{"message",  "coverage",            true },
	{"hop",      "contradicted",        false},
	{"hop",      "scope",               false},
	{"hop",      "inner-leg",           false},
	{"hop",      "misplaced",           false},
	{"hop",      "reversal",            false},
	{"hop",      "kind",                false},
	{"hop",      "dialect-name",        false},
	{"hop",      "silence",             false},
	{"hop",      "dialect-source",      false},
	{"hop",      "peer",                true },
	{"hop",      "facts",               true },
	{"hop",      "comments",            true },
	{"hop",      "unused",              true },
	{"hop",      "notes",               true },
	{"peer",     "unsure",              false},
	{"peer",     "rdns-doubted",        false},
	{"peer",     "rdns-none",           false},
	{"stamp",    "state",               false},
	{"stamp",    "nanosecond",          false},
	{"location", "answers",             true },
	{"tls",      "basis",               false},
	{"tls",      "version-family",      false},
	{"tls",      "client-certificate",  false},
	{"tls",      "cipher-old-spelling", false},
	{"tls",      "grade-then",          false},
	{"tls",      "grade-now",           false},
	{"tls",      "suites",              true },
	{"tls",      "opinions",            true },
	{"finding",  "suppressed",          false},
	{"finding",  "mitigated",           false},
	{"finding",  "not-proved",          true },
	{"finding",  "title",               true },
	{"finding",  "rationale",           true },
	{"finding",  "source",              true },
	{"finding",  "remedy",              true },
	{"verdict",  "reason",              true },
	{"content",  "parts",               false},
	{"content",  "note-count",          false},
	{"content",  "notes",               true },
	{"content",  "forms",               true },
	{"content",  "nested-messages",     true },
};

static void
check_element(HcCheck *check, const xmlNode *element)
{
	const char *name = (const char *)element->name;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Row *row = &rows[i];

		if (strcmp(row->element, name) != 0 ||
		    (row->child
		             ? hc_reader_child(element, row->name) != NULL
		             : xmlHasProp(element, BAD_CAST row->name) != NULL))
			continue;
		hc_check_flaw(check, element,
		              "%s has no %s, which brief messages alone leave "
		              "out",
		              name, row->name);
	}
}

/** The element behind another in a tree, in order; NULL: none. */
static const xmlNode *
next(const xmlNode *root, const xmlNode *at)
{
	const xmlNode *found = xmlFirstElementChild((xmlNode *)at);

	while (found == NULL && at != root) {
		found = xmlNextElementSibling((xmlNode *)at);
		at = at->parent;
	}
	return found;
}

void
hc_check_full(HcCheck *check, const xmlNode *message)
{
	const xmlNode *at = message;

	if (check->brief)
		return;
	for (; at != NULL; at = next(message, at))
		check_element(check, at);
}
