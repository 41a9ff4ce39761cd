/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model-place.c - what a report says of places: address databases, and where
 * they place the peers. */
#include "config.h"

#include "address.h"
#include "model.h"

#include <string.h>

#define DAY_S 86400

/** A name of a database, escaped: it may hold any bytes. */
static void
name_part(HcWriter *writer, const char *name, const char *text)
{
	if (text == NULL)
		hc_writer_part(writer, name, NULL);
	else
		hc_model_text(writer, name, text);
}

static void
database(HcWriter *writer, const HcAddressDatabase *shown, size_t number)
{
	hc_writer_object(writer, "address-database");
	hc_writer_number(writer, "number", number);
	hc_model_instant(writer, "built", true, shown->built_s);
	hc_writer_number(writer, "size", shown->size);
	hc_writer_token(writer, "sha256", shown->sha256);
	hc_writer_number(writer, "ip-version", shown->ip_version);
	hc_model_text(writer, "label", shown->label);
	hc_model_text(writer, "type", shown->type);
	hc_writer_list(writer, "languages");
	for (size_t i = 0; i < shown->language_count; i++)
		hc_model_text(writer, "language", shown->languages[i]);
	hc_writer_end(writer);
	hc_writer_end(writer);
}

void
hc_model_databases(HcWriter *writer, const HcPolicy *policy)
{
	const HcAtlas *atlas = hc_policy_atlas(policy);
	size_t count = atlas != NULL ? hc_atlas_count(atlas) : 0;

	if (count == 0) {
		hc_writer_part(writer, "address-databases", NULL);
		return;
	}
	hc_writer_list(writer, "address-databases");
	for (size_t i = 0; i < count; i++)
		database(writer, hc_atlas_database(atlas, i), i + 1);
	hc_writer_end(writer);
}

static const char *
stated(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static void
network(HcWriter *writer, const HcAddressAnswer *answer)
{
	char text[HC_ADDRESS_TEXT];
	g_autofree char *block = NULL;

	if (answer->network.family == 0) {
		hc_writer_none(writer, "network");
		return;
	}
	hc_address_write(&answer->network, text);
	block = g_strdup_printf("%s/%u", text, answer->prefix);
	hc_writer_token(writer, "network", block);
}

/** Days from the stamp of a hop to the building of a database, towards the
 *  past negative. */
static void
age(HcWriter *writer, const HcStamp *stamp, const HcAddressDatabase *built)
{
	if (stamp->state == HC_STAMP_POINT)
		hc_writer_signed(writer, "built-after-days",
		                 (built->built_s - stamp->unix_s) / DAY_S);
	else
		hc_writer_none(writer, "built-after-days");
}

static void
answer(HcWriter *writer, const HcAddressAnswer *shown, size_t number,
       const HcStamp *stamp, const HcAddressDatabase *asked)
{
	hc_writer_object(writer, "answer");
	hc_writer_number(writer, "database", number);
	hc_writer_token(writer, "state", hc_answer_state_token(shown->state));
	network(writer, shown);
	hc_writer_token(writer, "country", stated(shown->country));
	hc_writer_token(writer, "registered", stated(shown->registered));
	hc_writer_flag(writer, "anycast", shown->anycast);
	if (shown->number != 0)
		hc_writer_number(writer, "as-number", shown->number);
	else
		hc_writer_none(writer, "as-number");
	age(writer, stamp, asked);
	name_part(writer, "as-holder", shown->holder);
	name_part(writer, "city", shown->city);
	hc_writer_end(writer);
}

void
hc_model_location(HcWriter *writer, const HcPolicy *policy,
                  const HcVerdict *verdict, size_t index)
{
	const HcLocation *shown = hc_verdict_location(verdict, index);
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	const HcStamp *stamp = &hc_chain_hop(chain, index)->received->stamp;
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);

	if (shown == NULL) {
		hc_writer_part(writer, "location", NULL);
		return;
	}
	hc_writer_object(writer, "location");
	hc_writer_token(writer, "state", hc_location_state_token(shown->state));
	hc_writer_token(writer, "country", stated(shown->country));
	hc_writer_flag(writer, "claimed",
	               judgement->evidence < HC_EVIDENCE_PARTNER);
	hc_writer_list(writer, "answers");
	for (size_t i = 0; i < shown->answer_count; i++)
		answer(writer, &shown->answers[i], i + 1, stamp,
		       hc_atlas_database(hc_policy_atlas(policy), i));
	hc_writer_end(writer);
	hc_writer_end(writer);
}
