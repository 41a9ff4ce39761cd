# SPDX-License-Identifier: LGPL-2.1-or-later
# compare.py - what an audit says of messages is what hopcheck says of each, but
# for what brief messages leave out, and its sums are theirs.
#
# compare.py FILE... compares those, in one audit; without any all samples.
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import oracle  # noqa: E402
from oracle import find, findall  # noqa: E402
from tap import SOURCE, BUILD, done, ok  # noqa: E402

HOPCHECK = BUILD / "tools/hopcheck"
DUMP = BUILD / "tests/dump_audit"
WORKER = BUILD / "lib/hopcheck-mime"


def canonical(node):
    """A tree as text, attributes in order, white space between elements gone."""
    text = node.text if len(node) == 0 else None
    return [node.tag.split("}")[1], sorted(node.attrib.items()), text or "", [canonical(one) for one in node]]


def first_difference(a, b, path=""):
    if a[:3] != b[:3]:
        return f"{path}/{a[0]}: {[x for x in a[1] if x not in b[1]]} {a[2]!r} for {b[0]}: " \
               f"{[x for x in b[1] if x not in a[1]]} {b[2]!r}"
    for one, other in zip(a[3], b[3]):
        told = first_difference(one, other, f"{path}/{a[0]}")
        if told:
            return told
    return None if len(a[3]) == len(b[3]) else \
        f"{path}/{a[0]}: {len(a[3])} members for {len(b[3])}: {[x[0] for x in a[3]]} {[x[0] for x in b[3]]}"


def run(*command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, **more)


def organisations(names):
    """Whose each name is, by psl: the one thing that is not reckoned anew."""
    known = {}
    for name in names:
        parts = name.encode("idna").decode().split(".")
        known[name] = None
        for count in range(2, min(len(parts), 5) + 1):
            tail = ".".join(parts[-count:])
            if "".join(parts) and SUFFIXES.get(".".join(parts[-count + 1:]), count == 2) and not SUFFIXES.get(tail):
                known[name] = tail
    return known


# Public suffixes of two labels that samples have.
SUFFIXES = {f"{a}.{b}": True for a, b in (
    ("co", "uk"), ("ac", "uk"), ("nhs", "uk"), ("gov", "uk"), ("org", "uk"), ("police", "uk"), ("com", "au"),
    ("co", "jp"), ("ne", "jp"), ("or", "jp"))}


def same_in_json(node, value, path):
    """Whether JSON says what an element says; the first place where not."""
    for key, text in node.attrib.items():
        shown = value.get(key)
        shown = str(shown).lower() if isinstance(shown, bool) else str(shown)
        if shown != text:
            return f"{path}/@{key}: {shown} for {text}"
    if len(node) == 0 and node.text and node.text.strip():
        return None if value.get("text") == node.text else f"{path}: {value.get('text')!r} for {node.text!r}"
    for child in node:
        name = child.tag.split("}")[1]
        if name not in value:
            return f"{path}/{name} is missing"
        told = member_in_json(child, value[name], f"{path}/{name}")
        if told:
            return told
    return None


def member_in_json(child, value, path):
    if isinstance(value, str):
        return None if value == (child.text or "") else f"{path}: {value!r} for {child.text!r}"
    if not isinstance(value, list):
        return same_in_json(child, value, path)
    if len(value) != len(child):
        return f"{path}: {len(value)} members for {len(child)}"
    for index, (one, other) in enumerate(zip(child, value)):
        told = member_in_json(one, other, f"{path}[{index}]")
        if told:
            return told
    return None


def read_searched(messages):
    """Tell of messages that were searched, and not taken apart, what hopcheck tells
    who takes each apart; how many there are."""
    searched = [content for message in messages for content in findall(message, "content")
                if content.get("structure") == "searched"]
    for content in searched:
        content.set("structure", "read")
    return len(searched)


def compare(name, options, dump_options, files):
    """One audit of some files against the report of hopcheck on each."""
    full = [ET.fromstring(run(HOPCHECK, "--format=xml", *options, file).stdout) for file in files]
    stated = find(full[0], "policy/profile").get("stated") == "true"
    with tempfile.TemporaryDirectory() as folder:
        xml = run(DUMP, "--folder", folder, *dump_options, *files)
        other = run(DUMP, "--folder", folder, "--format", "json", *dump_options, *files)
    if xml.returncode or other.returncode:
        ok(False, name, (xml.stderr + other.stderr).decode())
        return None
    audit = ET.fromstring(xml.stdout)
    messages = [message for report in full for message in findall(report, "messages/message")]
    wanted = [oracle.brief(message, stated) for message in messages]
    inputs = [str(i + 1) for i, report in enumerate(full) for _ in findall(report, "messages/message")]
    differences = []
    if "--content-by-need" in dump_options:
        ok(0 < read_searched(findall(audit, "messages/message")) < len(wanted),
           f"{name}: some are searched, some taken apart")
    for index, (one, shown) in enumerate(zip(wanted, findall(audit, "messages/message"))):
        one.set("index", str(index + 1))
        one.set("input", inputs[index])
        told = first_difference(canonical(shown), canonical(one))
        if told:
            differences.append(f"message {index + 1}: {told}")
    if len(wanted) != len(findall(audit, "messages/message")):
        differences.append(f"{len(findall(audit, 'messages/message'))} messages for {len(wanted)}")
    ok(not differences, f"{name}: {len(wanted)} messages are told alike", "\n".join(differences[:5]))
    hosts = {oracle.lower(oracle.fact(hop, "rdns")) for message in messages for hop in findall(message, "hops/hop")}
    known = organisations({host for host in hosts if host})
    sums = oracle.summary(list(enumerate(messages, 1)), lambda host: known[host])
    shown = find(audit, "summary")
    if len(sys.argv) > 1:  # whose names are is not reckoned for all the world
        for one in (shown, sums):
            one.remove(find(one, "counterparty-sums"))
    told = first_difference(canonical(shown), canonical(sums))
    ok(not told, f"{name}: sums are those of the messages", told)
    told = same_in_json(ET.fromstring(xml.stdout), json.loads(other.stdout), "")
    ok(not told, f"{name}: JSON says the same", told)
    return xml.stdout


samples = sys.argv[1:] or sorted(
    path for path in (SOURCE / "samples").glob("*/*.eml") if not path.with_suffix(".options").exists())
made = compare("samples" if len(sys.argv) == 1 else "files", [], [], samples)
if len(sys.argv) == 1:
    content = sorted((SOURCE / "samples/content").glob("*.eml"))
    compare("samples of content", ["--content=always"], ["--content", WORKER], content)
    compare("by a profile", ["--profile=ncsc-nl-2025-05"], ["--profile", "ncsc-nl-2025-05"], samples)
    policy = SOURCE / "samples/policies/dorset-2009.xml"
    trust = SOURCE / "samples/policies/example-trust.xml"
    compare("content where it matters", [f"--policy={trust}"], ["--policy", trust, "--content-by-need", WORKER],
            sorted((SOURCE / "samples").glob("[a-f]*/*.eml")))
    compare("by a policy", [f"--policy={policy}", "--content=never"], ["--policy", policy],
            sorted((SOURCE / "samples/cases").glob("*.eml")))
if os.environ.get("XMLLINT") and made:
    checked = run(os.environ["XMLLINT"], "--nonet", "--noout", "--stream", "--schema",
                  SOURCE / "schemas/report.xsd", "-", input=made)
    ok(checked.returncode == 0, "the audit is valid by report.xsd, streamed", checked.stderr.decode())
done()
