# SPDX-License-Identifier: LGPL-2.1-or-later
# terminal.py - 10,000 random byte strings as names of files and members, hosts
# and subjects: nothing that moves a cursor or turns text around comes to a
# terminal or a log, from any tool; and no name is lost.
import io
import os
import pathlib
import pty
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
import threading
import xml.etree.ElementTree as tree
import zipfile

from tap import BUILD, done, environment, none, ok, skip

TOOLS = {name: str(BUILD / "tools" / name)
         for name in ("hopcheck", "hopaudit", "hoppolicy", "hopreport")}
STRINGS = 10000
# C0 but LF and TAB, DEL, C1, marks of direction, what has no width, what is no
# UTF-8
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e"
                    "\u2060-\u206f\ufeff\udc80-\udcff]")
SEEDS = [b"\x1b[31m", b"\x9b31m", b"\r", b"\n", b"\x07", b"\x7f", "\u202etxt".encode(),
         "\u2066x\u2069".encode(), "\u200f".encode(), b"\xff\xfe", "\x9b1m".encode(),
         "\u061c".encode(), "\u200b".encode(), b"-x", b"--help", b"%s%n", b"\\x1b"]
random.seed(20261123)
work = pathlib.Path(tempfile.mkdtemp())
NAMED = [b"\n", b"a\nb", b"\xff\xfe", b"-q", b"--", b"--output=x", "\u202egnp.exe".encode(),
         b"x" * 255, "\u00e4".encode() * 127, b" ", b"%n%s", b"\\", b"a\tb", b"\x1b]0;t\x07"]


def any_bytes():
    if random.random() < 0.4:
        return random.choice(SEEDS) + bytes(random.choices(range(1, 256), k=2))
    return bytes(random.choices(range(1, 256), k=random.randrange(1, 20)))


def name(number):
    return re.sub(rb"/", b"_", any_bytes()) + b"%d" % number


def letter():
    host = re.sub(rb"[\r\n]", b"", any_bytes())
    subject = re.sub(rb"[\r\n]", b"", any_bytes())
    return (b"Received: from " + host + b" by mx.example.org with ESMTPS;"
            b" Mon, 2 Nov 2026 10:00:00 +0000\nSubject: " + subject + b"\n\nbody\n")


def hidden(stream):
    """Lines of what was written that hold what they may not."""
    text = stream.decode(errors="surrogateescape")
    return [line for line in text.split("\n") if HIDDEN.search(line)]


def run(*command, **options):
    return subprocess.run([part if isinstance(part, bytes) else str(part).encode()
                           for part in command],
                          capture_output=True, stdin=subprocess.DEVNULL,
                          cwd=work, env=environment(**options))


def unescape(text):
    plain = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}

    def one(match):
        letter = match.group(1)
        if letter in plain:
            return plain[letter].encode()
        if letter.startswith("x"):
            return bytes([int(letter[1:], 16)])
        return chr(int(letter[2:-1], 16)).encode()
    out, at = b"", 0
    for match in re.finditer(r"\\(x..|u\{.*?\}|.)", text, re.S):
        out += text[at:match.start()].encode() + one(match)
        at = match.end()
    return out + text[at:].encode()


def told(report):
    """File names of members that a report tells of."""
    root = tree.fromstring(report)
    return {unescape(one.get("member")) for one in root.iter() if one.get("member")}


# ------------------------------------------------------------ files and members
names = NAMED + [name(number) for number in range(STRINGS - len(NAMED))]
folder = bytes(work / "mail")
os.mkdir(folder)
contents = {}
for one in names:
    contents[one] = letter()
    with open(os.path.join(folder, one), "wb") as file:
        file.write(contents[one])
for form in ("text", "json"):
    for locale in ("C.UTF-8", "C"):
        got = run(TOOLS["hopaudit"], "--format", form, "--detail=all", "mail", LC_ALL=locale)
        none(hidden(got.stdout) + hidden(got.stderr),
             f"hopaudit, {form}, {locale}: {len(names)} names, hosts and subjects")
        ok(got.returncode in (0, 1, 3, 5) and len(got.stdout) > 1000,
           f"hopaudit, {form}, {locale}: there is a report", got.stderr[:500])
got = run(TOOLS["hopaudit"], "--format=xml", "-q", "-o", "mail.xml", "mail")
report = (work / "mail.xml").read_bytes()
none(hidden(report), "nor in XML")
left = set(names) - told(report) - {one for one in names if one.startswith(b".")}
none(left, "each name of a file comes back")
ok(run(TOOLS["hopreport"], "validate", "-q", "mail.xml").returncode == 0, "it holds together")

