# SPDX-License-Identifier: LGPL-2.1-or-later
# oracle.py - from full reports what an audit of the same messages says: written
# apart from the library, to be compared with it.
import sys
import xml.etree.ElementTree as ET
from collections import OrderedDict, defaultdict

NS = "{urn:hopcheck:report:1}"
FLAGS = ("contradicted", "inner-leg", "misplaced", "reversal", "unsure",
         "rdns-doubted", "rdns-none", "suppressed", "mitigated", "header-cut")
QUOTED = ("from", "to", "subject", "date", "message-id")


def el(name, attrs=(), text=None):
    node = ET.Element(NS + name)
    for key, value in attrs:
        if value is not None and not (key in FLAGS and value == "false"):
            node.set(key, value)
    node.text = text
    return node


def find(node, path):
    return node.find("/".join(NS + part for part in path.split("/")))


def findall(node, path):
    return node.findall("/".join(NS + part for part in path.split("/")))


def get(node, *names):
    return [(name, node.get(name)) for name in names]


def tokens(notes):
    seen = OrderedDict((note.get("token"), 1) for note in notes)
    return " ".join(seen) or None


def copy_text(node, name):
    new = el(name, [(k, v) for k, v in node.attrib.items() if k in ("raw-hex", "cut")], node.text)
    return new


def said(pairs, **usual):
    """Attributes but those that have their usual value."""
    return [(k, None if usual.get(k) == v else v) for k, v in pairs]


def brief_hop(hop, pointed, stated):
    facts = {}
    for fact in findall(hop, "facts/fact"):
        facts.setdefault(fact.get("name"), fact.text or "")
    named = "helo" in facts or "rdns" in facts
    out = el("hop", said(get(hop, "number", "field", "offset", "length", "evidence", "contradicted", "scope",
                             "inner-leg", "misplaced", "link", "delay", "reversal", "kind", "dialect"),
                         scope="outside", kind="transfer")
             + [("from", None if named else facts.get("from"))]
             + [(name, facts.get(name)) for name in ("helo", "rdns", "by", "with")]
             + [("note-tokens", tokens(findall(hop, "notes/note")))])
    peer = el("peer", get(find(hop, "peer"), "address", "unsure", "rdns-doubted", "rdns-none", "by-address"))
    if peer.attrib:
        out.append(peer)
    place = find(hop, "location")
    if place is not None:
        out.append(el("location", get(place, "state", "country", "claimed")))
    stamp = find(hop, "stamp")
    out.append(el("stamp", said(get(stamp, "state", "utc", "zone", "earliest", "latest"), state="point")))
    tls = find(hop, "tls")
    suites = findall(tls, "suites/suite")
    words = {o.get("clock"): o.get("word") for o in findall(tls, "opinions/opinion")} if stated else {}
    attrs = get(tls, "state", "basis", "version-low", "version-high", "version-family", "bits", "group",
                "group-bits", "client-certificate", "cipher-old-spelling")
    attrs = [(k, None if v in ("false", "unstated") else v) for k, v in attrs]
    attrs = said(attrs, basis={"unrecorded": "none", "not-smtp": "protocol"}.get(tls.get("state")))
    attrs += [("suite", suites[0].get("name") if len(suites) == 1 else None),
              ("suite-candidates", str(len(suites)) if len(suites) > 1 else None),
              ("word-then", words.get("then")), ("word-now", words.get("now"))]
    attrs += [(k, None if v == "none" else v) for k, v in get(tls, "grade-then", "grade-now")]
    out.append(el("tls", attrs))
    if hop.get("number") in pointed:
        raw = find(hop, "raw")
        out.append(el("raw", get(raw, "shown", "sha256", "raw-hex"), raw.text))
    return out


