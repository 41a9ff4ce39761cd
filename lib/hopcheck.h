/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck.h
 * The path a message took, read from its header fields alone.
 *
 * Stages, each made from the one before it:
 *
 *     HcSource > HcRaw > HcMessage > HcChain > HcEvidence > HcVerdict
 *
 * From HcMessage on, a stage keeps the one before it alive and shows it; an
 * HcRaw needs its source no more.
 *
 * What is wrong with the world (no such file, a bad policy) is a GError.
 * What is wrong with the message is an HcNote, and the stage is made anyway.
 *
 * Stages are opaque, and all but HcSource counted: a stage belongs to whoever
 * made it, hold it in g_autoptr().  Everything seen through a const pointer is
 * borrowed from its stage and dies with it.
 *
 * A NULL string means "not stated"; an empty one was stated, and is empty.
 * Strings are bytes as found, unfolded, perhaps not UTF-8; a NUL shows as
 * U+FFFD.  Offsets and lengths are bytes from the start of the message unless
 * a line says otherwise, times are seconds since 1970-01-01T00:00:00Z, zones
 * are minutes east of UTC.
 *
 * No function here prints, exits, sets the locale, opens a socket or reads
 * the environment.
 */
#ifndef HOPCHECK_H
#define HOPCHECK_H

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
} HcError;

/** The one error domain of this library. */
#define HC_ERROR (hc_error_quark())
GQuark hc_error_quark(void);

/** Version of the library as "MAJOR.MINOR.MICRO"; static. */
const char *hc_version(void);

/** Date of the rule data compiled in, as "YYYY-MM-DD"; static.  "Today" in a
 *  grade is this date unless hc_policy_set_as_of() says otherwise. */
const char *hc_rule_date(void);

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
} HcLimit;

/** The limits in force, in table order.
 *  @param count_out  number of rows
 *  @return static table */
const HcLimit *hc_limits(size_t *count_out);

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

/* ----------------------------------------------------------------- source */

typedef enum {
	HC_KIND_AUTO, /**< by content: first octets "From " make an mbox */
	HC_KIND_EML,  /**< one message */
	HC_KIND_MBOX, /**< messages behind From_ lines (RFC 4155) */
} HcKind;

/** Token of a kind: "auto", "eml", "mbox"; static. */
const char *hc_kind_token(HcKind kind);

/** A run of a source's bytes that is noted; offsets are of the source. */
typedef struct {
	HcNoteCode code;
	uint64_t offset; /**< bytes from the start of the source */
	uint64_t length; /**< bytes */
} HcRegion;

/** What was read of one input.  At the end of a complete input,
 *  message_bytes + separator_bytes + unparsed_bytes == size. */
typedef struct {
	const char *label;        /**< the name as given */
	HcKind kind;              /**< as decided, never HC_KIND_AUTO after a read */
	bool complete;            /**< the end was reached without an error */
	bool changed;             /**< it changed while it was read */
	uint64_t size;            /**< bytes read */
	uint64_t messages;
	uint64_t message_bytes;
	uint64_t separator_bytes; /**< From_ lines and the empty lines that go with them */
	uint64_t unparsed_bytes;
	const char *sha256;       /**< 64 hex digits of all bytes read; NULL before the
	                           *   end, and without digests */
	const HcRegion *regions;  /**< notes on the container, in order */
	size_t region_count;
	uint64_t region_total;    /**< as found; above the limit they are only counted */
} HcInput;

typedef struct HcSource HcSource;
typedef struct HcRaw HcRaw;

/** Open one input.
 *  @param path  a file's path, or "-" for standard input (read, not closed)
 *  @param kind  what it is declared to be
 *  @param error HC_ERROR_OPEN; directories, devices, FIFOs and sockets named
 *               by path are refused, but for a pipe that is open already and
 *               named as such (/dev/fd/N, /proc/self/fd/N)
 *  @return new, or NULL with @p error set */
HcSource *hc_source_open(const char *path, HcKind kind, GError **error);

/** Read bytes in memory as an input (tests, embedding).
 *  @param label  name in reports
 *  @param data   borrowed until the source is freed
 *  @return new, never NULL */
HcSource *hc_source_new_from_bytes(const char *label, const void *data,
				   size_t length, HcKind kind);

/** Say whether SHA-256 digests of the input and its messages are wanted, as
 *  they are unless said otherwise; without, reading costs less, and nothing can
 *  show later that a report is about these very bytes.  Only before the first
 *  read. */
void hc_source_set_digests(HcSource *source, bool wanted);

