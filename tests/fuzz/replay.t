#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# replay.t - every fuzz target holds on its seeds and on what once broke it.
set -u
fuzz=$top_srcdir/tests/fuzz
set -- $FUZZ_TARGETS
if [ $# -eq 0 ]; then
	echo '1..0 # SKIP no fuzz target yet'
	exit 0
fi
echo "1..$(($# * 2))"
number=0
verdict() {
	number=$((number + 1))
	echo "$1 $number - $2"
}
for target; do
	name=${target#fuzz_}
	# Files one by one: libFuzzer takes folders for corpora to grow.
	set --
	for file in "$fuzz/$name.seed"/* "$fuzz/$name.crash"/*; do
		[ -f "$file" ] && set -- "$@" "$file"
	done
	if [ $# -gt 0 ]; then
		verdict ok "$target has $# seeds"
	else
		verdict 'not ok' "$target has no seeds in tests/fuzz/$name.seed"
	fi
	if output=$("$top_builddir/tests/$target" "$@" 2>&1); then
		verdict ok "$target holds on them"
	else
		echo "$output" | tail -n 30 | sed 's/^/# /'
		verdict 'not ok' "$target holds on them"
	fi
done
