/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lore.h - what an archive as a whole tells of its messages.
 *
 * Four things: copies of one message, how far a host's clock is from those of
 * its neighbours, names that seem to be one host's, and messages that follow in
 * the clear on one for which protection was asked.  All but the first are
 * hints for a reader: nothing here raises evidence or changes an outcome.
 *
 * The order of calls:
 *
 *     hc_lore_new()
 *     for each message, by rising index:  hc_lore_message(), then
 *         hc_lore_take() for each of its records
 *     hc_lore_take() for records of sums, at any time
 *     hc_lore_settle()
 *     hc_lore_write(), or the rows one by one
 *     for each message, by rising index:  hc_lore_marks()
 *
 * Nothing for a message stays in memory.  The result does not depend on the
 * order in which parts are read, only on the messages and their indexes. */
#ifndef HC_LORE_H
#define HC_LORE_H

#include "drain.h"
#include "hopcheck.h"
#include "writer.h"

/** Stamps that a host's clock is learned from, at least. */
#define HC_LORE_STAMPS_MIN 10u
/** Seconds that a clock must be off to be told: stamps count whole ones. */
#define HC_LORE_CLOCK_MIN_S 2
/** Messages that show two names as one host's, at least. */
#define HC_LORE_ALIAS_MIN 3u
/** Alias hints told, those of the most messages; all are counted. */
#define HC_LORE_ALIASES_SHOWN 1000u
/** How long after a message another counts as following on it, seconds. */
#define HC_LORE_RESEND_SPAN_S (7 * 86400)

typedef struct HcLore HcLore;

/** Where a message stands in the report. */
typedef struct {
	uint64_t
		index; /**< in the report's order, from 0; a report's own indexes are from 1 */
	uint64_t input;  /**< its input's number, from 1 */
	uint64_t number; /**< in its input, from 1 */
} HcLorePlace;

/** @param folder  takes what does not fit in memory; copied
 *  @return new, the caller's */
HcLore *hc_lore_new(const char *folder);

/** The message that records taken next are about.
 *  @param digest  32 bytes, SHA-256 of it; NULL: none was made, then copies
 *                 are not looked for
 *  @param error   HC_ERROR_WRITE */
bool hc_lore_message(HcLore *lore, const HcLorePlace *place,
                     const uint8_t *digest, GError **error);

/** Take a record of a part.
 *  @param type   HC_RECORD_CLOCK, HC_RECORD_ALIAS or HC_RECORD_RESEND
 *  @param error  HC_ERROR_WRITE; HC_ERROR_READ: it is none of hc_sampler_*() */
bool hc_lore_take(HcLore *lore, uint8_t type, const uint8_t *data,
                  size_t length, GError **error);

/** All is taken: learn.
 *  @param error  HC_ERROR_WRITE, HC_ERROR_READ */
bool hc_lore_settle(HcLore *lore, GError **error);

/* ------------------------------------------------------------------- marks */

/** A time that runs back at a hop, and whether the clocks explain it. */
typedef struct {
	unsigned hop; /**< number of the hop whose stamp is the earlier time */
	int64_t delay_s;    /**< negative: its stamp minus the one before it */
	bool explained;     /**< by what was learned of the two clocks */
	bool learned;       /**< it is known how far one of them is off */
	int64_t expected_s; /**< what those clocks let one expect; 0: nothing
	                     *   was learned */
	bool id_known;  /**< the field's id holds a time of the same clock */
	bool id_agrees; /**< it is that of the stamp */
} HcLoreClockMark;

/** What makes one message seem to follow on another. */
typedef enum {
	HC_RESEND_REFERENCE,    /**< it refers to it (RFC 5322 3.6.4) */
	HC_RESEND_SAME_ID,      /**< same Message-ID, with Resent fields */
	HC_RESEND_CONVERSATION, /**< same conversation by the Thread-Index */
	HC_RESEND_THREAD,       /**< both refer to the same message */
	HC_RESEND_SUBJECT, /**< same Subject but for prefixes and triggers */
} HcResendBasis;

/** Token: "reference", "same-id", "conversation", "thread", "subject";
 *  static. */
const char *hc_resend_basis_token(HcResendBasis basis);

/** Who wrote the second. */
typedef enum {
	HC_RESEND_SAME_AUTHOR,
	HC_RESEND_ANSWER, /**< a recipient of the first, to its author */
	HC_RESEND_OTHER,
} HcResendRelation;

/** Token: "same-author", "answer", "other"; static. */
const char *hc_resend_relation_token(HcResendRelation relation);

/** A message without protection or a request for it that follows on one with
 *  either. */
