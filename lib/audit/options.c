/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options.c - the words that options of an audit are told by. */
#include "config.h"

#include "hopcheck.h"

const char *
hc_detail_token(HcDetail detail)
{
	static const char *const tokens[] = {
		[HC_DETAIL_ALL] = "all",
		[HC_DETAIL_FINDINGS] = "findings",
		[HC_DETAIL_SUMMARY] = "summary",
	};

	g_return_val_if_fail((unsigned)detail < G_N_ELEMENTS(tokens), "");
	return tokens[detail];
}

const char *
hc_digests_token(HcDigests digests)
{
	static const char *const tokens[] = {
		[HC_DIGESTS_ALL] = "all",
		[HC_DIGESTS_MESSAGES] = "messages",
		[HC_DIGESTS_NONE] = "none",
	};

	g_return_val_if_fail((unsigned)digests < G_N_ELEMENTS(tokens), "");
	return tokens[digests];
}
