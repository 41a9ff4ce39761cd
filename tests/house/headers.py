# SPDX-License-Identifier: LGPL-2.1-or-later
# headers.py - every header has a guard and compiles alone.
import os
import re
import shlex
import subprocess

from tap import SOURCE, BUILD, none, ok, done, short, sources

compiler = shlex.split(os.environ.get("CC") or "cc")
includes = [f"-I{BUILD}", f"-I{SOURCE}/lib"]
includes += [f"-I{path}" for path in sorted((SOURCE / "lib").iterdir()) if path.is_dir()]
includes += [f"-I{SOURCE}/tests/lib", f"-I{SOURCE}/tools"]
includes += [f"-I{path}" for path in sorted((BUILD / "lib").iterdir())
             if path.is_dir() and BUILD != SOURCE]
flags = os.environ.get("LIBRARY_CFLAGS", "")
includes += shlex.split(flags)
broken, unguarded = [], []
headers = sources("lib/hopcheck*.h", "lib/*/*.h", "tools/*.h", "tests/lib/*.h")
for path in headers:
    # a build may be without libxmlsec1, and the machine, too
    if "<xmlsec/" in path.read_text() and "xmlsec" not in flags:
        continue
    result = subprocess.run(
        compiler + ["-std=gnu11", "-Wall", "-Werror", "-fsyntax-only", "-x", "c"]
        + includes + ["-"], input=f'#include "{path}"\n', text=True,
        capture_output=True)
    if result.returncode != 0:
        broken.append(f"{short(path)}: {result.stderr[:400]}")
    if not re.search(r"#ifndef (\w+_H)\n#define \1\n", path.read_text()):
        unguarded.append(short(path))
ok(len(headers) > 5, f"{len(headers)} headers found")
none(broken, "each compiles alone")
none(unguarded, "each has a guard")
done()
