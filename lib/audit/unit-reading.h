/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unit-reading.h - the items of a unit read, each into records of its part.
 *
 * Trouble with an input is a fact of it; what these functions fail with stops
 * the unit: its part cannot be written, or it is to stop. */
#ifndef HC_UNIT_READING_H
#define HC_UNIT_READING_H

#include "ahead.h"
#include "brief.h"
#include "facts.h"
#include "fragments.h"
#include "hopcheck.h"
#include "runner.h"
#include "sampler.h"
#include "tally.h"

struct HcRunner {
	HcRun *run;
	const HcAuditOptions *options;
	const HcPolicy *policy;  /* the run's */
	HcContentReader *reader; /* NULL: content is not read */
	HcUnpacker *unpacker;
	HcBrief *brief; /* NULL: no message is listed */
	GString *ready; /* fragments that wait to be written */
	GByteArray *record;

	/* of the unit that is done */
	HcUnit *unit;
	HcAhead *ahead; /* NULL: what was looked at is in memory */
	HcPartFile *part;
	HcFragmentWriter *fragments; /* beside it */
	HcTally *tally;
	HcSampler *sampler;
	uint64_t ordinal;   /* messages so far */
	const char *folder; /* that is open; of the unit */
	int folder_descriptor;
};

/** Whether it is to stop.
 *  @param error  HC_ERROR_STOPPED */
bool hc_reading_stopped(const HcRunner *runner, GError **error);

/** The item of the unit that is done. */
static inline const HcItem *
hc_reading_item(const HcRunner *runner, uint64_t index)
{
	return &g_array_index(runner->unit->items, HcItem, index);
}

/** Where the messages of a source go. */
typedef struct {
	uint64_t index;     /**< of the item */
	bool grouped;       /**< to the input of its folder */
	const char *member; /**< of a container, or NULL */
} HcReadingPlace;

/** Prepare a source before its first read. */
void hc_reading_prepare(const HcRunner *runner, HcSource *source);

/** Judge a message and write its records.
 *  @param damaged  set when something of it was not read */
bool hc_reading_message(HcRunner *runner, const HcReadingPlace *place,
                        HcRaw *raw, bool *damaged, GError **error);

/** Write what is known of an item. */
bool hc_reading_facts(HcRunner *runner, uint64_t index, bool grouped,
                      const HcFacts *facts, GError **error);

/** Write that an item, or a member of it, is left out.
 *  @param member  of a container, or NULL */
bool hc_reading_left_out(HcRunner *runner, uint64_t index, const char *member,
                         const char *why, GError **error);

/** Read a file, whatever it is. */
bool hc_read_file(HcRunner *runner, uint64_t index, GError **error);

/** Read a container.
 *  @param kind  what it is */
bool hc_read_container(HcRunner *runner, uint64_t index, HcKind kind,
                       GError **error);

/** Standard input where it is no file: read so that a run can be stopped. */
typedef struct HcStream HcStream;

/** Whether a descriptor is that of a pipe or its like. */
bool hc_stream_is_one(int descriptor);
/** @param runner  borrowed
 *  @return new */
HcStream *hc_stream_new(const HcRunner *runner);
/** @param label  its name in reports
 *  @return new; the stream must live as long */
HcSource *hc_stream_source(HcStream *stream, const char *label, HcKind kind);
void hc_stream_free(HcStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcStream, hc_stream_free)

/** Digest a large file, whose messages are read by other units. */
bool hc_read_digest(HcRunner *runner, GError **error);

/** Digest a file into its facts.
 *  @return false: it is to stop; what is wrong with the file is a fact */
bool hc_digest_item(HcRunner *runner, const HcItem *item, HcFacts *facts,
                    GError **error);

#endif
