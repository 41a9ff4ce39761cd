/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* thread.c - what a message shares with others of its thread.
 *
 * Fields are read as any mail program reads them, RFC 5322 3.4 and 3.6: this is
 * about finding messages that belong together, and nothing is decided by it. */
#include "config.h"

#include "thread.h"

#include <string.h>

#include "form.h"
#include "message.h"
#include "mix.h"
#include "sample.h"
#include "scan.h"
#include "sorter.h"
#include "stamp.h"

/* Bytes of a Subject and of a field of addresses that are looked at. */
#define SUBJECT_MAX 1000u
#define ADDRESSES_MAX (64u << 10)
/* 29 characters of base64 hold a conversation's 22 octets but for two bits
 * (MS-OXOMSG 2.2.1.3). */
#define CONVERSATION 29u

typedef struct {
	char kind;
	uint64_t mixed[2];
} Key;

/** A word of the Subject that asks for protection, in lower case. */
typedef struct {
	char *start;
	char end; /* it goes on to this byte; NUL: it is whole */
} Word;

struct HcThreads {
	GArray *words; /* of Word */
	/* the policy's words among them, for hc_content_new() */
	GPtrArray *tags;
	GPtrArray *names; /* lists of names of fields that may ask */
	bool starts[256]; /* beginnings of these names, mixed */
};

/** What is gathered of a message. */
typedef struct {
	HcThreads *threads;
	const HcMessage *message;
	unsigned flags;
	bool may_ask; /* the table of forms has to be asked */
	bool dated;
	int64_t time_s;
	uint64_t author;
	uint64_t own;
	Key keys[HC_KEYS_MAX];
	size_t key_count;
	size_t references;
	uint64_t recipients[HC_RECIPIENTS_MAX];
	size_t recipient_count;
} Reading;

/* --------------------------------------------------------------- what asks */

/* Of a name that has so many bytes. */
#define START 3u
static unsigned
start_of(const char *name)
{
	const unsigned char *bytes = (const unsigned char *)name;

	return ((bytes[0] | 0x20u) * 49 + (bytes[1] | 0x20u) * 7 +
	        (bytes[2] | 0x20u)) %
	       256;
}

static bool
asks(const HcContentForm *form)
{
	return form->kind == HC_CONTENT_REQUEST ||
	       form->kind == HC_CONTENT_PROTECTION ||
	       form->kind == HC_CONTENT_NOTICE;
}

/* "[sec=*]" goes on to the byte behind the star. */
static void
add_word(GArray *words, const char *text)
{
	size_t fixed = strcspn(text, "*");
	Word word = {g_ascii_strdown(text, (gssize)fixed),
	             text[fixed] == '*' ? text[fixed + 1] : '\0'};

	if (fixed > 0)
		g_array_append_val(words, word);
	else
		g_free(word.start);
}

static void
add_words(GArray *words, const char *list)
{
	g_auto(GStrv) split = g_strsplit(list, "|", -1);

	for (size_t i = 0; split[i] != NULL; i++)
		add_word(words, split[i]);
}

static void
clear_word(void *word)
{
	g_free(((Word *)word)->start);
}

HcThreads *
hc_threads_new(const HcPolicy *policy)
{
	HcThreads *threads = g_new0(HcThreads, 1);
	const char *tag;

	threads->words = g_array_new(FALSE, FALSE, sizeof(Word));
	g_array_set_clear_func(threads->words, clear_word);
	threads->tags = g_ptr_array_new();
	threads->names = g_ptr_array_new();
	for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
		const HcFormMatch *row = hc_form_match(id);

		if (!asks(hc_content_form(id)))
			continue;
		if (row->place == HC_PLACE_SUBJECT)
			add_words(threads->words, row->value);
		if (row->place != HC_PLACE_FIELD)
			continue;
		g_assert(strlen(row->name) >= START);
		threads->starts[start_of(row->name)] = true;
		g_ptr_array_add(threads->names, (void *)row->name);
	}
	for (size_t i = 0; (tag = hc_policy_request_tag(policy, i)) != NULL;
	     i++) {
		add_word(threads->words, tag);
		g_ptr_array_add(threads->tags, (void *)tag);
	}
	return threads;
}

