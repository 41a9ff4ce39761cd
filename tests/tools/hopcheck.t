#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hopcheck.t - options, output and exit status of hopcheck.
. "${top_srcdir:?}/tests/tools/lib.sh"
schema=$top_srcdir/schemas/report.xsd

# ---------------------------------------------------------------- messages
# message FILE TLS: handed to mx.rcpt.example from outside, TLS as written
message() {
	{
		echo 'Received: from mail.sender.example (mail.sender.example [198.51.100.7])'
		echo " $2"
		echo " by mx.rcpt.example (Postfix) with $3 id 4TESTQ"
		echo ' for <bob@rcpt.example>; Wed, 1 May 2024 10:00:04 +0000 (UTC)'
		echo 'From: Alice <alice@sender.example>'
		echo 'To: bob@rcpt.example'
		echo 'Subject: Quarterly figures'
		echo 'Date: Wed, 1 May 2024 10:00:00 +0000'
		echo
		echo 'Text.'
	} >"$1"
}
strong='(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))'
broken='(using TLSv1 with cipher RC4-MD5 (128/128 bits))'
message pass.eml "$strong" ESMTPS
message fail.eml "$broken" ESMTPS
printf 'From: a@sender.example\nSubject: no path\n\nText.\n' >none.eml
# what a sender can put into a header: screen control, other windows' titles,
# right-to-left text, broken UTF-8, a fake report line
printf 'Received: from \033[2J\033]0;title\007 (x\202\233 [198.51.100.9])\r\n\tby \342\200\256mx.rcpt.example with \302\2331mESMTP; Wed, 1 May 2024 10:00:04 +0000\r\nSubject: \033[31mred\033[0m =?utf-8?Q?=1B[2J=0D=0APASS?=\r\n\r\n' >hostile.eml
{
	echo 'From alice@sender.example Wed May  1 10:00:00 2024'
	cat pass.eml
	echo
	echo 'From alice@sender.example Wed May  1 10:00:00 2024'
	cat fail.eml
} >two.mbox
trust='--trust rcpt.example'

# ----------------------------------------------------------- exit status
run hopcheck $trust pass.eml
status_is 0
out_has PASS
out_has TLSv1.3
out_has TLS_AES_256_GCM_SHA384
out_has 'attested, boundary'
run hopcheck $trust fail.eml
status_is 1
out_has FAIL
out_has HC-T0
run hopcheck $trust none.eml
status_is 5
out_has INDETERMINATE
run hopcheck $trust pass.eml none.eml
status_is 5
run hopcheck $trust none.eml fail.eml pass.eml
status_is 1
run hopcheck $trust fail.eml missing.eml pass.eml
status_is 3
err_has '^hopcheck: missing.eml: '
out_has PASS
out_has 'missing.eml'
err_is_plain hopcheck

# ----------------------------------------------------------------- inputs
for kind in folder fifo unreadable; do
	case $kind in
	folder) mkdir folder ;;
	fifo) mkfifo fifo ;;
	unreadable) : >unreadable && chmod 0 unreadable ;;
	esac
	if [ $kind = unreadable ] && [ "$(id -u)" -eq 0 ]; then
		skip 'an unreadable file' 'root reads everything'
		continue
	fi
	run hopcheck $trust $kind pass.eml
	status_is 3
	err_has "^hopcheck: $kind: "
	out_has PASS
done
input=pass.eml run hopcheck $trust
status_is 0
out_has PASS
input=pass.eml run hopcheck $trust -
status_is 0
run hopcheck $trust -- pass.eml
status_is 0
cp pass.eml ./-odd
run hopcheck $trust -- -odd
status_is 0
run hopcheck $trust two.mbox
status_is 1
out_has '2 messages'
out_has 'two.mbox message 2'
run hopcheck $trust --input=eml pass.eml
status_is 0
run hopcheck $trust --input=mbox pass.eml
out_lacks PASS
# nothing judged is no pass
: >empty
printf 'From x\n' >from
for nothing in empty from; do
	run hopcheck $nothing
	status_is 5
	err_has "^hopcheck: $nothing: holds no message$"
	run hopcheck --quiet $trust pass.eml $nothing
	status_is 5
	out_has '^PASS'
