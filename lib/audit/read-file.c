/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read-file.c - a file read: messages, or a container, or a digest alone. */
#include "config.h"

#include "unit-reading.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "limit.h"
#include "source.h"
#include "why.h"

/* A file of so many bytes is looked at before it is read as a message; a
 * smaller one is read as what it may not be, which costs less. */
#define LOOK_AT (1u << 20)

/** How reading an item went. */
typedef struct {
	HcReadingPlace place;
	HcFacts facts;
	GError *failure;  /* or NULL */
	HcKind container; /* it turned out to be one; else HC_KIND_AUTO */
	const char *left_out; /* it turned out to be no mail, or NULL */
} Reading;

/** Whether a file belongs to the input of its folder: it is one message, or
 *  cannot be read at all. */
static bool
is_grouped(const HcItem *item, HcKind kind)
{
	return item->folder != NULL && item->member != NULL &&
	       (kind == HC_KIND_EML || kind == HC_KIND_EMLX ||
	        kind == HC_KIND_AUTO);
}

/** Whether nobody said that a file is mail: it just stands in a folder that was
 *  named. */
static bool
is_of_folder(const HcItem *item)
{
	return item->folder != NULL && item->member != NULL &&
	       item->kind == HC_KIND_AUTO;
}

/* ----------------------------------------------------------------- opening */

/** Open the folder of an item once for all that stand in it: what is opened
 *  there needs no walk of the whole path, and follows no link. */
static bool
open_folder(HcRunner *runner, const HcItem *item, GError **error)
{
	g_autofree char *path = NULL;

	if (runner->folder == item->folder && runner->folder_descriptor >= 0)
		return true;
	if (runner->folder_descriptor >= 0)
		close(runner->folder_descriptor);
	runner->folder = item->folder;
	path = g_path_is_absolute(item->folder)
	               ? g_strdup(item->folder)
	               : g_build_filename(hc_plan_base(runner->run->plan),
	                                  item->folder, NULL);
	runner->folder_descriptor =
		open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (runner->folder_descriptor >= 0)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_OPEN, "cannot open: %s",
	            hc_why(errno));
	return false;
}

/** @param stream  what is opened if the item is standard input, and no file */
static HcSource *
open_item(HcRunner *runner, const HcItem *item, HcStream *stream,
          GError **error)
{
	const HcUnit *unit = runner->unit;
	g_autofree char *path = hc_plan_item_path(runner->run->plan, item);
	const HcRange range = {unit->from, unit->to, unit->form};

	if (unit->kind == HC_UNIT_RANGE)
		return hc_source_open_range(path, &range, error);
	if (strcmp(item->path, "-") == 0 && hc_stream_is_one(STDIN_FILENO))
		return hc_stream_source(stream, item->path, item->kind);
	if (item->folder == NULL || item->member == NULL)
		return hc_source_open(path, item->kind, error);
	if (!open_folder(runner, item, error))
		return NULL;
	return hc_source_open_in(runner->folder_descriptor, item->member,
	                         item->path, item->kind, error);
}

/** What a container among large files is, so that it is not read as a message
 *  first. */
static HcKind
look_at(const HcRunner *runner, const HcItem *item)
{
	g_autofree char *path = hc_plan_item_path(runner->run->plan, item);

	if (hc_plan_is_container(item->kind))
		return item->kind;
	return item->kind == HC_KIND_AUTO && item->size >= LOOK_AT
	               ? hc_plan_container(path)
	               : HC_KIND_AUTO;
}

/* ---------------------------------------------------------------- messages */

/** Judge all messages of a source.
 *  @return false with @p error set: the unit cannot go on */
static bool
read_source(HcRunner *runner, Reading *reading, HcSource *source,
            GError **error)
{
	const HcItem *item = hc_reading_item(runner, reading->place.index);
	const HcInput *input = hc_source_input(source);
	uint64_t before = 0;

	for (;;) {
		g_autoptr(HcRaw) raw = NULL;

		if (hc_reading_stopped(runner, error))
			return false;
		if (!hc_source_next(source, &raw, &reading->failure)) {
			reading->container = hc_source_container(source);
			reading->left_out = hc_source_left_out(source);
			/* that a stream was left is no fault of it */
			return !hc_reading_stopped(runner, error);
		}
		atomic_fetch_add(&runner->run->bytes, input->size - before);
		before = input->size;
		if (raw == NULL)
			return true;
		reading->place.grouped = is_grouped(item, input->kind);
		if (!hc_reading_message(runner, &reading->place, raw,
		                        &reading->facts.damaged, error))
			return false;
	}
}

static bool
put_facts(HcRunner *runner, Reading *reading, GError **error)
{
	HcFacts *facts = &reading->facts;
	const HcItem *item = hc_reading_item(runner, reading->place.index);

	facts->input.label = NULL;
	if (runner->options->digests != HC_DIGESTS_ALL)
		facts->input.sha256 = NULL;
	if (reading->failure != NULL)
		facts->failure = reading->failure->message;
	return hc_reading_facts(runner, reading->place.index,
	                        is_grouped(item, facts->input.kind), facts,
	                        error);
}

