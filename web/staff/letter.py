"""One letter: written from its words, signed, handed over, or not sent at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, create_model

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.letters import actions
from dialogue.letters.papers import letter_paper
from dialogue.letters.queries import LetterCard, history, letter, template
from dialogue.letters.rules import SIGNERS, faults, may_sign, may_write, names_in
from dialogue.letters.states import OPEN, LetterState, Way
from dialogue.letters.templates import longest, places, tone
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id, whole
from web.papers import drawn, sent
from web.render import staff_page
from web.staff.letter_words import CHECK, FAULT, KIND, STATE, WAY, WRONG, told
from web.staff.letters import FORMS, OVERSEE, PATH, READ, WRITE
from web.staff.parts import finished, onward

SIGN = staff(*SIGNERS)
DONE = {
    "da-de-nghi": _("Đã ghi đề nghị. Văn phòng soạn thư từ đây."),
    "da-soan": _("Đã soạn. In ra để lãnh đạo ký tay."),
    "da-ky": _("Đã ghi là đã ký."),
    "da-trao": _("Đã ghi là đã trao."),
}
MEANWHILE = _("Chưa ghi được: thư vừa được người khác sửa. Trang dưới đây là bản mới nhất.")
SIGNER = _("Chọn người ký.")
WHICH = _("Chọn ghi theo mẫu hay theo lời đã sửa.")
HANDER = _("Chọn người trao.")

PlacesForm = create_model(
    "PlacesForm",
    **{code: (Annotated[str, Field(max_length=400)], "") for code in places()},  # type: ignore[call-overload]
)


class DraftForm(PlacesForm):  # type: ignore[misc,valid-type]
    """The template's places by their names; own: words that were changed by hand."""

    version: Id
    signer: Id | None = None
    own: Annotated[str, Field(max_length=4_000)] = ""
    then: Literal["", "mau", "sua"] = ""
    checked: Literal["", "1"] = ""


class SignForm(BaseModel):
    version: Id
    checked: Literal["", "1"] = ""


class HandForm(BaseModel):
    """by: `nguoi-12` of the staff, `to-3`: the head of a group."""

    version: Id
    on: Day
    way: Way
    by: Annotated[str, Field(min_length=4, max_length=20)]


class CancelForm(BaseModel):
    version: Id


@get("/thu/{letter:int}", opt=READ)
async def show(request: Request[Actor, Any, Any], letter: FromPath[int]) -> Template:
    return await _page(request, letter)


async def _page(
    request: Request[Actor, Any, Any],
    wanted: int,
    form: Form[Any] | None = None,
    status: int = 200,
    problem: object = "",
) -> Template:
    actor = request.user
    card = await letter(actor, wanted)
    words = await template(actor.ward, card.occasion)
    ward = await wards.ward_by_id(actor.ward)
    people = {each.id: each for each in await wards.staff_list(actor.ward)}
    form = form or _filled(card, people)
    known = places()
    return await staff_page(
        request,
        "staff/letter.html",
        status=status,
        page="letters",
        card=card,
        form=form,
        problem=problem,
        paper=letter_paper(ward, card, people.get(card.signer or 0)) if card.body else None,
        places=[known[code] for code in words.places if code in known],
        occasion=words.name.replace("{loai}", ward.kind),
        found=faults(form.values["own"], tone(card.kind), names_in(form.values)),
        faults=FAULT,
        most=longest(),
        kinds=KIND,
        states=STATE,
        ways=WAY,
        signers=[(each.id, each.name) for each in await wards.holders(actor.ward, *SIGNERS)],
        handers=await _handers(actor.ward),
        may_write=may_write(actor) and card.state in OPEN and not card.erased,
        may_sign=may_sign(actor) and card.state is LetterState.DRAFTED,
        events=told(await history(actor, wanted), {i: each.name for i, each in people.items()}),
        group=await _group(actor.ward, card.group),
        hander=await _hander(card, people),
        signer=people[card.signer].name if card.signer else "",
        today=local_day(now()),
        done=finished(request, DONE),
    )


def _filled(card: LetterCard, people: Mapping[int, Any]) -> Form[Any]:
    return form_of({**card.values, "own": card.body, "signer": card.signer or ""})


async def _group(ward: int, group: int | None) -> str:
    return (await wards.group(ward, group)).label if group else ""


