/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-test.c - a policy held to stated cases.
 *
 * One case a line, values parted by TAB; a line that starts with # is words:
 *
 *	pair	FROM	TO	DATE	OUTCOME	[COMMUNITY]
 *	inbound	FROM	TO	DATE	DEMAND	[PROFILE]
 *	outbound	FROM	TO	DATE	DEMAND	[PROFILE]
 *	internal	FROM	TO	DATE	DEMAND	[PROFILE]
 *	submission	FROM	TO	DATE	DEMAND	[PROFILE]
 *	message	FILE	OUTCOME
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "verbs.h"

/* Lines of cases are short; more is no file of them. */
#define CASES_MAX (1u << 20)

/** A run over a file of cases. */
typedef struct {
	Cli *cli;
	const char *file;
	char *folder;
	unsigned line;
	unsigned passed;
	unsigned differing;
	unsigned unread;
} Test;

static void
tell(Test *test, bool good, const char *what, const char *found)
{
	g_autoptr(GString) line = g_string_new(NULL);

	if (good)
		test->passed++;
	else
		test->differing++;
	g_string_printf(line, "%s  ", good ? "ok  " : "DIFF");
	cli_append_plain(line, test->file);
	g_string_append_printf(line, ":%u: ", test->line);
	cli_append_plain(line, what);
	verb_line(test->cli, 6, line->str);
	if (good)
		return;
	g_string_assign(line, "      ");
	cli_append_plain(line, found);
	verb_line(test->cli, 6, line->str);
}

static bool
refuse_line(Test *test, const char *what)
{
	g_autofree char *place =
		g_strdup_printf("%s:%u", test->file, test->line);

	return cli_refuse(test->cli, place, what);
}

static bool
test_answer(Test *test, char **cells, guint count)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) answers = NULL;
	g_autofree char *what = g_strjoinv(" ", cells);

	if (count != 5 && count != 6)
		return refuse_line(test, "takes FROM, TO, DATE, what is "
		                         "expected, and perhaps by what");
	answers = hc_policy_explain(test->cli->policy, cells[1], cells[2],
	                            cells[3], NULL, &error);
	if (answers == NULL)
		return refuse_line(test, error->message);
	for (guint i = 0; i < answers->len; i++) {
		const HcPolicyAnswer *answer = g_ptr_array_index(answers, i);
		bool pair = strcmp(answer->question, "pair") == 0;
		const char *by = pair ? answer->community : answer->profile;
		g_autofree char *found = NULL;

		if (strcmp(answer->question, cells[0]) != 0)
			continue;
		found = g_strdup_printf("%s: %s", answer->outcome,
		                        answer->sentence);
		tell(test,
		     strcmp(answer->outcome, cells[4]) == 0 &&
		             (count == 5 || g_strcmp0(by, cells[5]) == 0),
		     what, found);
		return true;
	}
	if (strcmp(cells[0], "internal") != 0 &&
	    strcmp(cells[0], "submission") != 0)
		return refuse_line(test, "is no kind of case");
	tell(test, false, what, "the policy asks nothing of it on that day");
	return true;
}

/* The worst of all messages of a file. */
static bool
judge(Test *test, HcSource *source, HcOutcome *outcome_out, GString *reason,
      GError **error)
{
	static const int rank[] = {[HC_OUTCOME_PASS] = 0,
	                           [HC_OUTCOME_INDETERMINATE] = 1,
	                           [HC_OUTCOME_FAIL] = 2};
	bool any = false;

	*outcome_out = HC_OUTCOME_PASS;
	for (;;) {
		g_autoptr(HcRaw) raw = NULL;
		g_autoptr(HcMessage) message = NULL;
		g_autoptr(HcVerdict) verdict = NULL;

		if (!hc_source_next(source, &raw, error) || raw == NULL)
			return any && (error == NULL || *error == NULL);
		message = hc_message_new(raw);
		verdict = cli_judge(test->cli, message);
		if (!any ||
		    rank[hc_verdict_outcome(verdict)] > rank[*outcome_out]) {
			*outcome_out = hc_verdict_outcome(verdict);
			g_string_assign(reason, hc_verdict_reason(verdict));
		}
		any = true;
	}
}

