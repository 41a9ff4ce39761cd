/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unpacker.h - what a container asks of the one who keeps its worker. */
#ifndef HC_UNPACKER_H
#define HC_UNPACKER_H

#include "hopcheck.h"
#include "process.h"

/** Hand a container to a worker, which is started if none runs.
 *  @param file   descriptor of the container; stays the caller's
 *  @param kind   which program reads it, and how
 *  @param error  HC_ERROR_WORKER */
bool hc_unpacker_ask(HcUnpacker *unpacker, int file, HcKind kind,
                     GError **error);

/** Read from the worker, no longer than its patience.
 *  @return false: errno says why */
bool hc_unpacker_read(HcUnpacker *unpacker, void *bytes, size_t length);

/** Number of the question that was asked last. */
uint32_t hc_unpacker_item(const HcUnpacker *unpacker);

/** End a worker that gave no answer, and say how that came.
 *  @param cause  as in hc_worker_mourn() */
HcWorkerEnd hc_unpacker_mourn(HcUnpacker *unpacker, int cause);

/** End the worker: it has not said all, and nobody wants to hear it. */
void hc_unpacker_drop(HcUnpacker *unpacker);

#endif
