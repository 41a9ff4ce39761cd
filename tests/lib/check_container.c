/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_container.c - members of containers: what they are, what a worker may
 * do, what Outlook kept. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exact.h"
#include "guess.h"
#include "hopcheck.h"
#include "limit.h"
#include "member-frame.h"
#include "mortal.h"

#ifdef HAVE_GSF
#include <gsf/gsf.h>
#endif

static char *folder; /* of the test */

static void
make_folder(void)
{
	folder = g_dir_make_tmp("check-container-XXXXXX", NULL);
	ck_assert(folder != NULL);
}

static void
remove_folder(void)
{
	const char *name;
	GDir *dir = g_dir_open(folder, 0, NULL);

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		unlink(path);
	}
	g_dir_close(dir);
	rmdir(folder);
	g_clear_pointer(&folder, g_free);
}

/** Write a file of the folder.
 *  @return its path, the caller's */
static char *
write_file(const char *name, const void *bytes, size_t length)
{
	char *path = g_build_filename(folder, name, NULL);

	ck_assert(g_file_set_contents(path, bytes, (gssize)length, NULL));
	return path;
}

/* ------------------------------------------------------------------ kinds */

#define TAR_HEADER 512

/** A tar header whose checksum holds. */
static void
make_tar_header(unsigned char header[TAR_HEADER], bool ustar)
{
	unsigned sum = 0;

	memset(header, 0, TAR_HEADER);
	memcpy(header, "a.eml", 5);
	memcpy(header + 124, "00000000000", 11);
	if (ustar)
		memcpy(header + 257, "ustar\00000", 8);
	memset(header + 148, ' ', 8);
	for (unsigned i = 0; i < TAR_HEADER; i++)
		sum += header[i];
	g_snprintf((char *)header + 148, 8, "%06o", sum);
}

static const struct {
	const char *name;
	const char *bytes;
	size_t length;
	HcKind kind;
} kinds[] = {
	{"nothing",       "",				 0,  HC_KIND_AUTO      },
	{"message",       "From: a@example.net\n\n",          21, HC_KIND_AUTO      },
	{"zip",           "PK\3\4....",                       8,  HC_KIND_ZIP       },
	{"empty zip",     "PK\5\6....",                       8,  HC_KIND_ZIP       },
	{"cut zip",       "PK\3",			     3,  HC_KIND_AUTO      },
	{"gzip",          "\x1f\x8b\x08",                     3,  HC_KIND_COMPRESSED},
	{"not gzip",      "\x1f\x8b\x07",                     3,  HC_KIND_AUTO      },
	{"xz",
         "\xfd"
         "7zXZ\0",                                            6,  HC_KIND_COMPRESSED},
	{"zstd",          "\x28\xb5\x2f\xfd",                 4,  HC_KIND_COMPRESSED},
	{"bzip2",         "BZh91AY&SY",                       10, HC_KIND_COMPRESSED},
	{"empty bzip2",   "BZh1\x17\x72\x45\x38\x50\x90",     10, HC_KIND_COMPRESSED},
	{"BZh as text",   "BZhello wor",                      11, HC_KIND_AUTO      },
	{"compound file", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8,  HC_KIND_MSG       },
	{"store",         "!BDN",			     4,  HC_KIND_PST       },
	{"lrzip",         "LRZI\0\6",                         6,  HC_KIND_AUTO      },
	{"rar",           "Rar!\x1a\7",                       6,  HC_KIND_AUTO      },
	{"7z",            "7z\xbc\xaf\x27\x1c",               6,  HC_KIND_AUTO      },
};

START_TEST(kind_is_told_by_first_bytes)
{
	unsigned char header[TAR_HEADER];

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *exact =
			exact_copy(kinds[i].bytes, kinds[i].length);

		ck_assert_msg(hc_container_kind(exact, kinds[i].length) ==
		                      kinds[i].kind,
		              "%s", kinds[i].name);
	}
	for (unsigned ustar = 0; ustar < 2; ustar++) {
		make_tar_header(header, ustar == 1);
		ck_assert_int_eq(hc_container_kind(header, TAR_HEADER),
		                 HC_KIND_TAR);
		ck_assert_int_eq(hc_container_kind(header, TAR_HEADER - 1),
		                 HC_KIND_AUTO);
		header[0] ^= 1;
		ck_assert_int_eq(hc_container_kind(header, TAR_HEADER),
		                 HC_KIND_AUTO);
	}
}
END_TEST

