/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment-form.c - the forms of ids that hold a time: who writes which. */
#include "config.h"

#include "moment.h"

#define BASE10 "0123456789"
#define BASE16 "0123456789ABCDEF"
/* No vowels (Postfix safe_ultostr(3)). */
#define BASE52 "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"
#define BASE62 BASE10 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define BASE60 BASE10 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"

#define EXIM_SOURCE "Exim specification, 3.4 Message identification"
#define POSTFIX_SOURCE "Postfix mail_queue.h, enable_long_queue_ids"
#define SENDMAIL_SOURCE "sendmail queue.c, assign_queueid()"
#define SEEN "seen in mail, against its stamps"

#define ROW(seat, token, writer, look, numerals, unit, source)                 \
	{                                                                      \
		HC_SEAT_##seat, token, writer, look, numerals, HC_UNIT_##unit, \
			false, source                                          \
	}
#define QUEUE(token, writer, look, numerals, unit, source)                     \
	ROW(QUEUE_ID, token, writer, look, numerals, unit, source)
#define MESSAGE(token, look, numerals, unit, source)                           \
	ROW(MESSAGE_ID, token, NULL, look, numerals, unit, source)

static const HcMomentForm forms[] = {
  /* clang-format off */
	QUEUE("exim", "exim", "%6n-%6a-%2a", BASE62, SECOND, EXIM_SOURCE),
	QUEUE("exim-4.97", "exim", "%6n-%11a-%4a", BASE62, SECOND, EXIM_SOURCE),
	QUEUE("exim", "mailru", "%6n-%6a-%2a", BASE62, SECOND, EXIM_SOURCE),
	QUEUE("exim", "uucp", "%6n-%6a-%2a", BASE62, SECOND, EXIM_SOURCE),
	QUEUE("postfix-long", "postfix", "%6n%4fz%a", BASE52, SECOND, POSTFIX_SOURCE),
	QUEUE("postfix-long", "postfix-renamed", "%6n%4fz%a", BASE52, SECOND, POSTFIX_SOURCE),
	QUEUE("sendmail", "sendmail", "%1Y%1m%1d%1H%1M%1S%2a%6#", BASE60, SENDMAIL, SENDMAIL_SOURCE),
	QUEUE("sendmail", "sendmail", "%1Y%1m%1d%1H%1M%1S%2a%7#", BASE60, SENDMAIL, SENDMAIL_SOURCE),
	QUEUE("sendmail-8.10", "sendmail", "%1Y%1m%1d%1H%1M%1S%1a%5#", BASE60, SENDMAIL, SENDMAIL_SOURCE),
	QUEUE("gmail-local", "gmail", "%~.%4Y.%2m.%2d.%2H.%2M.%2S", BASE10, CIVIL_STAMP, SEEN),
	QUEUE("gmail-ms", "gmail", "%~.%13n", BASE10, MILLISECOND, SEEN),
	QUEUE("dovecot", "dovecot", "%22b", BASE10, GUID, "Dovecot guid.c, guid_128_generate()"),
	QUEUE("domino", "domino", "%4Y%2m%2d%2H%2M%2S%2#-%*", BASE10, CIVIL_STAMP, SEEN),
	QUEUE("domino", "domino", "%4Y%2m%2d%2H%2M%2S%2#:%*", BASE10, CIVIL_STAMP, SEEN),
	QUEUE("intermail", "synchronoss", "<%4Y%2m%2d%2H%2M%2S.%*", BASE10, CIVIL, SEEN),
	QUEUE("sendgrid-filter", "sendgrid", "filter%a.%#.%8n%*", BASE16, SECOND, SEEN),
	QUEUE("sendgrid-filter", "sendgrid", "filter%a-%#-%8n-%*", BASE16, SECOND, SEEN),
	QUEUE("sendgrid-ms", "sendgrid", "%11n.%x.%x", BASE16, MILLISECOND, SEEN),
	QUEUE("zonemta", "zonemta", "%11n000%4x.%#", BASE16, MILLISECOND, "ZoneMTA seq-index"),
	QUEUE("zoho", "zoho", "%16n.%#", BASE10, MICROSECOND, SEEN),

	MESSAGE("exim", "<E%6n-%6a-%2a@%*", BASE62, SECOND, EXIM_SOURCE),
	MESSAGE("exim-4.97", "<E%6n-%11a-%4a@%*", BASE62, SECOND, EXIM_SOURCE),
	MESSAGE("sendmail", "<%4Y%2m%2d%2H%2M.%8a%6#@%*", BASE10, CIVIL, "sendmail macro $t"),
	MESSAGE("sendmail", "<%4Y%2m%2d%2H%2M%2S.%8a%6#@%*", BASE10, CIVIL, "sendmail macro $t"),
	MESSAGE("sendmail-8.10", "<%4Y%2m%2d%2H%2M.%7a%5#@%*", BASE10, CIVIL, "sendmail macro $t"),
	MESSAGE("sendmail-8.9", "<%4Y%2m%2d%2H%2M.%3u%5#@%*", BASE10, CIVIL, "sendmail macro $t"),
	MESSAGE("qmail", "<%4Y%2m%2d%2H%2M%2S.%#.qmail@%*", BASE10, CIVIL, "qmail newfield.c"),
	MESSAGE("mutt", "<%4Y%2m%2d%2H%2M%2S.G%1u%#@%*", BASE10, CIVIL, "mutt sendlib.c"),
	MESSAGE("postfix", "<%4Y%2m%2d%2H%2M%2S.%9x%x@%*", BASE10, CIVIL, "Postfix cleanup_message.c"),
	MESSAGE("postfix-long", "<%4Y%2m%2d%2H%2M%2S.%10az%a@%*", BASE10, CIVIL, "Postfix cleanup_message.c"),
	MESSAGE("git-send-email", "<%4Y%2m%2d%2H%2M%2S.%#-%#-%*", BASE10, CIVIL, "git-send-email"),
	MESSAGE("git-send-email", "<%10n-%#-%#-git-send-email-%*", BASE10, SECOND, "git-send-email"),
	MESSAGE("evolution", "<%10n.%#.%#.camel@%*", BASE10, SECOND, "Evolution camel-mime-message.c"),
	MESSAGE("tmda", "<%10n.%#.TMDA@%*", BASE10, SECOND, SEEN),
	MESSAGE("mh", "<%5#.%10n@%*", BASE10, SECOND, SEEN),
	MESSAGE("mh", "<%4#.%10n@%*", BASE10, SECOND, SEEN),
	MESSAGE("javamail", "<%#.%13n.JavaMail.%*", BASE10, MILLISECOND, "JavaMail UniqueValue"),
	MESSAGE("javamail", "<%#.%#.%13n.JavaMail.%*", BASE10, MILLISECOND, "JavaMail UniqueValue"),
	MESSAGE("javamail", "<%#.%#.%13n@%*", BASE10, MILLISECOND, SEEN),
	MESSAGE("outlook", "<%4x%8n$%8n$%8x@%*", BASE16, FILETIME, SEEN),
	MESSAGE("mozilla", "<%8n.%7x@%*", BASE16, SECOND, "Mozilla msg_generate_message_id()"),
	MESSAGE("mozilla", "<%8n.%8x@%*", BASE16, SECOND, "Mozilla msg_generate_message_id()"),
	MESSAGE("amazon-ses", "<%4x%12n-%8x-%4x-%4x-%4x-%12x-%6#@%*", BASE16, MILLISECOND, SEEN),

	ROW(ARRIVAL, "filetime", NULL, "%~FILETIME=[%8l:%8n]", BASE16, FILETIME, "Microsoft Exchange"),
	ROW(OUTGOING, "amazon-ses", NULL, "%4Y.%2m.%2d-%*", BASE10, CIVIL, SEEN),

	{HC_SEAT_THREAD, "thread-index", NULL, "%b%*", BASE10, HC_UNIT_CONVERSATION, false,
	 "MS-OXOMSG 2.2.1.3"},
	{HC_SEAT_THREAD, "thread-start", NULL, "%b%*", BASE10, HC_UNIT_CONVERSATION, true,
	 "MS-OXOMSG 2.2.1.3"},
  /* clang-format on */
};

const HcMomentForm *
hc_moment_forms(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(forms);
	return forms;
}
