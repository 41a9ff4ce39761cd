/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* about.h - what a worker program says of itself, for the record of a run.
 *
 * Started with "--about" last it prints lines of words parted by TABs, and
 * leaves:
 *
 *     program  NAME
 *     library  NAME  VERSION      as it says itself while running
 *     limit    NAME  VALUE  UNIT  that the worker sets itself, as in force */
#ifndef HC_ABOUT_H
#define HC_ABOUT_H

#include <stdbool.h>

/** Take "--about" from the end of the arguments.
 *  @return whether it stood there */
bool hc_about_is_asked(int argc, char **argv);

/** What is printed, once the limits are set.
 *  @param libraries  beside GLib: name, version and so on, NULL at the end
 *  @return new */
char *hc_about(const char *program, char *const *libraries);

#endif
