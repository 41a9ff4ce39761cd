/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_address.c - addresses as mail writes them, and blocks of them. */
#include "config.h"

#include <check.h>
#include <glib.h>

#include "address.h"
#include "exact.h"

typedef struct {
	const char *text;
	const char *canonical; /* NULL: no address */
	bool tagged;
	bool zoned;
} Row;

static const Row rows[] = {
	{"192.0.2.1",			       "192.0.2.1",          false, false},
	{"0.0.0.0",				 "0.0.0.0",            false, false},
	{"255.255.255.255",                         "255.255.255.255",    false, false},
	{"192.0.2.256",			     NULL,                 false, false},
	{"192.0.2.01",			      NULL,                 false, false},
	{"0192.0.2.1",			      NULL,                 false, false},
	{"192.0.2",				 NULL,                 false, false},
	{"192.0.2.",				NULL,                 false, false},
	{"192.0.2.1.",			      NULL,                 false, false},
	{"192.0.2.1.5",			     NULL,                 false, false},
	{".192.0.2.1",			      NULL,                 false, false},
	{"192.0.2.1 ",			      NULL,                 false, false},
	{" 192.0.2.1",			      NULL,                 false, false},
	{"3221225985",			      NULL,                 false, false},
	{"0xc0000201",			      NULL,                 false, false},
	{"192.0.513",			       NULL,                 false, false},
	{"192.0.2.1234",			    NULL,                 false, false},
	{"[192.0.2.1]",			     NULL,                 false, false},
	{"192.0.2.1:25",			    NULL,                 false, false},
	{"192.0.2.1%1",			     NULL,                 false, false},
	{"IPv6:192.0.2.1",                          NULL,                 false, false},
	{"",					NULL,                 false, false},
	{"x.x.x.x",				 NULL,                 false, false},
	{"2001:db8::1",			     "2001:db8::1",        false, false},
	{"2001:DB8:0:0:0:0:0:1",                    "2001:db8::1",        false, false},
	{"IPv6:2001:db8::1",                        "2001:db8::1",        true,  false},
	{"ipv6:2001:db8::1",                        "2001:db8::1",        true,  false},
	{"IPV6:::1",				"::1",                true,  false},
	{"::",				      "::",                 false, false},
	{"::1",				     "::1",                false, false},
	{"1::",				     "1::",                false, false},
	{"1:2:3:4:5:6:7:8",                         "1:2:3:4:5:6:7:8",    false, false},
	{"1:2:3:4:5:6:7::",                         "1:2:3:4:5:6:7:0",    false, false},
	{"::2:3:4:5:6:7:8",                         "0:2:3:4:5:6:7:8",    false, false},
	{"1:0:0:4:0:0:0:8",                         "1:0:0:4::8",         false, false},
	{"1:0:0:4:5:0:0:8",                         "1::4:5:0:0:8",       false, false},
	{"1:2:3:4:5:6:7:8::",                       NULL,                 false, false},
	{"1:2:3:4:5:6:7",			   NULL,                 false, false},
	{"1:2:3:4:5:6:7:8:9",                       NULL,                 false, false},
	{"1::2::3",				 NULL,                 false, false},
	{":::",				     NULL,                 false, false},
	{":1:2:3:4:5:6:7:8",                        NULL,                 false, false},
	{"1:2:3:4:5:6:7:",                          NULL,                 false, false},
	{"12345::",				 NULL,                 false, false},
	{"g::1",				    NULL,                 false, false},
	{"2001:db8::192.0.2.1",                     "2001:db8::c000:201", false, false},
	{"::ffff:192.0.2.1",                        "192.0.2.1",          false, false},
	{"::FFFF:c000:0201",                        "192.0.2.1",          false, false},
	{"IPv6:::ffff:192.0.2.1",                   "192.0.2.1",          true,  false},
	{"::ffff:192.0.2.01",                       NULL,                 false, false},
	{"1:2:3:4:5:6:7:192.0.2.1",                 NULL,                 false, false},
	{"::192.0.2.1:1",			   NULL,                 false, false},
	{"fe80::1%4",			       "fe80::1",            false, true },
	{"fe80::1%eth0",			    "fe80::1",            false, true },
	{"fe80::1%",				NULL,                 false, false},
	{"fe80::1%a b",			     NULL,                 false, false},
	{"IPv6:",				   NULL,                 false, false},
	{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",                       false, false},
};

START_TEST(addresses_are_read_strictly)
{
	const Row *row = &rows[_i];
	size_t length = strlen(row->text);
	char *copy = exact_copy(row->text, length);
	char text[HC_ADDRESS_TEXT];
	HcAddress address;
	bool tagged, zoned;
	bool ok = hc_address_read(copy, length, &address, &tagged, &zoned);

	free(copy);
	ck_assert_msg(ok == (row->canonical != NULL), "%s", row->text);
	ck_assert_msg(tagged == row->tagged && zoned == row->zoned, "%s",
	              row->text);
	hc_address_write(&address, text);
	ck_assert_msg(strcmp(text, ok ? row->canonical : "") == 0, "%s: %s",
	              row->text, text);
}
END_TEST

typedef struct {
	const char *text;
	HcReach reach;
} ReachRow;

static const ReachRow reach_rows[] = {
	{"8.8.8.8",         HC_REACH_PUBLIC    },
	{"127.0.0.1",       HC_REACH_LOOPBACK  },
	{"127.255.0.6",     HC_REACH_LOOPBACK  },
	{"10.1.2.3",        HC_REACH_PRIVATE   },
	{"172.15.255.255",  HC_REACH_PUBLIC    },
	{"172.16.0.0",      HC_REACH_PRIVATE   },
	{"172.31.255.255",  HC_REACH_PRIVATE   },
	{"172.32.0.0",      HC_REACH_PUBLIC    },
	{"192.168.0.1",     HC_REACH_PRIVATE   },
	{"169.254.1.1",     HC_REACH_LINK_LOCAL},
	{"100.63.255.255",  HC_REACH_PUBLIC    },
	{"100.64.0.1",      HC_REACH_SHARED    },
	{"100.127.255.255", HC_REACH_SHARED    },
	{"100.128.0.0",     HC_REACH_PUBLIC    },
	{"0.0.0.0",         HC_REACH_RESERVED  },
	{"192.0.2.1",       HC_REACH_RESERVED  },
	{"224.0.0.1",       HC_REACH_RESERVED  },
	{"255.255.255.255", HC_REACH_RESERVED  },
	{"::1",             HC_REACH_LOOPBACK  },
	{"::2",             HC_REACH_RESERVED  },
	{"::127.0.0.1",     HC_REACH_RESERVED  },
	{"::8.8.8.8",       HC_REACH_RESERVED  },
	{"::1:0:0",         HC_REACH_PUBLIC    },
	{"::",              HC_REACH_RESERVED  },
	{"fd00::1",         HC_REACH_PRIVATE   },
	{"fe80::1",         HC_REACH_LINK_LOCAL},
	{"febf::1",         HC_REACH_LINK_LOCAL},
	{"ff02::1",         HC_REACH_RESERVED  },
	{"100::1",          HC_REACH_RESERVED  },
	{"2001:db8::1",     HC_REACH_RESERVED  },
	{"2001:db9::1",     HC_REACH_PUBLIC    },
	{"2a00:1450::1",    HC_REACH_PUBLIC    },
	{"::ffff:10.0.0.1", HC_REACH_PRIVATE   },
};

START_TEST(reach_follows_the_registries)
{
	const ReachRow *row = &reach_rows[_i];
	HcAddress address;

	ck_assert(hc_address_read(row->text, strlen(row->text), &address, NULL,
	                          NULL));
	ck_assert_msg(hc_address_reach(&address) == row->reach, "%s: %d",
	              row->text, (int)hc_address_reach(&address));
}
END_TEST

typedef struct {
	const char *network;
	const char *address; /* NULL: no network */
	bool holds;
} NetworkRow;

static const NetworkRow network_rows[] = {
	{"192.0.2.0/24",   "192.0.2.255",      true },
	{"192.0.2.0/24",   "192.0.3.0",        false},
	{"192.0.2.0/23",   "192.0.3.0",        true },
	{"192.0.2.128/25", "192.0.2.127",      false},
	{"192.0.2.128/25", "192.0.2.129",      true },
	{"0.0.0.0/0",      "203.0.113.1",      true },
	{"0.0.0.0/0",      "::1",              false},
	{"::/0",           "::1",              true },
	{"192.0.2.1",      "192.0.2.1",        true },
	{"192.0.2.1",      "192.0.2.2",        false},
	{"2001:db8::/32",  "2001:db8:ffff::1", true },
	{"2001:db8::/33",  "2001:db8:8000::1", false},
	{"192.0.2.1/24",   NULL,               false},
	{"192.0.2.0/33",   NULL,               false},
	{"192.0.2.0/",     NULL,               false},
	{"192.0.2.0/024",  NULL,               false},
	{"192.0.2.0/-1",   NULL,               false},
	{"192.0.2.0/24 ",  NULL,               false},
	{"2001:db8::/129", NULL,               false},
	{"2001:db8::1/32", NULL,               false},
	{"fe80::1%eth0",   NULL,               false},
	{"/24",            NULL,               false},
	{"",	       NULL,               false},
};

START_TEST(networks_hold_their_addresses)
{
	const NetworkRow *row = &network_rows[_i];
	size_t length = strlen(row->network);
	char *copy = exact_copy(row->network, length);
	HcNetwork network;
	HcAddress address;
	bool ok = hc_network_read(copy, length, &network);

	free(copy);
	ck_assert_msg(ok == (row->address != NULL), "%s", row->network);
	if (!ok)
		return;
	ck_assert(hc_address_read(row->address, strlen(row->address), &address,
	                          NULL, NULL));
	ck_assert_msg(hc_network_holds(&network, &address) == row->holds,
	              "%s %s", row->network, row->address);
}
END_TEST

START_TEST(no_address_equals_nothing)
{
	HcAddress none = {0};
	HcAddress four, six;

	ck_assert(hc_address_read("192.0.2.1", 9, &four, NULL, NULL));
	ck_assert(hc_address_read("::192.0.2.1", 11, &six, NULL, NULL));
	ck_assert(!hc_address_equal(&none, &none));
	ck_assert(!hc_address_equal(&four, &six));
	ck_assert(hc_address_equal(&four, &four));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("address");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(cases, addresses_are_read_strictly, 0,
	                    G_N_ELEMENTS(rows));
	tcase_add_loop_test(cases, reach_follows_the_registries, 0,
	                    G_N_ELEMENTS(reach_rows));
	tcase_add_loop_test(cases, networks_hold_their_addresses, 0,
	                    G_N_ELEMENTS(network_rows));
	tcase_add_test(cases, no_address_equals_nothing);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
