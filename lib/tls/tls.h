/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls.h - what one Received field says of TLS. */
#ifndef HC_TLS_H
#define HC_TLS_H

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"

/** Read what a field says of TLS (the five states of HcTlsState).
 *  @param received  a field, taken apart
 *  @param field     the whole field; what silence rests on
 *  @param arena     what the result points to lives here, or is static
 *  @param notes     of HcNote; contradictions and spellings are appended; NULL
 *                   until there is one
 *  @param tls_out   every member set */
void hc_tls_read(const HcReceived *received, HcSpan field, HcArena *arena,
                 GArray **notes, HcTls *tls_out);

#endif
