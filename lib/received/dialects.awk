# SPDX-License-Identifier: LGPL-2.1-or-later
# dialects.awk - rows of C from shapes.tsv, notations.tsv and dialects.tsv, in
# this order.
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
	habit["plain-keyword"] = "HC_HABIT_PLAIN_KEYWORD"
	habit["local-source"] = "HC_HABIT_LOCAL_SOURCE"
	habit["own-bounce"] = "HC_HABIT_OWN_BOUNCE"
	habit["host-filter"] = "HC_HABIT_HOST_FILTER"
	silence["nothing"] = "HC_SILENCE_NOTHING"
	silence["clear"] = "HC_SILENCE_CLEAR"
	silence["clear-if-ehlo"] = "HC_SILENCE_CLEAR_IF_EHLO"
	split("submission local content-filter list-expansion retrieval " \
	      "front-end mailbox-delivery web", names, " ")
	for (i in names)
		step[names[i]] = 1
	split("from by via with id for tls envelope date writer tls-word " \
	      "with-words second-with by-words id-words", names, " ")
	for (i in names)
		place[names[i]] = "HC_IN_" upper(names[i])
	split("software with by via id comment peer lead date client", names, " ")
	for (i in names)
		field[names[i]] = 1
}
/^#/ || /^$/ { next }
function fail(why) {
	print FILENAME ":" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}