/** Read the next message.
 *  @param raw_out  new, the caller's; NULL at the end
 *  @param error    HC_ERROR_READ
 *  @return false with @p error set when reading failed; what was read until
 *          then has been delivered */
bool hc_source_next(HcSource *source, HcRaw **raw_out, GError **error);

/** What has been read so far; totals are final once the end was reached. */
const HcInput *hc_source_input(const HcSource *source);

void hc_source_free(HcSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSource, hc_source_free)

/** Where a message stands. */
typedef struct {
	const char *label;   /**< the input's name as given */
	uint64_t number;     /**< 1 is the first message of its input */
	uint64_t offset;     /**< bytes from the start of the input */
	uint64_t length;     /**< bytes */
	const char *sha256;  /**< 64 hex digits of exactly these bytes; NULL without digests */
	bool header_cut;     /**< the header block is longer than the limit */
} HcPlace;

/** Where the message stands in its input. */
const HcPlace *hc_raw_place(const HcRaw *raw);
HcRaw *hc_raw_ref(HcRaw *raw);
void hc_raw_unref(HcRaw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcRaw, hc_raw_unref)

/* ---------------------------------------------------------------- message */

/** One header field, as bytes of the message. */
typedef struct {
	HcSpan where; /**< name to the end of its last line, newline included */
	HcSpan name;  /**< without the colon and white space before it */
	HcSpan value; /**< after the colon, folding kept, last newline dropped */
} HcField;

typedef struct HcMessage HcMessage;

/** Scan a message's header block (RFC 5322 2.2, 4.5; semantics in
 *  hopcheck(7)).
 *  @param raw  a reference is taken
 *  @return new, never NULL */
HcMessage *hc_message_new(HcRaw *raw);
HcMessage *hc_message_ref(HcMessage *message);
void hc_message_unref(HcMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcMessage, hc_message_unref)

/** The raw message it was made from; borrowed. */
HcRaw *hc_message_raw(const HcMessage *message);
/** Number of header fields. */
size_t hc_message_field_count(const HcMessage *message);
/** Field @p index in the order of the message, 0 first. */
const HcField *hc_message_field(const HcMessage *message, size_t index);
/** Whether the field's name equals @p name, ignoring ASCII case. */
bool hc_message_field_is(const HcMessage *message, size_t index,
			 const char *name);
/** First field of that name at or after @p from.
 *  @return its index, or SIZE_MAX */
size_t hc_message_find(const HcMessage *message, const char *name, size_t from);
/** The header block's bytes, untouched.
 *  @param span  must lie in the header block
 *  @return borrowed, span.length bytes, not NUL-terminated */
const char *hc_message_bytes(const HcMessage *message, HcSpan span);
/** A span's bytes, unfolded, NUL shown as U+FFFD; otherwise as found.
 *  @return new, the caller's */
char *hc_message_text(const HcMessage *message, HcSpan span);
/** A value for display only: RFC 2047 words decoded (by GMime, at most 4 KiB
 *  and known charsets, else as found).  Not evidence; may hold any character,
 *  so escape it for its sink.
 *  @return new, valid UTF-8, the caller's */
char *hc_message_display(const HcMessage *message, HcSpan span);
/** Notes on the header block, in order of place. */
const HcNote *hc_message_notes(const HcMessage *message, size_t *count_out);

/* --------------------------------------------------------------- received */

/** A value a Received field can state, each with one role.  Tokens in
 *  hc_fact_token(). */
typedef enum {
	HC_FACT_FROM,         /**< the name after "from", as written */
	HC_FACT_HELO,         /**< what the client said of itself (EHLO, HELO, LHLO) */
	HC_FACT_RDNS,         /**< what DNS said of the peer's address */
	HC_FACT_ADDRESS,      /**< what the socket said: the peer's address */
	HC_FACT_PORT,         /**< the peer's port */
	HC_FACT_IDENT,        /**< RFC 1413 answer or local user */
	HC_FACT_BY,           /**< the name after "by" */
	HC_FACT_BY_ADDRESS,   /**< the receiver's own address */
	HC_FACT_SOFTWARE,     /**< product comment of the receiver */
	HC_FACT_VIA,          /**< link (RFC 5321 4.4) */
	HC_FACT_WITH,         /**< protocol as written */
	HC_FACT_ID,           /**< queue id */
	HC_FACT_FOR,          /**< first recipient; all in HcReceived.recipients */
	HC_FACT_ENVELOPE_FROM,
	HC_FACT_AUTH,         /**< the words that state SMTP AUTH */
	HC_FACT_AUTH_USER,
	HC_FACT_AUTH_MECHANISM,
	HC_FACT_TLS,          /**< the words that state TLS, whole */
	HC_FACT_TLS_VERSION,
	HC_FACT_TLS_CIPHER,
	HC_FACT_TLS_BITS,     /**< key length in use, unit as the dialect writes */
	HC_FACT_TLS_BITS_ALGORITHM,
	HC_FACT_TLS_GROUP,    /**< key exchange or group */
	HC_FACT_TLS_SIGNATURE,
	HC_FACT_TLS_VERIFY,   /**< result for the CLIENT's certificate */
	HC_FACT_TLS_CLIENT,   /**< CN, key digest or name of the client certificate */
	HC_FACT_TLS_ISSUER,
	HC_FACT_CLEAR,        /**< the words that state clear text */
	HC_FACT_DATE,         /**< the date-time as written, zone comment included */
	HC_FACT_SOFTWARE_VERSION, /**< of the receiver's software, the first that
	                       *   its product comment holds */
	HC_FACT_COUNT
} HcFact;

