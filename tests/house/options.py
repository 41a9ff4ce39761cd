# SPDX-License-Identifier: LGPL-2.1-or-later
# options.py - each tool's --help, its man page and its option table name the
# same options.
import re

from tap import BUILD, SOURCE, none, ok, done, run, sources

tools = [path for path in sources("tools/*.c") if path.stem.startswith("hop")]
ok(tools, "there is a tool")
for path in tools:
    name = path.stem
    table = set()
    # hopcheck's table is that of all tools that read messages
    shared = {"hoppolicy": [], "hopreport": ["tools/report-*.c"]}.get(name, ["tools/cli.c"])
    for source in sources(f"tools/{name}.c", *shared):
        table.update(re.findall(r'\{\s*"([a-z][a-z-]+)",\s*(?:\'.\'|0),\s*(?:G_OPTION|0)',
                                source.read_text()))
    table.add("help")  # GOption's own
    shown = run(BUILD / "tools" / name, "--help")
    ok(shown.returncode == 0, f"{name} --help exits 0", shown.stderr.decode())
    helped = set(re.findall(r"^\s+(?:-\w, )?--([a-z][a-z-]+)", shown.stdout.decode(), re.M))
    page = (SOURCE / f"man/{name}.1").read_text()
    paged = set(re.findall(r"^\.It .*?Fl -([a-z][a-z-]+)", page, re.M))
    none(table ^ helped, f"{name}: --help is the option table")
    none(helped ^ paged, f"{name}: the page lists what --help lists")
    synopsis = page[page.index(".Sh SYNOPSIS"):page.index(".Sh DESCRIPTION")]
    named = set(re.findall(r"Fl -([a-z][a-z-]+)", synopsis))
    none(named - paged, f"{name}: the synopsis names no option that is not described")
    # By its letter, where it has one.
    letters = set("".join(re.findall(r"Fl (\w+)", synopsis)))
    short_of = dict((long, letter) for letter, long in
                    re.findall(r"^\.It Fl (\w) , Fl -([a-z-]+)", page, re.M))
    none({option for option in paged - named if short_of.get(option) not in letters},
         f"{name}: the synopsis names every option")
done()
