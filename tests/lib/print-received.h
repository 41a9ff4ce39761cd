/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* print-received.h - the facts of a field written as a field again, in one
 * normal form, and stamps as RFC 5322 writes them: what is read from the print
 * must be what was printed.
 *
 * The form is Postfix's, as it has a place for nearly every fact.  A value that
 * the form cannot hold (white space, brackets, a keyword) is left out; so are
 * words that only show where a fact was found.
 */
#ifndef HC_TEST_PRINT_RECEIVED_H
#define HC_TEST_PRINT_RECEIVED_H

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "address.h"
#include "hopcheck.h"
#include "scan.h"

/* Facts that the normal form holds, each asked for by itself. */
static const HcFact printed_facts[] = {
	HC_FACT_HELO,
	HC_FACT_RDNS,
	HC_FACT_IDENT,
	HC_FACT_BY,
	HC_FACT_VIA,
	HC_FACT_WITH,
	HC_FACT_ID,
	HC_FACT_FOR,
	HC_FACT_ENVELOPE_FROM,
	HC_FACT_AUTH_USER,
	HC_FACT_TLS_VERSION,
	HC_FACT_TLS_CIPHER,
	HC_FACT_TLS_BITS,
	HC_FACT_TLS_BITS_ALGORITHM,
	HC_FACT_TLS_CLIENT,
	HC_FACT_TLS_ISSUER,
};

/** Whether a value is one word of letters, digits and harmless signs that no
 *  clause begins with and that nobody reads for a name that is none. */
static inline bool
printable(const char *text)
{
	static const char *const words[] = {
		"from",
		"by",
		"via",
		"with",
		"id",
		"for",
		"envelope-from",
		"unknown",
		"tls",
		"at",
		"unverified",
		"softdnserr",
		"unix",
		"unknown_domain",
		"no.name.available",
	};

	if (text == NULL || text[0] == '\0')
		return false;
	for (const char *c = text; *c != '\0'; c++)
		if (!hc_is_alnum((unsigned char)*c) &&
		    strchr("._-", *c) == NULL)
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(text, words[i]) == 0)
			return false;
	return true;
}

/** As printable(), around one "@". */
static inline bool
printable_mailbox(const char *text)
{
	const char *at = text != NULL ? strchr(text, '@') : NULL;
	g_autofree char *local = NULL;

	if (at == NULL)
		return false;
	local = g_strndup(text, (gsize)(at - text));
	return printable(local) && printable(at + 1);
}

/* Whose "by" or "with" alone makes the field another writer's. */
static inline bool
tells_writer(const HcReceived *received, HcFact fact, const char *text)
{
	const HcTransmission *row = received->transmission;

	if (fact == HC_FACT_WITH)
		return row == NULL || strcmp(row->status, "iana") != 0 ||
		       strcmp(row->family, "smtp") != 0;
	return fact == HC_FACT_BY &&
	       (g_str_has_suffix(text, ".messagelabs.com") ||
	        g_str_has_suffix(text, ".iphmx.com") ||
	        g_str_has_prefix(text, "IMS") ||
	        strcmp(text, "MailEnable") == 0);
}

static inline const char *
printed(const HcReceived *received, HcFact fact)
{
	const char *text = received->facts[fact].text;

	if (text == NULL || tells_writer(received, fact, text))
		return NULL;
	if (fact == HC_FACT_FOR || fact == HC_FACT_ENVELOPE_FROM)
		return printable_mailbox(text) ? text : NULL;
	return printable(text) ? text : NULL;
}

/* "from helo (ident@rdns [address] (may be forged))" */
static inline void
print_from(GString *out, const HcReceived *received)
{
	const char *helo = printed(received, HC_FACT_HELO);
	const char *rdns = printed(received, HC_FACT_RDNS);
	const char *ident = printed(received, HC_FACT_IDENT);
	char address[HC_ADDRESS_TEXT];

	if (received->peer.family == 0)
		return;
	hc_address_write(&received->peer, address);
	g_string_append(out, "from ");
	if (helo != NULL)
		g_string_append_printf(out, "%s ", helo);
	g_string_append_c(out, '(');
	if (helo != NULL && ident != NULL)
		g_string_append_printf(out, "%s@", ident);
	if (rdns != NULL || (received->rdns_none && ident == NULL))
		g_string_append_printf(out, "%s ",
		                       rdns != NULL ? rdns : "unknown");
	g_string_append_printf(out, "[%s%s]",
	                       received->peer.family == 6 ? "IPv6:" : "",
	                       address);
	if (rdns != NULL && received->rdns_doubted)
		g_string_append(out, " (may be forged)");
	g_string_append(out, ") ");
}