done
run hopcheck --input=mbox empty
status_is 5
err_has 'holds no message'
input=/dev/null run hopcheck
status_is 5
err_has '^hopcheck: -: holds no message$'
for tool in hopcheck hopaudit; do
	what="$tool, standard input closed"
	"$top_builddir/tools/$tool" - <&- >"$out" 2>"$err"
	status=$?
	status_is 3
done
run hopcheck $trust empty fail.eml
status_is 1
run hopcheck missing.eml
cp "$out" "$work/missing"
status_is 3
out_has '^missing.eml  not read: cannot open'
out_lacks 'separators'
# a pipe that the shell handed over, not one that stands in a folder
what='/dev/fd/9'
if [ -e /dev/fd/0 ]; then
	cat pass.eml | {
		"$top_builddir/tools/hopcheck" $trust /dev/fd/9 9<&0 >"$out" 2>"$err"
		echo $? >"$work/status"
	}
	status=$(cat "$work/status")
	status_is 0
	out_has '/dev/fd/9'
else
	skip "$what" 'no /dev/fd'
fi

# ------------------------------- short options and their values in one word
run hopcheck -q -f text pass.eml
cp "$out" "$work/apart"
for words in '-qftext' '-q -ftext' '-qw80 -ftext' '--width 80 -qftext'; do
	run hopcheck $words pass.eml
	status_is 0
	holds "$words: the same" cmp "$out" "$work/apart"
done
run hopcheck -fqtext pass.eml
status_is 2
err_has "'qtext' is none of"
run hopcheck -qZtext pass.eml
status_is 2
cp pass.eml ./-fjson
run hopcheck -qftext -- -fjson
status_is 0
out_has '^PASS  -fjson'
run hopcheck -t -fjson pass.eml # it is the value of -t
status_is 2
err_has "'-fjson'"

# what the system says is the same, whatever GLib knows of character sets
export CHARSET=none
run hopcheck missing.eml
unset CHARSET
holds "$what: the same in any character set" cmp "$out" "$work/missing"
err_has '^hopcheck: missing.eml: cannot open: No such file or directory$'
err_is_plain hopcheck

# ---------------------------------------------------------------- refusals
for bad in --no-such --format=csv --color=blue --input=tar --width=39 \
	--width=x --as-of=tomorrow --trust= --trust=10.0.0.1/8 \
	--timezone=Mars/Base --timezone=../../etc/passwd --policy=p.xml \
	--timezone=UTC+1 --timezone=Europe/London-1 --output= \
	--recipient= --profile= --profile=no-such --profile=/ '--quiet --verbose' '--fields --quiet' '--fields -v'; do
	run hopcheck $bad pass.eml
	status_is 2
	holds "$bad: nothing on standard output" test ! -s "$out"
	err_is_plain hopcheck
done
run hopcheck --policy p.xml pass.eml
err_has '^hopcheck: .*p.xml'
run hopcheck --format=csv pass.eml
err_has "^hopcheck: --format: 'csv' is none of text, xml, json$"
run hopcheck --color=blue pass.eml
err_has "^hopcheck: --color: 'blue' is none of auto, always, never$"
run hopcheck --input=tar pass.eml
err_has "^hopcheck: --input: 'tar' is none of auto, eml, mbox, emlx$"
for width in 0 -1 1001 -2147483648 9999999999 x; do
	run hopcheck --width=$width pass.eml
	status_is 2
	err_has "^hopcheck: --width: '$width' is not between 40 and 1000$"
done
run hopcheck --width=39 pass.eml
err_has "^hopcheck: --width: '39' is not between 40 and 1000$"
run hopcheck --timezone=UTC+1 pass.eml
err_has "'UTC+1'"
err_has '+01:00'
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	script -qec "'$top_builddir/tools/hopcheck'; echo status \$?" /dev/null \
		</dev/null >"$out" 2>"$err"
	what='a terminal and no message'
	out_has 'status 2'
	out_has 'Try'
else
	skip 'a terminal and no message' 'no script(1), or no terminal to be had'
fi

# ----------------------------------------------------------------- answers
run hopcheck --version
status_is 0
out_has '^hopcheck [0-9]*\.[0-9]*\.[0-9]*$'
out_has LGPL-2.1-or-later
out_has 'Rules of 20[0-9][0-9]-'
run hopcheck --help
status_is 0
out_has 'Exit status'
run hopcheck --limits
status_is 0
out_has '^header-block *10485760 bytes$'
for option in --version --help --limits; do
	run hopcheck $option
	holds "$option: ASCII" is_ascii "$out"
	holds "$option: 80 columns" fails grep -q '^.\{81\}' "$out"
	what="$option >/dev/full"
	"$top_builddir/tools/hopcheck" $option >/dev/full 2>"$err"
	status=$?
	status_is 4
