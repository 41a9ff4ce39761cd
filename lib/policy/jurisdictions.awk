# SPDX-License-Identifier: LGPL-2.1-or-later
# jurisdictions.awk - countries and dated groups of them as C tables.
#
#   awk -f jurisdictions.awk countries.tsv jurisdictions.tsv > jurisdictions-table.h

BEGIN {
	FS = "\t"
	print "/* Made by jurisdictions.awk; edit countries.tsv, jurisdictions.tsv. */"
}
function fail(why)
{
	print "jurisdictions.awk: " FILENAME ": " why ": " $0 >"/dev/stderr"
	failed = 1
	exit 1
}
function quoted(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\"" text "\""
}
# Days since 1970-01-01 of a Gregorian date (as civil_from_days, inverted).
function day(text, open,    y, m, d, era, doy)
{
	if (text == "-")
		return open
	if (text !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/)
		fail("no day")
	y = substr(text, 1, 4) + 0
	m = substr(text, 6, 2) + 0
	d = substr(text, 9, 2) + 0
	if (m <= 2)
		y--
	era = int(y / 400)
	doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
	y -= era * 400
	return era * 146097 + y * 365 + int(y / 4) - int(y / 100) + doy - 719468
}
/^#/ || $0 == "" {
	next
}
FILENAME != file {
	file = FILENAME
	files++
	width = NF
	last = ""
	next
}
NF != width {
	fail("not " width " columns")
}
files == 1 {
	if ($1 !~ /^[A-Z][A-Z]$/ || $1 <= last)
		fail("bad or unsorted code")
	last = $1
	known[$1] = 1
	country[++countries] = sprintf("\t{ %s, %s },", quoted($1), quoted($2))
	next
}
{
	key = $1 "\t" $2 "\t" $3
	if (key <= last)
		fail("unsorted or twice")
	last = key
	if ($2 !~ /^=/ && !($2 in known))
		fail("no country")
	if ($5 != "whole" && $5 != "part")
		fail("no reach")
	row[++rows] = sprintf("\t{ %s, %s, { %s, %s }, %s, %s },", quoted($1), \
		quoted($2), day($3, "HC_DAY_FIRST"), day($4, "HC_DAY_LAST"), \
		$5 == "whole" ? "true" : "false", quoted($6))
}
END {
	if (failed || !countries || !rows)
		exit 1
	print "\nstatic const Country countries[] = {"
	for (i = 1; i <= countries; i++)
		print country[i]
	print "};\n\nstatic const HcGroupRow groups[] = {"
	for (i = 1; i <= rows; i++)
		print row[i]
	print "};"
}
