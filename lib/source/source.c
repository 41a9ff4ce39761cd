/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source.c - one input: its bytes accounted for, its messages in order. */
#include "config.h"

#include "source.h"

#include <string.h>

#include "digest.h"
#include "emlx.h"
#include "feed.h"
#include "file.h"
#include "guess.h"
#include "kind.h"
#include "limit.h"
#include "magic.h"
#include "mbox.h"
#include "raw.h"

struct HcSource {
	HcInput input;
	char *label;  /* g_ref_string */
	char *member; /* g_ref_string or NULL */
	HcFile file;
	HcKind declared;
	bool no_digests;
	bool no_whole; /* no digest of the input */
	uint64_t body_max;
	bool lends_bodies;
	GRecMutex *gate;     /* for large bodies, or NULL */
	bool begun;          /* the first piece was read */
	const char *guessed; /* its name: perhaps it is no mail; or NULL */
	const char
		*left_out; /* why it is none; the rest is not read; or NULL */
	HcKind container; /* it is one: the rest is not read; else HC_KIND_AUTO */
	bool wide;        /* it looks like UTF-16 or UTF-32 */
	bool ended;
	bool ranged; /* only the range is wanted */
	HcRange range;
	uint64_t whole_size; /* of what it is a range of */
	bool expected;       /* it was looked at before: */
	uint64_t expected_size;
	int64_t expected_mtime_s;
	uint32_t expected_mtime_ns;
	GError *failure;
	HcMbox *mbox;          /* NULL for one message */
	HcPart part;           /* the one message */
	HcEmlx emlx;           /* around it, if the kind says so */
	bool message_expected; /* even without a byte there is a message */
	bool of_folder;        /* it stands among others that hold messages */
	HcDigest digest;       /* of the whole, where that is no message */
	char sha256[HC_DIGEST_HEX];
	GQueue messages;  /* HcRaw, read and not yet asked for */
	const char *rest; /* of the piece: not split yet */
	size_t rest_length;
	bool last; /* no piece comes behind it */
	GArray *regions;
	GArray *runs; /* HcDigestRun, of the piece being read */
};

/* Whether a region is told beyond the limit, too. */
static bool
is_error(HcNoteCode code)
{
	return hc_note_level(code) == HC_NOTE_LEVEL_ERROR;
}

/* Keep the regions in order of place: one is only known at its end, or behind
 * it.  Beyond the limit the first ones count. */
static void
add_region(HcNoteCode code, uint64_t offset, uint64_t length, void *data)
{
	HcSource *source = data;
	HcRegion region = {code, offset, length};
	GArray *regions = source->regions;
	unsigned at = regions->len;
	bool full = at >= HC_REGIONS_MAX && !is_error(code);

	source->input.region_total++;
	while (at > 0 &&
	       g_array_index(regions, HcRegion, at - 1).offset > offset)
		at--;
	if (full &&
	    (at == regions->len ||
	     is_error(g_array_index(regions, HcRegion, regions->len - 1).code)))
		return;
	if (full)
		g_array_set_size(regions, regions->len - 1);
	g_array_insert_val(regions, at, region);
	source->input.regions = (const HcRegion *)regions->data;
	source->input.region_count = regions->len;
}

static void
add_message(HcPart *part, void *data)
{
	HcSource *source = data;
	HcInput *input = &source->input;

	input->messages++;
	input->message_bytes += part->length;
	g_queue_push_tail(&source->messages,
	                  hc_raw_new(part, source->label, source->member,
	                             input->messages));
}

static HcSource *
new_source(const char *label, HcKind kind)
{
	HcSource *source = g_new0(HcSource, 1);

	source->label = g_ref_string_new(label);
	source->declared = kind;
	source->input.label = source->label;
	source->input.kind = kind;
	source->regions = g_array_new(FALSE, FALSE, sizeof(HcRegion));
	source->runs = g_array_new(FALSE, FALSE, sizeof(HcDigestRun));
	g_queue_init(&source->messages);
	return source;
}

HcSource *
hc_source_open(const char *path, HcKind kind, GError **error)
{
	g_autoptr(GError) failure = NULL;
	HcFile file;

	g_return_val_if_fail(path != NULL, NULL);
	if (!hc_file_open(&file, path, &failure)) {
		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			g_set_error_literal(error, HC_ERROR, HC_ERROR_OPEN,
			                    "is a directory, not a regular "
			                    "file; hopaudit reads it");
		else
			g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}

	HcSource *source = new_source(path, kind);

	source->file = file;
	return source;
}

