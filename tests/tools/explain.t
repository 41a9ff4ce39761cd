#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# explain.t - hopcheck --explain: what a word means without any message.
. "${top_srcdir:?}/tests/tools/lib.sh"

# explain WORD: in the text form
explain() {
	run hopcheck --explain="$1"
	status_is 0
	holds "$what: plain ASCII" is_ascii "$out"
	holds "$what: no complaint" test ! -s "$err"
}

# ------------------------------------------------------------------- suites
# whatever it is called, the normal form, the code point and all names stand
for word in ECDHE-RSA-AES256-GCM-SHA384 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 \
	ecdhe_rsa_aes_256_gcm_sha384 \
	TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_P384 \
	ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM \
	'(TLS1.2)-(ECDHE-X25519)-(RSA-PSS-RSAE-SHA256)-(AES-256-GCM)'; do
	explain "$word"
	out_has '^suite TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384$'
	out_has '^code point  *0xC0,0x30$'
	out_has '^versions  *TLSv1.2$'
	out_has '^key exchange  *ECDHE, forward secrecy$'
	out_has '^authentication  *RSA$'
	out_has '^encryption  *AES, 256 bits, AEAD$'
	out_has '^class  *strong$'
	out_has ' ECDHE-RSA-AES256-GCM-SHA384  (OpenSSL)$'
	out_has ' ECDHE_\[group\]__\[signature\]__AES_256_GCM  (GnuTLS session)$'
	out_has '^grade by date  *strong: .*(RFC 9325 4.2).$'
	# and what Exim with GnuTLS means by it under TLS 1.3
	out_has 'TLS_AES_256_GCM_SHA384$'
	out_has '^code point  *0x13,0x02$'
	out_has '^- Under TLS 1.3, Exim with GnuTLS'
done
for word in 0xC0,0x30 0xc030; do
	explain "$word"
	out_has '^suite TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384$'
	out_lacks 'Under TLS 1.3' # a code point leaves nothing open
done
explain TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_P384
out_has '^group secp384r1$'
explain ECDHE-RSA-RC4-SHA
out_has '^grade by date  *acceptable: '
out_has ' broken since 2015-03-01: RC4 suites MUST NOT'
out_has '(RFC 7465, February 2015'
explain DES-CBC3-SHA
out_has '^suite TLS_RSA_WITH_3DES_EDE_CBC_SHA$'
out_has '^suite SSL_CK_DES_192_EDE3_CBC_WITH_MD5$\|^suite SSL_CK_DES_192_EDE3_CBC_WITH_SHA$'
out_has '^- Several suites share the name'
out_has ', worth 112$'
explain AES128-SHA
out_has '^key exchange  *RSA, no forward secrecy$'
out_has ' weak since 2026-08-01: '
out_has '^profiles on TLSv1.2, by the rules of 2026-'
out_has '^bcp195  *MUST NOT: '
out_has '^ncsc-nl-2025-05  *insufficient: '
out_has '^mozilla-6.0-intermediate not listed: '
out_has '^bcp195                   MUST NOT: '
explain AES-256-GCM
out_has "^in a suite's place: bulk cipher and mode$"
out_has '^- It names less than a suite'
explain NONE
out_has '^- It says that there was no TLS.$'
out_lacks '^version '

# ------------------------------------------------ versions, groups, keywords
for word in TLSv1.2 TLS1_2 'TLS\Tls12' tls-1.2; do
	explain "$word"
	out_has '^version TLSv1.2$'
	out_has '^code point  *0x0303$'
	out_has ' TLS1_2  (Exchange, Gmail, Yahoo)$'
