/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* magic.h - what a file is by its first bytes, where it is no text. */
#ifndef HC_MAGIC_H
#define HC_MAGIC_H

#include <stddef.h>

#include "hopcheck.h"

/** Bytes that tell every kind. */
#define HC_MAGIC_BYTES 512u

/** Kinds that have a signature; a tar header is told by its checksum.
 *  @param data    from the start
 *  @return HC_KIND_TAR, HC_KIND_ZIP, HC_KIND_COMPRESSED, HC_KIND_MSG (any
 *          compound file: what it holds is seen when it is read), HC_KIND_PST;
 *          HC_KIND_AUTO: none of these */
HcKind hc_magic_kind(const void *data, size_t length);
/** Whether a file is of a kind that may hold mail and that nothing here reads.
 *  @param data  from the start
 *  @return static, such as "a RAR archive"; NULL: of none that is known */
const char *hc_magic_closed(const void *data, size_t length);

#endif
