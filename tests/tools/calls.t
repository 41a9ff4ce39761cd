#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# calls.t - what system calls programs make: no tool opens a socket of the
# network, a worker that is shut in keeps to the list, and a kernel without one of
# the two fences is told, or refused.
. "${top_srcdir:?}/tests/tools/lib.sh"
. "$top_srcdir/tests/tools/archive.sh"

if ! command -v strace >/dev/null 2>&1 || ! strace -o "$out" true 2>"$err"; then
	echo '1..0 # SKIP no strace, or it may not trace'
	exit 0
fi
export ASAN_OPTIONS=detect_leaks=0

# The calls that sandbox.c allows, from its source; those with a file besides.
list=$top_srcdir/lib/worker/sandbox.c
sed -n '/^static const int allowed/,/^};/s/.*SCMP_SYS(\([a-z0-9_]*\)).*/\1/p' \
	"$list" >"$work/allowed"
sed -n '/^close_calls/,/^}/s/.*SCMP_SYS(\([a-z0-9_]*\)).*/\1/p' "$list" \
	>>"$work/allowed"
holds 'there is a list' test "$(wc -l <"$work/allowed")" -gt 20

# program_of TOOL: the tool itself, not libtool's script
export LD_LIBRARY_PATH="$top_builddir/lib/.libs"
program_of() {
	if [ -x "$top_builddir/tools/.libs/$1" ]; then
		echo "$top_builddir/tools/.libs/$1"
	else
		echo "$top_builddir/tools/$1"
	fi
}

# trace TOOL ARGUMENT...: as run, with what it and its workers call in $trace
trace=$work/trace
trace() {
	what="strace $*"
	program=$(program_of "$1")
	shift
	strace -f -s 64 -o "$trace" "$program" "$@" \
		</dev/null >"$out" 2>"$err"
	status=$?
}

# calls_of WORKER: the names of what it called in $trace once it was shut in.
# strace(1) puts the killer's own call before the end of a process that SIGKILL
# met on its way into the kernel: what never came back before that is no call.
calls_of() {
	grep "^$1 " "$trace" |
		sed -e '1,/SECCOMP_SET_MODE_FILTER.* = 0$/d' \
			-e '/ resumed>.*) *= ?$/d' |
		sed -e '$!N;/ <unfinished \.\.\.>\n.*+++ killed by SIGKILL/d;P;D' |
		sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' |
		sort -u
}

