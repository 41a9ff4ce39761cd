# SPDX-License-Identifier: LGPL-2.1-or-later
# fault.py - the machine fails at every call in turn: the tool says so, leaves
# no half report, and never passes for a run that went well.
#
# FAULTS=all goes on until a call is not reached any more; without it only the
# first few of each are made to fail.  FAULTS_OF=NAME looks at scenarios alone whose
# name holds that, FAULTS_CALLS="NAME..." at these calls alone.  LOG.md tells what
# all found.
#
# Memory is asked for tens of thousands of times in a run, from some hundred to
# some thousand places.  An allocation is therefore known by the functions that led
# to it (its stack, see shim.c) and its size: with FAULTS=all, of each stack that a
# run has the first allocation fails, and of those that a run has more than once
# the last of that size, too; both once, and, where the program did not end by that
# (GLib ends it), once with none given ever after.  What lies between the first and
# the last of a stack is not made to fail.
#
# Nor is a descriptor open when main() returns.  Where a sanitizer is built in,
# what a run has lost of memory by its end is told (LeakSanitizer); what GLib ended is
# not looked at.  Each run takes long then, so without FAULTS=all no memory fails,
# and each other call has its first error, once.  Where the sanitizer lies in the
# tool (clang) no memory fails at all.  Workers are not looked at so: they end without
# tidying up.
import collections
import concurrent.futures
import contextlib
import gzip
import os
import pathlib
import re
import shutil
import sqlite3
import ssl
import struct
import subprocess
import tarfile
import tempfile
import xml.etree.ElementTree
import zipfile

from tap import BUILD, HANGS, SOURCE, done, environment, none, ok, skip, skip_all



def program(name):
    """The tool itself: libtool's script would be made to fail, too."""
    real = BUILD / "tools/.libs" / name
    return real if real.exists() else BUILD / "tools" / name


def libraries(name):
    """What a tool is linked with, as ldd(1) lists it."""
    if not shutil.which("ldd"):
        return ""
    return subprocess.run(["ldd", program(name)], capture_output=True, text=True, check=False).stdout


SHIM = BUILD / "tests/.libs/fault_shim.so"
SAMPLES = SOURCE / "samples"
LEAKS = (SOURCE / "tests/fault/leaks.supp").resolve()
ALL = os.environ.get("FAULTS") == "all"
SANITIZED = b"__asan_init" in program("hopcheck").read_bytes()
# The library that it is, or none.
SANITIZER = re.findall(r"=> (\S*/libasan\S*)", libraries("hopcheck"))
MOST = 100000 if ALL else 2 if SANITIZED else 8
# Of the stacks that ask for memory, so many, evenly spread.
STACKS = 100000 if ALL else 12

# call: errors that it can have
FAULTS = {
    "open": ("EIO", "EMFILE", "EINTR"),
    "opendir": ("EMFILE", "ENOMEM"),
    "read": ("EIO", "EINTR", "short"),
    "pread": ("EIO", "EINTR", "short"),
    "write": ("ENOSPC", "EIO", "EINTR", "short"),
    "fsync": ("EIO", "ENOSPC", "EINTR"),
    "rename": ("EIO", "ENOSPC"),
    "fork": ("EAGAIN", "ENOMEM"),
    "thread": ("EAGAIN",),
    "pipe": ("EMFILE",),
    "truncate": ("EIO", "ENOSPC"),
    "malloc": ("ENOMEM",),
}
if SANITIZED and not (ALL and SANITIZER):
    del FAULTS["malloc"]

