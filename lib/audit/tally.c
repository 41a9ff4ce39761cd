/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tally.c - what of messages adds up, unit by unit. */
#include "config.h"

#include "tally.h"

#include <string.h>

#include "address.h"
#include "civil.h"
#include "counts.h"
#include "domain.h"
#include "packing.h"
#include "scan.h"
#include "sorter.h"

/* Bytes of rows that are kept before they are written out. */
#define SIZE_MAX_KEPT ((size_t)1 << 20)
/* Rows remembered by the pointer that names them, and names by their text. */
#define MEMO_SLOTS 64u
#define NAME_SLOTS 256u

/* Bytes of a key: a name and what stands beside it, or a dialect's words. */
#define KEY_MAX (HC_SUM_NAME_MAX + 24)

/* A dialect or suite, and its row. */
typedef struct {
	const void *named;
	HcSumRow *row;
} Memo;

/* A name from DNS, and whose it is. */
typedef struct {
	char *name;
	char *organisation; /* or NULL */
} Owner;

struct HcTally {
	HcCounts *sums;
	HcSumRow *all;
	HcSumRow *shares[4][4]; /* by HcEvidenceGrade and HcScope */
	Memo dialects[MEMO_SLOTS];
	Memo suites[MEMO_SLOTS];
	Owner owners[NAME_SLOTS];
	uint8_t key[KEY_MAX]; /* being made */
	size_t key_length;
	GByteArray *record;
	/* of one message */
	uint64_t notes_seen[2];
	GPtrArray *rules_seen;
};

/** What a message comes to, for its rows by month, host and counterparty. */
typedef struct {
	const HcVerdict *verdict;
	HcOutcome outcome;
	uint64_t ordinal;
	const HcHop *boundary; /* or NULL */
	const HcTls *tls;      /* of that */
	HcSumRow *month;
} Case;

HcTally *
hc_tally_new(void)
{
	HcTally *tally = g_new0(HcTally, 1);

	tally->sums = hc_counts_new();
	tally->record = g_byte_array_new();
	tally->rules_seen = g_ptr_array_new();
	return tally;
}

/* --------------------------------------------------------------------- keys */

static void
begin_key(HcTally *tally)
{
	tally->key_length = 0;
}

static void
put_byte(HcTally *tally, uint8_t byte)
{
	g_assert(tally->key_length < KEY_MAX);
	tally->key[tally->key_length++] = byte;
}

static void
put_bytes(HcTally *tally, const void *bytes, size_t length)
{
	g_assert(length <= KEY_MAX - tally->key_length);
	memcpy(tally->key + tally->key_length, bytes, length);
	tally->key_length += length;
}

/** Append a text with its NUL. */
static void
put_text(HcTally *tally, const char *text)
{
	put_bytes(tally, text, strlen(text) + 1);
}

/** Append a name up to its limit, ASCII letters in lower case, without a dot at
 *  its end, and a NUL. */
static void
put_name(HcTally *tally, const char *name)
{
	size_t length = MIN(strlen(name), HC_SUM_NAME_MAX);

	while (length > 0 && name[length - 1] == '.')
		length--;
	for (size_t i = 0; i < length; i++)
		put_byte(tally, hc_lower((unsigned char)name[i]));
	put_byte(tally, 0);
}

static void
put_order(HcTally *tally, int64_t value)
{
	uint8_t bytes[8];

	hc_order_put_signed(bytes, value);
	put_bytes(tally, bytes, sizeof bytes);
}

static HcSumRow *
row_of_key(HcTally *tally, HcSumType type)
{
	return hc_counts_row(tally->sums, type, tally->key, tally->key_length);
}

static int64_t
day_of(int64_t unix_s)
{
	return unix_s / 86400 - (unix_s % 86400 < 0);
}

/* --------------------------------------------------------------------- hops */