def brief(message, stated):
    """What an audit says of a message, but for its place there."""
    out = el("message", get(message, "input", "number", "offset", "length", "sha256", "header-cut", "received-fields")
             + [("note-tokens", tokens(findall(message, "notes/note")))])
    quotes = el("quotes")
    seen = set()
    for quote in findall(message, "quotes/quote"):
        if quote.get("field") in QUOTED and quote.get("field") not in seen:
            seen.add(quote.get("field"))
            quotes.append(el("quote", get(quote, "field", "cut", "raw-hex"), quote.text))
    out.append(quotes)
    path = find(message, "path")
    kinds = OrderedDict((leg.get("kind"), 1) for leg in findall(message, "coverage/leg"))
    shown = el("path", get(path, "horizon", "boundary") + [("legs", " ".join(kinds))])
    for own in findall(path, "own-set"):
        shown.append(el("own-set", get(own, "raw-hex"), own.text))
    out.append(shown)
    findings = findall(message, "findings/finding")
    telling = {v.get("outcome") for v in findall(message, "verdicts/verdict")} | {"warn"}
    pointed = {f.get("hop") for f in findings if f.get("effect") in telling
               and f.get("suppressed") == "false" and f.get("mitigated") == "false"}
    hops = el("hops")
    for hop in findall(message, "hops/hop"):
        hops.append(brief_hop(hop, pointed, stated))
    out.append(hops)
    content = find(message, "content")
    if content is not None:
        ids = OrderedDict((f.get("id"), 1) for f in findall(content, "forms/form") if f.get("nested") is None)
        out.append(el("content", get(content, "structure") + [("form-ids", " ".join(ids) or None)]))
    shown = el("findings")
    for f in findings:
        one = el("finding", get(f, "id", "severity", "effect", "hop", "offset", "length", "suppressed", "mitigated"))
        for name in ("sentence", "set-aside", "recipient"):
            for part in findall(f, name):
                one.append(el(name, get(part, "raw-hex"), part.text))
        shown.append(one)
    out.append(shown)
    verdicts = el("verdicts")
    for v in findall(message, "verdicts/verdict"):
        recipient = find(v, "recipient")
        outcome = v.get("outcome")
        rests = OrderedDict()
        for f in findings:
            whose = find(f, "recipient")
            if (f.get("effect") == outcome and f.get("suppressed") == f.get("mitigated") == "false"
                    and (whose is None or recipient is not None and whose.text == recipient.text)):
                rests[f.get("id")] = 1
        one = el("verdict", get(v, "outcome") + [("rests-on", " ".join(rests) or None)] + get(v, "recipient-from"))
        if recipient is not None:
            one.append(el("recipient", get(recipient, "raw-hex"), recipient.text))
        if outcome != "pass" and not rests:
            reason = find(v, "reason")
            one.append(el("reason", get(reason, "raw-hex"), reason.text))
        verdicts.append(one)
    out.append(verdicts)
    return out


# ----------------------------------------------------------------- the summary

EVIDENCE = ("attested", "partner", "claimed", "unattributable")
SCOPES = ("boundary", "internal", "unknown", "outside")
STATES = ("yes", "no", "unrecorded", "not-smtp", "contradicted")
GRADES = ("strong", "acceptable", "weak", "broken", "none")
SEVERITIES = ("info", "low", "medium", "high", "critical")


def fact(hop, name):
    for one in findall(hop, "facts/fact"):
        if one.get("name") == name:
            return one.text or ""
    return None


def lower(text):
    return text and "".join(c.lower() if c < "\x80" else c for c in text).rstrip(".")


def boundary_of(message):
    number = find(message, "path").get("boundary")
    return next((h for h in findall(message, "hops/hop") if h.get("number") == number), None)


def counterparty(hop, organisation):
    """organisation: host name -> organisational domain or None"""
    name, peer = fact(hop, "rdns"), find(hop, "peer")
    name = name and name.rstrip(".")
    if name and peer.get("rdns-doubted") == "false" and organisation(lower(name)):
        return "rdns", organisation(lower(name))
    if peer.get("address") and peer.get("unsure") == "false":
        return "address", peer.get("address")
    return "none", None


def outcome_of(message):
    found = {v.get("outcome") for v in findall(message, "verdicts/verdict")}
    return next(o for o in ("fail", "indeterminate", "pass") if o in found)


def bump(row, *keys):
    for key in keys:
        row[key] += 1


def rows(table, order, keys):
    return sorted(table.items(), key=lambda item: order(*item))


def stamped(row, utc):
    if utc:
        row["first"] = min(row.get("first") or utc, utc)
        row["last"] = max(row.get("last") or utc, utc)


