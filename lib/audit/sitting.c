/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sitting.c - who had a part in an audit. */
#include "config.h"

#include "sitting.h"

#include <string.h>
#include <unistd.h>

#include "civil.h"
#include "digest.h"
#include "part-file.h"
#include "versions.h"
#include "writer.h"
#include "xml-version.h"

static const char *const parents[] = {"run", "sittings", "sitting", NULL};

/* What the names of notes begin with; the time and the process follow. */
#define NAME_START "sitting-"

void
hc_sitting_init(HcSitting *sitting)
{
	*sitting = (HcSitting){
		.workers = g_ptr_array_new_with_free_func(g_free),
		.fences = g_array_new(FALSE, FALSE, sizeof(HcSandbox)),
	};
}

void
hc_sitting_clear(HcSitting *sitting)
{
	g_clear_pointer(&sitting->path, g_free);
	g_clear_pointer(&sitting->workers, g_ptr_array_unref);
	g_clear_pointer(&sitting->fences, g_array_unref);
}

void
hc_sitting_add_worker(HcSitting *sitting, char *about, HcSandbox sandbox)
{
	g_autofree char *said = about;

	if (said == NULL)
		return;
	for (guint i = 0; i < sitting->workers->len; i++)
		if (strcmp(sitting->workers->pdata[i], said) == 0) {
			HcSandbox *fences =
				&g_array_index(sitting->fences, HcSandbox, i);

			*fences = (HcSandbox)(*fences & sandbox);
			return;
		}
	g_ptr_array_add(sitting->workers, g_steal_pointer(&said));
	g_array_append_val(sitting->fences, sandbox);
}

/* ---------------------------------------------------------------- writing */

static void
text(HcWriter *writer, const char *name, const char *value)
{
	hc_writer_object(writer, name);
	hc_writer_text(writer, value, strlen(value));
	hc_writer_end(writer);
}

static void
instant(HcWriter *writer, const char *name, int64_t unix_s)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (unix_s == 0)
		return;
	hc_civil_append(out, unix_s, 'T');
	g_string_append_c(out, 'Z');
	hc_writer_token(writer, name, out->str);
}

static void
library(HcWriter *writer, const char *name, const char *version)
{
	hc_writer_object(writer, "library");
	hc_writer_token(writer, "name", name);
	hc_writer_token(writer, "version", version);
	hc_writer_end(writer);
}

static void
libraries(HcWriter *writer)
{
	const char *name;
	char *version;

	hc_writer_list(writer, "libraries");
	for (size_t i = 0; (name = hc_library(i, &version)) != NULL; i++) {
		library(writer, name, version);
		g_free(version);
	}
	library(writer, "libxml2", hc_xml_library());
	hc_writer_end(writer);
}

static void
program(HcWriter *writer, const char *path)
{
	g_autofree char *data = NULL;
	size_t length;

	hc_writer_object(writer, "program");
	if (path != NULL && g_file_get_contents(path, &data, &length, NULL)) {
		char sha256[HC_DIGEST_HEX];
		HcDigest digest;

		hc_digest_init(&digest);
		hc_digest_add(&digest, data, length);
		hc_digest_end(&digest, sha256);
		hc_writer_token(writer, "sha256", sha256);
	}
	text(writer, "path", path != NULL ? path : "");
	hc_writer_end(writer);
}

/** The lines of one kind of what a worker says of itself. */
static void
worker_lines(HcWriter *writer, char **lines, const char *kind)
{
	for (; *lines != NULL; lines++) {
		g_auto(GStrv) words = g_strsplit(*lines, "\t", 4);
		guint count = g_strv_length(words);

		if (count < 3 || strcmp(words[0], kind) != 0)
			continue;
		if (count == 3) {
			library(writer, words[1], words[2]);
			continue;
		}
		hc_writer_object(writer, "limit");
		hc_writer_token(writer, "name", words[1]);
		hc_writer_token(writer, "value", words[2]);
		hc_writer_token(writer, "unit", words[3]);
		hc_writer_end(writer);
	}
}

static void
worker(HcWriter *writer, const char *about, HcSandbox sandbox)
{
	g_auto(GStrv) lines = g_strsplit(about, "\n", -1);

	if (lines[0] == NULL || !g_str_has_prefix(lines[0], "program\t"))
		return;
	hc_writer_object(writer, "worker");
	hc_writer_token(writer, "name", lines[0] + strlen("program\t"));
	hc_writer_token(writer, "sandbox", hc_sandbox_token(sandbox));
	hc_writer_list(writer, "libraries");
	worker_lines(writer, lines, "library");
	hc_writer_end(writer);
	hc_writer_list(writer, "limits");
	worker_lines(writer, lines, "limit");
	hc_writer_end(writer);
	hc_writer_end(writer);
}

