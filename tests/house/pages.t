#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# pages.t - the manual pages are clean mdoc and refer to pages that exist.
set -u
cd "$top_srcdir/man" || exit 99
set -- *.[1-8]
if [ ! -f "$1" ]; then
	echo '1..0 # SKIP no page'
	exit 0
fi
if [ -z "$MANDOC" ]; then
	echo '1..0 # SKIP no mandoc'
	exit 0
fi
echo "1..$(($# + 2))"
number=0
for page; do
	number=$((number + 1))
	if said=$("$MANDOC" -T lint -W warning "$page" 2>&1); then
		echo "ok $number - $page"
	else
		echo "$said" | sed 's/^/# /'
		echo "not ok $number - $page"
	fi
done
missing=$(sed -n 's/^\.Xr \([a-z]*hop[a-z]*\) \([1-8]\).*/\1.\2/p' "$@" | sort -u |
	while read -r page; do [ -f "$page" ] || echo "# $page"; done)
number=$((number + 1))
if [ -z "$missing" ]; then
	echo "ok $number - pages of ours that are referred to exist"
else
	echo "$missing"
	echo "not ok $number - pages of ours that are referred to exist"
fi

# Whoever opened one page finds the others.
missing=$(for page; do
	for other; do
		[ "$page" = "$other" ] ||
			sed -n '/^\.Sh SEE ALSO/,/^\.Sh [^S]/p' "$page" |
			grep -q "^\.Xr ${other%.*} ${other##*.}" ||
			echo "# $page: $other"
	done
done)
number=$((number + 1))
if [ -z "$missing" ]; then
	echo "ok $number - each page names the others in SEE ALSO"
else
	echo "$missing"
	echo "not ok $number - each page names the others in SEE ALSO"
fi
