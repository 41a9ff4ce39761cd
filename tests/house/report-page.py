# SPDX-License-Identifier: LGPL-2.1-or-later
# report-page.py - hopcheck-report(5) explains each element, attribute and word
# of report.xsd, run.xsd and diff.xsd as the schemas do, in the order in which they come.
#
# "report-page.py --write" writes these parts of the page anew.
import re
import sys
import textwrap
import xml.etree.ElementTree as ET

from tap import SOURCE, done, none, ok

XS = "{http://www.w3.org/2001/XMLSchema}"
PAGE = SOURCE / "man/hopcheck-report.5"


def said(node):
    return " ".join((node.findtext(f"{XS}annotation/{XS}documentation") or "").split())


def prose(text):
    """Words as mdoc: a line a sentence at least, none that begins as a macro."""
    text = text.replace("\\", "\\e")
    lines = []
    for sentence in re.split(r"(?<=[.:;])\s+(?=[A-Z0-9\"])", text):
        lines += textwrap.wrap(sentence, 78, break_on_hyphens=False, break_long_words=False)
    return [("\\&" if line[0] in ".'" else "") + line for line in lines]


class Page:
    """The elements of one schema, each once, as they are met from the root."""

    def __init__(self, path):
        self.root = ET.parse(path).getroot()
        self.types = {one.get("name"): one for one in self.root if one.get("name") and one.tag != f"{XS}element"}
        self.seen, self.words, self.lines = set(), {}, []

    def attributes(self, kind):
        """Attributes of a type, those of its groups and of what it extends too."""
        for one in kind.iter():
            if one.tag == f"{XS}attribute":
                yield one
            elif one.tag == f"{XS}attributeGroup" and one.get("ref"):
                yield from self.attributes(self.types[one.get("ref")])
            elif one.tag == f"{XS}extension" and one.get("base") in self.types:
                yield from self.attributes(self.types[one.get("base")])

    def note_words(self, name):
        kind = self.types.get(name)
        if kind is None or kind.tag != f"{XS}simpleType":
            return
        item = kind.find(f"{XS}list")
        if item is not None:
            self.note_words(item.get("itemType"))
        elif name not in self.words and kind.find(f".//{XS}enumeration") is not None:
            self.words[name] = kind

    def item(self, macro, name, text):
        self.lines.append(f".It {macro} {name}")
        self.lines += prose(text or "See above.")

    def attribute_list(self, kind):
        attributes = list(self.attributes(kind))
        if not attributes:
            return
        self.lines.append('.Bl -tag -width "recipient-from"')
        for one in attributes:
            doc = said(one) or {"raw-hex": "The bytes, where \\xNN or \\u{NNNN} stands.",
                                "cut": "More than is shown.",
                                "offset": "Where it stands.", "length": "How many bytes."}.get(one.get("name"), "")
            if one.get("use") == "required":
                doc += "  Required."
            self.item("Cm", one.get("name"), doc)
            self.note_words(one.get("type"))
        self.lines.append(".El")

    def element(self, node, path):
        name = node.get("name")
        kind = node.find(f"{XS}complexType")
        if kind is None:
            kind = self.types.get(node.get("type"))
        here = f"{path}/{name}" if path else name
        self.lines.append(f".Ss {here}")
        text = said(node)
        if kind is not None and node.get("type") not in ("text", "long-text"):
            text = " ".join(filter(None, (text, said(kind) if said(kind) != text else "")))
        most = node.get("maxOccurs", "1")
        if node.get("minOccurs") == "0" and most == "1":
            text += " Optional."
        elif most not in ("1", "unbounded"):
            text += f" At most {most}."
        self.lines += prose(text)
        if kind is None or kind.tag != f"{XS}complexType":
            self.note_words(node.get("type"))
            return
        key = node.get("type")
        if key in self.seen and key is not None:
            if len(list(self.attributes(kind))) + len(list(kind.iter(f"{XS}element"))) > 0 and key not in (
                    "text", "long-text"):
                self.lines.append("Attributes and members are those of the same type above.")
            return
        self.seen.add(key)
        if key not in ("text", "long-text"):
            self.attribute_list(kind)
        for child in kind.iter(f"{XS}element"):
            self.element(child, here)

    def made(self):
        self.element(self.root.find(f"{XS}element"), "")
        return self.lines

    def made_words(self):
        lines = []
        for name, kind in sorted(self.words.items()):
            words = [one.get("value") for one in kind.iter(f"{XS}enumeration")]
            lines += [f".It Sy {name}", *prose(said(kind)), "Words:", *textwrap.wrap(", ".join(words) + ".", 78,
                                                                                   break_on_hyphens=False)]
        return ['.Bl -tag -width "recipient-source"', *lines, ".El"]


def between(text, name):
    begin, end = f'.\\" {name} begin\n', f'.\\" {name} end\n'
    start = text.index(begin) + len(begin)
    return start, text.index(end)


def filled(text):
    report, run, diff = (Page(SOURCE / f"schemas/{name}.xsd") for name in ("report", "run", "diff"))
    for name, lines in (("elements", report.made()), ("words", report.made_words()), ("run", run.made()),
                        ("diff", diff.made()), ("diff words", diff.made_words())):
        start, end = between(text, name)
        text = text[:start] + "\n".join(lines) + "\n" + text[end:]
    return text


page = PAGE.read_text()
if "--write" in sys.argv:
    PAGE.write_text(filled(page))
    sys.exit()
ok(filled(page) == page, "hopcheck-report(5) says of each element what the schemas say",
   "tests/house/report-page.py --write")
plain = re.sub(r"^\.\w+ ", "", page, flags=re.M)
for schema in ("report", "run", "diff"):
    text = (SOURCE / f"schemas/{schema}.xsd").read_text()
    for kind in ("element", "attribute"):
        names = set(re.findall(rf'<xs:{kind} name="([\w-]+)"', text))
        none([name for name in sorted(names) if not re.search(rf"(?<![\w-]){name}(?![\w-])", plain)],
             f"the page names each {kind} of {schema}.xsd")
done()