done

# ------------------------------------------------------------------- forms
run hopcheck $trust --format=xml pass.eml fail.eml missing.eml hostile.eml two.mbox
status_is 3
out_has '<totals inputs="5" inputs-failed="1" messages="5"'
if [ -n "${XMLLINT-}" ]; then
	cp "$out" report.xml
	holds 'XML is valid' "$XMLLINT" --nonet --noout --schema "$schema" report.xml
else
	skip 'XML is valid' 'no xmllint'
fi
run hopcheck $trust --format=json pass.eml fail.eml missing.eml hostile.eml two.mbox
status_is 3
if [ -n "${PYTHON-}" ]; then
	cp "$out" report.json
	cat >keys.py <<-'END'
	import json, sys
	report = json.load(open("report.json", encoding="utf-8"))
	assert report["totals"]["messages"] == 5, report["totals"]
	message = report["messages"][0]
	assert message["verdicts"][0]["outcome"] == "pass"
	tls = message["hops"][0]["tls"]
	assert tls["suites"][0]["name"] == "TLS_AES_256_GCM_SHA384", tls
	assert report["inputs"][2]["failure"] is not None
	keys = {frozenset(hop) for one in report["messages"] for hop in one["hops"]}
	assert len(keys) == 1, keys
	END
	holds 'JSON is JSON, with its keys' "$PYTHON" keys.py
else
	skip 'JSON is JSON, with its keys' 'no python3'
fi
run hopcheck $trust --quiet pass.eml fail.eml
status_is 1
holds 'quiet: a line a message' test "$(wc -l <"$out")" -eq 2
out_has '^PASS  pass.eml: '
out_has '^FAIL  fail.eml: '
run hopcheck $trust --verbose pass.eml
out_has 'tls-version *TLSv1.3  bytes'
out_has 'Received: from mail.sender.example'
run hopcheck $trust --fields fail.eml
status_is 1
out_has '^ f *tls-cipher *98-104 *RC4-MD5$'
out_has '^ *e---- *f------ *g-- h--$'
out_lacks 'Verdict'
printf 'Received: by mx.rcpt.example (what?) id 7 and more; Wed, 1 May 2024 10:00:04 +0000' >field
input=field run hopcheck --fields
status_is 5
out_has '^1 Received field, newest first'
out_has '^ \. *unused *42-49 *and more$'
run hopcheck --fields none.eml
out_has '^No Received field'
run hopcheck $trust --recipient carol@rcpt.example pass.eml
out_has 'carol@rcpt.example'
run hopcheck $trust --timezone=Etc/GMT+5 pass.eml
out_has '2024-05-01 05:00:04-05:00'
run hopcheck $trust --timezone=+05:45 pass.eml
out_has '2024-05-01 15:45:04+05:45'
run hopcheck --as-of=2010-01-01 $trust --format=xml fail.eml
out_has 'as-of="2010-01-01"'

# ---------------------------------------------------------------- profiles
run hopcheck --profile=list
status_is 0
for name in "$top_srcdir"/schemas/profiles/*.xml; do
	name=${name##*/}
	out_has "^${name%.xml}$"
done
out_has '^Refused:$'
for name in anssi dcb1596-crypto ncsc-uk pci; do
	out_has "^$name$"
	run hopcheck --profile=$name pass.eml
	status_is 2
	err_has "profile '$name' is refused: nobody"
	run hopcheck --profile=list
