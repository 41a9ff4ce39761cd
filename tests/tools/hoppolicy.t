#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hoppolicy.t - verbs, options, exit status, and policies that mean harm.
. "${top_srcdir:?}/tests/tools/lib.sh"
policies=$top_srcdir/samples/policies

run hoppolicy --help
status_is 0
out_has '  check POLICY '
run hoppolicy --version
status_is 0
out_has '^hoppolicy [0-9]'
run hoppolicy --limits
status_is 0
out_has '^policy  *262144 bytes$'

# ---------------------------------------------------------------- misuse
for arguments in '' 'frobnicate' 'check' 'explain' 'test' 'init' \
	'check a b' '--format=xml check a' '--nonsense check a' \
	'check --policy=a b' 'explain --from=a --to=b' 'init --owner=me' \
	'explain --policy=a b --from=a --to=b' '--width=9 check a'; do
	# shellcheck disable=SC2086
	run hoppolicy $arguments
	status_is 2
	err_is_plain hoppolicy
done

for width in 0 -2147483648; do
	run hoppolicy explain "$policies/example-trust.xml" \
		--from=a.example --to=b.example --width=$width
	status_is 2
	err_has "^hoppolicy: --width: '$width' is not between 40 and 1000$"
done

# ----------------------------------------------------------------- check
run hoppolicy check "$policies/example-trust.xml" --date=2026-11-22
status_is 0
out_has '^Policy example-trust-2026, version 3 of 2026-11-22, Information'
out_has '^SHA-256 [0-9a-f]\{64\}$'
out_has '  community government: protection tls, profile house; members 1 of 1 on that day (government.example'
out_has ', until 2019-03-31$'
run hoppolicy check "$policies/example-trust.xml" --date=2026-11-31
status_is 2
run hoppolicy check --format=json "$policies/example-trust.xml"
status_is 0
if [ -n "${PYTHON-}" ]; then
	holds 'check writes JSON' "$PYTHON" -m json.tool "$out"
else
	skip 'check writes JSON' 'no python3'
fi
# lines are broken where a width is known, and say the same
run hoppolicy check "$policies/example-trust.xml"
tr -s ' \n' '  ' <"$out" >whole
run hoppolicy check "$policies/example-trust.xml" --width=50
status_is 0
holds 'check keeps to the width' awk 'length > 50 && !/^(SHA-256)? *[0-9a-f]+$/ { exit 1 }' "$out"
out_has '^            [a-z]'
tr -s ' \n' '  ' <"$out" >broken
sed 's/, SHA-256 [0-9a-f]*//' whole >whole.short
sed 's/, SHA-256 [0-9a-f]*//' broken >broken.short
holds 'broken lines say the same' cmp whole.short broken.short
cat >warned.xml <<'EOF2'
<policy xmlns="urn:hopcheck:policy:1" id="p" version="1" issued="2026-11-22"
        owner="&#x202e;o">
  <communities>
    <community id="c" protection="tls">
      <domain match="subtree">gov.uk</domain>
    </community>
  </communities>
</policy>
EOF2
run hoppolicy check warned.xml
status_is 0
err_has "^hoppolicy: warned.xml:1:1: warning: states no mta"
err_has "^hoppolicy: warned.xml:5:7: warning: 'gov.uk' is a public suffix"
holds 'what is shown is plain' is_ascii "$out"
# in JSON, too, no control and nothing hidden stands raw, and all of it is there
sed 's/"&#x202e;o"/"\&#x202e;o\&#x9b;\&#x7f;\&#xe0041;\&#xe9;"/' warned.xml >hidden.xml
run hoppolicy check --format=json hidden.xml
status_is 0
out_has '"owner": "\\u202eo\\u009b\\u007f\\udb40\\udc41é"'

# --------------------------------------------------------------- explain
run hoppolicy explain --policy="$policies/example-trust.xml" \
	--from=a@one.county.example --to=b@own-server.county.example \
	--date=2009-10-01
