# SPDX-License-Identifier: LGPL-2.1-or-later
# deviations.py - each row of DEVIATIONS.md names a section and a sample.
import re

from tap import SOURCE, none, ok, done

rows = [line for line in (SOURCE / "DEVIATIONS.md").read_text().splitlines()
        if line.startswith("| ") and not line.startswith(("| where", "|---"))]
ok(len(rows) >= 5, f"{len(rows)} deviations")
none([row for row in rows if not re.search(r"\b\d+(\.\d+)*\b", row.split("|")[1])],
     "each names the section it leaves")
none([row for row in rows if not re.search(r"`samples/[^`]+`", row)], "each names a sample")
none([name for row in rows for name in re.findall(r"`(samples/[^`]+)`", row)
      if not (SOURCE / name).is_file()], "each sample is there")
done()
