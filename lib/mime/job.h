/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* job.h - one message to be taken apart, and what all of them share. */
#ifndef HC_JOB_H
#define HC_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "prescan.h"
#include "record.h"
#include "shorten.h"

/** All of one question. */
typedef struct {
	GByteArray *frame; /**< records go here */
	GQueue jobs;       /**< of HcJob, to be done */
	HcMimeBudget budget;
	size_t room; /**< bytes that copies may still take: of what is decoded, and
	              *   of what GMime sees */
	size_t cut_min;      /**< as of hc_shorten() */
	uint32_t parts;      /**< numbers given */
	uint32_t nested;
	unsigned flags; /**< HC_ASK_... */
	bool shortened; /**< GMime was not shown all of a message */
} HcMimeRun;

/** A message to be taken apart. */
typedef struct {
	const char *bytes;
	size_t length;
	GByteArray *owned; /**< the bytes, when they were decoded */
	bool placed;       /**< they stand in the outermost message */
	uint32_t origin;   /**< where */
	uint32_t nested;   /**< its number, or 0: the outermost */
	unsigned depth;    /**< 0: the outermost */
	char *section;     /**< of the part that holds it, "" outermost */
	/* set when its header was read */
	uint32_t type_offset, type_length; /**< its Content-Type field */
	size_t body;                       /**< where its body starts */
	size_t head;         /**< bytes of the header made for GMime */
	size_t seen;         /**< bytes that GMime sees, with it */
	HcDisguise disguise; /**< of what it sees */
	GArray *cuts;        /**< of HcCut: what it does not see of the body */
	const char *type;    /**< value of Content-Type, or NULL */
	size_t type_value_length;
} HcJob;

/** Note what was not read.
 *  @param code  HcNoteCode */
void hc_job_note(HcMimeRun *run, const HcJob *job, unsigned code, size_t offset,
                 size_t length);

/** Take apart what GMime gets to see of a message.
 *  @param bytes  header and body, disguised; taken over */
void hc_tree_read(HcMimeRun *run, HcJob *job, GByteArray *bytes);

#endif
