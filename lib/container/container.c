/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* container.c - a container: its members in order, each an input. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "feed.h"
#include "file.h"
#include "guess.h"
#include "hopcheck.h"
#include "limit.h"
#include "magic.h"
#include "note.h"

/** Bytes that are counted and hashed as they go by. */
typedef struct {
	uint64_t size;
	HcDigest digest;
	char sha256[HC_DIGEST_HEX];
} Meter;

struct HcContainer {
	HcContainerFacts facts;
	char *label;
	char *filters;
	HcFile file;
	HcChannel channel;
	HcUnpacker *unpacker;
	bool no_digests;
	uint64_t body_max;
	bool trouble; /* something is not complete */
	uint64_t messages; /* of the members before the one that is open */
	GArray *notes;
	GStringChunk *names; /* of notes */
	/* the member that is open */
	HcMember member;
	HcStreamWhat what;
	char *name;
	Meter own;           /* its bytes, where its source reads others */
	bool open;           /* it was not closed yet */
	bool whole;          /* as its close said */
	HcStreamFrame first; /* a frame that was read ahead; kind 0: none */
	/* the archive that it stands in, when that is a member itself */
	char *outer; /* NULL: none */
	uint64_t outer_number;
	HcKind outer_kind;
	Meter outer_meter;
};

HcKind
hc_container_kind(const void *data, size_t length)
{
	g_return_val_if_fail(data != NULL || length == 0, HC_KIND_AUTO);
	return hc_magic_kind(data, length);
}

bool
hc_container_is_readable(HcKind kind)
{
	switch (kind) {
#ifdef HAVE_ARCHIVE
	case HC_KIND_TAR:
	case HC_KIND_ZIP:
	case HC_KIND_COMPRESSED:
		return true;
#endif
#ifdef HAVE_GSF
	case HC_KIND_MSG:
		return true;
#endif
#ifdef HAVE_PST
	case HC_KIND_PST:
		return true;
#endif
	default:
		return false;
	}
}

/* ------------------------------------------------------------------ notes */

static const char *
keep(HcContainer *container, const char *text)
{
	return text != NULL
	               ? g_string_chunk_insert_const(container->names, text)
	               : NULL;
}

/** Note something of the open member, or of the container. */
static void
add_note(HcContainer *container, HcNoteCode code, HcStreamWhy why)
{
	HcContainerFacts *facts = &container->facts;
	bool of_member = container->open;
	HcContainerNote note = {.code = code, .why = hc_stream_why(why)};

	facts->note_total++;
	if (hc_note_level(code) == HC_NOTE_LEVEL_ERROR) {
		facts->error_total++;
		container->trouble = true;
	}
	if (of_member && container->member.source != NULL) {
		HcSource *source = container->member.source;

		hc_source_note(source, code, hc_source_input(source)->size, 0);
	}
	if (container->notes->len >=
	    (hc_note_level(code) == HC_NOTE_LEVEL_ERROR ? 2 : 1) *
	            HC_REGIONS_MAX)
		return;
	if (of_member) {
		/* what is left out is not counted, so it has no number */
		note.number = container->what != HC_STREAM_NO_FILE
		                      ? container->member.number
		                      : 0;
		note.name = keep(container, container->name);
		note.within = keep(container, container->outer);
	} else if (container->outer != NULL) {
		note.number = container->outer_number;
		note.name = keep(container, container->outer);
	}
	g_array_append_val(container->notes, note);
	facts->notes = (const HcContainerNote *)container->notes->data;
	facts->note_count = container->notes->len;
}

/* ----------------------------------------------------------------- frames */

static void
meter_begin(Meter *meter)
{
	meter->size = 0;
	hc_digest_init(&meter->digest);
}

static void
meter_add(const HcContainer *container, Meter *meter, const char *bytes,
          size_t length)
{
	meter->size += length;
	if (!container->no_digests)
		hc_digest_add(&meter->digest, bytes, length);
}

/** Read a frame; those that only count or note are done with here.
 *  @return false: no more comes, and the note says why */
static bool
next_frame(HcContainer *container, HcStreamFrame *frame)
{
	static const HcNoteCode codes[] = {
		[HC_CHANNEL_DEAD] = HC_NOTE_WORKER_DIED,
		[HC_CHANNEL_SPENT] = HC_NOTE_LIMIT_REACHED,
		[HC_CHANNEL_LIMITED] = HC_NOTE_LIMIT_REACHED,
	};
	HcStreamWhy why;

	while (!container->channel.over) {
		HcChannelEnd end =
			hc_channel_next(&container->channel, frame, &why);

		if (end != HC_CHANNEL_FRAME)
			add_note(container, codes[end], why);
		else if (frame->kind == HC_STREAM_NOTE)
			add_note(container, frame->code, frame->why);
		else if (frame->kind == HC_STREAM_OUTER)
			meter_add(container, &container->outer_meter,
			          frame->bytes, frame->length);
		else
			return true;
	}
	return false;
}

