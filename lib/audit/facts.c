/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* facts.c - what is known of a file once it was read, or of many together. */
#include "config.h"

#include "facts.h"

#include <string.h>

#include "limit.h"
#include "packing.h"

/* Members of HcInput that add up. */
static const size_t sums[] = {
	G_STRUCT_OFFSET(HcInput, size),
	G_STRUCT_OFFSET(HcInput, messages),
	G_STRUCT_OFFSET(HcInput, message_bytes),
	G_STRUCT_OFFSET(HcInput, separator_bytes),
	G_STRUCT_OFFSET(HcInput, unparsed_bytes),
	G_STRUCT_OFFSET(HcInput, region_total),
	G_STRUCT_OFFSET(HcInput, evidence.strict),
	G_STRUCT_OFFSET(HcInput, evidence.lenient),
	G_STRUCT_OFFSET(HcInput, evidence.unspaced),
	G_STRUCT_OFFSET(HcInput, evidence.unquoted),
	G_STRUCT_OFFSET(HcInput, evidence.quoted),
	G_STRUCT_OFFSET(HcInput, evidence.requoted),
	G_STRUCT_OFFSET(HcInput, evidence.length_fits),
	G_STRUCT_OFFSET(HcInput, evidence.length_short),
	G_STRUCT_OFFSET(HcInput, evidence.length_spans),
	G_STRUCT_OFFSET(HcInput, evidence.length_past),
};

/** Bits of the first number of a record. */
enum {
	COMPLETE = 1 << 0,
	CHANGED = 1 << 1,
	DAMAGED = 1 << 2,
	MANY = 1 << 3,
};

HcFacts *
hc_facts_new(void)
{
	HcFacts *facts = g_new0(HcFacts, 1);

	facts->texts = g_string_chunk_new(256);
	facts->regions = g_array_new(FALSE, FALSE, sizeof(HcRegion));
	facts->troubles = g_array_new(FALSE, FALSE, sizeof(HcBriefTrouble));
	facts->input.complete = true;
	return facts;
}

void
hc_facts_free(HcFacts *facts)
{
	if (facts == NULL)
		return;
	g_string_chunk_free(facts->texts);
	g_array_unref(facts->regions);
	g_array_unref(facts->troubles);
	g_free(facts);
}

void
hc_facts_set_label(HcFacts *facts, const char *label)
{
	facts->input.label = g_string_chunk_insert(facts->texts, label);
}

void
hc_facts_set_failure(HcFacts *facts, const char *failure)
{
	facts->failure = g_string_chunk_insert(facts->texts, failure);
	facts->input.complete = false;
}

static void
add_region(HcFacts *facts, const HcRegion *region)
{
	if (facts->regions->len >= HC_REGIONS_MAX &&
	    hc_note_level(region->code) != HC_NOTE_LEVEL_ERROR)
		return;
	g_array_append_val(facts->regions, *region);
	facts->input.regions = (const HcRegion *)facts->regions->data;
	facts->input.region_count = facts->regions->len;
}

void
hc_facts_add_trouble(HcFacts *facts, const char *member, const char *why)
{
	HcBriefTrouble trouble;

	if (facts->troubles->len >= HC_TROUBLES_MAX)
		return;
	trouble.member = g_string_chunk_insert(facts->texts, member);
	trouble.why = g_string_chunk_insert(facts->texts, why);
	g_array_append_val(facts->troubles, trouble);
	facts->files.troubles = (const HcBriefTrouble *)facts->troubles->data;
	facts->files.trouble_count = facts->troubles->len;
}

/* ---------------------------------------------------------------- packing */

static uint64_t *
sum_of(HcInput *input, size_t i)
{
	return (uint64_t *)(void *)((char *)input + sums[i]);
}

void
hc_facts_pack(GByteArray *out, const HcFacts *facts)
{
	const HcInput *input = &facts->input;
	HcInput copy = *input;

	hc_pack_number(out, (input->complete ? COMPLETE : 0u) |
	                            (input->changed ? CHANGED : 0u) |
	                            (facts->damaged ? DAMAGED : 0u) |
	                            (facts->files.many ? MANY : 0u));
	hc_pack_number(out, input->kind);
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
		hc_pack_number(out, *sum_of(&copy, i));
	hc_pack_text(out, input->label);
	hc_pack_text(out, input->sha256);
	hc_pack_text(out, facts->failure);
	hc_pack_number(out, input->region_count);
	for (size_t i = 0; i < input->region_count; i++) {
		hc_pack_number(out, input->regions[i].code);
		hc_pack_number(out, input->regions[i].offset);
		hc_pack_number(out, input->regions[i].length);
	}
	hc_pack_number(out, facts->files.files);
	hc_pack_number(out, facts->files.files_failed);
	hc_pack_number(out, facts->files.trouble_count);
	for (size_t i = 0; i < facts->files.trouble_count; i++) {
		hc_pack_text(out, facts->files.troubles[i].member);
		hc_pack_text(out, facts->files.troubles[i].why);
	}
}

static void
set_digest(HcFacts *facts, const char *sha256)
{
	g_strlcpy(facts->sha256, sha256, sizeof facts->sha256);
	facts->input.sha256 = facts->sha256;
}

