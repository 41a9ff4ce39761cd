/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* roll.c - which input a message belongs to, and its number there. */
#include "config.h"

#include "roll.h"

void
hc_roll_close(HcRoll *roll)
{
	roll->group = 0;
	roll->file = 0;
}

uint64_t
hc_roll_input(HcRoll *roll, const HcItem *item, bool grouped)
{
	if (grouped && roll->group != item->group) {
		roll->group = item->group;
		roll->group_input = ++roll->inputs;
		roll->group_messages = 0;
	} else if (!grouped && roll->file != item->number + 1) {
		roll->file = item->number + 1;
		roll->file_input = ++roll->inputs;
		roll->file_messages = 0;
	}
	return grouped ? roll->group_input : roll->file_input;
}

uint64_t
hc_roll_message(HcRoll *roll, bool grouped)
{
	return grouped ? ++roll->group_messages : ++roll->file_messages;
}
