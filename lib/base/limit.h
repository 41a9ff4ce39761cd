/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* limit.h - every limit on what is read, by name; reasons in limit.c.
 *
 * What a limit is unless somebody changed it has a name of capitals here: for
 * arrays, tests and those that nobody changes.  Where a limit is held to, the
 * value in force counts: hc_limit(). */
#ifndef HC_LIMIT_H
#define HC_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#define HC_HEADER_BLOCK_MAX (10u << 20) /* bytes */
#define HC_FIELD_MAX        (1u << 20)  /* bytes */
#define HC_FIELDS_MAX       20000u
#define HC_RECEIVED_MAX     1000u
#define HC_COMMENT_DEPTH_MAX 128u
#define HC_COMMENTS_MAX     256u        /* a Received field */
#define HC_CLAUSES_MAX      64u         /* a Received field */
#define HC_DISPLAY_MAX      4096u       /* bytes of RFC 2047 text decoded */
#define HC_SHOWN_MAX        4096u       /* bytes of a field shown in a report */
#define HC_FOLDER_DEPTH_MAX 64u         /* folders within folders */
#define HC_REGIONS_MAX      1000u       /* noted regions of an input */
#define HC_BODY_MAX         (40u << 20) /* bytes of a message whose structure is read */
#define HC_PARTS_MAX        10000u      /* MIME parts of a message */
#define HC_MIME_DEPTH_MAX   64u         /* MIME parts within parts */
#define HC_NESTED_MAX       1000u       /* messages within a message */
#define HC_NESTED_RECEIVED_MAX 10000u   /* Received fields of those messages together */
#define HC_NESTED_DEPTH_MAX 16u         /* messages within messages */
#define HC_PART_FIELDS_MAX  20000u      /* fields of the parts of a message */
#define HC_CONTENT_FIELD_MAX (64u << 10) /* bytes of a field that says what a message is made of */
#define HC_PARAMETERS_MAX   100000u     /* semicolons in the headers of parts */
#define HC_COMPARISONS_MAX  (64u << 20) /* lines that may part a message times boundaries */
#define HC_TYPE_COMMENTS_MAX (64u << 20) /* bytes of comments before media types */
#define HC_JOURNAL_MAX      10000u      /* recipients of a journal report */
#define HC_FACTS_MAX        1000u       /* facts of a message's content */
#define HC_WORKER_CPU_S     5u          /* CPU time for one message */
#define HC_WORKER_WALL_S    60u         /* time for one message */
#define HC_WORKER_MEMORY    (512u << 20) /* bytes of address space */
#define HC_ADDRESS_DATABASE_MAX (1u << 30) /* bytes */
#define HC_POLICY_MAX       (256u << 10) /* bytes of a policy document */
#define HC_LIST_MAX         (16u << 20)  /* bytes of a policy's lists */
#define HC_LIST_ROWS_MAX    200000u      /* of them together */
#define HC_XML_DEPTH_MAX    32u
#define HC_XML_ATTRIBUTES_MAX 64u        /* an element */
#define HC_XML_TAG_MAX      (1u << 20)  /* bytes of a tag */
#define HC_XML_REREAD_MAX   ((uint64_t)36 << 30) /* bytes of a text */
#define HC_WORKER_ITEMS     1000u       /* messages that one worker reads */
#define HC_MEMBERS_MAX      1000000u    /* members of a container */
#define HC_MEMBER_NAME_MAX  (64u << 10) /* bytes of a member's name */
#define HC_UNPACKED_MAX     ((uint64_t)64 << 30) /* bytes out of a container ... */
#define HC_UNPACKED_TIMES   100u        /* ... or so many times its size ... */
#define HC_UNPACKED_MORE    ((uint64_t)1 << 30) /* ... and so much more */
#define HC_RATIO_MAX        1000u       /* bytes out for each byte in ... */
#define HC_RATIO_FROM       (64u << 20) /* ... once so many bytes are out */
#define HC_RATIO_EARLY      (256u << 20) /* ... from here on, of those read until then */
#define HC_PACKED_MESSAGES_MAX 128u     /* messages out for each KiB in ... */
#define HC_PACKED_MESSAGES_FROM 200000u /* ... once there are so many */
#define HC_FILTERS_MAX      2u          /* compressions one upon another */
#define HC_ARCHIVE_DEPTH_MAX 1u         /* archives within archives */
#define HC_OUTLOOK_MAX      (64u << 20) /* bytes of a .msg file */
#define HC_TRANSPORT_MAX    (10u << 20) /* bytes of the header that Outlook kept */
#define HC_UNPACK_CPU_S     20u         /* CPU time without progress */
#define HC_STORE_CPU_S      300u        /* CPU time to open a message store */
#define HC_READ_BUFFER      (256u << 10)
#define HC_MAILBOX_PIECE    (1536u << 10) /* holds messages enough to hash together */
#define HC_MESSAGES_AT_ONCE 4096u         /* split before the first is judged */

