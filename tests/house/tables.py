# SPDX-License-Identifier: LGPL-2.1-or-later
# tables.py - what the code relies on in tables: sorted where it halves, unique
# where it takes the first row, and never a row behind one that hides it.
import json
import re

from tap import BUILD, SOURCE, done, none, ok


def rows(name):
    """Rows of a table below lib/, split at tabs; no comments, no line of names."""
    return [line.split("\t") for line in (SOURCE / "lib" / name).read_text().splitlines()
            if line and not line.startswith("#")]


def twice(values):
    return sorted({value for value in values if values.count(value) > 1})


def unsorted(values):
    """Neighbours out of order, or equal: a table halved must ascend strictly."""
    return [f"{one!r} before {two!r}" for one, two in zip(values, values[1:]) if one >= two]


keywords = [row[0].encode() for row in rows("received/transmission.tsv")]
ok(len(keywords) > 30, f"{len(keywords)} keywords")
none(unsorted(keywords), "with-keywords ascend by their bytes (transmission.c halves)")
none([word for word in keywords if word != word.upper()], "with-keywords are in upper case")

dialects = rows("received/dialects.tsv")
ids = [row[0] for row in dialects if not row[0].startswith("+")]
ok(len(ids) > 50, f"{len(ids)} dialects")
# A row with "+" belongs to the row above, so only the others can hide each other.
none(twice(["\t".join([row[5], row[7], *row[9:]]) for row in dialects
            if not row[0].startswith("+")]),
     "no two rows of dialects are recognised by the same")
none([row[0] for row in dialects[:-1] if not row[0].startswith("+") and row[9:] in ([], ["-"])
      and not set(row[7].split(",")) & {"from", "no-from", "no-with", "no-id", "no-by", "bare",
                                        "named", "shape", "tls-clause", "no-date-mark", "forged"}],
     "no dialect but the last takes every field")
shapes = {row[0] for row in rows("received/shapes.tsv")}
notations = {row[0] for row in rows("received/notations.tsv")}
none({row[5] for row in dialects if len(row) > 5 and not row[0].startswith("+")} - shapes - {"-"},
     "each shape a dialect names is there")
none({name for row in dialects if len(row) > 6 and not row[0].startswith("+")
      for name in row[6].split(",")} - notations - {"-"},
     "each notation a dialect names is there")

suites = rows("tls/ciphers.tsv")[1:]
ok(len(suites) > 300, f"{len(suites)} suites")
none(twice([row[1] for row in suites]), "no suite's name stands twice")

generated = (BUILD / "lib/tls/tls-tables.h").read_text()
table = re.search(r"Spelling spellings\[\] = \{(.*?)\n\};", generated, re.S).group(1)
names = re.findall(r'\{ "([^"]+)", \d+, \d+ \}', table)
ok(len(names) > 1000, f"{len(names)} spellings of suites")
none(unsorted([(len(name), name) for name in names]),
     "spellings ascend by length, then bytes (table.c halves)")
starts = re.search(r"by_length\[SPELLING_MAX \+ 2\] = \{(.*?)\};", generated, re.S).group(1)
starts = [int(number) for number in re.findall(r"\d+", starts)]
none([f"length {length}: {start}" for length, start in enumerate(starts)
      if start != sum(len(name) < length for name in names)],
     "the index says where each length begins")

for name, what in (("versions", "version"), ("partial", "partial name")):
    words = [row[0].lower() for row in rows(f"tls/{name}.tsv")[1:]]
    ok(len(words) > 5, f"{len(words)} {what}s")
    none(twice(words), f"no {what} stands twice")
groups = rows("tls/groups.tsv")[1:]
spelled = [word.lower() for row in groups for word in [row[0], *row[1].split("|")] if word != "-"]
none(twice(spelled), "no spelling of a group stands for two")
rules = [row[:3] for row in rows("tls/rule-dates.tsv")]
none([rule for rule in rules if rules.count(rule) > 1], "no grading rule stands twice")

# What the policy says that a rule can do, no finding of a sample goes beyond.
EFFECTS = ["info", "warn", "indeterminate", "fail"]
beyond, raised, known = [], set(), {}
for path in sorted(SOURCE.glob("samples/*/*.json")):
    report = json.loads(path.read_text())
    known = {rule["id"]: rule["effect"] for rule in report["policy"]["rules"]}
    for message in report["messages"]:
        for finding in message["findings"]:
            raised.add(finding["id"])
            if EFFECTS.index(finding["effect"]) > EFFECTS.index(known[finding["id"]]):
                beyond.append(f"{path.name}: {finding['id']} {finding['effect']}")
ok(len(raised) > 10, f"samples raise {len(raised)} of {len(known)} rules")
none(beyond, "no finding has a stronger effect than its rule can have")
done()
