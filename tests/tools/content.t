#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# content.t - reading what messages are made of: options, status, and a worker
# that opens nothing once it is shut in.
. "${top_srcdir:?}/tests/tools/lib.sh"

samples=$top_srcdir/samples/content
cp "$samples/smime-enveloped.eml" "$samples/journal-report.eml" .

run hopcheck smime-enveloped.eml
status_is 0
out_lacks '^Content'
run hopcheck --content=never smime-enveloped.eml
status_is 0
out_lacks '^Content'
run hopcheck --content=always smime-enveloped.eml
status_is 0
out_has '^Content  1 part'
input=smime-enveloped.eml run hopcheck --content=always -
status_is 0
out_has '^Content  1 part'
run hopcheck --content=sometimes smime-enveloped.eml
status_is 2
err_has 'is none of auto, always, never'
run hopcheck --content=never --journal journal-report.eml
status_is 2

# what a policy accepts in place of TLS, and may be asked for by
{
	echo '<policy xmlns="urn:hopcheck:policy:1" id="p" version="1"'
	echo ' issued="2026-11-22" owner="o"><mtas><mta id="edge" role="boundary">'
	echo '<name>mx.example.org</name></mta></mtas>'
	echo '<boundary inbound-tls="required" outbound-tls="required"/>'
	echo '<alternatives><accept type="smime-enveloped"/><accept type="egress"/>'
	echo '<accept type="zix"/>'
	echo '<request subject-tag="[zap]"/></alternatives></policy>'
} >policy.xml
head_of() {
	echo 'Received: from out.example.net (out.example.net [198.51.100.7])'
	echo ' by mx.example.org (Postfix) with ESMTP id 1 for <u@example.org>;'
	echo ' Tue, 18 Aug 2026 10:05:00 +0200'
	printf 'From: a@example.net\nSubject: %s\nMIME-Version: 1.0\n' "$1"
}
enveloped() {
	echo 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data'
	printf 'Content-Transfer-Encoding: base64\n\n'
	echo 'MIAGCSqGSIb3DQEHA6CAMIACAQAEAgAAAAAAAAAA'
}
{ head_of x; enveloped; } >shown.eml
{
	head_of x
	printf 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'
	for i in 1 2 3 4 5 6 7 8 9; do # deeper than is looked at
		for k in a b c d e f g h; do
			printf 'Content-Type: multipart/mixed; boundary=%s\n\n--%s\n' \
				"$k$i" "$k$i"
		done
	done
	printf '\nin clear\n--b\n'
	enveloped
	echo '--b--'
} >deep.eml
{
	head_of 'a [zap] b'
	printf 'Content-Type: text/html; name=encrypted_message.htm\n\n<html>\n'
} >named.eml
run hopcheck --policy policy.xml shown.eml
status_is 0
run hopcheck --policy policy.xml deep.eml
status_is 3
out_has 'not looked at to its end'
out_lacks 'Mitigated'
run hopcheck --policy policy.xml named.eml
status_is 5
out_has 'by the name of a part'
out_has "tag in the Subject"
out_lacks 'HC-X02'
for regime in SMIME Plaintext; do
	{
		head_of x
		printf 'X-VPM-ENC-REGIME: %s\n\nin clear\n' "$regime"
	} >"zix-$regime.eml"
done
run hopcheck --policy policy.xml zix-SMIME.eml
status_is 5
out_has 'by a field alone'
run hopcheck --policy policy.xml zix-Plaintext.eml
status_is 1
out_has 'HC-T01'
out_lacks 'HC-X01'

# the message that a journal report is about, in its place
run hopcheck --content=always --format=json journal-report.eml
out_has '"original":1'
out_has '"received-fields":1,'
run hopcheck --journal --format=json journal-report.eml
out_has '"original":null'
out_has '"received-fields":2,'
# bytes of messages are those of the mailbox, not of the message within
run hopaudit --journal --quiet --format=xml -o journal.xml journal-report.eml
run hopreport validate journal.xml
status_is 0

# what cannot be read is told, and the next message is as if alone
{
	echo 'From a Tue Mar  7 09:15:05 2023'
	printf 'From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n'
	awk 'BEGIN { for (i = 0; i < 10001; i++) printf "--b\n\nx\n" }'
	echo
	echo 'From b Tue Mar  7 09:15:05 2023'
	cat smime-enveloped.eml
} >two.mbox
run hopcheck --content=always --format=text two.mbox
status_is 3
out_has 'note limit-reached'
sed -n '/smime.p7m/p' "$out" >"$work/after"
run hopcheck --content=always smime-enveloped.eml
sed -n '/smime.p7m/p' "$out" >"$work/alone"
holds 'the next message is read as if alone' cmp "$work/after" "$work/alone"
holds 'and it is there' test -s "$work/alone"

# what the worker does once it is shut in
trace() {
	what="strace hopcheck --content=always $1"
	tool=$top_builddir/tools/hopcheck # libtool's script, or the tool itself
	[ -x "$top_builddir/tools/.libs/hopcheck" ] &&
		tool=$top_builddir/tools/.libs/hopcheck
	LD_LIBRARY_PATH=$top_builddir/lib/.libs ASAN_OPTIONS=detect_leaks=0 \
		strace -f -s 200 -o "$work/trace" "$tool" --content=always "$1" \
		>"$out" 2>"$err"
}
if command -v strace >/dev/null 2>&1 && trace smime-enveloped.eml &&
   grep -q 'execve(.*hopcheck-mime' "$work/trace"; then
	worker=$(sed -n 's/^\([0-9]*\) *execve("[^"]*hopcheck-mime.*/\1/p' "$work/trace")
	grep "^$worker " "$work/trace" >"$work/worker"
	holds 'the worker has an empty environment' \
		grep -q 'execve(.*hopcheck-mime"\].* /\* 0 vars \*/' "$work/worker"
	holds 'no program connects' fails grep -E '(connect|socket)\(' "$work/trace"
	if grep -q 'SECCOMP_SET_MODE_FILTER.* = 0$' "$work/worker"; then
		sed '1,/SECCOMP_SET_MODE_FILTER.* = 0$/d' \
			"$work/worker" >"$work/shut"
		holds 'it answers once it is shut in' grep -q 'write(1' "$work/shut"
		holds 'it opens nothing then' \
			fails grep -E '(open|openat|openat2|stat|readlink|access)\(' "$work/shut"
		holds 'it makes no call off the list' \
			fails grep -E 'EPERM|SIGSYS' "$work/shut"
		run hopcheck --content=always --require-sandbox smime-enveloped.eml
		if grep -q 'landlock_restrict_self(.*= 0' "$work/worker"; then
			status_is 0
		else
			status_is 2
		fi
	else
		skip 'what the worker does when shut in' 'no seccomp'
		run hopcheck --content=always --require-sandbox smime-enveloped.eml
		status_is 2
		err_has "sandbox is"
	fi
else
	skip 'what the worker does' 'no strace, or it may not trace'
fi
finish
