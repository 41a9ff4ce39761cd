/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sqlite.c - rows as tables of one SQLite database. */
#include "config.h"

#include <string.h>

#include <sqlite3.h>

#include "outlet.h"
#include "row-sink.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3, sqlite3_close)

struct HcRowSink {
	HcOutlet *outlet; /* holds the name, writes nothing by itself */
	sqlite3 *database;
	sqlite3_stmt *insert[HC_TABLE_COUNT];
	sqlite3_stmt *insert_meta;
};

/* The same rows give the same bytes: nothing of a run is left in the file. */
static const char settings[] = "PRAGMA page_size = 4096;"
			       "PRAGMA encoding = 'UTF-8';"
			       "PRAGMA journal_mode = OFF;"
			       "PRAGMA synchronous = OFF;"
			       "PRAGMA locking_mode = EXCLUSIVE;"
			       "PRAGMA application_id = 1214472003;"
			       "PRAGMA user_version = 1;"
			       "BEGIN;"
			       "CREATE TABLE meta (key TEXT PRIMARY KEY,"
			       " value TEXT) WITHOUT ROWID;";

/* Made when all rows stand: that is faster, and packs them. */
static const char indexes[] =
	"CREATE INDEX messages_input ON messages (input, number);"
	"CREATE INDEX messages_outcome ON messages (outcome);"
	"CREATE INDEX messages_sha256 ON messages (sha256);"
	"CREATE INDEX hops_message ON hops (message, hop);"
	"CREATE INDEX hops_scope ON hops (scope, tls_state);"
	"CREATE INDEX hops_by ON hops (by_name);"
	"CREATE INDEX hops_peer ON hops (peer_address);"
	"CREATE INDEX hops_stamp ON hops (stamp_utc);"
	"CREATE INDEX findings_message ON findings (message, finding);"
	"CREATE INDEX findings_id ON findings (id, effect);"
	"CREATE INDEX verdicts_message ON verdicts (message, verdict);"
	"CREATE INDEX inputs_input ON inputs (input);"
	"COMMIT;";

static bool
fail(HcRowSink *sink, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "database: %s",
	            sqlite3_errmsg(sink->database));
	return false;
}

static bool
run(HcRowSink *sink, const char *statements, GError **error)
{
	return sqlite3_exec(sink->database, statements, NULL, NULL, NULL) ==
	               SQLITE_OK ||
	       fail(sink, error);
}

static bool
prepare(HcRowSink *sink, const char *statement, sqlite3_stmt **made_out,
        GError **error)
{
	return sqlite3_prepare_v2(sink->database, statement, -1, made_out,
	                          NULL) == SQLITE_OK ||
	       fail(sink, error);
}

static bool
make_table(HcRowSink *sink, HcTableId id, GError **error)
{
	const HcTable *table = &hc_tables_all[id];
	g_autoptr(GString) create = g_string_new(NULL);
	g_autoptr(GString) insert = g_string_new(NULL);

	g_string_printf(create, "CREATE TABLE %s (", table->name);
	g_string_printf(insert, "INSERT INTO %s VALUES (", table->name);
	for (size_t i = 0; i < table->count; i++) {
		bool number = table->columns[i].kind == HC_CELL_NUMBER ||
		              table->columns[i].kind == HC_CELL_FLAG;

		g_string_append_printf(create, "%s\"%s\" %s", i > 0 ? ", " : "",
		                       table->columns[i].name,
		                       number ? "INTEGER" : "TEXT");
		g_string_append(insert, i > 0 ? ",?" : "?");
	}
	g_string_append_c(create, ')');
	g_string_append_c(insert, ')');
	return run(sink, create->str, error) &&
	       prepare(sink, insert->str, &sink->insert[id], error);
}

static void
free_sink(HcRowSink *sink)
{
	for (size_t i = 0; i < HC_TABLE_COUNT; i++)
		sqlite3_finalize(sink->insert[i]);
	sqlite3_finalize(sink->insert_meta);
	sqlite3_close(sink->database);
	hc_outlet_free(sink->outlet);
	g_free(sink);
}

static bool
open_database(HcRowSink *sink, GError **error)
{
	const char *file = hc_outlet_file(sink->outlet);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	if (sqlite3_open_v2(file, &sink->database, flags, NULL) != SQLITE_OK)
		return fail(sink, error);
	if (!run(sink, settings, error))
		return false;
	for (size_t i = 0; i < HC_TABLE_COUNT; i++)
		if (!make_table(sink, (HcTableId)i, error))
			return false;
	return prepare(sink, "INSERT INTO meta VALUES (?,?)",
	               &sink->insert_meta, error);
}

static HcRowSink *
begin(const HcTableOptions *options, GError **error)
{
	HcRowSink *sink = g_new0(HcRowSink, 1);

	sink->outlet = hc_outlet_new(options->output, -1, error);
	if (sink->outlet != NULL && open_database(sink, error))
		return sink;
	free_sink(sink);
	return NULL;
}

static bool
wants(const HcRowSink *sink, HcTableId id)
{
	(void)sink, (void)id;
	return true;
}

static int
bind(sqlite3_stmt *statement, int index, HcCellKind kind, const char *cell)
{
	gint64 number;

	if (cell == NULL)
		return sqlite3_bind_null(statement, index);
	if (kind == HC_CELL_FLAG)
		return sqlite3_bind_int(statement, index,
		                        strcmp(cell, "true") == 0 ||
		                                strcmp(cell, "1") == 0);
	if (kind == HC_CELL_NUMBER &&
	    g_ascii_string_to_signed(cell, 10, G_MININT64, G_MAXINT64, &number,
	                             NULL))
		return sqlite3_bind_int64(statement, index, number);
	return sqlite3_bind_text(statement, index, cell, -1, SQLITE_TRANSIENT);
}

static bool
step(HcRowSink *sink, sqlite3_stmt *statement, GError **error)
{
	bool done = sqlite3_step(statement) == SQLITE_DONE;

	if (!done)
		fail(sink, error);
	sqlite3_reset(statement);
	return done;
}

static bool
put_row(HcRowSink *sink, const HcRow *row, GError **error)
{
	const HcTable *table = &hc_tables_all[row->id];
	sqlite3_stmt *statement = sink->insert[row->id];

	for (size_t i = 0; i < table->count; i++)
		if (bind(statement, (int)i + 1, table->columns[i].kind,
		         row->cells[i]) != SQLITE_OK)
			return fail(sink, error);
	return step(sink, statement, error);
}

static bool
put_meta(HcRowSink *sink, const char *key, const char *value, GError **error)
{
	if (bind(sink->insert_meta, 1, HC_CELL_TEXT, key) != SQLITE_OK ||
	    bind(sink->insert_meta, 2, HC_CELL_TEXT, value) != SQLITE_OK)
		return fail(sink, error);
	return step(sink, sink->insert_meta, error);
}

static bool
finish(HcRowSink *sink, GError **error)
{
	if (!run(sink, indexes, error))
		return false;
	for (size_t i = 0; i < HC_TABLE_COUNT; i++)
		g_clear_pointer(&sink->insert[i], sqlite3_finalize);
	g_clear_pointer(&sink->insert_meta, sqlite3_finalize);
	if (sqlite3_close(sink->database) != SQLITE_OK)
		return fail(sink, error);
	sink->database = NULL;
	return hc_outlet_finish(sink->outlet, error);
}

const HcRowSinkForm hc_row_sink_sqlite = {
	.begin = begin,
	.wants = wants,
	.row = put_row,
	.meta = put_meta,
	.finish = finish,
	.free = free_sink,
};
