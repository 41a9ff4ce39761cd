/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dump-received.c - Received values on standard input, a NUL behind each, as
 * lines of facts: for tests that hold them against a truth.  With "again" as
 * its argument: what is lost when a field is printed in normal form and read
 * again, and how many facts were printed. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "print-received.h"
#include "received-text.h"
#include "received.h"

static unsigned long lost, kept;

static void
read_again(HcArena *arena, const HcReceived *received)
{
	g_autofree char *print = print_received(received);
	g_autofree char *differs = NULL;
	HcReceived again;

	hc_received_read(print, strlen(print), 0, arena, &again);
	differs = print_differs(received, &again);
	if (differs != NULL) {
		printf("%s\n%s\n", differs, print);
		lost++;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(printed_facts); i++)
		kept += again.facts[printed_facts[i]].text != NULL;
}

int
main(int argc, char **argv)
{
	bool twice = argc > 1 && strcmp(argv[1], "again") == 0;
	char *value = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getdelim(&value, &room, '\0', stdin)) > 0) {
		g_autoptr(HcArena) arena = hc_arena_new();
		HcReceived received;

		if (value[length - 1] == '\0')
			length--;
		hc_received_read(value, (size_t)length, 0, arena, &received);

		if (twice) {
			read_again(arena, &received);
			continue;
		}

		g_autofree char *text = received_text(&received);

		printf("%s | silence=%d\n", text,
		       (int)received.dialect->silence);
	}
	free(value);
	if (twice)
		printf("%lu lost, %lu facts\n", lost, kept);
	return lost > 0;
}
