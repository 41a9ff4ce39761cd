/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hoppolicy - check, explain, test and begin policy documents. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "verbs.h"

static const char summary[] =
	"check POLICY     validate, warn, and list what is in force\n"
	"  explain POLICY   say which rule decides for a pair and a day\n"
	"  test CASES       hold a policy to stated cases\n"
	"  init             write a commented policy to begin with";

static const char detail[] =
	"Exit status: 0 all is well; 1 a case of test differs; 2 usage, or the "
	"policy is\nrefused; 3 a message of a case was not read; 4 output not "
	"written.\n";

static const struct {
	const char *name;
	void (*run)(Cli *cli, const VerbOptions *options);
	unsigned arguments; /**< after the verb, at most */
} verbs[] = {
	{"check",   verb_check,   1},
	{"explain", verb_explain, 1},
	{"test",    verb_test,    1},
	{"init",    verb_init,    0},
};

HcPolicy *
verb_load(Cli *cli, const VerbOptions *options, const char *named)
{
	const char *path = named != NULL ? named : options->policy;
	g_autoptr(GError) error = NULL;
	HcPolicy *policy;
	const HcPolicyWarning *const *warnings;
	size_t count;

	if (named != NULL && options->policy != NULL) {
		cli_refuse(cli, named, "is a second policy beside --policy");
		return NULL;
	}
	if (path == NULL) {
		cli_refuse(cli, NULL, "no policy named: --policy FILE");
		return NULL;
	}
	if (!cli_check_data(cli))
		return NULL;
	policy = hc_policy_load(path, &error);
	if (policy == NULL) {
		cli_complain(cli, NULL, error->message);
		cli->trouble |= CLI_USAGE;
		return NULL;
	}
	warnings = hc_policy_warnings(policy, &count);
	for (size_t i = 0; i < count; i++) {
		g_autofree char *place =
			g_strdup_printf("%s:%u:%u", warnings[i]->file,
		                        warnings[i]->line, warnings[i]->column);
		g_autofree char *what =
			g_strdup_printf("warning: %s", warnings[i]->text);

		cli_complain(cli, place, what);
	}
	return policy;
}

/* Where a line is broken: at the last blank that fits, else at the first.
 * Leading blanks are no place to break. */
static size_t
break_at(const char *line, size_t room)
{
	size_t indent = strspn(line, " ");
	size_t at = room;

	if (strlen(line) <= room)
		return strlen(line);
	while (at > indent && line[at] != ' ')
		at--;
	return at > indent ? at : indent + strcspn(line + indent, " ");
}

void
verb_line(Cli *cli, unsigned hang, const char *line)
{
	size_t room = cli->report.width;

	while (room > hang && *line != '\0') {
		size_t length = break_at(line, room);

		g_string_append_len(cli->ready, line, (gssize)length);
		line += length + strspn(line + length, " ");
		if (*line != '\0')
			g_string_append_printf(cli->ready, "\n%*s", (int)hang,
			                       "");
		room = cli->report.width - hang;
	}
	g_string_append(cli->ready, line);
	g_string_append_c(cli->ready, '\n');
}

/* As the units of UTF-16 that JSON knows a character by. */
static void
append_units(GString *out, gunichar character)
{
	unsigned beyond = character - 0x10000;

	if (character < 0x10000)
		g_string_append_printf(out, "\\u%04x", character);
	else
		g_string_append_printf(out, "\\u%04x\\u%04x",
		                       0xd800 + (beyond >> 10),
		                       0xdc00 + (beyond & 0x3ff));
}

void
verb_json(GString *out, const char *text)
{
	g_autofree char *valid = NULL;

	if (text == NULL) {
		g_string_append(out, "null");
		return;
	}
	valid = g_utf8_make_valid(text, -1);
	g_string_append_c(out, '"');
	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);

		if (character == '"' || character == '\\')
			g_string_append_printf(out, "\\%c", *at);
		else if (cli_is_shown(character))
			g_string_append_unichar(out, character);
		else
			append_units(out, character);
	}
	g_string_append_c(out, '"');
}

void
verb_json_member(GString *out, const char *name, const char *text)
{
	char last = out->len > 0 ? out->str[out->len - 1] : '{';

	if (last != '{')
		g_string_append(out, ", ");
	verb_json(out, name);
	g_string_append(out, ": ");
	verb_json(out, text);
}

