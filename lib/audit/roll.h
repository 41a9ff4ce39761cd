/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* roll.h - which input a message belongs to, and its number there.
 *
 * Whether a small file is one message, and so belongs to the input of its
 * folder, shows when it is read; so inputs are numbered when parts are merged.
 * The merge goes over the parts twice and calls the same functions in the same
 * order both times, so the numbers are the same. */
#ifndef HC_ROLL_H
#define HC_ROLL_H

#include "plan.h"

/** Where the merge stands; all zero at the start. */
typedef struct {
	uint64_t inputs;         /**< numbers given */
	uint64_t group;          /**< of the plan, that is open; 0: none */
	uint64_t group_input;    /**< its input's number */
	uint64_t group_messages; /**< so far */
	uint64_t file;           /**< 1 + number in the plan of the file by
	                          *   itself that is open; 0: none */
	uint64_t file_input;
	uint64_t file_messages;
} HcRoll;

/** Another plan begins, whose groups and files are numbered from the start:
 *  nothing is open. */
void hc_roll_close(HcRoll *roll);

/** The number of the input that an item belongs to.
 *  @param grouped  to that of its folder */
uint64_t hc_roll_input(HcRoll *roll, const HcItem *item, bool grouped);

/** The number of the next message of that input. */
uint64_t hc_roll_message(HcRoll *roll, bool grouped);

#endif
