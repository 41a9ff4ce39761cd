/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* profile.c - a profile read from its element. */
#include "config.h"

#include "profile.h"

#include <string.h>

#include "arena.h"
#include "opinion.h"
#include "policy.h"
#include "scan.h"

/** A profile and what it lives in. */
typedef struct {
	HcProfile shown; /* first, so that one is the other */
	HcArena *arena;
	HcOpinions *opinions; /* shared by all who ask */
} Whole;

/** What every profile can say without declaring it. */
static const HcProfileWord common_words[] = {
	{"preferred",  HC_GRADE_STRONG,     0  },
	{"strong",     HC_GRADE_STRONG,     1  },
	{"permitted",  HC_GRADE_ACCEPTABLE, 150},
	{"acceptable", HC_GRADE_ACCEPTABLE, 151},
	{"phase-out",  HC_GRADE_ACCEPTABLE, 190},
	{"weak",       HC_GRADE_WEAK,       250},
	{"forbidden",  HC_GRADE_WEAK,       260},
	{"broken",     HC_GRADE_BROKEN,     350},
};

/* Own words of one grade stand among the common ones, in the order given. */
#define RANK_GRADE 100u
#define RANK_OWN 160u
#define WORDS_MAX 20u /* of one profile */

/* Of one profile; lists multiply. */
#define RULES_MAX 10000u

/** A profile under construction. */
typedef struct {
	const char *document;
	const HcXmlSurveyed *places; /* or NULL */
	HcArena *arena;
	HcProfile *profile;
	HcProfileWord *words;
	size_t word_count;
	GArray *rules;   /* of HcProfileRule */
	GArray *sources; /* of HcProfileSource */
	GError **error;
} Reading;

/* ------------------------------------------------------------------- trouble */

/** "LINE:COLUMN", or the line of what is compiled in. */
static char *
place_of(const Reading *reading, const xmlNode *node)
{
	HcXmlPlace place;

	if (!reading->places)
		return g_strdup_printf("%ld", hc_xml_line(node));
	place = hc_xml_place(reading->places, node);
	return g_strdup_printf("%u:%u", place.line, place.column);
}

static bool G_GNUC_PRINTF(3, 4)
	refuse(const Reading *reading, const xmlNode *node, const char *format,
               ...)
{
	g_autofree char *what = NULL;
	g_autofree char *where = NULL;
	va_list list;

	va_start(list, format);
	what = g_strdup_vprintf(format, list);
	va_end(list);
	where = place_of(reading, node);
	g_set_error(reading->error, HC_ERROR, HC_ERROR_POLICY, "%s:%s: %s",
	            reading->document, where, what);
	return false;
}

/* ---------------------------------------------------------------- attributes */

static bool
is_element(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

/** White space to single blanks, none at the ends. */
static const char *
collapse(HcArena *arena, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *at = text; *at; at++) {
		if (!strchr(" \t\r\n", *at))
			g_string_append_c(out, *at);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return hc_arena_text(arena, out->str, out->len);
}

/** An attribute, or NULL; lives as long as the profile. */
static const char *
attribute(const Reading *reading, xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	const char *text;

	if (!value)
		return NULL;
	text = collapse(reading->arena, (const char *)value);
	xmlFree(value);
	return text;
}

/** The element's text, or NULL when there is none. */
static const char *
content(const Reading *reading, xmlNode *node)
{
	xmlChar *value = xmlNodeGetContent(node);
	const char *text;

	if (!value)
		return NULL;
	text = collapse(reading->arena, (const char *)value);
	xmlFree(value);
	return *text ? text : NULL;
}

/** A day, in days since 1970-01-01; the attribute's absence is @p otherwise. */
static bool
read_day(const Reading *reading, xmlNode *node, const char *name,
         int64_t otherwise, const char **text_out, int64_t *day_out)
{
	const char *text = attribute(reading, node, name);
	int64_t noon_s;

	*day_out = otherwise;
	if (text_out)
		*text_out = text;
	if (!text)
		return true;
	if (!hc_policy_read_day(text, &noon_s))
		return refuse(reading, node,
		              "%s: no date of the form YYYY-MM-DD: '%s'", name,
		              text);
	*day_out = (noon_s - 43200) / 86400;
	return true;
}

static bool
read_time(const Reading *reading, xmlNode *node, HcProfileRule *rule)
{
	if (!read_day(reading, node, "from", INT64_MIN, NULL,
	              &rule->from_day) ||
	    !read_day(reading, node, "until", INT64_MAX, NULL,
	              &rule->until_day))
		return false;
	return rule->from_day <= rule->until_day ||
	       refuse(reading, node, "ends before it begins");
}

static bool
read_version(const Reading *reading, const xmlNode *node, const char *text,
             uint16_t *version_out)
{
	static const uint16_t versions[] = {HC_SSL_2,   HC_SSL_3,   HC_TLS_1_0,
	                                    HC_TLS_1_1, HC_TLS_1_2, HC_TLS_1_3};

	if (strcmp(text, "TLSv1") == 0)
		text = "TLSv1.0";
	for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
		if (strcmp(text, hc_tls_version_name(versions[i])) == 0) {
			*version_out = versions[i];
			return true;
		}
	}
	return refuse(reading, node, "no such protocol version: '%s'", text);
}

