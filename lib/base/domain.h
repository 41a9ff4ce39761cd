/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* domain.h - domain names compared as DNS does, and whose they are. */
#ifndef HC_DOMAIN_H
#define HC_DOMAIN_H

#include <stdbool.h>
#include <string.h>

/** Room for a name in canonical form and its NUL: RFC 1035 2.3.4, without the
 *  trailing dot. */
#define HC_DOMAIN_SIZE 254

/** Bring a name to the form that compares: A-labels (IDNA2008, libidn2), lower
 *  case, no trailing dot.
 *  @param name  NUL-terminated, any bytes
 *  @return new, the caller's; NULL when it is no domain name (RFC 5890, 1035:
 *          label and name length, letters, digits, hyphen, underscore) or is
 *          an address */
char *hc_domain_canonical(const char *name);

/** Whether hc_domain_copy() would copy a name as it stands, so far as a look tells
 *  at once; false: it may all the same. */
bool hc_domain_is_plain(const char *name);
/** As hc_domain_canonical(), without memory of its own.
 *  @param copy_out  what stands there when false is not to be read
 *  @return whether it is a domain name */
bool hc_domain_copy(const char *name, char copy_out[HC_DOMAIN_SIZE]);

/** Whether a name is for IDNA: bytes above 127, or a label that says it is an
 *  A-label ("xn--").
 *  @param name  NUL-terminated, any bytes */
bool hc_domain_needs_idna(const char *name);

/** Whether @p name equals @p parent or lies below it, label by label.  Both
 *  in canonical form. */
static inline bool
hc_domain_within(const char *name, const char *parent)
{
	size_t name_length = strlen(name);
	size_t parent_length = strlen(parent);
	const char *end;

	/* most names end in another letter */
	if (parent_length == 0 || name_length < parent_length ||
	    name[name_length - 1] != parent[parent_length - 1])
		return false;
	end = name + name_length - parent_length;
	return memcmp(end, parent, parent_length) == 0 &&
	       (end == name || end[-1] == '.');
}

/** The organisational domain: one label below the public suffix (libpsl;
 *  private section of the list not used).
 *  @param canonical  from hc_domain_canonical()
 *  @return points into @p canonical; NULL when the name is itself a public
 *          suffix or has a single label */
const char *hc_domain_organisation(const char *canonical);

/** As hc_domain_organisation(), but below the suffixes of the private section
 *  too, where a hoster gives names to others ("github.io", "uk.com").
 *  @param canonical  from hc_domain_canonical()
 *  @return points into @p canonical; NULL as there */
const char *hc_domain_registrable(const char *canonical);

/** Both of the above, each NULL where it is. */
typedef struct {
	const char *registrable;
	const char *organisation;
} HcOwners;

/** hc_domain_registrable() and hc_domain_organisation() of a name. */
HcOwners hc_domain_owners(const char *canonical);

/** Whether the name is a public suffix, so nobody's own. */
bool hc_domain_is_suffix(const char *canonical);

/** Name and version of the public suffix data in use, for the report; static. */
const char *hc_domain_suffix_data(void);

#endif