/** Token of a fact, e.g. "tls-version"; static. */
const char *hc_fact_token(HcFact fact);

/** An IP address. */
typedef struct {
	uint8_t family;    /**< 0 none, 4 or 6; a v4-mapped address is 4 */
	uint8_t bytes[16]; /**< network order, 4 or 16 used */
} HcAddress;

typedef enum {
	HC_STAMP_NONE,     /**< no date-time */
	HC_STAMP_POINT,    /**< a point in time */
	HC_STAMP_INTERVAL, /**< zone unknown: between earliest and latest */
	HC_STAMP_BAD,      /**< a date-time that cannot be */
} HcStampState;

/** The date-time a host wrote by its own clock (RFC 5322 3.3, 4.3). */
typedef struct {
	HcStampState state;
	bool zone_known;     /**< false for -0000 and unknown names */
	int16_t zone_min;    /**< minutes east of UTC, as written */
	uint32_t nanosecond; /**< fraction, if written */
	int64_t unix_s;      /**< POINT: the time; INTERVAL: the local time read as UTC */
	int64_t earliest_s;  /**< POINT: == unix_s */
	int64_t latest_s;    /**< POINT: == unix_s */
	HcText written;
} HcStamp;

/** What a writer's silence about TLS is worth. */
typedef enum {
	HC_SILENCE_NOTHING,       /**< it may never say: unrecorded */
	HC_SILENCE_CLEAR,         /**< it states TLS when there is TLS: no */
	HC_SILENCE_CLEAR_IF_EHLO, /**< as CLEAR when the keyword shows EHLO (RFC 3848) */
} HcSilence;

/** Who wrote the field, and so where each fact stands.  One row of the
 *  dialect table. */
typedef struct {
	const char *id;       /**< e.g. "postfix-tls13"; "generic" for the rest */
	const char *name;     /**< for a person */
	const char *software; /**< family: "postfix", "exim" ...; "" for generic */
	HcSilence silence;
	bool writes_rdns;     /**< a name in the RDNS place was looked up by the writer */
	const char *source;   /**< where the shape is known from */
	const char *silence_since; /**< the day since which silence counts,
	                            *   "YYYY-MM-DD"; NULL: ever since there was TLS */
	int64_t silence_since_s;   /**< its beginning, UTC; 0 when NULL */
} HcDialect;

/** A row of the "with" keyword table (IANA Mail Transmission Types and
 *  others). */
typedef struct {
	const char *token;     /**< upper case */
	const char *status;    /**< "iana", "iana-historic", "unregistered" ... */
	const char *family;    /**< "smtp", "lmtp", "http", "mapi", "local" ... */
	char tls;              /**< 'y', 'n', '?' or '-' (not a network hop) */
	char auth;             /**< 'y', 'n', '?' or 'i' (implied) */
	bool smtputf8;
	const char *reference;
} HcTransmission;

