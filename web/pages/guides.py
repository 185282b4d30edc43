"""The user guides in public: a list, a page for each role, and their pictures."""

from __future__ import annotations

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from web.access import PUBLIC
from web.caching import PAGES, Ready
from web.guides import PATH, guide, guides, picture
from web.i18n import language
from web.pages.province import EVERYWHERE
from web.render import render

A_DAY = "public, max-age=86400"


@get(PATH, opt=PUBLIC)
async def show_guides(request: Request[Any, Any, Any]) -> Response[bytes]:
    async def make() -> Ready:
        found = await to_thread(guides, language())
        return Ready.of(render("pages/guides.html", guides=found, path=PATH))

    return await _kept(request, "", make)


@get(PATH + "/{guide_slug:str}", opt=PUBLIC)
async def show_guide(request: Request[Any, Any, Any], guide_slug: FromPath[str]) -> Response[bytes]:
    """Raises NotFound."""
    found = await to_thread(guide, guide_slug, language())

    async def make() -> Ready:
        return Ready.of(render("pages/guide.html", guide=found, path=PATH))

    return await _kept(request, guide_slug, make)


async def _kept(request: Request[Any, Any, Any], slug: str, make: Any) -> Response[bytes]:
    ready: Ready = await PAGES.get(EVERYWHERE, "guides", (language(), slug), make)
    return ready.reply(request)


@get(PATH + "/anh/{picture_name:str}", opt=PUBLIC)
async def show_picture(picture_name: FromPath[str]) -> Response[bytes]:
    """Raises NotFound."""
    bytes_ = await to_thread(picture, picture_name)
    return Response(bytes_, media_type="image/webp", headers={"Cache-Control": A_DAY})


handlers = [show_guides, show_guide, show_picture]
