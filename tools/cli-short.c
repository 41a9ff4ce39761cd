/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli-short.c - short options that have their value in the same word, as -j8:
 * getopt() of POSIX takes both ways, GLib the other alone. */
#include "config.h"

#include "cli.h"

#include <string.h>

static bool
takes_value(const GOptionEntry *entry)
{
	return entry->arg != G_OPTION_ARG_NONE;
}

static const GOptionEntry *
find_short(const GOptionEntry *const *tables, char letter)
{
	for (; *tables != NULL; tables++)
		for (const GOptionEntry *entry = *tables;
		     entry->long_name != NULL; entry++)
			if (entry->short_name == letter)
				return entry;
	return NULL;
}

static const GOptionEntry *
find_long(const GOptionEntry *const *tables, const char *name)
{
	for (; *tables != NULL; tables++)
		for (const GOptionEntry *entry = *tables;
		     entry->long_name != NULL; entry++)
			if (entry->long_name[0] != '\0' &&
			    strcmp(entry->long_name, name) == 0)
				return entry;
	return NULL;
}

/** Where the value stands in a word of short options, an index; 0: nowhere.
 *  @param waits_out  the next word is the value */
static size_t
find_value(const GOptionEntry *const *tables, const char *word, bool *waits_out)
{
	for (size_t i = 1; word[i] != '\0'; i++) {
		const GOptionEntry *entry = find_short(tables, word[i]);

		if (entry == NULL)
			return 0; /* GLib says so */
		if (takes_value(entry)) {
			*waits_out = word[i + 1] == '\0';
			return *waits_out ? 0 : i + 1;
		}
	}
	return 0;
}

/** Add a word, in two if it is short options and a value.
 *  @return whether the next word is the value of its option */
static bool
add_word(const GOptionEntry *const *tables, const char *word, GPtrArray *words)
{
	bool waits = false;
	size_t value = 0;

	if (g_str_has_prefix(word, "--")) {
		const GOptionEntry *entry = find_long(tables, word + 2);

		waits = entry != NULL && takes_value(entry);
	} else if (word[0] == '-') {
		value = find_value(tables, word, &waits);
	}
	g_ptr_array_add(words,
	                value == 0 ? g_strdup(word) : g_strndup(word, value));
	if (value > 0)
		g_ptr_array_add(words, g_strdup(word + value));
	return waits;
}

bool
cli_parse(GOptionContext *context, const GOptionEntry *const *tables, int argc,
          char **argv, GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char **given = NULL;
	char **left;
	bool waits = true; /* the name of the tool is no option */
	bool ended = false;
	int count;

	for (int i = 0; i < argc; i++) {
		ended |= !waits && strcmp(argv[i], "--") == 0;
		if (ended || waits)
			g_ptr_array_add(words, g_strdup(argv[i]));
		waits = !ended && !waits && add_word(tables, argv[i], words);
	}
	count = (int)words->len;
	g_ptr_array_add(words, NULL);
	/* GLib takes words out of the array, which still owns them */
	given = g_memdup2(words->pdata, words->len * sizeof *given);
	left = given;
	return g_option_context_parse(context, &count, &left, error);
}
