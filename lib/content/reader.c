/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reader.c - the one who asks worker processes for structures. */
#include "config.h"

#include "content.h"
#include "limit.h"

struct HcContentReader {
	char *program;
	bool sandbox_required;
	unsigned patience_ms;
};

HcContentReader *
hc_content_reader_new(void)
{
	HcContentReader *reader = g_new0(HcContentReader, 1);

	reader->patience_ms = HC_WORKER_WALL_S * 1000;
	return reader;
}

void
hc_content_reader_set_program(HcContentReader *reader, const char *path)
{
	g_return_if_fail(reader != NULL && path != NULL);
	g_free(reader->program);
	reader->program = g_strdup(path);
}

void
hc_content_reader_require_sandbox(HcContentReader *reader, bool required)
{
	g_return_if_fail(reader != NULL);
	reader->sandbox_required = required;
}

void
hc_content_reader_set_patience(HcContentReader *reader, unsigned patience_ms)
{
	g_return_if_fail(reader != NULL);
	reader->patience_ms = patience_ms;
}

bool
hc_content_reader_start(HcContentReader *reader, GError **error)
{
	g_return_val_if_fail(reader != NULL, false);
	g_set_error_literal(error, HC_ERROR, HC_ERROR_WORKER,
	                    "this version has no worker program");
	return false;
}

HcSandbox
hc_content_reader_sandbox(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, HC_SANDBOX_NONE);
	return HC_SANDBOX_NONE;
}

int
hc_content_reader_process(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, 0);
	return 0;
}

uint64_t
hc_content_reader_started(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, 0);
	return 0;
}

void
hc_content_reader_free(HcContentReader *reader)
{
	if (reader == NULL)
		return;
	g_free(reader->program);
	g_free(reader);
}
