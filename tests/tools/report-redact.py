# SPDX-License-Identifier: LGPL-2.1-or-later
# report-redact.py - markers planted in every field of a message are in no
# redacted report; the schema's open texts each have a class; what is redacted
# is valid, says so, and is shown to derive from its original.
import hashlib
import hmac
import pathlib
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as tree

from tap import BUILD, HOPCHECK, SOURCE, done, none, ok, run, sources

HOPREPORT = BUILD / "tools" / "hopreport"
XSD = "{http://www.w3.org/2001/XMLSchema}"
CLOSED = {"xs:unsignedLong", "xs:long", "xs:boolean", "xs:unsignedInt",
          "xs:integer", "xs:hexBinary", "xs:dateTime"}
work = pathlib.Path(tempfile.mkdtemp())

# -------------------------------------------------- a class for each open text
schema = tree.parse(SOURCE / "schemas/report.xsd").getroot()
types = {one.get("name"): one for one in schema if one.get("name")
         and one.tag in (XSD + "complexType", XSD + "simpleType")}
groups = {one.get("name"): one for one in schema
          if one.tag == XSD + "attributeGroup"}


def is_open(name):
    """Whether a simple type takes values that its schema does not list."""
    if name.startswith("xs:"):
        return name not in CLOSED
    members = types[name].find(XSD + "list")
    if members is not None:
        return is_open(members.get("itemType"))
    rules = types[name].find(XSD + "restriction")
    return not (rules.findall(XSD + "enumeration") or
                rules.findall(XSD + "pattern"))


def is_simple(name):
    return name.startswith("xs:") or types[name].tag == XSD + "simpleType"


def parts(kind):
    """Attributes, whether there is open text, and children of a type."""
    attributes, text = [], False
    simple = kind.find(XSD + "simpleContent")
    body = kind if simple is None else simple.find(XSD + "extension")
    if simple is not None:
        base = body.get("base")
        if is_simple(base):
            text = is_open(base)
        else:
            attributes, text, _ = parts(types[base])
            attributes = list(attributes)
    attributes += body.findall(XSD + "attribute")
    for group in body.findall(XSD + "attributeGroup"):
        attributes += groups[group.get("ref")].findall(XSD + "attribute")
    sequence = body.find(XSD + "sequence")
    children = [] if sequence is None else sequence.findall(XSD + "element")
    return attributes, text, children


wanted = set()
seen = set()


def walk(name, parent, kind):
    attributes, text, children = parts(kind)
    wanted.update(f"{name}@{one.get('name')}" for one in attributes
                  if is_open(one.get("type")))
    if text:
        wanted.add(f"{parent}/{name}")
    for child in children:
        key = (child.get("name"), name, child.get("type"))
        if key in seen:
            continue
        seen.add(key)
        if is_simple(child.get("type")):
            if is_open(child.get("type")):
                wanted.add(f"{name}/{child.get('name')}")
        else:
            walk(child.get("name"), name, types[child.get("type")])


root = [one for one in schema if one.tag == XSD + "element"][0]
walk("report", "", root.find(XSD + "complexType"))
table = (SOURCE / "lib/view/classes.c").read_text()
first = table[table.index("rows[] = {"):table.index("quotes[] = {")]
rows = re.findall(r'\{"([^"]+)",\s*HC_CLASS_\w+\s*\}', first)
ok(len(wanted) > 100, f"the schema has {len(wanted)} open texts")
none(wanted - set(rows), "each open text of the schema has a class")
none(set(rows) - wanted, "each class is of an open text of the schema")
for name in ("rows", "quotes", "facts"):
    part = table[table.index(f"{name}[] = {{"):]
    keys = re.findall(r'\{"([^"]+)",\s*HC_CLASS_\w+\s*\}', part[:part.index("};")])
    ok(keys and keys == sorted(keys), f"{name} stand in order")

# ------------------------------------------------------------------- markers
count = 0


def mark():
    global count
    count += 1
    return f"zq{count:03d}xv"


