/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_stamp.c - a date-time of any bytes: what is read was there, and is in
 * range. */
#include "config.h"

#include "harness.h"
#include "print-received.h"
#include "stamp.h"

/* Years 0 to 9999 and a day at either end. */
#define FIRST_S INT64_C(-62167305600)
#define LAST_S INT64_C(253402387200)

static void
check_print(const HcStamp *stamp)
{
	g_autoptr(GString) print = g_string_new(NULL);
	HcStamp again;
	unsigned odd;

	if (!stamp_printable(stamp))
		return;
	print_stamp(print, stamp);
	g_assert_cmpuint(hc_stamp_read(print->str, print->len, &again, &odd),
	                 ==, print->len);
	g_assert_cmpint(again.state, ==, stamp->state);
	g_assert_cmpint(again.unix_s, ==, stamp->unix_s);
	g_assert_cmpuint(again.nanosecond, ==, stamp->nanosecond);
	g_assert(stamp->state != HC_STAMP_POINT ||
	         (again.zone_known == stamp->zone_known &&
	          (!again.zone_known || again.zone_min == stamp->zone_min)));
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	HcStamp stamp, again;
	unsigned odd, odd_again;
	size_t used = hc_stamp_read(bytes, size, &stamp, &odd);

	g_assert_cmpuint(used, <=, size);
	g_assert((used == 0) == (stamp.state == HC_STAMP_NONE));
	if (stamp.state == HC_STAMP_NONE || stamp.state == HC_STAMP_BAD) {
		g_assert_cmpint(stamp.unix_s, ==, 0);
		return;
	}
	g_assert_cmpint(stamp.unix_s, >=, FIRST_S);
	g_assert_cmpint(stamp.unix_s, <=, LAST_S);
	g_assert_cmpint(stamp.earliest_s, <=, stamp.unix_s);
	g_assert_cmpint(stamp.latest_s, >=, stamp.unix_s);
	g_assert_cmpint(ABS(stamp.zone_min), <=, 14 * 60);
	g_assert_cmpuint(stamp.nanosecond, <, 1000000000);
	/* What was taken says all by itself. */
	g_assert_cmpuint(hc_stamp_read(bytes, used, &again, &odd_again), ==,
	                 used);
	g_assert_cmpint(again.unix_s, ==, stamp.unix_s);
	g_assert_cmpuint(odd_again, ==, odd);
	check_print(&stamp);
}
