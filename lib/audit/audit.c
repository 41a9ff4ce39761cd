/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit.c - an audit from its plan to its report. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hopcheck.h"
#include "merge.h"
#include "options.h"
#include "part-file.h"
#include "plan.h"
#include "publish.h"
#include "run-record.h"
#include "runner.h"
#include "sink.h"
#include "sitting.h"
#include "state.h"
#include "why.h"

/* Microseconds between two calls of a tick. */
#define TICK_US 200000

struct HcAudit {
	HcState *state;
	HcPlan *plan;
	HcAuditOptions *options; /* of the plan, and how content is read */
	HcPolicy *policy;
	bool shared;  /* others do units, too: parts are looked at when it is
	              * known which are to be done here */
	bool passing; /* the state is of this run alone */
	bool *done;   /* of each unit: its part is there, and whole */
	HcAuditProgress progress;
	unsigned jobs;  /* threads of the last run; 0: there was none */
	HcMerge *merge; /* has taken parts while others were made; or NULL */
	GArray *sets;   /* of HcPartSet: what is merged, this one first */
	HcTotals totals;
	HcSink *report; /* made, and not published */
	bool named;     /* it gets a name, and is not copied */
	char *report_sha256;
	uint64_t report_size;
	HcSitting sitting;
	uint64_t unread; /* files not, or not fully, read in this run */
};

static HcAudit *
new_audit(void)
{
	HcAudit *audit = g_new0(HcAudit, 1);

	hc_sitting_init(&audit->sitting);
	return audit;
}

void
hc_audit_free(HcAudit *audit)
{
	if (audit == NULL)
		return;
	g_clear_pointer(&audit->merge, hc_merge_free);
	g_clear_pointer(&audit->sets, g_array_unref);
	g_clear_pointer(&audit->plan, hc_plan_free);
	g_clear_pointer(&audit->options, hc_options_free);
	g_clear_pointer(&audit->policy, hc_policy_free);
	g_clear_pointer(&audit->state, hc_state_free);
	g_clear_pointer(&audit->report, hc_sink_free);
	hc_sitting_clear(&audit->sitting);
	g_free(audit->done);
	g_free(audit->report_sha256);
	g_free(audit);
}

/* ------------------------------------------------------------------- state */

static bool
refuse(const HcAudit *audit, const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_STATE, "%s: %s",
	            hc_state_folder(audit->state), what);
	return false;
}

/** See which units are done.  Parts of those from @p first to @p last are read,
 *  and one that is torn is done again; of the others it is enough that there is
 *  one, for whoever does them looks at it.
 *  @param inputs  asked whether to go on; or NULL
 *  @return false with @p error set: it is to stop */
static bool
find_done(HcAudit *audit, uint64_t first, uint64_t last,
          const HcAuditInputs *inputs, GError **error)
{
	uint64_t units = hc_plan_units(audit->plan);

	g_free(audit->done);
	audit->done = g_new0(bool, units + 1);
	audit->progress = (HcAuditProgress){0};
	for (uint64_t i = 0; i < units; i++) {
		g_autofree char *path =
			hc_part_path(hc_state_folder(audit->state), i);

		if (inputs != NULL && !hc_plan_go_on(inputs, error))
			return false;
		audit->done[i] =
			i < first || i > last
				? access(path, F_OK) == 0
				: hc_part_check(
					  path,
					  hc_plan_fingerprint(audit->plan), i);
		if (!audit->done[i])
			continue;
		audit->progress.units++;
		audit->progress.bytes_done +=
			hc_plan_unit_bytes(audit->plan, i);
	}
	audit->progress.units_total = units;
	audit->progress.bytes_total = hc_plan_bytes(audit->plan);
	audit->progress.input = "";
	return true;
}

/** Have the limits in force be those of the plan. */
static bool
take_limits(const HcAudit *audit, GError **error)
{
	const char *const *limit = audit->options->limits;

	hc_limits_reset();
	for (; limit != NULL && *limit != NULL; limit++)
		if (!hc_limit_set(*limit, NULL))
			return refuse(audit, "is of another limit", error);
	return true;
}

