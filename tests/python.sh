#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# python.sh - run a test written in Python, or skip it where there is none.
if [ -z "${PYTHON-}" ]; then
	echo '1..0 # SKIP no python3'
	exit 0
fi
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$top_srcdir/tests exec "$PYTHON" "$@"
