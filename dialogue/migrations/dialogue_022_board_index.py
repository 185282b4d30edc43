"""The board's order and its full text: rows numbered by their place, filters as words.

SQLite: the index takes words as they are (they are folded already) and `_` as a letter, so that
`_f7` (a filter, which nobody can type) is one word. Triggers give FTS5 the exact old words.
PostgreSQL: a stored vector made of the very same words, without a parser.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.tables import Published

ID = "2026-11-22T02:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "full text by place, with filters as words"

TAKE_OUT = (
    "INSERT INTO published_words(published_words, rowid, words)"
    " VALUES ('delete', old.place, old.words);"
)
PUT_IN = "INSERT INTO published_words(rowid, words) VALUES (new.place, new.words);"
SQLITE = [
    "DROP TRIGGER published_in",
    "DROP TRIGGER published_out",
    "DROP TRIGGER published_new",
    "DROP TABLE published_words",
    "CREATE VIRTUAL TABLE published_words USING fts5(words, content='published',"
    " content_rowid='place', columnsize=0, detail=none,"
    " tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    f"CREATE TRIGGER published_in AFTER INSERT ON published BEGIN {PUT_IN} END",
    f"CREATE TRIGGER published_out AFTER DELETE ON published BEGIN {TAKE_OUT} END",
    "CREATE TRIGGER published_new AFTER UPDATE OF words ON published"
    f" BEGIN {TAKE_OUT} {PUT_IN} END",
]
POSTGRES = [
    "DROP INDEX published_words",
    "ALTER TABLE published ADD COLUMN vector tsvector"
    " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX published_words ON published USING gin (vector)",
]
BOTH = [
    "DROP INDEX published_board",
    "CREATE UNIQUE INDEX published_place ON published (place)",
    "CREATE INDEX published_board ON published (ward, place)",
    "CREATE INDEX published_facets ON published"
    ' (ward, state, year, source, field, topic, "group", corrected_on)',
    "CREATE INDEX published_figures ON published"
    " (ward, published_at, state, in_time, days, verdict)",
    "CREATE INDEX task_board ON task (ward, state, due, id)",
    "DROP INDEX verdict_key",
    "CREATE UNIQUE INDEX verdict_key ON verdict (matter, round, version)",
    "CREATE UNIQUE INDEX published_answer_key ON published_answer (matter, round, version)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        local = Published._meta.db.engine_type == "sqlite"
        for statement in (SQLITE if local else POSTGRES) + BOTH:
            await Published.raw(statement)

    manager.add_raw(run)
    return manager
