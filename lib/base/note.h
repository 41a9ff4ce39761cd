/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* note.h - a list of notes under construction. */
#ifndef HC_NOTE_H
#define HC_NOTE_H

#include <glib.h>

#include "hopcheck.h"

/** @return new array of HcNote, the caller's (g_array_unref()) */
GArray *hc_notes_new(void);

/** Append a note.
 *  @param offset  bytes from the start of the message
 *  @param length  bytes */
void hc_notes_add(GArray *notes, HcNoteCode code, size_t offset, size_t length);

#endif
