#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# report-seal.t - where a changed file first differs, what a signature that was
# made otherwise is over, and every kind of timestamp.
. "${top_srcdir:?}/tests/tools/lib.sh"

cp "$top_srcdir/samples/audit/test-only.key" key
cp "$top_srcdir/samples/audit/test-only.crt" crt
cp "$top_srcdir/samples/cases/nhs-2007-sendmail.xml" report.xml
head -c 8192 report.xml >even

sign() { # sign SIGNATURE FILE...
	signature=$1
	shift
	run hopreport sign --key=key -c crt -o "$signature" "$@"
}
sign even.sig even
if grep -q 'without libxmlsec1' "$err"; then
	echo '1..0 # SKIP built without libxmlsec1'
	exit 0
fi
status_is 0

verify() { # verify ARGUMENT...: of one who trusts the signer
	run hopreport verify-signature -t crt "$@"
}

# --------------------------------------------------- where a file first differs
verify even.sig even
status_is 0
cp even kept
printf 'more' >>even
verify even.sig even
status_is 1
out_has '^bad   even: changed since it was signed$'
out_has '^bad   even: was 8192 bytes, is 8196; .* 4096 bytes from offset 8192 '
head -c 4096 kept >even
verify even.sig even
status_is 1
out_has '^bad   even: was 8192 bytes, is 4096; .* 4096 bytes from offset 4096 '
# what says where is not believed, and need not be there
changes() { # changes TEXT EXPRESSION: of the signature, beside a changed file
	sed "$2" even.sig >turned.sig
	holds "$1: differs" fails cmp -s turned.sig even.sig
	verify turned.sig even
	status_is 1
	out_has '^bad   even: changed since it was signed$'
	out_lacks 'the first difference'
	out_lacks '^good  signature'
}
changes 'blocks of another file' 's, name="even", name="odd",'
changes 'blocks of no size' 's, block-size="[0-9]*",,'
changes 'blocks of size 0' 's, block-size="[0-9]*", block-size="0",'
changes 'no list' 's,<Object .*,<Object>,; /<file /,/<\/file>/d; s,</blocks>,,'
changes 'no object' '/<Object /,/<\/Object>/d'
cp kept even

# a file of very many blocks has larger ones
truncate -s 5M large
sign large.sig large
status_is 0
holds 'few blocks of a large file' grep -q 'block-size="8192"' large.sig
holds 'no more than 1024' test "$(grep -c '<block ' large.sig)" -le 1024
verify large.sig large
status_is 0
printf 'x' | dd of=large bs=1 seek=5000000 conv=notrunc 2>/dev/null
verify large.sig large
status_is 1
out_has 'the 8192 bytes from offset 4997120 '

# --------------------------------------------------------- what is no such file
mkdir away away/even
verify even.sig away/even
status_is 3
err_has '^hopreport: away/even: is no regular file$'
out_lacks '^good  signature'
mkfifo away/pipe
sign no.sig away/pipe
status_is 3
err_has '^hopreport: away/pipe: is no regular file$'
holds 'nothing is made' test ! -e no.sig
verify even.sig even away/even
status_is 2
err_has 'have the same name$'

# ------------------------------------------------------- signed within the report
run hopreport sign --enveloped --key=key -c crt -o signed.xml report.xml
status_is 0
verify signed.xml report.xml
status_is 2
err_has 'is signed within: name no other file$'
tr '\n' '\001' <signed.xml |
	sed 's,<Reference .*</Reference>,,' | tr '\001' '\n' >turned.xml
verify turned.xml
status_is 1
out_has '^bad   signature: is not over the report$'
sed 's,^</report>,</report >,' report.xml >spaced.xml
run hopreport sign --enveloped --key=key -c crt -o no.xml spaced.xml
status_is 2
err_has '^hopreport: spaced.xml: ends unlike our reports$'
holds 'nothing is made' test ! -e no.xml

# ---------------------------------------------------------- days and certificates
verify --at=20260101 even.sig even
status_is 2
err_has "'20260101' is no day\$"
tr '\n' '\001' <even.sig |
	sed 's,<X509Certificate>,&AAAA</X509Certificate>&,' |
	tr '\001' '\n' >turned.sig
verify turned.sig even
status_is 0
out_has '^good  signature: '
tr '\n' '\001' <even.sig |
	sed 's,<X509Certificate>[^<]*,<X509Certificate>AAAA,' |
	tr '\001' '\n' >turned.sig
verify turned.sig even
status_is 1
out_has '^bad   signature: holds no certificate$'
if ! command -v openssl >/dev/null 2>&1; then
	skip 'keys of other kinds, timestamps' 'no openssl'
	finish
	exit 0
fi

# a key alone, as PKCS#12; a password longer than any
echo opensesame >password
awk 'BEGIN { while (i++ < 3000) printf "p" }' >long
{
	openssl pkcs12 -export -nocerts -inkey key -out bare.p12 \
		-passout pass:opensesame
	openssl rsa -in key -aes128 -passout pass:opensesame -out locked.key
} >/dev/null 2>&1
run hopreport sign --key=bare.p12 --password-file=password even
status_is 2
err_has 'comes without a certificate: name one$'
run hopreport sign --key=bare.p12 --password-file=password -c crt -o bare.sig even
status_is 0
verify bare.sig even
status_is 0
run hopreport sign --key=locked.key --password-file=long -c crt even
status_is 3
err_has 'holds no private key that can be read'

# ---------------------------------------------------------------- timestamps
cat >tsa.cnf <<'EOF'
[tsa]
default_tsa = one
[one]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
[named]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
tsa_name = yes
[ext]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
EOF
echo 01 >serial
openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem \
	-days 30 -subj /CN=Clock -config tsa.cnf -extensions ext >/dev/null 2>&1
run hopreport sign --key=key -c crt --value=value -o stamped.sig even
status_is 0
stamp() { # stamp NAME DIGEST SECTION
	openssl ts -query -data value "-$2" -cert -out query.tsq &&
		openssl ts -reply -queryfile query.tsq -inkey tsa.key \
			-signer tsa.pem -config tsa.cnf -section "$3" -out "$1"
} >/dev/null 2>&1
for digest in sha256 sha384 sha512; do
	stamp "$digest.tsr" "$digest" one
	verify --timestamp="$digest.tsr" --authority=tsa.pem stamped.sig even
	status_is 0
	out_has '^good  timestamp: .* says an authority, which is trusted$'
done
stamp sha1.tsr sha1 one
verify --timestamp=sha1.tsr --authority=tsa.pem stamped.sig even
status_is 1
out_has '^bad   timestamp: is over something else'
stamp named.tsr sha256 named
today=$(date -u +%Y-%m-%d)
verify --at="$today" --timestamp=named.tsr --authority=tsa.pem stamped.sig even
status_is 0
out_has '^good  timestamp: .* Clock, which is trusted$'
# an authority that gave none, and what is signed and is no timestamp
stamp refused.tsr sha512 named
verify --timestamp=refused.tsr stamped.sig even
status_is 3
err_has '^hopreport: refused.tsr: holds no timestamp token$'
openssl crl2pkcs7 -nocrl -certfile crt -outform DER -out bare.p7
verify --timestamp=bare.p7 stamped.sig even
status_is 3
err_has '^hopreport: bare.p7: holds no timestamp token$'
finish
