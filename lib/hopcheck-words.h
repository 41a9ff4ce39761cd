/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-words.h
 * Words that all stages share: errors, spans, limits, notes.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_WORDS_H
#define HOPCHECK_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* ------------------------------------------------------------------ words */

/** What can be wrong with the world; a code exists because a caller branches
 *  on it (exit status). */
typedef enum {
	HC_ERROR_OPEN,    /**< an input cannot be opened */
	HC_ERROR_READ,    /**< an input cannot be read to its end */
	HC_ERROR_POLICY,  /**< a policy, or an option of judgement, is refused */
	HC_ERROR_WRITE,   /**< a report cannot be written, or fails its check */
	HC_ERROR_WORKER,  /**< a worker process cannot be had as asked for */
	HC_ERROR_STATE,   /**< a state folder is another audit's, or in use */
	HC_ERROR_STOPPED, /**< the caller wanted to stop */
} HcError;

/** The one error domain of this library. */
#define HC_ERROR (hc_error_quark())
GQuark hc_error_quark(void);

/** Version of the library as "MAJOR.MINOR.MICRO"; static. */
const char *hc_version(void);

/** Date of the rule data compiled in, as "YYYY-MM-DD"; static.  "Today" in a
 *  grade is this date unless hc_policy_set_as_of() says otherwise. */
const char *hc_rule_date(void);

/** Why the system's public suffix list, which is there, was not read, so that
 *  another one is used; static.  The list decides what an organisation is, so a
 *  report should not be made then.
 *  @return NULL: it was read, or the system has none */
const char *hc_suffix_trouble(void);

/** A run of bytes; length 0 means "nowhere". */
typedef struct {
	uint32_t offset; /**< bytes from the start of the message */
	uint32_t length; /**< bytes */
} HcSpan;

/** A stated value and the bytes it rests on.  text is NULL when the value is
 *  not stated; else NUL-terminated, unfolded, bytes as found. */
typedef struct {
	const char *text;
	HcSpan where;
} HcText;

/** One of a stage's limits on what it reads, with its reason. */
typedef struct {
	const char *name;   /**< token, e.g. "header-block" */
	uint64_t value;     /**< in @p unit */
	const char *unit;   /**< "bytes", "fields", "levels" ... */
	const char *reason; /**< one sentence */
	uint64_t usual;     /**< what it is unless somebody changed it */
	uint64_t least;     /**< it may be set to this or more ... */
	uint64_t most;      /**< ... up to this; both are @c usual: it stays */
} HcLimit;

/** The limits in force, in table order.
 *  @param count_out  number of rows
 *  @return static table */
const HcLimit *hc_limits(size_t *count_out);

/** Change a limit of this process, and of the workers that it starts.  It is
 *  for the time before anything is read, as is hc_limits_reset(): no lock guards
 *  the table.  Reports tell what was changed, for it changes what they mean.
 *  @param assignment  "NAME=VALUE", in decimal digits
 *  @param error       HC_ERROR_POLICY: no such limit, or out of its range */
bool hc_limit_set(const char *assignment, GError **error);

/** Have all limits be what they usually are. */
void hc_limits_reset(void);

/** What was changed, in table order.
 *  @return new list of "NAME=VALUE", empty when nothing was; g_strfreev() */
char **hc_limits_changed(void);

/* ------------------------------------------------------------------ notes */

/** What is odd about the bytes.  Tokens and sentences stand in the table of
 *  base/note.c, in this order. */
