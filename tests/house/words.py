# SPDX-License-Identifier: LGPL-2.1-or-later
# words.py - two words stand in no output of ours, whatever a message says.
import re

from tap import SOURCE, none, ok, done, short, sources

BANNED = re.compile(r"\b(in)?secure(d|ly|s)?\b|\bauthentic(ity|ally)?\b", re.I)
# Titles of standards, a subject tag, and what a mail server writes and a report
# quotes.
QUOTED = re.compile(r"Recommendations for Secure Use|Set up government email services securely|"
                    r"\[secure\]|over TLS secured channel", re.I)

# A policy is an input: what it cites has its own title.
outputs = [path for path in sources("samples/**/*.text", "samples/**/*.xml", "samples/**/*.json")
           if path.parent.name != "policies"]
ok(len(outputs) >= 3, f"{len(outputs)} expected outputs of samples")
none([f"{short(path)}:{number}: {line.strip()}" for path in outputs
      for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
      if BANNED.search(QUOTED.sub("", line))],
     "no report on a sample has them")

STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
literals = []
for path in sources("lib/report/*.c", "lib/policy/*", "lib/tls/*.c", "lib/xml/*.c",
                    "lib/base/*.c", "lib/chain/*.c", "tools/*.c"):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        texts = [line] if path.suffix == ".tsv" else STRING.findall(line)
        if any(BANNED.search(QUOTED.sub("", text)) for text in texts):
            literals.append(f"{short(path)}:{number}: {line.strip()}")
none(literals, "no string that our code prints has them")

pages = sources("man/*", "schemas/*.xsd")
none([f"{short(path)}:{number}: {line.strip()}" for path in pages
      for number, line in enumerate(path.read_text().splitlines(), 1)
      if BANNED.search(QUOTED.sub("", line))], "no page or schema has them")
done()
