# SPDX-License-Identifier: LGPL-2.1-or-later
# lab.py - fields that servers wrote in a laboratory against what the wire
# showed: a fact may be missing, never another one.
#
# The messages are not part of this project: a folder "chainlab" beside the
# mail that HOPCHECK_CORPUS names, else ../shared/chainlab beside the source
# tree, is looked for (truth.jsonl and eml/).
import json
import os
import pathlib
import re
import subprocess

from tap import BUILD, HOPCHECK, SOURCE, done, environment, none, ok, skip_all

VERSIONS = {"13": "TLSv1.3", "12": "TLSv1.2", "11": "TLSv1.1", "10": "TLSv1.0", "1": "TLSv1.0"}


def lab():
    mail = os.environ.get("HOPCHECK_CORPUS")
    for folder in (mail and pathlib.Path(mail).parent / "chainlab",
                   SOURCE.parent / "shared/chainlab"):
        if folder and (folder / "truth.jsonl").is_file():
            return folder
    skip_all("no laboratory messages (HOPCHECK_CORPUS)")


def received(path):
    """Values of the Received fields, folding kept, newest first."""
    values, field = [], None
    for line in path.read_bytes().splitlines(keepends=True):
        if line.strip(b"\r\n") == b"":
            break
        if line[:1] in b" \t":
            field = (field or b"") + line
            continue
        if field:
            values.append(field)
        field = line
    values.append(field or b"")
    return [v.split(b":", 1)[1].rstrip(b"\r\n")
            for v in values if v.lower().startswith(b"received:")]


def facts(values):
    text = subprocess.run([BUILD / "tests/dump_received"], input=b"\0".join(values),
                          capture_output=True, check=True).stdout
    rows = []
    for line in text.decode("utf-8", "replace").splitlines():
        pairs = (pair.split("=", 1) for pair in line.split(" | "))
        rows.append({pair[0]: pair[1] for pair in pairs if len(pair) == 2})
    return rows


def letters(suite):
    return re.sub(r"[^A-Z0-9]", "", suite.upper())


def spellings(folder):
    """Wire suite -> every way the laboratory's servers wrote it."""
    known = {}
    for line in (folder / "cipher_map.tsv").read_text().splitlines()[1:]:
        _, text, _, wire, _ = line.split("\t")
        known.setdefault(letters(wire), set()).add(letters(text))
    return known


def reported(folder):
    """Message, hop of the truth, and what a report says of that hop's TLS."""
    messages = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    shown = subprocess.run([HOPCHECK, "--format=json", *[folder / one["eml"] for one in messages]],
                           capture_output=True, env=environment()).stdout
    for message, report in zip(messages, json.loads(shown)["messages"]):
        truth = {hop["hop"]: hop for hop in message["hops"]}
        of_field = {entry["field"]: truth.get(entry.get("hop")) for entry in message["received"]}
        for hop in report["hops"]:
            # Fields count from the newest, from 0 in the truth.
            if of_field.get(len(report["hops"]) - hop["number"]):
                yield message["id"], of_field[len(report["hops"]) - hop["number"]], hop["tls"]


folder = lab()
values, hops = [], []
for line in (folder / "truth.jsonl").read_text().splitlines():
    message = json.loads(line)
    fields = received(folder / message["eml"])
    by_number = {hop["hop"]: hop for hop in message["hops"]}
    for entry in message["received"]:
        values.append(fields[entry["field"]])
        hops.append((f"{message['id']} field {entry['field']}", by_number.get(entry.get("hop"))))

rows = facts(values)
ok(len(rows) == len(values), f"{len(values)} fields are read")

wrong = {name: [] for name in
         ("peer", "rdns", "helo", "tls-version", "tls-cipher", "tls-group", "tls-normal", "tls",
          "auth", "silence", "stamp")}
seen = dict.fromkeys(wrong, 0)
known = spellings(folder)


def check(key, place, fact, truth, holds):
    seen[key] += 1
    if not holds:
        wrong[key].append(f"{place}: {key} {fact!r}, truth {truth!r}")


for (place, hop), row in zip(hops, rows):
    check("stamp", place, row["stamp"], "a point", row["stamp"].startswith("point"))
    if hop is None:
        continue
    tls = hop["tls"] if hop["security"] != "plain" else None
    helo = hop["helo_before_tls"]
    if "peer" in row:
        check("peer", place, row["peer"], hop["client_ip"], row["peer"] == hop["client_ip"])
    if "rdns" in row:
        check("rdns", place, row["rdns"], hop["client_ptr"],
              row["rdns"].rstrip(".") == (hop["client_ptr"] or ""))
    if "helo" in row and helo:
        check("helo", place, row["helo"], helo, row["helo"].lower() == helo.lower())
    check("auth", place, row.get("auth"), hop["auth"], ("auth" in row) == bool(hop["auth"]))
    check("tls", place, row.get("tls"), tls, not ("tls" in row and tls is None))
    # A writer whose silence means clear text is silent on clear hops alone.
    keyword = row.get("keyword", "")
    silent = "tls" not in row and not keyword.rstrip("A").endswith("S")
    if silent and row["silence"] != "0":
        check("silence", place, keyword, tls, tls is None)
    if tls and "tls-version" in row:
        written = VERSIONS.get(re.sub(r"[^0-9]", "", row["tls-version"]))
        check("tls-version", place, row["tls-version"], tls["version"], written == tls["version"])
    if tls and "tls-cipher" in row:
        name, truth = letters(row["tls-cipher"]), letters(tls["cipher"])
        check("tls-cipher", place, row["tls-cipher"], tls["cipher"],
              name == truth or name in known.get(truth, ()))

# The normal form of what is read: what the report says is the wire's version,
# suite and group, wherever the field states them.
for message, hop, tls in reported(folder):
    place = f"{message} hop {hop['hop']}"
    wire = hop["tls"] if hop["security"] != "plain" else None
    check("tls-normal", place, tls["state"], wire,
          {"yes": wire is not None, "no": wire is None, "contradicted": False}.get(
              tls["state"], True))
    if wire is None or tls["state"] != "yes":
        continue
    if tls["version-low"] and tls["version-low"] == tls["version-high"]:
        check("tls-normal", place, tls["version-low"], wire["version"],
              tls["version-low"].replace("v1.0", "v1") == wire["version"].replace("v1.0", "v1"))
    if tls["suites"]:
        names = [suite["name"] for suite in tls["suites"]]
        check("tls-normal", place, names, wire["cipher"], wire["cipher"] in names)
    if tls["group"]:
        check("tls-group", place, tls["group"], wire["group"],
              tls["group"].lower() == (wire["group"] or "").lower())

ok(all(seen.values()), "each kind of fact is read from some field",
   *[key for key, count in seen.items() if count == 0])
for key, found in wrong.items():
    none(found, f"{key}: {seen[key]} as the wire showed")
done()
