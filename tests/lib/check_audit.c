/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_audit.c - archives: part files, and what tells a torn one. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "hopcheck.h"
#include "options.h"
#include "packing.h"
#include "part-file.h"
#include "plan.h"

static char *directory, *path;

static const uint8_t mine[HC_FINGERPRINT] = {1, 2, 3};
static const uint8_t other[HC_FINGERPRINT] = {1, 2, 4};

/* More than the buffer of a file, so that a record is read in pieces. */
#define LONG_RECORD 300000u

static void
make_directory(void)
{
	directory = g_dir_make_tmp("check_audit.XXXXXX", NULL);
	ck_assert_ptr_nonnull(directory);
	path = g_build_filename(directory, "part", NULL);
}

static void
remove_directory(void)
{
	g_unlink(path);
	ck_assert_int_eq(g_rmdir(directory), 0); /* nothing else was left */
	g_clear_pointer(&directory, g_free);
	g_clear_pointer(&path, g_free);
}

/* Records of lengths 0, 1, 2 ... and a long one, each of one repeated byte. */
static uint64_t
write_records(unsigned count, uint64_t number)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPartFile) file =
		hc_part_file_create(path, mine, number, &error);
	g_autofree char *bytes = g_malloc(LONG_RECORD);
	uint64_t third = 0;

	ck_assert_msg(file != NULL, "%s", error ? error->message : "");
	g_unlink(path);
	for (unsigned i = 0; i < count; i++) {
		size_t length = i == 5 ? LONG_RECORD : i;

		if (i == 3)
			third = hc_part_file_tell(file);
		memset(bytes, (int)('a' + i), length);
		ck_assert(hc_part_file_put(file, HC_RECORD_MESSAGE, bytes,
		                           length, &error));
	}
	ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
	ck_assert(hc_part_file_finish(file, &error));
	ck_assert(g_file_test(path, G_FILE_TEST_EXISTS));
	return third;
}

static void
read_record(HcPartFile *file, unsigned i)
{
	const uint8_t *data;
	size_t length;
	uint8_t type;

	ck_assert(hc_part_file_next(file, &type, &data, &length, NULL));
	ck_assert_int_eq(type, HC_RECORD_MESSAGE);
	ck_assert_uint_eq(length, i == 5 ? LONG_RECORD : i);
	for (size_t at = 0; at < length; at++)
		if (data[at] != 'a' + i)
			ck_abort_msg("record %u, byte %zu", i, at);
}

/** Whether all records can be read, and are of what is said. */
static bool
is_whole(const char *name, const uint8_t *fingerprint, uint64_t number)
{
	g_autoptr(HcPartFile) file =
		hc_part_file_open(name, fingerprint, number, NULL);
	const uint8_t *data;
	size_t length;
	uint8_t type = 0;

	if (file == NULL)
		return false;
	do
		if (!hc_part_file_next(file, &type, &data, &length, NULL))
			return false;
	while (type != 0);
	return true;
}

START_TEST(records_come_back_in_order)
{
	const unsigned counts[] = {0, 1, 2, 9};

	for (unsigned i = 0; i < G_N_ELEMENTS(counts); i++) {
		const uint8_t *data;
		size_t length;
		uint8_t type;

		write_records(counts[i], 7);

		g_autoptr(HcPartFile) file =
			hc_part_file_open(path, mine, 7, NULL);

		ck_assert_ptr_nonnull(file);
		for (unsigned j = 0; j < counts[i]; j++)
			read_record(file, j);
		for (unsigned j = 0; j < 2; j++) {
			ck_assert(hc_part_file_next(file, &type, &data, &length,
			                            NULL));
			ck_assert_int_eq(type, 0);
		}
		ck_assert(is_whole(path, mine, 7));
	}
}
END_TEST

