"""A stack of paper slips by keyboard: a form of many rows, one a slip; for some a second time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.codes import public_id
from dialogue.core.errors import Conflict, Invalid
from dialogue.ward.rules import Actor
from surveys.paper import actions
from surveys.paper.actions import NewStack
from surveys.paper.queries import Stack, amount, stack
from surveys.paper.questions import levels, reasons
from surveys.paper.rules import MOST, may_enter_again
from surveys.paper.slips import LETTERS, Slip, read_slip, typed
from surveys.paper.states import Source, StackState
from surveys.queries.counters import CounterCard, counters
from web.forms import MOST_PARTS, Form, form_of, read_form
from web.pages.rating import REASONS
from web.render import staff_page
from web.staff.paper import PATH, TYPISTS, open_counter, went_on
from web.staff.paper_words import BY_HAND, SLIP, SOURCE, WORDS, in_words
from web.staff.parts import FIELD, Text, onward
from web.words import LEVEL

ROWS = 20  # of an empty form; asking for more keeps what is typed
MOST_ROWS = MOST_PARTS - 10  # a form carries no more fields
KEY = re.compile(r"[0-9a-f]{16}")


class StackForm(BaseModel):
    """do: more, look, save. key: of this form, so that it counts once."""

    counter: str = ""
    source: Source = Source.PAPER
    name: Text = ""
    again: Literal["", "1"] = ""
    key: str = ""
    do: Literal["more", "look", "save"] = "save"
    slip: list[str] = []


class AgainForm(BaseModel):
    do: Literal["more", "look", "save"] = "save"
    slip: list[str] = []


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form. said: the slip in words; empty while there is none."""

    number: int
    typed: str = ""
    said: str = ""
    error: str = ""


@get("/phieu-giay/moi", opt=TYPISTS)
async def show_new(request: Request[Actor, Any, Any], quay: FromQuery[str] = "") -> Template:
    """quay: the counter's code; a ward with one counter needs no choice."""
    cards = await counters(request.user.ward)
    code = quay or (cards[0].code if len(cards) == 1 else "")
    values = {"counter": code, "source": Source.PAPER, "key": public_id()}
    return await _typing(request, form_of(values), _blank(ROWS))


@post("/phieu-giay/moi", opt=TYPISTS)
async def enter(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, StackForm)
    given = form.lists["slip"]
    if form.data is None or not KEY.fullmatch(form.data.key):
        return await _typing(request, form, _blank(ROWS, given), 422)
    new = form.data
    if not new.counter:
        return await _typing(request, form.refuse(counter=FIELD["missing"]), _blank(0, given), 422)
    card = await open_counter(request.user.ward, new.counter)
    slips, rows, wrong = _read(given, card)
    if wrong or new.do != "save":
        return await _typed_again(request, form, rows, new.do)
    try:
        made = await actions.enter(
            request.user,
            NewStack(new.key, card, new.source, new.name, slips, again=True if new.again else None),
        )
    except Invalid as error:
        refused = form.refuse_all(error, WORDS)
        return await _typing(request, refused, rows or _blank(ROWS), 422)
    word = "da-tinh" if made.state is StackState.COUNTED else "cho-lan-hai"
    return onward(f"{PATH}/{made.public_id}", word)


@get("/phieu-giay/{stack_id:str}/lan-hai", opt=TYPISTS)
async def show_again(
    request: Request[Actor, Any, Any], stack_id: FromPath[str]
) -> Template | Redirect:
    known = await stack(request.user, stack_id)
    if known.state is not StackState.SECOND or not may_enter_again(request.user, known.staff):
        return onward(f"{PATH}/{stack_id}")
    return await _typing(request, form_of({}), _blank(ROWS), known=known)


@post("/phieu-giay/{stack_id:str}/lan-hai", opt=TYPISTS)
async def enter_again(
    request: Request[Actor, Any, Any], stack_id: FromPath[str]
) -> Template | Redirect:
    known = await stack(request.user, stack_id)
    form = await read_form(request, AgainForm)
    given = form.lists["slip"]
    if form.data is None:
        return await _typing(request, form, _blank(ROWS, given), 422, known)
    slips, rows, wrong = _read(given, known.counter)
    if wrong or form.data.do != "save":
        return await _typed_again(request, form, rows, form.data.do, known)
    try:
        await actions.enter_again(request.user, stack_id, slips)
    except Invalid as error:
        refused = form.refuse_all(error, WORDS)
        return await _typing(request, refused, rows or _blank(ROWS), 422, known)
    except Conflict:
        return await went_on(request, stack_id)
    same = (await stack(request.user, stack_id)).state is StackState.COUNTED
    return onward(f"{PATH}/{stack_id}", "da-khop" if same else "khac-nhau")


# The form of many rows


def _read(given: Sequence[str], card: CounterCard) -> tuple[list[Slip], list[Row], bool]:
    """Slips, the lines that hold one or a mistake, and whether one does. Blank lines are none."""
    codes = [each.code for each in card.fields]
    slips: list[Slip] = []
    rows: list[Row] = []
    wrong = False
    for text in given:
        number = len(rows) + 1
        try:
            slip = read_slip(text, codes)
        except Invalid as error:
            rows.append(Row(number, text[:20], error=str(SLIP[error.errors["slip"]])))
            wrong = True
        else:
            slips.append(slip)
            rows.append(Row(number, typed(slip, codes), in_words(slip, card)))
    return slips, rows, wrong


def _blank(rows: int, given: Sequence[str] = (), *, start: int = 0) -> list[Row]:
    kept = [Row(number, text[:20]) for number, text in enumerate(given, 1)]
    return kept + [Row(start + len(kept) + number + 1) for number in range(rows)]


async def _typed_again(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    rows: list[Row],
    do: str,
    known: Stack | None = None,
) -> Template:
    """Not saved: to look at it, for more rows, or because of a mistake."""
    more = min(ROWS, MOST_ROWS - len(rows)) if do == "more" else 0
    status = 422 if do == "save" else 200
    return await _typing(request, form, rows + _blank(more, start=len(rows)), status, known)


async def _typing(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    rows: Sequence[Row],
    status: int = 200,
    known: Stack | None = None,
) -> Template:
    """known: the stack that is entered again."""
    cards = await counters(request.user.ward)
    code = known.counter.code if known else form.values["counter"]
    card = next((each for each in cards if each.code == code), known.counter if known else None)
    return await staff_page(
        request,
        "staff/paper_typing.html",
        page="paper",
        status=status,
        form=form,
        rows=rows,
        wrong=[row for row in rows if row.error],
        known=known,
        key=form.values["key"] if KEY.fullmatch(form.values["key"]) else public_id(),
        most=min(await amount(request.user.ward, MOST), MOST_ROWS),
        counters=[(each.code, each.title) for each in cards],
        sources=[(source, SOURCE[source]) for source in BY_HAND],
        keys=_keys(card),
    )


def _keys(card: CounterCard | None) -> Mapping[str, list[tuple[str, str]]]:
    """What is typed for what: on the page, and for the script that says each slip in words."""
    fields = card.fields if card else ()
    return {
        "levels": [(each.key, str(LEVEL[each.value])) for each in levels()],
        "reasons": [(each.key, str(REASONS[each.value])) for each in reasons()],
        "fields": [(letter, each.short) for letter, each in zip(LETTERS, fields, strict=False)],
    }


handlers = [show_new, enter, show_again, enter_again]
