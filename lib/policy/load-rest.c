/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-rest.c - sources, judgement, alternatives, jurisdictions, findings,
 * controls. */
#include "config.h"

#include "control.h"
#include "decide.h"
#include "jurisdiction.h"
#include "loader.h"

#include <string.h>

static const HcLoaderWord severities[] = {
	{"info",     HC_SEVERITY_INFO    },
        {"low",      HC_SEVERITY_LOW     },
	{"medium",   HC_SEVERITY_MEDIUM  },
        {"high",     HC_SEVERITY_HIGH    },
	{"critical", HC_SEVERITY_CRITICAL},
        {NULL,       0                   },
};

static const HcLoaderWord effects[] = {
	{"info",          HC_EFFECT_INFO         },
	{"warn",          HC_EFFECT_WARN         },
	{"indeterminate", HC_EFFECT_INDETERMINATE},
	{"fail",          HC_EFFECT_FAIL         },
	{NULL,            0		      },
};

static const HcLoaderWord grades[] = {
	{"partner",  HC_EVIDENCE_PARTNER },
	{"attested", HC_EVIDENCE_ATTESTED},
	{NULL,       0		   },
};

static const HcLoaderWord bases[] = {
	{"hop",     true },
	{"message", false},
	{NULL,      0    },
};

static const HcLoaderWord doubts[] = {
	{"indeterminate", HC_DOUBT_INDETERMINATE},
	{"allow",         HC_DOUBT_ALLOW        },
	{"fail",          HC_DOUBT_FAIL         },
	{NULL,            0		     },
};

enum {
	BASIS_CONTRACT = 1 << 0,
	BASIS_ADDRESS = 1 << 1
};

static const HcLoaderWord place_bases[] = {
	{"contract",         BASIS_CONTRACT},
	{"attested-address", BASIS_ADDRESS },
	{NULL,	       0             },
};

/* ----------------------------------------------------------------- sources */

bool
hc_load_sources(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) sources =
		g_array_new(FALSE, TRUE, sizeof(HcSourceRule));

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		HcSourceRule source = {
			.ref = hc_loader_attribute(loader, at, "ref"),
			.title = hc_loader_attribute(loader, at, "title"),
			.href = hc_loader_attribute(loader, at, "href"),
			.read = hc_loader_attribute(loader, at, "read"),
			.place = hc_loader_place(loader, at),
		};

		if (!hc_loader_take_id(loader, at, source.ref))
			return false;
		g_array_append_val(sources, source);
	}
	loader->document->sources = hc_loader_keep(
		loader, sources, &loader->document->source_count);
	return true;
}

/* --------------------------------------------------------------- judgement */

/* "PT5M": the schema knows the form. */
static int64_t
seconds_of(const char *duration)
{
	int64_t number = (int64_t)g_ascii_strtoll(duration + 2, NULL, 10);

	switch (duration[strlen(duration) - 1]) {
	case 'H':
		return number * 3600;
	case 'M':
		return number * 60;
	default:
		return number;
	}
}

bool
hc_load_judgement(HcLoader *loader, const xmlNode *element)
{
	HcJudgementRule *judgement = &loader->document->judgement;
	const char *tolerance =
		hc_loader_attribute(loader, element, "clock-tolerance");
	int64_t day;

	judgement->place = hc_loader_place(loader, element);
	if (tolerance)
		judgement->clock_tolerance_s = seconds_of(tolerance);
	judgement->by_hop_time =
		hc_loader_word(loader, element, "time-basis", bases, true);
	judgement->required = (HcEvidenceGrade)hc_loader_word(
		loader, element, "required-evidence", grades,
		HC_EVIDENCE_PARTNER);
	judgement->adverse = (HcEffect)hc_loader_word(
		loader, element, "adverse-claims", effects, HC_EFFECT_FAIL);
	judgement->fail_at = (HcSeverity)hc_loader_word(
		loader, element, "fail-at", severities, HC_SEVERITY_HIGH);
	judgement->also_as_of =
		hc_loader_attribute(loader, element, "also-judge-as-of");
	if (judgement->also_as_of &&
	    strcmp(judgement->also_as_of, "today") != 0 &&
	    !hc_day_read(judgement->also_as_of, &day))
		return hc_loader_refuse(loader, &judgement->place,
		                        "also-judge-as-of=\"%s\" is no day",
		                        judgement->also_as_of);
	return true;
}

/* ------------------------------------------------------------ alternatives */

