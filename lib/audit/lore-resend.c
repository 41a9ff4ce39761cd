/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lore-resend.c - messages in the clear that follow on one for which protection
 * was asked.
 *
 * Of most messages nothing has to be sorted: a bloom filter of what messages
 * that ask share with others tells which cannot follow on any of them. */
#include "config.h"

#include <string.h>

#include "learn.h"
#include "sample.h"

/* Messages that ask, of one thread or subject and within the span, that a
 * later one is compared with: the last ones. */
#define WINDOW 64u

/** A record of a message, taken apart. */
typedef struct {
	uint8_t role;
	uint8_t flags;
	int64_t time_s;
	uint64_t author;
	uint64_t own;
	const uint8_t *keys; /* key_count of kind 1, 16 */
	size_t key_count;
	const uint8_t *recipients; /* recipient_count of 8 */
	size_t recipient_count;
} Message;

#define HEAD 27u /* role, flags, time, author, own id, count of keys */
#define KEY_STEP (1u + HC_KEY_SIZE)

static bool
read_message(const uint8_t *data, size_t length, Message *message)
{
	size_t at = HEAD;

	if (length < HEAD + 1)
		return false;
	message->role = data[0];
	message->flags = data[1];
	message->time_s = hc_order_get_signed(data + 2);
	message->author = hc_order_get(data + 10);
	message->own = hc_order_get(data + 18);
	message->key_count = data[26];
	message->keys = data + at;
	at += message->key_count * KEY_STEP;
	if (length <= at)
		return false;
	message->recipient_count = data[at++];
	message->recipients = data + at;
	return length == at + 8 * message->recipient_count &&
	       message->recipient_count <= HC_RECIPIENTS_MAX &&
	       (message->role == HC_ROLE_ASKED ||
	        message->role == HC_ROLE_CLEAR);
}

/* -------------------------------------------------------------------- keys */

static bool
bloom_has(const HcLore *lore, const uint8_t *key)
{
	for (int i = 0; i < 4; i++) {
		uint64_t bit = (hc_order_get(key) >> (16 * i) ^
		                hc_order_get(key + 8)) %
		               HC_LEARN_BLOOM_BITS;

		if ((lore->bloom[bit / 64] >> bit % 64 & 1) == 0)
			return false;
	}
	return true;
}

static void
bloom_add(HcLore *lore, const uint8_t *key)
{
	for (int i = 0; i < 4; i++) {
		uint64_t bit = (hc_order_get(key) >> (16 * i) ^
		                hc_order_get(key + 8)) %
		               HC_LEARN_BLOOM_BITS;

		lore->bloom[bit / 64] |= (uint64_t)1 << bit % 64;
	}
}

/* A message in the clear has its own id compared only where it may be the same
 * message sent on (RFC 5322 3.6.6): else it is another copy of it. */
static bool
is_compared(const Message *message, char kind)
{
	return kind != HC_KEY_OWN || message->role == HC_ROLE_ASKED ||
	       (message->flags & HC_THREAD_RESENT) != 0;
}

/* kind 1, key 16, time 8, role 1, place, flags 1, own 1, author 8, id 8,
 * recipients */
#define AT_TIME 17u
#define AT_ROLE 25u
#define AT_PLACE 26u
#define AT_FLAGS 50u
#define AT_OWN 51u
#define AT_AUTHOR 52u
#define AT_ID 60u
#define AT_RECIPIENTS 68u

static bool
put_key(HcLore *lore, const HcLorePlace *place, const Message *message,
        const uint8_t *key, GError **error)
{
	GByteArray *record = lore->row;
	uint8_t own = key[0] == HC_KEY_OWN;
	uint8_t kind = own ? HC_KEY_REFERENCE : key[0];
	uint8_t later = message->role == HC_ROLE_CLEAR;
	uint8_t time[8];

	hc_order_put_signed(time, message->time_s);
	g_byte_array_set_size(record, 0);
	g_byte_array_append(record, &kind, 1);
	g_byte_array_append(record, key + 1, HC_KEY_SIZE);
	g_byte_array_append(record, time, sizeof time);
	g_byte_array_append(record, &later, 1);
	hc_learn_put_place(record, place);
	g_byte_array_append(record, &message->flags, 1);
	g_byte_array_append(record, &own, 1);
	hc_learn_put(record, message->author);
	hc_learn_put(record, message->own);
	g_byte_array_append(record, message->recipients,
	                    (guint)(8 * message->recipient_count));
	return hc_learn_add(lore->threads, record, error);
}

static bool
put_asked(HcLore *lore, const Message *message, GError **error)
{
	lore->totals.asked++;
	if (lore->bloom == NULL)
		lore->bloom = g_new0(uint64_t, HC_LEARN_BLOOM_BITS / 64);
	for (size_t i = 0; i < message->key_count; i++) {
		const uint8_t *key = message->keys + i * KEY_STEP;

		bloom_add(lore, key + 1);
		if (!put_key(lore, &lore->place, message, key, error))
			return false;
	}
	return true;
}