/* --------------------------------------------------------------------- words */

static const HcProfileWord *
find_word(const Reading *reading, const char *name)
{
	for (size_t i = 0; i < reading->word_count; i++)
		if (strcmp(reading->words[i].name, name) == 0)
			return &reading->words[i];
	for (const HcProfile *at = reading->profile->parent; at;
	     at = at->parent)
		for (size_t i = 0; i < at->word_count; i++)
			if (strcmp(at->words[i].name, name) == 0)
				return &at->words[i];
	for (size_t i = 0; i < G_N_ELEMENTS(common_words); i++)
		if (strcmp(common_words[i].name, name) == 0)
			return &common_words[i];
	return NULL;
}

static bool
read_grade(const Reading *reading, const xmlNode *node, const char *text,
           HcGrade *grade_out)
{
	for (unsigned i = HC_GRADE_BROKEN; i <= HC_GRADE_STRONG; i++) {
		if (strcmp(text, hc_grade_token((HcGrade)i)) == 0) {
			*grade_out = (HcGrade)i;
			return true;
		}
	}
	return refuse(reading, node,
	              "'%s' is none of strong, acceptable, weak, broken", text);
}

static bool
read_word(Reading *reading, xmlNode *node)
{
	const char *name = attribute(reading, node, "name");
	const char *grade = attribute(reading, node, "grade");
	size_t index = reading->word_count;
	HcProfileWord *word = &reading->words[index];

	if (!name || !*name || !grade)
		return refuse(reading, node, "a word needs name and grade");
	if (index == WORDS_MAX)
		return refuse(reading, node, "more than %u words", WORDS_MAX);
	for (size_t i = 0; i < index; i++)
		if (strcmp(reading->words[i].name, name) == 0)
			return refuse(reading, node, "'%s' stands twice", name);
	if (!read_grade(reading, node, grade, &word->grade))
		return false;
	if (index > 0 && word->grade > word[-1].grade)
		return refuse(reading, node,
		              "'%s' is better than the word before it: the "
		              "best stands first",
		              name);
	word->name = name;
	word->rank = (HC_GRADE_STRONG - word->grade) * RANK_GRADE +
	             (RANK_OWN - RANK_GRADE) + (unsigned)index;
	reading->word_count++;
	return true;
}

static bool
read_words(Reading *reading, xmlNode *element)
{
	reading->words = hc_arena_alloc(reading->arena,
	                                WORDS_MAX * sizeof *reading->words);
	for (xmlNode *node = element->children; node; node = node->next)
		if (is_element(node, "word") && !read_word(reading, node))
			return false;
	reading->profile->words = reading->words;
	reading->profile->word_count = reading->word_count;
	return true;
}

/* ----------------------------------------------------------------- selectors */

/** Lists that are expanded: a rule holds one of each. */
typedef struct {
	char **strengths, **exchanges, **authentications, **encryptions;
} Lists;

