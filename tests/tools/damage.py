# SPDX-License-Identifier: LGPL-2.1-or-later
# damage.py - a state folder that was damaged between two runs: --resume does
# again what it must and makes the same report, --finish and merge say what is
# wrong and make none.
#
# DAMAGES=400 damages so often by chance, beside what is done each time.
import os
import pathlib
import random
import shutil
import subprocess
import tempfile

from tap import BUILD, SOURCE, done, none, ok, run

COUNT = int(os.environ.get("DAMAGES", "20"))
TOOLS = {name: str(BUILD / "tools" / name) for name in ("hopaudit", "hopreport")}
work = pathlib.Path(tempfile.mkdtemp())
os.chdir(work)
chance = random.Random(20261123)
JUDGE = ("--trust", "rcpt.example")
subprocess.run(["sh", "-c", f'. "{SOURCE}/tests/tools/archive.sh"; archive mail'], check=True)
run(TOOLS["hopaudit"], *JUDGE, "--plan", "clean", "mail")
run(TOOLS["hopaudit"], "--unit", "1-5", "clean")
run(TOOLS["hopaudit"], "--finish", "clean", "-o", "want.xml")
want = pathlib.Path("want.xml").read_bytes()
parts = sorted(path.name for path in pathlib.Path("clean").glob("part-*"))


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))


def cut(path, length):
    with open(path, "r+b") as file:
        file.truncate(length)


def swap(path, other):
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


def blank(path):
    path.write_bytes(bytes(path.stat().st_size))


def repeat(path):
    path.write_bytes(2 * path.read_bytes())


def move(path, length):
    """A piece of it stands where another stood."""
    data = path.read_bytes()
    path.write_bytes(data[length:] + data[:length])


def pipe(path):
    """Nobody ever writes to it."""
    path.unlink()
    os.mkfifo(path)


def always():
    """What is done to each file."""
    for name in parts:
        size = (pathlib.Path("clean") / name).stat().st_size
        yield f"{name}: gone", lambda p, n=name: (p / n).unlink()
        yield f"{name}: blank", lambda p, n=name: blank(p / n)
        yield f"{name}: a FIFO", lambda p, n=name: pipe(p / n)
        yield f"{name}: twice", lambda p, n=name: repeat(p / n)
        yield f"{name}: rolled", lambda p, n=name, s=size: move(p / n, s // 2)
        for at in (0, size // 3, size // 2, size - 1):
            yield f"{name}: bit of {at}", lambda p, n=name, a=at: flip(p / n, a)
            yield f"{name}: cut to {at}", lambda p, n=name, a=at: cut(p / n, a)
        for other in parts:
            if other > name and other.endswith(".messages") == name.endswith(".messages"):
                yield f"{name}: {other}", lambda p, n=name, o=other: swap(p / n, p / o)


def by_chance():
    for number in range(COUNT):
        name = chance.choice(parts)
        at = chance.randrange((pathlib.Path("clean") / name).stat().st_size)
        yield f"{name}: bit of {at}, {number}", lambda p, n=name, a=at: flip(p / n, a)


def outcome(command):
    """Nothing but whether the report is the one, or there is none."""
    report = pathlib.Path("report.xml")
    report.unlink(missing_ok=True)
    result = run(*command, "-o", report)
    if report.exists():
        return result, "same" if report.read_bytes() == want else "another"
    return result, "none"


def fresh(damage):
    shutil.rmtree("state", ignore_errors=True)
    shutil.copytree("clean", "state")
    damage(pathlib.Path("state"))


def complaint(name, how, result, made):
    last = result.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return f"{name}, {how}: {made} report, status {result.returncode} {last}"


resumed, finished, merged, left = [], [], [], []
for name, damage in (*always(), *by_chance()):
    for how, wrong, command in (
            ("--finish", finished, [TOOLS["hopaudit"], "--finish", "state"]),
            ("merge", merged, [TOOLS["hopreport"], "merge", "state"]),
            ("--resume", resumed,
             [TOOLS["hopaudit"], *JUDGE, "--state", "state", "--resume", "mail"])):
        fresh(damage)
        result, made = outcome(command)
        refused = made == "none" and result.returncode in (2, 4) and result.stderr
        same = made == "same" and result.returncode == 3
        if not (same if how == "--resume" else refused):
            wrong.append(complaint(name, how, result, made))
        if list(pathlib.Path(".").glob("report.xml.*partial")):
            left.append(f"{name}, {how}")
none(resumed, "resumed, a damaged part is done again and the report is the same")
none(finished, "finished, it is refused: nobody does it again there")
none(merged, "so it is merged")
none(left, "nothing half written is left beside the report")
for what, damage in (("damaged", lambda path: flip(path / "plan", 200)),
                     ("piped", lambda path: pipe(path / "plan"))):
    fresh(damage)
    result, made = outcome([TOOLS["hopaudit"], "--finish", "state"])
    ok(made == "none" and result.returncode == 2, f"a {what} plan is refused",
       complaint("plan", "--finish", result, made))


def note(path):
    """What a run wrote of itself."""
    return min(path.glob("sitting-*"))


told = []
length = note(pathlib.Path("clean")).stat().st_size
flips = [(f"bit of {at}", lambda p, a=at: flip(p, a)) for at in range(61, length, 97)]
cuts = [(f"cut to {at}", lambda p, a=at: cut(p, a)) for at in (0, 60, length - 29, length - 1)]
for name, damage in (("a FIFO", pipe), ("blank", blank), *flips, *cuts):
    fresh(lambda path, d=damage: d(note(path)))
    result, made = outcome([TOOLS["hopaudit"], "--finish", "state"])
    record = pathlib.Path("report.xml.run.xml").read_bytes()
    said = b'role="plan"' not in record and b' sittings-unread="1"' in record
    if made != "same" or result.returncode != 3 or not said:
        told.append(complaint(name, "--finish", result, made))
none(told, "a damaged note of a run is counted, not in the record, and hinders nothing")
shutil.rmtree(work)
done()
