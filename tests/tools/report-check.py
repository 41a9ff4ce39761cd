# SPDX-License-Identifier: LGPL-2.1-or-later
# report-check.py - hopreport validate finds each thing that is changed in a
# report, and names its line; explain says what a finding means.
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from tap import BUILD, HOPCHECK, SOURCE, done, none, ok, run, sources

HOPREPORT = BUILD / "tools" / "hopreport"
work = pathlib.Path(tempfile.mkdtemp())

found = 0
wrong = []
for path in sources("samples/*/*.xml"):
    if b"urn:hopcheck:report:1" not in path.read_bytes()[:400]:
        continue
    found += 1
    told = run(HOPREPORT, "validate", "--quiet", path)
    if told.returncode != 0 or told.stdout or told.stderr:
        wrong.append((path, told.stdout.decode(), told.stderr.decode()))
ok(found > 100, f"there are {found} sample reports")
none(wrong, "each of them holds together")

several = work / "several.xml"
subprocess.run([HOPCHECK, "--format=xml", "--content=never", "--output", several,
                *sources("samples/cases/*.eml")], capture_output=True)
told = run(HOPREPORT, "validate", several)
ok(told.returncode == 0 and told.stdout.endswith(b": valid, and holds together\n"),
   "so does a report of several messages", told.stdout)

# What is changed: a pattern, what takes its place, and what has to be told.
CHANGES = [
    (r'(<totals inputs=")\d+', r"\g<1>77", "totals states inputs 77"),
    (r'(<totals .* messages=")\d+', r"\g<1>77", "totals states messages 77"),
    (r'(<totals .* hops=")\d+', r"\g<1>777", "totals states hops 777"),
    (r'(<totals .* pass=")\d+', r"\g<1>77", "totals states pass 77"),
    (r'(<totals .* fail=")\d+', r"\g<1>77", "totals states fail 77"),
    (r'(<input number=")2"', r'\g<1>5"', "input states number 5"),
    (r'(<input .* size=")\d+', r"\g<1>7", "its size is 7"),
    (r'(<input .* messages=")1"', r'\g<1>9"', "states 9 messages"),
    (r'(<input .* message-bytes=")\d+', r"\g<1>1", "its size is"),
    (r'complete="true"', 'complete="false"', "fewer inputs-failed"),
    (r'<regions/>', '<regions><region token="unparsed-region" level="error" offset="0" length="0">'
     '<sentence>bytes before the first message belong to none</sentence></region></regions>',
     "fewer inputs-failed"),
    (r'(<totals .*? inputs-failed=")0', r"\g<1>999", "more inputs-failed"),
    (r'(<message input=")2"', r'\g<1>99"', "there is no input 99"),
    (r'(<message input=")2"', r'\g<1>1"', "follows message 1"),
    (r'(<message input="1" number=")1"', r'\g<1>2"', "message 2 follows"),
    (r'(<message .* length=")\d+', r"\g<1>99999", "ends behind its input"),
    (r'(<message .* sha256=")[0-9a-f]{8}', r"\g<1>00000000", "another sha256"),
    (r'(<message .* sha256=")[0-9a-f]', r"\g<1>X", "sha256"),
    (r'(received-fields=")\d+', r"\g<1>99", "received-fields is 99"),
    (r'(<path horizon=")\d+', r"\g<1>99", "names hop 99"),
    (r'( boundary=")\d+', r"\g<1>1", "names hop 1 the boundary"),
    (r'(<hop number=")2"', r'\g<1>3"', "hop states number 3"),
    (r'(<hop .*? offset=")\d+', r"\g<1>999999", "outside of its message"),
    (r'(<hop .*? evidence=")claimed', r"\g<1>attested", "fit the horizon"),
    (r'(<fact name="by" offset=")\d+', r"\g<1>0", "outside of its field"),
    (r'(<stamp .*? unix=")\d+', r"\g<1>1", "two times"),
    (r'(<raw shown=")\d+', r"\g<1>5", "and states 5"),
    (r'(<raw shown="\d+">)', r"\1X", "raw shows"),
    (r'(<finding id=")HC-\w+', r"\g<1>HC-Z99", "HC-Z99 is no rule"),
    (r'(<finding .*? hop=")\d+', r"\g<1>99", "names hop 99"),
    (r'(<finding .*? effect=")(warn|info)', r"\g<1>fail", "effect|fails"),
    (r'(<finding .*? offset=")\d+', r"\g<1>999999", "behind its message"),
    (r'(<verdict outcome=")pass', r"\g<1>fail", "the verdict fails the message"),
    (r'(<verdict outcome=")fail', r"\g<1>pass", "the verdict does not"),
    (r'(<leg .*? first=")\d+', r"\g<1>99", "names hop 99"),
    (r'(<hint .*? hop=")\d+', r"\g<1>99", "names hop 99"),
    (r'(<rule id=")HC-C05', r"\g<1>HC-A99", "does not come after"),
    (r'(<subject>|<quote field="subject"[^>]*>)', r"\1\\q", "escaped form"),
    (r'(<quote field="subject")', r'\1 raw-hex="00"', "other bytes"),
    (r' link="same-name"', ' link="made-up"', "made-up"),
    (r' evidence="claimed"', "", "evidence"),
]
text = several.read_text()
for pattern, change, wanted in CHANGES:
    changed, count = re.subn(pattern, change, text, count=1)
    if not ok(count == 1, f"the report has {pattern}"):
        continue
    line = text[:re.search(pattern, text).start()].count("\n") + 1
    (work / "changed.xml").write_text(changed)
    told = run(HOPREPORT, "validate", work / "changed.xml")
    lines = [int(number) for number in
             re.findall(rb"^.*?changed\.xml:(\d+): ", told.stdout, re.M)]
    ok(told.returncode == 1 and re.search(wanted, told.stdout.decode()) and
       all(row.startswith(str(work / "changed.xml").encode() + b":")
           for row in told.stdout.splitlines()),
       f"{pattern}: it is told", told.returncode, told.stdout.decode()[:600],
       told.stderr)
    # sums are told at their end, a boundary at its hop
    if not wanted.startswith(("states", "fewer", "names hop 1 the")):
        ok(line in lines, f"{pattern}: on line {line}", lines)

