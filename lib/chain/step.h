/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* step.h - what sort of step a hop is. */
#ifndef HC_STEP_H
#define HC_STEP_H

#include "hopcheck.h"

/** What a hop stands next to. */
typedef struct {
	bool oldest;        /**< no older hop was read */
	HcHopKind older;    /**< kind of the next older hop */
	bool loopback_name; /**< the sender's side calls itself localhost */
} HcStepBeside;

/** The kind of a hop: the first row of the table that fits. */
HcHopKind hc_hop_kind_find(const HcReceived *received, HcStepBeside beside);

#endif
