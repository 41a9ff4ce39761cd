/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_stream.c - documents read part by part: what is handed out, kept and
 * refused, wherever the pieces are cut. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard.h"
#include "hopcheck.h"
#include "limit.h"
#include "stream.h"

static bool
is_item(const xmlNode *element, unsigned depth)
{
	return depth == 2 && strcmp((const char *)element->name, "item") == 0;
}

/** Write a document to a file that has no name any more, as /dev/fd names it.
 *  @return the path, the caller's */
static char *
write_document(const char *text, size_t length, int *descriptor_out)
{
	char name[] = "check-stream-XXXXXX";

	*descriptor_out = mkstemp(name);
	ck_assert_int_ge(*descriptor_out, 0);
	ck_assert_int_eq(unlink(name), 0);
	ck_assert_int_eq(write(*descriptor_out, text, length), (ssize_t)length);
	ck_assert_int_eq(lseek(*descriptor_out, 0, SEEK_SET), 0);
	return g_strdup_printf("/dev/fd/%d", *descriptor_out);
}

/** Read a document; the texts of its items, each in brackets, or what is wrong
 *  with it after the last colon but one. */
static char *
read_items(const char *text, size_t length)
{
	int descriptor;
	g_autofree char *path = write_document(text, length, &descriptor);
	g_autoptr(HcXmlStream) stream =
		hc_xml_stream_new(path, is_item, HC_ERROR_READ, NULL);
	g_autoptr(GError) error = NULL;
	GString *found = g_string_new(NULL);
	xmlNode *item;

	ck_assert_ptr_nonnull(stream);
	while ((item = hc_xml_stream_next(stream, &error)) != NULL) {
		xmlChar *content = xmlNodeGetContent(item);

		g_string_append_printf(found, "[%s]", (char *)content);
		xmlFree(content);
	}
	if (error != NULL)
		g_string_append_printf(found, "!%s",
		                       error->message + strlen(path));
	ck_assert(hc_xml_stream_next(stream, NULL) == NULL);
	close(descriptor);
	return g_string_free(found, FALSE);
}

static const struct {
	const char *name, *text, *found;
} rows[] = {
	{"two items",				 "<a><b><item>x</item><item>y</item></b></a>", "[x][y]"                                       },
	{"none",				      "<a><b/></a>",				""					     },
	{"layout between items goes, text stays",
         "<a>\n <b>\n  <item>\n   <c> x </c>\n  </item>\n </b></a>",                                "[ x ]"                                        },
	{"entities of XML",                           "<a><b><item>&lt;&amp;&#65;</item></b></a>",
         "[<&A]"																   },
	{"CDATA is text",			     "<a><b><item><![CDATA[<x>]]></item></b></a>",
         "[<x>]"																   },
	{"comments and instructions are nothing",
         "<a><b><!-- <item>n</item> --><?p <item> ?><item>x</item></b></a>",                        "[x]"					  },
	{"a quotation mark in text",
         "<a><b><item>\"</item><item>'</item></b></a>",                                             "[\"][']"                                      },
	{"a tag in a value",                          "<a x='>\"'><b><item>x</item></b></a>",       "[x]"                                          },
	{"a byte order mark",                         "\xef\xbb\xbf<a><b><item>x</item></b></a>",
         "[x]"																     },
	{"another declared encoding is not believed",
         "<?xml version='1.0' encoding='ISO-8859-1'?><a><b><item>\xc3\xa9"
         "</item></b></a>",                                                                         "[\xc3\xa9]"				   },
	{"no document",			       "",					   "!:1: Extra content at the end of the document"},
	{"cut short",				 "<a><b><item>x</item>",                       "![x]"                                         },
	{"a DOCTYPE",				 "<!DOCTYPE a><a/>",
         "!:1: a document type declaration is not allowed"											 },
	{"an entity of its own",                      "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
         "!:1: a document type declaration is not allowed"											 },
	{"an unknown entity",                         "<a>\n<b>&c;</b></a>",
         "!:2: Entity 'c' not defined"													     },
	{"UTF-16",				    "\xff\xfe<\0a\0/\0>\0",                       "!:1: not UTF-8"                               },
};

START_TEST(gives_parts)
{
	g_autofree char *found =
		read_items(rows[_i].text, strlen(rows[_i].text));

	/* What is complete is given before the end is known to be bad. */
	if (strcmp(rows[_i].found, "![x]") == 0)
		ck_assert_msg(g_str_has_prefix(found, "[x]!:1: "), "%s: %s",
		              rows[_i].name, found);
	else
		ck_assert_msg(strcmp(found, rows[_i].found) == 0, "%s: %s",
		              rows[_i].name, found);
}
END_TEST

