#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hopaudit.t - archives: one report whatever was done, and however it was done.
. "${top_srcdir:?}/tests/tools/lib.sh"
. "$top_srcdir/tests/tools/archive.sh"
schema=$top_srcdir/schemas

archive mail
samples=$top_srcdir/samples/postfix

# valid FILE SCHEMA
valid() {
	"${XMLLINT:-xmllint}" --noout --schema "$schema/$2" "$1"
}

# digest_is FILE DIGEST
digest_is() {
	test "$(sha256sum <"$1")" = "$2"
}

# number FILE ATTRIBUTE: the first value of it
number() {
	sed -n "s/.* $2=\"\\([0-9]*\\)\".*/\\1/p" "$1" | head -n 1
}

# ------------------------------------------------------------- one report
run hopaudit --trust rcpt.example --jobs 1 --output one.xml mail
status_is 3
err_has '1 of [0-9]* inputs not, or not fully, read'
holds 'the report is by its schema' valid one.xml report.xsd
holds 'so is the run record' valid one.xml.run.xml run.xsd
holds 'the record has the digest of the report' \
	grep -q "$(sha256sum <one.xml | cut -c 1-64)" one.xml.run.xml
holds 'nothing else was left' test "$(echo one*)" = 'one.xml one.xml.run.xml'
want=$(sha256sum <one.xml)
for jobs in 2 8; do
	run hopaudit --trust rcpt.example --jobs $jobs -o "$jobs.xml" mail
	holds "the same with $jobs threads" digest_is "$jobs.xml" "$want"
done
(
	umask 077
	TZ=Pacific/Apia LC_ALL=C.UTF-8 "$top_builddir/tools/hopaudit" \
		--trust rcpt.example -o zone.xml mail 2>/dev/null
)
holds 'the same in another zone, locale and umask' digest_is zone.xml "$want"
run hopaudit --trust rcpt.example mail
holds 'the same on standard output' digest_is "$out" "$want"
run hopaudit --trust rcpt.example --quiet --state kept -o kept.xml mail
holds 'the same with the state kept' digest_is kept.xml "$want"
printf 'mail\n' >list
run hopaudit --trust rcpt.example --files-from list -o list.xml
holds 'the same by a list of names' digest_is list.xml "$want"
printf 'mail\0' | (
	"$top_builddir/tools/hopaudit" --trust rcpt.example -0 -T - -o null.xml
) 2>/dev/null
holds 'the same by a list with NULs' digest_is null.xml "$want"

# -------------------------------------------------- plan, units and finish
run hopaudit --trust rcpt.example --plan parts mail
status_is 0
units=$(sed 's/.*-//' "$out")
holds 'there are units enough to part the work' test "$units" -ge 4
run hopaudit --finish parts -o early.xml
status_is 2
err_has 'units that are not done'
holds 'no report of a part of them' test ! -e early.xml
half=$((units / 2))
(
	cd / || exit
	"$top_builddir/tools/hopaudit" --unit=$half-"$units" "$work/in/parts"
) &
"$top_builddir/tools/hopaudit" --unit=2-$half parts &
wait
run hopaudit --unit=1 parts
status_is 0
run hopaudit --unit=1-"$units" --jobs 3 parts
status_is 0
run hopaudit --finish parts -o merged.xml
status_is 3
holds 'units by several processes make the same report' \
	digest_is merged.xml "$want"
