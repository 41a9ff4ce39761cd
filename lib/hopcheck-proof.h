/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-proof.h
 * Finished reports held to what they promise.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_PROOF_H
#define HOPCHECK_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hopcheck-audit.h"

G_BEGIN_DECLS

/** Takes a flaw of a report.
 *  @param line  of the report, from 1
 *  @param what  may quote the report */
typedef void (*HcFlawHeard)(void *data, size_t line, const char *what);

/** Hold a report to its schema and to itself: sums, references, digests and
 *  order.  All that is wrong is told, in order of reading, sums last.
 *  @param path       a file, "-" for standard input
 *  @param flaws_out  how many there are
 *  @param error      HC_ERROR_OPEN; HC_ERROR_READ: not read to its end, or not
 *                    well-formed: "FILE:LINE: what" */
bool hc_report_validate(const char *path, HcFlawHeard heard, void *data,
                        uint64_t *flaws_out, GError **error);

/** Takes an input, or a member of one, that was not read as it was for a report.
 *  @param what  "NAME: why", escaped as the report does; the name of a member
 *               begins with that of its input, which was told before it */
typedef void (*HcUnreadHeard)(void *data, const char *what);

/** What a report was made with that it does not hold itself. */
typedef struct {
	const char *report;           /**< a file */
	const char *const *archives;  /**< what was named, NULL-terminated; NULL
	                               *   or none: the inputs as the report has
	                               *   them */
	const char *policy;           /**< path of the document, or NULL */
	const char *profile;          /**< path, or NULL: as the report says */
	const char *const *databases; /**< paths, NULL-terminated; or NULL */
	HcKind kind;                  /**< what inputs were declared to be */
	HcContentUse content;
	bool journal;
	const char *programs; /**< folder of the worker programs; NULL: of
	                               *   those installed */
	const char *folder;   /**< for the new report, until compared */
	unsigned jobs;        /**< threads, at least 1 */
	HcUnreadHeard unread; /**< told each such input, with the data of
	                               *   the call; or NULL */
} HcVerifyOptions;

/** Read the inputs of a report again, make it again and compare the two: all
 *  that differs is told, an input or message once.
 *  @param differences_out  how many there are; 0: the same bytes
 *  @param error            HC_ERROR_OPEN, HC_ERROR_READ: the report, or how many
 *                          inputs were not read as they were for it, each
 *                          of which was told: what differs is told all the
 *                          same; HC_ERROR_POLICY: what it was made with is
 *                          not named; HC_ERROR_WRITE */
bool hc_report_verify(const HcVerifyOptions *options, HcFlawHeard heard,
                      void *data, uint64_t *differences_out, GError **error);

/** How to compare two reports. */
typedef struct {
	const char *before, *after; /**< files */
	HcReportForm form;
	const char *output; /**< a name, or NULL: the stream */
	int descriptor;     /**< an open stream, not closed */
	const char *folder; /**< for what does not fit in memory */
} HcDiffOptions;

/** Say what changed from one report to another: findings and verdicts that are
 *  new, gone or changed, by message; counterparties, with those that fell back
 *  from TLS to clear text; totals.
 *  @param differences_out  how many there are
 *  @param error            HC_ERROR_OPEN, HC_ERROR_READ, HC_ERROR_WRITE */
bool hc_report_diff(const HcDiffOptions *options, uint64_t *differences_out,
                    GError **error);

/** What to sign, and how. */
typedef struct {
	const char *key;                 /**< PEM, or PKCS#12: RSA or ECDSA */
	const char *password_file;       /**< its first line is the key's
	                                  *   password; or NULL */
	const char *const *certificates; /**< PEM files, the signer's first,
	                                  *   NULL-terminated; NULL: those that
	                                  *   come with the key */
	const char *const *files;        /**< the report, and what is signed
	                                  *   with it, NULL-terminated */
	bool enveloped;                  /**< into a copy of the one report */
	const char *output;              /**< a name, or NULL: the stream */
	int descriptor;                  /**< an open stream, not closed */
	const char *value;               /**< a name for the bytes of the
	                                  *   signature's value, or NULL */
} HcSignOptions;

