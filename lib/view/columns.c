/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* columns.c - what a report holds, as rows of a few tables.
 *
 * A column names where its cell stands in a report: elements with "/" between
 * them, below the element that the row is made of; "@" and an attribute, or
 * "#" for the text.  An element of a list that is told by a word has that in
 * brackets.  The second source is for the brief form of an audit. */
#include "config.h"

#include "columns.h"

#include <string.h>

#include "escape.h"
#include "report-reader.h"

/* Levels below the element of a row that hold a cell. */
#define DEPTH 4

static const HcColumn input_columns[] = {
	{"input",           HC_CELL_NUMBER, {"@number"}         },
	{"file",            HC_CELL_TEXT,   {"label#"}          },
	{"kind",            HC_CELL_TEXT,   {"@kind"}           },
	{"complete",        HC_CELL_FLAG,   {"@complete"}       },
	{"changed",         HC_CELL_FLAG,   {"@changed"}        },
	{"size",            HC_CELL_NUMBER, {"@size"}           },
	{"sha256",          HC_CELL_TEXT,   {"@sha256"}         },
	{"messages",        HC_CELL_NUMBER, {"@messages"}       },
	{"message_bytes",   HC_CELL_NUMBER, {"@message-bytes"}  },
	{"separator_bytes", HC_CELL_NUMBER, {"@separator-bytes"}},
	{"unparsed_bytes",  HC_CELL_NUMBER, {"@unparsed-bytes"} },
	{"regions_found",   HC_CELL_NUMBER, {"@regions-found"}  },
	{"failure",         HC_CELL_TEXT,   {"failure#"}        },
};

static const HcColumn message_columns[] = {
	{"message",          HC_CELL_NUMBER, {"@index"}                   },
	{"input",            HC_CELL_NUMBER, {"@input"}                   },
	{"number",           HC_CELL_NUMBER, {"@number"}                  },
	{"member",           HC_CELL_TEXT,   {"@member"}                  },
	{"offset",           HC_CELL_NUMBER, {"@offset"}                  },
	{"length",           HC_CELL_NUMBER, {"@length"}                  },
	{"sha256",           HC_CELL_TEXT,   {"@sha256"}                  },
	{"duplicate_of",     HC_CELL_NUMBER, {"@duplicate-of"}            },
	{"outcome",          HC_CELL_TEXT,   {NULL}                       },
	{"reason",           HC_CELL_TEXT,   {NULL}                       },
	{"verdicts",         HC_CELL_NUMBER, {NULL}                       },
	{"findings",         HC_CELL_NUMBER, {NULL}                       },
	{"hops",             HC_CELL_NUMBER, {NULL}                       },
	{"received_fields",  HC_CELL_NUMBER, {"@received-fields"}         },
	{"own_set",          HC_CELL_TEXT,   {"path/own-set#"}            },
	{"horizon",          HC_CELL_NUMBER, {"path@horizon"}             },
	{"boundary",         HC_CELL_NUMBER, {"path@boundary"}            },
	{"field_from",       HC_CELL_TEXT,   {"quotes/quote[from]#"}      },
	{"field_to",         HC_CELL_TEXT,   {"quotes/quote[to]#"}        },
	{"field_cc",         HC_CELL_TEXT,   {"quotes/quote[cc]#"}        },
	{"field_subject",    HC_CELL_TEXT,   {"quotes/quote[subject]#"}   },
	{"field_date",       HC_CELL_TEXT,   {"quotes/quote[date]#"}      },
	{"field_message_id", HC_CELL_TEXT,   {"quotes/quote[message-id]#"}},
	{"header_cut",       HC_CELL_FLAG,   {"@header-cut"}              },
	{"note_count",       HC_CELL_NUMBER, {"@note-count"}              },
};

