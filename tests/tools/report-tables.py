# SPDX-License-Identifier: LGPL-2.1-or-later
# report-tables.py - the tables that hopreport writes, read by others: Python's
# csv in its strict mode, json, sqlite3 and its shell, LibreOffice; all against
# the XML as expat reads it.
import csv
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import xml.etree.ElementTree as tree
import zipfile

from tap import BUILD, HANGS, HOPCHECK, SOURCE, done, none, ok, run, skip, sources

HOPREPORT = BUILD / "tools" / "hopreport"
NAMESPACE = "{urn:hopcheck:report:1}"
TABLES = ("messages", "hops", "findings", "verdicts", "inputs")
RISKY = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")

work = pathlib.Path(tempfile.mkdtemp())
HOSTILE = b"""Received: from =1+1 (HELO @SUM\\(A1:A9\\)) by mx.example.net
\twith ESMTPS id -2+3; Mon, 2 Nov 2026 10:00:00 +0000
From: "=HYPERLINK(""x"")" <+a@example.org>
To: '+1@example.net
Cc:  =2+2
Subject: \xef\xbc\x9dcmd|' /C calc'!A0
Message-ID: @x"y,z

=1+1
"""


def hopreport(*arguments):
    return run(HOPREPORT, *arguments)


def local(element):
    return element.tag.replace(NAMESPACE, "")


def plain(cell):
    """A CSV cell as it was before it was made harmless."""
    return cell[1:] if cell.startswith("'") else cell


(work / "=hostile.eml").write_bytes(HOSTILE)
mails = [path for path in sources("samples/*/*.eml")]
made = subprocess.run([HOPCHECK, "--format=xml", "--content=never",
                       "--output", work / "all.xml", "=hostile.eml", *mails],
                      cwd=work, capture_output=True)
ok((work / "all.xml").exists(), "a report of all samples", made.stderr.decode())
report = tree.parse(work / "all.xml").getroot()
messages = report.findall(f".//{NAMESPACE}message")
hops = report.findall(f".//{NAMESPACE}hop")
ok(len(hops) > 300, f"it has {len(hops)} hops")

# -------------------------------------------------------------------- CSV
found = hopreport("csv", "-o", work / "tables", work / "all.xml")
ok(found.returncode == 0, "csv writes a folder", found.stderr.decode())
cells = {}
for name in TABLES:
    raw = (work / "tables" / f"{name}.csv").read_bytes()
    ok(raw.count(b"\n") == raw.count(b"\r\n") and raw.endswith(b"\r\n"),
       f"{name}.csv: lines end in CRLF")
    rows = list(csv.reader(raw.decode().splitlines(True), strict=True))
    none({len(row) for row in rows} - {len(rows[0])},
         f"{name}.csv: every line has every column")
    cells[name] = [dict(zip(rows[0], row)) for row in rows[1:]]
    none({cell for row in rows for cell in row
          if cell.lstrip(" \u00a0\u3000").startswith(RISKY) and
          not re.fullmatch(r"-[0-9]+", cell)},
         f"{name}.csv: no cell begins a formula")
    none({cell for row in rows for cell in row
          if re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]", cell)},
         f"{name}.csv: no cell holds a control character")
    alone = hopreport("csv", "--table", name, work / "all.xml")
    ok(alone.stdout == raw, f"{name}.csv: alone it is the same")
marked = hopreport("csv", "--table=inputs", "--bom", work / "all.xml").stdout
ok(marked == b"\xef\xbb\xbf" + (work / "tables/inputs.csv").read_bytes(),
   "--bom adds a byte order mark, nothing else")
first = cells["messages"][0]
ok(first["field_subject"] == "'\uff1dcmd|' /C calc'!A0" and
   cells["inputs"][0]["file"] == "'=hostile.eml" and
   first["field_cc"].startswith("'="),
   "hostile cells are made harmless", first)
ok(len(cells["messages"]) == len(messages) and len(cells["hops"]) == len(hops),
   "a row a message, a row a hop")
none([hop.get("number") for hop, row in zip(hops, cells["hops"])
      if (hop.get("number"), hop.get("evidence"),
          hop.find(f"{NAMESPACE}tls").get("state"),
          hop.find(f"{NAMESPACE}raw").text or "") !=
      (row["hop"], row["evidence"], row["tls_state"], plain(row["raw"]))],
     "hops are those of the XML, raw fields too")
subjects = [message.find(f".//{NAMESPACE}quote[@field='subject']")
            for message in messages]
none([row["field_subject"] for row, quote in zip(cells["messages"], subjects)
      if plain(row["field_subject"]) != (quote.text or "" if quote is not None
                                         else "")],
     "subjects are those of the XML")