static void
unpack_texts(HcUnpack *in, HcFacts *facts)
{
	const char *label = hc_unpack_text(in);
	const char *sha256 = hc_unpack_text(in);
	const char *failure = hc_unpack_text(in);
	bool complete = facts->input.complete;

	if (label != NULL)
		hc_facts_set_label(facts, label);
	if (sha256 != NULL)
		set_digest(facts, sha256);
	if (failure != NULL)
		hc_facts_set_failure(facts, failure);
	facts->input.complete = complete;
}

static void
unpack_regions(HcUnpack *in, HcFacts *facts)
{
	uint64_t count = hc_unpack_number(in);

	for (uint64_t i = 0; i < count && !in->bad; i++) {
		HcRegion region;

		region.code = (HcNoteCode)hc_unpack_number(in);
		region.offset = hc_unpack_number(in);
		region.length = hc_unpack_number(in);
		in->bad |= (unsigned)region.code >= HC_NOTE_COUNT;
		if (!in->bad)
			add_region(facts, &region);
	}
}

static void
unpack_troubles(HcUnpack *in, HcFacts *facts)
{
	uint64_t count;

	facts->files.files = hc_unpack_number(in);
	facts->files.files_failed = hc_unpack_number(in);
	count = hc_unpack_number(in);
	for (uint64_t i = 0; i < count && !in->bad; i++) {
		const char *member = hc_unpack_text(in);
		const char *why = hc_unpack_text(in);

		in->bad |= member == NULL || why == NULL;
		if (!in->bad)
			hc_facts_add_trouble(facts, member, why);
	}
}

HcFacts *
hc_facts_unpack(const uint8_t *data, size_t length)
{
	g_autoptr(HcFacts) facts = hc_facts_new();
	HcUnpack in = hc_unpack(data, length);
	uint64_t bits = hc_unpack_number(&in);

	facts->input.complete = bits & COMPLETE;
	facts->input.changed = bits & CHANGED;
	facts->damaged = bits & DAMAGED;
	facts->files.many = bits & MANY;
	facts->input.kind = (HcKind)hc_unpack_number(&in);
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
		*sum_of(&facts->input, i) = hc_unpack_number(&in);
	unpack_texts(&in, facts);
	unpack_regions(&in, facts);
	unpack_troubles(&in, facts);
	return in.bad ? NULL : g_steal_pointer(&facts);
}

/* ------------------------------------------------------------------- sums */

/** A region that says that something was not read. */
static const HcRegion *
bad_region(const HcInput *input)
{
	for (size_t i = 0; i < input->region_count; i++)
		if (hc_note_level(input->regions[i].code) ==
		    HC_NOTE_LEVEL_ERROR)
			return &input->regions[i];
	return NULL;
}

bool
hc_facts_failed(const HcFacts *facts)
{
	return facts->failure != NULL || !facts->input.complete ||
	       facts->input.changed || facts->damaged ||
	       facts->files.files_failed > 0 ||
	       bad_region(&facts->input) != NULL;
}

static void
add_sums(HcFacts *facts, const HcFacts *more)
{
	HcInput copy = more->input;

	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
		*sum_of(&facts->input, i) += *sum_of(&copy, i);
	facts->input.changed |= more->input.changed;
	facts->damaged |= more->damaged;
}

void
hc_facts_add_range(HcFacts *facts, const HcFacts *range)
{
	bool changed = facts->input.changed;

	add_sums(facts, range);
	facts->files.many |= range->files.many;
	facts->files.files += range->files.files;
	facts->files.files_failed += range->files.files_failed;
	for (size_t i = 0; i < range->files.trouble_count; i++)
		hc_facts_add_trouble(facts, range->files.troubles[i].member,
		                     range->files.troubles[i].why);
	if (range->input.kind != HC_KIND_AUTO)
		facts->input.kind = range->input.kind;
	facts->input.complete &= range->input.complete;
	if (facts->failure == NULL && range->failure != NULL)
		hc_facts_set_failure(facts, range->failure);
	if (range->input.sha256 != NULL)
		set_digest(facts, range->input.sha256);
	for (size_t i = 0; i < range->input.region_count; i++) {
		const HcRegion *region = &range->input.regions[i];

		/* each range sees the change: it is told once */
		if (region->code == HC_NOTE_CHANGED_WHILE_READ && changed)
			facts->input.region_total--;
		else
			add_region(facts, region);
	}
}

/** Why a file counts as not (fully) read. */
static const char *
trouble_of(const HcFacts *file)
{
	const HcRegion *region = bad_region(&file->input);

	if (file->failure != NULL)
		return file->failure;
	if (region != NULL)
		return hc_note_sentence(region->code);
	if (file->input.changed)
		return hc_note_sentence(HC_NOTE_CHANGED_WHILE_READ);
	return "something of a message was not read: its notes say what";
}

void
hc_facts_add_file(HcFacts *facts, const char *member, const HcFacts *file)
{
	add_sums(facts, file);
	facts->files.files++;
	if (!hc_facts_failed(file))
		return;
	facts->files.files_failed++;
	facts->input.complete = false;
	hc_facts_add_trouble(facts, member, trouble_of(file));
}
