/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-schema.h - schemas/policy.xsd, compiled in. */
#ifndef HC_POLICY_SCHEMA_H
#define HC_POLICY_SCHEMA_H

#include <stddef.h>

extern const unsigned char hc_policy_schema[];
extern const size_t hc_policy_schema_length;

#endif
