/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-tls.h
 * What each hop says of TLS, and how good that was.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_TLS_H
#define HOPCHECK_TLS_H

#include "hopcheck-chain.h"

G_BEGIN_DECLS

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
	HC_CERT_NO_RESULT,     /**< the writer has a word for none: verify=NONE,
				* TEMP, PROTOCOL, SOFTWARE, CONFIG, CLEAR */
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
	unsigned group_bits;     /**< of a finite-field group that is given by its
				  * size alone, as "DHE (2048 bits)"; 0 unknown */
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

/** A suite by its IANA name, exactly; NULL: there is none of that name. */
const HcCipher *hc_cipher_named(const char *iana_name);

/** A group's IANA name as our table spells it, ignoring case; NULL: it is in
 *  no table of ours.  Static. */
const char *hc_group_named(const char *iana_name);

/* -------------------------------------------------------------- profiles */

/** A word of a profile's own scale: "good", "phase-out", "MUST NOT". */
typedef struct {
	const char *name;
	HcGrade grade; /**< what it means in our four */
	unsigned rank; /**< of two words the one of the higher rank is worse */
} HcProfileWord;

/** What a rule of a profile speaks of. */
typedef enum {
	HC_PROFILE_VERSION,
	HC_PROFILE_SUITE,
	HC_PROFILE_GROUP,
	HC_PROFILE_SUBJECTS, /**< how many there are */
} HcProfileSubject;

/** One rule: for what it selects it gives a word, for a time.  What a selector
 *  leaves open holds for all. */
typedef struct {
	HcProfileSubject subject;
	const HcProfileWord *word;
	HcGrade grade;         /**< the word's, or one that the rule sets */
	int64_t from_day;      /**< days since 1970-01-01; INT64_MIN: always */
	int64_t until_day;     /**< the last day; INT64_MAX: still */
	uint16_t version_low;  /**< wire codes; 0: any.  Of a rule on a suite or */
	uint16_t version_high; /**< group: the versions in which it holds */
	const HcCipher *const *ciphers; /**< by name; none: not by name */
	size_t cipher_count;
	const char *const *groups; /**< by IANA name; none: not by name */
	size_t group_count;
	const char *strength; /**< class of suites, as in HcCipher; or NULL */
	const char *exchange; /**< HcCipher.kex, whole or its start before a "-" */
	const char *authentication; /**< HcCipher.auth; or NULL */
	const char *encryption;     /**< HcCipher.enc; or NULL */
	unsigned bits_below;    /**< effective key length below this; 0: any */
	unsigned group_bits_below; /**< finite-field group of less; 0: any */
	const char *source;     /**< where it stands written; or NULL */
	const char *sentence;   /**< what it says, with its source */
} HcProfileRule;

/** A document that a profile was made from; what it does not state is NULL. */
typedef struct {
	const char *title;     /**< never NULL */
	const char *href;      /**< where it is */
	const char *published; /**< "YYYY", "YYYY-MM" or "YYYY-MM-DD" */
	const char *read;      /**< what was read of it, and what was not */
} HcProfileSource;

/** A graded profile of TLS: a document's opinion as rules (hopcheck(7),
 *  PROFILES).  Immutable. */
typedef struct HcProfile HcProfile;
struct HcProfile {
	const char *id;
	const char *title;
	const char *publisher; /**< or NULL */
	const char *edition;   /**< or NULL */
	const char *href;      /**< where it is published; or NULL */
	const char *sha256;    /**< of the bytes it was read from; or NULL */
	const char *valid_from; /**< "YYYY-MM-DD"; NULL: always was */
	const char *valid_to;   /**< the last day; NULL: still is */
	int64_t from_day;       /**< of valid_from; INT64_MIN: always was */
	int64_t until_day;      /**< of valid_to; INT64_MAX: still is */
	const HcProfileWord *words; /**< its own, the best first */
	size_t word_count;
	const HcProfileRule *rules;
	size_t rule_count;
	/** What is said of what no rule selects; word NULL: nothing. */
	HcProfileRule unlisted[HC_PROFILE_SUBJECTS];
	const char *not_in_force; /**< sentence for a day outside of its time */
	/** Asked where no rule of this one selects; NULL: it extends none. */
	const HcProfile *parent;
	const HcProfileSource *sources; /**< its own, as they stand in it */
	size_t source_count;
};

