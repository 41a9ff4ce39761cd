#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# same.sh - one report wherever, whenever and in whatever order it is made.
#
#	[ROUNDS=20] [HOPAUDIT_OTHER=PROGRAM] tests/tools/same.sh HOPAUDIT DIGEST \
#		FOLDER ARGUMENT...
#
# HOPAUDIT_OTHER is the hopaudit of another build, of another compiler, say.
# DIGEST is what sha256sum prints of the report on standard input that
# "HOPAUDIT ARGUMENT... FOLDER" makes; FOLDER stands in the current folder.
# Prints how many runs were compared.
tool=$1 want=$2 folder=$3
shift 3
here=$PWD
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
runs=0

# same NAME FILE
same() {
	runs=$((runs + 1))
	[ "$(sha256sum <"$2")" = "$want" ] && return
	echo "$1: another report"
	exit 1
}

# audit NAME COMMAND...: in the current folder
audit() {
	name=$1
	shift
	"$@" -q -o "$work/report" "$folder" 2>"$work/err"
	same "$name" "$work/report"
	rm -f "$work/report"*
}

for zone in Pacific/Apia America/St_Johns UTC :/nonexistent; do
	audit "zone $zone" env TZ=$zone "$tool" "$@"
done
# Turkish has another lower case of I; where it is not installed it is made
locales=
if ! locale -a 2>/dev/null | grep -qix 'tr_TR\.utf-\{0,1\}8' &&
   localedef -i tr_TR -f UTF-8 "$work/tr_TR.UTF-8" 2>/dev/null; then
	locales=LOCPATH=$work
fi
for locale in C C.UTF-8 tr_TR.UTF-8 xx_XX; do
	audit "locale $locale" env $locales LC_ALL=$locale "$tool" "$@"
done
for mask in 000 022 077; do
	(umask $mask && "$tool" "$@" -q -o "$work/report" "$folder") 2>/dev/null
	same "umask $mask" "$work/report"
	rm -f "$work/report"*
done
for jobs in 1 2 3 8; do
	audit "$jobs jobs" "$tool" --jobs $jobs "$@"
done
# a build without seccomp refuses that
"$tool" --require-sandbox "$@" -q -o "$work/report" "$folder" 2>"$work/err"
[ $? -eq 2 ] || same 'in a sandbox' "$work/report"
rm -f "$work/report"*
# and where the kernel has none
if strace -o /dev/null true 2>/dev/null; then
	for call in landlock_create_ruleset seccomp; do
		audit "without $call" strace -f -o /dev/null -e "trace=$call" \
			-e "inject=$call:error=EINVAL" "$tool" "$@"
	done
fi
# another build: of another compiler, say
[ -z "${HOPAUDIT_OTHER-}" ] || audit 'another build' "$HOPAUDIT_OTHER" "$@"
# the clock alone: it would tell other times of files, too
# and not every sanitizer lets another library go first
if faketime -f '+1 years' "$tool" --version >/dev/null 2>&1; then
	for when in '-10 years' '+10 years'; do
		audit "$when" env NO_FAKE_STAT=1 faketime -f "$when" "$tool" "$@"
	done
fi

# the same files, made in another order and below another folder
mkdir "$work/copy" "$work/copy/$folder"
(cd "$folder" && find . ! -name . -print) | sort -r |
	while read -r name; do
		mkdir -p "$work/copy/$folder/$(dirname "$name")"
		[ -d "$folder/$name" ] ||
			cp -a "$folder/$name" "$work/copy/$folder/$name"
	done
cd "$work/copy" || exit 99
audit 'files made in another order' "$tool" "$@"
cd "$here" || exit 99

# units in any order, by several processes at a time, from anywhere
round=0
while [ $round -lt "${ROUNDS:-3}" ]; do
	round=$((round + 1))
	rm -rf "$work/parts"
	units=$("$tool" "$@" --plan "$work/parts" "$folder") || exit 1
	seq "${units#*-}" | shuf | (
		cd / && xargs -P 3 -I '{}' "$tool" --unit='{}' "$work/parts"
	) || exit 1
	"$tool" --finish "$work/parts" -q -o "$work/report" 2>/dev/null
	same "units at random, round $round" "$work/report"
	rm -f "$work/report"*
done
echo "$runs runs, one report"
