#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# report-sign.t - signatures over reports: made, checked by the xmlsec1 command
# too, and broken in every way that can be thought of.
. "${top_srcdir:?}/tests/tools/lib.sh"

if ! command -v openssl >/dev/null 2>&1; then
	echo '1..0 # SKIP no openssl'
	exit 0
fi
cp "$top_srcdir/samples/cases/nhs-2007-sendmail.xml" report.xml
printf '<run/>\n' >report.run.xml
{
	openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem \
		-days 30 -subj /CN=Reviewer
	openssl ecparam -genkey -name prime256v1 -noout -out ec.key
	openssl req -x509 -new -key ec.key -out ec.pem -days 30 -subj /CN=Other
	openssl pkcs12 -export -inkey rsa.key -in rsa.pem -out rsa.p12 \
		-passout pass:opensesame
	openssl rsa -in rsa.key -aes128 -passout pass:opensesame -out locked.key
	openssl req -x509 -newkey rsa:1024 -nodes -keyout short.key \
		-out short.pem -days 30 -subj /CN=Short
	# a chain: root, then the signer
	openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key \
		-out root.pem -days 30 -subj /CN=Root
	openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr \
		-subj /CN=Leaf
	openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key \
		-CAcreateserial -days 30 -out leaf.pem
} >/dev/null 2>&1
echo opensesame >password
echo wrong >wrong

run hopreport sign --key=rsa.key -c rsa.pem report.xml
if grep -q 'without libxmlsec1' "$err"; then
	echo '1..0 # SKIP built without libxmlsec1'
	exit 0
fi
status_is 0
out_has '<Reference URI="report.xml">'

# ------------------------------------------------------- made and checked
check() { # check NAME CERTIFICATE KEY-OPTION...
	name=$1 certificate=$2
	shift 2
	run hopreport sign "$@" -o "$name.sig" report.xml report.run.xml
	status_is 0
	run hopreport verify-signature -t "$certificate" "$name.sig" \
		report.xml report.run.xml
	status_is 0
	out_has '^good  report.xml: as it was signed$'
	out_has '^good  report.run.xml: as it was signed$'
	out_has '^good  certificate: leads to one that is trusted$'
	if command -v xmlsec1 >/dev/null 2>&1; then
		holds "$name: xmlsec1 says so, too" \
			xmlsec1 --verify --trusted-pem "$certificate" "$name.sig"
	else
		skip "$name: xmlsec1 says so, too" 'no xmlsec1'
	fi
}
check rsa rsa.pem --key=rsa.key --certificate=rsa.pem
check ec ec.pem --key=ec.key --certificate=ec.pem
check p12 rsa.pem --key=rsa.p12 --password-file=password
check locked rsa.pem --key=locked.key -c rsa.pem --password-file=password
check chain root.pem --key=leaf.key -c leaf.pem -c root.pem
run hopreport verify-signature -t leaf.pem chain.sig report.xml report.run.xml
status_is 0
digest=$(openssl dgst -sha256 -binary report.xml | openssl base64)
holds 'what is signed is the SHA-256 of the file' grep -qF "$digest" rsa.sig
if [ -n "${XMLLINT-}" ]; then
	holds 'xmllint reads it' "$XMLLINT" --noout rsa.sig
else
	skip 'xmllint reads it' 'no xmllint'
fi

# ------------------------------------------------------------- whose it is
run hopreport verify-signature rsa.sig report.xml report.run.xml
status_is 5
out_has '^open  certificate: none was named'
run hopreport verify-signature -t ec.pem rsa.sig report.xml report.run.xml
status_is 1
out_has '^bad   certificate: '
run hopreport verify-signature -t rsa.pem --at=2001-01-01 rsa.sig report.xml \
	report.run.xml
status_is 1
out_has '^bad   certificate: .*not yet valid'

