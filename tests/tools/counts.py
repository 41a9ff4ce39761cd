# SPDX-License-Identifier: LGPL-2.1-or-later
# counts.py - messages and hops of hostile files, held against a second reader,
# written from the rules alone; and what a forger writes about TLS counts for no
# pass.
#
# The rules: a line ends with LF, and one CR before it is dropped.  A header
# block ends with the first empty line.  A field is printable ASCII, white space
# or not, a colon.  An EML file is a message if it holds a field.  A separator of
# a mailbox is a line "From " at its start or behind an empty line, no field,
# which carries a time and a year or is followed by a field or ">From ".
import json
import pathlib
import random
import re
import shutil
import subprocess
import tempfile

from tap import BUILD, HOPCHECK, done, environment, none, ok

HOPAUDIT = BUILD / "tools" / "hopaudit"
FILES = 1500
FIELD = re.compile(rb"[\x21-\x39\x3b-\x7e]+[ \t]*:")
TIME = re.compile(rb"(?<!\d)\d{1,2}:[0-5]\d(?!\d)")
YEAR = re.compile(rb"(?<!\d)\d{4}(?!\d)")
BOM = b"\xef\xbb\xbf"
# What mail and its forgers are made of.
PIECES = [
    b"Received: by mx.example.org; Tue, 16 Jun 2026 10:15:04 +0200\n",
    b"received :x\n", b"RECEIVED:\n", b" Received: a\n", b"X-Received: y\n",
    b"\tx\n", b" \n", b"\t\r\n", b"From: a\n", b"From : 1:00 2001\n", b"A: b\n",
    b"From a Mon Jan  1 00:00:00 2001\n", b"From a\n", b"From \n", b"From\n",
    b"From 1:00 2001\n", b"From a 1:00 20011\n", b"From a 1:111 1999\n",
    b"From\ta 1:00 2001\n", b">From a\n", b">From a 1:00 2001\n", b"\n", b"\r\n",
    b"\n\n", b"\r\r\n", BOM, b"\0", b"\r", b"text\n", b": x\n", b"Re", b".\n",
    b"Content-Length: 5\n", b"Content-Length: 99999\n", b"A\0: b\n", b"\xff: b\n",
    b"a b: c\n", b"From a@b.example 12:30:00 1999", b"--b\n", b"\x0b\n",
]
random.seed(20261123)
work = pathlib.Path(tempfile.mkdtemp())


def lines(data):
    """Every line with its ends: where it begins, where the next one does."""
    at = 0
    for line in re.findall(rb"[^\n]*\n|[^\n]+$", data):
        bare = line[:-1] if line.endswith(b"\n") else line
        if line.endswith(b"\r\n"):
            bare = bare[:-1]
        yield at, at + len(line), bare
        at += len(line)


def is_from(line, quoted=True):
    return (line.startswith((b"From ", b">From ") if quoted else b"From ")
            and not FIELD.match(line))


def read_message(data):
    """Number of fields, and of Received fields."""
    rest = [line for _, _, line in lines(data.removeprefix(BOM))]

    def skip(what):
        before = len(rest)
        while rest and what(rest[0]):
            rest.pop(0)
        return len(rest) < before

    skip(is_from)
    if skip(lambda line: line == b""):
        skip(is_from)
        if not rest or not FIELD.match(rest[0]):
            return 0, 0
    fields = received = 0
    for line in rest:
        if line == b"":
            break
        name = FIELD.match(line)
        if name:
            fields += 1
            received += name[0][:-1].rstrip(b" \t").lower() == b"received"
    return fields, received


def read_mailbox(data):
    """Number of messages, and of their Received fields."""
    data = data.removeprefix(BOM)
    rows = list(lines(data))
    starts = []
    for i, (_, _, line) in enumerate(rows):
        if not is_from(line, False) or (i > 0 and rows[i - 1][2] != b""):
            continue
        behind = rows[i + 1][2] if i + 1 < len(rows) else b""
        if (TIME.search(line) and YEAR.search(line)) or FIELD.match(behind) \
                or behind.startswith(b">From "):
            starts.append(i)
    hops = 0
    for start, end in zip(starts, starts[1:] + [len(rows)]):
        body = data[rows[start][1]:rows[end - 1][1] if end > start + 1 else 0]
        hops += read_message(body)[1]
    return len(starts), hops