/** Take the plan that stands in the state folder. */
static bool
take_plan(HcAudit *audit, const char *programs, bool require_sandbox,
          GError **error)
{
	audit->plan = hc_plan_open(hc_state_plan(audit->state), error);
	if (audit->plan == NULL) {
		/* whatever it is, no state of this version */
		if (error != NULL)
			(*error)->code = HC_ERROR_STATE;
		return false;
	}
	audit->options = hc_options_copy(hc_plan_options(audit->plan));
	audit->options->programs = g_strdup(programs);
	audit->options->require_sandbox = require_sandbox;
	if (!take_limits(audit, error))
		return false;
	audit->policy = hc_options_policy(audit->options,
	                                  hc_plan_base(audit->plan), error);
	return audit->policy != NULL;
}

/** Whether the plan's options still give what they gave: a policy is a file
 *  that may have changed. */
static bool
check_policy(const HcAudit *audit, GError **error)
{
	const char *difference = hc_plan_changed(audit->plan, audit->policy);
	g_autofree char *what = NULL;

	if (difference == NULL)
		return true;
	what = g_strdup_printf("is of another %s", difference);
	return refuse(audit, what, error);
}

/** Plan anew and compare: what was kept must be of the same inputs. */
static bool
compare_plan(HcAudit *audit, const char *path, GError **error)
{
	g_autoptr(GError) unread = NULL;
	g_autoptr(HcPlan) old =
		hc_plan_open(hc_state_plan(audit->state), &unread);
	g_autoptr(HcPlan) new = NULL;
	g_autofree char *difference = NULL;

	if (old == NULL && unread->code == HC_ERROR_OPEN) {
		unread->code = HC_ERROR_STATE;
		g_propagate_error(error, g_steal_pointer(&unread));
		return false;
	}
	new = hc_plan_open(path, error);
	if (new == NULL)
		return false;
	difference = old != NULL ? hc_plan_difference(old, new)
	                         : g_strdup("holds no plan of this version");
	return difference == NULL || refuse(audit, difference, error);
}

static bool
make_plan(HcAudit *audit, const HcAuditOptions *options,
          const HcAuditInputs *inputs, GError **error)
{
	const char *folder = hc_state_folder(audit->state);
	g_autofree char *path = g_build_filename(folder, "work-plan", NULL);
	g_autoptr(HcPolicy) policy = hc_options_policy(options, NULL, error);

	if (policy == NULL ||
	    !hc_plan_write(path, folder, options, policy, inputs, error))
		return false;
	if (hc_state_has_plan(audit->state) &&
	    !compare_plan(audit, path, error))
		return false;
	if (rename(path, hc_state_plan(audit->state)) == 0)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: cannot rename", path);
	return false;
}

HcAudit *
hc_audit_new(const HcAuditOptions *options, const HcAuditInputs *inputs,
             const char *state, bool resume, GError **error)
{
	g_autoptr(HcAudit) audit = new_audit();

	g_return_val_if_fail(options && inputs && state, NULL);
	audit->state = hc_state_open(state, true, false, error);
	if (audit->state == NULL)
		return NULL;
	if (!resume && hc_state_has_plan(audit->state)) {
		refuse(audit,
		       "holds the state of an audit; --resume goes on with it",
		       error);
		return NULL;
	}
	hc_state_sweep(audit->state);
	if (!make_plan(audit, options, inputs, error) ||
	    !take_plan(audit, options->programs, options->require_sandbox,
	               error) ||
	    !find_done(audit, 0, UINT64_MAX, inputs, error))
		return NULL;
	return g_steal_pointer(&audit);
}

HcAudit *
hc_audit_open(const char *state, bool shared, const char *programs,
              bool require_sandbox, GError **error)
{
	g_autoptr(HcAudit) audit = new_audit();

	g_return_val_if_fail(state, NULL);
	audit->state = hc_state_open(state, false, shared, error);
	if (audit->state == NULL ||
	    !take_plan(audit, programs, require_sandbox, error) ||
	    !check_policy(audit, error))
		return NULL;
	if (!shared)
		hc_state_sweep(audit->state);
	audit->shared = shared;
	if (!shared)
		find_done(audit, 0, UINT64_MAX, NULL, NULL);
	return g_steal_pointer(&audit);
}

