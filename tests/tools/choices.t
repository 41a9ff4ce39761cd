#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# choices.t - what an audit was told to judge by goes with its plan: whoever does
# a unit, wherever, judges by the same profile, databases and recipients.
. "${top_srcdir:?}/tests/tools/lib.sh"
mkdir mail elsewhere
cp "$top_srcdir"/samples/profiles/*.eml mail
cp "$top_srcdir/samples/profiles/house.xml" house.xml

# planned NAME OPTION...: made in one go, and from a plan in another folder
planned() {
	name=$1
	shift
	run hopaudit --quiet --jobs 1 "$@" -o "$name.xml" mail
	holds "$name: is made" test -s "$name.xml"
	want=$status
	run hopaudit "$@" --plan "$name.plan" mail
	status_is 0
	units=$(sed 's/.*-//' "$out")
	cd elsewhere || exit 99
	run hopaudit --unit=1-"$units" "$work/in/$name.plan"
	status_is 0
	run hopaudit --finish "$work/in/$name.plan" -o "../$name.again.xml"
	status_is "$want"
	cd .. || exit 99
	holds "$name: the same from a plan" cmp "$name.xml" "$name.again.xml"
}

planned plain --trust rcpt.example
planned shipped --trust rcpt.example --profile nist-800-52r2
holds 'a profile is told' grep -q 'nist-800-52r2' shipped.xml
holds 'and not where none was chosen' fails grep -q 'nist-800-52r2' plain.xml
planned file --trust rcpt.example --profile ./house.xml
holds 'a file of ours, too' fails cmp -s plain.xml file.xml
planned recipients --trust rcpt.example --recipient bob@rcpt.example \
	--recipient ann@rcpt.example --as-of 2026-08-01
if [ -x "$top_builddir/tests/make_mmdb" ]; then
	printf '192.0.2.0/24\tGB\n203.0.113.0/24\tGB\n198.51.100.0/24\tGB\n' |
		"$top_builddir/tests/make_mmdb" one.mmdb Test-Country 1700000000 ||
		exit 99
	planned places --trust rcpt.example --address-db one.mmdb
	holds 'the database is told' grep -q Test-Country places.xml
	run hopaudit --trust rcpt.example --address-db one.mmdb \
		--plan lost.plan mail
	status_is 0
	rm one.mmdb
	run hopaudit --unit=1 lost.plan
	status_is 2
	err_is_plain hopaudit
	err_has one.mmdb
fi

# what is not there any more, or is another, is said by who does a unit
run hopaudit --trust rcpt.example --profile ./house.xml --plan gone.plan mail
status_is 0
rm house.xml
run hopaudit --unit=1 gone.plan
status_is 2
err_is_plain hopaudit
err_has house.xml
finish
