#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# inputs.t - what hopaudit is given: each kind of archive, each kind of trouble.
. "${top_srcdir:?}/tests/tools/lib.sh"
. "$top_srcdir/tests/tools/archive.sh"

# audit ARGUMENT...: the report on standard output, by the schema
audit() {
	run hopaudit --quiet --trust rcpt.example --format xml "$@"
	cp "$out" report.xml
	holds "$what: holds together" \
		"$top_builddir/tools/hopreport" validate report.xml
	holds "$what: by the schema" "${XMLLINT:-xmllint}" --noout \
		--schema "$top_srcdir/schemas/report.xsd" report.xml
}

# total NAME NUMBER: what the totals of the last audit say
total() {
	holds "$what: $1 $2" grep -q "<totals[^>]* $1=\"$2\"" report.xml
}

# mailbox N...: one of letters
mailbox() {
	for letter in "$@"; do
		echo 'From alice@sender.example Wed May  1 10:00:00 2024'
		letter "$letter"
		echo
	done
}

# -------------------------------------------------------------- containers
mkdir mail mail/box
letter 1 >mail/1.eml
letter 2 >mail/2.eml
mailbox 3 4 >mail/box/Inbox
if grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	tar -cf mail.tar mail
	audit mail.tar
	status_is 1
	total messages 4
	total inputs-failed 0
	holds 'it is told what it was read as' grep -q 'kind="tar"' report.xml
	holds 'members are named' grep -q 'member="mail/1.eml"' report.xml
	holds 'its digest is that of the file' grep -q \
		"<input .*sha256=\"$(sha256sum <mail.tar | cut -c 1-64)\"" \
		report.xml
	for way in 'gzip gz' 'bzip2 bz2' 'xz xz' 'zstd zst'; do
		if ! command -v "${way% *}" >/dev/null 2>&1; then
			skip "tar.${way#* }" "no ${way% *}"
			continue
		fi
		"${way% *}" -q -c mail.tar >"mail.tar.${way#* }"
		audit "mail.tar.${way#* }"
		status_is 1
		total messages 4
		total inputs-failed 0
	done
	gzip -c mail/box/Inbox >Inbox.gz
	audit Inbox.gz
	status_is 1
	total messages 2
	mkdir nest && cp mail.tar Inbox.gz mail/1.eml nest
	audit nest
	status_is 1
	total messages 7
	total inputs 3
	total inputs-failed 0
	input=mail.tar
	audit -
	total messages 4
	unset input
	audit mail.tar Inbox.gz nest mail
	total messages 17
	mkdir outlook && letter 5 >outlook/5.eml
	cp "$top_srcdir/tests/fuzz/unpack.seed/bytes.msg" outlook
	audit outlook
	head -c 2000 mail.tar >cut.tar
	audit cut.tar mail/1.eml
	status_is 3
	total inputs-failed 1
	holds 'what is damaged is told' grep -q '<trouble ' report.xml
fi

# ----------------------------------------------------------- folders of mail
maildir=box/Maildir
for part in cur new tmp; do
	mkdir -p $maildir/$part $maildir/.Sent/$part
done
letter 1 >"$maildir/cur/1:2,S"
letter 2 >$maildir/new/2
letter 3 >$maildir/tmp/3
letter 4 >"$maildir/.Sent/cur/4:2,S"
: >$maildir/dovecot-uidlist
mkdir -p box/mh box/apple/Messages box/deep/er
letter 5 >box/mh/1
letter 6 >box/mh/,2
: >box/mh/.mh_sequences
{
	echo "$(letter 7 | wc -c)   "
	letter 7
	echo '<?xml version="1.0" encoding="UTF-8"?>'
	echo '<plist version="1.0"><dict/></plist>'
} >box/apple/Messages/7.emlx
letter 8 >box/deep/er/8.eml
mailbox 9 10 >box/Inbox
: >box/Inbox.msf
ln -s deep/er/8.eml box/link
ln -s .. box/deep/round
audit box
status_is 1
total messages 8
total inputs 7
total inputs-failed 0
total left-out 8
for kind in maildir mh folder mbox; do
	holds "a $kind is told" grep -q "<input [^>]*kind=\"$kind\"" report.xml
done
# left PATH WHY
left() {
	holds "$1 is named as left out" \
		grep -q "<name why=\"$2\">$1</name>" report.xml
}
index='an index of a mail program, no mail'
link='is a symbolic link, not followed'
left box/Inbox.msf "$index"
left box/link "$link"
left box/deep/round "$link"
left $maildir/dovecot-uidlist "$index"
left $maildir/tmp 'deliveries to a Maildir that were not finished'
left $maildir/.Sent/tmp 'deliveries to a Maildir that were not finished'
left box/mh/,2 'a message that MH removed'
left box/mh/.mh_sequences 'a hidden file'
run hopaudit --format text box
out_has 'Left out by rule'
out_has "  2  $link: box/link and others"
run hopaudit --format json --detail summary box
holds 'JSON names them, too' grep -q '"box/mh/,2"' "$out"
audit mail/1.eml
total left-out 0
holds 'nothing left out, nothing named' fails grep -q '<left-out>' report.xml

