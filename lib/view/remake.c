/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* remake.c - a report made again from its inputs, by what it says of how it was
 * made. */
#include "config.h"

#include "remake.h"

#include <string.h>

#include "escape.h"
#include "outlet.h"
#include "report-reader.h"

/** What a report says of how it was made. */
typedef struct {
	HcDetail detail;
	bool audit;            /* else hopcheck's */
	char *as_of, *profile; /* profile: stated, or NULL */
	bool document, databases;
	GPtrArray *members, *recipients, *labels; /* of bytes */
	bool input_digests, message_digests;
} Recipe;

static void
clear_recipe(Recipe *recipe)
{
	g_free(recipe->as_of);
	g_free(recipe->profile);
	g_ptr_array_unref(recipe->members);
	g_ptr_array_unref(recipe->recipients);
	g_ptr_array_unref(recipe->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Recipe, clear_recipe)

/** Add the bytes of a text to a list. */
static void
add_text(GPtrArray *list, const xmlNode *element)
{
	g_autofree char *text = hc_reader_text(element);
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	if (hc_unescape_text(bytes, text, strlen(text)))
		g_ptr_array_add(
			list, g_strndup((const char *)bytes->data, bytes->len));
}

static void
add_list(GPtrArray *list, const xmlNode *element, const char *parent,
         const char *member)
{
	const xmlNode *all = hc_reader_child(element, parent);
	const xmlNode *one = all != NULL ? hc_reader_child(all, member) : NULL;

	for (; one != NULL; one = hc_reader_after(one, member))
		add_text(list, one);
}

static void
take_policy(Recipe *recipe, const xmlNode *policy)
{
	const xmlNode *profile = hc_reader_child(policy, "profile");
	g_autofree char *stated =
		profile != NULL ? hc_reader_attribute(profile, "stated") : NULL;

	recipe->as_of = hc_reader_attribute(policy, "as-of");
	recipe->document = hc_reader_child(policy, "document") != NULL;
	recipe->databases =
		hc_reader_child(policy, "address-databases") != NULL;
	if (g_strcmp0(stated, "true") == 0)
		recipe->profile = hc_reader_attribute(profile, "id");
	add_list(recipe->members, policy, "members", "member");
	add_list(recipe->recipients, policy, "recipients", "recipient");
}

static void
take_root(Recipe *recipe, const xmlNode *root)
{
	g_autofree char *detail = hc_reader_attribute(root, "detail");

	recipe->audit = detail != NULL && strcmp(detail, "full") != 0;
	recipe->detail = HC_DETAIL_ALL;
	for (int i = HC_DETAIL_ALL; i <= HC_DETAIL_SUMMARY; i++)
		if (g_strcmp0(detail, hc_detail_token((HcDetail)i)) == 0)
			recipe->detail = (HcDetail)i;
}

/** Read within the limits that the report was made with. */
static bool
take_limits(const char *path, const xmlNode *limits, GError **error)
{
	const xmlNode *one = hc_reader_child(limits, "limit");

	for (; one != NULL; one = hc_reader_after(one, "limit")) {
		g_autofree char *name = hc_reader_attribute(one, "name");
		g_autofree char *value = hc_reader_attribute(one, "value");
		g_autofree char *both = g_strdup_printf(
			"%s=%s", name ? name : "", value ? value : "");

		if (hc_limit_set(both, error))
			continue;
		g_prefix_error(error, "%s: ", path);
		return false;
	}
	return true;
}

static bool
take_part(Recipe *recipe, const char *path, const xmlNode *part, GError **error)
{
	if (hc_reader_is(part, "redaction")) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "%s: is redacted: its inputs cannot be named",
		            path);
		return false;
	}
	if (hc_reader_is(part, "policy"))
		take_policy(recipe, part);
	if (hc_reader_is(part, "limits") && !take_limits(path, part, error))
		return false;
	if (hc_reader_is(part, "input")) {
		add_text(recipe->labels, hc_reader_child(part, "label"));
		recipe->input_digests |=
			xmlHasProp(part, BAD_CAST "sha256") != NULL;
	}
	if (hc_reader_is(part, "message"))
		recipe->message_digests |=
			xmlHasProp(part, BAD_CAST "sha256") != NULL;
	return true;
}

