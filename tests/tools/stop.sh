#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# stop.sh - run a tool, and send it a signal as soon as it has begun its work.
#
#	tests/tools/stop.sh TOOL SIGNAL --state FOLDER ARGUMENT...
tool=$1 signal=$2
shift 2
# a shell lets what it puts in the background ignore SIGINT
env --default-signal=INT "$tool" "$@" &
child=$!
until [ -e "$2/plan" ] || ! kill -0 $child 2>/dev/null; do
	:
done
kill -s "$signal" $child 2>/dev/null
wait $child
