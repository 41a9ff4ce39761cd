# SPDX-License-Identifier: LGPL-2.1-or-later
# transmission.awk - rows of C from transmission.tsv.
BEGIN { FS = "\t" }
/^#/ { next }
NF != 7 { print FILENAME ":" NR ": " NF " columns" >"/dev/stderr"; exit 1 }
{
	# MAPI's "implied" TLS is a service's promise, not a statement.
	tls = $4 == "i" ? "?" : $4
	printf "\t{ \"%s\", \"%s\", \"%s\", '%s', '%s', %s, \"%s\" },\n", \
		$1, $2, $3, tls, $5, $6 == "y" ? "true" : "false", $7
}
