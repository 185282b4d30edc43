"""A database of its own that holds the demo."""

from __future__ import annotations

import asyncio
from shutil import copyfile

import pytest

from dialogue.core.database import DB, database
from dialogue.core.local import LocalEngine
from dialogue.core.memo import forget
from tests.conftest import FOLDER, SERVER
from web import demo


def seed(config: pytest.Config, password: str) -> None:
    """From here on it is the database that is asked. password: of every account."""
    if isinstance(DB, LocalEngine):
        DB.path = str(FOLDER / "demo.sqlite")
        copyfile(FOLDER / "template.sqlite", DB.path)
    else:
        server = config.stash[SERVER]
        server.psql("CREATE DATABASE demo_langnghe TEMPLATE template_langnghe")
        DB.config = {"dsn": server.get_uri("demo_langnghe")}
    forget()
    asyncio.run(_seed(password))


async def _seed(password: str) -> None:
    async with database():
        await demo.seed(password)
