"""Paper slips from a spreadsheet: every mistake with its row and column, a look, then once."""

from __future__ import annotations

from typing import Any

import anyio
from litestar import Request, Response, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.codes import public_id
from dialogue.core.errors import Invalid
from dialogue.core.keys import keys
from dialogue.core.sheets import MOST_BYTES, read_sheet
from dialogue.ward.rules import Actor
from surveys.paper import actions
from surveys.paper.actions import NewStack
from surveys.paper.queries import amount
from surveys.paper.questions import levels, reasons
from surveys.paper.rows import COLUMNS, HEADING_WITHIN, Fault, read_rows
from surveys.paper.rules import MOST_ROWS
from surveys.paper.states import Source, StackState
from surveys.queries.counters import CounterCard, counters
from web.batches import REFUSED, csv_file
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.render import staff_page
from web.staff.paper import PATH, TYPISTS, open_counter
from web.staff.paper_words import WORDS
from web.staff.parts import FIELD, onward

BODY = 4 * 1024 * 1024  # bytes of the form that carries the file
FAULT = {
    "level": _("“%(cell)s” không phải 1, 2, 3 hay tên một mức"),
    "reason": _("“%(cell)s” có lý do không có trong phiếu"),
    "no-reasons": _("mức 1 và 2 không kèm lý do"),
    "too-many": _("“%(cell)s”: nhiều nhất ba lý do"),
    "field": _("“%(cell)s” không phải lĩnh vực của quầy này"),
    "extra": _("“%(cell)s” nằm ngoài các cột có tên"),
}
PLACE = _("Dòng %(line)s, cột %(column)s: %(what)s")
LINE = _("Dòng %(line)s: %(what)s")
OTHERS = {
    "too-many-rows": _("Bảng dài hơn %(most)s phiếu. Chưa phiếu nào được ghi. Ông bà tách tệp."),
    "unknown-column": _(
        "Cột “%(column)s” không có trong mẫu (Mức, Lý do, Lĩnh vực). Chưa phiếu nào được ghi."
    ),
}


class FileForm(BaseModel):
    counter: str = ""


@get("/phieu-giay/bang-tinh", opt=TYPISTS)
async def show_import(request: Request[Actor, Any, Any]) -> Template:
    return await _page(request, form_of({}))


@post("/phieu-giay/bang-tinh", opt=TYPISTS, request_max_body_size=BODY)
async def bring_in(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, FileForm)
    if form.data is None or not form.data.counter:
        return await _page(request, form.refuse(counter=FIELD["missing"]), status=422)
    card = await open_counter(request.user.ward, form.data.counter)
    try:
        new, faults = await _read(form, card)
        if faults:
            return await _page(request, form, faults, 422)
        made = await actions.bring_in(request.user, new)
    except Invalid as error:
        if "file" not in error.errors:
            return await _page(request, form.refuse(file=WORDS[error.errors["slips"]]), status=422)
        refused = form.refuse(file=await _refusal(request.user.ward, error))
        return await _page(request, refused, status=422)
    again = made.public_id != new.key or made.state is not StackState.READY
    return onward(f"{PATH}/{made.public_id}", "da-co" if again else "")


@get("/phieu-giay/mau.csv", opt=TYPISTS)
async def template() -> Response[bytes]:
    rows = [("1", "", ""), ("3", "1;4", "")]
    return csv_file("mau-phieu-giay.csv", list(COLUMNS.values()), rows)


async def _read(form: Form[Any], card: CounterCard) -> tuple[NewStack, list[Fault]]:
    """Raises Invalid(file=…)."""
    if not form.files["file"]:
        raise Invalid("no file", file="missing")
    file = form.files["file"][0]
    data = await file.read(MOST_BYTES + 1)
    most = await amount(card.ward, MOST_ROWS)
    sheet = await anyio.to_thread.run_sync(read_sheet, data, most + HEADING_WITHIN)
    fields = {each.code: each.short for each in card.fields}
    short = {code: str(words) for code, words in REASONS.items()}
    slips, faults = read_rows(sheet, fields, most, short)
    digest = keys().fixed("texts", f"paper {card.id} {data.hex()}")
    new = NewStack(public_id(), card, Source.FILE, file.filename[-120:], slips, digest=digest)
    return new, faults


async def _refusal(ward: int, error: Invalid) -> str:
    key = error.errors["file"]
    said = {name: error.errors.get(name, "–") for name in ("line", "column", "meant", "separator")}
    words = OTHERS.get(key) or REFUSED.get(key) or WORDS.get(key) or REFUSED["not-a-table"]
    if key == "too-many-rows":
        said["most"] = str(await amount(ward, MOST_ROWS))
    return str(words) % said


def _told(fault: Fault) -> str:
    what = str(FAULT[fault.key]) % {"cell": fault.cell}
    words = PLACE if fault.column else LINE
    return str(words) % {"line": fault.number, "column": fault.column, "what": what}


async def _page(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    faults: list[Fault] | None = None,
    status: int = 200,
) -> Template:
    return await staff_page(
        request,
        "staff/paper_import.html",
        page="paper",
        status=status,
        form=form,
        faults=[_told(each) for each in faults or ()],
        counters=[(each.code, each.title) for each in await counters(request.user.ward)],
        columns=list(COLUMNS.values()),
        levels=[(each.key, each.vi) for each in levels()],
        reasons=[(each.key, each.vi) for each in reasons()],
    )


handlers = [show_import, bring_in, template]