run hopcheck box
status_is 3
err_has 'box: is a directory, not a regular file; hopaudit reads it'

# ---------------------------------------------- what may hold mail, and is closed
mkdir closed
letter 1 >closed/1.eml
printf '7z\274\257\047\034\000\004' >closed/2.7z
printf 'Rar!\032\007\001\000' >closed/3
printf '\211PNG\r\n\032\n' >closed/4.png
audit closed
status_is 3
total messages 1
total left-out 1
total inputs-failed 2
holds 'a RAR archive is told' grep -q 'is a RAR archive, which is not read' report.xml
audit closed/2.7z
status_is 3
run hopcheck closed/2.7z
status_is 3
err_has 'is a 7-Zip archive, which is not read'
if grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	tar -cf closed.tar closed
	audit closed.tar
	status_is 3
	total messages 1
	holds 'both are told, of an archive' test 2 -eq \
		"$(grep -c 'an archive or a mail store of a kind that is not read' report.xml)"
fi

# ------------------------------------------------------------ what is no file
mkdir odd
letter 1 >odd/1.eml
letter 2 >odd/9.eml
mkfifo odd/pipe
devices=1
if python3 -c 'import socket
socket.socket(socket.AF_UNIX).bind("odd/socket")' 2>/dev/null; then
	devices=2
fi
ln -s /dev/zero odd/zero
ln -s odd odd/odd
ln -s round odd/round
audit odd
status_is 3
total messages 2
total left-out 3
holds 'each is counted' grep -q "files-failed=\"$devices\"" report.xml
holds 'a FIFO is told' grep -q '<trouble member="pipe">.*FIFO' report.xml
run hopaudit --format text odd
out_has "odd  $devices of [34] files; first pipe: "
audit /dev/zero odd/pipe odd/round odd/odd odd/1.eml
status_is 3
total messages 1
total inputs-failed 4
holds 'a device is refused' grep -q '<failure>.*device' report.xml
holds 'a link in a circle is told' grep -q \
	'<failure>cannot be opened: Too many levels of symbolic links<' \
	report.xml

# -------------------------------------------- what changes while it is audited
# After the plan is made what it names is moved, cut, replaced, and grows.
mkdir moving
for i in 1 2 3 4 5 6; do
	letter $i >moving/$i.eml
done
mailbox 7 8 9 >moving/box
run hopaudit --trust rcpt.example --plan plan moving
status_is 0
rm moving/1.eml
head -c 100 moving/2.eml >cut && cat cut >moving/2.eml
letter 33 >new && mv new moving/3.eml
echo 'One more line.' >>moving/4.eml
rm moving/5.eml && mkfifo moving/5.eml
mailbox 10 >>moving/box
run hopaudit --unit=1 plan
status_is 3
run hopaudit --finish plan -o report.xml
status_is 3
holds 'the report of what changed holds together' \
	"$top_builddir/tools/hopreport" validate report.xml
# told NAME WHY
told() {
	holds "$1 is told: $2" \
		grep -q "<trouble member=\"$1\">.*$2" report.xml
}
told 1.eml 'No such file'
told 2.eml 'changed'
told 3.eml 'changed'
told 4.eml 'changed'
told 5.eml 'FIFO'
holds '6.eml is not' fails grep -q '<trouble member="6.eml"' report.xml
holds 'nor is it less than read' grep -q 'member="6.eml"' report.xml
holds 'the mailbox is told as changed' \
	grep -q '<input [^>]*kind="mbox"[^>]* changed="true"' report.xml
total inputs-failed 2
# A file that grows while it is read, and never stops, is read as far as it went
# when it was opened, and told; what comes after it is read.
mailbox 1 2 3 >grows
i=0
while [ $i -lt 11 ]; do
	i=$((i + 1))
	cat grows grows >more && mv more grows
done
: >reading
(while [ -e reading ]; do
	mailbox 4 >>grows
done) &
writer=$!
timeout 60 "$top_builddir/tools/hopaudit" -q -f xml -o grown.xml grows mail/1.eml \
	2>"$err"
status=$? what='a mailbox that grows'
rm reading
wait $writer
status_is 3
holds 'is told as changed' grep -q 'changed="true"' grown.xml
holds 'and what comes after it is read' grep -q '<label>mail/1.eml' grown.xml

# ------------------------------------------------- what is not in memory yet
mkdir cold
for i in 1 2 3 4 5 6 7 8; do
	letter $i >cold/$i.eml
