"""The only writers of follow-ups: shown once among others, done with cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogue.core import audit
from dialogue.core.bulk import insert_many
from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.jobs import Work, every
from dialogue.core.text import clean
from dialogue.core.workdays import DAY
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.queries.counters import CounterCard, counter_staff
from surveys.queries.ratings import day_counts, least_ratings
from surveys.rows import follow_up_row
from surveys.rules import (
    AROUND,
    DONE_DAYS,
    OPEN_DAYS,
    FollowUpState,
    Level,
    may_see_single,
    span_shown,
)
from surveys.tables import FollowUp

Row = dict[str, Any]


@every(minutes=24 * 60, kind="release-follow-ups")
async def release_nightly(work: Work) -> None:
    await release_follow_ups()


async def release_follow_ups() -> None:
    """Of days that are over: not the moment at which a rating came decides."""
    for ward in await ward_queries.wards():
        await _release(ward.id, local_day(now()))


async def _release(ward: int, today: date) -> None:
    held: dict[int, date] = {}
    for row in await _held(ward, today):
        held.setdefault(row["counter"], row["day"])
    least = await least_ratings(ward, today)
    if not held or least is None:
        return
    known = await _ratings(ward, min(held.values()) - AROUND, today - DAY)
    before = await _last_days(ward)
    calendar = await ward_queries.calendar(ward)
    dues = {
        FollowUp.released_on: today,
        FollowUp.open_due: calendar.add(today, OPEN_DAYS),
        FollowUp.due: calendar.add(today, DONE_DAYS),
    }
    async with DB.transaction():
        for counter, day in sorted(held.items()):
            days = known.get(counter, {})
            span = span_shown(days, day, before.get(counter), today - DAY, least)
            if span is not None:
                await _show(ward, counter, span, dues)
        await note(ward, "follow-ups", 0)


async def _show(ward: int, counter: int, span: tuple[date, date], dues: Mapping[Any, Any]) -> None:
    """All that one counter held, with one span and one clock."""
    since, until = span
    shown: dict[Any, Any] = {
        FollowUp.state: FollowUpState.OPEN.value,
        FollowUp.since: since,
        FollowUp.until: until,
    }
    await FollowUp.update({**shown, **dues}).where(
        FollowUp.ward == ward,
        FollowUp.counter == counter,
        FollowUp.state == FollowUpState.HELD.value,
        FollowUp.day <= until,
    )


async def _held(ward: int, today: date) -> list[Row]:
    """Counter and day, the earliest first."""
    rows: list[Row] = (
        await FollowUp.select(FollowUp.counter, FollowUp.day)
        .where(
            FollowUp.ward == ward,
            FollowUp.state == FollowUpState.HELD.value,
            FollowUp.day < today,
        )
        .order_by(FollowUp.day)
    )
    return rows


async def _ratings(ward: int, since: date, until: date) -> dict[int, dict[date, int]]:
    """Counter → day → how many."""
    found: dict[int, dict[date, int]] = {}
    for row in await day_counts(ward, since, until):
        days = found.setdefault(row.counter, {})
        days[row.day] = days.get(row.day, 0) + row.counts.n
    return found


async def _last_days(ward: int) -> dict[int, date]:
    """Counter → the last day of the last span shown."""
    rows = (
        await FollowUp.select(FollowUp.counter, FollowUp.until)
        .where(FollowUp.ward == ward, FollowUp.until.is_not_null())
        .order_by(FollowUp.until)
    )
    return {row["counter"]: row["until"] for row in rows}


async def move(
    card: CounterCard, old: Mapping[str, Any], level: Level, reasons: tuple[str, ...]
) -> None:
    """In the transaction that changes a rating. old: its row as it was.

    Nothing names the rating's own follow-up: any that looks the same and is not done is taken back.
    """
    if old["level"] == Level.NOT.value:
        same = await _same(card, old)
        if same is not None:
            await FollowUp.update({FollowUp.state: FollowUpState.WITHDRAWN.value}).where(
                FollowUp.id == same, FollowUp.ward == card.ward
            )
    if level is Level.NOT:
        await insert_many(FollowUp, [follow_up_row(card, old["field"], reasons, old["day"])])


async def _same(card: CounterCard, old: Mapping[str, Any]) -> int | None:
    field = FollowUp.field
    row = (
        await FollowUp.select(FollowUp.id)
        .where(
            FollowUp.ward == card.ward,
            FollowUp.counter == card.id,
            field.is_null() if old["field"] is None else field == old["field"],
            FollowUp.day == old["day"],
            FollowUp.reasons == old["reasons"],
            FollowUp.state.is_in([FollowUpState.HELD.value, FollowUpState.OPEN.value]),
        )
        .first()
    )
    return None if row is None else int(row["id"])


async def follow_up_done(actor: Actor, follow_up: int, cause: str, remedy: str) -> None:
    """Raises Forbidden, Invalid without both texts, NotFound (also while it is held), Conflict
    when it is done already.
    """
    cause, remedy = clean(cause), clean(remedy)
    if not cause or not remedy:
        raise Invalid("cause and remedy are both asked", **_missing(cause=cause, remedy=remedy))
    row = (
        await FollowUp.select(FollowUp.counter)
        .where(
            FollowUp.id == follow_up,
            FollowUp.ward == actor.ward,
            FollowUp.state != FollowUpState.HELD.value,
        )
        .first()
    )
    if row is None:
        raise NotFound(f"no follow-up {follow_up}")
    if not may_see_single(actor, await counter_staff(actor.ward, row["counter"])):
        raise Forbidden("only the centre's director follows up, and not on the own counter")
    async with DB.transaction():
        changed = await (
            FollowUp.update(
                {
                    FollowUp.state: FollowUpState.DONE.value,
                    FollowUp.cause: cause,
                    FollowUp.remedy: remedy,
                    FollowUp.staff: actor.staff,
                    FollowUp.done_at: now(),
                }
            )
            .where(
                FollowUp.id == follow_up,
                FollowUp.ward == actor.ward,
                FollowUp.state == FollowUpState.OPEN.value,
            )
            .returning(FollowUp.id)
        )
        if not changed:
            raise Conflict("the follow-up is no longer open")
        await audit.record(actor.ward, actor.staff, "follow-up-done", "follow_up", follow_up)
        await note(actor.ward, "follow-ups", 0)


def _missing(**texts: str) -> dict[str, str]:
    return {name: "missing" for name, text in texts.items() if not text}