typedef enum {
	/* containers */
	HC_NOTE_UNPARSED_REGION,
	HC_NOTE_CHANGED_WHILE_READ,
	HC_NOTE_UNQUOTED_FROM,
	HC_NOTE_SEPARATOR_AMBIGUOUS,
	HC_NOTE_CONTENT_LENGTH_MISMATCH,
	HC_NOTE_UTF16,
	/* header block */
	HC_NOTE_LIMIT_REACHED,
	HC_NOTE_TRUNCATED,
	HC_NOTE_BOM,
	HC_NOTE_FROM_LINE,
	HC_NOTE_LEADING_BLANK_LINE,
	HC_NOTE_LEADING_CONTINUATION,
	HC_NOTE_NON_HEADER_LINE,
	HC_NOTE_AFTER_NON_HEADER,
	HC_NOTE_OBS_SPACE,
	HC_NOTE_WSP_ONLY_LINE,
	HC_NOTE_MIXED_NEWLINE,
	HC_NOTE_BARE_CR,
	HC_NOTE_BARE_CR_FIELD,
	HC_NOTE_NUL_IN_HEADER,
	HC_NOTE_8BIT_HEADER,
	HC_NOTE_INVALID_UTF8,
	HC_NOTE_CONTROL_CHAR,
	HC_NOTE_LONG_LINE,
	HC_NOTE_DUPLICATE_SINGLETON,
	HC_NOTE_NO_TRACE,
	HC_NOTE_TRACE_NOT_CONTIGUOUS,
	HC_NOTE_TOO_MANY_HOPS,
	/* Received fields */
	HC_NOTE_UNBALANCED_COMMENT,
	HC_NOTE_UNBALANCED_QUOTE,
	HC_NOTE_ENCODED_WORD_IN_RECEIVED,
	HC_NOTE_DUPLICATE_CLAUSE,
	HC_NOTE_AMBIGUOUS_PEER,
	HC_NOTE_INVALID_LITERAL,
	HC_NOTE_UNTAGGED_IPV6,
	HC_NOTE_NO_BY,
	HC_NOTE_NO_DATE,
	HC_NOTE_NO_SEMICOLON,
	HC_NOTE_BAD_DATE,
	HC_NOTE_DATE_SUSPICIOUS,
	HC_NOTE_WRONG_WEEKDAY,
	HC_NOTE_LEAP_SECOND,
	HC_NOTE_UNKNOWN_ZONE,
	HC_NOTE_TEXT_AFTER_DATE,
	HC_NOTE_UNKNOWN_WORDS,
	HC_NOTE_RDNS_DOUBTED,
	HC_NOTE_TLS_WORDS_IGNORED,
	HC_NOTE_FORGED_SHAPE,
	/* chain */
	HC_NOTE_DUPLICATE_HOP,
	HC_NOTE_TIME_REVERSAL,
	HC_NOTE_LONG_DELAY,
	HC_NOTE_CHAIN_BREAK,
	/* TLS */
	HC_NOTE_TLS_CONTRADICTION,
	HC_NOTE_TLS_FAMILY_LABEL,
	HC_NOTE_CIPHER_OLD_SPELLING,
	HC_NOTE_CIPHER_AMBIGUOUS,
	HC_NOTE_CIPHER_UNKNOWN,
	HC_NOTE_VERSION_UNKNOWN,
	HC_NOTE_KEYWORD_WITHOUT_S,
	HC_NOTE_IDN_SUSPICIOUS,
	HC_NOTE_TLS_ANACHRONISM,
	/* content */
	HC_NOTE_WORKER_DIED,
	HC_NOTE_JOURNAL_REPORT,
	HC_NOTE_NESTED_MESSAGE,
	HC_NOTE_NESTED_ENCODED,
	HC_NOTE_NESTED_OPAQUE,
	HC_NOTE_NO_BOUNDARY,
	/* TLS, what contradicts what */
	HC_NOTE_SUITE_NOT_IN_VERSION,
	HC_NOTE_KEY_LENGTH_IMPOSSIBLE,
	HC_NOTE_CLEAR_AND_TLS,
	/* content, again: codes keep their numbers */
	HC_NOTE_SMUGGLING_RESIDUE,
	/* archives and stores */
	HC_NOTE_DAMAGED_CONTAINER,
	HC_NOTE_ENCRYPTED_MEMBER,
	HC_NOTE_UNREAD_MEMBER,
	HC_NOTE_NO_TRANSPORT_HEADERS,
	/* containers, too */
	HC_NOTE_UNSPACED_FROM,
	HC_NOTE_SEPARATOR_IN_BODY,
	HC_NOTE_TRUNCATED_INPUT,
	HC_NOTE_COUNT /**< number of codes, no note */
} HcNoteCode;

typedef enum {
	HC_NOTE_LEVEL_INFO,
	HC_NOTE_LEVEL_WARNING,
	HC_NOTE_LEVEL_ERROR, /**< the input was not (fully) read: exit status 3 */
} HcNoteLevel;

/** Something odd, and where. */
typedef struct {
	HcNoteCode code;
	HcSpan where;
} HcNote;

/** Token of a note, e.g. "bare-cr"; static. */
const char *hc_note_token(HcNoteCode code);
/** Level of a note. */
HcNoteLevel hc_note_level(HcNoteCode code);
/** What the note says, one English sentence with its source; static. */
const char *hc_note_sentence(HcNoteCode code);

G_END_DECLS

#endif
