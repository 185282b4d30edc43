"""The projector's page: a link without log-in, which shows only what is public."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from dialogue.core.settings import SETTINGS
from meetings.conferences.queries.floor import screen_of
from surveys.posters import qr_svg
from web.access import PUBLIC
from web.hall_slides import screen_slides, view_of
from web.render import page


@get("/man-chieu/{key:str}", opt=PUBLIC)
async def show(key: FromPath[str]) -> Template:
    ward, number = await screen_of(key)
    view = await view_of(ward, number)
    (part,) = await screen_slides(ward, number)
    address = f"{SETTINGS.site}/h/{view.floor.card.hall_code}"
    return page(
        "pages/hall_screen.html",
        ward=view.ward,
        card=view.floor.card,
        part=part,
        key=key,
        address=address.split("://", 1)[-1],
        qr=Markup(qr_svg(address)),  # noqa: S704  our own SVG
    )


handlers = [show]
