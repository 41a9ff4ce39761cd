# SPDX-License-Identifier: LGPL-2.1-or-later
# readme.py - what README.md shows is what the tool prints, byte for byte.
import re
import shlex

from tap import BUILD, SOURCE, ok, done, run

text = (SOURCE / "README.md").read_text()
examples = re.findall(r"^```\n\$ tools/hopcheck ([^\n]+)\n(.*?)^```$", text, re.M | re.S)
ok(examples, "README.md shows at least one run")
for arguments, shown in examples:
    result = run(BUILD / "tools/hopcheck", *shlex.split(arguments), cwd=SOURCE)
    printed = result.stdout.decode()
    lines = [f"README: {a!r}\ntool:   {b!r}" for a, b in
             zip(shown.splitlines(), printed.splitlines()) if a != b]
    ok(printed == shown, f"hopcheck {arguments} prints what stands there", *lines[:5])
ok(text.rstrip().endswith("now read [lib/README.md](lib/README.md)."),
   "it ends by sending the reader on")
ok(len(text.splitlines()) <= 100, "it is short")
done()
