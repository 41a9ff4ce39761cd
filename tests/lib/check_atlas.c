/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_atlas.c - address databases: what they say, whether they agree, and
 * that no bytes make them more than refused. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "address.h"
#include "digest.h"
#include "hopcheck.h"
#include "mmdb-writer.h"

/* 2026-11-01T00:00:00Z */
#define BUILT 1793491200

static char *directory;

static void
make_directory(void)
{
	directory = g_dir_make_tmp("check_atlas.XXXXXX", NULL);
	ck_assert_ptr_nonnull(directory);
}

static void
remove_directory(void)
{
	g_autoptr(GDir) open = g_dir_open(directory, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(open)) != NULL) {
		g_autofree char *path = g_build_filename(directory, name, NULL);

		g_remove(path);
	}
	g_rmdir(directory);
	g_clear_pointer(&directory, g_free);
}

static char *
write_bytes(const char *name, const GByteArray *bytes)
{
	char *path = g_build_filename(directory, name, NULL);

	FILE *file;

	/* Neither GLib's fsync() nor that of a file system which takes writing
	 * over a file for replacing it: this is done thousands of times. */
	g_remove(path);
	file = fopen(path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes->data, 1, bytes->len, file), bytes->len);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

static void
add_plan(HcAtlas *atlas, const char *name, const MmdbPlan *plan)
{
	g_autoptr(GByteArray) bytes = mmdb_write(plan);
	g_autofree char *path = write_bytes(name, bytes);
	g_autoptr(GError) error = NULL;

	ck_assert_msg(hc_atlas_add(atlas, path, &error), "%s: %s", name,
	              error != NULL ? error->message : "");
}

static HcLocation *
locate(const HcAtlas *atlas, const char *text)
{
	HcAddress address;

	ck_assert(hc_address_read(text, strlen(text), &address, NULL, NULL));
	return hc_atlas_locate(atlas, &address);
}

/* ----------------------------------------------------------------- answers */

static const MmdbRow world[] = {
	{"192.0.2.0/24",     "GB", "US", "Sheffield", 64496, "Example plc", false},
	{"198.51.100.0/25",  "DE", NULL, NULL,        0,     NULL,          false},
	{"198.51.100.64/26", NULL, "FR", NULL,        0,     NULL,          false},
	{"203.0.113.7/32",   "US", NULL, NULL,        64511, "Everywhere",  true },
	{"203.0.113.9/32",   "ZZ", NULL, NULL,        0,     NULL,          false},
	{"2001:db8::/32",    "NL", NULL, NULL,        64497, "Six",         false},
};

#define ROWS(name, blocks, count)                                              \
	{                                                                      \
		.type = (name), .built_s = BUILT, .ip_version = 6,             \
		.record_size = 32, .rows = (blocks), .row_count = (count),     \
	}

/* The databases that most checks ask. */
#define WORLD(version, bits, is_flat)                                          \
	{                                                                      \
		.type = "Test-City", .built_s = BUILT,                         \
		.ip_version = (version), .record_size = (bits),                \
		.flat = (is_flat), .rows = world,                              \
		.row_count = G_N_ELEMENTS(world),                              \
	}

/** What a database must say of an address; NULL of network: nothing. */
typedef struct {
	const char *address, *network, *country;
	uint32_t number;
	HcLocationState state;
	bool nested_only; /**< a flat database cannot say it */
} Row;

#define UNKNOWN HC_LOCATION_UNKNOWN
#define AGREED HC_LOCATION_AGREED

static const Row rows[] = {
  /* the first and the last of a block, and what is beside it */
	{"192.0.2.0",     "192.0.2.0/24",     "GB", 64496, AGREED,              false},
	{"192.0.2.255",   "192.0.2.0/24",     "GB", 64496, AGREED,              false},
	{"192.0.3.0",     NULL,               "",   0,     UNKNOWN,             false},
 /* half of a block whose other half is parted */
	{"198.51.100.1",  "198.51.100.0/26",  "DE", 0,     AGREED,              false},
 /* where it is registered is no place of a host */
	{"198.51.100.65", "198.51.100.64/26", "",   0,     UNKNOWN,             false},
	{"203.0.113.7",   "203.0.113.7/32",   "US", 64511, HC_LOCATION_ANYCAST,
         true									},
 /* a code of no country */
	{"203.0.113.9",   "203.0.113.9/32",   "",   0,     UNKNOWN,             false},
	{"2001:db8:1::2", "2001:db8::/32",    "NL", 64497, AGREED,              false},
	{"2001:db9::",    NULL,               "",   0,     UNKNOWN,             false},
};

