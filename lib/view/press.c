/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* press.c - pages in the making, each in a thread of its own.
 *
 * A thread has its own tree and its own stylesheet: libxml2 and libxslt let
 * threads share neither without care.  The names in its tree are the reader's,
 * which adds to its own meanwhile, so nodes are made and freed by the caller's
 * thread alone. */
#include "config.h"

#include "press.h"

#include "report-reader.h"
#include "style.h"
#include "xml.h"

struct HcPress {
	HcStyle *style;
	xmlDoc *tree;
	xmlNode *messages; /* of the tree */
	char **values;
	GThread *thread; /* or NULL: idle */
	GString *out;
	GError *error;
	bool good;
};

static void
copy_head(HcPress *press, const xmlNode *root)
{
	xmlNode *copy = xmlDocCopyNode((xmlNode *)root, press->tree, 2);

	xmlDocSetRootElement(press->tree, copy);
	for (xmlNode *part = root->children; part != NULL; part = part->next) {
		bool list = hc_reader_is(part, "messages");
		xmlNode *child =
			xmlDocCopyNode(part, press->tree, list ? 2 : 1);

		xmlAddChild(copy, child);
		if (list)
			press->messages = child;
	}
}

HcPress *
hc_press_new(const xmlNode *root, GError **error)
{
	g_autoptr(HcPress) press = g_new0(HcPress, 1);

	hc_xml_prepare();
	press->out = g_string_new(NULL);
	press->tree = xmlNewDoc((const xmlChar *)"1.0");
	/* Names of messages stay where they are, and are the reader's. */
	press->tree->dict = root->doc->dict;
	xmlDictReference(press->tree->dict);
	copy_head(press, root);
	press->style = hc_style_new(error);
	if (press->style == NULL)
		return NULL;
	hc_style_share(press->style, root->ns->href);
	return g_steal_pointer(&press);
}

static void *
work(void *data)
{
	HcPress *press = data;

	press->good = hc_style_apply(press->style, press->tree,
	                             (const char *const *)press->values,
	                             press->out, &press->error);
	return NULL;
}

void
hc_press_add(HcPress *press, xmlNode *message)
{
	g_return_if_fail(press->thread == NULL && press->messages != NULL);
	xmlAddChild(press->messages, message);
}

void
hc_press_start(HcPress *press, const char *const *values)
{
	g_return_if_fail(press->thread == NULL);
	g_strfreev(press->values);
	press->values = g_strdupv((char **)values);
	press->thread = g_thread_try_new("page", work, press, NULL);
	if (press->thread == NULL)
		work(press); /* no thread is to be had: it takes longer */
}

static void
wait_and_clear(HcPress *press)
{
	xmlNode *list;

	if (press->thread != NULL)
		g_thread_join(g_steal_pointer(&press->thread));
	if (press->messages == NULL)
		return;
	list = press->messages->children;
	press->messages->children = press->messages->last = NULL;
	xmlFreeNodeList(list);
}

bool
hc_press_take(HcPress *press, GString *out, GError **error)
{
	wait_and_clear(press);
	if (press->good)
		g_string_append_len(out, press->out->str,
		                    (gssize)press->out->len);
	else
		g_propagate_error(error, g_steal_pointer(&press->error));
	g_string_truncate(press->out, 0);
	return press->good;
}

void
hc_press_free(HcPress *press)
{
	if (press == NULL)
		return;
	wait_and_clear(press);
	g_clear_error(&press->error);
	g_string_free(press->out, TRUE);
	g_strfreev(press->values);
	hc_style_free(press->style);
	xmlFreeDoc(press->tree);
	g_free(press);
}
