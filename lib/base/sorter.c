/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sorter.c - an external merge sort.
 *
 * One block of memory is filled from its front with records and from its back
 * with slots, which is what is sorted.  A full block becomes a run at the end
 * of the file of level 0; as many runs of a level as can be read side by side
 * become one run of the next level, and the file of the level is emptied.  So
 * there is a file a level, each record is written once a level, and the number
 * of levels grows with the logarithm of the records.
 *
 * The block begins with a slice for what is written; while runs are merged the
 * rest of it is slices, one a run. */
#include "config.h"

#include "sorter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hopcheck.h"
#include "unnamed.h"
#include "why.h"

#define MEMORY_MIN 256u       /* two runs of some records each */
#define MEMORY_MAX (1u << 30) /* slots count in 32 bits */
#define SLICE (64u << 10)     /* bytes read of a run at once */
#define RUNS_MAX 64u          /* read side by side */
#define LEVELS_MAX 48u        /* runs at least double from one to the next */
#define FRAME 4u              /* bytes of a length in front of a record */

/** Where a record lies in the block; its first bytes beside it, so that most
 *  comparisons need nothing else. */
typedef struct {
	uint64_t prefix; /* big-endian, zeros behind a short record */
	uint32_t offset;
	uint32_t length;
} Slot;

/** A sorted run in the file of its level. */
typedef struct {
	uint64_t offset;
	uint64_t length;
} Run;

/** Runs of one level, in an unlinked file. */
typedef struct {
	int file; /* -1: none yet */
	uint64_t end;
	GArray *runs; /* of Run; NULL: none yet */
} Level;

/** What is read of a run. */
typedef struct {
	int file;
	uint64_t at; /* in the file, of what is not in the buffer yet */
	uint64_t end;
	uint8_t *buffer; /* a slice, or for a longer record its own */
	bool own;
	size_t size;  /* of the buffer */
	size_t begin; /* of the record in the buffer, behind its frame */
	size_t filled;
	size_t length; /* of the record */
	uint64_t prefix;
} Cursor;

/** Runs read side by side; the least record is that of the first cursor. */
typedef struct {
	Cursor *cursors;
	size_t count; /* of those that have a record */
	size_t made;
} Merge;

struct HcSorter {
	char *folder;
	size_t memory_max;
	size_t slice;
	size_t fan_in;
	uint64_t count;
	/* records that are in no run yet */
	uint8_t *block; /* NULL: none was needed yet */
	size_t used;    /* bytes, with the slice */
	size_t slots;   /* number of them, at the block's end, newest first */
	size_t next;    /* of those in order, when there are no runs */
	Level levels[LEVELS_MAX];
	Merge merge;
	bool reading;
	bool advance; /* the record given last is still the first cursor's */
};

static bool
fail(const HcSorter *sorter, const char *what, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s: %s",
	            sorter->folder, what, hc_why(number));
	return false;
}

HcSorter *
hc_sorter_new(const char *folder, size_t memory_max)
{
	HcSorter *sorter = g_new0(HcSorter, 1);

	sorter->folder = g_strdup(folder);
	sorter->memory_max =
		CLAMP(memory_max, MEMORY_MIN, MEMORY_MAX) & ~(sizeof(Slot) - 1);
	sorter->fan_in = CLAMP(sorter->memory_max / SLICE, 2, RUNS_MAX);
	/* one more: for what is written */
	sorter->slice = sorter->memory_max / (sorter->fan_in + 1);
	sorter->used = sorter->slice;
	for (size_t i = 0; i < LEVELS_MAX; i++)
		sorter->levels[i].file = -1;
	return sorter;
}

/* ------------------------------------------------------------------- order */

static uint64_t
prefix_of(const uint8_t *record, size_t length)
{
	uint8_t first[8] = {0};

	if (length > 0)
		memcpy(first, record, MIN(length, sizeof first));
	return hc_order_get(first);
}