/** A Received field, taken apart. */
typedef struct {
	const HcText *facts;      /**< HC_FACT_COUNT of them, by HcFact */
	const HcText *recipients; /**< every "for", in order */
	size_t recipient_count;
	const HcText *comments;   /**< every top-level comment, parentheses dropped */
	size_t comment_count;
	const HcDialect *dialect;             /**< never NULL */
	const HcTransmission *transmission;   /**< NULL: no known keyword */
	HcAddress peer;           /**< read from HC_FACT_ADDRESS; family 0: none
	                           *   that is surely the socket's */
	HcAddress by_address;     /**< read from HC_FACT_BY_ADDRESS or BY */
	bool rdns_doubted;        /**< "may be forged", "unverified" and their kind */
	bool rdns_none;           /**< the writer says that there is none ("unknown") */
	HcStamp stamp;
	const HcNote *notes;
	size_t note_count;
	HcAddress unsure_peer;    /**< the one address of a from part where the
	                           *   writer's way is not known: it may be the
	                           *   HELO, so trust must not rest on it.  Family
	                           *   0 where there is none or peer is read;
	                           *   HC_FACT_ADDRESS then states it */
	bool writer_doubted;      /**< it names a second writer, against the habit
	                           *   of its software, or a parenthesis without a
	                           *   partner may hide the true one */
} HcReceived;

/* ------------------------------------------------------------------ chain */

/** How a hop's receiver is found again in the next hop's "from" part. */
typedef enum {
	HC_LINK_LAST,     /**< no newer hop */
	HC_LINK_NAME,     /**< same host name */
	HC_LINK_ADDRESS,  /**< same address */
	HC_LINK_HOST,     /**< same first label, other domain or none */
	HC_LINK_DOMAIN,   /**< same organisational domain (public suffix list) */
	HC_LINK_LOOPBACK, /**< handed on inside one host */
	HC_LINK_NO_FROM,  /**< the next field names no sender */
	HC_LINK_NONE,     /**< nothing fits: a hop may be missing */
} HcLink;

/** Token of a link: "same-name", "none" ...; static. */
const char *hc_link_token(HcLink link);

/** What sort of step a hop is, by its dialect, keyword, link and peer. */
typedef enum {
	HC_HOP_TRANSFER,     /**< from one host to the next */
	HC_HOP_SUBMISSION,   /**< from a mail client or mailbox (RFC 6409) */
	HC_HOP_LOCAL,        /**< inside one host: pickup, queue step */
	HC_HOP_FILTER,       /**< into or out of a known content filter */
	HC_HOP_LIST,         /**< taken up anew by a mailing list */
	HC_HOP_RETRIEVAL,    /**< fetched from a mailbox: the chain starts anew */
	HC_HOP_FRONT_END,    /**< taken by Exchange's Frontend Transport */
	HC_HOP_DELIVERY,     /**< into a mailbox store (LMTP, Exchange HTTPS) */
	HC_HOP_WEB,          /**< handed in over HTTP, by a browser or a program */
	HC_HOP_LOOPBACK,     /**< one host hands on to itself over SMTP: a filter or
	                      *   a list manager, which is not said */
} HcHopKind;

/** Token: "transfer", "submission", "local" ...; static. */
const char *hc_hop_kind_token(HcHopKind kind);

/** One transfer, recorded by its receiver. */
typedef struct {
	unsigned number;    /**< 1 is nearest the sender */
	size_t field;       /**< index of its field in the message */
	HcSpan where;       /**< the whole field */
	bool misplaced;     /**< stands below the trace block: unattributable */
	const HcReceived *received;
	HcLink link;        /**< to the hop one number up */
	bool delay_known;
	int64_t delay_s;    /**< this stamp minus the last older known one, signed */
	bool reversal;      /**< runs back by more than the tolerance */
	const HcNote *notes; /**< of the chain; the field's and TLS's are elsewhere */
	size_t note_count;
	HcHopKind kind;
} HcHop;

/** Tolerance for differing clocks, seconds (hopcheck(7), TIME). */
#define HC_CLOCK_TOLERANCE_S 300

typedef struct HcChain HcChain;

/** Read every Received field of a message and line the hops up.
 *  @param message  a reference is taken
 *  @return new, never NULL */
HcChain *hc_chain_new(HcMessage *message);
HcChain *hc_chain_ref(HcChain *chain);
void hc_chain_unref(HcChain *chain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcChain, hc_chain_unref)

HcMessage *hc_chain_message(const HcChain *chain);
/** Hops read (at most the limit of 1,000). */
size_t hc_chain_length(const HcChain *chain);
/** Received fields in the message, read or not. */
size_t hc_chain_received_count(const HcChain *chain);
/** Hop by index; 0 is hop number 1, the one nearest the sender. */
const HcHop *hc_chain_hop(const HcChain *chain, size_t index);

/** What stands beside the hops and speaks of the path.  A hint proves nothing:
 *  most of these fields can be written by anyone. */
