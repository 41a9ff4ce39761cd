/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* writer.c - the receiver of a field: its address, its software. */
#include "config.h"

#include <string.h>

#include "address.h"
#include "reading.h"
#include "scan.h"

/* What a comment has to hold for a template of its address to fit. */
enum {
	HOLDS_ADDRESS = 1 << 0, /* it begins as one does */
	HOLDS_BRACKET = 1 << 1,
	HOLDS_COLON = 1 << 2,
	HOLDS_K = 1 << 3, /* it begins with the letter */
};

static const struct {
	const char *template;
	unsigned needs;
	bool alone; /* it holds nothing else, so that it names no product */
} own_addresses[] = {
	{"%b",         HOLDS_ADDRESS,               true },
	{"[%b]",       HOLDS_BRACKET,               true },
	{"%b:%w",      HOLDS_ADDRESS | HOLDS_COLON, true },
	{"[%b]:%w",    HOLDS_BRACKET | HOLDS_COLON, true },
	{"%w [%b]",    HOLDS_BRACKET,               false},
	{"KumoMTA %b", HOLDS_K,                     false},
};

static unsigned
held_by(const char *text, size_t length)
{
	unsigned held = 0;

	if (hc_address_begins(text, length))
		held |= HOLDS_ADDRESS;
	if (memchr(text, '[', length) != NULL)
		held |= HOLDS_BRACKET;
	if (memchr(text, ':', length) != NULL)
		held |= HOLDS_COLON;
	if (length > 0 && hc_lower((unsigned char)text[0]) == 'k')
		held |= HOLDS_K;
	return held;
}

/* Returns whether the comment is the receiver's address; alone_out: and
 * nothing else, so that it names no product. */
static bool
own_address(HcReading *reading, const HcToken *token, bool *alone_out)
{
	const HcView *view = &reading->view;
	HcRun inside = hc_comment_inside(token);
	unsigned held = held_by(view->bytes + inside.offset, inside.length);
	HcMatch match;

	for (size_t i = 0; i < G_N_ELEMENTS(own_addresses); i++) {
		if ((own_addresses[i].needs & ~held) ||
		    !hc_template_match(own_addresses[i].template,
		                       view->bytes + inside.offset,
		                       inside.length, true, &match))
			continue;
		for (size_t c = 0; c < match.count; c++)
			if (match.at[c].fact == HC_FACT_BY_ADDRESS) {
				reading->by_address = match.at[c].address;
				hc_reading_state(reading, HC_FACT_BY_ADDRESS,
				                 inside.offset +
				                         match.at[c].offset,
				                 match.at[c].length);
			}
		*alone_out = own_addresses[i].alone;
		return true;
	}
	return false;
}

/* Whether nothing but white space stands before a bracket. */
static bool
is_bracket_behind(const HcView *view, size_t at)
{
	while (at < view->length && hc_is_fws((unsigned char)view->bytes[at]))
		at++;
	return at < view->length && view->bytes[at] == '[';
}

/* "by [192.0.2.1]", "by 2001:db8::1", "by host [192.0.2.1]". */
static void
read_by_literal(HcReading *reading)
{
	const HcView *view = &reading->view;
	HcRun by = view->by;
	const char *text = view->bytes + by.offset;
	size_t end = by.offset + by.length;
	HcMatch match;

	if (!by.stated || reading->by_address.family != 0)
		return;
	if (by.length > 2 && text[0] == '[' && text[by.length - 1] == ']') {
		text++;
		by.length -= 2;
	}
	if (hc_address_read(text, by.length, &reading->by_address, NULL,
	                    NULL) ||
	    !is_bracket_behind(view, end) ||
	    !hc_template_match(" [%b]", view->bytes + end, view->length - end,
	                       false, &match))
		return;
	reading->by_address = match.at[0].address;
	hc_reading_state(reading, HC_FACT_BY_ADDRESS, end + match.at[0].offset,
	                 match.at[0].length);
}

static void
read_writer(HcReading *reading)
{
	const HcView *view = &reading->view;
	const HcClause *by = view->clause[HC_CLAUSE_BY];
	const HcToken *software = view->writer;

	for (size_t i = by != NULL ? by->first : 0; by != NULL && i < by->end;
	     i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind != HC_TOKEN_COMMENT || token->used)
			continue;
		bool alone = false;

		if (own_address(reading, token, &alone) &&
		    (alone || token != software)) {
			if (token == software)
				software = NULL;
			continue;
		}
		if (software == NULL || software->used)
			software = token;
	}
	if (software != NULL && !software->used)
		hc_reading_state(reading, HC_FACT_SOFTWARE,
		                 hc_comment_inside(software).offset,
		                 hc_comment_inside(software).length);
	read_by_literal(reading);
}

static bool
in_version(unsigned char c)
{
	return hc_is_alnum(c) || c == '.' || c == '+' || c == '~' || c == '-' ||
	       c == '_';
}

static size_t
digits_end(const char *text, size_t at, size_t end)
{
	while (at < end && hc_is_digit((unsigned char)text[at]))
		at++;
	return at;
}

/* "8.17.1/8.17.1", "Exim 4.96 #2", "MTA v3.5.3 release 223": the first number
 * with a dot in it.  The receiver's address is none. */
static void
read_version(HcReading *reading)
{
	HcRun run = reading->facts[HC_FACT_SOFTWARE];
	HcRun own = reading->facts[HC_FACT_BY_ADDRESS];
	const char *text = reading->view.bytes + run.offset;

	for (size_t i = 0; run.stated && i < run.length; i++) {
		size_t dot, end;

		if (!hc_is_digit((unsigned char)text[i]))
			continue;
		dot = digits_end(text, i, run.length);
		/* "32" of "SMTPD32-6.06" is none, but what follows may be. */
		if (dot == run.length || text[dot] != '.') {
			i = dot;
			continue;
		}
		end = dot;
		while (end < run.length && in_version((unsigned char)text[end]))
			end++;
		if (dot + 1 < end &&
		    hc_is_digit((unsigned char)text[dot + 1]) &&
		    (i == 0 || text[i - 1] != '[') &&
		    !(own.stated && own.offset == run.offset + i)) {
			while (!hc_is_alnum((unsigned char)text[end - 1]))
				end--;
			hc_reading_state(reading, HC_FACT_SOFTWARE_VERSION,
			                 run.offset + i, end - i);
			return;
		}
		i = end;
	}
}

void
hc_reading_writer(HcReading *reading)
{
	read_writer(reading);
	read_version(reading);
}
