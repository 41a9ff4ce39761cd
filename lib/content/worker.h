/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* worker.h - ask a worker process for the structure of a message. */
#ifndef HC_WORKER_H
#define HC_WORKER_H

#include <stddef.h>

#include <glib.h>

#include "process.h"

/** Ask for the structure of a message.  Unless answered the worker is gone.
 *  @param flags   HC_ASK_...
 *  @param answer  set to the records */
HcWorkerEnd hc_worker_ask(HcWorker *worker, unsigned flags, const char *bytes,
                          size_t length, unsigned patience_ms,
                          GByteArray *answer);

#endif
