# SPDX-License-Identifier: LGPL-2.1-or-later
# report-diff.py - what changed between two reports: findings, verdicts,
# counterparties that fell back from TLS to clear text.
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as tree

from tap import BUILD, HOPCHECK, SOURCE, done, ok, skip, tool

HOPREPORT = BUILD / "tools" / "hopreport"
HOPAUDIT = BUILD / "tools" / "hopaudit"
work = pathlib.Path(tempfile.mkdtemp())
os.environ["TMPDIR"] = str(work)


def call(*command):
    return subprocess.run([str(part) for part in command], cwd=work,
                          capture_output=True)


def letter(host, day, tls, subject):
    """A message that Postfix took from a host, over TLS or not."""
    words = "\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n" \
        "\t(No client certificate requested)\n" if tls else ""
    return f"""Received: from mail.{host} (mail.{host} [192.0.2.{len(host)}])
{words}\tby mx.example.net (Postfix) with ESMTP{"S" if tls else ""} id 4{day:02d}ABC
\tfor <a@example.net>; {day} Nov 2026 10:00:00 +0000 (UTC)
From: b@{host}
Subject: {subject}

x
"""


def audit(name, letters):
    box = "".join(f"From b@example.org Sun Nov  1 10:00:00 2026\n{one}\n"
                  for one in letters)
    (work / f"{name}.mbox").write_text(box)
    call(HOPAUDIT, "--format=xml", "--trust", "example.net", "--output",
         f"{name}.xml", f"{name}.mbox")


ONE = letter("one.example.org", 1, True, "kept")
TWO = letter("two.example.com", 2, True, "kept, too")
audit("before", [ONE, TWO, letter("gone.example.info", 3, True, "gone")])
audit("after", [TWO, ONE, letter("one.example.org", 4, False, "fell back"),
                letter("new.example.biz", 5, True, "new")])
audit("moved", [TWO, ONE, letter("gone.example.info", 3, True, "gone")])

found = call(HOPREPORT, "diff", "before.xml", "before.xml")
ok(found.returncode == 0 and not found.stdout, "a report is as it is",
   found.stdout.decode(), found.stderr.decode())
found = call(HOPREPORT, "diff", "before.xml", "moved.xml")
ok(found.returncode == 0 and not found.stdout,
   "the same messages in another order are the same", found.stdout.decode())
found = call(HOPREPORT, "diff", "before.xml", "after.xml")
told = found.stdout.decode()
ok(found.returncode == 1, "what changed gives status 1", found.stderr.decode())
for row in ("changed     messages: 3, now 4", "changed     fail: 0, now 1",
            "regression  example.org: messages 1, over TLS 1, in clear text 0, "
            "regressions 0, now messages 2, over TLS 1, in clear text 1, regressions 1",
            "gone        example.info: ", "new         example.biz: ",
            "new         HC-T01 on hop 1"):
    ok(row in told, f"it tells: {row}", told)
ok("example.com" not in told, "what did not change is not told", told)
rows = json.loads(call(HOPREPORT, "diff", "--format=json", "before.xml",
                       "after.xml").stdout)
ok(len(rows["differences"]) == len(told.splitlines()) and
   {"kind", "of", "what", "before", "after"} <= set(rows["differences"][0]),
   "JSON tells as many")
ok([row["what"] for row in rows["differences"] if row["kind"] == "regression"]
   == ["example.org"], "and the regression")
root = tree.fromstring(call(HOPREPORT, "diff", "-f", "xml", "before.xml",
                            "after.xml").stdout)
ok(root.tag == "{urn:hopcheck:comparison:1}comparison" and
   len(list(root.iter("{urn:hopcheck:comparison:1}difference"))) ==
   len(rows["differences"]), "so does XML")
ok([one.get("sha256") for one in root.iter("{urn:hopcheck:comparison:1}difference")
    if one.get("of") == "verdict"] and
   {one.get("sha256") is not None for one in root.iter("{urn:hopcheck:comparison:1}difference")
    if one.get("of") in ("finding", "verdict")} == {True},
   "what differs of a message bears its digest")
call(HOPREPORT, "diff", "-o", "out.txt", "before.xml", "after.xml")
ok((work / "out.txt").read_text() == told, "--output gets the same")

