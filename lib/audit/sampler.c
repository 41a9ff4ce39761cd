/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sampler.c - what the stamps of single messages tell of clocks and names. */
#include "config.h"

#include "sampler.h"

#include <string.h>

#include "domain.h"
#include "mix.h"
#include "moment.h"
#include "sample.h"
#include "sorter.h"
#include "sums.h"
#include "thread.h"
#include "verdict.h"

/* A class and two names, and what stands between them. */
#define KEY_SIZE (2 * 254 + 16)

struct HcSampler {
	HcSums *clocks;
	HcSums *aliases;
	HcThreads *threads;
	GByteArray *record;
};

/** A dated stamp and whose it is. */
typedef struct {
	size_t index;
	const char *host; /* NULL: it does not say */
	char class;
	int64_t unix_s;
	bool counts; /* it is told apart from other hosts' */
} Stamp;

HcSampler *
hc_sampler_new(const HcPolicy *policy)
{
	HcSampler *sampler = g_new0(HcSampler, 1);

	sampler->clocks = hc_sums_new();
	sampler->aliases = hc_sums_new();
	sampler->threads = hc_threads_new(policy);
	sampler->record = g_byte_array_new();
	return sampler;
}

void
hc_sampler_free(HcSampler *sampler)
{
	if (sampler == NULL)
		return;
	hc_sums_free(sampler->clocks);
	hc_sums_free(sampler->aliases);
	hc_threads_free(sampler->threads);
	g_byte_array_unref(sampler->record);
	g_free(sampler);
}

/* -------------------------------------------------------------------- sums */

static bool
put_sums(HcSampler *sampler, HcSums *sums, HcRecordType type, HcPartFile *file,
         GError **error)
{
	GByteArray *record = sampler->record;

	for (size_t i = 0; i < hc_sums_count(sums); i++) {
		const uint8_t *key;
		size_t length;
		uint64_t count;
		uint64_t bits;
		uint8_t number[8];

		hc_sums_get(sums, i, &key, &length, &count, &bits);
		g_byte_array_set_size(record, 0);
		if (type == HC_RECORD_CLOCK)
			g_byte_array_append(
				record, (const uint8_t[]){HC_SAMPLE_SUM}, 1);
		g_byte_array_append(record, key, (guint)length);
		hc_order_put(number, count);
		g_byte_array_append(record, number, sizeof number);
		if (type == HC_RECORD_CLOCK) {
			hc_order_put(number, bits);
			g_byte_array_append(record, number, sizeof number);
		}
		if (!hc_part_file_put(file, type, record->data, record->len,
		                      error))
			return false;
	}
	hc_sums_clear(sums);
	return true;
}

bool
hc_sampler_flush(HcSampler *sampler, HcPartFile *file, GError **error)
{
	return put_sums(sampler, sampler->clocks, HC_RECORD_CLOCK, file,
	                error) &&
	       put_sums(sampler, sampler->aliases, HC_RECORD_ALIAS, file,
	                error);
}

/* ------------------------------------------------------------------ clocks */

static size_t
put_name(uint8_t *key, size_t at, const char *name)
{
	size_t length = strlen(name) + 1;

	memcpy(key + at, name, length);
	return at + length;
}

/** Count a difference for a host.
 *  @param neighbour  that it was compared with, or NULL */
static bool
count_sample(HcSampler *sampler, const Stamp *stamp, char side,
             int64_t difference_s, const char *neighbour, HcPartFile *file,
             GError **error)
{
	uint8_t key[KEY_SIZE];
	size_t length = put_name(key, 0, stamp->host);
	uint64_t bits = 0;

	key[length++] = (uint8_t)stamp->class;
	key[length++] = HC_SAMPLE_SUM;
	key[length++] = (uint8_t)side;
	hc_order_put_signed(key + length, hc_sample_round(difference_s));
	length += 8;
	if (neighbour != NULL)
		bits = (uint64_t)1
		       << hc_mix_bytes(neighbour, strlen(neighbour), 1) % 64;
	hc_sums_add(sampler->clocks, key, length, bits);
	return !hc_sums_full(sampler->clocks) ||
	       put_sums(sampler, sampler->clocks, HC_RECORD_CLOCK, file, error);
}

/** Whether two stamps tell of two clocks, and not of time that a message lay
 *  in a mailbox or somewhere for days.  Of two claims nothing is learned: who
 *  wrote one may have written both. */