typedef enum {
	HC_HINT_RECEIVED_COPY,      /**< X-Received: a step that is no hop */
	HC_HINT_CLIENT_ADDRESS,     /**< X-Originating-IP and its kind */
	HC_HINT_CLIENT_PROXY,       /**< X-ClientProxiedBy */
	HC_HINT_SPF,                /**< Received-SPF (RFC 7208 9.1) */
	HC_HINT_AUTHENTICATION,     /**< Authentication-Results (RFC 8601) */
	HC_HINT_ARC_AUTHENTICATION, /**< ARC-Authentication-Results (RFC 8617) */
	HC_HINT_QUEUE_CLOCK,        /**< a time in the id of a Received field */
	HC_HINT_MESSAGE_ID_CLOCK,   /**< a time in the Message-ID */
	HC_HINT_SIGNATURE_CLOCK,    /**< t= of DKIM-Signature, ARC-Seal ... */
	HC_HINT_ARRIVAL_CLOCK,      /**< X-OriginalArrivalTime and its kind */
	HC_HINT_THREAD_CLOCK,       /**< a time in the Thread-Index */
	HC_HINT_COUNT               /**< number of kinds, no kind */
} HcHintKind;

/** Token: "x-received", "queue-id-clock" ...; static. */
const char *hc_hint_kind_token(HcHintKind kind);

/** How a hint stands to its hop. */
typedef enum {
	HC_PLACE_NONE,  /**< the message has no hop */
	HC_PLACE_IN,    /**< in the hop's own field */
	HC_PLACE_ABOVE, /**< above it, before the field of the next hop */
	HC_PLACE_BELOW, /**< below it, and no hop is below the hint */
} HcHintPlace;

/** Token: "none", "in", "above", "below"; static. */
const char *hc_hint_place_token(HcHintPlace place);

/** A hint, and the time it holds. */
typedef struct {
	HcHintKind kind;
	const char *form;     /**< row that read it: "exim", "x-originating-ip" */
	const char *source;   /**< where that form is known from */
	HcHintPlace place;
	unsigned hop;         /**< number of the hop it stands in or next to; 0: none */
	size_t field;         /**< index of its field in the message */
	HcText value;         /**< the id, or the whole value of the field */
	HcAddress address;    /**< family 0: it holds none */
	bool time_known;
	HcSpan time_where;    /**< the bytes the time rests on */
	int64_t earliest_s;   /**< == latest_s when it is a point */
	int64_t latest_s;     /**< the last second it can be */
	uint32_t resolution_s; /**< one step of what is written, seconds */
	bool difference_known;
	int64_t difference_s; /**< the time minus the stamp beside it (of its own
	                       *   field, else of the hop): 0 within an interval,
	                       *   else to its nearer end */
	bool implausible;     /**< more than HC_HINT_TOLERANCE_S from that stamp */
} HcHint;

/** How far a hint's time may be from its stamp, seconds. */
#define HC_HINT_TOLERANCE_S 86400

/** What stands beside the hops, in the order of the message. */
const HcHint *hc_chain_hints(const HcChain *chain, size_t *count_out);

/* --------------------------------------------------------------- evidence */

typedef enum {
	HC_TLS_UNRECORDED,   /**< silence that proves nothing */
	HC_TLS_NO,           /**< stated, or software known to state TLS is silent */
	HC_TLS_YES,          /**< stated */
	HC_TLS_NOT_SMTP,     /**< HTTPS, MAPI, LMTP on a socket, local */
	HC_TLS_CONTRADICTED, /**< two statements that cannot both hold */
} HcTlsState;

/** Token: "unrecorded", "no", "yes", "not-smtp", "contradicted"; static. */
const char *hc_tls_state_token(HcTlsState state);

/** What a TLS state rests on. */
typedef enum {
	HC_BASIS_NONE,
	HC_BASIS_DETAIL,   /**< version or suite written */
	HC_BASIS_PHRASE,   /**< words such as "(TLS)" or "over TLS secured channel" */
	HC_BASIS_KEYWORD,  /**< an S keyword (RFC 3848) alone */
	HC_BASIS_STATED_CLEAR, /**< clear text said outright */
	HC_BASIS_SILENCE,  /**< a writer known to state TLS did not */
	HC_BASIS_PROTOCOL, /**< the keyword is not SMTP */
} HcBasis;

/** Token: "detail", "phrase", "keyword" ...; static. */
const char *hc_basis_token(HcBasis basis);

/** Protocol versions as on the wire (RFC 8446 B.1); 0 is unknown. */
enum {
	HC_SSL_2 = 0x0002,
	HC_SSL_3 = 0x0300,
	HC_TLS_1_0 = 0x0301,
	HC_TLS_1_1 = 0x0302,
	HC_TLS_1_2 = 0x0303,
	HC_TLS_1_3 = 0x0304,
};

