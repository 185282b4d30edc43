"""The hall's opinions one by one: their words, their answer, what becomes of them, the screen."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward.rules import Actor
from meetings.conferences.actions import capturing, settling
from meetings.conferences.actions.capturing import ANSWER_MOST, WHO_MOST
from meetings.conferences.actions.settling import RECEIVER_MOST, Settlement
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.floor import OpinionCard, opinions
from meetings.conferences.queries.floor import opinion as the_opinion
from meetings.conferences.states import Outcome
from web.days import Day
from web.forms import Form, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.staff.conference_parts import PREPARE, card_of
from web.staff.hall_console import refused
from web.staff.hall_parts import (
    SETTLED,
    OpinionForm,
    back,
    choices,
    draft_of,
    filled,
    hall_page,
)

MEANWHILE = _(
    "Chưa lưu: người khác vừa sửa ý kiến này. Bản của ông bà ở trong ô, bản đang lưu ở trên; "
    "ông bà xem cả hai rồi bấm lưu lần nữa."
)


class Outcomes(BaseModel):
    """Beside the outcome: what it needs."""

    due: Annotated[Day | None, BeforeValidator(lambda typed: typed or None)] = None
    officer: Id | None = None
    receiver: Annotated[str, Field(max_length=RECEIVER_MOST)] = ""


class SettleForm(Outcomes):
    outcome: Outcome
    version: Id
    answer: Annotated[str, Field(max_length=ANSWER_MOST)] = ""
    answered_by: Annotated[str, Field(max_length=WHO_MOST)] = ""
    unit: Id | None = None

    def how(self) -> Settlement:
        return Settlement(**self.model_dump(exclude={"version"}))


class WholeForm(OpinionForm, Outcomes):
    """One form for both, so that nothing typed in one is lost by saving the other."""

    outcome: Outcome | None = None

    def how(self, one: OpinionCard) -> Settlement | None:
        """None: nothing to settle. An answered one that stays so was mended, not settled anew."""
        answered = self.outcome is Outcome.ANSWERED is one.outcome
        if self.outcome is None or answered or not one.may_be_settled:
            return None
        return Settlement(
            self.outcome,
            self.answer,
            self.answered_by,
            self.due,
            self.unit,
            self.officer,
            self.receiver,
        )


class ScreenForm(BaseModel):
    opinion: Id | None = None


@get("/doi-thoai/{conference:int}/dieu-khien/y-kien", opt=PREPARE)
async def show_all(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    card = await card_of(request, conference)
    every = await opinions(card.ward, card.id)
    return await hall_page(request, "staff/hall_opinions.html", card, tab="y-kien", every=every)


@get("/doi-thoai/{conference:int}/dieu-khien/y-kien/{opinion:int}", opt=PREPARE)
async def show_one(
    request: Request[Actor, Any, Any], conference: FromPath[int], opinion: FromPath[int]
) -> Template:
    return await _page(request, await card_of(request, conference), opinion)


async def _page(  # noqa: PLR0917  what one page may have to say
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    which: int,
    status: int = 200,
    form: Form[Any] | None = None,
    problem: object = "",
) -> Template:
    """form: with what was typed and refused. problem: somebody was quicker."""
    one = await the_opinion(card.ward, card.id, which)
    return await hall_page(
        request,
        "staff/hall_opinion.html",
        card,
        tab="y-kien",
        status=status,
        one=one,
        choices=await choices(card.ward),
        form=form or _stored(one),
        settled=SETTLED,
        problem=problem,
        draft=await draft_of(card.ward, one),
        code=grouped(await capturing.code_of_slip(request.user, card.id, which)),
        is_staff_noted=one.source.value in {"spoken", "slip"},
    )


def _stored(one: OpinionCard, typed: Form[Any] | None = None) -> Form[Any]:
    """As it stands; typed: over it, from the console, which asks for the outcome alone."""
    form: Form[Any] = filled(one)
    for name in ("outcome", "receiver"):
        form.values[name] = getattr(one, name) or ""
        form.lists[name] = [form.values[name]]
    if typed is not None:
        form.values.update(typed.values)
        form.lists.update(typed.lists)
        form.errors.update(typed.errors)
    return form


@post("/doi-thoai/{conference:int}/dieu-khien/y-kien/{opinion:int}", opt=PREPARE)
async def change(
    request: Request[Actor, Any, Any], conference: FromPath[int], opinion: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, WholeForm)
    if form.data is None:
        return await _page(request, card, opinion, 422, form)
    data = form.data
    try:
        await capturing.change_opinion(
            request.user,
            conference,
            opinion,
            data.version,
            data.new(),
            answer=data.answer,
            answered_by=data.answered_by,
        )
        form.values["version"] = str(data.version + 1)  # the words are saved, whatever follows
        how = data.how(await the_opinion(card.ward, card.id, opinion))
        if how is not None:
            await settling.settle(request.user, conference, opinion, data.version + 1, how)
    except Conflict:
        return await _newer(request, card, opinion, form)
    except (Invalid, NotFound) as error:
        status, told = refused(form, error, "words", "group")
        return await _page(request, card, opinion, status, told)
    return back(conference, f"y-kien/{opinion}", "sua")


@post("/doi-thoai/{conference:int}/dieu-khien/y-kien/{opinion:int}/ket-qua", opt=PREPARE)
async def settle(
    request: Request[Actor, Any, Any], conference: FromPath[int], opinion: FromPath[int]
) -> Template | Redirect:
    card = await card_of(request, conference)
    form = await read_form(request, SettleForm)
    one = await the_opinion(card.ward, card.id, opinion)
    if form.data is None:
        return await _page(request, card, opinion, 422, _stored(one, form))
    try:
        await settling.settle(request.user, conference, opinion, form.data.version, form.data.how())
    except Conflict:
        return await _newer(request, card, opinion, _stored(one, form))
    except (Invalid, NotFound) as error:
        status, told = refused(_stored(one, form), error, "answer", "unit")
        return await _page(request, card, opinion, status, told)
    return back(conference, done="ket-qua")


async def _newer(
    request: Request[Actor, Any, Any], card: ConferenceCard, which: int, form: Form[Any]
) -> Template:
    """Both texts side by side; the next saving is of the version that stands now."""
    form.values["version"] = str((await the_opinion(card.ward, card.id, which)).version)
    return await _page(request, card, which, 409, form, MEANWHILE)


@post("/doi-thoai/{conference:int}/dieu-khien/chieu", opt=PREPARE)
async def put_on_screen(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Redirect:
    """Empty: nothing. Raises NotFound, Conflict: nobody has let it be shown."""
    await card_of(request, conference)
    form = await read_form(request, ScreenForm)
    await capturing.put_on_screen(
        request.user, conference, form.data.opinion if form.data else None
    )
    return back(conference, done="chieu")


handlers = [show_all, show_one, change, settle, put_on_screen]
