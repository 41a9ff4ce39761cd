/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit-places.c - what an audit writes goes over nothing that is read. */
#include "config.h"

#include "audit.h"

void
audit_tell(Cli *cli, const GError *error)
{
	if (g_error_matches(error, HC_ERROR, HC_ERROR_STOPPED))
		return; /* the caller says how to go on */
	cli_complain(cli, NULL, error->message);
	if (g_error_matches(error, HC_ERROR, HC_ERROR_STATE) ||
	    g_error_matches(error, HC_ERROR, HC_ERROR_POLICY) ||
	    g_error_matches(error, HC_ERROR, HC_ERROR_OPEN) ||
	    g_error_matches(error, HC_ERROR, HC_ERROR_WORKER))
		cli->trouble |= CLI_USAGE;
	else
		cli->trouble |= CLI_OUTPUT;
}

bool
audit_check_writing(Cli *cli, const AuditOptions *given)
{
	g_autofree char *record = audit_record_path(cli, given);
	const char *const paths[] = {cli->output, record};
	g_autoptr(GError) error = NULL;

	if (g_strcmp0(record, "-") == 0)
		return cli_refuse(cli, "--run-record",
		                  "needs the name of a file");
	if (cli_is_same(paths[0], paths[1]))
		return cli_refuse(cli, paths[0],
		                  "cannot be both the report and its record");
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
		if (paths[i] != NULL &&
		    !hc_report_can_publish(paths[i], &error)) {
			audit_tell(cli, error);
			return false;
		}
	return true;
}

bool
audit_check_places(Cli *cli, const AuditOptions *given, const HcAudit *audit)
{
	g_autofree char *record = audit_record_path(cli, given);
	const char *written[] = {cli->output != NULL ? cli->output : record,
	                         cli->output != NULL ? record : NULL, NULL};
	g_autoptr(GError) error = NULL;

	if (hc_audit_check_written(audit, written, &error))
		return true;
	audit_tell(cli, error);
	return false;
}
