#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# kill-worker.sh - whoever kills a worker has no say in what the report is.
#
#	[ROUNDS=50] tests/tools/kill-worker.sh HOPAUDIT DIGEST ARGUMENT...
#
# DIGEST is what sha256sum prints of the report on standard input.  In each round
# one worker is killed at random; then one dies of a fault of its own, as far as
# can be seen: that is told.  Prints the rounds, and how many of the kills met a
# worker; none is a failure.
tool=$1 want=$2
shift 2
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
begin=$(date +%s%N)
"$tool" "$@" -q -o "$work/whole" 2>/dev/null
whole_us=$((($(date +%s%N) - begin) / 1000))
if [ "$(sha256sum <"$work/whole")" != "$want" ]; then
	echo 'another report, though nothing was killed'
	exit 1
fi

round=0 met=0 died=0
while [ $round -lt $((2 * ${ROUNDS:-5})) ]; do
	round=$((round + 1))
	signal=KILL
	[ $((round % 2)) -eq 0 ] && signal=SEGV
	rm -f "$work/report"*
	"$tool" "$@" -q -o "$work/report" 2>"$work/err" &
	audit=$!
	random=$(od -An -N4 -tu4 /dev/urandom)
	wait_us=$((random % whole_us))
	sleep "$(printf '%d.%06d' $((wait_us / 1000000)) $((wait_us % 1000000)))"
	# a worker alone: LeakSanitizer, too, works in a child, and waits for it
	worker=$(for child in $(cat /proc/$audit/task/*/children 2>/dev/null); do
		grep -q hopcheck- "/proc/$child/comm" 2>/dev/null && echo "$child"
	done | shuf -n 1)
	[ -n "$worker" ] && kill -$signal "$worker" 2>/dev/null &&
		met=$((met + 1))
	wait $audit
	status=$?
	digest=$(sha256sum <"$work/report")
	if [ "$digest" = "$want" ]; then
		continue
	elif [ $signal = KILL ]; then
		echo "round $round: another report"
		cat "$work/err"
		exit 1
	fi
	died=$((died + 1))
	if [ $status -ne 3 ] ||
	   ! grep -q 'note-tokens="[^"]*worker-died\|the worker ended' "$work/report"; then
		echo "round $round: status $status, or a death that is not told"
		exit 1
	fi
done
echo "$round rounds, $met workers met, $died deaths told"
[ $met -gt 0 ]
