"""Errors speak to a person: what happened, what was kept, what to do. No traces."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from litestar import Request, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field

from dialogue.core.errors import (
    Conflict,
    DialogueError,
    FileTooLarge,
    Forbidden,
    Invalid,
    NotFound,
    TooManyTries,
    Unavailable,
)
from tests.conftest import SITE
from tests.matters.builders import scene
from tests.pages import Page
from web.access import PUBLIC
from web.app import make_app
from web.errors import STATUS
from web.forms import read_form

FAULTS: dict[str, Exception] = {
    "not-found": NotFound("no such row"),
    "forbidden": Forbidden("xq forbidden"),
    "conflict": Conflict("xq changed"),
    "too-many-tries": TooManyTries("xq slow", 90),
    "file-too-large": FileTooLarge("xq big", 11, 10),
    "invalid": Invalid("xq wrong"),
    "unavailable": Unavailable("xq stopped"),
    "fault": ZeroDivisionError("secret detail"),
}


class Note(BaseModel):
    text: Annotated[str, Field(max_length=2000)]


@get("/fault/{name:str}", opt=PUBLIC)
async def fault(name: FromPath[str]) -> None:
    raise FAULTS[name]


@post("/fault/note", opt=PUBLIC, include_in_schema=False)
async def note(request: Request[Any, Any, Any]) -> None:
    await read_form(request, Note)
    raise Conflict("somebody else was quicker")


@pytest.fixture
async def faulty(fresh_database: None) -> AsyncIterator[httpx.AsyncClient]:
    """The application with routes that fail."""
    app = make_app()
    for path in ("", "/en", "/api"):
        way = get(f"{path}/fault/{{name:str}}", opt=PUBLIC, include_in_schema=False)
        app.register(way(fault.fn))
    app.register(note)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield client


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(("start", "language"), [("", "vi"), ("/en", "en")])
async def test_a_page_says_what_happened_in_the_language_of_its_address(
    faulty: httpx.AsyncClient, name: str, start: str, language: str
) -> None:
    response = await faulty.get(f"{start}/fault/{name}")
    page = Page(response.text)
    assert response.status_code == STATUS.get(type(FAULTS[name]), 500)
    assert page.attribute("html", "lang") == language
    assert len(page.texts("h1")) == 1
    assert len(page.texts("main li")) >= 1
    assert str(FAULTS[name]) not in response.text
    assert "Traceback" not in response.text
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("name", FAULTS)
async def test_programs_get_a_problem(faulty: httpx.AsyncClient, name: str) -> None:
    response = await faulty.get(f"/api/fault/{name}")
    body = response.json()
    assert response.headers["content-type"].startswith("application/problem+json")
    assert body["status"] == response.status_code == STATUS.get(type(FAULTS[name]), 500)
    assert "secret detail" not in response.text
    if isinstance(FAULTS[name], DialogueError):
        assert (await faulty.get(body["type"])).json()["code"] == name


async def test_a_wait_is_told(faulty: httpx.AsyncClient) -> None:
    assert (await faulty.get("/fault/too-many-tries")).headers["retry-after"] == "90"
    assert (await faulty.get("/fault/unavailable")).headers["retry-after"] == "30"


async def test_what_was_typed_is_given_back_when_the_action_fails(
    faulty: httpx.AsyncClient,
) -> None:
    words = "Hẻm 47 ngập sau mưa <b>"
    response = await faulty.post("/fault/note", data={"text": words})
    assert response.status_code == 409
    assert Page(response.text).texts("blockquote") == [words]


async def test_unknown_addresses_and_methods(faulty: httpx.AsyncClient) -> None:
    missing = await faulty.get("/fault/none/of/these")
    assert (missing.status_code, Page(missing.text).texts("h1")) == (
        404,
        ["Không tìm thấy trang này"],
    )
    wrong = await faulty.post("/healthz")
    assert (wrong.status_code, Page(wrong.text).texts("h1")) == (
        405,
        ["Trang này không nhận cách gửi đó"],
    )


async def test_a_body_too_large_is_refused_unread(faulty: httpx.AsyncClient) -> None:
    asked = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal asked
        for _ in range(64):
            asked += 1
            yield b"text=" + b"x" * 65_536

    headers = {"content-type": "application/x-www-form-urlencoded"}
    told = await faulty.post(
        "/fault/note", content=b"", headers=headers | {"content-length": "9000000"}
    )
    assert told.status_code == 413
    untold = await faulty.post("/fault/note", content=body(), headers=headers)
    assert untold.status_code == 413
    assert Page(untold.text).texts("h1") == ["Nội dung gửi lên lớn quá"]


async def test_only_forms_are_read(faulty: httpx.AsyncClient) -> None:
    response = await faulty.post("/fault/note", json={"text": "a b"})
    assert response.status_code == 415


SEARCH = "form[role=search]"


@pytest.mark.integration
@pytest.mark.parametrize("path", ["hoi-dap/999", "hoi-dap/khong-co", "khong-co", "cam-ket/999"])
async def test_below_a_ward_its_head_and_its_search_stay(
    client: httpx.AsyncClient, path: str
) -> None:
    await scene()
    missing = await client.get(f"/thach-ban/{path}")
    assert missing.status_code == 404
    page = Page(missing.text)
    assert page.attribute("a.brand", "href") == "/thach-ban"
    assert page.attribute(SEARCH, "action") == "/thach-ban/hoi-dap"
    english = Page((await client.get(f"/en/thach-ban/{path}")).text)
    assert english.attribute(SEARCH, "action") == "/en/thach-ban/hoi-dap"


@pytest.mark.integration
@pytest.mark.parametrize("path", ["/phuong-nao-do/hoi-dap/9", "/phuong-nao-do", "/khong/co"])
async def test_elsewhere_there_is_no_ward_to_search(client: httpx.AsyncClient, path: str) -> None:
    missing = await client.get(path)
    assert missing.status_code == 404
    assert Page(missing.text).attribute("a.brand", "href") == "/"
    assert Page(missing.text).texts(SEARCH) == []


@pytest.mark.integration
@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/quan-tri/van-de/145/che-thong-tin", "/quan-tri/van-de/145"),
        ("/quan-tri/thong-bao/12/doc", "/quan-tri/thong-bao"),
        ("/quan-tri/dang-xuat", "/quan-tri/"),
    ],
)
async def test_a_form_opened_as_a_page_leads_to_the_page_it_belongs_to(
    client: httpx.AsyncClient, form: str, page: str
) -> None:
    reply = await client.get(form)
    assert (reply.status_code, reply.headers["location"]) == (303, page)
    assert (await client.put(form)).status_code in {403, 405}


async def test_a_client_that_hangs_up_is_one_quiet_line(
    faulty: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    app = faulty._transport.app  # type: ignore[attr-defined]
    parts = iter(
        [
            {"type": "http.request", "body": b"text=H", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def leaves() -> Any:
        return next(parts)

    async def nobody(_message: Any) -> None:
        pass

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/fault/note",
        "query_string": b"",
        "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
    }
    with caplog.at_level(logging.DEBUG, "web"):
        await app(scope, leaves, nobody)
    lines = [each for each in caplog.records if each.name == "web"]
    assert [(each.levelname, each.exc_info) for each in lines] == [("DEBUG", None)]
