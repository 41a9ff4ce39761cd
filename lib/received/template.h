/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template.h - the shapes that writers give to a part of a field, as text.
 *
 * A template is literal text in which a letter behind a percent sign captures
 * a fact:
 *
 *     %h HELO name         %r rDNS name        %a address   %p port
 *     %i ident             %b the receiver's own address
 *     %V TLS version       %C suite            %B bits      %G algorithm bits
 *     %K key exchange      %S signature        %F result for the certificate
 *     %N client's name     %I issuer           %U user      %u the same, blanks and all
 *     %A the same, up to the last "@"
 *     %M mechanism %e envelope sender %E one word of it      %f one word of %F
 *     %v the receiver's version            %q queue id
 *     %P words that state clear text       %x %K or %S of no fact
 *     %w one word          %s one word or phrase up to the next literal
 *     %d a doubt about the rDNS name           %* anything to the end
 *
 * Literal text is compared without ASCII case.  A blank stands for folding
 * white space, which may be absent beside a parenthesis or bracket.  {...} is
 * an optional part; such parts do not nest.  Every part of the text is looked
 * at once for each optional part: matching is linear in the text.
 */
#ifndef HC_TEMPLATE_H
#define HC_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hopcheck.h"

/* No template captures more. */
#define HC_CAPTURES_MAX 12

/* Captures that are no fact of their own. */
enum {
	HC_CAPTURE_DOUBT = HC_FACT_COUNT,
	HC_CAPTURE_NOTHING,
};

typedef struct {
	uint8_t fact;    /**< HcFact or HC_CAPTURE_* */
	uint32_t offset; /**< bytes from the start of the text */
	uint32_t length;
	HcAddress address; /**< for HC_FACT_ADDRESS and HC_FACT_BY_ADDRESS */
	bool tagged;       /**< it carried the IPv6 tag */
	bool zoned;        /**< it carried a zone id */
} HcCapture;

typedef struct {
	HcCapture at[HC_CAPTURES_MAX];
	size_t count;
	size_t end; /**< bytes of the text that the template took */
} HcMatch;

/** Match a template at the start of a text.
 *  @param whole      nothing but white space may be left
 *  @param match_out  undefined when it does not match */
bool hc_template_match(const char *pattern, const char *text, size_t length,
                       bool whole, HcMatch *match_out);

/** Whether a glob (of "*", "?", "#" for a digit, and alternatives apart by "|")
 *  matches all of a text, without ASCII case; linear in the text for each star. */
bool hc_glob_match(const char *glob, const char *text, size_t length);

/** Of what a glob consists. */
typedef enum {
	HC_GLOB_OTHER,
	HC_GLOB_WHOLE, /**< plain bytes */
	HC_GLOB_HEAD,  /**< plain bytes and a star */
	HC_GLOB_TAIL,  /**< a star and plain bytes */
} HcGlobForm;

/** One alternative of a glob, and what a text needs to match it. */
typedef struct {
	const char *text;    /**< NULL ends a list */
	uint16_t length;     /**< bytes of @p text */
	uint16_t least;      /**< bytes of the shortest text */
	uint16_t most;       /**< of the longest; UINT16_MAX: no limit */
	unsigned char first; /**< its first byte, lower case; 0: any */
	unsigned char last;  /**< its last byte, lower case; 0: any */
	uint8_t form;        /**< HcGlobForm */
	uint32_t letters;    /**< hc_letters() of its plain bytes */
} HcGlob;

/** Which letters a text holds, in either case, as bits from "a" on; then a
 *  digit, "/", "(", ",", "-", "_". */
uint32_t hc_letters(const char *text, size_t length);

/** As hc_glob_match(), for a list of alternatives.
 *  @param letters  hc_letters() of the text, or UINT32_MAX: not known */
bool hc_globs_match(const HcGlob *globs, const char *text, size_t length,
                    uint32_t letters);

#endif
