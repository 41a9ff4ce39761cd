/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error.c - the one error domain, and the version. */
#include "config.h"

#include "hopcheck.h"

G_DEFINE_QUARK(hc-error-quark, hc_error)

const char *
hc_version(void)
{
	return PACKAGE_VERSION;
}
