/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-archive.c - an archive of made-up mail, the same bytes each time.
 *
 *     bench_archive mbox FILE BYTES SAMPLE...
 *     bench_archive maildir FOLDER MESSAGES SAMPLE...
 *
 * Received fields are those of the samples, several samples to a path, with
 * other names, numbers, ids and times in each message, so that nobody who
 * remembers the last field gains by it that would not by real mail.  An mbox
 * has messages of 38 KB in the mean, most of them far shorter; a Maildir has
 * small ones alone, of 8 KB or so. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#define POOL (4u << 20)           /* bytes of each sort of body */
#define WRITE_AT (4u << 20)       /* bytes */
#define HOSTS 3000u               /* numbers that names of hosts are given */
#define START INT64_C(1577836800) /* 2020-01-01T00:00:00Z */
#define FIELDS_LEAST 2u /* the last sample of a path adds all its own */

/** What stands at a place of a field. */
typedef enum {
	PIECE_TEXT,
	PIECE_NUMBER,  /* of a host */
	PIECE_ADDRESS, /* last part of a documentation address */
	PIECE_ID,
	PIECE_DATE,
} PieceKind;

typedef struct {
	PieceKind kind;
	const char *text; /* of a field that is kept to the end */
	size_t length;
} Piece;

/** Received fields of one sample, newest first; each a GArray of Piece. */
typedef struct {
	GPtrArray *fields;
} Sample;

typedef struct {
	GPtrArray *samples; /* of Sample */
	char *prose;        /* POOL bytes of lines */
	char *base64;
	uint64_t chance;
	int64_t time_s;
	GString *out;
} Maker;

static uint64_t
next(Maker *maker)
{
	uint64_t value = maker->chance += 0x9e3779b97f4a7c15u;

	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
	value = (value ^ value >> 27) * 0x94d049bb133111ebu;
	return value ^ value >> 31;
}

static unsigned
below(Maker *maker, unsigned limit)
{
	return (unsigned)(next(maker) % limit);
}

/* --------------------------------------------------------------- templates */

static void
add_piece(GArray *pieces, PieceKind kind, const char *text, size_t length)
{
	Piece piece = {kind, text, length};

	if (length > 0 || kind == PIECE_NUMBER)
		g_array_append_val(pieces, piece);
}

static bool
is_digits_and_dots(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isdigit(text[i]) && text[i] != '.')
			return false;
	return true;
}

/** Bytes of an id that stands behind "id "; 0: this is none. */
static size_t
id_length(const char *field, const char *at)
{
	size_t length;

	if (at - field < 4 || strncmp(at - 3, "id ", 3) != 0 ||
	    !g_ascii_isspace(at[-4]))
		return 0;
	length = strcspn(at, " \t\r\n;)");
	return is_digits_and_dots(at, length) ? 0 : length;
}

/** Bytes of an address's last part, behind one of RFC 5737's networks. */
static size_t
address_length(const char *field, const char *at)
{
	static const char *const nets[] = {"192.0.2.", "198.51.100.",
	                                   "203.0.113."};

	for (size_t i = 0; i < G_N_ELEMENTS(nets); i++) {
		size_t length = strlen(nets[i]);

		if ((size_t)(at - field) >= length &&
		    strncmp(at - length, nets[i], length) == 0)
			return strspn(at, "0123456789");
	}
	return 0;
}

static bool
is_host_end(const char *field, const char *at)
{
	return at > field && g_ascii_isalnum(at[-1]) &&
	       (g_str_has_prefix(at, ".example.") ||
	        g_str_has_prefix(at, ".eurprd") ||
	        g_str_has_prefix(at, ".google.com"));
}

