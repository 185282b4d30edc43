"""The hall's laptop as a process: console here, phones by plain HTTP, and a power cut."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from dialogue.core.database import database
from tests.meetings.hall_build import hall, phone_id
from tests.meetings.test_hall_mode import ROOT, Trip, lent
from tests.pages import Page
from web.cli.hall_laptop import own_address

pytestmark = pytest.mark.integration
SERVE = (sys.executable, "-m", "web.cli", "hall", "serve")
QUESTION = "Bao giờ phường nạo vét cống ở ngõ 30?"
# The laptop's address on the network; without one, an own address that nobody types.
ADDRESS = own_address() if own_address() != "127.0.0.1" else "127.0.0.2"
PATIENCE = 60.0  # seconds, on a busy machine


@dataclass
class Laptop:
    trip: Trip
    port: int
    process: subprocess.Popen[str] | None = field(default=None)

    def start(self, *more: str) -> str:
        """Until it is ready. What it says by then."""
        mine = {k: v for k, v in os.environ.items() if not k.startswith("LANGNGHE_")}
        folder = str(self.trip.file.with_name("laptop"))
        where = ("--port", str(self.port), "--address", ADDRESS)
        self.process = subprocess.Popen(  # noqa: S603
            [*SERVE, str(self.trip.file), "--data", folder, *where, *more],
            cwd=ROOT,
            env=mine | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        said, until = "", time.monotonic() + PATIENCE
        while "Dừng: Ctrl-C" not in said and time.monotonic() < until:
            line = self.process.stdout.readline()
            assert line or self.process.poll() is None, said
            said += line
        return said

    def cut_power(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def here(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def wifi(self, path: str) -> str:
        return f"http://{ADDRESS}:{self.port}{path}"


@contextmanager
def laptop_of(trip: Trip) -> Iterator[Laptop]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    laptop = Laptop(trip, port)
    try:
        yield laptop
    finally:
        if laptop.process is not None and laptop.process.poll() is None:
            laptop.cut_power()


def ask(laptop: Laptop, code: str, words: str) -> httpx.Response:
    form = {"words": words, "phone": phone_id(1), "operation": "operation-phone-1"}
    return httpx.post(laptop.wifi(f"/h/{code}/hoi"), data=form, timeout=PATIENCE)


async def _lent(folder: Path) -> Trip:
    async with database():
        return await lent(await hall(), folder)


def test_a_hall_on_one_laptop_outlives_a_power_cut(fresh_database: None, tmp_path: Path) -> None:
    trip = asyncio.run(_lent(tmp_path))
    place = trip.place
    desk = f"/quan-tri/doi-thoai/{place.number}/dieu-khien"
    with laptop_of(trip) as laptop:
        said = laptop.start("--code", trip.code)
        assert laptop.wifi(f"/h/{place.code}") in said

        console = httpx.get(laptop.here("/"), follow_redirects=True, timeout=PATIENCE)
        assert console.url.path == desk
        assert httpx.post(laptop.here(f"{desk}/mo"), timeout=PATIENCE).status_code == 303

        phone = httpx.get(laptop.wifi("/"), follow_redirects=True, timeout=PATIENCE)
        assert phone.url.path == f"/h/{place.code}"
        assert "set-cookie" not in phone.headers
        sent = ask(laptop, place.code, QUESTION)
        assert sent.status_code == 303
        receipt = httpx.get(laptop.wifi(sent.headers["location"]), timeout=PATIENCE)
        assert "khi có Internet, nhập mã ở trang Tra cứu của phường" in receipt.text
        assert "/tra-cuu" not in receipt.text  # the laptop has no such page

        laptop.cut_power()
        laptop.start()
        moderation = httpx.get(laptop.here(f"{desk}/duyet"), timeout=PATIENCE)
        assert QUESTION in Page(moderation.text).texts("main")[0]
        assert ask(laptop, place.code, QUESTION).headers["location"].endswith("operation-phone-1")

        for path in (
            "/thach-ban/hoi-dap",
            "/quan-tri/tai-khoan",
            f"/quan-tri/doi-thoai/{place.number}",
        ):
            assert httpx.get(laptop.here(path), timeout=PATIENCE).status_code == 404


def test_nobody_else_on_the_wifi_gets_the_console_but_by_a_code(
    fresh_database: None, tmp_path: Path
) -> None:
    trip = asyncio.run(_lent(tmp_path))
    place = trip.place
    desk = f"/quan-tri/doi-thoai/{place.number}/dieu-khien"
    with laptop_of(trip) as laptop, httpx.Client(timeout=PATIENCE) as other:
        laptop.start("--code", trip.code)
        door = laptop.wifi("/quan-tri/dang-nhap")
        assert other.get(laptop.wifi(desk)).headers["location"].startswith("/quan-tri/dang-nhap")
        renamed = httpx.get(laptop.here(desk), headers={"host": "hoi-truong.example"})
        assert renamed.status_code == 303

        def new_code() -> str:
            made = httpx.post(
                laptop.here("/quan-tri/ghep-may"), data={"staff": place.chairman.staff}
            )
            found = re.search(r"\d{4} \d{4}", made.text)
            assert found is not None
            return found[0]

        code = new_code()
        for _ in range(5):
            assert other.post(door, data={"code": "1"}).status_code == 422
        assert other.post(door, data={"code": code}).status_code == 422
        assert other.post(door, data={"code": new_code()}).status_code == 303
        chosen = other.get(laptop.wifi(f"/quan-tri/doi-thoai/{place.number}/chon"))
        assert chosen.status_code == 200
        assert httpx.post(door, data={"code": code}).status_code == 422