/** Sign files by their bytes, in an XML signature that names them and holds the
 *  signer's certificate, and digests of their blocks.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ: a file or key; HC_ERROR_POLICY:
 *                what does not go together; HC_ERROR_WRITE */
bool hc_report_sign(const HcSignOptions *options, GError **error);

/** What is shown of a signature; the greater the worse. */
typedef enum {
	HC_SIGNATURE_GOOD,
	HC_SIGNATURE_OPEN, /**< it holds, but nothing shows whose it is */
	HC_SIGNATURE_BAD,
} HcSignatureState;

/** What to check a signature by. */
typedef struct {
	const char *signature;      /**< its file, or a report that holds it */
	const char *const *files;   /**< what it is to be over, all of it,
	                                 *   NULL-terminated; none for a report
	                                 *   that holds its signature */
	const char *const *trusted; /**< PEM files of certificates that are
	                                 *   believed, NULL-terminated; or NULL */
	const char *timestamp;      /**< a token or response (RFC 3161) over
	                                 *   the bytes of its value, or NULL */
	const char *const *authorities; /**< as trusted, for timestamps */
	const char *at; /**< YYYY-MM-DD on which certificates have
	                                 *   to be valid; NULL: when the timestamp
	                                 *   of a trusted authority says, else now */
} HcSignatureOptions;

/** Takes one thing that is shown of a signature.
 *  @param what  may quote certificates and names of files */
typedef void (*HcSignatureHeard)(void *data, HcSignatureState state,
                                 const char *what);

/** Check a signature.  Keys come from the certificate in it, bytes from the
 *  files that are named, and neither from anywhere else.
 *  @param state_out  the worst that was told
 *  @param error      HC_ERROR_OPEN, HC_ERROR_READ, HC_ERROR_POLICY
 *  @return false, nothing decided, with @p error set */
bool hc_signature_verify(const HcSignatureOptions *options,
                         HcSignatureHeard heard, void *data,
                         HcSignatureState *state_out, GError **error);

/** What is replaced by tokens, as bits. */
typedef enum {
	HC_REDACT_ADDRESSES = 1 << 0,   /**< mail addresses, whole */
	HC_REDACT_LOCAL_PARTS = 1 << 1, /**< what stands before the at sign */
	HC_REDACT_SUBJECTS = 1 << 2,
	HC_REDACT_NAMES = 1 << 3, /**< people, bodies, files */
	HC_REDACT_HOSTS = 1 << 4, /**< hosts, domains, IP addresses */
} HcRedaction;

/** How to redact. */
typedef struct {
	const char *report;   /**< a regular file */
	const char *key_file; /**< its bytes are the key, at least 16 */
	unsigned kinds;       /**< of HcRedaction */
	const char *output;   /**< a name, or NULL: the stream */
	int descriptor;       /**< an open stream, not closed */
} HcRedactOptions;

/** Write a report with keyed tokens (HMAC-SHA-256) for what it tells of people
 *  and hosts.  Text of a message that may hold anything is replaced as a whole,
 *  whatever is redacted.  The result is valid by the schema and says what was
 *  done to it.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ, HC_ERROR_WRITE; HC_ERROR_POLICY:
 *                nothing to redact, a key that is too short */
bool hc_report_redact(const HcRedactOptions *options, GError **error);

/** How a redacted report relates to another. */
typedef enum {
	HC_REDACT_DERIVED, /**< it is that report, redacted with this key */
	HC_REDACT_OTHER_ORIGINAL, /**< it states another original */
	HC_REDACT_DIFFERS, /**< another key, another version, or a change */
} HcRedactProof;

/** Show that a redacted report derives from another: redact that again and
 *  compare every byte.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ, HC_ERROR_POLICY */
bool hc_report_prove(const char *redacted, const char *original,
                     const char *key_file, HcRedactProof *proof_out,
                     GError **error);

G_END_DECLS

#endif
