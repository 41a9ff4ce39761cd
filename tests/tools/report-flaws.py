# SPDX-License-Identifier: LGPL-2.1-or-later
# report-flaws.py - hopreport validate finds what does not hold together in a hop,
# a message, an input, the sums of an audit: each told of the line it stands on.
import pathlib
import re
import shutil
import tempfile
from xml.etree import ElementTree

from tap import BUILD, SOURCE, done, ok, run

HOPREPORT = BUILD / "tools" / "hopreport"
work = pathlib.Path(tempfile.mkdtemp())

# A sample, what is changed in it, and what has to be told of that line.
CHANGES = [
    # hops
    ("cases/header-check-rc4.xml", r'(<stamp [^>]*?) utc="[^"]*"', r"\1",
     "a stamp has utc just when it is a point"),
    ("cases/header-check-rc4.xml", r'(<stamp [^>]*?utc="\d{4}-\d\d)-\d\d', r"\1-40", "utc"),
    ("cases/header-check-rc4.xml", r'(<tls state="yes") basis="[^"]*"', r"\1",
     "tls has no basis, which"),
    ("cases/header-check-rc4.xml", r'(version-low=")[^"]*(" version-high=")[^"]*', r"\1TLSv1.3\2SSLv3",
     "version-low is above version-high"),
    ("cases/header-check-rc4.xml", r'(<tls state=")yes("[^>]*grade-now=")', r"\1unrecorded\2",
     "TLS is graded where none is shown"),
    ("cases/header-check-rc4.xml", r'(<hop [^>]*? length=")\d+', r"\g<1>3", "raw is longer than its field"),
    ("cases/header-check-rc4.xml", r'(<raw shown="\d+")', r'\1 sha256="' + "0" * 64 + '"',
     "raw has a sha256 just when it is cut"),
    ("cases/header-check-rc4.xml", r'(<fact name="by" offset=")\d+', r"\g<1>1", "outside of its field"),
    # messages
    ("hostile/transcript.xml", r'(<message [^>]*?note-count=")\d+', r"\g<1>0",
     "note-count is less than the notes listed"),
    ("content/abuse-report.xml", r'(<nested number=")\d+', r"\g<1>9", "nested states number 9"),
    ("content/abuse-report.xml", r'(<nested number="1")', r'\1 within="1"',
     "within names no nested message before it"),
    # inputs
    ("mbox/unquoted-from.xml", r'(<region [^>]*?offset=")\d+', r"\g<1>9999999",
     "a region ends behind its input"),
    ("mbox/unquoted-from.xml", r'(<region token="unspaced-from"[^>]*?offset=")\d+', r"\g<1>1",
     "a region stands before the one before it"),
    # the catalogue
    ("audit/report.xml", r'(<rule-text id=")(HC-\w+)("(?:.|\n)*?<rule-text id=")HC-\w+', r"\1\2\3\2",
     "is a second one"),
    # an audit: what names a message, and what adds up
    ("audit/report.xml", r'(<message index=")3"', r'\g<1>7"', "index 7 follows index 2"),
    ("audit/report.xml", r'(<message index="3")', r'\1 duplicate-of="3"',
     "duplicate-of names no message before it"),
    ("audit/report.xml", r'(<tls-share [^>]*? hops=")\d+', r"\g<1>9999", "adds? up to"),
    ("audit/report.xml", r'(<month-sum [^>]*? pass=")\d+', r"\g<1>99", "add up to"),
    ("audit/report.xml", r'(<host-sum [^>]*? yes=")\d+', r"\g<1>99", "host-sum: yes to .* add up to"),
    ("audit/report.xml", r'(<counterparty-sum [^>]*? messages=")\d+', r"\g<1>77", "messages is another"),
    ("audit/report.xml", r'(<finding-sum id=")HC-T01', r"\g<1>HC-A99", "HC-A99 is no rule"),
    ("audit/report.xml", r'(<finding-sum id="HC-T01"[^>]*? count=")\d+', r"\g<1>99", "states count 99"),
    ("audit/report.xml", r'<finding-sum id="HC-C01"[^>]*>\n', "",
     "finding-sums has other rules than the messages"),
]
texts = {}
for sample, pattern, change, wanted in CHANGES:
    if sample not in texts:
        path = SOURCE / "samples" / sample
        texts[sample] = path.read_text()
        told = run(HOPREPORT, "validate", path)
        ok(told.returncode == 0, f"{sample} holds together", told.stdout)
    text = texts[sample]
    place = re.search(pattern, text)
    if not ok(place, f"{sample} has {pattern}"):
        continue
    changed = work / "changed.xml"
    changed.write_text(text[:place.start()] + place.expand(change) + text[place.end():])
    told = run(HOPREPORT, "validate", changed)
    rows = re.findall(r"changed\.xml:(\d+): (.*)", told.stdout.decode())
    ok(told.returncode == 1 and any(re.search(wanted, row[1]) for row in rows),
       f"{sample}: {wanted}", told.returncode, told.stdout.decode()[:600], told.stderr)
    first = text[:place.start()].count("\n") + 1
    last = first + place[0].count("\n")
    # what does not add up over a list is told of the list, what lies in a hop of its part
    near = {int(row[0]) for row in rows if re.search(wanted, row[1])}
    ok(any(first - 40 <= one <= last + 40 for one in near), f"{sample}: {wanted}: there", near, first)

