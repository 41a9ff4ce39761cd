/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options.h - what makes two audits of the same inputs the same. */
#ifndef HC_OPTIONS_H
#define HC_OPTIONS_H

#include "hopcheck.h"

/** Options of an audit, ours to keep: texts and lists belong to it.
 *  @return new */
HcAuditOptions *hc_options_copy(const HcAuditOptions *options);
void hc_options_free(HcAuditOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcAuditOptions, hc_options_free)

/** The policy that the options state.
 *  @param base   the folder that relative paths lead from; NULL: where we are
 *  @param error  HC_ERROR_POLICY
 *  @return new, or NULL */
HcPolicy *hc_options_policy(const HcAuditOptions *options, const char *base,
                            GError **error);

/** Write the options as a record of a plan, and what they rest on: version,
 *  date of the rules, public suffix list, digests of the policy and of the
 *  databases. */
void hc_options_pack(GByteArray *out, const HcAuditOptions *options,
                     const HcPolicy *policy);
/** Read them back.
 *  @return new, or NULL: the record is damaged */
HcAuditOptions *hc_options_unpack(const uint8_t *data, size_t length);

/** What of two records is not the same, for a sentence that begins with "is of
 *  another": "policy", "version", ...; static; NULL: nothing. */
const char *hc_options_difference(const uint8_t *one, size_t one_length,
                                  const uint8_t *other, size_t other_length);

#endif
