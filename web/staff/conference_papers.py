"""The documents of a conference, for staff: drafts with what they lack, in every form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.documents import BLANK
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions.numbering import number_paper
from meetings.conferences.documents.common import Kind, Paper
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.letters import letters
from meetings.conferences.queries.numbers import numbered
from meetings.conferences.queries.records import public_record, record
from meetings.conferences.record import Heard, Record
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import Outcome
from web.conference_papers import NAMES, Asked, paper, read_name, reply
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.staff.conference_parts import PATH, PREPARE, READ, conference_page, told
from web.staff.parts import finished, onward

DONE = {"so": _("Đã ghi số và ngày. Bản tải về từ nay mang số này.")}
NUMBER = _("Chỉ ghi số, ví dụ 39. Ký hiệu đã có sẵn.")
WHOLE = tuple(kind for kind in Kind if kind is not Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the list. lacks: the sentences that somebody has to fill in."""

    kind: Kind
    name: object
    lacks: tuple[str, ...]
    notes: tuple[str, ...]
    spreadsheet: bool


async def record_for(actor: Actor, number: int) -> Record:
    """With the names of who asked for those who prepare it; masked for others. Raises NotFound."""
    if may_prepare(actor):
        return await record(actor.ward, number)
    return await public_record(await conference(actor.ward, number))


@get("/doi-thoai/{conference:int}/van-ban", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, conference, form_of({}))


async def _page(
    request: Request[Actor, Any, Any], conference: int, form: Form[Any], status: int = 200
) -> Template:
    known = await record_for(request.user, conference)
    lines = [
        _line(kind, await paper(request.user, known, Asked(kind, 0, "html"))) for kind in WHOLE
    ]
    return await conference_page(
        request,
        "staff/conference_papers.html",
        known.card,
        "van-ban",
        status=status,
        form=form,
        issued=await numbered(known.card),
        kinds=[(kind.value, NAMES[kind]) for kind in WHOLE],
        done=finished(request, DONE),
        lines=lines,
        letters=await letters(known.card) if may_prepare(request.user) else (),
        answers=[each for each in known.leads if _needs_letter(each)],
        blank=BLANK,
    )


def _line(kind: Kind, found: Paper) -> Line:
    return Line(kind, NAMES[kind], found.lacks, found.notes, kind is Kind.TABLE)


def _needs_letter(each: Heard) -> bool:
    return each.outcome is Outcome.WRITTEN and not each.withheld


@get("/doi-thoai/{conference:int}/van-ban/{name:str}", opt=READ)
async def send_paper(
    request: Request[Actor, Any, Any], conference: FromPath[int], name: FromPath[str]
) -> Response[bytes] | Template:
    asked = read_name(name)
    known = await record_for(request.user, conference)
    found = await paper(request.user, known, asked)
    return await reply(known, found, asked, public=False)


class NumberForm(BaseModel):
    kind: Kind
    number: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=12)]
    day: Day


@post("/doi-thoai/{conference:int}/van-ban", opt=PREPARE)
async def take_number(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, NumberForm)
    if form.data is None:
        return await _page(request, conference, form, 422)
    data = form.data
    try:
        await number_paper(request.user, conference, data.kind, 0, data.number, data.day)
    except (Invalid, Conflict) as error:
        status, shown = told(form, error)
        if isinstance(error, Invalid) and error.errors.get("number") == "wrong":
            shown = form.refuse(number=NUMBER)
        return await _page(request, conference, shown, status)
    return onward(f"{PATH}/{conference}/van-ban", "so")


handlers = [show, send_paper, take_number]
