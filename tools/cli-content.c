/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli-content.c - whether and how the content of messages is read. */
#include "config.h"

#include "cli.h"

#include <string.h>

/** The worker program of the build tree that the tool runs in: it stands
 *  beside the library, the tool in tools/ or, behind libtool's script, in
 *  tools/.libs/.
 *  @return new, or NULL: the tool is installed */
static char *
built_program(void)
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
	folder[strlen(folder) - strlen("tools")] = '\0';
	program = g_strconcat(folder, "lib/hopcheck-mime", NULL);
	return g_file_test(program, G_FILE_TEST_IS_EXECUTABLE)
	               ? g_steal_pointer(&program)
	               : NULL;
}

/** Whether each message is judged without its content first. */
static bool
is_by_need(const Cli *cli)
{
	return cli->content == CLI_CONTENT_AUTO && !cli->journal;
}

bool
cli_start_content(Cli *cli)
{
	g_autofree char *program = built_program();
	g_autoptr(GError) error = NULL;

	if (cli->content == CLI_CONTENT_NEVER ||
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

static HcContent *
read_message_content(const Cli *cli, HcMessage *message)
{
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	g_autoptr(HcContent) content = NULL;
	HcContentOptions options;
	HcContent *original;
	const char *tag;

	if (cli->reader == NULL)
		return NULL;
	while ((tag = hc_policy_request_tag(cli->policy, tags->len)) != NULL)
		g_ptr_array_add(tags, (void *)tag);
	options.tags = (const char *const *)tags->pdata;
	options.tag_count = tags->len;
	content = hc_content_new(message, cli->reader, &options);
	original = cli->journal ? hc_content_new_original(content, cli->reader,
	                                                  &options)
	                        : NULL;
	return original != NULL ? original : g_steal_pointer(&content);
}

/** Judge without content, and again with it where that can matter. */
static HcVerdict *
judge_by_need(const Cli *cli, HcMessage *message)
{
	g_autoptr(HcChain) chain = hc_chain_new(message);
	g_autoptr(HcEvidence) evidence = hc_evidence_new(chain);
	g_autoptr(HcVerdict) verdict = hc_policy_judge(cli->policy, evidence);
	g_autoptr(HcContent) content = NULL;

	if (cli->reader == NULL ||
	    !hc_verdict_needs_content(cli->policy, verdict))
		return g_steal_pointer(&verdict);
	content = read_message_content(cli, message);
	return hc_policy_judge_content(cli->policy, evidence, content);
}

HcVerdict *
cli_judge(const Cli *cli, HcMessage *message)
{
	g_autoptr(HcContent) content = NULL;
	g_autoptr(HcChain) chain = NULL;
	g_autoptr(HcEvidence) evidence = NULL;

	if (is_by_need(cli))
		return judge_by_need(cli, message);
	content = read_message_content(cli, message);
	/* of a journal report the message that it is about */
	chain = hc_chain_new(content != NULL ? hc_content_message(content)
	                                     : message);
	evidence = hc_evidence_new(chain);
	return hc_policy_judge_content(cli->policy, evidence, content);
}

bool
cli_check_data(Cli *cli)
{
	const char *trouble = hc_suffix_trouble();

	return trouble == NULL ||
	       cli_refuse(cli, "public suffix list", trouble);
}
