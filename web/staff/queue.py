"""The queue: the register as this member of staff may read it, what is due first on top."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from litestar import Request, get
from litestar.response import Template
from pydantic import BaseModel

from dialogue.core.errors import NotFound
from dialogue.matters.queries.due import DueState
from dialogue.matters.queries.queue import (
    MOST_COUNTED,
    Filters,
    Place,
    QueueItem,
    queue,
    queue_count,
)
from dialogue.matters.rules import SEALED, may_enter_on_behalf, may_open_sealed
from dialogue.matters.states import MatterState, Source
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from web.access import staff
from web.forms import Form, read_query
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.old_groups import known_groups
from web.paging import after, slice_of
from web.render import staff_page
from web.shapes import RailItem
from web.staff.clocks import clocks
from web.staff.done import done_text
from web.staff.places import READERS, names, units
from web.words import SOURCE, STATE

SIZE = 30  # lines a page
PATH = "/quan-tri/van-de"
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2}|-)\.(\d{1,9})")
DUE = {
    DueState.LATE: _("Quá hạn trả lời"),
    DueState.TODAY: _("Hạn hôm nay"),
    DueState.SOON: _("Hạn trong 2 ngày tới"),
    DueState.LATER: _("Hạn xa hơn"),
    DueState.NONE: _("Không có hạn"),
}


class FilterForm(BaseModel):
    """The names stand in the address, so they are words of the language of the page."""

    buoc: MatterState | None = None
    linh_vuc: Id | None = None
    don_vi: Id | None = None
    to: Id | None = None
    nguon: Source | None = None
    han: DueState | None = None
    cua_toi: Literal["", "1"] = ""


@get("/van-de", opt=staff(*READERS))
async def show_queue(request: Request[Actor, Any, Any]) -> Template:
    actor = request.user
    form = read_query(request, FilterForm)
    filters = await _filters(actor, form)
    found = await queue(actor, filters, _place(after(request)), SIZE + 1)
    rows = slice_of(request, found, SIZE, _key)
    count = await queue_count(actor, filters)
    calendar = await wards.calendar(actor.ward)
    return await staff_page(
        request,
        "staff/queue.html",
        page="matters",
        rows=rows,
        count=min(count, MOST_COUNTED),
        more=count > MOST_COUNTED,
        filtered=filters != Filters(),
        form=form,
        names=await names(actor.ward),
        sources=SOURCE,
        choices=await _choices(actor),
        clocks={item.id: clocks(item, calendar) for item in rows.items},
        may_enter=may_enter_on_behalf(actor),
        done=done_text(request),
    )


async def _filters(actor: Actor, form: Form[FilterForm]) -> Filters:
    """A wrong address filters nothing: what it shows is still the actor's own list."""
    wanted = form.data
    if wanted is None:
        return Filters()
    try:
        if wanted.linh_vuc is not None:
            await wards.field(actor.ward, wanted.linh_vuc)
    except NotFound:
        return Filters()
    states = (wanted.buoc,) if wanted.buoc else ()
    return Filters(
        states=states,
        unit=wanted.don_vi,
        field=wanted.linh_vuc,
        group=wanted.to,
        source=wanted.nguon,
        due=wanted.han,
        mine=bool(wanted.cua_toi),
    )


async def _choices(actor: Actor) -> dict[str, Any]:
    ward = actor.ward
    secret = () if may_open_sealed(actor) else SEALED
    return {
        "states": [(state, STATE[state]) for state in MatterState if state not in secret],
        "fields": [(card.id, card.name) for card in await wards.fields(ward)],
        "units": await units(ward),
        "groups": await known_groups(ward),
        "sources": list(SOURCE.items()),
        "dues": list(DUE.items()),
    }


def _key(item: QueueItem) -> str:
    due = item.place.due
    return f"{due.isoformat() if due else '-'}.{item.id}"


def _place(key: str) -> Place | None:
    """None for nonsense: the first page."""
    found = _CURSOR.fullmatch(key)
    if found is None:
        return None
    try:
        return Place(None if found[1] == "-" else date.fromisoformat(found[1]), int(found[2]))
    except ValueError:
        return None


handlers = [show_queue]
rail = [
    RailItem("matters", PATH, "inbox", _("Vấn đề"), str(staff(*READERS)["who"]), position=20),
]
