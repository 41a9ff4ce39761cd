/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control.h - control catalogues by name. */
#ifndef HC_CONTROL_H
#define HC_CONTROL_H

#include "hopcheck.h"

/** A catalogue by its name in a policy; NULL: there is none. */
const HcCatalogue *hc_catalogue_find(const char *id);

#endif
