/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clock.h - times of hops against each other; each by its host's own clock. */
#ifndef HC_CLOCK_H
#define HC_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "hopcheck.h"

/* RFC 5321 4.5.4.1: senders give up after four to five days. */
#define HC_LONG_DELAY_S (7 * 86400)

/** What is known of the times of the older hops. */
typedef struct {
	bool point_known;
	int64_t point_s; /**< last older stamp that is a point */
	bool bounds_known;
	int64_t earliest_s; /**< of the last older stamp with a time at all */
} HcClock;

/** What a stamp says against the older ones. */
typedef struct {
	bool delay_known;
	int64_t delay_s; /**< signed */
	bool reversal;   /**< certain, and beyond HC_CLOCK_TOLERANCE_S */
	bool long_delay; /**< more than HC_LONG_DELAY_S */
} HcLapse;

/** Compare a stamp with what came before, then count it in.
 *  @param clock  zeroed before the oldest stamp */
HcLapse hc_clock_step(HcClock *clock, const HcStamp *stamp);

#endif
