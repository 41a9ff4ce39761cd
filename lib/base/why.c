/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* why.c - what the system says of a call that failed. */
#include "config.h"

#include "why.h"

#include <string.h>

const char *
hc_why(int number)
{
#ifdef HAVE_STRERRORDESC_NP
	const char *why = strerrordesc_np(number);
#else
	const char *why = strerror(number);
#endif

	return why != NULL ? why : "an error that has no name";
}
