#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# audit.t - samples/audit: the reports and the run record of the made-up archive
# are what hopaudit says, its page and tables what hopreport makes of it, its
# signature what hopreport signs with the key beside it, its PDF a print of that
# page.
# With REGOLD set: write them there, for review.
set -u
export LC_ALL=C.UTF-8 TZ=Asia/Kathmandu
cd "$top_srcdir/samples/audit" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	echo '1..0 # SKIP built without libarchive'
	exit 0
fi
changed=
echo 1..18

skip() {
	echo "ok $1 - $2 # SKIP $3"
}

compare() {
	if [ -n "${REGOLD-}" ] && ! cmp -s "$work/$2" "$2"; then
		cp "$work/$2" "$2"
		changed=$2
	fi
	if cmp -s "$work/$2" "$2"; then
		echo "ok $1 - $2"
	else
		diff -u "$2" "$work/$2" 2>&1 | head -n 40 | cut -c 1-400 | sed 's/^/# /'
		echo "not ok $1 - $2"
	fi
}

# The public suffix list is the system's, so its digest is not ours to expect.
audit() {
	"$top_builddir/tools/hopaudit" --policy=policy.xml "$@" \
		incoming.mbox officer attic.zip 2>"$work/said"
}
audit --format=xml --output="$work/full.xml" --run-record="$work/run.xml" \
	--examiner='R. Keeper' --case=2026/7
status=$?
sed '1,/suffix-data/s/\(suffix-data="\)[^"]*/\1*/' "$work/full.xml" >"$work/report.xml"
if [ "$status" -eq 1 ] && [ ! -s "$work/said" ]; then
	echo 'ok 1 - the archive is audited'
else
	sed 's/^/# /' "$work/said"
	echo "not ok 1 - the archive is audited, status $status"
fi
compare 2 report.xml
# What differs from run to run is made up, the rest as it was written.
size=$(wc -c <report.xml)
digest=$(sha256sum <report.xml | cut -c 1-64)
sed -e "s/\\(<report .*size=\\)\"[0-9]*\" sha256=\"[^\"]*/\\1\"$size\" sha256=\"$digest/" \
	-e 's,<name>.*</name>,<name>report.xml</name>,' \
	-e 's,<plan sha256="[^"]*",<plan sha256="'"$(printf %064d 0)"'",' \
	-e 's,"[0-9-]*T[0-9:]*Z","2026-11-22T09:00:00Z",g' \
	-e 's,jobs="[0-9]*".*>,jobs="2" sandbox="both">,' \
	-e 's,<host>.*</host>,<host>desk7.example.org</host>,' \
	-e 's,<user>.*</user>,<user>rkeeper</user>,' \
	-e 's,<folder>.*</folder>,<folder>/srv/audit</folder>,' \
	-e 's,<system>.*</system>,<system>Linux x86_64</system>,' \
	-e 's,<argument>[^<]*/hopaudit</argument>,<argument>hopaudit</argument>,' \
	-e 's,<argument>--output=.*</argument>,<argument>--output=report.xml</argument>,' \
	-e '/<argument>--run-record=/d' \
	-e 's,<program .*,<program>,' -e 's,<path>.*</path>,<path>/usr/bin/hopaudit</path>,' \
	-e 's, clock-synchronised="[a-z]*",,' -e 's,sandbox="[a-z]*",sandbox="both",' \
	-e '/<limit name="address-space" .* unit="bytes"/d' \
	-e '/<library /d' "$work/run.xml" >"$work/report.xml.run.xml"
compare 3 report.xml.run.xml
audit --format=text --width=80 --timezone=UTC >"$work/report.text"
compare 4 report.text
if "$top_builddir/tools/hopreport" validate report.xml >"$work/said"; then
	echo 'ok 5 - the report holds together'
else
	sed 's/^/# /' "$work/said"
	echo 'not ok 5 - the report holds together'
