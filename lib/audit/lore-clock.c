/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lore-clock.c - how far the clocks of hosts are off, and which times that run
 * back this explains.
 *
 * A message takes some time from host to host, so a stamp minus the one before
 * it is the time under way plus how far the clock is ahead.  When half of a
 * host's stamps are before those of its neighbours upstream, its clock is
 * behind theirs by at least the median; when half of the stamps downstream are
 * before its own, it is ahead by at least that median.  Nothing is assumed of
 * how long the way takes, so these are bounds, and a host that is ahead and the
 * last of each path is not found.  The later of two stamps that are compared is
 * attested: of two claims nothing is learned.
 *
 * A time that runs back is explained when it is no further back than what is
 * learned of its two hosts, and some spread of the host's own stamps. */
#include "config.h"

#include <string.h>

#include "learn.h"
#include "sample.h"

/* Comes behind HC_SAMPLE_SUM in the order of bytes. */
#define ASK 'x'

/* Whose answer it is; comes behind the question. */
#define QUESTION 0
#define NEWER 'n'
#define OLDER 'o'

/* What a stamp may differ from the others of its host besides: the two seconds
 * that two truncated times may be apart, and three quarters of the spread. */
#define SLACK_MIN_S 2
#define SLACK_TIMES 3

#define SAMPLE_TAIL (3u + 8u + 16u) /* behind the host's NUL */

static bool
put_question(HcLore *lore, const char *host, uint8_t class, uint64_t hop,
             char side, GError **error)
{
	GByteArray *record = lore->row;

	if (*host == '\0')
		return true;
	g_byte_array_set_size(record, 0);
	g_byte_array_append(record, (const uint8_t *)host,
	                    (guint)strlen(host) + 1);
	g_byte_array_append(record, (const uint8_t[]){class, ASK}, 2);
	hc_learn_put(record, lore->place.index);
	hc_learn_put(record, hop);
	g_byte_array_append(record, (const uint8_t *)&side, 1);
	return hc_learn_add(lore->clocks, record, error);
}

/* hop 8, delay 8, id 1, class 1, host NUL, class 1, host NUL */
static bool
take_back(HcLore *lore, const uint8_t *data, size_t length, GError **error)
{
	const uint8_t *newer = data + 18;
	const uint8_t *end = data + length;
	const uint8_t *older =
		length > 18 ? memchr(newer, '\0', length - 18) : NULL;
	uint64_t hop;

	if (older == NULL || end - older < 3 || end[-1] != '\0' ||
	    memchr(older + 2, '\0', (size_t)(end - older) - 2) != end - 1)
		return hc_learn_damaged(error);
	hop = hc_order_get(data);
	g_byte_array_set_size(lore->row, 0);
	hc_learn_put(lore->row, lore->place.index);
	g_byte_array_append(lore->row, data, 8);
	g_byte_array_append(lore->row, (const uint8_t[]){QUESTION}, 1);
	g_byte_array_append(lore->row, data + 8, 9);
	return hc_learn_add(lore->backs, lore->row, error) &&
	       put_question(lore, (const char *)newer, data[17], hop, NEWER,
	                    error) &&
	       put_question(lore, (const char *)older + 2, older[1], hop, OLDER,
	                    error);
}

bool
hc_learn_take_clock(HcLore *lore, const uint8_t *data, size_t length,
                    GError **error)
{
	const uint8_t *end;

	if (length > 0 && data[0] == HC_SAMPLE_BACK)
		return take_back(lore, data + 1, length - 1, error);
	end = length > 0 && data[0] == HC_SAMPLE_SUM
	              ? memchr(data + 1, '\0', length - 1)
	              : NULL;
	if (end == NULL || data + length - (end + 1) != SAMPLE_TAIL ||
	    end[2] != HC_SAMPLE_SUM)
		return hc_learn_damaged(error);
	return hc_sorter_add(lore->clocks, data + 1, length - 1, error);
}

/* ------------------------------------------------------------------- hosts */

/** A difference and how often it was seen. */
typedef struct {
	int64_t value_s;
	uint64_t count;
} Sample;

/** What stamps of a host were compared with. */
typedef struct {
	GArray *samples; /* of Sample, rising */
	uint64_t count;
} Side;

/** A host, by one class of its stamps. */
typedef struct {
	GByteArray *name; /* host NUL class; empty: none yet */
	Side before;
	Side after;
	Side ids;
	uint64_t neighbours; /* a bit for each, some sharing one */
	bool finished;
	int64_t behind_s; /* or 0 */
	int64_t behind_slack_s;
	int64_t ahead_s; /* or 0 */
	int64_t ahead_slack_s;
} Host;

static void
side_init(Side *side)
{
	side->samples = g_array_new(FALSE, FALSE, sizeof(Sample));
	side->count = 0;
}

static void
side_add(Side *side, int64_t value_s, uint64_t count)
{
	GArray *samples = side->samples;

	side->count += count;
	if (samples->len > 0) {
		Sample *last =
			&g_array_index(samples, Sample, samples->len - 1);

		if (last->value_s == value_s) {
			last->count += count;
			return;
		}
	}
	g_array_append_val(samples, ((Sample){value_s, count}));
}