static bool
read_recipe(Recipe *recipe, const char *path, GError **error)
{
	g_autoptr(HcReader) reader = hc_reader_new(path, true, error);
	const xmlNode *part;
	GError *trouble = NULL;
	bool begun = false;

	if (reader == NULL)
		return false;
	while ((part = hc_reader_next(reader, &trouble)) != NULL) {
		if (!begun)
			take_root(recipe, hc_reader_root(reader));
		begun = true;
		if (!take_part(recipe, path, part, error))
			return false;
	}
	if (trouble == NULL)
		return true;
	g_propagate_error(error, trouble);
	return false;
}

/* ---------------------------------------------------------------- hopcheck */

static bool
is_named(const Recipe *recipe, const HcVerifyOptions *options, GError **error)
{
	const char *missing = recipe->document && options->policy == NULL
	                              ? "a policy document: name it"
	                      : recipe->databases && options->databases == NULL
	                              ? "address databases: name them"
	                              : NULL;

	if (missing == NULL)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "%s: was made with %s",
	            options->report, missing);
	return false;
}

static bool
add_databases(HcPolicy *policy, const char *const *paths, GError **error)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();

	for (; paths != NULL && *paths != NULL; paths++)
		if (!hc_atlas_add(atlas, *paths, error))
			return false;
	hc_policy_set_atlas(policy, atlas);
	return true;
}

static bool
add_profile(HcPolicy *policy, const char *name, GError **error)
{
	g_autoptr(HcProfile) profile = NULL;

	if (name == NULL)
		return true;
	profile = hc_profile_new(name, error);
	if (profile == NULL)
		return false;
	hc_policy_set_profile(policy, profile);
	return true;
}

/** The own set and the profile of a document are the document's to state. */
static HcPolicy *
make_policy(const Recipe *recipe, const HcVerifyOptions *options,
            const char *profile, GError **error)
{
	g_autoptr(HcPolicy) policy =
		options->policy != NULL ? hc_policy_load(options->policy, error)
					: hc_policy_new();
	bool good = policy != NULL;

	for (guint i = 0; good && i + 1 < recipe->members->len; i++)
		good = recipe->document ||
		       hc_policy_trust(policy,
		                       g_ptr_array_index(recipe->members, i),
		                       error);
	for (guint i = 0; good && i + 1 < recipe->recipients->len; i++)
		good = hc_policy_add_recipient(
			policy, g_ptr_array_index(recipe->recipients, i),
			error);
	good = good && (recipe->as_of == NULL ||
	                hc_policy_set_as_of(policy, recipe->as_of, error));
	good = good && add_profile(policy, profile, error) &&
	       add_databases(policy, options->databases, error);
	return good ? g_steal_pointer(&policy) : NULL;
}

/** A run. */
typedef struct {
	const HcVerifyOptions *options;
	const HcPolicy *policy;
	HcContentReader *content;
	HcReport *report;
	bool digests;
} Run;

static void
judge_source(const Run *run, HcSource *source, GError **error)
{
	for (;;) {
		g_autoptr(HcRaw) raw = NULL;
		g_autoptr(HcMessage) message = NULL;
		g_autoptr(HcVerdict) verdict = NULL;

		if (!hc_source_next(source, &raw, error) || raw == NULL)
			return;
		message = hc_message_new(raw);
		verdict = hc_policy_judge_message(
			run->policy, run->content, run->options->content,
			run->options->journal, message);
		hc_report_add(run->report, verdict);
	}
}

static void
judge_input(const Run *run, const char *path)
{
	HcInput unopened = {.label = path, .kind = HC_KIND_AUTO};
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source =
		hc_source_open(path, run->options->kind, &error);
	const HcInput *input = &unopened;

	if (source != NULL) {
		hc_source_set_digests(source, run->digests);
		if (run->content != NULL)
			hc_source_keep_bodies(source, UINT64_MAX);
		judge_source(run, source, &error);
		input = hc_source_input(source);
	}
	hc_report_add_input(run->report, input, error);
}

static bool
write_report(HcReport *report, const char *output, GError **error)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autoptr(HcOutlet) outlet = hc_outlet_new(output, -1, error);

	hc_report_finish(report);
	hc_report_take(report, bytes);
	return outlet != NULL &&
	       hc_outlet_put(outlet, bytes->str, bytes->len, error) &&
	       hc_outlet_finish(outlet, error);
}

