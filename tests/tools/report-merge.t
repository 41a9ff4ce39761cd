#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# report-merge.t - the parts of plans make the report that one run makes.
. "${top_srcdir:?}/tests/tools/lib.sh"

mkdir mail
cp "$top_srcdir"/samples/cases/*.eml mail
run hopaudit --format=xml --output=whole.xml mail
run hopaudit --format=xml --plan=state mail
status_is 0
units=$(sed 's/.*-//' "$out")
run hopreport merge state
status_is 2
err_has 'units that are not done'
run hopaudit --unit="1-$units" state
run hopreport merge -o merged.xml state
merged=$status
holds 'the parts make the report of one run' cmp merged.xml whole.xml
run hopaudit --finish=state --output=finished.xml
holds 'its status is that of hopaudit' test "$merged" -eq "$status"
holds 'so do they with hopaudit --finish' cmp merged.xml finished.xml
run hopreport validate merged.xml
status_is 0
if [ -w /dev/full ]; then
	run hopreport merge -o /dev/full state
	status_is 4
	err_has '^hopreport: /dev/full: cannot write: No space left'
fi

# several audits into one: copies of a message, left-out names, a failed input,
# several messages of a peer and of a host stand in more than one of them
audits=$top_srcdir/samples/audit
mkdir box
cp -R "$audits/officer" "$audits/incoming.mbox" "$audits/attic.zip" mail box
head -c 6000 "$audits/incoming.mbox" >box/early.mbox
policy=--policy=$audits/policy.xml
plan() { # STATE OPTIONS...
	folder=$1
	shift
	run hopaudit --plan="$folder" "$@"
	units=$(sed 's/.*-//' "$out")
	[ "$units" = 1 ] || units=1-$units
	run hopaudit --unit="$units" "$folder"
}
for form in xml json text; do
	run hopaudit $policy --format=$form --output=box.$form box/incoming.mbox \
		box/officer box/mail box/missing box/attic.zip box/early.mbox mail
	apart=$status
	plan $form-1 $policy --format=$form box/incoming.mbox box/officer
	run hopaudit $policy --format=$form --state=$form-2 --output=part.$form \
		box/mail box/missing box/attic.zip
	plan $form-3 $policy --format=$form box/early.mbox mail
	run hopreport merge -o joined.$form $form-1 $form-2 $form-3
	holds "several audits make the report of one, in $form" \
		cmp box.$form joined.$form
	holds "with its exit status, in $form" test "$status" -eq "$apart"
done
holds 'an input failed' grep -q 'inputs-failed="[1-9]"' joined.xml
holds 'copies are found from one audit to another' test \
	"$(grep -c 'duplicate-of=' joined.xml)" -gt \
	"$(grep -c 'duplicate-of=' part.xml)"
run hopreport validate joined.xml
status_is 0
run hopreport merge -o turned.xml xml-3 xml-1 xml-2
run hopaudit $policy --format=xml --output=other.xml box/early.mbox mail \
	box/incoming.mbox box/officer box/mail box/missing box/attic.zip
holds 'the order of audits is that of the inputs' cmp turned.xml other.xml
run hopreport merge -o noted.xml --run-record=noted.run.xml --examiner='A. B.' \
	--case=7 xml-1 xml-2 xml-3
holds 'a record changes nothing of the report' cmp noted.xml joined.xml
xml() { # EXPRESSION: its value, or the number of what it names
	python3 - "$1" noted.run.xml <<-'PY'
	import sys
	import xml.etree.ElementTree as tree
	root = tree.parse(sys.argv[2]).getroot()
	names = {"": "urn:hopcheck:run:1"}
	print(eval(sys.argv[1], {"root": root, "names": names, "of": lambda path: root.findall(path, names)}))
	PY
}
holds 'the record is valid' xmllint --noout --nonet \
	--schema "$top_srcdir/schemas/run.xsd" noted.run.xml
plans=$(for state in xml-1 xml-2 xml-3; do sha256sum <$state/plan; done | wc -l)
holds 'it names each plan' test "$(xml 'len(of("plan"))')" -eq "$plans"
notes=$(ls xml-1/sitting-* xml-2/sitting-* xml-3/sitting-* | wc -l)
holds 'and each run' test "$(xml 'len(of("sittings/sitting"))')" -eq "$notes"
holds 'of which this is one' test \
	"$(xml '[a.text for a in of("sittings/sitting/command/argument")].count("merge")')" \
	-eq 1
holds 'and the report' test "$(xml 'of("report")[0].get("sha256")')" = \
	"$(sha256sum noted.xml | cut -d' ' -f1)"
holds 'and who examines' test "$(xml 'of("examiner")[0].text')" = 'A. B.'
run hopreport html --run-record=noted.run.xml -o noted.html noted.xml
status_is 0
holds 'the cover sheet says how many audits were merged' \
	grep -q '<dt>Merged from</dt><dd>3 audits' noted.html
holds 'and shows each run' test \
	"$(grep -o '<dt>Step</dt>' noted.html | wc -l)" -eq "$notes"
holds 'with no number of units but its own' test \
	"$(grep -c '<dt>Units done</dt><dd>[0-9]* of' noted.html)" -eq 0
for state in xml-1 xml-2; do
	for note in "$state"/sitting-*; do
		cp "$note" "$state.note"
		truncate -s -1 "$note"
		break
	done
done
run hopreport merge -o torn.xml --run-record=torn.run.xml xml-1 xml-2 xml-3
holds 'torn notes of several audits are counted together' \
	grep -q '<run .* sittings-unread="2"' torn.run.xml
holds 'and change nothing of the report' cmp torn.xml joined.xml
for state in xml-1 xml-2; do
	for note in "$state"/sitting-*; do
		mv "$state.note" "$note"
		break
	done
done
run hopreport merge -o same.xml --run-record=same.xml xml-1
status_is 2
err_has 'cannot be both the report and its record'
run hopreport merge -o same.xml --run-record=xml-2/plan xml-1 xml-2
status_is 2
err_has "xml-2/plan: lies in the folder of an audit's state, xml-2$"
run hopreport merge -o none.xml nothere
status_is 2
err_has '^hopreport: nothere: No such file or directory$'
run hopreport merge -o none.xml xml-1/plan
status_is 2
err_has '^hopreport: xml-1/plan: Not a directory$'
cp xml-1/plan plan.before
run hopreport merge -o xml-1/plan xml-1 xml-2
status_is 2
holds 'no report goes over a state' cmp -s plan.before xml-1/plan
run hopreport merge xml-1 json-3
status_is 2
err_has 'json-3: is of another form than xml-1'
plan free --format=xml mail
run hopreport merge -o none.xml xml-1 free
status_is 2
err_has 'free: is of another policy than xml-1'
plan brief $policy --detail=findings --format=xml mail
run hopreport merge xml-1 brief
status_is 2
err_has 'another detail'
run hopreport merge xml-1 xml-1
status_is 2
err_has 'in use'
run hopaudit $policy --plan=open --format=xml mail
run hopreport merge xml-1 open
status_is 2
err_has 'open: holds units that are not done'
holds 'nothing is written then' test ! -e none.xml

mail=${HOPCHECK_CORPUS:-$top_srcdir/../shared/mail}
if [ -d "$mail" ]; then
	set --
	for folder in "$mail"/*; do
		[ -d "$folder" ] && set -- "$@" "$folder"
	done
	run hopaudit --format=xml --output=real.xml "$@"
	numeral=100
	for folder; do
		numeral=$((numeral + 1))
		plan real-$numeral --format=xml "$folder"
	done
	run hopreport merge -o real-merged.xml real-*[0-9]
	holds 'so do audits of real mail' cmp real.xml real-merged.xml
else
	echo '# no real mail'
fi

run hopreport merge
status_is 2
run hopreport merge nowhere
status_is 2
err_is_plain hopreport
finish
