"""The register of letters: what waits, figures of a year and of earlier times, one more letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.letters import actions, keeping
from dialogue.letters.actions import Proposal
from dialogue.letters.papers import letter_paper
from dialogue.letters.queries import earlier, figures, letters, templates
from dialogue.letters.rules import PROPOSERS, SIGNERS, WRITERS, may_read_all, may_write
from dialogue.letters.states import OPEN, LetterKind, LetterState
from dialogue.ward import queries as wards
from dialogue.ward.figures import read_figure
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form, read_query
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.papers import drawn_as_one, sent
from web.qualified import told as figure
from web.render import staff_page
from web.shapes import RailItem
from web.staff.letter_words import KIND, STATE, WRONG
from web.staff.parts import finished, onward

PATH = "/quan-tri/thu"
READ, WRITE = staff(*PROPOSERS), staff(*WRITERS)
OVERSEE = staff(*WRITERS, *SIGNERS)
MOST = 100  # letters of one list
FORMS = {"thu.docx": "docx", "thu.pdf": "pdf"}
DONE = {
    "da-de-nghi": _("Đã ghi đề nghị. Văn phòng soạn thư từ đây."),
    "da-ghi-so": _("Đã ghi con số."),
    "da-rut": _("Đã bỏ con số."),
    "da-thoi": _("Đã thôi gửi. Tên và lời thư đã xóa."),
}
NO_RULE = _("Chưa ghi được: phường chưa có quy định số ngày không mời đánh giá gia đình có tang.")


class ProposalForm(BaseModel):
    occasion: Annotated[str, Field(min_length=1, max_length=40)]
    whom: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=actions.WHOM_MOST)]
    group: Id | None = None
    dossiers: Annotated[str, Field(max_length=600)] = ""
    agreed: Literal["", "1"] = ""


class OccasionForm(BaseModel):
    """In the address: the occasion that is chosen beforehand."""

    dip: Annotated[str, Field(max_length=40)] = ""


@dataclass(frozen=True, slots=True)
class Said:
    """`hơn 1.000`: a number and how it was said."""

    value: int
    word: Qualifier | None


def _figure(typed: object) -> object:
    if not isinstance(typed, str):
        return typed
    try:
        value, word = read_figure(typed)
    except ValueError:
        value, word = None, None
    if value is None:
        raise PydanticCustomError("int_parsing", "no figure")
    return Said(value, word)


class EarlierForm(BaseModel):
    kind: LetterKind
    value: Annotated[Said, BeforeValidator(_figure)]
    since: Annotated[
        str, BeforeValidator(clean), Field(min_length=1, max_length=keeping.SINCE_MOST)
    ]
    until: Day
    source: Annotated[
        str, BeforeValidator(clean), Field(min_length=1, max_length=keeping.SOURCE_MOST)
    ]


@get("/thu", opt=READ)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _register(request, form_of({}))


async def _register(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200
) -> Template:
    actor, today = request.user, local_day(now())
    occasions = await templates(actor.ward)
    return await staff_page(
        request,
        "staff/letters.html",
        status=status,
        form=form,
        waiting=[(state, await letters(actor, state, limit=MOST)) for state in OPEN],
        ended=await letters(actor, LetterState.DELIVERED, LetterState.CANCELLED, limit=MOST),
        most=MOST,
        figures=await figures(actor.ward, today.year) if may_read_all(actor) else None,
        earlier=await earlier(actor.ward) if may_read_all(actor) else [],
        told=figure,
        kinds=KIND,
        states=STATE,
        occasions={code: each.name for code, each in occasions.items()},
        may_write=may_write(actor),
        may_oversee=may_read_all(actor),
        together=await _together(actor) if may_write(actor) else [],
        today=today,
        done=finished(request, DONE),
    )


@get("/thu/moi", opt=READ)
async def show_new(request: Request[Actor, Any, Any]) -> Template:
    chosen = read_query(request, OccasionForm)
    return await _new(request, form_of({"occasion": chosen.values["dip"]}))


async def _new(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200, problem: object = ""
) -> Template:
    ward = await wards.ward_by_id(request.user.ward)
    return await staff_page(
        request,
        "staff/letter_new.html",
        status=status,
        form=form,
        problem=problem,
        occasions=occasion_groups(await templates(ward.id), ward.kind),
        groups=[(card.id, card.label) for card in await wards.groups(ward.id)],
    )


def occasion_groups(found: Any, kind: str) -> list[tuple[object, list[tuple[str, str]]]]:
    """For a select: by kind of letter. kind: phường, xã."""
    return [
        (
            KIND[each],
            [
                (code, words.name.replace("{loai}", kind))
                for code, words in found.items()
                if words.kind is each
            ],
        )
        for each in LetterKind
    ]


@post("/thu/moi", opt=READ)
async def propose(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, ProposalForm)
    if form.data is None:
        return await _new(request, form, 422)
    given = form.data
    new = Proposal(
        given.occasion,
        given.whom,
        given.agreed == "1",
        given.group,
        given.dossiers.splitlines(),
    )
    try:
        number = await actions.propose(request.user, new)
    except Invalid as error:
        return await _new(request, form.refuse_all(error, WRONG), 422)
    except NotFound:
        return await _new(request, form.refuse(occasion=WRONG["unknown"]), 422)
    except Conflict:
        return await _new(request, form, 409, NO_RULE)
    return onward(f"{PATH}/{number}", "da-de-nghi")


# Many in one file


async def _together(actor: Actor) -> list[Any]:
    """Drafted ones that may be printed together: a condolence is never one of many."""
    drafted = await letters(actor, LetterState.DRAFTED, limit=MOST)
    most = await wards.amount(actor.ward, "LTR-BATCH", MOST)
    return [card for card in drafted if card.kind is not LetterKind.CONDOLENCE][:most]


@get("/thu/in-chung/{name:str}", opt=WRITE)
async def print_all(request: Request[Actor, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """What waits for a signature, a letter a page."""
    if name not in FORMS:
        raise NotFound(f"no file {name!r}")
    found = await _together(request.user)
    if not found:
        raise NotFound("no letter waits to be signed")
    ward = await wards.ward_by_id(request.user.ward)
    people = {card.id: card for card in await wards.staff_list(ward.id)}
    papers = [letter_paper(ward, card, people.get(card.signer or 0)) for card in found]
    return sent(await drawn_as_one(papers, FORMS[name]), "thu", FORMS[name])


# Figures of earlier times


@post("/thu/so-truoc", opt=WRITE)
async def note_earlier(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, EarlierForm)
    if form.data is None:
        return await _register(request, form, 422)
    given = form.data
    said = given.value
    new = keeping.Told(given.kind, said.value, said.word, given.since, given.until, given.source)
    try:
        await keeping.enter_earlier(request.user, new)
    except Invalid as error:
        return await _register(request, form.refuse_all(error, WRONG), 422)
    return onward(PATH, "da-ghi-so")


@post("/thu/so-truoc/{told:int}/rut", opt=WRITE)
async def drop_earlier(request: Request[Actor, Any, Any], told: FromPath[int]) -> Redirect:
    await keeping.take_back(request.user, told)
    return onward(PATH, "da-rut")


handlers = [show, show_new, propose, print_all, note_earlier, drop_earlier]
rail = [RailItem("letters", PATH, "edit", _("Thư"), READ["who"], 61)]
