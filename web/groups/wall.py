"""Answers to print in large type for the group's notice board (/to-truong/{token}/ban-in).

Only the public copies stand here: what was masked stays masked, what is private is not there.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template
from pydantic import BaseModel

from dialogue.core.clock import local_day, now
from dialogue.matters.queries import board
from dialogue.matters.queries.board import BoardItem
from dialogue.matters.search import Filters
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import GroupVisitor
from web.access import GROUP
from web.forms import form_of, read_query
from web.groups.promises import door, home
from web.groups.questions import HIDDEN, has_entered
from web.i18n import url
from web.numbers import Id
from web.render import page
from web.wall_sheets import is_shown, sheet_of

OFFERED = 20  # the newest, to choose from
AT_FIRST = 3  # chosen before the head chooses
MOST = 10  # sheets at once


class ChoiceForm(BaseModel):
    """The name stands in the address, so it is a word of the language of the page."""

    so: list[Id] = []


@get("/to-truong/{token:str}/ban-in", opt=GROUP)
async def show_wall(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return door(token)
    visitor = await enter_group(token)
    ward = await wards.ward_by_id(visitor.ward)
    offered = await _offered(visitor)
    asked = read_query(request, ChoiceForm).data
    wanted = set(asked.so) if asked and asked.so else {each.number for each in offered[:AT_FIRST]}
    chosen = [each for each in offered if each.number in wanted][:MOST]
    return page(
        "groups/wall.html",
        headers=HIDDEN,
        ward=ward,
        visitor=visitor,
        home=home(token),
        action=url(f"/to-truong/{token}/ban-in"),
        offered=[(str(each.number), each.title) for each in offered],
        form=form_of({"so": [each.number for each in chosen]}),
        sheets=[await sheet_of(ward, each.number) for each in chosen],
        most=MOST,
        today=local_day(now()),
    )


async def _offered(visitor: GroupVisitor) -> list[BoardItem]:
    """The group's, and those of groups that went into it; nothing that is hidden or taken down."""
    found = await board.board(visitor.ward, filters=Filters(group=visitor.group), limit=OFFERED)
    return [each for each in found.items if is_shown(each)]


handlers = [show_wall]
