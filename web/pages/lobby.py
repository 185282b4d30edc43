"""The screen in the ward's hall (/{ward}/man-hinh): slides that change, for weeks, by themselves.

Without a script all slides stand below each other, and the page comes anew now and then.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.assets import find
from web.caching import Ready
from web.i18n import url
from web.lobby_slides import lobby
from web.render import NO_STORE, render

REFRESH = 300  # seconds until the page comes anew where no script does it
CACHE = "sanh"  # of what the screen keeps; the tablets have their own


def lobby_path(slug: str) -> str:
    return url(f"/{slug}/man-hinh")


@get("/{slug:str}/man-hinh", opt=PUBLIC)
async def show_lobby(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        return Ready.of(await made(ward))

    return await kept.reply(request, ward, "lobby", "", make, lobby_path(ward.slug))


@get("/{slug:str}/man-hinh.js", opt=PUBLIC)
async def show_worker(slug: FromPath[str]) -> Response[bytes]:
    """The service worker: at this address it may answer for the page without the ending."""
    await queries.ward(slug)
    asset = find("kiosk_worker.js")
    assert asset is not None  # noqa: S101  one of our own files
    return Response(asset.plain, media_type="text/javascript", headers=dict(NO_STORE))


handlers = [show_lobby, show_worker]


async def made(ward: WardCard) -> str:
    path = lobby_path(ward.slug)
    return render(
        "pages/lobby.html",
        ward=ward,
        shown=await lobby(ward),
        refresh=REFRESH,
        cache=CACHE,
        worker=f"{path}.js?kho={CACHE}",
    )
