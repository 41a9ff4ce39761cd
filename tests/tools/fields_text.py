# SPDX-License-Identifier: LGPL-2.1-or-later
# fields_text.py - texts of reports, read back to bytes.
import re


def unescape(text):
    """Bytes of a text as a report escapes it (schemas/README.md)."""
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\"}

    def one(match):
        letter = match.group(1)
        if letter in plain:
            return plain[letter]
        if letter.startswith(b"x"):
            return bytes([int(letter[1:], 16)])
        return chr(int(letter[2:-1], 16)).encode()
    return re.sub(rb"\\(x..|u\{.*?\}|.)", one, text.encode(), flags=re.S)
