/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dialect-table.c - shapes and notations of the dialects.
 *
 * The rows that use them are made from dialects.tsv, which says how to add
 * one.
 */
#include "config.h"

#include "dialect.h"

#include <glib.h>

#define NO_FACT HC_FACT_COUNT
#define END                                                                    \
	{                                                                      \
		0, NULL, NO_FACT                                               \
	}

/* ----------------------------------------------------------------- shapes */

/* RFC 5321 4.4: Extended-Domain = Domain FWS "(" TCP-info ")"; the name is the
 * HELO argument, what stands in the comment comes from the connection. */
static const char *const rfc_shapes[] = {
	"%h (%r [%a]{ (%d)}{ %d})",
	"%h ([%a]{ (%d)}{ %d})",
	"%h (IDENT:%i@%r [%a]{ (%d)})",
	"%h (%i@%r [%a]{ (%d)})",
	"%h (%i@[%a]{ (%d)})",
	"([%a]{ (%d)})",
	"(%r [%a]{ (%d)})",
	"%h ([unix socket])",
	"%h (%r [local])",
	NULL,
};

/* QMQP has no HELO: the name was looked up (Postfix, src/qmqpd/qmqpd.c). */
static const char *const qmqp_shapes[] = {"%w (%r [%a])", NULL};

/* "from rDNS ([address]:port helo=H ident=I)", or without rDNS
 * "from [address] (port=N helo=H ident=I)" (Exim, receive.c, host.c). */
static const char *const exim_shapes[] = {
	"%r ([%a]{:%p}{ helo=%h}{ ident=%i})",
	"[%a] (port=%p{ helo=%h}{ ident=%i})",
	"[%a] (helo=%h{ ident=%i})",
	"[%a] (ident=%i)",
	"[%a]:%p ({helo=%h}{ ident=%i})",
	"[%a]:%p",
	"[%a]",
	"%i (helo=%h)",
	NULL,
};

/* "from rDNS (HELO name) (ident@address)"; the name only when it differs
 * (qmail, received.c). */
static const char *const qmail_shapes[] = {
	"%r (HELO %h) ({%i@}{[}%a{]})",
	"%r (EHLO %h) ({%i@}{[}%a{]})",
	"%r (LHLO %h) ({%i@}{[}%a{]})",
	"%r ({%i@}{[}%a{]})",
	"[%a] (HELO %h)",
	"%a (HELO %h)",
	"%a (EHLO %h)",
	NULL,
};

/* Told by its form alone: stock qmail writes no brackets. */
static const char *const qmail_form_shapes[] = {
	"%r (HELO %h) ({%i@}%a)",
	"%r (EHLO %h) ({%i@}%a)",
	"%r ({%i@}%a)",
	NULL,
};

/* The name is the HELO argument, the address stands bare. */
static const char *const exchange_shapes[] = {
	"%h ({[}%a{]})",
	"({[}%a{]})",
	NULL,
};

static const char *const smtpsvc_shapes[] = {
	"%h ([%a]{ %d})",
	"([%a]{ %d})",
	NULL,
};

static const char *const yahoo_in_shapes[] = {
	"%a (EHLO %h)", "%a (HELO %h)", "[%a] (EHLO %h)", "%a", NULL,
};

/* The name is the client's address and nothing else is known. */
static const char *const address_shapes[] = {"[%a]", "%a", NULL};

static const char *const opensmtpd_shapes[] = {
	"%h (%r [%a])", "%h (%r %a)", "%h (%r [local])", "%h ([%a])", NULL,
};

static const char *const zonemta_shapes[] = {
	"%h ([%a] %r)",
	"%h (%r [%a])",
	"%h ([%a])",
	NULL,
};

/* A comment on the network may follow inside, parentheses and all. */
static const char *const stalwart_shapes[] = {
	"%h (%r [%a])",
	"%h (%r [%a] (AS",
	"%h ([%a]",
	NULL,
};

static const char *const qsmtpd_shapes[] = {
	"%r ([%a]:%p{ HELO %h}{ EHLO %h})",
	NULL,
};

