"""Reads of coffee sessions: one, a year of them, those to come, those held, who was visited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.ward import queries as ward_queries
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import Actor, in_force, read_time
from meetings.coffee.rules import may_read, report_due
from meetings.coffee.states import MET, SessionState
from meetings.coffee.tables import CoffeeGroup, CoffeeSession

Row = dict[str, Any]
SHOWN = (SessionState.RUNNING, *MET)  # of the days before


@dataclass(frozen=True, slots=True)
class SessionCard:
    """groups: ids, as they were visited. former_day: the last one told before it was moved."""

    id: int
    slug: str
    day: date
    starts: time
    minutes: int
    place: str
    lead: str
    groups: tuple[int, ...]
    state: SessionState
    series: str
    sequence: int
    version: int
    reason: str
    former_day: date | None
    attendances: int
    told_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    reported_at: datetime | None
    summary: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules COF-NOTICE (days), COF-REPORT (working days), COF-VISIT (days); None: no rule."""

    notice: int | None
    report: int | None
    visit: int | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A residential group of today, and when it was visited last; None: never noted here."""

    group: int
    last: date | None
    long_ago: bool


@dataclass(frozen=True, slots=True)
class SessionList:
    """after: for the next page; empty at the end."""

    cards: list[SessionCard]
    after: str


async def limits(ward: int, day: date) -> Limits:
    rules = await ward_queries.rules(ward)
    found = [in_force(rules, f"COF-{name}", day) for name in ("NOTICE", "REPORT", "VISIT")]
    return Limits(*(None if rule is None else int(rule.value) for rule in found))


async def session(actor: Actor, slug: str) -> SessionCard:
    """For staff. Raises Forbidden, NotFound."""
    _check(actor)
    return await public_session(actor.ward, slug)


async def public_session(ward: int, slug: str) -> SessionCard:
    """All of it is public. Raises NotFound."""
    (card,) = await _cards(await _rows(ward, CoffeeSession.slug == slug[:20])) or (None,)
    if card is None:
        raise NotFound(f"no session {slug!r}")
    return card


async def year(actor: Actor, number: int) -> list[SessionCard]:
    """Every session of a calendar year, latest first. Raises Forbidden."""
    _check(actor)
    first, last = date(number, 1, 1), date(number, 12, 31)
    rows = await _rows(actor.ward, CoffeeSession.day >= first, CoffeeSession.day <= last)
    return await _cards(rows)


async def upcoming(ward: int, limit: int = 100) -> list[SessionCard]:
    """From today on, nearest first: announced, going on, or cancelled."""
    today = local_day(now())
    states = (SessionState.ANNOUNCED, SessionState.RUNNING, SessionState.CANCELLED)
    rows = await (
        CoffeeSession.select()
        .where(
            CoffeeSession.ward == ward,
            CoffeeSession.day >= today,
            CoffeeSession.state.is_in([state.value for state in states]),
        )
        .order_by(CoffeeSession.day, CoffeeSession.starts, CoffeeSession.id)
        .limit(limit)
    )
    return await _cards(rows)


async def unreported(ward: int, limit: int = 100) -> list[SessionCard]:
    """Held, and no report yet; the oldest first."""
    rows = await (
        CoffeeSession.select()
        .where(CoffeeSession.ward == ward, CoffeeSession.state == SessionState.HELD.value)
        .order_by(CoffeeSession.day, CoffeeSession.id)
        .limit(limit)
    )
    return await _cards(rows)


async def in_calendar(ward: int, since: date, limit: int = 500) -> list[SessionCard]:
    """For the feed: what was and what is to come since a day, also what was cancelled."""
    rows = await (
        CoffeeSession.select()
        .where(CoffeeSession.ward == ward, CoffeeSession.day >= since)
        .order_by(CoffeeSession.day, CoffeeSession.id)
        .limit(limit)
    )
    return await _cards(rows)


async def held(ward: int, after: str = "", limit: int = 20) -> SessionList:
    """What was held, latest first. after: day and id of the last one shown. Raises Invalid."""
    query = CoffeeSession.select().where(
        CoffeeSession.ward == ward,
        CoffeeSession.state.is_in([state.value for state in MET]),
    )
    if after:
        day, last = _place(after)
        earlier = (CoffeeSession.day < day) | (
            (CoffeeSession.day == day) & (CoffeeSession.id < last)
        )
        query = query.where(earlier)
    rows = await query.order_by(CoffeeSession.day, CoffeeSession.id, ascending=False).limit(
        limit + 1
    )
    cards = await _cards(rows[:limit])
    more = len(rows) > limit
    return SessionList(cards, f"{cards[-1].day.isoformat()}.{cards[-1].id}" if more else "")


def _place(after: str) -> tuple[date, int]:
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.(\d{1,9})", after)
    try:
        if found is None:
            raise ValueError(after)
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError as error:
        raise Invalid(f"{after!r} is no place in the list", after="wrong") from error


async def report_day(ward: int, card: SessionCard) -> date | None:
    """By when its report is to be published; None once it is, or where no rule says it."""
    days = (await limits(ward, card.day)).report
    if card.state is not SessionState.HELD or days is None:
        return None
    return report_due(await ward_queries.calendar(ward), card.day, days)


async def of_group(ward: int, group: int, limit: int = 30) -> list[SessionCard]:
    """A residential group's, and of those that went into it; latest first."""
    ids = await _sessions_of(ward, [group, *(await lineage(ward)).forebears(group)])
    if not ids:
        return []
    rows = await (
        CoffeeSession.select()
        .where(CoffeeSession.ward == ward, CoffeeSession.id.is_in(ids))
        .order_by(CoffeeSession.day, CoffeeSession.id, ascending=False)
        .limit(limit)
    )
    return await _cards(rows)


