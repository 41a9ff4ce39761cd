# SPDX-License-Identifier: LGPL-2.1-or-later
# controls.awk - findings and the clauses that bear on them as a C table.
#
#   awk -f controls.awk controls.tsv > controls-table.h

BEGIN {
	FS = "\t"
	print "/* Made by controls.awk; edit controls.tsv. */"
	print "\nstatic const ControlRow control_rows[] = {"
}
/^#/ || $0 == "" {
	next
}
!width {
	width = NF
	next
}
{
	if (NF != width || $1 !~ /^HC-[A-Z][0-9][0-9]$/ || $1 <= last) {
		print "controls.awk: bad or unsorted row: " $1 >"/dev/stderr"
		failed = 1
		exit 1
	}
	last = $1
	rows++
	line = "\t{ \"" $1 "\", {"
	for (i = 2; i <= NF; i++)
		line = line ($i == "-" ? " NULL," : " \"" $i "\",")
	print line " } },"
}
END {
	if (failed || !rows)
		exit 1
	print "};"
}
