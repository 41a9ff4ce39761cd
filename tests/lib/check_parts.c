/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_parts.c - parts walked beside their plan: what is told of them, and that
 * records which do not hold together are refused, though each is whole. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>

#include "checksum.h"
#include "fragments.h"
#include "hopcheck.h"
#include "options.h"
#include "packing.h"
#include "part-file.h"
#include "part-walk.h"
#include "plan.h"
#include "runner.h"
#include "tree.h"

/* What messages of these records say. */
static const char fragments[] = "<message/>\n";
#define FRAGMENT (sizeof fragments - 1)

static char *root;

static void
set_up(void)
{
	root = tree_make();
}

static void
tear_down(void)
{
	tree_remove(root);
}

/* ----------------------------------------------------------------- the plan */

static void
put(HcPartFile *file, HcRecordType type, GByteArray *out)
{
	ck_assert(hc_part_file_put(file, type, out->data, out->len, NULL));
	g_byte_array_set_size(out, 0);
}

static void
put_item(HcPartFile *file, GByteArray *out, HcEntryWhat what, const char *name)
{
	/* each is the only one of its kind, which so can be its number */
	const uint64_t numbers[] = {what, what, HC_KIND_AUTO, 77, 0, 0};

	hc_pack_numbers(out, numbers, G_N_ELEMENTS(numbers));
	hc_pack_text(out, name);
	hc_pack_text(out, NULL);
	hc_pack_text(out, what == HC_ENTRY_FILE ? NULL : "why");
	put(file, HC_RECORD_ITEM, out);
}

/** A plan of one unit: a file, one that is left out, a link, one refused. */
static HcPlan *
make_plan(void)
{
	const HcAuditOptions options = {.form = HC_FORM_XML};
	const uint64_t unit[] = {HC_UNIT_FILES, 0, 0, 0};
	static const uint8_t fingerprint[HC_FINGERPRINT];
	g_autofree char *path = g_build_filename(root, "plan", NULL);
	g_autoptr(HcPartFile) file =
		hc_part_file_create(path, fingerprint, 0, NULL);
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcPlan *plan;

	hc_pack_text(out, root);
	put(file, HC_RECORD_BASE, out);
	hc_options_pack(out, &options, policy);
	put(file, HC_RECORD_OPTIONS, out);
	hc_pack_numbers(out, unit, G_N_ELEMENTS(unit));
	put(file, HC_RECORD_UNIT, out);
	put_item(file, out, HC_ENTRY_FILE, "mail");
	put_item(file, out, HC_ENTRY_LEFT_OUT, "rest");
	put_item(file, out, HC_ENTRY_LINK, "link");
	put_item(file, out, HC_ENTRY_REFUSED, "fifo");
	ck_assert(hc_part_file_finish(file, NULL));
	plan = hc_plan_open(path, NULL);
	ck_assert_ptr_nonnull(plan);
	return plan;
}

/* ----------------------------------------------------------------- the part */

static void
put_message(HcPartFile *file, GByteArray *out, const HcMessageRecord *record)
{
	hc_message_record_pack(out, record);
	put(file, HC_RECORD_MESSAGE, out);
}

/** A file that was read, told as far as the walk looks. */
static void
put_file(HcPartFile *file, GByteArray *out, uint64_t item)
{
	hc_pack_number(out, item);
	hc_pack_number(out, 0);
	put(file, HC_RECORD_FILE, out);
}

static void
put_left_out(HcPartFile *file, GByteArray *out, uint64_t item, const char *why)
{
	hc_pack_number(out, item);
	hc_pack_text(out, "member");
	hc_pack_text(out, why);
	put(file, HC_RECORD_LEFT_OUT, out);
}

static void
put_mark(HcPartFile *file, GByteArray *out, size_t length, uint64_t change)
{
	HcFragmentsMark mark = {.length = length};
	HcChecksum sum;

	hc_checksum_init(&sum);
	hc_checksum_add(&sum, fragments, length);
	mark.sum = hc_checksum_end(&sum) + change;
	hc_fragments_mark_pack(out, &mark);
	put(file, HC_RECORD_FRAGMENTS, out);
}

