/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_range.c - ranges of a mailbox, cut anywhere: what one pass gives. */
#include "config.h"

#include <fcntl.h>

#include "exact.h"
#include "kind.h"
#include "limit.h"
#include "source.h"
#include "tree.h"

#define D "From a@example.org Mon Jan  1 00:00:00 2001\n"
#define B "From a@example.org\n"
#define BOM "\xef\xbb\xbf"
#define M(boundary) "Content-Type: multipart/mixed; boundary=" boundary "\n"

/* clang-format off */
static const struct {
	const char *name;
	const char *input;
} range_rows[] = {
	{"nothing", ""},
	{"BOM alone", BOM},
	{"empty lines alone", "\n\n\r\n\n"},
	{"no separator", "A: b\n\nc\n\n"},
	{"one", D "A: b\n\nc\n"},
	{"one with an empty line at the end", D "A: b\n\nc\n\n"},
	{"three", D "A: b\n\nc\n\n" D "D: e\n\nf\n\n" D "G: h\n\ni\n\n"},
	{"BOM and two", BOM D "A: b\n\nc\n\n" D "D: e\n"},
	{"BOM and an empty line", BOM "\n" D "A: b\n\n" D "c\n"},
	{"BOM and an empty line with CRLF", BOM "\r\n" D "A: b\n"},
	{"CRLF",
	  "From a Mon Jan  1 00:00:00 2001\r\nA: b\r\n\r\nc\r\n\r\n"
	  "From a Mon Jan  1 00:00:00 2001\r\nD: e\r\n\r\n"},
	{"empty lines at the start", "\n\r\n\n" D "A: b\n"},
	{"CR and an empty line at the start", "\r\n" D "A: b\n"},
	{"two CRs", D "A: b\n\r\r\n" D "D: e\n\n\r" D "x\n"},
	{"junk first", "junk\n\nFrom here\non\n\n" D "A: b\n\n" D "c\n"},
	{"undated", B "A: b\n\n" B "D: e\n\n" B " f\n\n" B "\n" B ">From g\nh: i\n"},
	{"undated and long",
	  B "A: b\n\nFrom xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
	  "Yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy : z\n\n" B "Recei"},
	{"forms differ", D "A: b\n\n" B "D: e\n\n" D "F: g\n"},
	{"first form is dated otherwise",
	  "From x 2001-01-01 00:00\nA: b\n\n" D "A: b\n\n"
	  "From x 2001-01-01 00:00\nC: d\n"},
	{"quoted and unquoted",
	  D ">From x\nA: b\n\n>From c\n>>From d\n>>>From e\nFrom f\n" D
	  ">Fro\n> From g\n\n" D "A: b\n\n\n>From x\n\nFrom y\nz\n\n" D},
	{"lengths",
	  D "Content-Length: 2\n\nc\n\n" D "content-length : 200\n\nc\n\n" D
	  "Content-Length: 1\n\nabcdefg\n\n" D "Content-Length: x\n\n\n" D
	  "Content-Length-X: 9\nContent-Length: 20\n\nc\n"},
	{"empty messages", D "\n" D "\n\n" D "\r\n" D},
	{"field From with a space", D "A: b\n\nFrom : 0:00 2001\nc\n\n" D},
	{"no newline at the end", D "A: b\n\nFrom c Mon Jan  1 00:00:00 2001"},
	{"part of From at the end", D "A: b\n\nFro"},
	{"an open multipart goes on",
	  D M("x") "\n--x\n\n" D "A: b\n\n" D "\n\n--x--\n\n" D "C: d\n"},
	{"two open multiparts go on, one within the other",
	  D M("x") M("z") "\n--z\n\n" D M("y") "\n--y\n\n" D "\n--y\n--z--\n\n"
	  B "C: d\n"},
	{"the first line of a message may part an open multipart",
	  B M("x:") "\n--x:\n\n" B "--x:\nA: b\n\n" B "C: d\n"},
	{"a separator of another form in an open multipart",
	  D M("x") "\n--x\n\n" B "A: b\n\n--x--\n"},
	{"an open multipart goes on too late",
	  B M("x") "\n--x\n\n" B "A:\n\n" B "A:\n\n" B "A:\n\n"
	  B "A:\n\n" B "A:\n\n" B "A:\n\n" B "A:\n\n" B "A:\n\n" B "A:\n\n--x\n"},
	{"CR at the end", D "A: b\n\n\r"},
};
/* clang-format on */

