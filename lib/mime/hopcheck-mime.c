/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hopcheck-mime - reads the structure of messages, shut in.
 *
 * Started by the library, never by a person: questions come on descriptor 0,
 * answers go out on 1 (frame.h).  Whoever can make it do something else than
 * answer wrongly has two fences to climb (sandbox.h). */
#include "config.h"

#include <dlfcn.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "charset.h"
#include "limit.h"
#include "mime.h"
#include "sandbox.h"
#include "serve.h"

typedef iconv_t (*OpenConverter)(const char *to, const char *from);

/** The C library's own. */
static OpenConverter open_converter;

/** Stands in front of the C library's: a sender names the charset, and only
 *  those of the list are converted.  What comes behind "/" changes how. */
iconv_t
iconv_open(const char *to, const char *from)
{
	if (open_converter == NULL ||
	    !hc_charset_is_known(from, strlen(from)) ||
	    !hc_charset_is_known(to, strlen(to)))
		return (iconv_t)-1;
	return open_converter(to, from);
}

/** Load all converters while files can still be opened.  glibc keeps them as
 *  long as one stays open. */
static void
load_converters(void)
{
	void *found = dlsym(RTLD_NEXT, "iconv_open");

	memcpy(&open_converter, &found, sizeof open_converter);
	for (size_t i = 0; open_converter != NULL && hc_charsets[i] != NULL;
	     i++) {
		open_converter("UTF-8", hc_charsets[i]);
		open_converter(hc_charsets[i], "UTF-8");
	}
}

int
main(int argc, char **argv)
{
	bool about = hc_about_is_asked(argc, argv);
	bool good;

	if (argc < 1 || !hc_limits_take(argv + 1) ||
	    (!about && isatty(STDIN_FILENO))) {
		fputs("hopcheck-mime: started by libhopcheck, not by hand\n",
		      stderr);
		return 2;
	}
	hc_sandbox_limit(hc_limit(HC_LIMIT_WORKER_CPU) *
	                 hc_limit(HC_LIMIT_WORKER_ITEMS));
	if (about) {
		g_auto(GStrv) libraries = hc_mime_libraries();
		g_autofree char *said = hc_about("hopcheck-mime", libraries);

		/* no file may grow now: nothing that exit() calls may write */
		fputs(said, stdout);
		_exit(fflush(stdout) == 0 ? 0 : 1);
	}
	load_converters();
	hc_mime_begin();
	good = hc_serve(STDIN_FILENO, STDOUT_FILENO, hc_sandbox_close(false));
	/* what exit() would tidy up is not worth a system call more */
	_exit(good ? 0 : 1);
}