START_TEST(refuses_what_costs)
{
	static const struct {
		const char *open, *repeated, *end, *what;
		unsigned count;
	} costs[] = {
		{"<a",      " x%u='1'",    "/>",      "an element has too many attributes",
	         HC_XML_ATTRIBUTES_MAX + 1								  },
		{"<a>",     "<b%u>",       "",        "too many levels",                    HC_XML_DEPTH_MAX},
		{"<a><!--", "comment %u ", "--></a>",
	         "a tag, comment or instruction is too long",                               100000          },
		{"<a x='",  "value %u ",   "'/>",
	         "a tag, comment or instruction is too long",                               100000          },
		{"<a><?p ", "value %u ",   "?></a>",
	         "a tag, comment or instruction is too long",                               100000          },
		{"<a>", "&amp;%u", "</a>",
	         "a text is in too many pieces", 300000},
		{"<a>", "x%u\r\n", "</a>",
	         "a text is in too many pieces", 300000},
		{"<a>", "\u00e9%u", "</a>",
	         "a text is in too many pieces", 1000000},
		{"<a>", "&#65;%u", "</a>",
	         "a text is in too many pieces", 300000},
		{"<a>", "x<!--%u-->", "</a>",
	         "a text is in too many pieces", 400000},
		{"<a>", "x<?p %u?>", "</a>",
	         "a text is in too many pieces", 400000},
		{"<a>", "<![CDATA[%u]]>", "</a>",
	         "a text is in too many pieces", 300000},
	};
	g_autoptr(GString) text = g_string_new(costs[_i].open);
	g_autofree char *found = NULL;

	for (unsigned i = 0; i < costs[_i].count; i++) {
		g_autofree char *number = g_strdup_printf("%u", i);
		g_auto(GStrv) parts = g_strsplit(costs[_i].repeated, "%u", 2);

		g_string_append_printf(text, "%s%s%s", parts[0], number,
		                       parts[1]);
	}
	g_string_append(text, costs[_i].end);
	found = read_items(text->str, text->len);
	ck_assert_msg(strstr(found, costs[_i].what) != NULL, "%s", found);
}
END_TEST

/** A text of nothing but references. */
static void
append_references(GString *text, unsigned count)
{
	g_string_append(text, "<item>");
	for (unsigned i = 0; i < count; i++)
		g_string_append(text, "&quot;");
	g_string_append(text, "</item>");
}

/* What is counted of one text is not counted of the next; and the longest text
 * that a policy can have may be of nothing else. */
START_TEST(each_text_has_its_references)
{
	g_autoptr(GString) text = g_string_new("<a><b>");
	g_autofree char *found = NULL;

	for (unsigned i = 0; i < 3; i++)
		append_references(text, HC_POLICY_MAX);
	g_string_append(text, "</b></a>");
	found = read_items(text->str, text->len);
	ck_assert_msg(strchr(found, '!') == NULL, "%.80s", found);
	ck_assert_uint_eq(strlen(found), 3 * (HC_POLICY_MAX + 2));
}
END_TEST

START_TEST(refuses_nul)
{
	static const char text[] = "<a><b>\0</b></a>";
	g_autofree char *found = read_items(text, sizeof text - 1);

	ck_assert_str_eq(found, "!:1: a NUL byte is not allowed");
}
END_TEST

/** What the guard says does not hang on where the pieces are cut. */
START_TEST(guards_any_cut)
{
	static const char text[] =
		"<a b='>' c=\">\"><!-- > -- > ---><![CDATA[ ]] ]]>]]><?p ?\?>"
		"<d e='1' f='2'/>x&amp;y\r<!--z-->&#65;<![CDATA[u]]>v<?p ?\?>w";
	HcXmlGuard whole = {0};

	ck_assert(hc_xml_guard(&whole, text, sizeof text - 1) == NULL);
	/* "x", "&", "y", the return, "A", "u]]>", "v", "w" */
	ck_assert_uint_eq(whole.text, 11);
	/* up to: the first reference, the return, the comment, the second
	 * reference, the section, the instruction */
	ck_assert_uint_eq(whole.reread, 2 + 4 + 4 + 5 + 5 + 10);
	for (size_t cut = 0; cut <= sizeof text - 1; cut++) {
		HcXmlGuard guard = {0};

		ck_assert(hc_xml_guard(&guard, text, cut) == NULL);
		ck_assert(hc_xml_guard(&guard, text + cut,
		                       sizeof text - 1 - cut) == NULL);
		ck_assert_msg(guard.state == 0, "cut at %zu", cut);
		ck_assert_uint_eq(guard.total, sizeof text - 1);
		ck_assert_uint_eq(guard.text, whole.text);
		ck_assert_uint_eq(guard.reread, whole.reread);
	}
}
END_TEST

