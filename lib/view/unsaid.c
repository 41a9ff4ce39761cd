/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unsaid.c - what a brief message says by leaving it out. */
#include "config.h"

#include "unsaid.h"

#include "report-reader.h"

static void
say(const xmlNode *element, const char *name, const char *value)
{
	if (xmlHasProp(element, BAD_CAST name) == NULL)
		xmlNewProp((xmlNode *)element, BAD_CAST name, BAD_CAST value);
}

static void
say_basis(const xmlNode *tls)
{
	xmlChar *state = xmlGetNoNsProp(tls, BAD_CAST "state");

	if (xmlStrEqual(state, BAD_CAST "unrecorded"))
		say(tls, "basis", "none");
	else if (xmlStrEqual(state, BAD_CAST "not-smtp"))
		say(tls, "basis", "protocol");
	xmlFree(state);
}

void
hc_unsaid_say(xmlNode *message)
{
	const xmlNode *hops = hc_reader_child(message, "hops");
	const xmlNode *hop = hops != NULL ? hc_reader_child(hops, "hop") : NULL;

	for (; hop != NULL; hop = hc_reader_after(hop, "hop")) {
		const xmlNode *stamp = hc_reader_child(hop, "stamp");
		const xmlNode *tls = hc_reader_child(hop, "tls");

		say(hop, "scope", "outside");
		say(hop, "kind", "transfer");
		if (stamp != NULL)
			say(stamp, "state", "point");
		if (tls != NULL)
			say_basis(tls);
	}
}
