# SPDX-License-Identifier: LGPL-2.1-or-later
# hostile.py - every case of hostile mail names a test, and that test shows it.
import json
import re

from tap import SOURCE, done, none, ok

LINES = (SOURCE / "tests/house/hostile.tsv").read_text().splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")][1:]
LEVELS = dict(re.findall(r'\[HC_NOTE_\w+\] = \{\s*"([^"]+)",\s*(\w+)',
                         (SOURCE / "lib/base/note.c").read_text()))


def notes_of(report):
    """Every note of a report, wherever it stands, as (token, level)."""
    found, waiting = set(), [report]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if "token" in value and "level" in value:
                found.add((value["token"], value["level"]))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def shown_by_sample(row):
    """What is wrong with a row that names a sample, or nothing."""
    case, _, note, level, status, where = row
    sample = SOURCE / "samples" / where
    if not sample.with_suffix(".json").exists():
        return f"{case}: no sample {where}"
    if sample.with_suffix(".status").read_text().split("\n")[0] != status:
        return f"{case}: {where} exits otherwise than {status}"
    report = json.loads(sample.with_suffix(".json").read_text())
    if note != "-" and (note, level) not in notes_of(report):
        return f"{case}: {where} raises no {note} of level {level}"
    return None


def shown_by_test(row):
    case, *_, where = row
    name, text = where.split(":", 1)
    path = SOURCE / "tests" / ("lib" if name.endswith((".c", ".inc")) else "tools") / name
    if not path.exists() or text not in path.read_text():
        return f"{case}: {name} has no {text}"
    return None


ok(len(ROWS) > 50 and all(len(row) == 6 for row in ROWS), f"{len(ROWS)} cases")
cases = [row[0] for row in ROWS]
none({case for case in cases if cases.count(case) > 1}, "no case stands twice")
none([row[0] for row in ROWS if row[2] != "-" and
      LEVELS.get(row[2], "").lower() != row[3]], "each note has the level it has in the table")
none({token for token, level in LEVELS.items() if level != "INFO"} - {row[2] for row in ROWS},
     "each note of level warning or error has a case")
none([why for why in map(shown_by_sample, [row for row in ROWS if ":" not in row[5]]) if why],
     "the samples show their cases")
none([why for why in map(shown_by_test, [row for row in ROWS if ":" in row[5]]) if why],
     "the tests that are named exist")
done()