bool
hc_audit_check_written(const HcAudit *audit, const char *const *written,
                       GError **error)
{
	g_autoptr(HcPlaces) places = hc_places_new();
	const char *folder = hc_state_folder(audit->state);
	const char *inside;

	for (; *written != NULL; written++)
		hc_places_add(places, *written);
	inside = hc_places_find(places, folder);
	if (inside == NULL)
		return hc_plan_check_places(audit->plan, places, error);
	g_set_error(error, HC_ERROR, HC_ERROR_OPEN,
	            "%s: lies in the folder of an audit's state, %s", inside,
	            folder);
	return false;
}

uint64_t
hc_audit_units(const HcAudit *audit)
{
	return hc_plan_units(audit->plan);
}

uint64_t
hc_audit_units_left(const HcAudit *audit)
{
	return audit->progress.units_total - audit->progress.units;
}

uint64_t
hc_audit_unread(const HcAudit *audit)
{
	return audit->unread;
}

void
hc_audit_pass(HcAudit *audit)
{
	audit->passing = true;
}

static HcPartSet
part_set(const HcAudit *audit)
{
	return (HcPartSet){audit->plan, hc_state_folder(audit->state),
	                   audit->passing};
}

/* ----------------------------------------------------------------- threads */

/** What the threads of a run go by. */
typedef struct {
	HcAudit *audit;
	HcRun run;
	uint64_t next; /* that nobody has begun */
	uint64_t last;
	unsigned working; /* threads that have not ended */
	uint64_t taken;   /* units whose parts the merge has taken */
	GCond ended;      /* a unit or a thread has */
	GError *error;    /* the first that was set */
} Work;

typedef struct {
	Work *work;
	HcRunner *runner;
} Worker;

/** Take the next unit that is not done.
 *  @return false: there is none */
static bool
take_unit(Work *work, uint64_t *unit_out)
{
	bool found = false;

	g_mutex_lock(&work->run.mutex);
	while (!found && work->next <= work->last && work->error == NULL) {
		*unit_out = work->next++;
		found = !work->audit->done[*unit_out];
	}
	g_mutex_unlock(&work->run.mutex);
	return found;
}

/** @param error  NULL: its part stands; else taken */
static void
end_unit(Work *work, uint64_t unit, GError *error)
{
	HcAuditProgress *progress = &work->audit->progress;

	g_mutex_lock(&work->run.mutex);
	if (error == NULL) {
		work->audit->done[unit] = true;
		work->audit->sitting.units++;
		progress->units++;
		progress->bytes_done +=
			hc_plan_unit_bytes(work->audit->plan, unit);
		g_cond_signal(&work->ended);
	} else if (work->error == NULL) {
		work->error = error;
		atomic_store(&work->run.stop, true);
	} else {
		g_error_free(error);
	}
	g_mutex_unlock(&work->run.mutex);
}

/** @return false: none is left, or all is to stop */
static bool
run_unit(Worker *worker)
{
	Work *work = worker->work;
	GError *error = NULL;
	uint64_t unit;

	if (atomic_load(&work->run.stop) || !take_unit(work, &unit))
		return false;
	if (!hc_runner_do(worker->runner, unit, &error) && error == NULL)
		g_set_error(&error, HC_ERROR, HC_ERROR_WRITE,
		            "unit %" G_GUINT64_FORMAT " was not done",
		            unit + 1);
	end_unit(work, unit, error);
	return true;
}

static gpointer
run_units(gpointer data)
{
	Worker *worker = data;
	Work *work = worker->work;

	while (run_unit(worker))
		;
	g_mutex_lock(&work->run.mutex);
	work->working--;
	g_cond_signal(&work->ended);
	g_mutex_unlock(&work->run.mutex);
	return NULL;
}

/** Tell how far it is; the mutex is held.
 *  @return whether to go on */
