# SPDX-License-Identifier: LGPL-2.1-or-later
# readme.py - what README.md shows is what the tool prints, byte for byte, and
# each command that it names runs.
import pathlib
import re
import shlex
import tempfile

from tap import BUILD, SOURCE, ok, skip, done, run

text = (SOURCE / "README.md").read_text()
examples = re.findall(r"^```\n\$ tools/hopcheck ([^\n]+)\n(.*?)^```$", text, re.M | re.S)
ok(examples, "README.md shows at least one run")
for arguments, shown in examples:
    result = run(BUILD / "tools/hopcheck", *shlex.split(arguments), cwd=SOURCE)
    printed = result.stdout.decode()
    lines = [f"README: {a!r}\ntool:   {b!r}" for a, b in
             zip(shown.splitlines(), printed.splitlines()) if a != b]
    ok(printed == shown, f"hopcheck {arguments} prints what stands there", *lines[:5])

MAKE_MMDB = BUILD / "tests/make_mmdb"
commands = re.findall(r"^\| `tools/(hop\w+) ([^`]+)` \|", text, re.M)
ok({tool for tool, _ in commands} >= {"hopcheck", "hoppolicy"}, f"{len(commands)} commands in a table")
with tempfile.TemporaryDirectory() as folder:
    database = pathlib.Path(folder) / "country.mmdb"
    if MAKE_MMDB.exists():
        made = run(MAKE_MMDB, database, "Country", "1793491200", input=b"203.0.113.0/24\tGB\n")
        assert made.returncode == 0, made.stderr
    for tool, arguments in commands:
        name = f"{tool} {arguments} does"
        if "country.mmdb" in arguments and not database.exists():
            skip(name, "no libmaxminddb")
            continue
        result = run(BUILD / "tools" / tool,
                     *shlex.split(arguments.replace("country.mmdb", str(database))), cwd=SOURCE)
        # that a message of the archive fails is what an audit may say
        fine = (0, 1) if tool == "hopaudit" else (0,)
        ok(result.returncode in fine and result.stdout, name, result.returncode, result.stderr.decode())
ok(text.rstrip().endswith("now read [lib/README.md](lib/README.md)."),
   "it ends by sending the reader on")
ok(len(text.splitlines()) <= 100, "it is short")
done()