/** Name of a wire version: "TLSv1.2", "SSLv3"; "" for 0; static. */
const char *hc_tls_version_name(unsigned version);

/** A cipher suite: one row of the table (sources in tls/ciphers.tsv). */
typedef struct {
	const char *iana_code;    /**< "0xC0,0x30" */
	const char *iana_name;    /**< "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" */
	const char *openssl_name; /**< or "" */
	uint16_t version_min;     /**< wire code */
	uint16_t version_max;
	uint16_t bits;            /**< nominal key length of the cipher */
	uint16_t bits_effective;
	const char *kex;          /**< "ECDHE", "RSA" ... */
	const char *auth;
	const char *enc;
	bool forward_secret;
	bool aead;
	const char *strength;     /**< class: "tls13", "strong", "fs-cbc" ... */
} HcCipher;

/** Result for the client's certificate, as the receiver stated it. */
typedef enum {
	HC_CERT_UNSTATED,
	HC_CERT_NOT_REQUESTED, /**< "No client certificate requested", verify=NOT */
	HC_CERT_ABSENT,        /**< requested, none came: verify=NO */
	HC_CERT_VERIFIED,      /**< verify=OK */
	HC_CERT_FAILED,        /**< came, not verified: verify=FAIL */
	HC_CERT_KEY,           /**< a raw public key (RFC 7250) */
	HC_CERT_OTHER,         /**< a word we do not know: see HC_FACT_TLS_VERIFY */
	HC_CERT_UNVERIFIED,    /**< none came, or one that was not verified: the
				* writer has one word for both */
} HcCertificate;

/** Token: "not-requested", "absent", "verified" ...; static. */
const char *hc_certificate_token(HcCertificate certificate);

/** What one hop says of TLS. */
typedef struct {
	HcTlsState state;
	HcBasis basis;
	HcSpan where;            /**< the bytes the state rests on */
	uint16_t version_low;    /**< wire codes; equal when known, 0 when unknown */
	uint16_t version_high;
	bool version_family;     /**< a family label such as TLSv1/SSLv3 was written */
	const HcCipher *const *ciphers; /**< what the token can mean */
	size_t cipher_count;     /**< 0 unknown, 1 known, more: ambiguous */
	bool cipher_old_spelling; /**< a TLS 1.3 suite under a TLS 1.2 name */
	unsigned bits;           /**< key length in bits, 0 when not stated */
	unsigned bits_algorithm;
	const char *group;       /**< IANA group name, or NULL */
	HcCertificate certificate;
} HcTls;

/** Our four grades, and none. */
typedef enum {
	HC_GRADE_NONE, /**< nothing to grade, or not enough stated */
	HC_GRADE_BROKEN,
	HC_GRADE_WEAK,
	HC_GRADE_ACCEPTABLE,
	HC_GRADE_STRONG,
} HcGrade;

/** Token: "none", "broken", "weak", "acceptable", "strong"; static. */
const char *hc_grade_token(HcGrade grade);

/** Grade a hop's TLS by the rules in force at a time (rule dates in
 *  tls/rule-dates.tsv).
 *  @param at_s        seconds since 1970 UTC
 *  @param reason_out  static sentence with its source, or NULL; may be NULL */
HcGrade hc_tls_grade(const HcTls *tls, int64_t at_s, const char **reason_out);

typedef struct HcEvidence HcEvidence;

/** Read what each hop says of TLS.
 *  @param chain  a reference is taken
 *  @return new, never NULL */
HcEvidence *hc_evidence_new(HcChain *chain);
HcEvidence *hc_evidence_ref(HcEvidence *evidence);
void hc_evidence_unref(HcEvidence *evidence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcEvidence, hc_evidence_unref)

HcChain *hc_evidence_chain(const HcEvidence *evidence);
/** TLS of hop @p index (0 is hop number 1). */
const HcTls *hc_evidence_tls(const HcEvidence *evidence, size_t index);
/** Notes of the TLS reading of hop @p index. */
const HcNote *hc_evidence_notes(const HcEvidence *evidence, size_t index,
				size_t *count_out);

/* ----------------------------------------------------------------- policy */

typedef enum {
	HC_EVIDENCE_UNATTRIBUTABLE, /**< no "by", or not in the trace block */
	HC_EVIDENCE_CLAIMED,        /**< below the horizon */
	HC_EVIDENCE_PARTNER,        /**< by a declared partner, unbroken from above */
	HC_EVIDENCE_ATTESTED,       /**< by a host of the own set, unbroken from above */
} HcEvidenceGrade;

