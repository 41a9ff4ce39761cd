/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-policy.h
 * Whom to believe, and what a message is judged by.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_POLICY_H
#define HOPCHECK_POLICY_H

#include "hopcheck-content.h"
#include "hopcheck-tls.h"
#include "hopcheck-atlas.h"

G_BEGIN_DECLS

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

/** The strongest effect that a finding of a rule can have without a policy
 *  document; where the hop is another, it is weaker.
 *  @param rule  of hc_rules() */
HcEffect hc_rule_effect(const HcRule *rule);

/** What a rule makes of a message. */
typedef struct {
	const HcRule *rule;
	HcEffect effect;      /**< under the policy in force */
	unsigned hop;         /**< number, or 0: the message */
	HcSpan where;         /**< the bytes it rests on */
	const char *sentence; /**< what was found, plain English */
	HcSeverity severity;  /**< of the rule, or as the policy sets it */
	bool suppressed;      /**< by the policy: shown, but it weighs nothing */
	bool mitigated;       /**< end-to-end protection was found: shown, but
	                       *   it weighs nothing */
	const char *set_aside; /**< why it is suppressed or mitigated, with who
	                        *   approved it and until when; else NULL */
	const char *recipient; /**< whose copy it is about; NULL: every one */
} HcFinding;

/** What no header can show of a path, or this one's do not. */
typedef enum {
	HC_LEG_BEFORE,     /**< before the first stamp */
	HC_LEG_CLAIMED,    /**< below the horizon: recorded by claims alone */
	HC_LEG_UNRECORDED, /**< attested, but not whether there was TLS */
	HC_LEG_HOST,       /**< inside a host that stamped */
	HC_LEG_READER,     /**< from the last stamp to the reader */
	HC_LEG_FORWARD,    /**< a copy sent on after the last stamp */
} HcLegKind;

/** Token: "before-first-stamp", "claimed" ... "after-forward"; static. */
const char *hc_leg_kind_token(HcLegKind kind);

/** A leg of the way for which there is no evidence. */
typedef struct {
	HcLegKind kind;
	unsigned first;       /**< number of its oldest hop, or 0 */
	unsigned last;        /**< of its newest, or 0 */
	const char *sentence; /**< plain English */
} HcLeg;

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
	bool profile_decides;          /**< it was stated: the verdict goes by it */
	HcProfileOpinion profile_then; /**< what it says, likewise */
	HcProfileOpinion profile_now;
	HcGrade decides_then; /**< what the verdict goes by: the grade of a profile
			       * that was stated, where it was in force on that
			       * day; else grade_then */
	HcGrade decides_now;
	const char *decides_reason_then; /**< or NULL */
	const char *decides_reason_now;
	const HcProfile *profile; /**< whose opinions these are; of the policy,
				   * which must outlive it */
} HcJudgement;

/** What is known of a profile without reading it. */
typedef struct {
	const char *id;
	const char *title;
	const char *refusal; /**< NULL: compiled in; else why there is none */
} HcProfileEntry;

/** The profiles by name: those compiled in, then those that are refused. */
const HcProfileEntry *hc_profiles(size_t *count_out);

/** Read a profile: one compiled in by its name, or a file of one's own
 *  (schemas/profile.xsd) by its path.
 *  @param name   a path when it holds a "/" or ends in ".xml"
 *  @param error  HC_ERROR_POLICY, with the line; HC_ERROR_OPEN, HC_ERROR_READ
 *  @return new, or NULL */
HcProfile *hc_profile_new(const char *name, GError **error);
HcProfile *hc_profile_ref(const HcProfile *profile);
void hc_profile_unref(HcProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcProfile, hc_profile_unref)

typedef struct HcPolicy HcPolicy;
typedef struct HcVerdict HcVerdict;

/** The inferred policy: own set from each message's newest field, one
 *  requirement (hopcheck(7), POLICY). */
HcPolicy *hc_policy_new(void);
/** Load a policy document (hopcheck-policy(5)) and the lists beside it.
 *  @param path   a regular file of at most 256 KiB
 *  @param error  HC_ERROR_POLICY: "FILE:LINE:COLUMN: what"
 *  @return new, the caller's, or NULL */
HcPolicy *hc_policy_load(const char *path, GError **error);
/** As hc_policy_load(), of a document in memory.
 *  @param data    borrowed
 *  @param name    what messages call the document
 *  @param folder  where the lists that it names lie; NULL: there are none
 *  @param error   HC_ERROR_POLICY
 *  @return new, the caller's, or NULL */
HcPolicy *hc_policy_load_bytes(const char *data, size_t length,
			       const char *name, const char *folder,
			       GError **error);

/** Something in a policy that is no reason to refuse it. */
typedef struct {
	const char *file; /**< the policy's name, or an external list's */
	unsigned line;    /**< from 1 */
	unsigned column;  /**< from 1, in characters; of a list's row: 1 */
	const char *text; /**< plain English */
} HcPolicyWarning;

/** What a document was warned of, by place; none without a document. */
const HcPolicyWarning *const *hc_policy_warnings(const HcPolicy *policy,
						 size_t *count_out);

