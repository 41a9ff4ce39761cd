#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# findings.t - each rule of the catalogue has a sample that raises it and one
# that does not, and both come out so.
set -u
catalogue=$top_srcdir/lib/policy/findings.tsv
hopcheck=$top_builddir/tools/hopcheck
cd "$top_srcdir/samples" || exit 99
unset NO_COLOR
export LC_ALL=C TZ=UTC0

number=0
verdict() {
	number=$((number + 1))
	echo "$1 $number - $2"
}

# said SAMPLE: the findings of a sample, one identifier a line.
said() {
	"$hopcheck" $(cat "$1.options") --format=text --width=200 "$1.eml" 2>&1 |
		sed -n 's/^  \(HC-[A-Z][0-9][0-9]\)  [a-z].*/\1/p'
}

ids=$(grep -o '^HC-[A-Z][0-9][0-9]' "$catalogue")
echo "1..$(($(echo "$ids" | wc -l) * 2))"
for id in $ids; do
	folder=findings/$id
	if [ -f "$folder/raises.eml" ] && said "$folder/raises" | grep -qx "$id"; then
		verdict ok "$id is raised by $folder/raises.eml"
	else
		verdict 'not ok' "$id is raised by $folder/raises.eml"
	fi
	if [ -f "$folder/not.eml" ] && ! said "$folder/not" | grep -qx "$id"; then
		verdict ok "$id is not raised by $folder/not.eml"
	else
		verdict 'not ok' "$id is not raised by $folder/not.eml"
	fi
done