static void
lists_clear(Lists *lists)
{
	g_strfreev(lists->strengths);
	g_strfreev(lists->exchanges);
	g_strfreev(lists->authentications);
	g_strfreev(lists->encryptions);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lists, lists_clear)

/** The words of a list attribute; one empty word when it is not there. */
static char **
list_of(const Reading *reading, xmlNode *node, const char *name)
{
	const char *text = attribute(reading, node, name);

	if (text && *text)
		return g_strsplit(text, " ", -1);
	return g_strsplit(" ", " ", 1);
}

static const char *
kept(const Reading *reading, const char *word)
{
	return strcmp(word, " ") == 0
	               ? NULL
	               : hc_arena_text(reading->arena, word, strlen(word));
}

static bool
read_ciphers(const Reading *reading, xmlNode *node, HcProfileRule *rule)
{
	const char *text = attribute(reading, node, "suite");
	g_auto(GStrv) names = NULL;
	const HcCipher **ciphers;

	if (!text)
		return true;
	names = g_strsplit(text, " ", -1);
	ciphers = hc_arena_alloc(reading->arena,
	                         g_strv_length(names) * sizeof *ciphers);
	for (char **name = names; *name; name++) {
		const HcCipher *cipher = hc_cipher_named(*name);

		if (!cipher)
			return refuse(reading, node,
			              "no suite has the IANA name '%s'", *name);
		ciphers[rule->cipher_count++] = cipher;
	}
	rule->ciphers = ciphers;
	return true;
}

static bool
read_groups(const Reading *reading, xmlNode *node, HcProfileRule *rule)
{
	const char *text = attribute(reading, node, "group");
	g_auto(GStrv) names = NULL;
	const char **groups;

	if (!text)
		return true;
	names = g_strsplit(text, " ", -1);
	groups = hc_arena_alloc(reading->arena,
	                        g_strv_length(names) * sizeof *groups);
	for (char **name = names; *name; name++) {
		const char *group = hc_group_named(*name);

		if (!group)
			return refuse(reading, node,
			              "no group has the IANA name '%s'", *name);
		groups[rule->group_count++] = group;
	}
	rule->groups = groups;
	return true;
}

static bool
read_versions(const Reading *reading, xmlNode *node, HcProfileRule *rule)
{
	const char *one = attribute(reading, node, "version");
	const char *low = attribute(reading, node, "min-version");
	const char *high = attribute(reading, node, "max-version");

	if (one && (low || high))
		return refuse(reading, node,
		              "version excludes min-version and max-version");
	if ((one && !read_version(reading, node, one, &rule->version_low)) ||
	    (low && !read_version(reading, node, low, &rule->version_low)) ||
	    (high && !read_version(reading, node, high, &rule->version_high)))
		return false;
	if (one)
		rule->version_high = rule->version_low;
	return true;
}

static bool
read_size(const Reading *reading, xmlNode *node, const char *name,
          unsigned most, unsigned *bits_out)
{
	const char *text = attribute(reading, node, name);
	guint64 bits;

	if (!text)
		return true;
	if (!g_ascii_string_to_unsigned(text, 10, 1, most, &bits, NULL))
		return refuse(reading, node, "%s: not 1 to %u: '%s'", name,
		              most, text);
	*bits_out = (unsigned)bits;
	return true;
}

static bool
read_bits(const Reading *reading, xmlNode *node, HcProfileRule *rule)
{
	return read_size(reading, node, "bits-below", 1024,
	                 &rule->bits_below) &&
	       read_size(reading, node, "group-bits-below", 65536,
	                 &rule->group_bits_below);
}

