# SPDX-License-Identifier: LGPL-2.1-or-later
# samples.py - samples name reserved domains and addresses only; what else is
# allowed stands with its reason in samples/README.md.
import ipaddress
import re

from tap import SOURCE, none, ok, done, short, sources

FIELDS = (b"received", b"from", b"to", b"cc", b"return-path", b"message-id",
          b"delivered-to", b"envelope-to", b"x-original-to")
RESERVED = re.compile(r"(^|\.)(example(\.(com|net|org))?|test|invalid|localhost|local|localdomain)$", re.I)
NETWORKS = [ipaddress.ip_network(text) for text in (
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "10.0.0.0/8", "172.16.0.0/12",
    "192.168.0.0/16", "127.0.0.0/8", "2001:db8::/32", "fe80::/10", "::1/128",
    "::ffff:192.0.2.0/120")]


def exceptions():
    """Folder -> names allowed there, from the table in samples/README.md."""
    allowed = {}
    for line in (SOURCE / "samples/README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) == 3 and "`" in cells[0]:
            for folder in re.findall(r"`([\w-]+)/`", cells[1]):
                allowed.setdefault(folder, []).extend(re.findall(r"`([\w.:]+)`", cells[0]))
    return allowed


def header_text(path):
    """Header fields that hold names, unfolded; comments for a person kept."""
    data = path.read_bytes().replace(b"\r\n", b"\n")
    lines = re.sub(rb"\n[ \t]+", b" ", data).split(b"\n")
    for line in lines:
        name = line.split(b":")[0].strip().lower()
        if name in FIELDS:
            yield line.decode("utf-8", "replace")


allowed = exceptions()
ok(allowed, "samples/README.md lists the exceptions")
names, addresses = [], []
files = sources("samples/**/*.eml", "samples/**/*.mbox")
for path in files:
    extra = allowed.get(path.parent.name, [])
    for line in header_text(path):
        line = re.sub(r"digest [0-9A-F:]+", "", line)
        for name in re.findall(r"(?<=[\s@(<=\[])(?:[\w-]+\.)+[A-Za-z]{2,}(?=[\s>);\]:.,\"]|$)", line):
            if not RESERVED.search(name) and not any(
                    name.lower() == known or name.lower().endswith("." + known)
                    for known in extra):
                names.append(f"{short(path)}: {name}")
        found = re.findall(r"(?<![\w./-])\d{1,3}(?:\.\d{1,3}){3}(?![\w./-])", line)
        found += re.findall(r"(?<![\w.-])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:.])", line)
        for text in found:
            try:
                address = ipaddress.ip_address(text)
            except ValueError:
                continue
            if not any(address in network for network in NETWORKS
                       if network.version == address.version) and \
                    not any(text.startswith(known) for known in extra):
                addresses.append(f"{short(path)}: {text}")
ok(len(files) > 80, f"{len(files)} samples")
none(sorted(set(names)), "every name is reserved, or allowed where it stands")
none(sorted(set(addresses)), "every address is for documentation, private or local")
listed = set(re.findall(r"`([\w-]+)/`", (SOURCE / "samples/README.md").read_text()))
none({path.relative_to(SOURCE / "samples").parts[0] for path in files} - listed,
     "samples/README.md names every folder")
done()