static const char *const communigate_shapes[] = {
	"[%a] (account %U [%a] verified)",
	"[%a] (account %U)",
	"[%a] (HELO %h)",
	"[%a] (EHLO %h)",
	"%h ([%a] verified)",
	"%h (account %U [%a] verified)",
	"([%a] verified)",
	"%r (account %U HELO %h)",
	"[%a]",
	NULL,
};

static const char *const momentum_shapes[] = {
	"[%a] ([%a:%p]{ helo=%h})",
	"%r ([%a:%p]{ helo=%h})",
	"[%a] ([%a]{ helo=%h})",
	"%r ([%a]{ helo=%h})",
	"[%a]",
	NULL,
};

static const char *const axigen_shapes[] = {
	"%h [%a] (%a)",
	"%h (%a)",
	"%h ([%a])",
	NULL,
};

static const char *const xmail_shapes[] = {
	"%h (%a:%p)",
	"%h ([%a]:%p)",
	"%h (%a)",
	NULL,
};

static const char *const fetchmail_shapes[] = {
	"%r [%a]",
	"%r (%r [%a])",
	"%r ([%a])",
	NULL,
};

static const char *const trustwave_shapes[] = {
	"%h (Not Verified[%a])",
	"%h (%r[%a])",
	"%h ([%a])",
	NULL,
};

static const char *const smap_shapes[] = {
	"%r(%a, HELO %h)",
	"%r(%a, claiming to be \"%h\")",
	"%r(%a)",
	NULL,
};

static const char *const chasquid_shapes[] = {
	"[%a] (%h)",
	"%h ([%a])",
	NULL,
};

static const char *const kumomta_shapes[] = {"%h (%a)", NULL};

/* A browser: the name is its address. */
static const char *const browser_shapes[] = {
	"[%a] ([%a])", "%r ([%a])", "%r (%r [%a])", "[%a]", "%a", NULL,
};

static const char *const squirrelmail_shapes[] = {
	"%a (SquirrelMail",
	"%a (proxying for",
	"%r (SquirrelMail",
	NULL,
};

static const char *const postini_shapes[] = {"source ([%a])", NULL};

static const char *const firstclass_shapes[] = {"%a (%a)", "%r (%a)", NULL};

static const char *const synchronoss_shapes[] = {
	"[%a] (%a)",
	"%h (%a)",
	"%h ([%a])",
	NULL,
};

static const char *const sendgrid_shapes[] = {
	"%i (%r [%a])",
	"%i (unknown)",
	"%i ([%a])",
	NULL,
};

static const char *const generic_shapes[] = {
	"%r (HELO %h) ({%i@}{[}%a{]})",
	"%r (EHLO %h) ({%i@}{[}%a{]})",
	"%r (LHLO %h) ({%i@}{[}%a{]})",
	"%r ([%a]{:%p} helo=%h{ ident=%i})",
	"[%a] (port=%p{ helo=%h}{ ident=%i})",
	"[%a] (helo=%h{ ident=%i})",
	"%h (%r [%a]{ (%d)}{ %d})",
	"%h ([%a]{ (%d)}{ %d})",
	"%h (%r [%a:%p])",
	"%h ([%a]:%p)",
	"%h ([%a:%p])",
	"%h (IDENT:%i@%r [%a]{ (%d)})",
	"%h (%i@%r [%a]{ (%d)})",
	"%h (%i@[%a]{ (%d)})",
	"%h (%i@%a)",
	"%h (%a)",
	"%h (%a:%p)",
	"%h (%r[%a])",
	"%h (%r (%a))",
	"%h (%r %a)",
	"%h [%a]",
	"([%a]{ (%d)})",
	"(%r [%a]{ (%d)})",
	"(%a)",
	NULL,
};

/* -------------------------------------------------------------- notations */

