# SPDX-License-Identifier: LGPL-2.1-or-later
# spellings.py - the names that this machine's TLS libraries give to suites and
# groups, and every spelling of our own tables, resolve to the right code point.
import re
import shutil
import subprocess

from tap import BUILD, SOURCE, done, none, ok, skip


def resolve(pairs):
    """What dump_tokens makes of (kind, word) pairs: (words, group) each."""
    lines = "".join(f"{kind}\t{word}\n" for kind, word in pairs)
    shown = subprocess.run([BUILD / "tests/dump_tokens"], input=lines.encode(),
                           capture_output=True, check=True).stdout.decode().splitlines()
    return [(line.split("\t")[1].split(), line.split("\t")[2]) for line in shown]


def table(name):
    lines = [line.split("\t") for line in (SOURCE / "lib/tls" / name).read_text().splitlines()
             if line and not line.startswith("#")]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def wrong_suites(names):
    """Of (code, name) pairs those whose name does not mean that code."""
    found = resolve([("suite", name) for _, name in names])
    return [f"{name} is {code}, read as {' '.join(words)}"
            for (code, name), (words, _) in zip(names, found) if code not in words]


def openssl_names():
    """(code, name) of every suite that openssl(1) knows, by both its names."""
    shown = subprocess.run(["openssl", "ciphers", "-V", "-stdname",
                            "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
                           capture_output=True, check=True).stdout.decode()
    rows = [line.split() for line in shown.splitlines()]
    return [(row[0], row[at]) for row in rows for at in (2, 4)]


def gnutls_names(shown):
    """(code, name) of every suite that gnutls-cli(1) lists, with and without
    the prefix that gnutls_cipher_suite_get_name() leaves out."""
    rows = re.findall(r"^TLS_(\S+)\s+0x(..), 0x(..)\s", shown, re.M)
    return [(f"0x{one.upper()},0x{two.upper()}", prefix + name)
            for name, one, two in rows for prefix in ("", "TLS_", "GNUTLS_")
            if prefix != "GNUTLS_" or f"0x{one}" != "0x13"]


if shutil.which("openssl"):
    names = openssl_names()
    ok(len(names) > 100, f"openssl lists {len(names)} names")
    none(wrong_suites(names), "every name of openssl means its code point")
else:
    skip("every name of openssl means its code point", "no openssl")

if shutil.which("gnutls-cli"):
    listed = subprocess.run(["gnutls-cli", "-l"], capture_output=True,
                            check=True).stdout.decode()
    names = gnutls_names(listed)
    ok(len(names) > 200, f"gnutls-cli lists {len(names)} names")
    none(wrong_suites(names), "every name of gnutls-cli means its code point")
    groups = re.findall(r"GROUP-([\w-]+)", re.search(r"^Groups: (.*)$", listed, re.M).group(1))
    ok(len(groups) > 5, f"gnutls-cli lists {len(groups)} groups")
    none([f"{name}: {group}" for name, (_, group) in
          zip(groups, resolve([("group", name) for name in groups]))
          if group.lower().replace("-", "") != name.lower().replace("-", "")],
         "every group of gnutls-cli is the one of its name")
    versions = re.findall(r"VERS-(TLS[\d.]+)", listed)
    none([f"{name}: {words}" for name, (words, _) in
          zip(versions, resolve([("version", name) for name in versions]))
          if words[1:] != ["TLSv" + name[3:]] * 2],
         "every version of gnutls-cli is the one of its name")
else:
    skip("every name of gnutls-cli means its code point", "no gnutls-cli")

# Our own rows: what stands in a row means that row, among others at most those
# that share the name.
suites, names = table("ciphers.tsv"), []
for row in suites:
    for column in ("iana_name", "openssl_name", "gnutls_name", "gnutls_old", "libressl_name",
                   "schannel_aliases", "java_name", "other_names"):
        names += [(row["iana_code"], name) for name in row[column].split("|") if name != "-"]
ok(len(names) > 1500, f"{len(names)} names of {len(suites)} suites")
none(wrong_suites(names), "every name of a row means its code point")

# The descriptions of GnuTLS sessions, with a group and a signature in them, as
# Exim writes them and as GnuTLS does.
PUT = {"_G__": "_SECP384R1__", "{RSA_SIG}": "RSA_PSS_RSAE_SHA256", "{SIG}": "RSA_PSS_RSAE_SHA256",
       "{ECDSA_SIG}": "ECDSA_SECP256R1_SHA256", "{DSS_SIG}": "DSA_SHA256"}
described = []
for row in suites:
    for form in row["gnutls_desc"].split(" | ") if row["gnutls_desc"] != "-" else []:
        kinds, rest = [""], form
        if form.startswith("{"):
            kinds, rest = form[1:form.index("}")].split("|"), form[form.index("}") + 1:]
        for kind in kinds:
            name = kind + rest
            for mark, word in PUT.items():
                name = name.replace(mark, word)
            raw = ")-(".join(part.replace("_", "-") for part in name.split("__"))
            version = "TLS1.3" if row["proto_min"] == "TLSv1.3" else "TLS1.2"
            described += [(row["iana_code"], name), (row["iana_code"], f"({version})-({raw})")]
ok(len(described) > 300, f"{len(described)} descriptions of GnuTLS sessions")
found = resolve([("suite", name) for _, name in described])
none([f"{name} is {code}, read as {' '.join(words)}"
      for (code, name), (words, _) in zip(described, found)
      if code not in [word.removeprefix("1.3:") for word in words]],
     "every description means its code point, under TLS 1.2 or 1.3")
none([f"{name}: {group}" for (_, name), (_, group) in zip(described, found)
      if ("384R1" in name) != (group == "secp384r1")],
     "every description that names a group gives that group")

# A name for several suites is one that OpenSSL gives to a kind of SSLv2, too.
shared = {}
for row in suites:
    for name in {name for column in ("openssl_name", "libressl_name")
                 for name in row[column].split("|")} - {"-"}:
        shared.setdefault(name, set()).add(row["iana_code"])
shared = {name: codes for name, codes in shared.items() if len(codes) > 1}
ok(len(shared) == 7, f"names for two suites: {' '.join(sorted(shared))}")
none([f"{name}: {' '.join(words)}" for name, (words, _) in
      zip(shared, resolve([("suite", name) for name in shared]))
      if set(words[1:]) != shared[name]],
     "a name for two suites means both")

# Cross-references of the tables.
VERSIONS = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
CLASSES = set("tls13 strong fs-cbc fs-dhe no-fs unauthenticated weak broken special".split())
none([row["iana_name"] for row in suites
      if VERSIONS.index(row["proto_min"]) > VERSIONS.index(row["proto_max"])],
     "no suite's versions are the wrong way round")
none([row["iana_name"] for row in suites if row["class"] not in CLASSES],
     "every class is one of those that the head of the file names")
none([row["iana_name"] for row in suites
      if (row["class"] == "tls13") != (row["proto_min"] == "TLSv1.3")
      and row["class"] not in ("special", "broken")],
     "class tls13 is that of TLS 1.3's suites")
none([row["iana_name"] for row in suites
      if int(row["bits_effective"]) > int(row["bits_nominal"])],
     "no suite is worth more bits than it has")
codes = [row["iana_code"] for row in suites]
none({code for code in codes if codes.count(code) > 1}, "no code point stands twice")
groups = table("groups.tsv")
numbers = [int(row["id"]) for row in groups]
ok(numbers == sorted(set(numbers)), "groups ascend by their code points")
none([row["group"] for row in groups
      if row["kind"] not in ("ecdh", "ffdh", "hybrid-pq", "pq", "gost")],
     "every kind of group is one of those that the head of the file names")
for name, columns in (("versions.tsv", ("low", "high")), ("partial.tsv", ("low",))):
    none([row["token"] for row in table(name) for column in columns
          if row[column] not in VERSIONS + ["-", "none"]],
         f"{name} names versions that there are")
done()
