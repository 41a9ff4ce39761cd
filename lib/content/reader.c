/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reader.c - the one who asks worker processes for structures. */
#include "config.h"

#include "question.h"

#include "limit.h"

struct HcContentReader {
	HcWorker worker;
	HcWorkerTerms terms;
	char *program;
	bool searches;
};

HcContentReader *
hc_content_reader_new(void)
{
	HcContentReader *reader = g_new0(HcContentReader, 1);

	reader->program = g_strdup(HC_PROGRAM);
	reader->terms.patience_ms =
		(unsigned)hc_limit(HC_LIMIT_WORKER_WALL) * 1000;
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
	reader->terms.sandbox_required = required;
}

void
hc_content_reader_set_patience(HcContentReader *reader, unsigned patience_ms)
{
	g_return_if_fail(reader != NULL);
	reader->terms.patience_ms = patience_ms;
}

void
hc_content_reader_search_first(HcContentReader *reader, bool wanted)
{
	g_return_if_fail(reader != NULL);
	reader->searches = wanted;
}

bool
hc_reader_searches(const HcContentReader *reader)
{
	return reader->searches;
}

bool
hc_content_reader_start(HcContentReader *reader, GError **error)
{
	g_return_val_if_fail(reader != NULL, false);
	return reader->worker.process != 0 ||
	       hc_worker_start(&reader->worker, &reader->terms, reader->program,
	                       error);
}

static HcWorkerEnd
ask(HcContentReader *reader, unsigned flags, const char *bytes, size_t length,
    GByteArray *answer)
{
	if (reader->worker.asked >= hc_limit(HC_LIMIT_WORKER_ITEMS))
		hc_worker_stop(&reader->worker);
	if (!hc_content_reader_start(reader, NULL))
		return HC_DIED;
	return hc_worker_ask(&reader->worker, flags, bytes, length,
	                     reader->terms.patience_ms, answer);
}

/** Whoever kills a worker has no say in the report, which depends on the message
 *  alone. */
HcWorkerEnd
hc_reader_ask(HcContentReader *reader, unsigned flags, const char *bytes,
              size_t length, GByteArray *answer)
{
	HcWorkerEnd end = HC_KILLED;

	for (unsigned kills = 0;
	     end == HC_KILLED && kills <= HC_WORKER_KILLS_MAX; kills++)
		end = ask(reader, flags, bytes, length, answer);
	return end == HC_KILLED ? HC_DIED : end;
}

void
hc_reader_drop(HcContentReader *reader)
{
	hc_worker_stop(&reader->worker);
}

char *
hc_content_reader_about(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, NULL);
	return hc_worker_about(reader->program);
}

HcSandbox
hc_content_reader_sandbox(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, HC_SANDBOX_NONE);
	return reader->terms.sandbox;
}

int
hc_content_reader_process(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, 0);
	return (int)reader->worker.process;
}

uint64_t
hc_content_reader_started(const HcContentReader *reader)
{
	g_return_val_if_fail(reader != NULL, 0);
	return reader->terms.started;
}

void
hc_content_reader_free(HcContentReader *reader)
{
	if (reader == NULL)
		return;
	hc_worker_stop(&reader->worker);
	g_free(reader->program);
	g_free(reader);
}