const HcNotation hc_common_notations[] = {
	{HC_IN_FROM | HC_IN_WRITER,              "Authenticated sender: %u",              HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated bits=%w",                 HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated (%w bits)",               HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "user=%U{ author=%w} mech=%M{ bits=%w}",
         HC_FACT_AUTH										 },
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated user=%U{ bits=%w}",
         HC_FACT_AUTH										 },
	{HC_IN_FROM | HC_IN_WRITER,              "smtp-auth username %U, mechanism %M",
         HC_FACT_AUTH										 },
	{HC_IN_FROM | HC_IN_WRITER,              "auth=%U",                               HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated as %u",                   HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated user %u",                 HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated user",                    HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER,              "authenticated",                         HC_FACT_AUTH},
	{HC_IN_FROM | HC_IN_WRITER | HC_IN_DATE, "envelope-from <%e>",                    NO_FACT     },
	{HC_IN_FROM | HC_IN_WRITER | HC_IN_DATE, "envelope-from %e",                      NO_FACT     },
	{HC_IN_FROM | HC_IN_WRITER,              "envelope-sender <%e>",                  NO_FACT     },
	END,
};

/* Postfix smtpd.c, smtpd_tls_received_header; the certificate is the
 * client's. */
static const HcNotation postfix_tls[] = {
	{HC_IN_FROM,
         "using %V with cipher %C (%B/%G bits){ key-exchange %K}"
         "{ server-signature %S}{ server-digest %w}{ client-signature %x}"
         "{ client-digest %w}",                              HC_FACT_TLS       },
	{HC_IN_FROM, "No client certificate requested",      HC_FACT_TLS_VERIFY},
	{HC_IN_FROM, "Client did not present a certificate",
         HC_FACT_TLS_VERIFY						    },
	{HC_IN_FROM, "Client certificate not present",       HC_FACT_TLS_VERIFY},
	{HC_IN_FROM, "Client CN \"%N\", Issuer \"%I\" (%F)", NO_FACT           },
	{HC_IN_FROM, "Client RPK %w digest %N",              HC_FACT_TLS_VERIFY},
	END,
};

/* The same words with less in them: other writers imitate Postfix. */
static const HcNotation using_tls[] = {
	{HC_IN_FROM, "using TLS with cipher %C{ (%B/%G bits)}",     HC_FACT_TLS},
	{HC_IN_FROM, "using %V with cipher %C{ (%B/%G bits)}{ %w}",
         HC_FACT_TLS							   },
	{HC_IN_FROM, "using %V with cipher %C (%B bits)",           HC_FACT_TLS},
	END,
};

/* Behind the writer's own words: Strato after the id, Yandex after the date. */
static const HcNotation using_later[] = {
	{HC_IN_ID | HC_IN_FOR | HC_IN_WITH | HC_IN_BY | HC_IN_DATE,
         "using %V with cipher %C{ (%B/%G bits)}{ (%B bits)}",                                         HC_FACT_TLS       },
	{HC_IN_ID | HC_IN_FOR | HC_IN_WITH | HC_IN_BY | HC_IN_DATE,
         "using TLS with cipher %C{ (%B/%G bits)}{ (%B bits)}",                                        HC_FACT_TLS       },
	{HC_IN_ID | HC_IN_FOR | HC_IN_DATE,                         "No client certificate requested",
         HC_FACT_TLS_VERIFY											      },
	{HC_IN_ID | HC_IN_FOR | HC_IN_DATE,
         "Client did not present a certificate",						       HC_FACT_TLS_VERIFY},
	{HC_IN_ID | HC_IN_FOR | HC_IN_DATE,                         "Client certificate not present",
         HC_FACT_TLS_VERIFY											      },
	END,
};

static const HcNotation trustwave_tls[] = {
	{HC_IN_BY, "using TLS: %V, %C", HC_FACT_TLS},
	END,
};

static const HcNotation postini_tls[] = {
	{HC_IN_FROM, "using %V", HC_FACT_TLS},
	END,
};

/* sendmail's cfhead.m4 and all who took its form: blanks or commas between,
 * "bits" as used or used/algorithm. */
static const HcNotation version_tls[] = {
	{HC_IN_WITH | HC_IN_ID | HC_IN_FOR | HC_IN_ENVELOPE,
         "version=%V{,} cipher=%C{,}{ bits=%B}{/%G}{ verify=%f}"
         "{ key_exchange=%w}",                   HC_FACT_TLS},
	{HC_IN_WITH | HC_IN_ID | HC_IN_FOR | HC_IN_ENVELOPE,
         "cipher=%C{ bits=%B}{/%G}{ verify=%f}", HC_FACT_TLS},
	END,
};

