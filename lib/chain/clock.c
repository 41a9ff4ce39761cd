/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clock.c - times of hops against each other; each by its host's own clock. */
#include "config.h"

#include "clock.h"

/* An interval is compared by its ends, never as a point: a reversal is said
 * only when no reading of the zone avoids it. */
HcLapse
hc_clock_step(HcClock *clock, const HcStamp *stamp)
{
	HcLapse lapse = {false, 0, false, false};

	if (stamp->state != HC_STAMP_POINT && stamp->state != HC_STAMP_INTERVAL)
		return lapse;
	if (clock->bounds_known)
		lapse.reversal = stamp->latest_s <
		                 clock->earliest_s - HC_CLOCK_TOLERANCE_S;
	if (stamp->state == HC_STAMP_POINT && clock->point_known) {
		lapse.delay_known = true;
		lapse.delay_s = stamp->unix_s - clock->point_s;
		lapse.long_delay = lapse.delay_s > HC_LONG_DELAY_S;
	}
	clock->bounds_known = true;
	clock->earliest_s = stamp->earliest_s;
	if (stamp->state == HC_STAMP_POINT) {
		clock->point_known = true;
		clock->point_s = stamp->unix_s;
	}
	return lapse;
}
