/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* suite.c - version and suite, and what each leaves of the other. */
#include "config.h"

#include "reader.h"

#include <string.h>

/* Keep the suites that some version of the stated range can use. */
static size_t
keep_possible(HcReader *reader, uint16_t low, uint16_t high)
{
	const HcCipher **kept;
	HcTls *tls = reader->tls;
	size_t count = 0;

	if (tls->cipher_count == 0)
		return 0;
	kept = hc_arena_alloc(reader->arena, tls->cipher_count * sizeof *kept);
	for (size_t i = 0; i < tls->cipher_count; i++)
		if ((!high || tls->ciphers[i]->version_min <= high) &&
		    (!low || tls->ciphers[i]->version_max >= low))
			kept[count++] = tls->ciphers[i];
	if (count) {
		tls->ciphers = kept;
		tls->cipher_count = count;
	}
	return count;
}

/* Exim with GnuTLS and Courier spell a TLS 1.3 suite by its parts, as if it
 * were one of TLS 1.2. */
static bool
read_old_spelling(HcReader *reader)
{
	HcTls *tls = reader->tls;
	const HcCipher *const *reading = reader->cipher.ciphers13;

	if (tls->version_low != HC_TLS_1_3)
		return false;
	if (!reading &&
	    (reader->cipher.gnutls || hc_reader_software_is(reader, "exim") ||
	     hc_reader_software_is(reader, "courier")))
		reading = hc_cipher_tls13(tls->ciphers[0]);
	if (!reading)
		return false;
	tls->ciphers = reading;
	tls->cipher_count = 1;
	if (!reader->cipher.ciphers13) {
		tls->cipher_old_spelling = true;
		hc_reader_note(
			reader, HC_NOTE_CIPHER_OLD_SPELLING,
			hc_reader_fact(reader, HC_FACT_TLS_CIPHER)->where);
	}
	return true;
}

static void
bound_by_suites(HcTls *tls)
{
	uint16_t low = 0xffff;
	uint16_t high = 0;

	for (size_t i = 0; i < tls->cipher_count; i++) {
		low = MIN(low, tls->ciphers[i]->version_min);
		high = MAX(high, tls->ciphers[i]->version_max);
	}
	if (!high)
		return;
	if (!tls->version_low || low > tls->version_low)
		tls->version_low = low;
	if (!tls->version_high || high < tls->version_high)
		tls->version_high = high;
}

/* A GnuTLS description fits a suite of TLS 1.2 and one of TLS 1.3. */
static void
add_tls13_reading(HcReader *reader)
{
	const HcCipher **all;
	HcTls *tls = reader->tls;

	if (!reader->cipher.ciphers13 || reader->version_known ||
	    tls->ciphers == reader->cipher.ciphers13)
		return;
	all = hc_arena_alloc(reader->arena,
	                     (tls->cipher_count + 1) * sizeof *all);
	memcpy(all, tls->ciphers, tls->cipher_count * sizeof *all);
	all[tls->cipher_count++] = reader->cipher.ciphers13[0];
	tls->ciphers = all;
}

static void
settle_suite(HcReader *reader)
{
	HcTls *tls = reader->tls;

	add_tls13_reading(reader);
	if (keep_possible(reader, tls->version_low, tls->version_high) == 0 &&
	    !read_old_spelling(reader)) {
		if (!tls->version_family) {
			hc_reader_contradict(reader,
			                     HC_NOTE_SUITE_NOT_IN_VERSION,
			                     hc_reader_tls_place(reader));
			return;
		}
		/* A family label bounds nothing that the suite does not. */
		tls->version_low = tls->version_high = 0;
	}
	bound_by_suites(tls);
	if (tls->cipher_count > 1)
		hc_reader_note(
			reader, HC_NOTE_CIPHER_AMBIGUOUS,
			hc_reader_fact(reader, HC_FACT_TLS_CIPHER)->where);
}

/* Haraka writes Node's getCipher().version, "the minimum TLS protocol version
 * supported by this cipher suite" (Node.js, tls). */
static void
take_for_suites(HcVersionWord *version)
{
	if (version->low == 0 || version->low >= HC_TLS_1_2)
		return;
	version->high = HC_TLS_1_2;
	version->family = true;
}

void
hc_suite_read_version(HcReader *reader)
{
	const HcText *text = hc_reader_fact(reader, HC_FACT_TLS_VERSION);
	HcTls *tls = reader->tls;

	if (!text->text)
		return;
	if (!hc_version_read(text->text, &reader->version)) {
		hc_reader_note(reader, HC_NOTE_VERSION_UNKNOWN, text->where);
		return;
	}
	if (hc_reader_software_is(reader, "haraka"))
		take_for_suites(&reader->version);
	tls->version_low = reader->version.low;
	tls->version_high = reader->version.high;
	tls->version_family = reader->version.family;
	reader->version_known = reader->version.low != 0;
	if (reader->version.family)
		hc_reader_note(reader, HC_NOTE_TLS_FAMILY_LABEL, text->where);
}

void
hc_suite_read_cipher(HcReader *reader)
{
	const HcText *text = hc_reader_fact(reader, HC_FACT_TLS_CIPHER);
	HcTls *tls = reader->tls;

	if (!text->text)
		return;
	if (!hc_cipher_read(text->text, &reader->cipher)) {
		hc_reader_note(reader, HC_NOTE_CIPHER_UNKNOWN, text->where);
		return;
	}
	tls->group = reader->cipher.group;
	tls->group_bits = reader->cipher.group_bits;
	reader->cipher_known = reader->cipher.count > 0;
	if (reader->cipher_known) {
		tls->ciphers = reader->cipher.ciphers;
		tls->cipher_count = reader->cipher.count;
		settle_suite(reader);
	} else if (reader->cipher.low > tls->version_low) {
		/* "AES-256-GCM" alone: no version before 1.2 has it. */
		if (tls->version_high && tls->version_high < reader->cipher.low)
			hc_reader_contradict(reader,
			                     HC_NOTE_SUITE_NOT_IN_VERSION,
			                     hc_reader_tls_place(reader));
		else
			tls->version_low = reader->cipher.low;
		if (!tls->version_high)
			tls->version_high = HC_TLS_1_3;
	}
}
