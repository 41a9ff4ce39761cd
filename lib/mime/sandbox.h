/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sandbox.h - what a worker gives up before it reads a message. */
#ifndef HC_SANDBOX_H
#define HC_SANDBOX_H

#include "hopcheck.h"

/** Close what was inherited, take the limits on, die with the parent. */
void hc_sandbox_limit(void);

/** Give up files, sockets and programs, for good.
 *  @return what could be closed */
HcSandbox hc_sandbox_close(void);

#endif