/* "TLSv1.3" and its kind. */
static inline bool
version_like(const char *text)
{
	return text != NULL && strlen(text) > 3 &&
	       (g_ascii_strncasecmp(text, "TLS", 3) == 0 ||
	        g_ascii_strncasecmp(text, "SSL", 3) == 0);
}

static inline void
print_tls(GString *out, const HcReceived *received)
{
	const char *version = printed(received, HC_FACT_TLS_VERSION);
	const char *suite = printed(received, HC_FACT_TLS_CIPHER);
	const char *bits = printed(received, HC_FACT_TLS_BITS);
	const char *of = printed(received, HC_FACT_TLS_BITS_ALGORITHM);
	const char *client = printed(received, HC_FACT_TLS_CLIENT);
	const char *issuer = printed(received, HC_FACT_TLS_ISSUER);

	if (!version_like(version) || suite == NULL ||
	    received->peer.family == 0)
		return;
	g_string_append_printf(out, "(using %s with cipher %s", version, suite);
	if (bits != NULL && of != NULL)
		g_string_append_printf(out, " (%s/%s bits)", bits, of);
	else if (bits != NULL)
		g_string_append_printf(out, " (%s bits)", bits);
	g_string_append(out, ") ");
	if (client != NULL && issuer != NULL)
		g_string_append_printf(
			out, "(Client CN \"%s\", Issuer \"%s\" (verified OK)) ",
			client, issuer);
}

static inline void
print_clause(GString *out, const char *keyword, const char *value)
{
	if (value != NULL)
		g_string_append_printf(out, "%s %s ", keyword, value);
}

/** Days from 1970-01-01 as a date of the Gregorian calendar. */
static inline void
print_day(GString *out, int64_t days)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	int64_t day = of_year - (153 * month + 2) / 5 + 1;

	month = month < 10 ? month + 3 : month - 9;
	year += era * 400 + (month <= 2);
	g_string_append_printf(out, "%02" PRId64 " %.3s %04" PRId64, day,
	                       months + 3 * (month - 1), year);
}

/** A stamp as RFC 5322 3.3 writes it; without a zone what has none that is
 *  known, -0000 what says so. */
static inline void
print_stamp(GString *out, const HcStamp *stamp)
{
	int64_t local = stamp->unix_s;
	int64_t second;
	int zone = stamp->zone_min;

	if (stamp->state == HC_STAMP_POINT && stamp->zone_known)
		local += (int64_t)zone * 60;
	second = ((local % 86400) + 86400) % 86400;
	print_day(out, (local - second) / 86400);
	g_string_append_printf(out, " %02d:%02d:%02d", (int)(second / 3600),
	                       (int)(second / 60 % 60), (int)(second % 60));
	if (stamp->nanosecond != 0)
		g_string_append_printf(out, ".%09u", stamp->nanosecond);
	if (stamp->state != HC_STAMP_POINT)
		return;
	if (!stamp->zone_known)
		g_string_append(out, " -0000");
	else
		g_string_append_printf(out, " %c%02d%02d", zone < 0 ? '-' : '+',
		                       ABS(zone) / 60, ABS(zone) % 60);
}

/** Whether the year is one that four digits hold, in the zone as written. */
static inline bool
stamp_printable(const HcStamp *stamp)
{
	return (stamp->state == HC_STAMP_POINT ||
	        stamp->state == HC_STAMP_INTERVAL) &&
	       stamp->unix_s >= INT64_C(-62135596800) + 86400 &&
	       stamp->unix_s < INT64_C(253402300800) - 86400;
}

