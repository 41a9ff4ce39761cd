# SPDX-License-Identifier: LGPL-2.1-or-later
# tables.awk - C tables of suites, their spellings, versions, groups and rules.
#
#   awk -f tables.awk ciphers.tsv versions.tsv partial.tsv groups.tsv \
#       rule-dates.tsv > tls-tables.h
#
# POSIX awk.  Spellings are sorted by length, then bytes, so that a look-up
# compares names of one length only.

BEGIN {
	FS = "\t"
	wire["SSLv2"] = "0x0002"
	wire["SSLv3"] = "0x0300"
	wire["TLSv1"] = "0x0301"
	wire["TLSv1.1"] = "0x0302"
	wire["TLSv1.2"] = "0x0303"
	wire["TLSv1.3"] = "0x0304"
	wire["-"] = "0"
	wire["none"] = "HC_VERSION_NONE"
	# Groups of a finite field come by their size, too: table.c.
	used["group", "ffdh-below-1024"] = 1
	used["group", "ffdh-below-2048"] = 1
	used["group", "ecdh-below-192"] = 1
	used["group", "ecdh-below-224"] = 1
	print "/* Made by tables.awk; edit the .tsv files. */"
}

FNR == 1 {
	file = FILENAME
	sub(/^.*\//, "", file)
	head = 1
}
/^#/ || $0 == "" {
	next
}
head {
	for (i = 1; i <= NF; i++)
		column[file, $i] = i
	head = 0
	next
}

function cell(name)
{
	if (!((file, name) in column))
		fail(file ": no column " name)
	return $column[file, name]
}
function fail(text)
{
	print "tables.awk: " text >"/dev/stderr"
	failed = 1
	exit 1
}
function quoted(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\"" text "\""
}
function version(name)
{
	if (!(name in wire))
		fail(file ": no such version " name)
	return wire[name]
}
# Days since 1970-01-01 of a proleptic Gregorian date.
function days(date,    part, y, m)
{
	split(date, part, "-")
	y = part[1] - (part[2] <= 2)
	m = (part[2] + 9) % 12
	return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + \
		int((153 * m + 2) / 5) + part[3] - 1 - 719468
}
# Of a list, "" where it is none.
function first_of(list)
{
	sub(/[|].*/, "", list)
	return list == "-" ? "" : list
}
function bool(word)
{
	return word == "y" ? "true" : "false"
}

# ------------------------------------------------------------------- suites

function spell(name, suite,    key)
{
	if (name == "-" || name == "")
		return
	key = tolower(name)
	if ((key, suite) in spelled)
		return
	spelled[key, suite] = 1
	if (key in meaning)
		meaning[key] = meaning[key] " " suite
	else {
		meaning[key] = suite
		keys[++key_count] = sprintf("%04d %s", length(key), key)
	}
}
function spell_list(list, suite,    part, n, i)
{
	n = split(list, part, "|")
	for (i = 1; i <= n; i++)
		spell(part[i], suite)
}
# GnuTLS session descriptions: KX_GROUP__SIGNATURE__CIPHER[__MAC]; a brace
# list stands for each of its members.
function spell_desc(text, suite,    part, n, i, brace, kx, m, j, rest)
{
	if (text == "-")
		return
	n = split(text, part, " [|] ")
	for (i = 1; i <= n; i++) {
		if (substr(part[i], 1, 1) != "{") {
			spell(part[i], suite)
			continue
		}
		brace = index(part[i], "}")
		rest = substr(part[i], brace + 1)
		m = split(substr(part[i], 2, brace - 2), kx, "|")
		for (j = 1; j <= m; j++)
			spell(kx[j] rest, suite)
	}
}
function spell_rustls(name, suite)
{
	spell(name, suite)
	show("rustls", name)
}
# The same for a reader: who writes a suite how.
function show(writer, name)
{
	if (name == "-" || name == "" || (suite_count, name) in shown)
		return
	shown[suite_count, name] = 1
	spelling_row[++spelling_count] = sprintf("\t{ %s, %s },", \
		quoted(writer), quoted(name))
}
function show_list(writer, list,    part, n, i)
{
	n = split(list, part, "|")
	for (i = 1; i <= n; i++)
		show(writer, part[i])
}
function show_desc(text,    part, n, i, brace, kx, m, j, rest)
{
	if (text == "-")
		return
	n = split(text, part, " [|] ")
	for (i = 1; i <= n; i++) {
		rest = part[i]
		m = 1
		kx[1] = ""
		if (substr(rest, 1, 1) == "{") {
			brace = index(rest, "}")
			m = split(substr(rest, 2, brace - 2), kx, "|")
			rest = substr(rest, brace + 1)
		}
		for (j = 1; j <= m; j++)
			show("GnuTLS session", described(kx[j] rest))
	}
}
# What a rule speaks of where it is about a group: the size of its field.
function group_subject(name, kind,    size)
{
	if (kind != "ecdh" || !match(name, /^sec[pt][0-9]+/))
		return ""
	size = substr(name, 5, RLENGTH - 4) + 0
	return size < 192 ? "ecdh-below-192" : size < 224 ? "ecdh-below-224" : ""
}
function described(form)
{
	sub(/_G__/, "_[group]__", form)
	sub(/[{][A-Z_]*SIG[}]/, "[signature]", form)
	return form
}
# What a rule of rule-dates.tsv speaks of.
function subject_of(    class, enc)
{
	class = cell("class")
	enc = cell("enc")
	# CBC or not, the rules speak of the finite field.
	if (class == "fs-cbc" && cell("kex") ~ /^DHE/)
		return "fs-dhe"
	if (class == "weak" && enc == "IDEA")
		return "idea"
	if (class != "broken")
		return class
	if (enc == "NULL")
		return "null"
	if (enc == "RC4")
		return cell("bits_effective") >= 112 ? "rc4" : "rc4-short"
	if (cell("export") == "y")
		return "export"
	if (cell("bits_effective") + 0 < 112)
		return "short"
	return "broken"
}