static void
check_row(const HcAtlas *atlas, const Row *row, const char *form)
{
	g_autoptr(HcLocation) location = locate(atlas, row->address);
	const HcAddressAnswer *answer = &location->answers[0];
	g_autofree char *network = NULL;
	char text[HC_ADDRESS_TEXT];

	ck_assert_msg(location->state == row->state, "%s, %s: %s", row->address,
	              form, hc_location_state_token(location->state));
	ck_assert_msg((answer->state == HC_ANSWER_FOUND) ==
	                      (row->network != NULL),
	              "%s, %s: %s", row->address, form,
	              hc_answer_state_token(answer->state));
	ck_assert_msg(strcmp(answer->country, row->country) == 0,
	              "%s, %s: country '%s'", row->address, form,
	              answer->country);
	ck_assert_msg(answer->number == row->number, "%s, %s: AS %u",
	              row->address, form, answer->number);
	if (row->network == NULL) {
		ck_assert_uint_eq(answer->network.family, 0);
		return;
	}
	hc_address_write(&answer->network, text);
	network = g_strdup_printf("%s/%u", text, answer->prefix);
	ck_assert_msg(strcmp(network, row->network) == 0, "%s, %s: network %s",
	              row->address, form, network);
}

START_TEST(every_form_gives_the_same_answers)
{
	static const unsigned sizes[] = {24, 28, 32};

	for (unsigned form = 0; form < 6; form++) {
		g_autoptr(HcAtlas) atlas = hc_atlas_new();
		bool flat = form >= 3;
		g_autofree char *name = g_strdup_printf(
			"%s%u", flat ? "flat" : "nested", sizes[form % 3]);
		MmdbPlan plan = WORLD(6, sizes[form % 3], flat);

		add_plan(atlas, name, &plan);
		for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
			if (!flat || !rows[i].nested_only)
				check_row(atlas, &rows[i], name);
	}
}
END_TEST

START_TEST(names_are_kept)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	MmdbPlan plan = WORLD(6, 24, false);
	g_autoptr(HcLocation) location = NULL;

	add_plan(atlas, "names", &plan);
	location = locate(atlas, "192.0.2.1");
	ck_assert_str_eq(location->country, "GB");
	ck_assert_str_eq(location->answers[0].registered, "US");
	ck_assert_str_eq(location->answers[0].city, "Sheffield");
	ck_assert_str_eq(location->answers[0].holder, "Example plc");
}
END_TEST

START_TEST(version_4_knows_no_version_6)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	MmdbPlan plan = {
		.type = "Test-V4",
		.built_s = BUILT,
		.ip_version = 4,
		.record_size = 28,
		.rows = world,
		.row_count = 5,
	};
	g_autoptr(HcLocation) four = NULL;
	g_autoptr(HcLocation) six = NULL;

	add_plan(atlas, "v4", &plan);
	ck_assert_uint_eq(hc_atlas_database(atlas, 0)->ip_version, 4);
	four = locate(atlas, "192.0.2.1");
	ck_assert_str_eq(four->country, "GB");
	ck_assert_uint_eq(four->answers[0].prefix, 24);
	six = locate(atlas, "2001:db8::1");
	ck_assert_int_eq(six->state, HC_LOCATION_UNKNOWN);
	ck_assert_int_eq(six->answers[0].state, HC_ANSWER_NONE);
}
END_TEST

