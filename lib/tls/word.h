/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* word.h - what a word of a stamp says: suites, versions, groups. */
#ifndef HC_WORD_H
#define HC_WORD_H

#include "table.h"

/** What a word in a suite's place says. */
typedef struct {
	const HcCipher *const *ciphers; /**< static; NULL when count is 0 */
	size_t count;
	const char *group; /**< group named inside it, or NULL; static */
	uint16_t low; /**< partial words: oldest version that can be meant */
	bool partial; /**< names less than a suite ("AES-256-GCM", "OTHER") */
	bool none;    /**< says that there was no cipher */
	bool gnutls;  /**< spelled as only GnuTLS does */
	const HcCipher *const *ciphers13; /**< its TLS 1.3 reading, or NULL */
	const HcPartial *part;            /**< its row when partial */
	unsigned group_bits; /**< of a group that has no name, 0 unknown */
} HcCipherWord;

/** Read a word that stands in a suite's place: damage at its ends and that of
 *  quoted-printable mended, the Schannel curve suffix taken off, GnuTLS
 *  descriptions taken apart.
 *  @return whether it is in a table of ours */
bool hc_cipher_read(const char *text, HcCipherWord *word_out);

/** Read a version word, damage mended.
 *  @return whether it is in a table of ours */
bool hc_version_read(const char *text, HcVersionWord *word_out);

/** A key exchange group, however it is spelled.
 *  @return static, or NULL */
const HcGroup *hc_group_read(const char *text, size_t length);

/** Its IANA name.
 *  @return static, or NULL */
const char *hc_group_find(const char *text, size_t length);

/** Bits of a finite-field group that is given by its size alone: "DHE (2048
 *  bits)" (Postfix), "DHE-CUSTOM1024" (GnuTLS).
 *  @return 0 when none is stated */
unsigned hc_group_bits(const char *text, size_t length);

#endif