/* What the sources said, one after the other. */
typedef struct {
	GString *text;
	uint64_t messages;
	uint64_t message_bytes;
	uint64_t separator_bytes;
	uint64_t unparsed_bytes;
	uint64_t regions;
	uint64_t listed;
	uint64_t size;
	HcMboxEvidence evidence;
} Said;

static void
add_evidence(HcMboxEvidence *sum, const HcMboxEvidence *more)
{
	sum->strict += more->strict;
	sum->lenient += more->lenient;
	sum->unspaced += more->unspaced;
	sum->unquoted += more->unquoted;
	sum->quoted += more->quoted;
	sum->requoted += more->requoted;
	sum->length_fits += more->length_fits;
	sum->length_short += more->length_short;
	sum->length_spans += more->length_spans;
	sum->length_past += more->length_past;
}

static void
say_message(Said *said, const HcRaw *raw)
{
	const HcPlace *place = hc_raw_place(raw);
	size_t header_length;
	const char *header = hc_raw_header(raw, &header_length);
	guint hash = 5381;

	for (size_t i = 0; i < header_length; i++)
		hash = hash * 33 + (guchar)header[i];
	g_string_append_printf(said->text, "message %u+%u %s header %u %x\n",
	                       (unsigned)place->offset, (unsigned)place->length,
	                       place->sha256, (unsigned)header_length, hash);
}

static void
say_input(Said *said, GString *regions, const HcInput *input)
{
	ck_assert(input->complete && !input->changed);
	ck_assert_uint_eq(input->message_bytes + input->separator_bytes +
	                          input->unparsed_bytes,
	                  input->size);
	/* Each range has its own limit. */
	for (size_t i = 0;
	     i < input->region_count && said->listed < HC_REGIONS_MAX;
	     i++, said->listed++)
		g_string_append_printf(regions, "region %s %u+%u\n",
		                       hc_note_token(input->regions[i].code),
		                       (unsigned)input->regions[i].offset,
		                       (unsigned)input->regions[i].length);
	said->messages += input->messages;
	said->message_bytes += input->message_bytes;
	said->separator_bytes += input->separator_bytes;
	said->unparsed_bytes += input->unparsed_bytes;
	said->regions += input->region_total;
	said->size += input->size;
	add_evidence(&said->evidence, &input->evidence);
}

static void
read_all(HcSource *source, Said *said, GString *regions)
{
	for (uint64_t number = 1;; number++) {
		g_autoptr(HcRaw) raw = NULL;

		ck_assert(hc_source_next(source, &raw, NULL));
		if (raw == NULL)
			break;
		ck_assert_uint_eq(hc_raw_place(raw)->number, number);
		say_message(said, raw);
	}
	say_input(said, regions, hc_source_input(source));
	hc_source_free(source);
}

/* Read a mailbox whole, or in ranges that end at @p cuts and at the end. */
static char *
read_cut(const char *input, size_t length, int form, const size_t *cuts,
         size_t cut_count)
{
	Said said = {.text = g_string_new(NULL)};
	g_autoptr(GString) regions = g_string_new(NULL);
	size_t from = 0;

	if (cut_count == 0)
		read_all(hc_source_new_from_bytes("whole", input, length,
		                                  HC_KIND_MBOX),
		         &said, regions);
	for (size_t i = 0; cut_count > 0 && i <= cut_count; i++) {
		const HcRange range = {
			.from = from,
			.to = i < cut_count ? cuts[i] : length,
			.form = form,
		};

		read_all(hc_source_new_range_from_bytes("range", input, length,
		                                        &range),
		         &said, regions);
		from = range.to;
	}
	ck_assert_uint_eq(said.size, length);
	g_string_append_printf(
		said.text,
		"%s%u messages %u+%u+%u, %u regions\n"
		"%u %u %u %u %u %u %u %u %u %u\n",
		regions->str, (unsigned)said.messages,
		(unsigned)said.message_bytes, (unsigned)said.separator_bytes,
		(unsigned)said.unparsed_bytes, (unsigned)said.regions,
		(unsigned)said.evidence.strict, (unsigned)said.evidence.lenient,
		(unsigned)said.evidence.unspaced,
		(unsigned)said.evidence.unquoted,
		(unsigned)said.evidence.quoted,
		(unsigned)said.evidence.requoted,
		(unsigned)said.evidence.length_fits,
		(unsigned)said.evidence.length_short,
		(unsigned)said.evidence.length_spans,
		(unsigned)said.evidence.length_past);
	return g_string_free(said.text, FALSE);
}

