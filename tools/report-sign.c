/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-sign.c - hopreport sign and verify-signature. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "views.h"

static char *output, *key, *password_file, *value, *timestamp, *at;
static char **certificates, **trusted, **authorities;
static gboolean enveloped;

static const GOptionEntry sign_options[] = {
	{"key",          'k', 0, G_OPTION_ARG_FILENAME, &key,
         "Private key: PEM or PKCS#12, RSA or ECDSA", "FILE"},
	{"certificate",             'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &certificates,
         "Certificate of the key (PEM), then its issuers'; repeatable", "FILE"},
	{"password-file",          0, 0, G_OPTION_ARG_FILENAME, &password_file,
         "The first line of FILE is the password of the key", "FILE"},
	{"enveloped",        0, 0, G_OPTION_ARG_NONE, &enveloped,
         "Write a copy of the report that holds its signature", NULL},
	{"value",  0, 0, G_OPTION_ARG_FILENAME, &value,
         "Write the bytes of the value, for a timestamp, to FILE", "FILE"},
	{"output",             'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write the signature to FILE instead of standard output", "FILE"},
	{0},
};

static const GOptionEntry verify_options[] = {
	{"trusted",   't', 0, G_OPTION_ARG_FILENAME_ARRAY, &trusted,
         "Certificates that are believed (PEM); repeatable", "FILE"},
	{"timestamp",          0, 0, G_OPTION_ARG_FILENAME, &timestamp,
         "A timestamp (RFC 3161) of the signature's value", "FILE"},
	{"authority",   0, 0, G_OPTION_ARG_FILENAME_ARRAY, &authorities,
         "Certificates believed of timestamps (PEM); repeatable", "FILE"},
	{"at",     0, 0, G_OPTION_ARG_FILENAME, &at,
         "Day on which certificates have to be valid", "DATE"},
	{0},
};

/** Refuse standard input: a signature is over files with names. */
static bool
refuse_unnamed(Cli *cli, char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, "-") == 0)
			return !cli_refuse(cli, "-",
			                   "is no file with a name, as "
			                   "signatures are over");
	return false;
}

/** Refuse to write the value over what is read, or where the signature goes. */
static bool
refuse_value(Cli *cli)
{
	if (value == NULL)
		return false;
	if (strcmp(value, "-") == 0)
		return !cli_refuse(cli, "--value", "needs the name of a file");
	if (cli_is_input(cli, value))
		return !cli_refuse(cli, value, "is an input");
	return cli_is_same(value, output) &&
	       !cli_refuse(cli, value, "is named for two things");
}

static void
run_sign(Cli *cli, char **arguments)
{
	HcSignOptions options = {
		.key = key,
		.password_file = password_file,
		.certificates = (const char *const *)certificates,
		.files = (const char *const *)arguments,
		.enveloped = enveloped,
		.descriptor = STDOUT_FILENO,
		.value = value,
	};
	g_autoptr(GError) error = NULL;

	if (key == NULL) {
		cli_refuse(cli, NULL, "sign needs a key: --key FILE");
		return;
	}
	view_spare(cli, key);
	view_spare(cli, password_file);
	for (char **file = certificates; file != NULL && *file != NULL; file++)
		view_spare(cli, *file);
	if (refuse_unnamed(cli, arguments) || refuse_value(cli) ||
	    !view_open(cli, output))
		return;
	options.output = cli->output;
	if (!hc_report_sign(&options, &error))
		view_fail(cli, error);
}

static void
tell(void *data, HcSignatureState state, const char *what)
{
	static const char *const words[] = {
		[HC_SIGNATURE_GOOD] = "good",
		[HC_SIGNATURE_OPEN] = "open",
		[HC_SIGNATURE_BAD] = "bad",
	};
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "%-4s  ", words[state]);
	cli_append_plain(text, what);
	g_string_append_c(text, '\n');
	cli_write(data, text->str, text->len);
}

static void
run_verify(Cli *cli, char **arguments)
{
	HcSignatureOptions options = {
		.signature = arguments[0],
		.files = (const char *const *)arguments + 1,
		.trusted = (const char *const *)trusted,
		.timestamp = timestamp,
		.authorities = (const char *const *)authorities,
		.at = at,
	};
	g_autoptr(GError) error = NULL;
	HcSignatureState state;

	if (refuse_unnamed(cli, arguments) || !view_are_there(cli, arguments))
		return;
	if (!hc_signature_verify(&options, tell, cli, &state, &error))
		view_fail(cli, error);
	else if (state == HC_SIGNATURE_BAD)
		cli->trouble |= CLI_FAIL;
	else if (state == HC_SIGNATURE_OPEN)
		cli->trouble |= CLI_INDETERMINATE;
}

const View view_sign = {
	.name = "sign",
	.arguments = "REPORT [FILE...]",
	.summary = "sign it, and what goes with it",
	.least = 1,
	.most = 16,
	.options = sign_options,
	.run = run_sign,
};

const View view_verify_signature = {
	.name = "verify-signature",
	.arguments = "SIGNATURE FILE...",
	.summary = "check a signature, and name what changed",
	.least = 1,
	.most = 17,
	.options = verify_options,
	.run = run_verify,
};