MESSAGE = f"""Return-Path: <{mark()}@{mark()}.example>
Delivered-To: {mark()}@{mark()}.example
X-Original-To: {mark()}@example.net
Received: from {mark()} ({mark()}.example [192.0.2.77])
\tby mx.{mark()}.example (Postfix) with ESMTPS id {mark()}
\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))
\t(Client CN "{mark()}.example", Issuer "{mark()}" (not verified))
\tfor <{mark()}@{mark()}.example>; Mon, 2 Nov 2026 10:00:03 +0000 ({mark()})
Received: from {mark()} (HELO {mark()}) ({mark()}@198.51.100.9)
\tby {mark()} with {mark()} via {mark()}; 2 Nov 2026 10:00:02 -0000
Received: from unknown (HELO "{mark()} {mark()}") (203.0.113.5)
\tby {mark()}.example with SMTP; 2 Nov 2026 10:00:01 +0000
Received: from [2001:db8::{count:x}:77] (helo={mark()}.example ident={mark()})
\tby {mark()}.example with esmtpsa ({mark()}:TLS1.0:RC4-SHA:128)
\t(Exim {mark()}) (envelope-from <{mark()}@{mark()}.example>)
\tid 1aYVjo-0000pQ-4x for {mark()}@{mark()}.example; {mark()}
Received: {mark()} x"{mark()}"y\\"{mark()}
Received-SPF: pass ({mark()}) client-ip=198.51.100.77; envelope-from={mark()}
Authentication-Results: {mark()}.example; dkim=pass header.d={mark()}.example
X-Originating-IP: [198.51.100.88]
X-Received: by {mark()}.example with SMTP id {mark()}; Mon, 2 Nov 2026 10:00:00 +0000
DKIM-Signature: v=1; d={mark()}.example; s={mark()}; t=1793613600; b=x
From: "{mark()} {mark()}" <{mark()}@{mark()}.example> ({mark()})
To: {mark()} {mark()} <{mark()}@{mark()}.example>, {mark()}@example.org
Cc: "{mark()}\\"{mark()}"@{mark()}.example
Subject: [encrypt] {mark()} =?utf-8?q?{mark()}?= {mark()}
Date: Mon, 2 Nov 2026 10:00:00 +0000 ({mark()})
Message-ID: <{mark()}.{mark()}@{mark()}.example>
Sensitivity: {mark()}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="{mark()}"

--{f"zq{count:03d}xv"}
Content-Type: application/pkcs7-mime; name="{mark()}.p7m"

{mark()}
--{f"zq{count - 2:03d}xv"}
Content-Type: message/rfc822

Received: from {mark()}.example by {mark()}.example; Mon, 2 Nov 2026 09:00:00 +0000
From: {mark()}@example.org
Subject: {mark()}

{mark()}
"""
addresses = ["192.0.2.77", "198.51.100.9", "203.0.113.5", "198.51.100.77",
             "198.51.100.88", "2001:db8::"]
folder = f"{mark()}-folder"
(work / folder).mkdir()
letter = work / folder / f"{mark()} {mark()}.eml"
letter.write_text(MESSAGE)
key = work / "key"
key.write_bytes(bytes(range(32)))
other = work / "other.key"
other.write_bytes(bytes(range(1, 33)))


def made(name, *arguments):
    path = work / name
    subprocess.run([HOPCHECK, "--format=xml", "--output", path, *arguments],
                   cwd=work, capture_output=True)
    return path


def redact(path, *arguments, key=key):
    return run(HOPREPORT, "redact", "--key-file", key, *arguments, path)


owner = f"zq{count + 1:03d}xv"
count += 1
policy = work / f"{mark()}.xml"
text = (SOURCE / "samples/policies/minimal.xml").read_text()
policy.write_text(re.sub(r'owner="[^"]*"', f'owner="{owner}"', text, count=1))
reports = {
    "inferred": made("a.xml", "--content=always", str(letter.relative_to(work))),
    "trusted": made("b.xml", "--content=never", "--trust", "198.51.100.0/24",
                    "--trust", "zq006xv.example", "--recipient",
                    "zq011xv@zq012xv.example", str(letter.relative_to(work)),
                    f"{mark()}-missing.eml"),
    "by a policy": made("c.xml", "--content=always", "--policy", str(policy),
                        str(letter.relative_to(work))),
}
for name, report in reports.items():
    if not ok(report.exists(), f"{name}: there is a report"):
        continue
    before = report.read_text()
    planted = set(re.findall(r"zq\d\d\dxv", before))
    ok(len(planted) > 40, f"{name}: {len(planted)} markers stand in it")
    found = redact(report, "--share")
    after = found.stdout.decode()
    ok(found.returncode == 0, f"{name}: --share redacts it", found.stderr.decode())
    none(set(re.findall(r"zq\d\d\dxv", after, re.I)), f"{name}: none is left")
    none([marker for marker in planted if marker.encode().hex() in after.lower()],
         f"{name}: none is left in hex")
    none([one for one in addresses if one in after],
         f"{name}: no address of a host is left")
    ok(re.search(r'^ <redaction original-sha256="'
                 + hashlib.sha256(report.read_bytes()).hexdigest() +
                 '" kinds="addresses hosts names subjects" ', after, re.M),
       f"{name}: it says so, and of which report it was made")
    (work / "red.xml").write_bytes(found.stdout)
    told = run(HOPREPORT, "validate", work / "red.xml")
    ok(told.returncode == 0, f"{name}: it is valid and holds together",
       told.stdout.decode()[:600])
    ok(redact(report, "--share").stdout == found.stdout,
       f"{name}: the same key gives the same bytes")
    told = redact(work / "red.xml", "--prove", report)
    ok(told.returncode == 0, f"{name}: it is shown to derive from it",
       told.stdout, told.stderr)
    ok(redact(work / "red.xml", "--prove", report, key=other).returncode == 1,
       f"{name}: not with another key")
    (work / "bent.xml").write_text(after.replace('outcome="', ' outcome="', 1))
    ok(redact(work / "bent.xml", "--prove", report).returncode == 1,
       f"{name}: not once a byte changed")
    ok(redact(work / "red.xml", "--prove", reports["inferred"]).returncode ==
       (0 if name == "inferred" else 1), f"{name}: not from another report")
    ok(redact(work / "red.xml", "--share").returncode == 2,
       f"{name}: it is not redacted twice")
    # what is no value stays
    for what in ("hop number=", "<verdict ", "<finding ", "tls state="):
        ok(before.count(what) == after.count(what),
           f"{name}: each {what} is still there")
    ok(re.findall(r' utc="[^"]*"', before) == re.findall(r' utc="[^"]*"', after),
       f"{name}: so is every time")