static HcSumRow *
share_row(HcTally *tally, const HcJudgement *judgement)
{
	HcSumRow **row = &tally->shares[judgement->evidence][judgement->scope];
	uint8_t key[2] = {(uint8_t)judgement->evidence,
	                  (uint8_t)judgement->scope};

	if (*row == NULL)
		*row = hc_counts_row(tally->sums, HC_SUM_SHARE, key,
		                     sizeof key);
	return *row;
}

static Memo *
memo_of(Memo *memos, const void *named)
{
	return &memos[((uintptr_t)named >> 4) % MEMO_SLOTS];
}

static HcSumRow *
dialect_row(HcTally *tally, const HcDialect *dialect)
{
	Memo *memo = memo_of(tally->dialects, dialect);

	if (memo->named == dialect)
		return memo->row;
	begin_key(tally);
	put_text(tally, dialect->id);
	put_text(tally, dialect->name);
	put_byte(tally, (uint8_t)dialect->silence);
	put_text(tally,
	         dialect->silence_since != NULL ? dialect->silence_since : "");
	put_text(tally, dialect->source);
	memo->named = dialect;
	memo->row = row_of_key(tally, HC_SUM_DIALECT);
	return memo->row;
}

static HcSumRow *
suite_row(HcTally *tally, const HcTls *tls)
{
	const HcCipher *cipher =
		tls->cipher_count == 1 ? tls->ciphers[0] : NULL;
	Memo *memo = memo_of(tally->suites, cipher);
	uint8_t other =
		tls->cipher_count > 1 ? HC_SUITE_AMBIGUOUS : HC_SUITE_NONE;

	if (cipher == NULL)
		return hc_counts_row(tally->sums, HC_SUM_SUITE, &other, 1);
	if (memo->named == cipher)
		return memo->row;
	begin_key(tally);
	put_byte(tally, HC_SUITE_KNOWN);
	put_text(tally, cipher->iana_name);
	memo->named = cipher;
	memo->row = row_of_key(tally, HC_SUM_SUITE);
	return memo->row;
}

/** What a hop with TLS says of it. */
static void
add_tls(HcTally *tally, HcSumRow *share, const HcTls *tls,
        const HcJudgement *judgement)
{
	uint8_t key[4] = {
		(uint8_t)(tls->version_low >> 8), (uint8_t)tls->version_low,
		(uint8_t)(tls->version_high >> 8), (uint8_t)tls->version_high};
	HcSumRow *row =
		hc_counts_row(tally->sums, HC_SUM_VERSION, key, sizeof key);

	share->numbers[HC_SHARE_THEN + judgement->grade_then]++;
	share->numbers[HC_SHARE_NOW + judgement->grade_now]++;
	row->numbers[judgement->evidence]++;
	suite_row(tally, tls)->numbers[judgement->evidence]++;
}

static void
add_notes(HcTally *tally, const HcNote *notes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t code = (uint8_t)notes[i].code;
		uint64_t bit = UINT64_C(1) << (code & 63);
		uint64_t *numbers =
			hc_counts_row(tally->sums, HC_SUM_NOTE, &code, 1)
				->numbers;

		numbers[HC_NOTE_SUM_COUNT]++;
		numbers[HC_NOTE_SUM_MESSAGES] +=
			(tally->notes_seen[code >> 6] & bit) == 0;
		tally->notes_seen[code >> 6] |= bit;
	}
}

