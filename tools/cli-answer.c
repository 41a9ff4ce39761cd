/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli-answer.c - what a tool answers without looking at any message. */
#include "config.h"

#include "cli.h"

#include <string.h>

static void
answer_version(GString *out, const char *tool)
{
	g_string_append_printf(out,
	                       "%s %s\nLicense LGPL-2.1-or-later; there is no "
	                       "warranty.\nRules of %s.\n",
	                       tool, hc_version(), hc_rule_date());
}

/** Append words in lines of 80 columns, each behind four spaces. */
static void
append_wrapped(GString *out, const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);
	size_t column = 80;

	for (char **word = list; *word != NULL; word++) {
		size_t length = strlen(*word);

		if (column + 1 + length > 80) {
			g_string_append(out, word == list ? "   " : "\n   ");
			column = 3;
		}
		g_string_append_printf(out, " %s", *word);
		column += 1 + length;
	}
	g_string_append_c(out, '\n');
}

static void
answer_limit(GString *out, const HcLimit *limit)
{
	g_string_append_printf(out, "%-14s %9" G_GUINT64_FORMAT " %s\n",
	                       limit->name, limit->value, limit->unit);
	append_wrapped(out, limit->reason);
	if (limit->least != limit->most)
		g_string_append_printf(out,
		                       "    from %" G_GUINT64_FORMAT
		                       " to %" G_GUINT64_FORMAT,
		                       limit->least, limit->most);
	if (limit->value != limit->usual)
		g_string_append_printf(out, "; usually %" G_GUINT64_FORMAT,
		                       limit->usual);
	if (limit->least != limit->most)
		g_string_append_c(out, '\n');
}

static void
answer_limits(GString *out)
{
	size_t count;
	const HcLimit *limits = hc_limits(&count);

	for (size_t i = 0; i < count; i++)
		answer_limit(out, &limits[i]);
}

/** What a profile was made from: a document, and what was read of it. */
static void
append_source(GString *out, const HcProfileSource *source)
{
	g_autofree char *words = g_strdup_printf(
		"From %s%s%s%s%s", source->title,
		source->published != NULL ? ", " : "",
		source->published != NULL ? source->published : "",
		source->read != NULL ? ": " : ".",
		source->read != NULL ? source->read : "");

	append_wrapped(out, words);
}

/** One profile: its name, its title and since when, or why there is none. */
static void
append_profile(GString *out, const HcProfileEntry *entry)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcProfile) profile = NULL;

	if (entry->refusal == NULL)
		profile = hc_profile_new(entry->id, &error);
	g_string_append_printf(out, "%s\n", entry->id);
	append_wrapped(out, entry->title);
	if (profile == NULL)
		append_wrapped(out,
		               error != NULL ? error->message : entry->refusal);
	else if (profile->valid_from != NULL)
		g_string_append_printf(out, "    in force from %s\n",
		                       profile->valid_from);
	if (profile != NULL && profile->href != NULL)
		g_string_append_printf(out, "    %s\n", profile->href);
	for (size_t i = 0; profile != NULL && i < profile->source_count; i++)
		append_source(out, &profile->sources[i]);
}

static void
answer_profiles(GString *out)
{
	size_t count;
	const HcProfileEntry *entries = hc_profiles(&count);
	bool refused = false;

	for (size_t i = 0; i < count; i++) {
		if (!refused && entries[i].refusal != NULL)
			g_string_append(out, "\nRefused:\n\n");
		refused = entries[i].refusal != NULL;
		append_profile(out, &entries[i]);
	}
}

bool
cli_answer(Cli *cli, bool help, bool version, bool limits,
           GOptionContext *context)
{
	g_autofree char *text = NULL;

	if (help) {
		text = g_option_context_get_help(context, FALSE, NULL);
		g_string_append(cli->ready, text);
		/* GLib writes an ellipsis in UTF-8 whatever the locale */
		g_string_replace(cli->ready, "\u2026", "...", 0);
	} else if (version) {
		answer_version(cli->ready, cli->tool);
	} else if (limits) {
		answer_limits(cli->ready);
	} else {
		return false;
	}
	cli_write(cli, cli->ready->str, cli->ready->len);
	return true;
}

bool
cli_answer_profiles(Cli *cli, const char *profile)
{
	if (g_strcmp0(profile, "list") != 0)
		return false;
	answer_profiles(cli->ready);
	cli_write(cli, cli->ready->str, cli->ready->len);
	return true;
}

void
cli_answer_word(Cli *cli, const char *word)
{
	g_autoptr(GError) error = NULL;

	if (cli->inputs != NULL)
		cli_refuse(cli, "--explain", "takes no message");
	else if (!hc_report_explain(&cli->report, word, cli->ready, &error))
		cli_refuse(cli, "--explain", error->message);
	else
		cli_finish(cli);
}
