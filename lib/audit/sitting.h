/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sitting.h - who had a part in an audit: a note of each run of the program in
 * the state folder, written when it begins and again when it ends. */
#ifndef HC_SITTING_H
#define HC_SITTING_H

#include "hopcheck.h"

/** What an audit knows of the run that it is in. */
typedef struct {
	char *path;         /**< of the note; NULL: none was written */
	uint64_t units;     /**< done so far */
	unsigned sandboxes; /**< that workers had: a bit for each HcSandbox */
	GPtrArray *workers; /**< of char: what each program says of itself */
	GArray *fences;     /**< of HcSandbox: around those */
} HcSitting;

void hc_sitting_init(HcSitting *sitting);
void hc_sitting_clear(HcSitting *sitting);

/** Note that a worker was started.
 *  @param about  what its program says of itself; taken; NULL: nothing */
void hc_sitting_add_worker(HcSitting *sitting, char *about, HcSandbox sandbox);

/** Write the note, or write it anew.
 *  @param folder       of the state
 *  @param fingerprint  of the plan
 *  @param error        HC_ERROR_WRITE */
bool hc_sitting_write(HcSitting *sitting, const char *folder,
                      const uint8_t *fingerprint, const HcRunRecord *record,
                      GError **error);

/** @return new, to be filled by hc_sittings_read() */
GPtrArray *hc_sittings_new(void);

/** Add all notes in a state folder, the oldest first.
 *  @param sittings  of GString: pieces for hc_writer_splice()
 *  @return how many are not among them: they cannot be read, are damaged, or
 *          are of another plan */
unsigned hc_sittings_read(GPtrArray *sittings, const char *folder,
                          const uint8_t *fingerprint);

#endif
