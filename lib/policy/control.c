/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control.c - control catalogues that a policy selects, and the clauses of each
 * that bear on a finding. */
#include "config.h"

#include "control.h"

#include <string.h>

#include "policy.h"

/* In the order of the columns of controls.tsv. */
static const HcCatalogue catalogues[] = {
	{"nist-800-53r5",  "NIST SP 800-53 rev. 5"                               },
	{"iso-27001-2022", "ISO/IEC 27001:2022 Annex A"                          },
	{"gdpr",           "Regulation (EU) 2016/679 (GDPR)"                     },
	{"hipaa",          "HIPAA Security Rule"                                 },
	{"pci-dss-4",      "PCI DSS v4"					  },
	{"ndg-osa",
         "National Data Guardian standards, as Open Security Architecture "
         "labels them"							   },
	{"nist-csf-2",     "NIST Cybersecurity Framework 2.0"                    },
	{"osa-sp-020",     "Open Security Architecture SP-020 Email TLS, threats"},
};

typedef struct {
	const char *id;
	const char *references[G_N_ELEMENTS(catalogues)];
} ControlRow;

#include "controls-table.h"

const HcCatalogue *
hc_catalogues(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(catalogues);
	return catalogues;
}

const HcCatalogue *
hc_catalogue_find(const char *id)
{
	for (size_t i = 0; i < G_N_ELEMENTS(catalogues); i++)
		if (strcmp(catalogues[i].id, id) == 0)
			return &catalogues[i];
	return NULL;
}

const char *
hc_catalogue_references(const HcCatalogue *catalogue, const char *rule_id)
{
	size_t column = (size_t)(catalogue - catalogues);

	g_return_val_if_fail(column < G_N_ELEMENTS(catalogues), NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(control_rows); i++)
		if (strcmp(control_rows[i].id, rule_id) == 0)
			return control_rows[i].references[column];
	return NULL;
}

size_t
hc_policy_catalogue_count(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, 0);
	return policy->document ? policy->document->control_count : 0;
}

const HcCatalogue *
hc_policy_catalogue(const HcPolicy *policy, size_t index)
{
	g_return_val_if_fail(index < hc_policy_catalogue_count(policy), NULL);
	return hc_catalogue_find(policy->document->controls[index].catalogue);
}

const char *
hc_catalogue_source(void)
{
	return "crosswalk of Open Security Architecture, osa-data 16de2bcc of "
	       "14 May 2026: a reference says that it links the two, not that "
	       "the clause demands anything";
}
