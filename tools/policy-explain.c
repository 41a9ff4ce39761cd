/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-explain.c - which rule decides, and why. */
#include "config.h"

#include "verbs.h"

static void
write_text(GString *out, const HcPolicyAnswer *answer)
{
	if (answer->step != NULL) {
		g_string_append(out, "\nFrom ");
		cli_append_plain(out, answer->step);
		g_string_append_c(out, '\n');
	}
	g_string_append_printf(out, "%s: %s\n  ", answer->question,
	                       answer->outcome);
	cli_append_plain(out, answer->sentence);
	g_string_append_c(out, '\n');
	if (answer->source != NULL) {
		g_string_append(out, "  Source: ");
		cli_append_plain(out, answer->source);
		g_string_append_c(out, '\n');
	}
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
write_answers(GString *out, const GPtrArray *answers, bool json)
{
	if (json)
		g_string_append(out, "{\"answers\": [");
	for (guint i = 0; i < answers->len; i++) {
		if (!json) {
			write_text(out, g_ptr_array_index(answers, i));
			continue;
		}
		if (i > 0)
			g_string_append_c(out, ',');
		write_json(out, g_ptr_array_index(answers, i));
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
	policy = verb_load(cli, options->policy);
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
	write_answers(cli->ready, answers, options->json);
	cli_write(cli, cli->ready->str, cli->ready->len);
}