HcSource *
hc_source_new_from_bytes(const char *label, const void *data, size_t length,
                         HcKind kind)
{
	HcSource *source = new_source(label, kind);

	hc_file_open_memory(&source->file, data, length);
	return source;
}

HcSource *
hc_source_new_from_feed(const char *label, HcFeed feed, void *data, HcKind kind)
{
	HcSource *source = new_source(label, kind);

	hc_file_open_feed(&source->file, feed, data);
	return source;
}

void
hc_source_set_member(HcSource *source, const char *member)
{
	g_return_if_fail(source != NULL && !source->begun && member != NULL);
	g_clear_pointer(&source->member, g_ref_string_release);
	source->member = g_ref_string_new(member);
	source->input.member = source->member;
}

void
hc_source_expect_message(HcSource *source)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->message_expected = true;
}

void
hc_source_note(HcSource *source, HcNoteCode code, uint64_t offset,
               uint64_t length)
{
	add_region(code, offset, length, source);
}

HcSource *
hc_source_open_in(int folder, const char *name, const char *label, HcKind kind,
                  GError **error)
{
	HcFile file;

	if (!hc_file_open_in(&file, folder, name, error))
		return NULL;

	HcSource *source = new_source(label, kind);

	source->file = file;
	source->of_folder = true;
	return source;
}

static HcSource *
set_range(HcSource *source, const HcRange *range)
{
	if (source == NULL)
		return NULL;
	source->ranged = true;
	source->range = *range;
	return source;
}

HcSource *
hc_source_open_range(const char *path, const HcRange *range, GError **error)
{
	return set_range(hc_source_open(path, HC_KIND_MBOX, error), range);
}

HcSource *
hc_source_new_range_from_bytes(const char *label, const void *data,
                               size_t length, const HcRange *range)
{
	return set_range(
		hc_source_new_from_bytes(label, data, length, HC_KIND_MBOX),
		range);
}

void
hc_source_expect(HcSource *source, uint64_t size, int64_t mtime_s,
                 uint32_t mtime_ns)
{
	source->expected = true;
	source->expected_size = size;
	source->expected_mtime_s = mtime_s;
	source->expected_mtime_ns = mtime_ns;
}

void
hc_source_set_digests(HcSource *source, bool wanted)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->no_digests = !wanted;
}

void
hc_source_skip_whole(HcSource *source)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->no_whole = true;
}

/* Whether the input's own digest is wanted. */
static bool
wants_whole(const HcSource *source)
{
	return !source->no_digests && !source->no_whole && !source->ranged;
}

void
hc_source_keep_bodies(HcSource *source, uint64_t bytes_max)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->body_max = MIN(bytes_max, hc_limit(HC_LIMIT_BODY));
}

void
hc_source_lend_bodies(HcSource *source)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->lends_bodies = true;
}

void
hc_source_set_gate(HcSource *source, GRecMutex *gate)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->gate = gate;
}

/* Read as one message an archive would be a message without a header. */
static void
refuse_container(HcSource *source, const char *data, size_t length)
{
	HcKind kind = hc_magic_kind(data, length);

	if (kind == HC_KIND_AUTO || source->failure != NULL)
		return;
	source->container = kind;
	source->input.kind = HC_KIND_OTHER;
	g_set_error(&source->failure, HC_ERROR, HC_ERROR_READ,
	            "is no message but a container (%s); hopaudit reads it",
	            hc_kind_token(kind));
}

/* That there may be mail in it is not passed over. */
static void
refuse_closed(HcSource *source, const char *data, size_t length)
{
	const char *name = hc_magic_closed(data, length);

	if (name == NULL || source->failure != NULL)
		return;
	source->input.kind = HC_KIND_OTHER;
	g_set_error(&source->failure, HC_ERROR, HC_ERROR_READ,
	            "is %s, which is not read; what it holds is, once unpacked "
	            "or exported", name);
}

HcKind
hc_source_container(const HcSource *source)
{
	g_return_val_if_fail(source != NULL, HC_KIND_AUTO);
	return source->container;
}

void
hc_source_guess(HcSource *source, const char *name)
{
	g_return_if_fail(source != NULL && !source->begun);
	source->guessed = name;
}

