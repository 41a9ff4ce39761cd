# SPDX-License-Identifier: LGPL-2.1-or-later
# dialects.awk - rows of C from dialects.tsv.
BEGIN {
	FS = "\t"
	flag["from"] = "HC_IF_FROM"; flag["no-from"] = "HC_IF_NO_FROM"
	flag["no-with"] = "HC_IF_NO_WITH"; flag["no-id"] = "HC_IF_NO_ID"
	flag["no-by"] = "HC_IF_NO_BY"; flag["shape"] = "HC_IF_SHAPE"
	flag["tls-clause"] = "HC_IF_TLS"; flag["bare"] = "HC_IF_BARE"
	flag["named"] = "HC_IF_NAMED"
	flag["no-date-mark"] = "HC_IF_NO_DATE_MARK"
	flag["words"] = "HC_WORDS_EXPECTED"; flag["twice"] = "HC_TWICE_EXPECTED"
	flag["forged"] = "HC_FORGED"; flag["by-phrase"] = "HC_BY_PHRASE"
	silence["nothing"] = "HC_SILENCE_NOTHING"
	silence["clear"] = "HC_SILENCE_CLEAR"
	silence["clear-if-ehlo"] = "HC_SILENCE_CLEAR_IF_EHLO"
	split("software with by via id comment peer lead", names, " ")
	for (i in names)
		field[names[i]] = 1
}
/^#/ { next }
function fail(why) {
	print FILENAME ":" NR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}
# "?" is escaped, as "??-" is a trigraph.
function quote(text) {
	gsub(/["\\?]/, "\\\\&", text)
	return "\"" text "\""
}
function flags(list,   n, parts, i, out) {
	if (list == "-")
		return "0"
	n = split(list, parts, ",")
	for (i = 1; i <= n; i++) {
		if (!(parts[i] in flag))
			fail("unknown flag " parts[i])
		out = out (i > 1 ? " | " : "") flag[parts[i]]
	}
	return out
}
function dialect(id) {
	if (!($4 in silence))
		fail("unknown silence " $4)
	return "{ " quote(id) ", " quote($2) ", " \
		quote($3 == "-" ? "" : $3) ", " silence[$4] ", " \
		($5 == "y" ? "true" : "false") ", " quote($9) " }"
}
function variant(   i, at, key, glob, tests) {
	for (i = 10; i <= NF; i++) {
		at = index($i, "=")
		key = toupper(substr($i, 1, at - 1))
		gsub(/-/, "_", key)
		glob = substr($i, at + 1)
		glob = glob == "+" ? "NULL" : quote(glob == "-" ? "" : glob)
		tests = tests (i > 10 ? ", " : "") \
			"{ HC_FACT_" key ", " glob " }"
	}
	if (NF > 11)
		fail("more than two tests")
	if (tests == "")
		tests = "{ HC_FACT_COUNT, NULL }"
	variants[rows] = variants[rows] "\t{ " dialect(substr($1, 2)) \
		",\n\t  { " tests " }, " (NF - 9) ", " flags($8) " },\n"
}
NF < 9 { fail(NF " columns") }
/^\+/ { variant(); next }
{
	rows++
	row[rows] = "\t{ .dialect = " dialect($1) ",\n"
	for (i = 10; i <= NF; i++) {
		at = index($i, "=")
		key = substr($i, 1, at - 1)
		if (!(key in field))
			fail("unknown test " key)
		row[rows] = row[rows] "\t  ." key " = " \
			quote(substr($i, at + 1)) ",\n"
	}
	if ($8 != "-")
		row[rows] = row[rows] "\t  .flags = " flags($8) ",\n"
	if ($6 != "-")
		row[rows] = row[rows] "\t  .shapes = " $6 "_shapes,\n"
	if ($7 != "-")
		row[rows] = row[rows] "\t  .notations = " $7 "_notations,\n"
}
END {
	if (failed)
		exit 1
	for (i = 1; i <= rows; i++)
		if (i in variants)
			printf "static const HcVariant variants_%d[] = {\n%s};\n\n", \
				i, variants[i]
	print "const HcDialectRow hc_dialect_rows[] = {"
	for (i = 1; i <= rows; i++) {
		if (i in variants)
			row[i] = row[i] "\t  .variants = variants_" i \
				",\n\t  .variant_count = G_N_ELEMENTS(variants_" \
				i "),\n"
		printf "%s\t},\n", row[i]
	}
	print "};"
}
