# SPDX-License-Identifier: LGPL-2.1-or-later
# notes.py - the notes: one enum, one table in its order, one list in the
# overview page; and the other tables that are searched are sorted.
import re

from tap import SOURCE, none, ok, done, sources

header = (SOURCE / "lib/hopcheck-words.h").read_text()
enum = re.search(r"typedef enum \{((?:(?!typedef).)*?)\} HcNoteCode;", header, re.S).group(1)
codes = [code for code in re.findall(r"^\t(HC_NOTE_\w+)", enum, re.M) if code != "HC_NOTE_COUNT"]
rows = re.findall(r'\[(HC_NOTE_\w+)\] = \{\s*"([^"]+)",\s*(\w+),\s*((?:"(?:\\.|[^"\\])*"\s*)+)',
                  (SOURCE / "lib/base/note.c").read_text())
ok(len(codes) > 50, f"{len(codes)} notes")
ok(codes == [row[0] for row in rows], "the table has a row each, in the enum's order",
   sorted(set(codes) ^ {row[0] for row in rows}))
tokens = [row[1] for row in rows]
none({token for token in tokens if tokens.count(token) > 1}, "no token stands twice")
none([token for token in tokens if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", token)],
     "a token is lower case with hyphens")

page = (SOURCE / "man/hopcheck.7").read_text()
# Profiles and controls are words of the same kind in sections of their own.
notes = re.search(r"^\.Sh NOTES$(.*?)^\.Sh ", page, re.M | re.S).group(1)
listed = re.findall(r"^\.It Cm ([\w-]+)", notes, re.M)
none(set(tokens) ^ set(listed), "hopcheck(7) lists the notes, and no other")
used = {name for path in sources("lib/**/*.c") for name in
        re.findall(r"\bHC_NOTE_\w+", path.read_text()) if path.name != "note.c"}
none(set(codes) - used, "each note is raised somewhere")

rules = SOURCE / "lib/policy/findings.tsv"
if rules.exists():
    ids = [line.split("\t")[0] for line in rules.read_text().splitlines()
           if line.startswith("HC-")]
    ok(ids and len(set(ids)) == len(ids), f"{len(ids)} findings, no ID twice")
    listed = re.findall(r"^\.It Li (HC-[A-Z]\d\d)$", page, re.M)
    none(set(ids) ^ set(listed), "hopcheck(7) lists the findings, and no other")
    none([f"{row}" for row in ids if not re.fullmatch(r"HC-[A-Z]\d\d", row)],
         "an ID is HC-, a letter, two digits")
done()