/** The sample that so many others are not above. */
static int64_t
side_rank(const Side *side, uint64_t rank)
{
	uint64_t seen = 0;

	for (guint i = 0; i < side->samples->len; i++) {
		const Sample *sample = &g_array_index(side->samples, Sample, i);

		seen += sample->count;
		if (seen > rank)
			return sample->value_s;
	}
	return 0;
}

/* Of an even number the upper one: it tells of less. */
static int64_t
side_median(const Side *side)
{
	return side_rank(side, side->count / 2);
}

/** How far back times of a side lie as a rule.
 *  @return false: not before the others, or there are too few */
static bool
side_back(const Side *side, int64_t *back_out, int64_t *slack_out)
{
	int64_t median_s = side_median(side);
	int64_t spread_s = median_s - side_rank(side, side->count / 4);

	if (side->count < HC_LORE_STAMPS_MIN || median_s > -HC_LORE_CLOCK_MIN_S)
		return false;
	*back_out = -median_s;
	*slack_out =
		MIN(SLACK_MIN_S + SLACK_TIMES * spread_s, HC_CLOCK_TOLERANCE_S);
	return true;
}

static bool
put_host(HcLore *lore, const Host *host, GError **error)
{
	GByteArray *row = lore->row;
	HcLoreClock clock;
	uint64_t stamps = host->before.count + host->after.count;

	memset(&clock, 0, sizeof clock);
	clock.before = host->before.count;
	clock.before_s = side_median(&host->before);
	clock.after = host->after.count;
	clock.after_s = side_median(&host->after);
	clock.ids = host->ids.count;
	clock.ids_s = side_median(&host->ids);
	clock.neighbours = (unsigned)__builtin_popcountll(host->neighbours);
	clock.behind_s = host->behind_s;
	clock.ahead_s = host->ahead_s;
	clock.attested =
		host->name->data[host->name->len - 1] == HC_CLASS_ATTESTED;
	g_byte_array_set_size(row, 0);
	hc_learn_put(row, UINT64_MAX - stamps);
	g_byte_array_append(row, host->name->data, host->name->len);
	g_byte_array_append(row, (const uint8_t *)&clock, sizeof clock);
	lore->totals.clocks++;
	return hc_learn_add(lore->clock_rows, row, error);
}

/** All samples of a host are read. */
static bool
finish_host(HcLore *lore, Host *host, GError **error)
{
	bool behind;

	if (host->finished || host->name->len == 0)
		return true;
	host->finished = true;
	if (host->before.count >= HC_LORE_STAMPS_MIN ||
	    host->after.count >= HC_LORE_STAMPS_MIN ||
	    host->ids.count >= HC_LORE_STAMPS_MIN)
		lore->totals.clocks_learned++;
	behind = side_back(&host->before, &host->behind_s,
	                   &host->behind_slack_s);
	/* an id is made before its stamp is written: a wrong zone shows */
	if (!behind && host->before.count < HC_LORE_STAMPS_MIN)
		behind = side_back(&host->ids, &host->behind_s,
		                   &host->behind_slack_s);
	if (side_back(&host->after, &host->ahead_s, &host->ahead_slack_s) ||
	    behind)
		return put_host(lore, host, error);
	return true;
}

static void
begin_host(Host *host, const uint8_t *name, size_t length)
{
	Side *const sides[] = {&host->before, &host->after, &host->ids};

	for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
		g_array_set_size(sides[i]->samples, 0);
		sides[i]->count = 0;
	}
	g_byte_array_set_size(host->name, 0);
	g_byte_array_append(host->name, name, (guint)length);
	host->neighbours = 0;
	host->finished = false;
	host->behind_s = 0;
	host->ahead_s = 0;
	host->behind_slack_s = 0;
	host->ahead_slack_s = 0;
}

/* side 1, difference 8, count 8, neighbours 8 */
static void
add_sample(Host *host, const uint8_t *data)
{
	int64_t value_s = hc_order_get_signed(data + 1);
	uint64_t count = hc_order_get(data + 9);

	switch (data[0]) {
	case HC_SIDE_BEFORE:
		side_add(&host->before, value_s, count);
		break;
	case HC_SIDE_AFTER:
		side_add(&host->after, value_s, count);
		break;
	default:
		side_add(&host->ids, value_s, count);
		break;
	}
	host->neighbours |= hc_order_get(data + 17);
}

/* index 8, hop 8, side 1; the answer: index, hop, side, back 8, slack 8,
 * several 1 */
static bool
answer(HcLore *lore, const Host *host, const uint8_t *question, GError **error)
{
	bool newer = question[16] == NEWER;
	int64_t back_s = newer ? host->behind_s : host->ahead_s;
	int64_t slack_s = newer ? host->behind_slack_s : host->ahead_slack_s;
	uint8_t several = (host->neighbours & (host->neighbours - 1)) != 0;

	if (back_s == 0)
		return true;
	g_byte_array_set_size(lore->row, 0);
	g_byte_array_append(lore->row, question, 17);
	hc_learn_put(lore->row, (uint64_t)back_s);
	hc_learn_put(lore->row, (uint64_t)slack_s);
	g_byte_array_append(lore->row, &several, 1);
	return hc_learn_add(lore->backs, lore->row, error);
}