static bool
tell_progress(Work *work, HcAuditTick tick, void *data)
{
	HcAuditProgress progress = work->audit->progress;
	g_autofree char *input = g_strdup(work->run.input);
	bool go_on;

	progress.messages = atomic_load(&work->run.messages);
	progress.bytes = atomic_load(&work->run.bytes);
	progress.input = input;
	g_mutex_unlock(&work->run.mutex);
	go_on = tick == NULL || tick(&progress, data);
	g_mutex_lock(&work->run.mutex);
	return go_on;
}

/** Take the parts that stand, in their order, as long as none is missing; the
 *  mutex is held.  What is wrong with one is told when the report is made: it
 *  is then read anew. */
static void
take_parts(Work *work)
{
	HcAudit *audit = work->audit;
	uint64_t end = work->taken;

	while (end <= work->last && audit->done[end])
		end++;
	if (audit->merge == NULL || end == work->taken)
		return;
	g_mutex_unlock(&work->run.mutex);
	if (!hc_merge_take(audit->merge, end, NULL))
		g_clear_pointer(&audit->merge, hc_merge_free);
	g_mutex_lock(&work->run.mutex);
	work->taken = end;
}

/** Wait until all threads have ended. */
static void
wait_for_threads(Work *work, HcAuditTick tick, void *data)
{
	gint64 until = 0;

	g_mutex_lock(&work->run.mutex);
	while (work->working > 0) {
		gint64 now = g_get_monotonic_time();

		if (now >= until) {
			until = now + TICK_US;
			if (!tell_progress(work, tick, data))
				atomic_store(&work->run.stop, true);
		}
		take_parts(work);
		if (work->working > 0)
			g_cond_wait_until(&work->ended, &work->run.mutex,
			                  until);
	}
	if (!tell_progress(work, tick, data))
		atomic_store(&work->run.stop, true);
	g_mutex_unlock(&work->run.mutex);
}

/** Make what each thread needs, one after the other: policies are read by a
 *  library that is better not asked twice at a time. */
static bool
make_workers(Work *work, Worker *workers, unsigned jobs, GError **error)
{
	for (unsigned i = 0; i < jobs; i++) {
		workers[i].work = work;
		workers[i].runner =
			hc_runner_new(&work->run, work->audit->options, error);
		if (workers[i].runner == NULL)
			return false;
	}
	return true;
}

/** Do all units in this thread, and tell between them how far it is. */
static void
run_here(Work *work, Worker *worker, HcAuditTick tick, void *data)
{
	while (run_unit(worker)) {
		g_mutex_lock(&work->run.mutex);
		if (!tell_progress(work, tick, data))
			atomic_store(&work->run.stop, true);
		take_parts(work);
		g_mutex_unlock(&work->run.mutex);
	}
}

/** Do the units in as many threads as the system gives, up to @p jobs. */
static void
run_threads(Work *work, Worker *workers, unsigned jobs, HcAuditTick tick,
            void *data)
{
	g_autofree GThread **threads = g_new0(GThread *, jobs);
	unsigned count = 0;

	work->working = jobs;
	while (count < jobs) {
		threads[count] = g_thread_try_new("unit", run_units,
		                                  &workers[count], NULL);
		if (threads[count] == NULL)
			break;
		count++;
	}
	g_mutex_lock(&work->run.mutex);
	work->working -= jobs - count;
	g_mutex_unlock(&work->run.mutex);
	if (count == 0)
		run_here(work, &workers[0], tick, data);
	wait_for_threads(work, tick, data);
	for (unsigned i = 0; i < count; i++)
		g_thread_join(threads[i]);
}

static bool
end_work(Work *work, GError **error)
{
	bool stopped = atomic_load(&work->run.stop);

	g_mutex_clear(&work->run.mutex);
	g_rec_mutex_clear(&work->run.gate);
	g_cond_clear(&work->ended);
	if (work->error != NULL) {
		g_propagate_error(error, work->error);
		return false;
	}
	if (stopped)
		g_set_error(error, HC_ERROR, HC_ERROR_STOPPED, "stopped");
	return !stopped;
}

