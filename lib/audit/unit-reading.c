/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unit-reading.c - what every item of a unit has to have written of it. */
#include "config.h"

#include "unit-reading.h"

#include <string.h>

#include "message-record.h"
#include "report.h"
#include "source.h"

bool
hc_reading_stopped(const HcRunner *runner, GError **error)
{
	if (!atomic_load(&runner->run->stop))
		return false;
	g_set_error(error, HC_ERROR, HC_ERROR_STOPPED, "stopped");
	return true;
}

void
hc_reading_prepare(const HcRunner *runner, HcSource *source)
{
	hc_source_set_digests(source,
	                      runner->options->digests != HC_DIGESTS_NONE);
	if (runner->options->digests != HC_DIGESTS_ALL)
		hc_source_skip_whole(source);
	if (runner->reader != NULL)
		hc_source_keep_bodies(source, UINT64_MAX);
	hc_source_lend_bodies(source);
	hc_source_set_gate(source, &runner->run->gate);
}

/** The value of a digit that hc_digest_end() wrote. */
static unsigned
digit_value(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/** The 32 bytes of 64 hex digits. */
static void
read_hex(const char *hex, uint8_t bytes_out[32])
{
	for (size_t i = 0; i < 32; i++)
		bytes_out[i] = (uint8_t)(digit_value(hex[2 * i]) << 4 |
		                         digit_value(hex[2 * i + 1]));
}

static bool
is_listed(const HcRunner *runner, const HcVerdict *verdict)
{
	return runner->brief != NULL &&
	       (runner->options->detail == HC_DETAIL_ALL ||
	        hc_brief_is_found(verdict));
}

/** Write what the report says of a message, and look at it while that can be
 *  done by many. */
static bool
put_fragment(HcRunner *runner, const HcVerdict *verdict,
             HcMessageRecord *record, GError **error)
{
	size_t at = runner->ready->len;

	hc_brief_add(runner->brief, verdict, runner->ready);
	record->length = runner->ready->len - at;
	return hc_brief_check(runner->brief, runner->ready->str + at,
	                      record->length, &record->head, error) &&
	       hc_fragment_writer_put(runner->fragments, error);
}

static bool
put_message(HcRunner *runner, const HcReadingPlace *place, const HcRaw *raw,
            const HcVerdict *verdict, GError **error)
{
	const char *sha256 = hc_raw_place(raw)->sha256;
	HcMessageRecord record = {.item = place->index,
	                          .grouped = place->grouped,
	                          .listed = is_listed(runner, verdict),
	                          .member = place->member};
	uint8_t digest[32];

	if (record.listed && !put_fragment(runner, verdict, &record, error))
		return false;
	if (sha256 != NULL) {
		read_hex(sha256, digest);
		record.digest = digest;
	}
	g_byte_array_set_size(runner->record, 0);
	hc_message_record_pack(runner->record, &record);
	return hc_part_file_put(runner->part, HC_RECORD_MESSAGE,
	                        runner->record->data, runner->record->len,
	                        error);
}

bool
hc_reading_message(HcRunner *runner, const HcReadingPlace *place, HcRaw *raw,
                   bool *damaged, GError **error)
{
	const HcAuditOptions *options = runner->options;
	g_autoptr(HcMessage) message = hc_message_new(raw);
	g_autoptr(HcVerdict) verdict = hc_policy_judge_message(
		runner->policy, runner->reader, options->content,
		options->journal, message);

	*damaged |= hc_report_is_damaged(verdict);
	atomic_fetch_add(&runner->run->messages, 1);
	/* what is learned of a message stands directly behind it */
	return put_message(runner, place, raw, verdict, error) &&
	       hc_sampler_add(runner->sampler, verdict, runner->part, error) &&
	       hc_tally_add(runner->tally, verdict, ++runner->ordinal,
	                    runner->part, error);
}

bool
hc_reading_facts(HcRunner *runner, uint64_t index, bool grouped,
                 const HcFacts *facts, GError **error)
{
	if (hc_facts_failed(facts))
		atomic_fetch_add(&runner->run->unread, 1);
	g_byte_array_set_size(runner->record, 0);
	hc_pack_number(runner->record, index);
	hc_pack_number(runner->record, grouped);
	hc_facts_pack(runner->record, facts);
	return hc_part_file_put(runner->part, HC_RECORD_FILE,
	                        runner->record->data, runner->record->len,
	                        error);
}

bool
hc_reading_left_out(HcRunner *runner, uint64_t index, const char *member,
                    const char *why, GError **error)
{
	g_byte_array_set_size(runner->record, 0);
	hc_pack_number(runner->record, index);
	hc_pack_text(runner->record, member);
	hc_pack_text(runner->record, why);
	return hc_part_file_put(runner->part, HC_RECORD_LEFT_OUT,
	                        runner->record->data, runner->record->len,
	                        error);
}
