"""The front doors: all wards of this installation at /, one ward at /{ward}."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.matters.queries import board
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from dialogue.ward.lineage import areas
from dialogue.ward.provinces import province_slug
from web import kept
from web.access import PUBLIC
from web.answer_cards import cards, names
from web.caching import Ready
from web.english import province
from web.figures import promises_in_short, tiles
from web.i18n import url
from web.render import render

FEW = 6  # wards that need no search box
NEWEST = 4  # answers at the front door


@get("/", opt=PUBLIC)
async def show_wards(request: Request[Any, Any, Any]) -> Response[bytes]:
    wards = await queries.wards()
    provinces: dict[str, list[WardCard]] = {}
    for card in sorted(wards, key=lambda card: (card.province, card.name)):
        provinces.setdefault(province(card.province, card.province_title), []).append(card)
    former = {card.id: [area.name for area in await areas(card.id)] for card in wards}
    places = {
        name: url(f"/tinh/{province_slug(cards[0].province)}")
        for name, cards in provinces.items()
        if province_slug(cards[0].province)
    }
    html = render(
        "pages/wards.html",
        provinces=provinces,
        many=len(wards) > FEW,
        former=former,
        places=list(places.items()),
    )
    return Ready.of(html).reply(request)


@get("/{slug:str}", opt=PUBLIC)
async def show_ward(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    card = await queries.ward(slug)

    async def make() -> Ready:
        return Ready.of(await made(card))

    return await kept.reply(request, card, "home", "", make, url(f"/{slug}"))


async def made(ward: WardCard) -> str:
    newest = await board.board(ward.id, limit=NEWEST)
    return render(
        "pages/ward.html",
        ward=ward,
        province=province(ward.province, ward.province_title),
        cards=cards(ward.slug, newest.items, await names(ward.id)),
        tiles=await tiles(ward.id) if newest.items else [],
        promises=await promises_in_short(ward),
    )


handlers = [show_wards, show_ward]
