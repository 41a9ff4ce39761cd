/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_worker.c - what passes between this process and its workers, where the
 * other side is silent, gone, or says what it should not. */
#include "config.h"

#include "failing.h"

#include <check.h>
#include <signal.h>
#include <sys/socket.h>

#include <glib.h>

#include "about.h"
#include "attend.h"
#include "frame.h"
#include "process.h"
#include "tree.h"

/* A moment that is past, and one that no check waits for. */
#define PAST 1
#define FAR (g_get_monotonic_time() + INT64_C(3600) * G_USEC_PER_SEC)

static int ends[2];

static void
make_pipe(void)
{
	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
}

static void
close_ends(void)
{
	for (unsigned i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
}

/* ----------------------------------------------------------------- frames */

START_TEST(silence_ends_at_the_deadline)
{
	char bytes[4];

	ck_assert(!hc_frame_read(ends[0], bytes, sizeof bytes, PAST));
	ck_assert_int_eq(errno, ETIMEDOUT);
	ck_assert_int_eq(write(ends[1], "ab", 2), 2);
	ck_assert_uint_eq(hc_frame_read_some(ends[0], bytes, 4, FAR), 2);
	ck_assert_int_eq(write(ends[1], "ab", 2), 2);
	ck_assert(!hc_frame_read(ends[0], bytes, sizeof bytes, PAST));
	ck_assert_int_eq(errno, ETIMEDOUT);
}
END_TEST

START_TEST(nobody_who_reads_ends_at_the_deadline)
{
	g_autofree char *much = g_malloc0(1u << 22);

	ck_assert(!hc_frame_write(ends[1], much, 1u << 22, PAST));
	ck_assert_int_eq(errno, ETIMEDOUT);
}
END_TEST

/* What passes by is tried again. */
static const struct {
	const char *name;
	Fault faults[FAULTS_MAX];
	int read_error; /* 0: all is read */
} read_rows[] = {
	{"a signal",                {{CALL_READ, 1, EINTR}},  0     },
	{"nothing yet",             {{CALL_READ, 1, EAGAIN}}, 0     },
	{"a signal while it waits", {{CALL_POLL, 1, EINTR}},  0     },
	{"no memory to wait",       {{CALL_POLL, 1, ENOMEM}}, ENOMEM},
	{"a broken pipe",           {{CALL_READ, 1, EIO}},    EIO   },
};

START_TEST(reading_goes_on)
{
	char bytes[4];
	bool good;
	int error;

	ck_assert_int_eq(write(ends[1], "abcd", 4), 4);
	machine_fails(read_rows[_i].faults);
	good = hc_frame_read(ends[0], bytes, 4, FAR);
	error = errno;
	ck_assert_uint_eq(machine_works(), 1);
	ck_assert_msg(good == (read_rows[_i].read_error == 0), "%s",
	              read_rows[_i].name);
	if (good)
		ck_assert_mem_eq(bytes, "abcd", 4);
	else
		ck_assert_int_eq(error, read_rows[_i].read_error);
}
END_TEST

static const struct {
	const char *name;
	Fault faults[FAULTS_MAX];
	bool good;
} write_rows[] = {
	{"a signal",          {{CALL_WRITE, 1, EINTR}},  true },
	{"no room yet",       {{CALL_WRITE, 1, EAGAIN}}, true },
	{"a broken pipe",     {{CALL_WRITE, 1, EIO}},    false},
	{"no memory to wait", {{CALL_POLL, 1, ENOMEM}},  false},
};

START_TEST(writing_goes_on)
{
	char bytes[4];
	bool good;

	machine_fails(write_rows[_i].faults);
	good = hc_frame_write(ends[1], "abcd", 4, FAR);
	ck_assert_uint_eq(machine_works(), 1);
	ck_assert_msg(good == write_rows[_i].good, "%s", write_rows[_i].name);
	ck_assert_int_eq(read(ends[0], bytes, 4), good ? 4 : -1);
}
END_TEST

START_TEST(end_is_told)
{
	char byte;

	close(ends[1]);
	ends[1] = -1;
	ck_assert(!hc_frame_read(ends[0], &byte, 1, 0));
	ck_assert_int_eq(errno, EPIPE);
}
END_TEST

/* --------------------------------------------------------------- attending */

static unsigned attended;
static bool hears;

static bool
attend(int out, uint32_t item, int file, HcKind kind)
{
	struct stat state;

	(void)out;
	attended++;
	ck_assert_uint_eq(item, 7);
	ck_assert_int_eq(kind, HC_KIND_ZIP);
	ck_assert_int_eq(fstat(file, &state), 0);
	return hears;
}

/** Ask a question as the library does, or another.
 *  @param level  of the message beside it; SOL_SOCKET is right, 0: none */
static void
ask(int socket, int level, HcFrameKind kind, uint32_t length)
{
	g_autoptr(GByteArray) frame = g_byte_array_new();
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = {0};
	struct iovec piece;
	struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
	int file = socket;

	hc_frame_begin(frame, kind, 7);
	hc_frame_put_byte(frame, HC_KIND_ZIP);
	hc_frame_set_length(frame, length);
	piece = (struct iovec){frame->data, frame->len};
	if (level != 0) {
		control.head.cmsg_level = level;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof file);
		memcpy(CMSG_DATA(&control.head), &file, sizeof file);
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(sizeof file);
	}
	ck_assert_int_eq(sendmsg(socket, &message, 0), (ssize_t)frame->len);
}

