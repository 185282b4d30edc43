"""Morning coffee with residents for programs: when and where, and its short report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

from dialogue.core.clock import HANOI, local_day
from dialogue.ward import queries
from meetings.coffee.queries import sessions
from meetings.coffee.queries.items import ItemView, public_items
from meetings.coffee.queries.sessions import SessionCard, public_session
from meetings.coffee.states import SessionState, WayOut
from web.access import PUBLIC
from web.api.cursors import cursor, place_of, portion
from web.api.parameters import After, Limit
from web.api.shapes import Codes
from web.api.tags import Anything, tagged
from web.api.v1 import codes_of

MOST_AHEAD = 1_000  # sessions that are announced
When: TypeAlias = Annotated[Literal["past", "coming"], QueryParameter()]


@dataclass(frozen=True, slots=True)
class SessionOut:
    """groups: names of the residential groups that were visited. reason: of a change or cancel.

    attendances: lượt, once it was held.
    """

    slug: str
    path: str
    state: SessionState
    starts_at: datetime
    minutes: int
    place: str
    lead: str
    groups: list[str]
    reason: str
    attendances: int | None
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class SessionsOut:
    """next: for `after`; null at the end."""

    items: list[SessionOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class ItemOut:
    """What was said, never by whom; empty words where they are kept back. way: answered on the
    spot, taken along, redirected, thanks. answer, promise: numbers of their pages.
    """

    field: str | None
    topic: str | None
    way: WayOut
    text: str
    said: str
    unit: str | None
    due: date | None
    answer: int | None
    promise: int | None


@dataclass(frozen=True, slots=True)
class LongSessionOut:
    """summary, items: of the report; empty until it is published."""

    session: SessionOut
    summary: str
    items: list[ItemOut]


@get("/v1/wards/{ward:str}/coffee-sessions", opt=PUBLIC)
async def list_sessions(
    request: Anything,
    ward: FromPath[str],
    when: When = "past",
    after: After = "",
    limit: Limit = 20,
) -> Response[SessionsOut]:
    """Morning coffee with residents (cà phê sáng): held, the latest first, or the next to come."""
    card, place = await queries.ward(ward), place_of(request, after)
    if when == "coming":
        some, end = portion(await sessions.upcoming(card.id, MOST_AHEAD), _key, place, limit)
    else:
        found = await sessions.held(card.id, place, limit)
        some, end = found.cards, found.after
    codes = await codes_of(card.id)
    items = [_session_out(card.slug, each, codes) for each in some]
    return tagged(request, SessionsOut(items, cursor(request, end)))


@get("/v1/wards/{ward:str}/coffee-sessions/{meeting:str}", opt=PUBLIC)
async def show_session(
    request: Anything, ward: FromPath[str], meeting: FromPath[str]
) -> Response[LongSessionOut]:
    """One session with its short report, once that is published."""
    card = await queries.ward(ward)
    met, codes = await public_session(card.id, meeting), await codes_of(card.id)
    reported = met.state is SessionState.REPORTED
    items = await public_items(card.id, met) if reported else []
    out = LongSessionOut(
        _session_out(card.slug, met, codes),
        met.summary if reported else "",
        [_item_out(each, codes) for each in items],
    )
    return tagged(request, out)


def _key(card: SessionCard) -> str:
    return f"{card.day.isoformat()}.{card.starts.isoformat()}.{card.id:09}"


def _session_out(slug: str, card: SessionCard, codes: Codes) -> SessionOut:
    held = card.state in {SessionState.HELD, SessionState.REPORTED}
    return SessionOut(
        slug=card.slug,
        path=f"/{slug}/ca-phe-sang/{card.slug}",
        state=card.state,
        starts_at=datetime.combine(card.day, card.starts, HANOI),
        minutes=card.minutes,
        place=card.place,
        lead=card.lead,
        groups=[codes.groups.get(group, "") for group in card.groups],
        reason=card.reason,
        attendances=card.attendances if held else None,
        reported_on=local_day(card.reported_at) if card.reported_at else None,
    )


def _item_out(item: ItemView, codes: Codes) -> ItemOut:
    matter, task = item.matter, item.task
    taken = item.way is WayOut.TAKEN
    return ItemOut(
        field=codes.fields.get(item.field or 0),
        topic=codes.topics.get(item.topic or 0),
        way=item.way,
        text=item.public_text,
        said=item.public_said,
        unit=codes.units.get(item.unit or 0) if taken else None,
        due=item.due if taken else None,
        answer=matter.answer if matter and matter.open else None,
        promise=task.number if task and task.public else None,
    )


handlers = [list_sessions, show_session]
