"""PostgreSQL started anew: whoever comes next does not pay for the connections that died."""

from __future__ import annotations

import asyncio
from threading import Thread

import asyncpg
import pytest

from dialogue.core.database import DB
from dialogue.core.server import ServerEngine
from dialogue.core.tables import UsedTicket

pytestmark = pytest.mark.integration
END_ALL = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def terminate_all(engine: ServerEngine) -> None:
    """In another thread, while our loop stands still: the pool has not seen it."""

    async def terminate() -> None:
        connection = await asyncpg.connect(**engine.config)
        await connection.execute(END_ALL)
        await connection.close()

    thread = Thread(target=lambda: asyncio.run(terminate()))
    thread.start()
    thread.join()


async def test_a_transaction_begins_although_its_connection_died_in_the_pool(db: None) -> None:
    if not isinstance(DB, ServerEngine):
        pytest.skip("SQLite has no connections to lose")
    async with DB.transaction():
        assert await UsedTicket.count() == 0
    terminate_all(DB)
    async with DB.transaction():
        assert await UsedTicket.count() == 0
