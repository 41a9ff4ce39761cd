# SPDX-License-Identifier: LGPL-2.1-or-later
# hostile.py - what inputs cost that were made to cost much: processor time and
# memory of one MiB, and how the time grows when an input is doubled.
#
#	tests/bench/hostile.py [NAME ...]
#
# A name may be that of a group: what stands before a colon.
#
# Prints a line for each kind of input and tool; "!" marks what is over 2 s, 64
# MiB or 2.3 times.  Times are the least of three runs, without what the same tool
# takes for an empty message.
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

BUILD = pathlib.Path(os.environ.get("top_builddir", "."))
SAMPLE = pathlib.Path(__file__).parents[2] / "samples/audit/report.xml"
MIB = 1 << 20
SECONDS, MEMORY, RATIO = 2.0, 64 * MIB, 2.3
LEAST = 0.04  # seconds below which a ratio says nothing
work = pathlib.Path(tempfile.mkdtemp())
(work / "key").write_bytes(bytes(range(32)))
HOP = (b"Received: from a.example.com (a.example.com [192.0.2.1]) "
       b"by mx.example.org (Postfix) with ESMTPS id 4QZ "
       b"for <u@example.org>; Tue, 18 Aug 2026 10:05:00 +0200\n")
HEAD = HOP + b"From: a@example.com\nSubject: s\nMIME-Version: 1.0\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\n"