static bool
read_hosts(HcLore *lore, Host *host, GError **error)
{
	for (;;) {
		const void *next;
		size_t length;
		const uint8_t *record;
		const uint8_t *class;

		if (!hc_sorter_next(lore->clocks, &next, &length, error))
			return false;
		if (next == NULL)
			return finish_host(lore, host, error);
		record = next;
		class = (const uint8_t *)memchr(record, '\0', length) + 1;
		length = (size_t)(class - record) + 1;
		if (host->name->len != length ||
		    memcmp(host->name->data, record, length) != 0) {
			if (!finish_host(lore, host, error))
				return false;
			begin_host(host, record, length);
		}
		if (class[1] == HC_SAMPLE_SUM)
			add_sample(host, class + 2);
		else if (!finish_host(lore, host, error) ||
		         !answer(lore, host, class + 2, error))
			return false;
	}
}

/* --------------------------------------------------------------- questions */

/** A time that runs back, and what the hosts' clocks have to say. */
typedef struct {
	uint8_t place[16]; /* index, hop */
	bool any;
	HcLoreClockMark mark;
	int64_t newer_s; /* how far the newer host is behind */
	int64_t older_s; /* how far the older host is ahead */
	int64_t slack_s;
	bool several; /* each was compared with several others */
} Back;

/* Where each host was compared with the other alone, both tell of the same
 * difference. */
static bool
put_back(HcLore *lore, Back *back, GError **error)
{
	int64_t expected_s = MAX(back->newer_s, back->older_s);

	if (!back->any)
		return true;
	if (back->several)
		expected_s = back->newer_s + back->older_s;
	back->mark.learned = expected_s > 0;
	back->mark.expected_s = -expected_s;
	back->mark.explained =
		back->mark.learned &&
		back->mark.delay_s >= -expected_s - back->slack_s;
	if (back->mark.explained)
		lore->totals.explained++;
	else
		lore->totals.unexplained++;
	g_byte_array_set_size(lore->row, 0);
	g_byte_array_append(lore->row, back->place + 8, 8);
	g_byte_array_append(lore->row, (const uint8_t *)&back->mark,
	                    sizeof back->mark);
	return hc_learn_mark(lore, hc_order_get(back->place), HC_MARK_CLOCK,
	                     lore->row->data, lore->row->len, error);
}

static void
begin_back(Back *back, const uint8_t *record)
{
	memset(back, 0, sizeof *back);
	memcpy(back->place, record, sizeof back->place);
	back->any = true;
	back->several = true;
	back->mark.hop = (unsigned)hc_order_get(record + 8);
	back->mark.delay_s = hc_order_get_signed(record + 17);
	back->mark.id_known = record[25] != HC_ID_NONE;
	back->mark.id_agrees = record[25] == HC_ID_AGREES;
}

static void
add_answer(Back *back, const uint8_t *record)
{
	int64_t back_s = (int64_t)hc_order_get(record + 17);
	int64_t slack_s = (int64_t)hc_order_get(record + 25);

	if (record[16] == NEWER)
		back->newer_s = back_s;
	else
		back->older_s = back_s;
	back->slack_s = MAX(back->slack_s, slack_s);
	back->several = back->several && record[33] != 0;
}

static bool
settle_backs(HcLore *lore, GError **error)
{
	Back back = {.any = false};

	for (;;) {
		const void *record;
		size_t length;

		if (!hc_sorter_next(lore->backs, &record, &length, error))
			return false;
		if (record == NULL)
			return put_back(lore, &back, error);
		if (((const uint8_t *)record)[16] != QUESTION) {
			add_answer(&back, record);
			continue;
		}
		if (!put_back(lore, &back, error))
			return false;
		begin_back(&back, record);
	}
}

bool
hc_learn_settle_clocks(HcLore *lore, GError **error)
{
	Host host = {.name = g_byte_array_new()};
	bool done;

	side_init(&host.before);
	side_init(&host.after);
	side_init(&host.ids);
	done = read_hosts(lore, &host, error);
	g_array_unref(host.before.samples);
	g_array_unref(host.after.samples);
	g_array_unref(host.ids.samples);
	g_byte_array_unref(host.name);
	g_clear_pointer(&lore->clocks, hc_sorter_free);
	done = done && settle_backs(lore, error);
	g_clear_pointer(&lore->backs, hc_sorter_free);
	return done;
}

bool
hc_lore_next_clock(HcLore *lore, HcLoreClock *clock_out, GError **error)
{
	const void *record;
	size_t length;

	g_return_val_if_fail(lore->settled, false);
	if (!hc_sorter_next(lore->clock_rows, &record, &length, error) ||
	    record == NULL)
		return false;
	g_byte_array_set_size(lore->row, 0);
	g_byte_array_append(lore->row, record, (guint)length);
	memcpy(clock_out, lore->row->data + length - sizeof *clock_out,
	       sizeof *clock_out);
	clock_out->host = (const char *)lore->row->data + 8;
	return true;
}
