/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain.c - a word explained without any message: what it is, and what it
 * leaves open. */
#include "config.h"

#include "explain.h"

#include <string.h>

static const HcRule *
find_rule(const char *id)
{
	size_t count;
	const HcRule *rules = hc_rules(&count);

	for (size_t i = 0; i < count; i++)
		if (g_ascii_strcasecmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

/* ------------------------------------------------------- what is left open */

static bool
is_ambiguous(const HcTlsWord *word)
{
	return word->cipher_count > 1;
}

static bool
is_partial(const HcTlsWord *word)
{
	return word->partial && !word->no_tls;
}

static bool
is_none(const HcTlsWord *word)
{
	return word->no_tls;
}

static bool
is_family(const HcTlsWord *word)
{
	return word->version && word->version_family;
}

static bool
is_no_version(const HcTlsWord *word)
{
	return word->version && !word->no_tls && word->version_low == 0;
}

static bool
has_reading13(const HcTlsWord *word)
{
	return word->cipher13;
}

static bool
is_sized_group(const HcTlsWord *word)
{
	return word->group_bits > 0;
}

static bool
is_keyword(const HcTlsWord *word)
{
	return word->keyword && word->keyword->tls == '?';
}

static const struct {
	bool (*holds)(const HcTlsWord *word);
	const char *sentence;
} doubts[] = {
	{is_ambiguous,
         "Several suites share the name: OpenSSL gives a cipher kind of SSL "
         "2.0 "
         "the name of the suite of SSL 3.0 and later.  A stated version "
         "decides; without one all of them are reported."                },
	{has_reading13,
         "Under TLS 1.3, Exim with GnuTLS and Courier spell a suite by its "
         "parts, as if it were of TLS 1.2: then the other suite that is named "
         "here was used.  Under another writer's TLS 1.3 it is a "
         "contradiction."						},
	{is_partial,
         "It names less than a suite, so no suite is reported and the grade "
         "rests on the version alone where that decides."                },
	{is_none,        "It says that there was no TLS."                },
	{is_family,
         "It is a family label, not the version that was negotiated: the suite "
         "beside it raises the lower bound, as one that is younger than the "
         "label shows."						  },
	{is_no_version,  "It does not say which version."                },
	{is_sized_group,
         "A finite-field group by its size alone: it may be one of RFC 7919 or "
         "one that the server made itself."                              },
	{is_keyword,     "The keyword does not say whether TLS was used."},
};

const char *
hc_explained_doubt(const HcExplained *explained, size_t index)
{
	for (size_t i = 0; i < G_N_ELEMENTS(doubts); i++)
		if (doubts[i].holds(&explained->word) && index-- == 0)
			return doubts[i].sentence;
	return NULL;
}

void
hc_explained_bounds(const HcTlsWord *word, unsigned *low_out,
                    unsigned *high_out)
{
	*low_out = *high_out = 0;
	for (size_t i = 0; i < word->cipher_count; i++) {
		unsigned low = word->ciphers[i]->version_min;
		unsigned high = word->ciphers[i]->version_max;

		if (*low_out == 0 || low < *low_out)
			*low_out = low;
		if (high > *high_out)
			*high_out = high;
	}
}

bool
hc_report_explain(const HcReportOptions *options, const char *word,
                  GString *out, GError **error)
{
	HcExplained explained = {.asked = word};
	bool known;

	g_return_val_if_fail(options && word && out, false);
	if (options->form == HC_FORM_XML) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "an explanation has no XML form; use text or json");
		return false;
	}
	known = hc_tls_word(word, &explained.word);
	explained.rule = find_rule(word);
	if (!known && !explained.rule) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "'%s' is no suite, version, group, keyword or "
		            "finding of our tables",
		            word);
		return false;
	}
	if (options->form == HC_FORM_JSON)
		hc_explain_json(out, &explained);
	else
		hc_explain_text(out, options, &explained);
	return true;
}
