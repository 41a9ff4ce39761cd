/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-check.c - a policy is valid, and this of it is in force. */
#include "config.h"

#include "verbs.h"

/* "from 2026-01-01 until 2026-12-31", or nothing. */
static void
append_days(GString *out, const HcPolicyStatement *statement)
{
	if (statement->valid_from != NULL)
		g_string_append_printf(out, ", from %s", statement->valid_from);
	if (statement->valid_to != NULL)
		g_string_append_printf(out, ", until %s", statement->valid_to);
}

/* A text that may be missing, with what parts it from the one before. */
static void
append_after(GString *out, const char *before, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	g_string_append(out, before);
	cli_append_plain(out, text);
}

static void
write_statements(Cli *cli, const GPtrArray *statements, bool in_force)
{
	for (guint i = 0; i < statements->len; i++) {
		const HcPolicyStatement *statement =
			g_ptr_array_index(statements, i);
		g_autoptr(GString) line = g_string_new(NULL);

		if (statement->in_force != in_force)
			continue;
		g_string_printf(line, "  line %-4u %s", statement->line,
		                statement->part);
		append_after(line, " ", statement->id);
		append_after(line, ": ", statement->text);
		append_days(line, statement);
		verb_line(cli, 12, line->str);
	}
}

static bool
has_any(const GPtrArray *statements, bool in_force)
{
	for (guint i = 0; i < statements->len; i++)
		if (((const HcPolicyStatement *)g_ptr_array_index(statements,
		                                                  i))
		            ->in_force == in_force)
			return true;
	return false;
}

static void
write_text(Cli *cli, const HcPolicyDocument *document,
           const GPtrArray *statements, const char *date)
{
	g_autoptr(GString) out = g_string_new("Policy ");

	cli_append_plain(out, document->id);
	g_string_append(out, ", version ");
	cli_append_plain(out, document->version);
	g_string_append_printf(out, " of %s, ", document->issued);
	cli_append_plain(out, document->owner);
	verb_line(cli, 2, out->str);
	g_string_append_printf(cli->ready, "SHA-256 %s\n\nIn force on %s:\n",
	                       document->sha256, date);
	write_statements(cli, statements, true);
	if (!has_any(statements, false))
		return;
	g_string_append(cli->ready, "\nNot in force on that day:\n");
	write_statements(cli, statements, false);
}

static void
write_json_statement(GString *out, const HcPolicyStatement *statement)
{
	g_string_append(out, "\n    {");
	verb_json_member(out, "part", statement->part);
	verb_json_member(out, "id", statement->id);
	verb_json_member(out, "text", statement->text);
	g_string_append_printf(out, ", \"line\": %u", statement->line);
	verb_json_member(out, "file", statement->file);
	verb_json_member(out, "valid-from", statement->valid_from);
	verb_json_member(out, "valid-to", statement->valid_to);
	g_string_append_printf(out, ", \"in-force\": %s}",
	                       statement->in_force ? "true" : "false");
}

static void
write_json_warnings(GString *out, const HcPolicy *policy)
{
	size_t count;
	const HcPolicyWarning *const *warnings =
		hc_policy_warnings(policy, &count);

	g_string_append(out, ",\n  \"warnings\": [");
	for (size_t i = 0; i < count; i++) {
		g_string_append(out, i > 0 ? ",\n    {" : "\n    {");
		verb_json_member(out, "file", warnings[i]->file);
		g_string_append_printf(out, ", \"line\": %u, \"column\": %u",
		                       warnings[i]->line, warnings[i]->column);
		verb_json_member(out, "text", warnings[i]->text);
		g_string_append_c(out, '}');
	}
	g_string_append(out, "]");
}

static void
write_json(GString *out, const HcPolicy *policy,
           const HcPolicyDocument *document, const GPtrArray *statements,
           const char *date)
{
	g_string_append_c(out, '{');
	verb_json_member(out, "policy", document->id);
	verb_json_member(out, "policy-version", document->version);
	verb_json_member(out, "issued", document->issued);
	verb_json_member(out, "owner", document->owner);
	verb_json_member(out, "sha256", document->sha256);
	verb_json_member(out, "date", date);
	write_json_warnings(out, policy);
	g_string_append(out, ",\n  \"statements\": [");
	for (guint i = 0; i < statements->len; i++) {
		if (i > 0)
			g_string_append_c(out, ',');
		write_json_statement(out, g_ptr_array_index(statements, i));
	}
	g_string_append(out, "]}\n");
}

void
verb_check(Cli *cli, const VerbOptions *options)
{
	const char *date =
		options->date != NULL ? options->date : hc_rule_date();
	g_autoptr(HcPolicy) policy = NULL;
	g_autoptr(GPtrArray) statements = NULL;
	g_autoptr(GError) error = NULL;

	policy = verb_load(cli, options, options->arguments[1]);
	if (policy == NULL)
		return;
	statements = hc_policy_statements(policy, date, &error);
	if (statements == NULL) {
		cli_refuse(cli, NULL, error->message);
		return;
	}
	if (options->json)
		write_json(cli->ready, policy, hc_policy_document(policy),
		           statements, date);
	else
		write_text(cli, hc_policy_document(policy), statements, date);
	cli_write(cli, cli->ready->str, cli->ready->len);
}