if "define HAVE_ARCHIVE 1" in (BUILD / "config.h").read_text():
    some = names[:1000]
    with tarfile.open(work / "mail.tar", "w", format=tarfile.GNU_FORMAT,
                      encoding="utf-8", errors="surrogateescape") as archive:
        for one in some:
            entry = tarfile.TarInfo(os.fsdecode(one))
            entry.size = len(contents[one])
            archive.addfile(entry, io.BytesIO(contents[one]))
    with zipfile.ZipFile(work / "mail.zip", "w") as archive:
        for number, one in enumerate(some):
            plain = one.decode("cp437").replace("\\", "_")
            archive.writestr(zipfile.ZipInfo(f"{number}{plain}"), contents[one])
    for kind in ("tar", "zip"):
        got = run(TOOLS["hopaudit"], "--format=text", f"mail.{kind}")
        none(hidden(got.stdout) + hidden(got.stderr), f"members of a {kind}")
        got = run(TOOLS["hopaudit"], "--format=xml", "-q", "-o", f"{kind}.xml", f"mail.{kind}")
        found = told((work / f"{kind}.xml").read_bytes())
        ok(len(found) == len(some), f"{kind}: each member is told: {len(found)}",
           *list(set(some) - found)[:5])
        ok(run(TOOLS["hopreport"], "validate", "-q", f"{kind}.xml").returncode == 0,
           f"{kind}: the report holds together")

# ------------------------------------------------- complaints of what is not there
missing = [b"no/" + name(number) for number in range(STRINGS)]
bad = []
for start in range(0, STRINGS, 1000):
    got = run(TOOLS["hopcheck"], "-q", "--", *missing[start:start + 1000])
    bad += hidden(got.stdout) + hidden(got.stderr)
    if got.stderr.count(b"hopcheck: ") != 1000:
        bad.append(got.stderr.count(b"hopcheck: "))
none(bad, f"hopcheck complains of {STRINGS} names")
(work / "list").write_bytes(b"\0".join(missing) + b"\0")
got = run(TOOLS["hopaudit"], "--format=text", "-0", "-T", "list")
none(hidden(got.stdout) + hidden(got.stderr), f"hopaudit tells of {STRINGS} names")
ok(got.returncode == 3, "and that none was read")
# a name, a value or a verb that is wrong, wherever a tool takes one
PLACES = [
    ("hopcheck", "--policy"), ("hopcheck", "--trust"), ("hopcheck", "--profile"),
    ("hopcheck", "--as-of"), ("hopcheck", "--recipient"), ("hopcheck", "--format"),
    ("hopcheck", "--timezone"), ("hopcheck", "--address-db"), ("hopcheck", "--limit"),
    ("hopcheck", "--explain"), ("hopcheck", "--output"), ("hopcheck", "--width"),
    ("hopcheck",), ("hopaudit", "--state"), ("hopaudit", "--unit"), ("hopaudit", "--finish"),
    ("hopaudit", "--files-from"), ("hopaudit", "--detail"), ("hopaudit", "--run-record"),
    ("hoppolicy",), ("hoppolicy", "check"), ("hoppolicy", "explain"), ("hoppolicy", "test"),
    ("hopreport",), ("hopreport", "validate"), ("hopreport", "html"), ("hopreport", "csv"),
    ("hopreport", "verify"), ("hopreport", "diff"), ("hopreport", "merge"),
    ("hopreport", "redact"),
]
bad = []
for number, (tool, *words) in enumerate(PLACES * 4):
    value = b"no/" + name(number) if number % 2 else name(number)
    if words and words[0].startswith("--"):
        rest = [words[0].encode() + b"=" + value, b"list"]
    else:
        rest = [*(word.encode() for word in words), b"--", value]
    got = run(TOOLS[tool], *rest)
    bad += [(tool, words, line) for line in hidden(got.stdout) + hidden(got.stderr)]
none(bad, f"{len(PLACES)} places complain in plain text")


# ---------------------------------------------------------------------- progress
def on_terminal(*command):
    """What a tool writes to a terminal that is its standard error, or None."""
    try:
        leader, follower = pty.openpty()
    except OSError:
        return None
    written = []

    def read():
        try:
            while piece := os.read(leader, 65536):
                written.append(piece)
        except OSError:
            pass
    reader = threading.Thread(target=read)
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=follower, cwd=work,
                               env=environment(TERM="xterm"))
    os.close(follower)
    reader.start()
    process.wait()
    reader.join()
    os.close(leader)
    return b"".join(written)


for one in names[:3000]:  # so that it takes long enough
    with open(os.path.join(folder, one), "ab") as file:
        file.write(b"text\n" * 20000)
shown = on_terminal(TOOLS["hopaudit"], "--jobs=1", "--format=text", "mail")
if shown is None:
    skip("lines of progress", "no terminal is to be had")
elif b"messages, " in shown:
    none(hidden(re.sub(rb"\r\x1b\[K|\r\n", b"", shown)), "lines of progress")
else:
    skip("lines of progress", "it was done before there was one")
shutil.rmtree(work)
done()