cat >"$trace" <<'END'
71  execve("hopcheck-mime", ["hopcheck-mime"], 0x7ffd /* 1 var */) = 0
71  seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=62, filter=0x561dc683a7d0}) = 0
71  read(0, "a", 1)                   = 1
71  openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = -1 EPERM (Operation not permitted)
70  kill(71, SIGKILL <unfinished ...>
71  kill(71, SIGKILL <unfinished ...>
70  <... kill resumed>)               = 0
71  +++ killed by SIGKILL +++
END
holds "a killer's call is not its worker's" \
	test "$(calls_of 71 | tr '\n' ' ')" = 'openat read '
sed -i '/openat/d;s/71  kill.*/71  write(1, "a", 1 <unfinished ...>\n71  <... write resumed>) = ?/' "$trace"
holds 'nor is what it had begun' \
	test "$(calls_of 71 | tr '\n' ' ')" = 'read '

# calls_are_few: no network; workers, once shut in, keep to the list
calls_are_few() {
	# a pair of connected ends, by which descriptors pass, is no socket(2)
	holds "$what: no network" fails grep -qE \
		'[ (](socket|connect|bind|listen|accept4?|sendto)\(' "$trace"
	sed -n 's/^\([0-9]*\) *execve("[^"]*\(hopcheck-mime\|hopcheck-unpack\|hopaudit-pst\)".*/\1/p' \
		"$trace" | sort -u >"$work/workers"
	: >"$work/off"
	: >"$work/shut"
	while read -r worker; do
		calls_of "$worker" >>"$work/shut"
	done <"$work/workers"
	grep -vxF -f "$work/allowed" "$work/shut" | sort -u >"$work/off"
	if grep -q __asan_init "$top_builddir/lib/hopcheck-mime"; then
		skip "$what: workers keep to the list" \
			'the sanitizer makes calls of its own'
	else
		holds "$what: workers keep to the list" test ! -s "$work/off"
	fi
	sed 's/^/# off the list: /' "$work/off"
}

# has_worker NAME: one ran, and worked once it was shut in
has_worker() {
	holds "$what: $1 ran" grep -q "execve(\"[^\"]*$1\"" "$trace"
	if grep -q 'SECCOMP_SET_MODE_FILTER.* = 0$' "$trace"; then
		holds "$what: it worked shut in" grep -qx 'write' "$work/shut"
	else
		skip "$what: it worked shut in" 'no seccomp'
	fi
}

cp "$top_srcdir/samples/content/smime-enveloped.eml" one.eml
cp "$top_srcdir/samples/mbox/unquoted-from.eml" box 2>/dev/null ||
	{ echo 'From a Tue Mar  7 09:15:05 2023'; cat one.eml; } >box
policy=$top_srcdir/samples/policies/example-trust.xml
trace hopcheck --content=always one.eml
calls_are_few
has_worker hopcheck-mime
trace hopcheck --content=always box
calls_are_few
mkdir mail
letter 1 >mail/1.eml
cp one.eml mail/2.eml
trace hopaudit -q --content=always --policy "$policy" -o r.xml mail box
calls_are_few
has_worker hopcheck-mime
holds 'the run record states the sandbox' \
	grep -qE '<sitting [^>]*sandbox="(both|seccomp|landlock|none)"' r.xml.run.xml
holds 'it is by the schema' "${XMLLINT:-xmllint}" --noout \
	--schema "$top_srcdir/schemas/run.xsd" r.xml.run.xml
if grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	tar -cf mail.tar mail
	python3 -m zipfile -c mail.zip mail/1.eml mail/2.eml
	for archive in mail.tar mail.zip; do
		trace hopaudit -q --content=never -o a.xml $archive
		calls_are_few
		has_worker hopcheck-unpack
	done
fi
if grep -q 'define HAVE_GSF 1' "$top_builddir/config.h"; then
	cp "$top_srcdir/tests/fuzz/unpack.seed/bytes.msg" .
	trace hopaudit -q --content=never -o a.xml bytes.msg
	calls_are_few
	has_worker hopcheck-unpack
fi
if grep -q 'define HAVE_PST 1' "$top_builddir/config.h"; then
	# a store in name: what it is read with is shut in before it is looked at
	printf '!BDN%0600d' 0 >store.pst
	store=${HOPCHECK_PST:-store.pst}
	trace hopaudit -q --content=never -o a.xml "$store"
	calls_are_few
	has_worker hopaudit-pst
fi
trace hopaudit -q --content=never -o n.xml mail
calls_are_few
holds 'where no worker ran, no sandbox is stated' \
	fails grep -q 'sandbox=' n.xml.run.xml
trace hoppolicy check "$policy"
calls_are_few
trace hopreport validate r.xml
calls_are_few
trace hopreport html -o r.html r.xml
calls_are_few

# ------------------------------------------- kernels without one of the fences
# lacks CALL ERROR TOOL ARGUMENT...: as run, where that call fails
lacks() {
	lacking=$1 error=$2 program=$(program_of "$3")
	what="$*"
	shift 3
	strace -f -o "$trace" -e "trace=$lacking" \
		-e "inject=$lacking:error=$error" "$program" "$@" \
		</dev/null >"$out" 2>"$err"
	status=$?
}

for call in 'landlock_create_ruleset ENOSYS' 'seccomp EINVAL'; do
	lacks ${call% *} ${call#* } hopcheck --content=always one.eml
	if ! grep -q "INJECTED" "$trace"; then
		skip "without $call" 'it cannot be taken away'
		continue
	fi
	status_is 0
	out_has '^Content  1 part'
	lacks ${call% *} ${call#* } hopcheck --content=always \
		--require-sandbox one.eml
	status_is 2
	err_has "sandbox is '[a-z]*', not 'both' as required"
	lacks ${call% *} ${call#* } hopaudit -q --content=always -o l.xml mail
	holds 'the report is the same' test -s l.xml
	holds 'the run record says what was missing' grep -qE \
		'<sitting [^>]*sandbox="(seccomp|landlock|none)"' l.xml.run.xml
	lacks ${call% *} ${call#* } hopaudit -q --content=always \
		--require-sandbox -o no.xml mail
	status_is 2
	holds 'no report stands then' test ! -e no.xml
done
finish