/** Whether the first record goes before the second, which it does not where
 *  both are equal. */
static bool
goes_before(const uint8_t *a, size_t a_length, uint64_t a_prefix,
            const uint8_t *b, size_t b_length, uint64_t b_prefix)
{
	size_t both = MIN(a_length, b_length);
	int order;

	if (a_prefix != b_prefix)
		return a_prefix < b_prefix;
	order = both > 0 ? memcmp(a, b, both) : 0;
	return order != 0 ? order < 0 : a_length < b_length;
}

static bool
slot_before(const HcSorter *sorter, const Slot *a, const Slot *b)
{
	return goes_before(sorter->block + a->offset, a->length, a->prefix,
	                   sorter->block + b->offset, b->length, b->prefix);
}

static void
merge_slots(const HcSorter *sorter, const Slot *from, size_t middle, size_t end,
            Slot *to)
{
	size_t a = 0;
	size_t b = middle;

	for (size_t i = 0; i < end; i++)
		if (b == end ||
		    (a < middle && !slot_before(sorter, &from[b], &from[a])))
			to[i] = from[a++];
		else
			to[i] = from[b++];
}

static Slot *
slots_of(const HcSorter *sorter)
{
	return (Slot *)(void *)(sorter->block + sorter->memory_max) -
	       sorter->slots;
}

/** Sort the slots; the room in front of them, which hc_sorter_add() keeps
 *  free, is the second half that a merge sort needs.
 *  @return where they are */
static Slot *
sort_slots(HcSorter *sorter)
{
	size_t count = sorter->slots;
	Slot *from = slots_of(sorter);
	Slot *to = from - count;

	for (size_t width = 1; width < count; width *= 2) {
		Slot *swap = from;

		for (size_t at = 0; at < count; at += 2 * width)
			merge_slots(sorter, from + at, MIN(width, count - at),
			            MIN(2 * width, count - at), to + at);
		from = to;
		to = swap;
	}
	return from;
}

/* -------------------------------------------------------------------- runs */

static bool
write_at_end(HcSorter *sorter, Level *level, const uint8_t *bytes,
             size_t length, GError **error)
{
	while (length > 0) {
		ssize_t written =
			pwrite(level->file, bytes, length, (off_t)level->end);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return fail(sorter, "cannot write a temporary file",
			            error);
		bytes += written;
		length -= (size_t)written;
		level->end += (uint64_t)written;
	}
	return true;
}

/** Bytes on their way to the end of a level. */
typedef struct {
	Level *level;
	size_t filled;  /* bytes of the block's first slice */
	uint64_t begin; /* of the run */
} Output;

static bool
begin_run(HcSorter *sorter, size_t index, Output *output, GError **error)
{
	Level *level = &sorter->levels[index];

	if (level->file < 0) {
		level->file = hc_unnamed_open(sorter->folder);
		if (level->file < 0)
			return fail(sorter, "cannot create a temporary file",
			            error);
		level->runs = g_array_new(FALSE, FALSE, sizeof(Run));
	}
	output->level = level;
	output->begin = level->end;
	output->filled = 0;
	/* pages of it that are not used cost nothing */
	if (sorter->block == NULL)
		sorter->block = g_malloc(sorter->memory_max);
	return true;
}

static bool
flush(HcSorter *sorter, Output *output, GError **error)
{
	size_t length = output->filled;

	output->filled = 0;
	return write_at_end(sorter, output->level, sorter->block, length,
	                    error);
}

static bool
write_record(HcSorter *sorter, Output *output, const uint8_t *record,
             size_t length, GError **error)
{
	uint32_t frame = (uint32_t)length;

	if (sorter->slice - output->filled < FRAME + length &&
	    !flush(sorter, output, error))
		return false;
	memcpy(sorter->block + output->filled, &frame, FRAME);
	output->filled += FRAME;
	if (sorter->slice - output->filled < length)
		return flush(sorter, output, error) &&
		       write_at_end(sorter, output->level, record, length,
		                    error);
	if (length > 0)
		memcpy(sorter->block + output->filled, record, length);
	output->filled += length;
	return true;
}

