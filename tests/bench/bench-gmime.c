/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-gmime.c - what a full parse by GMime takes: each message of an mbox is
 * made a tree, each header of it looked at, no body decoded.
 *
 *     bench_gmime FILE */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gmime/gmime.h>

/** Bytes of the values of an object's headers, so that none is left unread. */
static size_t
look_at(GMimeObject *object)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(object);
	int count = g_mime_header_list_get_count(headers);
	size_t bytes = 0;

	for (int i = 0; i < count; i++) {
		GMimeHeader *header =
			g_mime_header_list_get_header_at(headers, i);

		bytes += strlen(g_mime_header_get_raw_value(header));
	}
	return bytes;
}

static void
count_part(GMimeObject *parent, GMimeObject *part, gpointer data)
{
	size_t *parts = data;

	(void)parent;
	(void)part;
	++*parts;
}

int
main(int argc, char **argv)
{
	GMimeStream *stream;
	GMimeStream *buffered;
	GMimeParser *parser;
	size_t messages = 0;
	size_t parts = 0;
	size_t bytes = 0;
	int file;

	if (argc != 2)
		return 2;
	file = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		fprintf(stderr, "bench_gmime: %s: %s\n", argv[1],
		        g_strerror(errno));
		return 3;
	}
	g_mime_init();
	stream = g_mime_stream_fs_new(file);
	buffered = g_mime_stream_buffer_new(stream,
	                                    GMIME_STREAM_BUFFER_BLOCK_READ);
	parser = g_mime_parser_new_with_stream(buffered);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
	while (!g_mime_parser_eos(parser)) {
		GMimeMessage *message =
			g_mime_parser_construct_message(parser, NULL);

		if (message == NULL)
			break;
		messages++;
		bytes += look_at(GMIME_OBJECT(message));
		g_mime_message_foreach(message, count_part, &parts);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(buffered);
	g_object_unref(stream);
	printf("%zu messages %zu parts %zu bytes of headers\n", messages, parts,
	       bytes);
	return 0;
}
