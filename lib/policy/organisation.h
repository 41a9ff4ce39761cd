/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* organisation.h - whose own set a writer's name shows. */
#ifndef HC_ORGANISATION_H
#define HC_ORGANISATION_H

#include <stdbool.h>

/** What a name tells of its owner; all point into the name or are static. */
typedef struct {
	const char *domain; /**< the own domain; NULL: it shows none */
	const char *shared; /**< a suffix that others have hosts under too, or
	                     *   NULL; @p domain lies within it */
} HcOrganisation;

/** Whose host a name is of.
 *  @param by  canonical */
HcOrganisation hc_organisation_of(const char *by);

/** Whether two names are of one owner.
 *  @param a  canonical, or NULL
 *  @param b  canonical, or NULL */
bool hc_organisation_same(const char *a, const char *b);

#endif
