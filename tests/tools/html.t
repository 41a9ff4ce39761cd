#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# html.t - hopreport html: where pages go, what they hold, and that a browser
# finds nothing to fetch or to run in them.
. "${top_srcdir:?}/tests/tools/lib.sh"
sample=$top_srcdir/samples/cases/nhs-2007-sendmail.xml
audit=$top_srcdir/tests/audit/example.xml

# ------------------------------------------------------------- one page
run hopreport html "$sample"
status_is 0
out_has '<title>Path and TLS of one message</title>'
out_has '<mark>version=TLSv1/SSLv3 cipher=DES-CBC3-SHA bits=168 verify=FAIL</mark>'
out_has 'horizon: above, claims only; below, attested'
out_lacks 'Cover sheet'
cp "$out" one.html
input=$sample
run hopreport html -
unset input
holds 'standard input gives the same page' cmp -s "$out" one.html
run hopreport html --output=two.html "$sample"
status_is 0
holds 'a file holds the same page' cmp -s two.html one.html
ln -s two.html link.html
run hopreport html --output=link.html --cover "$sample"
holds 'a link stays' test -h link.html
holds 'what it leads to is replaced' grep -q 'Cover sheet' two.html
run hopreport html --output=none/page.html "$sample"
status_is 4
digest=$(sha256sum "$audit" | cut -d ' ' -f 1)
run hopreport html "$audit"
out_has "SHA-256 of the report: <code>$digest</code>"
out_has 'TLS share of the boundary hops'
out_has 'the same bytes as <a href="#m1">message 1</a>'
for locale in C.UTF-8 POSIX; do
	LC_ALL=$locale TZ=Pacific/Apia "$top_builddir/tools/hopreport" html \
		"$audit" >again.html
	holds "$locale and a far zone: the same page" cmp -s "$out" again.html
done

# ----------------------------------------------------------- many pages
run hopreport html --per-page=4 "$audit"
status_is 2
err_has 'name a folder'
run hopreport html --per-page=4 --output=pages/ "$audit"
status_is 0
holds 'an index and two pages' test "$(echo pages/*)" = \
	'pages/index.html pages/page-00001.html pages/page-00002.html'
holds 'the index leads to both' grep -q 'page-00001.html.*page-00002.html' \
	pages/index.html
holds 'the second page holds message 6 alone of the last two' \
	test "$(grep -o 'id="m[0-9]*"' pages/page-00002.html | tr '\n' ' ')" = \
	'id="m5" id="m6" '
holds 'a reference leads to another page' grep -q \
	'<a href="page-00001.html#m2">message 2</a>' pages/index.html
run hopreport html --per-page=4 --output=pages "$audit"
status_is 4
holds 'a folder with pages stays as it is' test -e pages/page-00002.html
holds 'nothing stands beside it' fails test -e pages.partial
awk '/<verdict outcome="fail"/ && ++n == 3 { sub("fail", "fine") } { print }' \
	"$audit" >late.xml
run hopreport html --per-page=2 --output=late late.xml
status_is 3
holds 'a fault far down leaves no page' fails test -e late
holds 'nor a part of one' fails test -e late.partial
sed 's/<totals inputs="3" inputs-failed="1" messages="6"/<totals inputs="3" inputs-failed="1" messages="2"/; s/listed="6"/listed="2"/' \
	"$audit" >fewer.xml
run hopreport html --per-page=3 fewer.xml
status_is 3
err_has 'more messages than its totals say'
awk '/<message / { inside = 1; text = "" }
	inside { text = text $0 "\n"; if (/<\/message>/) { inside = 0; all = all text }; next }
	/<\/messages>/ { for (i = 0; i < 200; i++) printf "%s", all }
	{ print }' "$audit" | sed 's/ listed="6"/ listed="1200"/' >large.xml
run hopreport html --output=large large.xml
status_is 0
holds '1,200 messages are an index and five pages' \
	test "$(find large -type f | wc -l)" -eq 6
run hopreport html --output=again large.xml
holds 'threads make the same pages' diff -r large again

# --------------------------------------------------- many names left out
awk '/<left-out>/ { print; for (i = 0; i < 300; i++) printf "  <name why=\"hidden\">box/.%03d</name>\n", i; next }
	{ print }' "$top_srcdir/samples/audit/report.xml" |
	sed 's/ left-out="1"/ left-out="301"/' >left.xml