fi
"$top_builddir/tools/hopreport" html --cover --run-record=report.xml.run.xml \
	--output="$work/report.html" report.xml
compare 6 report.html
# A print holds its time, so it is made anew only with its page.
if [ "$changed" = report.html ] && command -v chromium >/dev/null 2>&1; then
	timeout 100 chromium --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/profile" --no-pdf-header-footer \
		--print-to-pdf=report.pdf "file://$PWD/report.html" 2>/dev/null
fi
if [ "$(head -c 5 report.pdf)" = '%PDF-' ]; then
	echo 'ok 7 - report.pdf'
else
	echo 'not ok 7 - report.pdf'
fi
# What is committed is what the script makes.
if [ -z "${PYTHON-}" ]; then
	skip 8 'make.py writes the archive' 'no python3'
else
	cp make.py "$work/" && "$PYTHON" "$work/make.py"
	if cmp -s "$work/incoming.mbox" incoming.mbox &&
	   cmp -s "$work/attic.zip" attic.zip &&
	   diff -r "$work/officer" officer >/dev/null; then
		echo 'ok 8 - make.py writes the archive'
	else
		echo 'not ok 8 - make.py writes the archive'
	fi
fi
mkdir -p tables
"$top_builddir/tools/hopreport" csv --output="$work/tables" report.xml
number=9
for table in messages hops findings verdicts inputs; do
	compare $number tables/$table.csv
	number=$((number + 1))
done
# RSA signs the same bytes in the same way each time.
ours='hopreport finds nothing against it'
theirs='nor does xmlsec1'
named='a changed byte is found'
"$top_builddir/tools/hopreport" sign --key=test-only.key \
	--certificate=test-only.crt --output="$work/report.xml.sig" \
	report.xml report.xml.run.xml 2>"$work/said"
if grep -q 'without libxmlsec1' "$work/said"; then
	for text in report.xml.sig "$ours" "$named"; do
		skip $number "$text" 'built without libxmlsec1'
		number=$((number + 1))
	done
else
	compare 14 report.xml.sig
	verify() {
		"$top_builddir/tools/hopreport" verify-signature \
			--trusted="$1/test-only.crt" "$1/report.xml.sig" \
			"$1/report.xml" "$1/report.xml.run.xml" >"$work/said"
	}
	if verify . && [ "$(grep -c '^good' "$work/said")" -eq 5 ]; then
		echo "ok 15 - $ours"
	else
		sed 's/^/# /' "$work/said"
		echo "not ok 15 - $ours"
	fi
	mkdir "$work/copy"
	cp report.xml report.xml.sig report.xml.run.xml test-only.crt "$work/copy"
	sed 's/rkeeper/rkeepers/' report.xml.run.xml >"$work/copy/report.xml.run.xml"
	verify "$work/copy"
	if [ $? -eq 1 ] && grep -q '^bad .*run.xml: changed' "$work/said"; then
		echo "ok 16 - $named"
	else
		sed 's/^/# /' "$work/said"
		echo "not ok 16 - $named"
	fi
fi
if command -v xmlsec1 >/dev/null 2>&1; then
	if xmlsec1 --verify --trusted-pem test-only.crt report.xml.sig \
		>"$work/said" 2>&1; then
		echo "ok 17 - $theirs"
	else
		sed 's/^/# /' "$work/said"
		echo "not ok 17 - $theirs"
	fi
else
	skip 17 "$theirs" 'no xmlsec1'
fi
if openssl rsa -in test-only.key -pubout 2>/dev/null >"$work/key" &&
   openssl x509 -in test-only.crt -noout -pubkey 2>/dev/null >"$work/certificate"; then
	if cmp -s "$work/key" "$work/certificate"; then
		echo 'ok 18 - the certificate is of the key'
	else
		echo 'not ok 18 - the certificate is of the key'
	fi
else
	skip 18 'the certificate is of the key' 'no openssl'
fi
