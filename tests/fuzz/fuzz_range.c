/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_range.c - a mailbox cut anywhere: its ranges give what one pass gives. */
#include "config.h"

#include <string.h>

#include "harness.h"
#include "limit.h"
#include "mbox.h"
#include "source.h"

/* What sources said, one after the other. */
typedef struct {
	GString *messages;
	GString *regions;
	uint64_t region_total;
	uint64_t listed;
	uint64_t size;
	uint64_t separator_bytes;
	uint64_t counts[sizeof(HcMboxEvidence) / sizeof(uint64_t)];
} Said;

static void
say_input(Said *said, const HcInput *input)
{
	const uint64_t *counts = (const uint64_t *)&input->evidence;

	g_assert_cmpuint(input->message_bytes + input->separator_bytes +
	                         input->unparsed_bytes,
	                 ==, input->size);
	for (size_t i = 0;
	     i < input->region_count && said->listed < HC_REGIONS_MAX; i++) {
		g_string_append_printf(said->regions, "%s %u+%u\n",
		                       hc_note_token(input->regions[i].code),
		                       (unsigned)input->regions[i].offset,
		                       (unsigned)input->regions[i].length);
		said->listed++;
	}
	said->region_total += input->region_total;
	said->size += input->size;
	said->separator_bytes += input->separator_bytes;
	for (size_t i = 0; i < G_N_ELEMENTS(said->counts); i++)
		said->counts[i] += counts[i];
}

static void
read_all(Said *said, HcSource *source)
{
	for (bool more = true; more;) {
		g_autoptr(HcRaw) raw = NULL;

		g_assert_true(hc_source_next(source, &raw, NULL));
		more = raw != NULL;
		if (more)
			g_string_append_printf(
				said->messages, "%u+%u %s\n",
				(unsigned)hc_raw_place(raw)->offset,
				(unsigned)hc_raw_place(raw)->length,
				hc_raw_place(raw)->sha256);
	}
	say_input(said, hc_source_input(source));
	hc_source_free(source);
}

static void
ignore_message(HcPart *part, void *data)
{
	(void)part;
	(void)data;
}

static void
ignore_region(HcNoteCode code, uint64_t offset, uint64_t length, void *data)
{
	(void)code;
	(void)offset;
	(void)length;
	(void)data;
}

/* As hc_source_look() finds it. */
static int
form_of(const char *bytes, size_t length)
{
	const HcMboxSink sink = {.message = ignore_message,
	                         .region = ignore_region,
	                         .no_digests = true};
	size_t bom =
		length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	g_autoptr(HcMbox) mbox = hc_mbox_new(bom, &sink);

	hc_mbox_push(mbox, bytes + bom, length - bom);
	hc_mbox_end(mbox);
	return hc_mbox_form(mbox);
}

static void
begin(Said *said)
{
	*said = (Said){.messages = g_string_new(NULL),
	               .regions = g_string_new(NULL)};
}

static void
end(Said *said)
{
	g_string_free(said->messages, TRUE);
	g_string_free(said->regions, TRUE);
}

static void
compare(const Said *whole, const Said *cut)
{
	g_assert_cmpstr(whole->messages->str, ==, cut->messages->str);
	g_assert_cmpstr(whole->regions->str, ==, cut->regions->str);
	g_assert_cmpuint(whole->region_total, ==, cut->region_total);
	g_assert_cmpuint(whole->size, ==, cut->size);
	g_assert_cmpuint(whole->separator_bytes, ==, cut->separator_bytes);
	g_assert(memcmp(whole->counts, cut->counts, sizeof(whole->counts)) ==
	         0);
}

/* The first four bytes say where two cuts are. */
void
fuzz_input(const uint8_t *data, size_t size)
{
	Said whole;
	Said cut;

	if (size < 4)
		return;

	size_t length = size - 4;
	g_autofree char *bytes =
		length > 0 ? g_memdup2(data + 4, length) : g_strdup("");
	size_t a = (data[0] | (size_t)data[1] << 8) % (length + 1);
	size_t b = (data[2] | (size_t)data[3] << 8) % (length + 1);
	const size_t ends[] = {MIN(a, b), MAX(a, b), length};
	int form = form_of(bytes, length);
	size_t from = 0;

	begin(&whole);
	begin(&cut);
	read_all(&whole, hc_source_new_from_bytes("whole", bytes, length,
	                                          HC_KIND_MBOX));
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		const HcRange range = {from, ends[i], form};

		read_all(&cut, hc_source_new_range_from_bytes("range", bytes,
		                                              length, &range));
		from = ends[i];
	}
	compare(&whole, &cut);
	end(&whole);
	end(&cut);
}