const char *
hc_source_left_out(const HcSource *source)
{
	g_return_val_if_fail(source != NULL, NULL);
	return source->left_out;
}

/* What nobody said to be mail is not read as a message without a header. */
static void
refuse_other(HcSource *source, const char *data, size_t length)
{
	if (source->guessed == NULL || source->failure != NULL ||
	    hc_guess_kind(source->guessed, data, length) != HC_KIND_OTHER)
		return;
	source->left_out = hc_guess_why(length);
	source->input.kind = HC_KIND_OTHER;
	g_set_error_literal(&source->failure, HC_ERROR, HC_ERROR_READ,
	                    source->left_out);
}

static HcMboxSink
sink_of(HcSource *source)
{
	return (HcMboxSink){
		.message = add_message,
		.region = add_region,
		.data = source,
		.no_digests = source->no_digests,
		.digests_wait = true,
		.body_max = source->body_max,
		.bodies_stay = source->lends_bodies,
		.gate = source->gate,
	};
}

/* Without its first line it is just a message. */
static void
begin_emlx(HcSource *source, const char *data, size_t length)
{
	if (!hc_emlx_begin(&source->emlx, data, length))
		source->input.kind = HC_KIND_EML;
}

/* Decide what the input is, from its first piece. */
static void
begin(HcSource *source, const char *data, size_t length)
{
	const HcMboxSink sink = sink_of(source);
	HcInput *input = &source->input;

	source->begun = true;
	source->wide = hc_kind_is_wide(data, length);
	if (source->declared == HC_KIND_AUTO)
		input->kind = hc_kind_of(data, length);
	if (source->declared == HC_KIND_AUTO) {
		refuse_container(source, data, length);
		refuse_closed(source, data, length);
		refuse_other(source, data, length);
	}
	if (input->kind == HC_KIND_MBOX) {
		hc_digest_init(&source->digest);
		source->mbox = hc_mbox_new(hc_kind_bom(data, length), &sink);
	} else {
		if (input->kind == HC_KIND_EMLX)
			begin_emlx(source, data, length);
		hc_digest_init(&source->digest);
		hc_part_begin(&source->part, source->emlx.count_line,
		              input->kind != HC_KIND_OTHER);
		source->part.no_digest = source->no_digests;
		source->part.body_max = source->body_max;
		source->part.gate = source->gate;
	}
}

static void
take_emlx(HcSource *source, const char *data, size_t length)
{
	const char *message;
	size_t message_length;

	if (wants_whole(source))
		hc_digest_add(&source->digest, data, length);
	hc_emlx_push(&source->emlx, data, length, &message, &message_length);
	hc_part_add(&source->part, message, message_length);
	source->input.separator_bytes = source->emlx.read - source->part.length;
}

static void
list_waiting(void *data, void *user_data)
{
	HcSource *source = user_data;
	HcDigestRun run = hc_raw_waiting(data);

	if (run.digest != NULL)
		g_array_append_val(source->runs, run);
}

static void
end_digest(void *data, void *user_data)
{
	(void)user_data;
	hc_raw_end_digest(data);
}

/* Before a piece of a mailbox goes away: hash what stands in it of each
 * message, and for the whole, all of it. */
static void
hash_piece(HcSource *source, const char *data, size_t length)
{
	HcDigestRun whole = {&source->digest, data, length};

	if (source->no_digests)
		return;
	g_array_set_size(source->runs, 0);
	if (wants_whole(source))
		g_array_append_val(source->runs, whole);
	g_queue_foreach(&source->messages, list_waiting, source);
	hc_mbox_waiting(source->mbox, source->runs);
	hc_digest_add_all((HcDigestRun *)source->runs->data, source->runs->len);
	g_queue_foreach(&source->messages, end_digest, NULL);
}

/* Split a piece of a mailbox, as far as it does not hold too many messages.
 * @return bytes of it that were taken */
static size_t
take_mbox(HcSource *source, const char *data, size_t length, size_t bom)
{
	size_t taken =
		bom + hc_mbox_push_some(source->mbox, data + bom, length - bom,
	                                HC_MESSAGES_AT_ONCE);

	hash_piece(source, data, taken);
	hc_mbox_keep_bodies(source->mbox);
	source->input.size += taken;
	source->input.separator_bytes = hc_mbox_separator_bytes(source->mbox);
	return taken;
}

