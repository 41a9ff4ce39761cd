#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# profile-bytes.sh - the schema of profiles and the profiles as C.
#
#	profile-bytes.sh profile.xsd PROFILE.xml... >profile-bytes.c

set -eu

bytes() {
	echo "static const unsigned char $2[] = {"
	od -An -v -tx1 "$1" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
	echo '};'
}

echo '/* Made by profile-bytes.sh; edit schemas/. */'
echo '#include "profile-file.h"'
bytes "$1" schema
shift
number=0
for file; do
	number=$((number + 1))
	bytes "$file" "profile_$number"
done
echo 'const HcProfileBytes hc_profile_schema = {"profile.xsd", schema, sizeof schema};'
echo 'const HcProfileBytes hc_profile_bytes[] = {'
number=0
for file; do
	number=$((number + 1))
	name=${file##*/}
	echo "	{\"${name%.xml}\", profile_$number, sizeof profile_$number},"
done
echo '};'
echo 'const size_t hc_profile_bytes_count = sizeof hc_profile_bytes / sizeof *hc_profile_bytes;'
