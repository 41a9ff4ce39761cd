# SPDX-License-Identifier: LGPL-2.1-or-later
# truth.py - samples of real servers against what the wire showed: a report may
# know less than the wire, never something else.
import json
import os
import pathlib

from tap import HOPCHECK, SOURCE, done, none, ok, run

COLUMNS = ("sample", "field", "wire", "version", "suite", "group", "address")


def truth(path):
    """Sample -> field index -> row."""
    rows = {}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            row = dict(zip(COLUMNS, line.split("\t")))
            rows.setdefault(row["sample"], {})[int(row["field"])] = row
    return rows


def hops(path):
    """Hops of a message by Received field, newest first."""
    result = run(HOPCHECK, "--format=json", path)
    message = json.loads(result.stdout)["messages"][0]
    return sorted(message["hops"], key=lambda hop: -hop["number"])


def judge(at, hop, row):
    """What a hop says that the wire did not show."""
    tls, wrong = hop["tls"], []
    if row["wire"] == "tls":
        if tls["state"] not in ("yes", "unrecorded", "not-smtp"):
            wrong.append(f"{at}: {tls['state']}, but the wire had {row['version']}")
        if tls["version-low"] and not (tls["version-low"] <= row["version"] <= tls["version-high"]):
            wrong.append(f"{at}: {tls['version-low']}, but the wire had {row['version']}")
        names = [suite["name"] for suite in tls["suites"]]
        if names and row["suite"] not in names:
            wrong.append(f"{at}: {names}, but the wire had {row['suite']}")
        if tls["group"] and tls["group"].lower() != row["group"].lower():
            wrong.append(f"{at}: {tls['group']}, but the wire had {row['group']}")
    elif row["wire"] == "clear" and tls["state"] in ("yes", "contradicted"):
        wrong.append(f"{at}: {tls['state']}, but the wire was {row['wire']}")
    if hop["peer"]["address"] and row["address"] and hop["peer"]["address"] != row["address"]:
        wrong.append(f"{at}: peer {hop['peer']['address']}, but it was {row['address']}")
    return wrong


folder = SOURCE / "samples/lab"
rows = truth(folder / "truth.tsv")
ok(len(rows) >= 10, f"{len(rows)} samples of real servers")
wrong, versions, encrypted, peers, networked = [], 0, 0, 0, 0
for sample, fields in rows.items():
    found = hops(folder / f"{sample}.eml")
    ok(len(found) == len(fields), f"{sample}: a hop for each of {len(fields)} fields")
    for index, hop in enumerate(found):
        row = fields[index]
        wrong += judge(f"{sample} hop {hop['number']}", hop, row)
        encrypted += row["wire"] == "tls"
        versions += row["wire"] == "tls" and hop["tls"]["version-low"] == row["version"]
        networked += row["wire"] != "local"
        peers += row["wire"] != "local" and hop["peer"]["address"] == row["address"]
none(wrong, "no hop says what the wire did not show")
print(f"# version known on {versions} of {encrypted} encrypted hops, "
      f"peer on {peers} of {networked}")
ok(versions >= 0.85 * encrypted, "the version is known on most encrypted hops")
ok(peers >= 0.9 * networked, "the peer is known on nearly every hop")
done()