static bool
selects_suites(xmlNode *node)
{
	static const char *const names[] = {"suite",          "class",
	                                    "exchange",       "encryption",
	                                    "authentication", "bits-below"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (xmlHasProp(node, (const xmlChar *)names[i]))
			return true;
	return false;
}

static bool
read_subject(const Reading *reading, xmlNode *node, HcProfileRule *rule)
{
	bool suites = selects_suites(node);
	bool group = xmlHasProp(node, (const xmlChar *)"group") ||
	             xmlHasProp(node, (const xmlChar *)"group-bits-below");

	if (suites && group)
		return refuse(reading, node,
		              "a rule is on suites or on groups, not on both");
	if (!suites && !group && !rule->version_low && !rule->version_high)
		return refuse(reading, node, "selects nothing");
	rule->subject = suites  ? HC_PROFILE_SUITE
	                : group ? HC_PROFILE_GROUP
	                        : HC_PROFILE_VERSION;
	return true;
}

/* --------------------------------------------------------------------- rules */

const char *
hc_profile_name(const HcProfile *profile)
{
	return profile->title ? profile->title : profile->id;
}

/** What a rule says that has no sentence of its own. */
static const char *
default_sentence(const Reading *reading, const HcProfileRule *rule)
{
	static const char *const subjects[] = {"version", "suite", "group"};
	const HcProfile *profile = reading->profile;
	g_autofree char *text = g_strdup_printf(
		"%s calls the %s %s%s%s%s.", hc_profile_name(profile),
		subjects[rule->subject], rule->word->name,
		rule->source ? " (" : "", rule->source ? rule->source : "",
		rule->source ? ")" : "");

	return hc_arena_text(reading->arena, text, strlen(text));
}

/** Word, own grade, source, time and sentence of a rule.
 *  @param word  or NULL: the attribute "as" names it */
static bool
read_opinion(const Reading *reading, xmlNode *node, const char *word,
             HcProfileRule *rule)
{
	const char *grade = attribute(reading, node, "grade");

	if (!word)
		word = attribute(reading, node, "as");
	if (!word)
		return refuse(reading, node, "as: no word");
	rule->word = find_word(reading, word);
	if (!rule->word)
		return refuse(reading, node,
		              "'%s' is no word of this profile, nor of one it "
		              "extends",
		              word);
	rule->grade = rule->word->grade;
	if (grade && !read_grade(reading, node, grade, &rule->grade))
		return false;
	rule->source = attribute(reading, node, "source");
	return read_time(reading, node, rule);
}

/** Lists of a few thousand words each would be more rules than memory holds. */
static bool
is_too_many(const Reading *reading, const Lists *lists)
{
	char *const *const all[] = {lists->strengths, lists->exchanges,
	                            lists->authentications, lists->encryptions};
	guint64 count = 1;

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		count *= g_strv_length((char **)all[i]);
		if (count > RULES_MAX)
			return true;
	}
	return count + reading->rules->len > RULES_MAX;
}

/** One rule for each of what the lists name together. */
static void
expand(Reading *reading, HcProfileRule rule, const Lists *lists)
{
	for (char **s = lists->strengths; *s; s++)
		for (char **x = lists->exchanges; *x; x++)
			for (char **a = lists->authentications; *a; a++)
				for (char **e = lists->encryptions; *e; e++) {
					rule.strength = kept(reading, *s);
					rule.exchange = kept(reading, *x);
					rule.authentication = kept(reading, *a);
					rule.encryption = kept(reading, *e);
					g_array_append_val(reading->rules,
					                   rule);
				}
}

static bool
read_rule(Reading *reading, xmlNode *node, const char *word)
{
	HcProfileRule rule = {.from_day = INT64_MIN, .until_day = INT64_MAX};
	g_auto(Lists) lists = {
		list_of(reading, node, "class"),
		list_of(reading, node, "exchange"),
		list_of(reading, node, "authentication"),
		list_of(reading, node, "encryption"),
	};

	if (!read_versions(reading, node, &rule) ||
	    !read_subject(reading, node, &rule) ||
	    !read_ciphers(reading, node, &rule) ||
	    !read_groups(reading, node, &rule) ||
	    !read_bits(reading, node, &rule) ||
	    !read_opinion(reading, node, word, &rule))
		return false;
	if (is_too_many(reading, &lists))
		return refuse(reading, node,
		              "lists select too much: a profile has at most "
		              "%u rules, one for each combination",
		              RULES_MAX);
	rule.sentence = content(reading, node);
	if (!rule.sentence)
		rule.sentence = default_sentence(reading, &rule);
	expand(reading, rule, &lists);
	return true;
}