/** What a profile says of a hop's TLS on a day. */
typedef struct {
	bool dated;             /**< there is a day to ask about */
	bool in_force;          /**< the profile was, on that day */
	HcGrade grade;          /**< its words in our four; NONE: too little is
				 * stated, or nothing to grade */
	const char *word;       /**< the word that decides; NULL: none does */
	const char *word_worst; /**< of what the hop can mean; NULL as word */
	const char *word_best;  /**< the same as word_worst where all agree */
	const char *reason;     /**< a sentence with its source; or NULL */
	const char *source;     /**< of the rule that decides; or NULL */
} HcProfileOpinion;

/** Ask a profile what it says of a hop's TLS on a day: of version, suite and
 *  group the worst, of all that the hop's words can mean the range.
 *  @param at_s         seconds since 1970 UTC
 *  @param opinion_out  every member set; points into @p profile */
void hc_profile_grade(const HcProfile *profile, const HcTls *tls, int64_t at_s,
		      HcProfileOpinion *opinion_out);

/** The same of a group alone, whatever version and suite; word NULL where the
 *  profile does not speak of groups.
 *  @param group  IANA name, or NULL
 *  @param bits   size of a finite-field group that has no name, 0 unknown */
void hc_profile_grade_group(const HcProfile *profile, const char *group,
			    unsigned bits, int64_t at_s,
			    HcProfileOpinion *opinion_out);

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

/* ------------------------------------------------------------------- words */

/** A key exchange group: one row of the table (sources in tls/groups.tsv). */
typedef struct {
	const char *name; /**< IANA: "x25519", "secp256r1" */
	uint16_t code;    /**< IANA, as on the wire */
	const char *kind; /**< "ecdh", "ffdh", "hybrid-pq", "pq", "gost" */
	uint16_t bits;    /**< of security, 0 when our table does not say */
} HcGroup;

/** One way to write a suite, a version or a group. */
typedef struct {
	const char *writer; /**< who writes it so, or NULL: several */
	const char *text;
} HcSpelling;

/** A rule of our own grades and since when it holds. */
typedef struct {
	HcGrade grade;
	const char *from;     /**< "YYYY-MM-DD", or "": ever */
	const char *source;
	const char *sentence;
} HcGradeRule;

/** What a word means, without any message.  A word can be of several sorts:
 *  "3DES" may stand for a suite, "TLS" is a version and a keyword's part. */
typedef struct {
	const HcCipher *const *ciphers; /**< suites it can mean */
	size_t cipher_count;
	const HcCipher *cipher13; /**< what it stands for under TLS 1.3 where a
				   * writer spells by parts (GnuTLS), or NULL */
	const char *partial;      /**< what a word says that names less than a
				   * suite, or NULL */
	bool no_tls;              /**< it says that there was none */
	bool version;             /**< it is a version's */
	uint16_t version_low;     /**< wire codes, 0 unknown */
	uint16_t version_high;
	bool version_family; /**< a family of suites, not what was negotiated */
	const HcGroup *group;     /**< it is, or holds, a group's; or NULL */
	unsigned group_bits;      /**< it gives a finite-field group by its size */
	const HcTransmission *keyword; /**< it is a "with" keyword, or NULL */
} HcTlsWord;

/** Look a word up as suite (also by code point, "0xC0,0x30" or "0xC030"),
 *  version, group and "with" keyword.
 *  @param word_out  every member set; points to static rows
 *  @return whether it is known as any of them */
bool hc_tls_word(const char *word, HcTlsWord *word_out);

/** The ways to write a suite that we know of.
 *  @return static array */
const HcSpelling *hc_cipher_spellings(const HcCipher *cipher,
				      size_t *count_out);
/** A way to write a version, or what leaves it between two.
 *  @param low    wire code, 0 unknown
 *  @param high   the same as @p low for one version
 *  @param index  0 is the first
 *  @return false past the last */
bool hc_version_spelling(unsigned low, unsigned high, size_t index,
			 HcSpelling *spelling_out);
/** A way to write a group; as hc_version_spelling(). */
bool hc_group_spelling(const HcGroup *group, size_t index,
		       HcSpelling *spelling_out);
/** A rule that grades a suite, a version or a group, whatever the others; the
 *  lowest of all is a hop's grade.
 *  @param index  0 is the oldest
 *  @return static; NULL past the newest */
const HcGradeRule *hc_cipher_rule(const HcCipher *cipher, size_t index);
const HcGradeRule *hc_tls_version_rule(unsigned version, size_t index);
/** The same for a group.
 *  @param group  IANA name, or NULL
 *  @param bits   size of a finite-field group that has no name, 0 unknown */
const HcGradeRule *hc_group_rule(const char *group, unsigned bits,
				 size_t index);

G_END_DECLS

#endif