async def before(ward: int, card: SessionCard) -> SessionCard | None:
    """The last one held in one of the same groups, before this one."""
    known = await lineage(ward)
    wanted = {each for group in card.groups for each in (group, *known.forebears(group))}
    ids = await _sessions_of(ward, sorted(wanted))
    if not ids:
        return None
    rows = await (
        CoffeeSession.select()
        .where(
            CoffeeSession.ward == ward,
            CoffeeSession.id.is_in(ids),
            CoffeeSession.id != card.id,
            CoffeeSession.day <= card.day,
            CoffeeSession.state.is_in([state.value for state in MET]),
        )
        .order_by(CoffeeSession.day, CoffeeSession.id, ascending=False)
        .limit(1)
    )
    found = await _cards(rows)
    return found[0] if found else None


async def visits(actor: Actor) -> list[Visit]:
    """Groups of today: never visited first, then longest ago. Raises Forbidden."""
    _check(actor)
    ward, today = actor.ward, local_day(now())
    states = [state.value for state in SHOWN]
    rows = await CoffeeGroup.select(
        CoffeeGroup.group, CoffeeGroup.session.day.as_alias("day")
    ).where(CoffeeGroup.ward == ward, CoffeeGroup.session.state.is_in(states))
    known, last = await lineage(ward), dict[int, date]()
    for row in rows:
        for group in known.heirs(row["group"]) or {row["group"]}:
            last[group] = max(last.get(group, date.min), row["day"])
    patience = (await limits(ward, today)).visit
    found = [
        Visit(card.id, last.get(card.id), _long_ago(last.get(card.id), today, patience))
        for card in await ward_queries.groups(ward)
    ]
    return sorted(found, key=lambda visit: visit.last or date.min)


def _long_ago(last: date | None, today: date, patience: int | None) -> bool:
    return last is None or (patience is not None and (today - last).days > patience)


async def _sessions_of(ward: int, groups: Collection[int]) -> list[int]:
    rows = await CoffeeGroup.select(CoffeeGroup.session).where(
        CoffeeGroup.ward == ward, CoffeeGroup.group.is_in(list(groups))
    )
    return sorted({row["session"] for row in rows})


async def _rows(ward: int, *where: Any) -> list[Row]:
    rows: list[Row] = await (
        CoffeeSession.select()
        .where(CoffeeSession.ward == ward, *where)
        .order_by(CoffeeSession.day, CoffeeSession.id, ascending=False)
    )
    return rows


async def _cards(rows: Sequence[Row]) -> list[SessionCard]:
    groups = await _groups([row["id"] for row in rows])
    names = [name for name in SessionCard.__dataclass_fields__ if name not in MADE]
    return [
        SessionCard(
            **{name: row[name] for name in names},
            starts=read_time(row["starts"]) or time(),
            groups=groups[row["id"]],
            state=SessionState(row["state"]),
        )
        for row in rows
    ]


MADE = ("starts", "groups", "state")


async def _groups(sessions: list[int]) -> defaultdict[int, tuple[int, ...]]:
    found: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    if sessions:
        rows = await (
            CoffeeGroup.select(CoffeeGroup.session, CoffeeGroup.group)
            .where(CoffeeGroup.session.is_in(sessions))
            .order_by(CoffeeGroup.id)
        )
        for row in rows:
            found[row["session"]] = (*found[row["session"]], row["group"])
    return found


def _check(actor: Actor) -> None:
    if not may_read(actor):
        raise Forbidden("notes of a coffee session are for who takes and who oversees them")
