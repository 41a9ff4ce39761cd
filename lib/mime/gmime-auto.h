/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gmime-auto.h - GMime's types in g_autoptr(); it has none of its own. */
#ifndef HC_GMIME_AUTO_H
#define HC_GMIME_AUTO_H

#include <gmime/gmime.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParserOptions, g_mime_parser_options_free)

#endif
