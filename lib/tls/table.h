/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table.h - suites, versions and groups by any of their spellings. */
#ifndef HC_TABLE_H
#define HC_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hopcheck.h"

/** What a version word says. */
typedef struct {
	uint16_t low;  /**< wire code, 0 unknown */
	uint16_t high; /**< wire code, 0 unknown */
	bool family;   /**< names a family of suites, not what was negotiated */
	bool none;     /**< says that there was no TLS */
} HcVersionWord;

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
} HcCipherWord;

/** Suites by exact spelling, ignoring ASCII case; nothing else is taken off.
 *  @param count_out  number of suites it can mean
 *  @return static array, NULL when unknown */
const HcCipher *const *hc_cipher_find(const char *name, size_t length,
                                      size_t *count_out);

/** Read a word that stands in a suite's place: damage at its ends and the
 *  Schannel curve suffix taken off, GnuTLS descriptions taken apart.
 *  @return whether it is in a table of ours */
bool hc_cipher_read(const char *text, HcCipherWord *word_out);

/** The TLS 1.3 suite that a TLS 1.2 name stands for where a writer spells by
 *  parts (GnuTLS): same cipher and hash.
 *  @return static array of one, or NULL */
const HcCipher *const *hc_cipher_tls13(const HcCipher *cipher);

/** Read a version word.
 *  @return whether it is in a table of ours */
bool hc_version_read(const char *text, HcVersionWord *word_out);

/** IANA name of a key exchange group, however it is spelled.
 *  @return static, or NULL */
const char *hc_group_find(const char *text, size_t length);

/** What the rules call a suite of the table, e.g. "rc4"; static. */
const char *hc_cipher_subject(const HcCipher *cipher);

/** The rule that decides for a version or a subject on a day.
 *  @param version  wire code, or 0 to ask by @p subject
 *  @param day      days since 1970-01-01
 *  @param sentence_out  static */
HcGrade hc_rule_grade(unsigned version, const char *subject, int64_t day,
                      const char **sentence_out);

/** The day before which nothing negotiated a version.
 *  @param version  wire code
 *  @param day_out  days since 1970-01-01; set when there is such a day
 *  @return whether one is known */
bool hc_version_first(unsigned version, int64_t *day_out);

#endif
