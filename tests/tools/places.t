#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# places.t - address databases: what hopcheck says of a peer's country and
# network, where they disagree, and what it refuses.
. "${top_srcdir:?}/tests/tools/lib.sh"
schema=$top_srcdir/schemas/report.xsd
if [ ! -x "$top_builddir/tests/make_mmdb" ]; then
	printf 'From: a@sender.example\n\n' >none.eml
	run hopcheck --address-db any.mmdb none.eml
	status_is 2
	err_has 'this build reads no address databases'
	finish
	exit
fi

# database FILE TYPE EPOCH ROW: the row's cells parted by spaces, "_" a blank
database() {
	printf '%s\n' "$4" | tr ' _' '\t ' |
		"$top_builddir/tests/make_mmdb" "$1" "$2" "$3" || exit 99
}

# message FILE ADDRESS: from mail.nhs.uk, which bore that address in 2007,
# through a relay of its own
message() {
	{
		echo "Received: from mail.nhs.uk (mail.nhs.uk [$2])"
		echo ' (using TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits))'
		echo ' by mx.rcpt.example (Postfix) with ESMTPS id 4TESTQ'
		echo ' for <bob@rcpt.example>; Sun, 26 Aug 2007 22:16:16 +0100 (BST)'
		echo 'Received: from inner.nhs.uk (inner.nhs.uk [203.0.113.77])'
		echo ' by mail.nhs.uk (Postfix) with ESMTP id 4TESTP'
		echo ' for <bob@rcpt.example>; Sun, 26 Aug 2007 22:16:10 +0100 (BST)'
		echo 'From: Ann <ann@nhs.uk>'
		echo 'Subject: Minutes'
		echo
	} >"$1"
}
message thread.eml 212.137.44.179

# "Sheffield according to one geolocation tool, Manchester another, London a
# third": one country, three cities
database sheffield.mmdb Test-A 1188000000 '212.137.0.0/16 GB GB Sheffield 64496 Example_plc'
database manchester.mmdb Test-B 1188000000 '212.137.44.0/24 GB - Manchester'
database london.mmdb Test-C 1793491200 '212.137.44.179/32 GB - London'
three='--address-db sheffield.mmdb --address-db manchester.mmdb --address-db london.mmdb'
run hopcheck --trust rcpt.example --width 119 $three thread.eml
out_has 'address placed in GB by 3 of 3 address databases  AS64496 Example plc'
out_has 'claimed address, placed in no country by any of 3 address databases'
out_has '  1  sheffield.mmdb  Test-A  built 2007-08-25 00:00:00 UTC'
out_has "SHA-256 $(sha256sum <london.mmdb | cut -d' ' -f1)"
run hopcheck --trust rcpt.example --width 300 $three thread.eml
out_has 'address placed in GB by 3 of 3'
out_has 'one built 19 years after the stamp'
run hopcheck --trust rcpt.example --verbose --width 120 $three thread.eml
out_has 'database 1: GB Sheffield  registered in GB  AS64496 Example plc  212.137.0.0/16'
out_has 'database 2: GB Manchester  212.137.44.0/24  (built 1 day before the stamp)'
out_has 'database 3: GB London  212.137.44.179/32  (built 19 years after the stamp)'
out_has 'database 3: nothing on this address'
run hopcheck --trust rcpt.example --quiet $three thread.eml
out_lacks Sheffield

# three countries
database us.mmdb Test-B 1188000000 '212.137.44.0/24 US'
run hopcheck --trust rcpt.example --width 119 --address-db sheffield.mmdb \
	--address-db us.mmdb --address-db london.mmdb thread.eml
out_has 'placed in GB or US by 3 address databases that disagree'
database anycast.mmdb Test-D 1188000000 '212.137.44.0/24 GB - - - - anycast'
run hopcheck --trust rcpt.example --width 119 --address-db anycast.mmdb thread.eml
out_has 'placed at many places (anycast) by the address database'

# a policy: "outside the EEA?"  Not in 2007, by what the databases say
policy() {
	echo "<policy xmlns='urn:hopcheck:policy:1' id='p' version='1'"
	echo " issued='2026-01-01' owner='o'><mtas><mta id='edge' role='boundary'>"
	echo " <name>mx.rcpt.example</name><address>192.0.2.1</address></mta></mtas>"
	echo " <boundary inbound-tls='preferred' outbound-tls='none'/>"
	echo " <jurisdictions allow='$1' inferred='fail'/>"
	echo " <controls><catalogue id='gdpr'/></controls></policy>"
}
policy EEA >eea.xml
policy US >us.xml
run hopcheck --policy eea.xml $three thread.eml
out_lacks HC-J0
run hopcheck --policy us.xml --width 100 $three thread.eml
status_is 1
out_has 'HC-J01  fail  severity high  hop 2'
out_has 'is placed in GB by 3 of 3'
out_has '(GDPR): Art. 5(1)(f), Art. 28(1)'
out_has 'References: crosswalk of Open'
run hopcheck --policy us.xml --format json $three thread.eml
out_has 'is placed in GB by 3 of 3 address databases, which on 2007-08-26 was not within US'
run hopcheck --policy us.xml --format xml $three thread.eml
cp "$out" report.xml
out_has '<control catalogue="gdpr"'
if [ -n "${XMLLINT-}" ]; then
	holds 'the XML with controls is valid' "$XMLLINT" --nonet --noout --schema "$schema" report.xml
