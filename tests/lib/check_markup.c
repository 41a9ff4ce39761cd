/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_markup.c - trees written as HTML that is XML, too: nothing of a text or a
 * value becomes markup, and both readers find one tree. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>

#include "markup.h"

#define HTML " xmlns=\"http://www.w3.org/1999/xhtml\""
#define SVG " xmlns=\"http://www.w3.org/2000/svg\""

static const struct {
	const char *name;
	const char *tree;   /* as XML */
	const char *markup; /* NULL: just the same */
} rows[] = {
	{"a text",			  "<p" HTML ">a text</p>",                     NULL                    },
	{"markup in a text",                "<p" HTML ">&lt;b&gt; &amp;amp; &amp;</p>",  NULL                    },
	{"a section of CDATA",              "<p" HTML "><![CDATA[<b>]]></p>",
         "<p" HTML "></p>"										       },
	{"quotes and line ends in a text",  "<p" HTML ">\"'&#13;&#10;&#9;</p>",
         "<p" HTML ">\"'&#13;\n\t</p>"									   },
	{"markup in a value",               "<p" HTML " title=\"&lt;b&gt;&amp;\"></p>",  NULL                    },
	{"quotes and line ends in a value",
         "<p" HTML " title=\"&quot;'&#13;&#10;&#9;\"></p>",                              NULL                    },
	{"a value and a value",             "<p" HTML " id=\"a\" lang=\"b\"></p>",       NULL                    },
	{"no value",			"<p" HTML " title=\"\"></p>",                NULL                    },
	{"a namespace with a prefix",       "<svg" SVG " xmlns:x=\"urn:x\"/>",
         "<svg" SVG " xmlns:x=\"urn:x\"/>"								       },
	{"void",			    "<p" HTML "><br></br><img/></p>",
         "<p" HTML "><br/><img/></p>"									    },
	{"void, with what it cannot hold",  "<p" HTML "><br>x</br></p>",                 NULL                    },
	{"empty, not void",                 "<p" HTML "><b/><script/></p>",
         "<p" HTML "><b></b><script></script></p>"							       },
	{"empty in SVG",                    "<svg" SVG "><path></path><br></br></svg>",
         "<svg" SVG "><path/><br/></svg>"									},
	{"of no namespace",                 "<x><y></y></x>",                            "<x><y/></x>"           },
	{"what is no element and no text",  "<p" HTML ">a<!-- b --><?c d?>e</p>",
         "<p" HTML ">ae</p>"										     },
	{"text behind elements",            "<p" HTML "><b>a</b>b<i>c<u>d</u></i>e</p>",
         NULL												    },
	{"a letter",			"<p" HTML ">\303\251</p>",                   NULL                    },
	{"a mark that hides",               "<p" HTML ">a\342\200\256b</p>",
         "<p" HTML ">a\\u{202e}b</p>"									    },
	{"DEL",			     "<p" HTML ">a\177b</p>",                     "<p" HTML ">a\\x7fb</p>"},
	{"a mark that hides in a value",
         "<p" HTML " title=\"\342\200\213\"></p>",
         "<p" HTML " title=\"\\u{200b}\"></p>"								   },
};

START_TEST(tree_is_written)
{
	xmlDoc *tree = xmlReadMemory(rows[_i].tree, (int)strlen(rows[_i].tree),
	                             NULL, NULL, XML_PARSE_NONET);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *wanted = g_strdup_printf(
		"<!DOCTYPE html>\n%s\n",
		rows[_i].markup != NULL ? rows[_i].markup : rows[_i].tree);

	ck_assert_msg(tree != NULL, "%s: %s", rows[_i].name, rows[_i].tree);
	hc_markup_append(out, tree);
	ck_assert_msg(strcmp(out->str, wanted) == 0, "%s: %s", rows[_i].name,
	              out->str);
	xmlFreeDoc(tree);
}
END_TEST

/* As deep as any, without a stack. */
START_TEST(depth_takes_no_stack)
{
	enum {
		DEEP = 100000
	};
	xmlDoc *tree = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *at = xmlNewDocNode(tree, NULL, BAD_CAST "a", NULL);
	g_autoptr(GString) out = g_string_new(NULL);

	xmlDocSetRootElement(tree, at);
	for (unsigned i = 1; i < DEEP; i++)
		at = xmlNewChild(at, NULL, BAD_CAST "a", NULL);
	hc_markup_append(out, tree);
	ck_assert_uint_eq(out->len, strlen("<!DOCTYPE html>\n\n") +
	                                    (DEEP - 1) * strlen("<a></a>") +
	                                    strlen("<a/>"));
	xmlFreeDoc(tree);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("markup");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(cases, tree_is_written, 0, G_N_ELEMENTS(rows));
	tcase_add_test(cases, depth_takes_no_stack);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
