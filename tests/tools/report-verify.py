# SPDX-License-Identifier: LGPL-2.1-or-later
# report-verify.py - the same inputs give the same report again, and what was
# changed is named; on the samples, and on real mail where there is some.
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile

from tap import BUILD, HOPCHECK, SOURCE, done, ok, skip, sources

HOPREPORT = BUILD / "tools" / "hopreport"
HOPAUDIT = BUILD / "tools" / "hopaudit"
work = pathlib.Path(tempfile.mkdtemp())
os.environ["TMPDIR"] = str(work)


def call(*command):
    return subprocess.run([str(part) for part in command], cwd=work,
                          capture_output=True)


def verify(*arguments):
    return call(HOPREPORT, "verify", *arguments)


mail = work / "mail"
mail.mkdir()
for path in sources("samples/cases/*.eml"):
    shutil.copy(path, mail)
names = [f"mail/{path.name}" for path in sorted(mail.iterdir())]
policy = SOURCE / "samples/policies/example-trust.xml"

# ----------------------------------------------------------- of hopcheck
RUNS = [("plain", ()),
        ("with --trust", ("--trust", "example.net", "--trust", "192.0.2.0/24")),
        ("with --as-of and --recipient",
         ("--as-of", "2020-01-02", "--recipient", "a@example.org")),
        ("without digests", ("--no-digests",)),
        ("by a profile", ("--profile", "nist-800-52r2")),
        # which cuts the fields of some, and the comments of others
        ("within other limits", ("--limit", "received=2", "--limit", "comments=1"))]
for name, arguments in RUNS:
    call(HOPCHECK, "--format=xml", "-o", "full.xml", *arguments, *names)
    found = verify("--input=eml", "full.xml")
    ok(found.returncode == 0, f"{name}: the same report again",
       found.stdout.decode(), found.stderr.decode())
call(HOPCHECK, "--format=xml", "-o", "policy.xml", "--policy", policy, *names)
found = verify("policy.xml")
ok(found.returncode == 2 and b"was made with a policy document" in found.stderr,
   "a policy has to be named", found.stderr)
found = verify("--policy", policy, "policy.xml")
ok(found.returncode == 0, "by a policy: the same report again",
   found.stdout.decode()[:800], found.stderr.decode())
call(HOPCHECK, "--format=xml", "--content=always", "-o", "content.xml", *names)
found = verify("--content=always", "content.xml")
ok(found.returncode == 0, "with content: the same report again",
   found.stdout.decode()[:800])

# ------------------------------------------------------ what was changed
call(HOPCHECK, "--format=xml", "-o", "full.xml", *names)
changed = mail / names[2].split("/")[1]
kept = changed.read_bytes()
changed.write_bytes(kept.replace(b"Subject: ", b"Subject: x", 1))
found = verify("full.xml")
told = found.stdout.decode()
ok(found.returncode == 1 and
   re.search(rf"^full\.xml:\d+: input 3 \({re.escape(names[2])}\): ", told, re.M),
   "a changed input is named", told)
ok(re.search(r"^full\.xml:\d+: message 1 of input 3: ", told, re.M),
   "so is the message", told)
ok(len(told.splitlines()) == 2, "and nothing else", told)
changed.unlink()
found = verify("full.xml")
told = found.stdout.decode()
ok(f"input 3 ({names[2]}): " in told and
   "message 1 of input 3: is not found any more" in told,
   "an input that is not there is named", told)
ok(found.returncode == 3 and f"hopreport: {names[2]}: ".encode() in found.stderr,
   "and is not read, which is no difference of the report", found.returncode, found.stderr)
call(HOPCHECK, "--format=xml", "-o", "lacks.xml", *names)
found = verify("lacks.xml")
ok(found.returncode == 0, "unless the report says so itself", found.returncode, found.stdout,
   found.stderr)
changed.write_bytes(kept)
(work / "bent.xml").write_text((work / "full.xml").read_text()
                               .replace('severity="high"', 'severity="low"', 1))
told = verify("bent.xml").stdout.decode()
ok("severity of " in told and " is low, now high" in told,
   "what was changed in the report is told", told)
