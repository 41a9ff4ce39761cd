/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* provider.h - services that host the mailboxes of many organisations. */
#ifndef HC_PROVIDER_H
#define HC_PROVIDER_H

#include "address.h"
#include "hopcheck.h"

/** A hosting service: how its own stamps and hosts are known. */
typedef struct {
	const char *name; /**< for a person */
	const char *const
		*names; /**< domains its stamps stand under; NULL ends */
	const char *const
		*stamps; /**< blocks that stand in its "by"; NULL ends */
	const char *const *inner; /**< its own addresses, inside; NULL ends */
	const char *const
		*outbound; /**< where it sends from to others; NULL ends */
	const char *source;
	const char *edge; /**< domain of the hosts that take mail from outside;
	                   *   NULL: any of its hosts may */
} HcProvider;

/** The service a writer belongs to.
 *  @param by          canonical name, or NULL
 *  @param by_address  may have family 0
 *  @return static, or NULL */
const HcProvider *hc_provider_find(const char *by, const HcAddress *by_address);

/** Whether a writer is of a service.
 *  @param by          canonical name, which decides alone, or NULL
 *  @param by_address  looked at where there is no name */
bool hc_provider_stamps(const HcProvider *provider, const char *by,
                        const HcAddress *by_address);
bool hc_provider_inner(const HcProvider *provider, const HcAddress *address);
bool hc_provider_outbound(const HcProvider *provider, const HcAddress *address);

/** Whether a host of the service can take mail from outside.
 *  @param by  canonical name, or NULL */
bool hc_provider_is_edge(const HcProvider *provider, const char *by);

#endif