/** @param done  whether all went well before */
static bool
end_run(HcSorter *sorter, Output *output, bool done, GError **error)
{
	Run run = {output->begin, 0};

	done = done && flush(sorter, output, error);
	run.length = output->level->end - run.offset;
	if (done)
		g_array_append_val(output->level->runs, run);
	return done;
}

/* ------------------------------------------------------------------- merge */

/** Have at least @p wanted bytes in the buffer from @p begin on. */
static bool
fill(HcSorter *sorter, Cursor *cursor, size_t wanted, GError **error)
{
	cursor->filled -= cursor->begin;
	memmove(cursor->buffer, cursor->buffer + cursor->begin, cursor->filled);
	cursor->begin = 0;
	if (wanted > cursor->size) {
		uint8_t *longer = g_malloc(wanted);

		memcpy(longer, cursor->buffer, cursor->filled);
		if (cursor->own)
			g_free(cursor->buffer);
		cursor->buffer = longer;
		cursor->own = true;
		cursor->size = wanted;
	}
	while (cursor->filled < wanted) {
		size_t room = MIN(cursor->size - cursor->filled,
		                  cursor->end - cursor->at);
		ssize_t got =
			pread(cursor->file, cursor->buffer + cursor->filled,
		              room, (off_t)cursor->at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO;
		if (got <= 0)
			return fail(sorter, "cannot read a temporary file",
			            error);
		cursor->filled += (size_t)got;
		cursor->at += (uint64_t)got;
	}
	return true;
}

/** Go to the next record.
 *  @param end_out  set where there is none */
static bool
step(HcSorter *sorter, Cursor *cursor, bool *end_out, GError **error)
{
	uint32_t frame;

	cursor->begin += cursor->length;
	cursor->length = 0;
	*end_out = cursor->begin == cursor->filled && cursor->at == cursor->end;
	if (*end_out)
		return true;
	if (cursor->filled - cursor->begin < FRAME &&
	    !fill(sorter, cursor, FRAME, error))
		return false;
	memcpy(&frame, cursor->buffer + cursor->begin, FRAME);
	if (cursor->filled - cursor->begin < FRAME + (size_t)frame &&
	    !fill(sorter, cursor, FRAME + (size_t)frame, error))
		return false;
	cursor->begin += FRAME;
	cursor->length = frame;
	cursor->prefix =
		prefix_of(cursor->buffer + cursor->begin, cursor->length);
	return true;
}

static bool
cursor_before(const Cursor *a, const Cursor *b)
{
	return goes_before(a->buffer + a->begin, a->length, a->prefix,
	                   b->buffer + b->begin, b->length, b->prefix);
}

/** Let the cursor at @p index sink to its place in the heap. */
static void
sink(Merge *merge, size_t index)
{
	for (;;) {
		size_t least = index;

		for (size_t child = 2 * index + 1;
		     child <= 2 * index + 2 && child < merge->count; child++)
			if (cursor_before(&merge->cursors[child],
			                  &merge->cursors[least]))
				least = child;
		if (least == index)
			return;

		Cursor swap = merge->cursors[index];

		merge->cursors[index] = merge->cursors[least];
		merge->cursors[least] = swap;
		index = least;
	}
}

static void
end_merge(Merge *merge)
{
	for (size_t i = 0; i < merge->made; i++)
		if (merge->cursors[i].own)
			g_free(merge->cursors[i].buffer);
	g_free(merge->cursors);
	*merge = (Merge){NULL, 0, 0};
}

/** Read the runs of some levels side by side. */
static bool
begin_merge(HcSorter *sorter, size_t from, size_t to, GError **error)
{
	Merge *merge = &sorter->merge;
	size_t count = 0;

	for (size_t i = from; i < to; i++)
		count += sorter->levels[i].runs ? sorter->levels[i].runs->len
		                                : 0;
	merge->cursors = g_new0(Cursor, count);
	for (size_t i = from; i < to; i++) {
		const Level *level = &sorter->levels[i];

		for (size_t k = 0; level->runs && k < level->runs->len; k++) {
			const Run *run = &g_array_index(level->runs, Run, k);
			Cursor *cursor = &merge->cursors[merge->made++];
			size_t slice = merge->made * sorter->slice;

			cursor->file = level->file;
			cursor->at = run->offset;
			cursor->end = run->offset + run->length;
			cursor->size = sorter->slice;
			cursor->buffer = sorter->block + slice;
		}
	}
	/* no run is empty */
	merge->count = merge->made;
	for (size_t i = 0; i < merge->made; i++) {
		bool end;

		if (!step(sorter, &merge->cursors[i], &end, error))
			return false;
	}
	for (size_t i = merge->count / 2; i-- > 0;)
		sink(merge, i);
	return true;
}

/** Go to the next record of all. */
static bool
step_merge(HcSorter *sorter, GError **error)
{
	Merge *merge = &sorter->merge;
	bool end;

	if (!step(sorter, &merge->cursors[0], &end, error))
		return false;
	if (end) {
		Cursor swap = merge->cursors[0];

		merge->count--;
		merge->cursors[0] = merge->cursors[merge->count];
		merge->cursors[merge->count] = swap;
	}
	sink(merge, 0);
	return true;
}

static bool
empty_level(HcSorter *sorter, Level *level, GError **error)
{
	g_array_set_size(level->runs, 0);
	level->end = 0;
	if (ftruncate(level->file, 0) != 0)
		return fail(sorter, "cannot empty a temporary file", error);
	return true;
}

/** Make one run of the next level of all runs of a level. */
static bool
raise_level(HcSorter *sorter, size_t index, GError **error)
{
	Output output;
	bool done = index + 1 < LEVELS_MAX;

	g_assert(done);
	if (!begin_run(sorter, index + 1, &output, error))
		return false;
	done = begin_merge(sorter, index, index + 1, error);
	while (done && sorter->merge.count > 0) {
		const Cursor *least = &sorter->merge.cursors[0];

		done = write_record(sorter, &output,
		                    least->buffer + least->begin, least->length,
		                    error) &&
		       step_merge(sorter, error);
	}
	end_merge(&sorter->merge);
	done = end_run(sorter, &output, done, error);
	return done && empty_level(sorter, &sorter->levels[index], error);
}

/** As many runs as a level can have become one of the next. */
static bool
raise_full_levels(HcSorter *sorter, GError **error)
{
	for (size_t i = 0; sorter->levels[i].runs != NULL &&
	                   sorter->levels[i].runs->len >= sorter->fan_in;
	     i++)
		if (!raise_level(sorter, i, error))
			return false;
	return true;
}

/* ------------------------------------------------------------------ in, out */

static bool
block_to_run(HcSorter *sorter, GError **error)
{
	const Slot *slots;
	Output output;
	bool done = true;

	if (sorter->slots == 0)
		return true;
	if (!begin_run(sorter, 0, &output, error))
		return false;
	slots = sort_slots(sorter);
	for (size_t i = 0; done && i < sorter->slots; i++)
		done = write_record(sorter, &output,
		                    sorter->block + slots[i].offset,
		                    slots[i].length, error);
	done = end_run(sorter, &output, done, error);
	sorter->used = sorter->slice;
	sorter->slots = 0;
	return done && raise_full_levels(sorter, error);
}

/** A record that no block has room for is a run for itself. */
static bool
record_to_run(HcSorter *sorter, const uint8_t *record, size_t length,
              GError **error)
{
	Output output;
	bool done;

	if (!begin_run(sorter, 0, &output, error))
		return false;
	done = write_record(sorter, &output, record, length, error);
	done = end_run(sorter, &output, done, error);
	return done && raise_full_levels(sorter, error);
}

bool
hc_sorter_add(HcSorter *sorter, const void *record, size_t length,
              GError **error)
{
	size_t slots_size = 2 * (sorter->slots + 1) * sizeof(Slot);
	Slot *slot;

	g_return_val_if_fail(!sorter->reading, false);
	g_return_val_if_fail(length <= HC_SORTER_RECORD_MAX, false);
	if (sorter->slots > 0 &&
	    sorter->used + length + slots_size > sorter->memory_max) {
		if (!block_to_run(sorter, error))
			return false;
		slots_size = 2 * sizeof(Slot);
	}
	sorter->count++;
	if (sorter->used + length + slots_size > sorter->memory_max)
		return record_to_run(sorter, record, length, error);
	if (sorter->block == NULL)
		sorter->block = g_malloc(sorter->memory_max);
	sorter->slots++;
	slot = slots_of(sorter);
	slot->offset = (uint32_t)sorter->used;
	slot->length = (uint32_t)length;
	slot->prefix = prefix_of(record, length);
	if (length > 0)
		memcpy(sorter->block + sorter->used, record, length);
	sorter->used += length;
	return true;
}

static size_t
run_count(const HcSorter *sorter)
{
	size_t count = 0;

	for (size_t i = 0; i < LEVELS_MAX; i++)
		count += sorter->levels[i].runs ? sorter->levels[i].runs->len
		                                : 0;
	return count;
}

/** All is taken in: have the least record at hand. */
static bool
begin_reading(HcSorter *sorter, GError **error)
{
	sorter->reading = true;
	if (run_count(sorter) == 0) {
		if (sorter->slots > 0) {
			Slot *sorted = sort_slots(sorter);
			Slot *slots = slots_of(sorter);

			if (sorted != slots)
				memcpy(slots, sorted,
				       sorter->slots * sizeof(Slot));
		}
		return true;
	}
	if (!block_to_run(sorter, error))
		return false;
	for (size_t i = 0; run_count(sorter) > sorter->fan_in; i++)
		if (sorter->levels[i].runs != NULL &&
		    sorter->levels[i].runs->len > 0 &&
		    !raise_level(sorter, i, error))
			return false;
	return begin_merge(sorter, 0, LEVELS_MAX, error);
}

bool
hc_sorter_next(HcSorter *sorter, const void **record_out, size_t *length_out,
               GError **error)
{
	*record_out = NULL;
	*length_out = 0;
	if (!sorter->reading && !begin_reading(sorter, error))
		return false;
	if (sorter->merge.made > 0) {
		const Cursor *least = &sorter->merge.cursors[0];

		if (sorter->advance && !step_merge(sorter, error))
			return false;
		sorter->advance = sorter->merge.count > 0;
		if (sorter->advance) {
			*record_out = least->buffer + least->begin;
			*length_out = least->length;
		}
	} else if (sorter->next < sorter->slots) {
		const Slot *slot = slots_of(sorter) + sorter->next++;

		*record_out = sorter->block + slot->offset;
		*length_out = slot->length;
	}
	return true;
}

uint64_t
hc_sorter_count(const HcSorter *sorter)
{
	return sorter->count;
}

void
hc_sorter_free(HcSorter *sorter)
{
	if (sorter == NULL)
		return;
	end_merge(&sorter->merge);
	for (size_t i = 0; i < LEVELS_MAX; i++) {
		if (sorter->levels[i].file >= 0)
			close(sorter->levels[i].file);
		if (sorter->levels[i].runs != NULL)
			g_array_unref(sorter->levels[i].runs);
	}
	g_free(sorter->block);
	g_free(sorter->folder);
	g_free(sorter);
}
