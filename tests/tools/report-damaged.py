# SPDX-License-Identifier: LGPL-2.1-or-later
# report-damaged.py - hopreport validate on reports that somebody damaged: it
# ends, never by a signal, and says why it does not like one.
#
# DAMAGED=4000 makes so many of each report.
import copy
import os
import pathlib
import random
import tempfile
import xml.etree.ElementTree as ET

from tap import BUILD, SOURCE, done, none, ok, run

HOPREPORT = BUILD / "tools/.libs/hopreport"
if not HOPREPORT.exists():
    HOPREPORT = BUILD / "tools/hopreport"
os.environ["LD_LIBRARY_PATH"] = str(BUILD / "lib/.libs")
COUNT = int(os.environ.get("DAMAGED", "60"))
SAMPLES = ("audit/report.xml", "cases/nhs-2007-sendmail.xml")
WORDS = ("", "0", "-1", str(2**64 - 1), "9" * 30, "true", "x", "\\", "\\x4", "\\u{", "HC-T02", "HC-Z99",
         "2026-13-01T00:00:00Z", "\u202e", "\u00e9" * 99)

ET.register_namespace("", "urn:hopcheck:report:1")
work = pathlib.Path(tempfile.mkdtemp())
chance = random.Random(20261122)


def pick(nodes):
    """Any element, but each name is as likely as the next."""
    name = chance.choice(sorted({node[2].tag for node in nodes}))
    return chance.choice([node for node in nodes if node[2].tag == name])


def damage(root):
    nodes = [(parent, index, node) for parent in root.iter() for index, node in enumerate(parent)]
    parent, index, node = pick(nodes)
    other = pick(nodes)[2]
    what = chance.randrange(8)
    if what == 0:
        parent.remove(node)
    elif what == 1:
        parent.insert(index, copy.deepcopy(node))
    elif what == 2:
        node.tag = other.tag
    elif what == 3 and node.attrib:
        del node.attrib[chance.choice(sorted(node.attrib))]
    elif what == 4 and node.attrib:
        node.set(chance.choice(sorted(node.attrib)), chance.choice(WORDS))
    elif what == 5:
        node.text = chance.choice(WORDS)
    elif what == 6:
        other.append(copy.deepcopy(node))
    else:
        for child in list(node):
            node.remove(child)


for sample in SAMPLES:
    path = SOURCE / "samples" / sample
    if not ok(path.exists(), f"{sample} is there"):
        continue
    whole = path.read_bytes()
    bad, refused = [], 0
    for number in range(COUNT):
        root = ET.fromstring(whole)
        for _ in range(chance.choice((1, 1, 2, 5))):
            damage(root)
        data = ET.tostring(root)
        if number % 10 == 9:
            at = chance.randrange(len(data))
            data = data[:at] + data[at + chance.randrange(200):]
        (work / "damaged.xml").write_bytes(data)
        told = run(HOPREPORT, "validate", work / "damaged.xml")
        refused += told.returncode != 0
        if told.returncode not in (0, 1, 3) or not told.stdout + told.stderr:
            kept = pathlib.Path(tempfile.gettempdir()) / f"damaged-{os.getpid()}-{number}.xml"
            kept.write_bytes(data)
            bad.append((str(kept), told.returncode, told.stderr[-500:]))
    none(bad, f"{sample}: {COUNT} damaged ones are judged")
    ok(refused > COUNT / 3, f"{sample}: {refused} of them are refused")
(work / "damaged.xml").unlink()
work.rmdir()
done()