/** A record of a part, whole as records are, by the letter of a row. */
static void
put_record(HcPartFile *file, char letter)
{
	static const uint8_t digest[32];
	g_autoptr(GByteArray) out = g_byte_array_new();

	switch (letter) {
	case 'M':
		put_message(file, out, &(HcMessageRecord){.digest = digest});
		break;
	case 'P': /* one that the report lists */
		put_message(file, out,
		            &(HcMessageRecord){.listed = true,
		                               .length = FRAGMENT,
		                               .head = FRAGMENT});
		break;
	case 'q': /* longer than what stands beside the part */
		put_message(file, out,
		            &(HcMessageRecord){.length = FRAGMENT + 1});
		break;
	case 'Q': /* longer than any */
		put_message(file, out,
		            &(HcMessageRecord){.length = UINT32_MAX});
		break;
	case 'h': /* a head that is longer than all of it */
		put_message(file, out, &(HcMessageRecord){.head = 1});
		break;
	case 'j': /* of no item */
		put_message(file, out, &(HcMessageRecord){.item = 4});
		break;
	case 'd': /* a digest of one byte */
		hc_pack_numbers(out, (const uint64_t[]){0, 0}, 2);
		hc_pack_bytes(out, digest, 1);
		hc_pack_numbers(out, (const uint64_t[]){0, 0, 0}, 3);
		put(file, HC_RECORD_MESSAGE, out);
		break;
	case 'm':
		put(file, HC_RECORD_MESSAGE, out);
		break;
	case 'F':
		put_file(file, out, 0);
		break;
	case 'f':
		put(file, HC_RECORD_FILE, out);
		break;
	case 'g':
		put_file(file, out, 4);
		break;
	case 'L':
		put_left_out(file, out, 0, "why");
		break;
	case 'l':
		put_left_out(file, out, 0, NULL);
		break;
	case 'k':
		put_left_out(file, out, 4, "why");
		break;
	case 'n': /* a name that no NUL ends */
		hc_pack_number(out, 0);
		hc_pack_bytes(out, "member", 6);
		hc_pack_text(out, "why");
		put(file, HC_RECORD_LEFT_OUT, out);
		break;
	case 'X':
		put_mark(file, out, 0, 0);
		break;
	case 'Y': /* of the fragments of P */
		put_mark(file, out, FRAGMENT, 0);
		break;
	case 'y':
		put_mark(file, out, FRAGMENT, 1);
		break;
	case 'x':
		put(file, HC_RECORD_FRAGMENTS, out);
		break;
	default:
		put(file, HC_RECORD_TALLY, out);
		break;
	}
}

static void
make_part(const HcPlan *plan, const char *records)
{
	g_autofree char *path = hc_part_path(root, 0);
	g_autofree char *beside = hc_fragments_path(path);
	g_autoptr(HcPartFile) file =
		hc_part_file_create(path, hc_plan_fingerprint(plan), 0, NULL);

	ck_assert_ptr_nonnull(file);
	for (const char *at = records; *at != '\0'; at++)
		put_record(file, *at);
	ck_assert(hc_part_file_finish(file, NULL));
	ck_assert(
		g_file_set_contents(beside, fragments, (gssize)FRAGMENT, NULL));
}

/* ------------------------------------------------------------ what is told */

/** What was told, and what is refused when it is told: a letter, or NUL. */
typedef struct {
	GString *out;
	char refuses;
} Told;

static bool
tell(void *data, char letter, GError **error)
{
	Told *told = data;

	g_string_append_c(told->out, letter);
	if (letter == told->refuses)
		g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "not wanted");
	return letter != told->refuses;
}

static bool
tell_unit(void *data, GError **error)
{
	return tell(data, 'U', error);
}

