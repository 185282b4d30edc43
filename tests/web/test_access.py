"""Who may enter where: each route has a rule, and the guard obeys it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Router, get

from dialogue.ward.machines.rules import Scope
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.conftest import SITE
from tests.pages import Page
from web.access import PUBLIC, guard, may_enter, route_table, staff
from web.app import make_app
from web.sessions import StaffMiddleware, session_cookie
from web.sign_in import safe_next, sign_in_address

RULE = re.compile(
    rf"public|group|token:({'|'.join(Scope)})"
    rf"|staff:(any|({'|'.join(Role)})(,({'|'.join(Role)}))*)".replace("-", r"\-")
)


def person(*roles: Role) -> Actor:
    return Actor(1, 1, "Bà Sáu", "", None, frozenset(roles))


@pytest.mark.unit
def test_every_route_says_who_may_enter() -> None:
    rows = route_table(make_app())
    assert rows
    assert [row for row in rows if not RULE.fullmatch(row.who)] == []


@pytest.mark.unit
def test_only_the_staff_area_asks_for_a_session() -> None:
    inside = {
        row.path.startswith("/quan-tri")
        for row in route_table(make_app())
        if row.who.startswith("staff:")
    }
    assert inside <= {True}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("who", "roles", "may"),
    [
        ("public", None, True),
        ("group", None, True),
        ("", [Role.CHAIRMAN], False),
        ("staff:any", None, False),
        ("staff:any", [], True),
        ("staff:chairman,deputy", [Role.DEPUTY, Role.OFFICER], True),
        ("staff:chairman,deputy", [Role.OFFICER], False),
        ("staff:chairman", None, False),
        ("token:slips:write", [Role.CHAIRMAN], False),
    ],
)
def test_the_rule(who: str, roles: list[Role] | None, may: bool) -> None:
    assert may_enter(who, None if roles is None else person(*roles)) is may


@get("/open", opt=PUBLIC)
async def open_page() -> str:
    return "open"


@get("/all", opt=staff())
async def for_all() -> str:
    return "all"


@get("/ruleless")
async def ruleless() -> str:
    return "nobody"


@pytest.fixture
async def client(fresh_database: None) -> AsyncIterator[httpx.AsyncClient]:
    app = make_app()
    app.register(
        Router(
            "/quan-tri/thu",
            route_handlers=[open_page, for_all, ruleless],
            middleware=[StaffMiddleware()],
            guards=[guard],
        )
    )
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield client


async def test_without_a_session_one_is_led_to_sign_in_and_back(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/quan-tri/thu/all")
    assert response.status_code == 303
    assert response.headers["location"] == "/quan-tri/dang-nhap?tiep=/quan-tri/thu/all"
    assert (await client.get("/quan-tri/thu/open")).text == "open"


async def test_a_forged_cookie_is_nobody(client: httpx.AsyncClient) -> None:
    client.cookies.set("langnghe-can-bo", "0" * 43)
    assert (await client.get("/quan-tri/thu/all")).status_code == 303
    assert (await client.get("/quan-tri/thu/ruleless")).status_code == 303


@pytest.mark.unit
def test_the_cookie_stays_in_the_staff_area() -> None:
    cookie = session_cookie("t", 60)
    assert (cookie.path, cookie.httponly, cookie.samesite) == ("/quan-tri", True, "lax")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/quan-tri/viec/3", "/quan-tri/viec/3"),
        ("https://evil.example/", "/quan-tri"),
        ("//evil.example", "/quan-tri"),
        ("/quan-tri//evil.example", "/quan-tri"),
        ("/quan-tri/\\evil.example", "/quan-tri"),
        ("", "/quan-tri"),
    ],
)
def test_sign_in_leads_nowhere_else(asked: str, led: str) -> None:
    assert safe_next(asked) == led
    assert sign_in_address("/quan-tri/a b").endswith("?tiep=/quan-tri/a%20b")


async def test_an_error_page_is_public(client: httpx.AsyncClient) -> None:
    response = await client.get("/quan-tri/none")
    assert (response.status_code, Page(response.text).texts("h1")) == (
        404,
        ["Không tìm thấy trang này"],
    )
