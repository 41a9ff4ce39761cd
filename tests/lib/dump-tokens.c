/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dump-tokens.c - words of TLS on standard input, "suite", "version" or
 * "group", a tab and the word a line, and what each resolves to: for tests that
 * hold them against names of other programs. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "word.h"

static void
dump_suite(const char *text)
{
	HcCipherWord word;
	bool known = hc_cipher_read(text, &word);

	printf("%s", known ? "known" : "unknown");
	for (size_t i = 0; i < word.count; i++)
		printf(" %s", word.ciphers[i]->iana_code);
	if (word.ciphers13)
		printf(" 1.3:%s", word.ciphers13[0]->iana_code);
	if (word.partial)
		printf(" partial");
	if (word.none)
		printf(" none");
	printf("\t%s\n", word.group ? word.group : "-");
}

static void
dump_version(const char *text)
{
	HcVersionWord word;
	bool known = hc_version_read(text, &word);

	printf("%s %s %s%s%s\t-\n", known ? "known" : "unknown",
	       word.low ? hc_tls_version_name(word.low) : "-",
	       word.high ? hc_tls_version_name(word.high) : "-",
	       word.family ? " family" : "", word.none ? " none" : "");
}

static void
dump_group(const char *text)
{
	const char *group = hc_group_find(text, strlen(text));

	printf("%s\t%s\n", group ? "known" : "unknown", group ? group : "-");
}

int
main(void)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		char *word = strchr(line, '\t');

		if (!word)
			return 1;
		*word++ = '\0';
		word[strcspn(word, "\n")] = '\0';
		printf("%s\t", word);
		if (strcmp(line, "suite") == 0)
			dump_suite(word);
		else if (strcmp(line, "version") == 0)
			dump_version(word);
		else
			dump_group(word);
	}
	free(line);
	return 0;
}