START_TEST(a_database_says_what_it_is)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	MmdbPlan plan = WORLD(6, 24, false);
	g_autoptr(GByteArray) bytes = mmdb_write(&plan);
	const HcAddressDatabase *database;
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	hc_digest_init(&digest);
	hc_digest_add(&digest, bytes->data, bytes->len);
	hc_digest_end(&digest, hex);
	add_plan(atlas, "facts", &plan);
	ck_assert_uint_eq(hc_atlas_count(atlas), 1);
	database = hc_atlas_database(atlas, 0);
	ck_assert(g_str_has_suffix(database->label, "/facts"));
	ck_assert_str_eq(database->sha256, hex);
	ck_assert_uint_eq(database->size, bytes->len);
	ck_assert_str_eq(database->type, "Test-City");
	ck_assert_int_eq(database->built_s, BUILT);
	ck_assert_uint_eq(database->language_count, 1);
	ck_assert_str_eq(database->languages[0], "en");
}
END_TEST

START_TEST(nothing_is_known_without_a_database)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(HcLocation) location = locate(atlas, "192.0.2.1");

	ck_assert_int_eq(location->state, HC_LOCATION_UNKNOWN);
	ck_assert_uint_eq(location->answer_count, 0);
	ck_assert_str_eq(location->country, "");
}
END_TEST

/* --------------------------------------------------------------- the thread */

/* "mail.nhs.uk is allegedly 212.137.44.179, which is somewhere in cw.net;
 * Sheffield according to one geolocation tool, Manchester another, London a
 * third" (NHS mail encryption thread, 2007). */
static const char asked[] = "212.137.44.179";

static void
add_city(HcAtlas *atlas, const char *country, const char *city)
{
	const MmdbRow row = {
		"212.137.0.0/16", country, NULL, city, 0, NULL, false};
	MmdbPlan plan = ROWS("Test-City", &row, 1);

	add_plan(atlas, city, &plan);
}

START_TEST(three_cities_of_one_country_agree_on_it)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(HcLocation) location = NULL;

	add_city(atlas, "GB", "Sheffield");
	add_city(atlas, "GB", "Manchester");
	add_city(atlas, "GB", "London");
	location = locate(atlas, asked);
	ck_assert_int_eq(location->state, HC_LOCATION_AGREED);
	ck_assert_str_eq(location->country, "GB");
	ck_assert_uint_eq(location->answer_count, 3);
	ck_assert_str_eq(location->answers[0].city, "Sheffield");
	ck_assert_str_eq(location->answers[1].city, "Manchester");
	ck_assert_str_eq(location->answers[2].city, "London");
}
END_TEST

START_TEST(three_countries_are_disputed)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(HcLocation) location = NULL;

	add_city(atlas, "GB", "Sheffield");
	add_city(atlas, "US", "Manchester");
	add_city(atlas, "CA", "London");
	location = locate(atlas, asked);
	ck_assert_int_eq(location->state, HC_LOCATION_DISPUTED);
	ck_assert_str_eq(location->country, "");
	ck_assert_str_eq(location->answers[0].country, "GB");
	ck_assert_str_eq(location->answers[1].country, "US");
	ck_assert_str_eq(location->answers[2].country, "CA");
}
END_TEST

START_TEST(who_says_nothing_is_no_voice_against)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	const MmdbRow other = {"192.0.2.0/24", "US", NULL, NULL, 0,
	                       NULL,           false};
	MmdbPlan plan = ROWS("Test-Other", &other, 1);
	g_autoptr(HcLocation) location = NULL;

	add_plan(atlas, "other", &plan);
	add_city(atlas, "GB", "Sheffield");
	location = locate(atlas, asked);
	ck_assert_int_eq(location->state, HC_LOCATION_AGREED);
	ck_assert_str_eq(location->country, "GB");
	ck_assert_int_eq(location->answers[0].state, HC_ANSWER_NONE);
}
END_TEST

/* ------------------------------------------------------------------ refused */

static void
assert_refused(const char *path, const char *why)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(GError) error = NULL;

	ck_assert_msg(!hc_atlas_add(atlas, path, &error), "%s: taken", path);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_msg(strstr(error->message, why) != NULL, "'%s' holds no '%s'",
	              error->message, why);
	ck_assert_uint_eq(hc_atlas_count(atlas), 0);
}

