#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# inputs.t - what hopaudit is given: each kind of archive, each kind of trouble.
. "${top_srcdir:?}/tests/tools/lib.sh"
. "$top_srcdir/tests/tools/archive.sh"

# audit ARGUMENT...: the report on standard output, by the schema
audit() {
	run hopaudit --quiet --trust rcpt.example --format xml "$@"
	cp "$out" report.xml
	holds "$what: by the schema" "${XMLLINT:-xmllint}" --noout \
		--schema "$top_srcdir/schemas/report.xsd" report.xml
}

# total NAME NUMBER: what the totals of the last audit say
total() {
	holds "$what: $1 $2" grep -q "<totals[^>]* $1=\"$2\"" report.xml
}

# mailbox N...: one of letters
mailbox() {
	for letter in "$@"; do
		echo 'From alice@sender.example Wed May  1 10:00:00 2024'
		letter "$letter"
		echo
	done
}

# -------------------------------------------------------------- containers
mkdir mail mail/box
letter 1 >mail/1.eml
letter 2 >mail/2.eml
mailbox 3 4 >mail/box/Inbox
if grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	tar -cf mail.tar mail
	audit mail.tar
	status_is 1
	total messages 4
	total inputs-failed 0
	holds 'it is told what it was read as' grep -q 'kind="tar"' report.xml
	holds 'members are named' grep -q 'member="mail/1.eml"' report.xml
	holds 'its digest is that of the file' grep -q \
		"<input .*sha256=\"$(sha256sum <mail.tar | cut -c 1-64)\"" \
		report.xml
	for way in 'gzip gz' 'bzip2 bz2' 'xz xz' 'zstd zst'; do
		if ! command -v "${way% *}" >/dev/null 2>&1; then
			skip "tar.${way#* }" "no ${way% *}"
			continue
		fi
		"${way% *}" -q -c mail.tar >"mail.tar.${way#* }"
		audit "mail.tar.${way#* }"
		status_is 1
		total messages 4
		total inputs-failed 0
	done
	gzip -c mail/box/Inbox >Inbox.gz
	audit Inbox.gz
	status_is 1
	total messages 2
	mkdir nest && cp mail.tar Inbox.gz mail/1.eml nest
	audit nest
	status_is 1
	total messages 7
	total inputs 3
	total inputs-failed 0
	input=mail.tar
	audit -
	total messages 4
	unset input
	head -c 2000 mail.tar >cut.tar
	audit cut.tar mail/1.eml
	status_is 3
	total inputs-failed 1
	holds 'what is damaged is told' grep -q '<trouble ' report.xml
fi
finish
