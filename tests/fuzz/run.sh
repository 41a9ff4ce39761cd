#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# run.sh - each fuzz target for FUZZ_SECONDS, two at a time ("make fuzz").
# New inputs grow in a folder of the build tree; a crash is kept beside it.
# FUZZ_SEED=N starts from the same chance each time; 0, the default, from another.
set -u
fuzz=$top_srcdir/tests/fuzz
work=$top_builddir/tests/fuzz-work
mkdir -p "$work"

run_target() {
	target=$1
	name=${target#fuzz_}
	mkdir -p "$work/$name"
	dict=
	[ -f "$fuzz/$name.dict" ] && dict=-dict=$fuzz/$name.dict
	"$top_builddir/tests/$target" -max_total_time="$FUZZ_SECONDS" \
		-seed="${FUZZ_SEED:-0}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$work/$name-" $dict \
		"$work/$name" "$fuzz/$name.seed" >"$work/$name.log" 2>&1
	status=$?
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name.log")
	if [ "$status" -eq 0 ]; then
		echo "ok   $target: ${runs:-?} runs in $FUZZ_SECONDS s"
	else
		echo "FAIL $target (status $status), log $work/$name.log:"
		tail -n 40 "$work/$name.log" | sed 's/^/     /'
	fi
	return $status
}

failed=0
set -- $FUZZ_TARGETS
while [ $# -gt 0 ]; do
	run_target "$1" &
	first=$!
	shift
	if [ $# -gt 0 ]; then
		run_target "$1" &
		second=$!
		shift
		wait "$second" || failed=1
	fi
	wait "$first" || failed=1
done
exit $failed
