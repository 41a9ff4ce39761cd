/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml-version.h - which libxml2 we run with. */
#ifndef HC_XML_VERSION_H
#define HC_XML_VERSION_H

/** The version that libxml2 says it has while running; static. */
const char *hc_xml_library(void);

#endif
