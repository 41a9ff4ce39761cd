/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* note.c - the notes: token, level and sentence, one row each. */
#include "config.h"

#include "note.h"

typedef struct {
	const char *token;
	HcNoteLevel level;
	const char *sentence;
} HcNoteRow;

#define INFO HC_NOTE_LEVEL_INFO
#define WARNING HC_NOTE_LEVEL_WARNING
#define ERROR HC_NOTE_LEVEL_ERROR

static const HcNoteRow rows[HC_NOTE_COUNT] = {
	[HC_NOTE_UNPARSED_REGION] = { "unparsed-region", WARNING,
		"bytes that belong to no message (RFC 4155)" },
	[HC_NOTE_CHANGED_WHILE_READ] = { "changed-while-read", ERROR,
		"the input changed while it was read, so its digest may fit neither state" },
	[HC_NOTE_UNQUOTED_FROM] = { "unquoted-from", WARNING,
		"a line that starts with \"From \" after an empty line is no separator by its form (RFC 4155)" },
	[HC_NOTE_SEPARATOR_AMBIGUOUS] = { "separator-ambiguous", WARNING,
		"a separator that may be text of a message: its form differs from the others, or a multipart that is open there goes on behind it" },
	[HC_NOTE_CONTENT_LENGTH_MISMATCH] = { "content-length-mismatch", INFO,
		"Content-Length does not fit the body; it is never used to find messages" },
	[HC_NOTE_UTF16] = { "utf16", ERROR,
		"the input looks like UTF-16 or UTF-32, not like a message" },
	[HC_NOTE_LIMIT_REACHED] = { "limit-reached", ERROR,
		"a limit on what is read was reached; the rest was counted and hashed, not taken apart" },
	[HC_NOTE_TRUNCATED] = { "truncated", WARNING,
		"the input ends inside a header field" },
	[HC_NOTE_BOM] = { "bom", INFO,
		"a UTF-8 byte order mark stands before the first field; it was skipped" },
	[HC_NOTE_FROM_LINE] = { "from-quoted", INFO,
		"a From_ or >From_ line stands before the first field; it belongs to a mailbox file, not to the message (RFC 4155)" },
	[HC_NOTE_LEADING_BLANK_LINE] = { "leading-blank-line", WARNING,
		"empty lines stand before the header fields: by RFC 5322 2.1 the message would have no header" },
	[HC_NOTE_LEADING_CONTINUATION] = { "leading-continuation", WARNING,
		"the header block starts with a continuation line that continues nothing" },
	[HC_NOTE_NON_HEADER_LINE] = { "non-header-line", WARNING,
		"a line of the header block is no field and continues none (RFC 7103 7.2)" },
	[HC_NOTE_AFTER_NON_HEADER] = { "after-non-header", WARNING,
		"a field that stands after a line that is no field; other readers may stop before it" },
	[HC_NOTE_OBS_SPACE] = { "obs-space", INFO,
		"white space stands between the field name and the colon (RFC 5322 4.5)" },
	[HC_NOTE_WSP_ONLY_LINE] = { "wsp-only-line", INFO,
		"a line of nothing but white space continues a field (obs-FWS, RFC 5322 4.2)" },
	[HC_NOTE_MIXED_NEWLINE] = { "mixed-newline", WARNING,
		"lines of the header block end with LF and with CRLF" },
	[HC_NOTE_BARE_CR] = { "bare-cr", WARNING,
		"a CR without LF; it ends no line (RFC 5322 2.2)" },
	[HC_NOTE_BARE_CR_FIELD] = { "bare-cr-field", WARNING,
		"after a CR without LF stands what some readers take for a field" },
	[HC_NOTE_NUL_IN_HEADER] = { "nul-in-header", WARNING,
		"a NUL stands in the header block (RFC 5322 4.1); some readers stop there" },
	[HC_NOTE_8BIT_HEADER] = { "8bit-header", INFO,
		"UTF-8 stands in the header block (RFC 6532)" },
	[HC_NOTE_INVALID_UTF8] = { "invalid-utf8", WARNING,
		"bytes above 127 that are not UTF-8 stand in the header block" },
	[HC_NOTE_CONTROL_CHAR] = { "control-char", WARNING,
		"control or bidirectional formatting characters stand in the header block" },
	[HC_NOTE_LONG_LINE] = { "long-line", INFO,
		"a line is longer than 998 octets (RFC 5322 2.1.1)" },
	[HC_NOTE_DUPLICATE_SINGLETON] = { "duplicate-singleton", WARNING,
		"a field that may stand once stands again (RFC 5322 3.6)" },
	[HC_NOTE_NO_TRACE] = { "no-trace", WARNING,
		"no Received field stands in the header as read, so there is no path" },
	[HC_NOTE_TRACE_NOT_CONTIGUOUS] = { "trace-not-contiguous", WARNING,
		"a Received field stands below fields of the author: servers must prepend (RFC 5321 4.4)" },
	[HC_NOTE_TOO_MANY_HOPS] = { "too-many-hops", WARNING,
		"more than 100 Received fields (RFC 5321 6.3)" },
	[HC_NOTE_UNBALANCED_COMMENT] = { "unbalanced-comment", WARNING,
		"a parenthesis has no partner (RFC 5322 3.2.2)" },
	[HC_NOTE_UNBALANCED_QUOTE] = { "unbalanced-quote", WARNING,
		"a quotation mark has no partner (RFC 5322 3.2.4)" },
	[HC_NOTE_ENCODED_WORD_IN_RECEIVED] = { "encoded-word-in-received", WARNING,
		"an encoded word stands where RFC 2047 5 forbids it; it was not decoded" },
	[HC_NOTE_DUPLICATE_CLAUSE] = { "duplicate-clause", WARNING,
		"a clause stands twice; the first counts, of two \"by\" the one behind the peer" },
	[HC_NOTE_AMBIGUOUS_PEER] = { "ambiguous-peer", WARNING,
		"more than one place could hold the peer's address; none was taken" },
	[HC_NOTE_INVALID_LITERAL] = { "invalid-literal", WARNING,
		"what should be an address literal is none (RFC 5321 4.1.3)" },
	[HC_NOTE_UNTAGGED_IPV6] = { "untagged-ipv6", INFO,
		"an IPv6 address in brackets lacks the IPv6 tag (RFC 5321 4.1.3)" },
	[HC_NOTE_NO_BY] = { "no-by", WARNING,
		"the field does not say who wrote it: no by clause (RFC 5321 4.4)" },
	[HC_NOTE_NO_DATE] = { "no-date", WARNING,
		"the field has no date-time (RFC 5321 4.4)" },
	[HC_NOTE_NO_SEMICOLON] = { "no-semicolon", INFO,
		"no semicolon stands before the date-time (RFC 5321 4.4)" },
	[HC_NOTE_BAD_DATE] = { "bad-date", WARNING,
		"the date-time cannot be, or has no zone (RFC 5322 3.3)" },
	[HC_NOTE_DATE_SUSPICIOUS] = { "date-suspicious", WARNING,
		"a year not of four digits, before 1970 or after 2100 (RFC 5322 4.3)" },
	[HC_NOTE_WRONG_WEEKDAY] = { "wrong-weekday", INFO,
		"the day of the week does not fit the date (RFC 5322 3.3)" },
	[HC_NOTE_LEAP_SECOND] = { "leap-second", INFO,
		"second 60 was written; it sorts as the next second" },
	[HC_NOTE_UNKNOWN_ZONE] = { "unknown-zone", INFO,
		"the zone is not known, so the time is an interval (RFC 5322 3.3, 4.3)" },
	[HC_NOTE_TEXT_AFTER_DATE] = { "text-after-date", INFO,
		"text that is no comment stands after the date-time" },
	[HC_NOTE_UNKNOWN_WORDS] = { "unknown-words", INFO,
		"words that belong to no clause of RFC 5321 4.4" },
	[HC_NOTE_RDNS_DOUBTED] = { "rdns-doubted", INFO,
		"the writer doubts the peer's DNS name (may be forged, unverified)" },
	[HC_NOTE_TLS_WORDS_IGNORED] = { "tls-words-ignored", WARNING,
		"words that look like TLS stand where this writer does not put them; they show no TLS" },
	[HC_NOTE_FORGED_SHAPE] = { "forged-shape", WARNING,
		"a shape that real software does not write" },
	[HC_NOTE_DUPLICATE_HOP] = { "duplicate-hop", WARNING,
		"the same Received field stands twice; both are counted" },
	[HC_NOTE_TIME_REVERSAL] = { "time-reversal", WARNING,
		"the hop is stamped before an older one by more than the tolerance" },
	[HC_NOTE_LONG_DELAY] = { "long-delay", INFO,
		"more than seven days lie between this hop and the one before it (RFC 5321 4.5.4.1)" },
	[HC_NOTE_CHAIN_BREAK] = { "chain-break", INFO,
		"nothing in the next field points back to this hop's receiver" },
	[HC_NOTE_TLS_CONTRADICTION] = { "tls-contradiction", WARNING,
		"two statements about TLS cannot both hold" },
	[HC_NOTE_TLS_FAMILY_LABEL] = { "tls-family-label", INFO,
		"the version names a family of suites, not what was negotiated" },
	[HC_NOTE_CIPHER_OLD_SPELLING] = { "cipher-old-spelling", INFO,
		"a TLS 1.3 suite under a TLS 1.2 name, as this writer spells it" },
	[HC_NOTE_CIPHER_AMBIGUOUS] = { "cipher-ambiguous", INFO,
		"the suite's name stands for more than one suite" },
	[HC_NOTE_CIPHER_UNKNOWN] = { "cipher-unknown", INFO,
		"the suite's name is in no table of ours" },
	[HC_NOTE_VERSION_UNKNOWN] = { "version-unknown", INFO,
		"the protocol version's name is in no table of ours" },
	[HC_NOTE_KEYWORD_WITHOUT_S] = { "keyword-without-s", INFO,
		"TLS is stated although the with keyword has no S (RFC 3848)" },
	[HC_NOTE_IDN_SUSPICIOUS] = { "idn-suspicious", WARNING,
		"a domain name that IDNA refuses (RFC 5890)" },
	[HC_NOTE_TLS_ANACHRONISM] = { "tls-anachronism", WARNING,
		"the version or suite is younger than the field's own stamp" },
	[HC_NOTE_WORKER_DIED] = { "worker-died", ERROR,
		"a process that reads for this one died, hung or answered nonsense; what it was to read was not read, or not to its end" },
	[HC_NOTE_JOURNAL_REPORT] = { "journal-report", INFO,
		"an Exchange journal report: its attachment is the message that was journaled (MS-XJRNL)" },
	[HC_NOTE_NESTED_MESSAGE] = { "nested-message", INFO,
		"a message stands in the message; its Received fields are no part of this path (RFC 2046 5.2.1)" },
	[HC_NOTE_NESTED_ENCODED] = { "nested-encoded", WARNING,
		"a message stands in an encoded part, which RFC 2046 5.2.1 forbids; other readers may not see it" },
	[HC_NOTE_NESTED_OPAQUE] = { "nested-opaque", INFO,
		"a part may hold a message that cannot be read here: TNEF, partial or external (RFC 2046 5.2)" },
	[HC_NOTE_NO_BOUNDARY] = { "no-boundary", WARNING,
		"a multipart names no boundary; its parts cannot be told apart (RFC 2046 5.1.1)" },
	[HC_NOTE_SUITE_NOT_IN_VERSION] = { "suite-not-in-version", WARNING,
		"no suite that the name can mean is one of the stated version" },
	[HC_NOTE_KEY_LENGTH_IMPOSSIBLE] = { "key-length-impossible", WARNING,
		"the suite's cipher has no key of the stated length" },
	[HC_NOTE_CLEAR_AND_TLS] = { "clear-and-tls", WARNING,
		"one part of the field says clear text, another TLS" },
	[HC_NOTE_SMUGGLING_RESIDUE] = { "smuggling-residue", INFO,
		"a dot alone between line ends in the body: where servers differ on line ends, one may end the message there (VU#302671); it may be mere text" },
	[HC_NOTE_DAMAGED_CONTAINER] = { "damaged-container", ERROR,
		"a container cannot be read on from here; what it gave before stands" },
	[HC_NOTE_ENCRYPTED_MEMBER] = { "encrypted-member", ERROR,
		"a member of a container is encrypted, so it was not read" },
	[HC_NOTE_UNREAD_MEMBER] = { "unread-member", INFO,
		"a member of a container is no file (a link, a device), so there is nothing to read" },
	[HC_NOTE_NO_TRANSPORT_HEADERS] = { "no-transport-headers", WARNING,
		"Outlook kept no header of this message: it was never sent, or was stripped (MS-OXOMSG 2.2.1.61)" },
	[HC_NOTE_UNSPACED_FROM] = { "unspaced-from", WARNING,
		"a line looks like a separator but stands behind no empty line; some readers begin a message there" },
	[HC_NOTE_SEPARATOR_IN_BODY] = { "separator-in-body", WARNING,
		"by the Content-Length of the message before it this separator is text of that message" },
	[HC_NOTE_TRUNCATED_INPUT] = { "truncated-input", ERROR,
		"the file does not hold what it says it holds, so it was cut or changed" },
};

const char *
hc_note_token(HcNoteCode code)
{
	g_return_val_if_fail((unsigned)code < HC_NOTE_COUNT, "");
	return rows[code].token;
}

HcNoteLevel
hc_note_level(HcNoteCode code)
{
	g_return_val_if_fail((unsigned)code < HC_NOTE_COUNT, ERROR);
	return rows[code].level;
}

const char *
hc_note_sentence(HcNoteCode code)
{
	g_return_val_if_fail((unsigned)code < HC_NOTE_COUNT, "");
	return rows[code].sentence;
}

GArray *
hc_notes_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(HcNote));
}

void
hc_notes_add(GArray *notes, HcNoteCode code, size_t offset, size_t length)
{
	HcNote note = { code, { (uint32_t)offset, (uint32_t)length } };

	g_array_append_val(notes, note);
}
