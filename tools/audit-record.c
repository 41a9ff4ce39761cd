/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit-record.c - who ran an audit, when, where and how. */
#include "config.h"

#include "audit.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

char *
audit_record_path(const Cli *cli, const AuditOptions *given)
{
	if (given->record != NULL)
		return g_strdup(given->record);
	return cli->output != NULL ? g_strconcat(cli->output, ".run.xml", NULL)
	                           : NULL;
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

bool
audit_publish(const Cli *cli, const AuditOptions *given, HcAudit *audit,
              const char *role, const HcTotals *totals, GError **error)
{
	g_autofree char *path = audit_record_path(cli, given);
	g_autofree char *folder = g_get_current_dir();
	g_autofree char *user = user_name();
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *system = NULL;
	struct utsname names;
	HcRunRecord record;

	if (uname(&names) != 0)
		memset(&names, 0, sizeof names);
	system = g_strdup_printf("%s %s %s", names.sysname, names.release,
	                         names.machine);
	record = (HcRunRecord){
		.role = role,
		.started_s = given->started_s,
		.finished_s = (int64_t)time(NULL),
		.host = names.nodename,
		.user = user,
		.folder = folder,
		.system = system,
		.command = (const char *const *)given->argv,
		.program = program,
		.examiner = given->examiner,
		.case_id = given->case_id,
		.jobs = given->jobs > 0 ? (unsigned)given->jobs
	                                : g_get_num_processors(),
		.report = cli->output,
		.exit_status = cli_status(cli, totals),
	};
	return hc_audit_publish(audit, path != NULL ? &record : NULL, path,
	                        STDOUT_FILENO, error);
}