/** A frame that cannot stand here: the worker is no longer believed. */
static void
reject(HcContainer *container)
{
	if (!container->channel.over)
		hc_unpacker_drop(container->unpacker);
	container->channel.over = true;
	add_note(container, HC_NOTE_WORKER_DIED, HC_WHY_NONSENSE);
}

/* ---------------------------------------------------------------- members */

/** Close the member: no more of it comes. */
static void
close_member(HcContainer *container, bool whole)
{
	container->open = false;
	container->whole = whole;
	if (!whole)
		container->trouble = true;
}

/** Give a member's bytes to its source. */
static bool
feed(void *data, const char **bytes_out, size_t *length_out, GError **error)
{
	HcContainer *container = data;
	HcStreamKind wanted = container->what == HC_STREAM_FILE
	                              ? HC_STREAM_DATA
	                              : HC_STREAM_TEXT;
	HcStreamFrame frame = container->first;

	*length_out = 0;
	container->first.kind = 0;
	container->channel.sum.messages =
		container->messages +
		hc_source_input(container->member.source)->messages;
	if (container->open &&
	    (frame.kind != 0 || next_frame(container, &frame))) {
		if (frame.kind == wanted) {
			*bytes_out = frame.bytes;
			*length_out = frame.length;
			return true;
		}
		if (frame.kind == HC_STREAM_CLOSE)
			close_member(container, frame.whole);
		else
			reject(container);
	}
	if (container->open)
		close_member(container, false);
	if (container->whole)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_READ,
	            "cannot read to the end of the member");
	return false;
}

/** What the member's messages tell as their place. */
static void
name_source(HcContainer *container)
{
	g_autofree char *both = NULL;
	const char *name = container->name;

	if (container->outer != NULL)
		name = both = name[0] != '\0' ? g_strconcat(container->outer,
		                                            "/", name, NULL)
		                              : g_strdup(container->outer);
	if (name[0] != '\0')
		hc_source_set_member(container->member.source, name);
}

/** Make the member's source; notes that came before it are its own, too. */
static void
make_source(HcContainer *container, HcKind kind)
{
	HcMember *member = &container->member;
	GArray *notes = container->notes;

	member->source = hc_source_new_from_feed(container->label, feed,
	                                         container, kind);
	hc_source_set_digests(member->source, !container->no_digests);
	hc_source_keep_bodies(member->source, container->body_max);
	name_source(container);
	for (guint i = notes->len; i > 0; i--) {
		const HcContainerNote *note =
			&g_array_index(notes, HcContainerNote, i - 1);

		if (note->number != member->number)
			break;
		hc_source_note(member->source, note->code, 0, 0);
	}
}

/** Read until a frame that is no data of a .msg file. */
static bool
pass_data(HcContainer *container)
{
	HcStreamFrame *frame = &container->first;

	while (next_frame(container, frame)) {
		if (frame->kind != HC_STREAM_DATA)
			return true;
		meter_add(container, &container->own, frame->bytes,
		          frame->length);
	}
	frame->kind = 0;
	return false;
}

/** Say what a file is, by its name and first bytes. */
static void
judge_file(HcContainer *container, const char *bytes, size_t length)
{
	HcMember *member = &container->member;

	member->left_out = hc_guess_left_out(container->name);
	member->kind = member->left_out != NULL
	                       ? HC_KIND_OTHER
	                       : hc_guess_kind(container->name, bytes, length);
	if (member->kind == HC_KIND_OTHER && member->left_out == NULL)
		member->left_out = hc_guess_why(length);
}

/** Begin a member that has messages, or might. */
static void
begin_source(HcContainer *container)
{
	HcMember *member = &container->member;
	HcStreamFrame *first = &container->first;

	switch (container->what) {
	case HC_STREAM_OUTLOOK:
	case HC_STREAM_STORED:
		meter_begin(&container->own);
		if (container->what == HC_STREAM_OUTLOOK)
			pass_data(container);
		member->kind = HC_KIND_MSG;
		make_source(container, HC_KIND_EML);
		/* it is a message even if Outlook kept no header of it, but
		 * not if it could not be read */
		if (first->kind != HC_STREAM_CLOSE || first->whole)
			hc_source_expect_message(member->source);
		break;
	default:
		if (!next_frame(container, first))
			first->kind = 0;
		judge_file(container,
		           first->kind == HC_STREAM_DATA ? first->bytes : "",
		           first->kind == HC_STREAM_DATA ? first->length : 0);
		make_source(container, member->kind);
		break;
	}
}

