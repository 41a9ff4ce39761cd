/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* none.c - what stands for signatures where libxmlsec1 was left out. */
#include "config.h"

#include "hopcheck.h"

static bool
refuse(GError **error)
{
	g_set_error_literal(error, HC_ERROR, HC_ERROR_POLICY,
	                    "this build is without libxmlsec1");
	return false;
}

bool
hc_report_sign(const HcSignOptions *options, GError **error)
{
	(void)options;
	return refuse(error);
}

bool
hc_signature_verify(const HcSignatureOptions *options, HcSignatureHeard heard,
                    void *data, HcSignatureState *state_out, GError **error)
{
	(void)options, (void)heard, (void)data;
	*state_out = HC_SIGNATURE_BAD;
	return refuse(error);
}