/** Take a field apart. */
static GArray *
read_field(const char *field)
{
	GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
	const char *date = strrchr(field, ';');
	const char *from = field;

	for (const char *at = field; *at != '\0' && at != date; at++) {
		size_t id = id_length(field, at);
		size_t address = id == 0 ? address_length(field, at) : 0;

		if (id > 0 || address > 0) {
			add_piece(pieces, PIECE_TEXT, from,
			          (size_t)(at - from));
			add_piece(pieces, id > 0 ? PIECE_ID : PIECE_ADDRESS, at,
			          id + address);
			at += id + address - 1;
			from = at + 1;
		} else if (is_host_end(field, at)) {
			add_piece(pieces, PIECE_TEXT, from,
			          (size_t)(at - from));
			add_piece(pieces, PIECE_NUMBER, at, 0);
			from = at;
		}
	}
	if (date == NULL) {
		add_piece(pieces, PIECE_TEXT, from, strlen(from));
	} else {
		add_piece(pieces, PIECE_TEXT, from, (size_t)(date - from) + 1);
		add_piece(pieces, PIECE_DATE, date, 1);
	}
	return pieces;
}

static void
read_sample(Maker *maker, const char *path)
{
	Sample *sample = g_new0(Sample, 1);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	GString *field = g_string_new(NULL);

	if (!g_file_get_contents(path, &text, NULL, NULL))
		exit(EXIT_FAILURE);
	lines = g_strsplit(text, "\n", -1);
	sample->fields = g_ptr_array_new();
	for (size_t i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
		bool more = *lines[i] == ' ' || *lines[i] == '\t';

		g_strchomp(lines[i]);
		if (more && field->len > 0)
			g_string_append_printf(field, "\n%s", lines[i]);
		if (more)
			continue;
		if (field->len > 0)
			g_ptr_array_add(sample->fields,
			                read_field(g_strdup(field->str)));
		g_string_truncate(field, 0);
		if (g_ascii_strncasecmp(lines[i], "received:", 9) == 0)
			g_string_assign(field, lines[i]);
	}
	if (field->len > 0)
		g_ptr_array_add(sample->fields,
		                read_field(g_strdup(field->str)));
	g_string_free(field, TRUE);
	if (sample->fields->len > 0)
		g_ptr_array_add(maker->samples, sample);
}

/* ------------------------------------------------------------------ bodies */

static const char *const words[] = {
	"the",      "results", "of",      "your", "request",  "are",
	"attached", "please",  "meeting", "on",   "Thursday", "report",
	"budget",   "patient", "council", "with", "kind",     "regards",
	"agreed",   "minutes", "draft",   "for",  "review",   "and",
	"we",       "will",    "send",    "it",   "again",    "tomorrow",
};

static void
fill_pools(Maker *maker)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				      "opqrstuvwxyz0123456789+/";
	GString *prose = g_string_sized_new(POOL + 100);
	char *base64 = g_malloc(POOL);

	while (prose->len < POOL) {
		size_t line = prose->len;

		while (prose->len - line < 66)
			g_string_append_printf(
				prose, "%s ",
				words[below(maker, G_N_ELEMENTS(words))]);
		g_string_append_c(prose, '\n');
	}
	for (size_t i = 0; i < POOL; i++)
		base64[i] = i % 77 == 76 ? '\n' : letters[below(maker, 64)];
	maker->prose = g_string_free(prose, FALSE);
	maker->base64 = base64;
}

/** Whole lines of a pool, about so many bytes. */
static void
put_lines(Maker *maker, const char *pool, size_t length)
{
	while (length > 0) {
		size_t step = MIN(length, POOL / 2);
		size_t from = below(maker, POOL / 2 - 100);
		const char *begin = memchr(pool + from, '\n', 100);
		const char *end;

		begin = begin != NULL ? begin + 1 : pool;
		step = MIN(step, (size_t)(pool + POOL - begin));
		end = step > 0 ? memrchr(begin, '\n', step) : NULL;
		if (end != NULL)
			g_string_append_len(maker->out, begin, end + 1 - begin);
		length -= step;
	}
}

/* ------------------------------------------------------------------ header */

