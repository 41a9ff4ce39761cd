# SPDX-License-Identifier: LGPL-2.1-or-later
# dump.sh - what the library finds in containers, behind lib.sh; without
# libarchive all is skipped.  Needs $programs, the folder of the workers.
if [ ! -x "$programs/hopcheck-unpack" ] ||
   ! grep -q 'define HAVE_ARCHIVE 1' "$top_builddir/config.h"; then
	echo '1..0 # SKIP built without libarchive'
	exit 0
fi

# dump CONTAINER...: sets what, status, $out
dump() {
	what="dump $*"
	"$top_builddir/tests/dump_container" "$programs" "$@" >"$out" 2>"$err"
	status=$?
}
