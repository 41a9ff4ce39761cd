/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state.h - the folder that holds a plan and the parts of its units. */
#ifndef HC_STATE_H
#define HC_STATE_H

#include "hopcheck.h"

typedef struct HcState HcState;

/** Open a state folder and lock it.
 *  @param create  make it if it is not there; it must hold nothing of others
 *  @param shared  others may do units at the same time
 *  @param error   HC_ERROR_STATE, HC_ERROR_WRITE
 *  @return new, or NULL */
HcState *hc_state_open(const char *folder, bool create, bool shared,
                       GError **error);

const char *hc_state_folder(const HcState *state);
/** Name of the plan. */
const char *hc_state_plan(const HcState *state);
/** Whether there is a plan. */
bool hc_state_has_plan(const HcState *state);
/** Remove what a killed run left half done; only of a folder that is not
 *  shared. */
void hc_state_sweep(const HcState *state);

/** Unlock. */
void hc_state_free(HcState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcState, hc_state_free)

/** Whether no run has a state folder, and all that it holds is ours. */
bool hc_state_is_idle(const char *folder);
/** Remove a state folder and all that is ours in it.
 *  @param error  HC_ERROR_WRITE: something of it is left */
bool hc_state_remove(const char *folder, GError **error);

#endif
