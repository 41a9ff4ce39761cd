# SPDX-License-Identifier: LGPL-2.1-or-later
# report-bytes.py - 10,000 random byte strings as host, subject and file name
# come back from the XML unchanged, and none shows up raw in any other form.
import csv
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import xml.etree.ElementTree as tree

from tap import BUILD, HOPCHECK, done, none, ok, run, skip

HOPREPORT = BUILD / "tools" / "hopreport"
NAMESPACE = "{urn:hopcheck:report:1}"
BATCH = 1000
# sanitizers take three times as long, and see a fault in fewer
STRINGS = 3000 if "fsanitize" in (BUILD / "config.log").read_text() else 10000
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f"
                    "\u2028-\u202e\u2060-\u206f\ufeff]")
STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SEEDS = [b"=1+1", b"@SUM(1)", b"+1", b"-1+1", "\uff1d1".encode(), b"'", b'"',
         b"</report>", b"]]>", b"&amp;", b"<script>", b"\x1b[31m", b"\x00",
         "\u202etxt".encode(), "\u200b".encode(), b"\xff\xfe", b"\x9b31m",
         b"\\x41", b"\\", b"\\u{202e}", "\U0001f600".encode(), b"a,b", b"a\tb"]

random.seed(20261122)
work = pathlib.Path(tempfile.mkdtemp())


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


def any_bytes():
    length = random.randrange(1, 24)
    if random.random() < 0.3:
        return random.choice(SEEDS) + bytes(random.choices(range(1, 256), k=3))
    return bytes(random.choices(range(256), k=length))


def make(number):
    """A message and its file name; the bytes that each place can hold."""
    name = re.sub(rb"[/\0]", b"_", any_bytes())
    name = b"%05d" % number + name if random.random() < 0.5 else \
        name + b"%05d" % number
    subject = re.sub(rb"[\0\r\n]", b"", any_bytes()).strip(b" \t") or b"s"
    host = re.sub(rb"[\r\n]", b"", any_bytes())
    field = b"Received: from " + host + b" by mx.example.net with ESMTPS;" \
        b" Mon, 2 Nov 2026 10:00:00 +0000\n"
    return name, subject, field, field + b"Subject: " + subject + b"\n\nbody\n"


