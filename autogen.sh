#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# autogen.sh - make configure; with --bootstrap, everything up to the tools.
#
#   ./autogen.sh              make configure (autoreconf)
#   ./autogen.sh --bootstrap  install what is needed to build and test (Debian
#                             12, apt-get), then configure and build right here
#   ./autogen.sh --packages   print those packages, one a line
#   ./autogen.sh --ci-packages  print what .ci/run needs on top
set -eu
cd "$(dirname "$0")"

# The one list of packages: what builds, then what "make check" wants.
packages='
autoconf automake libtool make pkg-config gcc libc6-dev
libglib2.0-dev libgmime-3.0-dev libxml2-dev libxslt1-dev nettle-dev libpsl-dev libidn2-dev
libmaxminddb-dev libsqlite3-dev libxmlsec1-dev
libseccomp-dev
libarchive-dev zlib1g-dev libgsf-1-dev libpst-dev
check libxml2-utils mandoc python3
'
# .ci/run on top: the second compiler, its sanitizers and fuzzer, dist's xz, a
# look at what the worker does.
ci_packages='bzip2 zip zstd clang libclang-rt-14-dev universal-ctags xz-utils git openssl gnutls-bin strace jq sqlite3 xmlsec1'

one_a_line() {
	printf '%s\n' "$@"
}

missing() {
	for package in $packages; do
		status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) ||
			status=
		case $status in
		*' ok installed') ;;
		*) printf '%s ' "$package" ;;
		esac
	done
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		echo "autogen.sh: neither root nor sudo; as root run: $*" >&2
		exit 1
	fi
}

# Not in every release's lists, so an empty folder is told from a filled one.
have_lists() {
	for list in /var/lib/apt/lists/*_Packages*; do
		[ -e "$list" ] && return 0
	done
	return 1
}

apt() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
}

install_packages() {
	if ! command -v apt-get >/dev/null 2>&1 ||
	   ! command -v dpkg-query >/dev/null 2>&1; then
		echo "autogen.sh: no apt-get here; install what these Debian" \
			"packages hold, then run ./autogen.sh, ./configure, make:" >&2
		one_a_line $packages >&2
		exit 1
	fi
	wanted=$(missing)
	[ -n "$wanted" ] || return 0
	echo "autogen.sh: installing: $wanted"
	have_lists || apt update
	# Lists may be older than the archive: fetch them once more, then fail.
	apt install --no-install-recommends $wanted || {
		apt update
		apt install --no-install-recommends $wanted
	}
}

generate() {
	autoreconf --install --force
}

# Whether some file configure is made from is newer than configure itself.
configure_is_old() {
	[ -x configure ] || return 0
	for input in configure.ac Makefile.am */Makefile.am autogen.sh; do
		[ "$input" -nt configure ] && return 0
	done
	return 1
}

bootstrap() {
	install_packages
	if configure_is_old; then
		generate
		touch configure
	fi
	if [ ! -f Makefile ] || [ ! -x config.status ] ||
	   [ configure -nt config.status ]; then
		./configure
	fi
	make -j"$(nproc 2>/dev/null || echo 1)"
}

case ${1-} in
'') generate ;;
--bootstrap) bootstrap ;;
--packages) one_a_line $packages ;;
--ci-packages) one_a_line $ci_packages ;;
*)
	echo "usage: ./autogen.sh [--bootstrap | --packages | --ci-packages]" >&2
	exit 2
	;;
esac