BENT = [
    (r'(<hop [^>]*) delay="\d+"', r"\1", "delay of hop is absent, now stated"),
    (r"(<hop [^>]*)(>)", r'\1 delay="77"\2', "delay of hop is "),
    (r"(<why>)[^<]*", r"\1Because.", 'why is "Because.", now "'),
    (r"<comment [^>]*>[^<]*</comment>", "", "comment"),
    (r"(<comments>)", r'\1<comment offset="1" length="1">x</comment>', "comment"),
    (r"<unused/>", "", "unused"),
    (r'(<fact name="by")', r'<fact name="id" offset="1" length="1">x</fact>\1', "fact"),
]
for pattern, change, wanted in BENT:
    bent = re.sub(pattern, change, (work / "full.xml").read_text(), count=1)
    (work / "bent.xml").write_text(bent)
    found = verify("bent.xml")
    told = found.stdout.decode() + found.stderr.decode()
    ok(found.returncode in (1, 3) and wanted in told and re.match(r"^(hopreport: )?bent\.xml:\d+: ", told),
       f"{pattern}: told", found.returncode, told[:500])
# what is well-formed and valid, and is another report
OTHER = [
    (r"<findings>(.|\n)*?</findings>", "<findings/>",
     "message 1 of input 1: findings is empty, now it is not"),
    (r" *<leg (?:(?!</leg>)(?:.|\n))*</leg>\n( *</coverage>)", r"\1",
     "message 1 of input 1: leg is new"),
    (r"(<leg (?:(?!</leg>)(?:.|\n))*</leg>\n)( *</coverage>)", r"\1\1\2",
     "message 1 of input 1: leg is no more"),
    (r"(?s)  <message input=\"13\".*?</message>\n", "",
     "message 1 of input 13: is not in the report"),
    (r'<limit name="comments" value="1"', '<limit name="comments" value="256"',
     "limits: is not found any more"),
    (r"\n  <message ", r"\n\n  <message ", "report: says the same in other bytes"),
    (r'<limit name="comments" value="1"', '<limit name="comments" value="x"', None),
    (r'<limit name="comments" value="1"', '<limit name="comments" value="100000"',
     "bent.xml: 'comments=100000' is not between "),
]
call(HOPCHECK, "--format=xml", "-o", "within.xml", "--limit=comments=1", *names)
whole = (work / "within.xml").read_text()
for pattern, change, wanted in OTHER:
    (work / "bent.xml").write_text(re.sub(pattern, change, whole, count=1))
    found = verify("bent.xml")
    told = found.stdout.decode() + found.stderr.decode()
    ok(found.returncode == 3 if wanted is None else wanted in told and found.returncode in (1, 2),
       f"{pattern!r}, now {change!r}: told", found.returncode, told[:800])
text = (work / "full.xml").read_text()
start = text.index('  <message input="2"')
(work / "short.xml").write_text(text[:start] +
                                text[text.index('  <message input="3"'):])
told = verify("short.xml").stdout.decode()
ok("message 1 of input 2: is not in the report" in told,
   "a message that lacks is named", told)

# ----------------------------------------------------------- of hopaudit
boxes = work / "boxes"
boxes.mkdir()
with open(boxes / "all.mbox", "wb") as box:
    for name in names:
        body = (work / name).read_bytes().replace(b"\r\n", b"\n")
        box.write(b"From a@example.org Mon Nov  2 10:00:00 2026\n" +
                  re.sub(rb"^From ", b">From ", body, flags=re.M) + b"\n")
shutil.copytree(mail, boxes / "single")
for detail in ("all", "findings", "summary"):
    call(HOPAUDIT, "--format=xml", f"--detail={detail}", "--output",
         "audit.xml", "boxes")
    found = verify("audit.xml", "boxes")
    ok(found.returncode == 0, f"audit, {detail}: the same report again",
       found.stdout.decode()[:800], found.stderr.decode())
call(HOPAUDIT, "--format=xml", "--output", "audit.xml", "boxes")
call(HOPAUDIT, "--format=xml", "--jobs=1", "--no-digests", "--output",
     "bare.xml", "boxes/all.mbox")
ok(verify("bare.xml").returncode == 0,
   "an audit of a mailbox: its inputs are named by the report")
found = call(HOPREPORT, "validate", "audit.xml")
ok(found.returncode == 0, "the audit holds together", found.stdout.decode()[:600])
# one name less shifts all that follow: that is told once
for name in "abc":
    (boxes / f"{name}.mbox").symlink_to("nowhere")
call(HOPAUDIT, "--format=xml", "--output", "linked.xml", "boxes")
ok(verify("linked.xml", "boxes").returncode == 0, "what is left out is left out again")
text = (work / "linked.xml").read_text()
for change, wanted in (("", "left-out: is not in the report"),
                       ("  <name why=\"a hidden file\">x</name>\n", "left-out: why of name is ")):
    (work / "bent.xml").write_text(re.sub(r" *<name why=.*\n", change, text, count=1))
    found = verify("bent.xml", "boxes")
    told = found.stdout.decode()
    ok(found.returncode == 1 and told.count("left-out: ") == 1 and
       (wanted in told or not change), f"a name that is left out, in the report {change!r}: told once",
       told[:800], found.stderr)