run hopreport validate left.xml
status_is 0
run hopreport html left.xml
status_is 0
out_has '<bdi>box/.199</bdi>, hidden</li></ul><p class="note">The first 200; the report names all.'
out_lacks 'box/.200'
head -c 32 /dev/zero >key
run hopreport redact --share --key-file=key --output=less.xml left.xml
status_is 0
run hopreport validate less.xml
status_is 0
holds 'a redacted report names as many, one a line' \
	test "$(grep -c '^  <name ' less.xml)" -eq 301
sed 's/ left-out="301"/ left-out="300"/' left.xml >fewer.xml
run hopreport validate fewer.xml
status_is 1
out_has left-out

# ------------------------------------------------- one that another one made
override=$(printf '\342\200\256') blank=$(printf '\342\200\213')
sed "s|>Appointment|>\&#x202e;\&#x85;$blank|; s|>Received: |&$override|" \
	"$sample" >forged.xml
run hopreport html forged.xml
status_is 0
out_has '\\u{202e}\\u{0085}\\u{200b}'
out_has '\\u{202e}[^\\]'
out_lacks "$override"
out_lacks "$blank"

# ---------------------------------------------------------- the run's record
cat >run.xml <<END
<run xmlns="urn:hopcheck:run:1" version="1.0" tool="hopaudit" exit-status="1" policy="$digest">
 <report form="xml" size="1" sha256="$digest"/>
 <plan sha256="$digest" units="1"/><limits/>
 <sittings><sitting role="run" tool-version="0" started="2026-11-22T08:00:00Z">
  <host>records.example.org</host><user>&lt;b&gt;ann</user><folder>x</folder><system>y</system>
  <command><argument>hopaudit</argument></command><program><path>p</path></program><libraries/>
 </sitting></sittings>
</run>
END
run hopreport html --run-record=run.xml "$audit"
status_is 0
out_has '<bdi>&lt;b&gt;ann</bdi>'
out_has 'records.example.org'
run hopreport html --run-record=run.xml "$sample"
status_is 3
err_has 'is no record of the run that made this report'
run hopreport html --run-record=missing.xml "$audit"
status_is 3

# ------------------------------------------------------- a policy's controls
run hopreport html --controls "$sample"
out_has 'No finding names a clause'
sed "/<controls>/,/<\/controls>/d; s,</policy>,<controls><catalogue id='gdpr'/></controls>&," \
	"$top_srcdir/samples/policies/minimal.xml" >gdpr.policy
with=controls.xml
"$top_builddir/tools/hopcheck" --policy=gdpr.policy --format=xml \
	"$top_srcdir/samples/cases/nhs-2007-sendmail.eml" >"$with"
run hopreport html --controls "$with"
status_is 0
out_has 'Clauses that a public crosswalk links'

# ------------------------------------------------------------------ browser
browser=$(command -v chromium || command -v chromium-browser) || browser=
if [ -n "$browser" ]; then
	sed 's,<label>[^<]*<,<label>\&lt;script\&gt;document.title="x"\&lt;/script\&gt;\&lt;img src="http://probe.example/"\&gt;<,' \
		"$audit" >harm.xml
	run hopreport html --output=harm.html --cover harm.xml
	timeout 100 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/profile" --enable-logging=stderr \
		--host-resolver-rules='MAP * ~NOTFOUND' \
		--log-net-log="$work/net.json" --dump-dom \
		"file://$work/in/harm.html" >dom.html 2>log.txt
	if [ -s dom.html ]; then
		what=browser status=0
		holds 'a browser shows the page' grep -q 'id="m6"' dom.html
		holds 'no script ran' grep -q '<title>Path and TLS of 6 messages</title>' dom.html
		holds 'it has nothing to say about it' fails grep -q ':CONSOLE' log.txt
		holds 'it asks for no address that the page names' fails \
			grep -q 'probe\.example' "$work/net.json"
		timeout 100 "$browser" --headless --no-sandbox --disable-gpu \
			--user-data-dir="$work/profile" --print-to-pdf=page.pdf \
			"file://$work/in/harm.html" >/dev/null 2>&1
		holds 'it prints' grep -q '^%PDF-' page.pdf
	else
		skip 'a browser shows the page' 'the browser does not start'
	fi
else
	skip 'a browser shows the page' 'no chromium'
fi
finish
