/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reader.h - the field under reading. */
#ifndef HC_READER_H
#define HC_READER_H

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"
#include "word.h"

/** The field under reading; lives for one hc_tls_read(). */
typedef struct {
	const HcReceived *received;
	HcSpan field;
	HcArena *arena;
	GArray **notes;
	HcTls *tls;
	HcCipherWord cipher;
	HcVersionWord version;
	bool cipher_known;
	bool version_known;
} HcReader;

/** What the field states of a fact. */
static inline const HcText *
hc_reader_fact(const HcReader *reader, HcFact which)
{
	return &reader->received->facts[which];
}

/** Whether the field states a fact. */
static inline bool
hc_reader_stated(const HcReader *reader, HcFact which)
{
	return hc_reader_fact(reader, which)->text != NULL;
}

/** Add a note. */
void hc_reader_note(HcReader *reader, HcNoteCode code, HcSpan where);

/** Whether the writer is of a family of software. */
bool hc_reader_software_is(const HcReader *reader, const char *software);

/** Where the first of some facts stands that is stated, else the field. */
HcSpan hc_reader_place(const HcReader *reader, const HcFact *facts,
                       size_t count);

/** Where TLS is stated. */
HcSpan hc_reader_tls_place(const HcReader *reader);

/** Two statements cannot both hold: the state says so, a note why, and one
 *  that they do. */
void hc_reader_contradict(HcReader *reader, HcNoteCode why, HcSpan where);

/** What the field says of the client's certificate. */
HcCertificate hc_certificate_read(const HcReader *reader);

/** Read the version. */
void hc_suite_read_version(HcReader *reader);

/** Read the suite, after the version, and settle one by the other. */
void hc_suite_read_cipher(HcReader *reader);

/** Read a key length, after the suite.
 *  @return bits, 0 when not stated */
unsigned hc_bits_read(HcReader *reader, HcFact which);

#endif
