# SPDX-License-Identifier: LGPL-2.1-or-later
# corpus.py - real mail: nothing crashes, every report is valid, every Received
# field is in its report, and the counts are those of an independent count.
#
# The mail is not part of this project: HOPCHECK_CORPUS names its folder, else
# ../shared/mail beside the source tree is looked for.
import os
import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

from tap import BUILD, HOPCHECK, SOURCE, done, environment, none, ok, run, skip, skip_all, tool

BATCH = 250      # files a run
HOPS_MAX = 1000  # Received fields that a report takes apart
NAMESPACE = "{urn:hopcheck:report:1}"


def corpus():
    for name in (os.environ.get("HOPCHECK_CORPUS"), SOURCE.parent / "shared/mail"):
        if name and pathlib.Path(name).is_dir():
            return pathlib.Path(name)
    skip_all("no corpus (HOPCHECK_CORPUS)")


FIELD = re.compile(rb"[\x21-\x39\x3b-\x7e]+[ \t]*:")


def header_fields(lines):
    """Number of fields, and of Received fields, before the first empty line."""
    fields = received = 0
    for line in lines:
        if line == b"":
            break
        if FIELD.match(line):
            fields += 1
            received += line.split(b":")[0].rstrip(b" \t").lower() == b"received"
    return fields, received


def leading(lines):
    """Lines before the header block: From_ lines, and empty lines if a field
    follows them."""
    def skip(begin, mark):
        while begin < len(lines) and mark(lines[begin]):
            begin += 1
        return begin

    def from_line(line):
        return line.startswith((b"From ", b">From ")) and not FIELD.match(line)

    first = skip(0, from_line)
    below = skip(skip(first, lambda line: line == b""), from_line)
    return below if below < len(lines) and FIELD.match(lines[below]) else first


def count(data):
    """Messages and Received fields of a file, by the counting rules."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    if not data.startswith(b"From "):
        return (1 if data else 0), header_fields(lines[leading(lines):])[1]
    starts = []
    for number, line in enumerate(lines):
        if not line.startswith(b"From ") or (number > 0 and lines[number - 1] != b""):
            continue
        if FIELD.match(line):
            continue
        after = lines[number + 1] if number + 1 < len(lines) else b""
        dated = re.search(rb"\d?\d:\d\d", line) and re.search(rb"(?<!\d)\d{4}(?!\d)", line)
        if dated or FIELD.match(after) or after.startswith(b">From "):
            starts.append(number)
    received = 0
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        inner = lines[start + 1:end]
        if inner and inner[0].startswith(b">From "):
            inner = inner[1:]
        received += header_fields(inner)[1]
    return len(starts), received


def reports(paths):
    """Run the tool on a batch; the report's bytes, or None when it broke."""
    result = subprocess.run([str(HOPCHECK), "--format=xml", *paths],
                            capture_output=True, env=environment())
    if result.returncode not in (0, 1, 3, 5):
        return None, f"status {result.returncode}: {result.stderr[-300:]!r}"
    return result.stdout, result.stderr.decode("utf-8", "replace")


def misplaced(path, data, message):
    """What is wrong with the places of a message's hops."""
    wrong, fields = [], set()
    start, hops = int(message.get("offset")), list(message.iter(NAMESPACE + "hop"))
    for hop in hops:
        place = start + int(hop.get("offset"))
        span = data[place:place + int(hop.get("length"))]
        fields.add(place)
        if not re.match(rb"received[ \t]*:", span, re.I) or \
                re.search(rb"\n[^ \t]", span[:-1]):
            wrong.append(f"{path}: hop {hop.get('number')} at {place} is {span[:60]!r}")
    expected = min(int(message.get("received-fields")), HOPS_MAX)
    if len(hops) != expected or len(fields) != expected:
        wrong.append(f"{path}: {len(hops)} hops at {len(fields)} places, not {expected}")
    return wrong


root = corpus()
files = sorted(str(path) for path in root.rglob("*")
               if path.is_file() and path.suffix not in (".tsv", ".md"))
ok(len(files) > 0, f"{len(files)} files")
broken, miscounted, lost, invalid = [], [], [], []
messages = hops = 0
xmllint = tool("XMLLINT")
with tempfile.TemporaryDirectory() as folder:
    for begin in range(0, len(files), BATCH):
        batch = files[begin:begin + BATCH]
        report, said = reports(batch)
        if report is None:
            broken.append(f"{batch[0]} ... {batch[-1]}: {said}")
            continue
        name = os.path.join(folder, "report.xml")
        pathlib.Path(name).write_bytes(report)
        if xmllint:
            check = run(xmllint, "--nonet", "--noout", "--huge", "--schema",
                        SOURCE / "schemas/report.xsd", name)
            if check.returncode != 0:
                invalid.append(check.stderr.decode("utf-8", "replace")[-400:])
        tree = ElementTree.fromstring(report)
        inputs = {}
        for one in tree.iter(NAMESPACE + "message"):
            inputs.setdefault(int(one.get("input")), []).append(one)
        for number, path in enumerate(batch, 1):
            data = pathlib.Path(path).read_bytes()
            expected = count(data)
            got = inputs.get(number, [])
            found = (len(got), sum(int(one.get("received-fields")) for one in got))
            if found != expected:
                miscounted.append(f"{path}: counted {expected}, reported {found}")
            messages += found[0]
            hops += found[1]
            for one in got:
                lost += misplaced(path, data, one)
print(f"# {messages} messages, {hops} Received fields")
none(broken, "no run crashed or refused")
if xmllint:
    none(invalid, "every XML report is valid")
else:
    skip("every XML report is valid", "no xmllint")
none(miscounted, "messages and Received fields are as counted apart")
none(lost, "every Received field is in its report, at its place")
done()