# What fails a scenario when the tool does not look at it: its output differs,
# it says all is well.
SCENARIOS = {
    "xml to a file": ["hopcheck", "--format=xml", "--output=OUT", "mbox/quoted.mbox"],
    "json to a file, with content": ["hopcheck", "--format=json", "--content=always",
                                     "--output=OUT", "content/smime-enveloped.eml"],
    "text to a pipe": ["hopcheck", "mbox/quoted.mbox", "hostile/bom.eml"],
    "judged by a policy": ["hopcheck", "--policy", "policies/example-trust.xml", "--format=xml",
                           "--output=OUT", "hostile/bom.eml"],
    "a policy checked": ["hoppolicy", "check", "policies/example-trust.xml"],
    "an archive audited": ["hopaudit", "--jobs=2", "--run-record=RUN", "--output=OUT", "mbox"],
    "a report as a page": ["hopreport", "html", "--output=OUT", "hostile/bom.xml"],
    "a report as a table": ["hopreport", "csv", "--table=hops", "--output=OUT", "hostile/bom.xml"],
    "a report as objects": ["hopreport", "ndjson", "--output=OUT", "hostile/bom.xml"],
    "a report validated": ["hopreport", "validate", "hostile/bom.xml"],
    "two reports compared": ["hopreport", "diff", "hostile/bom.xml", "hostile/idn.xml"],
    "a report redacted": ["hopreport", "redact", "--share", "--key-file=audit/test-only.key",
                          "--output=OUT", "hostile/bom.xml"],
    "a report signed": ["hopreport", "sign", "--key=audit/test-only.key",
                        "--certificate=audit/test-only.crt", "--output=OUT", "audit/report.xml"],
    "a signature checked": ["hopreport", "verify-signature", "--trusted=audit/test-only.crt",
                            "audit/report.xml.sig", "audit/report.xml"],
}
# The same of the rest, with fewer faults each.
FEW = 100000 if ALL else 1 if SANITIZED else 2
REPORT = "audit/report.xml"
FURTHER = {
    "a long report": ["hopcheck", "--format=xml", "--output=OUT", "LONG"],
    "an audit that keeps its state": ["hopaudit", "--jobs=2", "--state=STATE", "--run-record=RUN",
                                      "--output=OUT", "mbox"],
    "a plan made": ["hopaudit", "--plan=STATE", "mbox"],
    "units of a plan done": ["hopaudit", "--jobs=2", "--unit=1", "PLAN"],
    "a plan finished": ["hopaudit", "--finish=DONE", "--run-record=RUN", "--output=OUT"],
    "parts merged": ["hopreport", "merge", "--run-record=RUN", "--output=OUT", "DONE"],
    "made a database": ["hopreport", "sqlite", "--output=OUT", REPORT],
    "read again": ["hopreport", "verify", "BOXED", "mbox/quoted.mbox"],
    "an audit read again": ["hopreport", "verify", "AUDITED", "mbox"],
    "a policy tested": ["hoppolicy", "test", "--policy", "policies/example-trust.xml",
                        "policies/example-trust.cases"],
    "a word explained": ["hopcheck", "--explain", "TLS_AES_128_GCM_SHA256"],
}
# Calls of a worker alone fail: the tool goes on, and says what it could not read.
WORKERS = {
    "content by a worker": ["hopcheck-mime", "hopcheck", "--format=json", "--content=always",
                            "--output=OUT", "content/smime-enveloped.eml",
                            "content/journal-report.eml"],
    "containers by a worker": ["hopcheck-unpack", "hopaudit", "--jobs=1", "--run-record=RUN",
                               "--output=OUT", "PACKED"],
}
# What goes on after a failure, and then makes what the run would have made.
RESUMED = {
    "an audit that keeps its state": ["hopaudit", "--state=STATE", "--resume", "--output=OUT", "mbox"],
    "a plan made": ["hopaudit", "--plan=STATE", "--resume", "mbox"],
    "units of a plan done": ["hopaudit", "--unit=1", "PLAN"],
    "a plan finished": ["hopaudit", "--finish=DONE", "--output=OUT"],
}
# In place of the status of a run that does not end.
HUNG = 255
PLACES = {"OUT": "out", "RUN": "run", "STATE": "state", "PLAN": "plan", "DONE": "done"}