/** An external list that a policy document took members from. */
typedef struct {
	const char *href;   /**< as written in the document */
	const char *sha256; /**< 64 hex digits, of its bytes */
	size_t rows;        /**< that are members */
	const char *read;   /**< the day it was fetched, or NULL */
} HcPolicyList;

/** A policy document, as a report names it. */
typedef struct {
	const char *name;    /**< as given: a path */
	const char *id;
	const char *version;
	const char *issued;  /**< "YYYY-MM-DD" */
	const char *owner;
	const char *sha256;  /**< 64 hex digits, of its bytes */
	const HcPolicyList *lists;
	size_t list_count;
} HcPolicyDocument;

/** The document that a policy was loaded from; NULL: it was not. */
const HcPolicyDocument *hc_policy_document(const HcPolicy *policy);

/** A statement of a policy document. */
typedef struct {
	const char *part;       /**< element: "mta", "community", "link" ... */
	const char *id;         /**< or NULL */
	char *text;             /**< what it says, plain English */
	const char *file;
	unsigned line;
	char *valid_from;       /**< "YYYY-MM-DD", or NULL: always was */
	char *valid_to;         /**< the last day, or NULL: still is */
	bool in_force;          /**< on the day that was asked about */
} HcPolicyStatement;

/** List what a policy document states, and whether it is in force on a day.
 *  @param date   "YYYY-MM-DD"
 *  @param error  HC_ERROR_POLICY: no date, or no document
 *  @return new array of HcPolicyStatement *, that frees them; or NULL */
GPtrArray *hc_policy_statements(const HcPolicy *policy, const char *date,
				GError **error);

/** An answer of a policy document to one question. */
typedef struct {
	const char *question;   /**< "pair", "content", "inbound", "outbound",
				 *   "internal", "outside", "stamp" */
	const char *outcome;    /**< token of the pair's outcome, of what is
				 *   asked of TLS, "accepted" of content, or the
				 *   token of the evidence of a stamp */
	const char *community;  /**< that decides, or NULL */
	const char *profile;    /**< that TLS has to satisfy, or NULL */
	const char *file;       /**< of the statement that decides, or NULL */
	unsigned line;          /**< 0: none decides */
	char *sentence;         /**< which rule decides and why */
	char *source;           /**< titles of its sources, or NULL */
	char *step;             /**< "A to B", of a path; or NULL */
} HcPolicyAnswer;

/** Ask which statements decide for mail from one address to another.
 *  @param from   address or domain; "" or "<>": a null sender
 *  @param to     address or domain
 *  @param date   "YYYY-MM-DD"
 *  @param path   hosts from the sender on, names or addresses, NULL ends;
 *                NULL: none, so both directions over the boundary are asked
 *                about
 *  @param error  HC_ERROR_POLICY: no such date, address or host, no document
 *  @return new array of HcPolicyAnswer *, that frees them, the pair first; or
 *          NULL */
GPtrArray *hc_policy_explain(const HcPolicy *policy, const char *from,
			     const char *to, const char *date,
			     const char *const *path, GError **error);

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
/** State the profile that TLS is judged by (hopcheck(7), PROFILES).
 *  @param profile  a reference is taken */
void hc_policy_set_profile(HcPolicy *policy, const HcProfile *profile);
/** The profile stated, else the default, bcp195. */
const HcProfile *hc_policy_profile(const HcPolicy *policy);
/** Whether a profile was stated, so that it decides. */
bool hc_policy_profile_is_stated(const HcPolicy *policy);
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
/** SHA-256 (64 hex digits) over the stated policy in canonical form; of a
 *  document and its lists it holds their digests. */
const char *hc_policy_digest(const HcPolicy *policy);
/** Look the peers' addresses up in databases.
 *  @param atlas  a reference is taken; NULL: in none */
void hc_policy_set_atlas(HcPolicy *policy, HcAtlas *atlas);
/** The databases that peers are looked up in, or NULL. */
const HcAtlas *hc_policy_atlas(const HcPolicy *policy);
/** A catalogue of controls that findings can refer to. */
typedef struct {
	const char *id;    /**< its name in a policy, e.g. "iso-27001-2022" */
	const char *title;
} HcCatalogue;

/** All catalogues that findings can refer to; static. */
const HcCatalogue *hc_catalogues(size_t *count_out);
/** Number of catalogues that the policy selects. */
size_t hc_policy_catalogue_count(const HcPolicy *policy);
/** Catalogue @p index, in the order of the policy; static. */
const HcCatalogue *hc_policy_catalogue(const HcPolicy *policy, size_t index);
/** The clauses of a catalogue that bear on a finding, by a public crosswalk:
 *  "A.5.14, A.8.20"; static; NULL: it links none.
 *  @param catalogue  of hc_policy_catalogue() or hc_catalogues() */
const char *hc_catalogue_references(const HcCatalogue *catalogue,
				    const char *rule_id);
/** Where the references come from, and what they do not say; static. */
const char *hc_catalogue_source(void);
void hc_policy_free(HcPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPolicy, hc_policy_free)

