/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-audit.h
 * Archives of any size: many inputs, one report, however the work was done.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_AUDIT_H
#define HOPCHECK_AUDIT_H

#include "hopcheck-report.h"

G_BEGIN_DECLS

/** How much of each message the report of an audit holds. */
typedef enum {
	HC_DETAIL_ALL,      /**< every message */
	HC_DETAIL_FINDINGS, /**< messages with a finding that fails them, leaves
	                     *   them open or warns */
	HC_DETAIL_SUMMARY,  /**< sums alone */
} HcDetail;

/** Token: "all", "findings", "summary"; static. */
const char *hc_detail_token(HcDetail detail);

/** What SHA-256 digests an audit makes. */
typedef enum {
	HC_DIGESTS_ALL,      /**< of each message and each input */
	HC_DIGESTS_MESSAGES, /**< of each message */
	HC_DIGESTS_NONE,
} HcDigests;

/** Token: "all", "messages", "none"; static. */
const char *hc_digests_token(HcDigests digests);

/** What makes two audits of the same inputs the same, but for the last two
 *  members.  Lists end with NULL; NULL is an empty list. */
typedef struct {
	HcReportForm form;
	HcDetail detail;
	HcDigests digests;
	HcKind kind;           /**< what inputs are declared to be */
	HcContentUse content;
	bool journal;          /**< judge what a journal report is about */
	const char *policy;    /**< path of a document, or NULL */
	const char *as_of;     /**< "YYYY-MM-DD", or NULL */
	const char *profile;   /**< name or path, or NULL */
	const char *const *trust;
	const char *const *recipients;
	const char *const *databases; /**< paths */
	const char *const *limits; /**< that a plan was made with, where they are
	                            *   not what they usually are (as
	                            *   hc_limits_changed() gives them); a new
	                            *   audit takes those in force */
	bool require_sandbox;  /**< content is not read outside of both fences */
	const char *programs;  /**< folder of the worker programs; NULL: of
	                        *   those installed */
} HcAuditOptions;

/** Where the paths of inputs come from. */
typedef struct {
	const char *const *paths; /**< as given; NULL ends; NULL: none */
	const char *list;         /**< a file that names more, or "-"; NULL: none */
	bool list_by_nul;         /**< a NUL stands behind each, not a newline */
	const char *const *written; /**< names that will be written; NULL ends;
	                             *   NULL: none */
	bool (*stopped)(void *data); /**< asked for each name while the work is
	                              *   planned: whether to give up; or NULL */
	void *stopped_data;
} HcAuditInputs;

/** Whether nothing that will be written is an input, or lies in a folder that
 *  is one.  hc_audit_new() looks again, with the state folder and with a list
 *  that comes by standard input, which cannot be read twice.
 *  @param error  HC_ERROR_OPEN: something does; HC_ERROR_READ: the list */
bool hc_audit_check_places(const HcAuditInputs *inputs, GError **error);

/** How far an audit is. */
typedef struct {
	uint64_t units;        /**< done */
	uint64_t units_total;
	uint64_t messages;     /**< in this run */
	uint64_t bytes;        /**< of inputs, read in this run */
	uint64_t bytes_done;   /**< of inputs, in units done before and now */
	uint64_t bytes_total;
	const char *input;     /**< that is being read; "": none */
} HcAuditProgress;

/** Called from the thread that called, several times a second.
 *  @return false: stop; units that are not done are dropped */
typedef bool (*HcAuditTick)(const HcAuditProgress *progress, void *data);

typedef struct HcAudit HcAudit;

/** Begin an audit, or go on with one: walk the inputs and cut them into units.
 *  The state folder is locked until hc_audit_free().
 *  @param state   a folder, made if it is not there
 *  @param resume  the folder holds the state of an audit of the same inputs by
 *                 the same options; else it must hold none
 *  @param error   HC_ERROR_STATE: the folder holds another audit's state, or is
 *                 in use; HC_ERROR_POLICY, HC_ERROR_WRITE, HC_ERROR_OPEN;
 *                 HC_ERROR_STOPPED
 *  @return new, or NULL */
HcAudit *hc_audit_new(const HcAuditOptions *options,
		      const HcAuditInputs *inputs, const char *state,
		      bool resume, GError **error);
/** Open a state folder with a plan, to do units of it or to finish it.
 *  @param shared  others may do units at the same time
 *  @param programs folder of the worker programs; NULL: of those installed
 *  @param require_sandbox  content is not read outside of both fences
 *  @return new, or NULL */
HcAudit *hc_audit_open(const char *state, bool shared, const char *programs,
		       bool require_sandbox, GError **error);
/** Whether nothing that will be written is an input of the plan, or lies in a
 *  folder that is one, or in that of the plan itself, or goes over a policy, a
 *  profile or a database that it judges by.  Of inputs that are not there now
 *  nothing is known.
 *  @param written  names; NULL ends
 *  @param error    HC_ERROR_OPEN: something does; HC_ERROR_STATE */
bool hc_audit_check_written(const HcAudit *audit, const char *const *written,
			    GError **error);
/** Say that nobody will go on with the state: what it holds of messages is
 *  removed while the report is made, so that the disk holds it once.  To be
 *  called before hc_audit_run(); hc_audit_make() can then be called once. */
