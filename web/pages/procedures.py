"""Procedures of the catalogue in public: all of them by field, and what one takes and brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from dialogue.core.errors import NotFound, TooManyTries
from dialogue.matters import search
from dialogue.matters.exposure import plain_words
from dialogue.matters.queries import board
from dialogue.matters.search import Filters
from dialogue.ward import queries
from dialogue.ward.cards import ProcedureCard, WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import cards, in_words, names
from web.caching import Ready
from web.english import plain
from web.field_parts import field_path, field_results, next_meetings
from web.finding import pace
from web.i18n import url
from web.procedure_words import CHANNELS, CHECKED, Listed, listed, procedure_name, short_limit
from web.render import page, render
from web.structured import government_service

LONGEST = 100  # letters of what the list is narrowed to
TOO_MANY = 429
ANSWERS = 5  # of those that hold its words; else the newest of its field


@get("/{slug:str}/thu-tuc", opt=PUBLIC)
async def show_procedures(request: Request[Any, Any, Any], slug: FromPath[str]) -> Any:
    """?q=…: those that have all these words, as far as they are typed; 429 for too much at once.

    Only the whole list is kept: what strangers type would push out the pages beside it.
    """
    ward = await queries.ward(slug)
    typed = " ".join(request.query_params.get("q", "")[:LONGEST].split())

    if typed:
        return await _narrowed(request, ward, typed)

    async def make() -> Ready:
        return Ready.of(await made_list(ward, ""))

    path = "" if request.query_params else url(f"/{ward.slug}/thu-tuc")
    ready: Response[bytes] = await kept.reply(request, ward, "field", "procedures", make, path)
    return ready


async def _narrowed(
    request: Request[Any, Any, Any], ward: WardCard, typed: str
) -> Response[bytes] | Template:
    try:
        pace.note_search(request)
    except TooManyTries as error:
        shown = _shown(ward, typed, [], wrong=pace.words_of(error))
        headers = pace.headers_of(error)
        return page("pages/procedures.html", status=TOO_MANY, headers=headers, **shown)
    return Ready.of(await made_list(ward, typed)).reply(request)


@get("/{slug:str}/thu-tuc/{procedure:str}", opt=PUBLIC)
async def show_procedure(
    request: Request[Any, Any, Any], slug: FromPath[str], procedure: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    card = await _card(ward, procedure)

    async def make() -> Ready:
        return Ready.of(await made(ward, card))

    return await kept.reply(request, ward, "field", ("procedure", card), make)


handlers = [show_procedures, show_procedure]


@dataclass(frozen=True, slots=True)
class Group:
    """A field of the list and what of it the list shows. level: 2, below another one 3."""

    name: str
    path: str
    level: int
    procedures: list[Listed]


async def made_list(ward: WardCard, typed: str) -> str:
    wanted = plain_words(typed)
    shown: dict[int, list[Listed]] = {}
    for card in await queries.procedures(ward.id):
        if has_all(card, wanted):
            shown.setdefault(card.field, []).append(listed(ward.slug, card))
    groups = [
        Group(in_words(field), url(field_path(ward.slug, field)), 3 if field.parent else 2, mine)
        for field in await queries.fields(ward.id, past=True)
        if (mine := shown.get(field.id, [])) or any(each in shown for each in field.children)
    ]
    return render("pages/procedures.html", **_shown(ward, typed, groups))


def _shown(ward: WardCard, typed: str, groups: Sequence[Group], wrong: str = "") -> dict[str, Any]:
    return {
        "query": urlencode({"q": typed}) if typed else "",
        "ward": ward,
        "typed": typed,
        "groups": groups,
        "n": sum(len(group.procedures) for group in groups),
        "wrong": wrong,
    }


def has_all(card: ProcedureCard, wanted: Sequence[str]) -> bool:
    """Does each word begin one of the procedure's: its names, its official field, its code?"""
    own = plain_words(" ".join((card.name, card.name_en, card.official_field, card.code)))
    return all(any(word.startswith(each) for word in own) for each in wanted)


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
        called=procedure_name(card),
        structured=government_service(ward, card, plain(known.fields.get(card.field, ""))),
        limit=short_limit(card),
        checked=card.certainty == CHECKED,
        channels=[str(CHANNELS[each]) for each in card.channels if each in CHANNELS],
        unit=known.units.get(card.owner_unit, ""),
        field=(field := fields[card.field]),
        field_name=known.fields.get(card.field, ""),
        field_path=url(field_path(ward.slug, field)),
        results=await field_results(ward.id, field),
        meetings=await next_meetings(ward, field),
        of_field=not own.places,
        cards=cards(ward.slug, await board.items(ward.id, near.places), known),
    )