static bool
tell_message(const HcMessageRecord *record, const HcItem *item, uint64_t input,
             uint64_t number, void *data, GError **error)
{
	Told *told = data;

	ck_assert_str_eq(item->path, "mail");
	ck_assert_uint_eq(input, 1);
	g_string_append_printf(told->out, "%u", (unsigned)number);
	if (record->fragment != NULL) {
		ck_assert_mem_eq(record->fragment, fragments, record->length);
		g_string_append_c(told->out, '+');
	}
	return tell(data, 'M', error);
}

static bool
tell_file(const HcItem *item, bool grouped, uint64_t input, HcUnpack facts,
          void *data, GError **error)
{
	ck_assert_str_eq(item->path, "mail");
	ck_assert(!grouped && input == 1 && !facts.bad);
	return tell(data, 'F', error);
}

static bool
tell_refused(const HcItem *item, bool grouped, uint64_t input, void *data,
             GError **error)
{
	ck_assert_str_eq(item->path, "fifo");
	ck_assert(!grouped && input > 0);
	return tell(data, 'R', error);
}

static bool
tell_left_out(const HcPartOmission *omission, void *data, GError **error)
{
	ck_assert_str_eq(omission->why, "why");
	return tell(data, omission->member != NULL ? 'L' : omission->path[0],
	            error);
}

static bool
tell_record(uint8_t type, const uint8_t *record, size_t length, void *data,
            GError **error)
{
	(void)record;
	ck_assert_uint_eq(length, 0);
	return tell(data, (char)type, error);
}

static bool
go_on(void *data)
{
	return tell(data, '.', NULL);
}

static bool
walk_part(const HcPlan *plan, bool with_fragments, Told *told, GError **error)
{
	const HcPartSet set = {.plan = plan, .folder = root};
	const HcPartWalk walk = {
		.fragments = with_fragments,
		.unit = tell_unit,
		.message = tell_message,
		.file = tell_file,
		.refused = tell_refused,
		.left_out = tell_left_out,
		.record = tell_record,
		.tick = go_on,
		.data = told,
	};
	HcPartCursor cursor = {0};

	return hc_part_walk(&set, 1, &walk, &cursor, UINT64_MAX, error);
}

#define DAMAGED "part: is not of this version"
#define TORN "is torn"
#define OTHER "is not what was written"

static const struct {
	const char *name;
	const char *records;
	const char *told;
	const char *why; /* in what is said; NULL: it is taken */
	bool fragments;
	char refuses;
} rows[] = {
	{"all of it",		      "MMFLTX", "U1M2MFLTrlR.", NULL,                     false, 0  },
	{"a message with its fragment",    "PFY",    "U1+MFrlR.",    NULL,                     true,  0  },
	{"fragments that nobody asks for", "PFx",    "U1MF",         DAMAGED,                  false, 0  },
	{"a file alone",                   "FX",     "UFrlR.",       NULL,                     false, 0  },
	{"no mark at the end",             "MF",     "U1MFrlR",      "is not of this version", false,
         0											       },
	{"a mark that is cut",             "MFx",    "U1MF",         DAMAGED,                  false, 0  },
	{"a mark of another sum",          "PFy",    "U1+MF",        OTHER,                    true,  0  },
	{"a mark of fewer bytes",          "PFX",    "U1+MF",        OTHER,                    true,  0  },
	{"more fragments than beside it",  "PPFY",   "U1+M",         TORN,                     true,  0  },
	{"a fragment that is cut",         "qFY",    "U",            TORN,                     true,  0  },
	{"a fragment as long as none",     "QFY",    "U",            TORN,                     true,  0  },
	{"a message that is cut",          "mX",     "U",            DAMAGED,                  false, 0  },
	{"a message with a long head",     "hX",     "U",            DAMAGED,                  false, 0  },
	{"a message with a short digest",  "dX",     "U",            DAMAGED,                  false, 0  },
	{"a message of no item",           "jX",     "U",            DAMAGED,                  false, 0  },
	{"a file that is cut",             "fX",     "U",            DAMAGED,                  false, 0  },
	{"a file of no item",              "gX",     "U",            DAMAGED,                  false, 0  },
	{"left out, nobody knows why",     "lX",     "U",            DAMAGED,                  false, 0  },
	{"left out, a name without end",   "nX",     "U",            DAMAGED,                  false, 0  },
	{"left out of no item",            "kX",     "U",            DAMAGED,                  false, 0  },
	{"the unit is not wanted",         "MX",     "U",            "not wanted",             false, 'U'},
	{"a message is not wanted",        "MX",     "U1M",          "not wanted",             false, 'M'},
	{"a file is not wanted",           "FX",     "UF",           "not wanted",             false, 'F'},
	{"left out is not wanted",         "LX",     "UL",           "not wanted",             false, 'L'},
	{"a sum is not wanted",            "TX",     "UT",           "not wanted",             false, 'T'},
	{"a name by rule is not wanted",   "FX",     "UFr",          "not wanted",             false, 'r'},
	{"a refused name is not wanted",   "FX",     "UFrlR",        "not wanted",             false,
         'R'											     },
	{"it is to stop",                  "FX",     "UFrlR.",       "stopped",                false, '.'},
};

