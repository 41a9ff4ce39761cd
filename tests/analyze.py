# SPDX-License-Identifier: LGPL-2.1-or-later
# analyze.py - what three analyzers say of lib/ and tools/, beside what is known
# and explained (analyze.tsv): "make analyze".
#
# gcc -fanalyzer, clang's scan-build and cppcheck, each in a build of its own
# under analyze-work/.  It fails where a report is not explained, and where an
# explanation explains nothing any more.  Versions differ in what they see: the
# list is that of Debian 12.
#
#   analyze.py            all three
#   analyze.py gcc ...    these
import os
import pathlib
import plistlib
import re
import shutil
import subprocess
import sys

import tap

WORK = tap.BUILD / "tests/analyze-work"
LISTED = tap.SOURCE / "tests/analyze.tsv"
JOBS = f"-j{os.cpu_count() or 1}"


def run(folder, *command):
    """Output of a command that must not fail, both streams."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT, errors="replace", check=False,
                          env={**os.environ, "LC_ALL": "C", "MAKEFLAGS": ""})
    if done.returncode != 0:
        sys.exit(f"analyze.py: {' '.join(map(str, command))}:\n{done.stdout[-2000:]}")
    return done.stdout


def fresh(name, *before, **flags):
    """A folder with a build that is configured and not made."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run(folder, *before, tap.SOURCE / "configure", "-q",
        *[f"{key}={value}" for key, value in flags.items()])
    return folder


def place(path):
    """A path below the source tree, or None."""
    try:
        return (pathlib.Path(path).resolve().relative_to(tap.SOURCE.resolve())).as_posix()
    except ValueError:
        return None


def gcc():
    """(file, function, checker, message) of each report."""
    folder = fresh("gcc", CC="gcc", CFLAGS="-O1 -fanalyzer -fdiagnostics-plain-output "
                   "-fdiagnostics-path-format=none")
    said = run(folder, "make", "-s", JOBS, "--output-sync", "-C", "lib") + \
        run(folder, "make", "-s", JOBS, "--output-sync", "-C", "tools")
    function, where = None, None
    for line in said.splitlines():
        if found := re.match(r"(?:(\S+): )?In function '([^']+)'", line):
            where, function = found.groups()
        elif found := re.match(r"\s+inlined from '([^']+)' at ([^:]+):", line):
            function, where = found.groups()
        elif found := re.match(r"(\S+?):\d+:\d+: warning: (.*) \[-W(analyzer-[\w-]+)\]", line):
            file = place(folder / "lib" / found[1]) or place(folder / "lib" / (where or ""))
            yield file, function, found[3], found[2]


def clang():
    folder = fresh("clang", "scan-build", "--use-cc=clang", CFLAGS="-O0")
    for part in ("lib", "tools"):
        run(folder, "scan-build", "--use-cc=clang", "-plist", "-o", folder / "out",
            "make", "-s", JOBS, "-C", part)
    for report in sorted((folder / "out").rglob("*.plist")):
        with open(report, "rb") as file:
            document = plistlib.load(file)
        for one in document["diagnostics"]:
            path = place(document["files"][one["location"]["file"]])
            if not cleaned_up(path, one["location"]["line"], one["description"]):
                yield path, one.get("issue_context", "-"), one["check_name"], one["description"]


def cleaned_up(path, number, description):
    """Whether it is of a variable that GLib's g_auto frees: clang 14 does not know
    that attribute, and reports each such variable as a leak or as never read."""
    variable = re.search(r"(?:pointed to by|read from) '(\w+)'$", description)
    lines = (tap.SOURCE / path).read_text().splitlines()[:number]
    start = max((i for i, line in enumerate(lines) if re.match(r"\w+\(", line)), default=0)
    return variable is not None and re.search(
        rf"\bg_auto\w*\b[^;]*\b{variable[1]}\b", "\n".join(lines[start:])) is not None


def cppcheck():
    layers = sorted(path for path in (tap.SOURCE / "lib").iterdir() if path.is_dir())
    said = run(tap.SOURCE, "cppcheck", "--enable=warning,performance,portability",
               "--std=c11", "--library=gtk", "-q", "-DG_GNUC_PRINTF(a,b)=", "-D__GNUC__=12",
               "--template={file}\t{id}\t{message}\t{line}", JOBS, f"-I{tap.BUILD}",
               "-Ilib", *[f"-I{path}" for path in layers],
               *[f"-I{tap.BUILD / 'lib' / path.name}" for path in layers], "lib", "tools")
    for line in said.splitlines():
        words = line.split("\t")
        if len(words) == 4:
            path = place(tap.SOURCE / words[0])
            yield path, function_at(path, int(words[3])), words[1], words[2]


def function_at(path, number):
    """The function that a line stands in: the last name at a line's begin."""
    found = "-"
    for line in (tap.SOURCE / path).read_text().splitlines()[:number]:
        if name := re.match(r"(\w+)\(", line):
            found = name[1]
    return found


ANALYZERS = {"gcc": gcc, "clang": clang, "cppcheck": cppcheck}
PROGRAMS = {"gcc": "gcc", "clang": "scan-build", "cppcheck": "cppcheck"}


def explained():
    rows = [line.split("\t") for line in LISTED.read_text().splitlines()
            if line and not line.startswith("#")]
    return {tuple(row[:4]): row[4] for row in rows}


def main(wanted):
    known, good = explained(), True
    for name in wanted or ANALYZERS:
        if shutil.which(PROGRAMS[name]) is None:
            sys.exit(f"analyze.py: there is no {PROGRAMS[name]}")
        reports = set(ANALYZERS[name]())
        seen = {(name, *report[:3]) for report in reports}
        for file, function, checker, message in sorted(reports, key=str):
            if (name, file, function, checker) not in known:
                print(f"{name}: {file}: {function}(): {message} [{checker}]")
                good = False
        for row in sorted(row for row in known if row[0] == name and row not in seen):
            print(f"{name}: explained, and not reported: {' '.join(row[1:])}")
            good = False
        print(f"{name}: {len(reports)} reports of {len(seen)} places")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