function upper(text) {
	text = toupper(text)
	gsub(/-/, "_", text)
	return text
}
function lower_name(text) {
	gsub(/-/, "_", text)
	return text
}
# "?" is escaped, as "??-" is a trigraph.
function quote(text) {
	gsub(/["\\?]/, "\\\\&", text)
	return "\"" text "\""
}
# Globs as a list of alternatives, each with what a text needs to match it.
function globs(text,   n, parts, i, body, part, least, most) {
	if (text in glob_lists)
		return glob_lists[text]
	glob_lists[text] = "globs_" ++glob_count
	n = split(text, parts, "|")
	for (i = 1; i <= n; i++) {
		part = parts[i]
		least = part
		gsub(/\*/, "", least)
		most = part ~ /[* ]/ ? "UINT16_MAX" : length(part)
		body = body "\t{ " quote(part) ", " length(part) ", " \
			length(least) ", " most ", " edge(substr(part, 1, 1)) \
			", " edge(substr(part, length(part))) ", " \
			glob_form(part) ", " \
			letters(part) " },\n"
	}
	glob_text[glob_count] = "static const HcGlob " glob_lists[text] \
		"[] = {\n" body "\t{ NULL, 0, 0, 0, 0, 0, HC_GLOB_OTHER, 0 },\n};"
	return glob_lists[text]
}
function glob_form(part) {
	return part ~ /^[^*?# ]+$/ ? "HC_GLOB_WHOLE" : \
		part ~ /^[^*?# ]+\*$/ ? "HC_GLOB_HEAD" : \
		part ~ /^\*[^*?# ]+$/ ? "HC_GLOB_TAIL" : "HC_GLOB_OTHER"
}
# Which letters and signs a glob asks for (template.c, hc_letters()).
function letters(text,   i, byte, at, seen, sum) {
	for (i = 1; i <= length(text); i++) {
		byte = tolower(substr(text, i, 1))
		if (byte ~ /[0-9#]/)
			byte = "0"
		at = index("abcdefghijklmnopqrstuvwxyz0/(,-_", byte)
		if (at == 0 || at in seen)
			continue
		seen[at] = 1
		sum += 2 ^ (at - 1)
	}
	return sprintf("%.0fu", sum)
}
# A byte as a number of C, 0 for a wildcard.
function edge(byte) {
	return byte ~ /[*?# ]/ ? "0" : \
		"'" (byte ~ /['\\]/ ? "\\" : "") tolower(byte) "'"
}
function bits(list, table,   n, parts, i, out) {
	if (list == "-")
		return "0"
	n = split(list, parts, ",")
	for (i = 1; i <= n; i++) {
		if (!(parts[i] in table))
			fail("unknown word " parts[i])
		out = out (i > 1 ? " | " : "") table[parts[i]]
	}
	return out
}

FILENAME ~ /shapes.tsv$/ {
	if (NF != 2)
		fail(NF " columns")
	if (!($1 in shapes))
		shape_order[++shape_count] = $1
	shapes[$1] = shapes[$1] "\t" quote($2) ",\n"
	next
}
FILENAME ~ /notations.tsv$/ {
	if (NF != 4)
		fail(NF " columns")
	if (!($1 in notations))
		notation_order[++notation_count] = $1
	notations[$1] = $1
	at = ++entries[$1]
	entry[$1, at] = bits($2, place) ", " quote($4) ", " \
		($4 ~ /^[%{]/ ? "0" : edge(substr($4, 1, 1)))
	entry_byte[$1, at] = $4 ~ /^[%{*?# ]/ ? -1 : letter(substr($4, 1, 1))
	entry_fact[$1, at] = "HC_FACT_" ($3 == "-" ? "COUNT" : upper($3))
	next
}

# Number of a byte: a letter's own, one for all others (dialect.c, letter()).
function letter(byte,   at) {
	at = index("abcdefghijklmnopqrstuvwxyz", tolower(byte))
	return byte == "" || at == 0 ? 26 : at - 1
}
# For each letter in a place of a text, the rows whose glob it may match: the
# first byte, the last byte, of a host the one before the last dot, and the
# length, the last line but one for more.  Row by row; all letters where a
# wildcard may be.  Of "with" the first and last byte together.
function index_row(kind, glob,   n, parts, i, text, byte, least, size) {
	n = split(glob, parts, "|")
	for (i = 1; i <= n; i++) {
		text = parts[i]
		if (kind == "by") {
			byte = match(text, /\.[A-Za-z]+$/) && RSTART > 1 ? \
				substr(text, RSTART - 1, 1) : "*"
			index_byte("by_dot", byte)
		}
		if (kind == "with") {
			index_pair(kind, substr(text, 1, 1), \
				substr(text, length(text)))
		} else {
			index_byte(kind, substr(text, 1, 1))
			index_byte(kind "_last", substr(text, length(text)))
		}
		least = text
		gsub(/\*/, "", least)
		least = length(least)
		for (size = 0; size <= 40; size++)
			if (size == least || (size > least && text ~ /[* ]/) || \
			    (size == 40 && least > 40))
				may[kind "_size", rows, size] = 1
		tested[kind "_size", rows] = 1
	}
}
function index_byte(kind, byte) {
	tested[kind, rows] = 1
	if (byte ~ /[*?# ]/)
		any[kind, rows] = 1
	else
		may[kind, rows, letter(byte)] = 1
}
function index_pair(kind, first, last,   i, k) {
	tested[kind, rows] = 1
	for (i = 0; i < 27; i++)
		for (k = 0; k < 27; k++)
			if ((first ~ /[*?# ]/ || letter(first) == i) && \
			    (last ~ /[*?# ]/ || letter(last) == k))
				may[kind, rows, i * 28 + k] = 1
}
# Rows by what a field has: what each row asks for or must not find (dialect.c,
# find_candidates()).
function index_parts(   i, at, list, kind, wanted) {
	list = "," $8 ","
	for (i = 10; i <= NF; i++)
		list = list substr($i, 1, index($i, "=") - 1) ","
	wanted["start", 1] = part(list, ",(from|peer|client),", ",no-from,")
	wanted["start", 2] = part(list, ",lead,", "")
	wanted["start", 4] = part(list, ",with,", ",no-with,")
	wanted["start", 8] = part(list, ",id,", ",no-id,")
	wanted["rest", 1] = part(list, ",via,", "")
	wanted["rest", 2] = part(list, ",named,", ",bare,")
	wanted["rest", 4] = part(list, "", ",no-date-mark,")
	wanted["rest", 8] = part(list, ",comment,", "")
	wanted["rest", 16] = part(list, ",by,", ",no-by,")
	for (at = 0; at < 16; at++)
		if (fits("start", at, wanted))
			may["start", rows, at] = 1
	for (at = 0; at < 32; at++)
		if (fits("rest", at, wanted))
			may["rest", rows, at] = 1
	tested["start", rows] = tested["rest", rows] = 1
}
# 1: the part must be there, 0: must not, nothing: may.
function part(list, with, without) {
	if (with != "" && list ~ with)
		return 1
	return without != "" && list ~ without ? 0 : ""
}
function fits(kind, at, wanted,   bit) {
	for (bit = 1; bit < 32; bit *= 2)
		if ((kind, bit) in wanted && wanted[kind, bit] != "" && \
		    wanted[kind, bit] != int(at / bit) % 2)
			return 0
	return 1
}
# Rows of a list of notations, each with the first bytes that it and those
# behind it may have (dialect.h, hc_notation_byte()).
function print_notations(name,   i, byte, seen, sum, text) {
	for (i = entries[name]; i > 0; i--) {
		sum = 0
		for (byte = 0; byte < 27; byte++) {
			if (entry_byte[name, i] == byte || entry_byte[name, i] < 0)
				seen[byte] = 1
			if (byte in seen)
				sum += 2 ^ byte
		}
		text = "\t{ " entry[name, i] ", " sprintf("%.0fu", sum) ", " \
			entry_fact[name, i] " },\n" text
	}
	printf "%s", text
}
# The rows as bits of words; the last line of letters and of lengths is for a
# text that is not there or has no dot.
function print_index(kind, lines,   at, row, word) {
	printf "const uint32_t hc_dialects_by_%s[][HC_DIALECT_WORDS] = {\n", kind
	for (at = 0; at < lines; at++) {
		printf "\t{ "
		word = 0
		for (row = 1; row <= rows; row++) {
			if (!((kind, row) in tested) ||
			    ((kind, row) in any && (at < 27 || kind ~ /^by/)) ||
			    (kind, row, at) in may)
				word += 2 ^ ((row - 1) % 32)
			if (row % 32 == 0 || row == rows) {
				printf "%.0fu, ", word
				word = 0
			}
		}
		print "},"
	}
	print "};\n"
}
# Days from 1970-01-01 to a day of the Gregorian calendar; the year begins in
# March, so that the leap day is its last.
function days(year, month, day) {
	if (month < 3) {
		year--
		month += 12
	}
	return 365 * year + int(year / 4) - int(year / 100) + \
		int(year / 400) + int((153 * (month - 3) + 2) / 5) + day - 719469
}
# The day and its first second, or nothing.
function since(date,   parts) {
	if (date == "")
		return "NULL, 0"
	if (date !~ /^[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]$/)
		fail("no day " date)
	split(date, parts, "-")
	return quote(date) ", INT64_C(" sprintf("%.0f", \
		86400 * days(parts[1] + 0, parts[2] + 0, parts[3] + 0)) ")"
}
# Habits and the sort of step stand among the flags and are the dialect's; the
# rest stays.
function habits_of(   n, parts, i, list, rest) {
	n = split($8, parts, ",")
	own_step = ""
	for (i = 1; i <= n; i++)
		if (parts[i] in habit)
			list = list (list ? "," : "") parts[i]
		else if (parts[i] in step)
			own_step = parts[i]
		else
			rest = rest (rest ? "," : "") parts[i]
	$8 = rest ? rest : "-"
	if ($5 !~ /^[ync]$/)
		fail("unknown look-up " $5)
	return ($5 == "c" ? "HC_HABIT_CONFIRMS_RDNS | " : "") \
		(list ? bits(list, habit) : "0")
}
function dialect(id, habits,   at, word) {
	at = index($4, "@")
	word = at ? substr($4, 1, at - 1) : $4
	if (!(word in silence))
		fail("unknown silence " $4)
	return "{ " quote(id) ", " quote($2) ", " \
		quote($3 == "-" ? "" : $3) ", " silence[word] ", " \
		($5 == "n" ? "false" : "true") ", " quote($9) ", " \
		since(at ? substr($4, at + 1) : "") ", " habits ", " \
		(own_step ? quote(own_step) : "NULL") " }"
}
function variant(   i, at, glob, tests, habits) {
	habits = habits_of()
	for (i = 10; i <= NF; i++) {
		at = index($i, "=")
		glob = substr($i, at + 1)
		glob = glob == "+" ? "true, NULL" : glob == "-" ? \
			"false, NULL" : "true, " globs(glob)
		tests = tests (i > 10 ? ", " : "") "{ HC_FACT_" \
			upper(substr($i, 1, at - 1)) ", " glob " }"
	}
	if (NF > 11)
		fail("more than two tests")
	if (tests == "")
		tests = "{ HC_FACT_COUNT, false, NULL }"
	variants[rows] = variants[rows] "\t{ " dialect(substr($1, 2), habits) \
		",\n\t  { " tests " }, " (NF - 9) ", " bits($8, flag) " },\n"
}
function list_name(list,   n, parts, i, body) {
	if (list in lists)
		return lists[list]
	lists[list] = "notations_" ++list_count
	n = split(list, parts, ",")
	for (i = 1; i <= n; i++) {
		if (!(parts[i] in notations))
			fail("unknown notation " parts[i])
		body = body lower_name(parts[i]) "_notations, "
	}
	list_text[list_count] = "static const HcNotation *const " lists[list] \
		"[] = { " body "NULL };"
	return lists[list]
}
NF < 9 { fail(NF " columns") }
/^\+/ { variant(); next }
{
	rows++
	habits = habits_of()
	row[rows] = "\t{ .dialect = " dialect($1, habits) ",\n"
	for (i = 10; i <= NF; i++) {
		at = index($i, "=")
		key = substr($i, 1, at - 1)
		if (!(key in field))
			fail("unknown test " key)
		row[rows] = row[rows] "\t  ." key " = " \
			globs(substr($i, at + 1)) ",\n"
		if (key ~ /^(software|with|by|id|peer)$/)
			index_row(key, substr($i, at + 1))
	}
	index_parts()
	if ($8 != "-")
		row[rows] = row[rows] "\t  .flags = " bits($8, flag) ",\n"
	if ($6 != "-" && !($6 in shapes))
		fail("unknown shapes " $6)
	if ($6 != "-")
		row[rows] = row[rows] "\t  .shapes = " lower_name($6) \
			"_shapes,\n"
	if ($7 != "-")
		row[rows] = row[rows] "\t  .notations = " list_name($7) ",\n"
}
END {
	if (failed)
		exit 1
	for (i = 1; i <= shape_count; i++)
		printf "static const char *const %s_shapes[] = {\n%s\tNULL,\n};\n\n", \
			lower_name(shape_order[i]), shapes[shape_order[i]]
	for (i = 1; i <= notation_count; i++) {
		name = notation_order[i]
		printf "%sconst HcNotation %s[] = {\n", \
			name == "common" ? "" : "static ", \
			name == "common" ? "hc_common_notations" : \
			lower_name(name) "_notations"
		print_notations(name)
		print "\t{ 0, NULL, 0, 0, HC_FACT_COUNT },\n};\n"
	}
	for (i = 1; i <= list_count; i++)
		print list_text[i] "\n"
	for (i = 1; i <= glob_count; i++)
		print glob_text[i] "\n"
	for (i = 1; i <= rows; i++)
		if (i in variants)
			printf "static const HcVariant variants_%d[] = {\n%s};\n\n", \
				i, variants[i]
	if (rows > 32 * 12)
		fail("more rows than HC_DIALECT_WORDS has bits")
	n = split("software by peer", names, " ")
	for (i = 1; i <= n; i++) {
		print_index(names[i], 28)
		print_index(names[i] "_last", 28)
		print_index(names[i] "_size", 42)
	}
	print_index("with", 28 * 28)
	print_index("with_size", 42)
	print_index("by_dot", 28)
	print_index("id_size", 42)
	print_index("start", 16)
	print_index("rest", 32)
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