def fill(size, piece):
    return piece * (size // len(piece))


def numbered(size, make):
    """Pieces that a number makes, no two the same."""
    parts, total, number = [], 0, 0
    while total < size:
        parts.append(make(number))
        total += len(parts[-1])
        number += 1
    return b"".join(parts)


def received(inside):
    return HOP[:-1].replace(b"(Postfix)", inside) + b"\n" + HEAD + b"\n"


def field(value):
    return HEAD + value + b"\n\n"


def nest(size, wrap, inner):
    """The same around itself, until it is that long; quick, not by copying."""
    before, after, number, total = [], [], 0, 0
    while total < size:
        one, other = wrap(number)
        before.append(one)
        after.append(other)
        total += len(one) + len(other)
        number += 1
    return b"".join(before) + inner + b"".join(reversed(after))


def tar(size):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for number in range(size // 1024):
            entry = tarfile.TarInfo(f"{number}.eml")
            entry.size = 13
            archive.addfile(entry, io.BytesIO(b"From: a@b.c\n\n"))
    return out.getvalue()


def zipped(size):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(size // 120):
            archive.writestr(f"{number}.eml", b"From: a@b.c\n\n")
    return out.getvalue()


MESSAGES = {
    "fields": lambda n: HEAD + fill(n, b"X: y\n") + b"\n",
    "empty fields": lambda n: HEAD + fill(n, b"a:\n") + b"\n",
    "different fields": lambda n: HEAD + numbered(n, lambda i: b"X%d: y\n" % i) + b"\n",
    "same singletons": lambda n: HEAD + fill(n, b"Subject: s\n") + b"\n",
    "long field": lambda n: field(b"Subject: " + fill(n, b"x ")),
    "folded field": lambda n: field(b"Subject: x" + fill(n, b"\n y")),
    "no fields": lambda n: HEAD + fill(n, b"no field\n") + b"\n",
    "blank lines": lambda n: fill(n, b"\n") + HEAD + b"\n",
    "hops": lambda n: fill(n, HOP) + HEAD + b"\n",
    "short hops": lambda n: fill(n, b"Received: by a\n") + HEAD + b"\n",
    "hops of many hosts": lambda n: numbered(n, lambda i: HOP.replace(
        b"a.example.com", b"h%d.example.net" % i)) + HEAD + b"\n",
    "X-Received": lambda n: fill(n, b"X-" + HOP) + HEAD + b"\n",
    "results": lambda n: fill(n, b"Authentication-Results: a; dkim=pass\n") + HEAD + b"\n",
    "comments": lambda n: received(fill(n, b"(c) ")),
    "nested comments": lambda n: received(fill(n // 2, b"(") + fill(n // 2, b")")),
    "open comments": lambda n: received(fill(n, b"(")),
    "open comments apart": lambda n: received(fill(n, b"( x ")),
    "closed comments": lambda n: received(fill(n, b")")),
    "quotes": lambda n: received(fill(n, b'" ')),
    "quoted strings": lambda n: received(fill(n, b'"a" ')),
    "escapes": lambda n: received(b"(" + fill(n, b"\\(") + b")"),
    "angles": lambda n: received(fill(n, b"<")),
    "angles glued to quotes": lambda n: received(b"(P) for " + fill(n, b'<"')),
    "brackets": lambda n: received(fill(n, b"[")),
    "semicolons": lambda n: received(fill(n, b";")),
    "dots": lambda n: received(fill(n, b".")),
    "clauses": lambda n: received(fill(n, b"by a with b id c ")),
    "recipients": lambda n: received(fill(n, b"for <a@b.c> ")),
    "long recipient": lambda n: HEAD.replace(b"u@", fill(n, b"&") + b"@") + b"\n",
    "long Delivered-To": lambda n: b"Delivered-To: " + fill(n, b"&") + b"@b.c\n" +
    HEAD.replace(b"for <u@example.org>", b"") + b"\n",
    "long To": lambda n: HEAD.replace(b"for <u@example.org>", b"") + b"To: " +
    fill(n, b"&") + b"@b.c\n\n",
    "long host": lambda n: HEAD.replace(b"by mx", b"by " + fill(n, b"&")) + b"\n",
    "addresses": lambda n: received(fill(n, b"[192.0.2.1] ")),
    "dates": lambda n: received(fill(n, b"; Tue, 18 Aug 2026 10:05:00 +0200 ")),
    "TLS words": lambda n: received(fill(n, b"(using TLSv1.3 with cipher X) ")),
    "TLS words behind blanks": lambda n: received(
        b"(" + fill(n // 2, b" ") + b"x " + fill(n // 2, b"TLS1.2 ") + b")"),
    "encoded words": lambda n: field(b"Subject: " + fill(n, b"=?utf-8?q?a?= ")),
    "group addresses": lambda n: field(b"To: " + fill(n, b"a:")),
    "address list": lambda n: field(b"To: " + fill(n, b"<a@b.c>, ")),
    "references": lambda n: field(b"References: " + numbered(
        n, lambda i: b"<%d@b.c> " % i)),
    "bare CR": lambda n: HEAD + fill(n, b"X: y\r") + b"\n\n",
    "NUL": lambda n: HEAD + b"X: " + fill(n, b"\0") + b"\n\n",
    "dots in the body": lambda n: HEAD + b"\n" + fill(n, b"\n.\n"),
    "bare LF dots": lambda n: HEAD + b"\r\n" + fill(n, b"\r\n.\n"),
    "parts": lambda n: HEAD + MIXED + b"\n" + fill(n, b"--b\n\nx\n"),
    "depth": lambda n: HEAD + nest(
        n, lambda i: (b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (i, i), b""),
        b"\nx\n"),
    "messages within": lambda n: HEAD + nest(
        n, lambda i: (b"Content-Type: message/rfc822\n\nA: b\n", b""), b"\nx\n"),
    "messages beside": lambda n: HEAD + MIXED + b"\n" + fill(
        n, b"--b\nContent-Type: message/rfc822\n\n" + HEAD + b"\nx\n"),
    "boundaries": lambda n: HEAD + MIXED + b"\n--b\n" + numbered(
        n, lambda i: b"Content-Type: a/b; boundary=b%d\n" % i) + b"\n",
    "boundaries glued": lambda n: HEAD + MIXED + b"\n--b\n\n" + fill(
        n, b"boundary=") + b"\n",
    "dashes": lambda n: HEAD + MIXED + b"\n" + fill(n, b"--\n"),
    "dashes below many": lambda n: HEAD + nest(
        20000, lambda i: (b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (i, i), b""),
        b"\n" + fill(n, b"--\n")),
    "parameters": lambda n: field(b"Content-Type: text/plain" + numbered(
        n, lambda i: b"; a%d=b" % i)),
    "parameters in pieces": lambda n: field(b"Content-Type: text/plain" + numbered(
        n, lambda i: b"; a*%d=b" % i)),
    "fields of parts": lambda n: HEAD + MIXED + b"\n--b\n" + fill(n, b"A: b\n") + b"\n",
    "base64": lambda n: HEAD + MIXED + b"\n--b\nContent-Type: message/rfc822\n"
    b"Content-Transfer-Encoding: base64\n\n" + fill(n, b"QTogYgo="),
    "comments in a type": lambda n: field(b"Content-Type: " + fill(n, b"(")),
}
# What is read without a worker: a hop without TLS, so that the policy asks, and a
# part that has a form.
ASKED = HEAD.replace(b"ESMTPS", b"ESMTP")
PLAIN = b"Content-Type: text/plain\n"
ENDING = b"--b\nContent-Type: application/pkcs7-mime\n\nx\n--b--\n"
POLICY = SAMPLE.parents[1] / "policies/nhsmail-gsi.xml"


def posted(size, message):
    """A mailbox of one message over and over."""
    return fill(size, b"From a Tue Mar  7 09:15:05 2023\n" + ASKED + message + b"\n")


def multipart(*parts, ending=ENDING):
    return MIXED + b"\n" + b"".join(b"--b\n" + part + b"\n" for part in parts) + ending


STRUCTURES = {
    "structure: depth": lambda n: ASKED + nest(
        n, lambda i: (b"Content-Type: multipart/mixed; boundary=b%dx\n\n--b%dx\n" % (i, i),
                      b"\n--b%dx--\n" % i),
        b"Content-Type: application/pkcs7-mime\n\nx\n"),
    "structure: depth in each": lambda n: posted(n, nest(
        700, lambda i: (b"Content-Type: multipart/mixed; boundary=b%dx\n\n--b%dx\n" % (i, i),
                        b"\n--b%dx--\n" % i),
        b"Content-Type: application/pkcs7-mime\n\nx\n")),
    "structure: parts": lambda n: ASKED + multipart(*[b"\nx"] * (n // 7)),
    "structure: parts in each": lambda n: posted(n, multipart(*[b"\nx"] * 60)),
    "structure: multiparts in each": lambda n: posted(n, multipart(*[
        b"Content-Type: multipart/x; boundary=c%02d\n\n--c%02d\n\nx\n--c%02d--" % (i, i, i)
        for i in range(30)])),
    "structure: boundaries alike": lambda n: ASKED + multipart(*[
        b"Content-Type: multipart/x; boundary=%b%06d\n\n--%b%06d\n\nx\n--%b%06d--" % (
            b"c" * 60, i, b"c" * 60, i, b"c" * 60, i) for i in range(n // 256)]),
    "structure: boundaries that start others": lambda n: posted(n, multipart(*[
        b"Content-Type: multipart/x; boundary=%b\n\n--%b\n\nx\n--%b--" % (
            b"c" * i, b"c" * i, b"c" * i) for i in range(60, 30, -1)])),
    "structure: runs of dashes": lambda n: posted(n, multipart(*[
        b"Content-Type: multipart/x; boundary=c%02d\n\n--c%02d\n\nx\n--c%02d--" % (i, i, i)
        for i in range(30)], b"\n" + (b"-" * 127 + b"\n\n") * 300)),
    "structure: lines of dashes": lambda n: ASKED + multipart(b"\n" + fill(n, b"--\n")),
    "structure: lines of dashes in each": lambda n: posted(
        n, multipart(b"\n" + b"--\n" * 900)),
    "structure: empty lines between dashes": lambda n: posted(
        n, multipart(b"\n" + b"--\n\n" * 900)),
    "structure: dashes late in a line": lambda n: posted(
        n, multipart(b"\n" + b"x" * 200 + b"x--" * 2000 + b"\n" + b"\n" * 3000)),
    "structure: dashes all over": lambda n: ASKED + multipart(b"\n" + fill(n, b"x--")),
    "structure: long field": lambda n: ASKED + multipart(
        b"X: " + fill(n, b"x ") + b"\n\nx"),
    "structure: long type": lambda n: ASKED + multipart(
        b"Content-Type: text/plain; x=\"" + fill(n, b"x ") + b"\"\n\nx"),
    "structure: folded field": lambda n: ASKED + multipart(
        b"Content-Type: text/plain;" + fill(n, b"\n ") + b" a=b\n\nx"),
    "structure: fields in each": lambda n: posted(
        n, multipart(b"A: b\n" * 4000 + b"\nx")),
    "structure: types in each": lambda n: posted(n, multipart(
        b"Content-Type: text/plain; x=\"" + b"x; " * 8000 + b"\"\n\nx")),
    "structure: parameters": lambda n: ASKED + multipart(
        b"Content-Type: text/plain" + numbered(n, lambda i: b"; a%d=b" % i) + b"\n\nx"),
    "structure: parameters in each": lambda n: posted(n, multipart(
        b"Content-Type: text/plain" + numbered(30000, lambda i: b"; a%d=b" % i) + b"\n\nx")),
    "structure: words of boundaries": lambda n: posted(n, multipart(
        b"Content-Type: multipart/mixed; x=\"" + b"boundary " * 3000
        + b"\"; boundary=c\n\n--c\n\nx\n--c--")),
    "structure: text in base64": lambda n: ASKED + PLAIN
    + b"Content-Transfer-Encoding: base64\n\n" + fill(n, b"QUFB" * 18 + b"\n"),
    "structure: base64, digit by digit": lambda n: ASKED + PLAIN
    + b"Content-Transfer-Encoding: base64\n\n" + fill(n, b"Q\nU\nF\nB\n"),
    "structure: quoted-printable": lambda n: ASKED + PLAIN
    + b"Content-Transfer-Encoding: quoted-printable\n\n=2D----BEGIN PGP\n" + fill(n, b"=41"),
    "structure: quoted line ends": lambda n: ASKED + PLAIN
    + b"Content-Transfer-Encoding: quoted-printable\n\n=2D----BEGIN PGP\n" + fill(n, b"=\n"),
    "structure: armour that may be quoted": lambda n: ASKED + PLAIN
    + b"Content-Transfer-Encoding: quoted-printable\n\n" + fill(n, b"-----=2"),
    "structure: armour again and again": lambda n: ASKED + b"\n" + fill(
        n, b"-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"),
    "structure: armour again in each": lambda n: posted(n, b"\n" + b"-----BEGIN PGP "
                                                         b"MESSAGE-----\n\n" * 900),
    "structure: S/MIME of small elements": lambda n: ASKED
    + b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
    + b"MIAGCSqGSIb3DQEHA6CA\n" + fill(n, b"BAEABAEA" * 9 + b"\n"),
    "structure: S/MIME of open elements": lambda n: ASKED
    + b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
    + b"MIAGCSqGSIb3DQEHA6CA\n" + fill(n, b"MIAwgDCA" * 9 + b"\n"),
    "structure: packets": lambda n: ASKED
    + b"Content-Type: a/b; name=a.pgp\nContent-Transfer-Encoding: base64\n\n"
    + b"hAMDeHg=\n"[:6] + b"4\n" + fill(n, b"hAEDhAED" * 9 + b"\n"),
    "structure: short messages": lambda n: posted(n, multipart(b"\nx")),
}


def opened(size, boundary, line):
    """Messages with three open multiparts each, then one of many lines."""
    return b"".join(
        b"From \n" + b"".join(b"Content-Type: multipart/x;boundary=%b\n" % boundary(3 * i + j)
                              for j in range(3))
        + b"\n" + b"".join(b"--%b\n" % boundary(3 * i + j) for j in range(3)) + b"\n"
        for i in range(9)) + fill(size, line)


BOXES = {
    "From lines": lambda n: fill(n, b"From a Tue Mar  7 09:15:05 2023\n\n"),
    "From lines in text": lambda n: b"From a Tue Mar  7 09:15:05 2023\n" + HEAD + b"\n"
    + fill(n, b"From me\n"),
    "quoted From lines": lambda n: b"From a Tue Mar  7 09:15:05 2023\n" + HEAD + b"\n"
    + fill(n, b">From a Tue Mar  7 09:15:05 2023\n"),
    "shortest letters": lambda n: fill(n, b"From \nA:\n\n"),
    "shortest letters, then one line": lambda n: fill(n // 2, b"From \nA:\n\n")
    + b"x" * (n - n // 2),
    "shortest multiparts": lambda n: fill(n, b"From \nContent-Type: multipart/x\n\n"),
    "open multiparts": lambda n: numbered(
        n, lambda i: b"From \nContent-Type: multipart/x;boundary=b%d\n\n--b%d\n\n" % (i, i)),
    "open multiparts, many lines": lambda n: fill(
        n, b"From \n" + b"Content-Type: multipart/x;boundary=b\n" * 3 + b"\n--b\n"
        + b"--\n" * 2000 + b"\n"),
    # each of the last message's lines may be one of 27 boundaries
    "open multiparts, many boundaries": lambda n: opened(
        n, lambda i: b"b%d" % i, b"--\n"),
    "open multiparts, boundaries alike": lambda n: opened(
        n, lambda i: b"bbbb%d" % i, b"--bbbb\n"),
    "open multiparts, long": lambda n: numbered(
        n, lambda i: b"From \nContent-Type: multipart/x;boundary=" + b"x" * 190
        + b"%d\n\n--" % i + b"x" * 190 + b"%d\n" % i
        + (b"--" + b"x" * 190 + b"\n") * 100 + b"\n"),
    "shortest types": lambda n: fill(n, b"From \nContent-Type:\n\n"),
    "letters": lambda n: fill(n, b"From a Tue Mar  7 09:15:05 2023\n" + HEAD + b"\nx\n\n"),
    "letters with ids": lambda n: numbered(
        n, lambda i: b"From a Tue Mar  7 09:15:05 2023\n" + HEAD
        + b"Message-ID: <%d@x.example>\nIn-Reply-To: <%d@x.example>\n\nx\n\n" % (i, i - 1)),
    "letters of one id": lambda n: fill(
        n, b"From a Tue Mar  7 09:15:05 2023\n" + HEAD
        + b"Message-ID: <1@x.example>\nIn-Reply-To: <1@x.example>\n\nx\n\n"),
    "archive entries (tar)": tar,
    "archive entries (zip)": zipped,
}
POLICIES = {
    "attributes of a policy": lambda n: b"<policy " + numbered(
        n, lambda i: b'a%d="b" ' % i) + b"/>",
    "depth of a policy": lambda n: fill(n, b"<a>"),
    "entities of a policy": lambda n: b"<!DOCTYPE a [" + fill(n, b'<!ENTITY a "b">') + b"]><a/>",
}


def forged(name, piece=None):
    """A finished report, with one of its elements over and over; or another."""
    def make(size):
        report = SAMPLE.read_bytes()
        found = re.search(rb"<%b[ >][^>]*?(/>|>(?s:.*?)</%b>)" % (name, name), report)
        return report[:found.start()] + fill(
            size - len(report), piece or found[0]) + report[found.start():]
    return make


def swollen(name, piece):
    """A finished report, the text of one of its elements the same over and over."""
    def make(size):
        report = SAMPLE.read_bytes()
        found = re.search(rb"<%b[^>]*>" % name, report)
        return report[:found.end()] + fill(size - len(report), piece) + report[found.end():]
    return make


REPORTS = {
    "attributes of a report": POLICIES["attributes of a policy"],
    "depth of a report": POLICIES["depth of a policy"],
    "empty elements": forged(b"tls", b"<tls/>"),
    "comments of a report": forged(b"tls", b"<!---->"),
    "text of a report": forged(b"tls", b"x\n"),
    "references of a text": swollen(b"label", b"&amp;"),
    "comments of a text": swollen(b"label", b"x<!---->"),
    "returns of a text": swollen(b"label", b"x\r\n"),
    "accents of a text": swollen(b"label", "\u00e9".encode()),
    **{f"{name} of a report": forged(name.encode()) for name in (
        "input", "message", "quote", "hop", "finding", "tls-share", "finding-sum",
        "version-sum", "suite-sum", "month-sum", "host-sum", "note-sum", "rule-text")},
}


def cost(command):
    """Least processor time, greatest memory, of the tool and its workers."""
    times, memory = [], 0
    for _ in range(3):
        pid = os.posix_spawn(command[0], command, {**os.environ, "LC_ALL": "C.UTF-8"},
                             file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0)
                                           for fd in (0, 1, 2)])
        usage = os.wait4(pid, 0)[2]
        times.append(usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss * 1024)
        if times[-1] > 1:
            break
    return min(times), memory


def write(path, make, size):
    """In a process of its own: ours is to stay small, for the memory that a new
    program is told to have used at most begins with that of who started it."""
    pid = os.fork()
    if pid == 0:
        path.write_bytes(make(size))
        os._exit(0)
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit(f"cannot write {path}")


def measure(name, tool, make, *options):
    path = work / "input"
    command = [str(BUILD / "tools" / tool), *options, str(path)]
    figures = []
    for size in (MIB, 2 * MIB, 4 * MIB):
        write(path, make, size)
        figures.append(cost(command))
    path.write_bytes(HEAD + b"\n")
    empty = cost(command)[0]
    first, one, two = [max(figure[0] - empty, 0) for figure in figures]
    ratio = two / one if one > LEAST else 0
    bad = first > SECONDS or figures[0][1] > MEMORY or ratio > RATIO
    told = f"{tool} {options[0]}" if tool == "hopreport" else tool
    print(f"{name:41} {told:18} {first:6.2f} s {figures[0][1] / MIB:5.0f} MiB  "
          f"{'%5.2f' % ratio if ratio else '    -'} {'!' if bad else ''}", flush=True)
    return bad


wanted = sys.argv[1:]
bad = 0
for table, runs in ((MESSAGES, [("hopcheck", "--content=always"),
                                ("hopaudit", "--content=always", "--quiet")]),
                    (STRUCTURES, [("hopaudit", "--content=auto", "--quiet",
                                   f"--policy={POLICY}")]),
                    (BOXES, [("hopaudit", "--content=always", "--quiet"),
                             ("hopcheck", "--content=always", "--format=xml")]),
                    (POLICIES, [("hoppolicy", "check")]),
                    (REPORTS, [("hopreport", "validate"), ("hopreport", "html"),
                               ("hopreport", "csv"), ("hopreport", "redact", "--share",
                                                      f"--key-file={work / 'key'}")])):
    for name, make in table.items():
        if not wanted or name in wanted or name.split(":")[0] in wanted:
            for tool, *options in runs:
                bad += measure(name, tool, make, *options)
shutil.rmtree(work)
print(f"{bad} over the bars")
sys.exit(bad > 0)
