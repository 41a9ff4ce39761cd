/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* certificate.c - what receivers say of the client's certificate. */
#include "config.h"

#include "reader.h"

#include "scan.h"

/* What receivers say of the CLIENT's certificate. */
static const struct {
	const char *software; /* "" any */
	const char *word;
	HcCertificate certificate;
} certificate_words[] = {
  /* OpenSMTPD, smtp_session.c since 6.8; Cyrus: one word for no
	 * certificate and for one that was not verified. */
	{"opensmtpd", "NO",				   HC_CERT_UNVERIFIED   },
	{"opensmtpd", "YES",				  HC_CERT_VERIFIED     },
	{"cyrus",     "NO",				   HC_CERT_UNVERIFIED   },
	{"cyrus",     "YES",				  HC_CERT_VERIFIED     },
 /* Haraka, connection.js: Node's error for a missing issuer is also the
	 * one for no certificate, and became FAIL when Node changed its form. */
	{"haraka",    "NO",				   HC_CERT_UNVERIFIED   },
	{"haraka",    "FAIL",				 HC_CERT_UNVERIFIED   },
 /* Exim, tls.c: CV= of its log, where a configuration stamps it. */
	{"exim",      "no",				   HC_CERT_UNVERIFIED   },
	{"exim",      "dane",				 HC_CERT_VERIFIED     },
 /* sendmail, doc/op/op.me: verify= of a server. */
	{"",          "OK",				   HC_CERT_VERIFIED     },
	{"",          "NO",				   HC_CERT_ABSENT       },
	{"",          "NOT",				  HC_CERT_NOT_REQUESTED},
	{"",          "FAIL",				 HC_CERT_FAILED       },
	{"",          "YES",				  HC_CERT_VERIFIED     },
 /* The same, for when there was nothing to verify by. */
	{"",          "NONE",				 HC_CERT_NO_RESULT    },
	{"",          "TEMP",				 HC_CERT_NO_RESULT    },
	{"",          "PROTOCOL",			     HC_CERT_NO_RESULT    },
	{"",          "SOFTWARE",			     HC_CERT_NO_RESULT    },
	{"",          "CONFIG",			       HC_CERT_NO_RESULT    },
	{"",          "CLEAR",				HC_CERT_NO_RESULT    },
 /* Postfix, src/smtpd/smtpd.c. */
	{"",          "No client certificate requested",      HC_CERT_NOT_REQUESTED},
	{"",          "Client did not present a certificate", HC_CERT_ABSENT       },
	{"",          "verified OK",                          HC_CERT_VERIFIED     },
	{"",          "not verified",                         HC_CERT_FAILED       },
 /* Yandex. */
	{"",          "Client certificate not present",       HC_CERT_ABSENT       },
};

/* Whether a text starts with the words: a blank of theirs is any white space,
 * as a fold may have left a tab.  end_out: the text behind them. */
static bool
starts_with_words(const char *text, const char *words, const char **end_out)
{
	for (; *words; words++) {
		if (*words != ' ') {
			if (hc_lower((unsigned char)*text) !=
			    hc_lower((unsigned char)*words))
				return false;
			text++;
			continue;
		}
		if (!hc_is_fws((unsigned char)*text))
			return false;
		while (hc_is_fws((unsigned char)*text))
			text++;
	}
	*end_out = text;
	return true;
}

HcCertificate
hc_certificate_read(const HcReader *reader)
{
	const char *word = hc_reader_fact(reader, HC_FACT_TLS_VERIFY)->text;
	const char *end;

	if (!word)
		return HC_CERT_UNSTATED;
	/* The name in a certificate is the client's: no word of it counts. */
	if (starts_with_words(word, "Client RPK ", &end))
		return HC_CERT_KEY;
	for (size_t i = 0; i < G_N_ELEMENTS(certificate_words); i++) {
		const char *software = certificate_words[i].software;

		if (*software && !hc_reader_software_is(reader, software))
			continue;
		if (starts_with_words(word, certificate_words[i].word, &end) &&
		    *end == '\0')
			return certificate_words[i].certificate;
	}
	return HC_CERT_OTHER;
}
