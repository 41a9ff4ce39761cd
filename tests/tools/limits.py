# SPDX-License-Identifier: LGPL-2.1-or-later
# limits.py - every limit: made small by --limit it is reached, and that is an
# input error which the report tells, as it tells that the limit was changed.
import base64
import gzip
import io
import json
import pathlib
import re
import shutil
import tarfile
import tempfile

from tap import BUILD, HOPCHECK, SOURCE, done, none, ok, run, skip

HOPAUDIT = BUILD / "tools" / "hopaudit"
HOPREPORT = BUILD / "tools" / "hopreport"
CONFIG = (BUILD / "config.h").read_text()
work = pathlib.Path(tempfile.mkdtemp())
RECEIVED = (b"Received: from a.example.com (a.example.com [192.0.2.1]) "
            b"by mx.example.org (Postfix) with ESMTPS id %d "
            b"for <u@example.org>; Tue, 18 Aug 2026 10:05:00 +0200\n")
HEAD = RECEIVED % 1 + b"From: a@example.com\nSubject: s\nMIME-Version: 1.0\n"
LETTER = HEAD + b"\nText.\n"


def multipart(*parts, boundary=b"b"):
    return (b"Content-Type: multipart/mixed; boundary=" + boundary + b"\n\n"
            + b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
            + b"--" + boundary + b"--\n")


def within(message):
    return b"Content-Type: message/rfc822\n\n" + message


def tar(**members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name + ".eml")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def write(name, data):
    path = work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def letter(name, fields=b"", rest=b"\nText.\n"):
    return write(name + ".eml", HEAD + fields + rest)


