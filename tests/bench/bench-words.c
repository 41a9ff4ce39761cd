/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-words.c - how long it takes to look a word of TLS up: the median over
 * all spellings of our tables, and over words as they stand in stamps. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "word.h"

/* Looked up so often a turn, so that the clock's own time does not count. */
#define TIMES 200
#define TURNS 9
#define TARGET_NS 100.0

typedef void (*LookUp)(const char *word);

static volatile size_t sink; /* so that no look-up is left out */

static void
look_up_suite(const char *word)
{
	HcCipherWord found;

	hc_cipher_read(word, &found);
	sink += found.count;
}

static void
look_up_version(const char *word)
{
	HcVersionWord found;

	hc_version_read(word, &found);
	sink += found.low;
}

static void
look_up_group(const char *word)
{
	sink += hc_group_read(word, strlen(word)) != NULL;
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
compare(const void *one, const void *two)
{
	double left = *(const double *)one;
	double right = *(const double *)two;

	return left < right ? -1 : left > right;
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof *values, compare);
	return values[count / 2];
}

/** Nanoseconds a look-up, the median of the turns. */
static double
time_word(const char *word, LookUp look_up)
{
	double turns[TURNS];

	for (size_t turn = 0; turn < TURNS; turn++) {
		double begin = seconds();

		for (int i = 0; i < TIMES; i++)
			look_up(word);
		turns[turn] = (seconds() - begin) * 1e9 / TIMES;
	}
	return median(turns, TURNS);
}

static void
show(const char *what, GArray *words, LookUp look_up)
{
	g_autofree double *times = g_new(double, words->len);
	double middle;

	for (guint i = 0; i < words->len; i++)
		times[i] = time_word(g_array_index(words, const char *, i),
		                     look_up);
	middle = median(times, words->len);
	printf("%-34s %5u words, median %6.1f ns, slowest %6.1f ns, target "
	       "%.0f: %s\n",
	       what, words->len, middle, times[words->len - 1], TARGET_NS,
	       middle <= TARGET_NS ? "met" : "NOT met");
}

static void
add(GArray *words, const char *word)
{
	g_array_append_val(words, word);
}

/* Every name of every suite that the table has. */
static GArray *
all_suites(void)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(const char *));
	size_t suites;
	const HcCipher *table = hc_cipher_table(&suites);

	for (size_t i = 0; i < suites; i++) {
		size_t count;
		const HcSpelling *names =
			hc_cipher_spellings(&table[i], &count);

		for (size_t j = 0; j < count; j++)
			if (!strchr(names[j].text, '['))
				add(words, names[j].text);
	}
	return words;
}

/* As stamps have them; the ones with a group or damage take more steps. */
static const char *const stamped[] = {
	"TLS_AES_256_GCM_SHA384",
	"ECDHE-RSA-AES256-GCM-SHA384",
	"ECDHE-RSA-AES128-GCM-SHA256",
	"ECDHE-ECDSA-AES128-GCM-SHA256",
	"DHE-RSA-AES256-SHA",
	"AES256-SHA",
	"RC4-MD5",
	"DES-CBC3-SHA",
	"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384",
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	"ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM",
	"ECDHE_RSA_AES_256_GCM_SHA384",
	"AES-256-GCM",
	"OTHER",
};

static const char *const versions[] = {
	"TLSv1.3", "TLSv1.2", "TLS1_2",      "TLS1_3", "TLS1.2",
	"TLSv1",   "TLS1.3",  "TLSv1/SSLv3", "SSLv3",  "Tls12",
};

static const char *const groups[] = {
	"X25519",    "x25519",         "ECDHE (P-256)", "ECDHE (prime256v1)",
	"secp256r1", "X25519MLKEM768",
};

static GArray *
list_of(const char *const *from, size_t count)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(const char *));

	for (size_t i = 0; i < count; i++)
		add(words, from[i]);
	return words;
}

int
main(void)
{
	g_autoptr(GArray) suites = all_suites();
	g_autoptr(GArray) seen = list_of(stamped, G_N_ELEMENTS(stamped));
	g_autoptr(GArray) version_words =
		list_of(versions, G_N_ELEMENTS(versions));
	g_autoptr(GArray) group_words = list_of(groups, G_N_ELEMENTS(groups));

	printf("\nwords of TLS, looked up\n");
	show("every name of every suite", suites, look_up_suite);
	show("suites as stamps name them", seen, look_up_suite);
	show("versions as stamps name them", version_words, look_up_version);
	show("groups as stamps name them", group_words, look_up_group);
	return 0;
}
