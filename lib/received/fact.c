/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fact.c - tokens of the facts. */
#include "config.h"

#include "hopcheck.h"

static const char *const tokens[HC_FACT_COUNT] = {
	[HC_FACT_FROM] = "from",
	[HC_FACT_HELO] = "helo",
	[HC_FACT_RDNS] = "rdns",
	[HC_FACT_ADDRESS] = "address",
	[HC_FACT_PORT] = "port",
	[HC_FACT_IDENT] = "ident",
	[HC_FACT_BY] = "by",
	[HC_FACT_BY_ADDRESS] = "by-address",
	[HC_FACT_SOFTWARE] = "software",
	[HC_FACT_VIA] = "via",
	[HC_FACT_WITH] = "with",
	[HC_FACT_ID] = "id",
	[HC_FACT_FOR] = "for",
	[HC_FACT_ENVELOPE_FROM] = "envelope-from",
	[HC_FACT_AUTH] = "auth",
	[HC_FACT_AUTH_USER] = "auth-user",
	[HC_FACT_AUTH_MECHANISM] = "auth-mechanism",
	[HC_FACT_TLS] = "tls",
	[HC_FACT_TLS_VERSION] = "tls-version",
	[HC_FACT_TLS_CIPHER] = "tls-cipher",
	[HC_FACT_TLS_BITS] = "tls-bits",
	[HC_FACT_TLS_BITS_ALGORITHM] = "tls-bits-algorithm",
	[HC_FACT_TLS_GROUP] = "tls-group",
	[HC_FACT_TLS_SIGNATURE] = "tls-signature",
	[HC_FACT_TLS_VERIFY] = "tls-verify",
	[HC_FACT_TLS_CLIENT] = "tls-client",
	[HC_FACT_TLS_ISSUER] = "tls-issuer",
	[HC_FACT_CLEAR] = "clear",
	[HC_FACT_DATE] = "date",
	[HC_FACT_SOFTWARE_VERSION] = "software-version",
};

const char *
hc_fact_token(HcFact fact)
{
	g_return_val_if_fail((unsigned)fact < HC_FACT_COUNT, "");
	return tokens[fact];
}