done
explain TLSv1
out_has '^bcp195  *MUST NOT: TLS 1.0 MUST NOT be used'
out_has ' weak since 2021-04-01: TLS 1.0 MUST NOT be used (RFC 8996'
explain TLSv1/SSLv3
out_has '^version SSLv3 to TLSv1.2$'
out_has '^spellings  *TLSv1/SSLv3  (sendmail up to 8.14'
out_has '^- It is a family label'
out_lacks 'grade by date'
explain TLS
out_has '^version not stated$'
for word in X25519 curve25519 'ECDHE (X25519)'; do
	explain "$word"
	out_has '^group x25519$'
	out_has '^code point  *29$'
	out_lacks 'grade by date'
	out_has '^ncsc-nl-2025-05  *sufficient: The curve is sufficient'
done
explain HYBRID-X25519-MLKEM768
out_has '^group X25519MLKEM768$'
out_has '^code point  *4588$'
explain 'DHE (2048 bits)'
out_has '^size  *2048 bits$'
out_lacks 'grade by date'
out_has '^bsi-2025-01  *not recommended: '
explain 'DHE (3072 bits)'
out_has '^bsi-2025-01  *recommended or not recommended: Too little was stated'
explain 'DHE (1024 bits)'
out_has ' weak since 2022-12-01: At least 2048 bits of'
out_has '^bcp195  *MUST NOT: At least 2048 bits of Diffie-Hellman'
explain P-192
out_has ' weak since 2022-12-01: Curves of less than 224 bits MUST NOT'
explain esmtps
out_has '^with keyword ESMTPS$'
out_has '^TLS  *yes$'
out_has '^reference  *RFC 3848$'
explain HC-T04
out_has '^finding HC-T04$'
out_has '^source  *RFC 6176'
out_has '^not proved '

# ------------------------------------------------------------------- JSON
if [ -n "$PYTHON" ]; then
	run hopcheck --explain=RC4-MD5 --format=json
	status_is 0
	holds "$what: JSON with two suites, their names and dated rules" \
		"$PYTHON" -c '
import json, sys
word = json.load(open(sys.argv[1]))
assert [suite["code"] for suite in word["suites"]] == ["0x00,0x04", "0x01,0x00,0x80"]
assert {"writer": "OpenSSL", "text": "RC4-MD5"} in word["suites"][0]["spellings"]
rules = word["suites"][0]["rules"]
assert [rule["grade"] for rule in rules] == ["acceptable", "broken"]
assert rules[0]["from"] is None and rules[1]["from"] == "2015-03-01"
assert rules[1]["source"] == "RFC 7465"
said = {one["profile"]: one["word"] for one in word["suites"][0]["profiles"]}
assert said["bcp195"] == "MUST NOT" and said["ncsc-nl-2025-05"] == "insufficient"
assert len(word["doubts"]) == 1 and word["partial"] is None
' "$out"
	run hopcheck --explain=TLS1_3 --format=json
	holds "$what: JSON with a version" "$PYTHON" -c '
import json, sys
word = json.load(open(sys.argv[1]))
assert word["version"]["low"] == word["version"]["high"] == "TLSv1.3"
assert word["suites"] == [] and "group" not in word
' "$out"
else
	skip 'the JSON form' 'no python'
fi
run hopcheck --explain=TLSv1.3 --output=word.txt
status_is 0
holds '--output holds it' grep -q '^version TLSv1.3$' word.txt

# ---------------------------------------------------------------- refusals
for word in TLSv9 ECDHE-RSA-AES256-GCM-SHA38 '' 0x 0xC0 0xC0,0x300 HC-Z99; do
	run hopcheck --explain="$word"
	status_is 2
	err_has "^hopcheck: --explain: '$word' is no suite, version, group, keyword or finding"
	holds "$what: nothing on standard output" test ! -s "$out"
	err_is_plain hopcheck
done
esc=$(printf '\033')
run hopcheck --explain="${esc}[2J"
status_is 2
holds "$what: nothing moves the cursor" fails grep -q "$esc" "$err"
run hopcheck --explain=TLSv1.2 message.eml
status_is 2
err_has 'takes no message$'
run hopcheck --explain=TLSv1.2 --format=xml
status_is 2
err_has 'no XML form'
finish
