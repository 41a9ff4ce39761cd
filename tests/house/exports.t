#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# exports.t - the library shows what hopcheck*.h declare, and nothing else.
set -u
so=$top_builddir/lib/.libs/libhopcheck.so
if [ ! -f "$so" ] || ! command -v nm >/dev/null 2>&1; then
	echo '1..0 # SKIP no shared library or no nm'
	exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
# Counted without the build's own rule: every hc_ name before a parenthesis,
# comments and macros taken out.
sed -e 's,/\*[^*]*\*/,,g' -e '/^#/d' "$top_srcdir"/lib/hopcheck*.h |
	grep -v '^ \*' | grep -v G_DEFINE_AUTOPTR |
	grep -o '\bhc_[a-z0-9_]*(' | tr -d '(' | LC_ALL=C sort -u >"$work/declared"
nm -D --defined-only "$so" | awk '$2 ~ /[TDBRVW]/ { print $3 }' |
	sed 's/@.*//' | grep -v '^_\|^llvm\|^[^h].*san' | LC_ALL=C sort -u >"$work/shown"
echo 1..3
if [ "$(wc -l <"$work/declared")" -gt 50 ]; then
	echo "ok 1 - the header declares $(wc -l <"$work/declared") functions"
else
	echo 'not ok 1 - the header declares more than 50 functions'
fi
missing=$(LC_ALL=C comm -23 "$work/declared" "$work/shown")
if [ -z "$missing" ]; then
	echo 'ok 2 - each of them is in the library'
else
	echo "$missing" | sed 's/^/# /'
	echo 'not ok 2 - each of them is in the library'
fi
more=$(LC_ALL=C comm -13 "$work/declared" "$work/shown")
if [ -z "$more" ]; then
	echo 'ok 3 - the library shows nothing else'
else
	echo "$more" | sed 's/^/# /'
	echo 'not ok 3 - the library shows nothing else'
fi