done
out_has '^    From Internet.nl, which runs the guidelines as tests of web and mail'
out_has '^    From RFC 8996 (BCP 195), Deprecating TLS 1.0 and TLS 1.1, 2021-03.$'
# the example of hopcheck(7)
sed -n '/^<profile xmlns/,/^<.profile>/p' "$top_srcdir/man/hopcheck.7" >house.xml
run hopcheck $trust --profile=./house.xml --format=xml pass.eml
status_is 0
out_has '<profile id="house" stated="true" sha256="'"$(sha256sum house.xml | cut -c1-64)"'" valid-from="2026-01-01" extends="bcp195">'
out_has '<opinion profile="house" clock="then" in-force="false" grade="none">'
out_has '<opinion profile="house" clock="now" in-force="true" word="RECOMMENDED"'
run hopcheck $trust --profile=ncsc-nl-2.1 --width=200 pass.eml
status_is 0
out_has 'ncsc-nl-2.1: good '
out_has '^Judged by profile ncsc-nl-2.1, '
sed '3s/<min-version>/<min-version x="">/' house.xml >bad.xml
run hopcheck $trust --profile=bad.xml pass.eml
status_is 2
err_has '^hopcheck: bad.xml:3:[0-9][0-9]*: '
holds 'nothing on standard output' test ! -s "$out"

# --------------------------------------------------------------- digests
for form in text xml json; do
	run hopcheck $trust --no-digests --format=$form pass.eml two.mbox
	status_is 1
	holds "$what: no digest of an input" fails grep -q \
		"$(sha256sum pass.eml | cut -c1-16)" "$out"
	run hopcheck $trust --format=$form pass.eml
	out_has "$(sha256sum pass.eml | cut -c1-64)"
done
run hopcheck $trust --no-digests pass.eml
out_has '^SHA-256   no digest$'

# ------------------------------------------------- more fields than are read
{
	i=0
	while [ $i -lt 1003 ]; do
		echo "Received: by h$i.rcpt.example; Wed, 1 May 2024 10:00:04 +0000"
		i=$((i + 1))
	done
	echo
} >many.eml
run hopcheck many.eml
status_is 3
out_has 'hop 1 is not the nearest'
out_has '1001 ('
out_lacks '1004 ('
run hopcheck --format=xml many.eml
out_has '<received number="1001" field="1000" offset="'
holds 'the rest is listed' test "$(grep -c '<received number' "$out")" -eq 3
run hopcheck --format=json many.eml
out_has '"number":1003,"field":1002,'

# ------------------------------------------------------------------ hostile
for form in text xml json fields; do
	more="--verbose --format=$form"
	[ $form = fields ] && form=text more=--fields
	run hopcheck $more hostile.eml
	what="hostile, $more"
	if [ $form = text ]; then
		holds "$what: nothing but ASCII in the C locale" is_ascii "$out"
	else
		holds "$what: no control character" fails \
			grep -q "$(printf '[\001-\011\013-\037\177]')" "$out"
	fi
	holds "$what: no right-to-left override" fails \
		grep -q "$(printf '\342\200\256')" "$out"
	out_lacks '^PASS'
done
evil=$(printf 'a\033[2Jb\nc\342\200\256')
run hopcheck "$evil"
status_is 3
holds 'an evil name: complaint is ASCII' is_ascii "$err"
holds 'an evil name: one line' test "$(wc -l <"$err")" -eq 1
cp pass.eml "$evil"
run hopcheck $trust "$evil"
status_is 0
holds 'an evil name: output is ASCII' is_ascii "$out"

# -------------------------------------------------------------------- width
for width in 40 80 100 120 132 160; do
	for more in '' --verbose --fields; do
		run hopcheck --width=$width $more pass.eml fail.eml \
			none.eml hostile.eml two.mbox missing.eml
		holds "width $width $more" fails grep -q "^.\{$((width + 1))\}" "$out"
	done
done
run hopcheck $trust --width=170 pass.eml
out_has '^    time  *delay  *from  *by  *with  *TLS  *grade  *evidence$'
out_has '^ 1  2024-05-01 10:00:04  *198\.51\.100\.7  .* -> mx\.rcpt\.example  *ESMTPS  *TLSv1\.3  TLS_AES_256_GCM_SHA384  strong  *attested, boundary$'
run hopcheck $trust --width=119 pass.eml
out_lacks 'delay'
run hopcheck $trust pass.eml
cp "$out" narrow
COLUMNS=200 run hopcheck $trust pass.eml
holds 'a pipe is 80 columns wide' cmp "$out" narrow
if locale -a 2>/dev/null | grep -qi '^C\.utf-*8$'; then
	LC_ALL=C.UTF-8 run hopcheck $trust pass.eml
	out_has "$(printf '\342\206\222')"
else
	skip 'UTF-8' 'no C.UTF-8'
fi

