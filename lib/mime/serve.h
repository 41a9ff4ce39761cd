/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serve.h - a worker's life: question, answer, question. */
#ifndef HC_SERVE_H
#define HC_SERVE_H

#include "hopcheck.h"

/** Say hello, then answer what is asked until there is no more.
 *  @param in       pipe that questions come from
 *  @param out      pipe that answers go to
 *  @param sandbox  which fences stand, for the hello
 *  @return false: what was asked is no question */
bool hc_serve(int in, int out, HcSandbox sandbox);

#endif