/** The strongest effect that a finding of a rule can have under a policy, but
 *  for what its overrides set; where the hop is another, it is weaker.
 *  @param rule  of hc_rules()
 *  @return false: under this policy it cannot be raised */
bool hc_policy_rule_effect(const HcPolicy *policy, const HcRule *rule,
			   HcEffect *effect_out);

/** Judge a message.
 *  @param evidence  a reference is taken
 *  @return new, never NULL */
HcVerdict *hc_policy_judge(const HcPolicy *policy, HcEvidence *evidence);
/** Whether a policy speaks of content at all, so that some message's may have
 *  to be read. */
bool hc_policy_needs_content(const HcPolicy *policy);
/** A tag of the Subject by which a policy document lets protection be asked
 *  for, for HcContentOptions; the policy's.
 *  @param index  from 0
 *  @return NULL: there are no more */
const char *hc_policy_request_tag(const HcPolicy *policy, size_t index);
/** Whether judging with the message's content can come out otherwise: it asks
 *  for protection of itself, or what was found would be mitigated by it, and
 *  the policy document speaks of that. */
bool hc_verdict_needs_content(const HcPolicy *policy, const HcVerdict *verdict);
/** Judge a message whose content was read, too.
 *  @param content  of the same message; a reference is taken; NULL: as
 *                  hc_policy_judge() */
HcVerdict *hc_policy_judge_content(const HcPolicy *policy, HcEvidence *evidence,
				   HcContent *content);
/** When the content of messages is read. */
typedef enum {
	HC_CONTENT_USE_NEED,  /**< where it can matter to the verdict */
	HC_CONTENT_USE_NEVER,
	HC_CONTENT_USE_ALWAYS,
} HcContentUse;
/** Judge a message from its header on.
 *  @param reader   reads its content; NULL: nothing does
 *  @param use      when that is read
 *  @param journal  of a journal report judge the message that it is about;
 *                  content is then read whatever @p use says
 *  @return new, never NULL */
HcVerdict *hc_policy_judge_message(const HcPolicy *policy,
				   HcContentReader *reader, HcContentUse use,
				   bool journal, HcMessage *message);
HcVerdict *hc_verdict_ref(HcVerdict *verdict);
void hc_verdict_unref(HcVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcVerdict, hc_verdict_unref)

HcEvidence *hc_verdict_evidence(const HcVerdict *verdict);
/** The content it was judged with; NULL: none was read. */
HcContent *hc_verdict_content(const HcVerdict *verdict);
HcOutcome hc_verdict_outcome(const HcVerdict *verdict);
/** The reason for the outcome, one or more plain sentences, parted by two
 *  blanks; where there is a hop, the last says what is attested and what no
 *  header shows. */
const char *hc_verdict_reason(const HcVerdict *verdict);
/** Judgement of hop @p index (0 is hop number 1). */
const HcJudgement *hc_verdict_judgement(const HcVerdict *verdict, size_t index);
/** Why hop @p index has its evidence grade and scope, plain English. */
const char *hc_verdict_why(const HcVerdict *verdict, size_t index);
/** What the policy document asks of hop @p index, and where it says so.
 *  @return NULL: no document, or nothing */
const char *hc_verdict_asked(const HcVerdict *verdict, size_t index);
/** Where the databases of the policy place the peer of hop @p index; of a
 *  claimed hop this is where a claimed address is.
 *  @return borrowed; NULL: no database, or no public address in its place */
const HcLocation *hc_verdict_location(const HcVerdict *verdict, size_t index);
/** Number of the oldest attested or partner hop; hops below are claims.  0:
 *  no hop is attested. */
unsigned hc_verdict_horizon(const HcVerdict *verdict);
/** Number of the boundary hop, or 0. */
unsigned hc_verdict_boundary(const HcVerdict *verdict);
/** The own set as a person would name it ("example.org", "Google Workspace"),
 *  as stated or inferred; NULL: there is none. */
const char *hc_verdict_own_set(const HcVerdict *verdict);
/** Findings, by severity and hop; NULL: none. */
const HcFinding *hc_verdict_findings(const HcVerdict *verdict,
				     size_t *count_out);
/** Recipients the verdict is for. */
const char *const *hc_verdict_recipients(const HcVerdict *verdict,
					 size_t *count_out);
/** What holds of one recipient's copy.  The message's outcome is the worst.
 *  @param index  as in hc_verdict_recipients(), or 0 where there is none */
HcOutcome hc_verdict_recipient_outcome(const HcVerdict *verdict, size_t index);
/** Why; as hc_verdict_reason(). */
const char *hc_verdict_recipient_reason(const HcVerdict *verdict, size_t index);
/** Legs of the way without evidence, in its order; never none. */
const HcLeg *hc_verdict_legs(const HcVerdict *verdict, size_t *count_out);
/** Of which kinds these are, without telling them: bits 1 << HcLegKind. */
unsigned hc_verdict_leg_kinds(const HcVerdict *verdict);
/** Where the recipients come from: "option", "journal-report", "received-for",
 *  "delivered-to", "to-cc", "none"; static. */
const char *hc_verdict_recipients_from(const HcVerdict *verdict);

G_END_DECLS

#endif