bool
hc_learn_take_resend(HcLore *lore, const uint8_t *data, size_t length,
                     GError **error)
{
	Message message;

	if (length == 1 && data[0] == HC_ROLE_UNDATED) {
		lore->totals.undated++;
		return true;
	}
	if (!read_message(data, length, &message))
		return hc_learn_damaged(error);
	if (message.role == HC_ROLE_ASKED)
		return put_asked(lore, &message, error);
	g_byte_array_set_size(lore->row, 0);
	hc_learn_put_place(lore->row, &lore->place);
	g_byte_array_append(lore->row, data, (guint)length);
	return hc_learn_add(lore->later, lore->row, error);
}

/** Sort those messages in that share something with one that asks. */
static bool
put_later(HcLore *lore, GError **error)
{
	for (;;) {
		const void *record;
		size_t length;
		HcLorePlace place;
		Message message;

		if (!hc_sorter_next(lore->later, &record, &length, error))
			return false;
		if (record == NULL)
			return true;
		hc_learn_get_place(record, &place);
		if (!read_message((const uint8_t *)record + HC_PLACE_SIZE,
		                  length - HC_PLACE_SIZE, &message))
			return hc_learn_damaged(error);
		for (size_t i = 0; i < message.key_count; i++) {
			const uint8_t *key = message.keys + i * KEY_STEP;

			if (is_compared(&message, (char)key[0]) &&
			    bloom_has(lore, key + 1) &&
			    !put_key(lore, &place, &message, key, error))
				return false;
		}
	}
}

/* ------------------------------------------------------------------- pairs */

static bool
has_recipient(const uint8_t *record, size_t length, uint64_t address)
{
	for (size_t at = AT_RECIPIENTS; at < length; at += 8)
		if (hc_order_get(record + at) == address)
			return true;
	return false;
}

static unsigned
common_recipients(const uint8_t *a, size_t a_length, const uint8_t *b,
                  size_t b_length)
{
	unsigned count = 0;

	for (size_t at = AT_RECIPIENTS; at < a_length; at += 8)
		count += has_recipient(b, b_length, hc_order_get(a + at));
	return count;
}

/** Who wrote the later one.
 *  @return false: the two are not between the same people */
static bool
relate(const uint8_t *first, size_t first_length, const uint8_t *later,
       size_t later_length, HcLoreResend *resend)
{
	uint64_t first_author = hc_order_get(first + AT_AUTHOR);
	uint64_t later_author = hc_order_get(later + AT_AUTHOR);

	resend->recipients =
		common_recipients(first, first_length, later, later_length);
	if (first_author != 0 && first_author == later_author)
		resend->relation = HC_RESEND_SAME_AUTHOR;
	else if (has_recipient(first, first_length, later_author) &&
	         has_recipient(later, later_length, first_author))
		resend->relation = HC_RESEND_ANSWER;
	else
		resend->relation = HC_RESEND_OTHER;
	return resend->recipients > 0 || resend->relation == HC_RESEND_ANSWER;
}

/** What the key that two messages share says of them.
 *  @return false: nothing, or they are one message */
static bool
find_basis(const uint8_t *first, const uint8_t *later, HcLoreResend *resend)
{
	uint64_t first_id = hc_order_get(first + AT_ID);
	bool same_id = first_id != 0 && first_id == hc_order_get(later + AT_ID);

	if (same_id && (later[AT_FLAGS] & HC_THREAD_RESENT) == 0)
		return false;
	if (first[0] == HC_KEY_CONVERSATION)
		resend->basis = HC_RESEND_CONVERSATION;
	else if (first[0] == HC_KEY_SUBJECT)
		resend->basis = HC_RESEND_SUBJECT;
	else if (later[AT_OWN] && first[AT_OWN])
		resend->basis = HC_RESEND_SAME_ID;
	else
		resend->basis =
			first[AT_OWN] ? HC_RESEND_REFERENCE : HC_RESEND_THREAD;
	/* a Subject alone is shared by strangers */
	return resend->basis != HC_RESEND_SUBJECT ||
	       resend->relation != HC_RESEND_OTHER;
}

/** Set a later message beside one that asks.
 *  @return whether it follows on it */