START_TEST(reading_goes_on_where_it_is_told)
{
	uint64_t third = write_records(9, 0);
	g_autoptr(HcPartFile) file = hc_part_file_open(path, mine, 0, NULL);
	const uint8_t *data;
	size_t length;
	uint8_t type;

	for (unsigned turn = 0; turn < 2; turn++) {
		ck_assert(hc_part_file_seek(file, third, NULL));
		for (unsigned i = 3; i < 9; i++)
			read_record(file, i);
		ck_assert(hc_part_file_next(file, &type, &data, &length, NULL));
		ck_assert_int_eq(type, 0);
	}
	ck_assert(!hc_part_file_seek(file, 1, NULL));
	ck_assert(!hc_part_file_seek(file, UINT64_MAX, NULL));
}
END_TEST

START_TEST(part_of_another_run_is_refused)
{
	g_autoptr(GError) error = NULL;

	write_records(3, 7);
	ck_assert(!is_whole(path, other, 7));
	ck_assert(!is_whole(path, mine, 8));
	ck_assert_ptr_null(hc_part_file_open(path, other, 7, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
}
END_TEST

/* The head tells which build wrote it: others had other columns. */
START_TEST(part_of_an_older_build_is_refused)
{
	g_autofree char *whole = NULL;
	size_t length;

	write_records(3, 7);
	ck_assert(g_file_get_contents(path, &whole, &length, NULL));
	ck_assert(g_str_has_prefix(whole, "hopcheck-part "));
	for (char version = '1'; version <= '3'; version++) {
		g_autoptr(GError) error = NULL;

		whole[strlen("hopcheck-part ")] = version;
		ck_assert(
			g_file_set_contents(path, whole, (gssize)length, NULL));
		ck_assert_msg(hc_part_file_open(path, mine, 7, &error) == NULL,
		              "version %c", version);
		ck_assert(g_str_has_suffix(error->message,
		                           "is not of this version"));
	}
}
END_TEST

/* A record that says it is long is not read where the file has no end. */
START_TEST(torn_file_is_not_read)
{
	const uint8_t head[] = {HC_RECORD_MESSAGE, 0, 0, 0, 0x40};
	g_autoptr(GError) error = NULL;
	FILE *file;

	write_records(0, 7);
	file = fopen(path, "r+");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, 16 + HC_FINGERPRINT + 8, SEEK_SET), 0);
	ck_assert_uint_eq(fwrite(head, 1, sizeof head, file), sizeof head);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(truncate(path, (1 << 30) + 1000), 0);
	ck_assert_ptr_null(hc_part_file_open(path, mine, 7, &error));
	ck_assert(g_str_has_suffix(error->message, "is torn"));
}
END_TEST

/* Whatever its length, a file that was cut does not pass. */
START_TEST(cut_file_is_torn)
{
	g_autofree char *whole = NULL;
	size_t length;

	write_records(5, 7);
	ck_assert(g_file_get_contents(path, &whole, &length, NULL));
	for (size_t cut = 0; cut < length; cut++) {
		ck_assert(g_file_set_contents(path, whole, (gssize)cut, NULL));
		ck_assert_msg(!is_whole(path, mine, 7), "%zu bytes", cut);
	}
}
END_TEST

/* Nor does one that has grown, or has one byte changed. */
START_TEST(changed_file_is_torn)
{
	g_autofree char *whole = NULL;
	size_t length;

	write_records(5, 7);
	ck_assert(g_file_get_contents(path, &whole, &length, NULL));
	for (size_t at = 0; at < length; at++) {
		whole[at] ^= 0x20;
		ck_assert(
			g_file_set_contents(path, whole, (gssize)length, NULL));
		ck_assert_msg(!is_whole(path, mine, 7), "byte %zu", at);
		whole[at] ^= 0x20;
	}
	whole = g_realloc(whole, length + 1);
	whole[length] = '\0';
	ck_assert(g_file_set_contents(path, whole, (gssize)length + 1, NULL));
	ck_assert(!is_whole(path, mine, 7));
}
END_TEST