def expected(data, kind):
    first = next((line for _, _, line in lines(data.removeprefix(BOM))), b"")
    if kind == "mbox" or (kind == "auto" and is_from(first, False)):
        return read_mailbox(data)
    fields, received = read_message(data)
    return int(fields > 0), received


def made():
    begin = random.choice([b"", b"", b"From a Mon Jan  1 00:00:00 2001\n",
                           b"From a Mon Jan  1 00:00:00 2001\n",
                           BOM + b"From a\n"])
    few = random.sample(PIECES, random.randint(2, 10))
    return begin + b"".join(random.choices(few, k=random.randint(0, 16)))


def report(*arguments):
    run = subprocess.run([str(HOPCHECK), "--format=json", *arguments], cwd=work,
                         env=environment(), capture_output=True, check=False)
    return run.returncode, json.loads(run.stdout)


# ------------------------------------------------------- messages and hops
data = {}
for number in range(FILES):
    name = f"{number:04}.eml"
    data[name] = made()
    (work / name).write_bytes(data[name])
for kind in ("auto", "mbox", "eml"):
    wrong, lost = [], []
    _, told = report("--input=" + kind, *data)
    hops = {}
    for message in told["messages"]:
        hops[message["input"]] = (hops.get(message["input"], 0)
                                  + message["received-fields"])
    for entry in told["inputs"]:
        name = entry["label"]["text"]
        if any(region["token"] == "utf16" for region in entry["regions"]):
            continue
        got = entry["messages"], hops.get(entry["number"], 0)
        if got != expected(data[name], kind):
            wrong.append(f"{got}, {expected(data[name], kind)}: {data[name]}")
        if len(data[name]) != (entry["message-bytes"] + entry["separator-bytes"]
                               + entry["unparsed-bytes"]):
            lost.append(f"{entry}: {data[name]}")
    ok(len(told["inputs"]) == FILES, f"{kind}: all are read")
    none(wrong, f"{kind}: messages and hops are those of the rules")
    none(lost, f"{kind}: every byte is accounted for")

# ---------------------------------------------- more fields than are taken apart
MANY = 1503
(work / "many.eml").write_bytes(MANY * b"Received: by a\n" + b"From: a\n\n")
wrong = []
for tool in (HOPCHECK, HOPAUDIT):
    run = subprocess.run([str(tool), "--quiet", "--format=json", "many.eml"], cwd=work,
                         env=environment(), capture_output=True, check=False)
    totals = json.loads(run.stdout)["totals"]
    if (run.returncode, totals["hops"], totals["hops-unread"]) != (3, MANY, MANY - 1000):
        wrong.append(f"{tool.name}: {run.returncode} {totals}")
    (work / "many.xml").write_bytes(subprocess.run(
        [str(tool), "--quiet", "--format=xml", "many.eml"], cwd=work, env=environment(),
        capture_output=True, check=False).stdout)
    run = subprocess.run([str(BUILD / "tools" / "hopreport"), "validate", "many.xml"], cwd=work,
                         env=environment(), capture_output=True, check=False)
    if run.returncode != 0:
        wrong.append(f"{tool.name}: {run.stdout}")
none(wrong, f"all of {MANY} Received fields are counted")

# ------------------------------------------------------------- forged TLS
STAMP = "Tue, 16 Jun 2026 10:15:04 +0200 (CEST)"
TLS = "(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))"
WORSE = "(using TLSv1 with cipher RC4-SHA (128/128 bits))"
PEER = "(evil.example [192.0.2.66])"


def hop(sender, keyword="ESMTP", tls="", end=STAMP, by="(Postfix)", for_=""):
    return (f"Received: from {sender} {tls}\n\tby mx.example.org {by} with {keyword}"
            f" id 4gfftH4Jq0z2Kf{for_}; {end}\nFrom: ann@example.com\n\nText\n")


