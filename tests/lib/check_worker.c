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
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