START_TEST(unfinished_file_leaves_nothing)
{
	g_autoptr(HcPartFile) file = hc_part_file_create(path, mine, 7, NULL);

	ck_assert_ptr_nonnull(file);
	ck_assert(hc_part_file_put(file, HC_RECORD_FILE, "x", 1, NULL));
	g_clear_pointer(&file, hc_part_file_free);
	ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
}
END_TEST

/* Two processes may do the same unit: the later file replaces the earlier. */
START_TEST(two_writers_do_not_meet)
{
	g_autoptr(HcPartFile) one = hc_part_file_create(path, mine, 7, NULL);
	g_autoptr(HcPartFile) two = hc_part_file_create(path, mine, 7, NULL);

	ck_assert_ptr_nonnull(one);
	ck_assert_ptr_nonnull(two);
	ck_assert(hc_part_file_finish(one, NULL));
	ck_assert(hc_part_file_finish(two, NULL));
	ck_assert(is_whole(path, mine, 7));
}
END_TEST

START_TEST(folder_that_is_not_there_is_told)
{
	g_autofree char *nowhere = g_build_filename(path, "x", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_part_file_create(nowhere, mine, 7, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	g_clear_error(&error);
	ck_assert_ptr_null(hc_part_file_open(nowhere, mine, 7, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
}
END_TEST

/* ----------------------------------------------------------------- plans */

static void
pack_unit(GByteArray *out, uint64_t kind, uint64_t from, uint64_t to)
{
	hc_pack_number(out, kind);
	hc_pack_number(out, from);
	hc_pack_number(out, to);
	hc_pack_number(out, 0);
}

static void
pack_item(GByteArray *out, const char *name)
{
	for (unsigned i = 0; i < 6; i++)
		hc_pack_number(out, i == 3 ? 77 : 0);
	hc_pack_text(out, name);
	hc_pack_text(out, NULL);
	hc_pack_text(out, NULL);
}

/** A record of a plan, whole as records are.
 *  @param letter  its type; a small letter: one that is not as it should be */
static void
put_record(HcPartFile *file, char letter)
{
	const HcAuditOptions options = {.form = HC_FORM_XML};
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcRecordType type = (HcRecordType)g_ascii_toupper(letter);

	switch (letter) {
	case 'B':
	case 'N':
		hc_pack_text(out, "/somewhere");
		break;
	case 'b':
	case 'n':
		hc_pack_text(out, NULL);
		break;
	case 'O':
		hc_options_pack(out, &options, policy);
		break;
	case 'U':
		pack_unit(out, HC_UNIT_RANGE, 0, 9);
		break;
	case 'u': /* it ends before it begins */
		pack_unit(out, HC_UNIT_RANGE, 9, 0);
		break;
	case 'k': /* of no kind */
		type = HC_RECORD_UNIT;
		pack_unit(out, HC_UNIT_DIGEST + 1, 0, 9);
		break;
	case 'c': /* cut */
		type = HC_RECORD_UNIT;
		hc_pack_number(out, HC_UNIT_RANGE);
		break;
	case 'I':
		pack_item(out, "name");
		break;
	case 'i':
		pack_item(out, NULL);
		break;
	default:
		break;
	}
	ck_assert(hc_part_file_put(file, type, out->data, out->len, NULL));
}

static const struct {
	const char *name;
	const char *records;
	bool good;
	unsigned units;
} plan_rows[] = {
	{"no unit",			   "BO",      true,  0},
	{"two units",			 "BONUIUI", true,  2},
	{"a unit without items",              "BOU",     true,  1},
	{"nothing",			   "",        false, 0},
	{"no base",			   "OUI",     false, 0},
	{"a base without a name",             "bOUI",    false, 0},
	{"no options",			"BUI",     false, 0},
	{"options without a word",            "BoUI",    false, 0},
	{"options twice",                     "BOOUI",   false, 0},
	{"an item of no unit",                "BOIU",    false, 0},
	{"an item without a name",            "BOUi",    false, 0},
	{"a folder without a name",           "BOnU",    false, 0},
	{"a unit that ends before it begins", "BOuI",    false, 0},
	{"a unit of no kind",                 "BOkI",    false, 0},
	{"a unit that is cut",                "BOcI",    false, 0},
	{"a record of a part",                "BOUIM",   false, 0},
	{"a record of no kind",               "BOUIz",   false, 0},
};

/* Every record is whole by its sum; what they say together is not. */
START_TEST(plan_must_hold_together)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPartFile) file = hc_part_file_create(path, mine, 0, NULL);
	g_autoptr(HcPlan) plan = NULL;

	for (const char *at = plan_rows[_i].records; *at != '\0'; at++)
		put_record(file, *at);
	ck_assert(hc_part_file_finish(file, NULL));
	plan = hc_plan_open(path, &error);
	ck_assert_msg((plan != NULL) == plan_rows[_i].good, "%s: %s",
	              plan_rows[_i].name, error ? error->message : "taken");
	if (plan != NULL) {
		ck_assert_uint_eq(hc_plan_units(plan), plan_rows[_i].units);
		ck_assert_str_eq(hc_plan_base(plan), "/somewhere");
	} else {
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
		ck_assert_msg(g_str_has_suffix(error->message, "is damaged"),
		              "%s: %s", plan_rows[_i].name, error->message);
	}
}
END_TEST

/* --------------------------------------------------------------- options */

/* What stands first in a record of the options, in its order. */
static const char *const rests_on[] = {"version", "rule date",
                                       "public suffix list"};

/* A record is texts and numbers behind their lengths: the last byte of one of
 * the first is another. */
START_TEST(what_is_other_is_named)
{
	const HcAuditOptions options = {.form = HC_FORM_XML};
	g_autoptr(GByteArray) one = g_byte_array_new();
	g_autoptr(GByteArray) two = g_byte_array_new();
	g_autoptr(HcPolicy) policy = hc_policy_new();
	const char *difference;
	HcUnpack in;

	hc_options_pack(one, &options, policy);
	hc_options_pack(two, &options, policy);
	ck_assert_ptr_null(hc_options_difference(one->data, one->len, two->data,
	                                         two->len));
	in = hc_unpack(two->data, two->len);
	for (int i = 0; i <= _i; i++)
		ck_assert_ptr_nonnull(hc_unpack_text(&in));
	two->data[in.at - two->data - 2] ^= 1; /* a NUL ends it */
	difference =
		hc_options_difference(one->data, one->len, two->data, two->len);
	ck_assert_ptr_nonnull(difference);
	ck_assert_str_eq(difference, rests_on[_i]);
}
END_TEST

/* -------------------------------------------------------------- planning */

/** Whether the names seen so far are as many as may be. */
static bool
no_more(void *data)
{
	unsigned *left = data;

	return (*left)-- == 0;
}

/* A folder of three names: the folder itself, then each, is asked about. */
START_TEST(planning_stops_where_it_is_told)
{
	g_autofree char *inputs_folder =
		g_build_filename(directory, "in", NULL);
	g_autofree char *state = g_build_filename(directory, "state", NULL);
	const char *const paths[] = {inputs_folder, NULL};
	const HcAuditOptions options = {.form = HC_FORM_XML,
	                                .content = HC_CONTENT_USE_NEVER};
	unsigned left = (unsigned)_i;
	const HcAuditInputs inputs = {
		.paths = paths, .stopped = no_more, .stopped_data = &left};
	g_autoptr(GError) error = NULL;
	g_autoptr(HcAudit) audit = NULL;

	ck_assert_int_eq(g_mkdir(inputs_folder, 0700), 0);
	for (unsigned i = 0; i < 3; i++) {
		g_autofree char *name =
			g_strdup_printf("%s/%u.eml", inputs_folder, i);

		ck_assert(g_file_set_contents(name, "A: b\n\n", -1, NULL));
	}
	audit = hc_audit_new(&options, &inputs, state, false, &error);
	ck_assert_ptr_null(audit);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_STOPPED));
	for (unsigned i = 0; i < 3; i++) {
		g_autofree char *name =
			g_strdup_printf("%s/%u.eml", inputs_folder, i);

		g_unlink(name);
	}
	g_rmdir(inputs_folder);
	/* nothing but the lock is left: nothing is half done */
	ck_assert(hc_audit_remove_state(state, NULL));
}
END_TEST

