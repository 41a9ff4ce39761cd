# SPDX-License-Identifier: LGPL-2.1-or-later
# tap.py - TAP output and the tree's paths, for the tests written in Python.
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["top_srcdir"])
BUILD = pathlib.Path(os.environ["top_builddir"])
HOPCHECK = BUILD / "tools" / "hopcheck"

# Seconds after which a run is taken to hang: no machine is so busy.
HANGS = 600

_number = 0


def ok(held, name, *why):
    """One test point; each of why is printed when it failed."""
    global _number
    _number += 1
    print(f"{'ok' if held else 'not ok'} {_number} - {name}", flush=True)
    if not held:
        for line in why:
            for part in str(line).splitlines():
                print(f"# {part}")
    return bool(held)


def none(found, name):
    """One test point: the list of things found wrong is empty."""
    return ok(not found, name, *list(found)[:20])


def skip(name, why):
    global _number
    _number += 1
    print(f"ok {_number} - {name} # SKIP {why}")


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def done():
    print(f"1..{_number}")


def tool(name):
    """Path of an outside program that configure found, or None."""
    return os.environ.get(name) or None


def environment(**changes):
    """The environment every run of our tool gets."""
    env = {key: value for key, value in os.environ.items()
           if not key.startswith(("LC_", "LANG", "HOPCHECK_", "NO_COLOR"))}
    env.update(LC_ALL="C.UTF-8", TZ="Asia/Kathmandu", COLUMNS="80")
    env.update(changes)
    return env


def run(*command, **options):
    options.setdefault("env", environment())
    return subprocess.run([str(part) for part in command],
                          capture_output=True, **options)


def generated():
    """Files that a build in the source tree makes there."""
    made = {SOURCE / "config.h", SOURCE / "tests/example.c"}
    makefile = (SOURCE / "lib/Makefile.am").read_text().replace("\\\n", " ")
    for line in re.findall(r"^(?:\w+_ROWS|BUILT_SOURCES|CLEANFILES) \+?= (.*)$", makefile, re.M):
        made.update(SOURCE / "lib" / name for name in line.split()
                    if name.endswith((".h", ".c", ".inc")))
    return made


def sources(*patterns):
    """Files of the source tree, sorted, generated ones left out."""
    found = set()
    for pattern in patterns:
        found.update(SOURCE.glob(pattern))
    return sorted(path for path in found - generated() if path.is_file())


def short(path):
    return str(pathlib.Path(path).relative_to(SOURCE))