static void
set_name(HcContainer *container, const HcStreamFrame *frame)
{
	HcMember *member = &container->member;

	g_free(container->name);
	container->name = g_strndup(frame->name.bytes, frame->name.length);
	*member = (HcMember){
		.number = ++container->facts.members,
		.name = container->name,
		.within = container->outer,
	};
}

/** Begin an archive within the archive: it is given after its members. */
static void
begin_archive(HcContainer *container, HcKind kind)
{
	container->outer = g_strdup(container->name);
	container->outer_number = container->member.number;
	container->outer_kind = kind;
	meter_begin(&container->outer_meter);
	container->open = false;
}

/** Begin a member.
 *  @return whether it is to be given now */
static bool
begin_member(HcContainer *container, const HcStreamFrame *frame)
{
	HcStreamFrame close;

	set_name(container, frame);
	container->what = frame->what;
	container->open = true;
	container->first.kind = 0;
	if (frame->what == HC_STREAM_ARCHIVE) {
		if (container->outer == NULL)
			begin_archive(container, frame->archive);
		else
			reject(container);
		return false;
	}
	if (frame->what != HC_STREAM_NO_FILE) {
		begin_source(container);
		return true;
	}
	container->facts.members--;
	container->facts.left_out++;
	container->member.number = 0;
	container->member.kind = HC_KIND_OTHER;
	container->member.complete = true;
	container->member.left_out =
		"a link or a special file in an archive, not followed";
	add_note(container, HC_NOTE_UNREAD_MEMBER, HC_WHY_NONE);
	if (next_frame(container, &close) && close.kind != HC_STREAM_CLOSE)
		reject(container);
	container->open = false;
	return true;
}

static const char *
meter_end(const HcContainer *container, Meter *meter)
{
	if (container->no_digests)
		return NULL;
	hc_digest_end(&meter->digest, meter->sha256);
	return meter->sha256;
}

/** Give the archive that ends here. */
static const HcMember *
end_archive(HcContainer *container, bool whole)
{
	HcMember *member = &container->member;
	Meter *meter = &container->outer_meter;

	g_free(container->name);
	container->name = g_steal_pointer(&container->outer);
	*member = (HcMember){
		.number = container->outer_number,
		.name = container->name,
		.kind = container->outer_kind,
		.size = meter->size,
		.complete = whole,
	};
	member->sha256 = meter_end(container, meter);
	if (!whole)
		container->trouble = true;
	return member;
}

/** What a member's source has come to.  That of a .msg file reads another
 *  thing than the file's bytes. */
static void
settle_member(HcContainer *container)
{
	HcMember *member = &container->member;
	const HcInput *input;

	if (member->source == NULL || container->open)
		return;
	input = hc_source_input(member->source);
	member->complete = container->whole && input->complete;
	member->size = input->size;
	if (container->what == HC_STREAM_FILE) {
		member->sha256 = input->sha256;
	} else if (container->what == HC_STREAM_OUTLOOK) {
		member->size = container->own.size;
		if (member->sha256 == NULL)
			member->sha256 = meter_end(container, &container->own);
	}
}

const HcMember *
hc_container_member(HcContainer *container)
{
	g_return_val_if_fail(container != NULL, NULL);
	settle_member(container);
	return container->facts.members > 0 ? &container->member : NULL;
}

/** Read what is left of the member and close it. */
static void
finish_member(HcContainer *container)
{
	HcMember *member = &container->member;
	HcRaw *raw;

	if (member->source == NULL)
		return;
	while (hc_source_next(member->source, &raw, NULL) && raw != NULL)
		hc_raw_unref(raw);
	settle_member(container);
	container->facts.bytes += member->size;
	container->messages += hc_source_input(member->source)->messages;
	container->channel.sum.messages = container->messages;
	g_clear_pointer(&member->source, hc_source_free);
}

/* -------------------------------------------------------------- container */

/** Why a container of this kind cannot be opened; NULL: it can. */
static const char *
refusal(const HcFile *file, HcKind kind)
{
	if (!S_ISREG(file->before.st_mode) || file->start != 0)
		return "a container is read from a regular file, from its "
		       "start";
	switch (kind) {
	case HC_KIND_AUTO:
		return "is no container that can be read";
	case HC_KIND_MSG:
		return hc_container_is_readable(kind)
		               ? NULL
		               : "is an Outlook message, and this build lacks "
		                 "libgsf";
	case HC_KIND_PST:
		return hc_container_is_readable(kind)
		               ? NULL
		               : "is an Outlook store, and this build lacks "
		                 "libpst";
	default:
		return hc_container_is_readable(kind)
		               ? NULL
		               : "is an archive, and this build lacks "
		                 "libarchive";
	}
}

