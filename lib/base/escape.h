/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* escape.h - the one way for bytes of a message into any output.
 *
 * Every sink takes arbitrary bytes with a length and gives valid UTF-8 that
 * cannot leave its place.  Bytes that are no valid UTF-8, control characters
 * (C0, DEL, C1), bidirectional and other format controls, and non-characters
 * are shown as \xNN (one per byte) or \u{NNNN}; a backslash is shown as \\, so
 * the text form can be read back exactly.
 */
#ifndef HC_ESCAPE_H
#define HC_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/** Append for a terminal or a plain text file: no control, no bidi; with
 *  @p ascii_only everything above 0x7e is escaped as well.  LF, CR and TAB are
 *  escaped too (\n, \r, \t). */
void hc_escape_text(GString *out, const char *bytes, size_t length,
                    bool ascii_only);

/** Append text that may be in the text form already, or of a file that another
 *  one made: characters that hc_escape_text() would not show as they are, are
 *  shown as it shows them; ASCII but DEL is left as it is. */
void hc_escape_hidden(GString *out, const char *bytes, size_t length);

/** Append as XML 1.0 character data or attribute value (markup characters as
 *  entities, then as hc_escape_text()).
 *  @return whether anything stands as \\xNN or \\u{NNNN}, so that the writer
 *          adds raw-hex; line ends, tabs and backslashes need none */
bool hc_escape_xml(GString *out, const char *bytes, size_t length);

/** Append as the inside of a JSON string (RFC 8259 7).
 *  @return as hc_escape_xml() */
bool hc_escape_json(GString *out, const char *bytes, size_t length);

/** Append lower-case hex, two digits a byte. */
void hc_escape_hex(GString *out, const char *bytes, size_t length);

/** Read the text form back.
 *  @return false when @p text is no text form; @p out holds the bytes */
bool hc_unescape_text(GByteArray *out, const char *text, size_t length);

#endif