static HcContentReader *
make_content(const HcVerifyOptions *options, const HcPolicy *policy)
{
	HcContentReader *content;
	g_autofree char *program = NULL;

	if (options->content == HC_CONTENT_USE_NEVER ||
	    (options->content == HC_CONTENT_USE_NEED && !options->journal &&
	     !hc_policy_needs_content(policy)))
		return NULL;
	content = hc_content_reader_new();
	if (options->programs != NULL) {
		program =
			g_strconcat(options->programs, "/hopcheck-mime", NULL);
		hc_content_reader_set_program(content, program);
	}
	return content;
}

static bool
remake_full(const Recipe *recipe, const HcVerifyOptions *options,
            const char *const *paths, const char *profile, const char *output,
            GError **error)
{
	const HcReportOptions form = {.form = HC_FORM_XML};
	g_autoptr(HcPolicy) policy =
		make_policy(recipe, options, profile, error);
	g_autoptr(HcReport) report =
		policy != NULL ? hc_report_new(&form, policy, error) : NULL;
	g_autoptr(HcContentReader) content =
		report != NULL ? make_content(options, policy) : NULL;
	const Run run = {options, policy, content, report,
	                 recipe->input_digests || recipe->message_digests};

	if (report == NULL)
		return false;
	for (; *paths != NULL; paths++)
		judge_input(&run, *paths);
	return write_report(report, output, error);
}

/* ---------------------------------------------------------------- hopaudit */

static bool
remake_audit(const Recipe *recipe, const HcVerifyOptions *options,
             const char *const *paths, const char *profile, const char *output,
             GError **error)
{
	g_autofree char *state = g_strconcat(output, ".state", NULL);
	const HcReportOptions form = {.form = HC_FORM_XML};
	const HcAuditInputs inputs = {.paths = paths};
	const HcAuditOptions audit_options = {
		.form = HC_FORM_XML,
		.detail = recipe->detail,
		.digests = recipe->input_digests     ? HC_DIGESTS_ALL
	                   : recipe->message_digests ? HC_DIGESTS_MESSAGES
	                                             : HC_DIGESTS_NONE,
		.kind = options->kind,
		.content = options->content,
		.journal = options->journal,
		.policy = options->policy,
		.as_of = recipe->as_of,
		.profile = profile,
		.trust = recipe->document
	                         ? NULL
	                         : (const char *const *)recipe->members->pdata,
		.recipients = (const char *const *)recipe->recipients->pdata,
		.databases = options->databases,
		.programs = options->programs,
	};
	g_autoptr(HcAudit) audit =
		hc_audit_new(&audit_options, &inputs, state, false, error);
	bool done = audit != NULL &&
	            hc_audit_run(audit, 0, UINT64_MAX, options->jobs, NULL,
	                         NULL, error) &&
	            hc_audit_finish(audit, &form, output, -1, NULL, NULL, NULL,
	                            error);

	g_clear_pointer(&audit, hc_audit_free);
	hc_audit_remove_state(state, NULL);
	return done;
}

bool
hc_remake(const HcVerifyOptions *options, const char *output, GError **error)
{
	g_auto(Recipe) recipe = {
		.members = g_ptr_array_new_with_free_func(g_free),
		.recipients = g_ptr_array_new_with_free_func(g_free),
		.labels = g_ptr_array_new_with_free_func(g_free),
	};
	const char *const *paths = options->archives;
	const char *profile;

	if (!read_recipe(&recipe, options->report, error) ||
	    !is_named(&recipe, options, error))
		return false;
	g_ptr_array_add(recipe.members, NULL);
	g_ptr_array_add(recipe.recipients, NULL);
	g_ptr_array_add(recipe.labels, NULL);
	if (paths == NULL || *paths == NULL)
		paths = (const char *const *)recipe.labels->pdata;
	profile = options->profile != NULL ? options->profile
	          : recipe.document        ? NULL
	                                   : recipe.profile;
	return recipe.audit ? remake_audit(&recipe, options, paths, profile,
	                                   output, error)
	                    : remake_full(&recipe, options, paths, profile,
	                                  output, error);
}