static bool
test_message(Test *test, char **cells, guint count)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = NULL;
	g_autoptr(GString) reason = g_string_new(NULL);
	g_autofree char *path = NULL;
	g_autofree char *what = g_strjoinv(" ", cells);
	g_autofree char *found = NULL;
	HcOutcome outcome;

	if (count != 3)
		return refuse_line(test, "takes FILE and an outcome");
	path = g_build_filename(test->folder, cells[1], NULL);
	source = hc_source_open(path, HC_KIND_AUTO, &error);
	if (source != NULL && test->cli->reader != NULL)
		hc_source_keep_bodies(source, UINT64_MAX);
	if (source == NULL || !judge(test, source, &outcome, reason, &error)) {
		cli_complain(test->cli, path,
		             error != NULL ? error->message
		                           : "holds no message");
		test->cli->trouble |= CLI_INPUT;
		test->unread++;
		return true;
	}
	found = g_strdup_printf("%s: %s", hc_outcome_token(outcome),
	                        reason->str);
	tell(test, strcmp(hc_outcome_token(outcome), cells[2]) == 0, what,
	     found);
	return true;
}

static bool
test_line(Test *test, const char *line)
{
	g_auto(GStrv) cells = NULL;
	guint count;

	if (*line == '\0' || *line == '#')
		return true;
	cells = g_strsplit(line, "\t", -1);
	count = g_strv_length(cells);
	return strcmp(cells[0], "message") == 0
	               ? test_message(test, cells, count)
	               : test_answer(test, cells, count);
}

static void
run(Test *test, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		test->line++;
		if (!test_line(test, g_strchomp(*line)))
			return;
	}
	if (test->passed + test->differing + test->unread == 0) {
		cli_refuse(test->cli, test->file, "holds no case");
		return;
	}
	g_string_append_printf(test->cli->ready, "%u as stated, %u differ\n",
	                       test->passed, test->differing);
	if (test->differing > 0)
		test->cli->trouble |= CLI_FAIL;
}

/** Read a file of cases.
 *  @return new; NULL, with the trouble told and noted */
static char *
read_cases(Cli *cli, const char *path)
{
	const char *trouble = "is no file of cases";
	g_autofree char *text = NULL;
	struct stat status;
	gsize length;

	/* a FIFO would hold us up, a device never end */
	if (stat(path, &status) != 0)
		trouble = strerror(errno);
	else if (!S_ISREG(status.st_mode))
		trouble = "is no regular file";
	else if (status.st_size > CASES_MAX)
		trouble = "is too long for a file of cases";
	else if (!g_file_get_contents(path, &text, &length, NULL))
		trouble = strerror(errno);
	else if (strlen(text) == length && g_utf8_validate(text, -1, NULL))
		return g_steal_pointer(&text);
	cli_refuse(cli, path, trouble);
	return NULL;
}

void
verb_test(Cli *cli, const VerbOptions *options)
{
	Test test = {.cli = cli, .file = options->arguments[1]};
	g_autofree char *text = NULL;

	if (test.file == NULL) {
		cli_refuse(cli, NULL, "test needs a file of cases");
		return;
	}
	/* cli_judge() judges by the policy of the run, which owns it. */
	cli->policy = verb_load(cli, options, NULL);
	if (cli->policy == NULL || !cli_start_content(cli))
		return;
	text = read_cases(cli, test.file);
	if (text == NULL)
		return;
	test.folder = g_path_get_dirname(test.file);
	run(&test, text);
	g_free(test.folder);
	cli_write(cli, cli->ready->str, cli->ready->len);
}
