/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-received.h
 * One Received field, taken apart.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_RECEIVED_H
#define HOPCHECK_RECEIVED_H

#include "hopcheck-words.h"

G_BEGIN_DECLS

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

/** Habits of a writer beyond its shapes, as bits (sources in the table). */
typedef enum {
	HC_HABIT_CONFIRMS_RDNS = 1 << 0, /**< takes a name from DNS only where it
	                                  *   leads back to the address */
	HC_HABIT_PLAIN_KEYWORD = 1 << 1, /**< a keyword without S beside TLS */
	HC_HABIT_LOCAL_SOURCE = 1 << 2,  /**< a peer without an address is a
	                                  *   program of its own host */
	HC_HABIT_OWN_BOUNCE = 1 << 3,    /**< as LOCAL_SOURCE where the peer is
	                                  *   "localhost" and no keyword stands */
	HC_HABIT_HOST_FILTER = 1 << 4,   /**< listens on loopback, behind the
	                                  *   server of its host */
} HcHabit;

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
	unsigned habits;           /**< HcHabit bits */
	const char *step;          /**< the sort of step that all its fields
	                            *   tell of (hc_hop_kind_token()); NULL:
	                            *   that is to be seen from the field */
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
	bool tls_twice;           /**< it states two versions or two suites, of
	                           *   which the facts hold the first */
	bool tls_unread;          /**< the writer's own words speak of TLS in a way
	                           *   that is not known: it is not silent */
} HcReceived;

G_END_DECLS

#endif