static const HcColumn hop_columns[] = {
	{"message",            HC_CELL_NUMBER, {NULL}                                },
	{"input",              HC_CELL_NUMBER, {NULL}                                },
	{"number",             HC_CELL_NUMBER, {NULL}                                },
	{"hop",		HC_CELL_NUMBER, {"@number"}                           },
	{"field",              HC_CELL_NUMBER, {"@field"}                            },
	{"offset",             HC_CELL_NUMBER, {"@offset"}                           },
	{"length",             HC_CELL_NUMBER, {"@length"}                           },
	{"evidence",           HC_CELL_TEXT,   {"@evidence"}                         },
	{"contradicted",       HC_CELL_FLAG,   {"@contradicted"}                     },
	{"scope",              HC_CELL_TEXT,   {"@scope"}                            },
	{"inner_leg",          HC_CELL_FLAG,   {"@inner-leg"}                        },
	{"misplaced",          HC_CELL_FLAG,   {"@misplaced"}                        },
	{"kind",               HC_CELL_TEXT,   {"@kind"}                             },
	{"link",               HC_CELL_TEXT,   {"@link"}                             },
	{"delay",              HC_CELL_NUMBER, {"@delay"}                            },
	{"reversal",           HC_CELL_FLAG,   {"@reversal"}                         },
	{"dialect",            HC_CELL_TEXT,   {"@dialect"}                          },
	{"protocol_family",    HC_CELL_TEXT,   {"@protocol-family"}                  },
	{"peer_address",       HC_CELL_TEXT,   {"peer@address"}                      },
	{"peer_unsure",        HC_CELL_FLAG,   {"peer@unsure"}                       },
	{"peer_country",       HC_CELL_TEXT,   {"location@country"}                  },
	{"helo",               HC_CELL_TEXT,   {"facts/fact[helo]#", "@helo"}        },
	{"rdns",               HC_CELL_TEXT,   {"facts/fact[rdns]#", "@rdns"}        },
	{"rdns_doubted",       HC_CELL_FLAG,   {"peer@rdns-doubted"}                 },
	{"from_name",          HC_CELL_TEXT,   {"facts/fact[from]#", "@from"}        },
	{"by_name",            HC_CELL_TEXT,   {"facts/fact[by]#", "@by"}            },
	{"by_address",         HC_CELL_TEXT,   {"peer@by-address"}                   },
	{"with_protocol",      HC_CELL_TEXT,   {"facts/fact[with]#", "@with"}        },
	{"queue_id",           HC_CELL_TEXT,   {"facts/fact[id]#"}                   },
	{"for_address",        HC_CELL_TEXT,   {"facts/fact[for]#"}                  },
	{"envelope_from",      HC_CELL_TEXT,   {"facts/fact[envelope-from]#"}        },
	{"stamp_state",        HC_CELL_TEXT,   {"stamp@state"}                       },
	{"stamp_utc",          HC_CELL_TEXT,   {"stamp@utc"}                         },
	{"stamp_unix",         HC_CELL_NUMBER, {"stamp@unix"}                        },
	{"stamp_zone",         HC_CELL_TEXT,   {"stamp@zone"}                        },
	{"tls_state",          HC_CELL_TEXT,   {"tls@state"}                         },
	{"tls_basis",          HC_CELL_TEXT,   {"tls@basis"}                         },
	{"tls_version_low",    HC_CELL_TEXT,   {"tls@version-low"}                   },
	{"tls_version_high",   HC_CELL_TEXT,   {"tls@version-high"}                  },
	{"tls_suites",         HC_CELL_LIST,   {"tls/suites/suite@name", "tls@suite"}},
	{"tls_cipher",         HC_CELL_TEXT,   {"facts/fact[tls-cipher]#"}           },
	{"tls_bits",           HC_CELL_NUMBER, {"tls@bits"}                          },
	{"tls_group",          HC_CELL_TEXT,   {"tls@group"}                         },
	{"client_certificate", HC_CELL_TEXT,   {"tls@client-certificate"}            },
	{"grade_then",         HC_CELL_TEXT,   {"tls@grade-then"}                    },
	{"grade_now",          HC_CELL_TEXT,   {"tls@grade-now"}                     },
	{"findings",           HC_CELL_LIST,   {NULL}                                },
	{"raw",		HC_CELL_TEXT,   {"raw#"}                              },
};

