# SPDX-License-Identifier: LGPL-2.1-or-later
# stylesheet.py - report.xsl names only what the schemas know, shows nothing of
# a text where it could do harm, and tells its style by its digest.
#
# "stylesheet.py --write" writes the digest anew.
import base64
import hashlib
import re
import sys

from tap import SOURCE, none, ok, done

PATH = SOURCE / "schemas/report.xsl"
sheet = PATH.read_text()
style = re.search(r"<style>(.*?)</style>", sheet, re.S).group(1)
digest = "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
if "--write" in sys.argv:
    PATH.write_text(re.sub(r"sha256-[\w+/]{43}=", digest, sheet))
    sys.exit()


def names(schema):
    """Names of the elements and attributes of a schema."""
    text = (SOURCE / f"schemas/{schema}.xsd").read_text()
    return (set(re.findall(r'<xs:element name="([\w-]+)"', text)),
            set(re.findall(r'<xs:attribute name="([\w-]+)"', text)))


expressions = re.findall(r'\b(?:select|test|match|use)="([^"]*)"', sheet)
expressions += [part for value in re.findall(r'\s(?!select|test|match|use)[\w:-]+="([^"]*)"', sheet)
                for part in re.findall(r"\{([^{}]*)\}", value)]
expressions = [re.sub(r"'[^']*'", "''", one) for one in expressions]
ok(len(expressions) > 500, f"{len(expressions)} expressions")

report, run = names("report"), names("run")
for prefix, (elements, _) in (("r", report), ("u", run)):
    used = {name for one in expressions for name in re.findall(rf"\b{prefix}:([\w-]+)", one)}
    ok(len(used) > 5, f"{prefix}: {len(used)} elements")
    none(used - elements, f"each element {prefix}:... is one of its schema")
view = "".join((SOURCE / f"lib/view/{name}.c").read_text() for name in ("page-index", "mark"))
used = {name for one in expressions for name in re.findall(r"\bv:([\w-]+)", one)}
none({name for name in used if f'"{name}"' not in view}, "each element v:... is written by page-index.c or mark.c")
attributes = {name for one in expressions for name in re.findall(r"@([\w-]+)", one)}
none(attributes - report[1] - run[1] - {"title"}, "each attribute is one of a schema")

ok(set(re.findall(r"sha256-[\w+/]{43}=", sheet)) == {digest}, "the digest of the style is right",
   "tests/house/stylesheet.py --write")
ok(not re.search(r"[<>&]|@import|https?:|url\((?!#)", style), "the style needs no escape and fetches nothing")
none(re.findall(r"disable-output-escaping|document\(|xsl:copy-of|xsl:include|xsl:import|<script|\sstyle=", sheet),
     "nothing is copied raw, included or run")
# What stands in an attribute of the page is a number, or one of a few words.
WORDS = re.compile(r"""\$(step|count|x|y|width|height|unit|tall|bottom|line|top|mid|box|gap|number|
    index|page|class|classes|rest\d?|outcome|a|b|c|d|e|shown|all|tick|back)\b|@(id|outcome|effect|evidence|state|grade-then|
    title|yes|no|unrecorded|not-smtp|contradicted|number)\b|\$here|\$apart|r:month-sum|[\w-]+\(|''|\d|[\s()*+,.|-]|div|not|\band\b|
    \bcount\b|\$per-page|&[lg]t;|\$horizon|\$hops|=""", re.X)
values = [part for tag in re.findall(r"<(?!xsl:)[\w:]+(\s[^<>]*)>", sheet)
          for value in re.findall(r'="([^"]*)"', tag) for part in re.findall(r"\{([^{}]*)\}", value)]
ok(len(values) > 50, f"{len(values)} computed attributes")
none({value for value in values if WORDS.sub("", re.sub(r"'[^']*'", "''", value)).strip()},
     "no text of a message stands in an attribute")
done()