static void
add_hop(HcTally *tally, const Case *item, size_t index)
{
	const HcEvidence *evidence = hc_verdict_evidence(item->verdict);
	const HcHop *hop = hc_chain_hop(hc_evidence_chain(evidence), index);
	const HcTls *tls = hc_evidence_tls(evidence, index);
	const HcJudgement *judgement =
		hc_verdict_judgement(item->verdict, index);
	bool above = judgement->evidence >= HC_EVIDENCE_PARTNER;
	uint64_t *month = item->month->numbers +
	                  (above ? HC_MONTH_ATTESTED : HC_MONTH_CLAIMED);
	HcSumRow *share = share_row(tally, judgement);
	const HcNote *notes;
	size_t count;

	share->numbers[HC_SHARE_HOPS]++;
	share->numbers[HC_SHARE_STATE + tls->state]++;
	month[0]++;
	month[1] += tls->state == HC_TLS_YES;
	month[2] += tls->state == HC_TLS_NO;
	dialect_row(tally, hop->received->dialect)
		->numbers[judgement->evidence]++;
	if (tls->state == HC_TLS_YES)
		add_tls(tally, share, tls, judgement);
	else if (tls->cipher_count == 1)
		/* no sum counts it, but the hop names it: the catalogue has to
		 * tell what it is */
		suite_row(tally, tls);
	add_notes(tally, hop->received->notes, hop->received->note_count);
	add_notes(tally, hop->notes, hop->note_count);
	notes = hc_evidence_notes(evidence, index, &count);
	add_notes(tally, notes, count);
}

/* ----------------------------------------------------------------- messages */

static void
add_findings(HcTally *tally, const HcVerdict *verdict)
{
	size_t count;
	const HcFinding *found = hc_verdict_findings(verdict, &count);

	g_ptr_array_set_size(tally->rules_seen, 0);
	for (size_t i = 0; i < count; i++) {
		const char *id = found[i].rule->id;
		bool aside = found[i].suppressed || found[i].mitigated;
		uint64_t *numbers = hc_counts_row(tally->sums, HC_SUM_FINDING,
		                                  id, strlen(id))
		                            ->numbers;

		numbers[HC_FINDING_COUNT]++;
		numbers[aside ? HC_FINDING_ASIDE
		              : HC_FINDING_EFFECT + found[i].effect]++;
		numbers[HC_FINDING_SEVERITY] =
			MAX(numbers[HC_FINDING_SEVERITY], found[i].severity);
		if (g_ptr_array_find(tally->rules_seen, found[i].rule, NULL))
			continue;
		g_ptr_array_add(tally->rules_seen, (void *)found[i].rule);
		numbers[HC_FINDING_MESSAGES]++;
	}
}

/** The newest stamp above the horizon that can be placed: when the message came
 *  in, by a clock that is believed. */
static const HcStamp *
stamp_of(const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	for (size_t i = hc_chain_length(chain); i-- > 0;) {
		const HcStamp *stamp = &hc_chain_hop(chain, i)->received->stamp;

		if (hc_verdict_judgement(verdict, i)->evidence >=
		            HC_EVIDENCE_PARTNER &&
		    stamp->state == HC_STAMP_POINT)
			return stamp;
	}
	return NULL;
}

static HcSumRow *
month_row(HcTally *tally, const HcVerdict *verdict)
{
	const HcStamp *stamp = stamp_of(verdict);

	begin_key(tally);
	put_byte(tally, stamp != NULL ? HC_KEY_KNOWN : HC_KEY_UNKNOWN);
	put_order(tally, stamp != NULL ? hc_civil_month(stamp->unix_s) : 0);
	return row_of_key(tally, HC_SUM_MONTH);
}

/** Which of the six columns of versions. */
static unsigned
version_column(const HcTls *tls)
{
	if (tls->version_low != tls->version_high)
		return 5;
	switch (tls->version_low) {
	case HC_SSL_2:
	case HC_SSL_3:
		return 0;
	case HC_TLS_1_0:
		return 1;
	case HC_TLS_1_1:
		return 2;
	case HC_TLS_1_2:
		return 3;
	case HC_TLS_1_3:
		return 4;
	default:
		return 5;
	}
}

static void
note_time(uint64_t *numbers, unsigned first, const HcStamp *stamp)
{
	uint64_t time = hc_sum_time(stamp->unix_s);

	if (stamp->state != HC_STAMP_POINT)
		return;
	numbers[first] = MIN(numbers[first], time);
	numbers[first + 1] = MAX(numbers[first + 1], time);
}

