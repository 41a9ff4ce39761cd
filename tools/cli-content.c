/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli-content.c - whether and how the content of messages is read. */
#include "config.h"

#include "cli.h"

#include <string.h>

/** The worker programs of a build tree stand beside the library, the tool in
 *  tools/ or, behind libtool's script, in tools/.libs/. */
char *
cli_built_folder(void)
{
	g_autofree char *tool = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = tool ? g_path_get_dirname(tool) : NULL;
	g_autofree char *program = NULL;

	if (folder == NULL)
		return NULL;
	if (g_str_has_suffix(folder, "/.libs"))
		folder[strlen(folder) - strlen("/.libs")] = '\0';
	if (!g_str_has_suffix(folder, "/tools"))
		return NULL;
	folder[strlen(folder) - strlen("/tools")] = '\0';
	program = g_strconcat(folder, "/lib/hopcheck-mime", NULL);
	return g_file_test(program, G_FILE_TEST_IS_EXECUTABLE)
	               ? g_strconcat(folder, "/lib", NULL)
	               : NULL;
}

/** Whether each message is judged without its content first. */
static bool
is_by_need(const Cli *cli)
{
	return cli->content == HC_CONTENT_USE_NEED && !cli->journal;
}

bool
cli_start_content(Cli *cli)
{
	g_autofree char *folder = cli_built_folder();
	g_autofree char *program =
		folder != NULL ? g_strconcat(folder, "/hopcheck-mime", NULL)
			       : NULL;
	g_autoptr(GError) error = NULL;

	if (cli->content == HC_CONTENT_USE_NEVER ||
	    (is_by_need(cli) && !hc_policy_needs_content(cli->policy)))
		return true;
	cli->reader = hc_content_reader_new();
	if (program != NULL)
		hc_content_reader_set_program(cli->reader, program);
	hc_content_reader_require_sandbox(cli->reader, cli->require_sandbox);
	/* By need the first message that needs it starts the worker. */
	if ((is_by_need(cli) && !cli->require_sandbox) ||
	    hc_content_reader_start(cli->reader, &error))
		return true;
	cli_complain(cli, NULL, error->message);
	cli->trouble |= CLI_USAGE;
	return false;
}

HcVerdict *
cli_judge(const Cli *cli, HcMessage *message)
{
	return hc_policy_judge_message(cli->policy, cli->reader, cli->content,
	                               cli->journal, message);
}

bool
cli_check_data(Cli *cli)
{
	const char *trouble = hc_suffix_trouble();

	return trouble == NULL ||
	       cli_refuse(cli, "public suffix list", trouble);
}