static void
workers(HcWriter *writer, const HcSitting *sitting)
{
	if (sitting->workers->len == 0)
		return;
	hc_writer_list(writer, "workers");
	for (guint i = 0; i < sitting->workers->len; i++)
		worker(writer, sitting->workers->pdata[i],
		       g_array_index(sitting->fences, HcSandbox, i));
	hc_writer_end(writer);
}

/** What all workers had: the token of the least. */
static void
sandbox(HcWriter *writer, unsigned sandboxes)
{
	for (unsigned i = HC_SANDBOX_NONE; i <= HC_SANDBOX_BOTH; i++)
		if (sandboxes & 1u << i) {
			hc_writer_token(writer, "sandbox",
			                hc_sandbox_token((HcSandbox)i));
			return;
		}
}

static void
attributes(HcWriter *writer, const HcSitting *sitting,
           const HcRunRecord *record)
{
	hc_writer_token(writer, "role", record->role);
	hc_writer_token(writer, "tool-version", hc_version());
	instant(writer, "started", record->started_s);
	instant(writer, "finished", record->finished_s);
	hc_writer_token(writer, "time-source", "system-clock");
	if (record->clock != HC_CLOCK_UNKNOWN)
		hc_writer_flag(writer, "clock-synchronised",
		               record->clock == HC_CLOCK_SYNCHRONISED);
	if (record->finished_s != 0)
		hc_writer_number(writer, "units", sitting->units);
	hc_writer_number(writer, "jobs", record->jobs);
	sandbox(writer, sitting->sandboxes);
}

static void
append(GString *out, const HcSitting *sitting, const HcRunRecord *record)
{
	const char *const *argument = record->command;
	HcWriter writer;

	hc_writer_init_within(&writer, &hc_writer_xml, out, parents);
	attributes(&writer, sitting, record);
	text(&writer, "host", record->host);
	text(&writer, "user", record->user);
	text(&writer, "folder", record->folder);
	text(&writer, "system", record->system);
	hc_writer_list(&writer, "command");
	for (; *argument != NULL; argument++)
		text(&writer, "argument", *argument);
	hc_writer_end(&writer);
	program(&writer, record->program);
	libraries(&writer);
	workers(&writer, sitting);
}

bool
hc_sitting_write(HcSitting *sitting, const char *folder,
                 const uint8_t *fingerprint, const HcRunRecord *record,
                 GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(HcPartFile) file = NULL;

	if (sitting->path == NULL)
		sitting->path = g_strdup_printf(
			"%s/" NAME_START "%016" G_GINT64_MODIFIER "x-%08lx",
			folder, (guint64)g_get_real_time(), (long)getpid());
	append(out, sitting, record);
	file = hc_part_file_create(sitting->path, fingerprint, 0, error);
	return file != NULL &&
	       hc_part_file_put(file, HC_RECORD_SITTING, out->str, out->len,
	                        error) &&
	       hc_part_file_finish(file, error);
}

/* ---------------------------------------------------------------- reading */

static int
by_name(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static GPtrArray *
names_in(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_prefix(name, NAME_START) &&
		    !g_str_has_suffix(name, ".partial"))
			g_ptr_array_add(names,
			                g_build_filename(folder, name, NULL));
	g_ptr_array_sort(names, by_name);
	return names;
}

static void
free_text(void *data)
{
	g_string_free(data, TRUE);
}

/** Read a note to its end: what it says counts only if nothing of it changed.
 *  @return new; NULL: it is torn, or of another plan */
static GString *
read_note(const char *path, const uint8_t *fingerprint)
{
	g_autoptr(HcPartFile) file =
		hc_part_file_open(path, fingerprint, 0, NULL);
	g_autoptr(GString) piece = NULL;
	const uint8_t *data;
	size_t length;
	uint8_t type;

	if (file == NULL ||
	    !hc_part_file_next(file, &type, &data, &length, NULL) ||
	    type != HC_RECORD_SITTING)
		return NULL;
	piece = g_string_new_len((const char *)data, (gssize)length);
	return hc_part_file_next(file, &type, &data, &length, NULL) && type == 0
	               ? g_steal_pointer(&piece)
	               : NULL;
}

GPtrArray *
hc_sittings_new(void)
{
	return g_ptr_array_new_with_free_func(free_text);
}

unsigned
hc_sittings_read(GPtrArray *sittings, const char *folder,
                 const uint8_t *fingerprint)
{
	g_autoptr(GPtrArray) names = names_in(folder);
	unsigned unread = 0;

	for (guint i = 0; i < names->len; i++) {
		GString *piece = read_note(names->pdata[i], fingerprint);

		if (piece != NULL)
			g_ptr_array_add(sittings, piece);
		else
			unread++;
	}
	return unread;
}
