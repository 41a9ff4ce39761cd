# SPDX-License-Identifier: LGPL-2.1-or-later
# fields.py - of each byte of a Received field a report says what rests on it,
# or that nothing does; the worked examples of hopcheck(7) are what the tool
# says.
import json
import re

from fields_text import unescape
from tap import HOPCHECK, SOURCE, done, environment, none, ok, run, short, sources

GRAMMAR = re.compile(rb'(?i:from|by|via|with|id|for)|[\s()\[\]<>,;"]+')


def report(path):
    found = run(HOPCHECK, "--format=json", path)
    return json.loads(found.stdout) if found.stdout else {"messages": []}


def span(part):
    return range(part["offset"] or 0, (part["offset"] or 0) + (part["length"] or 0))


def wrong(hop, message):
    """What is wrong with how a hop's bytes are accounted for."""
    used, left = set(), set()
    for fact in hop["facts"]:
        used.update(span(fact))
    for stretch in hop["unused"]:
        left.update(span(stretch))
        if message[span(stretch).start:span(stretch).stop] != unescape(stretch["text"]):
            yield "an unused stretch is not what stands there"
    if used & left:
        yield "an unused stretch has a value in it"
    for comment in hop["comments"]:
        if message[span(comment).start - 1:span(comment).start] != b"(":
            yield "a comment does not stand behind a parenthesis"
        if message[span(comment).start:span(comment).stop] != unescape(comment["text"]):
            yield "a comment is not what stands there"
    start = hop["offset"] + message[hop["offset"]:].index(b":") + 1
    gap = b""
    for at in range(start, hop["offset"] + hop["length"] + 1):
        if at < hop["offset"] + hop["length"] and at not in used and at not in left:
            gap += message[at:at + 1]
            continue
        if any(not GRAMMAR.fullmatch(word) for word in re.findall(rb'[^\s()\[\]<>,;"]+', gap)):
            yield f"{gap!r} is neither used nor unused"
        gap = b""


faults, hops, unused = [], 0, 0
for path in sources("samples/**/*.eml", "samples/**/*.mbox"):
    data = path.read_bytes()
    for message in report(path)["messages"]:
        octets = data[message["offset"]:message["offset"] + message["length"]]
        for hop in message["hops"]:
            hops += 1
            unused += len(hop["unused"])
            faults += [f"{short(path)} hop {hop['number']}: {fault}"
                       for fault in wrong(hop, octets)]
ok(hops > 200 and unused > 20, f"{hops} hops, {unused} unused stretches")
none(faults, "each byte of a field is used, unused, or grammar")

page = (SOURCE / "man/hopcheck.7").read_text()
examples = re.findall(r'^\.\\" example (\S+)\n.*?^\.Bd -literal\n(.*?)^\.Ed$', page, re.M | re.S)
ok(len(examples) == 3, "hopcheck(7) has three worked examples", [name for name, _ in examples])
for name, shown in examples:
    said = run(HOPCHECK, "--fields", "--width=74", SOURCE / "samples" / name,
               env=environment(LC_ALL="C")).stdout.decode()
    shown = re.sub(r"^\\&", "", shown.replace("\\e", "\\"), flags=re.M)
    said = said[said.index(" Hop "):said.rindex("\nhopcheck ")]
    ok(shown.rstrip("\n") == said.rstrip("\n"), f"{name} in hopcheck(7) is what is said of it",
       said)
done()
