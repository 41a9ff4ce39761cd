/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe.h - GnuTLS session descriptions in a suite's place. */
#ifndef HC_DESCRIBE_H
#define HC_DESCRIBE_H

#include "word.h"

/** Read a gnutls_session_get_desc(), as GnuTLS writes it or with the
 *  punctuation that Exim gives it.
 *  @param word  suites, group and TLS 1.3 reading are set
 *  @return whether a suite was found */
bool hc_description_read(const char *text, size_t length, HcCipherWord *word);

#endif
