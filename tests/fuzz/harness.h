/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness.h - what a fuzz target gives. */
#ifndef HC_TEST_HARNESS_H
#define HC_TEST_HARNESS_H

#include <stddef.h>
#include <stdint.h>

/** The target: run on an input, and abort where a promise is broken.  It is
 *  called several times for each input that libFuzzer makes.
 *  @param data  @p size bytes, with nothing readable behind them */
void fuzz_input(const uint8_t *data, size_t size);

#endif
