"""The asker takes a question back (/tra-cuu/{key}/rut-lai): a page of its own asks once more."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.errors import Conflict, NotFound
from dialogue.matters.actions.retracting import retract
from dialogue.matters.queries.tracking import TrackingView, tracking
from dialogue.ward import queries as wards
from web.access import PUBLIC
from web.forms import Form, form_of, read_form
from web.i18n import url
from web.passes import read_pass
from web.render import page


class RetractForm(BaseModel):
    reason: Annotated[str, Field(max_length=2000)] = ""


@get("/tra-cuu/{key:str}/rut-lai", opt=PUBLIC)
async def ask_once_more(key: FromPath[str]) -> Template | Redirect:
    """key: the pass. When it is over, the words still wait or are dealt with apart: back."""
    try:
        seen = await tracking(read_pass(key))
    except NotFound:
        return _back(key)
    return _back(key) if seen.separate else await _page(key, seen, form_of({}))


@post("/tra-cuu/{key:str}/rut-lai", opt=PUBLIC)
async def take_back(request: Request[Any, Any, Any], key: FromPath[str]) -> Template | Redirect:
    tracked = read_pass(key)
    form = await read_form(request, RetractForm)
    seen = await tracking(tracked)
    if seen.separate:
        return _back(key)
    if form.data is None:
        return await _page(key, seen, form, 422)
    try:
        await retract(tracked, form.data.reason)
    except Conflict:  # answered meanwhile: the page says what is possible
        return await _page(key, await tracking(tracked), form_of({}), 409)
    return _back(key, "?xong=rut-lai")


def _back(key: str, done: str = "") -> Redirect:
    return Redirect(url(f"/tra-cuu/{key}") + done, status_code=303)


async def _page(key: str, seen: TrackingView, form: Form[Any], status: int = 200) -> Template:
    ward = await wards.ward_by_id(seen.ward)
    shared = seen.askers > 1
    return page(
        "pages/retract.html",
        status=status,
        ward=ward,
        key=key,
        matter=seen,
        form=form,
        shared=shared,
    )


handlers = [ask_once_more, take_back]
