# SPDX-License-Identifier: LGPL-2.1-or-later
# archive.py - how long an audit of an archive takes, and how much memory,
# beside programs that do less ("make bench-archive").  The archives are made
# here, the same bytes each time; times differ from machine to machine, so the
# ratios are the result, each of two runs in the same turn.
#
#     BENCH_DIR    where archives and reports go, and are removed from again;
#                  else TMPDIR, else /tmp
#     BENCH_MIB    size of the mailbox, 1024; BENCH_FILES of the Maildir, 100000
#     BENCH_TURNS  runs of each, 5
import os
import pathlib
import shutil
import sys
import tempfile
import time

SOURCE = pathlib.Path(os.environ["top_srcdir"])
BUILD = pathlib.Path(os.environ["top_builddir"])
MIB = int(os.environ.get("BENCH_MIB", 1024))
FILES = int(os.environ.get("BENCH_FILES", 100000))
TURNS = int(os.environ.get("BENCH_TURNS", 5))
SAMPLES = ("cases courier exchange exchange-online exim gmail lab opensmtpd "
           "others postfix qmail sendmail").split()
POLICY = SOURCE / "samples/policies/example-trust.xml"
CORES = sorted(os.sched_getaffinity(0))
KEPT = 3 * MIB * 2**20 + FILES * 9000  # bytes of archives, on disk
WRITTEN = MIB * 2**20  # and of reports, at most


def program(name, folder):
    """The program itself: libtool's wrapper script would be timed, too."""
    for path in (BUILD / folder / ".libs" / name, BUILD / folder / name):
        if path.exists():
            return str(path)
    return None


def once(command, cores):
    """Wall seconds and peak MiB (of it and what it waited for) of one run."""
    with open(os.devnull, "r+") as nothing:
        actions = [(os.POSIX_SPAWN_DUP2, nothing.fileno(), 0),
                   (os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)]
        os.sched_setaffinity(0, CORES[:cores])
        begin = time.perf_counter()
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
        taken = time.perf_counter() - begin
        os.sched_setaffinity(0, CORES)
    # an audit's 1 and 5 are verdicts
    if os.waitstatus_to_exitcode(status) not in (0, 1, 5):
        sys.exit(f"bench: {' '.join(command)[:200]}: status "
                 f"{os.waitstatus_to_exitcode(status)}")
    return taken, usage.ru_maxrss / 1024


class Table:
    """Runs that take turns, so that a busy moment hits each."""

    def __init__(self, title, runs, base):
        times = {name: [] for name, _, _ in runs}
        self.peak = dict.fromkeys(times, 0.0)
        for turn in range(TURNS + 1):
            for name, cores, command in runs:
                taken, peak = once(command, cores)
                if turn > 0:  # the first turn warms the page cache
                    times[name].append(taken)
                self.peak[name] = max(self.peak[name], peak)
        self.best = {name: min(taken) for name, taken in times.items()}
        print(f"\n{title}: best of {TURNS}")
        print(f"{'':40}{'s':>9}{'MiB':>7}  / {base}")
        for name, _, _ in runs:
            print(f"{name:40}{self.best[name]:9.3f}{self.peak[name]:7.0f}"
                  f"{self.best[name] / self.best[base]:9.2f}", flush=True)

    def ratio(self, name, other):
        return self.best[name] / self.best[other]


def bar(what, value, target, aim=None, least=False):
    met = value >= target if least else value <= target
    print(f"{what}: {value:.2f}, bar {target}{f', aim {aim}' if aim else ''}: "
          f"{'met' if met else 'NOT met'}", flush=True)


