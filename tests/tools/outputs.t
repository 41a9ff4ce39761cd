#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# outputs.t - what an audit writes, and where: what killed runs left is swept,
# what living ones hold is not.
. "${top_srcdir:?}/tests/tools/lib.sh"
samples=$top_srcdir/samples
box=$samples/mbox/quoted.mbox
audit=$top_builddir/tools/hopaudit

# waits COMMAND...: until it holds; false after 30 s
waits() {
	turns=0
	until "$@"; do
		turns=$((turns + 1))
		test $turns -lt 300 || return 1
		sleep 0.1
	done
}

# count PATTERN...: names that stand
count() {
	ls -d "$@" 2>/dev/null | wc -l
}
worked() {
	test "$(count r.xml.work-*/sitting-*)" -eq "$1"
}

# ---------------------------------------------- the record, or neither
mkdir there && cp "$box" there/a.mbox
run hopaudit -o r.xml --run-record=nowhere/run.xml "$box"
status_is 4
err_has 'nowhere/run.xml'
holds 'no report without its record' test ! -e r.xml
holds 'it is seen before all work' fails ls -d r.xml*
mkdir r.xml.run.xml
run hopaudit -o r.xml "$box"
status_is 4
err_has 'r.xml.run.xml: is no regular file'
holds 'the name of the record is not free' test ! -e r.xml
rmdir r.xml.run.xml
for record in r.xml ./r.xml "$PWD/r.xml" there/../r.xml; do
	run hopaudit -o r.xml --run-record=$record "$box"
	status_is 2
	err_has 'both the report and its record'
	holds 'nothing is written' test ! -e r.xml
done
run hopaudit -o r.xml --run-record=- "$box"
status_is 2
err_has '^hopaudit: --run-record: needs the name of a file$'
mkfifo fifo
run hopaudit -T fifo
status_is 2
err_has '^hopaudit: fifo: is a FIFO'
rm fifo
"$audit" --run-record=run.xml "$box" >/dev/full 2>"$err"
status=$?
what='standard output is full'
status_is 4
holds 'no record without its report' test ! -e run.xml
run hopaudit --plan parts "$box"
run hopaudit --unit=1 parts
run hopaudit --finish parts -o r.xml --run-record=nowhere/run.xml
status_is 4
holds 'of a plan, too' test ! -e r.xml

# ------------------------------------------------------ who had a part in it
run hopaudit --plan parts2 "$box" "$samples/audit"
run hopaudit --unit=1 parts2
run hopaudit --finish parts2 -o r.xml
run_record=r.xml.run.xml
holds 'the record of a plan is by its schema' "${XMLLINT:-xmllint}" --noout \
	--schema "$top_srcdir/schemas/run.xsd" $run_record
holds 'it tells of each run' test "$(sed -n 's/.*<sitting role="\([a-z]*\)".*/\1/p' \
	$run_record | tr '\n' ' ')" = 'plan unit finish '
holds 'with its units' grep -q 'role="unit".* finished=.* units="1"' $run_record
holds 'and whose clock it was' grep -q 'time-source="system-clock"' $run_record
for name in GLib libidn2 libpsl Nettle libxml2; do
	holds "the version of $name" grep -q "<library name=\"$name\" version=\"[0-9]" \
		$run_record
done
rm -r parts2
run hopaudit --content=always --state kept -o r.xml "$box"
holds 'the worker is told' grep -q \
	'<worker name="hopcheck-mime" sandbox="[a-z]*">' $run_record
holds 'with what it used' grep -q '<library name="GMime" version="[0-9]' $run_record
holds 'and the limits that it set itself' grep -q \
	'<limit name="file-size" value="0" unit="bytes"/>' $run_record
run hopaudit --content=always --state kept --resume -o r.xml "$box"
holds 'a run that goes on tells of the one before' test \
	"$(grep -c '<sitting role="audit".* finished=' $run_record)" -eq 2
lacks_unread() {
	test -s $run_record && ! grep -q sittings-unread $run_record
}
holds 'and of no other' lacks_unread
for note in kept/sitting-*; do
	truncate -s -1 "$note"
	break
done
run hopaudit --content=always --state kept --resume -o r.xml "$box"
holds 'a torn note is told' grep -q '<run .* sittings-unread="1"' $run_record
holds 'beside those that are not' test "$(grep -c '<sitting role=' $run_record)" -eq 2
holds 'by the schema' "${XMLLINT:-xmllint}" --noout --schema \
	"$top_srcdir/schemas/run.xsd" $run_record
run hopreport html --cover --run-record=$run_record -o page.html r.xml
holds 'and on the cover sheet' grep -q 'notes cannot be read: 1' page.html
if [ -x "$top_builddir/lib/hopcheck-unpack" ]; then
	run hopaudit -o r.xml "$samples/audit/attic.zip"
	holds 'so is the one for archives' grep -q \
		'<library name="libarchive" version="[0-9]' $run_record
fi
run hopreport html --cover --run-record=$run_record -o page.html r.xml
holds 'the cover sheet shows the workers' grep -q 'sandbox: [a-z]*; GLib [0-9]' \
	page.html
