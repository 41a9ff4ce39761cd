/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-content.h
 * What a message is made of: end-to-end protection, requests for it, markings,
 * messages within the message.
 * Include hopcheck.h, which says what holds of all.
 *
 * All of it is the sender's word.  A fact of content says what the bytes are,
 * never who wrote them, and raises no evidence of the path.
 *
 * Fields of the header are read in this process.  The structure (MIME, RFC
 * 2045) is read by GMime in a worker process that is sandboxed and may die: a
 * worker that dies, hangs or grows is recorded as a note, and a new one is
 * started for the next message.
 */
#ifndef HOPCHECK_CONTENT_H
#define HOPCHECK_CONTENT_H

#include "hopcheck-chain.h"
#include "hopcheck-source.h"

G_BEGIN_DECLS

/* ------------------------------------------------------------------ forms */

/** What a fact of content is about. */
typedef enum {
	HC_CONTENT_PROTECTION, /**< the content is enciphered for its reader */
	HC_CONTENT_SIGNATURE,  /**< signed; anyone can read it */
	HC_CONTENT_NOTICE,     /**< a notice: the content waits on a web site */
	HC_CONTENT_REQUEST,    /**< the sender asks a gateway for protection */
	HC_CONTENT_MARKING,    /**< the sender says how sensitive it is */
	HC_CONTENT_CONTAINER,  /**< it carries another message */
} HcContentKind;

/** Token: "protection", "signature", "notice", "request", "marking",
 *  "container"; static. */
const char *hc_content_kind_token(HcContentKind kind);

/** A form that is recognised: a row of content/forms.tsv. */
typedef struct {
	const char *id;     /**< stable, e.g. "smime-enveloped", "securedoc" */
	HcContentKind kind;
	const char *type;   /**< what a policy names: "smime-enveloped",
	                     *   "smime-signed", "pgp-mime", "pgp-inline",
	                     *   "pgp-signed", "rights-protected", "envelope",
	                     *   "portal-notice", "subject-tag", "sensitivity",
	                     *   "marking", "label", "journal-report", ... */
	const char *title;  /**< e.g. "S/MIME enveloped data" */
	const char *source; /**< where the form is defined */
} HcContentForm;

/** The forms that this version recognises, by ID. */
const HcContentForm *hc_content_forms(size_t *count_out);

/** How far a fact is more than a label. */
typedef enum {
	HC_CONTENT_STATED,       /**< a field, type or file name says so */
	HC_CONTENT_SHOWN,        /**< the bytes have the shape, too */
	HC_CONTENT_CONTRADICTED, /**< the bytes have another shape */
} HcContentProof;

/** Token: "stated", "shown", "contradicted"; static. */
const char *hc_content_proof_token(HcContentProof proof);

/** How much of the message a fact of a part covers. */
typedef enum {
	HC_CONTENT_OF_HEADER, /**< it stands in the header: no part */
	HC_CONTENT_OF_WHOLE,  /**< all content of the message */
	HC_CONTENT_OF_WRAPPED,/**< all but a text or image that the form puts
	                       *   beside it for readers that do not know it */
	HC_CONTENT_OF_PART,   /**< a part beside others */
} HcContentCover;

/** Token: "header", "whole", "wrapped", "part"; static. */
const char *hc_content_cover_token(HcContentCover cover);

/** A form found in a message. */
typedef struct {
	const HcContentForm *form;
	HcContentProof proof;
	HcContentCover cover;
	unsigned nested;   /**< 0: of the message itself; else the number of the
	                    *   HcNested it stands in, and so no fact of this one */
	const char *part;  /**< section number (RFC 3501 6.4.5), "1.2"; "" for
	                    *   the header and for a multipart that is all of it */
	HcSpan where;      /**< the field, the words of the Subject, or the part's
	                    *   body as transferred (of a multipart its
	                    *   Content-Type field); length 0: inside an encoded
	                    *   part */
	const char *value; /**< what stands there: the tag, the field's value, the
	                    *   file name or type; bytes as found, may be cut */
} HcContentFact;

/* ---------------------------------------------------------------- content */

/** How much of the structure was read. */
typedef enum {
	HC_STRUCTURE_UNREAD,  /**< only the header was looked at */
	HC_STRUCTURE_PARTIAL, /**< not to its end: a note says why */
	HC_STRUCTURE_READ,
	HC_STRUCTURE_SEARCHED, /**< not taken apart: its bytes hold nothing that
	                        *   a form of a part needs, so there is none */
} HcStructure;

/** Token: "unread", "partial", "read", "searched"; static. */
const char *hc_structure_token(HcStructure structure);
/** Whether all of the message was looked at: read, or searched. */
bool hc_structure_is_whole(HcStructure structure);

/** A message within the message. */
typedef struct {
	unsigned number;    /**< 1 is the first */
	unsigned within;    /**< number of the one it stands in; 0: the message */
	unsigned depth;     /**< 1: directly in the message */
	const char *form;   /**< "attached", "journal-original", "returned",
	                     *   "returned-header", "digest", "feedback",
	                     *   "partial" */
	const char *part;   /**< section number of the part that holds it */
	HcSpan where;       /**< its bytes; length 0: inside an encoded part */
	uint64_t length;    /**< its bytes, decoded */
	bool encoded;       /**< by base64 or quoted-printable, against RFC 2046 */
	HcMessage *message; /**< its header as our own reader sees it, spans from
	                     *   its own start; a header in an encoded part is cut
	                     *   at 64 KiB */
	HcChain *chain;     /**< its own hops: nobody's word, no part of the path;
	                     *   of all these messages at most 10,000 are read */
} HcNested;

