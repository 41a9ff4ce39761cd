/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* profile-file.h - profiles compiled in, and the schema of all. */
#ifndef HC_PROFILE_FILE_H
#define HC_PROFILE_FILE_H

#include <stddef.h>

/** A file as it is installed. */
typedef struct {
	const char *name; /**< of a profile: its id */
	const unsigned char *data;
	size_t length;
} HcProfileBytes;

extern const HcProfileBytes hc_profile_schema;
extern const HcProfileBytes hc_profile_bytes[];
extern const size_t hc_profile_bytes_count;

#endif