# a limit that was changed is none of the rows
subprocess.run([HOPCHECK, "--format=xml", "--limit=comments=200", "--output", work / "other.xml",
                *mails[:3]], capture_output=True)
subprocess.run([HOPCHECK, "--format=xml", "--output", work / "usual.xml", *mails[:3]],
               capture_output=True)
for verb in ("csv", "ndjson"):
    ok(hopreport(verb, "--table=hops", work / "other.xml").stdout ==
       hopreport(verb, "--table=hops", work / "usual.xml").stdout != b"",
       f"{verb}: a limit that was changed is none of the rows")

# ----------------------------------------------------------------- NDJSON
keys = {}
for name in TABLES:
    found = hopreport("ndjson", "--table", name, work / "all.xml")
    lines = [json.loads(line) for line in found.stdout.decode().splitlines()]
    keys[name] = list(lines[0])
    none({tuple(line) for line in lines} - {tuple(keys[name])},
         f"ndjson {name}: every line has every key in order")
    told = {True: "true", False: "false", None: ""}
    none([(line, row) for line, row in zip(lines, cells[name]) if
          {key: " ".join(value) if isinstance(value, list) else
           told.get(value, None) if value is None or isinstance(value, bool) else
           str(value) for key, value in line.items()} !=
          {key: plain(value) for key, value in row.items()}][:2],
         f"ndjson {name}: the same rows as CSV")
ok(hopreport("ndjson", work / "all.xml").stdout ==
   hopreport("ndjson", "-t", "hops", work / "all.xml").stdout,
   "ndjson writes hops unless told")
if shutil.which("jq"):
    found = subprocess.run(["jq", "-r", ".tls_state"], capture_output=True,
                           input=hopreport("ndjson", work / "all.xml").stdout)
    ok(found.stdout.decode().split() == [row["tls_state"] for row in cells["hops"]],
       "jq reads it", found.stderr.decode())
else:
    skip("jq reads it", "no jq")

# ----------------------------------------------------------------- SQLite
found = hopreport("sqlite", "-o", work / "a.db", work / "all.xml")
page = (SOURCE / "man/hopreport.1").read_text()
queries = re.findall(r'query begin\n\.Bd.*?\n(.*?)\.Ed', page, re.S)
if b"without SQLite" in found.stderr:
    skip("a database", "built without SQLite")
else:
    ok(found.returncode == 0, "sqlite writes a database", found.stderr.decode())
    hopreport("sqlite", "-o", work / "b.db", work / "all.xml")
    ok((work / "a.db").read_bytes() == (work / "b.db").read_bytes(),
       "the same report gives the same bytes")
    base = sqlite3.connect(work / "a.db")
    for name in TABLES:
        base.row_factory = sqlite3.Row
        rows = base.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()
        flags = {"true": "1", "false": "0"}
        none([dict(row) for row, other in zip(rows, cells[name], strict=True) if
              {key: "" if row[key] is None else str(row[key]) for key in row.keys()}
              != {key: flags.get(value, plain(value))
                  for key, value in other.items()}][:2],
             f"sqlite {name}: the same rows as CSV")
    ok(base.execute("PRAGMA integrity_check").fetchone()[0] == "ok",
       "SQLite finds it whole")
    ok(base.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index'"
                    " AND sql IS NOT NULL").fetchone()[0] >= 10,
       "it has indexes")
    import hashlib
    ok(base.execute("SELECT value FROM meta WHERE key = 'report_sha256'")
       .fetchone()[0] ==
       hashlib.sha256((work / "all.xml").read_bytes()).hexdigest(),
       "it says which report it was made of")
    # limits that were changed are told of the report, not of a row
    subprocess.run([HOPCHECK, "--format=xml", "--limit=received=2", "--limit=comment-depth=3",
                    "--output", work / "limits.xml", mails[0]], capture_output=True)
    found = hopreport("sqlite", "-o", work / "limits.db", work / "limits.xml")
    told = dict(sqlite3.connect(work / "limits.db").execute("SELECT key, value FROM meta").fetchall())
    ok(found.returncode == 0 and
       {key: value for key, value in told.items() if key.startswith("limit_")} ==
       {"limit_received": "2", "limit_comment_depth": "3"}, "limits that were changed are told", told)
    ok(not [key for key, _ in base.execute("SELECT key, value FROM meta") if key.startswith("limit_")],
       "and others are not")
    ok(len(queries) == 3, "the page has three queries", queries)
    for number, query in enumerate(queries, 1):
        rows = base.execute(query).fetchall()
        ok(rows, f"query {number} of the page finds something")
        if shutil.which("sqlite3"):
            shell = subprocess.run(["sqlite3", work / "a.db", query],
                                   capture_output=True)
            ok(shell.returncode == 0 and
               len(shell.stdout.splitlines()) == len(rows),
               f"query {number}: so does SQLite's shell", shell.stderr.decode())
        else:
            skip(f"query {number}: so does SQLite's shell", "no sqlite3")
    base.close()

