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

/** How processes of one kind are started, and what became of that. */
typedef struct {
	bool passes_files;     /**< HcWorker.to can carry descriptors */
	bool sandbox_required; /**< both fences stand, or none is started */
	unsigned patience_ms;  /**< how long one may be silent */
	HcSandbox sandbox;     /**< of the one that was started last */
	uint64_t started;      /**< how many were */
} HcWorkerTerms;

/* A process that another one killed, a person or a system short of memory, says
 * nothing of what it read: the next is asked, so often.  Then it counts as
 * dead. */
#define HC_WORKER_KILLS_MAX 3u

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
 *  @param worker  all zero
 *  @param error   HC_ERROR_WORKER: there is no such program, it does not answer,
 *                 or not both fences stand though they are required */
bool hc_worker_start(HcWorker *worker, HcWorkerTerms *terms,
                     const char *program, GError **error);

/** Ask a worker program what it is (about.h).
 *  @return new, its lines; NULL: it did not say */
char *hc_worker_about(const char *program);

/** Write a head and what follows it to the process; one that is gone is an error
 *  (EPIPE), whatever the caller does about SIGPIPE. */
bool hc_worker_write(HcWorker *worker, const void *head, size_t head_length,
                     const void *bytes, size_t length, int64_t deadline);

/** End a process that gave no answer, and say how that came.
 *  @param cause        the errno of reading or writing; EBADMSG: it answered
 *                      nonsense
 *  @param patience_ms  how long one may take to end that has closed its pipe
 *  @return HC_DIED, HC_SPENT or HC_KILLED */
HcWorkerEnd hc_worker_mourn(HcWorker *worker, int cause, unsigned patience_ms);

/** End the process, if one runs.
 *  @return its wait status, or 0 */
int hc_worker_stop(HcWorker *worker);

#endif