void
hc_threads_free(HcThreads *threads)
{
	if (threads == NULL)
		return;
	g_array_unref(threads->words);
	g_ptr_array_unref(threads->tags);
	g_ptr_array_unref(threads->names);
	g_free(threads);
}

/* ----------------------------------------------------------------- subject */

/* What mail programs put before the Subject of an answer or a forward: RFC 5322
 * 3.6.5 knows "Re: ", the rest are translations. */
static const char *const prefixes[] = {
	"re",
	"fw",
	"fwd",
	"aw",
	"wg",
	"antw",
	"doorst",
	"sv",
	"vs",
	"vb",
	"tr",
	"rv",
	"res",
	"enc",
	"rif",
	"odp",
	"ynt",
	"\345\233\236\345\244\215", /* hui fu */
	"\347\255\224\345\244\215", /* da fu */
	"\350\275\254\345\217\221", /* zhuan fa */
};

/* What they begin with. */
#define PREFIX_STARTS "rfawdsvteoy\345\347\350"

/** Bytes of a count, "[2]" or "(2)", at the start of a text. */
static size_t
count_length(const char *text)
{
	size_t digits = 0;

	if (text[0] != '[' && text[0] != '(')
		return 0;
	while (hc_is_digit((unsigned char)text[1 + digits]))
		digits++;
	return digits > 0 && (text[1 + digits] == ']' ||
	                      text[1 + digits] == ')')
	               ? digits + 2
	               : 0;
}

/** Bytes of a prefix and its colon at the start of a text; 0: there is none. */
static size_t
prefix_length(const char *text)
{
	/* most subjects begin otherwise */
	if (strchr(PREFIX_STARTS, text[0]) == NULL)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		size_t length;

		if (text[0] != prefixes[i][0])
			continue;
		length = strlen(prefixes[i]);
		if (strncmp(text, prefixes[i], length) != 0)
			continue;
		length += count_length(text + length);
		if (text[length] == ':')
			return length + 1;
		/* U+FF1A, the wide colon */
		if (g_str_has_prefix(text + length, "\357\274\232"))
			return length + 3;
	}
	return 0;
}

/** Blank out a word wherever it stands.
 *  @return whether it stood there */
static bool
take_word(char *text, const Word *word)
{
	bool found = false;
	char *at = text;

	while ((at = strstr(at, word->start)) != NULL) {
		size_t length = strlen(word->start);

		if (word->end != '\0') {
			const char *end = strchr(at, word->end);

			if (end == NULL)
				return found;
			length = (size_t)(end - at) + 1;
		}
		memset(at, ' ', length);
		at += length;
		found = true;
	}
	return found;
}

/** Whether white space is one blank each time, and none stands at the ends. */
static bool
is_squeezed(const char *text, size_t length)
{
	return length == 0 ||
	       (text[0] != ' ' && text[length - 1] != ' ' &&
	        strpbrk(text, "\t\r\n") == NULL && strstr(text, "  ") == NULL);
}

