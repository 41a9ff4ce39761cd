#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# policies.t - every policy of samples/policies/ is taken, decides its stated
# cases, and says by which line.
. "${top_srcdir:?}/tests/tools/lib.sh"
folder=$top_srcdir/samples/policies

for policy in "$folder"/*.xml; do
	cases=${policy%.xml}.cases
	holds "$policy has stated cases" test -s "$cases"
	run hoppolicy check "$policy"
	status_is 0
	run hoppolicy test "$cases" --policy "$policy"
	status_is 0
	out_has ' as stated, 0 differ'
	holds "$policy: at least one case" grep -q '^ok ' "$out"
done

# the page of 2009, word for word: the rule that decides is cited
explain() {
	run hoppolicy explain --policy "$folder/dorset-2009.xml" \
		--from "$1" --to "$2" --date 2009-10-01
	status_is 0
}
explain joe.bloggs@dorset-pct.nhs.uk fred.smith@dchft.nhs.uk
out_has '^pair: covered'
out_has "dorset-ironport' (.*dorset-2009.xml, line [0-9]"
explain fran.smith@bp-pct.nhs.uk Amanda.white@hotmail.com
out_has '^pair: one-end'
explain simon.hughes@bp.nhs.uk ann.harris@hampshirepct.nhs.uk
out_has '^pair: no-rule'
explain joe.bloggs@dorset-pct.nhs.uk fred.smith@nhs.net
out_has '^pair: not-linked'
out_has 'dorset-2009.xml, line [0-9]*: envelopes cannot be opened'
explain joe.bloggs@dorset.nhs.uk reception@gp-J81088.nhs.uk
out_has '^pair: excepted'
out_has 'Lyme Regis Medical Centre uses its own mail server'

# a case that differs is told, by status 1
printf 'pair\ta@nhs.net\tb@nhs.net\t2018-06-01\tno-rule\n' >wrong.cases
run hoppolicy test wrong.cases --policy "$folder/nhsmail-gsi.xml"
status_is 1
out_has '^DIFF'

# what the policy makes of a finding is told with it, and so is a bar not met
sed -e "s/example\.com/hospital.example/" -e 's,</policy>,<findings><override id="HC-T01" severity="low" reason="a trial"/></findings></policy>,' \
	"$folder/minimal.xml" >lighter.xml
run hopcheck --policy lighter.xml --format json "$top_srcdir/samples/findings/HC-T01/raises.eml"
out_has 'Overridden by lighter.xml, line [0-9]*, a trial: severity low and effect fail in place of critical and fail\.'
out_has 'fail a message, so this has the effect indeterminate\.'
finish
