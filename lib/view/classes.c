/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* classes.c - what each open text of a report can hold.
 *
 * A row for every element and attribute of schemas/report.xsd whose values are
 * not closed (numbers, times, digests, words of a list): a check walks the
 * schema and finds those that lack.  In sorted order. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "redact.h"

static const HcClassRow rows[] = {
	{"address-database/label",      HC_CLASS_FILE     },
	{"address-database/type",       HC_CLASS_KEEP     },
	{"alias-sum/name",              HC_CLASS_HOST     },
	{"alias-sum/other",             HC_CLASS_HOST     },
	{"answer/as-holder",            HC_CLASS_HOST     },
	{"answer/city",                 HC_CLASS_HOST     },
	{"answer@network",              HC_CLASS_HOST     },
	{"clock-sum/name",              HC_CLASS_HOST     },
	{"comments/comment",            HC_CLASS_FREE     },
	{"content/doubt",               HC_CLASS_WORDS    },
	{"content@form-ids",            HC_CLASS_KEEP     },
	{"control@catalogue",           HC_CLASS_KEEP     },
	{"control@title",               HC_CLASS_KEEP     },
	{"controls/control",            HC_CLASS_KEEP     },
	{"counterparty-sum/name",       HC_CLASS_HOST     },
	{"dialect-sum@id",              HC_CLASS_KEEP     },
	{"dialect-text@id",             HC_CLASS_KEEP     },
	{"dialect-text@name",           HC_CLASS_KEEP     },
	{"dialect-text@source",         HC_CLASS_KEEP     },
	{"document/edition",            HC_CLASS_NAME     },
	{"document/name",               HC_CLASS_FILE     },
	{"document/owner",              HC_CLASS_NAME     },
	{"document@id",                 HC_CLASS_NAME     },
	{"facts/fact",                  HC_CLASS_FACT     },
	{"finding/not-proved",          HC_CLASS_WORDS    },
	{"finding/rationale",           HC_CLASS_KEEP     },
	{"finding/recipient",           HC_CLASS_ADDRESS  },
	{"finding/remedy",              HC_CLASS_KEEP     },
	{"finding/sentence",            HC_CLASS_WORDS    },
	{"finding/set-aside",           HC_CLASS_WORDS    },
	{"finding/source",              HC_CLASS_KEEP     },
	{"finding/title",               HC_CLASS_KEEP     },
	{"form@id",		     HC_CLASS_KEEP     },
	{"form@part",                   HC_CLASS_KEEP     },
	{"form@source",                 HC_CLASS_KEEP     },
	{"form@title",                  HC_CLASS_KEEP     },
	{"form@type",                   HC_CLASS_KEEP     },
	{"forms/form",                  HC_CLASS_FREE     },
	{"hint@address",                HC_CLASS_HOST     },
	{"hint@form",                   HC_CLASS_KEEP     },
	{"hint@source",                 HC_CLASS_KEEP     },
	{"hints/hint",                  HC_CLASS_FREE     },
	{"hop/asked",                   HC_CLASS_WORDS    },
	{"hop/raw",		     HC_CLASS_FREE     },
	{"hop/stamp",                   HC_CLASS_WORDS    },
	{"hop/why",		     HC_CLASS_WORDS    },
	{"hop@by",		      HC_CLASS_HOST     },
	{"hop@dialect",                 HC_CLASS_KEEP     },
	{"hop@dialect-name",            HC_CLASS_KEEP     },
	{"hop@dialect-source",          HC_CLASS_KEEP     },
	{"hop@from",                    HC_CLASS_HOST     },
	{"hop@helo",                    HC_CLASS_HOST     },
	{"hop@protocol-family",         HC_CLASS_KEEP     },
	{"hop@rdns",                    HC_CLASS_HOST     },
	{"hop@with",                    HC_CLASS_WORDS    },
	{"host-sum/name",               HC_CLASS_HOST     },
	{"input/failure",               HC_CLASS_FILE     },
	{"input/label",                 HC_CLASS_FILE     },
	{"journal/message-id",          HC_CLASS_ADDRESS  },
	{"journal/sender",              HC_CLASS_ADDRESSES},
	{"languages/language",          HC_CLASS_KEEP     },
	{"learned-sums/alias-meaning",  HC_CLASS_KEEP     },
	{"learned-sums/clock-meaning",  HC_CLASS_KEEP     },
	{"learned-sums/resend-meaning", HC_CLASS_KEEP     },
	{"left-out/name",               HC_CLASS_FILE     },
	{"leg/sentence",                HC_CLASS_WORDS    },
	{"limit@name",                  HC_CLASS_KEEP     },
	{"limit@unit",                  HC_CLASS_KEEP     },
	{"list/href",                   HC_CLASS_FILE     },
	{"members/member",              HC_CLASS_HOST     },
	{"message@member",              HC_CLASS_FILE     },
	{"name@member",                 HC_CLASS_FILE     },
	{"name@why",                    HC_CLASS_KEEP     },
	{"nested-hop/by",               HC_CLASS_HOST     },
	{"nested-hop/from",             HC_CLASS_HOST     },
	{"nested-hop@address",          HC_CLASS_HOST     },
	{"nested@part",                 HC_CLASS_KEEP     },
	{"note-text/sentence",          HC_CLASS_KEEP     },
	{"note/sentence",               HC_CLASS_KEEP     },
	{"opinion@profile",             HC_CLASS_KEEP     },
	{"opinion@source",              HC_CLASS_KEEP     },
	{"opinion@word",                HC_CLASS_KEEP     },
	{"opinion@word-best",           HC_CLASS_KEEP     },
	{"opinion@word-worst",          HC_CLASS_KEEP     },
	{"opinions/opinion",            HC_CLASS_KEEP     },
	{"path/own-set",                HC_CLASS_WORDS    },
	{"peer@address",                HC_CLASS_HOST     },
	{"peer@by-address",             HC_CLASS_HOST     },
	{"profile/edition",             HC_CLASS_KEEP     },
	{"profile/href",                HC_CLASS_KEEP     },
	{"profile/publisher",           HC_CLASS_KEEP     },
	{"profile/title",               HC_CLASS_KEEP     },
	{"profile@extends",             HC_CLASS_KEEP     },
	{"profile@id",                  HC_CLASS_KEEP     },
	{"quotes/quote",                HC_CLASS_QUOTE    },
	{"recipients/recipient",        HC_CLASS_ADDRESS  },
	{"redaction@key-id",            HC_CLASS_KEEP     },
	{"redaction@tool-version",      HC_CLASS_KEEP     },
	{"region/sentence",             HC_CLASS_KEEP     },
	{"report@suffix-data",          HC_CLASS_KEEP     },
	{"report@tool",                 HC_CLASS_KEEP     },
	{"report@tool-version",         HC_CLASS_KEEP     },
	{"report@version",              HC_CLASS_KEEP     },
	{"rule-text/not-proved",        HC_CLASS_KEEP     },
	{"rule-text/rationale",         HC_CLASS_KEEP     },
	{"rule-text/remedy",            HC_CLASS_KEEP     },
	{"rule-text/source",            HC_CLASS_KEEP     },
	{"rule-text/title",             HC_CLASS_KEEP     },
	{"rule@id",		     HC_CLASS_KEEP     },
	{"source/href",                 HC_CLASS_KEEP     },
	{"source/read",                 HC_CLASS_KEEP     },
	{"source/title",                HC_CLASS_KEEP     },
	{"source@published",            HC_CLASS_KEEP     },
	{"suite-sum@class",             HC_CLASS_KEEP     },
	{"suite-sum@suite",             HC_CLASS_KEEP     },
	{"suite@authentication",        HC_CLASS_KEEP     },
	{"suite@class",                 HC_CLASS_KEEP     },
	{"suite@code",                  HC_CLASS_KEEP     },
	{"suite@encryption",            HC_CLASS_KEEP     },
	{"suite@key-exchange",          HC_CLASS_KEEP     },
	{"suite@name",                  HC_CLASS_KEEP     },
	{"suite@openssl-name",          HC_CLASS_KEEP     },
	{"tls/reason-now",              HC_CLASS_KEEP     },
	{"tls/reason-then",             HC_CLASS_KEEP     },
	{"tls@group",                   HC_CLASS_KEEP     },
	{"tls@suite",                   HC_CLASS_KEEP     },
	{"tls@word-now",                HC_CLASS_KEEP     },
	{"tls@word-then",               HC_CLASS_KEEP     },
	{"trouble@member",              HC_CLASS_FILE     },
	{"troubles/trouble",            HC_CLASS_FILE     },
	{"unused/stretch",              HC_CLASS_FREE     },
	{"verdict/reason",              HC_CLASS_WORDS    },
	{"verdict/recipient",           HC_CLASS_ADDRESS  },
	{"word@name",                   HC_CLASS_KEEP     },
};