def pairs(path):
    """What the shim lists in a file, up to the first zeros."""
    found = []
    with open(path, "rb") as file:
        while (one := struct.unpack("=QQ", file.read(16)))[0] != 0:
            found.append(one)
    return found


class Run:
    """One run of a tool in a folder of its own.

    prepared: a folder whose files the run finds in its own; resumed: what is run
    after it where nothing fails, its output being "later".  stacks: each allocation
    as (stack, size), where that is asked for.  open: what it has not closed; told:
    what a sanitizer says of it.  shim: further variables of it."""

    def __init__(self, arguments, fault=None, prepared=None, resumed=None, listed=False,
                 **shim):
        with tempfile.TemporaryDirectory() as folder:
            self.folder = pathlib.Path(folder)
            if prepared:
                shutil.copytree(prepared, self.folder, dirs_exist_ok=True)
            log = self.folder / "log"
            stacks = self.folder / "stacks"
            if listed:
                shim["HOPCHECK_FAULT_STACKS"] = str(stacks)
            if fault:
                shim["HOPCHECK_FAULT"] = fault
            try:
                result = self.run(arguments, shim)
            except subprocess.TimeoutExpired:
                result = subprocess.CompletedProcess(arguments, HUNG, b"", b"")
            self.stacks = pairs(stacks) if listed and stacks.exists() else []
            self.status = result.returncode
            self.text = result.stdout
            self.errors = result.stderr
            out = self.folder / "out"
            self.alone = out.exists() != (self.folder / "run").exists()
            self.output = out.read_bytes() if out.exists() else None
            logged = log.read_bytes() if log.exists() else b"\0"
            self.touched = logged[:1] != b"\0"
            self.open = logged[1:].rstrip(b"\0").decode(errors="replace").splitlines()
            self.told = self.sayings()
            self.left = sorted(path.name for path in self.folder.iterdir()
                               if path.name not in ("log", "stacks", "long", "boxed", "audited", "packed",
                                                     *PLACES.values())
                               and not path.name.startswith("sanitizer."))
            self.later, self.refused = None, False
            if resumed:
                out.unlink(missing_ok=True)
                again = self.run(resumed, {})
                self.refused = again.returncode == 2 and b"is of other inputs" in again.stderr
                if "PLAN" in resumed:
                    self.run(["hopaudit", "--finish=PLAN", "--output=OUT"], {})
                self.later = out.read_bytes() if out.exists() else None

    def sayings(self):
        """What a sanitizer has written."""
        return "".join(path.read_text(errors="replace")
                       for path in sorted(self.folder.glob("sanitizer.*")))

    def run(self, arguments, more):
        words = []
        for word in arguments[1:]:
            start, equals, value = word.rpartition("=")
            words.append(start + equals + str(self.folder / PLACES[value]) if value in PLACES else word)
        # GLib keeps small pieces of memory for later: then few are asked for
        env = environment(LC_ALL="C", G_SLICE="always-malloc", LD_LIBRARY_PATH=str(BUILD / "lib/.libs"),
                          TMPDIR=str(self.folder), LD_PRELOAD=" ".join([str(SHIM), *SANITIZER]),
                          ASAN_OPTIONS=":".join([os.environ.get("ASAN_OPTIONS", ""), "detect_leaks=1",
                                                 "verify_asan_link_order=0", "handle_segv=0",
                                                 # what others lose is known by whole stacks
                                                 f"fast_unwind_on_malloc={int(not ALL)}",
                                                 f"log_path={self.folder / 'sanitizer'}"]),
                          LSAN_OPTIONS=f"suppressions={LEAKS}:print_suppressions=0",
                          HOPCHECK_FAULT_LOG=str(self.folder / "log"), **more)
        return subprocess.run([program(arguments[0]), *words], cwd=SAMPLES, env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=HANGS,
                              check=False)


