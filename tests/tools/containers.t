#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# containers.t - archives as the usual programs make them, damaged ones, bombs:
# what the library gives of them, and what its worker does meanwhile.
. "${top_srcdir:?}/tests/tools/lib.sh"

programs=$top_builddir/lib
. "$top_srcdir/tests/tools/dump.sh"
have() {
	command -v "$1" >/dev/null 2>&1
}
sum() {
	sha256sum <"$1" | cut -d' ' -f1
}

printf 'Received: from a.example.net by mx.example.org;\n Tue, 18 Aug 2026 10:05:00 +0200\nFrom: a@example.net\n\none\n' >one.eml
{
	printf 'From a@example.net Tue Aug 18 10:05:00 2026\nFrom: a@example.net\n\none\n\n'
	printf 'From b@example.net Tue Aug 18 10:06:00 2026\nFrom: b@example.net\n\ntwo\n'
} >box.mbox
echo 'no mail' >readme.txt
mkdir folder
cp one.eml folder/two.eml
ln -s ../one.eml folder/link
tar -cf plain.tar one.eml box.mbox readme.txt folder

dump plain.tar
status_is 0
out_has '^workers 1 sandbox'
out_has '^member 1 eml name="one.eml"'
out_has "message 1 at 0 length $(wc -c <one.eml) $(sum one.eml) member=\"one.eml\""
out_has '^member 2 mbox name="box.mbox"'
out_has "  message 2 at 114 length 25 .* member=\"box.mbox\""
out_has "  member $(wc -c <box.mbox) $(sum box.mbox)\$"
out_has '^member 3 other name="readme.txt"'
out_has '  region unparsed-region at 0'
out_has '^member 4 eml name="folder/two.eml"'
out_has '^note unread-member 0 name="folder/link"'
out_has '^container tar \[\] .* members 4 left-out 1 .* errors 0$'
cp "$out" plain.out

