#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# coverage.sh - lines that "make check" ran, by layer ("make coverage").
set -u
case $CC in
*clang*) gcov='llvm-cov gcov' ;;
*) gcov=gcov ;;
esac
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$top_builddir" || exit 1
find lib tools -name '*.gcno' | while read -r notes; do
	$gcov -n -o "$(dirname "$notes")" "$notes" 2>/dev/null
done >"$work/said"
awk '
/^File / {
	file = $0
	sub(/^File ./, "", file)
	sub(/.$/, "", file)
	layer = ""
	if (match(file, /(lib\/[a-z]+|tools)\/[^\/]*\.c$/)) {
		layer = substr(file, RSTART, RLENGTH)
		sub(/\/[^\/]*$/, "", layer)
	}
}
/^Lines executed:/ && layer != "" {
	split($0, part, /[:%]| of /)
	if (!((layer, file) in seen)) {
		seen[layer, file] = 1
		lines[layer] += part[4]
		ran[layer] += part[2] * part[4] / 100
	}
	layer = ""
}
END {
	printf "%-14s %7s %7s %6s\n", "layer", "lines", "run", "%"
	for (layer in lines) {
		printf "%-14s %7d %7d %6.1f\n", layer, lines[layer],
			ran[layer] + 0.5, 100 * ran[layer] / lines[layer] | "sort"
		all += lines[layer]
		done_ += ran[layer]
	}
	close("sort")
	if (all > 0)
		printf "%-14s %7d %7d %6.1f\n", "all", all, done_ + 0.5,
			100 * done_ / all
}' "$work/said"
