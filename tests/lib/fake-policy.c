/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-policy.c - a made-up policy, behind the public header. */
#include "config.h"

#include "fake-stages.h"

static const char digest[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

bool
hc_policy_is_inferred(const HcPolicy *policy)
{
	return fake.inferred;
}

const char *
hc_policy_as_of(const HcPolicy *policy)
{
	return "2024-03-01";
}

const char *const *
hc_policy_members(const HcPolicy *policy, size_t *count_out)
{
	*count_out = fake.recipient_count;
	return fake.recipients;
}

const char *const *
hc_policy_recipients(const HcPolicy *policy, size_t *count_out)
{
	*count_out = fake.recipient_count;
	return fake.recipients;
}

const HcPolicyDocument *
hc_policy_document(const HcPolicy *policy)
{
	return NULL;
}

const char *
hc_policy_digest(const HcPolicy *policy)
{
	return digest;
}

const HcCatalogue *
hc_catalogues(size_t *count_out)
{
	*count_out = 0;
	return NULL;
}

size_t
hc_policy_catalogue_count(const HcPolicy *policy)
{
	return 0;
}

const HcCatalogue *
hc_policy_catalogue(const HcPolicy *policy, size_t index)
{
	return NULL;
}

const char *
hc_catalogue_references(const HcCatalogue *catalogue, const char *rule_id)
{
	return NULL;
}