# --------------------------------------------------------- what was changed
spoil() { # spoil FILE OFFSET: one bit of one byte
	cp "$1" "$1.kept"
	byte=$(od -An -tu1 -j "$2" -N1 "$1.kept")
	# shellcheck disable=SC2059
	printf "\\$(printf %o $((byte ^ 1)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
mend() {
	mv "$1.kept" "$1"
}
spoil report.xml 9000
run hopreport verify-signature -t rsa.pem rsa.sig report.xml report.run.xml
status_is 1
out_has '^bad   report.xml: changed since it was signed$'
out_has '^bad   report.xml: .* the 4096 bytes from offset 8192 '
out_has '^good  report.run.xml: as it was signed$'
mend report.xml
spoil report.run.xml 2
run hopreport verify-signature -t rsa.pem rsa.sig report.xml report.run.xml
status_is 1
out_has '^good  report.xml: as it was signed$'
out_has '^bad   report.run.xml: changed since it was signed$'
mend report.run.xml
cp report.xml kept.xml
printf '\n' >>report.xml
run hopreport verify-signature -t rsa.pem rsa.sig report.xml report.run.xml
status_is 1
out_has '^bad   report.xml: changed'
mv kept.xml report.xml
size=$(wc -c <rsa.sig)
value=$(grep -b '<SignatureValue>' rsa.sig | cut -d: -f1)
certificate=$(grep -b '<X509Certificate>' rsa.sig | cut -d: -f1)
block=$(grep -b '<block ' rsa.sig | head -n 1 | cut -d: -f1)
for offset in $((value + 40)) $((certificate + 400)) $((block + 30)); do
	spoil rsa.sig "$offset"
	run hopreport verify-signature -t rsa.pem rsa.sig report.xml report.run.xml
	holds "a changed byte $offset of $size of the signature is seen" \
		test "$status" -eq 1 -o "$status" -eq 3
	mend rsa.sig
done

# ---------------------------------------------------- what it is not over
run hopreport verify-signature -t rsa.pem rsa.sig report.xml
status_is 1
out_has '^bad   signature: is over report.run.xml, which was not named$'
cp report.xml other.xml
run hopreport verify-signature -t rsa.pem rsa.sig report.xml report.run.xml \
	other.xml
status_is 1
out_has '^bad   other.xml: is not signed$'
run hopreport verify-signature -t rsa.pem rsa.sig
status_is 2
mkdir away && cp report.xml report.run.xml rsa.sig away
(cd away && "$top_builddir/tools/hopreport" sign --key=../rsa.key \
	-c ../rsa.pem -o plain.sig report.xml)
for uri in 'file:///etc/passwd' 'http://127.0.0.1:1/report.xml' \
	'../report.xml' ''; do
	sed "s,URI=\"report.xml\",URI=\"$uri\"," away/plain.sig >away/turned.sig
	run hopreport verify-signature -t rsa.pem away/turned.sig report.xml
	status_is 1
done
sed 's,<X509Data>.*</X509Data>,<RetrievalMethod URI="http://127.0.0.1:1/k"/>,' \
	away/plain.sig | tr '\n' ' ' |
	sed 's,<X509Data>.*</X509Data>,<RetrievalMethod URI="http://127.0.0.1:1/k"/>,' \
		>away/fetch.sig
run hopreport verify-signature -t rsa.pem away/fetch.sig report.xml
status_is 1
out_has '^bad   signature: holds no certificate$'
sed 's,<DigestMethod,<Transforms><Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></Transforms>&,' \
	away/plain.sig >away/xslt.sig
run hopreport verify-signature -t rsa.pem away/xslt.sig report.xml
status_is 1
out_has '^bad   signature: is not made as ours are$'

# --------------------------------------------------------------- enveloped
run hopreport sign --enveloped --key=ec.key -c ec.pem -o signed.xml report.xml
status_is 0
run hopreport verify-signature -t ec.pem signed.xml
status_is 0
run hopreport validate signed.xml
status_is 0
sed 's,<Signature xmlns.*,,; /^<SignedInfo>/,/^<\/Signature>/d' signed.xml |
	grep -c . >/dev/null
holds 'nothing else of the report changes' sh -c '
	tr "\n" " " <signed.xml | sed "s,<Signature .*</Signature>,," >one
	tr "\n" " " <report.xml >two; cmp one two'
if command -v xmlsec1 >/dev/null 2>&1; then
	holds 'enveloped: xmlsec1 says so, too' \
		xmlsec1 --verify --trusted-pem ec.pem signed.xml
else
	skip 'enveloped: xmlsec1 says so, too' 'no xmlsec1'
fi
spoil signed.xml 9000
run hopreport verify-signature -t ec.pem signed.xml
holds 'a changed byte of the report is seen' test "$status" -ne 0
mend signed.xml
run hopreport sign --enveloped --key=ec.key -c ec.pem signed.xml
status_is 2
run hopreport sign --enveloped --key=ec.key -c ec.pem report.xml other.xml
status_is 2

# --------------------------------------------------------------- timestamp
cat >tsa.cnf <<'EOF2'
[tsa]
default_tsa = one
[one]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
tsa_name = yes
[ext]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
EOF2
echo 01 >serial
{
	openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem \
		-days 30 -subj /CN=Clock -config tsa.cnf -extensions ext
	"$top_builddir/tools/hopreport" sign --key=rsa.key -c rsa.pem \
		--value=value.bin -o stamped.sig report.xml
	openssl ts -query -data value.bin -sha256 -cert -out query.tsq
	openssl ts -reply -queryfile query.tsq -inkey tsa.key -signer tsa.pem \
		-config tsa.cnf -out reply.tsr
	openssl ts -query -data report.xml -sha256 -cert -out other.tsq
	openssl ts -reply -queryfile other.tsq -inkey tsa.key -signer tsa.pem \
		-config tsa.cnf -out other.tsr
} >/dev/null 2>&1
run hopreport verify-signature -t rsa.pem --timestamp=reply.tsr stamped.sig \
	report.xml
status_is 5
out_has '^open  timestamp: the signature stood at 2[0-9-]*T[0-9:]*Z, says '
run hopreport verify-signature -t rsa.pem --timestamp=reply.tsr \
	--authority=tsa.pem stamped.sig report.xml
status_is 0
out_has '^good  timestamp: .*CN *= *Clock, which is trusted$'
run hopreport verify-signature -t rsa.pem --timestamp=other.tsr \
	--authority=tsa.pem stamped.sig report.xml
status_is 1
out_has '^bad   timestamp: is over something else'
run hopreport verify-signature -t rsa.pem --timestamp=reply.tsr \
	--authority=ec.pem stamped.sig report.xml
status_is 1
run hopreport verify-signature -t rsa.pem --timestamp=report.xml stamped.sig \
	report.xml
status_is 3

# ------------------------------------------------- what cannot be used or read
{
	openssl genpkey -algorithm ed25519 -out ed.key
	openssl req -x509 -new -key ed.key -out ed.pem -days 30 -subj /CN=Ed
	openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile root.pem \
		-out chain.p12 -passout pass:opensesame
} >/dev/null 2>&1
: >empty
truncate -s 100M big.key
run hopreport sign --key=chain.p12 --password-file=password -o chained.sig \
	report.xml
status_is 0
run hopreport verify-signature -t root.pem chained.sig report.xml
status_is 0
out_has '^good  certificate: leads to one that is trusted$'
for options in '--key=. -c rsa.pem' '--key=big.key -c rsa.pem' \
	'--key=ed.key -c ed.pem' '--key=rsa.key -c missing.pem' \
	'--key=rsa.key -c password' '--key=rsa.p12 --password-file=missing' \
	'--key=rsa.p12 --password-file=empty' '--key=empty -c rsa.pem'; do
	# shellcheck disable=SC2086
	run hopreport sign $options -o no.sig report.xml
	status_is 3
	err_is_plain hopreport
	holds "sign $options: makes nothing" fails test -e no.sig
done
run hopreport sign --key=rsa.key -c rsa.pem report.xml missing.xml
status_is 3
run hopreport sign --enveloped --key=rsa.key -c rsa.pem password
status_is 3
err_has '^hopreport: password:1'
for options in 'missing.sig report.xml' 'password report.xml' \
	'empty report.xml' 'report.xml report.xml' \
	'-t missing.pem stamped.sig report.xml' \
	'--timestamp=missing.tsr stamped.sig report.xml' \
	'--timestamp=reply.tsr --authority=missing.pem stamped.sig report.xml' \
	'-t rsa.pem away/plain.sig away/missing/report.xml'; do
	# shellcheck disable=SC2086
	run hopreport verify-signature $options
	status_is 3
	err_is_plain hopreport
done
run hopreport verify-signature -t rsa.pem --at=someday stamped.sig report.xml
status_is 2
run hopreport verify-signature -t rsa.pem --at=2001-01-01 stamped.sig report.xml
status_is 1
out_has '^bad   certificate: '

# --------------------------------------------------- signatures made otherwise
# turn NAME EXPRESSION [FILE...]: a signature that was edited is refused
turn() {
	name=$1 expression=$2
	shift 2
	sed "$expression" "$1" >turned.sig
	shift
	holds "$name: differs" fails cmp -s turned.sig rsa.sig
	run hopreport verify-signature -t rsa.pem turned.sig "$@"
	holds "$name: is refused" test "$status" -eq 1 -o "$status" -eq 3
	holds "$name: is not good" fails grep -q '^good  signature' "$out"
}
turn 'a file twice' 's,URI="report.run.xml",URI="report.xml",' rsa.sig \
	report.xml report.run.xml
turn 'a reference without a name' 's, URI="report.xml",,' rsa.sig \
	report.xml report.run.xml
turn 'nothing that is signed' '/<SignedInfo>/,/<\/SignedInfo>/d' rsa.sig \
	report.xml report.run.xml
turn 'another method' 's,rsa-sha256,rsa-sha1,' rsa.sig report.xml report.run.xml
turn 'another canonical form' 's,xml-exc-c14n#",xml-c14n11#",; s,xml-c14n-20010315",xml-c14n11",' \
	rsa.sig report.xml report.run.xml
turn 'another digest' 's,xmlenc#sha256,xmldsig#sha1,' rsa.sig \
	report.xml report.run.xml
turn 'no list of blocks' 's,#blocks,#locks,' rsa.sig report.xml report.run.xml
turn 'no value' 's,<SignatureValue>.*,<SignatureValue>,' rsa.sig \
	report.xml report.run.xml
turn 'not over the report' 's,URI="",URI="#blocks",' signed.xml

# ------------------------------------------------------------------ misuse
run hopreport sign report.xml
status_is 2
run hopreport sign --key=rsa.key report.xml
status_is 2
run hopreport sign --key=rsa.key -c ec.pem report.xml
status_is 2
run hopreport sign --key=short.key -c short.pem report.xml
status_is 3
run hopreport sign --key=rsa.p12 --password-file=wrong report.xml
status_is 3
run hopreport sign --key=locked.key -c rsa.pem report.xml
status_is 3
err_is_plain hopreport
run hopreport sign --key=missing.key -c rsa.pem report.xml
status_is 3
run hopreport sign --key=rsa.key -c rsa.pem report.xml away/report.xml
status_is 2
run hopreport sign --key=rsa.key -c rsa.pem -o no/where.sig report.xml
status_is 4
run hopreport verify-signature report.xml report.run.xml
status_is 3
# a file is named otherwise, and is the same
run hopreport sign --key=rsa.key -c rsa.pem --value=./both.sig -o both.sig report.xml
status_is 2
err_has 'is named for two things'
holds 'neither is written' test ! -e both.sig
run hopreport sign --key=rsa.key -c rsa.pem --value=- report.xml
status_is 2
# standard input has no name that a signature could be over
input=report.xml
run hopreport sign --key=rsa.key -c rsa.pem -
status_is 2
err_has '^hopreport: -: is no file with a name'
run hopreport verify-signature -t rsa.pem rsa.sig -
status_is 2
input=
mkfifo fifo
run hopreport sign --key=fifo -c rsa.pem report.xml
status_is 3
err_has '^hopreport: fifo: is a FIFO, not a regular file$'
finish
