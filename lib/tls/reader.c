/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reader.c - the field under reading. */
#include "config.h"

#include "reader.h"

#include <string.h>

#include "note.h"

void
hc_reader_note(HcReader *reader, HcNoteCode code, HcSpan where)
{
	if (*reader->notes == NULL)
		*reader->notes = hc_notes_new();
	hc_notes_add(*reader->notes, code, where.offset, where.length);
}

bool
hc_reader_software_is(const HcReader *reader, const char *software)
{
	return strcmp(reader->received->dialect->software, software) == 0;
}

HcSpan
hc_reader_place(const HcReader *reader, const HcFact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (hc_reader_stated(reader, facts[i]))
			return hc_reader_fact(reader, facts[i])->where;
	return reader->field;
}

HcSpan
hc_reader_tls_place(const HcReader *reader)
{
	static const HcFact order[] = {HC_FACT_TLS, HC_FACT_TLS_VERSION,
	                               HC_FACT_TLS_CIPHER, HC_FACT_WITH};

	return hc_reader_place(reader, order, G_N_ELEMENTS(order));
}

void
hc_reader_contradict(HcReader *reader, HcNoteCode why, HcSpan where)
{
	if (why != HC_NOTE_TLS_CONTRADICTION)
		hc_reader_note(reader, why, where);
	if (reader->tls->state == HC_TLS_CONTRADICTED)
		return;
	hc_reader_note(reader, HC_NOTE_TLS_CONTRADICTION, where);
	reader->tls->state = HC_TLS_CONTRADICTED;
	reader->tls->where = where;
}
