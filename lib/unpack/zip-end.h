/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* zip-end.h - does a zip archive end as one does?
 *
 * Where it was cut off, libarchive gives the members that are left, and no
 * error. */
#ifndef HC_ZIP_END_H
#define HC_ZIP_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The record that ends it, without and with the longest comment (APPNOTE
 *  4.3.16). */
#define HC_ZIP_END 22u
#define HC_ZIP_END_MAX (HC_ZIP_END + 65535u)

/** The last bytes of what passes by; all zero at first. */
typedef struct {
	uint64_t passed; /**< bytes in all */
	size_t length;
	char bytes[HC_ZIP_END_MAX];
} HcZipTail;

void hc_zip_tail_add(HcZipTail *tail, const void *bytes, size_t length);

/** Whether the bytes so far end with the record that ends an archive, and it is
 *  that of this one: the list of members, which it gives the size and place of,
 *  ends where it begins.  The record of a zip file stored within, which is left
 *  where the outer one was cut off, or of a second one behind the first, gives
 *  other places.
 *  @param members  that were found from the archive's start on, which is to be
 *                  how many the list has; 0: the list itself was read */
bool hc_zip_tail_is_end(const HcZipTail *tail, uint64_t members);

#endif
