# SPDX-License-Identifier: LGPL-2.1-or-later
# schemas.py - policy.xsd knows a profile by the very rules of profile.xsd, each
# schema explains each of its names, no pattern repeats a repetition, and
# xmllint takes what we ship.
#
# "schemas.py --write" writes the part of policy.xsd anew.
import re
import sys
import tempfile
from pathlib import Path

from tap import SOURCE, none, ok, skip, done, run, short, sources, tool

BEGIN = " <!-- profile.xsd, each name of a type with \"profile-\" before it -->\n"
END = " <!-- end of profile.xsd -->\n"


def borrowed():
    """The types of profile.xsd under other names, its root a type."""
    text = (SOURCE / "schemas/profile.xsd").read_text()
    text = text[text.index(">", text.index("<xs:schema")) + 1:text.index("</xs:schema>")].strip("\n")
    root = text.index(' <xs:element name="profile">')
    types, profile = text[:root], text[root:]
    profile = profile.replace(' <xs:element name="profile">\n', "", 1)
    explained = re.match(r"  (<xs:annotation>.*?</xs:annotation>)\n", profile).group(1)
    profile = profile[profile.index("  <xs:complexType>\n"):]
    profile = profile.replace("  <xs:complexType>\n", f' <xs:complexType name="profile">\n  {explained}\n', 1)
    profile = profile[:profile.rindex("  </xs:complexType>")] + " </xs:complexType>\n"
    names = re.findall(r'^ <xs:\w+ name="([\w-]+)"', types, re.M)
    for name in names:
        types = re.sub(rf'^( <xs:\w+ name=")({name}")', r"\1profile-\2", types, flags=re.M)
    both = types + profile
    for name in names:
        both = re.sub(rf'\b((?:type|base|ref|itemType)=")({name}")', r"\1profile-\2", both)
    return BEGIN + both + END


path = SOURCE / "schemas/policy.xsd"
text = path.read_text()
begin, end = text.index(BEGIN), text.index(END) + len(END)
if "--write" in sys.argv:
    path.write_text(text[:begin] + borrowed() + text[end:])
    sys.exit()
ok(text[begin:end] == borrowed(), "policy.xsd holds what profile.xsd says",
   ["tests/house/schemas.py --write"])
for path in sources("schemas/*.xsd"):
    text = path.read_text()
    silent = [match.group(1) for match in
              re.finditer(r'<xs:(?:simpleType|complexType|attribute|attributeGroup) name="([\w-]+)"[^/>]*>\s*(?!\s*<xs:annotation>)',
                          text) if not text[match.end():].lstrip().startswith("<xs:annotation>")]
    none(silent, f"{short(path)} explains each type and attribute")
    none(re.findall(r'<xs:pattern value="([^"]*[+*}]\)[+*{][^"]*)"', text),
         f"{short(path)}: no pattern repeats a repetition")

xmllint = tool("XMLLINT")
for schema, documents in (("profile", sources("schemas/profiles/*.xml")),
                          ("policy", sources("samples/policies/*.xml"))):
    name = f"each {schema} that we ship is valid by {schema}.xsd"
    if not xmllint:
        skip(name, "no xmllint")
        continue
    result = run(xmllint, "--nonet", "--noout", "--schema", SOURCE / f"schemas/{schema}.xsd", *documents)
    ok(documents and result.returncode == 0, name, result.stderr.decode())


def as_first(text):
    """A report without what version 1.0 did not have."""
    text = re.sub(r"<mbox [^>]*/>", "", text)
    text = re.sub(r'<region token="(unspaced-from|separator-in-body|truncated-input)".*?</region>', "", text, flags=re.S)
    return re.sub(r'(<report [^>]*) version="[^"]*" detail="full"', r'\1 version="1.0"', text, count=1)


def with_new_words(old, new):
    """A schema with the words that lists of words have by now."""
    for name, words in re.findall(r'(<xs:simpleType name="[^"]*">)(.*?</xs:simpleType>)', new, re.S):
        old = re.sub(re.escape(name) + r".*?</xs:simpleType>", lambda _: name + words, old, flags=re.S)
    return old


def is_report(path):
    return "<report xmlns=\"urn:hopcheck:report:1\"" in path.read_text()[:200]


# An audit says more than version 1.0 knew.
AUDITS = [SOURCE / "tests/audit/example.xml", SOURCE / "samples/audit/report.xml"]
reports = [path for path in sources("samples/*/*.xml") if is_report(path) and path not in AUDITS]
name = "each report of a sample has all that version 1.0 had, and is valid by its schema"
if not xmllint:
    skip(name, "no xmllint")
else:
    with tempfile.TemporaryDirectory() as folder:
        old = [Path(folder) / f"{i}.xml" for i in range(len(reports))]
        for path, report in zip(old, reports):
            path.write_text(as_first(report.read_text()))
        schema = Path(folder) / "report.xsd"
        schema.write_text(with_new_words((SOURCE / "schemas/history/report-1.0.xsd").read_text(),
                                         (SOURCE / "schemas/report.xsd").read_text()))
        result = run(xmllint, "--nonet", "--noout", "--schema", schema, *old)
    ok(reports and result.returncode == 0, name,
       *(line for line in result.stderr.decode().splitlines() if not line.endswith(" validates")))
name = "the reports of audits are valid by report.xsd"
if not xmllint:
    skip(name, "no xmllint")
else:
    result = run(xmllint, "--nonet", "--noout", "--schema", SOURCE / "schemas/report.xsd", *AUDITS)
    ok(result.returncode == 0, name, result.stderr.decode())
done()
