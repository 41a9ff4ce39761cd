# SPDX-License-Identifier: LGPL-2.1-or-later
# recursion.py - no function calls itself, directly or by way of others: what an
# input nests must not nest on the stack.
#
# Looked at are the calls in what was built.  A call through a pointer does not
# show: of those the one to look at by hand is a callback that reads.
import re
import shutil
import subprocess

from tap import BUILD, done, none, ok, skip_all

# Cycles that are none of an input's making, each with its reason.
EXPLAINED = {
    "hc_profile_named hc_profile_read":
        "a profile extends one that is shipped, and those are what they are",
    "tell_member walk_opened walk_within":
        "an archive within an archive, as deep as the limit archive-depth: 1",
}
# The same where the compiler was told to leave every call a call.
EXPLAINED.update({
    "hc_profile_named hc_profile_read read_document read_parent":
        EXPLAINED["hc_profile_named hc_profile_read"],
    "tell_archive tell_entry tell_member walk_members walk_opened walk_passing walk_stream "
    "walk_within":
        EXPLAINED["tell_member walk_opened walk_within"],
})

START = re.compile(r"^([0-9a-f]+) <([^>]+)>:$")
GOES = re.compile(r"\t(call|j[a-z]+|bnd jmp|bnd call)[a-z]*\s+([0-9a-f]+) <([^>+]+)(\+0x[0-9a-f]+)?>")


def programs():
    """The library and what is linked without it."""
    found = [BUILD / "lib/.libs/libhopcheck.so"]
    for name in ("hopcheck-mime", "hopcheck-unpack", "hopaudit-pst"):
        found += [path for path in (BUILD / "lib/.libs" / name, BUILD / "lib" / name)
                  if path.is_file()][:1]
    return [path for path in found if path.exists()]


def calls(path):
    """Names and calls of a program's functions, both by address."""
    text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", path],
                          capture_output=True, text=True, check=True).stdout
    names, goes, here = {}, {}, None
    for line in text.splitlines():
        start = START.match(line)
        if start:
            here = int(start.group(1), 16)
            names[here] = start.group(2)
            goes[here] = set()
            continue
        gone = GOES.search(line)
        if gone and here is not None:
            goes[here].add((gone.group(1), int(gone.group(2), 16), gone.group(3)))
    # a part that is seldom reached stands apart, and belongs to who jumps there
    owner = {address: address for address in names}
    for address, all_of in goes.items():
        for how, target, name in all_of:
            if ".cold" in name and target in names and "call" not in how:
                owner[target] = address
    by_name = {name: address for address, name in names.items()}
    graph = {}
    for address, all_of in goes.items():
        edges = graph.setdefault(owner[address], set())
        for how, target, name in all_of:
            if name.endswith("@plt"):
                target = by_name.get(name[:-4])
            if target not in names:
                continue  # another library, or within a function
            if owner[target] == owner[address] and "call" not in how:
                continue  # a loop
            edges.add(owner[target])
    return names, graph


def cycles(graph):
    """Sets of functions that reach each other (Tarjan, with a stack of our own)."""
    index, low, stack, on, found, count = {}, {}, [], set(), [], 0
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = count = count + 1
        stack.append(root)
        on.add(root)
        while work:
            node, edges = work[-1]
            for other in edges:
                if other not in index:
                    index[other] = low[other] = count = count + 1
                    stack.append(other)
                    on.add(other)
                    work.append((other, iter(graph.get(other, ()))))
                    break
                if other in on:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = set()
                    while node not in part:
                        part.add(stack.pop())
                    on -= part
                    if len(part) > 1 or node in graph[node]:
                        found.append(part)
    return found


built = programs()
if not built or shutil.which("objdump") is None:
    skip_all("nothing shared was built, or there is no objdump")
# the finder of cycles finds some
ok(sorted(map(sorted, cycles({1: {2}, 2: {3}, 3: {1}, 4: {4}, 5: {1}, 6: set()})))
   == [[1, 2, 3], [4]], "cycles are found")
for path in built:
    names, graph = calls(path)
    ok(len(names) > 50 and sum(map(len, graph.values())) > 100,
       f"{path.name}: {len(names)} functions, {sum(map(len, graph.values()))} calls")
    found = [" ".join(sorted(names[one] for one in part)) for part in cycles(graph)]
    # what is inlined has no name, so a cycle may show some of its functions
    none([one for one in found
          if not any(set(one.split()) <= set(all_of.split()) for all_of in EXPLAINED)], f"{path.name}: none calls itself")
done()