static int
form_of(const char *input, size_t length)
{
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "mbox", NULL);
	HcLook look;

	tree_write(root, "mbox", input, length);
	ck_assert(hc_source_look(path, HC_KIND_MBOX, &look, NULL));
	ck_assert_uint_eq(look.size, length);
	tree_remove(root);
	return look.form;
}

static void
check_cuts(const char *name, const char *input, size_t length, int form,
           const char *whole, const size_t *cuts, size_t count)
{
	g_autofree char *cut = read_cut(input, length, form, cuts, count);
	size_t at = 0;

	/* Show where they differ. */
	while (whole[at] != '\0' && whole[at] == cut[at])
		at++;
	while (at > 0 && whole[at - 1] != '\n')
		at--;
	ck_assert_msg(strcmp(whole, cut) == 0,
	              "%s: cut at %u %u\n%.300s\ninstead of\n%.300s", name,
	              (unsigned)cuts[0], (unsigned)cuts[count - 1], cut + at,
	              whole + at);
}

START_TEST(any_cut_gives_what_one_pass_gives)
{
	const char *name = range_rows[_i].name;
	size_t length = strlen(range_rows[_i].input);
	char *input = exact_copy(range_rows[_i].input, length);
	int form = form_of(input, length);
	g_autofree char *whole = read_cut(input, length, form, NULL, 0);

	for (size_t a = 0; a <= length; a++)
		for (size_t b = a; b <= length; b++) {
			const size_t cuts[] = {a, b};

			check_cuts(name, input, length, form, whole, cuts, 2);
		}
	free(input);
}
END_TEST

static const char *const bits[] = {
	"\n",
	"\n\n",
	"\r\n",
	"From ",
	"From x 1:00 2001\n",
	"\r",
	"A: b\n",
	"text\n",
	">From x\n",
	">>From x\n",
	">",
	B,
	D,
	"x",
	"\n\nFrom : ",
	"\n\r\nFrom",
	"1999 12:30 ",
	"Content-Length: 12\n",
	M("x"),
	"\n--x\n",
	"\n--x--\n",
	"\n" D M("x") "\n--x\n\n",
	"\n" D "Content-Length: 2000\n\n",
};

static char *
random_mailbox(uint32_t seed, size_t size, size_t *length_out)
{
	GString *input = g_string_new(seed % 5 == 0 ? BOM : NULL);
	uint32_t state = seed;

	while (input->len < size) {
		state = state * 1664525 + 1013904223;
		g_string_append(input,
		                bits[(state >> 16) % G_N_ELEMENTS(bits)]);
		for (uint32_t fill = (state >> 24) % 40; fill > 36; fill--)
			g_string_append(input, "fill the line with text ");
	}
	*length_out = input->len;

	char *copy = exact_copy(input->str, input->len);

	g_string_free(input, TRUE);
	return copy;
}

START_TEST(random_mailboxes_can_be_cut_anywhere)
{
	size_t length;
	char *input = random_mailbox((uint32_t)_i + 1, 1500, &length);
	int form = form_of(input, length);
	g_autofree char *whole = read_cut(input, length, form, NULL, 0);

	for (size_t a = 0; a <= length; a++)
		check_cuts("random", input, length, form, whole, &a, 1);
	free(input);
}
END_TEST

/* Long enough for several pieces, and cut into many. */
START_TEST(long_mailboxes_can_be_cut)
{
	size_t length;
	char *input = random_mailbox((uint32_t)_i + 100, 700u << 10, &length);
	int form = form_of(input, length);
	g_autofree char *whole = read_cut(input, length, form, NULL, 0);
	size_t cuts[40];

	for (size_t count = 1; count <= G_N_ELEMENTS(cuts); count += 13) {
		for (size_t i = 0; i < count; i++)
			cuts[i] = length / (count + 1) * (i + 1) + 7u * i;
		check_cuts("long", input, length, form, whole, cuts, count);
	}
	free(input);
}
END_TEST

static void
check_file(const char *path)
{
	g_autofree char *input = NULL;
	gsize length;

	ck_assert(g_file_get_contents(path, &input, &length, NULL));

	g_autofree char *whole = read_cut(input, length, -1, NULL, 0);
	int form = form_of(input, length);

	for (size_t a = 0; a <= length; a++)
		check_cuts(path, input, length, form, whole, &a, 1);
}

/* Each sample that is a mailbox. */
START_TEST(samples_can_be_cut_anywhere)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : "..",
	                                           "samples", "mbox", NULL);
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *name;
	unsigned count = 0;

	ck_assert_msg(names != NULL, "%s", folder);
	while ((name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (!g_str_has_suffix(name, ".mbox"))
			continue;
		check_file(path);
		count++;
	}
	ck_assert_uint_ge(count, 3);
}
END_TEST