def database(out, names):
    """What a database of a report holds: texts that are not plain, and file
    names that do not come back.  None where the build makes none."""
    path = work / "report.sqlite"
    path.unlink(missing_ok=True)
    made = run(HOPREPORT, "sqlite", "-o", path, out)
    if b"this build is without SQLite" in made.stderr:
        return None
    if made.returncode != 0:
        return ["no database"], names
    with sqlite3.connect(path) as opened:
        if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return ["not whole"], names
        tables = [row[0] for row in opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'")]
        odd = [cell for table in tables
               for row in opened.execute(f'SELECT * FROM "{table}"')
               for cell in row if isinstance(cell, bytes) or
               isinstance(cell, str) and HIDDEN.search(cell)]
        files = [row[0] for row in opened.execute(
            "SELECT file FROM inputs ORDER BY input")]
    opened.close()
    return odd, [text for text, name in zip(files, names, strict=True)
                 if unescape(text) != name]


def redacted(out, texts):
    """What is wrong with a report to pass on: that it is not valid, what it
    still names, characters that are not plain."""
    path = work / "redacted.xml"
    if run(HOPREPORT, "redact", "--share", "-k", work / "key", "-o", path,
           out).returncode != 0 or \
            run(HOPREPORT, "validate", "-q", path).returncode != 0:
        return [out], [], []
    written = path.read_text()
    # as texts of elements and of attributes, markup undone
    shown = {text for element in tree.fromstring(written).iter()
             for text in (element.text, *element.attrib.values()) if text}
    # A text of a few letters may be said by chance.
    told = [text for text in texts if len(text) >= 8 and
            any(text in one for one in shown)]
    return [], told, HIDDEN.findall(written)


(work / "key").write_bytes(bytes(range(32)))
made = [make(number) for number in range(STRINGS)]
for name, _, _, message in made:
    with open(os.path.join(bytes(work), name), "wb") as file:
        file.write(message)
bad = {key: [] for key in ("file", "subject", "host", "csv", "ndjson", "text",
                           "formula", "valid", "csv back", "html", "sqlite", "sqlite back",
                           "redacted valid", "redacted", "redacted raw")}
# what stands behind an encoded word's "=?" is decoded for display
plain_subject = re.compile(rb"=\?").search
for start in range(0, STRINGS, BATCH):
    batch = made[start:start + BATCH]
    names = [b"./" + name if name.startswith(b"-") else name
             for name, *_ in batch]
    out = work / "report.xml"
    subprocess.run([bytes(HOPCHECK), b"--format=xml", b"--content=never",
                    b"--input=eml", b"--output", bytes(out), b"--", *names],
                   cwd=work, capture_output=True)
    root = tree.parse(out).getroot()
    labels = root.findall(f".//{NAMESPACE}label")
    messages = root.findall(f".//{NAMESPACE}message")
    for name, given, label, message in zip(names, batch, labels, messages,
                                           strict=True):
        subject = message.find(f".//{NAMESPACE}quote[@field='subject']")
        raw = message.find(f".//{NAMESPACE}raw")
        if unescape(label.text) != name:
            bad["file"].append((name, label.text))
        if not plain_subject(given[1]) and unescape(subject.text or "") != given[1]:
            bad["subject"].append((given[1], subject.text))
        if unescape(raw.text) != given[2]:
            bad["host"].append((given[2], raw.text))
    if run(HOPREPORT, "validate", "-q", out).returncode != 0:
        bad["valid"].append(start)
    for table in ("messages", "hops", "inputs"):
        text = run(HOPREPORT, "csv", "-t", table, out).stdout.decode()
        rows = list(csv.reader(text.splitlines(True), strict=True))
        bad["csv"] += HIDDEN.findall(text.replace("\r\n", ""))
        bad["formula"] += [
            cell for row in rows for cell in row
            if cell.lstrip(" \u00a0\u3000").startswith(STARTS) and
            not re.fullmatch("-[0-9]+", cell)]
        if table == "inputs":
            column = rows[0].index("file")
            bad["csv back"] += [
                row[column] for row, name in zip(rows[1:], names, strict=True)
                if unescape(row[column].removeprefix("'")) != name]
        lines = run(HOPREPORT, "ndjson", "-t", table, out).stdout.decode()
        bad["ndjson"] += HIDDEN.findall(lines)
    cells = database(out, names)
    if cells is not None:
        bad["sqlite"] += cells[0]
        bad["sqlite back"] += cells[1]
    texts = [label.text for label in labels]
    texts += [quote.text or "" for quote in root.findall(
        f".//{NAMESPACE}quote[@field='subject']")]
    texts += [raw.text for raw in root.findall(f".//{NAMESPACE}raw")]
    for key, found in zip(("redacted valid", "redacted", "redacted raw"),
                          redacted(out, texts), strict=True):
        bad[key] += found
    page = run(HOPREPORT, "html", "--per-page=0", out).stdout.decode()
    # the stylesheet's own headings of columns may be parted at soft hyphens
    page = re.sub('<th scope="col"[^>]*>[^<]*</th>', "", page)
    bad["html"] += HIDDEN.findall(page)
    bad["html"] += re.findall("(?i)<script|</report>", page)
    shown = subprocess.run([bytes(HOPCHECK), b"--verbose", b"--content=never",
                            b"--input=eml", b"--", *names], cwd=work,
                           capture_output=True)
    for stream in (shown.stdout, shown.stderr):
        text = stream.decode(errors="surrogateescape")
        bad["text"] += [line for line in text.split("\n")
                        if HIDDEN.search(line) or
                        re.search("[\udc80-\udcff]", line)]
none(bad["file"], f"{STRINGS} file names come back from the XML")
none(bad["subject"], f"{STRINGS} subjects come back from the XML")
none(bad["host"], f"{STRINGS} hosts come back from the XML")
none(bad["valid"], "the reports hold together")
none(bad["csv"], "none shows up raw in CSV")
none(bad["formula"], "none begins a formula in CSV")
none(bad["csv back"], "file names come back from CSV")
none(bad["ndjson"], "none shows up raw in NDJSON")
if cells is None:
    skip("SQLite", "this build is without it")
else:
    none(bad["sqlite"], "none shows up raw in SQLite")
    none(bad["sqlite back"], "file names come back from SQLite")
none(bad["redacted valid"], "redacted, the reports hold together")
none(bad["redacted"], "none is told by a redacted report")
none(bad["redacted raw"], "nor does anything in it show up raw")
none(bad["html"], "none shows up raw in HTML")
none(bad["text"], "none shows up raw on a terminal")
ok(len({name for name, *_ in made}) == STRINGS, "all names differ")
shutil.rmtree(work)
done()
