"""Every page of the demo: its links, its HTML, and how it stands in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.e2e.browser import SEEDING
from tests.e2e.server import Server, until
from tests.e2e.walk import Walk, faults_of, same_titles
from tests.pages import Page
from web.cli.demo import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
WARD = "thach-ban"
# The rules for WCAG 2.2 AA, and axe's own good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
PHONE, DESK = (360, 740), (1280, 800)
TWO = [(PHONE, "light"), (DESK, "dark")]
FOUR = [*TWO, (PHONE, "dark"), (DESK, "light")]
STAFF = [
    "chu-tich",
    "van-phong",
    "dia-chinh",
    "truong-dia-chinh",
    "giam-doc",
    "mot-cua",
    "quan-tri",
]
QUESTION = "Đèn đường ngõ số %s tắt ba tuần nay, bao giờ phường sửa xong?"


@pytest.fixture(scope="module")
def demo(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One copy for all tests here; what they add to it harms none of them."""
    server = Server(tmp_path_factory.mktemp("walked") / "data")
    shutil.copytree(seeded, server.folder)
    try:
        server.parent = server.start(
            "demo", "--port", str(server.port), "--data", str(server.folder)
        )
        until(server.answers, SEEDING)
        yield server
    finally:
        server.clear()


@dataclass
class Visitor:
    """One person's browser: a page is opened once and looked at in several sizes and colours."""

    tab: Any
    url: str
    told: list[str]

    def faults(self, path: str, looks: list[tuple[tuple[int, int], str]]) -> list[str]:
        self.told.clear()
        (width, height), scheme = looks[0]
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.tab.goto(self.url + path, wait_until="load")
        found = [fault for width in (320, 360) for fault in self._sideways(width)]
        for (width, height), scheme in looks:
            self.tab.set_viewport_size({"width": width, "height": height})
            self.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{width} {scheme}: {fault}" for fault in self._axe()]
        return [f"{path}: {fault}" for fault in [*found, *self.told]]

    def faults_of_reply(self, path: str, html: str) -> list[str]:
        """The same for what a form came back with."""
        self.tab.route(
            "**/*",
            lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
            times=1,
        )
        return self.faults(path, TWO)

    def _sideways(self, width: int) -> list[str]:
        self.tab.set_viewport_size({"width": width, "height": 740})
        wide = self.tab.evaluate("document.documentElement.scrollWidth")
        return [f"{wide} px wide at {width}"] if wide > width else []

    def _axe(self) -> list[str]:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.tab, options=AXE).response["violations"]
        return [
            f"{each['id']} {node['html'][:150]} {node.get('failureSummary', '')[:250]}"
            for each in found
            for node in each["nodes"]
        ]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: `apt-get install chromium`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def visitor(chromium: Any, server: Server, cookies: httpx.Cookies | None = None) -> Visitor:
    context = chromium.new_context(locale="vi-VN")
    context.add_cookies(
        [
            {"name": each.name, "value": each.value, "domain": "127.0.0.1", "path": each.path}
            for each in (cookies.jar if cookies else ())
        ]
    )
    told: list[str] = []
    tab = context.new_page()
    tab.on("console", lambda each: told.append(each.text) if each.type == "error" else None)
    tab.on("pageerror", lambda each: told.append(str(each)))
    return Visitor(tab, server.url, told)


def client_of(server: Server) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=30, headers={"origin": server.url})


def sign_in(client: httpx.Client, login: str) -> None:
    reply = client.post(
        "/quan-tri/dang-nhap", data={"account": f"{login}@{WARD}", "password": PASSWORD}
    )
    assert reply.status_code == 303, Page(reply.text).texts(".error, .notice, h1")


def asked(client: httpx.Client, rate: str) -> list[str]:
    """A question is sent and a counter rated: the pages that only whoever did so can open."""
    ask = f"/{WARD}/gop-y"
    ticket = Page(client.get(ask).text).attribute("[name=ticket]", "value")
    question = {"body": QUESTION % token_hex(3), "ticket": ticket, "seen": "1"}
    received = client.post(ask, data=question).headers["location"]
    code = re.search(r"(\d{4} ){3}\d{4}", client.get(received).text)
    assert code
    followed = client.post("/tra-cuu", data={"code": code.group()}).headers["location"]
    ticket = Page(client.get(rate).text).attribute("[name=ticket]", "value")
    thanks = client.post(rate, data={"level": "not", "ticket": ticket}).headers["location"]
    return [rate, received, followed, thanks]


def a_counter(server: Server) -> str:
    rows = json.loads(server.command("counters", "--json").stdout)
    return str(rows[0]["path"])


def found_in(walk: Walk, eyes: Visitor, each: int = 1) -> list[str]:
    """All that is wrong, so that one run tells everything. The plainest pages in four looks."""
    found = walk.faults + same_titles(walk.pages)
    for number, path in enumerate(walk.samples(each)):
        found += eyes.faults(path, FOUR if number < 2 else TWO)
    eyes.tab.context.close()  # or its last page goes on drawing beside the next test's
    return found


@pytest.mark.parametrize("language", ["", "/en"], ids=["vi", "en"])
def test_public_pages(demo: Server, chromium: Any, language: str) -> None:
    with client_of(demo) as client:
        inside = r"/en(/|\?|$)" if language else r"/(?!en(/|\?|$)|quan-tri|api|static|live)"
        walk = Walk(client, re.compile(inside))
        own = [language + path for path in asked(client, a_counter(demo))]
        walk.follow([language or "/", *own])
        assert found_in(walk, visitor(chromium, demo)) == []


def test_a_group_heads_page(demo: Server, chromium: Any) -> None:
    link = json.loads((demo.folder / "demo.json").read_text())["heads"][WARD]
    with client_of(demo) as client:
        eyes = visitor(chromium, demo)
        assert eyes.faults(link, FOUR) == []
        assert client.post(link).status_code == 303
        walk = Walk(client, re.compile(r"(/en)?/to-truong/"))
        walk.follow([link, "/en" + link])
        assert found_in(walk, visitor(chromium, demo, client.cookies)) == []


@pytest.mark.parametrize("login", STAFF)
def test_staff_pages(demo: Server, chromium: Any, login: str) -> None:
    with client_of(demo) as client:
        sign_in(client, login)
        walk = Walk(client, re.compile(r"/quan-tri(/|\?|$)"))
        walk.follow(["/quan-tri/"])
        assert found_in(walk, visitor(chromium, demo, client.cookies)) == []


def test_pages_of_refusal(demo: Server, chromium: Any) -> None:
    """What a wrong address, a wrong code and an empty form come back as."""
    with client_of(demo) as client:
        ask, rate = f"/{WARD}/gop-y", a_counter(demo)
        replies = [
            client.get("/khong-co-trang-nay/o-day"),
            client.get("/en/khong-co-trang-nay/o-day"),
            client.post("/tra-cuu", data={"code": "1234"}),
            client.post(ask, data={"body": "", "contact": "0912"}),
            client.post("/en" + ask, data={"body": "ngắn"}),
            client.post(rate, data={"comment": "Chờ lâu"}),
            client.post("/quan-tri/dang-nhap", data={"account": "ai-do@dau-do", "password": "x"}),
        ]
    assert [reply.status_code for reply in replies] == [404, 404, 404, 422, 422, 422, 422]
    pages = [(urlsplit(str(reply.url)).path, reply.text) for reply in replies]
    found = [f"{path}: {fault}" for path, html in pages for fault in faults_of(path, html)]
    eyes = visitor(chromium, demo)
    for path, html in pages:
        found += eyes.faults_of_reply(path, html)
    assert found == []
