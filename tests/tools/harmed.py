# SPDX-License-Identifier: LGPL-2.1-or-later
# harmed.py - inputs that misbehave, given to every tool that reads some: it ends,
# by no signal, and says what was not read; what stands beside is read.
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

from tap import BUILD, HANGS, done, environment, none, ok, skip

SHIM = BUILD / "tests/.libs/fault_shim.so"
LETTER = (b"Received: from a.example.com (a.example.com [192.0.2.1])\n"
          b"\tby mx.rcpt.example (Postfix) with ESMTPS id 4QZ\n"
          b"\tfor <u@rcpt.example>; Tue, 18 Aug 2026 10:05:00 +0200\n"
          b"From: a@example.com\nSubject: s\n\nText.\n")
# five pieces of what is read at a time, and one unit of an audit
BOX = 6000 * (b"From a@example.com Tue Aug 18 10:05:00 2026\n" + LETTER + 20 * (49 * b"." + b"\n") + b"\n")
# input: what is said of it
REFUSED = {
    "fifo": b"FIFO", "socket": None, "device": b"device", "folder": None,
    "loop": b"Too many levels", "missing": b"No such file", "shut": b"Permission denied",
}
HARMS = ("cut", "grow", "swap", "gone")
work = pathlib.Path(tempfile.mkdtemp())
os.chmod(work, 0o755)
os.chdir(work)


def program(name):
    """The tool itself: libtool's script reads files, too."""
    real = BUILD / "tools/.libs" / name
    return str(real if real.exists() else BUILD / "tools" / name)


def run(*command, user=None, **more):
    env = environment(LC_ALL="C", LD_LIBRARY_PATH=str(BUILD / "lib/.libs"), **more)
    return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, user=user,
                          timeout=HANGS, check=False)


def make_odd():
    os.mkfifo("fifo")
    with socket.socket(socket.AF_UNIX) as end:
        try:
            end.bind("socket")
        except OSError:
            del REFUSED["socket"]
    os.symlink("/dev/zero", "device")
    os.mkdir("folder")
    os.symlink("loop", "loop")
    pathlib.Path("shut").write_bytes(LETTER)
    os.chmod("shut", 0)
    if os.geteuid() == 0:
        skip("a file that is shut", "root reads everything")
        del REFUSED["shut"]


def total(result, name):
    """A number of the totals of an XML report."""
    found = result.stdout.partition(b"<totals")[2].partition(f' {name}="'.encode())[2]
    return int(found.partition(b'"')[0] or -1)


def wrong(result, statuses, *words):
    """Why a result is not what it should be; empty: it is."""
    said = result.stdout + result.stderr
    if result.returncode not in statuses:
        return [f"status {result.returncode}: {result.stderr[-300:]!r}"]
    return [f"{word!r} is not said: {result.stderr[-300:]!r}" for word in words
            if word is not None and word not in said]


def refused():
    """What is no file is told; what stands beside is read."""
    for name, why in REFUSED.items():
        # an empty folder is one that can be audited
        if name != "folder":
            result = run(program("hopaudit"), "-q", "--format=xml", name, "mail.eml")
            none(wrong(result, (3,), why), f"hopaudit: {name}")
            ok(total(result, "messages") == 1 and total(result, "inputs-failed") == 1,
               f"hopaudit: {name}: what stands beside it is read", result.stdout[-300:])
        result = run(program("hopcheck"), "--format=xml", name, "mail.eml")
        none(wrong(result, (3,), why), f"hopcheck: {name}")
        ok(total(result, "messages") == 1 and total(result, "inputs-failed") == 1,
           f"hopcheck: {name}: what stands beside it is read", result.stdout[-300:])
        found = []
        for verb in ("validate", "html", "csv", "ndjson", "redact", "verify"):
            options = ["--share"] if verb == "redact" else ["--table=hops"] if verb == "csv" else []
            result = run(program("hopreport"), verb, *options, name)
            found += [f"{verb}: {why}" for why in wrong(result, (2, 3))]
            found += [f"{verb}: wrote {result.stdout[:99]!r}"] if result.stdout else []
            found += [] if result.stderr else [f"{verb}: not a word"]
        none(found, f"hopreport: {name} is no report, whatever is to be done with it")


