# SPDX-License-Identifier: LGPL-2.1-or-later
# sources.py - what every file keeps: licence line, idea line, length; nothing
# promised for later, nothing of the machine it was written on.
import json
import re

from tap import SOURCE, none, ok, skip, done, run, short, sources, tool

FUNCTION_MAX = 100  # lines; tables are not functions
FILE_MAX = 800      # lines

code = sources("lib/**/*.[ch]", "tools/*.[ch]", "tests/**/*.[ch]")
scripts = sources("*.sh", "tests/**/*.t", "tests/**/*.sh", "tests/**/*.py", ".ci/*", "completion/*",
                  "configure.ac", "Makefile.am", "*/Makefile.am", "m4/hc-*.m4")
prose = sources("*.md", "**/*.md", "man/*", "schemas/*.xsd")

ok(len(code) > 10 and len(scripts) > 10 and len(prose) > 1,
   f"{len(code)} C files, {len(scripts)} scripts, {len(prose)} texts")
none([short(path) for path in code + scripts
      if "SPDX-License-Identifier: LGPL-2.1-or-later"
      not in "".join(path.read_text().splitlines(True)[:3])],
     "each source names its licence in its first lines")
none([short(path) for path in code
      if not re.match(rf"/\* SPDX[^\n]*\*/\n/\*\*\n \* @file {re.escape(path.name)}\n \* \S", path.read_text())
      and not re.match(
          rf"/\* SPDX[^\n]*\*/\n/\* ({re.escape(path.name)}|{re.escape(path.stem)}) - \S",
          path.read_text())],
     "each C file begins with its name and its idea")
none([f"{short(path)}: {count} lines" for path in code
      if (count := len(path.read_text().splitlines())) > FILE_MAX],
     f"no C file is longer than {FILE_MAX} lines")

ctags = tool("CTAGS")
listing = run(ctags, "--output-format=json", "--fields=+ne", "--kinds-C=f",
              "-f", "-", *code) if ctags else None
if listing is None or listing.returncode != 0:
    skip(f"no function is longer than {FUNCTION_MAX} lines", "no universal-ctags")
else:
    tags = [json.loads(line) for line in listing.stdout.splitlines()]
    none([f"{tag['path']}:{tag['line']}: {tag['name']}, {length} lines"
          for tag in tags if "end" in tag
          and (length := tag["end"] - tag["line"] + 1) > FUNCTION_MAX],
         f"no function is longer than {FUNCTION_MAX} lines")

LATER = re.compile(r"\b(TODO|FIXME|HACK|XXX)\b|not (yet )?implemented")
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|tmp/wt|tmp/b)/")
itself = SOURCE / "tests/house/sources.py"
later, machine = [], []
for path in code + scripts + prose:
    if path == itself:
        continue
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        if LATER.search(line):
            later.append(f"{short(path)}:{number}: {line.strip()}")
        if MACHINE.search(line):
            machine.append(f"{short(path)}:{number}: {line.strip()}")
none(later, "no file promises something for later")
none(machine, "no file names a folder of the machine it was written on")

CALLS = re.compile(r"\b(printf|fprintf|vprintf|vfprintf|dprintf|vdprintf|puts|fputs|putc|fputc|putchar|"
                   r"fwrite|write|writev|syslog|vsyslog|g_log|g_logv|g_log_structured|g_debug|g_info|"
                   r"g_message|g_warning|g_critical|g_error|_exit|exit|abort|setlocale|getenv|g_getenv|strtok|"
                   r"g_print|g_printerr|perror|sprintf|strcpy|strcat|gets)\s*\(")
LOCALE = re.compile(r"\b(isalpha|isdigit|isspace|isalnum|isupper|islower|isprint|tolower|toupper|"
                    r"strcasecmp|strncasecmp|g_strerror|strerror|strcoll|strptime|strftime)\s*\(")


def strip(text):
    """C without comments and strings, lines kept."""
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"',
                  lambda match: "\n" * match.group().count("\n"), text, flags=re.S)


# What may be called where, and why.
ALLOWED = {
    ("lib/report/publish.c", "write"),  # the file that the caller names
    ("lib/base/outlet.c", "write"),  # the same, or the caller's stream
    ("lib/audit/spool.c", "write"),  # a file of the state folder
    ("lib/base/why.c", "strerror"),  # where there is none that asks no locale
    ("lib/worker/frame.c", "write"),  # the pipe to the worker
    ("lib/worker/frame.c", "writev"),
    ("lib/mime/hopcheck-mime.c", "fputs"),  # the worker is a program
    ("lib/mime/hopcheck-mime.c", "_exit"),
    ("lib/unpack/hopcheck-unpack.c", "fputs"),
    ("lib/unpack/hopcheck-unpack.c", "_exit"),
    ("lib/store/hopaudit-pst.c", "fputs"),
    ("lib/store/hopaudit-pst.c", "_exit"),
    ("lib/worker/scribe.c", "_exit"),  # a process beside a worker's, where lines are counted
    ("lib/unpack/unpack.c", "setlocale"),  # of the worker: names stay bytes
}
none([f"{short(path)}:{number}: {line.strip()}"
      for path in sources("lib/**/*.[ch]")
      for number, line in enumerate(strip(path.read_text()).splitlines(), 1)
      for call in [*CALLS.finditer(line), *LOCALE.finditer(line)]
      if (short(path), call.group(1)) not in ALLOWED],
     "the library neither prints, exits, reads the environment nor asks the locale")
done()
