/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dialect.c - who wrote a mailbox, by what it holds (mbox(5)). */
#include "config.h"

#include "hopcheck.h"

/* mboxcl and mboxcl2 state lengths; the other two do not.  Fields that do not
 * fit were made by somebody else on the way. */
static bool
states_lengths(const HcMboxEvidence *evidence)
{
	uint64_t others = evidence->length_short + evidence->length_spans +
	                  evidence->length_past;

	return evidence->length_fits > others;
}

/* mboxo puts ">" before "From ", mboxrd before any number of ">" and "From ",
 * mboxcl as mboxo, mboxcl2 before nothing: it trusts its lengths. */
const char *
hc_mbox_dialect(const HcMboxEvidence *evidence)
{
	g_return_val_if_fail(evidence != NULL, "unknown");

	bool quotes = evidence->quoted > 0 || evidence->requoted > 0;
	bool leaves = evidence->unquoted > 0 || evidence->length_spans > 0;

	if (quotes && leaves)
		return "mixed";
	if (states_lengths(evidence))
		return quotes   ? "mboxcl"
		       : leaves ? "mboxcl2"
				: "mboxcl-or-mboxcl2";
	if (evidence->requoted > 0)
		return "mboxrd";
	return quotes ? "mboxo-or-mboxrd" : "unknown";
}
