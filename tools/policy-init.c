/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-init.c - a commented policy to begin with. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verbs.h"

static void
append_xml(GString *out, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);

	g_string_append(out, escaped);
}

static void
append_elements(GString *out, const char *open, char **values,
                const char *close)
{
	for (; values != NULL && *values != NULL; values++) {
		g_string_append(out, open);
		append_xml(out, *values);
		g_string_append(out, close);
	}
}

static void
append_policy(GString *out, const VerbOptions *options)
{
	g_string_append(
		out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<!-- A policy of hopcheck; hopcheck-policy(5) explains "
		     "each element. -->\n"
		     "<policy xmlns=\"urn:hopcheck:policy:1\" id=\"");
	append_xml(out, options->id != NULL ? options->id : "policy");
	g_string_append_printf(out,
	                       "\" version=\"1\" issued=\"%s\"\n"
	                       "        owner=\"",
	                       options->date != NULL ? options->date
	                                             : hc_rule_date());
	append_xml(out, options->owner);
	g_string_append(
		out,
		"\">\n\n"
		"  <!-- How the verdict is reached; these are the defaults. "
		"-->\n"
		"  <judgement clock-tolerance=\"PT5M\" time-basis=\"hop\"\n"
		"             required-evidence=\"partner\" "
		"adverse-claims=\"fail\"\n"
		"             fail-at=\"high\"/>\n\n"
		"  <!-- Whose stamps count as evidence. A name says whose "
	        "stamp "
		"it is, an\n"
		"       address whose host a peer is: state both, or the walk "
		"ends early. -->\n"
		"  <mtas>\n    <mta id=\"own\" role=\"boundary\">\n");
	append_elements(out, "      <name match=\"subtree\">", options->domains,
	                "</name>\n");
	append_elements(out, "      <address>", options->addresses,
	                "</address>\n");
	g_string_append(
		out, "    </mta>\n  </mtas>\n\n"
		     "  <!-- What is asked of TLS on links over the boundary, "
		     "and inside it. -->\n"
		     "  <boundary inbound-tls=\"required\" "
		     "outbound-tls=\"required\"\n"
		     "            profile=\"bcp195\"/>\n"
		     "  <internal tls=\"preferred\" exempt=\"loopback local "
		     "lmtp\"/>\n");
	if (options->partners != NULL) {
		g_string_append(out, "\n  <!-- Partners with whom TLS is "
		                     "agreed. -->\n  <partner-links>\n");
		append_elements(out, "    <link to=\"", options->partners,
		                "\" tls=\"required\" profile=\"bcp195\"/>\n");
		g_string_append(out, "  </partner-links>\n");
	}
	g_string_append(out, "</policy>\n");
}

/* --------------------------------------------------------------- questions */

/** Ask on the terminal.
 *  @return new, or NULL: nothing was said */
static char *
ask(const char *question)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t got;
	char *answer;

	fprintf(stderr, "%s ", question);
	got = getline(&line, &size, stdin);
	answer = got > 0 ? g_strstrip(g_strdup(line)) : NULL;
	g_free(line);
	if (answer != NULL && *answer == '\0')
		g_clear_pointer(&answer, g_free);
	return answer;
}

static char **
ask_list(const char *question)
{
	g_autofree char *answer = ask(question);

	return answer != NULL ? g_strsplit_set(answer, " ,", -1) : NULL;
}

/** Fill in what no option says, where somebody can answer. */
static void
ask_missing(VerbOptions *options)
{
	if (options->owner == NULL)
		options->owner = ask("Who answers for this policy?");
	if (options->domains == NULL)
		options->domains = ask_list("Domain of your mail hosts?");
	if (options->addresses == NULL)
		options->addresses =
			ask_list("Their addresses or blocks (may be empty)?");
	if (options->partners == NULL)
		options->partners = ask_list("Domains that TLS is agreed with "
		                             "(may be empty)?");
}

/* ------------------------------------------------------------------ output */

static void
write_file(Cli *cli, const char *path)
{
	/* O_EXCL: nobody's policy is written over. */
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	size_t done = 0;

	while (file >= 0 && done < cli->ready->len) {
		ssize_t wrote = write(file, cli->ready->str + done,
		                      cli->ready->len - done);

		if (wrote < 0 && errno != EINTR)
			break;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	if (file < 0 || done < cli->ready->len || close(file) != 0) {
		cli_complain(cli, path, strerror(errno));
		cli->trouble |= CLI_OUTPUT;
	}
}

/** What is written must load: what was given may be no domain. */
static bool
check(Cli *cli)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) policy = hc_policy_load_bytes(
		cli->ready->str, cli->ready->len, "policy", NULL, &error);

	return policy != NULL || cli_refuse(cli, NULL, error->message);
}

void
verb_init(Cli *cli, const VerbOptions *options)
{
	VerbOptions filled = *options;
	bool asked = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);

	if (asked)
		ask_missing(&filled);
	if (filled.owner == NULL ||
	    (filled.domains == NULL && filled.addresses == NULL)) {
		cli_refuse(cli, NULL,
		           "init needs --owner, and --domain or "
		           "--address");
	} else {
		append_policy(cli->ready, &filled);
		if (!check(cli))
			;
		else if (options->output != NULL &&
		         strcmp(options->output, "-") != 0)
			write_file(cli, options->output);
		else
			cli_write(cli, cli->ready->str, cli->ready->len);
	}
	if (filled.owner != options->owner)
		g_free(filled.owner);
	if (filled.domains != options->domains)
		g_strfreev(filled.domains);
	if (filled.addresses != options->addresses)
		g_strfreev(filled.addresses);
	if (filled.partners != options->partners)
		g_strfreev(filled.partners);
}