bool
hc_audit_run(HcAudit *audit, uint64_t first, uint64_t last, unsigned jobs,
             HcAuditTick tick, void *data, GError **error)
{
	uint64_t units = hc_audit_units(audit);
	Work work = {.audit = audit, .next = first};
	g_autofree Worker *workers = g_new0(Worker, jobs);
	bool good;

	g_return_val_if_fail(jobs > 0, false);
	if (first >= units)
		return true;
	if (audit->shared)
		find_done(audit, first, last, NULL, NULL);
	work.last = MIN(last, units - 1);
	work.run.plan = audit->plan;
	work.run.folder = hc_state_folder(audit->state);
	work.run.policy = audit->policy;
	audit->jobs = jobs;
	g_clear_pointer(&audit->merge, hc_merge_free);
	if (!audit->shared && first == 0) {
		const HcPartSet set = part_set(audit);

		audit->merge = hc_merge_new(&set, audit->policy);
	}
	g_mutex_init(&work.run.mutex);
	g_rec_mutex_init(&work.run.gate);
	g_cond_init(&work.ended);
	good = make_workers(&work, workers, jobs, error);
	if (good)
		run_threads(&work, workers, jobs, tick, data);
	for (unsigned i = 0; i < jobs; i++) {
		if (workers[i].runner != NULL)
			hc_runner_tell_workers(workers[i].runner,
			                       &audit->sitting);
		hc_runner_free(workers[i].runner);
	}
	audit->progress.messages += atomic_load(&work.run.messages);
	audit->unread += atomic_load(&work.run.unread);
	audit->sitting.sandboxes |= atomic_load(&work.run.sandboxes);
	return end_work(&work, good ? error : NULL) && good;
}

/* ------------------------------------------------------------------ report */

static void
add_set(HcAudit *audit, const HcAudit *other)
{
	const HcPartSet set = part_set(other);

	if (audit->sets == NULL)
		audit->sets = g_array_new(FALSE, FALSE, sizeof(HcPartSet));
	g_array_append_val(audit->sets, set);
}

bool
hc_audit_join(HcAudit *audit, HcAudit *other, GError **error)
{
	const char *option = hc_plan_other_options(audit->plan, other->plan);
	g_autofree char *what = NULL;

	g_return_val_if_fail(audit != other, false);
	if (option != NULL) {
		what = g_strdup_printf("is of another %s than %s", option,
		                       hc_state_folder(audit->state));
		return refuse(other, what, error);
	}
	if (hc_audit_units_left(other) > 0)
		return refuse(other, "holds units that are not done", error);
	if (audit->sets == NULL)
		add_set(audit, audit);
	add_set(audit, other);
	return true;
}

/** A caller's tick, while parts are merged. */
typedef struct {
	const HcAuditProgress *progress;
	HcAuditTick tick;
	void *data;
	gint64 next_us;
} Ticker;

static bool
tick_merge(void *data)
{
	Ticker *ticker = data;
	gint64 now_us = g_get_monotonic_time();

	if (ticker->tick == NULL || now_us < ticker->next_us)
		return true;
	ticker->next_us = now_us + TICK_US;
	return ticker->tick(ticker->progress, ticker->data);
}

static bool
merge_into(HcAudit *audit, HcSink *sink, const HcReportOptions *display,
           HcAuditTick tick, void *data, GError **error)
{
	Ticker ticker = {&audit->progress, tick, data, 0};
	const HcPartSet *sets = (const HcPartSet *)audit->sets->data;
	g_autoptr(HcMerge) merge = g_steal_pointer(&audit->merge);

	if (merge == NULL)
		merge = hc_merge_new(&sets[0], audit->policy);
	for (guint i = 1; i < audit->sets->len; i++)
		hc_merge_add(merge, &sets[i]);
	hc_merge_set_tick(merge, tick_merge, &ticker);
	if (!hc_merge_write(merge, sink, display, &audit->totals, error) ||
	    !hc_sink_seal(sink, error))
		return false;
	g_free(audit->report_sha256);
	audit->report_sha256 = g_strdup(hc_sink_digest(sink));
	audit->report_size = hc_sink_size(sink);
	return true;
}