done
audit cold
mv report.xml warm.xml
# asked OUT: audit files, put out of memory before unless OUT is empty, and count
# what was asked for ahead.
asked() {
	sync cold/*
	for file in cold/*; do
		[ -z "$1" ] || dd if="$file" iflag=nocache count=0 2>/dev/null
	done
	strace -f -qq -o calls -e trace=fadvise64 "$top_builddir/tools/hopaudit" \
		-q -f xml --trust rcpt.example -o cold.xml cold >/dev/null 2>&1
	grep -c 'fadvise64.*WILLNEED' calls
}
# all_asked: at one of ten audits each file was asked for.  A reader that gets no
# processor before the audit has read the files itself asks for none, rightly.
all_asked() {
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(asked yes)" -lt 8 ] || return 0
	done
	return 1
}
if ! command -v strace >/dev/null 2>&1 || ! strace -qq true 2>/dev/null; then
	skip 'files are read ahead' 'no strace'
elif [ "$(asked yes)" -eq 0 ]; then
	skip 'files are read ahead' 'nothing leaves the memory here'
else
	holds 'files are read ahead' all_asked
	holds 'with the same report' cmp -s warm.xml cold.xml
	holds 'and only where they are not in memory' test "$(asked '')" -eq 0
fi

# ---------------------------------------------------------- what is not there
audit missing mail/1.eml
status_is 3
total messages 1
holds 'what is missing is told as the system says it' grep -q \
	'<failure>cannot be opened: No such file or directory</failure>' \
	report.xml
if [ "$(id -u)" -ne 0 ]; then
	mkdir shut shut/folder
	letter 1 >shut/1.eml
	letter 2 >shut/2.eml
	chmod 0 shut/1.eml shut/folder
	audit shut
	status_is 3
	total messages 1
	total inputs-failed 2
	holds 'a folder that is shut is told' grep -q \
		'<failure>cannot be opened: Permission denied</failure>' \
		report.xml
	holds 'so is a file' grep -q \
		'<trouble member="1.eml">.*Permission denied</trouble>' \
		report.xml
fi
# ---------------------------------------------------- what is no mail at all
# told by its content, in a folder as in an archive; a name that is called mail,
# or stands where each file is mail, is believed
rm -rf kinds && mkdir -p kinds/sub kinds/md/cur kinds/md/new
mail=$top_srcdir/samples/postfix/tls13.eml
for name in a.eml noext sub/3 md/cur/1:2,S; do
	cp "$mail" "kinds/$name"
done
{
	echo '>From somebody'
	cat "$mail"
} >kinds/quoted
echo 'no header at all' >kinds/called.eml
printf '\211PNG\r\n\032\n....' >kinds/image.png
printf '%%PDF-1.7\n....' >kinds/print.pdf
printf 'Dear all,\nFrom: me\n' >kinds/note.txt
: >kinds/empty
cp "$mail" kinds/sub/,4
cp "$mail" kinds/.hidden
ln -s a.eml kinds/link
# tell FILE: what is read and left out, and why, by name alone
tell() {
	sed -n 's/^ *<name \(member="[^"]*" \)*why="\([^"]*\)">\(.*\)<\/name>$/\1\3 \2/p' "$1" |
		sed -e 's/.*kinds\///' -e 's/"* kinds.tar / /' \
			-e 's/is a symbolic link.*\|a link or.*/link/' | sort
}
run hopaudit --trust rcpt.example -o report.xml kinds
holds 'images, prints, notes and empty files are left out' test \
	"$(tell report.xml | grep -c 'content\|empty')" -eq 4
holds 'each is named' grep -q 'first lines is a field of mail">kinds/note.txt<' report.xml
holds 'and none is judged' test "$(grep -c '<message ' report.xml)" -eq 6
holds 'all are counted' grep -q '<totals .* left-out="7"' report.xml
tell report.xml >by-folder
run hopaudit --trust rcpt.example -o one.xml kinds/note.txt
holds 'what is named itself is tried' grep -q '<message ' one.xml
run hopaudit --trust rcpt.example --input eml -o one.xml kinds
holds 'what is said to be mail is, too' test "$(grep -c '<message ' one.xml)" -ge 9
if grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	tar cf kinds.tar kinds
	run hopaudit --trust rcpt.example -o packed.xml kinds.tar
	holds 'the same of an archive' test "$(grep -c '<message ' packed.xml)" -eq 6
	tell packed.xml >by-archive
	holds 'with the same reasons' cmp by-folder by-archive
	holds 'by archive and member' grep -q \
		'<name member="kinds/sub/,4" why="a message that MH removed">kinds.tar<' \
		packed.xml
	run hopreport validate packed.xml
	status_is 0
else
	skip 'in an archive' 'no libarchive'
fi
finish
