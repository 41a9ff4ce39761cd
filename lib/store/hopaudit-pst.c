/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hopaudit-pst - reads Outlook's message stores, shut in.
 *
 * A program of its own because it is linked with libpst, which stands under the
 * GNU General Public License, version 2 or later: these sources are ours and
 * LGPL like the rest, but the program they make may be passed on under the GPL
 * only.  The library is not linked with it; they exchange bytes through pipes.
 *
 * Started by the library, never by a person: stores come as descriptors through
 * the socket that is descriptor 0, what they hold goes out on 1
 * (member-frame.h). */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "about.h"
#include "attend.h"
#include "limit.h"
#include "sandbox.h"
#include "store.h"

int
main(int argc, char **argv)
{
	bool about = hc_about_is_asked(argc, argv);
	bool good;

	if (argc < 1 || !hc_limits_take(argv + 1) ||
	    (!about && isatty(STDIN_FILENO))) {
		fputs("hopaudit-pst: started by libhopcheck, not by hand\n",
		      stderr);
		return 2;
	}
	hc_sandbox_limit(0);
	if (about) {
		g_auto(GStrv) libraries = hc_store_libraries();
		g_autofree char *said = hc_about("hopaudit-pst", libraries);

		/* no file may grow now: nothing that exit() calls may write */
		fputs(said, stdout);
		_exit(fflush(stdout) == 0 ? 0 : 1);
	}
	good = hc_store_begin() && hc_attend(STDIN_FILENO, STDOUT_FILENO,
	                                     hc_sandbox_close(true), hc_store);
	/* what exit() would tidy up is not worth a system call more */
	_exit(good ? 0 : 1);
}
