/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-verdict.c - what a verdict costs beside reading, a hop.
 *
 * All messages of a folder are read once; then all of them are judged, over and
 * over, by the set that is inferred and by each policy document that is named.
 * A turn is timed by the processor's clock, so that other work counts less; the
 * median of the turns is told.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <glib.h>

#include "hopcheck.h"

/* Odd, so that one turn is the median; the first is not timed. */
#define TURNS 21
#define MICROSECONDS_A_TURN 50000

/* Processor time of this process, in nanoseconds. */
static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void
stop(const GError *error)
{
	fprintf(stderr, "%s\n", error->message);
	exit(2);
}

/* What a file holds, a message or more; what is none has no evidence. */
static void
read_file(const char *path, GPtrArray *evidences)
{
	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, NULL);

	while (source) {
		g_autoptr(HcRaw) raw = NULL;
		g_autoptr(HcMessage) message = NULL;
		g_autoptr(HcChain) chain = NULL;

		if (!hc_source_next(source, &raw, NULL) || !raw)
			return;
		message = hc_message_new(raw);
		chain = hc_chain_new(message);
		if (hc_chain_length(chain) > 0)
			g_ptr_array_add(evidences, hc_evidence_new(chain));
	}
}

static GPtrArray *
read_folder(const char *path)
{
	GPtrArray *evidences = g_ptr_array_new_with_free_func(
		(GDestroyNotify)hc_evidence_unref);
	GQueue folders = G_QUEUE_INIT;

	g_queue_push_tail(&folders, g_strdup(path));
	while (!g_queue_is_empty(&folders)) {
		g_autofree char *folder = g_queue_pop_head(&folders);
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
		const char *name;

		while (dir && (name = g_dir_read_name(dir))) {
			g_autofree char *file =
				g_build_filename(folder, name, NULL);

			if (g_file_test(file, G_FILE_TEST_IS_DIR))
				g_queue_push_tail(&folders,
				                  g_steal_pointer(&file));
			else
				read_file(file, evidences);
		}
	}
	return evidences;
}

static size_t
judge_all(const HcPolicy *policy, const GPtrArray *evidences)
{
	size_t hops = 0;

	for (guint i = 0; i < evidences->len; i++) {
		HcEvidence *evidence = g_ptr_array_index(evidences, i);
		g_autoptr(HcVerdict) verdict =
			hc_policy_judge(policy, evidence);

		hops += hc_chain_length(hc_evidence_chain(evidence));
	}
	return hops;
}

static int
compare_times(const void *a, const void *b)
{
	double one = *(const double *)a;
	double other = *(const double *)b;

	return (one > other) - (one < other);
}

static double
time_turn(const HcPolicy *policy, const GPtrArray *evidences)
{
	int64_t start = now();
	int64_t took;
	size_t hops = 0;

	do {
		hops += judge_all(policy, evidences);
		took = now() - start;
	} while (took < (int64_t)MICROSECONDS_A_TURN * 1000);
	return (double)took / 1000.0 / (double)hops;
}

static void
bench(const char *name, const HcPolicy *policy, const GPtrArray *evidences)
{
	double times[TURNS];
	size_t hops = judge_all(policy, evidences);

	for (unsigned i = 0; i < TURNS; i++)
		times[i] = time_turn(policy, evidences);
	qsort(times, TURNS, sizeof times[0], compare_times);
	printf("%u messages, %zu hops, %s: %.2f us a hop (least %.2f)\n",
	       evidences->len, hops, name, times[TURNS / 2], times[0]);
}

int
main(int argc, char **argv)
{
	g_autoptr(HcPolicy) inferred = hc_policy_new();
	g_autoptr(GPtrArray) evidences = NULL;

	if (argc < 2) {
		fprintf(stderr, "usage: bench_verdict FOLDER [POLICY]...\n");
		return 2;
	}
	evidences = read_folder(argv[1]);
	if (evidences->len == 0) {
		fprintf(stderr, "%s: no message with a hop\n", argv[1]);
		return 2;
	}
	bench("inferred", inferred, evidences);
	for (int i = 2; i < argc; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(HcPolicy) policy = hc_policy_load(argv[i], &error);

		if (!policy)
			stop(error);
		bench(argv[i], policy, evidences);
	}
	return 0;
}
