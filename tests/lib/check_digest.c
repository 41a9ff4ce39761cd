/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_digest.c - SHA-256, one digest by itself and several together, and the
 * sum that is no digest. */
#include "config.h"

#include <check.h>

#include "checksum.h"
#include "digest-lanes.h"
#include "exact.h"

/* FIPS 180-4's own examples (NIST, "SHA-256 Example"), and the empty text. */
static const struct {
	const char *name;
	const char *text;
	unsigned times;
	const char *sha256;
} examples[] = {
	{"nothing",        "",				       0,
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"one block",      "abc",				    1,
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"two blocks",
         "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	{"a million of a", "aaaaaaaaaa",                             100000,
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

static void
check_alone(const char *name, const char *data, size_t length,
            const char *expected)
{
	char sha256[HC_DIGEST_HEX];
	HcDigest digest;

	hc_digest_init(&digest);
	hc_digest_add(&digest, data, length);
	hc_digest_end(&digest, sha256);
	ck_assert_msg(strcmp(sha256, expected) == 0, "%s: %s", name, sha256);
}

START_TEST(examples_hold)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (unsigned i = 0; i < examples[_i].times; i++)
		g_string_append(text, examples[_i].text);
	check_alone(examples[_i].name, text->str, text->len,
	            examples[_i].sha256);
}
END_TEST

#define TOGETHER_MAX 40

/* Every example beside every other, in pairs. */
START_TEST(examples_hold_in_pairs)
{
	const size_t other = (size_t)_i / G_N_ELEMENTS(examples);
	const size_t index[] = {(size_t)_i % G_N_ELEMENTS(examples), other};
	HcDigest digests[2];
	HcDigestRun runs[2];
	GString *texts[2];

	for (unsigned i = 0; i < 2; i++) {
		texts[i] = g_string_new(NULL);
		for (unsigned k = 0; k < examples[index[i]].times; k++)
			g_string_append(texts[i], examples[index[i]].text);
		hc_digest_init(&digests[i]);
		runs[i] = (HcDigestRun){&digests[i], texts[i]->str,
		                        texts[i]->len};
	}
	hc_digest_add_all(runs, 2);
	for (unsigned i = 0; i < 2; i++) {
		char sha256[HC_DIGEST_HEX];

		hc_digest_end(&digests[i], sha256);
		ck_assert_msg(strcmp(sha256, examples[index[i]].sha256) == 0,
		              "%s in place %u: %s", examples[index[i]].name, i,
		              sha256);
		g_string_free(texts[i], TRUE);
	}
}
END_TEST

static uint32_t
next_number(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* Most are short, some fit a block, some are long. */
static size_t
next_length(uint32_t *state)
{
	static const size_t most[] = {0, 3, 63, 64, 65, 200, 1000, 5000};

	return next_number(state) %
	       (most[next_number(state) % G_N_ELEMENTS(most)] + 1);
}

/* Several digests are fed by turns, each with pieces of any length, and come
 * out as those that were fed alone. */
START_TEST(together_is_as_alone)
{
	uint32_t state = (uint32_t)_i + 1;
	size_t count = 1 + next_number(&state) % TOGETHER_MAX;
	HcDigest alone[TOGETHER_MAX];
	HcDigest together[TOGETHER_MAX];

	for (size_t i = 0; i < count; i++) {
		hc_digest_init(&alone[i]);
		hc_digest_init(&together[i]);
	}
	for (unsigned turn = 0; turn < 5; turn++) {
		HcDigestRun runs[TOGETHER_MAX];
		char *copies[TOGETHER_MAX];

		for (size_t i = 0; i < count; i++) {
			size_t length = next_length(&state);
			g_autofree char *bytes = g_malloc(length + 1);

			for (size_t k = 0; k < length; k++)
				bytes[k] = (char)next_number(&state);
			copies[i] = exact_copy(bytes, length);
			hc_digest_add(&alone[i], copies[i], length);
			/* what is empty may be nowhere */
			runs[i] = (HcDigestRun){&together[i],
			                        length ? copies[i] : NULL,
			                        length};
		}
		hc_digest_add_all(runs, count);
		for (size_t i = 0; i < count; i++)
			free(copies[i]);
	}
	for (size_t i = 0; i < count; i++) {
		char expected[HC_DIGEST_HEX];
		char sha256[HC_DIGEST_HEX];

		hc_digest_end(&alone[i], expected);
		hc_digest_end(&together[i], sha256);
		ck_assert_msg(strcmp(sha256, expected) == 0,
		              "digest %zu of %zu, seed %d", i, count, _i);
	}
}
END_TEST

/* ------------------------------------------------------------- checksums */

#define SUMMED 600u

static uint64_t
sum_of(const uint8_t *bytes, size_t length)
{
	HcChecksum sum;

	hc_checksum_init(&sum);
	hc_checksum_add(&sum, bytes, length);
	return hc_checksum_end(&sum);
}

/* Bytes no two words of which are the same. */
static void
fill(uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		bytes[i] = (uint8_t)(i * 37 + i / 8);
}

/* Reckoned elsewhere, in whole numbers: files say these sums. */
START_TEST(sums_are_what_they_were)
{
	static const struct {
		size_t length;
		uint64_t sum;
	} rows[] = {
		{0,   UINT64_C(0x48b1fc86910d007c)},
		{1,   UINT64_C(0x0f275defeadd0353)},
		{128, UINT64_C(0x7ffb795498b81fb7)},
		{600, UINT64_C(0xb8366e30a2d279d1)},
	};
	uint8_t bytes[SUMMED];

	fill(bytes, SUMMED);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_uint_eq(sum_of(bytes, rows[i].length), rows[i].sum);
}
END_TEST

/* What fills no stripe waits for more, and is then added by itself. */
START_TEST(pieces_do_not_matter)
{
	uint8_t bytes[SUMMED];

	fill(bytes, SUMMED);
	for (size_t first = 0; first <= SUMMED; first++)
		for (size_t next = 1; next <= SUMMED; next += 7) {
			HcChecksum sum;

			hc_checksum_init(&sum);
			hc_checksum_add(&sum, bytes, first);
			for (size_t at = first; at < SUMMED; at += next)
				hc_checksum_add(&sum, bytes + at,
				                MIN(next, SUMMED - at));
			ck_assert_msg(
				hc_checksum_end(&sum) == sum_of(bytes, SUMMED),
				"%zu bytes, then %zu at a time", first, next);
		}
}
END_TEST

START_TEST(changed_bit_shows)
{
	uint8_t bytes[SUMMED];
	uint64_t sum;

	fill(bytes, SUMMED);
	sum = sum_of(bytes, SUMMED);
	for (size_t bit = 0; bit < SUMMED * 8; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		ck_assert_msg(sum_of(bytes, SUMMED) != sum, "bit %zu", bit);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}
END_TEST

START_TEST(exchanged_words_show)
{
	uint8_t bytes[SUMMED];
	uint64_t sum;

	fill(bytes, SUMMED);
	sum = sum_of(bytes, SUMMED);
	for (size_t one = 0; one < SUMMED / 8; one++)
		for (size_t other = one + 1; other < SUMMED / 8; other++) {
			uint8_t changed[SUMMED];

			memcpy(changed, bytes, SUMMED);
			memcpy(changed + 8 * one, bytes + 8 * other, 8);
			memcpy(changed + 8 * other, bytes + 8 * one, 8);
			ck_assert_msg(sum_of(changed, SUMMED) != sum,
			              "words %zu and %zu", one, other);
		}
}
END_TEST

START_TEST(zeros_more_show)
{
	uint8_t bytes[SUMMED] = {0};

	for (size_t length = 0; length < SUMMED; length++)
		ck_assert_msg(sum_of(bytes, length) !=
		                      sum_of(bytes, length + 1),
		              "%zu zeros and one more", length);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("digest");
	TCase *tests = tcase_create("digests");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tests, examples_hold, 0, G_N_ELEMENTS(examples));
	tcase_add_loop_test(tests, examples_hold_in_pairs, 0,
	                    G_N_ELEMENTS(examples) * G_N_ELEMENTS(examples));
	tcase_add_loop_test(tests, together_is_as_alone, 0, 300);
	tcase_add_test(tests, sums_are_what_they_were);
	tcase_add_test(tests, pieces_do_not_matter);
	tcase_add_test(tests, changed_bit_shows);
	tcase_add_test(tests, exchanged_words_show);
	tcase_add_test(tests, zeros_more_show);
	suite_add_tcase(suite, tests);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
