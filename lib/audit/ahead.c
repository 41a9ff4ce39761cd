/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ahead.c - small files brought into memory before they are asked for. */
#include "config.h"

#include "ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/uio.h>
#include <unistd.h>

#include "file.h"

/* Files that are asked for at once; with more, disks gain little. */
#define READERS 8u

struct HcAhead {
	const HcPlan *plan;
	const HcUnit *unit;
	atomic_uint next; /* item that nobody asked for */
	atomic_bool stop;
	GThread *readers[READERS];
	unsigned count;
};

/** @return a descriptor; -1: nothing to be read ahead */
static int
open_item(const HcPlan *plan, const HcItem *item)
{
	g_autofree char *path = NULL;

	if (item->what != HC_ENTRY_FILE || item->size == 0)
		return -1;
	path = hc_plan_item_path(plan, item);
	return hc_file_open_quietly(AT_FDCWD, path, O_NOFOLLOW);
}

/** Whether the first byte of a file would have to be waited for. */
static bool
is_absent(const HcPlan *plan, const HcItem *item)
{
	char byte;
	struct iovec space = {&byte, 1};
	int descriptor = open_item(plan, item);
	bool absent;

	if (descriptor < 0)
		return false;
	absent = preadv2(descriptor, &space, 1, 0, RWF_NOWAIT) < 0 &&
	         errno == EAGAIN;
	close(descriptor);
	return absent;
}

static gpointer
read_items(gpointer data)
{
	HcAhead *ahead = data;
	GArray *items = ahead->unit->items;

	while (!atomic_load(&ahead->stop)) {
		unsigned i = atomic_fetch_add(&ahead->next, 1);
		int descriptor;

		if (i >= items->len)
			break;
		descriptor = open_item(ahead->plan,
		                       &g_array_index(items, HcItem, i));
		if (descriptor < 0)
			continue;
		posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED);
		close(descriptor);
	}
	return NULL;
}

HcAhead *
hc_ahead_new(const HcPlan *plan, const HcUnit *unit, guint index)
{
	HcAhead *ahead;

	if (!is_absent(plan, &g_array_index(unit->items, HcItem, index)))
		return NULL;
	ahead = g_new0(HcAhead, 1);
	ahead->plan = plan;
	ahead->unit = unit;
	ahead->next = index;
	/* without a thread it is slower, and nothing else */
	while (ahead->count < READERS) {
		GThread *reader =
			g_thread_try_new("ahead", read_items, ahead, NULL);

		if (reader == NULL)
			break;
		ahead->readers[ahead->count++] = reader;
	}
	return ahead;
}

void
hc_ahead_free(HcAhead *ahead)
{
	if (ahead == NULL)
		return;
	atomic_store(&ahead->stop, true);
	for (unsigned i = 0; i < ahead->count; i++)
		g_thread_join(ahead->readers[i]);
	g_free(ahead);
}
