/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit-record.c - who ran an audit, when, where and how. */
#include "config.h"

#include "audit.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

char *
audit_record_path(const Cli *cli, const AuditOptions *given)
{
	if (given->record != NULL)
		return g_strdup(given->record);
	if (cli->output == NULL || given->record_on_demand)
		return NULL;
	return g_strconcat(cli->output, ".run.xml", NULL);
}

/** The name of the account, or its number.  What getpwuid(3) asks may go over a
 *  network; the file does not.
 *  @return new */
static char *
user_name(void)
{
	uid_t user = geteuid();
	FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *row = NULL;
	char *name = NULL;

	while (file != NULL && (row = fgetpwent(file)) != NULL &&
	       row->pw_uid != user)
		;
	name = row != NULL ? g_strdup(row->pw_name)
	                   : g_strdup_printf("%lu", (unsigned long)user);
	if (file != NULL)
		fclose(file);
	return name;
}

/** What the kernel knows of its clock. */
static HcClockState
clock_state(void)
{
	struct timex clock = {0};
	int state = adjtimex(&clock);

	if (state < 0)
		return HC_CLOCK_UNKNOWN;
	return state == TIME_ERROR || clock.status & STA_UNSYNC
	               ? HC_CLOCK_ALONE
	               : HC_CLOCK_SYNCHRONISED;
}

/** What the record tells, and what it points to. */
typedef struct {
	HcRunRecord record;
	struct utsname names;
	char *folder, *program, *system, *user;
} Told;

static void
clear_told(Told *told)
{
	g_free(told->folder);
	g_free(told->program);
	g_free(told->system);
	g_free(told->user);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, clear_told)

static void
tell(Told *told, const Cli *cli, const AuditOptions *given, const char *role)
{
	if (uname(&told->names) != 0)
		memset(&told->names, 0, sizeof told->names);
	told->folder = g_get_current_dir();
	told->program = g_file_read_link("/proc/self/exe", NULL);
	told->user = user_name();
	told->system = g_strdup_printf("%s %s %s", told->names.sysname,
	                               told->names.release,
	                               told->names.machine);
	told->record = (HcRunRecord){
		.role = role,
		.started_s = cli->started_s,
		.clock = clock_state(),
		.host = told->names.nodename,
		.user = told->user,
		.folder = told->folder,
		.system = told->system,
		.command = (const char *const *)cli->command,
		.program = told->program,
		.examiner = given->examiner,
		.case_id = given->case_id,
		.jobs = given->jobs > 0 ? given->jobs
	                                : g_get_num_processors(),
		.report = cli->output,
	};
}

bool
audit_sit(const Cli *cli, const AuditOptions *given, HcAudit *audit,
          const char *role, bool ended, GError **error)
{
	g_auto(Told) told = {.folder = NULL};

	tell(&told, cli, given, role);
	if (ended)
		told.record.finished_s = (int64_t)time(NULL);
	return hc_audit_sitting(audit, &told.record, error);
}

bool
audit_publish(const Cli *cli, const AuditOptions *given, HcAudit *audit,
              const char *role, const HcTotals *totals, GError **error)
{
	g_autofree char *path = audit_record_path(cli, given);
	g_auto(Told) told = {.folder = NULL};

	tell(&told, cli, given, role);
	told.record.finished_s = (int64_t)time(NULL);
	told.record.exit_status = cli_status(cli, totals);
	return hc_audit_publish(audit, path != NULL ? &told.record : NULL, path,
	                        STDOUT_FILENO, cli_name_of_stream(cli), error);
}
