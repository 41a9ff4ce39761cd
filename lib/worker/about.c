/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* about.c - what a worker program says of itself. */
#include "config.h"

#include "about.h"

#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include <glib.h>

static const struct {
	int resource;
	const char *name;
	const char *unit;
} limits[] = {
	{RLIMIT_AS,     "address-space", "bytes"      },
	{RLIMIT_CPU,    "cpu-time",      "seconds"    },
	{RLIMIT_FSIZE,  "file-size",     "bytes"      },
	{RLIMIT_NOFILE, "open-files",    "descriptors"},
	{RLIMIT_NPROC,  "processes",     "processes"  },
	{RLIMIT_CORE,   "core-dump",     "bytes"      },
	{RLIMIT_STACK,  "stack",         "bytes"      },
};

bool
hc_about_is_asked(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[argc - 1], "--about") != 0)
		return false;
	argv[argc - 1] = NULL;
	return true;
}

char *
hc_about(const char *program, char *const *libraries)
{
	GString *out = g_string_new("program\t");

	g_string_append_printf(out, "%s\n", program);
	g_string_append_printf(out, "library\tGLib\t%u.%u.%u\n",
	                       glib_major_version, glib_minor_version,
	                       glib_micro_version);
	for (; libraries[0] != NULL; libraries += 2)
		g_string_append_printf(out, "library\t%s\t%s\n", libraries[0],
		                       libraries[1]);
	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
		struct rlimit value;

		if (getrlimit((__rlimit_resource_t)limits[i].resource,
		              &value) == 0 &&
		    value.rlim_cur != RLIM_INFINITY)
			g_string_append_printf(
				out, "limit\t%s\t%" G_GUINT64_FORMAT "\t%s\n",
				limits[i].name, (uint64_t)value.rlim_cur,
				limits[i].unit);
	}
	return g_string_free(out, FALSE);
}
