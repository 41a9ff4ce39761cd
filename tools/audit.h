/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit.h - the ways to run hopaudit, and what they share. */
#ifndef HC_AUDIT_TOOL_H
#define HC_AUDIT_TOOL_H

#include "cli.h"

/* Threads that --jobs may ask for. */
#define AUDIT_JOBS_MAX 256

/** Options of hopaudit alone, as given. */
typedef struct {
	char *detail, *digests, *list, *state, *plan, *unit, *finish;
	char *record, *examiner, *case_id;
	unsigned jobs; /**< 0: not given */
	gboolean null, resume;
	bool record_on_demand; /**< only where --run-record is given */
} AuditOptions;

/** Do what the options say.
 *  @param totals_out  sums over the report, if there is one */
void audit_run(Cli *cli, const AuditOptions *given, HcTotals *totals_out);

void audit_clear(AuditOptions *given);

/** Notice SIGINT, SIGTERM and SIGHUP from now on; a second one ends the process
 *  at once. */
void audit_catch_signals(void);

/** Whether a signal asked to stop.
 *  @param data  not looked at */
bool audit_stopped(void *data);

/** Shows how far a run is, on a terminal, and asks whether to stop.
 *  @param data  AuditProgress */
bool audit_tick(const HcAuditProgress *progress, void *data);

/** What is shown of a run. */
typedef struct {
	bool shown;         /**< standard error is a terminal, and not --quiet */
	int64_t begun_us;   /**< 0: not begun */
	uint64_t bytes_before; /**< done by runs before */
} AuditProgress;

void audit_progress_begin(AuditProgress *progress, const Cli *cli);
/** Clear the line. */
void audit_progress_end(AuditProgress *progress);

/** Tell what went wrong, by its exit status. */
void audit_tell(Cli *cli, const GError *error);

/** See that the report and its record go over nothing that the plan reads, and
 *  not over the plan, before anything is written there.
 *  @return false, with the trouble told and noted */
bool audit_check_places(Cli *cli, const AuditOptions *given,
                        const HcAudit *audit);

/** See before all work that what it comes to can be written.
 *  @return false, with the trouble told and noted */
bool audit_check_writing(Cli *cli, const AuditOptions *given);

/** Where the run record goes: as given, else beside a report that has a name.
 *  @return new, or NULL: nowhere */
char *audit_record_path(const Cli *cli, const AuditOptions *given);

/** Note in the state folder that this run has a part in the audit.
 *  @param role   "audit", "plan", "unit" or "finish"
 *  @param ended  it has; else it begins
 *  @param error  HC_ERROR_WRITE */
bool audit_sit(const Cli *cli, const AuditOptions *given, HcAudit *audit,
               const char *role, bool ended, GError **error);

/** Let the report be seen, with the run record beside it.
 *  @param role  "audit" or "finish"
 *  @param error HC_ERROR_WRITE */
bool audit_publish(const Cli *cli, const AuditOptions *given, HcAudit *audit,
                   const char *role, const HcTotals *totals, GError **error);

#endif
