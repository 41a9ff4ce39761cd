#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hopreport.t - verbs, misuse, and reports that are none.
. "${top_srcdir:?}/tests/tools/lib.sh"
report=$top_srcdir/samples/cases/nhs-2007-sendmail.xml

run hopreport --help
status_is 0
out_has '^  html REPORT '
run hopreport html --help
status_is 0
out_has '^  --per-page=N '
run hopreport --version
status_is 0
out_has '^hopreport [0-9]'
run hopreport --limits
status_is 0
out_has '^tag  *1048576 bytes of a tag'

# ---------------------------------------------------------------- misuse
for arguments in '' 'frobnicate' 'html' 'html a b' 'html --nonsense a' \
	'--per-page=3 html a' 'html --per-page=-1 a' 'html --per-page=0x10 a' 'html --per-page=x a' \
	'html --per-page=-2147483648 a' 'explain --width=-2147483648 HC-A01'; do
	# shellcheck disable=SC2086
	run hopreport $arguments
	status_is 2
	err_is_plain hopreport
done
export CHARSET=none
for arguments in 'html missing' 'html -o missing/page r.xml'; do
	cp "$report" r.xml
	# shellcheck disable=SC2086
	run hopreport $arguments
	holds "$what: nothing on standard output" test ! -s "$out"
done
run hopreport html missing
status_is 3
err_has '^hopreport: missing: No such file or directory$'
unset CHARSET
run hopreport html --per-page=x a
err_has "'x'"
holds "$what: GLib's quotes are plain" fails grep -q 'x80' "$err"

# ------------------------------------------------ no output over an input
# spared FILE ARGUMENT...: refused, and FILE is what it was
spared() {
	file=$1
	shift
	run hopreport "$@"
	status_is 2
	err_has 'is an input'
	holds "$* leaves $file" cmp -s "$file" "$file.before"
}
cp "$report" r.xml
cp "$report" other.xml
head -c 32 "$report" >key
for file in r.xml other.xml key; do
	cp $file $file.before
done
ln r.xml linked.xml
ln -s r.xml symbolic.xml
spared r.xml html -o r.xml r.xml
spared r.xml html -o ./r.xml r.xml
spared r.xml csv --table=hops -o linked.xml r.xml
spared r.xml ndjson -o symbolic.xml r.xml
spared r.xml sqlite -o r.xml linked.xml
mkdir tables
cp r.xml tables/hops.csv
cp r.xml tables/hops.csv.before
spared tables/hops.csv csv -o tables tables/hops.csv
input=r.xml
run hopreport html -o r.xml -
input=
status_is 2
holds 'nor over standard input' cmp -s r.xml r.xml.before
spared other.xml diff -o other.xml r.xml other.xml
spared r.xml redact --share --key-file=key -o r.xml r.xml
spared key redact --share --key-file=key -o key r.xml
spared key sign --key=key -o key r.xml
spared key sign --key=key --value=key r.xml
spared other.xml sign --key=key -o other.xml r.xml other.xml

# what is no file is not waited for, nor read without end
mkfifo fifo
for odd in fifo /dev/zero .; do
	run hopreport redact --share --key-file=$odd r.xml
	status_is 3
	err_has "^hopreport: $odd: is a [a-zA-Z]*, not a regular file$"
	run hopreport html --run-record=$odd r.xml
	status_is 3
	err_has "^hopreport: $odd: is a [a-zA-Z]*, not a regular file$"
done
rm fifo

# standard input is read once, and has no name
input=r.xml
run hopreport redact --share --key-file=key -
status_is 3
err_has '^hopreport: -: is no regular file, and it is read twice$'
run hopreport redact --share --key-file=key nowhere
status_is 3
err_has '^hopreport: nowhere: No such file'
run hopreport diff - -
status_is 2
err_has '^hopreport: -: cannot be both reports$'
run hopreport verify -
status_is 2
err_has '^hopreport: -: is read twice'
input=

# names in a redacted report are none of those in another
run hopreport redact --share --key-file=key -o less.xml r.xml
run hopreport diff less.xml less.xml
status_is 0
run hopreport diff r.xml less.xml
status_is 2
err_has '^hopreport: less.xml: is not redacted as r.xml is'
run hopreport redact --hosts --key-file=key -o lesser.xml r.xml
run hopreport diff lesser.xml less.xml
status_is 2

# what is too long to be compared is no sameness
{
	sed '/<recipient>/,$d' r.xml
	printf '<recipient>'
	head -c 1100000 /dev/zero | tr '\0' a
	echo '</recipient>'
	sed '1,/<recipient>/d' r.xml
} >long.xml
run hopreport diff r.xml long.xml
status_is 3
err_has '^hopreport: long.xml: holds a verdict with a text too long'

# what is named and not there is no difference, and no bad signature
run hopreport verify r.xml nowhere
status_is 3
err_has 'nowhere: No such file'
run hopreport verify-signature r.xml nowhere
status_is 3
err_has 'nowhere: No such file'
run hopreport sign --key=key --value=x.sig -o x.sig r.xml
status_is 2
head -c 2000 r.xml >cut.xml
run hopreport csv -o none cut.xml
status_is 3
holds 'no folder is left' test ! -e none

# --------------------------------------------- what is no report is refused
refused() {
	run hopreport html -o page.html "$1"
	status_is 3
	err_is_plain hopreport
	err_has "$2"
	holds "$1: no page" fails test -e page.html
}
refused missing.xml 'No such file'
: >empty.xml
refused empty.xml 'empty.xml:1: '
head -c 2000 "$report" >half.xml
refused half.xml 'half.xml:[0-9]*: '
echo '<report version="1.0"/>' >stranger.xml
refused stranger.xml 'stranger.xml:1: '
sed 's/outcome="pass"/outcome="fine"/' "$report" >invalid.xml
refused invalid.xml "outcome.*fine"
{
	echo '<!DOCTYPE report [<!ENTITY a "b">]>'
	sed 1d "$report"
} >doctype.xml
refused doctype.xml 'doctype.xml:1: a document type declaration'
sed 's/^ <policy /&x:y="" /' "$report" >prefix.xml
refused prefix.xml 'prefix.xml:3: '
awk 'NR == 2 { gsub(/>$/, ""); printf "%s", $0
	for (i = 0; i < 100; i++) printf " a%d=\"\"", i
	print ">"; next } { print }' "$report" >attributes.xml
refused attributes.xml 'too many attributes'
awk 'NR == 3 { for (i = 0; i < 100; i++) printf "<a>" } { print }' \
	"$report" >deep.xml
refused deep.xml 'deep.xml:3: '
{
	cat "$report"
	printf '\000'
} >nul.xml
refused nul.xml 'a NUL byte'
{
	sed '/<messages>/q' "$report"
	printf '<!-- '
	head -c 2000000 /dev/zero | tr '\0' x
} >comment.xml
refused comment.xml 'too long'
iconv -f UTF-8 -t UTF-16 "$report" >wide.xml 2>/dev/null
refused wide.xml 'wide.xml:1: '
finish
