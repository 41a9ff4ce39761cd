/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* armour.h - may armour of OpenPGP stand in text? */
#ifndef HC_ARMOUR_H
#define HC_ARMOUR_H

#include <stdbool.h>

/* What opens armour: dashes, and this. */
#define HC_ARMOUR_DASHES 5
#define HC_ARMOUR_WORDS "BEGIN PGP"

/** Whether armour stands in text as it is. */
bool hc_armour_stands(const char *start, const char *end);

/** Whether armour with a "=" in it may stand in quoted-printable. */
bool hc_armour_may_be_quoted(const char *start, const char *end);

#endif
