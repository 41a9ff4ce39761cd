# SPDX-License-Identifier: LGPL-2.1-or-later
# lib.sh - TAP for the tools' tests: run, then say what must hold.
#
#	. "${top_srcdir:?}/tests/tools/lib.sh"
#	run hopcheck --version
#	status_is 0
#	out_has 'hopcheck [0-9]'
#	finish

set -u
export LC_ALL=C TERM=xterm
unset NO_COLOR COLUMNS TZ
work=$(mktemp -d) || exit 99
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/in" && cd "$work/in" || exit 99
out=$work/out err=$work/err
number=0 what= status=

# run TOOL ARGUMENT...: with standard input from $input, /dev/null if unset
run() {
	what=$*
	tool=$1
	shift
	"$top_builddir/tools/$tool" "$@" <"${input:-/dev/null}" >"$out" 2>"$err"
	status=$?
}

# verdict WORD TEXT: one TAP line
verdict() {
	number=$((number + 1))
	echo "$1 $number - $2"
	if [ "$1" = 'not ok' ]; then
		echo "# status $status"
		sed 's/^/# out: /' "$out" | head -n 20 | cat -v
		sed 's/^/# err: /' "$err" | head -n 5 | cat -v
	fi
}

# holds TEXT COMMAND...: COMMAND succeeds
holds() {
	text=$1
	shift
	if "$@" >/dev/null 2>&1; then
		verdict ok "$text"
	else
		verdict 'not ok' "$text"
	fi
}

fails() {
	! "$@"
}

status_is() {
	holds "$what: status $1" test "$status" -eq "$1"
}

out_has() {
	holds "$what: output has $1" grep -q -- "$1" "$out"
}

out_lacks() {
	holds "$what: output lacks $1" fails grep -q -- "$1" "$out"
}

err_has() {
	holds "$what: complaint has $1" grep -q -- "$1" "$err"
}

# every complaint is "tool: ..." or the pointer to --help
err_is_plain() {
	holds "$what: complaints are plain" \
		fails grep -v -e "^$1: " -e "^Try '$1 --help'\\.\$" "$err"
}

# no byte of FILE but LF and printable ASCII
is_ascii() {
	! LC_ALL=C tr -d '\n -~' <"$1" | grep -q .
}

skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

finish() {
	echo "1..$number"
}
