/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* versions.c - the libraries that we run with. */
#include "config.h"

#include "versions.h"

#include <glib.h>
/* After GLib, whose macro it would else define first. */
#include <idn2.h>
#include <libpsl.h>
#include <nettle/version.h>

const char *
hc_library(size_t index, char **version_out)
{
	switch (index) {
	case 0:
		*version_out = g_strdup_printf("%u.%u.%u", glib_major_version,
		                               glib_minor_version,
		                               glib_micro_version);
		return "GLib";
	case 1:
		*version_out = g_strdup(idn2_check_version(NULL));
		return "libidn2";
	case 2:
		*version_out = g_strdup(psl_get_version());
		return "libpsl";
	case 3:
		*version_out = g_strdup_printf("%d.%d", nettle_version_major(),
		                               nettle_version_minor());
		return "Nettle";
	default:
		*version_out = NULL;
		return NULL;
	}
}