/* @return bytes that were taken */
static size_t
take_piece(HcSource *source, const char *data, size_t length)
{
	size_t bom = 0;

	if (!source->begun) {
		begin(source, data, length);
		bom = hc_kind_bom(data, length);
	}
	if (source->mbox != NULL)
		return take_mbox(source, data, length, bom);
	source->input.size += length;
	if (source->input.kind == HC_KIND_EMLX) {
		take_emlx(source, data, length);
		return length;
	}
	hc_part_add(&source->part, data, length);
	if (source->input.kind == HC_KIND_OTHER && wants_whole(source))
		hc_digest_add(&source->digest, data, length);
	return length;
}

/* A mailbox's byte order mark belongs to no message; it counts as part of the
 * first separator. */
static void
end_mbox(HcSource *source)
{
	HcInput *input = &source->input;

	hc_mbox_end(source->mbox);
	hash_piece(source, NULL, 0);
	input->unparsed_bytes = hc_mbox_unparsed_bytes(source->mbox);
	input->separator_bytes = hc_mbox_separator_bytes(source->mbox);
	input->evidence = *hc_mbox_evidence(source->mbox);
	if (wants_whole(source))
		hc_digest_end(&source->digest, source->sha256);
}

/* None of it belongs to a message. */
static void
add_unparsed(HcSource *source)
{
	HcInput *input = &source->input;

	input->unparsed_bytes = input->size;
	if (input->size > 0)
		add_region(HC_NOTE_UNPARSED_REGION, 0, input->size, source);
}

/* What holds no field is no message, unless it is a member of what keeps
 * messages, a folder or a container, and holds something, or that tells that it
 * is one in any case. */
static bool
is_message(const HcSource *source)
{
	return source->message_expected ||
	       ((source->of_folder || source->input.member != NULL) &&
	        source->input.size > 0) ||
	       hc_part_has_field(&source->part);
}

/* The digest of one message is that of its input: hash it once. */
static void
end_eml(HcSource *source)
{
	if (is_message(source)) {
		add_message(&source->part, source);

		HcRaw *raw = g_queue_peek_tail(&source->messages);

		if (!source->no_digests)
			memcpy(source->sha256, hc_raw_place(raw)->sha256,
			       sizeof(source->sha256));
	} else {
		add_unparsed(source);
		hc_digest_end(&source->part.digest, source->sha256);
	}
	hc_part_clear(&source->part);
}

/* All of it is accounted for as what no message holds. */
static void
end_other(HcSource *source)
{
	add_unparsed(source);
	if (wants_whole(source))
		hc_digest_end(&source->digest, source->sha256);
}

static void
end_emlx(HcSource *source)
{
	HcInput *input = &source->input;

	add_message(&source->part, source);
	hc_part_clear(&source->part);
	if (!hc_emlx_is_whole(&source->emlx))
		add_region(HC_NOTE_TRUNCATED_INPUT, 0, input->size, source);
	if (wants_whole(source))
		hc_digest_end(&source->digest, source->sha256);
}

/* The messages of a mailbox and what goes with them make the size of a range. */
static void
end_range(HcSource *source)
{
	HcInput *input = &source->input;

	input->size = input->message_bytes + input->separator_bytes +
	              input->unparsed_bytes;
}

/* Whether it is another file than the one that was looked at before. */
static bool
is_unexpected(const HcSource *source)
{
	const struct stat *now = &source->file.before;

	return source->expected && source->file.fd >= 0 &&
	       ((uint64_t)now->st_size != source->expected_size ||
	        now->st_mtim.tv_sec != source->expected_mtime_s ||
	        now->st_mtim.tv_nsec != (long)source->expected_mtime_ns);
}

static void
end_file(HcSource *source)
{
	HcInput *input = &source->input;
	/* what broke off was not left unread because the file changed */
	bool to_end = source->failure == NULL &&
	              source->container == HC_KIND_AUTO &&
	              source->left_out == NULL &&
	              (!source->ranged || !hc_mbox_is_done(source->mbox));

	input->changed =
		hc_file_changed(&source->file, to_end) || is_unexpected(source);
	if (input->changed)
		add_region(HC_NOTE_CHANGED_WHILE_READ,
		           source->ranged ? source->range.from : 0, input->size,
		           source);
	hc_file_close(&source->file);
}

static void
keep_body(void *data, void *user_data)
{
	(void)user_data;
	hc_raw_keep_body(data);
}