(boxes / "a.mbox").unlink()
told = verify("linked.xml", "boxes").stdout.decode()
ok(told.count("left-out: ") == 1, "a name that is not there any more: told once", told[:800])
for name in "bc":
    (boxes / f"{name}.mbox").unlink()
one = boxes / "single" / names[4].split("/")[1]
one.write_bytes(one.read_bytes() + b"x\n")
told = verify("audit.xml", "boxes").stdout.decode()
ok(re.search(r"^audit\.xml:\d+: input \d+ \(boxes/single\): (size|sha256) ", told, re.M)
   and re.search(r"message 5 of input \d+: ", told), "what changed is named", told)

call(HOPAUDIT, "--format=xml", "--output", "audit.xml", "boxes")
kept = one.read_bytes()
one.write_bytes(b"\x1f\x8b\x08\0")
found = verify("audit.xml", "boxes")
ok(found.returncode == 3 and f"boxes/single/{one.name}: ".encode() in found.stderr and found.stdout,
   "audit: a file that cannot be read is no difference of the report", found.returncode,
   found.stdout[:300], found.stderr)
one.write_bytes(kept)

# all are named that were not read as they were, and then how many; a folder in
# the place of a file is no difference of the report, either
kept = [(work / name).read_bytes() for name in names[:3]]
call(HOPAUDIT, "--format=xml", "--output", "three.xml", *names[:3])
call(HOPCHECK, "--format=xml", "-o", "full.xml", *names[:3])
for report, named in (("full.xml", ()), ("three.xml", names[:3])):
    for name in names[:2]:
        (work / name).unlink()
        (work / name).mkdir()
    for filled in False, True:
        found = verify(report, *named)
        told = found.stderr.decode()
        ok(found.returncode == 3 and all(f"hopreport: {name}: is a " in told for name in names[:2]) and
           names[2] not in told and f"{report}: inputs that were not read as they were for it: 2;" in told,
           f"{report}: two inputs are folders now: each is named", found.returncode, told, found.stdout[:300])
        (work / names[0] / "a.eml").write_bytes(kept[0])
    for name, body in zip(names, kept):
        shutil.rmtree(work / name, ignore_errors=True)
        (work / name).write_bytes(body)
    ok(verify(report, *named).returncode == 0, f"{report}: and files again")
call(HOPAUDIT, "--format=xml", "--output", "boxed.xml", "boxes")
box = (boxes / "all.mbox").read_bytes()
(boxes / "all.mbox").unlink()
(boxes / "all.mbox").mkdir()
found = verify("boxed.xml", "boxes")
ok(found.returncode == 3 and b"hopreport: boxes/all.mbox: is a folder now" in found.stderr,
   "audit: a mailbox that is a folder now is no difference of the report", found.returncode, found.stderr)
(boxes / "all.mbox").rmdir()
found = verify("boxed.xml", "boxes")
ok(found.returncode == 1 and not found.stderr, "audit: one that is missing is one", found.returncode,
   found.stderr)
(boxes / "all.mbox").write_bytes(box)
if "define HAVE_ARCHIVE 1" in (BUILD / "config.h").read_text():
    packed = work / "packed"
    packed.mkdir()
    with tarfile.open(packed / "t.tar", "w") as archive:
        for name in names[:2]:
            archive.add(work / name, pathlib.Path(name).name)
    with zipfile.ZipFile(packed / "z.zip", "w") as archive:
        archive.write(work / names[2], "c.eml")
    call(HOPAUDIT, "--format=xml", "--output", "packed.xml", "packed")
    ok(verify("packed.xml", "packed").returncode == 0, "audit: archives are read again")
    for path in packed.iterdir():
        path.unlink()
        path.mkdir()
    for filled in False, True:
        found = verify("packed.xml", "packed")
        told = found.stderr.decode()
        ok(found.returncode == 3 and
           all(f"hopreport: packed/{name}: is a folder now" in told for name in ("t.tar", "z.zip")) and
           "packed.xml: inputs that were not read as they were for it: 2;" in told,
           "audit: archives that are folders now are no difference of the report",
           found.returncode, told, found.stdout[:300])
        (packed / "z.zip" / "c.eml").write_bytes(kept[2])