static void
put_date(Maker *maker, int64_t unix_s, unsigned zone)
{
	static const char *const zones[] = {"+0000", "+0000 (UTC)", "+0100",
	                                    "-0800 (PST)"};
	static const int hours[] = {0, 0, 1, -8};
	time_t time = (time_t)(unix_s + hours[zone] * 3600);
	char text[64];
	struct tm parts;

	gmtime_r(&time, &parts);
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S ", &parts);
	g_string_append_printf(maker->out, "%s%s", text, zones[zone]);
}

static void
put_token(Maker *maker, const char *like, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = like[i];

		if (g_ascii_isdigit(c))
			c = (char)('0' + below(maker, 10));
		else if (g_ascii_isupper(c))
			c = (char)('A' + below(maker, 26));
		else if (g_ascii_islower(c))
			c = (char)('a' + below(maker, 26));
		g_string_append_c(maker->out, c);
	}
}

static void
put_field(Maker *maker, const GArray *pieces, unsigned host, int64_t time_s)
{
	for (guint i = 0; i < pieces->len; i++) {
		const Piece *piece = &g_array_index(pieces, Piece, i);

		switch (piece->kind) {
		case PIECE_TEXT:
			g_string_append_len(maker->out, piece->text,
			                    (gssize)piece->length);
			break;
		case PIECE_NUMBER:
			g_string_append_printf(maker->out, "%u", host);
			break;
		case PIECE_ADDRESS:
			g_string_append_printf(
				maker->out, "%u",
				((unsigned)strtoul(piece->text, NULL, 10) +
			         host) % 254 +
					1);
			break;
		case PIECE_ID:
			put_token(maker, piece->text, piece->length);
			break;
		case PIECE_DATE:
			g_string_append(maker->out, "\n\t");
			put_date(maker, time_s, below(maker, 4));
			break;
		}
	}
	g_string_append_c(maker->out, '\n');
}

/** Few hosts write much, many little. */
static unsigned
pick_host(Maker *maker)
{
	unsigned bound = 1 + below(maker, HOSTS);

	return 1 + below(maker, bound) * below(maker, bound) / bound;
}

/** A path of some fields, newest first. */
static void
put_path(Maker *maker)
{
	unsigned wanted = FIELDS_LEAST + below(maker, 5);
	int64_t time_s = maker->time_s;
	unsigned host = pick_host(maker);

	for (unsigned count = 0; count < wanted;) {
		const Sample *sample =
			maker->samples
				->pdata[below(maker, maker->samples->len)];

		for (guint i = 0; i < sample->fields->len; i++) {
			put_field(maker, sample->fields->pdata[i], host,
			          time_s);
			time_s -= below(maker, 4);
			/* now and then a clock that is wrong */
			if (below(maker, 300) == 0)
				time_s += 400;
			count++;
		}
	}
}

static void
put_signature(Maker *maker, unsigned host)
{
	g_string_append_printf(
		maker->out,
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n"
		"\td=d%u.example.net; s=s%u; t=%" PRId64 ";\n"
		"\th=from:to:subject:date:message-id;\n\tbh=",
		host, below(maker, 9), maker->time_s - 3);
	put_token(maker, "aB3dE5fG7hJ9kLmNoPqRsTuVwXyZ0aB3dE5fG7hJ9kL", 43);
	g_string_append(maker->out, "=;\n\tb=");
	for (unsigned i = 0; i < 5; i++) {
		put_token(maker,
		          "aB3dE5fG7hJ9kLmNoPqRsTuVwXyZ0aB3dE5fG7hJ9kLaB3dE5fG7"
		          "hJ9kLmNoPqRs",
		          64);
		g_string_append(maker->out, i < 4 ? "\n\t " : "\n");
	}
}

static const char *
pick_word(Maker *maker)
{
	return words[below(maker, G_N_ELEMENTS(words))];
}

/* The compiler may call the functions of one list of arguments in any order,
 * so each is called for itself. */