# ------------------------------------------------------------------- colour
escape=$(printf '\033')
run hopcheck $trust pass.eml
out_lacks "$escape"
run hopcheck $trust --color=always pass.eml
out_has "$escape\\[1m"
run hopcheck $trust --color=never pass.eml
out_lacks "$escape"
NO_COLOR=1 run hopcheck $trust --color=always pass.eml
what="NO_COLOR=1 $what"
out_lacks "$escape"
NO_COLOR= run hopcheck $trust --color=always pass.eml
what="NO_COLOR= $what"
out_has "$escape\\[1m"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	on_terminal() {
		what="terminal $1"
		script -qec "env $1 '$top_builddir/tools/hopcheck' $trust pass.eml" \
			/dev/null </dev/null >"$out" 2>"$err"
	}
	on_terminal COLUMNS=100
	out_has "$escape\\["
	on_terminal NO_COLOR=1
	out_lacks "$escape"
	on_terminal TERM=dumb
	out_lacks "$escape"
	on_terminal 'TERM=dumb COLUMNS=60'
	holds 'terminal: no wider than COLUMNS' fails grep -q '^.\{62\}' "$out"
else
	skip 'colour on a terminal' 'no script(1), or no terminal to be had'
fi

# -------------------------------------------------------------- determinism
for form in text xml json; do
	run hopcheck $trust --format=$form pass.eml two.mbox hostile.eml
	cp "$out" first
	TZ=Asia/Kathmandu LANG=de_DE.UTF-8 LC_MESSAGES=de_DE.UTF-8 \
		run hopcheck $trust --format=$form pass.eml two.mbox hostile.eml
	holds "$form: again, elsewhere, the same bytes" cmp "$out" first
	mkdir -p other && cp pass.eml two.mbox hostile.eml other
	cd other
	run hopcheck $trust --format=$form pass.eml two.mbox hostile.eml
	cd ..
	holds "$form: from another folder the same bytes" cmp "$out" first
done
LC_ALL=C.UTF-8 run hopcheck $trust --format=json pass.eml two.mbox hostile.eml
holds 'json: another locale, the same bytes' cmp "$out" first

# ------------------------------------------------------------------- output
run hopcheck $trust --format=xml pass.eml
cp "$out" wanted
umask 027
run hopcheck $trust --format=xml --output=report pass.eml
status_is 0
holds 'output: standard output is empty' test ! -s "$out"
holds 'output: same bytes' cmp report wanted
holds 'output: mode by umask' test "$(ls -l report | cut -c1-10)" = '-rw-r-----'
run hopcheck $trust --output=report fail.eml
status_is 1
holds 'output: replaced' grep -q FAIL report
for mode in 600 644 4755; do
	chmod $mode report && ls -l report | cut -c1-10 >mode
	run hopcheck $trust --output=report fail.eml
	holds "output: mode $mode is kept, but for set-user-ID" test \
		"$(ls -l report | cut -c1-10)" = "$(sed s/rws/rwx/ mode)"
done
run hopcheck $trust --format=xml --output=- pass.eml
holds 'output: - is standard output' cmp "$out" wanted
holds 'output: no file is named -' test ! -e ./-
run hopcheck $trust --output=./pass.eml pass.eml
status_is 2
holds 'output: an input is not overwritten' grep -q '^Text' pass.eml
mkdir dir && : >dir/kept
for target in dir none/report /dev/full; do
	run hopcheck $trust --output=$target fail.eml missing.eml
	status_is 4
	holds "output $target: nothing left behind" fails \
		sh -c 'ls -a . dir | grep -q partial'
done
holds 'output: the folder stands' test -e dir/kept
for form in text xml json; do
	run hopcheck $trust --format=$form --output=/dev/full fail.eml
	err_has '^hopcheck: /dev/full: .*No space left'
