# SPDX-License-Identifier: LGPL-2.1-or-later
# includes.py - a layer sees what lib/README.md's table says, in the build and
# in its files, and the libraries named there stay in their layer.
import re
import sys

from tap import SOURCE, none, ok, done, short, sources

LIBRARIES = {  # what an include in angle brackets begins with
    "GMime": "gmime/", "libxml2": "libxml/", "Nettle": "nettle/",
    "libpsl": "libpsl.h", "libidn2": "idn2.h",
    "libmaxminddb": "maxminddb.h", "libxslt": "libxslt/", "libseccomp": "seccomp.h",
    "SQLite": "sqlite3.h", "libxmlsec1": "xmlsec/", "OpenSSL": "openssl/",
    "libarchive": "archive", "zlib": "zlib.h", "libgsf": "gsf/", "libpst": "libpst/",
}


def table():
    """Layer -> (layers it sees, libraries it may use), from lib/README.md."""
    rows = {}
    text = (SOURCE / "lib/README.md").read_text()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        match = re.fullmatch(r"`(\w+)/`", cells[0]) if len(cells) == 4 else None
        if match:
            rows[match.group(1)] = (set(re.findall(r"\w+", cells[1])) - {"nothing"},
                                    {name for name in LIBRARIES if name in cells[2]})
    return rows


def build():
    """Layer -> layers its -I line names, from lib/Makefile.am."""
    text = (SOURCE / "lib/Makefile.am").read_text().replace("\\\n", " ")
    named = {name: folder for name, folder in
             re.findall(r"^([A-Z]+) = .*-I\$\(srcdir\)/(\w+)", text, re.M)}
    rows = {}
    for layer, flags in re.findall(r"^lib(\w+)_la_CPPFLAGS = (.*)$", text, re.M):
        rows[layer] = {named[name] for name in re.findall(r"\$\(([A-Z]+)\)", flags)
                       if name in named}
        direct = re.findall(r"-I\$\([a-z_]+\)/(\w+)", flags)
        rows[layer].update(direct)
    return rows


layers, flags = table(), build()
ok(len(layers) >= 8, f"lib/README.md names {len(layers)} layers", layers)
folders = {path.parent.name for path in sources("lib/*/*.c")}
none(folders ^ set(layers), "each folder of lib/ is a row, each row a folder")
none([f"{layer}: table {sorted(layers[layer][0] | {layer})}, build {sorted(flags.get(layer, set()))}"
      for layer in layers if flags.get(layer, set()) != layers[layer][0] | {layer}],
     "the -I lines of lib/Makefile.am are the table")

headers = {}
for path in sources("lib/*/*.h"):
    headers.setdefault(path.name, []).append(path.parent.name)
none([f"{name} in {where}" for name, where in headers.items() if len(where) > 1],
     "no two headers share a name")

slashes, strangers, foreign = [], [], []
for path in sources("lib/**/*.[ch]", "tools/*.[ch]", "tests/**/*.[ch]"):
    inside = path.relative_to(SOURCE).parts  # not where the tree itself stands
    layer = path.parent.name if inside[0] == "lib" and len(inside) == 3 else None
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(?:"([^"]*)"|<([^>]*)>)', line)
        if not match:
            continue
        quoted, angled = match.groups()
        at = f"{short(path)}:{number}: {line.strip()}"
        if quoted and "/" in quoted:
            slashes.append(at)
        if layer in layers and quoted:
            owner = headers.get(quoted, [None])[0]
            if quoted != "config.h" and owner is not None \
                    and owner not in layers[layer][0] | {layer}:
                strangers.append(at)
        if inside[0] == "tools" and quoted not in (None, "config.h", "hopcheck.h", "cli.h", "verbs.h", "views.h", "audit.h"):
            strangers.append(at)
        if angled and inside[0] == "lib":
            for library, prefix in LIBRARIES.items():
                if angled.startswith(prefix) and \
                        library not in layers.get(layer, (set(), set()))[1]:
                    foreign.append(at)
none(slashes, "no quoted include has a slash")
none(strangers, "no file includes what its layer does not see")
none(foreign, "outside libraries stay in the layer that the table names")
done()
