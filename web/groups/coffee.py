"""Coffee sessions of a residential group, on its head's own pages (/to-truong/{token}/ca-phe)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from dialogue.core.clock import local_day, now
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from meetings.coffee.queries.sessions import of_group
from web.access import GROUP
from web.answer_cards import names
from web.groups.promises import door, home
from web.groups.questions import HIDDEN, has_entered
from web.pages.coffee import list_path, look
from web.render import page


@get("/to-truong/{token:str}/ca-phe", opt=GROUP)
async def show_group_coffee(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return door(token)
    visitor = await enter_group(token)
    ward, today = await wards.ward_by_id(visitor.ward), local_day(now())
    cards = await of_group(visitor.ward, visitor.group)
    return page(
        "groups/coffee.html",
        headers=HIDDEN,
        ward=ward,
        visitor=visitor,
        home=home(token),
        listed=list_path(ward),
        upcoming=[card for card in reversed(cards) if card.day >= today],
        past=[card for card in cards if card.day < today],
        groups=(await names(visitor.ward)).groups,
        look=look,
    )


handlers = [show_group_coffee]