static const struct {
	const char *name;
	int level;
	HcFrameKind kind;
	uint32_t length;
	bool hears;
	Fault faults[FAULTS_MAX];
	bool good;
	unsigned attended;
} attend_rows[] = {
	{"a question",                  SOL_SOCKET, HC_FRAME_QUESTION, 1, true,  {{0}}, true,  1},
	{"a question, a signal",
         SOL_SOCKET,                                HC_FRAME_QUESTION,
         1,                                                               true,
         {{CALL_RECVMSG, 1, EINTR}},
         true,                                                                                 1},
	{"no descriptor",               0,          HC_FRAME_QUESTION, 1, true,  {{0}}, true,  0},
	{"an answer",                   SOL_SOCKET, HC_FRAME_ANSWER,   1, true,  {{0}}, false, 0},
	{"a question that is too long",
         SOL_SOCKET,                                HC_FRAME_QUESTION,
         2,                                                               true,
         {{0}},
         false,                                                                                0},
	{"nobody hears",
         SOL_SOCKET,                                HC_FRAME_QUESTION,
         1,                                                               false,
         {{0}},
         false,                                                                                1},
	{"nobody hears the hello",
         SOL_SOCKET,                                HC_FRAME_QUESTION,
         1,                                                               true,
         {{CALL_WRITE, 1, EPIPE}},
         false,                                                                                0},
	{"the socket breaks",
         SOL_SOCKET,                                HC_FRAME_QUESTION,
         1,                                                               true,
         {{CALL_RECVMSG, 1, EIO}},
         true,                                                                                 0},
};

START_TEST(questions_are_attended)
{
	unsigned char hello[HC_FRAME_HEAD + 1];
	HcFrameHead head;
	int pair[2];
	bool good;

	attended = 0;
	hears = attend_rows[_i].hears;
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ask(pair[1], attend_rows[_i].level, attend_rows[_i].kind,
	    attend_rows[_i].length);
	shutdown(pair[1], SHUT_WR);
	machine_fails(attend_rows[_i].faults);
	good = hc_attend(pair[0], ends[1], HC_SANDBOX_BOTH, attend);
	machine_works();
	ck_assert_msg(good == attend_rows[_i].good &&
	                      attended == attend_rows[_i].attended,
	              "%s: %d, %u", attend_rows[_i].name, good, attended);
	if (attend_rows[_i].faults[0].call != CALL_WRITE) {
		ck_assert(hc_frame_read(ends[0], hello, sizeof hello, PAST));
		ck_assert(hc_frame_head(hello, &head));
		ck_assert_int_eq(head.kind, HC_FRAME_HELLO);
		ck_assert_uint_eq(hello[HC_FRAME_HEAD], HC_SANDBOX_BOTH);
	}
	close(pair[0]);
	close(pair[1]);
}
END_TEST

/* ------------------------------------------------------------ what it says */

START_TEST(worker_tells_of_itself)
{
	char *libraries[] = {"libx", "1.2", NULL};
	g_autofree char *said = hc_about("worker", libraries);
	char *plain[] = {"worker", NULL};
	char *asked[] = {"worker", "limit=1", "--about", NULL};

	ck_assert(g_str_has_prefix(said, "program\tworker\nlibrary\tGLib\t"));
	ck_assert_ptr_nonnull(strstr(said, "\nlibrary\tlibx\t1.2\n"));
	ck_assert(!hc_about_is_asked(1, plain));
	ck_assert(!hc_about_is_asked(2, asked));
	ck_assert(hc_about_is_asked(3, asked));
	/* what is left are limits */
	ck_assert_ptr_null(asked[2]);
}
END_TEST

/* --------------------------------------------------------- what is started */

/** A program that writes bytes and ends with a status. */
static char *
write_program(const char *folder, const void *bytes, size_t length, int status)
{
	g_autofree char *said = g_build_filename(folder, "said", NULL);
	char *path = g_build_filename(folder, "program", NULL);
	g_autofree char *script = g_strdup_printf(
		"#!/bin/sh\n/bin/cat '%s'\nexit %d\n", said, status);

	ck_assert(g_file_set_contents(said, bytes, (gssize)length, NULL));
	ck_assert(g_file_set_contents(path, script, -1, NULL));
	ck_assert_int_eq(chmod(path, 0700), 0);
	return path;
}