/* ------------------------------------------------------------------ files */

static const char two[] = D "A: b\n\nc\n\n" D "D: e\n\nf\n";

START_TEST(range_of_a_file_is_read)
{
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "mbox", NULL);
	const HcRange range = {.from = 10, .to = 1000, .form = 0};
	g_autoptr(HcRaw) raw = NULL;
	g_autoptr(HcRaw) none = NULL;

	tree_write(root, "mbox", two, sizeof(two) - 1);

	g_autoptr(HcSource) source = hc_source_open_range(path, &range, NULL);

	ck_assert_ptr_nonnull(source);
	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert(hc_source_next(source, &none, NULL));
	ck_assert_ptr_null(none);
	ck_assert_uint_eq(hc_raw_place(raw)->offset, 97);
	ck_assert_uint_eq(hc_raw_place(raw)->length, 8);
	ck_assert_uint_eq(hc_raw_place(raw)->number, 1);
	ck_assert_ptr_null(hc_source_input(source)->sha256);
	ck_assert(!hc_source_input(source)->changed);
	ck_assert_uint_eq(hc_source_input(source)->size, 53);
	tree_remove(root);
}
END_TEST

START_TEST(file_is_looked_at)
{
	static const struct {
		const char *text;
		HcKind kind;
		HcKind found;
		int form;
	} rows[] = {
		{D,               HC_KIND_AUTO, HC_KIND_MBOX, 0 },
		{B "A: b\n",      HC_KIND_AUTO, HC_KIND_MBOX, 2 },
		{"A: b\n",        HC_KIND_AUTO, HC_KIND_EML,  -1},
		{"x\n\n" D,       HC_KIND_MBOX, HC_KIND_MBOX, 0 },
		{"x\n",           HC_KIND_MBOX, HC_KIND_MBOX, -1},
		{"5\nA: b\n<?xm", HC_KIND_AUTO, HC_KIND_EMLX, -1},
		{D,               HC_KIND_EML,  HC_KIND_EML,  -1},
	};
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "file", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct stat state;
		HcLook look;

		tree_write(root, "file", rows[i].text, strlen(rows[i].text));
		ck_assert(hc_source_look(path, rows[i].kind, &look, NULL));
		ck_assert_int_eq(stat(path, &state), 0);
		ck_assert_msg(look.kind == rows[i].found &&
		                      look.form == rows[i].form,
		              "row %u: %s %d", (unsigned)i,
		              hc_kind_token(look.kind), look.form);
		ck_assert_uint_eq(look.size, (uint64_t)state.st_size);
		ck_assert_uint_eq(look.inode, state.st_ino);
		ck_assert_int_eq(look.mtime_s, state.st_mtim.tv_sec);
		ck_assert_int_eq(look.mtime_ns, state.st_mtim.tv_nsec);
	}
	tree_remove(root);
}
END_TEST

/* A range of what has become shorter, or another file, is said to have
 * changed; nothing hangs. */
START_TEST(change_since_planning_is_seen)
{
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "mbox", NULL);
	const HcRange range = {.from = 50, .to = 1000, .form = 0};
	HcLook look;

	tree_write(root, "mbox", two, sizeof(two) - 1);
	ck_assert(hc_source_look(path, HC_KIND_AUTO, &look, NULL));
	for (unsigned change = 0; change < 5; change++) {
		g_autoptr(HcRaw) raw = NULL;
		uint64_t size = look.size;
		int64_t mtime_s = look.mtime_s;
		uint32_t mtime_ns = look.mtime_ns;

		if (change == 1)
			ck_assert_int_eq(truncate(path, 20), 0);
		if (change == 2)
			size = 20, mtime_s--;
		if (change == 3)
			size = 20, mtime_ns ^= 1;
		if (change == 4)
			ck_assert_int_eq(truncate(path, 0), 0);

		g_autoptr(HcSource) source =
			hc_source_open_range(path, &range, NULL);

		hc_source_expect(source, size, mtime_s, mtime_ns);
		ck_assert(hc_source_next(source, &raw, NULL));
		ck_assert_msg(hc_source_input(source)->changed == (change > 0),
		              "change %u", change);
		ck_assert((raw != NULL) == (change == 0));
	}
	tree_remove(root);
}
END_TEST