file == "ciphers.tsv" {
	n = suite_count++
	suite_row[n] = sprintf("\t{ %s, %s, %s, %s, %s, %d, %d, %s, %s, %s, %s, %s, %s },", \
		quoted(cell("iana_code")), quoted(cell("iana_name")), \
		quoted(first_of(cell("openssl_name"))), \
		version(cell("proto_min")), version(cell("proto_max")), \
		cell("bits_nominal"), cell("bits_effective"), \
		quoted(cell("kex")), quoted(cell("auth")), quoted(cell("enc")), \
		bool(cell("fs")), bool(cell("aead")), quoted(cell("class")))
	suite_subject[n] = subject_of()
	used["suite", suite_subject[n]] = 1
	spelling_first[n] = spelling_count + 0
	show(cell("iana_name") ~ /^SSL_CK/ ? "SSL 2.0" : "IANA", cell("iana_name"))
	show_list("OpenSSL", cell("openssl_name"))
	show("GnuTLS", cell("gnutls_name"))
	show_list("GnuTLS before 3.0", cell("gnutls_old"))
	show_desc(cell("gnutls_desc"))
	show("LibreSSL", cell("libressl_name"))
	show_list("Schannel", cell("schannel_aliases"))
	show("Java", cell("java_name"))
	show_list("others", cell("other_names"))
	spell(cell("iana_name"), n)
	spell_list(cell("openssl_name"), n)
	spell(cell("gnutls_name"), n)
	# gnutls_cipher_suite_info() puts TLS_ before it, gnutls.h GNUTLS_.
	if (cell("gnutls_name") != "-") {
		spell("TLS_" cell("gnutls_name"), n)
		spell("GNUTLS_" cell("gnutls_name"), n)
	}
	spell_list(cell("gnutls_old"), n)
	spell_desc(cell("gnutls_desc"), n)
	spell(cell("libressl_name"), n)
	spell_list(cell("schannel_aliases"), n)
	spell(cell("java_name"), n)
	spell_list(cell("other_names"), n)
	if (cell("proto_min") == "TLSv1.3" && cell("iana_name") ~ /^TLS_/)
		spell_rustls("TLS13_" substr(cell("iana_name"), 5), n)
	next
}

# ------------------------------------------------------- words and rules

file == "versions.tsv" {
	version_row[++version_count] = sprintf("\t{ %s, %s, %s, %s, %s },", \
		quoted(cell("token")), version(cell("low")), \
		version(cell("high")), bool(cell("family")), \
		quoted(cell("writers")))
	next
}
file == "partial.tsv" {
	partial_row[++partial_count] = sprintf("\t{ %s, %s, %s },", \
		quoted(cell("token")), quoted(cell("says")), \
		version(cell("low")))
	next
}
file == "groups.tsv" {
	m = split(cell("group") "|" cell("aliases"), alias, "|")
	for (i = 1; i <= m; i++)
		if (alias[i] != "-")
			group_row[++group_count] = sprintf("\t{ %s, %d, %d },", \
				quoted(alias[i]), length(alias[i]), \
				named_count + 0)
	named_row[++named_count] = sprintf("\t{ %s, %d, %s, %d },", \
		quoted(cell("group")), cell("id"), quoted(cell("kind")), \
		cell("bits") == "-" ? 0 : cell("bits"))
	group_subjects[named_count] = sprintf("\t%s,", \
		quoted(group_subject(cell("group"), cell("kind"))))
	next
}
file == "rule-dates.tsv" {
	if (cell("from") !~ /^[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]$/)
		fail(file ": no date: " cell("from"))
	kind = cell("kind")
	if (kind == "first") {
		first_row[++first_count] = sprintf("\t{ %s, %d },", \
			version(cell("subject")), days(cell("from")))
		next
	}
	if (cell("from") > newest)
		newest = cell("from")
	if (kind == "version")
		version(cell("subject"))
	else if (!((kind, cell("subject")) in used))
		fail(file ": no " kind " has subject " cell("subject"))
	if (!((kind, cell("subject")) in ruled) && cell("from") > "0001-01-01")
		fail(file ": " cell("subject") " needs a first row of 0001-01-01")
	ruled[kind, cell("subject")] = 1
	rule_row[++rule_count] = sprintf( \
		"\t{ %s, %s, %d, { HC_GRADE_%s, %s, %s, %s } },", \
		kind == "version" ? wire[cell("subject")] : "0", \
		kind == "version" ? "\"\"" : quoted(cell("subject")), \
		days(cell("from")), toupper(cell("grade")), \
		quoted(cell("from") == "0001-01-01" ? "" : cell("from")), \
		quoted(cell("source")), quoted(cell("sentence")))
	next
}