# what the plan reads is evidence, whoever finishes it
before=$(ls -lRi --full-time mail)
for there in mail/one.eml mail/new.xml mail/boxes/small.mbox "$PWD/mail/new" \
	parts/plan parts/new.xml; do
	case $there in
	parts/*) where="lies in the folder of an audit's state, parts$" ;;
	*) where='lies in an archive that is read' ;;
	esac
	run hopaudit --finish parts -o "$there"
	status_is 2
	err_has "$there: $where"
	run hopaudit --finish parts -o r.xml --run-record "$there"
	status_is 2
	run hopreport merge -o "$there" parts
	status_is 2
	err_has "$there: $where"
done
holds 'nothing there is touched, nor a report made' \
	test "$before,r.xml*" = "$(ls -lRi --full-time mail),$(echo r.xml*)"
cp -r mail leaving
run hopaudit --trust rcpt.example --plan left leaving
left=$(sed 's/.*-//' "$out")
rm leaving/one.eml
run hopaudit --unit=1-"$left" left
status_is 3
err_has 'not, or not fully, read: 1; the report will say which'
run hopaudit --finish left -o left.xml
status_is 3
holds 'so it does' grep -q \
	'<trouble member="one.eml">cannot open: No such file' left.xml
run hopaudit --unit=0 parts
status_is 2
run hopaudit --unit=1-$((units + 1)) parts
status_is 2
err_has 'is no unit or run of units'
run hopaudit --unit=1 --trust x.example parts
status_is 2
run hopaudit --unit=1 mail
status_is 2
err_has 'mail: holds no plan'
run hopaudit --unit=1 nothere
status_is 2
err_has '^hopaudit: nothere: No such file or directory$'

# a plan that cannot be opened is not called missing, nor of another version
run hopaudit --trust rcpt.example --state looped -o l.xml mail
ln -sf plan looped/plan
run hopaudit --finish looped -o l.xml
status_is 2
err_has '^hopaudit: looped: Too many levels of symbolic links$'
if [ "$(id -u)" -ne 0 ]; then
	run hopaudit --trust rcpt.example --state closed -o l.xml mail
	chmod 0 closed/plan
	run hopaudit --trust rcpt.example --state closed --resume -o l.xml mail
	status_is 2
	err_has '^hopaudit: closed/plan: cannot open: Permission denied$'
	chmod 0 closed
	run hopaudit --finish closed -o l.xml
	status_is 2
	err_has '^hopaudit: closed: Permission denied$'
	chmod 700 closed
fi

# ------------------------------------------------------------------ refusals
run hopaudit --trust rcpt.example --state kept -o k.xml mail
status_is 2
err_has 'resume goes on'
run hopaudit --trust other.example --state kept --resume -o k.xml mail
status_is 2
err_has 'is of another policy'
run hopaudit --trust rcpt.example --detail summary --state kept --resume mail
status_is 2
err_has 'is of another detail'
run hopaudit --trust rcpt.example --state kept --resume mail mail
status_is 2
err_has 'is of other inputs'
printf '\n' >>mail/one.eml
run hopaudit --trust rcpt.example --state kept --resume -o k.xml mail
status_is 2
err_has "is of other inputs: 'mail/one.eml' changed"
archive mail
run hopaudit --trust rcpt.example --state kept --resume -o again.xml mail
holds 'resumed with nothing to do' digest_is again.xml "$want"
plan=$(sha256sum <kept/plan)
run hopaudit --trust rcpt.example --state kept --resume -o kept/plan mail
status_is 2
err_has "kept/plan: lies in the folder of an audit's state, kept$"
run hopaudit --trust rcpt.example --state kept --resume -o r.xml \
	--run-record kept/plan mail
status_is 2
run hopaudit --trust rcpt.example --plan parts/new --run-record parts/new/plan \
	mail
status_is 2
holds 'nor is a plan gone over' test "$plan" = "$(sha256sum <kept/plan)"
mkdir strange && : >strange/file
run hopaudit --state strange mail
status_is 2
err_has 'holds other files'
run hopaudit --state mail/state mail
status_is 2
err_has 'lies in an archive'
run hopaudit -o mail/report.xml mail
status_is 2
run hopaudit --resume mail
status_is 2
run hopaudit --plan a --finish b
status_is 2
run hopaudit --jobs 1000 mail
status_is 2
run hopaudit --jobs 0 mail
status_is 2
run hopaudit -j0 mail
status_is 2
for jobs in -1000000 -2147483648 9999999999 x; do
	run hopaudit --jobs=$jobs mail
	status_is 2
	err_has "^hopaudit: --jobs: '$jobs' is not between 1 and 256$"
done
run hopaudit -j2 -ftext mail/one.eml
status_is 0
run hopaudit --format=text --timezone=../../etc/passwd mail
status_is 2
err_has 'unknown time zone'
run hopaudit --format=text --timezone=Europe/London mail/one.eml
status_is 0
printf 'mail\0\n' >nul.list
run hopaudit --files-from nul.list
status_is 2
err_has 'nul.list: line 1 holds a NUL'
run hopaudit --state s - <mail/one.eml
status_is 2
err_has 'standard input cannot be read again'
run hopaudit --policy missing.xml mail
status_is 2
(
	flock 9
	run hopaudit --trust rcpt.example --state kept --resume -o l.xml mail
	status_is 2
	err_has 'is in use by another run'
	echo "$number" >"$work/number"
) 9>kept/lock
number=$(cat "$work/number")

# ------------------------------------------------- torn parts are done again
for size in 0 20 1000; do
	truncate -s $size kept/part-00000001
	run hopaudit --trust rcpt.example --state kept --resume -o torn.xml mail
	holds "a part cut to $size bytes is done again" \
		digest_is torn.xml "$want"
done
for size in 0 1000; do
	truncate -s $size kept/part-00000001.messages
	run hopaudit --trust rcpt.example --state kept --resume -o torn.xml mail
	holds "so is one whose messages are cut to $size bytes" \
		digest_is torn.xml "$want"
done
printf 'X' | dd of=kept/part-00000001.messages bs=1 seek=300 conv=notrunc \
	2>/dev/null
rm kept/part-00000004.messages
run hopaudit --trust rcpt.example --state kept --resume -o torn.xml mail
holds 'or changed, or gone' digest_is torn.xml "$want"
printf 'X' | dd of=kept/part-00000001 bs=1 seek=300 conv=notrunc 2>/dev/null
cp parts/part-00000001 kept/part-00000002
run hopaudit --trust rcpt.example --state kept --resume -o torn.xml mail
holds 'so is one that was changed, or is of another unit' \
	digest_is torn.xml "$want"
: >kept/part-00000003.0.partial
run hopaudit --trust rcpt.example --state kept --resume -o torn.xml mail
holds 'what a killed run left is swept' \
	test ! -e kept/part-00000003.0.partial

# -------------------------------------------------------- where it cannot go
if [ -w /dev/full ]; then
	ln -s /dev/full stream
	run hopaudit --trust rcpt.example -o /dev/full mail
	status_is 4
	err_has '^hopaudit: /dev/full: cannot write: No space left'
	run hopaudit --trust rcpt.example -o stream mail
	status_is 4
	err_has '^hopaudit: stream: cannot write: No space left'
	"$top_builddir/tools/hopaudit" mail >/dev/full 2>"$err"
	status=$?
	what='standard output is full'
	status_is 4
	err_has '^hopaudit: standard output: cannot write: No space left'
fi
mkfifo pipe
(exec <pipe) &
"$top_builddir/tools/hopaudit" mail >pipe 2>"$err"
status=$?
what='nobody reads'
status_is 4
wait
if [ "$(id -u)" -ne 0 ]; then
	mkdir shut && chmod a-w shut
	run hopaudit -o shut/report.xml mail
	status_is 4
fi
run hopaudit -o nowhere/report.xml mail
status_is 4
# no room: the parts, then the report
for blocks in 8 $(($(wc -c <one.xml) / 1024)); do
	(
		ulimit -f $blocks
		trap '' XFSZ
		run hopaudit --trust rcpt.example --state room$blocks \
			-o room$blocks.xml mail
		status_is 4
		holds 'no report without room for it' \
			test ! -e room$blocks.xml
		echo "$number" >"$work/number"
	)
	number=$(cat "$work/number")
	run hopaudit --trust rcpt.example --state room$blocks --resume \
		-o room$blocks.xml mail
	holds "with room it goes on" digest_is room$blocks.xml "$want"
done

# ------------------------------------------------------------------- signals
# stop SIGNAL: a run that waits for a pipe of names
stopped() {
	grep -q -e 'stopped with [0-9]* of [0-9]* units done; the same command' \
		-e 'stopped before the work was planned; the same command' \
		"$err"
}
for signal in INT TERM; do
	rm -rf signal
	HOPAUDIT_SIGNAL=$signal "$top_srcdir/tests/tools/stop.sh" \
		"$top_builddir/tools/hopaudit" "$signal" --state signal \
		--trust rcpt.example -o signal.xml mail 2>"$err"
	status=$?
	what="SIG$signal"
	if [ $status -eq 3 ]; then
		skip "SIG$signal" 'the run ended before it'
	else
		status_is 4
		holds "SIG$signal says how to go on" stopped
		holds "SIG$signal leaves no report" test ! -e signal.xml
	fi
	run hopaudit --trust rcpt.example --state signal --resume \
		-o signal.xml mail
	holds "after SIG$signal it goes on" digest_is signal.xml "$want"
	rm -f signal.xml
done
holds 'the same in every surrounding, and by units in any order' \
	env ROUNDS="${HOPAUDIT_ORDERS:-2}" sh "$top_srcdir/tests/tools/same.sh" \
	"$top_builddir/tools/hopaudit" "$want" mail --trust rcpt.example
# and so with contents, which workers read
run hopaudit --trust rcpt.example --content always -q -o content.xml mail
holds 'the same with contents, in every surrounding' \
	env ROUNDS=1 sh "$top_srcdir/tests/tools/same.sh" \
	"$top_builddir/tools/hopaudit" "$(sha256sum <content.xml)" mail \
	--trust rcpt.example --content always
# nobody writes, and nobody closes the pipe
mkfifo silent
sleep 60 >silent &
writer=$!
for signal in INT TERM; do
	env --default-signal=INT TMPDIR="$work/in" \
		"$top_builddir/tools/hopaudit" - <silent >"$out" 2>"$err" &
	waiting=$!
	tries=0
	until ls hopaudit-*/part-* >/dev/null 2>&1 || [ $tries -eq 300 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	kill -s $signal $waiting
	wait $waiting
	status=$?
	what="SIG$signal while nothing comes"
	status_is 4
	holds "$what: it says so" grep -q 'stopped with 0 of 1 units' "$err"
	holds "$what: nothing is left" test "$(echo hopaudit-*)" = 'hopaudit-*'
done
for signal in INT TERM; do
	env --default-signal=INT TMPDIR="$work/in" \
		"$top_builddir/tools/hopaudit" -T - <silent >"$out" 2>"$err" &
	waiting=$!
	tries=0
	until ls hopaudit-*/lock >/dev/null 2>&1 || [ $tries -eq 300 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	kill -s $signal $waiting
	wait $waiting
	status=$?
	what="SIG$signal while no list comes"
	status_is 4
	holds "$what: it says so" \
		grep -q 'stopped before the work was planned' "$err"
done
kill $writer
# nor does a large message that comes slowly keep others from being read
head_of_large() {
	printf 'Received: by mx.example; Mon, 2 Nov 2026 10:00:00 +0000\n\n'
	head -c 10000000 /dev/zero | tr '\0' x
}
mkdir large
for name in a b c d; do
	head_of_large >large/$name
done
{
	head_of_large
	tries=0
	until ls slow.xml.work-*/part-00000004 >/dev/null 2>&1 ||
		[ $tries -eq 600 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ $tries -eq 600 ] || : >went-on
} | "$top_builddir/tools/hopaudit" --quiet --jobs=2 --content=always \
	--trust rcpt.example --output=slow.xml - large 2>"$err"
holds 'a large message that comes slowly keeps none waiting' test -e went-on
rm -r large silent
holds 'kill -9 at any time, and resumed' \
	env ROUNDS="${HOPAUDIT_KILLS:-20}" sh "$top_srcdir/tests/tools/kill.sh" \
	"$top_builddir/tools/hopaudit" "$want" --trust rcpt.example mail

# workers: of the messages' structure, and of what is in archives
mkdir worked
cp -r mail worked
if grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	tar -cf worked/mail.tar mail mail mail mail
fi
run hopaudit --trust rcpt.example --content always -q -o worked.xml worked
if [ -r /proc/$$/task/$$/children ]; then
	holds 'a worker that is killed at any time' \
		env ROUNDS="${HOPAUDIT_KILLS:-5}" \
		sh "$top_srcdir/tests/tools/kill-worker.sh" \
		"$top_builddir/tools/hopaudit" "$(sha256sum <worked.xml)" \
		--trust rcpt.example --content always worked
else
	skip 'a worker that is killed at any time' 'the system names no children'
fi

# ------------------------------------------------------------ what is reported
run hopaudit --trust rcpt.example --format json -o r.json mail
holds 'JSON is JSON' python3 -m json.tool r.json
run hopaudit --trust rcpt.example --format text mail
out_has 'messages'
run hopaudit --trust rcpt.example --detail summary -o s.xml mail
holds 'a summary is by the schema' valid s.xml report.xsd
holds 'a summary lists no message' fails grep -q '<message ' s.xml
holds 'and counts all' test "$(number s.xml messages)" = \
	"$(number one.xml messages)"
run hopaudit --trust rcpt.example --detail findings -o f.xml mail
holds 'findings alone are by the schema' valid f.xml report.xsd
run hopaudit --trust rcpt.example --no-digests -o n.xml mail
holds 'a report without digests is by the schema' valid n.xml report.xsd
holds 'and has none of messages' \
	fails grep -q '<message .*sha256=' n.xml
run hopaudit --trust rcpt.example --digests messages -o m.xml mail
holds 'digests of messages alone' fails grep -q '<input .*sha256=' m.xml

# every message of hopcheck, once; same outcome
run hopcheck --trust rcpt.example -f xml -o single.xml \
	mail/one.eml mail/big.mbox mail/boxes/small.mbox mail/letters/*
grep -o '<message .*sha256="[0-9a-f]*"' single.xml |
	sed 's/.*sha256/sha256/' | sort >single
grep -o '<message .*sha256="[0-9a-f]*"' one.xml |
	sed 's/.*sha256/sha256/' | sort >audited
holds 'there are messages' test -s single
holds 'each message once, as hopcheck finds them' cmp single audited
for outcome in pass fail indeterminate; do
	holds "as many $outcome as hopcheck says" test \
		"$(sed -n "s/.*<totals .* $outcome=\"\\([0-9]*\\)\".*/\\1/p" one.xml)" = \
		"$(sed -n "s/.*<totals .* $outcome=\"\\([0-9]*\\)\".*/\\1/p" single.xml)"
done
for what in one single; do
	grep -o '<mbox .*>' $what.xml | sort >$what.mbox
done
holds 'there are mailboxes' test "$(wc -l <one.mbox)" -eq 2
holds 'who wrote a mailbox is told as of one that is read in one piece' \
	cmp one.mbox single.mbox
holds 'an input of a folder has the digest of the list of its files' \
	grep -q "sha256=\"$(cd mail/letters && sha256sum -- * | sha256sum |
		cut -c 1-64)\"" one.xml
