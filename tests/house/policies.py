# SPDX-License-Identifier: LGPL-2.1-or-later
# policies.py - hopcheck-policy(5) names every element and attribute of
# policy.xsd, its examples load, and so do the policies of samples/, which keep
# to the cases beside them (NAME.cases for NAME.xml).
import pathlib
import re
import shutil
import tempfile

from tap import BUILD, SOURCE, none, ok, done, run, short, sources

TOOL = BUILD / "tools/hoppolicy"
ORDER = ["sources", "judgement", "profiles", "mtas", "networks", "communities", "boundary",
         "internal", "submission", "partner-links", "alternatives", "jurisdictions", "findings",
         "controls"]
# What an example may point to.
REST = {
    "sources": '<sources><source ref="s-rule" title="t"/></sources>',
    "mtas": '<mtas><mta id="edge" role="boundary"><name>mx.example.com</name></mta></mtas>',
    "networks": '<networks><network id="lan" trusted="yes"><cidr>10.0.0.0/8</cidr></network></networks>',
    "boundary": '<boundary inbound-tls="required" outbound-tls="required"/>',
}
HEAD = ('<policy xmlns="urn:hopcheck:policy:1" id="p" version="1" issued="2026-11-22"'
        ' owner="o">\n')

page = (SOURCE / "man/hopcheck-policy.5").read_text()
schema = (SOURCE / "schemas/policy.xsd").read_text()
schema = schema[:schema.index(" <!-- profile.xsd")] + schema[schema.index(" <!-- end of profile.xsd"):]
plain = re.sub(r"^\.\w+ ", "", page, flags=re.M)
for kind in ("element", "attribute"):
    names = set(re.findall(rf'<xs:{kind} name="([\w-]+)"', schema))
    none([name for name in sorted(names) if not re.search(rf"(?<![\w-]){name}(?![\w-])", plain)],
         f"the page names each {kind} of the schema")
words = set(re.findall(r'<xs:enumeration value="([\w-]+)"', schema)) - {"yes", "no"}
none([word for word in sorted(words) if not re.search(rf"(?<![\w-]){word}(?![\w-])", plain)],
     "the page names each word of the schema")

examples = re.findall(r"^\.Bd -literal.*?\n(<.*?)^\.Ed", page, re.M | re.S)
shown = [re.match(r"<([\w-]+)", example).group(1) for example in examples]
none(set(ORDER) - set(shown), "each part has an example")
none([element for element in re.findall(r'<xs:element name="([\w-]+)"', schema)
      if not re.search(rf"<{element}\b", "".join(examples))], "each element stands in an example")
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    shutil.copy(SOURCE / "samples/policies/example-accredited.csv", folder)
    for number, (name, example) in enumerate(zip(shown, examples), 1):
        text = example if name == "policy" else HEAD + "\n".join(
            example if part == name else REST.get(part, "") for part in ORDER) + "\n</policy>\n"
        path = folder / f"example-{number}.xml"
        path.write_text(text)
        result = run(TOOL, "check", path)
        ok(result.returncode == 0 and not result.stderr, f"example {number}, {name}, loads",
           result.stderr.decode())

makefile = (SOURCE / "Makefile.am").read_text()
none([short(path) for path in sources("samples/policies/*", "schemas/*.xsd", "schemas/profiles/*.xml")
      if not re.search(rf"(?<!\S){re.escape(short(path))}(?!\S)", makefile)],
     "each sample policy, schema and profile is installed")

policies = sources("samples/policies/*.xml")
ok(policies, "there are sample policies")
for path in policies:
    result = run(TOOL, "check", path)
    ok(result.returncode == 0, f"{short(path)} loads", result.stderr.decode())
    cases = path.with_suffix(".cases")
    if cases.exists():
        result = run(TOOL, "test", "--policy", path, cases)
        ok(result.returncode == 0, f"{short(path)} keeps to its cases", result.stdout.decode(),
           result.stderr.decode())
done()