START_TEST(what_is_no_database_is_refused)
{
	g_autofree char *fifo = g_build_filename(directory, "fifo", NULL);
	g_autofree char *none = g_build_filename(directory, "none", NULL);
	g_autofree char *text = g_build_filename(directory, "text", NULL);
	g_autofree char *empty = g_build_filename(directory, "empty", NULL);

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert(g_file_set_contents(text, "From: a@example.org\n", -1, NULL));
	ck_assert(g_file_set_contents(empty, "", 0, NULL));
	assert_refused(none, "No such file");
	assert_refused(directory, "no regular file");
	assert_refused(fifo, "no regular file");
	assert_refused("/dev/null", "no regular file");
	assert_refused(empty, "is empty");
	assert_refused(text, "no MaxMind DB metadata");
}
END_TEST

/* Bytes of a plain database with some replaced.
 * @param find  NUL-terminated name in the metadata; what follows is replaced */
static char *
write_changed(const char *find, const char *bytes, size_t length)
{
	MmdbPlan plan = WORLD(6, 24, false);
	g_autoptr(GByteArray) whole = mmdb_write(&plan);
	size_t found = 0;

	for (size_t i = 0; i + strlen(find) + length <= whole->len; i++)
		if (memcmp(whole->data + i, find, strlen(find)) == 0)
			found = i + strlen(find);
	ck_assert_uint_gt(found, 0);
	memcpy(whole->data + found, bytes, length);
	return write_bytes("changed", whole);
}

START_TEST(sizes_that_lie_are_refused)
{
	static const struct {
		const char *find, *bytes;
		size_t length;
		const char *why;
	} lies[] = {
  /* no bytes of a number are the number 0 */
		{"node_count",  "\xc0",             1, "metadata cannot be read"},
 /* a string to the end and beyond */
		{"node_count",  "\x5f\xff\xff\xff", 4, "metadata cannot"        },
 /* a map of 16 million members */
		{"languages",   "\xff\xff\xff\xff", 4, "metadata cannot"        },
		{"record_size", "\xa1\x19",         2, "none of 24, 28 and 32"  },
		{"ip_version",  "\xa1\x05",         2, "neither 4 nor 6"        },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(lies); i++) {
		g_autofree char *path = write_changed(
			lies[i].find, lies[i].bytes, lies[i].length);

		assert_refused(path, lies[i].why);
	}
}
END_TEST

/* The last product overflows 32 bits: 0x2aaaaaab times 6 is 2. */
START_TEST(trees_larger_than_the_file_are_refused)
{
	static const uint64_t counts[] = {1000, 0xffffffff, 0x2aaaaaab};

	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
		MmdbPlan plan = WORLD(6, 24, false);
		g_autoptr(GByteArray) bytes = NULL;
		g_autofree char *path = NULL;

		plan.stated_nodes = counts[i];
		bytes = mmdb_write(&plan);
		path = write_bytes("large", bytes);
		assert_refused(path, "does not fit in the file");
	}
}
END_TEST

/* A node that leads into the separator, or behind the data. */
START_TEST(trees_that_lead_out_are_refused)
{
	static const uint32_t beyond[] = {1, 15, 100000};

	for (size_t i = 0; i < G_N_ELEMENTS(beyond); i++) {
		MmdbPlan plan = ROWS("Test-City", world, 1);
		g_autoptr(GByteArray) bytes = mmdb_write(&plan);
		g_autofree char *path = NULL;
		/* A /24 below ::/96 takes 120 nodes. */
		uint32_t record = GUINT32_TO_BE(120 + beyond[i]);

		memcpy(bytes->data + 4, &record, sizeof record);
		path = write_bytes("out", bytes);
		assert_refused(path, "leads out of the file");
	}
}
END_TEST

/* ------------------------------------------------------------------- damage */

static bool
is_sane(const HcLocation *location)
{
	for (size_t i = 0; i < location->answer_count; i++) {
		const HcAddressAnswer *answer = &location->answers[i];

		if (strlen(answer->country) != 0 &&
		    strlen(answer->country) != 2)
			return false;
		if (answer->prefix > 128)
			return false;
	}
	return location->answer_count == 1;
}

/* Whatever the bytes: refused, or answers of the right shape. */
static unsigned
ask_damaged(const GByteArray *bytes, const char *what)
{
	static const char *const addresses[] = {"192.0.2.1",   "198.51.100.70",
	                                        "203.0.113.7", "0.0.0.0",
	                                        "2001:db8::1", "ffff::"};
	g_autofree char *path = write_bytes("damaged", bytes);
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(GError) error = NULL;

	if (!hc_atlas_add(atlas, path, &error)) {
		ck_assert_msg(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY),
		              "%s", what);
		return 0;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_autoptr(HcLocation) location = locate(atlas, addresses[i]);

		ck_assert_msg(is_sane(location), "%s: %s", what, addresses[i]);
	}
	return 1;
}

