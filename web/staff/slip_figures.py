"""Of whom the counters asked: invited, asked, refused, answered; and what slips said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.response import Template

from dialogue.core.clock import local_day, now
from dialogue.ward.rules import Actor
from surveys.queries.ratings import least_ratings
from surveys.rules import READERS, Series, may_read_figures
from surveys.satisfaction import satisfaction
from surveys.slips.queries import asked
from surveys.slips.rules import GIVERS
from web.access import staff
from web.render import staff_page

DAYS = 60
WHO = staff(*dict.fromkeys((*GIVERS, *READERS)))


@get("/phieu-danh-gia/so-lieu", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    """Who works at a counter sees how many answered, and never how."""
    actor, today = request.user, local_day(now())
    since = today - timedelta(days=DAYS)
    found = None
    if may_read_figures(actor):
        found = await satisfaction(actor, since, today, Series.SLIP)
    return await staff_page(
        request,
        "staff/slip_figures.html",
        since=since,
        today=today,
        days=DAYS,
        asked=await asked(actor, since, today),
        least=await least_ratings(actor.ward, today),
        found=found,
        gives=actor.has(*GIVERS),
    )


handlers = [show]
