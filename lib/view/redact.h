/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* redact.h - what a report may tell of people and hosts, replaced by tokens. */
#ifndef HC_REDACT_H
#define HC_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "hopcheck.h"

/** What a text of a report can hold. */
typedef enum {
	HC_CLASS_KEEP,    /**< words of ours, or of a document that is public */
	HC_CLASS_HOST,    /**< a host, a domain, an address or block of them */
	HC_CLASS_ADDRESS, /**< one mail address */
	HC_CLASS_ADDRESSES, /**< mail addresses with names */
	HC_CLASS_SUBJECT,   /**< a subject */
	HC_CLASS_NAME,  /**< a person or body, or what one calls something */
	HC_CLASS_FILE,  /**< a name of a file */
	HC_CLASS_FREE,  /**< bytes of a message that may hold anything */
	HC_CLASS_WORDS, /**< our words, with values of a message within */
	HC_CLASS_QUOTE, /**< by the field that is quoted */
	HC_CLASS_FACT,  /**< by the role of the value */
} HcClass;

typedef struct {
	const char *place; /**< "PARENT/ELEMENT" or "ELEMENT@ATTRIBUTE" */
	HcClass what;
} HcClassRow;

/** The class of a text: of an element that stands in another, or of an
 *  attribute.  What is in no row is FREE.
 *  @param parent  NULL: @p name is an attribute's, of @p element */
HcClass hc_class_of(const char *parent, const char *element, const char *name);

/** The class of a quoted field, or of a fact, by its word. */
HcClass hc_class_of_quote(const char *field);
HcClass hc_class_of_fact(const char *role);

typedef struct HcRedactor HcRedactor;

/** Begin to replace.
 *  @param key    of the HMAC; copied
 *  @param kinds  of HcRedaction */
HcRedactor *hc_redactor_new(const char *key, size_t length, unsigned kinds);
void hc_redactor_free(HcRedactor *redactor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcRedactor, hc_redactor_free)

/** Which key it is, without telling it.
 *  @return 16 hex digits; new */
char *hc_redactor_key_id(const HcRedactor *redactor);

/** A text as it may be shown: itself or with tokens in it.
 *  @param what  neither QUOTE nor FACT
 *  @return new */
char *hc_redactor_text(const HcRedactor *redactor, HcClass what,
                       const char *text);

/** Whether a word is one of ours: it stands in sentences that we write. */
bool hc_vocabulary_has(const char *word, size_t length);

#endif