status_is 0
out_has '^pair: excepted$'
out_has "is an exception from community 'county' (.*example-trust.xml, line 86: own mail server); the message itself has to be encrypted by hand\."
cp "$out" by-option
run hoppolicy explain "$policies/example-trust.xml" \
	--from=a@one.county.example --to=b@own-server.county.example \
	--date=2009-10-01
status_is 0
holds 'explain takes the policy as an argument' cmp by-option "$out"
run hoppolicy explain --policy="$policies/example-trust.xml" \
	--from=a@x.government.example --to=b@government.example \
	--date=2026-11-22 --path=203.0.113.7,192.0.2.10,a.mbx.trust.example
status_is 0
out_has "^From 203.0.113.7 (outside) to 192.0.2.10 (boundary 'edge')$"
out_has '^stamp: attested$'
out_has '^inbound: required$'
out_has '^internal: preferred$'
run hoppolicy explain --policy="$policies/minimal.xml" --from='<>' \
	--to=example.com --format=json
status_is 0
out_has '"outcome": "no-rule"'
if [ -n "${PYTHON-}" ]; then
	holds 'explain writes JSON' "$PYTHON" -m json.tool "$out"
else
	skip 'explain writes JSON' 'no python3'
fi
run hoppolicy explain --policy="$policies/minimal.xml" --from='a b' \
	--to=example.com
status_is 2
err_has "no mail address or domain: 'a b'"

# what each stamp of a path counts for, and which statement says so
run hoppolicy explain "$policies/example-trust.xml" --from=a@b.example \
	--to=c@service.example --date=2026-11-22 --path=203.0.113.7,\
198.51.100.7,192.0.2.10,a.mbx.trust.example
status_is 0
printf 'inbound: preferred stamp: partner inbound: preferred stamp: attested internal: preferred stamp: attested ' >wanted
sed -n '/^From/,$p' "$out" | grep '^[a-z]*: ' | tr '\n' ' ' >found
holds 'each step has its link and its stamp' cmp wanted found
out_has "by the word of 198.51.100.7 (partner 'filter', .*line 43), which"
run hoppolicy explain "$policies/example-trust.xml" --from=a@b.example \
	--to=c@service.example --path=192.0.2.10,203.0.113.7,198.51.100.7
status_is 0
holds 'nothing below a stranger is evidence' test \
	"$(grep -c '^stamp: claimed$' "$out")" -eq 2
run hoppolicy explain "$policies/example-trust.xml" --from=a@b.example \
	--to=c@service.example --path=192.0.2.10
status_is 2
err_has "a path has two hosts at least: '192.0.2.10'"

# what is asked of a step that a partner stamps is what judging asks of it: the
# partner's rule is about what comes from it, and about mail to its domain
cat >step.xml <<'EOF2'
<policy xmlns="urn:hopcheck:policy:1" id="p" version="1" issued="2026-11-22" owner="o">
  <mtas>
    <mta id="edge" role="boundary"><name>mx.own.example</name><address>192.0.2.10</address></mta>
    <partner id="filter" attests="own-hops"><name>filter.example</name><address>198.51.100.7</address></partner>
  </mtas>
  <partner-links>
    <link to="filter.example" tls="verify"/>
  </partner-links>
</policy>
EOF2
run hoppolicy explain step.xml --from=a@own.example --to=b@own.example \
	--path=mx.own.example,filter.example,mx.own.example
printf 'outbound: none stamp: partner inbound: verify stamp: attested ' >wanted
sed -n '/^From/,$p' "$out" | grep '^[a-z]*: ' | tr '\n' ' ' >found
holds 'a step that a partner stamps is asked as judging asks' cmp wanted found

# a statement with a source of its own cites that one, and by hand is told
run hoppolicy explain "$policies/dorset-2009.xml" --date=2009-10-01 \
	--from=a@dorset.nhs.uk --to=b@gp-J81088.nhs.uk