static const HcClassRow quotes[] = {
	{"cc",         HC_CLASS_ADDRESSES},
        {"date",       HC_CLASS_WORDS    },
	{"from",       HC_CLASS_ADDRESSES},
        {"message-id", HC_CLASS_ADDRESS  },
	{"subject",    HC_CLASS_SUBJECT  },
        {"to",         HC_CLASS_ADDRESSES},
};

static const HcClassRow facts[] = {
	{"address",            HC_CLASS_HOST   },
	{"auth",               HC_CLASS_WORDS  },
	{"auth-mechanism",     HC_CLASS_WORDS  },
	{"auth-user",          HC_CLASS_ADDRESS},
	{"by",		 HC_CLASS_HOST   },
	{"by-address",         HC_CLASS_HOST   },
	{"clear",              HC_CLASS_WORDS  },
	{"date",               HC_CLASS_WORDS  },
	{"envelope-from",      HC_CLASS_ADDRESS},
	{"for",		HC_CLASS_ADDRESS},
	{"from",               HC_CLASS_HOST   },
	{"helo",               HC_CLASS_HOST   },
	{"port",               HC_CLASS_WORDS  },
	{"rdns",               HC_CLASS_HOST   },
	{"tls",		HC_CLASS_WORDS  },
	{"tls-bits",           HC_CLASS_WORDS  },
	{"tls-bits-algorithm", HC_CLASS_WORDS  },
	{"tls-cipher",         HC_CLASS_WORDS  },
	{"tls-group",          HC_CLASS_WORDS  },
	{"tls-signature",      HC_CLASS_WORDS  },
	{"tls-version",        HC_CLASS_WORDS  },
	{"with",               HC_CLASS_WORDS  },
};

static int
compare(const void *key, const void *row)
{
	return strcmp(key, ((const HcClassRow *)row)->place);
}

static HcClass
find(const char *place, const HcClassRow *table, size_t count)
{
	const HcClassRow *row =
		bsearch(place, table, count, sizeof *table, compare);

	return row != NULL ? row->what : HC_CLASS_FREE;
}

HcClass
hc_class_of(const char *parent, const char *element, const char *name)
{
	char place[128];

	if (parent != NULL)
		g_snprintf(place, sizeof place, "%s/%s", parent, element);
	else
		g_snprintf(place, sizeof place, "%s@%s", element, name);
	/* An attribute without a row has closed values. */
	if (parent == NULL && bsearch(place, rows, G_N_ELEMENTS(rows),
	                              sizeof *rows, compare) == NULL)
		return HC_CLASS_KEEP;
	return find(place, rows, G_N_ELEMENTS(rows));
}

HcClass
hc_class_of_quote(const char *field)
{
	return find(field != NULL ? field : "", quotes, G_N_ELEMENTS(quotes));
}

HcClass
hc_class_of_fact(const char *role)
{
	return find(role != NULL ? role : "", facts, G_N_ELEMENTS(facts));
}