# -------------------------------------------------------------- the page
for name in TABLES:
    section = re.search(rf"^\.Ss {name}\n(.*?)^\.El", page, re.M | re.S).group(1)
    ok(re.findall(r"^\.It (\w+) Ta", section, re.M) == keys[name],
       f"the page names the columns of {name}", keys[name])

# --------------------------------------------------------- LibreOffice
office = shutil.which("soffice") or shutil.which("libreoffice")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_rows(path):
    """The cells of a workbook of one sheet, as texts; how many are formulas."""
    rows, formulas, strings = [], 0, []
    with zipfile.ZipFile(path) as book:
        if "xl/sharedStrings.xml" in book.namelist():
            strings = ["".join(text.text or "" for text in item.iter(f"{SHEET}t"))
                       for item in tree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = tree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(f"{SHEET}row"):
        rows.append({})
        for cell in row:
            value = cell.findtext(f"{SHEET}v")
            formulas += cell.find(f"{SHEET}f") is not None
            if cell.get("t") == "s" and value is not None:
                value = strings[int(value)]
            if cell.get("t") == "b":
                value = ("false", "true")[int(value)]
            letters = re.match("[A-Z]+", cell.get("r")).group()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            rows[-1][column - 1] = value or ""
    return rows, formulas


if office:
    # RFC 4180 with numbers taken for numbers, and quoted cells for text
    subprocess.run([office, "--headless", "--convert-to", "xlsx",
                    "--infilter=CSV:44,34,76,1,,0,false,true", "--outdir",
                    work / "books", *(work / "tables").glob("*.csv")],
                   capture_output=True, timeout=HANGS,
                   env={**os.environ, "HOME": str(work)})
for name in TABLES:
    what = f"{name}.csv: LibreOffice loads every cell as it is, and no formula"
    if not office:
        skip(what, "no LibreOffice")
        continue
    with (work / "tables" / f"{name}.csv").open(newline="") as file:
        ours = list(csv.reader(file, strict=True))
    theirs, formulas = sheet_rows(work / "books" / f"{name}.xlsx")
    none([(row, ours[0][column], cell, there.get(column, ""))
          for row, (here, there) in enumerate(zip(ours, theirs))
          for column, cell in enumerate(here)
          if there.get(column, "") != cell] +
         [len(theirs)] * (len(ours) != len(theirs)) + [formulas] * (formulas > 0),
         what)

# ---------------------------------------------------------------- misuse
# a table's name that is a folder's, and a folder in no folder
(work / "taken" / "hops.csv").mkdir(parents=True)
for arguments, status in ((("csv", "-o", "taken", "all.xml"), 4),
                          (("csv", "-o", "no/where", "all.xml"), 4),
                          (("csv", "all.xml"), 2), (("sqlite", "all.xml"), 2),
                          (("csv", "--table=x", "all.xml"), 2),
                          (("ndjson", "--table=x", "all.xml"), 2),
                          (("sqlite", "-o", "no/where.db", "all.xml"), 4),
                          (("csv", "-o", "=hostile.eml", "all.xml"), 4),
                          (("csv", "-t", "hops", "missing.xml"), 3)):
    found = subprocess.run([HOPREPORT, *arguments], cwd=work, capture_output=True)
    if b"without SQLite" in found.stderr:
        status = 2
    ok(found.returncode == status, f"{' '.join(arguments)}: status {status}",
       found.returncode, found.stderr.decode())
none([path.name for path in (work / "taken").iterdir() if path.name != "hops.csv"],
     "where one table cannot be written, none is")
(work / "half.xml").write_bytes((work / "all.xml").read_bytes()[:-20])
for arguments in (("csv", "-t", "hops"), ("ndjson",), ("sqlite",)):
    found = hopreport(*arguments, "-o", work / "half", work / "half.xml")
    status = 2 if b"without SQLite" in found.stderr else 3
    ok(found.returncode == status and not (work / "half").exists(),
       f"{arguments[0]}: half a report leaves nothing", found.stderr.decode())
none([path.name for path in work.iterdir() if "partial" in path.name],
     "no temporary file is left")
shutil.rmtree(work)
done()