static const struct {
	const char *name, *bytes;
	HcKind kind;
} guesses[] = {
	{"a",      "",					   HC_KIND_OTHER},
	{"a.eml",  "",					   HC_KIND_OTHER},
	{"a",      "From: a@example.net\n\nx\n",                 HC_KIND_EML  },
	{"a",      "\xef\xbb\xbfReceived: x\r\n\r\n",            HC_KIND_EML  },
	{"a",      "\n\nSubject: x\n\n",                         HC_KIND_EML  },
	{"a",      "X-One: 1\nX-Two:\n more\nDate: now\n\nx",    HC_KIND_EML  },
	{"a",      "X-One: 1\nX-Two: 2\n\nDate: now\n",          HC_KIND_OTHER},
	{"a.EML",  "X-One: 1\n\nbody\n",                         HC_KIND_EML  },
	{"a.mbox", "no header at all\n",                         HC_KIND_EML  },
	{".eml",   "no header at all\n",                         HC_KIND_OTHER},
	{"a.txt",  "Dear From: all\nSubject\n",                  HC_KIND_OTHER},
	{"a.txt",  "Dear all\nFrom: me\n",                       HC_KIND_OTHER},
	{"a.csv",  "From,To,Subject\n",                          HC_KIND_OTHER},
	{"a",      "From a Tue Aug 18 10:05:00 2026\nA: b\n",    HC_KIND_MBOX },
	{"a.eml",  "PK\3\4....",				 HC_KIND_OTHER},
	{"1.emlx", "25\nFrom: a@example.net\n\nbody\n<?xml?>\n", HC_KIND_EMLX },
	{"a.html", "<html>\nFrom: x\n",                          HC_KIND_OTHER},
};

START_TEST(member_is_what_its_bytes_are)
{
	for (size_t i = 0; i < G_N_ELEMENTS(guesses); i++) {
		size_t length = strlen(guesses[i].bytes);
		g_autofree char *exact = exact_copy(guesses[i].bytes, length);

		ck_assert_msg(hc_guess_kind(guesses[i].name, exact, length) ==
		                      guesses[i].kind,
		              "row %zu: %s", i, guesses[i].name);
	}
}
END_TEST

static const struct {
	const char *path;
	bool is_left_out;
} left_out[] = {
	{"inbox/12",             false},
	{"inbox/,12",            true },
	{"inbox/#7",             true },
	{"inbox/,12x",           false},
	{"inbox/,",              false},
	{",",		    false},
	{"box/cur/1.2.host:2,S", false},
	{"box/.hidden",          true },
};

/* What MH removed is no mail; what only begins so may be. */
START_TEST(removed_member_is_left_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(left_out); i++)
		ck_assert_msg((hc_guess_left_out(left_out[i].path) != NULL) ==
		                      left_out[i].is_left_out,
		              "%s", left_out[i].path);
}
END_TEST

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

