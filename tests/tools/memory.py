# SPDX-License-Identifier: LGPL-2.1-or-later
# memory.py - a large message stands in no process more than once, however it is
# written, and no two of them at a time; of many small ones few stand there at once.
import base64
import os
import pathlib
import shutil
import tempfile
import zipfile

from tap import BUILD, HOPCHECK, SOURCE, done, environment, ok, skip_all

if "fsanitize" in (BUILD / "config.log").read_text():
    skip_all("sanitizers keep shadows")

HOPAUDIT = BUILD / "tools" / "hopaudit"
POLICY = SOURCE / "samples/policies/nhsmail-gsi.xml"
MIB = 1 << 20
LARGE = 24 * MIB
work = pathlib.Path(tempfile.mkdtemp())
# a hop without TLS: only then the policy asks what the message is made of
HEAD = (b"Received: from a.example.com (a.example.com [192.0.2.1]) "
        b"by mx.example.org (Postfix) with ESMTP id 4QZ "
        b"for <u@example.org>; Tue, 18 Aug 2026 10:05:00 +0200\n"
        b"From: a@example.com\nSubject: s\nMIME-Version: 1.0\n")
TEXT = b"A line of a long message, as long as lines of messages often are.\n"
QUOTED = b"A line with an =C3=BC in it that goes on =\nin the line behind it.\n"
CODED = b"Content-Transfer-Encoding: base64\n\n"
LETTER = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n" + CODED
FORMS = {  # head, what is repeated, tail
    "text": (HEAD + b"\n", TEXT, b""),
    "text in base64": (HEAD + CODED, base64.b64encode(TEXT[:54]) + b"\n", b""),
    "text in quoted-printable": (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n", QUOTED, b""),
    "a part in base64": (LETTER, base64.b64encode(TEXT[:54]) + b"\n", b"--b--\n"),
    "armour": (HEAD + b"\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n", b"A" * 64 + b"\n",
               b"-----END PGP MESSAGE-----\n"),
    "S/MIME": (HEAD + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
               + CODED + base64.b64encode(bytes.fromhex(
                   "3080 06092a864886f70d010703 a080")[:15]) + b"\n",
               base64.b64encode(b"\x04\x34" + bytes(52)) + b"\n", b""),
    "a journal report": (
        HEAD + b"X-MS-Journal-Report:\nContent-Type: multipart/mixed; boundary=j\n\n"
        b"--j\nContent-Type: text/plain\n\nSender: a@example.com\nTo: u@example.org\n"
        b"--j\nContent-Type: message/rfc822\n\n" + LETTER,
        base64.b64encode(TEXT[:54]) + b"\n", b"--b--\n--j--\n"),
}


def write(path, form, size):
    """Piece by piece: our own memory is where that of a new program begins."""
    head, piece, tail = form
    many = piece * (MIB // len(piece))
    with path.open("wb") as out:
        out.write(b"From a Tue Mar  7 09:15:05 2023\n" + head)
        for _ in range(max(1, size // len(many)) if size else 0):
            out.write(many)
        out.write(tail + b"\n")
    return path.stat().st_size


def peak(command):
    """Bytes of memory that the largest of its processes had."""
    command = [str(part) for part in command]
    pid = os.posix_spawn(command[0], command, environment(),
                         file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0)
                                       for fd in (0, 1, 2)])
    status, usage = os.wait4(pid, 0)[1:]
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024


box = work / "box.mbox"
for name, form in FORMS.items():
    for command in ((HOPAUDIT, "--content=auto"), (HOPAUDIT, "--content=always"),
                    (HOPCHECK, "--content=always"), (HOPAUDIT, "--journal")):
        command = (*command, "--policy", POLICY, box)
        write(box, form, 0)
        before, least = peak(command)
        size = write(box, form, LARGE)
        after, most = peak(command)
        ok(before == after and most <= least + size + 6 * MIB,
           f"{name}, {pathlib.Path(command[0]).name} {command[1]}",
           f"{before} and {after}", f"{least} bytes, and {most} for {size}")
# a mailbox of nothing but the smallest messages
for command in ((HOPAUDIT, "--jobs=1"), (HOPAUDIT, "--jobs=4"), (HOPCHECK, "--quiet")):
    box.write_bytes(b"From \nA:\n\n")
    before, least = peak((*command, box))
    box.write_bytes(b"From \nA:\n\n" * (2 * MIB // 10))
    after, most = peak((*command, box))
    ok(before == after and most <= least + 24 * MIB,
       f"small messages, {pathlib.Path(command[0]).name} {command[1]}",
       f"{before} and {after}", f"{least} bytes, and {most}")

# a message of 1 MiB that is nothing but the smallest fields of messages within it
nest = work / "nest.eml"
for name, field in (("Received:", b"Received:\n"), ("short", b"a:\n"), ("noted", b"a :\n")):
    within = b"--b\nContent-Type: message/rfc822\n\n" + field * (900 // len(field)) + b"\n"
    nest.write_bytes(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + within * 1000)
    for command in ((HOPAUDIT, "--content=always"),
                    *((HOPCHECK, "--content=always", f"--format={form}")
                      for form in ("text", "xml", "json"))):
        most = peak((*command, nest))[1]
        ok(most <= 64 * MIB and nest.stat().st_size < MIB,
           f"messages within of {name} fields, {command[0].name} {command[-1]}",
           f"{most} bytes for {nest.stat().st_size}")

# several members of 20 MiB that pack to nothing: none leaves room behind
if "define HAVE_ARCHIVE 1" in (BUILD / "config.h").read_text():
    bomb = work / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.eml", bytes(20 * MIB))
    most = peak((HOPAUDIT, "--content=always", bomb))[1]
    ok(most <= 64 * MIB and bomb.stat().st_size < MIB,
       "members of 20 MiB of nothing", f"{most} bytes for {bomb.stat().st_size}")

# However many threads there are, one keeps a large message, others less than 2 MiB of one.
folder = work / "folder"
folder.mkdir()
JOBS = 4
one = (HOPAUDIT, f"--jobs={JOBS}", "--policy", POLICY, folder)
for form in ("text in base64", "S/MIME"):
    for number in range(JOBS):
        write(folder / str(number), FORMS[form], 0)
    least = peak(one)[1]
    for number in range(JOBS):
        size = write(folder / str(number), FORMS[form], LARGE)
    most = peak(one)[1]
    ok(most <= least + size + 6 * MIB + JOBS * 3 * MIB, f"{JOBS} at a time, {form}",
       f"{least} bytes, and {most} for {size} each")

# A message as long as one may be, or of which as much has to be copied as may be.
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n"
WITHIN = (MIXED + b"Content-Type: message/rfc822\n" + CODED
          + base64.b64encode(b"Subject:\n\n" + b"x" * 43 + b"\n") + b"\n")
CODED_TEXT = base64.b64encode(TEXT[:53] + b"\n") + b"\n"
LIMIT = 40 * MIB
for name, form, size, read in (
        ("text", (MIXED + b"\n", TEXT, b"--b--\n"), LIMIT - MIB, True),
        ("text, too long", (MIXED + b"\n", TEXT, b"--b--\n"), LIMIT + MIB, False),
        ("fields", (HEAD, b"X-Field: of many\n", b"\n"), 19 * MIB, None),
        ("fields, too many", (HEAD, b"X-Field: of many\n", b"\n"), LIMIT - MIB, None),
        ("NULs", (MIXED + b"\n", bytes(64), b"\n--b--\n"), 27 * MIB, True),
        ("NULs, too many", (MIXED + b"\n", bytes(64), b"\n--b--\n"), 30 * MIB, False),
        ("lines that may be boundaries", (MIXED + b"\n", b"--no\n", b"--b--\n"),
         27 * MIB, True),
        ("a message within", (WITHIN, CODED_TEXT, b"--b--\n"), 26 * MIB, True),
        ("a message within, too long", (WITHIN, CODED_TEXT, b"--b--\n"), LIMIT - MIB, False)):
    size = write(box, form, size)
    for tool in (HOPAUDIT, HOPCHECK):
        status, most = peak((tool, "--content=always", "--policy", POLICY, box))
        ok(most <= 64 * MIB and (read is None or (status == 3) != read),
           f"{name} of {size} bytes, {tool.name}", f"{most} bytes, status {status}")
shutil.rmtree(work)
done()