/* Whether the normal form has a place for the fact beside the others. */
static inline bool
has_place(const HcReceived *received, HcFact fact)
{
	bool peer = received->peer.family != 0;
	bool tls = peer &&
	           version_like(printed(received, HC_FACT_TLS_VERSION)) &&
	           printed(received, HC_FACT_TLS_CIPHER) != NULL;

	switch (fact) {
	case HC_FACT_HELO:
	case HC_FACT_RDNS:
	case HC_FACT_AUTH_USER:
		return peer;
	case HC_FACT_BY:
		return printed(received, HC_FACT_BY) != NULL;
	case HC_FACT_IDENT:
		return peer && printed(received, HC_FACT_HELO) != NULL;
	case HC_FACT_TLS_VERSION:
	case HC_FACT_TLS_CIPHER:
	case HC_FACT_TLS_BITS:
		return tls;
	case HC_FACT_TLS_BITS_ALGORITHM:
		return tls && printed(received, HC_FACT_TLS_BITS) != NULL;
	case HC_FACT_TLS_CLIENT:
		return tls && printed(received, HC_FACT_TLS_ISSUER) != NULL;
	case HC_FACT_TLS_ISSUER:
		return tls && printed(received, HC_FACT_TLS_CLIENT) != NULL;
	default:
		return true;
	}
}

/** @return new, the caller's */
static inline char *
print_received(const HcReceived *received)
{
	GString *out = g_string_new(NULL);
	const char *sender = printed(received, HC_FACT_ENVELOPE_FROM);
	const char *recipient = printed(received, HC_FACT_FOR);
	const char *user = printed(received, HC_FACT_AUTH_USER);

	print_from(out, received);
	print_tls(out, received);
	if (user != NULL && received->peer.family != 0)
		g_string_append_printf(out, "(Authenticated sender: %s) ",
		                       user);
	print_clause(out, "by",
	             has_place(received, HC_FACT_BY)
	                     ? printed(received, HC_FACT_BY)
	                     : "localhost");
	g_string_append(out, "(Postfix) ");
	print_clause(out, "via", printed(received, HC_FACT_VIA));
	print_clause(out, "with", printed(received, HC_FACT_WITH));
	print_clause(out, "id", printed(received, HC_FACT_ID));
	if (recipient != NULL)
		g_string_append_printf(out, "for <%s> ", recipient);
	if (sender != NULL)
		g_string_append_printf(out, "(envelope-from <%s>) ", sender);
	/* Without a date, an id might pass for one. */
	g_string_append(out, "; ");
	if (stamp_printable(&received->stamp))
		print_stamp(out, &received->stamp);
	else
		g_string_append(out, "1 Jan 2000 00:00:00 +0000");
	return g_string_free(out, FALSE);
}

/** What the print of a field lost or invented: the first such fact in words,
 *  or NULL.
 *  @param again  what was read from print_received()
 *  @return new, the caller's */
static inline char *
print_differs(const HcReceived *received, const HcReceived *again)
{
	for (size_t i = 0; i < G_N_ELEMENTS(printed_facts); i++) {
		HcFact fact = printed_facts[i];
		const char *before = has_place(received, fact)
		                             ? printed(received, fact)
		                             : NULL;
		const char *after = again->facts[fact].text;

		/* A field with no "by" is nobody's, so one is put. */
		if (fact == HC_FACT_BY && before == NULL)
			continue;
		if (g_strcmp0(before, after) != 0)
			return g_strdup_printf("%s: %s, then %s",
			                       hc_fact_token(fact),
			                       before != NULL ? before : "none",
			                       after != NULL ? after : "none");
	}
	if (!hc_address_equal(&received->peer, &again->peer) &&
	    (received->peer.family != 0 || again->peer.family != 0))
		return g_strdup("the peer's address");
	if (stamp_printable(&received->stamp) &&
	    (received->stamp.state != again->stamp.state ||
	     received->stamp.unix_s != again->stamp.unix_s ||
	     received->stamp.nanosecond != again->stamp.nanosecond ||
	     (again->stamp.zone_known &&
	      received->stamp.zone_min != again->stamp.zone_min)))
		return g_strdup("the stamp");
	return NULL;
}

#endif
