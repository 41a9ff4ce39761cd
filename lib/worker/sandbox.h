/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sandbox.h - what a worker gives up before it reads a message. */
#ifndef HC_SANDBOX_H
#define HC_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "hopcheck.h"

/** Close what was inherited, take the limits on, die with the parent.
 *  @param cpu_s  processor time for all its life; 0: no such limit */
void hc_sandbox_limit(uint64_t cpu_s);

/** Give up files, sockets and programs, for good.
 *  @param takes_files  descriptors may come through a socket that is open
 *  @return what could be closed */
HcSandbox hc_sandbox_close(bool takes_files);

#endif
