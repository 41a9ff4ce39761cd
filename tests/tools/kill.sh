#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# kill.sh - a run that is killed again and again ends in the same report.
#
#	[ROUNDS=50] tests/tools/kill.sh HOPAUDIT DIGEST ARGUMENT...
#
# DIGEST is what sha256sum prints of the report's bytes on standard input.
# The run is killed with all that it started, by their process group.
# Prints the rounds, and how many times a run was killed before its end.
tool=$1 want=$2
shift 2
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
round=0 killed=0
# in the time that a whole run takes, and a little before its end
begin=$(date +%s%N)
"$tool" "$@" >/dev/null 2>&1
whole=$((($(date +%s%N) - begin) / 1000))
while [ $round -lt "${ROUNDS:-20}" ]; do
	round=$((round + 1))
	rm -rf "$work/state" "$work/report"
	again=
	for try in 1 2 3 4; do
		setsid "$tool" --state "$work/state" $again -o "$work/report" \
			"$@" >/dev/null 2>&1 &
		child=$!
		random=$(od -An -N4 -tu4 /dev/urandom)
		wait_us=$((random % (whole + whole / 8)))
		sleep "$(printf '%d.%06d' $((wait_us / 1000000)) $((wait_us % 1000000)))"
		# there is no group yet before the very first step
		{ kill -9 -$child || kill -9 $child; } 2>/dev/null &&
			killed=$((killed + 1))
		wait $child 2>/dev/null
		[ ! -e "$work/report" ] || break
		again=--resume
	done
	"$tool" --state "$work/state" --resume -o "$work/report" "$@" \
		>/dev/null 2>"$work/err"
	if [ "$(sha256sum <"$work/report")" != "$want" ]; then
		echo "round $round, try $try: another report"
		cat "$work/err"
		exit 1
	fi
done
echo "$round rounds, killed $killed times"