static bool
read_min_version(Reading *reading, xmlNode *node)
{
	HcProfileRule rule = {.subject = HC_PROFILE_VERSION};
	const char *text = content(reading, node);
	const HcProfile *profile = reading->profile;
	g_autofree char *sentence = NULL;
	uint16_t version;

	if (!text)
		return refuse(reading, node, "min-version: no version");
	if (!read_version(reading, node, text, &version) ||
	    !read_opinion(reading, node, "forbidden", &rule))
		return false;
	rule.version_low = HC_SSL_2;
	rule.version_high = version - 1;
	sentence = g_strdup_printf(
		"%s asks for %s or newer%s%s%s.", hc_profile_name(profile),
		hc_tls_version_name(version), rule.source ? " (" : "",
		rule.source ? rule.source : "", rule.source ? ")" : "");
	rule.sentence =
		hc_arena_text(reading->arena, sentence, strlen(sentence));
	g_array_append_val(reading->rules, rule);
	return true;
}

static bool
read_unlisted(Reading *reading, xmlNode *node)
{
	static const char *const subjects[HC_PROFILE_SUBJECTS] = {
		[HC_PROFILE_VERSION] = "version",
		[HC_PROFILE_SUITE] = "suite",
		[HC_PROFILE_GROUP] = "group",
	};
	const char *subject = attribute(reading, node, "subject");

	for (unsigned i = 0; i < HC_PROFILE_SUBJECTS; i++) {
		HcProfileRule *rule = &reading->profile->unlisted[i];

		if (g_strcmp0(subject, subjects[i]) != 0)
			continue;
		if (rule->word)
			return refuse(reading, node, "unlisted %s stands twice",
			              subject);
		rule->subject = (HcProfileSubject)i;
		if (!read_opinion(reading, node, NULL, rule))
			return false;
		rule->sentence = content(reading, node);
		if (!rule->sentence)
			rule->sentence = default_sentence(reading, rule);
		return true;
	}
	return refuse(reading, node,
	              "subject is none of version, suite, group");
}

static bool
read_source(const Reading *reading, xmlNode *node)
{
	HcProfileSource source = {
		.title = attribute(reading, node, "title"),
		.href = attribute(reading, node, "href"),
		.published = attribute(reading, node, "published"),
		.read = content(reading, node),
	};

	if (!source.title)
		return refuse(reading, node, "a source needs a title");
	g_array_append_val(reading->sources, source);
	return true;
}

static bool
read_child(Reading *reading, xmlNode *node)
{
	if (is_element(node, "source"))
		return read_source(reading, node);
	if (is_element(node, "grade"))
		return read_rule(reading, node, NULL);
	if (is_element(node, "forbid"))
		return read_rule(reading, node, "forbidden");
	if (is_element(node, "prefer"))
		return read_rule(reading, node, "preferred");
	if (is_element(node, "min-version"))
		return read_min_version(reading, node);
	if (is_element(node, "unlisted"))
		return read_unlisted(reading, node);
	return true; /* words are read */
}

/** Move what was gathered to where the profile lives.
 *  @return NULL: there is none */
static const void *
settled(const Reading *reading, const GArray *items)
{
	size_t size = items->len * g_array_get_element_size((GArray *)items);
	void *kept;

	if (!size)
		return NULL;
	kept = hc_arena_alloc(reading->arena, size);
	memcpy(kept, items->data, size);
	return kept;
}

static bool
read_rules(Reading *reading, xmlNode *element)
{
	HcProfile *profile = reading->profile;

	for (xmlNode *node = element->children; node; node = node->next)
		if (!read_child(reading, node))
			return false;
	profile->rules = settled(reading, reading->rules);
	profile->rule_count = reading->rules->len;
	profile->sources = settled(reading, reading->sources);
	profile->source_count = reading->sources->len;
	return true;
}

/* ------------------------------------------------------------------- profile */

