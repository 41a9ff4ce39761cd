/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* left-out.c - files of mail programs that are no mail, by name. */
#include "config.h"

#include <string.h>

#include "entry.h"

typedef enum {
	WHOLE,
	START,
	END
} Match;

/* Where a row holds. */
typedef enum {
	ANYWHERE,
	IN_MAILDIR, /* beside or in cur and new, as Dovecot and Courier do */
	IN_MH,
	A_FOLDER, /* anywhere, of folders */
} Where;

typedef struct {
	Match match;
	const char *text;
	Where where;
	const char *why;
} Row;

#define INDEX "an index of a mail program, no mail"
#define LOCK "a lock, no mail"
#define SYSTEM "a file of the system's desktop, no mail"

/* Sources: Dovecot, "Mailbox Formats: Maildir" and "Index files"; Courier,
 * maildir(5), maildirquota(7); Thunderbird, "Files in a profile"; Evolution,
 * camel-local; Cyrus IMAP, "mailbox format"; nmh, rmm(1) and mh-sequence(5);
 * Apple Mail, as found.  Hidden names are dealt with before. */
static const Row rows[] = {
	{START, "dovecot.index",       ANYWHERE,   INDEX                      },
	{START, "dovecot-uidlist",     ANYWHERE,   INDEX                      },
	{START, "dovecot-uidvalidity", ANYWHERE,   INDEX                      },
	{START, "dovecot-keywords",    ANYWHERE,   INDEX                      },
	{START, "dovecot-acl",         ANYWHERE,   INDEX                      },
	{START, "dovecot.mailbox.log", ANYWHERE,   INDEX                      },
	{START, "dovecot.list.index",  ANYWHERE,   INDEX                      },
	{START, "dovecot-",            IN_MAILDIR, INDEX                      },
	{START, "dovecot.",            IN_MAILDIR, INDEX                      },
	{WHOLE, "subscriptions",       IN_MAILDIR, INDEX                      },
	{WHOLE, "maildirfolder",       IN_MAILDIR, INDEX                      },
	{WHOLE, "maildirsize",         IN_MAILDIR, INDEX                      },
	{START, "courierimap",         IN_MAILDIR, INDEX                      },
	{START, "courierpop3d",        IN_MAILDIR, INDEX                      },
	{WHOLE, "cyrus.annotations",   ANYWHERE,   INDEX                      },
	{WHOLE, "cyrus.cache",         ANYWHERE,   INDEX                      },
	{WHOLE, "cyrus.header",        ANYWHERE,   INDEX                      },
	{WHOLE, "cyrus.index",         ANYWHERE,   INDEX                      },
	{WHOLE, "cyrus.squat",         ANYWHERE,   INDEX                      },
	{END,   ".msf",                ANYWHERE,   INDEX                      },
	{END,   ".mozmsgs",            A_FOLDER,
         "copies that Thunderbird makes for a search of the desktop, no mail" },
	{WHOLE, "filterlog.html",      ANYWHERE,   INDEX                      },
	{WHOLE, "msgFilterRules.dat",  ANYWHERE,   INDEX                      },
	{WHOLE, "popstate.dat",        ANYWHERE,   INDEX                      },
	{END,   ".cmeta",              ANYWHERE,   INDEX                      },
	{END,   ".ev-summary",         ANYWHERE,   INDEX                      },
	{END,   ".ev-summary-meta",    ANYWHERE,   INDEX                      },
	{END,   ".ibex.index",         ANYWHERE,   INDEX                      },
	{END,   ".ibex.index.data",    ANYWHERE,   INDEX                      },
	{END,   ".emlxpart",           ANYWHERE,
         "an attachment that Apple Mail keeps apart, no message"              },
	{WHOLE, "Info.plist",          ANYWHERE,   INDEX                      },
	{WHOLE, "mbox.plist",          ANYWHERE,   INDEX                      },
	{WHOLE, "table_of_contents",   ANYWHERE,   INDEX                      },
	{START, ",",                   IN_MH,      "a message that MH removed"},
	{START, "#",                   IN_MH,      "a message that MH removed"},
	{END,   ".lock",               ANYWHERE,   LOCK                       },
	{END,   ".lck",                ANYWHERE,   LOCK                       },
	{WHOLE, "Thumbs.db",           ANYWHERE,   SYSTEM                     },
	{WHOLE, "desktop.ini",         ANYWHERE,   SYSTEM                     },
};

static bool
holds(Where where, HcKind place, bool is_folder)
{
	switch (where) {
	case ANYWHERE:
		return !is_folder;
	case IN_MAILDIR:
		return place == HC_KIND_MAILDIR;
	case IN_MH:
		return place == HC_KIND_MH && !is_folder;
	case A_FOLDER:
		return is_folder;
	}
	g_return_val_if_reached(false);
}

static bool
matches(const Row *row, const char *name)
{
	switch (row->match) {
	case WHOLE:
		return strcmp(name, row->text) == 0;
	case START:
		return g_str_has_prefix(name, row->text);
	case END:
		/* A name that is nothing but the end is another's. */
		return g_str_has_suffix(name, row->text) &&
		       strlen(name) > strlen(row->text);
	}
	g_return_val_if_reached(false);
}

const char *
hc_entry_left_out(const char *name, HcKind place, bool is_folder)
{
	/* Maildir++ folders have names that begin with a dot. */
	if (name[0] == '.' && !(is_folder && place == HC_KIND_MAILDIR))
		return is_folder ? "a hidden folder" : "a hidden file";
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (holds(rows[i].where, place, is_folder) &&
		    matches(&rows[i], name))
			return rows[i].why;
	return NULL;
}
