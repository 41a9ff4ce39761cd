# SPDX-License-Identifier: LGPL-2.1-or-later
# report-unsigned.py - a signature in which anything at all is changed is not good:
# each element taken out or twice, each attribute and text another, in turn.
import os
import pathlib
import shutil
import tempfile
import xml.dom.minidom

from tap import BUILD, SOURCE, done, none, ok, run, skip_all

HOPREPORT = BUILD / "tools/.libs/hopreport"
if not HOPREPORT.exists():
    HOPREPORT = BUILD / "tools/hopreport"
os.environ["LD_LIBRARY_PATH"] = str(BUILD / "lib/.libs")
AUDIT = SOURCE / "samples/audit"
work = pathlib.Path(tempfile.mkdtemp())


def verify(signature, report=AUDIT / "report.xml"):
    return run(HOPREPORT, "verify-signature", "--trusted", AUDIT / "test-only.crt", signature,
               report, AUDIT / "report.xml.run.xml")


whole = (AUDIT / "report.xml.sig").read_bytes()
told = verify(AUDIT / "report.xml.sig")
if b"without libxmlsec1" in told.stderr:
    skip_all("built without libxmlsec1")
ok(told.returncode == 0 and b"report.xml: as it was signed" in told.stdout,
   "as it was made, it is good", told.stdout, told.stderr)


def elements(document):
    """All below the root; of the blocks, which are many and alike, the first two."""
    blocks = document.getElementsByTagName("block")[2:]
    return [node for node in document.documentElement.getElementsByTagName("*")
            if node not in blocks]


def changed(name, change):
    """Change one thing in the signature, and look at what is said of it."""
    document = xml.dom.minidom.parseString(whole)
    change(document)
    path = work / "changed.sig"
    path.write_bytes(document.toxml(encoding="UTF-8"))
    said = verify(path)
    if said.returncode in (1, 3) and said.stdout + said.stderr:
        return None
    return f"{name}: status {said.returncode}: {said.stdout.decode()[:300]}"


def nothing(document):
    pass


ok(changed("nothing", nothing) is not None, "written again, it is good still")
bad = {"taken out": [], "twice": [], "an attribute another": [], "an attribute taken out": [],
       "text another": [], "of another name": []}
first = elements(xml.dom.minidom.parseString(whole))
ok(len(first) > 15, f"it has {len(first)} elements")
for index, one in enumerate(first):
    def taken_out(document):
        node = elements(document)[index]
        node.parentNode.removeChild(node)

    def twice(document):
        node = elements(document)[index]
        node.parentNode.insertBefore(node.cloneNode(True), node)

    def other_name(document):
        elements(document)[index].tagName += "x"

    def other_text(document):
        text = elements(document)[index].firstChild
        data = text.data.strip()
        text.data = data[:20] + ("B" if data[20] == "A" else "A") + data[21:]

    label = f"{index} {one.tagName}"
    bad["taken out"].append(changed(label, taken_out))
    # a certificate is none of what is signed: it shows by itself what it is
    if not one.tagName.startswith("X509"):
        bad["twice"].append(changed(label, twice))
    bad["of another name"].append(changed(label, other_name))
    if one.firstChild is not None and len(getattr(one.firstChild, "data", "").strip()) > 20:
        bad["text another"].append(changed(label, other_text))
    for key, value in one.attributes.items():
        def other(document):
            elements(document)[index].setAttribute(key, value + "x")

        def without(document):
            elements(document)[index].removeAttribute(key)
        bad["an attribute another"].append(changed(f"{label} {key}", other))
        bad["an attribute taken out"].append(changed(f"{label} {key}", without))
for what, found in bad.items():
    ok(found, f"{what}: tried {len(found)} times")
    none([one for one in found if one], f"{what}: not good any more")

# weaker ways to sign are not taken, whoever signed by them
for strong, weak in ((b"rsa-sha256", b"rsa-sha1"), (b"xmlenc#sha256", b"xmldsig#sha1")):
    (work / "weak.sig").write_bytes(whole.replace(strong, weak))
    said = verify(work / "weak.sig")
    ok(said.returncode == 1, f"{weak.decode()} is refused", said.returncode, said.stdout, said.stderr)

# the report: a byte more, less, another; and another report
report = (AUDIT / "report.xml").read_bytes()
for name, data in (("more", report + b"\n"), ("less", report[:-1]), ("none", b""),
                   ("another", report.replace(b"pass", b"fail", 1)),
                   ("far down", report[:-200] + report[-200:].replace(b"e", b"f", 1))):
    folder = work / name.replace(" ", "-")
    folder.mkdir()
    (folder / "report.xml").write_bytes(data)
    said = verify(AUDIT / "report.xml.sig", folder / "report.xml")
    ok(said.returncode == 1 and b"report.xml: " in said.stdout, f"the report, {name}: told",
       said.returncode, said.stdout, said.stderr)
shutil.rmtree(work)
done()