/* The last message of a range is asked for when its piece is gone. */
START_TEST(lent_body_outlives_its_piece)
{
	static const char text[] = D "A: b\n\nbody\n\n" D "C: d\n";
	const size_t first = strlen("A: b\n\nbody\n");
	const HcRange range = {.from = 0, .to = strlen(D) + 2, .form = 0};
	char *copy = exact_copy(text, sizeof text - 1);
	g_autoptr(HcSource) source = hc_source_new_range_from_bytes(
		"box", copy, sizeof text - 1, &range);
	g_autoptr(HcRaw) raw = NULL;
	const char *bytes;
	size_t length;

	hc_source_keep_bodies(source, UINT64_MAX);
	hc_source_lend_bodies(source);
	ck_assert(hc_source_next(source, &raw, NULL));
	free(copy);
	bytes = hc_raw_bytes(raw, &length);
	ck_assert_uint_eq(length, first);
	ck_assert_mem_eq(bytes, text + strlen(D), first);
}
END_TEST

START_TEST(files_are_opened_in_a_folder)
{
	char *root = tree_make();
	int folder = open(root, O_RDONLY | O_DIRECTORY);
	g_autoptr(GError) link_error = NULL;
	g_autoptr(GError) fifo_error = NULL;
	g_autoptr(GError) missing = NULL;
	g_autoptr(HcRaw) raw = NULL;

	tree_write(root, "a", "A: b\n", 5);
	tree_link(root, "link", "a");
	tree_fifo(root, "fifo");

	g_autoptr(HcSource) source =
		hc_source_open_in(folder, "a", "box/a", HC_KIND_EML, NULL);

	ck_assert_ptr_nonnull(source);
	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert_str_eq(hc_raw_place(raw)->label, "box/a");
	ck_assert_uint_eq(hc_raw_place(raw)->length, 5);
	ck_assert_ptr_null(hc_source_open_in(folder, "link", "l", HC_KIND_AUTO,
	                                     &link_error));
	ck_assert_str_eq(link_error->message,
	                 "is a symbolic link, not followed");
	ck_assert_ptr_null(hc_source_open_in(folder, "fifo", "f", HC_KIND_AUTO,
	                                     &fifo_error));
	ck_assert_str_eq(fifo_error->message, "is a FIFO, not a regular file");
	ck_assert_ptr_null(
		hc_source_open_in(folder, "no", "n", HC_KIND_AUTO, &missing));
	ck_assert(g_error_matches(missing, HC_ERROR, HC_ERROR_OPEN));
	close(folder);
	tree_remove(root);
}
END_TEST

/* Digests of messages do without that of the input, and come out the same. */
START_TEST(digest_of_the_whole_is_not_made)
{
	static const char text[] = D "A: b\n\nc\n\n" D "D: e\n";
	char *copy = exact_copy(text, strlen(text));
	g_autoptr(HcSource) whole = hc_source_new_from_bytes(
		"whole", copy, strlen(text), HC_KIND_MBOX);
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"source", copy, strlen(text), HC_KIND_MBOX);

	hc_source_skip_whole(source);
	for (unsigned i = 0; i < 3; i++) {
		g_autoptr(HcRaw) one = NULL;
		g_autoptr(HcRaw) other = NULL;

		ck_assert(hc_source_next(whole, &one, NULL));
		ck_assert(hc_source_next(source, &other, NULL));
		ck_assert((one != NULL) == (i < 2) &&
		          (other != NULL) == (i < 2));
		if (i < 2)
			ck_assert_str_eq(hc_raw_place(one)->sha256,
			                 hc_raw_place(other)->sha256);
	}
	ck_assert_ptr_nonnull(hc_source_input(whole)->sha256);
	ck_assert_ptr_null(hc_source_input(source)->sha256);
	free(copy);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("range");
	TCase *cuts = tcase_create("cuts");
	TCase *files = tcase_create("files");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(cuts, any_cut_gives_what_one_pass_gives, 0,
	                    G_N_ELEMENTS(range_rows));
	tcase_add_loop_test(cuts, random_mailboxes_can_be_cut_anywhere, 0, 40);
	tcase_add_loop_test(cuts, long_mailboxes_can_be_cut, 0, 4);
	tcase_add_test(cuts, samples_can_be_cut_anywhere);
	suite_add_tcase(suite, cuts);
	tcase_add_test(cuts, digest_of_the_whole_is_not_made);
	tcase_add_test(files, range_of_a_file_is_read);
	tcase_add_test(files, file_is_looked_at);
	tcase_add_test(files, change_since_planning_is_seen);
	tcase_add_test(files, lent_body_outlives_its_piece);
	tcase_add_test(files, files_are_opened_in_a_folder);
	suite_add_tcase(suite, files);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
