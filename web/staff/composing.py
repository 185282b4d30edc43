"""More words for a draft: a template filled from the catalogue, or an answer given before.

They come below what was typed, never in its place, and nothing is saved by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template as Reply

from dialogue.core.clock import local_day
from dialogue.matters import templates
from dialogue.matters.actions.looking import find, look
from dialogue.matters.queries import board
from dialogue.matters.queries.matters import MatterView
from dialogue.matters.states import Step
from dialogue.matters.templates import About
from dialogue.ward.cards import ProcedureCard
from dialogue.ward.rules import Actor
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.staff.again import meanwhile
from web.staff.filling import known, offered
from web.staff.forms import InsertForm
from web.staff.matters import left_open, matter_page
from web.staff.places import READERS
from web.staff.steps import BY_PATH

NO_TEMPLATE = _("Ông bà chọn một mẫu.")
NO_PROCEDURE = _("Mẫu này cần tên thủ tục. Ông bà chọn một thủ tục.")
NO_ANSWER = _("Câu trả lời ấy không còn trên bảng công khai.")


@post("/van-de/{matter:int}/chen", opt=staff(*READERS))
async def insert(request: Request[Actor, Any, Any], matter: FromPath[int]) -> Reply:
    await find(request.user, matter)  # before a word of the form is read
    form = await read_form(request, InsertForm)
    view = await look(request.user, matter)
    if Step.SAVE_DRAFT not in view.steps:
        what = await meanwhile(request.user.ward, matter)
        return await matter_page(request, view, 409, (DRAFT, form), what)
    if form.data is None:
        return await matter_page(request, view, 422, (DRAFT, form))
    try:
        values = await _with_more(view, form, form.data)
    except Wrong as wrong:
        refused = form.refuse(**wrong.errors)
        return await matter_page(request, view, 422, (DRAFT, refused))
    others = await left_open(request, matter, DRAFT)
    return await matter_page(request, view, others=others | {"draft": form_of(values)}, done="chen")


DRAFT = BY_PATH["ban-nhap"]
handlers = [insert]


class Wrong(Exception):
    """errors: field → message."""

    def __init__(self, **errors: object) -> None:
        super().__init__()
        self.errors = errors


async def _with_more(
    view: MatterView, form: Form[InsertForm], data: InsertForm
) -> Mapping[str, object]:
    """The draft's form with the words asked for. Raises Wrong."""
    values: dict[str, object] = {**form.values, "draft_sources": data.draft_sources}
    if data.insert_number is not None:
        more = await _earlier(view.ward, data.insert_number)
        values["draft_sources"] = sorted({*data.draft_sources, data.insert_number})
    else:
        more = await _template(view, data)
    return values | {"draft_text": templates.after(form.values["draft_text"], more)}


async def _earlier(ward: int, number: int) -> str:
    """What stands on the board, with the line that says whence it is."""
    standing = await board.standing(ward, [number])
    if not standing:
        raise Wrong(draft_text=NO_ANSWER)
    found = await board.answer(ward, number)
    day = f"{local_day(standing[0].answered_at):%d/%m/%Y}"
    return f"{found.answer}\n\n{templates.reference(number, day)}"


async def _template(view: MatterView, data: InsertForm) -> str:
    wanted = {each.key: each for each in templates.templates()}.get(data.insert_template)
    if wanted is None:
        raise Wrong(insert_template=NO_TEMPLATE)
    chosen = await _procedure(view, data.insert_procedure)
    if chosen is None and wanted.about is About.PROCEDURE:
        raise Wrong(insert_procedure=NO_PROCEDURE)
    return templates.filled(wanted, await known(view, chosen))


async def _procedure(view: MatterView, wanted: int | None) -> ProcedureCard | None:
    return next((each for each in await offered(view) if each.id == wanted), None)