static void
put_subject(Maker *maker)
{
	const char *prefix = below(maker, 3) == 0 ? "Re: " : "";
	const char *tag = below(maker, 500) == 0 ? "[encrypt] " : "";
	const char *one = pick_word(maker);
	const char *two = pick_word(maker);

	g_string_append_printf(maker->out, "Subject: %s%s%s %s %u\n", prefix,
	                       tag, one, two, below(maker, 5000));
}

static void
put_author(Maker *maker)
{
	unsigned host = pick_host(maker);
	unsigned to = below(maker, 400);
	unsigned version = below(maker, 900);
	uint64_t id = next(maker);

	put_signature(maker, host);
	g_string_append_printf(maker->out,
	                       "X-Mailer: Mailer %u.%u\nDate: ", version / 30,
	                       version % 30);
	put_date(maker, maker->time_s - 20, below(maker, 4));
	g_string_append_printf(maker->out,
	                       "\nFrom: Sender %u <s%u@d%u.example.net>\n"
	                       "To: Reader %u <r%u@example.org>, \"Other, %u\" "
	                       "<r%u@example.org>\nMessage-ID: <%" PRIu64
	                       "@d%u.example.net>\n",
	                       host, host * 7 % 1000, host, to, to, to + 1,
	                       to + 1, id, host);
	put_subject(maker);
	if (below(maker, 3) == 0)
		g_string_append_printf(
			maker->out,
			"In-Reply-To: <%u.1@d%u.example.net>\nReferences: "
			"<%u.0@d%u.example.net>\n\t<%u.1@d%u.example.net>\n",
			to, host, to, host, to, host);
	g_string_append(maker->out, "MIME-Version: 1.0\n");
}

/** Text alone, or text and something attached. */
static void
put_content(Maker *maker, size_t length)
{
	char boundary[40];

	if (length < 12000) {
		g_string_append(maker->out,
		                "Content-Type: text/plain; charset=utf-8\n\n");
		put_lines(maker, maker->prose, length);
		return;
	}
	snprintf(boundary, sizeof boundary, "=_%016" PRIx64, next(maker));
	g_string_append_printf(
		maker->out,
		"Content-Type: multipart/mixed;\n\tboundary=\"%s\"\n\n--%s\n"
		"Content-Type: text/plain; charset=utf-8\n\n",
		boundary, boundary);
	put_lines(maker, maker->prose, 3000);
	g_string_append_printf(
		maker->out,
		"\n--%s\nContent-Type: application/pdf; name=\"report.pdf\"\n"
		"Content-Transfer-Encoding: base64\n"
		"Content-Disposition: attachment; filename=\"report.pdf\"\n\n",
		boundary);
	put_lines(maker, maker->base64, length - 3000);
	g_string_append_printf(maker->out, "\n--%s--\n", boundary);
}

/** Bytes of a body: most are short, few long, in the mean 36 KB or so. */
static size_t
body_length(Maker *maker)
{
	unsigned sort = below(maker, 100);

	if (sort < 60)
		return 1000 + below(maker, 9000);
	if (sort < 92)
		return 8000 + below(maker, 52000);
	if (sort < 99)
		return 60000 + below(maker, 320000);
	return 400000 + below(maker, 700000);
}

static void
put_message(Maker *maker, bool small)
{
	size_t length = small ? 1000 + below(maker, 9000) : body_length(maker);
	unsigned to = below(maker, 400);
	unsigned score = below(maker, 50);

	maker->time_s += 1 + below(maker, 1200);
	g_string_append_printf(maker->out,
	                       "Return-Path: <s%u@d%u.example.net>\n"
	                       "Delivered-To: r%u@example.org\n",
	                       to * 7 % 1000, to, to);
	put_path(maker);
	g_string_append_printf(
		maker->out,
		"Authentication-Results: mx.example.org; spf=pass\n\t"
		"smtp.mailfrom=d%u.example.net; dkim=pass\n\t"
		"header.d=d%u.example.net\n"
		"X-Spam-Status: No, score=-%u.%u required=5.0\n\t"
		"tests=BAYES_00,HTML_MESSAGE autolearn=no\n"
		"List-Unsubscribe: <https://d%u.example.net/u/%u>\n",
		to, to, score / 10, score % 10, to, below(maker, 100000));
	put_author(maker);
	put_content(maker, length);
}

