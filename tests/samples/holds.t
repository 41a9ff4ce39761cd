#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# holds.t - reports of audits hold together, as hopreport validate has it: of
# each folder of samples, of all of them by each policy in each detail, and of
# real mail, if there is some.
. "${top_srcdir:?}/tests/tools/lib.sh"
samples=$(cd "$top_srcdir/samples" && pwd)
corpus=${HOPCHECK_CORPUS:-$top_srcdir/../shared/mail}

# holds_together OPTION... FOLDER
holds_together() {
	run hopaudit --quiet --format=xml --output="$work/report.xml" "$@"
	case $status in
	0 | 1 | 3 | 5) ;;
	*)
		verdict 'not ok' "hopaudit $*"
		return
		;;
	esac
	run hopreport validate "$work/report.xml"
	what="of hopaudit $*"
	status_is 0
}

for folder in "$samples"/*/; do
	holds_together --trust=rcpt.example "$folder"
done
for policy in "$samples"/policies/*.xml; do
	for detail in all findings summary; do
		holds_together --policy="$policy" --detail=$detail "$samples"
	done
done
if [ -d "$corpus" ]; then
	holds_together "$corpus"
	holds_together --policy="$samples/policies/strict.xml" \
		--detail=findings "$corpus"
else
	skip 'real mail' 'no corpus (HOPCHECK_CORPUS)'
fi
finish