fi
run hopcheck --policy eea.xml --address-db sheffield.mmdb --address-db us.mmdb thread.eml
out_has 'HC-J02  indeterminate'
run hopcheck --policy eea.xml thread.eml
out_has 'HC-J02  indeterminate'

# trees: valid, and the same in both
run hopcheck --trust rcpt.example --format xml $three thread.eml
cp "$out" report.xml
out_has '<location state="agreed" country="GB" claimed="false">'
out_has '<location state="unknown" claimed="true">'
out_has '<city>Manchester</city>'
out_has 'built-after-days="-1"'
if [ -n "${XMLLINT-}" ]; then
	holds 'the XML is valid' "$XMLLINT" --nonet --noout --schema "$schema" report.xml
fi
run hopcheck --trust rcpt.example --format json $three thread.eml
out_has '"state":"agreed","country":"GB","claimed":false'
out_has '"city":{"text":"London"}'
out_has '"built":"2026-11-01T00:00:00Z"'
run hopcheck --trust rcpt.example --format json thread.eml
out_has '"address-databases":null'
out_has '"location":null'

# the same bytes whatever was asked before
run hopcheck --trust rcpt.example $three thread.eml
cp "$out" once
run hopcheck --trust rcpt.example $three thread.eml
holds 'the same report twice' cmp "$out" once

# names of a database may hold anything
name=$(printf 'Evil\033[2J\302\233x<&"\001')
database evil.mmdb "$name" 1188000000 "212.137.44.0/24 GB - $(printf '\033[31mRed\200') 64499 $name"
run hopcheck --trust rcpt.example --verbose --address-db evil.mmdb thread.eml
holds 'no escape sequence comes through' fails grep -q "$(printf '\033')" "$out"
out_has 'AS64499 Evil'
run hopcheck --trust rcpt.example --format xml --address-db evil.mmdb thread.eml
cp "$out" report.xml
if [ -n "${XMLLINT-}" ]; then
	holds 'the XML of it is valid' "$XMLLINT" --nonet --noout --schema "$schema" report.xml
fi

# a report says what was asked: it is made again, and what names no database
# that was asked is a flaw
run hopcheck --trust rcpt.example --format xml --output placed.xml $three thread.eml
run hopreport validate placed.xml
status_is 0
run hopreport verify $three placed.xml
status_is 0
out_has 'its inputs give the same report again$'
run hopreport verify placed.xml
status_is 2
err_has 'placed.xml: was made with address databases: name them$'
run hopreport verify --address-db missing.mmdb placed.xml
status_is 2
err_has 'missing.mmdb: No such file'
run hopreport verify --address-db us.mmdb --address-db manchester.mmdb \
	--address-db london.mmdb placed.xml
status_is 1
out_has '^placed.xml:[0-9]*: policy: '
for other in 0 4; do
	sed "s,\(<answer database=\"\)3,\1$other," placed.xml >flawed.xml
	holds 'the report has another answer' fails cmp -s placed.xml flawed.xml
	run hopreport validate flawed.xml
	status_is 1
	out_has "^flawed.xml:[0-9]*: an answer names address database $other of 3\$"
done
sed 's,\(<address-database number="\)2,\17,' placed.xml >flawed.xml
run hopreport validate flawed.xml
status_is 1
out_has '^flawed.xml:[0-9]*: .*states number 7'

# refused, before a message is read
run hopcheck --address-db missing.mmdb thread.eml
status_is 2
err_has 'missing.mmdb: No such file'
holds 'nothing is written' test ! -s "$out"
run hopcheck --address-db thread.eml thread.eml
status_is 2
err_has 'no MaxMind DB metadata'
head -c 300 sheffield.mmdb >cut.mmdb
run hopcheck --address-db sheffield.mmdb --address-db cut.mmdb thread.eml
status_is 2
err_has 'cut.mmdb: is no address database'
mkfifo pipe.mmdb
run hopcheck --address-db pipe.mmdb thread.eml
status_is 2
err_has 'is no regular file'
finish
