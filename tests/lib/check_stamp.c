/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_stamp.c - date-times as hosts write them. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <inttypes.h>
#include <time.h>

#include "exact.h"
#include "print-received.h"
#include "stamp.h"

#define NONE HC_STAMP_NONE
#define POINT HC_STAMP_POINT
#define INTERVAL HC_STAMP_INTERVAL
#define BAD HC_STAMP_BAD
#define WEEKDAY HC_STAMP_ODD_WEEKDAY
#define LEAP HC_STAMP_ODD_LEAP
#define ZONE HC_STAMP_ODD_ZONE
#define NO_ZONE (HC_STAMP_ODD_ZONE | HC_STAMP_ODD_NO_ZONE)
#define YEAR HC_STAMP_ODD_YEAR

/* 2024-05-11T18:31:07Z */
#define T INT64_C(1715452267)
#define H 3600

typedef struct {
	const char *text;
	HcStampState state;
	int64_t unix_s;
	int zone_min;
	bool zone_known;
	unsigned odd;
	const char *rest; /* what is left behind the date-time */
} Row;

static const Row rows[] = {
  /* RFC 5322 3.3 */
	{"Sat, 11 May 2024 18:31:07 +0000",                                     POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 May 2024 20:31:07 +0200 (CEST)",                              POINT,    T,                     120,  true,  0,       ""                                         },
	{"Sat, 11 May 2024 15:01:07 -0330",                                     POINT,    T,                     -210, true,  0,       ""                                         },
	{"11 May 2024 18:31:07 -0000",					  POINT,    T,                     0,    false, 0,       ""                                         },
	{"Sat,11 May 2024 18:31:07 +0000",                                      POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 May 2024 18:31 +0000",                                        POINT,    T - 7,                 0,    true,  0,       ""                                         },
	{"\r\n\tSat,\r\n 11\r\n May\r\n 2024 18:31:07\r\n +0000",               POINT,    T,                     0,
         true,														0,       ""					 },
	{"Sat, 11 May 2024 18:31:07 (a) (b) +0000 (c)",                         POINT,    T,                     0,    true,  0,
         ""																				       },
	{"Sat, 11 May 2024 18:31:07 (-0330)",                                   INTERVAL, T,                     0,    false, NO_ZONE, ""                                         },
	{"Sat, 11 May 2024 18:31:07 (a) IST",                                   INTERVAL, T,                     0,    false, NO_ZONE,
         " IST"																				   },
	{"(a) Sat (b) , (c) 11 (d) May (e) 2024 (f) 18:31:07 +0000",            POINT,    T,
         0,													    true,  0,       ""					 },
	{"Sat, 1 Jun 2024 00:00:00 +0000",                                      POINT,    1717200000,            0,    true,  0,       ""                                         },
	{"Thu, 29 Feb 2024 00:00:00 +0000",                                     POINT,    1709164800,            0,    true,  0,       ""                                         },
 /* RFC 5322 4.3 */
	{"Sat, 11 May 2024 18:31:07 GMT",                                       POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 May 2024 18:31:07 UT",                                        POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 May 2024 18:31:07 UTC",                                       POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 May 2024 18:31:07 Z",					 POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 May 2024 13:31:07 EST",                                       POINT,    T,                     -300, true,  0,       ""                                         },
	{"Sat, 11 May 2024 14:31:07 edt",                                       POINT,    T,                     -240, true,  0,       ""                                         },
	{"Sat, 11 May 2024 12:31:07 CST",                                       POINT,    T,                     -360, true,  0,       ""                                         },
	{"Sat, 11 May 2024 13:31:07 CDT",                                       POINT,    T,                     -300, true,  0,       ""                                         },
	{"Sat, 11 May 2024 11:31:07 MST",                                       POINT,    T,                     -420, true,  0,       ""                                         },
	{"Sat, 11 May 2024 12:31:07 MDT",                                       POINT,    T,                     -360, true,  0,       ""                                         },
	{"Sat, 11 May 2024 10:31:07 PST",                                       POINT,    T,                     -480, true,  0,       ""                                         },
	{"Sat, 11 May 2024 11:31:07 PDT",                                       POINT,    T,                     -420, true,  0,       ""                                         },
	{"Sat, 11 May 24 18:31:07 +0000",                                       POINT,    T,                     0,    true,  YEAR,    ""                                         },
	{"Sun, 11 May 97 18:31:07 +0000",                                       POINT,    863375467,             0,    true,  YEAR,    ""                                         },
	{"Mon, 26 Aug 0102 15:22:27 -1000",                                     POINT,    -58927819053,          -600, true,
         WEEKDAY | YEAR,													       ""					 },
	{"Mon, 26 Aug 102 15:22:27 -1000",                                      POINT,    1030411347,            -600, true,  YEAR,
         ""																				       },
	{"1 Jan 49 00:00:00 +0000",					     POINT,    2493072000,            0,    true,  YEAR,    ""                                         },
	{"1 Jan 50 00:00:00 +0000",					     POINT,    -631152000,            0,    true,  YEAR,    ""                                         },
 /* zones that have no one meaning */
	{"11 May 2024 18:31:07 CEST",					   INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 BST",					    INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 MEZ",					    INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 JST",					    INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 A",					      INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07",						INTERVAL, T,                     0,    false, NO_ZONE, ""                                         },
	{"11 May 2024 18:31:07 -400",					   INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 (CEST)",					 INTERVAL, T,                     0,    false, NO_ZONE, ""                                         },
 /* a comment changes nothing */
	{"11 May 2024 18:31:07 +0000 (CEST)",                                   POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May 2024 18:31:07 +0000 (W. Europe Standard Time)",                POINT,    T,                     0,
         true,														0,       ""					 },
	{"11 May 2024 18:31:07 +0000 (GMT-5)",                                  POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May 2024 18:31:07 +0000 (envelope-from u)",                        POINT,    T,                     0,    true,  0,
         " (envelope-from u)"																		     },
	{"11 May 2024 18:31:07 +0000 (using TLSv1.2 with cipher A (1/1 bits))",
         POINT,									   T,		     0,    true,  0,       " (using TLSv1.2 with cipher A (1/1 bits))"},
 /* [CFWS] around the colons (4.3) */
	{"11 May 2024 18 (h):(m) 31 : 07 +0000",                                POINT,    T,                     0,    true,  0,       ""                                         },
 /* what software writes */
	{"2024-05-11 18:31:07.812842242 +0000 UTC m=+931202.963259588",         POINT,
         T,												      0,    true,  0,       ""					 },
	{"2024-05-11T18:31:07Z",						POINT,    T,                     0,    true,  0,       ""                                         },
	{"2024-05-11T20:31:07.5+02:00",					 POINT,    T,                     120,  true,  0,       ""                                         },
	{"Sat, 11 May 2024 18:31:07.246 +0000 (UTC)",                           POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11-May-2024 18:31:07 +0000",                                     POINT,    T,                     0,    true,  0,       ""                                         },
	{"Saturday, 11 May 2024 18:31:07 +0000",                                POINT,    T,                     0,    true,  0,       ""                                         },
	{"Thu, 11 April 2024 18:31:07 +0000",                                   POINT,    T - 30 * 24 * H,       0,    true,
         0,															    ""					 },
	{"Sat 11 May 2024 18:31:07 +0000",                                      POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat May 11 18:31:07 2024",					    INTERVAL, T,                     0,    false, NO_ZONE, ""                                         },
	{"Sat May 11 18:31:07 UTC 2024",                                        POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat May 11 18:31:07 2024 +0000",                                      POINT,    T,                     0,    true,  0,       ""                                         },
	{"May 11, 2024 6:31:07 PM +0000",                                       POINT,    T,                     0,    true,  0,       ""                                         },
	{"May, 11 2024 6:31:07 PM +0000",                                       POINT,    T,                     0,    true,  0,       ""                                         },
	{"May, 11 2024 6:31:07 p.m. +0000",                                     POINT,    T,                     0,    true,  0,       ""                                         },
	{"May, 11 2024 6:31:07 P.M +0000",                                      POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May 2024 12:00:00 AM +0000",                                       POINT,    T - 18 * H - 1867,     0,    true,  0,
         ""																				       },
	{"11 May 2024 12:00:00 PM +0000",                                       POINT,    T - 6 * H - 1867,      0,    true,  0,
         ""																				       },
	{"11 May 2024 18:31:07 GMT+0200",                                       POINT,    T - 2 * H,             120,  true,  0,       ""                                         },
	{"11 May 2024 18:31:07 -08:00",					 POINT,    T + 8 * H,             -480, true,  0,       ""                                         },
	{"11 May 2024",							 INTERVAL, 1715385600,            0,    false, NO_ZONE, ""                                         },
	{"05/11/2024 18:31:07 +0000",					   INTERVAL, T,                     0,    true,  0,       ""                                         },
	{"05/25/2024 18:31:07 +0000",					   POINT,    T + 14 * 24 * H,       0,    true,  0,       ""                                         },
	{"25/05/2024 18:31:07 +0000",					   POINT,    T + 14 * 24 * H,       0,    true,  0,       ""                                         },
 /* odd and impossible */
	{"Mon, 11 May 2024 18:31:07 +0000",                                     POINT,    T,                     0,    true,  WEEKDAY, ""                                         },
	{"31 Dec 2016 23:59:60 +0000",					  POINT,    1483228800,            0,    true,  LEAP,    ""                                         },
	{"11 May -2024 18:31:07 +0000",					 BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"11 -May-2024 18:31:07 +0000",					 POINT,    T,                     0,    true,  0,       ""                                         },
	{"11- May- 2024 18:31:07 +0000",                                        POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 (c)-May-2024 18:31:07 +0000",                                      POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat, 11 - May - 2024 18:31:07 +0000",                                 POINT,    T,                     0,    true,  0,       ""                                         },
	{"11-May -2024 18:31:07 +0000",					 POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May-2024 18:31:07 +0000",					  POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May - 2024 18:31:07 +0000",                                        POINT,    T,                     0,    true,  0,       ""                                         },
	{"May-11 -2024 18:31:07 +0000",					 POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May(c)-2024 18:31:07 +0000",                                       BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"11 May. -2024 18:31:07 +0000",                                        BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"May 11 -2024 18:31:07 +0000",					 BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"May -11 2024 18:31:07 +0000",					 BAD,      0,                     0,    false, 0,       NULL                                       },
	{"31 Dec 2016 23:59:61 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 24:00:00 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 18:60:00 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"31 Feb 2024 00:00:00 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"29 Feb 2023 00:00:00 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"0 May 2024 00:00:00 +0000",					   BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 18:31:07 +0060",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 18:31:07 +1401",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 18:31:07 +1400",					  POINT,    T - 14 * H,            840,  true,  0,       ""                                         },
	{"11 May 2024 18:31:07 -1400",					  POINT,    T + 14 * H,            -840, true,  0,       ""                                         },
	{"11 May 2024 18:31:07 +9999",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 12024 18:31:07 +0000",					 BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"11 May 99999999999 18:31:07 +0000",					 BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"Nov 22 13:21:55 12026 +0000",					 BAD,      0,                     0,    false, YEAR,    NULL                                       },
	{"11 May 2024 13:00:00 PM +0000",                                       BAD,      0,                     0,    false, 0,       NULL                                       },
	{"2024-13-01 00:00:00 +0000",					   BAD,      0,                     0,    false, 0,       NULL                                       },
	{"Tue, ?, 29 Jan 2023 17:21:28 +0000",                                  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 1969 00:00:00 +0000",					  POINT,    -20304000,             0,    true,  YEAR,    ""                                         },
	{"11 May 2101 00:00:00 +0000",					  POINT,    4145212800,            0,    true,  YEAR,    ""                                         },
	{"11 May 9999 00:00:00 +0000",					  POINT,    253381996800,          0,    true,  YEAR,    ""                                         },
 /* a time that is none */
	{"Sat, 11 May 2024 18:EST)",					    INTERVAL, 1715385600,            0,    false, NO_ZONE,
         " 18:EST)"																			       },
 /* what stands between the parts, and what only looks like one */
	{"(a\\) b) 11 May 2024 18:31:07 +0000",                                 POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat. 11 May 2024 18:31:07 +0000",                                     POINT,    T,                     0,    true,  0,       ""                                         },
	{"May 11 8:31:07 2024",						 INTERVAL, T - 10 * H,            0,    false, NO_ZONE, ""                                         },
	{"Sat, 11-05-2024 18:31:07 +0000",                                      BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11-05-2024 18:31:07 +0000",					   NONE,     0,                     0,    false, 0,       NULL                                       },
	{"05/11/24 18:31:07 +0000",					     NONE,     0,                     0,    false, 0,       NULL                                       },
	{"05/05/2024 18:31:07 +0000",					   POINT,    T - 6 * 24 * H,        0,    true,  0,       ""                                         },
	{"11 May 2024, 18:31:07 +0000",					 POINT,    T,                     0,    true,  0,       ""                                         },
	{"11 May 2024 at 18:31:07 +0000",                                       POINT,    T,                     0,    true,  0,       ""                                         },
	{"Sat,  1 Jun 2024 18:31:07 +0000",                                     POINT,    T + 21 * 24 * H,       0,    true,  0,
         ""																				       },
	{"Sat, 11 May 2024 18:31 +0000 (UTC)",                                  POINT,    T - 7,                 0,    true,  0,       ""                                         },
	{"1 Jan 0000 00:00:00 +0000",					   POINT,    INT64_C(-62167219200), 0,    true,
         YEAR,															 ""					 },
	{"Sat, 11 Foo 2024 18:31:07 +0000",                                     BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2 18:31:07 +0000",					     BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May x024 18:31:07 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 20x4 18:31:07 +0000",					  INTERVAL, 1589155200,            0,    false,
         NO_ZONE | YEAR,														  "x4 18:31:07 +0000"                        },
	{"11 May 2024 1x:31:07 +0000",					  INTERVAL, 1715385600,            0,    false, NO_ZONE,
         " 1x:31:07 +0000"																			},
	{"11 May 2024 18:3x:07 +0000",					  INTERVAL, T - 28 * 60 - 7,       0,    false,
         ZONE,															 ":07 +0000"				},
	{"11 May 2024 18:31:0x +0000",					  INTERVAL, T - 7,                 0,    false, ZONE,
         " +0000"																				 },
	{"11 May 2024 18:31:x7 +0000",					  BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 0:31:07 AM +0000",                                        BAD,      0,                     0,    false, 0,       NULL                                       },
	{"11 May 2024 18:31:07 ADT",					    INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 +00000",					 INTERVAL, T,                     0,    false, ZONE,    ""                                         },
	{"11 May 2024 18:31:07 abcdef",					 INTERVAL, T,                     0,    false, NO_ZONE, " abcdef"                                  },
	{"11 May 2024 18:31:07 AB1",					    INTERVAL, T,                     0,    false, NO_ZONE, " AB1"                                     },
	{"11 May 2024 18:31:07 +0000 (a;b)",                                    POINT,    T,                     0,    true,  0,       " (a;b)"                                   },
	{"11 May 2024 18:31:07 +0000 (open",                                    POINT,    T,                     0,    true,  0,       " (open"                                   },
	{"11 May 2024 18:31:07 +0000 (a zone whose name is longer than any "
         "zone has it)",                                               POINT,    T,		     0,    true,  0,
         " (a zone whose name is longer than any zone has it)"														    },
 /* 32 digits of a fraction are read */
	{"11 May 2024 18:31:07.000000000000000000000000000000001 +0000",
         INTERVAL,									T,                     0,    false, NO_ZONE, "1 +0000"                                  },
 /* behind the offset, words that are none of Go's */
	{"2024-05-11 18:31:07 +0000 x",					 POINT,    T,                     0,    true,  0,       " x"                                       },
	{"2024-05-11 18:31:07 +0000 by x",                                      POINT,    T,                     0,    true,  0,       " by x"                                    },
	{"2024-05-11 18:31:07 +0000 ab1",                                       POINT,    T,                     0,    true,  0,       " ab1"                                     },
	{"2024-05-11 18:31:07 +0000 abcdef",                                    POINT,    T,                     0,    true,  0,       " abcdef"                                  },
	{"2024-05-11 18:31:07 +0000 UTC n=1",                                   POINT,    T,                     0,    true,  0,       " n=1"                                     },
	{"2024-05-11 18:31:07 +0000 UTC m=+1 x",                                POINT,    T,                     0,    true,  0,       " x"                                       },
	{"2024-05-11 18:31:07 +0000 UTC "
         "m=+0123456789012345678901234567890123456789",                POINT,    T,		     0,    true,  0,       "789"				      },
 /* no date at all */
	{"",								    NONE,     0,                     0,    false, 0,       NULL				       },
	{"with ESMTP id 1",						     NONE,     0,                     0,    false, 0,       NULL                                       },
	{"11",								  NONE,     0,                     0,    false, 0,       NULL                                       },
	{"192.0.2.1",							   NONE,     0,                     0,    false, 0,       NULL                                       },
	{"((((((((",							    NONE,     0,                     0,    false, 0,       NULL                                       },
	{"x1y",								 NONE,     0,                     0,    false, 0,       NULL                                       },
	{"ab1",								 NONE,     0,                     0,    false, 0,       NULL                                       },
	{"Sandwich",							    NONE,     0,                     0,    false, 0,       NULL                                       },
};

START_TEST(dates_are_read)
{
	const Row *row = &rows[_i];
	size_t length = strlen(row->text);
	char *copy = exact_copy(row->text, length);
	HcStamp stamp;
	unsigned odd;
	size_t used = hc_stamp_read(copy, length, &stamp, &odd);

	free(copy);
	ck_assert_msg(stamp.state == row->state, "\"%s\": state %d", row->text,
	              (int)stamp.state);
	ck_assert_msg(stamp.unix_s == row->unix_s, "\"%s\": %" PRId64,
	              row->text, stamp.unix_s);
	ck_assert_msg(stamp.zone_min == row->zone_min &&
	                      stamp.zone_known == row->zone_known,
	              "\"%s\": zone %d", row->text, stamp.zone_min);
	ck_assert_msg(odd == row->odd, "\"%s\": odd %u", row->text, odd);
	if (row->rest != NULL)
		ck_assert_msg(strcmp(row->text + used, row->rest) == 0,
		              "\"%s\": rest \"%s\"", row->text,
		              row->text + used);
}
END_TEST

/* What RFC 5322 writes of a stamp is read as the same stamp. */
START_TEST(prints_are_read_again)
{
	const Row *row = &rows[_i];
	g_autoptr(GString) print = g_string_new(NULL);
	HcStamp stamp, again;
	unsigned odd;

	hc_stamp_read(row->text, strlen(row->text), &stamp, &odd);
	if (!stamp_printable(&stamp)) {
		/* or the year 0, which no print of ours has */
		ck_assert_msg(row->state == NONE || row->state == BAD ||
		                      row->unix_s < INT64_C(-62135596800),
		              "\"%s\"", row->text);
		return;
	}
	print_stamp(print, &stamp);
	ck_assert_msg(hc_stamp_read(print->str, print->len, &again, &odd) ==
	                      print->len,
	              "\"%s\": not all of \"%s\"", row->text, print->str);
	ck_assert_msg(again.state == stamp.state &&
	                      again.unix_s == stamp.unix_s &&
	                      again.nanosecond == stamp.nanosecond &&
	                      (again.state != POINT ||
	                       (again.zone_known == stamp.zone_known &&
	                        again.zone_min == stamp.zone_min)),
	              "\"%s\": other than \"%s\"", row->text, print->str);
}
END_TEST

typedef struct {
	const char *text;
	int64_t earliest_s;
	int64_t latest_s;
} SpanRow;

static const SpanRow span_rows[] = {
	{"11 May 2024 18:31:07 +0200", T - 2 * H,           T - 2 * H              },
	{"11 May 2024 18:31:07 -0000", T,                   T                      },
	{"11 May 2024 18:31:07 CEST",  T - 14 * H,          T + 12 * H             },
	{"11 May 2024 18:31:07",       T - 14 * H,          T + 12 * H             },
	{"11 May 2024",                1715385600 - 14 * H, 1715385600 + 36 * H - 1},
 /* 11 May or 5 November */
	{"05/11/2024 18:31:07 +0000",  T,                   1730831467             },
};

START_TEST(what_is_not_known_is_an_interval)
{
	const SpanRow *row = &span_rows[_i];
	HcStamp stamp;
	unsigned odd;

	hc_stamp_read(row->text, strlen(row->text), &stamp, &odd);
	ck_assert_msg(stamp.earliest_s == row->earliest_s, "%s: %" PRId64,
	              row->text, stamp.earliest_s);
	ck_assert_msg(stamp.latest_s == row->latest_s, "%s: %" PRId64,
	              row->text, stamp.latest_s);
}
END_TEST

START_TEST(fractions_are_kept)
{
	static const char text[] = "2024-05-11 18:31:07.812842242 +0000";
	HcStamp stamp;
	unsigned odd;

	hc_stamp_read(text, sizeof(text) - 1, &stamp, &odd);
	ck_assert_uint_eq(stamp.nanosecond, 812842242);
	hc_stamp_read("1 Jan 2024 00:00:00.5 +0000", 27, &stamp, &odd);
	ck_assert_uint_eq(stamp.nanosecond, 500000000);
}
END_TEST

/* Against the C library's calendar, a day of each month of 800 years. */
START_TEST(days_agree_with_the_calendar)
{
	for (int year = 1600; year < 2400; year++)
		for (int month = 1; month <= 12; month++) {
			struct tm civil = {.tm_year = year - 1900,
			                   .tm_mon = month - 1,
			                   .tm_mday = 28};

			ck_assert_int_eq(hc_stamp_days(year, month, 28) * 86400,
			                 (int64_t)timegm(&civil));
		}
}
END_TEST

START_TEST(beginnings_are_told)
{
	static const struct {
		const char *text;
		bool begins;
	} cases[] = {
		{"Sat, 11 May 2024",   true },
		{"Sat 11 May 2024",    true },
		{"Satx",               false},
		{"Sat;",               false},
		{"11 May 2024",        true },
		{"11-May-2024",        true },
		{"May 11 2024",        true },
		{"2024-05-11",         true },
		{"05/11/2024",         true },
		{"Saturn",             false},
		{"May be",             false},
		{"11 bits",            false},
		{"2024",               false},
		{"x",                  false},
		{"",                   false},
		{"1uAaaa-000000001xx", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(
			hc_stamp_begins(cases[i].text, strlen(cases[i].text)) ==
				cases[i].begins,
			"%s", cases[i].text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("stamp");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(cases, dates_are_read, 0, G_N_ELEMENTS(rows));
	tcase_add_loop_test(cases, prints_are_read_again, 0,
	                    G_N_ELEMENTS(rows));
	tcase_add_loop_test(cases, what_is_not_known_is_an_interval, 0,
	                    G_N_ELEMENTS(span_rows));
	tcase_add_test(cases, fractions_are_kept);
	tcase_add_test(cases, days_agree_with_the_calendar);
	tcase_add_test(cases, beginnings_are_told);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