def numbers(row, names):
    return [(name, str(row[name])) for name in names]


def summary(messages, organisation):
    """messages: (index, full message)"""
    reach = defaultdict(int)
    shares, findings, versions, suites = ({} for _ in range(4))
    months, hosts, parties, dialects, notes = ({} for _ in range(5))
    for index, message in messages:
        outcome, hops = outcome_of(message), findall(message, "hops/hop")
        boundary = boundary_of(message)
        reach["without-hops"] += not hops
        reach["without-horizon"] += find(message, "path").get("horizon") is None
        reach["without-boundary"] += boundary is None
        tls = find(boundary, "tls") if boundary is not None else None
        utc = find(boundary, "stamp").get("utc") if boundary is not None else None
        reach["undated-boundary"] += boundary is not None and utc is None
        dated = [find(h, "stamp").get("utc") for h in hops if h.get("evidence") in ("attested", "partner")]
        dated = [d for d in dated if d]
        month = months.setdefault(dated[-1][:-13] if dated else None, defaultdict(int))
        bump(month, "messages", outcome)
        mine = defaultdict(int)
        for note in findall(message, "notes/note"):
            mine[note.get("token")] += 1
        for hop in hops:
            grade, state = hop.get("evidence"), find(hop, "tls").get("state")
            row = shares.setdefault((grade, hop.get("scope")), defaultdict(int))
            bump(row, "hops", state)
            above = "attested-" if grade in ("attested", "partner") else "claimed-"
            bump(month, above + "hops", above + state)
            bump(dialects.setdefault(hop.get("dialect"), defaultdict(int)), grade)
            for note in findall(hop, "notes/note"):
                mine[note.get("token")] += 1
            if state != "yes":
                continue
            one = find(hop, "tls")
            bump(row, "then-" + one.get("grade-then"), "now-" + one.get("grade-now"))
            bump(versions.setdefault((one.get("version-low"), one.get("version-high")), defaultdict(int)), grade)
            named = findall(one, "suites/suite")
            key = (named[0].get("name"), named[0].get("class"), None) if len(named) == 1 else (
                None, None, "true" if named else None)
            bump(suites.setdefault(key, defaultdict(int)), grade)
        for token, count in mine.items():
            row = notes.setdefault(token, defaultdict(int))
            row["count"] += count
            row["messages"] += 1
        seen = set()
        for f in findall(message, "findings/finding"):
            row = findings.setdefault(f.get("id"), defaultdict(int))
            aside = "true" in (f.get("suppressed"), f.get("mitigated"))
            bump(row, "count", "set-aside" if aside else f.get("effect"))
            row["messages"] += f.get("id") not in seen
            seen.add(f.get("id"))
            row["severity"] = max(row["severity"], SEVERITIES.index(f.get("severity")))
        if boundary is None:
            continue
        state = tls.get("state")
        bump(month, "boundary-" + state)
        if state == "yes":
            low, high = tls.get("version-low"), tls.get("version-high")
            bump(month, {"SSLv2": "boundary-ssl", "SSLv3": "boundary-ssl", "TLSv1.0": "boundary-tls1-0",
                         "TLSv1.1": "boundary-tls1-1", "TLSv1.2": "boundary-tls1-2",
                         "TLSv1.3": "boundary-tls1-3"}.get(low if low == high else None, "boundary-version-unknown"))
        row = hosts.setdefault(lower(fact(boundary, "by")), defaultdict(int))
        bump(row, "messages", outcome, state)
        stamped(row, utc)
        row = parties.setdefault(counterparty(boundary, organisation), defaultdict(int))
        bump(row, "messages", state)
        stamped(row, utc)
        if utc:
            day = row.setdefault("days", {}).setdefault(utc[:-10], {})
            day.setdefault(state, []).append(index)
    out = el("summary")
    out.append(el("path-sums", numbers(reach, ("without-hops", "without-horizon", "without-boundary",
                                               "undated-boundary"))))
    table = el("tls-shares")
    for (grade, scope), row in sorted(shares.items(), key=lambda i: (EVIDENCE.index(i[0][0]), SCOPES.index(i[0][1]))):
        table.append(el("tls-share", [("evidence", grade), ("scope", scope)] + numbers(
            row, ("hops",) + STATES + tuple(c + "-" + g for c in ("then", "now") for g in GRADES))))
    out.append(table)
    table = el("finding-sums")
    for key, row in sorted(findings.items(), key=lambda i: (-i[1]["count"], i[0])):
        table.append(el("finding-sum", [("id", key), ("severity", SEVERITIES[row["severity"]])] + numbers(
            row, ("count", "messages", "fail", "indeterminate", "warn", "info", "set-aside"))))
    out.append(table)
    whole = lambda row: sum(row[e] for e in EVIDENCE)
    table = el("version-sums")
    for (low, high), row in sorted(versions.items(), key=lambda i: (-whole(i[1]), i[0][0] or "", i[0][1] or "")):
        table.append(el("version-sum", [("version-low", low), ("version-high", high)] + numbers(row, EVIDENCE)))
    out.append(table)
    table = el("suite-sums")
    for (name, kind, ambiguous), row in sorted(suites.items(), key=lambda i: (-whole(i[1]), i[0][0] or "", i[0][2] or "")):
        table.append(el("suite-sum", [("suite", name), ("class", kind), ("ambiguous", ambiguous)] + numbers(row, EVIDENCE)))
    out.append(table)
    table = el("month-sums")
    names = (["messages", "pass", "fail", "indeterminate"] + ["boundary-" + s for s in STATES]
             + ["boundary-" + v for v in ("ssl", "tls1-0", "tls1-1", "tls1-2", "tls1-3", "version-unknown")]
             + [a + b for a in ("attested-", "claimed-") for b in ("hops", "yes", "no")])
    for key, row in sorted(months.items(), key=lambda i: (i[0] is None, i[0])):
        table.append(el("month-sum", [("month", key)] + numbers(row, names)))
    out.append(table)
    table = el("host-sums")
    for key, row in sorted(hosts.items(), key=lambda i: (-i[1]["messages"], i[0] or "")):
        one = el("host-sum", numbers(row, ("messages", "pass", "fail", "indeterminate") + STATES)
                 + [("first", row.get("first")), ("last", row.get("last"))])
        if key is not None:
            one.append(el("name", text=key))
        table.append(one)
    out.append(table)
    table = el("counterparty-sums")
    for (basis, key), row in sorted(parties.items(), key=lambda i: (-i[1]["messages"], i[0][1] or "")):
        table.append(party(basis, key, row))
    out.append(table)
    table = el("dialect-sums")
    for key, row in sorted(dialects.items(), key=lambda i: (-whole(i[1]), i[0])):
        table.append(el("dialect-sum", [("id", key)] + numbers(row, EVIDENCE)))
    out.append(table)
    table = el("note-sums")
    for key, row in sorted(notes.items(), key=lambda i: (-i[1]["count"], i[0])):
        table.append(el("note-sum", [("token", key)] + numbers(row, ("count", "messages"))))
    out.append(table)
    return out