done
run hopcheck $trust --output=/dev/null pass.eml
status_is 0
# through a link of our own, so that a fault here costs no device
ln -s /dev/stdout stdout
run hopcheck $trust --output=stdout --format=xml pass.eml
holds 'output: /dev/stdout' cmp "$out" wanted
ln -s linked link
cp wanted linked
run hopcheck $trust --output=link fail.eml
status_is 1
holds 'output: a link stays' test -L link
holds 'output: what it leads to is replaced' grep -q FAIL linked
cp "$top_srcdir/samples/policies/minimal.xml" policy.xml
cp "$top_srcdir/schemas/profiles/bcp195.xml" profile.xml
for option in --policy=policy.xml --profile=./profile.xml; do
	file=${option#*=}
	cp "$file" before
	run hopcheck $option --output="${file#./}" pass.eml
	status_is 2
	err_has "${file#./}: is an input$"
	holds "output: $file stays" cmp "$file" before
done
# no text of a message stands in a report at any length: a schema reader takes
# time with the square of it
endless=$(head -c 40000 /dev/zero | tr '\0' '&')
for told in "for <u@$endless.example>" "for <\"$endless\"@example.net>" \
	"by $endless"; do
	case $told in
	by*) by=$told ;;
	*) by="by mx.example.net (Postfix) with ESMTPS id 1 $told" ;;
	esac
	printf 'Received: from a (a.example [192.0.2.1])\n %s;\n Tue, 18 Aug 2026 10:05:00 +0200\n\n' "$by" >endless.eml
	run hopcheck --format=xml endless.eml
	what="a name without end: $(echo "$told" | head -c 12)"
	holds "$what: no line is" awk 'length > 24000 { exit 1 }' "$out"
done
# and it ends between two characters
long=$(head -c 400 /dev/zero | tr '\0' '#' | sed 's/#/\o303\o251/g')
printf 'Received: from a (a.example [192.0.2.1])\n by x%s;\n Tue, 18 Aug 2026 10:05:00 +0200\n\n' \
	"$long" >endless.eml
run hopcheck --format=xml endless.eml
holds 'a name without end: it ends between two characters' \
	grep -aq "is by x.*$(printf '\303\251') \.\.\." "$out"
for field in Delivered-To To Cc; do
	printf 'Received: from a (a.example [192.0.2.1])\n by mx.example.net with ESMTPS;\n Tue, 18 Aug 2026 10:05:00 +0200\n' >none.eml
	{
		test $field != Delivered-To || echo "$field: $endless@example.net"
		cat none.eml
		test $field = Delivered-To || echo "$field: $endless@example.net"
		echo
	} >endless.eml
	run hopcheck --format=xml endless.eml
	holds "an address without end: $field: no line is" \
		awk 'length > 24000 { exit 1 }' "$out"
done
# what is hidden in a policy's names is shown escaped, its bytes beside it
hidden=$(printf 'p\033[m\342\200\256.xml')
cat >"$hidden" <<'EOF2'
<policy xmlns="urn:hopcheck:policy:1" id="p" version="1&#x9b;"
        issued="2026-11-22" owner="&#x202e;o">
  <mtas>
    <mta id="edge" role="boundary"><name>mx.example.net</name></mta>
  </mtas>
  <communities>
    <community id="c" protection="tls">
      <list href="l&#x200b;.csv" key="domain"/>
    </community>
  </communities>
</policy>
EOF2
printf 'domain\na.example\n' >"$(printf 'l\342\200\213.csv')"
for form in xml json; do
	run hopcheck --format=$form --policy="$hidden" pass.eml
	status_is 5
	holds "a policy of hidden names: $form: plain" is_ascii "$out"
	for shown in '>p\\x1b\[m\\u{202e}.xml<' '>1\\u{009b}<' \
		'>\\u{202e}o<' '>l\\u{200b}.csv<'; do
		test $form = json || out_has "raw-hex=\"[0-9a-f]*\"$shown"
	done
done
for form in text xml json; do
	what="$form >/dev/full"
	"$top_builddir/tools/hopcheck" --format=$form fail.eml >/dev/full 2>"$err"
	status=$?
	status_is 4
	err_has '^hopcheck: standard output: '
	what="$form, closed"
	"$top_builddir/tools/hopcheck" --format=$form fail.eml >&- 2>"$err"
	status=$?
	status_is 4
done
# a reader that went away is an error of ours to tell, not a signal
"$top_builddir/tools/hopcheck" -v two.mbox two.mbox 2>"$err" | :
{
	"$top_builddir/tools/hopcheck" -v two.mbox 2>"$err"
	echo $? >"$work/status"
} | sleep 0
what='a pipe nobody reads'
status=$(cat "$work/status")
holds "$what: 4, or written before it closed" test "$status" -eq 4 -o "$status" -eq 1

finish
