/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli.h - what all tools share: options, output, complaints, exit status. */
#ifndef HC_CLI_H
#define HC_CLI_H

#include <stdbool.h>

#include <glib.h>

#include "hopcheck.h"

/** What went wrong or was found, as bits; cli_end() makes the exit status. */
typedef enum {
	CLI_INDETERMINATE = 1 << 0, /**< 5, the weakest */
	CLI_FAIL = 1 << 1,          /**< 1 */
	CLI_INPUT = 1 << 2,         /**< 3: not (fully) read */
	CLI_OUTPUT = 1 << 3,        /**< 4: not written */
	CLI_USAGE = 1 << 4,         /**< 2, the strongest */
} CliTrouble;

/* Columns that --width may ask for. */
#define CLI_WIDTH_MIN 40
#define CLI_WIDTH_MAX 1000

/** What verdicts rest on, as given. */
typedef struct {
	char *policy, *as_of, *profile;
	char **trust, **recipients, **databases; /**< NULL: none */
} CliChoice;

/** A tool that judges messages. */
typedef struct {
	const char *name;      /**< for complaints */
	const char *arguments; /**< for --help */
	const char *summary;   /**< one sentence on what it does */
	const char *detail;    /**< paragraphs below the options in --help */
	const GOptionEntry *own; /**< options of this tool alone */
} CliTool;

/** A run of a tool. */
typedef struct {
	const char *tool;       /**< its name, for complaints */
	char **command;         /**< the command line */
	int64_t started_s;      /**< seconds since 1970 UTC */
	CliChoice choice;       /**< what made the policy */
	bool form_given;        /**< --format was */
	bool limits_given;      /**< --limit was */
	HcPolicy *policy;       /**< by --trust, --as-of, --recipient */
	HcReportOptions report; /**< by --format and the display options */
	bool no_digests;        /**< --no-digests */
	HcContentUse content;   /**< by --content */
	bool require_sandbox;   /**< --require-sandbox */
	bool journal;           /**< --journal */
	HcContentReader *reader; /**< or NULL: content is not read */
	char **inputs;          /**< names as given; NULL: none is */
	HcKind kind;            /**< by --input */
	char *output;           /**< --output, or NULL: standard output */
	char *stream;           /**< what standard output was made by --output,
	                         *   or NULL */
	GString *ready;         /**< to be written at the end */
	unsigned trouble;       /**< CliTrouble */
} Cli;

/** Read the command line, and answer --help, --version and --limits.
 *  @return false when the run is over: leave with cli_end() */
bool cli_begin(Cli *cli, const CliTool *tool, int argc, char **argv);

/** Make a run ready for a tool that reads its command line itself.
 *  @param argv  the command line; copied */
void cli_start(Cli *cli, const char *tool, char **argv);

/** Answer --help, --version or --limits where one was given.
 *  @return whether one was: the run is over */
bool cli_answer(Cli *cli, bool help, bool version, bool limits,
                GOptionContext *context);

/** List the profiles if that is what --profile asks for.
 *  @return whether it is: the run is over */
bool cli_answer_profiles(Cli *cli, const char *profile);

/** Say what is known of a word, by the options of a report. */
void cli_answer_word(Cli *cli, const char *word);

/** Take standard input where no input is named.
 *  @return false, with the trouble told and noted, when that is a terminal */
bool cli_default_inputs(Cli *cli);

/** Complain, point to --help, and note it as misuse.
 *  @param path  or NULL
 *  @return false */
bool cli_refuse(Cli *cli, const char *path, const char *what);

/** Parse the words of a command line, as g_option_context_parse() does, and
 *  short options that have their value in the same word.
 *  @param tables  those of the context, up to NULL; each ends by {0} */
bool cli_parse(GOptionContext *context, const GOptionEntry *const *tables,
               int argc, char **argv, GError **error);
