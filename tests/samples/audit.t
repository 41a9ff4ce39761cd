#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# audit.t - samples/audit: the report of the made-up archive is what hopaudit
# says, its page what hopreport makes of it, its PDF a print of that page.
# With REGOLD set: write them there, for review.
set -u
export LC_ALL=C.UTF-8 TZ=Asia/Kathmandu
cd "$top_srcdir/samples/audit" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
echo 1..5

compare() {
	if [ -n "${REGOLD-}" ] && ! cmp -s "$work/$2" "$2"; then
		cp "$work/$2" "$2"
	fi
	if cmp -s "$work/$2" "$2"; then
		echo "ok $1 - $2"
	else
		diff -u "$2" "$work/$2" 2>&1 | head -n 40 | cut -c 1-400 | sed 's/^/# /'
		echo "not ok $1 - $2"
	fi
}

# The public suffix list is the system's, so its digest is not ours to expect.
"$top_builddir/tools/hopaudit" --format=xml --output="$work/full.xml" \
	--run-record="$work/run.xml" incoming.mbox officer 2>"$work/said"
status=$?
sed '1,/suffix-data/s/\(suffix-data="\)[^"]*/\1*/' "$work/full.xml" >"$work/report.xml"
if [ "$status" -eq 1 ] && [ ! -s "$work/said" ]; then
	echo 'ok 1 - the archive is audited'
else
	sed 's/^/# /' "$work/said"
	echo "not ok 1 - the archive is audited, status $status"
fi
compare 2 report.xml
"$top_builddir/tools/hopreport" html --cover --output="$work/report.html" report.xml
compare 3 report.html
if [ -n "${REGOLD-}" ] && command -v chromium >/dev/null 2>&1; then
	timeout 100 chromium --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/profile" --no-pdf-header-footer \
		--print-to-pdf=report.pdf "file://$PWD/report.html" 2>/dev/null
fi
if [ "$(head -c 5 report.pdf)" = '%PDF-' ]; then
	echo 'ok 4 - report.pdf'
else
	echo 'not ok 4 - report.pdf'
fi
# What is committed is what the script makes.
if [ -z "${PYTHON-}" ]; then
	echo 'ok 5 - make.py writes the archive # SKIP no python3'
else
	cp make.py "$work/" && "$PYTHON" "$work/make.py"
	if cmp -s "$work/incoming.mbox" incoming.mbox && diff -r "$work/officer" officer >/dev/null; then
		echo 'ok 5 - make.py writes the archive'
	else
		echo 'not ok 5 - make.py writes the archive'
	fi
fi
