/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* thread.h - what a message shares with others of its thread, and whether it
 * asks for protection. */
#ifndef HC_THREAD_H
#define HC_THREAD_H

#include "hopcheck.h"

typedef struct HcThreads HcThreads;

/** @param policy  its tags of the Subject ask for protection, too; must outlive
 *                 what is made here
 *  @return new, the caller's; used by one thread of the program */
HcThreads *hc_threads_new(const HcPolicy *policy);
void hc_threads_free(HcThreads *threads);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcThreads, hc_threads_free)

/** Read a message and lay out its record (sample.h).
 *  @param record  emptied first; stays empty when the message can neither be
 *                 followed on nor follow */
void hc_threads_read(HcThreads *threads, const HcVerdict *verdict,
                     GByteArray *record);

/** Bring a Subject to the form that compares: lower case (ASCII), white space
 *  one blank, prefixes of answers and forwarding taken off, and the words that
 *  ask for protection wherever they stand.
 *  @param text           as a person sees it; a NUL ends it, too
 *  @param length         bytes; what goes beyond a limit is passed over
 *  @param requested_out  set when such a word stood there; else left alone
 *  @return new, the caller's */
char *hc_threads_subject(HcThreads *threads, const char *text, size_t length,
                         bool *requested_out);

#endif