START_TEST(part_must_hold_together)
{
	g_autoptr(HcPlan) plan = make_plan();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	Told told = {out, rows[_i].refuses};
	bool good;

	make_part(plan, rows[_i].records);
	good = walk_part(plan, rows[_i].fragments, &told, &error);
	ck_assert_msg(good == (rows[_i].why == NULL), "%s: %s", rows[_i].name,
	              error != NULL ? error->message : "taken");
	ck_assert_msg(strcmp(out->str, rows[_i].told) == 0, "%s: %s",
	              rows[_i].name, out->str);
	if (!good)
		ck_assert_msg(strstr(error->message, rows[_i].why) != NULL,
		              "%s: %s", rows[_i].name, error->message);
}
END_TEST

/* Whoever adds up alone is told nothing else, and the rest is looked at all the
 * same. */
START_TEST(what_nobody_asks_for_is_passed_over)
{
	g_autoptr(HcPlan) plan = make_plan();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	Told told = {out, '\0'};
	const HcPartSet set = {.plan = plan, .folder = root};
	const HcPartWalk walk = {.tick = go_on, .data = &told};
	HcPartCursor cursor = {0};

	make_part(plan, "PFLTX");
	ck_assert(hc_part_walk(&set, 1, &walk, &cursor, UINT64_MAX, NULL));
	ck_assert_str_eq(out->str, ".");
	ck_assert_uint_eq(cursor.unit, 1);
	make_part(plan, "PFlTX");
	cursor.unit = 0;
	ck_assert(!hc_part_walk(&set, 1, &walk, &cursor, UINT64_MAX, &error));
	ck_assert_str_eq(error->message, DAMAGED);
}
END_TEST

/* The parts of two plans are told as if one plan had the units of both. */
START_TEST(plans_follow_each_other)
{
	g_autoptr(HcPlan) plan = make_plan();
	g_autoptr(GString) out = g_string_new(NULL);
	Told told = {out, '\0'};
	const HcPartSet sets[] = {
		{.plan = plan, .folder = root},
		{.plan = plan, .folder = root},
	};
	const HcPartWalk walk = {
		.unit = tell_unit, .tick = go_on, .data = &told};
	HcPartCursor cursor = {0};

	make_part(plan, "MFX");
	ck_assert(hc_part_walk(sets, 2, &walk, &cursor, 0, NULL));
	ck_assert_str_eq(out->str, "U.");
	ck_assert_uint_eq(cursor.set, 1);
	ck_assert_uint_eq(cursor.roll.inputs, 2);
	ck_assert(hc_part_walk(sets, 2, &walk, &cursor, UINT64_MAX, NULL));
	ck_assert_str_eq(out->str, "U.U.");
	ck_assert_uint_eq(cursor.roll.inputs, 4);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("parts");
	TCase *cases = tcase_create("walk");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_loop_test(cases, part_must_hold_together, 0,
	                    G_N_ELEMENTS(rows));
	tcase_add_test(cases, what_nobody_asks_for_is_passed_over);
	tcase_add_test(cases, plans_follow_each_other);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