static const HcColumn finding_columns[] = {
	{"message",    HC_CELL_NUMBER, {NULL}         },
	{"input",      HC_CELL_NUMBER, {NULL}         },
	{"number",     HC_CELL_NUMBER, {NULL}         },
	{"finding",    HC_CELL_NUMBER, {NULL}         },
	{"id",         HC_CELL_TEXT,   {"@id"}        },
	{"title",      HC_CELL_TEXT,   {"title#"}     },
	{"severity",   HC_CELL_TEXT,   {"@severity"}  },
	{"effect",     HC_CELL_TEXT,   {"@effect"}    },
	{"hop",        HC_CELL_NUMBER, {"@hop"}       },
	{"offset",     HC_CELL_NUMBER, {"@offset"}    },
	{"length",     HC_CELL_NUMBER, {"@length"}    },
	{"suppressed", HC_CELL_FLAG,   {"@suppressed"}},
	{"mitigated",  HC_CELL_FLAG,   {"@mitigated"} },
	{"set_aside",  HC_CELL_TEXT,   {"set-aside#"} },
	{"recipient",  HC_CELL_TEXT,   {"recipient#"} },
	{"sentence",   HC_CELL_TEXT,   {"sentence#"}  },
	{"not_proved", HC_CELL_TEXT,   {"not-proved#"}},
	{"rationale",  HC_CELL_TEXT,   {"rationale#"} },
	{"source",     HC_CELL_TEXT,   {"source#"}    },
	{"remedy",     HC_CELL_TEXT,   {"remedy#"}    },
};

static const HcColumn verdict_columns[] = {
	{"message",        HC_CELL_NUMBER, {NULL}             },
	{"input",          HC_CELL_NUMBER, {NULL}             },
	{"number",         HC_CELL_NUMBER, {NULL}             },
	{"verdict",        HC_CELL_NUMBER, {NULL}             },
	{"outcome",        HC_CELL_TEXT,   {"@outcome"}       },
	{"recipient",      HC_CELL_TEXT,   {"recipient#"}     },
	{"recipient_from", HC_CELL_TEXT,   {"@recipient-from"}},
	{"reason",         HC_CELL_TEXT,   {"reason#"}        },
};

#define TABLE(word, columns)                                                   \
	{                                                                      \
		word, columns, G_N_ELEMENTS(columns)                           \
	}

const HcTable hc_tables_all[HC_TABLE_COUNT] = {
	[HC_TABLE_MESSAGES] = TABLE("messages", message_columns),
	[HC_TABLE_HOPS] = TABLE("hops", hop_columns),
	[HC_TABLE_FINDINGS] = TABLE("findings", finding_columns),
	[HC_TABLE_VERDICTS] = TABLE("verdicts", verdict_columns),
	[HC_TABLE_INPUTS] = TABLE("inputs", input_columns),
};

bool
hc_table_find(const char *name, HcTableId *id_out)
{
	for (size_t i = 0; i < HC_TABLE_COUNT; i++) {
		if (strcmp(hc_tables_all[i].name, name) != 0)
			continue;
		*id_out = (HcTableId)i;
		return true;
	}
	return false;
}

/* ------------------------------------------------------------------ places */

/** Where each place of a table's cells is, by its words. */
static GHashTable *
make_places(const HcTable *table)
{
	GHashTable *places = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < table->count; i++)
		for (size_t j = 0; j < HC_COLUMN_SOURCES; j++)
			if (table->columns[i].from[j] != NULL)
				g_hash_table_insert(
					places,
					(char *)table->columns[i].from[j],
					GSIZE_TO_POINTER(i + 1));
	return places;
}

static GHashTable *
places_of(HcTableId id)
{
	static gsize made[HC_TABLE_COUNT];

	if (g_once_init_enter(&made[id]))
		g_once_init_leave(&made[id],
		                  (gsize)make_places(&hc_tables_all[id]));
	return (GHashTable *)made[id];
}

/* -------------------------------------------------------------------- rows */

HcRow *
hc_row_new(HcTableId id)
{
	HcRow *row = g_new0(HcRow, 1);

	row->id = id;
	row->cells = g_new0(char *, hc_tables_all[id].count);
	return row;
}

static char **
cell_of(const HcRow *row, const char *column)
{
	const HcTable *table = &hc_tables_all[row->id];

	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->columns[i].name, column) == 0)
			return &row->cells[i];
	g_assert_not_reached();
}

void
hc_row_set(HcRow *row, const char *column, const char *value)
{
	char **cell = cell_of(row, column);

	g_free(*cell);
	*cell = g_strdup(value);
}

void
hc_row_set_number(HcRow *row, const char *column, uint64_t value)
{
	char **cell = cell_of(row, column);

	g_free(*cell);
	*cell = g_strdup_printf("%" G_GUINT64_FORMAT, value);
}