# packed, the same comes out
for way in 'gzip gz' 'bzip2 bz2' 'xz xz' 'zstd zst'; do
	program=${way% *} ending=${way#* }
	if ! have "$program"; then
		skip "tar.$ending" "no $program"
		continue
	fi
	"$program" -q -c plain.tar >"plain.tar.$ending"
	dump "plain.tar.$ending"
	status_is 0
	out_has "^container compressed \\[$program\\] .* errors 0\$"
	grep '^member\|^  ' "$out" >packed.members
	grep '^member\|^  ' plain.out >plain.members
	holds "tar.$ending holds what tar holds" cmp packed.members plain.members
done
gzip -c box.mbox >box.mbox.gz
dump box.mbox.gz
out_has '^member 1 mbox name=""$'
out_has '  read mbox bytes .* messages 2 unparsed 0$'
out_lacks ' member="'
: >nothing
gzip -c nothing >nothing.gz
dump nothing.gz
out_has '^container compressed \[gzip\] .* members 1 .* errors 0$'

# one level of archives in archives, and no more
tar -cf outer.tar plain.tar box.mbox.gz one.eml
dump outer.tar
status_is 0
out_has '^member 2 eml name="one.eml" within="plain.tar"'
out_has 'member="plain.tar/box.mbox"'
out_has '^member 7 mbox name="" within="box.mbox.gz"'
out_has 'member="box.mbox.gz"'
out_has "^  member $(wc -c <plain.tar) $(sum plain.tar)\$"
out_has "^  member $(wc -c <box.mbox.gz) $(sum box.mbox.gz)\$"
out_has '^container tar .* errors 0$'
tar -cf outermost.tar outer.tar one.eml
dump outermost.tar
out_has '^member 2 other name="plain.tar" within="outer.tar"'
out_has '^note limit-reached 2 name="plain.tar" within="outer.tar" an archive within'
out_has '^member 5 eml name="one.eml"$'
out_has ' errors 2 incomplete$'
gzip -c outer.tar >outer.tar.gz
dump outer.tar.gz
out_has '^member 2 eml name="one.eml" within="plain.tar"'
out_has ' errors 0$'

# not to its end
head -c 900 plain.tar >cut.tar
dump cut.tar
out_has '^member 1 eml name="one.eml"'
out_has "length $(wc -c <one.eml) $(sum one.eml)"
out_has '^note damaged-container'
out_has ' errors 1 incomplete$'
head -c 1024 plain.tar >unmarked.tar
dump unmarked.tar
out_has '^member 1 eml'
out_has '^note damaged-container .* no end mark'
cat plain.tar plain.tar >twice.tar
dump twice.tar
out_has '^container tar .* members 8 left-out 2 .* errors 0$'
head -c 60 box.mbox.gz >cut.gz
dump cut.gz
out_has '^note damaged-container'
out_has ' incomplete$'

# gzip: members one behind the other are one; what ends them is held to
size=$(wc -c <box.mbox.gz)
cat box.mbox.gz box.mbox.gz >both.gz
dump both.gz
out_has '^  read mbox bytes 278 '
out_has ' errors 0$'
{ cat box.mbox.gz && head -c 1000 /dev/zero; } >padded.gz
dump padded.gz
out_has ' errors 0$'
head -c $((size - 8)) box.mbox.gz >unended.gz
{ cat unended.gz && printf '\1\2\3\4' && tail -c 4 box.mbox.gz; } >summed.gz
{ head -c $((size - 4)) box.mbox.gz && printf '\1\2\3\4'; } >long.gz
{ cat box.mbox.gz && echo more; } >more.gz
head -c $((size - 3)) box.mbox.gz >short.gz
{ cat box.mbox.gz && head -c 40 box.mbox.gz; } >half.gz
gzip -c plain.tar >plain.tar.gz
{ head -c -8 plain.tar.gz && printf '\1\2\3\4' && tail -c 4 plain.tar.gz; } >summed.tar.gz
tar -cf holds.tar summed.gz one.eml
for file in summed.gz long.gz more.gz short.gz half.gz summed.tar.gz holds.tar; do
	dump $file
	out_has '^note damaged-container'
	out_has '^  message 1 at '
	out_has ' incomplete$'
done

# what is packed and begins with NULs is no empty archive
head -c 100000 /dev/zero >zeros
gzip -c zeros >zeros.gz
dump zeros.gz
out_has '  read other bytes 100000 '
out_has ' members 1 .* errors 0$'

# bombs
head -c 150000000 /dev/zero | gzip -9c | gzip -9c >bomb.gz
dump bomb.gz
out_has '^note limit-reached .* for each byte'
out_has ' incomplete$'
gzip -c bomb.gz >bomb3.gz
dump bomb3.gz
out_has '^note limit-reached .* compressions'
cp one.eml layers
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26; do
	gzip -c layers >layers.gz && mv layers.gz layers
done
dump layers
out_has '^note limit-reached .* compressions'
# a bomb ends its container, not those after it
dump bomb.gz plain.tar
out_has '^container tar .* errors 0$'

# names are bytes
if have python3; then
	python3 - <<'EOF'
import io, tarfile, zipfile
message = b"From: a@example.net\n\nx\n"
with tarfile.open("names.tar", "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
    for name in ["../../etc/passwd", "/abs.eml", "new\nline", "\x1b[31mred", "\xff\xfe", "twice", "twice"]:
        member = tarfile.TarInfo(name)
        member.size = len(message)
        archive.addfile(member, io.BytesIO(message))
with tarfile.open("pax.tar", "w", format=tarfile.PAX_FORMAT) as archive:
    for name in ["caf\u00e9.eml", "bad\udcff.eml", "x" * 300]:
        member = tarfile.TarInfo(name)
        member.size = len(message)
        archive.addfile(member, io.BytesIO(message))
with zipfile.ZipFile("odd.zip", "w") as archive:
    for name in ["caf\u00e9.eml", "../x.eml", "new\nline.eml"]:
        archive.writestr(name, message)
with zipfile.ZipFile("comment.zip", "w") as archive:
    archive.writestr("one.eml", message)
    archive.comment = b"a PK\5\6 that is of the comment, and ends no archive"
with zipfile.ZipFile("crc.zip", "w") as archive:
    archive.writestr("one.eml", message)
    archive.writestr("two.eml", message)
data = bytearray(open("crc.zip", "rb").read())
data[data.index(b"\nx\n") + 1] = ord("y")
open("crc.zip", "wb").write(data)
with zipfile.ZipFile("letter.docx", "w") as archive:
    archive.writestr("[Content_Types].xml", "<a/>")
with tarfile.open("office.tar.gz", "w:gz") as archive:
    archive.add("letter.docx")
with tarfile.open("nested.tar", "w") as archive:
    archive.add("office.tar.gz")
EOF
	dump names.tar
	out_has 'name="../../etc/passwd"$'
	out_has 'name="/abs.eml"$'
	out_has 'name="new\\nline"$'
	out_has 'name="\\033\[31mred"$'
	out_has 'name="\\377\\376"$'
	holds 'what stands twice is given twice' \
		test "$(grep -c '^member .* name="twice"' "$out")" -eq 2
	out_has ' members 7 .* errors 0$'
	holds 'nothing was unpacked' test ! -e ../../etc/passwd -a ! -e twice
	dump pax.tar
	out_has 'name="caf\\303\\251.eml"$'
	out_has 'name="bad\\377.eml"$'
	out_has " name=\"$(printf %0300d 0 | tr 0 x)\"\$"
	dump odd.zip
	out_has 'name="caf\\303\\251.eml"$'
	out_has 'name="new\\nline.eml"$'
	dump comment.zip
	out_has '^container zip \[\] .* members 1 .* errors 0$'
	dump crc.zip
	out_has '  member 23 .*-* incomplete$'
	out_has '^note damaged-container 1 name="one.eml"'
	out_has '^member 2 eml name="two.eml"'
	# an office document is no archive to those who send it
	dump nested.tar
	out_has '^member 2 other name="letter.docx" within="office.tar.gz"'
	out_has ' errors 0$'
else
	skip 'names and damage by python3' 'no python3'
fi
if have zip; then
	zip -q made.zip one.eml box.mbox readme.txt
	dump made.zip
	out_has '^container zip \[\] .* members 3 .* errors 0$'
	out_has '  message 2 at 114 length 25 .* member="box.mbox"'
	zip -q -P word closed.zip one.eml
	zip -q closed.zip box.mbox
	dump closed.zip
	out_has '^note encrypted-member 1 name="one.eml"'
	out_has '  read mbox bytes .* messages 2'
	out_has ' errors 1 incomplete$'
	head -c 300 made.zip >cut.zip
	dump cut.zip
	out_has ' incomplete$'
	# what ends a second archive, or one within, does not end the first
	zip -q -0 stored.zip one.eml box.mbox made.zip
	dump stored.zip
	out_has ' errors 0$'
	head -c -240 stored.zip >cut-stored.zip
	zip -q -0 two.zip one.eml
	cat made.zip two.zip >behind.zip
	for file in cut-stored.zip behind.zip; do
		dump $file
		out_has '^note damaged-container .* no end mark'
		out_has ' incomplete$'
	done
	# all members are there, but perhaps not all that were
	for size in 1 10 22 100; do
		head -c -$size made.zip >endless.zip
		dump endless.zip
		out_has '  read mbox bytes .* messages 2'
		out_has '^note damaged-container .* no end mark'
		out_has ' incomplete$'
	done
else
	skip 'zip files' 'no zip'
fi

# hopcheck takes none of them for a message
run hopcheck plain.tar box.mbox.gz
status_is 3
err_has 'plain.tar: is no message but a container (tar); hopaudit reads it'
err_has 'box.mbox.gz: is no message but a container (compressed)'
head -c 600000 /dev/zero >large
tar -cf large.tar one.eml large
run hopcheck --format=xml large.tar
status_is 3
out_lacks 'changed-while-read'
run hopcheck --input=eml plain.tar
err_is_plain hopcheck

# left unread, a member is still counted and hashed
dump plain.tar
cp "$out" read.out
what='dump --skip plain.tar'
"$top_builddir/tests/dump_container" --skip "$programs" plain.tar >"$out"
status=$?
out_has "^container tar .* bytes $(sed -n 's/^container.* bytes \([0-9]*\).*/\1/p' read.out) "

# one worker for many containers, a fresh one after a bomb
dump plain.tar outer.tar box.mbox.gz
out_has '^workers 1 '
dump bomb.gz plain.tar
out_has '^workers 2 '
dump one.eml
status_is 1
out_has 'refused is no container'

# the worker opens and starts nothing, whatever the bytes ask for
printf 'LRZI\0\6' >lrzi
head -c 600 /dev/zero >>lrzi
tar -cf lrzi.tar lrzi one.eml
gzip -c lrzi >lrzi.gz
trace() {
	strace -f -s 200 -o "$work/trace" "$top_builddir/tests/dump_container" \
		"$programs" "$1" >"$out" 2>"$err"
}
if have strace && trace lrzi.tar && grep -q SCM_RIGHTS "$work/trace"; then
	what='strace dump'
	for file in lrzi.tar lrzi.gz outer.tar; do
		trace $file
		# what follows its hello, in the process that receives files
		worker=$(sed -n 's/^\([0-9]*\) .*recvmsg(0.*/\1/p' "$work/trace" | head -n 1)
		sed -n "/^$worker .*write(1, \"HCm1H/,\$p" "$work/trace" |
			grep "^$worker " >"$work/after"
		holds "$file: the worker was seen at work" \
			grep -q 'write(1, "HCm1m' "$work/after"
		holds "$file: it opens and starts nothing" \
			fails grep -E 'open|exec|socket|fork|clone|unlink|rename|mkdir' "$work/after"
	done
else
	skip 'what the worker does' 'no strace, or it may not trace'
fi

# memory does not grow with a member; sanitizers keep shadows
if have python3 && ! grep -q 'fsanitize' "$top_builddir/config.log"; then
	{
		printf 'From a@example.net Tue Aug 18 10:05:00 2026\nFrom: a@example.net\n\n'
		yes 'a line of a long message that packs well but not too well' |
			head -c 300000000
	} | gzip -1c >large.mbox.gz
	python3 - "$top_builddir/tests/dump_container" "$programs" >"$out" <<'EOF'
import resource, subprocess, sys
print(subprocess.run([*sys.argv[1:], "large.mbox.gz"], text=True,
                     stdout=subprocess.PIPE).stdout)
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
EOF
	what='a member of 300 MB'
	out_has '  read mbox bytes 3000.* messages 1'
	out_has ' errors 0$'
	holds 'a member of 300 MB: less than 48 MiB of memory' \
		test "$(sed -n 's/^peak //p' "$out")" -lt 49152
	rm -f large.mbox.gz
else
	skip 'memory' 'no python3, or sanitizers'
fi

# Outlook's stores
if [ -x "$programs/hopaudit-pst" ]; then
	printf '!BDN' >bad.pst
	head -c 2000 /dev/zero >>bad.pst
	dump bad.pst plain.tar
	out_has '^container pst .* errors 1 incomplete$'
	out_has '^container tar .* errors 0$'
	if [ -n "${HOPCHECK_PST:-}" ] && [ -f "$HOPCHECK_PST" ]; then
		dump "$HOPCHECK_PST"
		out_has '^member 1 msg name="..*"$'
		out_has '^container pst .* errors 0$'
		out_has '^  message 1 at 0 length [1-9]'
		for size in 600 5000 100000 1000000; do
			head -c $size "$HOPCHECK_PST" >cut.pst
			dump cut.pst
			out_has '^container pst .* incomplete$'
		done
	else
		skip 'a real store' 'HOPCHECK_PST names none'
	fi
else
	skip "Outlook's stores" 'built without libpst'
fi
finish
