# SPDX-License-Identifier: LGPL-2.1-or-later
# forms.awk - the forms of content as a C table and an enum of its rows.
#
#   awk -f forms.awk forms.tsv > forms-table.h

BEGIN {
	FS = "\t"
	print "/* Made by forms.awk; edit forms.tsv. */"
}
function quoted(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return text == "-" ? "NULL" : "\"" text "\""
}
function refuse(why)
{
	print "forms.awk: " why ": " $1 >"/dev/stderr"
	failed = 1
	exit 1
}
/^#/ || $0 == "" {
	next
}
!head {
	head = 1
	width = NF
	next
}
{
	if (NF != width || $1 !~ /^[a-z0-9-]+$/ || $1 <= last)
		refuse("bad or unsorted row")
	if ($4 !~ /^(field|subject|part|report)$/ || $9 !~ /^(yes|no)$/)
		refuse("bad place or wrap")
	if ($5 $6 $7 ~ /[A-Z]/)
		refuse("not in lower case")
	last = $1
	word = toupper($1)
	gsub(/-/, "_", word)
	words = words "\tHC_FORM_ID_" word ",\n"
	form[++count] = sprintf("\t{ %s, HC_CONTENT_%s, %s, %s, %s },", \
		quoted($1), toupper($2), quoted($3), quoted($10), quoted($11))
	match_row[count] = sprintf("\t{ HC_PLACE_%s, %s, %s, %s, %s, %s },", \
		toupper($4), quoted($5), quoted($6), quoted($7), quoted($8), \
		$9 == "yes" ? "true" : "false")
}
END {
	if (failed || !count)
		exit 1
	printf "\ntypedef enum {\n%s\tHC_FORM_COUNT\n} HcFormId;\n", words
	print "\n#ifdef HC_FORM_ROWS\nstatic const HcContentForm forms[] = {"
	for (i = 1; i <= count; i++)
		print form[i]
	print "};\nstatic const HcFormMatch matches[] = {"
	for (i = 1; i <= count; i++)
		print match_row[i]
	print "};\n#endif"
}
