"""Whom the counters invite to rate (/{ward}/moi-danh-gia): the seed of each day, for who checks."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from dialogue.core.clock import local_day, now
from dialogue.ward import queries
from surveys.slips.queries import draws, never_asked
from surveys.slips.rules import Draw
from surveys.slips.states import Method
from web.access import PUBLIC
from web.i18n import gettext_lazy as _
from web.render import page

SHOWN = 31  # days
METHOD = {
    Method.ALL: _("mời mọi hồ sơ"),
    Method.DRAW: _("rút thăm theo số hồ sơ, mời %(share)s phần trăm"),
    Method.EVERY: _("cứ %(every)s hồ sơ nhập tại một quầy thì mời một"),
}


@get("/{slug:str}/moi-danh-gia", opt=PUBLIC)
async def show_draws(slug: FromPath[str]) -> Template:
    ward = await queries.ward(slug)
    today = local_day(now())
    never, published = await never_asked(ward.id, today), await draws(ward.id, SHOWN)
    return page(
        "pages/slip_draws.html",
        ward=ward,
        page="slips",
        today=today,
        days=[(day, draw, method_words(draw)) for day, draw in published],
        never=[each for each in await queries.procedures(ward.id) if each.code in never],
    )


def method_words(draw: Draw) -> str:
    return str(METHOD[draw.method]) % {"share": draw.share, "every": draw.every}


handlers = [show_draws]