static void
end(HcSource *source)
{
	HcInput *input = &source->input;

	source->ended = true;
	if (!source->begun)
		begin(source, "", 0);
	if (source->mbox != NULL)
		end_mbox(source);
	else if (input->kind == HC_KIND_EMLX)
		end_emlx(source);
	else if (input->kind == HC_KIND_OTHER)
		end_other(source);
	else
		end_eml(source);
	if (source->ranged)
		end_range(source);
	if (source->wide && input->kind != HC_KIND_OTHER)
		add_region(HC_NOTE_UTF16, 0,
		           source->ranged ? source->whole_size : input->size,
		           source);
	/* the last piece goes away before its messages are asked for */
	g_queue_foreach(&source->messages, keep_body, NULL);
	end_file(source);
	input->complete = source->failure == NULL;
	if (input->complete && wants_whole(source))
		input->sha256 = source->sha256;
}

/* Learn what one who reads from the start would know where the range
 * starts. */
static bool
look_before(HcSource *source, HcMboxRange *range)
{
	HcFile *file = &source->file;
	GError **error = &source->failure;
	char start[HC_KIND_LOOK];
	size_t length;

	source->whole_size = file->fd < 0 ? file->memory_left
	                                  : (uint64_t)file->before.st_size;
	if (!hc_file_peek(file, 0, start, sizeof(start), &length, error))
		return false;
	source->wide = range->is_first && hc_kind_is_wide(start, length);
	range->text = hc_kind_bom(start, length);
	range->from = MAX(range->from, range->text);
	range->before_count =
		(unsigned)MIN(range->from - range->text, sizeof(range->before));
	return hc_file_peek(file, range->from - range->before_count,
	                    range->before, range->before_count, &length,
	                    error) &&
	       hc_file_seek(file, range->from, error);
}

/* @return false: reading failed, or there is nothing to read */
static bool
begin_range(HcSource *source)
{
	const HcMboxSink sink = sink_of(source);
	HcMboxRange range = {
		.from = source->range.from,
		.to = source->range.to,
		.is_first = source->range.from == 0 && source->range.to > 0,
		.form = source->range.form,
	};
	bool good = look_before(source, &range);

	source->begun = true;
	source->mbox = hc_mbox_new_range(&range, &sink);
	return good && !hc_mbox_is_done(source->mbox);
}

/* Have a piece to go on with, or know that there is none. */
static void
need_piece(HcSource *source)
{
	bool good;

	if (source->rest_length > 0 || source->last)
		return;
	good = hc_file_read(&source->file, &source->rest, &source->rest_length,
	                    &source->failure);
	source->last = !good || source->rest_length == 0;
}

static void
read_piece(HcSource *source)
{
	if (source->ranged && !source->begun && !begin_range(source)) {
		end(source);
		return;
	}
	need_piece(source);
	if (source->rest_length > 0) {
		size_t taken =
			take_piece(source, source->rest, source->rest_length);

		source->rest += taken;
		source->rest_length -= taken;
	}
	if ((source->rest_length == 0 &&
	     (source->last || source->failure != NULL)) ||
	    (source->ranged && hc_mbox_is_done(source->mbox)))
		end(source);
}

bool
hc_source_next(HcSource *source, HcRaw **raw_out, GError **error)
{
	g_return_val_if_fail(source != NULL && raw_out != NULL, false);
	while (g_queue_is_empty(&source->messages) && !source->ended)
		read_piece(source);
	*raw_out = g_queue_pop_head(&source->messages);
	if (*raw_out == NULL && source->failure != NULL) {
		g_propagate_error(error, g_error_copy(source->failure));
		return false;
	}
	return true;
}

const HcInput *
hc_source_input(const HcSource *source)
{
	g_return_val_if_fail(source != NULL, NULL);
	return &source->input;
}

static void
unref_raw(void *raw)
{
	hc_raw_unref(raw);
}

void
hc_source_free(HcSource *source)
{
	if (source == NULL)
		return;
	hc_file_close(&source->file);
	g_clear_pointer(&source->mbox, hc_mbox_free);
	hc_part_clear(&source->part);
	g_queue_clear_full(&source->messages, unref_raw);
	g_clear_pointer(&source->regions, g_array_unref);
	g_clear_pointer(&source->runs, g_array_unref);
	g_clear_error(&source->failure);
	g_clear_pointer(&source->label, g_ref_string_release);
	g_clear_pointer(&source->member, g_ref_string_release);
	g_free(source);
}
