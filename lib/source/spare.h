/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* spare.h - whether room that was given back is kept for what comes next. */
#ifndef HC_SPARE_H
#define HC_SPARE_H

/* Not where somebody looks for uses of what was freed. */
#if defined(__SANITIZE_ADDRESS__)
#define HC_KEEPS_SPARES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HC_KEEPS_SPARES 0
#endif
#endif
#ifndef HC_KEEPS_SPARES
#define HC_KEEPS_SPARES 1
#endif

#endif