static const HcNotation exclaimer_tls[] = {
	{HC_IN_WITH, "tlsversion=%V, tlscipher=%C", HC_FACT_TLS},
	END,
};

/* Exim, receive.c: "(version)" and the clause "tls suite" since 4.93, before
 * "(version:suite:bits)", and "(Cipher ...)" of patches to 3.x. */
static const HcNotation exim_tls[] = {
	{HC_IN_WITH,     "%V:%C:%B{:%K}",       HC_FACT_TLS},
	{HC_IN_WITH,     "%V:%C",               HC_FACT_TLS},
	{HC_IN_WITH,     "Cipher %V:%C:%B",     HC_FACT_TLS},
	{HC_IN_WITH,     "tls_cipher %V:%C:%B", HC_FACT_TLS},
	{HC_IN_WITH,     "%V",                  HC_FACT_TLS},
	{HC_IN_TLS_WORD, "%C",                  HC_FACT_TLS},
	END,
};

static const HcNotation opensmtpd_tls[] = {
	{HC_IN_ID,       "%V:%C:%B:%f",                    HC_FACT_TLS },
	{HC_IN_ID,       "%V:%C:%B",                       HC_FACT_TLS },
	{HC_IN_ID,       "%V cipher=%C bits=%B verify=%f", HC_FACT_TLS },
	{HC_IN_ID_WORDS, "auth=yes user=%U",               HC_FACT_AUTH},
	{HC_IN_ID_WORDS, "auth=%w",                        HC_FACT_AUTH},
	END,
};

static const HcNotation courier_tls[] = {
	{HC_IN_FROM, "TLS: %V,{ }%Bbits,{ }%C",                         HC_FACT_TLS },
	{HC_IN_FROM, "SSL: %V,{ }%Bbits,{ }%C",                         HC_FACT_TLS },
	{HC_IN_FROM, "AUTH: %M %U, TLS: %V,{ }%Bbits,{ }%C",            HC_FACT_TLS },
	{HC_IN_FROM, "AUTH: %M %U, SSL: %V,{ }%Bbits,{ }%C",            HC_FACT_TLS },
	{HC_IN_FROM, "IDENT: %i, AUTH: %M %U, TLS: %V,{ }%Bbits,{ }%C",
         HC_FACT_TLS								},
	{HC_IN_FROM, "IDENT: %i, TLS: %V,{ }%Bbits,{ }%C",              HC_FACT_TLS },
	{HC_IN_FROM, "IDENT: %i, AUTH: %M %U",                          HC_FACT_AUTH},
	{HC_IN_FROM, "AUTH: %M %U",				     HC_FACT_AUTH},
	{HC_IN_FROM, "IDENT: %i",				       NO_FACT     },
	END,
};

static const HcNotation tls_word[] = {
	{HC_IN_TLS_WORD, "%C", HC_FACT_TLS},
	END,
};

static const HcNotation chasquid_tls[] = {
	{HC_IN_WITH | HC_IN_TLS, "over %w, plain text!, envelope from \"%e\"",
         NO_FACT								      },
	{HC_IN_WITH | HC_IN_TLS, "over %w, %V, envelope from \"%e\"",
         HC_FACT_TLS								  },
	{HC_IN_WITH | HC_IN_TLS, "over %w, %P, envelope from \"%e\"",          NO_FACT},
	END,
};

static const HcNotation mox_tls[] = {
	{HC_IN_ID | HC_IN_WITH | HC_IN_FOR, "%V %C", HC_FACT_TLS},
	END,
};

static const HcNotation kumomta_tls[] = {
	{HC_IN_WITH, "%V:%C", HC_FACT_TLS},
	END,
};

