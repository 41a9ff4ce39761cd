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

/* HcPartial.low of a word that says that there was no TLS. */
#define HC_VERSION_NONE 0xffff

/** A word in a suite's place that names less than one. */
typedef struct {
	const char *token;
	const char *says; /**< what it does say */
	uint16_t low;     /**< oldest version that can be meant, 0 unknown */
} HcPartial;

/** Suites by exact spelling, ignoring ASCII case; nothing else is taken off.
 *  @param count_out  number of suites it can mean
 *  @return static array, NULL when unknown */
const HcCipher *const *hc_cipher_find(const char *name, size_t length,
                                      size_t *count_out);

/** All suites of the table. */
const HcCipher *hc_cipher_table(size_t *count_out);

/** The TLS 1.3 suite that a TLS 1.2 name stands for where a writer spells by
 *  parts (GnuTLS): same cipher and hash.
 *  @return static array of one, or NULL */
const HcCipher *const *hc_cipher_tls13(const HcCipher *cipher);

/** A word that names less than a suite, by exact spelling.
 *  @return static, or NULL */
const HcPartial *hc_partial_find(const char *text, size_t length);

/** A version by exact spelling, ignoring ASCII case.
 *  @param word_out  set when it is known
 *  @return whether it is in a table of ours */
bool hc_version_find(const char *text, size_t length, HcVersionWord *word_out);

/** A key exchange group by exact spelling, ignoring ASCII case.
 *  @return static, or NULL */
const HcGroup *hc_group_lookup(const char *text, size_t length);

/** The suite of a code point, written as "0xC0,0x30".
 *  @param count_out  1, or 0 when there is none
 *  @return static array, or NULL */
const HcCipher *const *hc_cipher_by_code(const char *code, size_t length,
                                         size_t *count_out);

/** What the rules call a suite of the table, e.g. "rc4"; static. */
const char *hc_cipher_subject(const HcCipher *cipher);

/** What the rules call a group, e.g. "ffdh-below-2048"; static.
 *  @param group  IANA name, or NULL
 *  @param bits   size of a finite-field group that has no name, 0 unknown
 *  @return NULL: no rule speaks of it */
const char *hc_group_subject(const char *group, unsigned bits);

/** The day of a time, in days since 1970-01-01. */
int64_t hc_rule_day(int64_t at_s);

/** How many of the rules had been made by a day: of two days of one number, the
 *  same rules hold. */
size_t hc_rules_until(int64_t day);

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