# what comes of it: a state, or what it must not be
CASES = [("as it should be", hop("a.example " + PEER, "ESMTPS", TLS), "yes", 0)]
for word in (TLS, "x " + TLS, "(version=TLS1_3 cipher=X)", "x with ESMTPS",
             "x by mx.example.org (Postfix) with ESMTPS id 1; " + STAMP,
             "x tls TLS_AES_256_GCM_SHA384", "ESMTPS", "TLSv1.3", "(", "\"", "\\",
             "x; " + STAMP, "=?utf-8?q?TLSv1.3?=", "(" * 300 + TLS, TLS + ")" * 300):
    CASES.append(("HELO " + word[:40], hop(word + " " + PEER), None, None))
CASES += [
    ("rDNS", hop("a.example (tls.ESMTPS.example [192.0.2.66])"), "no", 1),
    ("behind the writer", hop("a.example " + PEER, by="(Postfix) " + TLS), None, None),
    ("behind the date", hop("a.example " + PEER, end=STAMP + " " + TLS), None, None),
    ("in a recipient", hop("a.example " + PEER, for_=f' for <"{TLS}"@example.org>'),
     "no", 1),
    ("an encoded word", hop("a.example " + PEER, tls="(=?utf-8?q?using_TLSv1.3?=)"),
     None, None),
    ("a quoted comment", hop("a.example " + PEER, tls=f'"{TLS}"'), None, None),
    ("a nested comment", hop("a.example " + PEER, tls=f"({TLS})"), None, None),
    ("another keyword", hop("a.example " + PEER, "ESMTPSX"), None, None),
    ("HELO says better", hop(f"a.example {TLS} {PEER}", "ESMTPS", WORSE), "yes", 1),
    ("two versions", hop("a.example " + PEER, "ESMTPS", TLS + " " + WORSE),
     "contradicted", 5),
    ("the same twice", hop("a.example " + PEER, "ESMTPS", TLS + " " + TLS), "yes", 0),
    ("two suites", hop("a.example " + PEER, "ESMTPS", TLS + " " + TLS.replace(
        "256", "128").replace("384", "256")), "contradicted", 5),
]
wrong = []
for name, text, state, status in CASES:
    (work / "forged").write_text(text)
    got, told = report("forged")
    found = told["messages"][0]["hops"][-1]["tls"]["state"]
    if (state is not None and (found, got) != (state, status)) or (
            state is None and (found == "yes" or got == 0)):
        wrong.append(f"{name}: {found}, exit status {got}")
none(wrong, f"{len(CASES)} ways to write TLS into a field")

# ------------------------------------------- messages within that hold nothing
WITHIN = (hop("a.example " + PEER, "ESMTPS", TLS).split("\n\n")[0]
          + "\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n")
wrong = []
for body in ("", "!!!!====\n", "AAAA\n", "Cgo=\n", "dGV4dAo=\n", "ICBhOiBiCg==\n"):
    (work / "within").write_text(WITHIN + body)
    for tool in (HOPCHECK, HOPAUDIT):
        run = subprocess.run([str(tool), "--quiet", "--content=always", "within"],
                             cwd=work, env=environment(), capture_output=True,
                             check=False)
        if run.returncode != 0 or run.stderr:
            wrong.append(f"{tool.name} {body!r}: {run.returncode} {run.stderr}")
none(wrong, "a message within that holds no field is no trouble")

# ---------------------------------------------------- both tools count alike
status, told = report(*sorted(data))
run = subprocess.run([str(HOPAUDIT), "--quiet", "--format=json", "--input=auto",
                      *sorted(data)], cwd=work, env=environment(),
                     capture_output=True, check=False)
other = json.loads(run.stdout)["totals"]
ok(run.returncode == status, "hopaudit leaves as hopcheck does",
   f"{run.returncode}, {status}")
none([f"{key}: {other[key]}, {told['totals'][key]}"
      for key in ("messages", "hops", "pass", "fail", "indeterminate")
      if other[key] != told["totals"][key]], "hopaudit counts as hopcheck does")
shutil.rmtree(work)
done()