static const struct {
	const char *name;
	HcStreamSum sum;
	HcStreamWhy why;
} sums[] = {
	{"nothing",            {0, 0, 0, 0, 0},                   HC_WHY_NONE    },
	{"small and dense",    {1, 64 * MIB, 1, 0, 0},            HC_WHY_NONE    },
	{"dense",              {1, 64 * MIB + 1, 1, 0, 0},        HC_WHY_RATIO   },
	{"just not dense",     {MIB, 1000 * MIB + 999, 1, 0, 0},  HC_WHY_NONE    },
	{"just dense",         {MIB, 1000 * MIB + 1000, 1, 0, 0}, HC_WHY_RATIO   },
	{"denser",             {MIB, 1002 * MIB, 1, 0, 0},        HC_WHY_RATIO   },
	{"members",            {1, 0, HC_MEMBERS_MAX, 0, 0},      HC_WHY_NONE    },
	{"one member more",    {1, 0, HC_MEMBERS_MAX + 1, 0, 0},  HC_WHY_MEMBERS },
	{"64 GiB of little",   {GIB / 8, 64 * GIB, 1, 0, 0},      HC_WHY_NONE    },
	{"more than that",     {GIB / 8, 64 * GIB + 1, 1, 0, 0},  HC_WHY_UNPACKED},
	{"a large archive",    {400 * GIB, 400 * GIB, 1, 0, 0},   HC_WHY_NONE    },
	{"of a large one",     {2 * GIB, 201 * GIB, 1, 0, 0},     HC_WHY_NONE    },
	{"too much of it",     {2 * GIB, 201 * GIB + 1, 1, 0, 0}, HC_WHY_UNPACKED},
	{"sizes near the end", {UINT64_MAX, UINT64_MAX, 1, 0, 0}, HC_WHY_NONE    },
	{"dense so far",       {MIB, 257 * MIB, 1, 256 << 10, 0}, HC_WHY_RATIO },
	{"not so far",         {MIB, 257 * MIB, 1, 300 << 10, 0}, HC_WHY_NONE  },
	{"a hole in front",    {MIB, 256 * MIB, 1, 1, 0}, HC_WHY_NONE          },
	{"more than there is", {MIB / 8, 257 * MIB, 1, GIB, 0}, HC_WHY_RATIO   },
	{"as many messages",   {1024, 0, 1, 0, HC_PACKED_MESSAGES_FROM}, HC_WHY_NONE},
	{"too many messages",  {1024, 0, 1, 0, HC_PACKED_MESSAGES_FROM + 1}, HC_WHY_MESSAGES},
	{"many of many bytes", {2 * MIB, 0, 1, 0, 262271}, HC_WHY_NONE},
	{"too many of them",   {2 * MIB, 0, 1, 0, 262272}, HC_WHY_MESSAGES},
};

START_TEST(limits_are_where_they_are_said_to_be)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
		ck_assert_msg(hc_stream_limit(&sums[i].sum) == sums[i].why,
		              "%s: %d", sums[i].name,
		              (int)hc_stream_limit(&sums[i].sum));
}
END_TEST

START_TEST(every_why_has_words)
{
	for (unsigned why = HC_WHY_NONE + 1; why < HC_WHYS; why++)
		ck_assert_msg(hc_stream_why((HcStreamWhy)why) != NULL, "%u",
		              why);
}
END_TEST

/* --------------------------------------------------------------- refusals */

START_TEST(what_is_no_container_is_refused)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	g_autofree char *eml = write_file("a.eml", "From: a\n\n", 9);
	g_autofree char *none = g_build_filename(folder, "none", NULL);
	const char *const paths[] = {eml, none, folder, "/dev/null"};

	hc_unpacker_set_folder(unpacker, folder); /* no program there */
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_msg(hc_container_open(paths[i], unpacker, &error) ==
		                      NULL,
		              "%s", paths[i]);
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	}
	ck_assert_uint_eq(hc_unpacker_started(unpacker), 0);
}
END_TEST

#ifdef HAVE_ARCHIVE
START_TEST(missing_worker_is_an_error_of_its_own)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	g_autofree char *path = write_file("a.gz", "\x1f\x8b\x08....", 7);
	g_autoptr(GError) error = NULL;

	hc_unpacker_set_folder(unpacker, folder);
	ck_assert(hc_container_open(path, unpacker, &error) == NULL);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WORKER));
}
END_TEST

/* -------------------------------------------------------------- lying workers */