/* qmail's TLS patches, qpsmtpd, MessageLabs, T-Online, Axigen. */
static const HcNotation encrypted_tls[] = {
	{HC_IN_WITH,       "%V:%C encrypted",    HC_FACT_TLS},
	{HC_IN_WITH,       "%C encrypted",       HC_FACT_TLS},
	{HC_IN_WITH_WORDS, "%C encrypted SMTP",  HC_FACT_TLS},
	{HC_IN_WITH_WORDS, "%C encrypted ESMTP", HC_FACT_TLS},
	END,
};

static const HcNotation ironport_tls[] = {
	{HC_IN_WITH_WORDS, "ESMTP/TLS/%C", HC_FACT_TLS},
	{HC_IN_WITH_WORDS, "SMTP/TLS/%C",  HC_FACT_TLS},
	END,
};

static const HcNotation starttls_word[] = {
	{HC_IN_SECOND_WITH, "STARTTLS", HC_FACT_TLS},
	END,
};

static const HcNotation google_tls[] = {
	{HC_IN_ID | HC_IN_FOR | HC_IN_WITH, "Google Transport Security",
         HC_FACT_TLS},
	END,
};

static const HcNotation tls_phrase[] = {
	{HC_IN_WITH, "TLS",           HC_FACT_TLS  },
	{HC_IN_WITH, "SSL",           HC_FACT_TLS  },
	{HC_IN_WITH, "TLS encrypted", HC_FACT_TLS  },
	{HC_IN_WITH, "SSL encrypted", HC_FACT_TLS  },
	{HC_IN_WITH, "NOT encrypted", HC_FACT_CLEAR},
	END,
};

static const HcNotation smtpsvc_tls[] = {
	{HC_IN_BY_WORDS, "over TLS secured channel", HC_FACT_TLS},
	END,
};

static const HcNotation *const postfix_notations[] = {postfix_tls, using_tls,
                                                      NULL};
static const HcNotation *const sendmail_notations[] = {version_tls, NULL};
static const HcNotation *const exim_notations[] = {exim_tls, NULL};
static const HcNotation *const exchange_notations[] = {version_tls, tls_phrase,
                                                       NULL};
static const HcNotation *const gmail_notations[] = {version_tls, google_tls,
                                                    NULL};
static const HcNotation *const phrase_notations[] = {tls_phrase, NULL};
static const HcNotation *const smtpsvc_notations[] = {smtpsvc_tls, NULL};
static const HcNotation *const encrypted_notations[] = {encrypted_tls, NULL};
static const HcNotation *const strato_notations[] = {using_later, using_tls,
                                                     encrypted_tls, NULL};
static const HcNotation *const yandex_notations[] = {using_later, postfix_tls,
                                                     using_tls, NULL};
static const HcNotation *const ironport_notations[] = {ironport_tls, NULL};
static const HcNotation *const mimecast_notations[] = {version_tls,
                                                       starttls_word, NULL};
static const HcNotation *const trustwave_notations[] = {trustwave_tls, NULL};
static const HcNotation *const postini_notations[] = {postini_tls, using_tls,
                                                      NULL};
static const HcNotation *const using_notations[] = {using_tls, NULL};
static const HcNotation *const courier_notations[] = {courier_tls, NULL};
static const HcNotation *const opensmtpd_notations[] = {opensmtpd_tls, NULL};
static const HcNotation *const haraka_notations[] = {version_tls, tls_word,
                                                     NULL};
static const HcNotation *const chasquid_notations[] = {chasquid_tls, tls_word,
                                                       NULL};
static const HcNotation *const mox_notations[] = {mox_tls, NULL};
static const HcNotation *const kumomta_notations[] = {kumomta_tls, NULL};
static const HcNotation *const dovecot_notations[] = {using_tls, version_tls,
                                                      NULL};
static const HcNotation *const exclaimer_notations[] = {exclaimer_tls, NULL};
/* A writer we do not know: the common forms, only where the client's words
 * cannot stand. */
static const HcNotation *const generic_notations[] = {
	postfix_tls,   using_tls,  using_later, version_tls,
	encrypted_tls, tls_phrase, tls_word,    NULL,
};

/* ------------------------------------------------------------------- rows */

#include "dialects.inc"

const size_t hc_dialect_row_count = G_N_ELEMENTS(hc_dialect_rows);