static const struct {
	const char *name;
	HcFrameKind kind;
	uint32_t length;
	uint8_t sandbox;
	size_t cut; /* bytes that are not written */
	bool required;
	const char *told; /* NULL: it was started */
} hello_rows[] = {
	{"a hello",				HC_FRAME_HELLO,  1, HC_SANDBOX_BOTH,     0,                 false, NULL             },
	{"a hello of one behind fences",           HC_FRAME_HELLO,  1, HC_SANDBOX_BOTH,     0,
         true,													NULL             },
	{"a hello of one without fences",          HC_FRAME_HELLO,  1, HC_SANDBOX_NONE,     0,
         false,												       NULL             },
	{"fences that are required are not there", HC_FRAME_HELLO,  1,
         HC_SANDBOX_NONE,								   0,                 true,  "sandbox"        },
	{"a fence that is none of ours",           HC_FRAME_HELLO,  1, HC_SANDBOX_BOTH + 1,
         0,												    false, "does not answer"},
	{"an answer to no question",               HC_FRAME_ANSWER, 1, HC_SANDBOX_BOTH,     0,
         false,												       "does not answer"},
	{"a hello of another length",              HC_FRAME_HELLO,  2, HC_SANDBOX_BOTH,     0,
         false,												       "does not answer"},
	{"a hello that is cut",                    HC_FRAME_HELLO,  1, HC_SANDBOX_BOTH,     1,                 false,
         "does not answer"													     },
	{"not a word",			     HC_FRAME_HELLO,  1, HC_SANDBOX_BOTH,     HC_FRAME_HEAD + 1,
         false,												       "does not answer"},
};

START_TEST(worker_says_hello_first)
{
	char *root = tree_make();
	g_autoptr(GByteArray) frame = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *program = NULL;
	HcWorkerTerms terms = {.sandbox_required = hello_rows[_i].required,
	                       .patience_ms = 60000};
	HcWorker worker = {0};
	bool started;

	hc_frame_begin(frame, hello_rows[_i].kind, 0);
	hc_frame_put_byte(frame, hello_rows[_i].sandbox);
	hc_frame_set_length(frame, hello_rows[_i].length);
	program = write_program(root, frame->data,
	                        frame->len - hello_rows[_i].cut, 0);
	started = hc_worker_start(&worker, &terms, program, &error);
	ck_assert_msg(started == (hello_rows[_i].told == NULL), "%s",
	              hello_rows[_i].name);
	if (started) {
		ck_assert_int_eq(worker.sandbox, hello_rows[_i].sandbox);
		ck_assert_uint_eq(terms.started, 1);
	} else {
		ck_assert_msg(strstr(error->message, hello_rows[_i].told) !=
		                      NULL,
		              "%s: %s", hello_rows[_i].name, error->message);
		ck_assert_int_eq(worker.process, 0);
	}
	hc_worker_stop(&worker);
	tree_remove(root);
}
END_TEST

START_TEST(worker_that_is_not_there_is_told)
{
	g_autoptr(GError) error = NULL;
	HcWorkerTerms terms = {.patience_ms = 60000};
	HcWorker worker = {0};

	ck_assert(!hc_worker_start(&worker, &terms, "/nowhere/worker", &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WORKER));
	ck_assert_ptr_nonnull(strstr(error->message, "No such file"));
	ck_assert_ptr_null(hc_worker_about("/nowhere/worker"));
}
END_TEST

/* What fails says nothing that is believed. */
START_TEST(program_is_asked_what_it_is)
{
	char *root = tree_make();
	g_autofree char *good = write_program(root, "program\tx\n", 10, 0);
	g_autofree char *said = hc_worker_about(good);
	g_autofree char *bad = write_program(root, "program\tx\n", 10, 1);

	ck_assert_str_eq(said, "program\tx\n");
	ck_assert_ptr_null(hc_worker_about(bad));
	tree_remove(root);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("worker");
	TCase *cases = tcase_create("pipes");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(cases, make_pipe, close_ends);
	tcase_add_test(cases, silence_ends_at_the_deadline);
	tcase_add_test(cases, nobody_who_reads_ends_at_the_deadline);
	tcase_add_loop_test(cases, reading_goes_on, 0, G_N_ELEMENTS(read_rows));
	tcase_add_loop_test(cases, writing_goes_on, 0,
	                    G_N_ELEMENTS(write_rows));
	tcase_add_test(cases, end_is_told);
	tcase_add_loop_test(cases, questions_are_attended, 0,
	                    G_N_ELEMENTS(attend_rows));
	tcase_add_test(cases, worker_tells_of_itself);
	tcase_add_loop_test(cases, worker_says_hello_first, 0,
	                    G_N_ELEMENTS(hello_rows));
	tcase_add_test(cases, worker_that_is_not_there_is_told);
	tcase_add_test(cases, program_is_asked_what_it_is);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