static HcKind
kind_of_file(const HcFile *file)
{
	unsigned char bytes[HC_MAGIC_BYTES];
	ssize_t length = pread(file->fd, bytes, sizeof bytes, 0);

	return length > 0 ? hc_magic_kind(bytes, (size_t)length) : HC_KIND_AUTO;
}

HcContainer *
hc_container_open(const char *path, HcUnpacker *unpacker, GError **error)
{
	g_autoptr(HcContainer) container = NULL;
	const char *why;
	HcFile file;

	g_return_val_if_fail(path != NULL && unpacker != NULL, NULL);
	if (!hc_file_open(&file, path, error))
		return NULL;
	container = g_new0(HcContainer, 1);
	container->file = file;
	container->label = g_strdup(path);
	container->filters = g_strdup("");
	container->unpacker = unpacker;
	container->notes = g_array_new(FALSE, FALSE, sizeof(HcContainerNote));
	container->names = g_string_chunk_new(4096);
	container->channel.unpacker = unpacker;
	container->channel.payload = g_byte_array_new();
	container->channel.sum.in = (uint64_t)file.before.st_size;
	container->channel.over = true; /* nothing was asked yet */
	container->facts = (HcContainerFacts){
		.label = container->label,
		.kind = kind_of_file(&file),
		.filters = container->filters,
		.size = (uint64_t)file.before.st_size,
	};
	why = refusal(&file, container->facts.kind);
	if (why != NULL) {
		g_set_error_literal(error, HC_ERROR, HC_ERROR_OPEN, why);
		return NULL;
	}
	if (!hc_unpacker_ask(unpacker, file.fd, container->facts.kind, error))
		return NULL;
	container->channel.over = false;
	return g_steal_pointer(&container);
}

void
hc_container_set_digests(HcContainer *container, bool wanted)
{
	g_return_if_fail(container != NULL && container->facts.members == 0);
	container->no_digests = !wanted;
}

void
hc_container_keep_bodies(HcContainer *container, uint64_t bytes_max)
{
	g_return_if_fail(container != NULL && container->facts.members == 0);
	container->body_max = bytes_max;
}

static void
end(HcContainer *container)
{
	HcContainerFacts *facts = &container->facts;

	if (container->outer != NULL)
		container->trouble = true;
	container->open = false;
	facts->changed = hc_file_changed(&container->file, false);
	if (facts->changed)
		add_note(container, HC_NOTE_CHANGED_WHILE_READ, HC_WHY_CHANGED);
	facts->complete = !container->trouble;
}

const HcMember *
hc_container_next(HcContainer *container)
{
	HcStreamFrame frame;

	g_return_val_if_fail(container != NULL, NULL);
	finish_member(container);
	while (next_frame(container, &frame)) {
		if (frame.kind == HC_STREAM_MEMBER) {
			if (begin_member(container, &frame))
				return &container->member;
		} else if (frame.kind == HC_STREAM_ARCHIVE_END &&
		           container->outer != NULL) {
			return end_archive(container, frame.whole);
		} else if (frame.kind == HC_STREAM_ANSWER) {
			container->trouble |= !frame.whole;
			g_free(container->filters);
			container->filters =
				g_strndup(frame.name.bytes, frame.name.length);
			container->facts.filters = container->filters;
		} else {
			reject(container);
		}
	}
	if (container->file.fd >= 0) {
		end(container);
		hc_file_close(&container->file);
	}
	return NULL;
}

const HcContainerFacts *
hc_container_facts(const HcContainer *container)
{
	g_return_val_if_fail(container != NULL, NULL);
	return &container->facts;
}

void
hc_container_free(HcContainer *container)
{
	if (container == NULL)
		return;
	/* what it has not said nobody waits for */
	if (container->file.fd >= 0 && !container->channel.over)
		hc_unpacker_drop(container->unpacker);
	g_clear_pointer(&container->member.source, hc_source_free);
	hc_file_close(&container->file);
	g_byte_array_unref(container->channel.payload);
	g_array_unref(container->notes);
	g_string_chunk_free(container->names);
	g_free(container->name);
	g_free(container->outer);
	g_free(container->filters);
	g_free(container->label);
	g_free(container);
}