static const char *
time_sentence(const Reading *reading, const HcProfile *profile)
{
	g_autofree char *text = g_strdup_printf(
		"%s was not in force on that day: it holds%s%s%s%s.",
		hc_profile_name(profile), profile->valid_from ? " from " : "",
		profile->valid_from ? profile->valid_from : "",
		profile->valid_to ? " until " : "",
		profile->valid_to ? profile->valid_to : "");

	return hc_arena_text(reading->arena, text, strlen(text));
}

static bool
read_head(const Reading *reading, xmlNode *element, const char *sha256)
{
	HcProfile *profile = reading->profile;

	profile->id = attribute(reading, element, "id");
	profile->title = attribute(reading, element, "title");
	profile->publisher = attribute(reading, element, "publisher");
	profile->edition = attribute(reading, element, "edition");
	profile->href = attribute(reading, element, "href");
	profile->sha256 =
		sha256 ? hc_arena_text(reading->arena, sha256, strlen(sha256))
		       : NULL;
	if (!profile->id || !*profile->id)
		return refuse(reading, element, "a profile needs an id");
	if (!read_day(reading, element, "valid-from", INT64_MIN,
	              &profile->valid_from, &profile->from_day) ||
	    !read_day(reading, element, "valid-to", INT64_MAX,
	              &profile->valid_to, &profile->until_day))
		return false;
	if (profile->from_day > profile->until_day)
		return refuse(reading, element, "ends before it begins");
	profile->not_in_force = time_sentence(reading, profile);
	return true;
}

static bool
read_parent(const Reading *reading, xmlNode *element, HcProfileFind find,
            void *data)
{
	const char *name = attribute(reading, element, "extends");
	const HcProfile *parent;
	g_autoptr(GError) error = NULL;

	if (!name)
		return true;
	parent = find ? find(name, data) : NULL;
	if (parent)
		reading->profile->parent = hc_profile_ref(parent);
	else
		reading->profile->parent = hc_profile_named(name, &error);
	return reading->profile->parent ||
	       refuse(reading, element, "extends: %s", error->message);
}

/* Unwinds the profiles that it extends: a policy defines at most 100, and one
 * that is compiled in stands behind the last. */
static void
profile_clear(void *data)
{
	Whole *whole = data;

	hc_opinions_free(whole->opinions);
	hc_profile_unref((HcProfile *)whole->shown.parent);
	hc_arena_free(whole->arena);
}

HcProfile *
hc_profile_read(xmlNode *element, const HcXmlSurveyed *places,
                const char *document, const char *sha256, HcProfileFind find,
                void *data, GError **error)
{
	Whole *whole = g_atomic_rc_box_new0(Whole);
	g_autoptr(HcProfile) profile = &whole->shown;
	g_autoptr(GArray) rules =
		g_array_new(FALSE, FALSE, sizeof(HcProfileRule));
	g_autoptr(GArray) sources =
		g_array_new(FALSE, FALSE, sizeof(HcProfileSource));
	Reading reading = {
		.document = document,
		.places = places,
		.profile = profile,
		.rules = rules,
		.sources = sources,
		.error = error,
	};

	reading.arena = whole->arena = hc_arena_new();
	if (!read_head(&reading, element, sha256) ||
	    !read_parent(&reading, element, find, data) ||
	    !read_words(&reading, element) || !read_rules(&reading, element))
		return NULL;
	whole->opinions = hc_opinions_new(profile);
	return g_steal_pointer(&profile);
}

void
hc_profile_ask(const HcProfile *profile, const HcTls *tls, int64_t at_s,
               HcProfileOpinion *opinion_out)
{
	const Whole *whole = (const Whole *)profile;

	hc_opinions_ask(whole->opinions, tls, at_s, opinion_out);
}

HcProfile *
hc_profile_ref(const HcProfile *profile)
{
	g_return_val_if_fail(profile, NULL);
	return g_atomic_rc_box_acquire((void *)profile);
}

void
hc_profile_unref(HcProfile *profile)
{
	if (profile)
		g_atomic_rc_box_release_full(profile, profile_clear);
}