/* --------------------------------------------------------------- reports */

/** The report of one message.
 *  @param passing  nobody will go on with the state
 *  @param kept_out  whether what the report holds is in the state, too */
static char *
make_report(bool passing, bool *kept_out)
{
	g_autofree char *input = g_build_filename(directory, "in.eml", NULL);
	g_autofree char *state = g_build_filename(directory, "state", NULL);
	g_autofree char *report = g_build_filename(directory, "report", NULL);
	g_autofree char *fragments =
		g_build_filename(state, "part-00000000.messages", NULL);
	const char *const paths[] = {input, NULL};
	const HcAuditOptions options = {.form = HC_FORM_XML,
	                                .detail = HC_DETAIL_ALL,
	                                .content = HC_CONTENT_USE_NEVER};
	const HcAuditInputs inputs = {.paths = paths};
	g_autoptr(HcAudit) audit = NULL;
	char *text;

	ck_assert(g_file_set_contents(input, "Subject: b\n\n", -1, NULL));
	audit = hc_audit_new(&options, &inputs, state, false, NULL);
	ck_assert_ptr_nonnull(audit);
	if (passing)
		hc_audit_pass(audit);
	ck_assert(hc_audit_run(audit, 0, UINT64_MAX, 1, NULL, NULL, NULL));
	ck_assert(g_file_test(fragments, G_FILE_TEST_EXISTS));
	ck_assert(hc_audit_finish(audit, &(HcReportOptions){0}, report, -1,
	                          NULL, NULL, NULL, NULL));
	*kept_out = g_file_test(fragments, G_FILE_TEST_EXISTS);
	ck_assert(g_file_get_contents(report, &text, NULL, NULL));
	g_clear_pointer(&audit, hc_audit_free);
	ck_assert(hc_audit_remove_state(state, NULL));
	g_unlink(report);
	g_unlink(input);
	return text;
}

