/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit-record.c - who ran an audit, when, where and how. */
#include "config.h"

#include "audit.h"

#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/** Where the record goes: as given, else beside a report that has a name.
 *  @return new, or NULL: nowhere */
static char *
record_path(const Cli *cli, const AuditOptions *given)
{
	if (given->record != NULL)
		return g_strdup(given->record);
	return cli->output != NULL ? g_strconcat(cli->output, ".run.xml", NULL)
	                           : NULL;
}

void
audit_write_record(Cli *cli, const AuditOptions *given, const HcAudit *audit,
                   const char *role, const HcTotals *totals)
{
	g_autofree char *path = record_path(cli, given);
	g_autofree char *folder = g_get_current_dir();
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *system = NULL;
	g_autoptr(GError) error = NULL;
	struct utsname names;
	HcRunRecord record;

	if (path == NULL)
		return;
	if (uname(&names) != 0)
		memset(&names, 0, sizeof names);
	system = g_strdup_printf("%s %s %s", names.sysname, names.release,
	                         names.machine);
	record = (HcRunRecord){
		.role = role,
		.started_s = given->started_s,
		.finished_s = (int64_t)time(NULL),
		.host = names.nodename,
		.user = g_get_user_name(),
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
	if (hc_audit_record(audit, &record, path, &error))
		return;
	cli_complain(cli, NULL, error->message);
	cli->trouble |= CLI_OUTPUT;
}