static const struct {
	const char *word;
	HcNoteCode note;
	uint64_t members;
} lies[] = {
	{"nothing",         HC_NOTE_COUNT,         1},
	{"die",             HC_NOTE_WORKER_DIED,   1},
	{"leave",           HC_NOTE_WORKER_DIED,   1},
	{"abort",           HC_NOTE_LIMIT_REACHED, 1},
	{"hang",            HC_NOTE_LIMIT_REACHED, 1},
	{"spin",            HC_NOTE_LIMIT_REACHED, 1},
	{"open member",     HC_NOTE_WORKER_DIED,   2},
	{"stray data",      HC_NOTE_WORKER_DIED,   1},
	{"stray close",     HC_NOTE_WORKER_DIED,   1},
	{"text for data",   HC_NOTE_WORKER_DIED,   2},
	{"archives",        HC_NOTE_WORKER_DIED,   3},
	{"unknown kind",    HC_NOTE_WORKER_DIED,   1},
	{"unknown what",    HC_NOTE_WORKER_DIED,   1},
	{"unknown note",    HC_NOTE_WORKER_DIED,   1},
	{"NUL in name",     HC_NOTE_WORKER_DIED,   1},
	{"name too long",   HC_NOTE_WORKER_DIED,   1},
	{"frame too long",  HC_NOTE_WORKER_DIED,   1},
	{"empty data",      HC_NOTE_WORKER_DIED,   2},
	{"other item",      HC_NOTE_WORKER_DIED,   1},
	{"more in frame",   HC_NOTE_WORKER_DIED,   1},
	{"nothing taken",   HC_NOTE_WORKER_DIED,   1},
	{"taken by the byte", HC_NOTE_WORKER_DIED,   1},
	{"endless members", HC_NOTE_LIMIT_REACHED, 1},
	{"endless data",    HC_NOTE_LIMIT_REACHED, 2},
};

static uint64_t
read_all(HcContainer *container)
{
	uint64_t messages = 0;
	const HcMember *member;

	while ((member = hc_container_next(container)) != NULL)
		for (;;) {
			g_autoptr(HcRaw) raw = NULL;

			if (member->source != NULL)
				hc_source_next(member->source, &raw, NULL);
			if (raw == NULL)
				break;
			messages += hc_raw_place(raw)->length > 0;
		}
	return messages;
}

/** @return whether a note of that code stands */
static bool
is_noted(const HcContainerFacts *facts, HcNoteCode code)
{
	for (size_t i = 0; i < facts->note_count; i++)
		if (facts->notes[i].code == code)
			return true;
	return false;
}

START_TEST(whatever_the_worker_does_is_recorded)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	g_autofree char *program =
		g_build_filename(folder, "hopcheck-unpack", NULL);

	ck_assert_int_eq(symlink(LYING_WORKER, program), 0);
	hc_unpacker_set_folder(unpacker, folder);
	/* the worker is told of it when it starts */
	ck_assert(hc_limit_set("unpack-cpu=1", NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(lies); i++) {
		char bytes[80] = "\x1f\x8b\x08";
		g_autoptr(HcContainer) container = NULL;
		g_autofree char *path = NULL;
		const HcContainerFacts *facts;
		const char *word = lies[i].word;

		g_strlcpy(bytes + 16, word, sizeof bytes - 16);
		path = write_file("lie.gz", bytes, sizeof bytes);
		hc_unpacker_set_patience(
			unpacker, strcmp(word, "hang") == 0 ? 100 : 60000);
		container = hc_container_open(path, unpacker, NULL);
		ck_assert_msg(container != NULL, "%s", word);
		hc_container_set_digests(container, false);
		ck_assert_msg(read_all(container) >= 1, "%s", word);
		facts = hc_container_facts(container);
		ck_assert_msg(facts->members == lies[i].members,
		              "%s: %" G_GUINT64_FORMAT, word, facts->members);
		ck_assert_msg(facts->complete ==
		                      (lies[i].note == HC_NOTE_COUNT),
		              "%s", word);
		ck_assert_msg(lies[i].note == HC_NOTE_COUNT ||
		                      is_noted(facts, lies[i].note),
		              "%s", word);
		ck_assert_msg(facts->note_count <= 2 * HC_REGIONS_MAX, "%s",
		              word);
	}
	hc_limits_reset();
}
END_TEST

/* A word for each worker, of mortal.h. */
static const struct {
	const char *plan;
	bool complete;
} plans[] = {
	{"unborn",		      true },
	{"stutter",		     true },
	{"idle",			true },
	{"asked",		       true },
	{"half",			true },
	{"slow",			true },
	{"unborn unborn unborn",        true },
	{"stutter unborn stutter idle", true },
	{"half unborn asked slow",      true },
	{"idle half asked half half",   false},
	{"crash",		       false},
	{"silent",		      false},
};

