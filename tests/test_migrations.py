"""The migrations make exactly the tables that the code knows, on both engines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.conf.apps import AppConfig

from web.cli.database import pending
from web.piccolo_conf import APP_REGISTRY

APPS = list(APP_REGISTRY.app_configs.values())


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.app_name)
async def test_no_table_waits_for_a_migration(app: AppConfig, fresh_database: None) -> None:
    statements = await AutoMigrationManager(auto_input="n").get_alter_statements(app)
    assert [line for each in statements for line in each.statements] == []


async def test_every_table_has_its_columns(db: None) -> None:
    for app in APPS:
        for table in app.table_classes:
            columns = ", ".join(
                f'"{column._meta.db_column_name}"' for column in table._meta.columns
            )
            rows = await table.raw(f"SELECT {columns} FROM {table._meta.tablename} LIMIT 1")  # noqa: S608
            assert rows == []


async def test_once_run_none_is_waiting(fresh_database: None) -> None:
    assert await pending() == []


def test_names_and_ids_are_unique_over_all_packages() -> None:
    """Piccolo imports migrations as top-level modules: of two namesakes one would run twice."""
    files = [
        file
        for app in APPS
        for file in Path(str(app.resolved_migrations_folder_path)).glob("*.py")
        if file.stem != "__init__"
    ]
    assert len(files) > 2
    assert [name for name, times in Counter(f.name for f in files).items() if times > 1] == []
    ids = Counter(
        line
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if line.startswith("ID = ")
    )
    assert len(ids) == len(files)
