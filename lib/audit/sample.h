/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sample.h - the layout of the records that sampler.h writes and lore.h reads;
 * numbers as sorter.h orders them.
 *
 * HC_RECORD_CLOCK   HC_SAMPLE_SUM    key, count 8, neighbours 8; the key:
 *                                    host NUL class HC_SAMPLE_SUM side diff 8
 *                   HC_SAMPLE_BACK   hop 8, delay 8, id 1, class 1, host NUL,
 *                                    class 1, host NUL
 * HC_RECORD_ALIAS   basis 1, name NUL, other NUL, count 8
 * HC_RECORD_RESEND  role 1; unless HC_ROLE_UNDATED: flags 1, time 8, author 8,
 *                   own id 8, count 1, keys each kind 1 and 16, count 1,
 *                   recipients each 8 */
#ifndef HC_SAMPLE_H
#define HC_SAMPLE_H

#include <stdint.h>

/* What a record of clocks is about. */
#define HC_SAMPLE_SUM 's'  /* how often a stamp differs by so much */
#define HC_SAMPLE_BACK 'q' /* a time that runs back, which is asked about */

/* Whose word a stamp is: learned apart, so that claims teach nothing about
 * what is attested. */
#define HC_CLASS_ATTESTED 'a' /* or a partner's */
#define HC_CLASS_CLAIMED 'c'

/* What a stamp was compared with. */
#define HC_SIDE_AFTER 'a'  /* the next one minus it */
#define HC_SIDE_BEFORE 'b' /* it minus the one before */
#define HC_SIDE_ID 'i'     /* it minus the time in its own field's id */

/* The time in the id of a field whose time runs back. */
#define HC_ID_NONE 0
#define HC_ID_AGREES 1
#define HC_ID_DIFFERS 2

/* How two names were seen to be one host's. */
#define HC_BASIS_ADDRESS 'a'  /* the same address */
#define HC_BASIS_HELO 'h'     /* it said the name that it stamps by */
#define HC_BASIS_LABEL 'l'    /* the same first label */
#define HC_BASIS_SEQUENCE 's' /* they follow on each other, nothing else */

#define HC_ROLE_ASKED 'A'
#define HC_ROLE_CLEAR 'C'
#define HC_ROLE_UNDATED 'U'

/* Flags of a message in a thread. */
#define HC_THREAD_REQUESTED (1u << 0)
#define HC_THREAD_PROTECTED (1u << 1)
#define HC_THREAD_RESENT (1u << 2) /* it has Resent fields */
#define HC_THREAD_READ (1u << 3)   /* its structure was read */

/* Kinds of keys. */
#define HC_KEY_OWN 'o' /* its Message-ID; shares numbers with the next */
#define HC_KEY_REFERENCE 'r'
#define HC_KEY_CONVERSATION 'c'
#define HC_KEY_SUBJECT 's'

#define HC_KEY_SIZE 16u
/* Keys of a message: its own, references, conversation, subject. */
#define HC_KEYS_MAX 40u
#define HC_REFERENCES_MAX 32u
/* Recipients that are compared; a message to more is to a list of people. */
#define HC_RECIPIENTS_MAX 64u

/* Beyond it a difference tells of a message that lay somewhere, not of a
 * clock. */
#define HC_SAMPLE_MAX_S (7 * 86400)

/** A difference as it is counted: to the second up to 512 s, beyond to one part
 *  in 256, toward zero, so that a host has some thousand of them at most. */
static inline int64_t
hc_sample_round(int64_t value_s)
{
	uint64_t size = value_s < 0 ? 0 - (uint64_t)value_s : (uint64_t)value_s;
	unsigned drop = 0;

	while (size >> drop >= 512)
		drop++;
	size = size >> drop << drop;
	return value_s < 0 ? -(int64_t)size : (int64_t)size;
}

#endif