# Of an input that changed while it was read the size is that of its end: what was
# there before may have stood behind that.
for state, shown in (("false", True), ("true", False)):
    changed = work / "changed.xml"
    changed.write_text(re.sub(
        r'complete="true" changed="false" size="966"',
        f'complete="false" changed="{state}" size="40"', texts["mbox/unquoted-from.xml"]))
    told = run(HOPREPORT, "validate", changed)
    ok(told.returncode == 1 and (b"ends behind its input" in told.stdout) == shown,
       f"bytes behind an input with changed={state}", told.stdout.decode()[:600], told.stderr)

# What the schema lets brief messages alone leave out, of each element: nothing else may.
XS, NS = "{http://www.w3.org/2001/XMLSchema}", "{urn:hopcheck:report:1}"
schema = ElementTree.parse(SOURCE / "schemas/report.xsd").getroot()
named = {one.get("type"): one.get("name") for one in schema.iter(XS + "element")}
left = [(named[kind.get("name")], one.tag == XS + "element", one.get("name"))
        for kind in schema.iter(XS + "complexType") for one in kind.iter()
        if "Optional in brief messages alone" in
        (one.findtext(f"{XS}annotation/{XS}documentation") or "")]
ok(len(left) > 40, f"the schema lets brief messages leave out {len(left)} things")
ElementTree.register_namespace("", NS[1:-1])
# of an address database, which none of the full samples is made with
DATABASE = f"""<address-databases xmlns="{NS[1:-1]}"><address-database number="1"
 built="2026-01-01T00:00:00Z" size="1" sha256="{'0' * 64}" ip-version="6"><label>a.mmdb</label>
 <type>A</type><languages/></address-database></address-databases>"""
LOCATION = f"""<location xmlns="{NS[1:-1]}" state="unknown" claimed="true"><answers>
 <answer database="1" state="none" anycast="false"/></answers></location>"""


def full(element):
    """A full report that has such an element."""
    tree = ElementTree.parse(SOURCE / "samples/content" /
                             ("smime-enveloped.xml" if element == "content" else "abuse-report.xml"))
    if element == "location":
        tree.find(f".//{NS}policy").append(ElementTree.fromstring(DATABASE))
        tree.find(f".//{NS}hop").insert(2, ElementTree.fromstring(LOCATION))
    return tree


full("location").write(work / "placed.xml", "UTF-8", xml_declaration=True)
told = run(HOPREPORT, "validate", work / "placed.xml")
ok(told.returncode == 0, "a report with places holds together", told.stdout[:600], told.stderr)
for element, child, name in left:
    changed = full(element)
    for one in changed.iter(NS + element):
        if child:
            one.remove(one.find(NS + name))
        else:
            del one.attrib[name]
        break
    changed.write(work / "changed.xml", "UTF-8", xml_declaration=True)
    told = run(HOPREPORT, "validate", work / "changed.xml")
    ok(told.returncode == 1 and f"{element} has no {name}, which".encode() in told.stdout,
       f"a full report whose {element} has no {name}: told", told.returncode, told.stdout[:600], told.stderr)
shutil.rmtree(work)
done()