/** The same for a command line that GLib does not take. */
bool cli_refuse_command(Cli *cli, const GError *error);

/** Whether a terminal shows a character beyond ASCII as one: no control, and
 *  nothing hidden, such as what turns the direction of text. */
bool cli_is_shown(gunichar character);

/** Append what a terminal can show, the rest as \\xNN, so that no text can
 *  move the cursor. */
void cli_append_plain(GString *out, const char *text);

/** Write "tool: path: what" to standard error, escaped.
 *  @param path  or NULL */
void cli_complain(const Cli *cli, const char *path, const char *what);

/** Complain of an option's value, and note it as misuse.
 *  @param wanted  what it should be: "is none of a, b"
 *  @return false */
bool cli_refuse_value(Cli *cli, const char *option, const char *given,
                      const char *wanted);

/** The folder of worker programs of the build tree that the tool runs in.
 *  @return new, or NULL: the tool is installed */
char *cli_built_folder(void);

/** Whether two names are of one file, or would be, once it is written.
 *  @param path  or @p other NULL: there is none */
bool cli_is_same(const char *path, const char *other);

/** Whether a name is that of a file that says how to judge. */
bool cli_is_rule(const Cli *cli, const char *path);

/** Whether a name is that of an input, which is evidence, or of a file that says
 *  how to judge: no report goes over it. */
bool cli_is_input(const Cli *cli, const char *path);

/** Start what reads the content of messages, if that is to be read.
 *  @return false, with the trouble told and noted, when it cannot be had */
bool cli_start_content(Cli *cli);

/** Refuse to work when data of the system that decides is there and cannot be
 *  read.
 *  @return false, with the trouble told and noted */
bool cli_check_data(Cli *cli);

/** Judge a message, with its content where that is read.
 *  @return new */
HcVerdict *cli_judge(const Cli *cli, HcMessage *message);

/** Write to standard output at once.
 *  @return false, with the trouble told and noted, once that fails */
bool cli_write(Cli *cli, const char *bytes, size_t length);

/** What messages call standard output: what --output named, if it is that. */
const char *cli_name_of_stream(const Cli *cli);

/** Settle what --output names: a stream (a device, a FIFO, what is standard
 *  output already) is written into, so it becomes standard output; of a link
 *  what it leads to is replaced. */
void cli_open(Cli *cli);

/** Take a number that an option says, in decimal digits.
 *  @param given  or NULL: @p number_out stays as it is
 *  @return false, with the trouble told and noted, when it is out of range */
bool cli_read_number(Cli *cli, const char *option, const char *given,
                     unsigned least, unsigned most, unsigned *number_out);

/** Take what --width says.
 *  @param given  or NULL: @p otherwise holds
 *  @return false, with the trouble told and noted, when it is out of range */
bool cli_read_width(Cli *cli, const char *given, unsigned otherwise);

/** Columns of the terminal on standard output; 80 where there is none. */
unsigned cli_width(void);

/** Whether NO_COLOR is set and not empty (no-color.org): then there is no
 *  colour, whatever else is asked. */
bool cli_no_colour(void);

/** Whether standard output shows colour: a terminal, unless TERM is "dumb". */
bool cli_colour(const Cli *cli);

/** Take what a report has ready, if that is text for standard output, which is
 *  written as it comes.
 *  @return false once nothing can be written any more */
bool cli_take(Cli *cli, HcReport *report);

/** Check and write what is left. */
void cli_finish(Cli *cli);

/** Close a report, and write what was not taken of it. */
void cli_finish_report(Cli *cli, HcReport *report);

/** Close standard output: some file systems fail only now. */
void cli_close(Cli *cli);

/** The exit status as things stand, with the totals' outcome. */
int cli_status(const Cli *cli, const HcTotals *totals);

/** Note the totals' outcome.
 *  @return the exit status; frees what @p cli holds */
int cli_end(Cli *cli, const HcTotals *totals);

#endif