START_TEST(worker_may_be_killed_at_any_moment)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	g_autoptr(HcContainer) container = NULL;
	g_autofree char *program =
		g_build_filename(folder, "hopcheck-unpack", NULL);
	g_autofree char *path =
		write_file("x.gz", "\x1f\x8b\x08.............", 16);
	const char *plan = plans[_i].plan;

	ck_assert_int_eq(symlink(LYING_WORKER, program), 0);
	ck_assert(
		g_file_set_contents(MORTAL_FILE(LYING_WORKER), plan, -1, NULL));
	hc_unpacker_set_folder(unpacker, folder);
	if (strcmp(plan, "silent") == 0)
		hc_unpacker_set_patience(unpacker, 2000);
	container = hc_container_open(path, unpacker, NULL);
	ck_assert_msg(container != NULL, "%s", plan);
	ck_assert_msg(read_all(container) == 1 || !plans[_i].complete, "%s",
	              plan);
	unlink(MORTAL_FILE(LYING_WORKER));
	ck_assert_msg(hc_container_facts(container)->complete ==
	                      plans[_i].complete,
	              "%s", plan);
	ck_assert_msg(is_noted(hc_container_facts(container),
	                       HC_NOTE_WORKER_DIED) == !plans[_i].complete,
	              "%s", plan);
}
END_TEST

START_TEST(container_given_up_leaves_the_next_its_worker)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	g_autofree char *program =
		g_build_filename(folder, "hopcheck-unpack", NULL);
	g_autofree char *path =
		write_file("x.gz", "\x1f\x8b\x08.............", 16);

	ck_assert_int_eq(symlink(LYING_WORKER, program), 0);
	hc_unpacker_set_folder(unpacker, folder);
	for (unsigned i = 0; i < 3; i++) {
		g_autoptr(HcContainer) container =
			hc_container_open(path, unpacker, NULL);

		ck_assert(container != NULL);
		if (i != 1)
			ck_assert_uint_eq(read_all(container), 1);
	}
	/* the one that was not read to its end has a worker of its own */
	ck_assert_uint_eq(hc_unpacker_started(unpacker), 2);
}
END_TEST
#endif

/* ---------------------------------------------------------------- Outlook */

#ifdef HAVE_GSF
typedef struct {
	const char *name;
	size_t length;
	const char *bytes;
} Stream;

/** Write a compound file.
 *  @param streams  ended by one without a name
 *  @return its path, the caller's */
static char *
write_compound(const char *name, const Stream *streams)
{
	char *path = g_build_filename(folder, name, NULL);
	GsfOutput *output = gsf_output_stdio_new(path, NULL);
	GsfOutfile *file = gsf_outfile_msole_new(output);

	for (; streams->name != NULL; streams++) {
		GsfOutput *child =
			gsf_outfile_new_child(file, streams->name, FALSE);

		ck_assert(gsf_output_write(child, streams->length,
		                           (const guint8 *)streams->bytes));
		ck_assert(gsf_output_close(child));
		g_object_unref(child);
	}
	ck_assert(gsf_output_close(GSF_OUTPUT(file)));
	g_object_unref(file);
	g_object_unref(output);
	return path;
}

/** A string as UTF-16, low byte first. */
static char *
utf16(const char *text, size_t *length_out)
{
	gsize length;
	char *bytes =
		g_convert(text, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);

	*length_out = length;
	return bytes;
}

#define HEADER                                                                 \
	"Received: from a.example.net by mx.example.org;\r\n"                  \
	" Tue, 18 Aug 2026 10:05:00 +0200\r\nFrom: \xc3\xa4@example.net\r\n"   \
	"Subject: \xf0\x9f\x93\xa7\r\n\r\n"

#define PROPERTIES "__properties_version1.0"
#define WIDE "__substg1.0_007D001F"
#define BYTES "__substg1.0_007D001E"

