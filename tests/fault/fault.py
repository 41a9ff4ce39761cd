# SPDX-License-Identifier: LGPL-2.1-or-later
# fault.py - the machine fails at every call in turn: the tool says so, leaves
# no half report, and never passes for a run that went well.
#
# FAULTS=all goes on until a call is not reached any more; without it only the
# first few of each are made to fail.
import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree

from tap import BUILD, SOURCE, done, environment, none, ok, skip, skip_all

SHIM = BUILD / "tests/.libs/fault_shim.so"
SAMPLES = SOURCE / "samples"
MOST = 100000 if os.environ.get("FAULTS") == "all" else 8
# Memory is asked for thousands of times: behind the first, each so many-th.
STRIDE = 1201

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
    "pipe": ("EMFILE",),
    "truncate": ("EIO", "ENOSPC"),
    "malloc": ("ENOMEM",),
}

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


def program(name):
    """The tool itself: libtool's script would be made to fail, too."""
    real = BUILD / "tools/.libs" / name
    return real if real.exists() else BUILD / "tools" / name


class Run:
    """One run of a tool in a folder of its own."""

    def __init__(self, arguments, fault=None):
        with tempfile.TemporaryDirectory() as folder:
            self.folder = pathlib.Path(folder)
            places = {"OUT": str(self.folder / "out"), "RUN": str(self.folder / "run")}
            words = [word.replace("=OUT", "=" + places["OUT"]).replace("=RUN", "=" + places["RUN"])
                     for word in arguments[1:]]
            log = self.folder / "log"
            env = environment(LC_ALL="C", LD_LIBRARY_PATH=str(BUILD / "lib/.libs"), TMPDIR=folder,
                              LD_PRELOAD=str(SHIM), HOPCHECK_FAULT_LOG=str(log))
            if fault:
                env["HOPCHECK_FAULT"] = fault
            result = subprocess.run([program(arguments[0]), *words], cwd=SAMPLES, env=env,
                                    stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                                    check=False)
            self.status = result.returncode
            self.text = result.stdout
            self.errors = result.stderr
            out = self.folder / "out"
            self.alone = out.exists() != (self.folder / "run").exists()
            self.output = out.read_bytes() if out.exists() else None
            self.touched = log.exists() and log.stat().st_size > 0
            self.left = sorted(path.name for path in self.folder.iterdir()
                               if path.name not in ("out", "run", "log"))


def is_whole(output):
    """Whether bytes are a report to its end."""
    if output[:1] == b"{":
        return output.rstrip().endswith(b"}")
    try:
        return xml.etree.ElementTree.fromstring(output) is not None
    except xml.etree.ElementTree.ParseError:
        return False


def wrong_with(run, clean, call):
    """What a run may not do, or nothing."""
    same = (run.text, run.output) == (clean.text, clean.output)
    if run.status < 0:
        # GLib ends a program that has no memory, if need be without a word
        if call != "malloc":
            return f"killed by signal {-run.status}"
        if not clean.text.startswith(run.text):
            return f"on standard output: {run.text[-200:]!r}"
        return "a report stands there" if run.output not in (None, clean.output) else None
    if run.alone and not clean.alone:
        return "a report without its record, or the other way round"
    if run.left and b"cannot be removed" not in run.errors:
        return f"left behind without a word: {run.left}"
    if run.output not in (None, clean.output) and not is_whole(run.output):
        return "half a report stands there"
    if run.status == clean.status and same:
        return None
    if run.status not in (2, 3, 4):
        return f"status {run.status}, not as without the fault, and no word of it"
    return None if run.errors else f"status {run.status} without a word"


def faults_of(arguments, call):
    """Each way in which a call can fail, until it is not reached."""
    for error in FAULTS[call]:
        # a call that is interrupted for ever is no machine's
        for stays in ("once",) if error == "EINTR" else ("once", "on"):
            numbers = range(1, MOST + 1)
            if call == "malloc":
                numbers = itertools.chain(numbers, itertools.count(MOST + 1, STRIDE))
            for number in numbers:
                fault = f"{call}:{number}:{error}:{stays}"
                run = Run(arguments, fault)
                if not run.touched:
                    break
                yield fault, run


def unread_list(tool):
    """The system's list of public suffixes decides whose a host is: none reads
    mail while that one cannot be read."""
    os.environ["HOPCHECK_FAULT_PATH"] = "/public_suffix_list.dafsa"
    run = Run([tool, "--output=OUT", "mbox"] if tool == "hopaudit" else [tool, "mbox/quoted.mbox"],
              "open:1:EIO:on")
    del os.environ["HOPCHECK_FAULT_PATH"]
    if not run.touched:
        print(f"# {tool}: the system has no list")
        return
    ok(run.status == 2 and not run.text and run.output is None and b"public suffix list" in run.errors,
       f"{tool}: refuses to work without the system's public suffix list", run.status, run.errors)
    ok(not run.left, f"{tool}: before anything is begun", run.left)


if not SHIM.exists():
    skip_all("the failing machine is not built")
if shutil.which("ldd") and b"libasan" in subprocess.run(
        ["ldd", program("hopcheck")], capture_output=True, check=False).stdout:
    skip_all("AddressSanitizer has its own machine")
reached = 0
for name, arguments in SCENARIOS.items():
    if not program(arguments[0]).exists():
        continue
    clean = Run(arguments)
    if clean.status == 2 and b"without libxmlsec1" in clean.errors:
        skip(name, "built without libxmlsec1")
        continue
    ok(clean.status in (0, 1, 5) and not clean.left, f"{name}: runs", clean.errors, clean.left)
    for call in FAULTS:
        bad, count = [], 0
        for fault, run in faults_of(arguments, call):
            count += 1
            why = wrong_with(run, clean, call)
            if why:
                bad.append(f"{fault}: {why}: {run.errors[-200:]!r}")
        reached += count
        none(bad, f"{name}: {count} faults of {call}")
for name in ("hopcheck", "hopaudit"):
    unread_list(name)
ok(reached > 100, f"{reached} faults in all")
done()
