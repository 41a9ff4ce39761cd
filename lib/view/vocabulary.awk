# SPDX-License-Identifier: LGPL-2.1-or-later
# vocabulary.awk - the words of our sentences, from the string literals of C
# files and the cells of tables; one a line, lower case.  Names are not among
# them: what holds a dot, an at sign, a digit or an underscore is none.
function take(text,   parts, count, i) {
	gsub(/\\[nrt"\\]/, " ", text)
	count = split(text, parts, /[^A-Za-z'-]+/)
	for (i = 1; i <= count; i++)
		if (length(parts[i]) > 0)
			print tolower(parts[i])
}
/^#/ { next }
FILENAME ~ /\.tsv$/ { take($0); next }
{
	line = $0
	while (match(line, /"([^"\\]|\\.)*"/)) {
		text = substr(line, RSTART + 1, RLENGTH - 2)
		# identifiers and host names of tables are no prose
		if (text !~ /[a-z]\.[a-z]/ && text !~ /_/)
			take(text)
		line = substr(line, RSTART + RLENGTH)
	}
}
