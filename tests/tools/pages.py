# SPDX-License-Identifier: LGPL-2.1-or-later
# pages.py - pages of all samples: well-formed, inert whatever a message says,
# with the right bytes marked and the numbers of the report.
import concurrent.futures
import re
import tempfile
import xml.etree.ElementTree as tree
from html.parser import HTMLParser
from pathlib import Path

from fields_text import unescape
from tap import BUILD, SOURCE, done, none, ok, run, short, sources

TOOL = BUILD / "tools/hopreport"
R = "{urn:hopcheck:report:1}"
X = "{http://www.w3.org/1999/xhtml}"
S = "{http://www.w3.org/2000/svg}"
TAGS = set("""html head meta title style body a header h1 h2 h3 h4 p nav main section ul li b
    span div table caption thead tbody tr th td dl dt dd article code bdi details summary
    fieldset legend label input figure figcaption pre mark strong br footer svg defs pattern
    rect line circle path use g text tspan desc wbr""".split())
ATTRIBUTES = set("""lang http-equiv content name class href id rel aria-label aria-labelledby
    aria-hidden role tabindex scope open type checked width height viewbox
    preserveaspectratio patternunits patterntransform x y x1 y1 x2 y2 cx cy r rx d
    text-anchor textlength lengthadjust transform stroke-dasharray xmlns""".split())
LINK = re.compile(r"(#[\w-]+|index\.html|page-\d{5}\.html(#m\d+)?)\Z")
POLICY = re.compile(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'\Z")


class Page(HTMLParser):
    """What a browser makes of a page: its elements, and what is odd."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.shape, self.odd, self.text = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.shape.append((tag, tuple(name for name, _ in attributes)))
        if tag not in TAGS:
            self.odd.append(f"<{tag}>")
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.odd.append(f"<{tag} {name}>")
            if name == "href" and not LINK.match(value):
                self.odd.append(f"href {value}")
            if value and ("url(" in value or "javascript:" in value):
                self.odd.append(f"{name}={value}")
            if tag == "meta" and name == "content" and "src" in value and not POLICY.match(value):
                self.odd.append(value)

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.odd.append(f"<!--{data}")

    def handle_pi(self, data):
        self.odd.append(f"<?{data}")


def page(report, *options):
    made = run(TOOL, "html", "--per-page=0", *options, report)
    return made.returncode, made.stdout.decode(errors="replace"), made.stderr.decode()


def wrong_marks(report, text):
    """Findings whose marked bytes are not those that the report names."""
    wrong = []
    articles = [article for article in tree.fromstring(text).iter(X + "article")
                if "id" not in article.attrib]
    findings = list(report.iter(R + "finding"))
    if len(articles) != len(findings):
        return [f"{len(articles)} articles, {len(findings)} findings"]
    hops = {(message, hop.get("number")): hop for message in report.iter(R + "message")
            for hop in message.iter(R + "hop")}
    owners = [message for message in report.iter(R + "message")
              for _ in message.iter(R + "finding")]
    for article, finding, owner in zip(articles, findings, owners):
        marks = ["".join(mark.itertext()) for mark in article.iter(X + "mark")]
        hop = hops.get((owner, finding.get("hop")))
        raw = hop.find(R + "raw") if hop is not None else None
        length = int(finding.get("length", 0))
        if raw is None or length == 0:
            if marks:
                wrong.append(f"{finding.get('id')}: a mark without bytes")
            continue
        at = int(finding.get("offset")) - int(hop.get("offset"))
        bytes_ = unescape(raw.text)[at:at + length]
        shown = b"".join(unescape(mark) for mark in marks)
        # What lies behind the bytes that are shown is said not to be marked.
        beyond = at + length > int(raw.get("shown")) and not marks
        if not (shown == bytes_ and marks) and \
                not (beyond and "not marked here" in "".join(article.itertext())):
            wrong.append(f"{finding.get('id')} hop {hop.get('number')}: {shown} is marked, {bytes_} meant")
    return wrong


def look(path):
    """All that is wrong with the page of a report."""
    name = short(path)
    status, text, complaint = page(path, "--cover", "--controls")
    if status != 0 or complaint:
        return [f"{name}: status {status}, {complaint}"]
    found = [f"{name}: {odd}" for odd in Page(text).odd]
    try:
        report = tree.parse(path).getroot()
        found += [f"{name}: {one}" for one in wrong_marks(report, text)]
        drawn = sum(1 for svg in tree.fromstring(text).iter(S + "svg")
                    if (svg.find(S + "title") is not None and svg.find(S + "title").text or "").startswith("Path of"))
        paths = sum(1 for hops in report.iter(R + "hops") if hops.find(R + "hop") is not None)
        if drawn != paths:
            found.append(f"{name}: {drawn} diagrams, {paths} messages with hops")
    except tree.ParseError as error:
        found.append(f"{name}: {error}")
    return found


reports = [path for path in sources("samples/**/*.xml", "tests/audit/example.xml")
           if b'xmlns="urn:hopcheck:report:1"' in path.read_bytes()[:400]]
ok(len(reports) > 200, f"{len(reports)} reports to make pages of")
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    none([one for found in pool.map(look, reports) for one in found],
         "their pages are well-formed and inert, the right bytes marked, each path drawn")

# ------------------------------------------------ whatever stands in a text
# Attributes that hold texts of messages (report.xsd: "escaped as a text is").
FREE = ("from", "helo", "rdns", "by", "with", "member", "dialect", "dialect-name")
HARM = ["<script>document.title='x'</script>", '"><img src=x onerror=y>', "'><svg/onload=y>",
        "javascript:alert(1)", "--><style>*{}</style>", "]]>", "&lt;b&gt;&amp;#60;", "</details></body>",
        "http://192.0.2.1/", "\u0645\u0631\u062d\u0628\u0627", "\\n\\t\\x00\\u{202E}", "{$x}", "x" * 5000]


def spoil(source, target, words):
    """Put words into every text of a report, in turn."""
    root = tree.parse(source).getroot()
    turn = 0
    for element in root.iter():
        plain = len(element) == 0 and (element.text or "").strip() and element.tag != R + "catalogue"
        if plain:
            element.text = words[turn % len(words)]
            turn += 1
        for name in FREE:
            if name in element.attrib and element.tag in (R + "hop", R + "message"):
                element.set(name, words[turn % len(words)])
                turn += 1
    tree.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)


with tempfile.TemporaryDirectory() as folder:
    for source in ("tests/audit/example.xml", "samples/cases/nhs-2007-sendmail.xml"):
        shapes = []
        for words in ([f"harmless{i}" for i in range(len(HARM))], HARM):
            target = Path(folder) / "report.xml"
            spoil(SOURCE / source, target, words)
            status, text, complaint = page(target, "--cover", "--controls")
            found = Page(text)
            ok(status == 0 and not found.odd, f"{source}: {words[0][:8]} texts: status 0, inert",
               complaint, *found.odd[:20])
            # a long text is marked elsewhere, and drawn as wide as its box
            shapes.append([(tag, tuple(name for name in names if name not in ("textlength", "lengthadjust")))
                           for tag, names in found.shape if tag not in ("mark", "br", "wbr")])
        ok(shapes[0] == shapes[1], f"{source}: harmful texts make the same elements as harmless ones",
           next((f"{a} {b}" for a, b in zip(*shapes) if a != b), f"{len(shapes[0])} {len(shapes[1])}"))
        ok(all(re.sub(r"\s+", " ", word)[:39] in re.sub(r"\s+", " ", " ".join(found.text)) for word in HARM[:6]),
           f"{source}: they are shown as they are")
done()
