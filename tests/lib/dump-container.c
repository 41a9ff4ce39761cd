/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dump-container.c - what the library gives of containers, a line a thing.
 *
 *     dump_container [--no-digests] [--patience=MS] PROGRAMS CONTAINER...
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hopcheck.h"

static const char *
shown(const char *digest)
{
	return digest != NULL ? digest : "-";
}

static void
print_name(const char *key, const char *name)
{
	g_autofree char *escaped =
		name != NULL ? g_strescape(name, NULL) : NULL;

	if (escaped != NULL)
		printf(" %s=\"%s\"", key, escaped);
}

static void
print_messages(HcSource *source)
{
	g_autoptr(GError) error = NULL;

	for (;;) {
		g_autoptr(HcRaw) raw = NULL;
		const HcPlace *place;

		if (!hc_source_next(source, &raw, &error))
			printf("  error %s\n", error->message);
		if (raw == NULL)
			return;
		place = hc_raw_place(raw);
		printf("  message %" G_GUINT64_FORMAT " at %" G_GUINT64_FORMAT
		       " length %" G_GUINT64_FORMAT " %s",
		       place->number, place->offset, place->length,
		       shown(place->sha256));
		print_name("member", place->member);
		printf("\n");
	}
}

static void
print_input(const HcInput *input)
{
	printf("  read %s bytes %" G_GUINT64_FORMAT
	       " messages %" G_GUINT64_FORMAT " unparsed %" G_GUINT64_FORMAT
	       "%s\n",
	       hc_kind_token(input->kind), input->size, input->messages,
	       input->unparsed_bytes, input->complete ? "" : " incomplete");
	for (size_t i = 0; i < input->region_count; i++)
		printf("  region %s at %" G_GUINT64_FORMAT "\n",
		       hc_note_token(input->regions[i].code),
		       input->regions[i].offset);
}

static void
print_member(HcContainer *container, const HcMember *member, bool reads)
{
	printf("member %" G_GUINT64_FORMAT " %s", member->number,
	       hc_kind_token(member->kind));
	print_name("name", member->name);
	print_name("within", member->within);
	printf("\n");
	if (member->source != NULL && reads)
		print_messages(member->source);
	member = hc_container_member(container);
	if (member->source != NULL && reads)
		print_input(hc_source_input(member->source));
	if (member->source == NULL || reads)
		printf("  member %" G_GUINT64_FORMAT " %s%s\n", member->size,
		       shown(member->sha256),
		       member->complete ? "" : " incomplete");
}

static void
print_facts(const HcContainerFacts *facts)
{
	for (size_t i = 0; i < facts->note_count; i++) {
		const HcContainerNote *note = &facts->notes[i];

		printf("note %s %" G_GUINT64_FORMAT, hc_note_token(note->code),
		       note->number);
		print_name("name", note->name);
		print_name("within", note->within);
		printf(" %s\n", note->why != NULL ? note->why : "-");
	}
	printf("container %s [%s] size %" G_GUINT64_FORMAT
	       " members %" G_GUINT64_FORMAT " left-out %" G_GUINT64_FORMAT
	       " bytes %" G_GUINT64_FORMAT " notes %" G_GUINT64_FORMAT
	       " errors %" G_GUINT64_FORMAT "%s%s\n",
	       hc_kind_token(facts->kind), facts->filters, facts->size,
	       facts->members, facts->left_out, facts->bytes, facts->note_total,
	       facts->error_total, facts->changed ? " changed" : "",
	       facts->complete ? "" : " incomplete");
}

/** @return whether it could be opened */
static bool
print_container(HcUnpacker *unpacker, const char *path, bool digests,
                bool reads)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcContainer) container =
		hc_container_open(path, unpacker, &error);
	const HcMember *member;

	if (container == NULL) {
		printf("refused %s\n", error->message);
		return false;
	}
	hc_container_set_digests(container, digests);
	while ((member = hc_container_next(container)) != NULL)
		/* what is no file is among the notes */
		if (member->number > 0)
			print_member(container, member, reads);
	print_facts(hc_container_facts(container));
	return true;
}

int
main(int argc, char **argv)
{
	g_autoptr(HcUnpacker) unpacker = hc_unpacker_new();
	bool digests = true, reads = true, good = true;
	int at = 1;

	for (; at < argc && g_str_has_prefix(argv[at], "--"); at++) {
		if (strcmp(argv[at], "--no-digests") == 0)
			digests = false;
		else if (strcmp(argv[at], "--skip") == 0)
			reads = false;
		else if (g_str_has_prefix(argv[at], "--patience="))
			hc_unpacker_set_patience(unpacker,
			                         (unsigned)atoi(argv[at] + 11));
		else
			return 2;
	}
	if (at + 1 >= argc)
		return 2;
	hc_unpacker_set_folder(unpacker, argv[at++]);
	for (; at < argc; at++)
		good &= print_container(unpacker, argv[at], digests, reads);
	printf("workers %" G_GUINT64_FORMAT " sandbox %s\n",
	       hc_unpacker_started(unpacker),
	       hc_sandbox_token(hc_unpacker_sandbox(unpacker)));
	return good ? 0 : 1;
}
