/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hopcheck-unpack - reads archives and .msg files, shut in.
 *
 * Started by the library, never by a person: containers come as descriptors
 * through the socket that is descriptor 0, what they hold goes out on 1
 * (member-frame.h). */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "about.h"
#include "attend.h"
#include "limit.h"
#include "sandbox.h"
#include "unpack.h"

int
main(int argc, char **argv)
{
	bool about = hc_about_is_asked(argc, argv);
	bool good;

	if (argc < 1 || !hc_limits_take(argv + 1) ||
	    (!about && isatty(STDIN_FILENO))) {
		fputs("hopcheck-unpack: started by libhopcheck, not by hand\n",
		      stderr);
		return 2;
	}
	hc_sandbox_limit(0);
	if (about) {
		g_auto(GStrv) libraries = hc_unpack_libraries();
		g_autofree char *said = hc_about("hopcheck-unpack", libraries);

		/* no file may grow now: nothing that exit() calls may write */
		fputs(said, stdout);
		_exit(fflush(stdout) == 0 ? 0 : 1);
	}
	hc_unpack_begin();
	good = hc_attend(STDIN_FILENO, STDOUT_FILENO, hc_sandbox_close(true),
	                 hc_unpack);
	/* what exit() would tidy up is not worth a system call more */
	_exit(good ? 0 : 1);
}
