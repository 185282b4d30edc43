"""Full text over the public copy, and the unique keys that Piccolo cannot write on SQLite.

Triggers give FTS5 the exact old words, as it needs to delete.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from dialogue.matters.tables import Published

ID = "2026-11-22T02:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "full text of what is public; unique keys"

TAKE_OUT = (
    "INSERT INTO published_words(published_words, rowid, words)"
    " VALUES ('delete', old.id, old.words);"
)
PUT_IN = "INSERT INTO published_words(rowid, words) VALUES (new.id, new.words);"
SQLITE = [
    "CREATE VIRTUAL TABLE published_words"
    " USING fts5(words, content='published', content_rowid='id')",
    f"CREATE TRIGGER published_in AFTER INSERT ON published BEGIN {PUT_IN} END",
    f"CREATE TRIGGER published_out AFTER DELETE ON published BEGIN {TAKE_OUT} END",
    "CREATE TRIGGER published_new AFTER UPDATE OF words ON published"
    f" BEGIN {TAKE_OUT} {PUT_IN} END",
]
POSTGRES = ["CREATE INDEX published_words ON published USING gin (to_tsvector('simple', words))"]
UNIQUE = [
    ("unit", "ward, code"),
    ("residential_group", "ward, name, origin"),
    ("field", "ward, code"),
    ("topic", "ward, code"),
    ("procedure", "ward, slug"),
    ("calendar_day", "ward, day"),
    ("staff", "ward, login"),
    ("staff_role", "staff, role"),
    ("staff_field", "staff, field"),
    ("draft", "matter, round, version"),
    ("personal_data", "matter, part, fragment"),
    ("published", "ward, number"),
    ("verdict", "matter, round"),
]
INDEXES = [
    "CREATE INDEX published_board ON published (ward, published_at DESC, id DESC)",
    "CREATE INDEX matter_queue ON matter (ward, state, publish_due)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dialogue", description=DESCRIPTION)

    async def run() -> None:
        local = Published._meta.db.engine_type == "sqlite"
        for statement in SQLITE if local else POSTGRES:
            await Published.raw(statement)
        for table, columns in UNIQUE:
            await Published.raw(f"CREATE UNIQUE INDEX {table}_key ON {table} ({columns})")
        for statement in INDEXES:
            await Published.raw(statement)

    manager.add_raw(run)
    return manager
