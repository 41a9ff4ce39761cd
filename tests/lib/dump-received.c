/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dump-received.c - Received values on standard input, a NUL behind each, as
 * lines of facts: for tests that hold them against a truth. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "received-text.h"
#include "received.h"

int
main(void)
{
	char *value = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getdelim(&value, &room, '\0', stdin)) > 0) {
		g_autoptr(HcArena) arena = hc_arena_new();
		HcReceived received;

		if (value[length - 1] == '\0')
			length--;
		hc_received_read(value, (size_t)length, 0, arena, &received);

		g_autofree char *text = received_text(&received);

		printf("%s | silence=%d\n", text,
		       (int)received.dialect->silence);
	}
	free(value);
	return 0;
}
