/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read-container.c - the messages within a container. */
#include "config.h"

#include "unit-reading.h"

#include <string.h>

#include "source.h"

/** A container being read. */
typedef struct {
	HcReadingPlace place;
	HcContainer *container;
	HcFacts *facts;
	uint64_t failed; /* members */
} Reading;

/** What a member is called in the report.
 *  @return new */
static char *
member_name(const char *name, const char *within)
{
	return within != NULL ? g_strconcat(within, "/", name, NULL)
	                      : g_strdup(name);
}

/** Judge all messages of a member.
 *  @return false with @p error set: the unit cannot go on */
static bool
read_member(HcRunner *runner, Reading *reading, const HcMember *member,
            GError **error)
{
	HcInput *sums = &reading->facts->input;
	g_autofree char *name = member_name(member->name, member->within);
	const HcInput *input = hc_source_input(member->source);

	reading->place.member = name[0] != '\0' ? name : NULL;
	hc_source_set_gate(member->source, &runner->run->gate);
	for (;;) {
		g_autoptr(HcRaw) raw = NULL;

		if (hc_reading_stopped(runner, error))
			return false;
		/* what is wrong with a member is a note of the container */
		if (!hc_source_next(member->source, &raw, NULL) || raw == NULL)
			break;
		if (!hc_reading_message(runner, &reading->place, raw,
		                        &reading->facts->damaged, error))
			return false;
	}
	sums->messages += input->messages;
	sums->message_bytes += input->message_bytes;
	sums->separator_bytes += input->separator_bytes;
	sums->unparsed_bytes += input->unparsed_bytes;
	return true;
}

static bool
leave_out(HcRunner *runner, const Reading *reading, const HcMember *member,
          GError **error)
{
	g_autofree char *name = member_name(member->name, member->within);

	return hc_reading_left_out(runner, reading->place.index,
	                           name[0] != '\0' ? name : NULL,
	                           member->left_out, error);
}

static bool
read_members(HcRunner *runner, Reading *reading, GError **error)
{
	const HcMember *member;

	for (;;) {
		member = hc_container_next(reading->container);
		if (member == NULL)
			return true;
		if (hc_reading_stopped(runner, error))
			return false;
		if (member->source != NULL &&
		    !read_member(runner, reading, member, error))
			return false;
		if (member->source == NULL && member->left_out != NULL) {
			if (!leave_out(runner, reading, member, error))
				return false;
			continue;
		}
		member = hc_container_member(reading->container);
		reading->failed += member != NULL && !member->complete;
		/* what could not be read is among the troubles */
		if (member != NULL && member->complete &&
		    member->left_out != NULL &&
		    !leave_out(runner, reading, member, error))
			return false;
	}
}

/** What a .msg holds beside the stored headers is in no message. */
static void
account_for_msg(HcInput *input)
{
	input->unparsed_bytes = input->size > input->message_bytes
	                                ? input->size - input->message_bytes
	                                : 0;
}

/** Take what the container as a whole has to say. */
static void
take_facts(Reading *reading)
{
	const HcContainerFacts *said = hc_container_facts(reading->container);
	HcFacts *facts = reading->facts;

	facts->input.complete = said->complete;
	facts->input.changed = said->changed;
	facts->input.size = said->size;
	if (facts->input.kind == HC_KIND_MSG)
		account_for_msg(&facts->input);
	facts->files.files = said->members;
	facts->files.files_failed = reading->failed;
	for (size_t i = 0; i < said->note_count; i++) {
		const HcContainerNote *note = &said->notes[i];
		g_autofree char *name = member_name(
			note->name != NULL ? note->name : "", note->within);
		const char *what = note->why != NULL
		                           ? note->why
		                           : hc_note_sentence(note->code);

		if (hc_note_level(note->code) == HC_NOTE_LEVEL_ERROR)
			hc_facts_add_trouble(facts, name, what);
	}
}

static bool
read_all(HcRunner *runner, Reading *reading, const char *path, GError **error)
{
	g_autoptr(GError) failure = NULL;
	bool good;

	reading->container =
		hc_container_open(path, runner->unpacker, &failure);
	if (reading->container == NULL) {
		hc_facts_set_failure(reading->facts, failure->message);
		return true;
	}
	hc_container_set_digests(reading->container,
	                         runner->options->digests != HC_DIGESTS_NONE);
	if (runner->reader != NULL)
		hc_container_keep_bodies(reading->container, UINT64_MAX);
	good = read_members(runner, reading, error);
	if (good)
		take_facts(reading);
	hc_container_free(reading->container);
	return good;
}

bool
hc_read_container(HcRunner *runner, uint64_t index, HcKind kind, GError **error)
{
	const HcItem *item = hc_reading_item(runner, index);
	g_autofree char *path = hc_plan_item_path(runner->run->plan, item);
	g_autoptr(HcFacts) facts = hc_facts_new();
	Reading reading = {.place = {.index = index}, .facts = facts};

	facts->input.kind = kind;
	facts->files.many = kind != HC_KIND_MSG;
	/* one message, as files beside it are */
	reading.place.grouped = kind == HC_KIND_MSG && item->folder != NULL &&
	                        item->member != NULL;
	if (!read_all(runner, &reading, path, error))
		return false;
	atomic_fetch_add(&runner->run->bytes, facts->input.size);
	/* of a large one another unit makes the digest */
	if (runner->options->digests == HC_DIGESTS_ALL &&
	    (item->size < HC_UNIT_BYTES || kind == HC_KIND_MSG) &&
	    strcmp(item->path, "-") != 0 &&
	    !hc_digest_item(runner, item, facts, error))
		return false;
	return hc_reading_facts(runner, index, reading.place.grouped, facts,
	                        error);
}