/** Token: "unattributable", "claimed", "partner", "attested"; static. */
const char *hc_evidence_grade_token(HcEvidenceGrade grade);

typedef enum {
	HC_SCOPE_OUTSIDE,
	HC_SCOPE_BOUNDARY, /**< where the own set took the message from outside */
	HC_SCOPE_INTERNAL, /**< inside the own set */
	HC_SCOPE_UNKNOWN,  /**< nothing shows on which side the peer stood */
} HcScope;

/** Token: "outside", "boundary", "internal", "unknown"; static. */
const char *hc_scope_token(HcScope scope);

typedef enum {
	HC_OUTCOME_PASS,
	HC_OUTCOME_FAIL,
	HC_OUTCOME_INDETERMINATE,
} HcOutcome;

/** Token: "pass", "fail", "indeterminate"; static. */
const char *hc_outcome_token(HcOutcome outcome);

typedef enum {
	HC_SEVERITY_INFO,
	HC_SEVERITY_LOW,
	HC_SEVERITY_MEDIUM,
	HC_SEVERITY_HIGH,
	HC_SEVERITY_CRITICAL,
} HcSeverity;

/** Token: "info" ... "critical"; static. */
const char *hc_severity_token(HcSeverity severity);

typedef enum {
	HC_EFFECT_INFO,
	HC_EFFECT_WARN,
	HC_EFFECT_INDETERMINATE,
	HC_EFFECT_FAIL,
} HcEffect;

/** Token: "info", "warn", "indeterminate", "fail"; static. */
const char *hc_effect_token(HcEffect effect);

/** A row of the finding catalogue (policy/findings.tsv). */
typedef struct {
	const char *id;          /**< stable, e.g. "HC-T01" */
	HcSeverity severity;
	const char *title;
	const char *rationale;
	const char *source;      /**< where the rule comes from */
	const char *remediation;
	const char *not_proved;  /**< what the finding does not prove, one sentence */
} HcRule;

/** The catalogue rows this version can raise, by ID. */
const HcRule *hc_rules(size_t *count_out);

/** The strongest effect that a finding of a rule can have under the policy in
 *  force; where the hop is another, it is weaker.
 *  @param rule  of hc_rules() */
HcEffect hc_rule_effect(const HcRule *rule);

/** What a rule makes of a message. */
typedef struct {
	const HcRule *rule;
	HcEffect effect;      /**< under the policy in force */
	unsigned hop;         /**< number, or 0: the message */
	HcSpan where;         /**< the bytes it rests on */
	const char *sentence; /**< what was found, plain English */
} HcFinding;

/** How a hop is judged. */
typedef struct {
	HcEvidenceGrade evidence;
	bool contradicted;        /**< a fact of this hop contradicts another */
	HcScope scope;
	bool inner_leg;           /**< inside one organisation or host */
	HcGrade grade_then;       /**< by the rules at its own stamp; NONE if undated */
	HcGrade grade_now;        /**< by the rules at the as-of date */
	const char *reason_then;  /**< or NULL */
	const char *reason_now;
	const char *why;          /**< why it has this evidence grade and scope */
} HcJudgement;

typedef struct HcPolicy HcPolicy;
typedef struct HcVerdict HcVerdict;

/** The inferred policy: own set from each message's newest field, one
 *  requirement (hopcheck(7), POLICY). */
HcPolicy *hc_policy_new(void);
/** State (part of) the own set instead of inferring it.
 *  @param member  a domain, its subdomains included, or an address or CIDR
 *                 block
 *  @param error   HC_ERROR_POLICY */
bool hc_policy_trust(HcPolicy *policy, const char *member, GError **error);
/** Set "today".
 *  @param date  "YYYY-MM-DD"
 *  @param error HC_ERROR_POLICY */
bool hc_policy_set_as_of(HcPolicy *policy, const char *date, GError **error);
/** Name the recipient the verdict is for. */
bool hc_policy_add_recipient(HcPolicy *policy, const char *address,
			     GError **error);
/** Whether no domain was stated, so that the names of each message's own set
 *  are inferred; addresses may be stated besides. */
bool hc_policy_is_inferred(const HcPolicy *policy);
/** The as-of date, "YYYY-MM-DD". */
const char *hc_policy_as_of(const HcPolicy *policy);
/** The stated members, in order given. */
const char *const *hc_policy_members(const HcPolicy *policy, size_t *count_out);
/** The stated recipients, in order given. */
const char *const *hc_policy_recipients(const HcPolicy *policy,
					size_t *count_out);