/** White space becomes one blank, none at the ends; in place. */
static void
squeeze(char *text)
{
	char *to = text;

	if (is_squeezed(text, strlen(text)))
		return;
	for (const char *at = text; *at != '\0'; at++) {
		if (!hc_is_fws((unsigned char)*at))
			*to++ = *at;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
}

char *
hc_threads_subject(HcThreads *threads, const char *text, size_t length,
                   bool *requested_out)
{
	size_t size = strnlen(text, MIN(length, SUBJECT_MAX));
	char *lower;
	char *at;

	/* the blank behind the colon */
	for (; size > 0 && hc_is_fws((unsigned char)*text); size--)
		text++;
	at = lower = g_malloc(size + 1);
	hc_lower_copy(lower, text, size);
	lower[size] = '\0';
	for (guint i = 0; i < threads->words->len; i++)
		if (take_word(lower, &g_array_index(threads->words, Word, i)))
			*requested_out = true;
	squeeze(lower);
	for (size_t length; (length = prefix_length(at)) > 0;) {
		at += length;
		while (*at == ' ')
			at++;
	}
	memmove(lower, at, strlen(at) + 1);
	return lower;
}

/* ------------------------------------------------------------------ fields */

static void
add_key(Reading *reading, char kind, const char *bytes, size_t length)
{
	/* a message's own id and one that another refers to are one */
	uint64_t seed = kind == HC_KEY_OWN ? HC_KEY_REFERENCE : (uint8_t)kind;
	Key *key;

	if (length == 0 || reading->key_count == HC_KEYS_MAX)
		return;
	key = &reading->keys[reading->key_count++];
	key->kind = kind;
	key->mixed[0] = hc_mix_bytes(bytes, length, seed);
	key->mixed[1] = hc_mix_bytes(bytes, length, seed + 256);
	if (kind == HC_KEY_OWN)
		reading->own = key->mixed[0];
}

/** Each id in angle brackets (RFC 5322 3.6.4). */
static void
read_ids(Reading *reading, char kind, const char *bytes, size_t length)
{
	const char *end = bytes + length;

	for (const char *at = bytes; at < end;) {
		const char *from = memchr(at, '<', (size_t)(end - at));
		const char *to =
			from != NULL ? memchr(from, '>', (size_t)(end - from))
				     : NULL;

		if (to == NULL || (kind == HC_KEY_REFERENCE &&
		                   reading->references++ >= HC_REFERENCES_MAX))
			return;
		add_key(reading, kind, from + 1, (size_t)(to - from) - 1);
		if (kind == HC_KEY_OWN)
			return;
		at = to + 1;
	}
}

static void
read_conversation(Reading *reading, const char *bytes, size_t length)
{
	char text[CONVERSATION];
	size_t count = 0;

	for (size_t i = 0; i < length && count < CONVERSATION; i++)
		if (!hc_is_fws((unsigned char)bytes[i]))
			text[count++] = bytes[i];
	if (count == CONVERSATION)
		add_key(reading, HC_KEY_CONVERSATION, text, count);
}

static void
read_subject(Reading *reading, HcSpan value)
{
	const char *text = hc_message_bytes(reading->message, value);
	size_t length = value.length;
	g_autofree char *decoded = NULL;
	g_autofree char *subject = NULL;
	bool requested = false;

	/* few hold encoded words, and to decode them takes long */
	if (memchr(text, '?', length) != NULL &&
	    memmem(text, length, "=?", 2) != NULL) {
		text = decoded = hc_message_display(reading->message, value);
		length = strlen(text);
	}
	subject =
		hc_threads_subject(reading->threads, text, length, &requested);
	if (requested)
		reading->flags |= HC_THREAD_REQUESTED;
	add_key(reading, HC_KEY_SUBJECT, subject, strlen(subject));
}

/* --------------------------------------------------------------- addresses */

/* What may not stand in an address that is not quoted: controls, blanks and the
 * specials of RFC 5322 3.2.3 but for the dot and brackets. */
enum {
	OF_ADDRESS,
	ENDS_ADDRESS,
	OPENS, /* a quoted string, a comment */
	AT,
};
static const uint8_t address_bytes[256] = {
	[0 ... ' '] = ENDS_ADDRESS, [0x7f] = ENDS_ADDRESS,
	['<'] = ENDS_ADDRESS,       ['>'] = ENDS_ADDRESS,
	[','] = ENDS_ADDRESS,       [';'] = ENDS_ADDRESS,
	[':'] = ENDS_ADDRESS,       ['('] = OPENS,
	[')'] = ENDS_ADDRESS,       ['"'] = OPENS,
	['\\'] = ENDS_ADDRESS,      ['@'] = AT,
};

/** Where what may be of an address ends. */
static size_t
skip_address_bytes(const char *bytes, size_t at, size_t length)
{
	while (at < length &&
	       address_bytes[(unsigned char)bytes[at]] == OF_ADDRESS)
		at++;
	return at;
}

static uint64_t
mix_address(const char *bytes, size_t length)
{
	uint64_t state = 0;
	char lower[64];

	/* the local part, too: nobody tells two people apart by it */
	for (size_t at = 0; at < length; at += sizeof lower) {
		size_t count = MIN(length - at, sizeof lower);

		hc_lower_copy(lower, bytes + at, count);
		state = hc_mix_bytes(lower, count, state);
	}
	return state;
}

/** Where a quoted string or comment that begins here ends. */
static size_t
skip_quoted(const char *bytes, size_t at, size_t length)
{
	bool comment = bytes[at] == '(';
	unsigned depth = 1;

	for (at++; at < length; at++) {
		if (bytes[at] == '\\')
			at++;
		else if (comment && bytes[at] == '(')
			depth++;
		else if (bytes[at] == (comment ? ')' : '"') && --depth == 0)
			return at + 1;
	}
	return length;
}

/** The next address of a field, without names, comments and quotes.
 *  @return false: there is none */
static bool
next_address(const char *bytes, size_t length, size_t *at, uint64_t *out)
{
	size_t i = *at;
	size_t from = i;

	while ((i = skip_address_bytes(bytes, i, length)) < length) {
		uint8_t what = address_bytes[(unsigned char)bytes[i]];

		if (what == AT && i > from) {
			i = skip_address_bytes(bytes, i + 1, length);
			*out = mix_address(bytes + from, i - from);
			*at = i;
			return true;
		}
		i = what == OPENS ? skip_quoted(bytes, i, length) : i + 1;
		from = i;
	}
	return false;
}

static void
read_addresses(Reading *reading, const char *bytes, size_t length, bool author)
{
	uint64_t address;

	length = MIN(length, ADDRESSES_MAX);
	for (size_t at = 0; next_address(bytes, length, &at, &address);) {
		size_t i = 0;

		if (author) {
			reading->author = address;
			return;
		}
		while (i < reading->recipient_count &&
		       reading->recipients[i] != address)
			i++;
		if (i == HC_RECIPIENTS_MAX)
			return;
		reading->recipients[i] = address;
		if (i == reading->recipient_count)
			reading->recipient_count++;
	}
}

/* -------------------------------------------------------------------- time */

static void
read_date(Reading *reading, const char *bytes, size_t length)
{
	HcStamp stamp;
	unsigned odd;

	if (reading->dated)
		return;
	/* behind it stands the form that nearly all dates have */
	while (length > 0 && hc_is_fws((unsigned char)*bytes))
		bytes++, length--;
	(void)hc_stamp_read(bytes, length, &stamp, &odd);
	if (stamp.state == HC_STAMP_POINT) {
		reading->dated = true;
		reading->time_s = stamp.unix_s;
	}
}

/* The oldest stamp that is to be believed: when the message came to us. */
static void
read_stamps(Reading *reading, const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	for (size_t i = 0; i < hc_chain_length(chain); i++) {
		const HcStamp *stamp = &hc_chain_hop(chain, i)->received->stamp;

		if (stamp->state == HC_STAMP_POINT &&
		    hc_verdict_judgement(verdict, i)->evidence >=
		            HC_EVIDENCE_PARTNER) {
			reading->dated = true;
			reading->time_s = stamp->unix_s;
			return;
		}
	}
}

/* ----------------------------------------------------------------- message */

static bool
starts(const char *bytes, size_t length, const char *word)
{
	size_t word_length = strlen(word);

	return length >= word_length && hc_is(bytes, word_length, word);
}

/* RFC 8551 3.3, RFC 3156 4: what the type alone says. */
static void
read_type(Reading *reading, const char *bytes, size_t length)
{
	g_autofree char *text = NULL;

	while (length > 0 && hc_is_fws((unsigned char)bytes[0]))
		bytes++, length--;
	if (starts(bytes, length, "multipart/encrypted"))
		reading->flags |= HC_THREAD_PROTECTED;
	if (!starts(bytes, length, "application/pkcs7-mime") &&
	    !starts(bytes, length, "application/x-pkcs7-mime"))
		return;
	text = g_ascii_strdown(bytes, (gssize)MIN(length, SUBJECT_MAX));
	if (strstr(text, "enveloped-data") != NULL)
		reading->flags |= HC_THREAD_PROTECTED;
}

typedef enum {
	FIELD_NONE,
	FIELD_FROM,
	FIELD_RECIPIENT,
	FIELD_SUBJECT,
	FIELD_DATE,
	FIELD_ID,
	FIELD_REFERENCE,
	FIELD_CONVERSATION,
	FIELD_TYPE,
	FIELD_RESENT,
} Field;

static Field
field_of(const char *name, size_t length)
{
	unsigned char first = hc_lower((unsigned char)name[0]);

	switch (length) {
	case 2:
	case 3:
		return hc_is(name, length, "to") || hc_is(name, length, "cc") ||
		                       hc_is(name, length, "bcc")
		               ? FIELD_RECIPIENT
		               : FIELD_NONE;
	case 4:
		return hc_is(name, length, "from")   ? FIELD_FROM
		       : hc_is(name, length, "date") ? FIELD_DATE
		                                     : FIELD_NONE;
	case 7:
		return hc_is(name, length, "subject") ? FIELD_SUBJECT
		                                      : FIELD_NONE;
	case 10:
		if (first == 'm')
			return hc_is(name, length, "message-id") ? FIELD_ID
			                                         : FIELD_NONE;
		return hc_is(name, length, "references") ? FIELD_REFERENCE
		                                         : FIELD_NONE;
	case 11:
		if (first == 'i')
			return hc_is(name, length, "in-reply-to")
			               ? FIELD_REFERENCE
			               : FIELD_NONE;
		return hc_is(name, length, "resent-date") ? FIELD_RESENT
		                                          : FIELD_NONE;
	case 12:
		if (first == 't')
			return hc_is(name, length, "thread-index")
			               ? FIELD_CONVERSATION
			               : FIELD_NONE;
		return hc_is(name, length, "content-type") ? FIELD_TYPE
		                                           : FIELD_NONE;
	default:
		return FIELD_NONE;
	}
}

/** Whether a field of this name asks for something, if its value does. */
static bool
may_ask(const HcThreads *threads, const char *name, HcSpan where)
{
	if (where.length < START || !threads->starts[start_of(name)])
		return false;
	for (guint i = 0; i < threads->names->len; i++)
		if (hc_form_lists(g_ptr_array_index(threads->names, i), name,
		                  where.length))
			return true;
	return false;
}

/* @p bytes: of the message */
static void
read_field(Reading *reading, const char *bytes, const HcField *field)
{
	const char *name = bytes + field->name.offset;
	Field what = field_of(name, field->name.length);
	const char *value;
	size_t length = field->value.length;

	if (!reading->may_ask && may_ask(reading->threads, name, field->name))
		reading->may_ask = true;
	if (what == FIELD_NONE)
		return;
	value = bytes + field->value.offset;
	switch (what) {
	case FIELD_FROM:
		read_addresses(reading, value, length, true);
		break;
	case FIELD_RECIPIENT:
		read_addresses(reading, value, length, false);
		break;
	case FIELD_SUBJECT:
		read_subject(reading, field->value);
		break;
	case FIELD_DATE:
		read_date(reading, value, length);
		break;
	case FIELD_ID:
		read_ids(reading, HC_KEY_OWN, value, length);
		break;
	case FIELD_REFERENCE:
		read_ids(reading, HC_KEY_REFERENCE, value, length);
		break;
	case FIELD_CONVERSATION:
		read_conversation(reading, value, length);
		break;
	case FIELD_TYPE:
		read_type(reading, value, length);
		break;
	case FIELD_RESENT:
		reading->flags |= HC_THREAD_RESENT;
		break;
	case FIELD_NONE:
		break;
	}
}

/** What the forms of content say: of the header alone, where nobody read
 *  more. */
static void
read_content(Reading *reading, const HcVerdict *verdict)
{
	HcContent *given = hc_verdict_content(verdict);
	HcContentOptions options = {
		(const char *const *)reading->threads->tags->pdata,
		reading->threads->tags->len};
	g_autoptr(HcContent) made = NULL;
	const HcContentFact *facts;
	size_t count;

	if (given == NULL && !reading->may_ask)
		return;
	if (given == NULL)
		given = made =
			hc_content_new(hc_chain_message(hc_evidence_chain(
					       hc_verdict_evidence(verdict))),
		                       NULL, &options);
	facts = hc_content_facts(given, &count);
	for (size_t i = 0; i < count; i++) {
		if (facts[i].nested != 0 ||
		    facts[i].proof == HC_CONTENT_CONTRADICTED)
			continue;
		if (facts[i].form->kind == HC_CONTENT_REQUEST)
			reading->flags |= HC_THREAD_REQUESTED;
		if (facts[i].form->kind == HC_CONTENT_PROTECTION ||
		    facts[i].form->kind == HC_CONTENT_NOTICE)
			reading->flags |= HC_THREAD_PROTECTED;
	}
	if (hc_structure_is_whole(hc_content_structure(given)))
		reading->flags |= HC_THREAD_READ;
}

/** A record that is laid out. */
typedef struct {
	uint8_t bytes[32 + HC_KEYS_MAX * (1 + HC_KEY_SIZE) +
	              HC_RECIPIENTS_MAX * 8];
	size_t length;
} Layout;

static void
put_number(Layout *layout, uint64_t value)
{
	hc_order_put(layout->bytes + layout->length, value);
	layout->length += 8;
}

static void
put_byte(Layout *layout, size_t value)
{
	layout->bytes[layout->length++] = (uint8_t)value;
}

static void
put_reading(const Reading *reading, bool asked, Layout *layout)
{
	put_byte(layout, asked ? HC_ROLE_ASKED : HC_ROLE_CLEAR);
	put_byte(layout, reading->flags);
	hc_order_put_signed(layout->bytes + layout->length, reading->time_s);
	layout->length += 8;
	put_number(layout, reading->author);
	put_number(layout, reading->own);
	put_byte(layout, reading->key_count);
	for (size_t i = 0; i < reading->key_count; i++) {
		put_byte(layout, (uint8_t)reading->keys[i].kind);
		put_number(layout, reading->keys[i].mixed[0]);
		put_number(layout, reading->keys[i].mixed[1]);
	}
	put_byte(layout, reading->recipient_count);
	for (size_t i = 0; i < reading->recipient_count; i++)
		put_number(layout, reading->recipients[i]);
}

/* Nothing can be found that has no key or goes to nobody. */
static void
put_record(const Reading *reading, GByteArray *record)
{
	bool asked = (reading->flags &
	              (HC_THREAD_REQUESTED | HC_THREAD_PROTECTED)) != 0;
	Layout layout;

	layout.length = 0;
	if (!reading->dated)
		put_byte(&layout, HC_ROLE_UNDATED);
	else if (asked ||
	         (reading->key_count > 0 && reading->recipient_count > 0))
		put_reading(reading, asked, &layout);
	g_byte_array_append(record, layout.bytes, (guint)layout.length);
}

void
hc_threads_read(HcThreads *threads, const HcVerdict *verdict,
                GByteArray *record)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	Reading reading = {.threads = threads,
	                   .message = hc_chain_message(chain)};
	const char *bytes = hc_message_bytes(reading.message, (HcSpan){0, 0});
	size_t count;
	const HcField *fields = hc_message_fields(reading.message, &count);

	g_byte_array_set_size(record, 0);
	read_stamps(&reading, verdict);
	for (size_t i = 0; i < count; i++)
		read_field(&reading, bytes, &fields[i]);
	read_content(&reading, verdict);
	put_record(&reading, record);
}