else:
    skip("audit: archives are read again", "no libarchive")
# what was a folder is none that a file was replaced by, whatever kind of folder it is now
was = work / "was"
for part in "cur", "new", "tmp":
    (was / part).mkdir(parents=True)
(was / "cur" / "1:2,S").write_bytes(kept[0])
call(HOPAUDIT, "--format=xml", "--output", "was.xml", "was")
ok(b'kind="maildir"' in (work / "was.xml").read_bytes(), "audit: a Maildir")
(was / "new").rmdir()
(was / "tmp").rmdir()
(was / "cur" / "1:2,S").rename(was / "cur" / "a.eml")
found = verify("was.xml", "was")
ok(found.returncode == 1 and not found.stderr,
   "audit: a Maildir that is another kind of folder now is a difference", found.returncode,
   found.stdout[:300], found.stderr)
one.unlink()
os.mkfifo(one)
found = verify("boxed.xml", "boxes")
told = [line.split(": ")[1] for line in found.stderr.decode().splitlines()]
ok(found.returncode == 3 and told == ["boxes/single", f"boxes/single/{one.name}", "boxed.xml"],
   "audit: a file of a folder that is not read is named with it", found.returncode, found.stderr)
many = [f"many-{number:03}.eml" for number in range(103)]
for name in many:
    (work / name).write_bytes(kept[0])
call(HOPCHECK, "--format=xml", "-o", "many.xml", *many)
for name in many:
    (work / name).unlink()
found = verify("many.xml")
told = found.stderr.decode().splitlines()
ok(found.returncode == 3 and [line.split(":")[1].strip() for line in told[:100]] == many[:100] and
   told[100:] == ["hopreport: 3 more are not named",
                  "hopreport: many.xml: inputs that were not read as they were for it: 103; "
                  "what differs may come of that"],
   "of many, a hundred are named and all counted", found.returncode, *told[98:])
# nor do the files of one folder fill the screen
box = work / "box"
for part in "cur", "new", "tmp":
    (box / part).mkdir(parents=True)
members = [box / "cur" / f"{number}:2," for number in range(103)]
for path in members:
    path.write_bytes(kept[0])
call(HOPAUDIT, "--format=xml", "--output", "box.xml", "box")
for path in members:
    path.unlink()
    os.mkfifo(path)
found = verify("box.xml", "box")
told = found.stderr.decode().splitlines()
ok(found.returncode == 3 and told[0] == "hopreport: box/cur: not all of it was read: 103 of its files" and
   len({line for line in told[1:100] if line.startswith("hopreport: box/cur/")}) == 99 and
   told[100:] == ["hopreport: 4 more are not named",
                  "hopreport: box.xml: inputs that were not read as they were for it: 1; "
                  "what differs may come of that"],
   "of one folder's many files, no more are named", found.returncode, len(told), *told[:3], *told[-3:])

# -------------------------------------------------------------- real mail
corpus = os.environ.get("HOPCHECK_CORPUS") or SOURCE.parent / "shared/mail"
if pathlib.Path(corpus).is_dir():
    call(HOPAUDIT, "--format=xml", "--quiet", "--content=never", "--output",
         "real.xml", corpus)
    found = verify("--content=never", "real.xml", corpus)
    ok(found.returncode == 0, "real mail: the same report again",
       found.stdout.decode()[:800], found.stderr.decode())
    found = call(HOPREPORT, "validate", "real.xml")
    ok(found.returncode == 0, "real mail: the audit holds together",
       found.stdout.decode()[:800])
else:
    skip("real mail: the same report again", "no mail")
    skip("real mail: the audit holds together", "no mail")

# ---------------------------------------------------------------- misuse
for arguments, status in (((), 2), (("missing.xml",), 3),
                          (("--content=maybe", "full.xml"), 2),
                          (("--input=pigeon", "full.xml"), 2)):
    found = verify(*arguments)
    ok(found.returncode == status, f"{' '.join(arguments)}: status {status}",
       found.returncode, found.stderr.decode())
(work / "key").write_bytes(bytes(32))
call(HOPREPORT, "redact", "-k", "key", "--share", "-o", "red.xml", "full.xml")
found = verify("red.xml")
ok(found.returncode == 2 and b"is redacted" in found.stderr,
   "a redacted report cannot be verified", found.stderr)
ok(not list(work.glob("hopreport-*")), "nothing is left behind",
   *work.glob("hopreport-*"))
shutil.rmtree(work)
done()