/* ------------------------------------------------------------------- files */

static void
fail(const char *path)
{
	fprintf(stderr, "bench_archive: %s: %s\n", path, g_strerror(errno));
	exit(EXIT_FAILURE);
}

static void
write_out(Maker *maker, int file, const char *path)
{
	const char *at = maker->out->str;
	size_t left = maker->out->len;

	while (left > 0) {
		ssize_t written = write(file, at, left);

		if (written < 0)
			fail(path);
		at += written;
		left -= (size_t)written;
	}
	g_string_truncate(maker->out, 0);
}

static int
create(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (file < 0)
		fail(path);
	return file;
}

static void
make_mbox(Maker *maker, const char *path, uint64_t bytes)
{
	int file = create(path);
	uint64_t done = 0;
	uint64_t count = 0;

	for (; done + maker->out->len < bytes; count++) {
		time_t time = (time_t)maker->time_s;
		char text[64];
		struct tm parts;

		gmtime_r(&time, &parts);
		strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &parts);
		g_string_append_printf(maker->out, "From r@example.org %s\n",
		                       text);
		put_message(maker, false);
		g_string_append_c(maker->out, '\n');
		if (maker->out->len >= WRITE_AT) {
			done += maker->out->len;
			write_out(maker, file, path);
		}
	}
	done += maker->out->len;
	write_out(maker, file, path);
	if (close(file) != 0)
		fail(path);
	printf("%" PRIu64 " messages %" PRIu64 " bytes\n", count, done);
}

static void
make_maildir(Maker *maker, const char *folder, uint64_t count)
{
	static const char *const parts[] = {"", "cur", "new", "tmp"};
	uint64_t done = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path =
			g_build_filename(folder, parts[i], NULL);

		if (mkdir(path, 0777) != 0)
			fail(path);
	}
	for (uint64_t i = 0; i < count; i++) {
		g_autofree char *path = NULL;
		int file;

		put_message(maker, true);
		path = g_strdup_printf(
			"%s/cur/%" PRId64 ".M%06uP%" PRIu64 ".mx,S=%zu:2,S",
			folder, maker->time_s, below(maker, 1000000), i,
			maker->out->len);
		file = create(path);
		done += maker->out->len;
		write_out(maker, file, path);
		if (close(file) != 0)
			fail(path);
	}
	printf("%" PRIu64 " messages %" PRIu64 " bytes\n", count, done);
}

int
main(int argc, char **argv)
{
	Maker maker = {.chance = 1, .time_s = START};
	uint64_t amount = argc > 4 ? g_ascii_strtoull(argv[3], NULL, 10) : 0;

	if (amount == 0) {
		fprintf(stderr, "usage: bench_archive mbox FILE BYTES "
		                "SAMPLE...\n       bench_archive maildir "
		                "FOLDER MESSAGES SAMPLE...\n");
		return 2;
	}
	maker.samples = g_ptr_array_new();
	maker.out = g_string_sized_new(WRITE_AT + (2u << 20));
	for (int i = 4; i < argc; i++)
		read_sample(&maker, argv[i]);
	if (maker.samples->len == 0) {
		fprintf(stderr, "bench_archive: no sample has a path\n");
		return 2;
	}
	fill_pools(&maker);
	if (strcmp(argv[1], "maildir") == 0)
		make_maildir(&maker, argv[2], amount);
	else
		make_mbox(&maker, argv[2], amount);
	return 0;
}