static bool
load_accept(HcLoader *loader, const xmlNode *element, GArray *accepts)
{
	HcAcceptRule accept = {
		.type = hc_loader_attribute(loader, element, "type"),
		.name = hc_loader_attribute(loader, element, "name"),
		.place = hc_loader_place(loader, element),
	};

	if (!hc_loader_period(loader, element, NULL, &accept.period))
		return false;
	if (accept.name && strcmp(accept.type, "envelope") != 0)
		return hc_loader_refuse(loader, &accept.place,
		                        "name=\"\" goes with type=\"envelope\" "
		                        "alone");
	g_array_append_val(accepts, accept);
	return true;
}

static bool
load_request(HcLoader *loader, const xmlNode *element, GArray *requests)
{
	HcRequestRule request = {
		.subject_tag =
			hc_loader_attribute(loader, element, "subject-tag"),
		.sensitivity =
			hc_loader_attribute(loader, element, "sensitivity"),
		.field = hc_loader_attribute(loader, element, "field"),
		.contains = hc_loader_attribute(loader, element, "contains"),
		.place = hc_loader_place(loader, element),
	};

	if (!hc_loader_period(loader, element, NULL, &request.period))
		return false;
	if (!!request.subject_tag + !!request.sensitivity + !!request.field !=
	    1)
		return hc_loader_refuse(loader, &request.place,
		                        "a request is one of subject-tag, "
		                        "sensitivity and field");
	if (request.contains && !request.field)
		return hc_loader_refuse(loader, &request.place,
		                        "contains=\"\" goes with field=\"\"");
	g_array_append_val(requests, request);
	return true;
}

bool
hc_load_alternatives(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) accepts =
		g_array_new(FALSE, TRUE, sizeof(HcAcceptRule));
	g_autoptr(GArray) requests =
		g_array_new(FALSE, TRUE, sizeof(HcRequestRule));
	HcDocument *document = loader->document;

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at))
		if (!(hc_loader_is(at, "accept")
		              ? load_accept(loader, at, accepts)
		              : load_request(loader, at, requests)))
			return false;
	document->accepts =
		hc_loader_keep(loader, accepts, &document->accept_count);
	document->requests =
		hc_loader_keep(loader, requests, &document->request_count);
	return true;
}

/* ----------------------------------------------------------- jurisdictions */

static bool
load_jurisdiction(HcLoader *loader, const xmlNode *element, GArray *rules)
{
	unsigned basis = hc_loader_bits(loader, element, "basis", place_bases);
	HcJurisdictionRule rule = {
		.partial =
			(HcDoubt)hc_loader_word(loader, element, "partial",
	                                        doubts, HC_DOUBT_INDETERMINATE),
		.inferred =
			(HcDoubt)hc_loader_word(loader, element, "inferred",
	                                        doubts, HC_DOUBT_INDETERMINATE),
		.by_contract = basis == 0 || (basis & BASIS_CONTRACT),
		.by_address = basis == 0 || (basis & BASIS_ADDRESS),
		.place = hc_loader_place(loader, element),
	};

	rule.allow =
		hc_loader_list(loader, element, "allow", &rule.allow_count);
	if (!hc_loader_source(loader, element, &rule.source) ||
	    !hc_loader_period(loader, element, NULL, &rule.period))
		return false;
	for (size_t i = 0; i < rule.allow_count; i++)
		if (!hc_jurisdiction_is_known(rule.allow[i]))
			return hc_loader_refuse(
				loader, &rule.place,
				"'%s' is neither an ISO 3166-1 country code "
				"nor one of EEA, eu-adequate, uk-adequate",
				rule.allow[i]);
	for (guint i = 0; i < rules->len; i++) {
		const HcJurisdictionRule *other =
			&g_array_index(rules, HcJurisdictionRule, i);

		if (hc_periods_meet(other->period, rule.period))
			return hc_loader_refuse(loader, &rule.place,
			                        "the jurisdictions on line %u "
			                        "hold for days in common",
			                        other->place.line);
	}
	g_array_append_val(rules, rule);
	return true;
}

bool
hc_load_jurisdictions(HcLoader *loader, const xmlNode *root)
{
	g_autoptr(GArray) rules =
		g_array_new(FALSE, TRUE, sizeof(HcJurisdictionRule));
	HcDocument *document = loader->document;

	for (const xmlNode *at = hc_xml_first(root); at; at = hc_xml_next(at))
		if (hc_loader_is(at, "jurisdictions") &&
		    !load_jurisdiction(loader, at, rules))
			return false;
	document->jurisdictions =
		hc_loader_keep(loader, rules, &document->jurisdiction_count);
	return true;
}

/* ---------------------------------------------------------------- findings */

static void
warn_of_unknown(HcLoader *loader, const HcPolicyPlace *place, const char *id)
{
	size_t count;
	const HcRule *rules = hc_rules(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rules[i].id, id) == 0)
			return;
	hc_loader_warn(loader, place, "this version raises no finding %s", id);
}

