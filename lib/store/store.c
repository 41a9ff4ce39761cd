/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store.c - a message store of Outlook (.pst), by libpst.
 *
 * libpst reads past its buffers in damaged files, and ends the process where it
 * does not know how to go on: so this runs in a process of its own that holds
 * nothing but the store.  Only folders are gone into; what is attached to a
 * message is not looked at. */
#include "config.h"

#include "store.h"

#include <iconv.h>
#include <string.h>
#include <unistd.h>

#include <libpst/libpst.h>

#include "limit.h"
#include "teller.h"

/** Folders in folders: Outlook itself stops at 300. */
#define DEPTH_MAX 300u

/** The store's descriptor, for the fopen() that libpst gets to see. */
static int store_file = -1;

/** Stands in front of the C library's: libpst opens a path, and there is none
 *  here. */
FILE *fopen(const char *path, const char *mode);

FILE *
fopen(const char *path, const char *mode)
{
	int file = store_file;

	(void)path;
	(void)mode;
	store_file = -1;
	return file >= 0 ? fdopen(file, "rb") : NULL;
}

/** glibc keeps a converter as long as one is open; without this one libpst would
 *  take UTF-16 for bytes, and strings would end at their first NUL. */
bool
hc_store_begin(void)
{
	return iconv_open("utf-8", "utf-16le") != (iconv_t)-1;
}

typedef struct {
	HcTeller *teller;
	pst_file pst;
	GPtrArray *path; /**< names of the folders that are open */
	uint64_t steps;
	bool whole;
} Store;

static void
tell_message(Store *store, const pst_item *item)
{
	const char *header = item->email->header.str;
	g_autofree char *folder = NULL;
	size_t length = header != NULL ? strlen(header) : 0;

	g_ptr_array_add(store->path, NULL);
	folder = g_strjoinv("/", (char **)store->path->pdata);
	g_ptr_array_set_size(store->path, (int)store->path->len - 1);
	hc_teller_member(store->teller, HC_STREAM_STORED, HC_KIND_AUTO, folder);
	if (length == 0)
		hc_teller_note(store->teller, HC_NOTE_NO_TRANSPORT_HEADERS,
		               HC_WHY_NONE);
	if (length > hc_limit(HC_LIMIT_TRANSPORT)) {
		hc_teller_note(store->teller, HC_NOTE_LIMIT_REACHED,
		               HC_WHY_TRANSPORT);
		length = (size_t)hc_limit(HC_LIMIT_TRANSPORT);
		store->whole = false;
	}
	hc_teller_bytes(store->teller, HC_STREAM_TEXT, header, length);
	hc_teller_close(store->teller, true);
}

/** Messages, meeting requests and reports have come over a wire; contacts,
 *  tasks, notes and dates of a calendar have not. */
static bool
is_message(const pst_item *item)
{
	return item->email != NULL &&
	       (item->type == PST_TYPE_NOTE ||
	        item->type == PST_TYPE_SCHEDULE ||
	        item->type == PST_TYPE_REPORT || item->type == PST_TYPE_OTHER);
}

/** Tell what a node is.
 *  @return whether it is a folder to go into; then its name is on the path */
static bool
tell_node(Store *store, pst_desc_tree *node)
{
	pst_item *item = node->desc != NULL
	                         ? pst_parse_item(&store->pst, node, NULL)
	                         : NULL;
	bool is_folder = false;

	if (item == NULL) {
		/* a node without bytes is none of the user's */
		if (node->desc != NULL) {
			hc_teller_note(store->teller, HC_NOTE_DAMAGED_CONTAINER,
			               HC_WHY_ITEM);
			store->whole = false;
		}
		return false;
	}
	if (item->folder != NULL && item->file_as.str != NULL) {
		is_folder = node->child != NULL && store->path->len < DEPTH_MAX;
		if (is_folder)
			g_ptr_array_add(store->path,
			                g_strdup(item->file_as.str));
	} else if (is_message(item)) {
		tell_message(store, item);
	}
	pst_freeItem(item);
	return is_folder;
}

/** Go through all below a node.  The tree is what the file says it is, so steps
 *  are counted. */
static void
walk(Store *store, const pst_desc_tree *top)
{
	pst_desc_tree *node = top->child;

	while (node != NULL && !store->teller->deaf) {
		if (++store->steps > 4 * hc_limit(HC_LIMIT_MEMBERS)) {
			hc_teller_note(store->teller, HC_NOTE_LIMIT_REACHED,
			               HC_WHY_MEMBERS);
			store->whole = false;
			return;
		}
		if (tell_node(store, node)) {
			node = node->child;
			continue;
		}
		while (node != NULL && node != top && node->next == NULL) {
			node = node->parent;
			if (node != NULL && node != top && store->path->len > 0)
				g_ptr_array_set_size(store->path,
				                     (int)store->path->len - 1);
		}
		node = node != NULL && node != top ? node->next : NULL;
	}
}

/** The folder that all of the user's are in.
 *  @return NULL: the store cannot be opened */
static pst_desc_tree *
open_store(Store *store)
{
	pst_item *root;
	pst_desc_tree *top = NULL;

	if (pst_open(&store->pst, "store", NULL) != 0 ||
	    pst_load_index(&store->pst) != 0)
		return NULL;
	pst_load_extended_attributes(&store->pst);
	root = store->pst.d_head != NULL
	               ? pst_parse_item(&store->pst, store->pst.d_head, NULL)
	               : NULL;
	if (root != NULL && root->message_store != NULL)
		top = pst_getTopOfFolders(&store->pst, root);
	if (root != NULL)
		pst_freeItem(root);
	return top;
}

static bool
tell_store(HcTeller *teller, int file)
{
	g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func(g_free);
	Store *store = g_new0(Store, 1); /* never freed: one store a process */
	pst_desc_tree *top;

	*store = (Store){.teller = teller, .path = path, .whole = true};
	store_file = dup(file);
	top = open_store(store);
	if (top == NULL) {
		hc_teller_note(teller, HC_NOTE_DAMAGED_CONTAINER, HC_WHY_STORE);
		return false;
	}
	teller->cpu_s = (unsigned)hc_limit(HC_LIMIT_UNPACK_CPU);
	walk(store, top);
	return store->whole;
}

bool
hc_store(int out, uint32_t item, int file, HcKind kind)
{
	HcTeller teller;
	bool whole;

	if (kind != HC_KIND_PST)
		return false;
	/* headers alone come out: no limit on bytes can be reached */
	hc_teller_begin(&teller, out, item,
	                UINT64_MAX / hc_limit(HC_LIMIT_RATIO),
	                (unsigned)hc_limit(HC_LIMIT_STORE_CPU));
	whole = tell_store(&teller, file);
	hc_teller_answer(&teller, whole, "");
	hc_teller_end(&teller);
	/* libpst keeps what it likes: the next store gets a fresh process */
	return false;
}

char **
hc_store_libraries(void)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new();

	/* as it was built: libpst does not tell while running */
	g_ptr_array_add(out, g_strdup("libpst"));
	g_ptr_array_add(out, g_strdup(PST_VERSION));
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&out), FALSE);
}
