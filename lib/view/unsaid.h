/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unsaid.h - what a brief message says by leaving it out. */
#ifndef HC_UNSAID_H
#define HC_UNSAID_H

#include <libxml/tree.h>

/** Say it: give the hops of a message the attributes that report/brief-hop.c
 *  leaves out where they have their usual value (schemas/README.md, Audits).  A
 *  full message has them all and stays as it is. */
void hc_unsaid_say(xmlNode *message);

#endif