out_has 'protected by: envelope securedoc (.*line 32).  A sender asks for it by \[encrypt\] in the Subject (.*line 33), Sensitivity Company-Confidential'
cat >sources.xml <<'EOF2'
<policy xmlns="urn:hopcheck:policy:1" id="p" version="1" issued="2026-11-22" owner="o">
  <sources>
    <source ref="all" title="The rules"/>
    <source ref="one" title="The exception"/>
    <source ref="two" title="The defect"/>
  </sources>
  <communities>
    <community id="c" protection="gateway-encryption" source="all">
      <domain match="subtree">a.example</domain>
      <exception domain="x.a.example" source="one"/>
      <not-linked community="d" source="two"/>
    </community>
    <community id="d" protection="same-service">
      <domain match="exact">d.example</domain>
    </community>
  </communities>
</policy>
EOF2
for end in a.example:rules x.a.example:exception d.example:defect; do
	run hoppolicy explain sources.xml --from=u@a.example --to="u@${end%:*}"
	out_has "^  Source: The ${end#*:}$"
done

# what judging asks where the policy is silent, explain says: required
run hoppolicy explain sources.xml --from=u@b.example --to=u@e.example
out_has '^pair: no-rule$'
out_has '^inbound: required$'
out_has 'so TLS is required on inbound links, as without a policy'
run hoppolicy explain sources.xml --from=u@a.example --to=u@e.example
out_has '^pair: one-end$'
out_has '^inbound: required$'
run hoppolicy explain sources.xml --from=u@a.example --to=u@a.example
out_has '^inbound: none$'

# ------------------------------------------------------------------ test
printf '# words\n\npair\ta.example\tb.example\t2026-11-22\tno-rule\n' >good
printf 'pair\ta.example\tb.example\t2026-11-22\tcovered\n' >other
printf 'pair\ta.example\n' >short
printf 'message\tnowhere.eml\tpass\n' >unread
printf '# nothing\n' >none
printf 'message\tclear.eml\tfail\n' >message
cp "$top_srcdir/samples/sendmail/clear.eml" clear.eml
run hoppolicy test --policy="$policies/minimal.xml" good
status_is 0
out_has '^1 as stated, 0 differ$'
run hoppolicy test --policy="$policies/minimal.xml" other
status_is 1
out_has '^DIFF  other:1: pair a.example b.example 2026-11-22 covered$'
out_has '^      no-rule: On 2026-11-22 neither'
run hoppolicy test --policy="$policies/minimal.xml" short
status_is 2
err_has '^hoppolicy: short:1: takes FROM'
# what is asked of every address alike: of the own set, and where mail is handed in
for kind in internal submission; do
	printf '%s\ta.example\tb.example\t2026-11-22\tpreferred\thouse\n' $kind >inside
	run hoppolicy test --policy="$policies/example-trust.xml" inside
	if [ $kind = internal ]; then
		status_is 0
	else
		status_is 1
		out_has '^      required: The submission rule'
	fi
	run hoppolicy test --policy="$policies/minimal.xml" inside
	status_is 1
	out_has '^      the policy asks nothing of it on that day$'
done
run hoppolicy test --policy="$policies/minimal.xml" unread
status_is 3
run hoppolicy test --policy="$policies/minimal.xml" none
status_is 2
sed 's/example.com/example.org/' "$policies/minimal.xml" >own.xml
run hoppolicy test --policy=own.xml message
holds "$what: a message is judged" grep -q 'clear.eml fail' "$out"
# the content is read where the policy asks for it, as hopcheck does
printf 'message\traises.eml\tpass\n' >protected
cp "$top_srcdir/samples/findings/HC-X01/raises.eml" .
run hopcheck --policy="$top_srcdir/samples/findings/policy.xml" raises.eml
status_is 0
run hoppolicy test --policy="$top_srcdir/samples/findings/policy.xml" protected
status_is 0

# ------------------------------------------------------------------ init
run hoppolicy init --owner='A <&> "B"' --domain=example.com \
	--address=192.0.2.0/24 --partner=partner.example --output=new.xml