# ------------------------------------------------------------- the tables
# What a message needs to hold to reach a limit of a few.
MESSAGES = {
    "header-block=1024": letter("block", b"X: " + b"x " * 600 + b"\n"),
    "field=64": letter("field", b"X: " + b"x " * 50 + b"\n"),
    "fields=3": letter("fields"),
    "received=1": write("received.eml", RECEIVED % 2 + LETTER),
    "comment-depth=1": write("depth.eml", LETTER.replace(b"(Postfix)", b"(Post (f (i) x)")),
    "comments=1": write("comments.eml", LETTER),
    "body=1024": letter("body", rest=b"\n" + b"text\n" * 300),
    "parts=1": letter("parts", rest=multipart(b"\none", b"\ntwo")),
    "mime-depth=1": letter("mime", rest=multipart(
        multipart(multipart(b"\nx", boundary=b"d"), boundary=b"c"))),
    "nested=1": letter("nested", rest=multipart(within(LETTER), within(LETTER))),
    "nested-received=1": letter("hops-within", rest=multipart(
        within(LETTER), within(LETTER))),
    "nested-depth=1": letter("deep", rest=multipart(within(HEAD + multipart(
        within(LETTER), boundary=b"c")))),
    "part-fields=1": letter("fields-of-parts", rest=multipart(
        b"A: b\nC: d\nE: f\n\nx", b"\nx")),
    "journal=1": SOURCE / "samples/content/journal-report.eml",
    "facts=1": letter("facts", rest=multipart(*[
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
        b"Content-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"0\x80" + bytes(20))] * 3)),
}
# AddressSanitizer needs terabytes of addresses, so that limit is off with it.
if b"__asan_init" not in (BUILD / "lib/hopcheck-mime").read_bytes():
    # Lines that may be boundaries: all of them are shown to GMime.
    MESSAGES["worker-memory=67108864"] = letter(
        "memory", rest=multipart(b"\n" + b"--no\n" * (4 << 20)))

# Messages within messages, each of which is gone through: seconds of work.
SLOW = LETTER + b"x\n" * (17 << 20)
for _ in range(15):
    SLOW = HEAD + within(SLOW)
SLOW = write("slow.eml", SLOW)

ARCHIVES = {"folder-depth=1": work / "f"}
write("f/1/2/3/4.eml", LETTER)
if "define HAVE_ARCHIVE 1" in CONFIG:
    ARCHIVES |= {
        "members=1": write("two.tar", tar(a=LETTER, b=LETTER)),
        "unpacked=1024": write("long.tar", tar(a=LETTER + b"text\n" * 1000)),
        "ratio=2": write("zeros.gz", gzip.compress(LETTER + bytes(70 << 20), 1)),
        "packed-messages=1": write("many.tar", tar(a=b"From \nA:\n\n" * 210_000)),
        "filters=1": write("twice.gz", gzip.compress(gzip.compress(LETTER))),
        "archive-depth=0": write("in.tar", tar(a=tar(b=LETTER))),
    }
if "define HAVE_GSF 1" in CONFIG:
    msg = SOURCE / "tests/fuzz/unpack.seed/bytes.msg"
    ARCHIVES |= {"outlook=1024": msg}

POLICY = b"""<policy xmlns="urn:hopcheck:policy:1" id="p" version="1"
 issued="2026-11-22" owner="o"><mtas><mta id="edge" role="boundary">
<name>mx.example.org</name></mta></mtas><communities><community id="c" protection="tls">
<list href="list.csv" format="csv" key="domain"/></community></communities></policy>"""

# Those that need more than a small value, or stay as they are.
ELSEWHERE = {
    "clauses": "lib/check_received.c:clauses",
    "display": "lib/check_message.c:HC_DISPLAY_MAX",
    "shown": "lib/check_report.c:HC_SHOWN_MAX",
    "regions": "lib/check_source.c:HC_REGIONS_MAX",
    "content-field": "lib/check_content.c:content of more than 64 KiB",
    "parameters": "lib/check_mime.c:parameters_of_parts_are_counted",
    "comparisons": "lib/check_mime.c:comparisons_of_boundaries_are_counted",
    "type-comments": "lib/check_mime.c:comments_upon_comments_are_not_gone_through",
    "worker-wall": "lib/check_content.c:worker_that_hangs_is_given_up",
    "worker-items": "lib/check_content.c:worker_is_replaced_after_many_messages",
    "member-name": "lib/check_container.c:name too long",
    "transport": "lib/check_container.c:transport=1024",
    "unpack-cpu": "lib/check_container.c:spin",
    "store-cpu": "lib/check_container.c:spin", # the same clock
    "address-database": "lib/check_atlas.c:bytes",
    "policy": "lib/check_document.c:bytes",
    "policy-depth": "lib/check_document.c:nested too deep",
    "attributes": "lib/check_stream.c:HC_XML_ATTRIBUTES_MAX",
    "tag": "lib/check_stream.c:instruction is too long",
    "reread": "lib/check_stream.c:a text is in too many pieces",
    "list": "tools/limits.py:list=1024",
    "list-rows": "tools/limits.py:list-rows=5",
}


# --------------------------------------------------------------- the tests
def notes_of(value):
    """Tokens of every note of a report."""
    waiting, found = [value], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.add(value.get("token"))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def says(report, assignment):
    name, value = assignment.split("=")
    return any(limit["name"] == name and limit["value"] == int(value)
               and limit["usual"] != limit["value"] for limit in report.get("limits", []))


def check(assignment, path):
    """What is wrong with a limit of a message."""
    base = [HOPCHECK, "--content=always", "--format=json", path]
    usual = run(*base)
    made = run(*base, "--limit", assignment)
    report = json.loads(made.stdout)
    if usual.returncode == 3 or "limits" in json.loads(usual.stdout):
        return f"{assignment}: it is reached without being changed"
    if made.returncode != 3 or "limit-reached" not in notes_of(report):
        return f"{assignment}: exit {made.returncode}, {sorted(filter(None, notes_of(report)))}"
    return None if says(report, assignment) else f"{assignment}: the report does not say so"


def check_archive(assignment, path):
    base = [HOPAUDIT, "--quiet", "--trust=example.org", "--format=json", path]
    usual = run(*base)
    made = run(*base, "--limit", assignment)
    report = json.loads(made.stdout)
    if usual.returncode == 3 or "limits" in json.loads(usual.stdout):
        return f"{assignment}: it is reached without being changed"
    if made.returncode != 3 or report["totals"]["inputs-failed"] != 1:
        return f"{assignment}: exit {made.returncode}, {report['totals']}"
    return None if says(report, assignment) else f"{assignment}: the report does not say so"


none([why for why in (check(*item) for item in MESSAGES.items()) if why],
     f"{len(MESSAGES)} limits of messages are input errors, and told")
none([why for why in (check_archive(*item) for item in ARCHIVES.items()) if why],
     f"{len(ARCHIVES)} limits of archives are input errors, and told")

made = run(HOPCHECK, "--content=always", "--format=json", "--limit=worker-cpu=1", SLOW)
ok(made.returncode == 3 and "limit-reached" in notes_of(json.loads(made.stdout)),
   "so is that of the time for a message")

listed = run(HOPCHECK, "--limits").stdout.decode()
names = re.findall(r"^([a-z-]+) +\d+ ", listed, re.M)
tried = {key.split("=")[0] for key in [*MESSAGES, *ARCHIVES]} | {"worker-cpu"}
optional = {"members", "unpacked", "ratio", "packed-messages", "filters", "archive-depth",
            "outlook", "worker-memory"}
none(set(names) - tried - set(ELSEWHERE) - optional, f"each of {len(names)} limits is tried")
none([row for row in ELSEWHERE.values()
      if row.split(":")[1] not in (SOURCE / "tests" / row.split(":")[0]).read_text()],
     "tests elsewhere are where they are said to be")
same = [run(BUILD / "tools" / name, "--limits").stdout.decode() == listed
        for name in ("hopaudit", "hoppolicy", "hopreport")]
ok(all(same), "all tools list the same limits")
changed = run(HOPCHECK, "--limit=field=100", "--limits").stdout.decode()
ok("field                100 bytes" in changed and "usually 1048576" in changed,
   "what is changed is listed so", changed)

REFUSED = {
    "field": "is not NAME=VALUE", "nothing=1": "names no limit", "field=": "is not between",
    "field=63": "is not between 64", "field=1x": "is not between", "field=-1": "is not between",
    "field=0x100": "is not between", "field=99999999999999999999": "is not between",
    "header-block=10485761": "is not between", "tag=5": "stays as it is",
    "policy=5": "stays as it is", "=5": "names no limit",
}
none([f"{text}: {got.returncode} {got.stderr}" for text, got in
      ((text, run(HOPCHECK, "--limit", text, MESSAGES["fields=3"])) for text in REFUSED)
      if got.returncode != 2 or got.stdout or REFUSED[text].encode() not in got.stderr],
     "values out of range are refused")

# a policy's and a database's limits are refusals of what is named
write("policy.xml", POLICY)
write("list.csv", b"domain\n" + b"".join(b"d%d.example.com\n" % i for i in range(200)))
good = run(HOPCHECK, "-p", work / "policy.xml", MESSAGES["fields=3"])
none([f"{limit}: {got.returncode} {got.stderr}" for limit, got in
      ((limit, run(HOPCHECK, "--limit", limit, "-p", work / "policy.xml", MESSAGES["fields=3"]))
       for limit in ("list=1024", "list-rows=5")) if got.returncode != 2]
     + ([good.stderr] if good.returncode == 2 else []),
     "lists beyond their limits are refused")

# ------------------------------------------------------- audits go by the plan
box = work / "mail"
for number in range(3):
    write(f"mail/{number}.eml", LETTER.replace(b"id 1", b"id %d" % number))
base = ["--trust=example.org", "--format=xml", "--quiet"]
one = run(HOPAUDIT, *base, "--limit=fields=3", "-o", work / "one.xml", box)
run(HOPAUDIT, *base, "--limit=fields=3", "--plan", work / "plan", box)
elsewhere = run(HOPAUDIT, "--unit=1", work / "plan")
whole = run(HOPAUDIT, "--quiet", "--finish", work / "plan", "-o", work / "two.xml")
ok(one.returncode == elsewhere.returncode == whole.returncode == 3 and
   (work / "one.xml").read_bytes() == (work / "two.xml").read_bytes(),
   "units elsewhere hold to the limits of the plan", elsewhere.stderr, whole.stderr)
got = run(HOPAUDIT, "--limit=fields=3", "--finish", work / "plan", "-o", work / "no.xml")
ok(got.returncode == 2 and not (work / "no.xml").exists(),
   "beside a plan no limit is named", got.stderr)
run(HOPAUDIT, *base, "--state", work / "state", "-o", work / "no.xml", box)
(work / "no.xml").unlink(missing_ok=True)
got = run(HOPAUDIT, *base, "--state", work / "state", "--resume", "--limit=fields=3",
          "-o", work / "no.xml", box)
ok(got.returncode == 2 and b"is of another limit" in got.stderr,
   "nor goes a run on with another", got.stderr)
record = (work / "one.xml.run.xml").read_text()
ok(re.search(r'<limit name="fields" value="3" [^>]*usual="20000"/>', record),
   "the run record tells it")
text = run(HOPAUDIT, "--quiet", "--trust=example.org", "--limit=fields=3", "-f", "text", box)
ok(b"limits changed: fields=3" in re.sub(rb"\s+", b" ", text.stdout), "so does text", text.stdout)
text = run(HOPCHECK, "--limit=fields=3", MESSAGES["fields=3"])
ok(b"Limits changed: fields=3." in text.stdout, "of hopcheck, too", text.stdout)
got = run(HOPREPORT, "validate", work / "one.xml")
ok(got.returncode == 0, "such a report holds together", got.stdout, got.stderr)
got = run(HOPREPORT, "verify", work / "one.xml", "--", box)
ok(got.returncode == 0, "and is made again within the same limits", got.stdout, got.stderr)
got = run(HOPREPORT, "html", work / "one.xml")
ok(b"Limits changed" in got.stdout and b"fields" in got.stdout, "pages tell it")
shutil.rmtree(work)
done()
