"""A procedure of the catalogue in public: time limit, papers, fee, how sure they are, answers."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.errors import NotFound
from dialogue.matters import search
from dialogue.matters.queries import board
from dialogue.matters.search import Filters
from dialogue.ward import queries
from dialogue.ward.cards import ProcedureCard, WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import cards, names
from web.caching import Ready
from web.english import plain
from web.procedure_words import CHANNELS, CHECKED, limit
from web.render import render
from web.structured import government_service

ANSWERS = 5  # of those that hold its words; else the newest of its field


@get("/{slug:str}/thu-tuc/{procedure:str}", opt=PUBLIC)
async def show_procedure(
    request: Request[Any, Any, Any], slug: FromPath[str], procedure: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    card = await _card(ward, procedure)

    async def make() -> Ready:
        return Ready.of(await made(ward, card))

    return await kept.reply(request, ward, "find", ("procedure", card), make)


handlers = [show_procedure]


async def _card(ward: WardCard, slug: str) -> ProcedureCard:
    """Raises NotFound."""
    for card in await queries.procedures(ward.id):
        if card.slug == slug:
            return card
    raise NotFound(f"no procedure {slug!r}")


async def made(ward: WardCard, card: ProcedureCard) -> str:
    known = await names(ward.id)
    fields = {each.id: each for each in await queries.fields(ward.id, past=True)}
    alike = Filters(field=card.field)
    own = await search.find(ward.id, card.name, alike, limit=ANSWERS)
    near = own if own.places else await search.find(ward.id, "", alike, limit=ANSWERS)
    return render(
        "pages/procedure.html",
        ward=ward,
        card=card,
        structured=government_service(ward, card, plain(known.fields.get(card.field, ""))),
        limit=limit(card),
        checked=card.certainty == CHECKED,
        channels=[str(CHANNELS[each]) for each in card.channels if each in CHANNELS],
        unit=known.units.get(card.owner_unit, ""),
        field=fields.get(card.field),
        field_name=known.fields.get(card.field, ""),
        of_field=not own.places,
        cards=cards(ward.slug, await board.items(ward.id, near.places), known),
    )
