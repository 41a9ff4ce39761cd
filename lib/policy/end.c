/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* end.c - why a walk ends, in words. */
#include "config.h"

#include "walk.h"

bool
hc_walk_end_is_open(HcWalkEnd end)
{
	return end == HC_END_PRIVATE || end == HC_END_NO_PEER ||
	       end == HC_END_TENANTS || end == HC_END_FETCHED;
}

const char *
hc_walk_end_sentence(HcWalkEnd end)
{
	static const char *const sentences[] = {
		[HC_END_NO_HOPS] = "The message has no Received field, so "
				   "there is no path to judge.",
		[HC_END_CUT] = "No Received field stands in the part of the "
			       "header that was read, which a limit ended, so "
			       "there is no path to judge.",
		[HC_END_NO_ANCHOR] =
			"The newest Received field was not written by a host "
			"of the own set, so nothing below it can be relied on.",
		[HC_END_NO_NAME] =
			"The newest Received field names no writer with a "
			"domain of its own, so the own set cannot be inferred; "
			"--trust DOMAIN states it.",
		[HC_END_BOUNDARY] =
			"The own set took the message from outside there.",
		[HC_END_PRIVATE] =
			"The oldest attested hop took the message from a "
			"private address that nothing shows to be of the own "
			"set, so the hop that took it from outside is not "
			"shown; --trust CIDR would let the walk go on.",
		[HC_END_NO_PEER] =
			"The oldest attested hop does not record one address "
			"of the host that it took the message from, so the hop "
			"that took it from outside is not shown.",
		[HC_END_TENANTS] =
			"The service that hosts the mailbox took the message "
			"from itself: mail between two of its tenants has no "
			"boundary hop that a header shows.",
		[HC_END_INTERFACE] =
			"The message was handed in through a program's or a "
			"mailbox's own interface, not by SMTP, so there is no "
			"boundary hop that a header shows.",
		[HC_END_FETCHED] = "The message was fetched out of a mailbox "
				   "by POP3 or IMAP; the fields below are "
				   "those of the host that kept the mailbox, "
				   "which nothing shows to be of the own set.",
		[HC_END_BREAK] =
			"The oldest attested hop took the message from a host "
			"of the own set, but the next field was not written by "
			"that host: a field is missing or has another name, so "
			"the hop that took it from outside is not shown.",
		[HC_END_MISPLACED] =
			"The next Received field stands below the author's "
			"fields, where no server puts one, so the hop that "
			"took the message from outside is not shown.",
		[HC_END_ORIGIN] =
			"The recorded path begins inside the own set: no "
			"attested hop took the message from outside.",
		[HC_END_DOUBTED] =
			"The next Received field, from the top down, names two "
			"writers or leaves a parenthesis open before the one "
			"it names, so nothing shows who wrote it, and nothing "
			"from there on can be relied on.",
	};

	g_return_val_if_fail((unsigned)end < G_N_ELEMENTS(sentences), "");
	return sentences[end];
}