def party(basis, key, row):
    days = row.pop("days", {})
    tls = sorted(d for d in days if "yes" in days[d])
    clear = sorted(d for d in days if "no" in days[d])
    turns = []
    for day in clear:
        before = [d for d in days if d < day and ("yes" in days[d] or "no" in days[d])]
        if before and "yes" in days[max(before)]:
            turns.append((max(before), days[max(before)]["yes"][0], day, days[day]["no"][0]))
    after = sum(len(days[d]["no"]) for d in clear if tls and d > tls[0])
    edge = lambda some, at: some[at] if some else None
    one = el("counterparty-sum", [("basis", basis)] + numbers(row, ("messages",) + STATES)
             + [("first", row.get("first")), ("last", row.get("last")), ("first-tls", edge(tls, 0)),
                ("last-tls", edge(tls, -1)), ("first-clear", edge(clear, 0)), ("last-clear", edge(clear, -1)),
                ("regression-count", str(len(turns))), ("clear-after-tls", str(after))])
    if key is not None:
        one.append(el("name", text=key))
    shown = el("regressions")
    for a, first, b, second in turns[:10]:
        shown.append(el("regression", [("tls-day", a), ("tls-message", str(first)),
                                       ("clear-day", b), ("clear-message", str(second))]))
    one.append(shown)
    return one
