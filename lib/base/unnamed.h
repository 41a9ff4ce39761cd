/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unnamed.h - files that nobody else sees and no killed run leaves behind. */
#ifndef HC_UNNAMED_H
#define HC_UNNAMED_H

/** Open a file without a name, which is gone when it is closed; for this
 *  account alone.
 *  @return a descriptor, or -1 with errno set */
int hc_unnamed_open(const char *folder);

#endif
