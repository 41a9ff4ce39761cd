# SPDX-License-Identifier: LGPL-2.1-or-later
# bench.py - how long hopcheck takes, beside programs that do less ("make
# bench").  Times differ from machine to machine; the ratios are the result.
import os
import pathlib
import resource
import shutil
import statistics
import sys
import tempfile
import time

SOURCE = pathlib.Path(os.environ["top_srcdir"])
BUILD = pathlib.Path(os.environ["top_builddir"])
FILES = 4000
ROUNDS_ONE = 60
ROUNDS_MANY = 7


def tool():
    """The program itself: libtool's wrapper script would be timed, too."""
    real = BUILD / "tools/.libs/hopcheck"
    if real.exists():
        os.environ["LD_LIBRARY_PATH"] = str(BUILD / "lib/.libs")
        return str(real)
    return str(BUILD / "tools/hopcheck")


def once(command, sink):
    """Wall seconds and peak MiB of one run, its output thrown away."""
    actions = [(os.POSIX_SPAWN_DUP2, sink, 1)]
    begin = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    taken = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3, 5):
        sys.exit(f"bench: {command[0]}: status {status}")
    return taken, usage.ru_maxrss / 1024


def compare(title, commands, rounds, base):
    """Run all in turn, so that a busy moment hits each; print medians."""
    times = {name: [] for name, _ in commands}
    peak = {}
    with open(os.devnull, "w") as sink:
        for turn in range(rounds + 1):
            for name, command in commands:
                taken, memory = once(command, sink.fileno())
                if turn > 0:  # the first turn warms the page cache
                    times[name].append(taken)
                peak[name] = max(peak.get(name, 0), memory)
    # Linux counts what this process held when it forked into the child's peak.
    floor_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{title}: median of {rounds}")
    print(f"{'':34}{'ms':>9}{'min':>9}{'MiB':>7}{'/' + base:>9}")
    floor = statistics.median(times[base])
    for name, _ in commands:
        middle = statistics.median(times[name])
        memory = f"{peak[name]:.0f}" if peak[name] > floor_mib + 1 else f"<{floor_mib:.0f}"
        print(f"{name:34}{middle * 1e3:9.2f}{min(times[name]) * 1e3:9.2f}"
              f"{memory:>7}{middle / floor:9.1f}")
    return {name: statistics.median(times[name]) / floor for name in times}


def verdict(what, ratio, target):
    print(f"{what}: {ratio:.1f}, target {target}: "
          f"{'met' if ratio <= target else 'NOT met'}")


def main():
    hopcheck = tool()
    program = {name: shutil.which(name) for name in ("true", "cat", "mhdr", "sha256sum")}
    one = str(SOURCE / "samples/postfix/tls13.eml")
    commands = [("true", [program["true"]]), ("cat", [program["cat"], one])]
    if program["mhdr"]:
        commands.append(("mblaze mhdr", [program["mhdr"], "-M", "-h", "received", one]))
    commands += [(f"hopcheck{' --format=' + form if form else ''}",
                  [hopcheck] + ([f"--format={form}"] if form else []) + [one])
                 for form in ("", "xml", "json")]
    ratios = compare("one message, start included", commands, ROUNDS_ONE, "true")
    verdict("hopcheck / true", ratios["hopcheck"], 16)

    samples = [path.read_bytes() for path in sorted(SOURCE.glob("samples/*/*.eml"))
               if path.parent.name not in ("hostile",)]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(FILES):
            path = os.path.join(folder, f"{number:04}.eml")
            with open(path, "wb") as file:
                file.write(samples[number % len(samples)])
            paths.append(path)
        commands = [("cat", [program["cat"]] + paths)]
        if program["sha256sum"]:
            commands.append(("sha256sum", [program["sha256sum"]] + paths))
        if program["mhdr"]:
            commands.append(("mblaze mhdr", [program["mhdr"], "-M", "-h", "received"] + paths))
        commands += [(f"hopcheck {options}", [hopcheck, *options.split()] + paths)
                     for options in ("--quiet --no-digests", "--quiet", "--format=text",
                                     "--format=xml", "--format=json")]
        ratios = compare(f"{FILES} files of {sum(map(len, samples)) // len(samples)} bytes, one call",
                         commands, ROUNDS_MANY, "cat")
        # cat computes nothing: what is set beside it computes no digests
        verdict("hopcheck --quiet --no-digests / cat", ratios["hopcheck --quiet --no-digests"], 4)


main()