void hc_audit_pass(HcAudit *audit);
/** Units of the plan; they are numbered from 0. */
uint64_t hc_audit_units(const HcAudit *audit);
/** Units that are not done. */
uint64_t hc_audit_units_left(const HcAudit *audit);
/** Files, or pieces of one, that hc_audit_run() could not read, or not to their
 *  end; their report names them. */
uint64_t hc_audit_unread(const HcAudit *audit);

/** Audit the units from @p first to @p last that are not done.
 *  @param last   the last, or UINT64_MAX
 *  @param jobs   threads, at least 1
 *  @param tick   or NULL
 *  @param error  HC_ERROR_WRITE: a part cannot be written; HC_ERROR_STOPPED */
bool hc_audit_run(HcAudit *audit, uint64_t first, uint64_t last, unsigned jobs,
		  HcAuditTick tick, void *data, GError **error);

/** Let the report be of another audit's inputs, too, behind those of this one
 *  and of those joined before: it is that of one audit of all, named in this
 *  order.  Units are then no longer done here.
 *  @param other  of the same options; its own until @p audit is freed, not
 *                joined to itself
 *  @param error  HC_ERROR_STATE: it was judged by other options, or has units
 *                that are not done */
bool hc_audit_join(HcAudit *audit, HcAudit *other, GError **error);

/** Make the report of all units, whole and checked, so that it needs nothing
 *  but its name: hc_audit_publish().
 *  @param options  how to lay the text form out; of the others ignored
 *  @param path     its name; NULL: none
 *  @param error    HC_ERROR_WRITE; HC_ERROR_STATE: units are not done;
 *                  HC_ERROR_STOPPED */
bool hc_audit_make(HcAudit *audit, const HcReportOptions *options,
		   const char *path, HcAuditTick tick, void *data,
		   GError **error);

/** Make the report of all units and let it be seen, without a record.
 *  @param options  how to lay the text form out; of the others ignored
 *  @param path     written whole or not at all; NULL: to @p descriptor
 *  @param descriptor  gets the report when it is complete; borrowed
 *  @param name     what messages call the descriptor
 *  @param error    HC_ERROR_WRITE; HC_ERROR_STATE: units are not done;
 *                  HC_ERROR_STOPPED */
bool hc_audit_finish(HcAudit *audit, const HcReportOptions *options,
		     const char *path, int descriptor, const char *name,
		     HcAuditTick tick, void *data, GError **error);
/** Sums over the report, once it is finished. */
const HcTotals *hc_audit_totals(const HcAudit *audit);
/** SHA-256 of the report, 64 hex digits; NULL before it is finished. */
const char *hc_audit_report_sha256(const HcAudit *audit);

/** Remove a state folder that no audit is open on.
 *  @param error  HC_ERROR_WRITE: something of it is left */
bool hc_audit_remove_state(const char *state, GError **error);

/** A state folder for one run. */
typedef struct HcAuditScratch HcAuditScratch;

/** Make a folder whose name begins as said and ends with six characters more.
 *  Those of runs that are dead are removed: a run that was killed leaves one.
 *  @param error  HC_ERROR_WRITE
 *  @return new, or NULL */
HcAuditScratch *hc_audit_scratch_new(const char *prefix, GError **error);
/** Its name; borrowed. */
const char *hc_audit_scratch_folder(const HcAuditScratch *scratch);
/** Remove the folder, on which no audit is open, and free the rest.
 *  @param error  HC_ERROR_WRITE: something of it is left */
bool hc_audit_scratch_remove(HcAuditScratch *scratch, GError **error);

/** What the kernel says of its clock. */
typedef enum {
	HC_CLOCK_UNKNOWN,
	HC_CLOCK_SYNCHRONISED, /**< it is kept by others', as NTP does */
	HC_CLOCK_ALONE,
} HcClockState;

/** What the report must not say, for whoever asks how it was made. */
typedef struct {
	const char *role;    /**< "audit", "plan", "unit", or "finish" */
	int64_t started_s;   /**< seconds since 1970 UTC */
	int64_t finished_s;  /**< 0: not yet */
	HcClockState clock;  /**< that told these times */
	const char *host, *user, *folder, *system;
	const char *const *command; /**< NULL ends */
	const char *program; /**< path of the program, or NULL */
	const char *examiner, *case_id; /**< or NULL */
	unsigned jobs;
	const char *report;  /**< its name, NULL: standard output */
	int exit_status;
} HcRunRecord;

/** Note in the state folder who works on the audit, when and how: once at the
 *  beginning of a run and, with the time it finished, at its end.  The record
 *  tells of all runs that have a part in a report.
 *  @param error  HC_ERROR_WRITE */
bool hc_audit_sitting(HcAudit *audit, const HcRunRecord *record,
		      GError **error);

/** Let the report that hc_audit_make() made be seen, and the record of the run
 *  beside it: XML by schemas/run.xsd.  The report comes last, and if it cannot
 *  be had the record is taken away.
 *  @param record       NULL: none
 *  @param record_path  its name
 *  @param descriptor   gets the report if it has no name; borrowed
 *  @param name         what messages call the descriptor
 *  @param error        HC_ERROR_WRITE: neither stands there, but for what a
 *                      stream took */
bool hc_audit_publish(HcAudit *audit, const HcRunRecord *record,
		      const char *record_path, int descriptor, const char *name,
		      GError **error);

void hc_audit_free(HcAudit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcAudit, hc_audit_free)

G_END_DECLS

#endif
