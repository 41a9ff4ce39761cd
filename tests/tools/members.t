#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# members.t - what stands in archives besides plain mail: Outlook's messages and
# stores, archives that are cut, files with holes; what its worker is started with.
. "${top_srcdir:?}/tests/tools/lib.sh"

programs=$top_builddir/lib
seeds=$top_srcdir/tests/fuzz/unpack.seed
. "$top_srcdir/tests/tools/dump.sh"
sum() {
	printf "$1" | sha256sum | cut -d' ' -f1
}

printf 'From: a@example.net\n\none\n' >one.eml
printf '!BDN' >store.pst
head -c 2000 /dev/zero >>store.pst
cp "$seeds/bytes.msg" "$seeds/utf16.msg" .
tar -cf within.tar bytes.msg store.pst one.eml

if grep -q 'define HAVE_GSF 1' "$top_builddir/config.h"; then
	# Outlook's messages within an archive are as those without one
	dump bytes.msg
	alone=$(sed -n 's/^  message 1 at 0 length //p' "$out")
	dump within.tar
	out_has '^member 1 msg name="bytes.msg"$'
	out_has "^  message 1 at 0 length $alone member=\"bytes.msg\"\$"
	out_has '^member 3 eml name="one.eml"$'
	# cut within one, its bytes stay, and none is made up
	head -c 2000 within.tar >cut.tar
	dump cut.tar
	out_has '^member 1 other name="bytes.msg"$'
	out_has '^  read other bytes 1488 messages 0 unparsed 1488 incomplete$'
	out_has '^note damaged-container 1 name="bytes.msg"'
	out_has ' errors 1 incomplete$'
	# too large within an archive, it is told and counted; the next one is read
	run hopaudit --quiet --limit=outlook=1024 --output=report.xml within.tar
	status_is 3
	holds 'an Outlook message over its limit is told' grep -q \
		'<trouble member="bytes.msg">a .msg file is longer than the limit' report.xml
	holds 'what stands behind it is read' grep -q '<message .* member="one.eml"' report.xml
	# letters beyond the first 65,536, and half of one
	dump utf16.msg
	out_has "^  message 1 at 0 length 10 $(sum 'From: a\n\nx')"
	if command -v python3 >/dev/null 2>&1; then
		python3 - <<'EOF'
data = bytearray(open("utf16.msg", "rb").read())
at = data.index("From: a\n".encode("utf-16-le")) + 12
for name, pair in ("pair.msg", b"\x3d\xd8\x00\xde"), ("half.msg", b"\x3d\xd8\n\0"), \
        ("other.msg", b"\x00\xde\n\0"), ("turned.msg", b"\x00\xde\x3d\xd8"):
    data[at:at + 4] = pair
    open(name, "wb").write(data)
EOF
		dump pair.msg
		out_has "^  message 1 at 0 length 12 $(sum 'From: \360\237\230\200\nx')"
		for file in half.msg other.msg; do
			dump $file
			out_has "^  message 1 at 0 length 12 $(sum 'From: \357\277\275\n\nx')"
		done
		dump turned.msg
		out_has "^  message 1 .* $(sum 'From: \357\277\275\357\277\275\nx')"
	else
		skip 'letters in two units' 'no python3'
	fi
else
	skip "Outlook's messages" 'built without libgsf'
	dump within.tar
fi
# a store is taken out first: its bytes are counted, and that it was not read is told
out_lacks 'store.pst.*messages [1-9]'
dump within.tar
out_has '^member 2 other name="store.pst"$'
out_has '^  read other bytes 2004 messages 0 unparsed 2004$'
out_has '^note limit-reached 2 name="store.pst" a message store within an archive'
out_has ' errors 1 incomplete$'

# an archive within, cut: what is told is told of it, and the next one is read
tar -cf inner.tar one.eml
head -c 900 inner.tar >cut-inner.tar
head -c 1024 inner.tar >endless-inner.tar
tar -cf outer.tar cut-inner.tar endless-inner.tar one.eml
dump outer.tar
out_has '^note damaged-container 2 name="one.eml" within="cut-inner.tar"'
out_has '^note damaged-container 3 name="endless-inner.tar" an archive has no end mark'
out_has "^  member 900 $(sha256sum <cut-inner.tar | cut -d' ' -f1) incomplete\$"
out_has '^member 5 eml name="one.eml"$'
out_has ' errors 2 incomplete$'

# holes are NULs
printf 'From: a@example.net\n\none\n' >holes.eml
truncate -s 1000000 holes.eml
echo end >>holes.eml
if tar --sparse -cf sparse.tar holes.eml 2>/dev/null &&
   [ "$(wc -c <sparse.tar)" -lt 500000 ]; then
	dump sparse.tar
	out_has "^  message 1 at 0 length 1000004 $(sha256sum <holes.eml | cut -d' ' -f1)"
	out_has ' errors 0$'
	# the same where an archive within has them
	gzip -c sparse.tar >sparse.tar.gz
	dump sparse.tar.gz
	out_has "^  message 1 at 0 length 1000004 $(sha256sum <holes.eml | cut -d' ' -f1)"
else
	skip 'files with holes' 'no tar or file system that keeps them'
fi

# a container is a file, from its start
mkfifo pipe
exec 3<>pipe
dump pipe
exec 3>&-
out_has '^refused is a FIFO'
status_is 1
{
	head -c 1 >/dev/null
	dump /dev/stdin
} <within.tar
out_has 'errors 1 incomplete$'

# who closed the standard files gets what is asked for, and no worker theirs
what='hopaudit, standard files closed'
"$top_builddir/tools/hopaudit" --quiet --output=open.xml within.tar >/dev/null 2>&1
before=$?
"$top_builddir/tools/hopaudit" --quiet --output=closed.xml within.tar <&- >&- 2>&-
holds "$what: the same status" test $? -eq $before
holds "$what: the same report" cmp open.xml closed.xml

# the worker is no program for people
if python3 -c 'import pty; pty.openpty()' >/dev/null 2>&1; then
	what='hopcheck-unpack, by hand'
	python3 - "$programs/hopcheck-unpack" >"$out" 2>"$err" <<'EOF'
import os, pty, subprocess, sys
ours, its = pty.openpty()
result = subprocess.run([sys.argv[1]], stdin=its, capture_output=True, timeout=600)
print("status", result.returncode)
print(result.stderr.decode())
EOF
	out_has '^status 2$'
	out_has 'started by libhopcheck, not by hand'
else
	skip 'the worker by hand' 'no python3, or no terminal to be had'
fi
finish