typedef struct {
	uint64_t messages, length;
	char *sha256; /* of the file */
	HcKind kind;
	bool complete, noted;
} Outcome;

static Outcome
read_outlook(const char *path, HcNoteCode note)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	g_autoptr(HcContainer) container = NULL;
	g_autoptr(HcRaw) raw = NULL;
	Outcome outcome = {0};
	const HcMember *member;

	hc_unpacker_set_folder(unpacker, PROGRAMS);
	container = hc_container_open(path, unpacker, NULL);
	ck_assert(container != NULL);
	hc_container_keep_bodies(container, 1 << 20);
	member = hc_container_next(container);
	ck_assert(member != NULL);
	if (hc_source_next(member->source, &raw, NULL) && raw != NULL) {
		size_t length;
		const char *bytes = hc_raw_bytes(raw, &length);

		outcome.length = length;
		if (length > 0 && note == HC_NOTE_COUNT) {
			ck_assert_uint_eq(length, sizeof HEADER - 1);
			ck_assert_mem_eq(bytes, HEADER, length);
		}
	}
	hc_raw_unref(g_steal_pointer(&raw));
	hc_source_next(member->source, &raw, NULL);
	outcome.messages = hc_source_input(member->source)->messages;
	member = hc_container_member(container);
	outcome.sha256 = g_strdup(member->sha256);
	outcome.kind = member->kind;
	ck_assert(hc_container_next(container) == NULL);
	outcome.complete = hc_container_facts(container)->complete;
	outcome.noted = is_noted(hc_container_facts(container), note);
	return outcome;
}

START_TEST(header_that_outlook_kept_is_the_message)
{
	size_t length;
	g_autofree char *wide = utf16(HEADER, &length);
	const Stream as_utf16[] = {
		{PROPERTIES, 4,      "prop"},
                {WIDE,       length, wide  },
                {NULL,       0,      NULL  }
        };
	const Stream as_bytes[] = {
		{PROPERTIES, 4,             "prop"},
		{BYTES,      sizeof HEADER, HEADER},
		{NULL,       0,             NULL  }
        };
	const Stream *const files[] = {as_utf16, as_bytes};

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = write_compound("a.msg", files[i]);
		Outcome outcome = read_outlook(path, HC_NOTE_COUNT);
		g_autofree char *bytes = NULL;
		g_autofree char *digest = NULL;
		gsize size;

		ck_assert(g_file_get_contents(path, &bytes, &size, NULL));
		digest = g_compute_checksum_for_data(
			G_CHECKSUM_SHA256, (const guchar *)bytes, size);
		ck_assert_str_eq(outcome.sha256, digest);
		ck_assert_uint_eq(outcome.messages, 1);
		ck_assert_uint_eq(outcome.length, sizeof HEADER - 1);
		ck_assert_int_eq(outcome.kind, HC_KIND_MSG);
		ck_assert(outcome.complete);
		g_free(outcome.sha256);
	}
}
END_TEST

START_TEST(message_without_header_has_none_made_up)
{
	const Stream none[] = {
		{PROPERTIES,             4, "prop" },
		{"__substg1.0_0037001E", 5, "title"},
		{NULL,                   0, NULL   }
        };
	const Stream empty[] = {
		{PROPERTIES, 4, "prop"},
                {WIDE,       2, "\0"  },
                {NULL,       0, NULL  }
        };
	const Stream *const files[] = {none, empty};

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = write_compound("a.msg", files[i]);
		Outcome outcome =
			read_outlook(path, HC_NOTE_NO_TRANSPORT_HEADERS);

		ck_assert_uint_eq(outcome.messages, 1);
		ck_assert_uint_eq(outcome.length, 0);
		ck_assert(outcome.complete && outcome.noted);
		g_free(outcome.sha256);
	}
}
END_TEST

