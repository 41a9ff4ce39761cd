#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# samples.t - what hopcheck says of every sample is what lies beside it, and
# every XML report is valid.  With REGOLD set: write it there, for review.
#
# The zone, the locale's language and the terminal must not matter, so odd ones
# are set; only the character set does, for line drawing.
set -u
hopcheck=$top_builddir/tools/hopcheck
schema=$top_srcdir/schemas/report.xsd
cd "$top_srcdir/samples" || exit 99
unset NO_COLOR HOPCHECK_CORPUS
export LC_ALL=C.UTF-8 TZ=Asia/Kathmandu COLUMNS=200 TERM=xterm

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
# The archive of audit/ has a test of its own.
find . -path ./audit -prune -o -name '*.eml' -print -o -name '*.mbox' -print | sed 's,^\./,,' | LC_ALL=C sort >"$work/list"
echo "1..$(($(wc -l <"$work/list") * 4 + 1))"
number=0
verdict() {
	number=$((number + 1))
	echo "$1 $number - $2"
}

# The public suffix list is the system's, so its digest is not ours to expect.
report() {
	"$hopcheck" $options --format="$1" "$sample" 2>/dev/null |
		sed -e '1,/suffix-data/s/\(suffix-data="\)[^"]*/\1*/' \
			-e '1,/suffix-data/s/\("suffix-data":"\)[^"]*/\1*/'
}

# compare KIND: $work/got is what stands beside the sample under that ending.
compare() {
	if [ -n "${REGOLD-}" ]; then
		cmp -s "$work/got" "$base.$1" || cp "$work/got" "$base.$1"
	fi
	if cmp -s "$work/got" "$base.$1"; then
		verdict ok "$sample $1"
	else
		diff -u "$base.$1" "$work/got" 2>&1 | head -n 40 | sed 's/^/# /'
		verdict 'not ok' "$sample $1"
	fi
}

mkdir "$work/xml"
reports=0
while read -r sample; do
	base=${sample%.*}
	options=
	[ -f "$base.options" ] && options=$(cat "$base.options")
	"$hopcheck" $options --format=text "$sample" >"$work/got" 2>"$work/said"
	status=$?
	compare text
	{
		echo "$status"
		cat "$work/said"
	} >"$work/got"
	compare status
	report json >"$work/got"
	compare json
	report xml >"$work/got"
	reports=$((reports + 1))
	cp "$work/got" "$work/xml/$reports.xml"
	compare xml
done <"$work/list"

if [ -z "$XMLLINT" ]; then
	verdict ok 'every XML report is valid # SKIP no xmllint'
elif "$XMLLINT" --nonet --noout --schema "$schema" "$work/xml"/*.xml >"$work/said" 2>&1; then
	verdict ok 'every XML report is valid'
else
	grep -v ' validates$' "$work/said" | head -n 20 | sed 's/^/# /'
	verdict 'not ok' 'every XML report is valid'
fi
