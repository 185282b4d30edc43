"""A server for a test, and one with a ward in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from tests.e2e.browser import chromium, demo, meet, seeded  # noqa: F401  fixtures
from tests.e2e.server import Server

WARD = ["ward", "add", "ben-lua", "--name", "Bến Lúa"]


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Server]:
    """Its folder is not there yet."""
    if not isinstance(DB, LocalEngine):
        pytest.skip("SQLite has the sole writer")
    server = Server(tmp_path / "data")
    try:
        yield server
    finally:
        server.clear()


@pytest.fixture
def server(stopped: Server) -> Server:
    """Serving one ward, ben-lua."""
    done = stopped.command(*WARD)
    assert done.returncode == 0, done.stderr
    stopped.serve()
    return stopped


@pytest.fixture
def counter_path(server: Server) -> str:
    (row,) = json.loads(server.command("counters", "--json").stdout)
    return str(row["path"])
