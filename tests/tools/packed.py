# SPDX-License-Identifier: LGPL-2.1-or-later
# packed.py - an archive within an archive that was damaged, at whatever byte,
# before it was packed: it is told as incomplete, or all messages in it are there.
# What is packed beyond all measure is left off.
#
# What it starts with is left alone: without it, it is a file that is no archive.
import bz2
import gzip
import io
import lzma
import os
import pathlib
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
import zipfile

from tap import BUILD, done, none, ok, skip_all

NAMES = {"r": "urn:hopcheck:report:1"}
CONFIG = (BUILD / "config.h").read_text()
work = pathlib.Path(tempfile.mkdtemp())


def letter(number):
    return (b"Received: from a.example.com (a.example.com [192.0.2.1]) by mx.example.org (Postfix)"
            b" with ESMTPS id 4QZ; Tue, 18 Aug 2026 10:05:00 +0200\n"
            b"From: a@example.com\nSubject: s\n\nText %d.\n" % number)


def zipped(how=zipfile.ZIP_STORED, **files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, how)
    return out.getvalue()


def gzipped(data):
    return gzip.compress(data, mtime=0)


BOX = zipped(**{"1.eml": letter(1), "2.eml": letter(2)})
LETTER = gzipped(letter(1))
# name: what may be damaged, how many bytes it starts with, how it is packed then
PACKED = {
    "zip in zip": (BOX, 4, lambda data: zipped(**{"box.zip": data})),
    "zip in gzip": (BOX, 4, gzipped),
    "gzip in zip": (LETTER, 3, lambda data: zipped(**{"1.eml.gz": data})),
    "gzip in gzip": (LETTER, 3, gzipped),
    "gzip in bzip2": (LETTER, 3, bz2.compress),
    "gzip in xz": (LETTER, 3, lzma.compress),
}


def damages(data, start):
    """Each byte changed, and what was cut off behind it."""
    for at in range(start, len(data)):
        yield f"bit of {at}", data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:]
        yield f"cut to {at}", data[:at]


def named(number):
    return f"{number:05}.bin"


def audit(folder):
    """Of each file whether it was complete, and the digests of its messages."""
    report = work / "report.xml"
    subprocess.run([BUILD / "tools/hopaudit", "--quiet", "--content=never", "--format=xml", "-o",
                    report, folder], check=False)
    root = ET.parse(report).getroot()
    told = {}
    names = {}
    for one in root.findall("r:inputs/r:input", NAMES):
        name = pathlib.Path(one.find("r:label", NAMES).text).name
        names[one.get("number")] = name
        told[name] = (one.get("complete") == "true", [])
    for one in root.findall("r:messages/r:message", NAMES):
        told[names[one.get("input")]][1].append(one.get("sha256"))
    return told


if "define HAVE_ARCHIVE 1" not in CONFIG:
    skip_all("this build reads no archives")
for name, (data, start, pack) in PACKED.items():
    folder = work / "in"
    folder.mkdir()
    tried = [("as it was", data), *damages(data, start)]
    for number, (_, variant) in enumerate(tried):
        (folder / named(number)).write_bytes(pack(variant))
    told = audit(folder)
    whole, wanted = told[named(0)]
    ok(whole and wanted and len(told) == len(tried), f"{name}: read as it was")
    none([f"{tried[number][0]}: {told[named(number)]}" for number in range(len(tried))
          if told[named(number)][0] and told[named(number)][1] != wanted],
         f"{name}: {len(tried) - 1} damages, none passes for complete")
    shutil.rmtree(folder)

# What packs as nothing does is left off where the limit is reached, not behind all of it.
ZEROS = b"From: a@example.com\n\n" + bytes(400 << 20)
for name, pack in {"zip": lambda data: zipped(zipfile.ZIP_DEFLATED, **{"1.eml": data}),
                   "gzip": gzipped, "bzip2": bz2.compress, "xz": lzma.compress}.items():
    file = work / "zeros"
    file.write_bytes(pack(ZEROS))
    run = subprocess.run([BUILD / "tools/hopaudit", file], capture_output=True, check=False)
    lengths = [int(message.get("length")) for message in
               ET.fromstring(run.stdout).iterfind(".//r:message", NAMES)]
    ok(run.returncode == 3 and len(lengths) == 1 and 64 << 20 <= lengths[0] < 260 << 20,
       f"{name} of zeros: left off", f"status {run.returncode}", f"{lengths}")
# A hole in front of the rest, which packs as mail does.
file.write_bytes(gzipped(b"From a Tue Mar  7 09:15:05 2023\nA: b\n\n" + bytes(100 << 20)
                         + os.urandom(1 << 19).hex().encode() + b"\n\n"
                         + b"From a Tue Mar  7 09:15:05 2023\n" + letter(1)))
run = subprocess.run([BUILD / "tools/hopaudit", file], capture_output=True, check=False)
ok(run.returncode != 3 and run.stdout.count(b"<message ") == 2, "a hole in front of mail",
   f"status {run.returncode}")
shutil.rmtree(work)
done()