START_TEST(keeps_what_is_asked)
{
	static const char text[] = "<a><b><item>x</item><item>y</item>"
				   "<item>z</item></b></a>";
	int descriptor;
	g_autofree char *path =
		write_document(text, sizeof text - 1, &descriptor);
	g_autoptr(HcXmlStream) stream =
		hc_xml_stream_new(path, is_item, HC_ERROR_READ, NULL);
	unsigned count = 0;
	xmlNode *kept;

	ck_assert(hc_xml_stream_digest(stream) == NULL);
	while (hc_xml_stream_next(stream, NULL) != NULL)
		if (++count == 2)
			hc_xml_stream_keep(stream);
	kept = xmlDocGetRootElement(hc_xml_stream_tree(stream))->children;
	ck_assert_uint_eq(xmlChildElementCount(kept), 1);
	ck_assert_str_eq((char *)kept->children->children->content, "y");
	/* sha256sum of the text. */
	{
		g_autofree char *digest = g_compute_checksum_for_data(
			G_CHECKSUM_SHA256, (const guchar *)text,
			sizeof text - 1);

		ck_assert_str_eq(hc_xml_stream_digest(stream), digest);
	}
	close(descriptor);
}
END_TEST

START_TEST(schema_must_be_one)
{
	static const char text[] = "<a><b/></a>";
	g_autoptr(GError) error = NULL;
	int descriptor;
	g_autofree char *path =
		write_document(text, sizeof text - 1, &descriptor);
	g_autoptr(HcXmlStream) stream =
		hc_xml_stream_new(path, is_item, HC_ERROR_READ, &error);

	ck_assert_ptr_nonnull(stream);
	ck_assert(!hc_xml_stream_check(stream, "<x/>", 4, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
	ck_assert(g_str_has_prefix(error->message, path));
	close(descriptor);
}
END_TEST

/* Neither is waited for. */
START_TEST(folder_and_fifo_are_refused)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_ptr_null(
		hc_xml_stream_new(folder, is_item, HC_ERROR_READ, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	ck_assert(g_str_has_suffix(error->message, ": is a directory, not a "
	                                           "regular file"));
	g_clear_error(&error);
	ck_assert_ptr_null(
		hc_xml_stream_new(fifo, is_item, HC_ERROR_READ, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	g_unlink(fifo);
	g_rmdir(folder);
}
END_TEST

/* It can be opened, and gives no byte: nothing is at address 0. */
START_TEST(unreadable_is_no_document)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcXmlStream) stream = hc_xml_stream_new(
		"/proc/self/mem", is_item, HC_ERROR_READ, &error);

	ck_assert_ptr_nonnull(stream);
	for (unsigned i = 0; i < 2; i++) {
		g_autoptr(GError) trouble = NULL;

		ck_assert_ptr_null(hc_xml_stream_next(stream, &trouble));
		ck_assert(g_error_matches(trouble, HC_ERROR, HC_ERROR_READ));
		ck_assert_str_eq(trouble->message,
		                 "/proc/self/mem: Input/output error");
	}
	ck_assert_ptr_null(hc_xml_stream_new("/nowhere/at/all", is_item,
	                                     HC_ERROR_READ, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
}
END_TEST

/** Bytes of a stack that reach below where a call before this one stood. */
#define STACK 4096

/** Free a stream; whether the stack below the caller stays as it was. */
static bool
frees_alone(HcXmlStream *stream)
{
	volatile unsigned char below[STACK];

	for (size_t i = 0; i < STACK; i++)
		below[i] = 0x5a;
	hc_xml_stream_free(stream);
	for (size_t i = 0; i < STACK; i++)
		if (below[i] != 0x5a)
			return false;
	return true;
}

/* What checks is told where its handlers are kept, and writes there once more
 * at its end. */
START_TEST(check_leaves_the_stack_alone)
{
	static const char text[] = "<a><b/></a>";
	static const char schema[] =
		"<schema xmlns='http://www.w3.org/2001/XMLSchema'>"
		"<element name='a'/></schema>";
	g_autoptr(GError) error = NULL;
	HcXmlStream *stream;
	int descriptor;
	g_autofree char *path =
		write_document(text, sizeof text - 1, &descriptor);

	stream = hc_xml_stream_new(path, is_item, HC_ERROR_READ, &error);
	ck_assert_ptr_nonnull(stream);
	ck_assert(
		hc_xml_stream_check(stream, schema, sizeof schema - 1, &error));
	ck_assert_ptr_null(hc_xml_stream_next(stream, &error));
	ck_assert_ptr_null(error);
	ck_assert(frees_alone(stream));
	close(descriptor);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("stream");
	TCase *cases = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, gives_parts, 0, G_N_ELEMENTS(rows));
	tcase_add_loop_test(cases, refuses_what_costs, 0, 12);
	tcase_add_test(cases, each_text_has_its_references);
	tcase_add_test(cases, refuses_nul);
	tcase_add_test(cases, guards_any_cut);
	tcase_add_test(cases, keeps_what_is_asked);
	tcase_add_test(cases, schema_must_be_one);
	tcase_add_test(cases, folder_and_fifo_are_refused);
	tcase_add_test(cases, unreadable_is_no_document);
	tcase_add_test(cases, check_leaves_the_stack_alone);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
