# SPDX-License-Identifier: LGPL-2.1-or-later
# coverage.py - lines and branches that "make check" ran, by layer, and bars.
#
#   coverage.py             the table; fails where a figure is under its bar
#   coverage.py PLACE...    also the lines not run and the branches not taken of
#                           a file (lib/base/scan.h) or a layer (lib/base)
#   coverage.py --all       of every file
#
# What is counted: each line of lib/ and tools/ that makes code, and both ways
# out of each condition, as gcov has them, summed over all programs.  What is
# not: files that the build makes; what MACROS, CLEANED, NEVER and NOT_COUNTED name; and the
# way past all cases of a switch, which no value of an enumeration takes.
import json
import pathlib
import re
import subprocess
import sys

import tap

LINES, BRANCHES = 95.0, 85.0  # of each layer
STRICT_LINES, STRICT_BRANCHES = 100.0, 95.0

# Where a mistake costs most: what reads bytes of strangers, what decides whom
# to believe, and what writes strangers' bytes.
STRICT = {
    "readers": ("lib/source/", "lib/message/", "lib/received/"),
    "splitter": ("lib/source/mbox.c", "lib/source/from-line.c", "lib/source/part.c"),
    "horizon walk": ("lib/policy/walk.c", "lib/policy/step.c"),
    "escapers": ("lib/base/escape.c", "lib/base/put.h", "lib/report/sink.c",
                 "lib/view/csv.c"),
}

# Branches that a macro of GLib brings along: assertions, which only a bug of
# ours makes fail, and whether a pointer is set before it is freed.
MACROS = re.compile(
    r"\b(g_assert\w*|g_return_\w+|g_warn_\w+|g_clear_\w+|g_once_\w+|g_steal_\w+|"
    r"g_atomic_\w+|G_DEFINE_\w+)\b")
# Where the compiler asks by which way a block was left, to clean up behind it.
CLEANED = re.compile(r"\bg_auto(free|ptr)?\b(?!.*(\?|&&|\|\|))")
# Lines that nothing reaches unless there is a bug, or that GLib wrote.
NEVER = re.compile(r"\b(g_assert_not_reached|g_\w+_if_reached|G_DEFINE_\w+)\b")

# libpst, which the worker for stores alone knows: only where HOPCHECK_PST names
# a real store.  And what counts.
NOT_COUNTED = {"lib/store/hopaudit-pst.c", "lib/store/store.c", "lib/worker/scribe.c"}


class File:
    def __init__(self, path):
        self.path = path
        self.text = (tap.SOURCE / path).read_text().split("\n")
        self.lines = {}
        self.branches = {}

    def add(self, line):
        number = line["line_number"]
        text = self.text[number - 1]
        if NEVER.search(text):
            return
        self.lines[number] = self.lines.get(number, 0) + line["count"]
        if MACROS.search(text) or CLEANED.search(text):
            return
        ways = [branch["count"] for branch in line["branches"]
                if not branch["throw"]]
        if re.match(r"\s*switch \(", text):
            ways = ways[:-1]
        known = self.branches.setdefault(number, [])
        if len(known) < len(ways):
            known += [0] * (len(ways) - len(known))
        for index, count in enumerate(ways):
            known[index] += count

    def figures(self):
        ways = [way for line in self.branches.values() for way in line]
        return (len(self.lines), sum(1 for count in self.lines.values() if count),
                len(ways), sum(1 for count in ways if count))

    def missing(self):
        for number in sorted(self.lines):
            ways = self.branches.get(number, [])
            if not self.lines[number]:
                yield number, "not run"
            elif not all(ways):
                yield number, "".join("+" if way else "-" for way in ways)


def gcov():
    clang = "clang" in (tap.tool("CC") or "")
    return ["llvm-cov", "gcov"] if clang else ["gcov"]


def collect():
    """Everything that was built, file by file."""
    files = {}
    notes = sorted(note for folder in ("lib", "tools")
                   for note in (tap.BUILD / folder).rglob("*.gcno"))
    for note in notes:
        said = subprocess.run(
            [*gcov(), "--branch-probabilities", "--json-format", "--stdout",
             "--object-directory", str(note.parent), str(note)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=tap.BUILD).stdout
        for document in said.splitlines():
            read(json.loads(document), files)
    return files


def read(document, files):
    base = pathlib.Path(document["current_working_directory"])
    made = tap.generated()
    for entry in document["files"]:
        path = (base / entry["file"]).resolve()
        try:
            path = path.relative_to(tap.SOURCE.resolve()).as_posix()
        except ValueError:
            continue
        if not re.match(r"(lib|tools)/.*\.[ch]$", path) or path in NOT_COUNTED or \
                tap.SOURCE / path in made:
            continue
        if not (tap.SOURCE / path).exists():
            continue  # its notes stay in the build after it was moved
        if path not in files:
            files[path] = File(path)
        for line in entry["lines"]:
            files[path].add(line)


def share(part, whole):
    return 100.0 * part / whole if whole else 100.0


def row(name, files):
    sums = [sum(column) for column in zip(*(file.figures() for file in files))]
    lines, ran, ways, taken = sums or (0, 0, 0, 0)
    print(f"{name:<16} {lines:7} {ran:7} {share(ran, lines):6.1f}"
          f" {ways:8} {taken:7} {share(taken, ways):6.1f}")
    return share(ran, lines), share(taken, ways)


def table(files):
    """Print it; say what is under its bar."""
    under = []

    def hold(name, some, lines, branches):
        got = row(name, some)
        for what, is_, bar in (("lines", got[0], lines),
                               ("branches", got[1], branches)):
            if is_ < bar:
                under.append(f"{name}: {is_:.2f} % of {what}, not {bar:g} %")

    print(f"{'layer':<16} {'lines':>7} {'run':>7} {'%':>6}"
          f" {'branches':>8} {'taken':>7} {'%':>6}")
    layers = sorted({layer(path) for path, file in files.items() if file.lines})
    for name in layers:
        hold(name, [file for path, file in files.items() if layer(path) == name],
             LINES, BRANCHES)
    for name, where in STRICT.items():
        hold(name, [file for path, file in files.items()
                    if path.startswith(where)], STRICT_LINES, STRICT_BRANCHES)
    hold("all", files.values(), LINES, BRANCHES)
    return under


def layer(path):
    """lib/base of lib/base/scan.h; lib of the public headers."""
    return str(pathlib.PurePosixPath(path).parent)


def main(wanted):
    files = collect()
    if not files:
        sys.exit("coverage.py: nothing was counted")
    for path, file in sorted(files.items()):
        if path in wanted or layer(path) in wanted or "--all" in wanted:
            for number, what in file.missing():
                print(f"{path}:{number}: {what}: {file.text[number - 1].strip()}")
    under = table(files)
    for line in under:
        print(line)
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
