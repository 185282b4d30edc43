"""A field of procedures in public: what people ask, what was promised, how satisfied they are."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.errors import NotFound
from dialogue.matters import search
from dialogue.matters.queries import board
from dialogue.matters.queries.helped import most_helped
from dialogue.matters.search import Filters
from dialogue.ward import queries
from dialogue.ward.cards import FieldCard, WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import Names, cards, in_words, names
from web.caching import Ready
from web.field_parts import field_called, field_path, field_results, next_meetings
from web.figures import promises_in_short
from web.i18n import url
from web.procedure_words import listed
from web.render import render

NEWEST, HELPED = 5, 3  # answers shown


@get("/{slug:str}/linh-vuc/{code:str}", opt=PUBLIC)
async def show_field(
    request: Request[Any, Any, Any], slug: FromPath[str], code: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    field = await field_called(ward.id, code)
    if field is None:
        raise NotFound(f"no field {code!r}")

    async def make() -> Ready:
        return Ready.of(await made(ward, field))

    path = url(field_path(ward.slug, field))
    return await kept.reply(request, ward, "field", ("one", field), make, path)


handlers = [show_field]


async def made(ward: WardCard, field: FieldCard) -> str:
    known = await names(ward.id)
    mine = Filters(field=field.id)
    newest = await search.newest(ward.id, "", mine, limit=NEWEST)
    helped = await most_helped(ward.id, field.id, NEWEST + HELPED)
    others = [place for place in helped if place not in newest][:HELPED]
    fields = {each.id: each for each in await queries.fields(ward.id, past=True)}
    procedures = await queries.procedures(ward.id, field.id)
    return render(
        "pages/field.html",
        ward=ward,
        field=field,
        called=in_words(field),
        narrowed=f"?linh-vuc={field.code.lower()}",
        count=await search.count(ward.id, "", mine),
        newest=cards(ward.slug, await board.items(ward.id, newest), known),
        helped=cards(ward.slug, await board.items(ward.id, others), known),
        results=await field_results(ward.id, field),
        promises=await promises_in_short(ward, field.id),
        meetings=await next_meetings(ward, field),
        procedures=[listed(ward.slug, each) for each in procedures],
        unit=known.units.get(field.unit, ""),
        above=_links(ward, [fields[field.parent]] if field.parent else [], known),
        below=_links(ward, [fields[each] for each in field.children], known),
    )


def _links(ward: WardCard, fields: list[FieldCard], known: Names) -> list[tuple[str, str]]:
    return [
        (known.fields[each.id], url(field_path(ward.slug, each))) for each in fields if each.active
    ]
