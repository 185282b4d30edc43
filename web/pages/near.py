"""Before a question is sent: the nearest published answers, and "this answers me"."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.clock import now
from dialogue.core.errors import NotFound, TicketInvalid
from dialogue.core.keys import keys
from dialogue.core.tickets import nonce_hash
from dialogue.matters.actions.helped import count_help
from dialogue.matters.queries import board
from dialogue.matters.queries.nearest import NearAnswer, nearest
from dialogue.matters.rules import LONGEST
from dialogue.ward import queries as wards
from web.access import PUBLIC
from web.answer_cards import answer_path
from web.forms import read_form
from web.i18n import url
from web.numbers import Id
from web.render import page


class NearForm(BaseModel):
    body: Annotated[str, Field(max_length=LONGEST)] = ""


class AnsweredForm(BaseModel):
    """visit: the ticket of the form for a question; it counts once, and still sends a question."""

    number: Id
    visit: str = ""


async def before_sending(ward: int, body: str, *, seen: str, files: bool) -> list[NearAnswer]:
    """What to show once before a question is sent; nothing when it was shown.

    files: chosen ones would be lost by showing the form again, so such a question goes at once.
    """
    return [] if seen or files else await nearest(ward, body)


@post("/{ward:str}/gop-y/gan-giong", opt=PUBLIC, status_code=200)
async def while_typing(request: Request[Any, Any, Any], ward: FromPath[str]) -> Template:
    """A part of the page, for its script. Sent, not asked for: no address ever holds the words."""
    card = await wards.ward(ward)
    form = await read_form(request, NearForm)
    near = await nearest(card.id, form.data.body) if form.data else []
    return page("pages/near_answers.html", ward=card, near=near)


@post("/{ward:str}/gop-y/da-ro", opt=PUBLIC)
async def this_answers_me(request: Request[Any, Any, Any], ward: FromPath[str]) -> Redirect:
    """Whoever's ticket is too old is thanked all the same: it was no question."""
    card = await wards.ward(ward)
    form = await read_form(request, AnsweredForm)
    if form.data is None:
        raise NotFound("no such answer")
    try:
        ticket = nonce_hash(keys(), f"/{card.slug}/gop-y", form.data.visit, now())
    except TicketInvalid:
        pass
    else:
        await count_help(card.id, form.data.number, _other_use(ticket))
    return Redirect(url(f"/{card.slug}/gop-y/da-ro/{form.data.number}"), status_code=303)


def _other_use(ticket: str) -> str:
    """The same ticket may still send a question."""
    return hashlib.sha256(f"helped {ticket}".encode()).hexdigest()


@get("/{ward:str}/gop-y/da-ro/{number:int}", opt=PUBLIC)
async def show_thanks(ward: FromPath[str], number: FromPath[int]) -> Template:
    card = await wards.ward(ward)
    found = await board.answer(card.id, number)
    if found.withdrawn_on:
        raise NotFound("no such answer")
    return page(
        "pages/answered.html",
        ward=card,
        page="ask",
        title=found.item.title,
        path=answer_path(card.slug, number),
    )


handlers = [while_typing, this_answers_me, show_thanks]