/** SHA-256 (64 hex digits) over the stated policy in canonical form. */
const char *hc_policy_digest(const HcPolicy *policy);
void hc_policy_free(HcPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPolicy, hc_policy_free)

/** Judge a message.
 *  @param evidence  a reference is taken
 *  @return new, never NULL */
HcVerdict *hc_policy_judge(const HcPolicy *policy, HcEvidence *evidence);
HcVerdict *hc_verdict_ref(HcVerdict *verdict);
void hc_verdict_unref(HcVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcVerdict, hc_verdict_unref)

HcEvidence *hc_verdict_evidence(const HcVerdict *verdict);
HcOutcome hc_verdict_outcome(const HcVerdict *verdict);
/** The reason for the outcome, one or more plain sentences, parted by two
 *  blanks; where there is a hop, the last says what is attested and what no
 *  header shows. */
const char *hc_verdict_reason(const HcVerdict *verdict);
/** Judgement of hop @p index (0 is hop number 1). */
const HcJudgement *hc_verdict_judgement(const HcVerdict *verdict, size_t index);
/** Number of the oldest attested or partner hop; hops below are claims.  0:
 *  no hop is attested. */
unsigned hc_verdict_horizon(const HcVerdict *verdict);
/** Number of the boundary hop, or 0. */
unsigned hc_verdict_boundary(const HcVerdict *verdict);
/** The own set as a person would name it ("example.org", "Google Workspace"),
 *  as stated or inferred; NULL: there is none. */
const char *hc_verdict_own_set(const HcVerdict *verdict);
/** Findings, by severity and hop. */
const HcFinding *hc_verdict_findings(const HcVerdict *verdict,
				     size_t *count_out);
/** Recipients the verdict is for. */
const char *const *hc_verdict_recipients(const HcVerdict *verdict,
					 size_t *count_out);
/** Where the recipients come from: "option", "received-for", "delivered-to",
 *  "to-cc", "none"; static. */
const char *hc_verdict_recipients_from(const HcVerdict *verdict);

/* ----------------------------------------------------------------- report */

typedef enum {
	HC_FORM_TEXT,
	HC_FORM_XML,
	HC_FORM_JSON,
} HcReportForm;

/** How to write a report.  All but form change the text form only. */
typedef struct {
	HcReportForm form;
	unsigned width;        /**< columns; 0 means 80 */
	bool utf8;             /**< line drawing and UTF-8 text may be written */
	bool colour;           /**< SGR sequences may be written */
	bool quiet;            /**< one line a message */
	bool verbose;          /**< every fact, note and raw field */
	const char *timezone;  /**< display zone: "UTC", "+01:00", IANA name; NULL: UTC */
	bool fields;           /**< each Received field taken apart, no verdict */
} HcReportOptions;

/** Sums over what was added. */
typedef struct {
	uint64_t inputs;
	uint64_t inputs_failed;  /**< not (fully) read */
	uint64_t messages;
	uint64_t hops;
	uint64_t pass;
	uint64_t fail;
	uint64_t indeterminate;
} HcTotals;

typedef struct HcReport HcReport;

/** Begin a report.
 *  @param policy  borrowed while the report lives
 *  @param error   HC_ERROR_POLICY: unknown time zone */
HcReport *hc_report_new(const HcReportOptions *options, const HcPolicy *policy,
			GError **error);
/** Add a message's verdict. */
void hc_report_add(HcReport *report, const HcVerdict *verdict);
/** Add an input after its last message.
 *  @param failure  why it was not (fully) read, or NULL */
void hc_report_add_input(HcReport *report, const HcInput *input,
			 const GError *failure);
/** Close the report; nothing may be added after. */
void hc_report_finish(HcReport *report);
/** Move what is ready to @p out.  Text is ready as it comes, the other forms
 *  after hc_report_finish(). */
void hc_report_take(HcReport *report, GString *out);
const HcTotals *hc_report_totals(const HcReport *report);
void hc_report_free(HcReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcReport, hc_report_free)

/** Check a report's bytes: XML against the schema compiled in, JSON and text
 *  for well-formed UTF-8.
 *  @param error  HC_ERROR_WRITE, with the line */
bool hc_report_check(HcReportForm form, const char *data, size_t length,
		     GError **error);
/** Write bytes under a name: temporary file beside it, checked, synced,
 *  renamed; nothing stands under @p path unless all went well.
 *  @param error  HC_ERROR_WRITE */
bool hc_report_publish(HcReportForm form, const char *data, size_t length,
		       const char *path, GError **error);

G_END_DECLS

#endif
