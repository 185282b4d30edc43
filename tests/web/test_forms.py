"""Forms are read, checked, and given back as they were typed, with a message beside each field."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from litestar import Litestar, Request, post
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Invalid
from dialogue.matters.states import Kind
from web.forms import MISSING, TEXT_BODY, WRONG, Form, form_of, read_form
from web.i18n import choose_language

pytestmark = pytest.mark.unit


class Opinion(BaseModel):
    text: Annotated[str, Field(min_length=10, max_length=20)]
    kind: Kind = Kind.QUESTION
    reasons: list[str] = []
    age: int | None = None
    name: Annotated[str, BeforeValidator(str.strip), Field(min_length=2, max_length=5)] = "Bình"


seen: list[Form[Opinion]] = []


async def take(request: Request[Any, Any, Any]) -> dict[str, Any]:
    form = await read_form(request, Opinion)
    seen.append(form)
    return {"errors": dict(form.wrong), "names": [f.filename for f in form.files["photo"]]}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    handlers = [post("/send")(take), post("/en/send")(take)]
    app = Litestar(handlers, before_request=choose_language)
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    seen.clear()
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
        yield client


async def test_a_right_form_has_data(client: httpx.AsyncClient) -> None:
    sent = {"text": "Hẻm 47 ngập", "kind": "report", "reasons": ["wait", "far"], "stranger": "x"}
    await client.post("/send", data=sent)
    (form,) = seen
    assert form.data == Opinion(text="Hẻm 47 ngập", kind=Kind.REPORT, reasons=["wait", "far"])
    assert (form.lists["reasons"], form.values["reasons"]) == (["wait", "far"], "far")
    assert form.values["stranger"] == ""


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"text": "Quý vị chưa ghi hoặc chưa chọn mục này."}),
        ({"text": ""}, {"text": "Quý vị chưa ghi hoặc chưa chọn mục này."}),
        ({"text": "ngắn"}, {"text": "Nội dung ngắn quá: cần ít nhất 10 chữ cái."}),
        ({"text": "d" * 21}, {"text": "Nội dung dài quá: nhiều nhất 20 chữ cái."}),
        ({"text": "d" * 12, "name": "d" * 6}, {"name": "Nội dung dài quá: nhiều nhất 5 chữ cái."}),
        ({"text": "d" * 12, "name": "d "}, {"name": "Nội dung ngắn quá: cần ít nhất 2 chữ cái."}),
        ({"text": "d" * 12, "name": " "}, {"name": "Quý vị chưa ghi hoặc chưa chọn mục này."}),
        (
            {"text": "d" * 12, "kind": "?", "age": "x"},
            {
                "kind": "Mục đã chọn không còn trong danh sách. Quý vị chọn lại giúp.",
                "age": "Chỗ này cần một số, ví dụ 12.",
            },
        ),
    ],
)
async def test_a_wrong_form_keeps_what_was_typed(
    client: httpx.AsyncClient, sent: dict[str, str], errors: dict[str, str]
) -> None:
    assert (await client.post("/send", data=sent or {"a": "b"})).json()["errors"] == errors
    (form,) = seen
    assert form.data is None
    assert {name: form.values[name] for name in sent} == sent


async def test_messages_speak_the_language_of_the_page(client: httpx.AsyncClient) -> None:
    errors = (await client.post("/en/send", data={"text": "short"})).json()["errors"]
    assert errors == {"text": "Too short: at least 10 characters are needed."}


async def test_files_stand_beside_the_fields(client: httpx.AsyncClient) -> None:
    files = [("photo", ("a.png", b"1")), ("photo", ("b.png", b"2")), ("photo", ("", b""))]
    response = await client.post("/send", data={"text": "Hẻm 47 ngập"}, files=files)
    assert response.json() == {"errors": {}, "names": ["a.png", "b.png"]}


async def test_any_other_body_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/send", json={"text": "Hẻm 47 ngập"})).status_code == 415
    assert (await client.post("/send")).status_code == 415


def test_errors_of_the_database_join_the_others() -> None:
    form = form_of({"text": "Hẻm 47", "reasons": ["wait", "far"], "none": None})
    wrong = form.refuse_all(Invalid("no", text="taken", age="odd"), {"text": "-", "taken": "Trùng"})
    assert wrong.wrong == [("text", "Trùng"), ("age", str(WRONG))]
    assert (wrong.values, wrong.lists["reasons"]) == (form.values, ["wait", "far"])
    assert str(MISSING) != str(WRONG)


async def test_texts_beside_files_are_no_longer_than_those_of_a_form_without(
    client: httpx.AsyncClient,
) -> None:
    sent = {"text": "a" * (TEXT_BODY + 1)}
    reply = await client.post("/send", data=sent, files={"photo": ("a.jpg", b"...")})
    assert reply.status_code == 413