bool
hc_audit_make(HcAudit *audit, const HcReportOptions *display, const char *path,
              HcAuditTick tick, void *data, GError **error)
{
	g_autoptr(HcSink) sink = NULL;
	g_autofree char *name = NULL;

	if (hc_audit_units_left(audit) > 0)
		return refuse(audit, "holds units that are not done", error);
	if (audit->sets == NULL)
		add_set(audit, audit);
	if (path == NULL)
		name = g_strdup_printf("%s/work-report-%ld",
		                       hc_state_folder(audit->state),
		                       (long)getpid());
	sink = hc_sink_new(audit->options->form, path != NULL ? path : name,
	                   error);
	if (sink == NULL)
		return false;
	if (audit->jobs > 1)
		hc_sink_set_parallel(sink);
	if (!merge_into(audit, sink, display, tick, data, error))
		return false;
	g_clear_pointer(&audit->report, hc_sink_free);
	audit->report = g_steal_pointer(&sink);
	audit->named = path != NULL;
	return true;
}

bool
hc_audit_sitting(HcAudit *audit, const HcRunRecord *record, GError **error)
{
	return hc_sitting_write(&audit->sitting, hc_state_folder(audit->state),
	                        hc_plan_fingerprint(audit->plan), record,
	                        error);
}

/** Who had a part in each of the audits that were merged. */
static void
read_sittings(const HcAudit *audit, HcRunFacts *facts)
{
	for (guint i = 0; i < audit->sets->len; i++) {
		const HcPartSet *set =
			&g_array_index(audit->sets, HcPartSet, i);

		facts->unread +=
			hc_sittings_read(facts->sittings, set->folder,
		                         hc_plan_fingerprint(set->plan));
	}
}

/** Write the record, but not yet under its name. */
static HcSink *
make_record(HcAudit *audit, const HcRunRecord *record, const char *path,
            GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(HcSink) sink = NULL;
	g_autoptr(GPtrArray) sittings = hc_sittings_new();
	HcRunFacts facts = {
		.form = audit->options->form,
		.report_size = audit->report_size,
		.report_sha256 = audit->report_sha256,
		.policy_sha256 = hc_policy_digest(audit->policy),
		.sets = audit->sets,
		.sittings = sittings,
	};

	if (!hc_audit_sitting(audit, record, error))
		return NULL;
	read_sittings(audit, &facts);
	hc_run_record_append(out, &facts, record);
	sink = hc_sink_new(HC_FORM_XML, path, error);
	return sink != NULL && hc_sink_drain(sink, out, error) &&
	                       hc_sink_seal(sink, error)
	               ? g_steal_pointer(&sink)
	               : NULL;
}

/** Let the report be seen: under its name, or copied to a stream, so that
 *  nothing of a report that cannot be made is ever seen there.
 *  @param name  what messages call the stream */
static bool
show_report(HcAudit *audit, int descriptor, const char *name, GError **error)
{
	if (audit->named)
		return hc_sink_commit(audit->report, error);
	if (hc_sink_copy(audit->report, descriptor))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: cannot write: %s",
	            name, hc_why(errno));
	return false;
}

bool
hc_audit_publish(HcAudit *audit, const HcRunRecord *record,
                 const char *record_path, int descriptor, const char *name,
                 GError **error)
{
	g_autoptr(HcSink) beside = NULL;

	g_return_val_if_fail(audit->report != NULL, false);
	if (record != NULL) {
		beside = make_record(audit, record, record_path, error);
		if (beside == NULL || !hc_sink_commit(beside, error))
			return false;
	}
	if (!show_report(audit, descriptor, name, error)) {
		if (record != NULL)
			unlink(record_path);
		return false;
	}
	g_clear_pointer(&audit->report, hc_sink_free);
	return true;
}

bool
hc_audit_finish(HcAudit *audit, const HcReportOptions *display,
                const char *path, int descriptor, const char *name,
                HcAuditTick tick, void *data, GError **error)
{
	return hc_audit_make(audit, display, path, tick, data, error) &&
	       hc_audit_publish(audit, NULL, NULL, descriptor, name, error);
}

const HcTotals *
hc_audit_totals(const HcAudit *audit)
{
	return &audit->totals;
}

const char *
hc_audit_report_sha256(const HcAudit *audit)
{
	return audit->report_sha256;
}

bool
hc_audit_remove_state(const char *state, GError **error)
{
	return hc_state_remove(state, error);
}