static void
add_host(HcTally *tally, const Case *item)
{
	const HcReceived *received = item->boundary->received;
	const char *name = received->facts[HC_FACT_BY].text;
	uint64_t *numbers;

	begin_key(tally);
	put_byte(tally, name != NULL ? HC_KEY_KNOWN : HC_KEY_UNKNOWN);
	put_name(tally, name != NULL ? name : "");
	numbers = row_of_key(tally, HC_SUM_HOST)->numbers;
	numbers[HC_HOST_MESSAGES]++;
	numbers[HC_HOST_OUTCOME + item->outcome]++;
	numbers[HC_HOST_STATE + item->tls->state]++;
	note_time(numbers, HC_HOST_FIRST, &received->stamp);
}

/** Whose a name is: its organisational domain; NULL: nobody's that the public
 *  suffix list tells. */
static const char *
organisation_of(HcTally *tally, const char *name)
{
	char canonical[HC_DOMAIN_SIZE];
	Owner *owner = &tally->owners[g_str_hash(name) % NAME_SLOTS];
	const char *organisation;

	if (owner->name != NULL && strcmp(owner->name, name) == 0)
		return owner->organisation;
	organisation = hc_domain_copy(name, canonical)
	                       ? hc_domain_organisation(canonical)
	                       : NULL;
	g_free(owner->name);
	g_free(owner->organisation);
	owner->name = g_strdup(name);
	owner->organisation = g_strdup(organisation);
	return owner->organisation;
}

/** Append who handed the message over, by what the boundary hop's host saw for
 *  itself. */
static void
put_party(HcTally *tally, const HcReceived *received)
{
	const char *name = received->facts[HC_FACT_RDNS].text;
	const char *organisation = NULL;
	char address[HC_ADDRESS_TEXT] = "";

	if (name != NULL && !received->rdns_doubted)
		organisation = organisation_of(tally, name);
	if (organisation != NULL) {
		put_byte(tally, HC_PARTY_RDNS);
		put_name(tally, organisation);
		return;
	}
	if (received->unsure_peer.family == 0)
		hc_address_write(&received->peer, address);
	put_byte(tally, address[0] != '\0' ? HC_PARTY_ADDRESS : HC_PARTY_NONE);
	put_name(tally, address);
}

static void
add_party(HcTally *tally, const Case *item)
{
	const HcStamp *stamp = &item->boundary->received->stamp;
	bool dated = stamp->state == HC_STAMP_POINT;
	uint64_t *numbers;

	begin_key(tally);
	put_party(tally, item->boundary->received);
	put_order(tally, dated ? day_of(stamp->unix_s) : INT64_MAX);
	numbers = row_of_key(tally, HC_SUM_PARTY)->numbers;
	numbers[HC_PARTY_MESSAGES]++;
	numbers[HC_PARTY_STATE + item->tls->state]++;
	note_time(numbers, HC_PARTY_FIRST, stamp);
	if (item->tls->state == HC_TLS_YES)
		numbers[HC_PARTY_TLS] =
			MIN(numbers[HC_PARTY_TLS], item->ordinal);
	if (item->tls->state == HC_TLS_NO)
		numbers[HC_PARTY_CLEAR] =
			MIN(numbers[HC_PARTY_CLEAR], item->ordinal);
}

static void
add_boundary(HcTally *tally, Case *item)
{
	unsigned number = hc_verdict_boundary(item->verdict);
	const HcEvidence *evidence = hc_verdict_evidence(item->verdict);

	if (number == 0)
		return;
	item->boundary = hc_chain_hop(hc_evidence_chain(evidence), number - 1);
	item->tls = hc_evidence_tls(evidence, number - 1);
	item->month->numbers[HC_MONTH_STATE + item->tls->state]++;
	if (item->tls->state == HC_TLS_YES)
		item->month->numbers[HC_MONTH_VERSION +
		                     version_column(item->tls)]++;
	add_host(tally, item);
	add_party(tally, item);
}