def make(sort, path, amount):
    samples = [str(sample) for folder in SAMPLES
               for sample in sorted((SOURCE / "samples" / folder).glob("*.eml"))]
    maker = program("bench_archive", "tests")
    reading, writing = os.pipe()
    child = os.posix_spawn(maker, [maker, sort, path, str(amount), *samples], os.environ,
                           file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
    os.close(writing)
    with os.fdopen(reading) as answer:
        words = answer.read().split()
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("bench: the archive could not be made")
    print(f"{sort}: {words[0]} messages, {int(words[2]) / 1e9:.2f} GB", flush=True)
    return int(words[0])


def audit(hopaudit, folder, cores, options, *inputs):
    """A run of hopaudit, and what it is called in a table."""
    name = f"hopaudit {options} on {cores}"
    return name, cores, [hopaudit, "--quiet", f"--jobs={cores}", "--detail=all", "--format=xml",
                         f"--policy={POLICY}", f"--output={folder}/report.xml",
                         *options.split(), *inputs]


def bench_mailbox(hopaudit, folder):
    mbox = f"{folder}/one.mbox"
    make("mbox", mbox, MIB * 2**20)
    gmime = program("bench_gmime", "tests")
    runs = [("openssl dgst -sha256", 1, ["openssl", "dgst", "-sha256", mbox]),
            ("cat", 1, ["cat", mbox]), ("wc -l", 1, ["wc", "-l", mbox]),
            ("GMime, full parse", 1, [gmime, mbox])]
    if not hopaudit:
        Table("mailbox", runs, "openssl dgst -sha256")
        return
    runs += [audit(hopaudit, folder, cores, f"--digests={digests}", mbox)
             for digests in ("none", "messages", "all") for cores in (1, 2)]
    table = Table("mailbox", runs, "openssl dgst -sha256")
    base = "openssl dgst -sha256"
    one, two = (table.ratio(f"hopaudit --digests=messages on {n}", base) for n in (1, 2))
    bar("audit with digests of messages / openssl, one core", one, 1.6, 1.35)
    bar("the same, two cores", two, 0.9, 0.7)
    bar("GMime / audit without digests, one core",
        table.ratio("GMime, full parse", "hopaudit --digests=none on 1"), 6, 7.5, least=True)
    bar("the file's own digest besides, one core",
        table.ratio("hopaudit --digests=all on 1", base) - one, 1)
    bench_growth(hopaudit, folder, mbox)


def bench_growth(hopaudit, folder, mbox):
    """Twice the messages: at most twice the time, and no more memory."""
    double = f"{folder}/two.mbox"
    messages = make("mbox", double, 2 * MIB * 2**20)
    runs = [(f"{path.name}, {cores} cores", cores,
             audit(hopaudit, folder, cores, "--digests=messages", str(path))[2])
            for cores in (1, 2) for path in map(pathlib.Path, (mbox, double))]
    table = Table("twice the mailbox", runs, "one.mbox, 1 cores")
    for cores in (1, 2):
        one, two = f"one.mbox, {cores} cores", f"two.mbox, {cores} cores"
        bar(f"time of twice the input, {cores} cores", table.ratio(two, one), 2.1)
        bar(f"MiB, {cores} cores", table.peak[two], 64, 48)
        growth = (table.peak[two] - table.peak[one]) / (messages / 2) * 1e6
        print(f"MiB more a million messages, {cores} cores: {growth:.1f} (of so few messages "
              "mostly noise)")
    os.remove(double)


def bench_maildir(hopaudit, folder):
    maildir = f"{folder}/Maildir"
    make("maildir", maildir, FILES)
    each = f"find {maildir} -type f -print0 | xargs -0"
    runs = [("cat", 1, ["sh", "-c", f"{each} cat"])]
    if shutil.which("mhdr"):
        runs.append(("mblaze mhdr", 1, ["sh", "-c", f"{each} mhdr -M -h received"]))
    if shutil.which("sha256sum"):
        runs.append(("sha256sum", 1, ["sh", "-c", f"{each} sha256sum"]))
    if hopaudit:
        runs += [audit(hopaudit, folder, cores, f"--digests={digests}", maildir)
                 for digests in ("none", "messages", "all") for cores in (1, 2)]
    table = Table(f"{FILES} files", runs, "cat")
    if hopaudit:
        bar("audit with digests / cat, one core",
            table.ratio("hopaudit --digests=messages on 1", "cat"), 3)
        bar("MiB", max(peak for name, peak in table.peak.items()
                       if name.startswith("hopaudit")), 64, 48)


def main():
    where = os.environ.get("BENCH_DIR") or os.environ.get("TMPDIR") or "/tmp"
    free = shutil.disk_usage(where).free
    if free < (KEPT + WRITTEN) * 1.1:
        sys.exit(f"bench: {where}: {(KEPT + WRITTEN) * 1.1 / 1e9:.1f} GB are needed, "
                 f"{free / 1e9:.1f} GB are free; name another folder in BENCH_DIR")
    os.environ["LD_LIBRARY_PATH"] = str(BUILD / "lib/.libs")
    hopaudit = program("hopaudit", "tools")
    if len(CORES) < 2:
        print("bench: one core alone: runs on two are none")
    with tempfile.TemporaryDirectory(dir=where) as folder:
        os.environ["TMPDIR"] = folder
        bench_mailbox(hopaudit, folder)
        bench_maildir(hopaudit, folder)


main()
