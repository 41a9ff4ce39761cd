/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* no-sqlite.c - what stands for sqlite.c where SQLite was left out. */
#include "config.h"

#include "row-sink.h"

static HcRowSink *
begin(const HcTableOptions *options, GError **error)
{
	(void)options;
	g_set_error_literal(error, HC_ERROR, HC_ERROR_POLICY,
	                    "this build is without SQLite");
	return NULL;
}

const HcRowSinkForm hc_row_sink_sqlite = {
	.begin = begin,
};
