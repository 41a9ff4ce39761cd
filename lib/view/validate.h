/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate.h - whether a report holds together: what a schema cannot say. */
#ifndef HC_VALIDATE_H
#define HC_VALIDATE_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include <libxml/tree.h>

#include "hopcheck.h"

/** What is remembered of an input until its messages have come. */
typedef struct {
	uint64_t messages;      /**< as stated */
	uint64_t message_bytes; /**< as stated */
	uint64_t size;          /**< as stated */
	char sha256[65];        /**< as stated, or empty */
	bool single;            /**< one message is all of it */
	bool members;           /**< offsets count from a member's start */
	bool changed;           /**< its size is that of the end */
	bool packed;            /**< its size is not that of what it holds */
	/* as found */
	uint64_t number; /**< of the last message */
	uint64_t offset; /**< its end */
	uint64_t bytes;  /**< of messages */
} HcCheckInput;

/** Counts of outcomes, by words of the report. */
typedef struct {
	uint64_t pass, fail, indeterminate;
} HcCheckOutcomes;

/** A run. */
typedef struct {
	HcFlawHeard heard;
	void *data;
	uint64_t flaws;
	/* the head */
	bool brief;          /**< an audit's */
	bool all;            /**< every message is listed */
	bool redacted;       /**< texts are not those of messages */
	GHashTable *effects; /**< rule in force to 1 + its strongest effect */
	GHashTable *texts;   /**< "KIND WORD" of the catalogue */
	uint64_t databases;  /**< address databases named */
	/* as stated */
	xmlNode *totals;  /**< kept, or NULL */
	xmlNode *summary; /**< kept, or NULL */
	/* as found */
	GArray *inputs; /**< of HcCheckInput */
	uint64_t inputs_failed_least, input_bytes;
	uint64_t left_out;
	uint64_t messages, hops, hops_unread, message_bytes, duplicates, index;
	HcCheckOutcomes outcomes;
	GHashTable *findings; /**< rule to a counter */
	uint64_t input;       /**< of the last message */
} HcCheck;

/** Tell of a flaw.
 *  @param where  the element, for its line */
void hc_check_flaw(HcCheck *check, const xmlNode *where, const char *format,
                   ...) G_GNUC_PRINTF(3, 4);

/** Tell of two numbers that should be one.
 *  @param name    an attribute of @p element; nothing is told where it lacks
 *  @param counted  what it should be */
void hc_check_sum(HcCheck *check, const xmlNode *element, const char *name,
                  uint64_t counted);

/** A number of an element, 0 where it lacks. */
uint64_t hc_check_number(const xmlNode *element, const char *name);

/** Whether an attribute is there and has this value. */
bool hc_check_is(const xmlNode *element, const char *name, const char *word);

/** The first of a list's members: child LIST, its child MEMBER; or NULL. */
const xmlNode *hc_check_first(const xmlNode *element, const char *list,
                              const char *member);

/** Words that are told by their place in a list, NULL at its end.
 *  @return -1: it is none of them */
int hc_check_rank(const char *const *words, const char *word);

/** Effects, the weakest first; and severities. */
extern const char *const hc_check_effects[];
extern const char *const hc_check_severities[];

void hc_check_message(HcCheck *check, const xmlNode *message);
/** What brief messages alone may leave out has to stand in a full one. */
void hc_check_full(HcCheck *check, const xmlNode *message);
/** Hops of a message.
 *  @return how many there are */
uint64_t hc_check_hops(HcCheck *check, const xmlNode *message);
/** Findings and verdicts of a message with so many hops. */
void hc_check_findings(HcCheck *check, const xmlNode *message, uint64_t hops);
/** Inputs, once all messages have come. */
void hc_check_inputs_end(HcCheck *check, const xmlNode *where);
/** The summary of an audit, once all else is counted. */
void hc_check_summary(HcCheck *check);
/** Texts of an element and of all in it: each is in the escaped form, and is
 *  what raw-hex says. */
void hc_check_texts(HcCheck *check, const xmlNode *element);

#endif