async def _hander(card: LetterCard, people: Mapping[int, Any]) -> str:
    if card.hander_group:
        office = await wards.ward_by_id(card.ward)
        return f"{office.head_word} {await _group(card.ward, card.hander_group)}"
    return people[card.hander].name if card.hander else ""


async def _handers(ward: int) -> list[tuple[str, str]]:
    office = await wards.ward_by_id(ward)
    people = [card for card in await wards.staff_list(ward) if card.active]
    groups = await wards.groups(ward)
    return [
        *((f"nguoi-{card.id}", card.name) for card in people),
        *((f"to-{card.id}", f"{office.head_word} {card.label}") for card in groups),
    ]


@post("/thu/{letter:int}/soan", opt=WRITE)
async def write(request: Request[Actor, Any, Any], letter: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, DraftForm)
    if form.data is None:
        return await _page(request, letter, form, 422)
    given = form.data
    if given.own and not given.then:
        return await _page(request, letter, form.refuse(then=WHICH), 422)
    values = {code: str(getattr(given, code)) for code in places()}
    own = given.own if given.then == "sua" else ""
    new = actions.Drafting(values, given.version, given.signer, own, given.checked == "1")
    try:
        await actions.draft(request.user, letter, new)
    except Invalid as error:
        shown = form.refuse_all(error, WRONG)
        if "checked" in error.errors:
            shown = form.refuse(checked=CHECK)
        if "signer" in error.errors:
            shown = form.refuse(signer=SIGNER)
        return await _page(request, letter, shown, 422)
    except Conflict:
        return await _page(request, letter, form, 409, MEANWHILE)
    return onward(f"{PATH}/{letter}", "da-soan")


@post("/thu/{letter:int}/ky", opt=SIGN)
async def sign(request: Request[Actor, Any, Any], letter: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, SignForm)
    if form.data is None:
        return await _page(request, letter, form, 422)
    checked = form.data.checked == "1"
    try:
        await actions.sign(request.user, letter, form.data.version, checked=checked)
    except Invalid:
        return await _page(request, letter, form.refuse(checked=CHECK), 422)
    except Conflict:
        return await _page(request, letter, None, 409, MEANWHILE)
    return onward(f"{PATH}/{letter}", "da-ky")


@post("/thu/{letter:int}/trao", opt=WRITE)
async def hand_over(
    request: Request[Actor, Any, Any], letter: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, HandForm)
    if form.data is None:
        return await _page(request, letter, form, 422)
    given = form.data
    kind, _dash, number = given.by.partition("-")
    person, group = (whole(number) if kind == each else None for each in ("nguoi", "to"))
    over = actions.HandOver(given.on, given.way, person, group)
    try:
        await actions.deliver(request.user, letter, given.version, over)
    except Invalid as error:
        shown = form.refuse_all(error, WRONG)
        return await _page(
            request, letter, form.refuse(by=HANDER) if "by" in error.errors else shown, 422
        )
    except Conflict:
        return await _page(request, letter, None, 409, MEANWHILE)
    return onward(f"{PATH}/{letter}", "da-trao")


@post("/thu/{letter:int}/thoi", opt=READ)
async def cancel(request: Request[Actor, Any, Any], letter: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, CancelForm)
    if form.data is None:
        return await _page(request, letter, form, 422)
    try:
        await actions.cancel(request.user, letter, form.data.version)
    except Conflict:
        return await _page(request, letter, None, 409, MEANWHILE)
    return onward(PATH, "da-thoi")


@get("/thu/{letter:int}/{name:str}", opt=OVERSEE)
async def download(
    request: Request[Actor, Any, Any], letter: FromPath[int], name: FromPath[str]
) -> Response[bytes]:
    """thu.docx, thu.pdf: without the name of whom it is to in the file's name."""
    card = await _written(request.user, letter)
    if name not in FORMS:
        raise NotFound(f"no file {name!r}")
    ward = await wards.ward_by_id(request.user.ward)
    people = {each.id: each for each in await wards.staff_list(ward.id)}
    made = letter_paper(ward, card, people.get(card.signer or 0))
    return sent(await drawn(made, FORMS[name]), f"thu-{card.id}", FORMS[name])


async def _written(actor: Actor, wanted: int) -> LetterCard:
    """Raises NotFound when there is nothing to print."""
    card = await letter(actor, wanted)
    if not card.body:
        raise NotFound(f"letter {wanted} has no words")
    return card


handlers = [show, write, sign, hand_over, cancel, download]
