/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_verdict.c - how far a stamp is believed, and what comes of it. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "hopcheck.h"
#include "judging.h"

typedef struct {
	const char *name;
	const char *trust; /* or NULL */
	const char *text;
	HcOutcome outcome;
	unsigned horizon;
	unsigned boundary;
	const char *finding; /* or NULL */
	HcEffect effect;
	const char *own_set; /* NULL: none */
} MessageRow;

/* clang-format off: version 14 dies on rows with macros. */
static const MessageRow messages[] = {
	{ "TLS 1.3 from outside", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "example.org" },
	{ "clear text from outside", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T01", HC_EFFECT_FAIL, "example.org" },
	{ "clear text of 2006 from a writer that said nothing yet", NULL,
	  MX_FROM_OUTSIDE BY_MX
	  "ESMTP id 1; Fri, 16 Nov 2007 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E02", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "HELO over what may be TLS", NULL,
	  MX_FROM_OUTSIDE BY_MX "SMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E02", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "keyword alone", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-T12", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "TLS 1.0 of 2026", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1", "ECDHE-RSA-AES256-SHA")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T05", HC_EFFECT_FAIL, "example.org" },
	{ "TLS 1.0 of 2014", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1", "ECDHE-RSA-AES256-SHA")
	  BY_MX "ESMTPS id 1; Tue, 18 Mar 2014 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T05", HC_EFFECT_WARN, "example.org" },
	{ "RC4 of 2014", NULL,
	  MX_FROM_OUTSIDE "(using TLSv1 with cipher RC4-SHA (128/128 bits)) "
	  "(No client certificate requested) "
	  BY_MX "ESMTPS id 1; Tue, 18 Mar 2014 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T07", HC_EFFECT_WARN, "example.org" },
	{ "RC4 of 2016", NULL,
	  MX_FROM_OUTSIDE "(using TLSv1.2 with cipher RC4-SHA (128/128 bits)) "
	  "(No client certificate requested) "
	  BY_MX "ESMTPS id 1; Fri, 18 Mar 2016 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T07", HC_EFFECT_FAIL, "example.org" },
	{ "SSLv3 of 2016", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("SSLv3", "AES256-SHA")
	  BY_MX "ESMTPS id 1; Fri, 18 Mar 2016 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T04", HC_EFFECT_FAIL, "example.org" },
	{ "3DES of 2016", NULL,
	  MX_FROM_OUTSIDE
	  "(using TLSv1.2 with cipher DES-CBC3-SHA (168/168 bits)) "
	  "(No client certificate requested) "
	  BY_MX "ESMTPS id 1; Fri, 18 Mar 2016 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T08", HC_EFFECT_FAIL, "example.org" },
	{ "static RSA of 2026-07 warns", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.2", "AES256-GCM-SHA384")
	  BY_MX "ESMTPS id 1; Tue, 14 Jul 2026 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T09", HC_EFFECT_WARN, "example.org" },
	{ "static RSA of 2026-08 fails", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.2", "AES256-GCM-SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T09", HC_EFFECT_FAIL, "example.org" },
	{ "a suite for special use", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.2", "PSK-AES256-CBC-SHA")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T15", HC_EFFECT_FAIL, "example.org" },
	{ "contradicted boundary", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.2", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E03", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "undated boundary", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1\n" MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-C02", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "clear claim below", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from b.example.com (b.example.com [203.0.113.9]) "
	  "by out.example.net (Postfix) with ESMTP id 2" D(09, 59) MAIL,
	  HC_OUTCOME_PASS, 2, 2, "HC-T02", HC_EFFECT_WARN, "example.org" },
	{ "clear claim inside the sender's organisation", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from pc.example.net (pc.example.net [203.0.113.9]) "
	  "by out.example.net (Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_PASS, 2, 2, "HC-E01", HC_EFFECT_INFO, "example.org" },
	{ "clear text inside the own set", NULL,
	  "Received: from mx.example.org (mx.example.org [203.0.113.5]) "
	  "by store.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T03", HC_EFFECT_INFO, "example.org" },
	{ "private peer", NULL,
	  "Received: from gw (unknown [10.1.2.3]) by store.example.org "
	  "(Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "a peer that may be the client's own word", NULL,
	  "Received: from [203.0.113.9] by store.example.org with LMTP"
	  D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "private peer, stated", "10.0.0.0/8",
	  "Received: from gw (unknown [10.1.2.3]) by store.example.org "
	  "(Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO,
	  "10.0.0.0/8, example.org" },
	{ "not the stated set", "example.com",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  "example.com" },
	{ "left the stated set", "example.com",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from pc (unknown [203.0.113.9]) by mx.example.com "
	  "(Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-P02", HC_EFFECT_WARN,
	  "example.com" },
	{ "left and came back", "example.org",
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from pc (unknown [203.0.113.9]) by web.example.org "
	  "(Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 2, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "left and came back, by a host between", "example.org",
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from web.example.org (web.example.org [203.0.113.8]) by "
	  "out.example.net (Postfix) with ESMTPS id 3" D(09, 59)
	  "Received: from pc (unknown [203.0.113.9]) by web.example.org "
	  "(Postfix) with ESMTPS id 2" D(09, 58) MAIL,
	  HC_OUTCOME_PASS, 3, 3, "HC-P01", HC_EFFECT_WARN, "example.org" },
	{ "a name of the own set that the peer gave for itself", NULL,
	  "Received: from edge.example.org (203.0.113.5) by mx.example.org "
	  "(203.0.113.9) with Microsoft SMTP Server (version=TLS1_2, "
	  "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.39"
	  D(10, 00)
	  MX_FROM_OUTSIDE "by edge.example.org (Postfix) with ESMTP id 77"
	  D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 2, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "the same, addresses stated", "203.0.113.0/24",
	  "Received: from edge.example.org (203.0.113.5) by mx.example.org "
	  "(203.0.113.9) with Microsoft SMTP Server (version=TLS1_2, "
	  "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.39"
	  D(10, 00)
	  MX_FROM_OUTSIDE "by edge.example.org (Postfix) with ESMTP id 77"
	  D(09, 59) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T01", HC_EFFECT_FAIL,
	  "203.0.113.0/24, example.org" },
	{ "an address without a name, and a host of ours below", NULL,
	  "Received: from unknown (unknown [203.0.113.5]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  MX_FROM_OUTSIDE "by edge.example.org (Postfix) with ESMTP id 77"
	  D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 2, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "two writers on top", NULL,
	  "Received: from x (unknown [203.0.113.9]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by evil.example (Postfix) with ESMTPS id 9 by mx.example.org "
	  "(Postfix) with ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  NULL },
	{ "two writers on top, one of the stated set", "example.org",
	  "Received: from x (unknown [203.0.113.9]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by mx.example.org (Postfix) with ESMTPS id 9 by evil.example "
	  "(Postfix) with ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "a writer that the client's parentheses may have put there",
	  "example.org",
	  "Received: from x) by mx.example.org with LMTP id x (y "
	  "(198.51.100.9) by mx.example.org (203.0.113.4) with Microsoft SMTP "
	  "Server id 15.1.2507.6" D(10, 00)
	  "Received: from good.example.net (good.example.net [192.0.2.1]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by mx.example.org (Postfix) with ESMTPS id 4" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "two writers further down", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 3" D(10, 02)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by mx.example.org (Postfix) with ESMTPS id 9 by evil.example "
	  "(Postfix) with ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, "HC-E05", HC_EFFECT_INFO,
	  "example.org" },
	{ "no name to go by", NULL,
	  "Received: from x (unknown [203.0.113.9]) by mailhost (Postfix) "
	  "with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  NULL },
	{ "no path", NULL, MAIL, HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06",
	  HC_EFFECT_INDETERMINATE, NULL },
	{ "a name of the own set that was not looked up", NULL,
	  KIN_FROM_OUTSIDE "by mx.example.org (OpenSMTPD) with ESMTPS id 1 "
	  "(TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "the same in clear text", NULL,
	  KIN_FROM_OUTSIDE "by mx.example.org (OpenSMTPD) with ESMTP id 1"
	  D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T01", HC_EFFECT_FAIL, "example.org" },
	{ "the same, addresses stated", "203.0.113.0/24",
	  KIN_FROM_OUTSIDE "by mx.example.org (OpenSMTPD) with ESMTPS id 1 "
	  "(TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO,
	  "203.0.113.0/24, example.org" },
	{ "a line of the own network, looked up", NULL,
	  "Received: from pc (host-100-7.example.org [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "a user of ours logs in", NULL,
	  "Received: from pc (host-100-7.example.org [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPSA id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "example.org" },
	{ "no one peer, clear text", "example.org",
	  "Received: from evil (mail.bank.example, x [198.51.100.9]) by "
	  "mx.example.org (Postfix) with ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, "HC-T14", HC_EFFECT_WARN,
	  "example.org" },
	{ "a filter that listens on loopback is no border", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 3" D(10, 02)
	  "Received: from mx.example.org ([203.0.113.5]) by localhost "
	  "(mx.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP "
	  "id 2" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T01", HC_EFFECT_FAIL, "example.org" },
	{ "a local program's own hand-over", NULL,
	  "Received: from MAILER-DAEMON id e0720 by mx.example.org (DragonFly "
	  "Mail Agent v0.13)" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "a socket on the host itself", NULL,
	  "Received: from mx.example.org (mx.example.org [local]) by "
	  "mx.example.org (OpenSMTPD) with ESMTPA id 79f1d618" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "no field of a queue on top", NULL,
	  "Received: apparently\n"
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  NULL },
	{ "between two tenants of a service", NULL,
	  "Received: from mx0a-1.pphosted.com (mx0a-1.pphosted.com "
	  "[198.51.100.7]) by mx0b-2.pphosted.com (8.17.1/8.17.1) with ESMTPS "
	  "id 37B52g7E014839 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 "
	  "bits=256 verify=NOT)" D(10, 00)
	  "Received: from x (x.example.net [203.0.113.9]) by "
	  "mx0a-1.pphosted.com (8.17.1/8.17.1) with ESMTPS id 37B52g7E014838 "
	  "(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 "
	  "verify=NOT)" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "pphosted.com" },
	{ "began inside", NULL,
	  "Received: by mx.example.org (Postfix, from userid 0) id 1"
	  D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "time runs back", NULL,
	  "Received: from mx.example.org (mx.example.org [203.0.113.5]) "
	  "by store.example.org (Postfix) with ESMTP id 3" D(09, 00)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-C01", HC_EFFECT_WARN, "example.org" },
	{ "field below the author's", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "From: a@example.net\nSubject: x\n"
	  "Received: from b.example.com (b.example.com [203.0.113.9]) "
	  "by out.example.net (Postfix) with ESMTPS id 2" D(09, 59)
	  "To: u@example.org\n\nx\n",
	  HC_OUTCOME_PASS, 2, 2, "HC-C05", HC_EFFECT_WARN, "example.org" },
	{ "Gmail mailbox", NULL,
	  "Received: by 2002:a05:6a10:1:b0:1:2:3 with SMTP id abc1" D(10, 01)
	  "Received: from out.example.net (out.example.net. [198.51.100.7]) "
	  "by mx.google.com with ESMTPS id x1.1.2026.08.18.01.00.00 "
	  "for <u@example.org> (version=TLS1_3 "
	  "cipher=TLS_AES_256_GCM_SHA384 bits=256/256)" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "Google" },
	{ "a host of the service's name, beyond its known blocks", NULL,
	  "Received: from mail-x1.google.com (mail-x1.google.com. "
	  "[198.51.100.7]) by mx.google.com with ESMTPS id "
	  "x1.1.2026.08.18.01.00.00 for <u@example.org> (version=TLS1_3 "
	  "cipher=TLS_AES_256_GCM_SHA384 bits=256/256)" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "Google" },
	{ "Gmail to Gmail", NULL,
	  "Received: by 2002:a05:6a10:1:b0:1:2:3 with SMTP id abc1" D(10, 01)
	  "Received: from mail-sor-f41.google.com (mail-sor-f41.google.com. "
	  "[209.85.220.41]) by mx.google.com with SMTPS id x1 "
	  "for <u@example.org> (Google Transport Security)" D(10, 00)
	  "Received: by 2002:a05:6a10:1:b0:4:5:6 with SMTP id abc2" D(09, 59)
	  MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO, "Google" },
	{ "Microsoft 365, submitted from a mailbox", NULL,
	  "Received: from A1.eurprd01.prod.outlook.com ([fe80::1:2:3:4]) by "
	  "A1.eurprd01.prod.outlook.com ([fe80::1:2:3:4%6]) with mapi id "
	  "15.20.8000.10" D(10, 00)
	  "Received: from out.example.net (198.51.100.7) by "
	  "F1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP "
	  "Server " TLS13 "id 15.20.8000.10 via Frontend Transport" D(09, 59)
	  MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "Microsoft mail service" },
	{ "Microsoft 365, from its edge to a mailbox", NULL,
	  "Received: from E1.eop-nam02.prod.protection.outlook.com "
	  "(2a01:111:f400:7e46::204) by C1.outlook.office365.com "
	  "(2603:10b6:404:1::20) with Microsoft SMTP Server " TLS13
	  "id 15.20.8000.10 via Frontend Transport" D(10, 00)
	  "Received: from out.example.net (198.51.100.7) by "
	  "E1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP "
	  "Server " TLS13 "id 15.20.8000.10 via Frontend Transport" D(09, 59)
	  MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "Microsoft mail service" },
	{ "Microsoft 365, between tenants", NULL,
	  "Received: from mail-out.outbound.protection.outlook.com "
	  "(40.107.1.1) by E1.mail.protection.outlook.com (10.1.1.1) with "
	  "Microsoft SMTP Server " TLS13 "id 15.20.8000.10 via Frontend "
	  "Transport" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, NULL, HC_EFFECT_INFO,
	  "Microsoft mail service" },
	{ "no address of the peer", NULL,
	  "Received: from mx.example.org by mx.example.org with SMTP id 1"
	  D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "loopback, yet another host below", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "store.example.org (Postfix) with ESMTP id 1" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, "HC-C03", HC_EFFECT_WARN,
	  "example.org" },
	{ "an address on top of a name that is no service's", NULL,
	  "Received: by 2001:db8::1 with SMTP id abc1" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  NULL },
	{ "a host of ours stamped below the author's fields", NULL,
	  "Received: from mx.example.org (mx.example.org [203.0.113.5]) by "
	  "store.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  "From: a@example.net\nSubject: x\n"
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) "To: u@example.org\n\nx\n",
	  HC_OUTCOME_INDETERMINATE, 2, 0, "HC-C05", HC_EFFECT_WARN,
	  "example.org" },
	{ "loopback, and the host's name cut short below", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by mx (Postfix) with ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "example.org" },
	{ "loopback, and another short name below", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by mailhost (Postfix) with ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "loopback, and its address below", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by [127.0.0.1] (Postfix) with ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "example.org" },
	{ "loopback, and another address below", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by [203.0.113.5] (Postfix) with ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "a name below a suffix that many share", NULL,
	  "Received: from b.dyndns.org (b.dyndns.org [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  "by a.dyndns.org (Postfix) with ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, NULL, HC_EFFECT_INFO,
	  "a.dyndns.org" },
	{ "a user who logs in from a block of ours", "198.51.100.0/24",
	  "Received: from pc (host.example.net [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPSA id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO,
	  "198.51.100.0/24, example.org" },
	{ "a host of ours that logs in", "198.51.100.7/32",
	  "Received: from web.example.net (web.example.net [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPSA id 1" D(10, 00)
	  "Received: from pc (unknown [203.0.113.9]) by web.example.org "
	  "(Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-T12", HC_EFFECT_INDETERMINATE,
	  "198.51.100.7/32, example.org" },
	{ "fetched by POP3", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 1" D(10, 02)
	  "Received: from pop.example.net [198.51.100.9] by localhost with "
	  "POP3 (fetchmail-6.4.0) for <u@localhost> (single-drop)" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
};
/* clang-format on */

START_TEST(message_is_judged)
{
	const MessageRow *row = &messages[_i];
	g_autoptr(HcPolicy) policy = hc_policy_new();
	size_t length = strlen(row->text);
	g_autofree char *bytes = exact_copy(row->text, length);
	HcVerdict *verdict;

	ck_assert(!row->trust || hc_policy_trust(policy, row->trust, NULL));
	verdict = judge(policy, bytes, length);
	ck_assert_msg(hc_verdict_outcome(verdict) == row->outcome,
		      "%s: %s: %s", row->name,
		      hc_outcome_token(hc_verdict_outcome(verdict)),
		      hc_verdict_reason(verdict));
	ck_assert_msg(hc_verdict_horizon(verdict) == row->horizon &&
			      hc_verdict_boundary(verdict) == row->boundary,
		      "%s: horizon %u, boundary %u: %s", row->name,
		      hc_verdict_horizon(verdict),
		      hc_verdict_boundary(verdict),
		      hc_verdict_reason(verdict));
	ck_assert_msg(g_strcmp0(hc_verdict_own_set(verdict), row->own_set) == 0,
		      "%s: own set %s", row->name,
		      hc_verdict_own_set(verdict));
	if (row->finding) {
		const HcFinding *finding = find(verdict, row->finding);

		ck_assert_msg(finding, "%s: no %s", row->name, row->finding);
		ck_assert_msg(finding->effect == row->effect, "%s: %s %s",
			      row->name, row->finding,
			      hc_effect_token(finding->effect));
		ck_assert_msg(finding->hop == 0 ||
				      finding->where.length > 0,
			      "%s: no span", row->name);
		ck_assert_msg(
				      finding->where.offset +
						      finding->where.length <=
					      length,
			      "%s: span", row->name);
		ck_assert_msg(g_str_has_suffix(finding->sentence, "."), "%s",
			      row->name);
	}
	ck_assert_ptr_nonnull(strstr(hc_verdict_reason(verdict), "."));
	if (row->outcome == HC_OUTCOME_PASS)
		ck_assert_msg(
			hc_verdict_judgement(verdict, row->boundary - 1)
					->grade_then >= HC_GRADE_ACCEPTABLE,
			"%s: a pass on a weak grade", row->name);
	ck_assert_msg(!strstr(hc_verdict_reason(verdict), "ecure"), "%s",
		      row->name);
	hc_verdict_unref(verdict);
}
END_TEST

/* Whose own set a writer's name shows. */
static const struct {
	const char *by;
	const char *own_set; /* NULL: none */
} own_sets[] = {
	{ "mx.example.org", "example.org" },
	{ "example.org", "example.org" },
	{ "mx.trust.nhs.uk", "trust.nhs.uk" },
	{ "co.uk", NULL },
	{ "nhs.uk", NULL },
	/* Names that a registry or a hoster gives out below. */
	{ "github.io", NULL },
	{ "mx.tenant.github.io", "tenant.github.io" },
	{ "mx.tenant.uk.com", "tenant.uk.com" },
	{ "onmicrosoft.com", NULL },
	{ "tenant.onmicrosoft.com", "tenant.onmicrosoft.com" },
	{ "mx.tenant.onmicrosoft.com", "tenant.onmicrosoft.com" },
	{ "tenant.mail.onmicrosoft.com", "tenant.mail.onmicrosoft.com" },
	/* Names that machines give themselves. */
	{ "mailhost", NULL },
	{ "3f2a9b1c4d5e", NULL },
	{ "mqr.i-096c8d8dd7eec380b", NULL },
	{ "localhost.localdomain", NULL },
	{ "mail.localdomain", NULL },
	{ "mac.local", NULL },
	{ "router.lan", NULL },
	{ "ip-10-0-0-1.ec2.internal", NULL },
	{ "ip-10-0-0-1.eu-west-1.compute.internal", NULL },
	{ "mail.default.svc.cluster.local", NULL },
	{ "ex1.trust.local", "trust.local" },
	{ "m0123.ppops.net", "ppops.net" },
};

START_TEST(own_set_is_of_an_organisation)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autofree char *text = g_strdup_printf(
		MX_FROM_OUTSIDE "by %s (Postfix) with ESMTP id 1" D(10, 00) MAIL,
		own_sets[_i].by);
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_msg(g_strcmp0(hc_verdict_own_set(verdict),
				own_sets[_i].own_set) == 0,
		      "%s: %s", own_sets[_i].by, hc_verdict_own_set(verdict));
	hc_verdict_unref(verdict);
}
END_TEST

static size_t
count_findings(const HcVerdict *verdict, const char *id)
{
	size_t count;
	size_t found = 0;
	const HcFinding *list = hc_verdict_findings(verdict, &count);

	for (size_t i = 0; i < count; i++)
		found += strcmp(list[i].rule->id, id) == 0;
	return found;
}

/* A peer that no field shows lies neither in the own set nor outside. */
START_TEST(unknown_peer_has_no_place)
{
	static const char text[] =
		"Received: from evil (mail.bank.example, x [198.51.100.9]) by "
		"mx.example.org (Postfix) with ESMTP id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict;

	ck_assert(hc_policy_trust(policy, "example.org", NULL));
	verdict = judge(policy, text, strlen(text));
	ck_assert_int_eq(hc_verdict_judgement(verdict, 0)->scope,
			 HC_SCOPE_UNKNOWN);
	ck_assert_ptr_null(find(verdict, "HC-T03"));
	ck_assert_ptr_null(find(verdict, "HC-T01"));
	hc_verdict_unref(verdict);
}
END_TEST

/* A field that names no writer is no word of the own set, wherever it is. */
START_TEST(nameless_field_is_not_attested)
{
	static const char *const nameless[] = {
		"Received: (qmail 1234 invoked by uid 89)" D(10, 05),
		"Received: from localhost (localhost [127.0.0.1])" D(10, 05),
		"Received: from user with local" D(10, 05),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(nameless); i++) {
		g_autoptr(HcPolicy) policy = hc_policy_new();
		g_autofree char *text = g_strconcat(
			nameless[i], MX_FROM_OUTSIDE BY_MX "ESMTPS id 1"
			D(10, 00) MAIL, NULL);
		HcVerdict *verdict = judge(policy, text, strlen(text));

		ck_assert_msg(hc_verdict_judgement(verdict, 1)->evidence ==
				      HC_EVIDENCE_UNATTRIBUTABLE,
			      "%s", nameless[i]);
		ck_assert_msg(hc_verdict_judgement(verdict, 1)->scope !=
				      HC_SCOPE_INTERNAL,
			      "%s", nameless[i]);
		hc_verdict_unref(verdict);
	}
}
END_TEST

#define OWN_SILENT                                                             \
	"Received: from mx%d.example.org (mx%d.example.org [203.0.113.%d]) "   \
	"by mx%d.example.org (Postfix) with SMTP id 3"

START_TEST(silence_inside_is_told_once)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GString) text = g_string_new(NULL);
	const HcFinding *finding;
	HcVerdict *verdict;

	for (int i = 4; i > 1; i--)
		g_string_append_printf(text, OWN_SILENT D(10, 05), i - 1, i - 1,
				       i - 1, i);
	g_string_append(text, "Received: from out.example.net (out.example.net "
			"[198.51.100.7]) by mx1.example.org (Postfix) with "
			"ESMTPS id 1" D(10, 00) MAIL);
	verdict = judge(policy, text->str, text->len);
	ck_assert_uint_eq(count_findings(verdict, "HC-E02"), 1);
	finding = find(verdict, "HC-E02");
	ck_assert_int_eq(finding->effect, HC_EFFECT_INFO);
	ck_assert_ptr_nonnull(strstr(finding->sentence, "4, 3 and 2"));
	hc_verdict_unref(verdict);
}
END_TEST

START_TEST(socket_is_the_host_itself)
{
	static const char text[] =
		"Received: from mx.example.org (mx.example.org [local]) by "
		"mx.example.org (OpenSMTPD) with ESMTPA id 79f1d618" D(10, 00)
		MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_int_eq(hc_verdict_judgement(verdict, 0)->scope,
			 HC_SCOPE_INTERNAL);
	ck_assert_ptr_null(find(verdict, "HC-T14"));
	ck_assert_ptr_null(find(verdict, "HC-T03"));
	hc_verdict_unref(verdict);
}
END_TEST

/* What one host hands to itself crosses no network. */
START_TEST(loopback_is_no_leak)
{
	static const char text[] =
		"Received: from localhost (localhost [127.0.0.1]) by "
		"mx.example.org (Postfix) with ESMTP id 2" D(10, 01)
		MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_int_eq(hc_verdict_judgement(verdict, 1)->evidence,
			 HC_EVIDENCE_ATTESTED);
	ck_assert_ptr_null(find(verdict, "HC-T03"));
	hc_verdict_unref(verdict);
}
END_TEST

/* Told or not, they are of the same kinds, each kind after those before it. */
static void
check_kinds(const char *text)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(HcVerdict) verdict = judge(policy, text, strlen(text));
	size_t count;
	const HcLeg *legs = hc_verdict_legs(verdict, &count);
	unsigned kinds = 0;

	for (size_t i = 0; i < count; i++) {
		ck_assert(i == 0 || legs[i].kind >= legs[i - 1].kind);
		kinds |= 1u << legs[i].kind;
	}
	ck_assert_uint_eq(hc_verdict_leg_kinds(verdict), kinds);
}

START_TEST(kinds_are_those_of_the_legs)
{
	check_kinds(MAIL);
	check_kinds(MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL);
	check_kinds(MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00)
		    "Received: from pc.example.net by out.example.net" D(09, 59)
			    MAIL);
	check_kinds("Received: by mx.example.org (Exim 4.96) id 1" D(10, 00)
		    MX_FROM_OUTSIDE BY_MX "ESMTP id 2" D(09, 59) MAIL);
}
END_TEST

START_TEST(inner_leg_is_no_leak)
{
	static const char text[] = MX_FROM_OUTSIDE
		POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
		BY_MX "ESMTPS id 1" D(10, 00)
		"Received: from pc.example.net (pc.example.net [203.0.113.9]) "
		"by out.example.net (Postfix) with ESMTP id 2" D(09, 59)
		"Received: from x (unknown [10.0.0.1]) by pc.example.net "
		"(Postfix) with ESMTP id 3" D(09, 58) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_ptr_null(find(verdict, "HC-T02"));
	ck_assert(hc_verdict_judgement(verdict, 0)->inner_leg);
	ck_assert(hc_verdict_judgement(verdict, 1)->inner_leg);
	ck_assert(!hc_verdict_judgement(verdict, 2)->inner_leg);
	ck_assert_int_eq(hc_verdict_judgement(verdict, 1)->evidence,
			 HC_EVIDENCE_CLAIMED);
	hc_verdict_unref(verdict);
}
END_TEST

static const struct {
	const char *name;
	const char *option;
	const char *text;
	const char *from;
	size_t count;
	const char *first;
} recipients[] = {
	{ "option", "o@example.org",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1 for <f@example.org>" D(10, 00) MAIL,
	  "option", 1, "o@example.org" },
	{ "attested for", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1 for <f@example.org>" D(10, 00) MAIL,
	  "received-for", 1, "f@example.org" },
	{ "claimed for does not count", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from x (unknown [203.0.113.9]) by out.example.net "
	  "(Postfix) with ESMTPS id 2 for <c@example.net>" D(09, 59) MAIL,
	  "to-cc", 1, "u@example.org" },
	{ "Delivered-To above", NULL,
	  "Delivered-To: d@example.org\n" MX_FROM_OUTSIDE
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  "delivered-to", 1, "d@example.org" },
	{ "Delivered-To below", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Delivered-To: d@example.org\n" MAIL,
	  "to-cc", 1, "u@example.org" },
	{ "lists", NULL,
	  "To: \"A, (B\" <a@example.org>, Team: b@example.org,\n c@example.org (C, D);\n"
	  "Cc: <e@example.org>\n\n",
	  "to-cc", 4, "a@example.org" },
	{ "nobody", NULL, "Subject: x\n\n", "none", 0, NULL },
};

START_TEST(recipients_of_message)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	const char *text = recipients[_i].text;
	const char *const *list;
	HcVerdict *verdict;
	size_t count;

	if (recipients[_i].option)
		ck_assert(hc_policy_add_recipient(
			policy, recipients[_i].option, NULL));
	verdict = judge(policy, text, strlen(text));
	list = hc_verdict_recipients(verdict, &count);
	ck_assert_msg(strcmp(hc_verdict_recipients_from(verdict),
			     recipients[_i].from) == 0,
		      "%s: %s", recipients[_i].name,
		      hc_verdict_recipients_from(verdict));
	ck_assert_msg(count == recipients[_i].count, "%s: %zu",
		      recipients[_i].name, count);
	if (count)
		ck_assert_msg(strcmp(list[0], recipients[_i].first) == 0,
			      "%s: %s", recipients[_i].name, list[0]);
	hc_verdict_unref(verdict);
}
END_TEST
int
main(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tcase = tcase_create("verdict");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, message_is_judged, 0,
			    G_N_ELEMENTS(messages));
	tcase_add_loop_test(tcase, own_set_is_of_an_organisation, 0,
			    G_N_ELEMENTS(own_sets));
	tcase_add_test(tcase, unknown_peer_has_no_place);
	tcase_add_test(tcase, nameless_field_is_not_attested);
	tcase_add_test(tcase, silence_inside_is_told_once);
	tcase_add_test(tcase, socket_is_the_host_itself);
	tcase_add_test(tcase, loopback_is_no_leak);
	tcase_add_test(tcase, kinds_are_those_of_the_legs);
	tcase_add_test(tcase, inner_leg_is_no_leak);
	tcase_add_loop_test(tcase, recipients_of_message, 0,
			    G_N_ELEMENTS(recipients));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