START_TEST(state_that_passes_holds_nothing_twice)
{
	bool kept;
	g_autofree char *of_kept = make_report(false, &kept);
	g_autofree char *of_passing = NULL;

	ck_assert(kept);
	of_passing = make_report(true, &kept);
	ck_assert(!kept);
	ck_assert_str_eq(of_passing, of_kept);
	ck_assert_ptr_nonnull(strstr(of_kept, "<message "));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("audit");
	TCase *parts = tcase_create("part files");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(parts, make_directory, remove_directory);
	tcase_add_test(parts, records_come_back_in_order);
	tcase_add_test(parts, reading_goes_on_where_it_is_told);
	tcase_add_test(parts, part_of_another_run_is_refused);
	tcase_add_test(parts, part_of_an_older_build_is_refused);
	tcase_add_test(parts, torn_file_is_not_read);
	tcase_add_test(parts, cut_file_is_torn);
	tcase_add_test(parts, changed_file_is_torn);
	tcase_add_test(parts, unfinished_file_leaves_nothing);
	tcase_add_test(parts, two_writers_do_not_meet);
	tcase_add_test(parts, folder_that_is_not_there_is_told);
	tcase_add_loop_test(parts, what_is_other_is_named, 0,
	                    G_N_ELEMENTS(rests_on));
	tcase_add_loop_test(parts, plan_must_hold_together, 0,
	                    G_N_ELEMENTS(plan_rows));
	tcase_add_loop_test(parts, planning_stops_where_it_is_told, 0, 6);
	tcase_add_test(parts, state_that_passes_holds_nothing_twice);
	suite_add_tcase(suite, parts);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