changed = re.sub('(received-fields=")[0-9]+', r"\g<1>99", text)
(work / "changed.xml").write_text(changed)
told = run(HOPREPORT, "validate", work / "changed.xml").stdout
ok(told.count(b"received-fields is 99") == changed.count("<message "),
   "all flaws are told, not just the first")
(work / "broken.xml").write_text(text.replace("</hops>", "</hop>", 1))
told = run(HOPREPORT, "validate", work / "broken.xml")
ok(told.returncode == 3 and b"broken.xml:" in told.stderr,
   "what is not well-formed is not read", told.stderr)
told = subprocess.run([HOPREPORT, "validate", "-"], input=text.encode(),
                      capture_output=True)
ok(told.returncode == 0, "standard input is read", told.stderr)

# --------------------------------------------------------------- explain
catalogue = (SOURCE / "lib/policy/findings.tsv").read_text()
identifiers = sorted(set(re.findall(r"^(HC-[A-Z]\d\d)\t", catalogue, re.M)))
ok(len(identifiers) > 20, f"there are {len(identifiers)} findings")
poor = []
for one in identifiers:
    told = run(HOPREPORT, "explain", "--format=json", one)
    if told.returncode != 0:
        poor.append((one, told.stderr))
        continue
    finding = json.loads(told.stdout)["finding"]
    if not all(finding[key] for key in ("title", "rationale", "source",
                                        "remediation", "not-proved")):
        poor.append((one, finding))
none(poor, "each is explained with sources and what it does not prove")
told = run(HOPREPORT, "explain", "HC-T02").stdout.decode()
ok("ISO/IEC 27001:2022 Annex A: " in told and "controls from" in told,
   "with the clauses of control catalogues, and where these come from", told)
ok(run(HOPREPORT, "explain", "ECDHE-RSA-RC4-SHA").returncode == 0,
   "a word of TLS is explained")
ok(run(HOPREPORT, "explain", "no-such-word").returncode == 2,
   "another is not")
ok(run(HOPREPORT, "explain", "--format=xml", "HC-T02").returncode == 2,
   "there is no XML form")
shutil.rmtree(work)
done()