# ------------------------------------------------------------------- output

# Heapsort of keys[1..n]; "NNNN name" sorts by length, then bytes.
function sift(root, n,    child, value)
{
	value = keys[root]
	while ((child = 2 * root) <= n) {
		if (child < n && keys[child] < keys[child + 1])
			child++
		if (!(value < keys[child]))
			break
		keys[root] = keys[child]
		root = child
	}
	keys[root] = value
}
function sort_keys(n,    i, value)
{
	for (i = int(n / 2); i >= 1; i--)
		sift(i, n)
	for (i = n; i > 1; i--) {
		value = keys[i]
		keys[i] = keys[1]
		keys[1] = value
		sift(1, i - 1)
	}
}
function dump(type, name, row, n,    i)
{
	printf "\nstatic const %s %s[] = {\n", type, name
	for (i = 1; i <= n; i++)
		print row[i]
	print "};"
}

END {
	if (failed)
		exit 1
	if (!suite_count || !version_count || !partial_count || !group_count || \
	    !rule_count || !first_count) {
		print "tables.awk: a table is empty" >"/dev/stderr"
		exit 1
	}
	for (pair in used) {
		split(pair, word, SUBSEP)
		if (!((word[1], word[2]) in ruled)) {
			print "tables.awk: no rule for " word[2] >"/dev/stderr"
			exit 1
		}
	}
	printf "\nstatic const HcCipher suites[] = {\n"
	for (i = 0; i < suite_count; i++)
		print suite_row[i]
	print "};"
	printf "\nstatic const char *const suite_subjects[] = {\n"
	for (i = 0; i < suite_count; i++)
		printf "\t%s,\n", quoted(suite_subject[i])
	print "};"

	dump("HcSpelling", "suite_spellings", spelling_row, spelling_count)
	printf "\n/* Where those of each suite begin, and where the last end. */\n"
	printf "static const uint16_t first_spelling[] = {\n"
	for (i = 0; i < suite_count; i++)
		printf "\t%d,\n", spelling_first[i]
	printf "\t%d,\n};\n", spelling_count

	sort_keys(key_count)
	printf "\nstatic const HcCipher *const meanings[] = {\n"
	for (i = 1; i <= key_count; i++) {
		key = substr(keys[i], 6)
		m = split(meaning[key], suite, " ")
		first[i] = meaning_count + 0
		count[i] = m
		for (j = 1; j <= m; j++)
			printf "\t&suites[%d],\n", suite[j]
		meaning_count += m
	}
	print "};"
	printf "\nstatic const Spelling spellings[] = {\n"
	for (i = 1; i <= key_count; i++)
		printf "\t{ %s, %d, %d },\n", quoted(substr(keys[i], 6)), \
			first[i], count[i]
	print "};"
	longest = substr(keys[key_count], 1, 4) + 0
	printf "\n#define SPELLING_MAX %d\n", longest
	printf "\n/* spellings[by_length[n]] is the first of n bytes. */\n"
	printf "static const uint16_t by_length[SPELLING_MAX + 2] = {\n"
	for (i = 1; i <= key_count; i++) {
		n = substr(keys[i], 1, 4) + 0
		while (filled <= n) {
			printf "\t%d,\n", i - 1
			filled++
		}
	}
	printf "\t%d,\n};\n", key_count

	dump("VersionWord", "version_words", version_row, version_count)
	dump("HcPartial", "partial_words", partial_row, partial_count)
	dump("HcGroup", "groups", named_row, named_count)
	dump("char *const", "group_subjects", group_subjects, named_count)
	dump("GroupWord", "group_words", group_row, group_count)
	dump("GradeRule", "grade_rules", rule_row, rule_count)
	dump("FirstDay", "first_days", first_row, first_count)
	printf "\n#define RULE_DATE \"%s\"\n", newest
}