static void
clear_options(VerbOptions *options)
{
	g_free(options->policy);
	g_free(options->from);
	g_free(options->to);
	g_free(options->date);
	g_free(options->path);
	g_free(options->format);
	g_free(options->output);
	g_free(options->width);
	g_free(options->id);
	g_free(options->owner);
	g_strfreev(options->domains);
	g_strfreev(options->addresses);
	g_strfreev(options->partners);
	g_strfreev(options->arguments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VerbOptions, clear_options)

static bool
read_format(Cli *cli, VerbOptions *options)
{
	options->json = g_strcmp0(options->format, "json") == 0;
	return options->format == NULL || options->json ||
	       strcmp(options->format, "text") == 0 ||
	       cli_refuse_value(cli, "--format", options->format,
	                        "is none of text, json");
}

static void
run_verb(Cli *cli, VerbOptions *options)
{
	guint count =
		options->arguments ? g_strv_length(options->arguments) : 0;

	if (count == 0) {
		cli_refuse(cli, NULL, "no verb: check, explain, test, init");
		return;
	}
	if (!read_format(cli, options) ||
	    !cli_read_width(cli, options->width,
	                    isatty(STDOUT_FILENO) ? cli_width() : 0))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
		if (strcmp(verbs[i].name, options->arguments[0]) != 0)
			continue;
		if (count - 1 > verbs[i].arguments)
			cli_refuse(cli, options->arguments[count - 1],
			           "is one argument too many");
		else
			verbs[i].run(cli, options);
		return;
	}
	cli_refuse(cli, options->arguments[0],
	           "is no verb: check, explain, test, init");
}

static void
parse(Cli *cli, int argc, char **argv)
{
	g_auto(VerbOptions) options = {.width = NULL};
	const GOptionEntry entries[] = {
		{"policy",         'p', 0, G_OPTION_ARG_FILENAME, &options.policy,
	         "The policy that is asked or tested", "FILE"},
		{"date",               'd', 0, G_OPTION_ARG_FILENAME, &options.date,
	         "The day that is asked about (default: that of the rule data)", "DATE"},
		{"from", 0, 0, G_OPTION_ARG_FILENAME, &options.from,
	         "Sender: an address or a domain", "ADDRESS"},
		{"to",          0, 0, G_OPTION_ARG_FILENAME, &options.to,
	         "Recipient: an address or a domain", "ADDRESS"},
		{"path",           0, 0, G_OPTION_ARG_FILENAME, &options.path,
	         "Hosts from the sender on: names or addresses, by commas", "HOST,HOST..."},
		{"format",               'f', 0, G_OPTION_ARG_FILENAME, &options.format,
	         "Form of check and explain: text (default), json", "FORM"},
		{"output",   'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	         "Write the policy of init to FILE, which must not exist", "FILE"},
		{"id",          0, 0, G_OPTION_ARG_FILENAME, &options.id,
	         "Name of the policy of init", "ID"},
		{"owner",           0, 0, G_OPTION_ARG_FILENAME, &options.owner,
	         "Who answers for it", "TEXT"},
		{"domain",               0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.domains,
	         "Own hosts: a name, those below it too; repeatable", "DOMAIN"},
		{"address",   0, 0, G_OPTION_ARG_FILENAME_ARRAY,
	         &options.addresses, "Own addresses; repeatable",
	         "ADDRESS|CIDR"},
		{"partner",       0, 0, G_OPTION_ARG_FILENAME_ARRAY,
	         &options.partners,
	         "A domain that TLS is required with; repeatable", "DOMAIN"},
		{"width",             'w', 0, G_OPTION_ARG_FILENAME, &options.width,
	         "Columns of text (default: the terminal's, or none)", "N"},
		{"limits",               0, 0, G_OPTION_ARG_NONE, &options.limits,
	         "Print the limits on what is read, and leave", NULL},
		{"version",     'V', 0, G_OPTION_ARG_NONE, &options.version,
	         "Print version, licence and rule date, and leave", NULL},
		{"help",       'h', 0, G_OPTION_ARG_NONE, &options.help,
	         "Print this, and leave", NULL},
		{G_OPTION_REMAINING,           0, 0, G_OPTION_ARG_FILENAME_ARRAY,
	         &options.arguments, NULL, NULL},
		{0              },
	};
	const GOptionEntry *const tables[] = {entries, NULL};
	g_autoptr(GOptionContext) context = g_option_context_new("VERB [FILE]");
	g_autoptr(GError) error = NULL;
	g_autofree char *verbs_text = g_strconcat("Verbs:\n  ", summary, NULL);

	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, verbs_text);
	g_option_context_set_description(context, detail);
	g_option_context_add_main_entries(context, entries, NULL);
	if (!cli_parse(context, tables, argc, argv, &error))
		cli_refuse_command(cli, error);
	else if (!cli_answer(cli, options.help, options.version, options.limits,
	                     context))
		run_verb(cli, &options);
}

int
main(int argc, char **argv)
{
	Cli cli;

	cli_start(&cli, "hoppolicy", argv);
	parse(&cli, argc, argv);
	return cli_end(&cli, NULL);
}
