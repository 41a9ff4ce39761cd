# SPDX-License-Identifier: LGPL-2.1-or-later
# tokens.py - every word of real mail that stands for a suite or a version is
# known, or is one of a few that are listed here with the reason.
#
# The mail is not part of this project: HOPCHECK_CORPUS names its folder, else
# ../shared/mail beside the source tree is looked for.  A file received-only.tsv
# in it holds bare Received values in its last column.
import json
import os
import pathlib
import subprocess

from tap import BUILD, HOPCHECK, SOURCE, done, environment, none, ok, skip_all

BATCH = 250
MOST = 0.001  # of TLS hops may have a word that is not known

# Not known, and why.
REASONS = {
    ("suite", "id"): "the next clause of a product that writes \"by TLS id\"; no suite is stated",
    ("group", "DiffieHellmanEllipticKey384"): ".NET's ExchangeAlgorithmType and a size: a curve of "
                                              "384 bits, which one is not said",
}


def corpus():
    for name in (os.environ.get("HOPCHECK_CORPUS"), SOURCE.parent / "shared/mail"):
        if name and pathlib.Path(name).is_dir():
            return pathlib.Path(name)
    skip_all("no corpus (HOPCHECK_CORPUS)")


def reported(root):
    """Facts of every hop of every message."""
    files = sorted(str(path) for path in root.rglob("*")
                   if path.is_file() and path.suffix not in (".tsv", ".md"))
    for begin in range(0, len(files), BATCH):
        shown = subprocess.run([str(HOPCHECK), "--format=json", "--no-digests",
                                *files[begin:begin + BATCH]],
                               capture_output=True, env=environment()).stdout
        for message in json.loads(shown)["messages"]:
            for hop in message["hops"]:
                yield {fact["name"]: fact.get("text", "") for fact in hop["facts"]}


def bare(root):
    """Facts of the values in received-only.tsv."""
    table = root / "received-only.tsv"
    if not table.is_file():
        return
    values = [line.split(b"\t")[-1] for line in table.read_bytes().splitlines()[1:]]
    shown = subprocess.run([BUILD / "tests/dump_received"], input=b"\0".join(values),
                           capture_output=True, check=True).stdout
    for line in shown.decode("utf-8", "replace").splitlines():
        yield dict(pair.split("=", 1) for pair in line.split(" | ") if "=" in pair)


def known(pairs):
    """Of (kind, word) pairs those that are known."""
    words = "".join(f"{kind}\t{word}\n" for kind, word in pairs)
    shown = subprocess.run([BUILD / "tests/dump_tokens"], input=words.encode(),
                           capture_output=True, check=True).stdout.decode()
    return {pair for pair, line in zip(pairs, shown.splitlines())
            if line.split("\t")[1].split()[0] == "known"}


root = corpus()
seen, patterns, hops = {}, {}, 0
for facts in [*reported(root), *bare(root)]:
    words = [(kind, facts[name]) for kind, name in
             (("suite", "tls-cipher"), ("version", "tls-version"), ("group", "tls-group"))
             if name in facts and "\n" not in facts[name]]
    if not words and "tls" not in facts:
        continue
    # What a program is expected to write, in its tests, is no stamp.
    if any("*" in word for _, word in words):
        for word in words:
            patterns[word] = patterns.get(word, 0) + 1
        continue
    hops += 1
    for word in words:
        seen[word] = seen.get(word, 0) + 1
ok(hops > 0, f"{hops} hops with words of TLS, {len(seen)} different words")
resolved = known(sorted(seen))
unknown = {word: times for word, times in seen.items() if word not in resolved}
counted = {word: times for word, times in unknown.items() if word[0] != "group"}
total = sum(counted.values())
print(f"# suites and versions not known: {total} of {hops} hops "
      f"({100 * total / hops:.3f} %), at most {100 * MOST} %")
for (kind, word), times in sorted(unknown.items()):
    print(f"# not known: {kind} {word!r}, {times} times: "
          f"{REASONS.get((kind, word), 'no reason is given')}")
for (kind, word), times in sorted(patterns.items()):
    if "*" in word:
        print(f"# no stamp but a pattern of one: {kind} {word!r}, {times} times")
ok(total <= MOST * hops, "at most one word in a thousand hops is not known")
none(sorted(word for word in counted if word not in REASONS),
     "each word that is not known is listed with its reason")
done()