/** The envelope that an Exchange journal report tells (MS-XJRNL). */
typedef struct {
	HcSpan where;             /**< the report's body */
	const char *sender;       /**< or NULL */
	const char *message_id;   /**< or NULL */
	const char *const *recipients; /**< To, Cc, Bcc and Recipient lines */
	size_t recipient_count;
	bool cut;                 /**< there are more than the limit */
	unsigned original;        /**< number of the HcNested, or 0: not there */
	bool of_this; /**< the content is that of the message the report is about
	               *   (hc_content_new_original()): no span, no number */
} HcJournal;

typedef struct HcContent HcContent;
typedef struct HcContentReader HcContentReader;

/** Words that callers add to the table's. */
typedef struct {
	const char *const *tags; /**< of the Subject, with their brackets, e.g.
	                          *   "[encrypt]"; compared without regard to case */
	size_t tag_count;
} HcContentOptions;

/** Read what a message is made of.
 *  @param message  a reference is taken
 *  @param reader   reads the structure; NULL: only the header is looked at.
 *                  The message's source must keep bodies
 *                  (hc_source_keep_bodies()), else there is nothing to read
 *  @param options  or NULL
 *  @return new, never NULL */
HcContent *hc_content_new(HcMessage *message, HcContentReader *reader,
			  const HcContentOptions *options);
HcContent *hc_content_ref(HcContent *content);
void hc_content_unref(HcContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcContent, hc_content_unref)

/** The message it was made from; borrowed. */
HcMessage *hc_content_message(const HcContent *content);
/** How much of the structure was read. */
HcStructure hc_content_structure(const HcContent *content);
/** Why readers may see another structure than this, e.g. "Content-Type stands
 *  twice"; then a protection found is not to be counted on.  NULL: no reason
 *  is known. */
const char *hc_content_doubt(const HcContent *content);
/** Parts that hold no other part; 0 unless the structure was read. */
uint64_t hc_content_part_count(const HcContent *content);
/** What was found, fields first, then by place. */
const HcContentFact *hc_content_facts(const HcContent *content,
				      size_t *count_out);
/** Messages within the message, the outer ones first. */
const HcNested *hc_content_nested(const HcContent *content, size_t *count_out);
/** The envelope of a journal report; NULL: it is none. */
const HcJournal *hc_content_journal(const HcContent *content);
/** The message that a journal report is about, as bytes of the same input, so
 *  that it can be judged in the report's place.  Anyone can write a journal
 *  report: use this only where the caller knows the input to hold them.
 *  @return new, the caller's; NULL: it is none, or holds no original whose
 *          bytes stand in it unencoded */
HcRaw *hc_content_original(const HcContent *content);
/** Read what that message is made of, and keep the envelope that the report
 *  tells beside it.
 *  @param report  a reference is taken
 *  @return new, the caller's; NULL as hc_content_original() */
HcContent *hc_content_new_original(HcContent *report, HcContentReader *reader,
				   const HcContentOptions *options);
/** Notes on the content, in order of place. */
const HcNote *hc_content_notes(const HcContent *content, size_t *count_out);

/* ----------------------------------------------------------------- reader */

/** What confines the worker. */
typedef enum {
	HC_SANDBOX_NONE,
	HC_SANDBOX_SECCOMP,
	HC_SANDBOX_LANDLOCK,
	HC_SANDBOX_BOTH,
} HcSandbox;

/** Token: "none", "seccomp", "landlock", "both"; static. */
const char *hc_sandbox_token(HcSandbox sandbox);

/** Prepare to read structures; nothing is started yet.  A reader is used by one
 *  thread at a time.
 *  @return new, the caller's */
HcContentReader *hc_content_reader_new(void);
/** Name the worker program; the installed one unless said otherwise. */
void hc_content_reader_set_program(HcContentReader *reader, const char *path);
/** Refuse to read without both seccomp and Landlock. */
void hc_content_reader_require_sandbox(HcContentReader *reader, bool required);
/** Set the wall clock limit for one message, in milliseconds; 60,000 unless
 *  said otherwise. */
void hc_content_reader_set_patience(HcContentReader *reader,
				    unsigned patience_ms);
/** Say whether a message is searched first for what every form needs, and where
 *  that is not in it, is not taken apart (HC_STRUCTURE_SEARCHED); and one that
 *  is, without the messages within it, which are parts like others then, but
 *  in a journal report.  This is many times faster, and finds the same forms of
 *  the message itself; what is not taken apart has no count of parts and no
 *  notes on its body.  Not so unless said. */
void hc_content_reader_search_first(HcContentReader *reader, bool wanted);
/** Start a worker, so that what is missing shows before any message is read.
 *  @param error  HC_ERROR_WORKER: no such program, it does not answer, or the
 *                sandbox that is required is not to be had */
bool hc_content_reader_start(HcContentReader *reader, GError **error);
/** What confines the worker that was started last. */
HcSandbox hc_content_reader_sandbox(const HcContentReader *reader);
/** What the worker program says of itself: lines of words parted by TABs, first
 *  "program" and its name, then "library", a name and a version, and "limit", a
 *  name, a value and a unit.
 *  @return new, or NULL: it does not say */
char *hc_content_reader_about(const HcContentReader *reader);
/** Process id of the worker; 0: none runs. */
int hc_content_reader_process(const HcContentReader *reader);
/** Workers started so far. */
uint64_t hc_content_reader_started(const HcContentReader *reader);
void hc_content_reader_free(HcContentReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcContentReader, hc_content_reader_free)

G_END_DECLS

#endif