/** The limits, in the order of the table in limit.c. */
typedef enum {
	HC_LIMIT_HEADER_BLOCK,
	HC_LIMIT_FIELD,
	HC_LIMIT_FIELDS,
	HC_LIMIT_RECEIVED,
	HC_LIMIT_COMMENT_DEPTH,
	HC_LIMIT_COMMENTS,
	HC_LIMIT_CLAUSES,
	HC_LIMIT_DISPLAY,
	HC_LIMIT_SHOWN,
	HC_LIMIT_FOLDER_DEPTH,
	HC_LIMIT_REGIONS,
	HC_LIMIT_BODY,
	HC_LIMIT_PARTS,
	HC_LIMIT_MIME_DEPTH,
	HC_LIMIT_NESTED,
	HC_LIMIT_NESTED_RECEIVED,
	HC_LIMIT_NESTED_DEPTH,
	HC_LIMIT_PART_FIELDS,
	HC_LIMIT_CONTENT_FIELD,
	HC_LIMIT_PARAMETERS,
	HC_LIMIT_COMPARISONS,
	HC_LIMIT_TYPE_COMMENTS,
	HC_LIMIT_JOURNAL,
	HC_LIMIT_FACTS,
	HC_LIMIT_WORKER_CPU,
	HC_LIMIT_WORKER_WALL,
	HC_LIMIT_WORKER_ITEMS,
	HC_LIMIT_WORKER_MEMORY,
	HC_LIMIT_MEMBERS,
	HC_LIMIT_MEMBER_NAME,
	HC_LIMIT_UNPACKED,
	HC_LIMIT_RATIO,
	HC_LIMIT_PACKED_MESSAGES,
	HC_LIMIT_FILTERS,
	HC_LIMIT_ARCHIVE_DEPTH,
	HC_LIMIT_OUTLOOK,
	HC_LIMIT_TRANSPORT,
	HC_LIMIT_UNPACK_CPU,
	HC_LIMIT_STORE_CPU,
	HC_LIMIT_ADDRESS_DATABASE,
	HC_LIMIT_POLICY,
	HC_LIMIT_POLICY_DEPTH,
	HC_LIMIT_ATTRIBUTES,
	HC_LIMIT_TAG,
	HC_LIMIT_REREAD,
	HC_LIMIT_LIST,
	HC_LIMIT_LIST_ROWS,
	HC_LIMIT_COUNT,
} HcLimitName;

/** The values in force; only limit.c writes them. */
extern uint64_t hc_limit_values[HC_LIMIT_COUNT];

/** The value in force. */
static inline uint64_t
hc_limit(HcLimitName name)
{
	return hc_limit_values[name];
}

/** Whether it is another one than usual. */
bool hc_limit_is_changed(HcLimitName name);

/** Take limits over from a parent process: each argument is "NAME=VALUE".
 *  @param arguments  without the name of the program, up to NULL
 *  @return false: one is none */
bool hc_limits_take(char *const *arguments);

#endif