const char *
hc_row_cell(const HcRow *row, const char *column)
{
	return *cell_of(row, column);
}

/** Put a value where its place wants it: of a list all, else the first. */
static void
put_cell(HcRow *row, GHashTable *places, const char *place, char *value)
{
	size_t index = GPOINTER_TO_SIZE(g_hash_table_lookup(places, place));
	char **cell = index > 0 ? &row->cells[index - 1] : NULL;

	if (cell != NULL && *cell == NULL) {
		*cell = value;
		return;
	}
	if (cell != NULL &&
	    hc_tables_all[row->id].columns[index - 1].kind == HC_CELL_LIST) {
		char *longer = g_strconcat(*cell, " ", value, NULL);

		g_free(*cell);
		*cell = longer;
	}
	g_free(value);
}

/** Whether a text is printable ASCII without a backslash: then it stands for
 *  itself in every output. */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~' || *text == '\\')
			return false;
	return true;
}

char *
hc_cell_settle(char *text)
{
	g_autofree char *given = text;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GString) settled = NULL;
	size_t length = strlen(given);

	if (is_plain(given))
		return g_steal_pointer(&given);
	settled = g_string_sized_new(length + 16);
	if (hc_unescape_text(bytes, given, length))
		hc_escape_text(settled, (const char *)bytes->data, bytes->len,
		               false);
	else
		hc_escape_text(settled, given, length, false);
	return g_string_free(g_steal_pointer(&settled), FALSE);
}

static char *
value_of(const xmlAttr *attribute)
{
	xmlChar *value =
		xmlNodeListGetString(attribute->doc, attribute->children, 1);
	char *copy = g_strdup(value != NULL ? (const char *)value : "");

	xmlFree(value);
	return hc_cell_settle(copy);
}

/** Append an element's name, and the word that tells it from its like. */
static void
append_step(GString *place, const xmlNode *element)
{
	const char *name = (const char *)element->name;
	const char *word = strcmp(name, "fact") == 0    ? "name"
	                   : strcmp(name, "quote") == 0 ? "field"
	                                                : NULL;
	g_autofree char *value =
		word != NULL ? hc_reader_attribute(element, word) : NULL;

	if (place->len > 0)
		g_string_append_c(place, '/');
	g_string_append(place, name);
	if (value != NULL)
		g_string_append_printf(place, "[%s]", value);
}

static void
fill_from(HcRow *row, GHashTable *places, const xmlNode *element,
          GString *place)
{
	size_t length = place->len;

	for (const xmlAttr *at = element->properties; at; at = at->next) {
		g_string_append_c(place, '@');
		g_string_append(place, (const char *)at->name);
		if (g_hash_table_contains(places, place->str))
			put_cell(row, places, place->str, value_of(at));
		g_string_truncate(place, length);
	}
	g_string_append_c(place, '#');
	if (g_hash_table_contains(places, place->str))
		put_cell(row, places, place->str,
		         hc_cell_settle(hc_reader_text(element)));
	g_string_truncate(place, length);
}

static const xmlNode *
element_at(const xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

/* Elements are walked without recursion, no deeper than a cell can stand. */
void
hc_row_fill(HcRow *row, const xmlNode *element)
{
	GHashTable *places = places_of(row->id);
	g_autoptr(GString) place = g_string_new(NULL);
	const xmlNode *open[DEPTH] = {element};
	size_t before[DEPTH] = {0}; /* length of the place around each */
	unsigned depth = 0;

	fill_from(row, places, element, place);
	for (const xmlNode *next = element_at(element->children);;) {
		if (next != NULL) {
			before[depth] = place->len;
			append_step(place, next);
			fill_from(row, places, next, place);
			if (depth + 1 < DEPTH) {
				open[++depth] = next;
				next = element_at(next->children);
				continue;
			}
			g_string_truncate(place, before[depth]);
			next = element_at(next->next);
			continue;
		}
		if (depth == 0)
			return;
		next = element_at(open[depth]->next);
		g_string_truncate(place, before[--depth]);
	}
}

void
hc_row_free(HcRow *row)
{
	if (row == NULL)
		return;
	for (size_t i = 0; i < hc_tables_all[row->id].count; i++)
		g_free(row->cells[i]);
	g_free(row->cells);
	g_free(row);
}
