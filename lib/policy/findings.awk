# SPDX-License-Identifier: LGPL-2.1-or-later
# findings.awk - the catalogue as a C table and an enum of its rows.
#
#   awk -f findings.awk findings.tsv > findings-table.h

BEGIN {
	FS = "\t"
	print "/* Made by findings.awk; edit findings.tsv. */"
}
function quoted(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\"" text "\""
}
# HC_EFFECT_FAIL + 1 stands for none.
function effect(word)
{
	if (word !~ /^(none|info|warn|indeterminate|fail)$/) {
		print "findings.awk: no effect: " word >"/dev/stderr"
		failed = 1
		exit 1
	}
	return word == "none" ? "HC_EFFECT_FAIL + 1" : \
		"HC_EFFECT_" toupper(word)
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
	if (NF != width || $1 !~ /^HC-[A-Z][0-9][0-9]$/ || $1 <= last) {
		print "findings.awk: bad or unsorted row: " $1 >"/dev/stderr"
		failed = 1
		exit 1
	}
	last = $1
	word = $1
	gsub(/-/, "_", word)
	words = words "\t" word ",\n"
	row[++count] = sprintf("\t{ %s, HC_SEVERITY_%s, %s, %s, %s, %s, %s },", \
		quoted($1), toupper($2), quoted($5), quoted($6 "."), \
		quoted($7), quoted($8 "."), quoted($9))
	effects = effects "\t{ " effect($3) ", " effect($4) " },\n"
}
END {
	if (failed || !count)
		exit 1
	printf "\ntypedef enum {\n%s\tHC_RULE_COUNT\n} HcRuleIndex;\n", words
	print "\n#ifdef HC_RULE_ROWS\nstatic const HcRule rules[] = {"
	for (i = 1; i <= count; i++)
		print row[i]
	print "};\n"
	print "/* Without a policy document, with one. */"
	printf "static const unsigned effects[HC_RULE_COUNT][2] = {\n%s};\n#endif\n", effects
}
