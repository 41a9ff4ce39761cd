/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* brief.h - messages as the report of an audit tells them.
 *
 * A brief message says what of a message has to be looked at or added up: place
 * and digest, quotes, path, hops, findings, verdicts.  What is the same
 * wherever it occurs stands in the catalogue of the report's head instead
 * (summary.h), all else in the report that hopcheck makes of that message.
 *
 * A unit knows neither a message's index in the archive nor its input's number,
 * so it writes a fragment: all of the message behind what it does not know.
 * The merge writes the opening and puts the fragment behind it. */
#ifndef HC_BRIEF_H
#define HC_BRIEF_H

#include "hopcheck.h"
#include "writer.h"

typedef struct HcBrief HcBrief;

/** Prepare to write fragments; for one thread.
 *  @param form    HC_FORM_XML or HC_FORM_JSON
 *  @param policy  borrowed while this lives
 *  @return new, the caller's */
HcBrief *hc_brief_new(HcReportForm form, const HcPolicy *policy);

/** Append the fragment of a message.  It depends on the message, the policy
 *  and the version alone. */
void hc_brief_add(HcBrief *brief, const HcVerdict *verdict, GString *out);

void hc_brief_free(HcBrief *brief);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcBrief, hc_brief_free)

/** Whether a message is listed where only those with findings are: it has one
 *  of effect warn, indeterminate or fail, set aside or not. */
bool hc_brief_is_found(const HcVerdict *verdict);

/** What a fragment does not know of its message. */
typedef struct {
	uint64_t index;     /**< 1 is the first of the archive */
	uint64_t input;     /**< number of its input */
	uint64_t number;    /**< 1 is the first of its input */
	const char *member; /**< name of its file in the folder or container,
	                        *   bytes as found; NULL: none */
	uint64_t
		duplicate_of; /**< index of the first of these bytes; 0: none */
} HcBriefPlace;

/** Look at a fragment by the grammar of its form, so that it can be put into a
 *  report without being read again (hc_sink_splice()).
 *  @param head_out  bytes from its start that are to be looked at once more,
 *                   with what stands in front of them there: in XML the rest of
 *                   a start tag
 *  @param error     HC_ERROR_WRITE: it is not well-formed */
bool hc_brief_check(HcBrief *brief, const char *fragment, size_t length,
                    size_t *head_out, GError **error);

/** Write a message from its start to the end of its fragment, as an object
 *  that stays open: what was learned of it may follow, then
 *  hc_writer_end().
 *  @param writer    inside the list "messages"
 *  @param fragment  by hc_brief_add() of the same form; or its head alone by
 *                   hc_brief_check(), when the rest is put behind it before
 *                   anything else is */
void hc_brief_open(HcWriter *writer, const HcBriefPlace *place,
                   const char *fragment, size_t length);

/** Open the report of an audit and say what made it and by which policy.
 *  @param detail  "all", "findings" or "summary" */
void hc_brief_head(HcWriter *writer, const HcPolicy *policy,
                   const char *detail);

/** A file or member that was not, or not fully, read. */
typedef struct {
	const char *member; /**< its name, bytes as found */
	const char *why;
} HcBriefTrouble;

/** What an input of an audit has beside HcInput. */
typedef struct {
	bool many;      /**< it is a folder or container of files */
	uint64_t files; /**< of these, read or not */
	uint64_t files_failed;
	const HcBriefTrouble *troubles; /**< the first of those that failed */
	size_t trouble_count;           /**< at most 1,000 are written */
} HcBriefFiles;

/** An element of "inputs" of an audit.
 *  @param files    or NULL: it is one file of messages
 *  @param failure  why it was not (fully) read, or NULL */
void hc_brief_input(HcWriter *writer, uint64_t number, const HcInput *input,
                    const HcBriefFiles *files, const char *failure);

/** An element of "left-out" of an audit.
 *  @param path  bytes as found
 *  @param why   the rule, a phrase that follows the path */
void hc_brief_left_out(HcWriter *writer, const char *path, const char *member,
                       const char *why);

#endif