/** Read as a container what was begun as something else.
 *  @param start  where standard input stood before; -1: it is a file that is
 *                opened anew, or a pipe */
static bool
read_again(HcRunner *runner, const Reading *reading, off_t start,
           GError **error)
{
	if (start >= 0)
		lseek(STDIN_FILENO, start, SEEK_SET);
	return hc_read_container(runner, reading->place.index,
	                         reading->container, error);
}

bool
hc_read_file(HcRunner *runner, uint64_t index, GError **error)
{
	const HcItem *item = hc_reading_item(runner, index);
	const off_t start = strcmp(item->path, "-") == 0
	                            ? lseek(STDIN_FILENO, 0, SEEK_CUR)
	                            : -1;
	Reading reading = {.place = {.index = index}};
	g_autoptr(HcStream) stream = NULL;
	g_autoptr(HcSource) source = NULL;
	bool good;

	reading.container = look_at(runner, item);
	if (reading.container != HC_KIND_AUTO)
		return hc_read_container(runner, index, reading.container,
		                         error);
	if (strcmp(item->path, "-") == 0)
		stream = hc_stream_new(runner);
	source = open_item(runner, item, stream, &reading.failure);
	if (source != NULL) {
		hc_reading_prepare(runner, source);
		/* nobody is to wait for who writes there */
		if (stream != NULL)
			hc_source_set_gate(source, NULL);
		if (is_of_folder(item))
			hc_source_guess(source, item->member);
		if (strcmp(item->path, "-") != 0)
			hc_source_expect(source, item->size, item->mtime_s,
			                 item->mtime_ns);
		good = read_source(runner, &reading, source, error);
		reading.facts.input = *hc_source_input(source);
	} else {
		good = true;
	}
	if (good && reading.left_out != NULL)
		good = hc_reading_left_out(runner, index, NULL,
		                           reading.left_out, error);
	else if (good && reading.container != HC_KIND_AUTO)
		good = read_again(runner, &reading, start, error);
	else
		good = good && put_facts(runner, &reading, error);
	g_clear_error(&reading.failure);
	return good;
}

/* ----------------------------------------------------------------- digests */

/** Digest a file from end to end, of a file that grows as much as was planned.
 *  @return false with @p error set when it cannot be read or is to stop */
static bool
digest_file(HcRunner *runner, int descriptor, uint64_t size, HcDigest *digest,
            uint64_t *size_out, GError **error)
{
	g_autofree char *buffer = g_malloc(HC_READ_BUFFER);

	*size_out = 0;
	for (;;) {
		ssize_t got = read(descriptor, buffer,
		                   MIN(HC_READ_BUFFER, size - *size_out));

		if (hc_reading_stopped(runner, error))
			return false;
		if (got == 0)
			return true;
		if (got > 0) {
			hc_digest_add(digest, buffer, (size_t)got);
			*size_out += (uint64_t)got;
			atomic_fetch_add(&runner->run->bytes, (uint64_t)got);
		} else if (errno != EINTR) {
			g_set_error(error, HC_ERROR, HC_ERROR_READ,
			            "cannot read: %s", hc_why(errno));
			return false;
		}
	}
}

/** Whether a file is not as it was when it was planned. */
static bool
is_changed(int descriptor, const HcItem *item, uint64_t size)
{
	struct stat now;

	return fstat(descriptor, &now) != 0 || size != item->size ||
	       (uint64_t)now.st_size != item->size ||
	       now.st_mtim.tv_sec != item->mtime_s ||
	       now.st_mtim.tv_nsec != (long)item->mtime_ns;
}

/** Read the digest of an open file into facts.
 *  @return false with @p error set: it is to stop */
static bool
digest_open(HcRunner *runner, const HcItem *item, int descriptor,
            HcFacts *facts, GError **error)
{
	g_autoptr(GError) failure = NULL;
	uint64_t size;
	HcDigest digest;

	hc_digest_init(&digest);
	if (digest_file(runner, descriptor, item->size, &digest, &size,
	                &failure)) {
		hc_digest_end(&digest, facts->sha256);
		facts->input.sha256 = facts->sha256;
		facts->input.changed |= is_changed(descriptor, item, size);
		return true;
	}
	if (g_error_matches(failure, HC_ERROR, HC_ERROR_STOPPED)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	hc_facts_set_failure(facts, failure->message);
	return true;
}

bool
hc_digest_item(HcRunner *runner, const HcItem *item, HcFacts *facts,
               GError **error)
{
	g_autofree char *path = hc_plan_item_path(runner->run->plan, item);
	g_autofree char *why = NULL;
	int descriptor =
		open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool good;

	if (descriptor >= 0) {
		good = digest_open(runner, item, descriptor, facts, error);
		close(descriptor);
		return good;
	}
	why = g_strdup_printf("cannot open: %s", hc_why(errno));
	hc_facts_set_failure(facts, why);
	return true;
}

bool
hc_read_digest(HcRunner *runner, GError **error)
{
	g_autoptr(HcFacts) facts = hc_facts_new();

	return hc_digest_item(runner, hc_reading_item(runner, 0), facts,
	                      error) &&
	       hc_reading_facts(runner, 0, false, facts, error);
}
