/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck.h
 * The path a message took, read from its header fields alone.
 *
 * Stages, each made from the one before it:
 *
 *     HcSource > HcRaw > HcMessage > HcChain > HcEvidence > HcVerdict
 *
 * From HcMessage on, a stage keeps the one before it alive and shows it; an
 * HcRaw needs its source no more.
 *
 * What is wrong with the world (no such file, a bad policy) is a GError.
 * What is wrong with the message is an HcNote, and the stage is made anyway.
 *
 * Stages are opaque, and all but HcSource counted: a stage belongs to whoever
 * made it, hold it in g_autoptr().  Everything seen through a const pointer is
 * borrowed from its stage and dies with it.
 *
 * A NULL string means "not stated"; an empty one was stated, and is empty.
 * Strings are bytes as found, unfolded, perhaps not UTF-8; a NUL shows as
 * U+FFFD.  Offsets and lengths are bytes from the start of the message unless
 * a line says otherwise, times are seconds since 1970-01-01T00:00:00Z, zones
 * are minutes east of UTC.
 *
 * No function here prints, exits, sets the locale, opens a socket or reads
 * the environment.
 */
#ifndef HOPCHECK_H
#define HOPCHECK_H

#include "hopcheck-words.h"
#include "hopcheck-source.h"
#include "hopcheck-received.h"
#include "hopcheck-chain.h"
#include "hopcheck-content.h"
#include "hopcheck-container.h"
#include "hopcheck-tls.h"
#include "hopcheck-atlas.h"
#include "hopcheck-policy.h"
#include "hopcheck-report.h"
#include "hopcheck-audit.h"
#include "hopcheck-view.h"
#include "hopcheck-table.h"
#include "hopcheck-proof.h"

#endif