def dump(database):
    """What a database says, its bytes apart."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(database)
        file.flush()
        with contextlib.closing(sqlite3.connect(file.name)) as opened:
            return list(opened.iterdump())


def is_whole(output, clean):
    """Whether bytes are a report to its end."""
    if output.startswith(b"SQLite format 3"):
        return dump(output) == dump(clean)
    if output[:1] == b"{":
        return output.rstrip().endswith(b"}")
    try:
        return xml.etree.ElementTree.fromstring(output) is not None
    except xml.etree.ElementTree.ParseError:
        return False


def tells_unread(call, report):
    """Whether what was not read is an input, and a report says so: that is kept with
    the state."""
    return (call in ("open", "opendir", "read", "pread", "malloc") and bool(report) and is_whole(report, None)
            and re.search(rb'<totals [^>]*inputs-failed="[1-9]', report) is not None)


def wrong_with(run, clean, fault):
    """What a run may not do, or nothing."""
    call = fault.partition(":")[0]
    if run.status == HUNG:
        return "hangs"
    if run.told:
        return f"the sanitizer says: {run.told}"
    if run.open:
        return f"left open: {run.open}"
    same = (run.text, run.output) == (clean.text, clean.output)
    if run.status < 0:
        # GLib ends a program that has no memory: by SIGTRAP or SIGABRT, and where
        # none ever comes again without a word, when its own words need some, too
        if call != "malloc" or (":once" in fault and run.status not in (-5, -6)):
            return f"killed by signal {-run.status}"
        if not clean.text.startswith(run.text):
            return f"on standard output: {run.text[-200:]!r}"
        return "a report stands there" if run.output not in (None, clean.output) else None
    if run.alone and not clean.alone:
        return "a report without its record, or the other way round"
    if run.left and b"cannot be removed" not in run.errors:
        return f"left behind without a word: {run.left}"
    if run.output not in (None, clean.output) and not is_whole(run.output, clean.output):
        return "half a report stands there"
    # a folder that was not opened is planned as what could not be read
    other = call in ("open", "opendir") and run.refused
    if run.later != clean.later and not other and not tells_unread(call, run.later):
        return "what goes on after it makes another report"
    if run.status == clean.status and same:
        return None
    if run.status not in (2, 3, 4):
        return f"status {run.status}, not as without the fault, and no word of it"
    return None if run.errors else f"status {run.status} without a word"


def faults_of(arguments, call, most, **folder):
    """Each way in which a call can fail, until it is not reached."""
    for error in FAULTS[call][:1] if SANITIZED and not ALL else FAULTS[call]:
        # a call that is interrupted for ever is no machine's
        for stays in ("once",) if error == "EINTR" or (SANITIZED and not ALL) else ("once", "on"):
            for number in range(1, most + 1):
                fault = f"{call}:{number}:{error}:{stays}"
                run = Run(arguments, fault, **folder)
                if not run.touched:
                    break
                yield fault, run


def allocations(arguments, **folder):
    """What tells the allocations of a run apart that are to fail: number, stack, size."""
    seen = Run(arguments, listed=True, **folder).stacks
    counts = collections.Counter(seen)
    first = {stack: size for stack, size in reversed(seen)}
    found = [(1, stack, size) for stack, size in first.items()]
    if ALL:
        found += [(counts[one], *one) for one in first.items() if counts[one] > 1]
    return found[::max(1, len(found) // STACKS)]


def faults_of_memory(arguments, chosen, **folder):
    """Each way in which the chosen allocations can fail.  Threads may come in another
    order, and their stacks with them: then it is looked for once more."""
    for number, stack, size in chosen:
        for stays in "once", "on":
            fault = f"malloc:{number}:ENOMEM:{stays}:{stack:x}:{size:x}"
            run = Run(arguments, fault, **folder)
            if not run.touched:
                run = Run(arguments, fault, **folder)
            yield fault, run
            if run.status < 0 and b"failed to allocate" in run.errors:
                break


def unread_list(tool, *arguments, prepared=None):
    """The system's list of public suffixes decides whose a host is: none reads
    mail, or what was read of it, while that one cannot be read."""
    run = Run([tool, *arguments], "open:1:EIO:on", prepared,
              HOPCHECK_FAULT_PATH="/public_suffix_list.dafsa")
    if not run.touched:
        print(f"# {tool}: the system has no list")
        return
    ok(run.status == 2 and not run.text and run.output is None and b"public suffix list" in run.errors,
       f"{tool}: refuses to work without the system's public suffix list", run.status, run.errors)
    ok(not run.left, f"{tool}: before anything is begun", run.left)


def locked(tool, *arguments, worker=None):
    """Where GLib asks for memory under a lock that its own last words need, too, a
    tool that has none ends all the same; so does a worker, and its tool says so."""
    bad, number = [], 0
    shim = {"HOPCHECK_FAULT_IN": worker} if worker else {}
    while True:
        run = Run([tool, *arguments], f"malloc:{number + 1}:ENOMEM:once",
                  HOPCHECK_FAULT_UNDER="g_once_init_enter", **shim)
        if not run.touched:
            break
        number += 1
        if worker:
            good = run.status == 2 and b"does not answer" in run.errors and run.output is None
        else:
            good = run.status in (-5, -6) and run.errors.startswith(f"{tool}: ".encode())
        if not good:
            bad.append(f"{number}: status {run.status}: {run.errors!r}")
    ok(not bad and number > 0,
       f"{worker or tool}: ends without memory, where a lock is held ({number})", *bad)


def uncertified():
    """A signature without its signer's certificate is none."""
    arguments = SCENARIOS["a report signed"]
    clean = Run(arguments)
    if clean.status == 2 and b"without " in clean.errors:
        skip("a certificate that cannot be written", "built without signatures")
        return
    size = len(ssl.PEM_cert_to_DER_cert((SAMPLES / "audit/test-only.crt").read_text()))
    runs = [Run(arguments, f"malloc:{number}:ENOMEM:once:0:{size:x}") for number in range(1, 9)]
    told = [run for run in runs if run.touched]
    ok(told and all(run.output in (None, clean.output) for run in told) and
       any(run.status == 4 and b"certificate 1" in run.errors for run in told),
       "a certificate that cannot be written: no signature", *[(run.status, run.errors) for run in told])