static bool
follows(const GByteArray *first, const uint8_t *later, size_t later_length,
        HcLoreResend *resend)
{
	memset(resend, 0, sizeof *resend);
	hc_learn_get_place(first->data + AT_PLACE, &resend->first);
	hc_learn_get_place(later + AT_PLACE, &resend->later);
	resend->after_s = hc_order_get_signed(later + AT_TIME) -
	                  hc_order_get_signed(first->data + AT_TIME);
	resend->first_requested =
		(first->data[AT_FLAGS] & HC_THREAD_REQUESTED) != 0;
	resend->first_protected =
		(first->data[AT_FLAGS] & HC_THREAD_PROTECTED) != 0;
	resend->later_read = (later[AT_FLAGS] & HC_THREAD_READ) != 0;
	return resend->after_s <= HC_LORE_RESEND_SPAN_S &&
	       relate(first->data, first->len, later, later_length, resend) &&
	       find_basis(first->data, later, resend);
}

/** A row for each pair, those of one later message together, the best basis
 *  first, then the nearest. */
static bool
put_pair(HcLore *lore, const HcLoreResend *resend, GError **error)
{
	GByteArray *row = lore->row;

	g_byte_array_set_size(row, 0);
	hc_learn_put(row, resend->later.index);
	hc_learn_put(row, resend->basis);
	hc_learn_put(row, (uint64_t)resend->after_s);
	hc_learn_put(row, UINT64_MAX - resend->first.index);
	g_byte_array_append(row, (const uint8_t *)resend, sizeof *resend);
	return hc_learn_add(lore->later, row, error);
}

/** The messages that ask, of one key, the last ones. */
typedef struct {
	GByteArray *messages[WINDOW];
	uint64_t count; /* ever since the key began */
} Window;

static bool
compare(HcLore *lore, const Window *window, const uint8_t *later, size_t length,
        GError **error)
{
	for (uint64_t i = 0; i < MIN(window->count, WINDOW); i++) {
		uint64_t number = window->count - 1 - i;
		HcLoreResend resend;

		if (follows(window->messages[number % WINDOW], later, length,
		            &resend))
			return put_pair(lore, &resend, error);
	}
	return true;
}

static bool
find_pairs(HcLore *lore, Window *window, GError **error)
{
	uint8_t key[1 + HC_KEY_SIZE] = {0};

	for (;;) {
		const void *next;
		const uint8_t *record;
		size_t length;

		if (!hc_sorter_next(lore->threads, &next, &length, error))
			return false;
		if (next == NULL)
			return true;
		record = next;
		if (memcmp(key, record, sizeof key) != 0)
			window->count = 0;
		memcpy(key, record, sizeof key);
		if (record[AT_ROLE] == 0) {
			GByteArray *kept =
				window->messages[window->count++ % WINDOW];

			g_byte_array_set_size(kept, 0);
			g_byte_array_append(kept, record, (guint)length);
		} else if (!compare(lore, window, record, length, error)) {
			return false;
		}
	}
}

/** Of the pairs of a later message the first is told. */
static bool
settle_pairs(HcLore *lore, GError **error)
{
	uint64_t last = 0;

	for (;;) {
		const void *record;
		size_t length;
		HcLoreResend resend;

		if (!hc_sorter_next(lore->later, &record, &length, error))
			return false;
		if (record == NULL)
			return true;
		memcpy(&resend, (const uint8_t *)record + 32, sizeof resend);
		if (lore->totals.resends > 0 && resend.later.index == last)
			continue;
		last = resend.later.index;
		lore->totals.resends++;
		lore->totals.unread += !resend.later_read;
		if (!hc_sorter_add(lore->resend_rows, record, length, error) ||
		    !hc_learn_mark(lore, last, HC_MARK_RESEND, &resend,
		                   sizeof resend, error))
			return false;
	}
}

static bool
compare_all(HcLore *lore, GError **error)
{
	Window window = {.count = 0};
	bool done;

	for (size_t i = 0; i < WINDOW; i++)
		window.messages[i] = g_byte_array_new();
	done = put_later(lore, error);
	/* used anew, for the pairs */
	hc_sorter_free(lore->later);
	lore->later = hc_sorter_new(lore->folder, HC_LEARN_MEMORY);
	done = done && find_pairs(lore, &window, error);
	for (size_t i = 0; i < WINDOW; i++)
		g_byte_array_unref(window.messages[i]);
	return done && settle_pairs(lore, error);
}

bool
hc_learn_settle_resends(HcLore *lore, GError **error)
{
	bool done = lore->bloom == NULL || compare_all(lore, error);

	g_clear_pointer(&lore->bloom, g_free);
	g_clear_pointer(&lore->later, hc_sorter_free);
	g_clear_pointer(&lore->threads, hc_sorter_free);
	return done;
}

bool
hc_lore_next_resend(HcLore *lore, HcLoreResend *resend_out, GError **error)
{
	const void *record;
	size_t length;

	g_return_val_if_fail(lore->settled, false);
	if (!hc_sorter_next(lore->resend_rows, &record, &length, error) ||
	    record == NULL)
		return false;
	memcpy(resend_out, (const uint8_t *)record + 32, sizeof *resend_out);
	return true;
}
