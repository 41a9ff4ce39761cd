/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* runner.h - a unit audited: from the plan to its part. */
#ifndef HC_RUNNER_H
#define HC_RUNNER_H

#include <stdatomic.h>

#include "hopcheck.h"
#include "plan.h"
#include "sitting.h"

/** What the threads of a run share. */
typedef struct {
	const HcPlan *plan;
	const char *folder;     /**< of the state */
	const HcPolicy *policy; /**< of the plan; only read */
	atomic_bool stop;       /**< units that are not done are dropped */
	atomic_uint_fast64_t messages;
	atomic_uint_fast64_t bytes;  /**< read */
	atomic_uint_fast64_t unread; /**< files not, or not fully, read */
	atomic_uint
		sandboxes; /**< that workers had: a bit for each HcSandbox */
	GRecMutex gate;    /**< for large bodies (hc_source_set_gate()) */
	GMutex mutex;      /**< for what follows */
	char input[512];   /**< being read; may be cut */
} HcRun;

typedef struct HcRunner HcRunner;

/** What one thread needs; made before the threads are.
 *  @param error  HC_ERROR_WORKER
 *  @return new, or NULL */
HcRunner *hc_runner_new(HcRun *run, const HcAuditOptions *options,
                        GError **error);

/** Audit a unit: its part stands in the state folder then.
 *  @param error  HC_ERROR_WRITE; HC_ERROR_STOPPED; HC_ERROR_READ: of the plan.
 *                What is wrong with an input is told by the part */
bool hc_runner_do(HcRunner *runner, uint64_t unit, GError **error);

/** Tell which workers were started. */
void hc_runner_tell_workers(const HcRunner *runner, HcSitting *sitting);

void hc_runner_free(HcRunner *runner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcRunner, hc_runner_free)

/** Read a part, and what stands beside it, from end to end.
 *  @return whether it is whole and belongs to what is said */
bool hc_part_check(const char *path, const uint8_t *fingerprint, uint64_t unit);

/** The name of a unit's part; new. */
char *hc_part_path(const char *folder, uint64_t unit);

#endif
