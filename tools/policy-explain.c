/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-explain.c - which rule decides, and why. */
#include "config.h"

#include "verbs.h"

/** A line of words of the policy's, behind others. */
static void
write_words(Cli *cli, unsigned hang, const char *before, const char *words)
{
	g_autoptr(GString) line = g_string_new(before);

	cli_append_plain(line, words);
	verb_line(cli, hang, line->str);
}

static void
write_text(Cli *cli, const HcPolicyAnswer *answer, const char *before)
{
	if (answer->step != NULL && g_strcmp0(answer->step, before) != 0) {
		g_string_append_c(cli->ready, '\n');
		write_words(cli, 2, "From ", answer->step);
	}
	g_string_append_printf(cli->ready, "%s: %s\n", answer->question,
	                       answer->outcome);
	write_words(cli, 2, "  ", answer->sentence);
	if (answer->source != NULL)
		write_words(cli, 4, "  Source: ", answer->source);
}

static void
write_json(GString *out, const HcPolicyAnswer *answer)
{
	g_string_append(out, "\n  {");
	verb_json_member(out, "question", answer->question);
	verb_json_member(out, "outcome", answer->outcome);
	verb_json_member(out, "community", answer->community);
	verb_json_member(out, "profile", answer->profile);
	verb_json_member(out, "file", answer->file);
	if (answer->line > 0)
		g_string_append_printf(out, ", \"line\": %u", answer->line);
	else
		verb_json_member(out, "line", NULL);
	verb_json_member(out, "sentence", answer->sentence);
	verb_json_member(out, "source", answer->source);
	verb_json_member(out, "step", answer->step);
	g_string_append_c(out, '}');
}

static void
write_answers(Cli *cli, const GPtrArray *answers, bool json)
{
	GString *out = cli->ready;
	const char *step = NULL;

	if (json)
		g_string_append(out, "{\"answers\": [");
	for (guint i = 0; i < answers->len; i++) {
		const HcPolicyAnswer *answer = g_ptr_array_index(answers, i);

		if (!json) {
			write_text(cli, answer, step);
			step = answer->step;
			continue;
		}
		if (i > 0)
			g_string_append_c(out, ',');
		write_json(out, answer);
	}
	if (json)
		g_string_append(out, "]}\n");
}

void
verb_explain(Cli *cli, const VerbOptions *options)
{
	g_auto(GStrv) path = options->path != NULL
	                             ? g_strsplit(options->path, ",", -1)
	                             : NULL;
	g_autoptr(HcPolicy) policy = NULL;
	g_autoptr(GPtrArray) answers = NULL;
	g_autoptr(GError) error = NULL;

	if (options->from == NULL || options->to == NULL) {
		cli_refuse(cli, NULL, "explain needs --from and --to");
		return;
	}
	policy = verb_load(cli, options, options->arguments[1]);
	if (policy == NULL)
		return;
	answers = hc_policy_explain(policy, options->from, options->to,
	                            options->date != NULL ? options->date
	                                                  : hc_rule_date(),
	                            (const char *const *)path, &error);
	if (answers == NULL) {
		cli_refuse(cli, NULL, error->message);
		return;
	}
	write_answers(cli, answers, options->json);
	cli_write(cli, cli->ready->str, cli->ready->len);
}
