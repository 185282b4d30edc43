"""The front doors: all wards of this installation at /, one ward at /{ward}."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web.access import PUBLIC
from web.caching import PAGES, Ready
from web.i18n import language
from web.render import render

FEW = 6  # wards that need no search box


@get("/", opt=PUBLIC)
async def show_wards(request: Request[Any, Any, Any]) -> Response[bytes]:
    wards = await queries.wards()
    provinces: dict[str, list[WardCard]] = {}
    for card in sorted(wards, key=lambda card: (card.province, card.name)):
        provinces.setdefault(f"{card.province_title} {card.province}".strip(), []).append(card)
    html = render("pages/wards.html", provinces=provinces, many=len(wards) > FEW)
    return Ready.of(html).reply(request)


@get("/{slug:str}", opt=PUBLIC)
async def show_ward(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    card = await queries.ward(slug)

    async def make() -> Ready:
        return Ready.of(render("pages/ward.html", ward=card))

    ready: Ready = await PAGES.get(card.id, "home", (language(), card), make)
    return ready.reply(request)


handlers = [show_wards, show_ward]
