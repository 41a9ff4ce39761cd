/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* loader.h - what the parts of the policy loader share. */
#ifndef HC_LOADER_H
#define HC_LOADER_H

#include "arena.h"
#include "document.h"
#include "survey.h"

/** A load on its way.  The first thing that is refused ends it. */
typedef struct {
	HcDocument *document;
	HcArena *arena;     /**< the document's */
	const char *name;   /**< of the policy, in the arena */
	const char *folder; /**< where external lists lie; NULL: nowhere */
	HcXmlSurveyed *xml;
	GPtrArray *warnings;      /**< of HcPolicyWarning * */
	size_t warnings_of_lists; /**< told or not */
	size_t list_rows;         /**< of all lists so far */
	size_t list_bytes;
	GHashTable *ids; /**< id -> HcPolicyPlace *, of the whole document */
	GError **error;
} HcLoader;

/** A word and what it stands for; a NULL word ends a list. */
typedef struct {
	const char *word;
	int value;
} HcLoaderWord;

/** Where an element stands. */
HcPolicyPlace hc_loader_place(const HcLoader *loader, const xmlNode *element);

/** Refuse the policy: "NAME:LINE:COLUMN: what".
 *  @return false */
bool hc_loader_refuse(HcLoader *loader, const HcPolicyPlace *place,
                      const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Warnings of lists; more of them are one. */
#define HC_LIST_WARNINGS_MAX 100

/** Warn of something that is no reason to refuse. */
void hc_loader_warn(HcLoader *loader, const HcPolicyPlace *place,
                    const char *format, ...) G_GNUC_PRINTF(3, 4);

/** Whether an element has a name. */
bool hc_loader_is(const xmlNode *element, const char *name);
/** An attribute's value in the arena, white space collapsed; NULL: not there. */
const char *hc_loader_attribute(HcLoader *loader, const xmlNode *element,
                                const char *name);
/** An element's text in the arena, white space collapsed. */
const char *hc_loader_text(HcLoader *loader, const xmlNode *element);
/** An attribute's word, or @p otherwise where it is not there. */
int hc_loader_word(HcLoader *loader, const xmlNode *element, const char *name,
                   const HcLoaderWord *words, int otherwise);
/** Bits of an attribute that lists words, 0 where it is not there. */
unsigned hc_loader_bits(HcLoader *loader, const xmlNode *element,
                        const char *name, const HcLoaderWord *words);
/** An attribute's list of words in the arena. */
const char *const *hc_loader_list(HcLoader *loader, const xmlNode *element,
                                  const char *name, size_t *count_out);
/** The days of valid-from and valid-to, within those of @p around, else it is
 *  warned of.
 *  @param around  or NULL */
bool hc_loader_period(HcLoader *loader, const xmlNode *element,
                      const HcPeriod *around, HcPeriod *period_out);
/** A domain name, canonical and in the arena. */
bool hc_loader_domain(HcLoader *loader, const HcPolicyPlace *place,
                      const char *text, const char **domain_out);
/** A name rule: @p text, how far it reaches, when it holds. */
bool hc_loader_name(HcLoader *loader, const xmlNode *element, const char *text,
                    bool below, const HcPeriod *around, HcNameRule *rule_out);
/** A block rule. */
bool hc_loader_block(HcLoader *loader, const xmlNode *element,
                     const HcPeriod *around, HcBlockRule *rule_out);
/** Note an id; one that stands twice is refused. */
bool hc_loader_take_id(HcLoader *loader, const xmlNode *element,
                       const char *id);
/** The sources that source="" names, as written; they must exist. */
bool hc_loader_source(HcLoader *loader, const xmlNode *element,
                      const char **source_out);
/** The profile that profile="" names; it must exist. */
bool hc_loader_profile(HcLoader *loader, const xmlNode *element,
                       const char **id_out, const HcProfile **profile_out);
/** Let go of a profile that a document held; NULL is none. */
void hc_loader_drop_profile(void *profile);
/** Warn where names of many organisations are trusted whole. */
void hc_loader_warn_suffix(HcLoader *loader, const HcNameRule *rule);
/** Warn where addresses of many organisations are: the block is wider than any
 *  that one is given. */
void hc_loader_warn_wide(HcLoader *loader, const HcBlockRule *rule);

/** Move the items of an array into the arena.
 *  @param array  emptied
 *  @return NULL where there is none */
void *hc_loader_keep(HcLoader *loader, GArray *array, size_t *count_out);

/** Whether two periods have a day in common. */
bool hc_periods_meet(HcPeriod a, HcPeriod b);

/* The parts of a document, each with the element that holds it. */
bool hc_load_sources(HcLoader *loader, const xmlNode *element);
bool hc_load_judgement(HcLoader *loader, const xmlNode *element);
bool hc_load_profiles(HcLoader *loader, const xmlNode *element);
bool hc_load_networks(HcLoader *loader, const xmlNode *element);
bool hc_load_parties(HcLoader *loader, const xmlNode *element);
bool hc_load_communities(HcLoader *loader, const xmlNode *element);
bool hc_load_links(HcLoader *loader, const xmlNode *root);
bool hc_load_alternatives(HcLoader *loader, const xmlNode *element);
bool hc_load_jurisdictions(HcLoader *loader, const xmlNode *root);
bool hc_load_findings(HcLoader *loader, const xmlNode *element);
bool hc_load_controls(HcLoader *loader, const xmlNode *element);

/** Read a <list> into members.
 *  @param members  of HcNameRule; appended to
 *  @param around   the community's time */
bool hc_load_list(HcLoader *loader, const xmlNode *element,
                  const HcPeriod *around, GArray *members,
                  HcListRule *list_out);

#endif