if not SHIM.exists():
    skip_all("the failing machine is not built")


def prepare(folder):
    """What the scenarios find: a plan, one whose units are done, a report, a mailbox
    whose report is longer than what is held."""
    for name in ("plan", "done"):
        subprocess.run([program("hopaudit"), f"--plan={folder / name}", "mbox"], cwd=SAMPLES,
                       env=CLEAN, stdout=subprocess.DEVNULL, check=True)
    subprocess.run([program("hopaudit"), "-q", "--unit=1", folder / "done"], cwd=SAMPLES, env=CLEAN,
                   check=True)
    subprocess.run([program("hopcheck"), "--format=xml", f"--output={folder / 'boxed'}",
                    "mbox/quoted.mbox"], cwd=SAMPLES, env=CLEAN, check=False)
    subprocess.run([program("hopaudit"), "-q", f"--output={folder / 'audited'}", "mbox"],
                   cwd=SAMPLES, env=CLEAN, check=False)
    (folder / "audited.run.xml").unlink()
    (folder / "packed").mkdir()
    mail = sorted((SAMPLES / "hostile").glob("*.eml"))[:3]
    with zipfile.ZipFile(folder / "packed/a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in mail:
            packed.write(path, path.name)
    with tarfile.open(folder / "packed/b.tar.gz", "w:gz") as packed:
        for path in mail:
            packed.add(path, path.name)
    (folder / "packed/c.mbox.gz").write_bytes(gzip.compress((SAMPLES / "mbox/quoted.mbox").read_bytes()))
    (folder / "long").write_bytes(4000 * b"From a Tue Mar  7 09:15:05 2023\nFrom: a@b.example\n\n")


def faults_in(faults, clean):
    """Look at runs with a fault each.
    @return how many were reached, and what was wrong"""
    bad, count, missed = [], 0, 0
    for fault, run in faults:
        if not run.touched:
            missed += 1
            continue
        count += 1
        why = wrong_with(run, clean, fault)
        if why:
            bad.append(f"{fault}: {why}: {run.errors[-200:]!r}")
    # where few are looked at, those that threads and hashes move weigh much
    if missed > (max(2, count // 10) if ALL else 3 * max(1, count)):
        bad.append(f"{missed} faults were not reached")
    return count, bad


def look_at(name, arguments, most, **folder):
    """Make each call of a scenario fail, several at a time.
    @return how many did"""
    if not program(arguments[0]).exists() or os.environ.get("FAULTS_OF", "") not in name:
        return 0
    worker = folder.get("HOPCHECK_FAULT_IN")
    if worker and not (BUILD / "lib" / worker).exists():
        skip(name, f"{worker} is not built")
        return 0
    clean = Run(arguments, **folder)
    if clean.status == 2 and b"without " in clean.errors:
        skip(name, clean.errors.decode(errors="replace").strip())
        return 0
    ok(clean.status in (0, 1, 5) and not (clean.left or clean.told or clean.open), f"{name}: runs",
       clean.status, clean.errors, clean.left, clean.told, clean.open)
    work = [(call, faults_of(arguments, call, most, **folder)) for call in CALLS if call != "malloc"]
    if "malloc" in CALLS:
        chosen = allocations(arguments, **folder)
        work += [("malloc", faults_of_memory(arguments, chosen[i::CPUS], **folder))
                 for i in range(CPUS)]
    with concurrent.futures.ThreadPoolExecutor(CPUS) as threads:
        found = [(call, threads.submit(faults_in, faults, clean)) for call, faults in work]
    total = 0
    for call, outcome in found:
        count, bad = outcome.result()
        total += count
        none(bad, f"{name}: {count} faults of {call}")
    return total


CPUS = os.cpu_count() or 1
CALLS = [call for call in os.environ.get("FAULTS_CALLS", " ".join(FAULTS)).split() if call in FAULTS]
CLEAN = environment(LC_ALL="C", LD_LIBRARY_PATH=str(BUILD / "lib/.libs"))
reached = 0
for name, arguments in SCENARIOS.items():
    reached += look_at(name, arguments, MOST)
with tempfile.TemporaryDirectory() as ready:
    prepare(pathlib.Path(ready))
    for name, arguments in FURTHER.items():
        # what is told is where they stood
        arguments = [f"{ready}/{word.lower()}" if word in ("LONG", "BOXED", "AUDITED") else word
                     for word in arguments]
        reached += look_at(name, arguments, FEW, prepared=ready, resumed=RESUMED.get(name))
    for name, (worker, *arguments) in WORKERS.items():
        arguments = [f"{ready}/packed" if word == "PACKED" else word for word in arguments]
        reached += look_at(name, arguments, FEW, HOPCHECK_FAULT_IN=worker)
    unread_list("hopaudit", "--finish=DONE", "--output=OUT", prepared=ready)
    unread_list("hopreport", "merge", "--output=OUT", "DONE", prepared=ready)
if "malloc" in FAULTS and not SANITIZED:
    locked("hopcheck", "--format=xml", "--output=OUT", "mbox/quoted.mbox")
    locked("hopcheck", "--format=json", "--content=always", "--output=OUT",
           "content/smime-enveloped.eml", worker="hopcheck-mime")
    locked("hopreport", "csv", "--table=hops", "--output=OUT", "hostile/bom.xml")
    uncertified()
unread_list("hopcheck", "mbox/quoted.mbox")
unread_list("hopaudit", "--output=OUT", "mbox")
ok(reached > 100 or {"FAULTS_OF", "FAULTS_CALLS"} & set(os.environ), f"{reached} faults in all")
done()