rm -r kept r.xml*

# ------------------------------------------------- nothing is written to inputs
# stays COMMAND...: it changes nothing of there/
stays() {
	before=$(ls -lRi --full-time there)
	run "$@"
	status_is 2
	after=$(ls -lRi --full-time there)
	holds "$what: nothing there is touched" test "$before" = "$after"
}
printf 'there\n' >list
ln -s there link
stays hopaudit -o there/r.xml there
err_has 'there/r.xml: lies in an archive that is read, there'
stays hopaudit -o there/r.xml link
stays hopaudit -o link/r.xml there
stays hopaudit -o there/r.xml -T list
err_has 'lies in an archive'
stays hopaudit -o there/r.xml .
stays hopaudit -o "$PWD/there/r.xml" there/../there
stays hopaudit --state there/state -T list
stays hopaudit --plan there/plan -T list
stays hopaudit --run-record there/run.xml -T list
stays hopaudit -o there/a.mbox "$box" there/a.mbox
stays hopaudit -o there/a.mbox -T list
stays hopaudit -o there/a there
cp list there/list && echo there/a.mbox >there/list
stays hopaudit -o there/list -T there/list
err_has 'there/list: is an input'
cp "$samples/policies/minimal.xml" there/p.xml
stays hopaudit -o there/p.xml -p there/p.xml "$box"
cp "$box" there/r.run.xml
stays hopaudit -o there/r there/r.run.xml
err_has 'there/r.run.xml: lies in'
input=list
stays hopaudit -o there/r.xml -T -
unset input
TMPDIR=$PWD/there stays hopaudit there
err_has 'there/hopaudit-.* lies in an archive'

# a plan knows what was named, be it that all mail stands further down
mkdir -p there/new there/cur && cp "$box" there/cur/1
cp "$samples/policies/minimal.xml" rules.xml
cp rules.xml rules.before
run hopaudit --plan kept -p rules.xml there
run hopaudit --unit=1 kept
status_is 0
stays hopaudit --finish kept -o there/r.xml
err_has 'there/r.xml: lies in an archive that is read'
stays hopaudit --finish kept -o r.xml --run-record=there/new/r.xml
stays hopreport merge -o there/r.xml kept
stays hopaudit --finish kept -o rules.xml
err_has 'rules.xml: is an input'
holds 'the policy stays' cmp rules.xml rules.before
run hopaudit --finish kept -o r.xml
holds 'a place beside it will do' test -s r.xml
rm -r kept r.xml* rules.*
rm -r there list link parts

# ------------------------------------------------------------- work folders
if ! command -v flock >/dev/null 2>&1; then
	skip 'leftovers' 'no flock'
	finish
	exit
fi
mkfifo silent
sleep 60 >silent 2>/dev/null &
writer=$!
# the real program, not libtool's script, is what is killed
real=$top_builddir/tools/.libs/hopaudit
[ -x "$real" ] || real=$audit
export LD_LIBRARY_PATH="$top_builddir/lib/.libs"
"$real" -o r.xml - <silent >/dev/null 2>&1 &
dead=$!
holds 'a run has a folder of its own' waits worked 1
dead_folder=$(echo r.xml.work-*)
kill -9 $dead
wait $dead 2>/dev/null
holds 'killed, it leaves it' test -e "$dead_folder/plan"
holds 'and a note that it had begun' test "$(count "$dead_folder"/sitting-*)" -eq 1
"$real" -o r.xml - <silent >/dev/null 2>&1 &
living=$!
holds 'a next run sweeps it' waits test ! -e "$dead_folder"
holds 'and has its own' waits worked 1
living_folder=$(echo r.xml.work-*)
mkdir r.xml.work-stran9 && : >r.xml.work-stran9/file
mkdir r.xml.work-emptyy
: >r.xml.0.partial
: >r.xml.7.partial
: >r.xml.1.partial
flock -o r.xml.1.partial sleep 60 >/dev/null 2>&1 &
holder=$!
holds 'somebody writes' waits fails flock -n r.xml.1.partial true
run hopaudit -o r.xml "$box"
status_is 1
holds 'a folder in use stays' test -e "$living_folder/plan"
holds 'a folder with what is not ours stays' test -e r.xml.work-stran9/file
holds 'one that a dead run left empty goes' test ! -e r.xml.work-emptyy
holds 'files that dead runs left go' \
	test "$(echo r.xml.*.partial)" = r.xml.1.partial
kill $living
wait $living 2>/dev/null
holds 'a run that is stopped leaves none' \
	test "$(echo r.xml.work-*)" = r.xml.work-stran9
kill $holder $writer 2>/dev/null
rm -f r.xml*.partial silent
mkdir tmp
mkdir tmp/hopaudit-dead99 && : >tmp/hopaudit-dead99/part-00000000
TMPDIR=$PWD/tmp run hopaudit "$box"
status_is 1
holds 'the same where temporary files go' test "$(count tmp/*)" -eq 0
finish