def harmed(tool, victim, bytes_, at, harm):
    """Run a tool that reads the victim, to which harm is done at one read of it."""
    pathlib.Path(victim).write_bytes(bytes_)
    log = pathlib.Path("log")
    log.unlink(missing_ok=True)
    result = run(*tool, LD_PRELOAD=str(SHIM), HOPCHECK_FAULT=f"read:{at}:{harm}:once",
                 HOPCHECK_FAULT_LOG=str(log), HOPCHECK_FAULT_VICTIM=victim)
    return result, log.read_bytes()[:1] != b"\0"


def changing():
    """A mailbox that is harmed while it is read is told as changed, and what comes
    after it is read; a report is one or none."""
    boxes = {
        "hopcheck": [program("hopcheck"), "--format=xml", "box", "mail.eml"],
        "hopaudit": [program("hopaudit"), "-q", "--jobs=1", "--format=xml", "box", "mail.eml"],
        "hopaudit without digests": [program("hopaudit"), "-q", "--jobs=2", "--no-digests",
                                       "--format=xml", "box", "mail.eml"],
    }
    for name, tool in boxes.items():
        for harm in HARMS:
            found, harms = [], 0
            for at in range(2, 6):
                result, done_ = harmed(tool, "box", BOX, at, harm)
                harms += done_
                if not done_:
                    continue
                found += [f"read {at}: {why}" for why in wrong(result, (3,), b'changed="true"')]
                if total(result, "messages") < 2:
                    found.append(f"read {at}: {total(result, 'messages')} messages")
                if total(result, "inputs-failed") != 1:
                    found.append(f"read {at}: {total(result, 'inputs-failed')} inputs failed")
            none(found, f"{name}: a mailbox that is {harm} at one of {harms} reads")
            ok(harms > 0, f"{name}: it was {harm}")
    pathlib.Path("box").write_bytes(BOX[:len(BOX) // 10])
    run(program("hopcheck"), "--format=xml", "--output=report", "box", "mail.eml")
    report = pathlib.Path("report").read_bytes()
    for verb, *options in (["validate"], ["html", "--per-page=0"], ["csv", "--table=hops"], ["ndjson"],
                           ["redact", "--share", "--key-file=key"], ["diff", "clean"]):
        pathlib.Path("clean").write_bytes(report)
        tool = [program("hopreport"), verb, *options, "report"]
        pathlib.Path("report").write_bytes(report)
        clean = run(*tool)
        found, harms = [], 0
        for harm in HARMS:
            for at in (2, 3):
                result, done_ = harmed(tool, "report", report, at, harm)
                harms += done_
                same = (result.returncode, result.stdout) == (clean.returncode, clean.stdout)
                # one that is cut is none, or has flaws
                refused_ = result.returncode in (1, 2, 3, 4) and (result.stderr or result.stdout)
                if done_ and not same and not refused_:
                    found.append(f"{harm} at {at}: status {result.returncode} {result.stderr[-200:]!r}")
                if done_ and harm == "cut" and result.returncode == 0:
                    found.append(f"cut at {at}: as if nothing was")
        none(found, f"hopreport {verb}: a report that is harmed at {harms} reads")
        ok(harms > 0, f"hopreport {verb}: it was harmed")


pathlib.Path("mail.eml").write_bytes(LETTER)
pathlib.Path("key").write_bytes(b"0123456789abcdef")
make_odd()
refused()
if not SHIM.exists():
    skip("what changes while it is read", "the failing machine is not built")
elif shutil.which("ldd") and b"libasan" in subprocess.run(
        ["ldd", program("hopcheck")], capture_output=True, check=False).stdout:
    skip("what changes while it is read", "AddressSanitizer has its own machine")
else:
    changing()
shutil.rmtree(work)
done()