static bool
can_compare(const HcHop *hop, const Stamp *older, const Stamp *newer)
{
	int64_t difference_s = newer->unix_s - older->unix_s;

	if (newer->class != HC_CLASS_ATTESTED ||
	    hop->kind == HC_HOP_RETRIEVAL || difference_s > HC_SAMPLE_MAX_S ||
	    difference_s < -HC_SAMPLE_MAX_S)
		return false;
	return older->host == NULL || newer->host == NULL ||
	       strcmp(older->host, newer->host) != 0;
}

static bool
count_pair(HcSampler *sampler, const HcHop *hop, const Stamp *older,
           const Stamp *newer, HcPartFile *file, GError **error)
{
	int64_t difference_s = newer->unix_s - older->unix_s;

	if (!can_compare(hop, older, newer))
		return true;
	return (!newer->counts ||
	        count_sample(sampler, newer, HC_SIDE_BEFORE, difference_s,
	                     older->host, file, error)) &&
	       (!older->counts ||
	        count_sample(sampler, older, HC_SIDE_AFTER, difference_s,
	                     newer->host, file, error));
}

/** Compare a stamp with the time in the id of its own field; the hints of the
 *  chain say the same at a higher price.
 *  @param difference_s_out  the time minus the stamp, 0 within an interval
 *  @return false: the id holds none */
static bool
own_clock(const HcChain *chain, const HcHop *hop, int64_t *difference_s_out)
{
	const HcReceived *received = hop->received;
	const HcText *id = &received->facts[HC_FACT_ID];
	const HcMessage *message = hc_chain_message(chain);
	int64_t stamp_s = received->stamp.unix_s;
	HcMoment moment;

	if (id->text == NULL || id->where.length == 0 ||
	    !hc_moment_read(HC_SEAT_QUEUE_ID, received->dialect,
	                    hc_message_bytes(message, id->where),
	                    id->where.length, &received->stamp, &moment))
		return false;
	*difference_s_out = 0;
	if (moment.latest_s < stamp_s)
		*difference_s_out = moment.latest_s - stamp_s;
	else if (moment.earliest_s > stamp_s)
		*difference_s_out = moment.earliest_s - stamp_s;
	return true;
}

static void
append_name(GByteArray *record, const Stamp *stamp)
{
	const char *name = stamp->counts ? stamp->host : "";

	g_byte_array_append(record, (const uint8_t *)&stamp->class, 1);
	g_byte_array_append(record, (const uint8_t *)name,
	                    (guint)strlen(name) + 1);
}

/** Ask about a time that runs back. */
static bool
put_back(HcSampler *sampler, const HcChain *chain, const HcHop *hop,
         const Stamp *older, const Stamp *newer, HcPartFile *file,
         GError **error)
{
	GByteArray *record = sampler->record;
	int64_t difference_s;
	uint8_t id = HC_ID_NONE;
	uint8_t number[8];

	if (own_clock(chain, hop, &difference_s))
		id = difference_s >= -HC_CLOCK_TOLERANCE_S &&
		                     difference_s <= HC_CLOCK_TOLERANCE_S
		             ? HC_ID_AGREES
		             : HC_ID_DIFFERS;
	g_byte_array_set_size(record, 0);
	g_byte_array_append(record, (const uint8_t[]){HC_SAMPLE_BACK}, 1);
	hc_order_put(number, hop->number);
	g_byte_array_append(record, number, sizeof number);
	hc_order_put_signed(number, newer->unix_s - older->unix_s);
	g_byte_array_append(record, number, sizeof number);
	g_byte_array_append(record, &id, 1);
	append_name(record, newer);
	append_name(record, older);
	return hc_part_file_put(file, HC_RECORD_CLOCK, record->data,
	                        record->len, error);
}

/* A name that every machine has is no machine's. */
static bool
is_one_host(const char *name)
{
	return name != NULL && strchr(name, '.') != NULL &&
	       (strstr(name, "local") == NULL ||
	        (!hc_domain_within(name, "localdomain") &&
	         !hc_domain_within(name, "localhost")));
}

static Stamp
stamp_of(const HcVerdict *verdict, const HcHop *hop, size_t index)
{
	HcEvidenceGrade grade = hc_verdict_judgement(verdict, index)->evidence;
	const char *host = verdict->walk.steps[index].by;

	return (Stamp){
		index,
		host,
		grade >= HC_EVIDENCE_PARTNER ? HC_CLASS_ATTESTED
					     : HC_CLASS_CLAIMED,
		hop->received->stamp.unix_s,
		is_one_host(host),
	};
}

