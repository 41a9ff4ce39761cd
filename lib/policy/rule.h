/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule.h - the finding catalogue by name. */
#ifndef HC_RULE_H
#define HC_RULE_H

#include "hopcheck.h"

#include "findings-table.h"

/** A row of the catalogue; static. */
const HcRule *hc_rule(HcRuleIndex index);

#endif
