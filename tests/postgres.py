"""One PostgreSQL database for all tests of a process, emptied before each."""

from __future__ import annotations

from typing import Any

NAME, TEMPLATE = "test_langnghe", "template_langnghe"
# A cluster that is thrown away waits for no disk.
UNSAFE = """
ALTER SYSTEM SET fsync = off;
ALTER SYSTEM SET full_page_writes = off;
ALTER SYSTEM SET synchronous_commit = off;
SELECT pg_reload_conf();
"""
# Emptying takes a quarter of the time of a copy of the template, which has some 850 files.
# As a replica, PostgreSQL asks neither foreign keys nor the guards of tables that only grow.
EMPTY = rf"""
\set ON_ERROR_STOP on
\set QUIET on
\o /dev/null
SELECT 'CREATE DATABASE {NAME} TEMPLATE {TEMPLATE}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{NAME}') \gexec
\connect {NAME}
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = '{NAME}' AND pid <> pg_backend_pid();
SET session_replication_role = replica;
DO $$
DECLARE
  one text;
BEGIN
  FOR one IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'migration'
  LOOP
    EXECUTE format('DELETE FROM %I', one);
  END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL AND sequencename <> 'migration_id_seq'
  LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', one);
  END LOOP;
END $$;
\o
\pset tuples_only on
SELECT count(*) FROM pg_trigger;
"""  # noqa: S608  our own names


class OwnDatabase:
    """server: of the package that brings PostgreSQL."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.triggers = server.psql(EMPTY)

    def emptied(self) -> str:
        """Its address. Made anew when a test has taken guards off its tables."""
        if self.server.psql(EMPTY) != self.triggers:
            self.server.psql(f"DROP DATABASE {NAME} WITH (FORCE)")
            self.server.psql(EMPTY)
        return str(self.server.get_uri(NAME))