typedef struct {
	HcLorePlace first;
	HcLorePlace later;
	HcResendBasis basis;
	HcResendRelation relation;
	int64_t after_s;      /**< between the two, 0 or more */
	bool first_requested; /**< the first asks for protection */
	bool first_protected; /**< the first is protected, or a notice of it */
	unsigned recipients;  /**< addresses in To, Cc and Bcc of both */
	bool later_read;      /**< the later's structure was read; else only its
	                        *   header was looked at */
} HcLoreResend;

/** What is known of a message that it does not tell itself. */
typedef struct {
	bool duplicate;    /**< the same bytes stand elsewhere before it */
	HcLorePlace first; /**< where */
	const HcLoreClockMark
		*clocks; /**< by hop; borrowed until the next call */
	size_t clock_count;
	bool resend; /**< it follows in the clear on another */
	HcLoreResend follows;
} HcLoreMarks;

/** What was learned of a message; indexes must rise from call to call, and may
 *  leave some out.
 *  @param error  HC_ERROR_WRITE: what was put in the folder cannot be had
 *                again */
bool hc_lore_marks(HcLore *lore, uint64_t index, HcLoreMarks *marks_out,
                   GError **error);

/** Whether there is anything to write of a message. */
static inline bool
hc_lore_marks_any(const HcLoreMarks *marks)
{
	return marks->duplicate || marks->clock_count > 0 || marks->resend;
}

/** Write what was learned of a message as an object "learned"; nothing where
 *  there is nothing but a copy, which an attribute of the message tells. */
void hc_lore_marks_write(const HcLoreMarks *marks, HcWriter *writer);

/* -------------------------------------------------------------------- rows */

/** Sums of what was learned. */
typedef struct {
	bool digests;        /**< copies were looked for */
	uint64_t duplicated; /**< messages that have copies */
	uint64_t copies;     /**< messages that are copies of an earlier one */
	uint64_t clocks;     /**< rows of clocks */
	uint64_t clocks_learned; /**< hosts with stamps enough */
	uint64_t explained;      /**< times that run back, explained */
	uint64_t unexplained;
	uint64_t aliases; /**< pairs of names, told or not */
	uint64_t asked;   /**< messages with protection, or a request */
	uint64_t undated; /**< that no time could be put to, so that they
	                         *   were not looked at */
	uint64_t unread;  /**< later messages whose header alone was looked
	                         *   at, of those that were compared */
	uint64_t resends; /**< rows of resends */
} HcLoreTotals;

/** Sums, once it is settled. */
const HcLoreTotals *hc_lore_totals(const HcLore *lore);

/** A host whose clock differs from its neighbours'. */
typedef struct {
	const char *host;    /**< as it calls itself after "by" */
	bool attested;       /**< from stamps of attested and partner hops;
	                         *   else from claims */
	uint64_t before;     /**< stamps compared with that of the hop before */
	int64_t before_s;    /**< median of stamp minus the one before */
	uint64_t after;      /**< stamps compared with that of the hop after */
	int64_t after_s;     /**< median of the one after minus the stamp */
	uint64_t ids;        /**< stamps whose own id holds a time */
	int64_t ids_s;       /**< median of stamp minus that time */
	unsigned neighbours; /**< neighbours, at least so many */
	int64_t behind_s;    /**< behind its neighbours by at least so much,
	                         *   or 0 */
	int64_t ahead_s;     /**< ahead by at least so much, or 0 */
} HcLoreClock;

/** Two names that seem to be one host's. */
typedef struct {
	const char *name;  /**< after "by" */
	const char *other; /**< what the next hop recorded */
	const char *basis; /**< "address", "helo", "label", "sequence" */
	uint64_t messages; /**< that show it */
} HcLoreAlias;

/** The next row; each kind once, from its first to its last.
 *  @return false with @p error unset at the end, with @p error set (as
 *          hc_lore_marks()) when it fails */
bool hc_lore_next_clock(HcLore *lore, HcLoreClock *clock_out, GError **error);
bool hc_lore_next_alias(HcLore *lore, HcLoreAlias *alias_out, GError **error);
bool hc_lore_next_resend(HcLore *lore, HcLoreResend *resend_out,
                         GError **error);

/** What rows of each kind show and what not, for a person; static. */
extern const char *const hc_lore_clock_meaning;
extern const char *const hc_lore_alias_meaning;
extern const char *const hc_lore_resend_meaning;

/** Write sums as an object "learned-sums", then all rows as lists "clock-sums",
 *  "alias-sums" and "resend-sums" into an object that is open; the rows are then
 *  used up.
 *  @param drain  called between rows; or NULL */
bool hc_lore_write(HcLore *lore, HcWriter *writer, HcDrain drain, void *data,
                   GError **error);

void hc_lore_free(HcLore *lore);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcLore, hc_lore_free)

#endif