START_TEST(half_a_pair_of_utf16_is_replaced)
{
	const Stream half[] = {
		{PROPERTIES, 4,  "prop"                         },
		{WIDE,       12, "A\0:\0\x3d\xd8x\0\x00\xdc\n\0"},
		{NULL,       0,  NULL                           }
        };
	g_autofree char *path = write_compound("a.msg", half);
	Outcome outcome = read_outlook(path, HC_NOTE_DAMAGED_CONTAINER);

	/* "A:" U+FFFD "x" U+FFFD "\n" */
	ck_assert_uint_eq(outcome.length, 2 + 3 + 1 + 3 + 1);
	ck_assert(outcome.complete);
	g_free(outcome.sha256);
}
END_TEST

START_TEST(header_beyond_the_limit_is_cut_and_told)
{
	g_autofree char *header = g_strnfill(2000, 'a');
	const Stream long_one[] = {
		{PROPERTIES, 4,    "prop"},
		{BYTES,      2001, header},
		{NULL,       0,    NULL  }
        };
	g_autofree char *path = write_compound("a.msg", long_one);
	Outcome outcome;

	ck_assert(hc_limit_set("transport=1024", NULL));
	outcome = read_outlook(path, HC_NOTE_LIMIT_REACHED);
	hc_limits_reset();
	ck_assert_uint_eq(outcome.length, 1024);
	ck_assert(!outcome.complete && outcome.noted);
	g_free(outcome.sha256);
}
END_TEST

START_TEST(compound_file_that_is_no_message_is_no_mail)
{
	const Stream word[] = {
		{"WordDocument", 4, "text"},
                {NULL,           0, NULL  }
        };
	g_autofree char *path = write_compound("a.doc", word);
	Outcome outcome = read_outlook(path, HC_NOTE_COUNT);

	ck_assert_int_eq(outcome.kind, HC_KIND_OTHER);
	ck_assert_uint_eq(outcome.messages, 0);
	ck_assert(outcome.complete);
	g_free(outcome.sha256);
}
END_TEST

START_TEST(damaged_message_is_no_empty_one)
{
	const Stream good[] = {
		{PROPERTIES, 4,             "prop"},
		{BYTES,      sizeof HEADER, HEADER},
		{NULL,       0,             NULL  }
        };
	g_autofree char *path = write_compound("a.msg", good);
	Outcome outcome;

	ck_assert_int_eq(truncate(path, 600), 0);
	outcome = read_outlook(path, HC_NOTE_DAMAGED_CONTAINER);
	ck_assert_uint_eq(outcome.messages, 0);
	ck_assert(!outcome.complete && outcome.noted);
	g_free(outcome.sha256);
}
END_TEST
#endif

static TCase *
make_case(void)
{
	TCase *cases = tcase_create("containers");

	tcase_add_checked_fixture(cases, make_folder, remove_folder);
	tcase_set_timeout(cases, 60); /* one spends a second of processor */
	tcase_add_test(cases, kind_is_told_by_first_bytes);
	tcase_add_test(cases, member_is_what_its_bytes_are);
	tcase_add_test(cases, removed_member_is_left_out);
	tcase_add_test(cases, limits_are_where_they_are_said_to_be);
	tcase_add_test(cases, every_why_has_words);
	tcase_add_test(cases, what_is_no_container_is_refused);
#ifdef HAVE_ARCHIVE
	tcase_add_test(cases, missing_worker_is_an_error_of_its_own);
	tcase_add_test(cases, whatever_the_worker_does_is_recorded);
	tcase_add_loop_test(cases, worker_may_be_killed_at_any_moment, 0,
	                    G_N_ELEMENTS(plans));
	tcase_add_test(cases, container_given_up_leaves_the_next_its_worker);
#endif
#ifdef HAVE_GSF
	tcase_add_test(cases, header_that_outlook_kept_is_the_message);
	tcase_add_test(cases, message_without_header_has_none_made_up);
	tcase_add_test(cases, half_a_pair_of_utf16_is_replaced);
	tcase_add_test(cases, header_beyond_the_limit_is_cut_and_told);
	tcase_add_test(cases, compound_file_that_is_no_message_is_no_mail);
	tcase_add_test(cases, damaged_message_is_no_empty_one);
#endif
	return cases;
}

int
main(void)
{
	Suite *suite = suite_create("container");
	SRunner *runner = srunner_create(suite);

	suite_add_tcase(suite, make_case());
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
