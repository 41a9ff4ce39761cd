/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* worker.h - one worker process. */
#ifndef HC_WORKER_H
#define HC_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "hopcheck.h"

/** A process that answers questions; all zero: none. */
typedef struct {
	pid_t process; /**< 0: none runs */
	int to, from;  /**< pipes */
	HcSandbox sandbox;
	uint32_t asked; /**< questions so far */
} HcWorker;

/** How a question ended. */
typedef enum {
	HC_ANSWERED,
	HC_DIED,  /**< the process ended, or answered nonsense */
	HC_SPENT, /**< it was given up, or ended, for time or memory */
} HcWorkerEnd;

/** Start a process and wait for its hello.
 *  @param worker  all zero
 *  @param error   HC_ERROR_WORKER */
bool hc_worker_start(HcWorker *worker, const char *program,
                     unsigned patience_ms, GError **error);

/** Ask for the structure of a message.  Unless answered the worker is gone.
 *  @param flags   HC_ASK_...
 *  @param answer  set to the records */
HcWorkerEnd hc_worker_ask(HcWorker *worker, unsigned flags, const char *bytes,
                          size_t length, unsigned patience_ms,
                          GByteArray *answer);

/** End the process, if one runs.
 *  @return its wait status, or 0 */
int hc_worker_stop(HcWorker *worker);

#endif