status_is 0
run hoppolicy check new.xml
status_is 0
out_has '  link partner.example: TLS required, profile bcp195'
run hoppolicy init --owner=me --domain=example.com --output=new.xml
status_is 4
err_has 'new.xml: File exists'
run hoppolicy init --owner=me --domain='a b'
status_is 2

# ------------------------------------ policies that mean harm: little work
# Half the bar's time on the processor, and its memory beside what the
# libraries map; the sanitizers need more of both.
hostile() {
	what="hostile: $1"
	(ulimit -t 5; "$top_builddir/tools/hoppolicy" check "$2") >"$out" 2>"$err"
	status=$?
	status_is 2
	holds "$what: refused at $3" grep -q "^hoppolicy: $2:$3: " "$err"
}
head='<policy xmlns="urn:hopcheck:policy:1" id="p" version="1" issued="2026-11-22" owner="o">'
printf '<?xml version="1.0"?>\n<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<p>&x;</p>' >xxe.xml
hostile 'an external entity' xxe.xml 2:1
{
	printf '<!DOCTYPE l [<!ENTITY l0 "ha">'
	level=1
	while [ $level -le 20 ]; do
		before=$((level - 1))
		printf '<!ENTITY l%d "&l%d;&l%d;&l%d;&l%d;">' \
			$level $before $before $before $before
		level=$((level + 1))
	done
	printf ']><l>&l20;</l>'
} >laughs.xml
hostile 'billion laughs' laughs.xml 1:1
{
	printf '<!DOCTYPE q [<!ENTITY a "'
	head -c 100000 /dev/zero | tr '\0' a
	printf '">]><q>'
	head -c 25000 /dev/zero | sed 's/\x00/\&a;/g'
	printf '</q>'
} >quadratic.xml
hostile 'quadratic entities' quadratic.xml 1:1
awk 'BEGIN { printf "<policy"; for (i = 0; i < 80000; i++) printf " a%d=\"\"", i; print "/>" }' >many.xml
hostile '80,000 attributes' many.xml 1:1
awk 'BEGIN { printf "<policy"; for (i = 0; i < 20000; i++) printf " a%d=\"\"", i; print "/>" }' >fewer.xml
hostile '20,000 attributes' fewer.xml 1:1
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "<a>" }' >deep.xml
hostile 'deep nesting' deep.xml 1:97
printf '<?xml version="1.0" encoding="UTF-7"?>\n+ADw-p/+AD4-' >utf7.xml
hostile 'UTF-7' utf7.xml 1:1
printf '\377\376<\0p\0/\0>\0' >utf16.xml
hostile 'UTF-16' utf16.xml 1:1
printf '%s\n <mtas>\0</mtas></policy>' "$head" >nul.xml
hostile 'a NUL' nul.xml 2:8
head -c 10000000 /dev/zero | tr '\0' ' ' >big.xml
hostile '10 MB' big.xml 1:1
printf '<report xmlns="urn:hopcheck:report:1"/>' >schema.xml
hostile 'another schema' schema.xml 1:1
{
	printf '%s<mtas>' "$head"
	awk 'BEGIN { for (i = 0; i < 4500; i++) printf "<mta id=\"a%d\" role=\"relay\"><name>x</name></mta>", i }'
	printf '</mtas></policy>'
} >twins.xml
hostile 'thousands of one name' twins.xml '1:[0-9]*'

mkfifo fifo
for odd in fifo . /dev/zero; do
	run hoppolicy check $odd
	status_is 2
	err_has "^hoppolicy: $odd: is no regular file$"
	run hoppolicy test --policy="$top_srcdir/samples/policies/minimal.xml" $odd
	status_is 2
	err_has "^hoppolicy: $odd: is no regular file$"
done
run hoppolicy test --policy="$top_srcdir/samples/policies/minimal.xml" nowhere
status_is 2
err_has '^hoppolicy: nowhere: No such file'
finish
