/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-tables.c - hopreport csv, ndjson and sqlite: a report as tables. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "views.h"

static char *output, *table;
static gboolean bom;

static const GOptionEntry csv_options[] = {
	{"output",       'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write to FILE, or all tables into FOLDER", "FILE|FOLDER"},
	{"table",             't', 0, G_OPTION_ARG_FILENAME, &table,
         "Write this table alone", "TABLE"},
	{"bom",       0, 0, G_OPTION_ARG_NONE, &bom, "Begin with a byte order mark",
         NULL},
	{0},
};

static const GOptionEntry ndjson_options[] = {
	{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write to FILE instead of standard output", "FILE"},
	{"table",       't', 0, G_OPTION_ARG_FILENAME, &table,
         "Write this table (default: hops)", "TABLE"},
	{0},
};

static const GOptionEntry sqlite_options[] = {
	{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write the database FILE", "FILE"},
	{0      },
};

static bool
refuse_table(Cli *cli)
{
	g_autoptr(GString) wanted = g_string_new("is none of");

	for (size_t i = 0; hc_table_name(i) != NULL; i++) {
		if (table != NULL && strcmp(table, hc_table_name(i)) == 0)
			return false;
		g_string_append_printf(wanted, "%s %s", i > 0 ? "," : "",
		                       hc_table_name(i));
	}
	return table != NULL &&
	       !cli_refuse_value(cli, "--table", table, wanted->str);
}

/** Whether a table would go over a file that is read. */
static bool
refuse_folder(Cli *cli, HcTablesForm form)
{
	if (form != HC_TABLES_CSV || table != NULL || output == NULL)
		return false;
	for (size_t i = 0; hc_table_name(i) != NULL; i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.csv", output,
		                                        hc_table_name(i));

		if (cli_is_input(cli, path))
			return !cli_refuse(cli, path, "is an input");
	}
	return false;
}

static void
write_tables(Cli *cli, HcTablesForm form, const char *report)
{
	HcTableOptions options = {
		.form = form,
		.table = table,
		.descriptor = STDOUT_FILENO,
		.bom = bom,
	};
	g_autoptr(GError) error = NULL;

	if (refuse_table(cli) || refuse_folder(cli, form) ||
	    !view_open(cli, output))
		return;
	options.output = cli->output;
	if (!hc_tables_write(report, &options, &error))
		view_fail(cli, error);
}

static void
run_csv(Cli *cli, char **arguments)
{
	write_tables(cli, HC_TABLES_CSV, arguments[0]);
}

static void
run_ndjson(Cli *cli, char **arguments)
{
	write_tables(cli, HC_TABLES_NDJSON, arguments[0]);
}

static void
run_sqlite(Cli *cli, char **arguments)
{
	write_tables(cli, HC_TABLES_SQLITE, arguments[0]);
}

const View view_csv = {
	.name = "csv",
	.arguments = "REPORT",
	.summary = "write tables for a spreadsheet",
	.least = 1,
	.most = 1,
	.options = csv_options,
	.run = run_csv,
};

const View view_ndjson = {
	.name = "ndjson",
	.arguments = "REPORT",
	.summary = "write a JSON object a line, one a hop",
	.least = 1,
	.most = 1,
	.options = ndjson_options,
	.run = run_ndjson,
};

const View view_sqlite = {
	.name = "sqlite",
	.arguments = "REPORT",
	.summary = "write tables into a database",
	.least = 1,
	.most = 1,
	.options = sqlite_options,
	.run = run_sqlite,
};
