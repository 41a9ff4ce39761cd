/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bits.c - key lengths, in the units of their writers. */
#include "config.h"

#include "reader.h"

#include <string.h>

#include "scan.h"

static unsigned
read_number(const char *text)
{
	unsigned value = 0;

	while (*text && !hc_is_digit((unsigned char)*text))
		text++;
	for (; hc_is_digit((unsigned char)*text); text++) {
		if (value > 99999)
			return 0;
		value = value * 10 + (unsigned)(*text - '0');
	}
	return value;
}

static bool
bits_fit(const HcCipher *cipher, unsigned bits)
{
	/* A triple-DES key is counted with parity, without, and by strength. */
	if (strcmp(cipher->enc, "3DES") == 0 && (bits == 168 || bits == 192))
		return true;
	if (strcmp(cipher->enc, "DES") == 0 && bits == 64)
		return true;
	return bits == cipher->bits || bits == cipher->bits_effective;
}

/* Exim counted the key in bytes with GnuTLS before 4.7x. */
static bool
in_bytes(const HcReader *reader, unsigned value)
{
	const HcTls *tls = reader->tls;

	if (value != 8 && value != 16 && value != 24 && value != 32 &&
	    value != 7)
		return false;
	if (tls->cipher_count == 0)
		return hc_reader_software_is(reader, "exim");
	return !bits_fit(tls->ciphers[0], value) &&
	       bits_fit(tls->ciphers[0], value * 8);
}

unsigned
hc_bits_read(HcReader *reader, HcFact which)
{
	const HcText *text = hc_reader_fact(reader, which);
	const HcTls *tls = reader->tls;
	unsigned bits = text->text ? read_number(text->text) : 0;
	bool fits = tls->cipher_count == 0;

	if (bits && in_bytes(reader, bits))
		bits *= 8;
	for (size_t i = 0; i < tls->cipher_count; i++)
		if (bits_fit(tls->ciphers[i], bits))
			fits = true;
	/* "(128/128 bits)" is one statement. */
	if (bits && !fits && bits != tls->bits)
		hc_reader_contradict(reader, HC_NOTE_KEY_LENGTH_IMPOSSIBLE,
		                     text->where);
	return bits;
}
