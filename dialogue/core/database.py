"""The one engine of the process. Tables bind to it: `class Ward(Table, db=DB)`.

LANGNGHE_DATABASE_URL: sqlite:///path (default) or postgresql://…
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from dialogue.core.local import LocalEngine
from dialogue.core.server import ServerEngine
from dialogue.core.settings import SETTINGS

Engine = LocalEngine | ServerEngine
SQLITE = "sqlite:///"
MAX_BIND_ARGS = 32_000  # PostgreSQL allows 32,767 in one statement; SQLite as built

# The disk is full, the database away or being started anew: it passes, nothing was written.
STORE_FAILS = (
    sqlite3.OperationalError,
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.InterfaceError,
    ConnectionRefusedError,
)


def make_engine(url: str) -> Engine:
    if url.startswith(SQLITE):
        return LocalEngine(url.removeprefix(SQLITE))
    # Without extensions=(): each start would try CREATE EXTENSION "uuid-ossp".
    return ServerEngine(config={"dsn": url}, extensions=())


DB = make_engine(SETTINGS.url)


@asynccontextmanager
async def database() -> AsyncIterator[None]:
    """Connections for the life of the server. Open it inside the running loop."""
    await DB.start_connection_pool()
    try:
        yield
    finally:
        await DB.close_connection_pool()