/** Count what a stamp's own id says. */
static bool
count_own(HcSampler *sampler, const HcChain *chain, const HcHop *hop,
          const Stamp *stamp, HcPartFile *file, GError **error)
{
	int64_t difference_s;

	if (!stamp->counts || stamp->class != HC_CLASS_ATTESTED ||
	    !own_clock(chain, hop, &difference_s) ||
	    difference_s > HC_SAMPLE_MAX_S || difference_s < -HC_SAMPLE_MAX_S)
		return true;
	return count_sample(sampler, stamp, HC_SIDE_ID, -difference_s, NULL,
	                    file, error);
}

static bool
add_clocks(HcSampler *sampler, const HcVerdict *verdict, const HcChain *chain,
           HcPartFile *file, GError **error)
{
	Stamp older = {0};
	bool any = false;

	for (size_t i = 0; i < hc_chain_length(chain); i++) {
		const HcHop *hop = hc_chain_hop(chain, i);
		Stamp stamp;

		if (hop->misplaced ||
		    hop->received->stamp.state != HC_STAMP_POINT)
			continue;
		stamp = stamp_of(verdict, hop, i);
		if (!count_own(sampler, chain, hop, &stamp, file, error))
			return false;
		if (any &&
		    !count_pair(sampler, hop, &older, &stamp, file, error))
			return false;
		if (any && stamp.unix_s - older.unix_s <= -2 &&
		    !put_back(sampler, chain, hop, &older, &stamp, file, error))
			return false;
		older = stamp;
		any = true;
	}
	return true;
}

/* ----------------------------------------------------------------- aliases */

static bool
same_address(const HcAddress *a, const HcAddress *b)
{
	return a->family != 0 && a->family == b->family &&
	       memcmp(a->bytes, b->bytes, a->family == 4 ? 4 : 16) == 0;
}

static bool
same_name(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/** What shows that the host that stamped a hop and the one that the next hop
 *  took the message from are one, though their names differ.
 *  @param looked_up  the other name is from DNS, not the host's own word
 *  @return 0: nothing */
static char
alias_basis(const HcHop *older, const HcHop *newer, const char *helo,
            const char *name, bool looked_up)
{
	if (same_address(&older->received->by_address, &newer->received->peer))
		return HC_BASIS_ADDRESS;
	if (same_name(name, helo))
		return HC_BASIS_HELO;
	if (older->link == HC_LINK_HOST)
		return HC_BASIS_LABEL;
	if (older->link == HC_LINK_NONE && newer->kind == HC_HOP_TRANSFER &&
	    looked_up)
		return HC_BASIS_SEQUENCE;
	return 0;
}

/* Only what an attested or partner hop records of its peer teaches a name. */
static bool
add_alias(HcSampler *sampler, const HcVerdict *verdict, size_t index,
          HcPartFile *file, GError **error)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	const HcHop *older = hc_chain_hop(chain, index - 1);
	const HcHop *newer = hc_chain_hop(chain, index);
	const HcStep *step = &verdict->walk.steps[index];
	const char *name = verdict->walk.steps[index - 1].by;
	const char *rdns = newer->received->rdns_doubted ? NULL : step->rdns;
	const char *other = rdns != NULL ? rdns : step->helo;
	uint8_t key[KEY_SIZE];
	size_t length = 0;
	char basis;

	/* nearly all names are the same, or nobody vouches for them */
	if (name == NULL || other == NULL || same_name(name, other) ||
	    hc_verdict_judgement(verdict, index)->evidence <
	            HC_EVIDENCE_PARTNER ||
	    older->misplaced || newer->misplaced || !is_one_host(name) ||
	    !is_one_host(other))
		return true;
	basis = alias_basis(older, newer, step->helo, name, rdns != NULL);
	if (basis == 0)
		return true;
	key[length++] = (uint8_t)basis;
	length = put_name(key, length, name);
	length = put_name(key, length, other);
	hc_sums_add(sampler->aliases, key, length, 0);
	return !hc_sums_full(sampler->aliases) ||
	       put_sums(sampler, sampler->aliases, HC_RECORD_ALIAS, file,
	                error);
}

/* ------------------------------------------------------------------ message */

bool
hc_sampler_add(HcSampler *sampler, const HcVerdict *verdict, HcPartFile *file,
               GError **error)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	if (!add_clocks(sampler, verdict, chain, file, error))
		return false;
	for (size_t i = 1; i < hc_chain_length(chain); i++)
		if (!add_alias(sampler, verdict, i, file, error))
			return false;
	hc_threads_read(sampler->threads, verdict, sampler->record);
	return sampler->record->len == 0 ||
	       hc_part_file_put(file, HC_RECORD_RESEND, sampler->record->data,
	                        sampler->record->len, error);
}