static bool
refuse_twin(HcLoader *loader, const HcPolicyPlace *place, const char *id,
            const HcPolicyPlace *other)
{
	return hc_loader_refuse(loader, place,
	                        "%s stands on line %u too, for days in common",
	                        id, other->line);
}

static bool
load_override(HcLoader *loader, const xmlNode *element, GArray *overrides)
{
	g_autofree char *severity = hc_xml_attribute(element, "severity");
	g_autofree char *effect = hc_xml_attribute(element, "effect");
	HcOverrideRule rule = {
		.id = hc_loader_attribute(loader, element, "id"),
		.has_severity = severity != NULL,
		.severity = (HcSeverity)hc_loader_word(
			loader, element, "severity", severities, 0),
		.has_effect = effect != NULL,
		.effect = (HcEffect)hc_loader_word(loader, element, "effect",
	                                           effects, 0),
		.reason = hc_loader_attribute(loader, element, "reason"),
		.place = hc_loader_place(loader, element),
	};
	const char *source;

	if (!hc_loader_source(loader, element, &source) ||
	    !hc_loader_period(loader, element, NULL, &rule.period))
		return false;
	if (!severity && !effect)
		return hc_loader_refuse(loader, &rule.place,
		                        "an override has a severity, an effect "
		                        "or both");
	for (guint i = 0; i < overrides->len; i++) {
		const HcOverrideRule *other =
			&g_array_index(overrides, HcOverrideRule, i);

		if (strcmp(other->id, rule.id) == 0 &&
		    hc_periods_meet(other->period, rule.period))
			return refuse_twin(loader, &rule.place, rule.id,
			                   &other->place);
	}
	warn_of_unknown(loader, &rule.place, rule.id);
	g_array_append_val(overrides, rule);
	return true;
}

/* Told of every finding that it sets aside, so made once. */
static const char *
suppression_sentence(HcLoader *loader, const HcSuppressRule *rule)
{
	g_autofree char *place = hc_place_text(&rule->place);
	g_autofree char *until = hc_day_text(rule->period.to);
	g_autofree char *sentence = g_strdup_printf(
		"Suppressed until %s by %s, approved by %s: %s.",
		until ? until : "further notice", place,
		rule->approved_by ? rule->approved_by : "nobody named",
		rule->reason ? rule->reason : "no reason given");

	return hc_arena_text(loader->document->arena, sentence,
	                     strlen(sentence));
}

static bool
load_suppression(HcLoader *loader, const xmlNode *element, GArray *suppressions)
{
	HcSuppressRule rule = {
		.id = hc_loader_attribute(loader, element, "id"),
		.reason = hc_loader_attribute(loader, element, "reason"),
		.approved_by =
			hc_loader_attribute(loader, element, "approved-by"),
		.place = hc_loader_place(loader, element),
	};

	if (!hc_loader_period(loader, element, NULL, &rule.period))
		return false;
	for (guint i = 0; i < suppressions->len; i++) {
		const HcSuppressRule *other =
			&g_array_index(suppressions, HcSuppressRule, i);

		if (strcmp(other->id, rule.id) == 0 &&
		    hc_periods_meet(other->period, rule.period))
			return refuse_twin(loader, &rule.place, rule.id,
			                   &other->place);
	}
	warn_of_unknown(loader, &rule.place, rule.id);
	rule.sentence = suppression_sentence(loader, &rule);
	g_array_append_val(suppressions, rule);
	return true;
}

bool
hc_load_findings(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) overrides =
		g_array_new(FALSE, TRUE, sizeof(HcOverrideRule));
	g_autoptr(GArray) suppressions =
		g_array_new(FALSE, TRUE, sizeof(HcSuppressRule));
	HcDocument *document = loader->document;

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at))
		if (!(hc_loader_is(at, "override")
		              ? load_override(loader, at, overrides)
		              : load_suppression(loader, at, suppressions)))
			return false;
	document->overrides =
		hc_loader_keep(loader, overrides, &document->override_count);
	document->suppressions = hc_loader_keep(loader, suppressions,
	                                        &document->suppression_count);
	return true;
}

/* ---------------------------------------------------------------- controls */

bool
hc_load_controls(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) controls =
		g_array_new(FALSE, TRUE, sizeof(HcControlRule));

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		HcControlRule control = {
			.catalogue = hc_loader_attribute(loader, at, "id"),
			.place = hc_loader_place(loader, at),
		};

		if (hc_catalogue_find(control.catalogue) == NULL)
			return hc_loader_refuse(loader, &control.place,
			                        "no catalogue of controls is "
			                        "named '%s'",
			                        control.catalogue);
		g_array_append_val(controls, control);
	}
	loader->document->controls = hc_loader_keep(
		loader, controls, &loader->document->control_count);
	return true;
}