# a finding that stands twice is not the same as one that stands once
once = (work / "after.xml").read_text()
finding = re.search(r'\s*<finding [^>]*id="HC-T01".*?</finding>', once, re.S).group()
(work / "twice.xml").write_text(once.replace(finding, finding * 2, 1))
for one, other, word in (("after", "twice", "new "), ("twice", "after", "gone")):
    found = call(HOPREPORT, "diff", f"{one}.xml", f"{other}.xml")
    told = found.stdout.decode()
    ok(found.returncode == 1 and len(told.splitlines()) == 1 and
       told.startswith(f"{word}        HC-T01 (number 2) on hop 1  "),
       f"from {one} to {other}: the second finding is told", told,
       found.stderr.decode())
found = call(HOPREPORT, "diff", "twice.xml", "twice.xml")
ok(found.returncode == 0 and not found.stdout, "twice on both sides is the same",
   found.stdout.decode())

# ------------------------------------------------------------- the schema
HOSTILE = b"""Received: from a\x1b[31m<&"' (HELO \xff\xe2\x80\xae) by mx.example.net
\twith SMTP id 1; Mon, 2 Nov 2026 10:00:00 +0000
Subject: x

"""
for number, name in enumerate(("a<&\"'\x1b[31m.eml", "\udcff\u202eb.eml")):
    (work / name).write_bytes(HOSTILE)
    call(HOPCHECK, "--format=xml", "--no-digests", "-o", f"hostile{number}.xml", name)
xmllint = tool("XMLLINT")
for one, other in (("before", "after"), ("before", "before"), ("after", "moved"),
                   ("hostile0", "hostile1"), ("hostile1", "before")):
    name = f"from {one} to {other}: valid by diff.xsd"
    if not xmllint:
        skip(name, "no xmllint")
        continue
    call(HOPREPORT, "diff", "-f", "xml", "-o", "out.xml", f"{one}.xml", f"{other}.xml")
    found = call(xmllint, "--nonet", "--noout", "--schema", SOURCE / "schemas/diff.xsd",
                 "out.xml")
    ok(found.returncode == 0, name, found.stderr.decode())

# ---------------------------------------------------- reports of hopcheck
sample = SOURCE / "samples/cases/header-check-rc4.eml"
call(HOPCHECK, "--format=xml", "-o", "today.xml", sample)
call(HOPCHECK, "--format=xml", "--as-of=2011-01-01", "-o", "then.xml", sample)
told = call(HOPREPORT, "diff", "then.xml", "today.xml").stdout.decode()
ok("changed     HC-T07 on hop 4" in told, "reports of hopcheck are compared", told)
(work / "odd.eml").write_bytes(sample.read_bytes())
shutil.move(work / "odd.eml", work / "od\x1b[31md.eml")
call(HOPCHECK, "--format=xml", "--no-digests", "-o", "odd.xml", "od\x1b[31md.eml")
told = call(HOPREPORT, "diff", "then.xml", "odd.xml").stdout
ok(b"\\x1b[31m" in told and b"\x1b" not in told, "names are shown escaped", told)

corpus = os.environ.get("HOPCHECK_CORPUS") or SOURCE.parent / "shared/mail"
if pathlib.Path(corpus).is_dir():
    for name, day in (("a", "2015-01-01"), ("b", "2026-01-01")):
        call(HOPAUDIT, "--format=xml", "--quiet", "--content=never", "--as-of",
             day, "--output", f"{name}.xml", corpus)
    found = call(HOPREPORT, "diff", "a.xml", "a.xml")
    ok(found.returncode == 0 and not found.stdout, "real mail: no difference")
    found = call(HOPREPORT, "diff", "a.xml", "b.xml")
    ok(found.returncode == 1 and b"HC-T" in found.stdout,
       "real mail: what the rules of another day make of it",
       found.stdout.decode()[:300], found.stderr.decode())
else:
    skip("real mail: no difference", "no mail")
    skip("real mail: what the rules of another day make of it", "no mail")

for arguments, status in ((("before.xml",), 2), (("before.xml", "none.xml"), 3),
                          (("--format=csv", "before.xml", "after.xml"), 2),
                          (("-o", "no/x", "before.xml", "after.xml"), 4)):
    found = call(HOPREPORT, "diff", *arguments)
    ok(found.returncode == status, f"{' '.join(arguments)}: status {status}",
       found.returncode, found.stderr.decode())
shutil.rmtree(work)
done()
