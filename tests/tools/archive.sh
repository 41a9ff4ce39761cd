# SPDX-License-Identifier: LGPL-2.1-or-later
# archive.sh - a small archive of many shapes, the same each time.

# letter N: a message, one in three over broken TLS, one in seven in the clear
letter() {
	how='(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))'
	[ $(($1 % 3)) -ne 0 ] || how='(using TLSv1 with cipher RC4-MD5 (128/128 bits))'
	with=ESMTPS
	[ $(($1 % 7)) -ne 0 ] || how='' with=ESMTP
	echo 'Received: from mail.sender.example (mail.sender.example [198.51.100.7])'
	[ -z "$how" ] || echo "	$how"
	echo "	by mx.rcpt.example (Postfix) with $with id 4TEST$1"
	echo '	for <bob@rcpt.example>; Wed, 1 May 2024 10:00:04 +0000 (UTC)'
	echo 'From: Alice <alice@sender.example>'
	echo 'To: bob@rcpt.example'
	echo "Subject: Figures of week $1"
	echo "Message-ID: <$1@sender.example>"
	echo 'Date: Wed, 1 May 2024 10:00:00 +0000'
	echo
	echo 'Text.'
}

# archive FOLDER: made anew; files get one time, so that a state fits again
archive() {
	rm -rf "$1"
	mkdir -p "$1/letters" "$1/boxes"
	letter 1 >"$1/one.eml"
	cp "$1/one.eml" "$1/letters/copy.eml"
	for i in 2 3 4 5 6 7 8 9; do
		letter $i >"$1/letters/$i.eml"
	done
	for i in 10 11 12; do
		echo 'From alice@sender.example Wed May  1 10:00:00 2024'
		letter $i
		echo
	done >"$1/boxes/small.mbox"
	# two units and a little: one long body, then many short messages
	{
		echo 'From alice@sender.example Wed May  1 10:00:00 2024'
		letter 13
		yes 'A line of text that says nothing at all, again and again.' |
			head -n 230000
		echo
		for i in 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
			echo 'From alice@sender.example Wed May  1 10:00:00 2024'
			letter $i
			yes 'Text, and more of it.' | head -n 20000
			echo
		done
	} >"$1/big.mbox"
	mkfifo "$1/pipe.eml"
	find "$1" -type f -exec touch -d '2024-05-02 00:00:00 UTC' {} +
}