static void
add_all(HcTally *tally, const Case *item)
{
	const HcChain *chain =
		hc_evidence_chain(hc_verdict_evidence(item->verdict));
	uint64_t *numbers;

	if (tally->all == NULL)
		tally->all = hc_counts_row(tally->sums, HC_SUM_ALL, NULL, 0);
	numbers = tally->all->numbers;
	numbers[HC_ALL_MESSAGES]++;
	numbers[HC_ALL_HOPS] += hc_chain_received_count(chain);
	numbers[HC_ALL_HOPS_UNREAD] +=
		hc_chain_received_count(chain) - hc_chain_length(chain);
	numbers[HC_ALL_PASS + item->outcome]++;
	numbers[HC_ALL_WITHOUT_HOPS] += hc_chain_length(chain) == 0;
	numbers[HC_ALL_WITHOUT_HORIZON] +=
		hc_verdict_horizon(item->verdict) == 0;
	numbers[HC_ALL_WITHOUT_BOUNDARY] += item->boundary == NULL;
	numbers[HC_ALL_UNDATED] +=
		item->boundary != NULL &&
		item->boundary->received->stamp.state != HC_STAMP_POINT;
	item->month->numbers[HC_MONTH_MESSAGES]++;
	item->month->numbers[HC_MONTH_OUTCOME + item->outcome]++;
}

bool
hc_tally_add(HcTally *tally, const HcVerdict *verdict, uint64_t ordinal,
             HcPartFile *file, GError **error)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	Case item = {.verdict = verdict,
	             .outcome = hc_verdict_outcome(verdict),
	             .ordinal = ordinal};
	const HcNote *notes;
	size_t count;

	memset(tally->notes_seen, 0, sizeof tally->notes_seen);
	item.month = month_row(tally, verdict);
	notes = hc_message_notes(hc_chain_message(chain), &count);
	add_notes(tally, notes, count);
	for (size_t i = 0; i < hc_chain_length(chain); i++)
		add_hop(tally, &item, i);
	add_findings(tally, verdict);
	add_boundary(tally, &item);
	add_all(tally, &item);
	return hc_counts_size(tally->sums) < SIZE_MAX_KEPT ||
	       hc_tally_flush(tally, file, error);
}

/* ------------------------------------------------------------------ records */

/** Put a row into a record: type, key, and its numbers. */
static void
pack_row(GByteArray *out, const HcSumRow *row)
{
	const char *rules = hc_sum_rules(row->type);

	g_byte_array_append(out, &row->type, 1);
	hc_pack_bytes(out, row->key, row->key_length);
	for (size_t i = 0; rules[i] != '\0'; i++)
		/* never is 0, and anything else one more */
		hc_pack_number(out, row->numbers[i] + (rules[i] == '<' ||
		                                       rules[i] == 'o'));
}

bool
hc_tally_flush(HcTally *tally, HcPartFile *file, GError **error)
{
	size_t count = hc_counts_count(tally->sums);

	g_byte_array_set_size(tally->record, 0);
	for (size_t i = 0; i < count; i++)
		pack_row(tally->record, hc_counts_at(tally->sums, i));
	hc_counts_clear(tally->sums);
	tally->all = NULL;
	memset(tally->shares, 0, sizeof tally->shares);
	memset(tally->dialects, 0, sizeof tally->dialects);
	memset(tally->suites, 0, sizeof tally->suites);
	return count == 0 ||
	       hc_part_file_put(file, HC_RECORD_TALLY, tally->record->data,
	                        tally->record->len, error);
}

void
hc_tally_free(HcTally *tally)
{
	if (tally == NULL)
		return;
	for (size_t i = 0; i < NAME_SLOTS; i++) {
		g_free(tally->owners[i].name);
		g_free(tally->owners[i].organisation);
	}
	hc_counts_free(tally->sums);
	g_byte_array_unref(tally->record);
	g_ptr_array_unref(tally->rules_seen);
	g_free(tally);
}
