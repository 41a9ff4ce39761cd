#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# clean.sh - do README's commands work on a machine with nothing installed?
#
#   tests/clean/clean.sh [MIRROR]
#
# Makes a Debian 12 of its own (debootstrap, minbase) in a temporary folder,
# puts the committed tree into it and runs there, as root, in its own mount and
# process namespaces:
#     ./autogen.sh --bootstrap && tools/hopcheck samples/postfix/tls13.eml
#     make check
# Needs root, debootstrap, git and a mirror; takes two to four minutes.
set -euo pipefail
mirror=${1:-http://deb.debian.org/debian}
suite=bookworm
tree=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
	echo "clean.sh: needs root and debootstrap" >&2
	exit 77
fi
root=$(mktemp -d "${TMPDIR:-/tmp}/hopcheck-clean.XXXXXX")
# One file system: what is mounted inside belongs to the namespace alone.
trap 'rm -rf --one-file-system "$root"' EXIT

SECONDS=0
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 || {
	tail -n 20 "$root.log"
	exit 1
}
rm -f "$root.log"
echo "clean.sh: $suite in $SECONDS s"

# No service may start; names must resolve; only the committed files go in, so
# that no stale object of this machine takes part.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir "$root/hopcheck"
git -C "$tree" archive HEAD | tar -x -C "$root/hopcheck"

cat >"$root/run.sh" <<'RUN'
set -eu
mount -t proc proc /proc
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root DEBIAN_FRONTEND=noninteractive
unset LC_ALL LANG PYTHONPATH || true
cd /hopcheck
status=0
./autogen.sh --bootstrap >/bootstrap.log 2>&1 || {
	tail -n 40 /bootstrap.log
	exit 1
}
tools/hopcheck samples/postfix/tls13.eml || status=$?
echo "hopcheck: status $status"
[ "$status" -eq 0 ]
make check >/check.log 2>&1 || {
	grep -E '^(FAIL|ERROR)' /check.log || tail -n 40 /check.log
	exit 1
}
grep -E '^# (TOTAL|PASS|SKIP|FAIL|ERROR)' /check.log
make install >/install.log 2>&1 && ldconfig
/usr/local/bin/hopcheck --version
./autogen.sh --bootstrap >/again.log 2>&1
if grep -E '^(checking|autogen.sh: installing)' /again.log; then
	echo 'clean.sh: a second --bootstrap did it all again' >&2
	exit 1
fi
RUN
unshare -m -p -f chroot "$root" /bin/sh /run.sh
echo "clean.sh: all of it in $SECONDS s"
