"""kill -9 in the middle of ratings: what was answered is kept, what is sent again counts once."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from surveys.rules import Level
from tests.e2e.server import PATIENCE, Server, until
from tests.pages import Page

pytestmark = pytest.mark.e2e
PHONES, VISITS = 6, 15


class Hall:
    """Phones that rate one counter, and send a form again when no reply came."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answered: list[str] = []
        self.unsure = 0
        self._lock = threading.Lock()

    def visit(self, phone: int) -> None:
        for visit in range(VISITS):
            words = f"Lời {visit} của máy {phone}"
            form = {"level": Level.VERY.value, "comment": words, "ticket": self._ticket()}
            thanks = self._sent(form)
            with self._lock:
                self.answered.append(thanks)

    def _ticket(self) -> str:
        return Page(self._again("GET", None).text).attribute("[name=ticket]", "value")

    def _sent(self, form: dict[str, str]) -> str:
        reply = self._again("POST", form)
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    def _again(self, method: str, form: dict[str, str] | None) -> httpx.Response:
        until_then = time.monotonic() + PATIENCE * 2
        while True:
            try:
                return httpx.request(method, self.url, data=form, timeout=PATIENCE)
            except httpx.TransportError:
                with self._lock:
                    self.unsure += 1
                assert time.monotonic() < until_then
                time.sleep(0.05)


def count(server: Server, table: str) -> int:
    with closing(sqlite3.connect(server.folder / "langnghe.sqlite")) as raw:
        return int(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


@pytest.fixture
def hasty(stopped: Server) -> Server:
    """Words enter the register as soon as a job can do it: so one is killed in the middle."""
    stopped.env["LANGNGHE_MIXING_MINUTES"] = "0"
    return stopped


def test_no_answered_rating_is_lost_and_none_counts_twice(
    hasty: Server, server: Server, counter_path: str
) -> None:
    hall = Hall(server.url + counter_path)
    with ThreadPoolExecutor(PHONES) as phones:
        visits = [phones.submit(hall.visit, phone) for phone in range(PHONES)]
        until(lambda: len(hall.answered) >= PHONES * VISITS // 3)
        server.kill_all()
        before = len(hall.answered)
        assert before < PHONES * VISITS
        assert count(server, "rating") >= before
        server.serve()
        for visit in visits:
            visit.result(PATIENCE * 2)
    assert hall.unsure > 0
    assert len(set(hall.answered)) == PHONES * VISITS
    assert count(server, "rating") == PHONES * VISITS
    until(lambda: count(server, "waiting_words") == 0)
    with closing(sqlite3.connect(server.folder / "langnghe.sqlite")) as raw:
        bodies = [body for (body,) in raw.execute("SELECT body FROM matter")]
    assert len(bodies) == len(set(bodies)) == PHONES * VISITS
