"""A command's way to the database: migrations, and one coroutine with it open."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Coroutine
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, TypeVar

import click

Result = TypeVar("Result")
ROOT = Path(__file__).parents[2]
PACKAGES = ("dialogue", "surveys", "meetings")  # in the order in which their migrations run
MIGRATION_ID = re.compile(r'^ID = "([^"]+)"$', re.MULTILINE)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of `work`, with the database open. Refuses one that was not migrated."""

    async def opened() -> Result:
        from dialogue.core.database import database

        waiting = await pending()
        if waiting:
            work.close()
            raise click.ClickException(not_migrated(waiting))
        async with database():
            return await work

    return asyncio.run(opened())


def not_migrated(waiting: list[str]) -> str:
    from dialogue.core.settings import SETTINGS

    if not exists():
        return f"there is no database in {SETTINGS.data} yet: run `langnghe migrate` first"
    return f"{len(waiting)} migrations are waiting: back up, then run `langnghe migrate`"


def exists() -> bool:
    """False for an SQLite file that is not there; a PostgreSQL database is never made by us."""
    from dialogue.core.database import DB
    from dialogue.core.local import LocalEngine

    return not isinstance(DB, LocalEngine) or Path(DB.path).exists()


async def is_empty() -> bool:
    """No migration ever ran here."""
    from piccolo.apps.migrations.tables import Migration

    return not await Migration.table_exists()


async def pending() -> list[str]:
    """Ids of the migrations that have not run, in the order in which they will."""
    from piccolo.apps.migrations.tables import Migration

    known = [each for package in PACKAGES for each in _ids(ROOT / package / "migrations")]
    if not exists() or await is_empty():
        return known
    ran = set(await Migration.get_migrations_which_ran())
    return [each for each in known if each not in ran]


def _ids(folder: Path) -> list[str]:
    """Read, not imported: each start asks, and would wait for all tables and migrations."""
    found = (MIGRATION_ID.search(file.read_text("utf-8")) for file in folder.glob("*.py"))
    return sorted(each[1] for each in found if each)


async def migrate_all() -> list[str]:
    """Run what waits, without Piccolo's chatter. The ids that ran; none when all had."""
    from piccolo.apps.migrations.commands.forwards import run_forwards

    make_folder()
    waiting = await pending()
    if waiting:
        with redirect_stdout(io.StringIO()):
            result = await run_forwards("all")
        if not result.success:
            raise click.ClickException(f"a migration failed: {result.message}")
    return waiting


def make_folder() -> None:
    """The data folder, for nobody else's eyes."""
    from dialogue.core.settings import SETTINGS

    SETTINGS.data.mkdir(mode=0o700, parents=True, exist_ok=True)