holds 'a mailbox has its own' \
	grep -q "sha256=\"$(sha256sum <mail/big.mbox | cut -c 1-64)\"" one.xml
holds 'what cannot be read is listed' grep -q 'pipe.eml' one.xml
# ------------------------------------------------------------------ containers
if [ -x "$top_builddir/lib/hopcheck-unpack" ] && gzip --version >/dev/null 2>&1
then
	mkdir packed
	(cd mail && tar cf ../packed/letters.tar letters)
	gzip -c mail/boxes/small.mbox >packed/small.mbox.gz
	run hopaudit --trust rcpt.example --jobs 2 -o packed.xml packed
	holds 'containers are read, by the schema' valid packed.xml report.xsd
	holds 'every message in them' test "$(grep -c '<message ' packed.xml)" \
		-eq 12
	holds 'members are named' grep -q 'member="letters/5.eml"' packed.xml
	holds 'a container has the digest of its file' grep -q \
		"sha256=\"$(sha256sum <packed/letters.tar | cut -c 1-64)\"" \
		packed.xml
	holds 'and is an input of its kind' grep -q '<input .*kind="tar"' \
		packed.xml
else
	skip 'containers' 'no libarchive or no gzip'
fi

run hopaudit --examiner 'A. <B> & C' --case 2026/7 -o e.xml mail/one.eml
holds 'examiner and case stand in the record' valid e.xml.run.xml run.xsd
holds 'escaped' grep -q '<examiner>A. &lt;B&gt; &amp; C</examiner>' \
	e.xml.run.xml

# ------------------------------------------------------------------ few inputs
input=mail/one.eml
run hopaudit --trust rcpt.example -f xml
out_has 'messages="1"'
unset input
mkdir empty
run hopaudit empty
status_is 5
err_has 'no message was found'
run hopaudit missing
status_is 3
run hopaudit "$samples/tls13.eml"
status_is 0

# ---------------------------------------------------------------------- answers
run hopaudit --help
status_is 0
run hopaudit --version
status_is 0
out_has 'hopaudit [0-9]'
run hopaudit --nonsense
status_is 2
err_is_plain hopaudit
finish
