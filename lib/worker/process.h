/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* process.h - one worker process. */
#ifndef HC_PROCESS_H
#define HC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "frame.h"
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
	HC_DIED,   /**< the process ended, or answered nonsense */
	HC_SPENT,  /**< it was given up, or ended, for time or memory */
	HC_KILLED, /**< another one ended it, by a signal that no fault of its
	            *   own sends */
} HcWorkerEnd;

/** The moment until which to wait.
 *  @return microseconds of g_get_monotonic_time() */
int64_t hc_worker_deadline(unsigned patience_ms);

/** Start a process and wait for its hello.
 *  @param worker        all zero
 *  @param passes_files  worker->to can carry descriptors
 *  @param error         HC_ERROR_WORKER */
bool hc_worker_start(HcWorker *worker, const char *program, bool passes_files,
                     unsigned patience_ms, GError **error);

/** Ask a worker program what it is (about.h).
 *  @return new, its lines; NULL: it did not say */
char *hc_worker_about(const char *program);

/** Write a head and what follows it to the process; one that is gone is an error
 *  (EPIPE), whatever the caller does about SIGPIPE. */
bool hc_worker_write(HcWorker *worker, const void *head, size_t head_length,
                     const void *bytes, size_t length, int64_t deadline);

/** End a process that gave no answer, and say how that came.
 *  @param cause  the errno of reading or writing; EBADMSG: it answered nonsense
 *  @return HC_DIED, HC_SPENT or HC_KILLED */
HcWorkerEnd hc_worker_mourn(HcWorker *worker, int cause);

/** End the process, if one runs.
 *  @return its wait status, or 0 */
int hc_worker_stop(HcWorker *worker);

#endif
