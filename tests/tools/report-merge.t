#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# report-merge.t - the parts of one plan make the report that one run makes.
. "${top_srcdir:?}/tests/tools/lib.sh"

mkdir mail
cp "$top_srcdir"/samples/cases/*.eml mail
run hopaudit --format=xml --output=whole.xml mail
run hopaudit --format=xml --plan=state mail
status_is 0
units=$(sed 's/.*-//' "$out")
run hopreport merge state
status_is 2
err_has 'units that are not done'
run hopaudit --unit="1-$units" state
run hopreport merge -o merged.xml state
merged=$status
holds 'the parts make the report of one run' cmp merged.xml whole.xml
run hopaudit --finish=state --output=finished.xml
holds 'its status is that of hopaudit' test "$merged" -eq "$status"
holds 'so do they with hopaudit --finish' cmp merged.xml finished.xml
run hopreport validate merged.xml
status_is 0
run hopreport merge
status_is 2
run hopreport merge nowhere
status_is 2
err_is_plain hopreport
finish
