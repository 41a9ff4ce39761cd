/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* profile.h - a profile read from its element.
 *
 * A profile file's root and a <profile> of a policy document have one content
 * model, each in its own namespace.  Children, all optional, in any order:
 *
 *   word          name grade                    a word of its own scale, the
 *                                               best first
 *   min-version   from until source             VERSION; below it: forbidden
 *   forbid        SELECTOR from until source    sentence, or nothing
 *   grade         SELECTOR as from until source grade
 *                                               sentence, or nothing
 *   prefer        group from until source       sentence, or nothing
 *   unlisted      subject as source             sentence: what is said of a
 *                 (version, suite, group)       subject that no rule selects
 *   source        title href published          where the profile comes from:
 *                                               what was read of it
 *
 * SELECTOR is one or more of: version min-version max-version suite class
 * exchange encryption bits-below group group-bits-below.  suite, class, group, version are
 * lists parted by white space; attributes together narrow.  With none of suite,
 * class, exchange, encryption, bits-below, group and group-bits-below it is a rule on versions;
 * beside them a version says in which versions the rule holds.
 *
 * as is a word of the profile, of the one it extends, or of these:
 * preferred strong permitted acceptable phase-out weak forbidden broken.
 * from and until are days, both within the rule's time. */
#ifndef HC_PROFILE_H
#define HC_PROFILE_H

#include <glib.h>

#include <libxml/tree.h>

#include "hopcheck.h"
#include "survey.h"

/** Find the profile that another one extends.
 *  @return borrowed, or NULL: there is none of that name */
typedef const HcProfile *(*HcProfileFind)(const char *id, void *data);

/** Read a <profile> element with its attributes id, title, publisher, edition,
 *  extends, valid-from, valid-to; only id must be there.  A profile extends
 *  one that @p find knows, else one compiled in: where @p find knows what
 *  stands before the element, no cycle can be.
 *  @param element   of a document that its schema found valid; names in no
 *                   particular namespace
 *  @param places    the document that knows where the element stands, or NULL:
 *                   an error has the line alone
 *  @param document  what the error message calls the document
 *  @param sha256    of the document's bytes, or NULL; copied
 *  @param find      or NULL
 *  @param error     HC_ERROR_POLICY, "DOCUMENT:LINE:COLUMN: what"
 *  @return new, or NULL */
HcProfile *hc_profile_read(xmlNode *element, const HcXmlSurveyed *places,
                           const char *document, const char *sha256,
                           HcProfileFind find, void *data, GError **error);

/** What a profile is called in a sentence: its title, else its id. */
const char *hc_profile_name(const HcProfile *profile);

/** As hc_profile_grade(), but what was asked before is remembered.
 *  @param profile  of hc_profile_read() */
void hc_profile_ask(const HcProfile *profile, const HcTls *tls, int64_t at_s,
                    HcProfileOpinion *opinion_out);

/** A profile compiled in.
 *  @param error  HC_ERROR_POLICY: no such name, or one that is refused
 *  @return new, or NULL */
HcProfile *hc_profile_named(const char *name, GError **error);

#endif
