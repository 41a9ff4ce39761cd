/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check-finding.c - whether findings and verdicts of a message hold together. */
#include "config.h"

#include <string.h>

#include "report-reader.h"
#include "validate.h"

static const char *const outcomes[] = {"pass", "indeterminate", "fail", NULL};

/** Whether this version knows a rule; what another version made may name one
 *  that it does not. */
static bool
is_known(const char *id)
{
	size_t count;
	const HcRule *rules = hc_rules(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rules[i].id, id) == 0)
			return true;
	return false;
}

static bool
is_of_this_version(const xmlNode *finding)
{
	const xmlNode *root = finding;

	while (root->parent != NULL && root->parent->type == XML_ELEMENT_NODE)
		root = root->parent;
	return hc_check_is(root, "tool-version", hc_version());
}

static void
check_rule(HcCheck *check, const xmlNode *finding, const char *id)
{
	g_autofree char *text = g_strdup_printf("rule-text %s", id);
	g_autofree char *effect = hc_reader_attribute(finding, "effect");
	int strongest =
		GPOINTER_TO_INT(g_hash_table_lookup(check->effects, id));

	if (strongest == 0)
		hc_check_flaw(check, finding,
		              "%s is no rule of the report's policy", id);
	else if (hc_check_rank(hc_check_effects, effect) + 1 > strongest)
		hc_check_flaw(check, finding,
		              "effect of %s is stronger than its rule's", id);
	if (is_of_this_version(finding) && !is_known(id))
		hc_check_flaw(check, finding, "%s is in no catalogue", id);
	if (check->brief && !g_hash_table_contains(check->texts, text))
		hc_check_flaw(check, finding,
		              "the catalogue of the report has no %s", id);
}

static void
count_finding(HcCheck *check, const char *id)
{
	uint64_t *counter = g_hash_table_lookup(check->findings, id);

	if (counter == NULL) {
		counter = g_new0(uint64_t, 1);
		g_hash_table_insert(check->findings, g_strdup(id), counter);
	}
	++*counter;
}

static void
check_hop(HcCheck *check, const xmlNode *finding, uint64_t hops)
{
	uint64_t hop;

	if (hc_reader_number(finding, "hop", &hop) && (hop == 0 || hop > hops))
		hc_check_flaw(check, finding,
		              "the finding names hop %" G_GUINT64_FORMAT
		              " of %" G_GUINT64_FORMAT,
		              hop, hops);
}

static void
check_span(HcCheck *check, const xmlNode *message, const xmlNode *finding)
{
	uint64_t offset = hc_check_number(finding, "offset");
	uint64_t length = hc_check_number(finding, "length");
	uint64_t whole = hc_check_number(message, "length");

	if (offset > whole || length > whole - offset)
		hc_check_flaw(check, finding,
		              "the finding rests on bytes behind its message");
}

/** Whether a finding weighs for a recipient. */
static bool
weighs(const xmlNode *finding, const char *effect, const char *recipient)
{
	const xmlNode *whose = hc_reader_child(finding, "recipient");
	g_autofree char *name = hc_reader_text(whose);

	return hc_check_is(finding, "effect", effect) &&
	       !hc_check_is(finding, "suppressed", "true") &&
	       !hc_check_is(finding, "mitigated", "true") &&
	       (whose == NULL || g_strcmp0(name, recipient) == 0);
}

/** A message fails for a recipient just when a finding fails it. */
static void
check_verdict(HcCheck *check, const xmlNode *message, const xmlNode *verdict)
{
	const xmlNode *one = hc_check_first(message, "findings", "finding");
	const xmlNode *whose = hc_reader_child(verdict, "recipient");
	g_autofree char *recipient =
		whose != NULL ? hc_reader_text(whose) : NULL;
	bool fails = false;

	for (; one != NULL; one = hc_reader_after(one, "finding"))
		fails |= weighs(one, "fail", recipient);
	if (fails != hc_check_is(verdict, "outcome", "fail"))
		hc_check_flaw(check, verdict,
		              fails ? "a finding fails the message, the "
		                      "verdict does not"
		                    : "the verdict fails the message, no "
		                      "finding does");
}

static void
take_outcome(HcCheck *check, int rank)
{
	check->outcomes.pass += rank == 0;
	check->outcomes.indeterminate += rank == 1;
	check->outcomes.fail += rank == 2;
}

static void
check_verdicts(HcCheck *check, const xmlNode *message)
{
	const xmlNode *one = hc_check_first(message, "verdicts", "verdict");
	int worst = -1;

	for (; one != NULL; one = hc_reader_after(one, "verdict")) {
		g_autofree char *word = hc_reader_attribute(one, "outcome");

		worst = MAX(worst, hc_check_rank(outcomes, word));
		check_verdict(check, message, one);
	}
	take_outcome(check, worst);
}

void
hc_check_findings(HcCheck *check, const xmlNode *message, uint64_t hops)
{
	const xmlNode *one = hc_check_first(message, "findings", "finding");

	for (; one != NULL; one = hc_reader_after(one, "finding")) {
		g_autofree char *id = hc_reader_attribute(one, "id");

		if (id == NULL)
			continue;
		check_rule(check, one, id);
		check_hop(check, one, hops);
		check_span(check, message, one);
		count_finding(check, id);
	}
	check_verdicts(check, message);
}
