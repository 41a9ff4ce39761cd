/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verbs.h - the verbs of hoppolicy, and what they share. */
#ifndef HC_VERBS_H
#define HC_VERBS_H

#include "cli.h"

/** Options of a run as given. */
typedef struct {
	char *policy, *from, *to, *date, *path, *format, *output, *width;
	char *id, *owner;
	char **domains, **addresses, **partners, **arguments;
	gboolean limits, version, help;
	bool json; /**< by @p format */
} VerbOptions;

/** Validate, and list what is in force. */
void verb_check(Cli *cli, const VerbOptions *options);
/** Say which rule decides. */
void verb_explain(Cli *cli, const VerbOptions *options);
/** Hold a policy to stated cases. */
void verb_test(Cli *cli, const VerbOptions *options);
/** Write a policy to begin with. */
void verb_init(Cli *cli, const VerbOptions *options);

/** Load the policy that is named by --policy or by an argument of the verb,
 *  and tell its warnings.
 *  @param named  the argument, or NULL
 *  @return new, or NULL with the trouble told and noted */
HcPolicy *verb_load(Cli *cli, const VerbOptions *options, const char *named);

/** Add a line to what is to be written, broken at blanks where the width is
 *  known.
 *  @param hang  columns before what follows a break
 *  @param line  what a terminal can show, without a line end */
void verb_line(Cli *cli, unsigned hang, const char *line);

/** Append a JSON string, or null (RFC 8259 7); what is no UTF-8 is shown as
 *  U+FFFD, what cli_is_shown() refuses as \\uXXXX. */
void verb_json(GString *out, const char *text);
/** Append a JSON member: ", " where it is not the first, the name, a string. */
void verb_json_member(GString *out, const char *name, const char *text);

#endif