START_TEST(a_cut_database_is_refused)
{
	MmdbPlan plan = WORLD(6, 28, false);
	g_autoptr(GByteArray) whole = mmdb_write(&plan);

	for (guint length = 1; length < whole->len; length += 7) {
		g_autoptr(GByteArray) part = g_byte_array_new();

		g_byte_array_append(part, whole->data, length);
		ck_assert_msg(ask_damaged(part, "cut") == 0,
		              "cut after %u of %u bytes: taken", length,
		              whole->len);
	}
}
END_TEST

/* Every bit of the data section and the metadata, and some of the tree. */
START_TEST(flipped_bits_never_crash)
{
	MmdbPlan plan = WORLD(6, 24, false);
	g_autoptr(GByteArray) bytes = mmdb_write(&plan);
	unsigned taken = 0, refused = 0;
	guint tree = bytes->len;

	while (tree > 0 && memcmp(bytes->data + tree - 1,
	                          "\xe5\x47"
	                          "country",
	                          9) != 0)
		tree--;
	ck_assert_uint_gt(tree, 0);
	for (guint i = 0; i < bytes->len; i += i < tree ? 13 : 1)
		for (unsigned bit = 0; bit < 8; bit++) {
			g_autofree char *what =
				g_strdup_printf("byte %u bit %u", i, bit);

			bytes->data[i] ^= (guint8)(1u << bit);
			if (ask_damaged(bytes, what))
				taken++;
			else
				refused++;
			bytes->data[i] ^= (guint8)(1u << bit);
		}
	/* Names may hold anything, sizes and trees may not. */
	ck_assert_uint_gt(taken, 100);
	ck_assert_uint_gt(refused, 100);
}
END_TEST

/* Runs of bytes replaced by a fixed sequence of numbers (C11 7.22.2.1). */
START_TEST(overwritten_bytes_never_crash)
{
	MmdbPlan plan = WORLD(6, 24, true);
	uint32_t state = 1;

	for (unsigned round = 0; round < 3000; round++) {
		g_autoptr(GByteArray) bytes = mmdb_write(&plan);
		g_autofree char *what = g_strdup_printf("round %u", round);

		for (unsigned i = 0; i < 1 + round % 6; i++) {
			state = state * 1103515245u + 12345u;
			bytes->data[(state >> 8) % bytes->len] =
				(guint8)(state >> 24);
		}
		ask_damaged(bytes, what);
	}
}
END_TEST

/* libmaxminddb 1.7.1 forgets a list of its own when the metadata that it reads
 * ends in an error; what we allocate is looked at all the same. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libmaxminddb.so";
}

static Suite *
make_suite(void)
{
	Suite *suite = suite_create("atlas");
	TCase *cases = tcase_create("atlas");

	tcase_add_checked_fixture(cases, make_directory, remove_directory);
	tcase_add_test(cases, every_form_gives_the_same_answers);
	tcase_add_test(cases, names_are_kept);
	tcase_add_test(cases, version_4_knows_no_version_6);
	tcase_add_test(cases, a_database_says_what_it_is);
	tcase_add_test(cases, nothing_is_known_without_a_database);
	tcase_add_test(cases, three_cities_of_one_country_agree_on_it);
	tcase_add_test(cases, three_countries_are_disputed);
	tcase_add_test(cases, who_says_nothing_is_no_voice_against);
	tcase_add_test(cases, what_is_no_database_is_refused);
	tcase_add_test(cases, sizes_that_lie_are_refused);
	tcase_add_test(cases, trees_larger_than_the_file_are_refused);
	tcase_add_test(cases, trees_that_lead_out_are_refused);
	tcase_add_test(cases, a_cut_database_is_refused);
	tcase_add_test(cases, flipped_bits_never_crash);
	tcase_add_test(cases, overwritten_bytes_never_crash);
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);
	return suite;
}

int
main(void)
{
	SRunner *runner = srunner_create(make_suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
