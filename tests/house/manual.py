# SPDX-License-Identifier: LGPL-2.1-or-later
# manual.py - libhopcheck(3) names every function, and its example, which the
# build takes out of the page, runs.
import re

from tap import BUILD, SOURCE, done, none, ok, run, sources

header = re.sub(r"/\*.*?\*/", "", "\n".join(
    path.read_text() for path in sources("lib/hopcheck*.h")), flags=re.S)
header = "\n".join(line for line in header.splitlines()
                   if not line.startswith("#") and "G_DEFINE" not in line)
declared = set(re.findall(r"\b(hc_[a-z0-9_]+)\(", header))
page = (SOURCE / "man/libhopcheck.3").read_text()
listed = page[page.index(".Sh FUNCTIONS"):page.index(".Sh EXAMPLES")]
none(declared ^ set(re.findall(r"^\.Fn (hc_\w+)", listed, re.M)),
     "libhopcheck(3) lists every function of hopcheck.h, and no other")

example = BUILD / "tests/example"
result = run(example, SOURCE / "samples/postfix/tls13.eml")
ok(result.returncode == 0 and result.stdout == b"hop 1: yes\nhop 2: yes\n",
   "its example prints the TLS states of a sample", result.stdout, result.stderr)
result = run(example, SOURCE / "samples/postfix/missing.eml")
ok(result.returncode == 3 and b"No such file" in result.stderr,
   "its example tells of a file that is not there", result.stderr)
done()