# --------------------------------------------------- kinds, and what they do
report = reports["inferred"]


def quotes(document):
    return {one.get("field"): one.text for one in
            tree.fromstring(document).iter("{urn:hopcheck:report:1}quote")}


given = quotes(report.read_bytes())
only = redact(report, "--subjects").stdout
ok(quotes(only)["subject"].startswith("subject-") and
   quotes(only)["from"] == given["from"], "--subjects replaces these alone")
token = "subject-" + hmac.new(key.read_bytes(), b"subject\0" +
                              given["subject"].encode(),
                              hashlib.sha256).hexdigest()[:16]
ok(quotes(only)["subject"] == token, "a token is an HMAC-SHA-256 of the value")
simple = made("d.xml", "--content=never", SOURCE / "samples/cases/header-check-rc4.eml")
local = redact(simple, "--local-parts").stdout.decode()
ok("@gmail.com" in local and "sender@" not in local and
   "mail-yw0-f47.google.com" in local,
   "--local-parts keeps domains and hosts", local[:200])
whole = redact(simple, "--addresses").stdout.decode()
ok("@gmail.com" not in whole and "mail-yw0-f47.google.com" in whole,
   "--addresses keeps hosts")
hosts = redact(simple, "--hosts").stdout.decode()
ok("google" not in hosts and "192.0.2.47" not in hosts and "sender@host-" in hosts,
   "--hosts keeps local parts")
kept = redact(simple, "--share", "--keep-hosts").stdout.decode()
ok("mail-yw0-f47.google.com" in kept and "sender" not in
   kept.replace("sender ", "").replace("sender.", ""),
   "--keep-hosts keeps hosts alone")
hop = re.search(r"host-[0-9a-f]{16}(?=</fact>)", hosts).group(0)
ok(hosts.count(hop) > 1, "one host has one token wherever it stands")

# all samples: valid, and proved
wrong = []
for path in sources("samples/cases/*.xml") + [SOURCE / "tests/audit/example.xml"]:
    found = redact(path, "--share")
    (work / "red.xml").write_bytes(found.stdout)
    if found.returncode or \
            run(HOPREPORT, "validate", "-q", work / "red.xml").returncode or \
            redact(work / "red.xml", "--prove", path).returncode:
        wrong.append((path, found.stderr))
none(wrong, "every sample is redacted, valid and proved")

# an audit that found nothing has lists, if empty ones, and so has what is redacted
(work / "nothing").mkdir()
run(BUILD / "tools" / "hopaudit", "--format=xml", "--output", work / "nothing.xml",
    work / "nothing")
(work / "red.xml").write_bytes(redact(work / "nothing.xml", "--share").stdout)
told = run(HOPREPORT, "validate", work / "red.xml")
ok(told.returncode == 0, "an audit of nothing: redacted it is valid", told.stdout)

# ---------------------------------------------------------------- misuse
(work / "short").write_bytes(b"secret")
for arguments, status in ((("--share",), 2), (("-k", key), 2),
                          (("-k", work / "short", "--share"), 2),
                          (("-k", work / "none", "--share"), 3),
                          (("-k", key, "--hosts", "--keep-hosts"), 2),
                          (("-k", key, "--share", "--prove", report), 2),
                          (("-k", key, "--share", "-o", work / "no/x"), 4)):
    found = run(HOPREPORT, "redact", *arguments, report)
    ok(found.returncode == status,
       f"{' '.join(str(one).rsplit('/')[-1] for one in arguments)}: status {status}",
       found.returncode, found.stderr)
ok(redact(report, "--prove", report).returncode == 3,
   "what is not redacted is not proved")
found = subprocess.run([HOPREPORT, "redact", "-k", key, "--share", "-"],
                       stdin=open(report), capture_output=True)
ok(found.returncode == 3, "standard input is not read twice")
shutil.rmtree(work)
done()
