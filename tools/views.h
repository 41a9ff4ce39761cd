/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* views.h - the verbs of hopreport, each a file of its own: report-VERB.c
 * defines a View, hopreport.c lists it. */
#ifndef HC_VIEWS_H
#define HC_VIEWS_H

#include "cli.h"

/** A verb. */
typedef struct {
	const char *name;
	const char *arguments; /**< what follows it, for --help: "REPORT" */
	const char *summary;   /**< one line of --help, without a full stop */
	unsigned least, most;  /**< arguments after the verb */
	/** Options of this verb alone, ended by {0}; their values are static
	 *  variables of its file.  --help, --limits and --version are there. */
	const GOptionEntry *options;
	/** @param arguments  those after the verb, NULL-terminated */
	void (*run)(Cli *cli, char **arguments);
} View;

extern const View view_html;
extern const View view_csv;
extern const View view_ndjson;
extern const View view_sqlite;
extern const View view_validate;
extern const View view_explain;
extern const View view_diff;
extern const View view_merge;
extern const View view_redact;
extern const View view_verify;
extern const View view_sign;
extern const View view_verify_signature;

/** Complain of what the library says, and note it by its code: not read, not
 *  written, or misuse.
 *  @return false */
bool view_fail(Cli *cli, const GError *error);

/** Count a file that an option names among the inputs, so that no output goes
 *  over it.
 *  @param file  NULL: none */
void view_spare(Cli *cli, const char *file);

/** Settle where --output leads, which is no input: afterwards the Cli's output
 *  is a name, or NULL for standard output.
 *  @param output  NULL and "-" are standard output
 *  @return false, with the trouble told and noted */
bool view_open(Cli *cli, const char *output);

/** Complain of each file that is named and cannot be had; what it stands for
 *  would else seem to be missing.
 *  @param names  ended by NULL; "-" is there */
bool view_are_there(Cli *cli, char *const *names);

/** Write a finished output to where --output says: a file, whole or not at
 *  all, a stream, or standard output.
 *  @param output  NULL and "-" are standard output
 *  @return false, with the trouble told and noted, when it is not written */
bool view_write(Cli *cli, const char *output, const char *bytes, size_t length);

#endif
