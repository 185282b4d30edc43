"""Running figures: what was counted here, and beside it what was told of earlier times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from piccolo.query.functions import Count, Sum

from dialogue.matters.states import OriginKind, TaskState
from dialogue.matters.task_tables import Task
from dialogue.ward.states import Qualifier
from meetings.coffee.states import MET, WayOut
from meetings.coffee.tables import CoffeeEarlier, CoffeeItem, CoffeeSession


@dataclass(frozen=True, slots=True)
class Counted:
    """Of sessions held and noted here. attendances: lượt, not people. promises: public tasks."""

    sessions: int
    attendances: int
    items: int
    answered: int
    taken: int
    promises: int
    done: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """As it was told of the time until a day. Words None: exact. Never added to what we count."""

    id: int
    until: date
    sessions: int
    sessions_word: Qualifier | None
    attendances: int
    attendances_word: Qualifier | None
    source: str


async def counted(ward: int) -> Counted:
    met = [state.value for state in MET]
    whole = await (
        CoffeeSession.select(
            Count(CoffeeSession.id, alias="n"), Sum(CoffeeSession.attendances, alias="people")
        )
        .where(CoffeeSession.ward == ward, CoffeeSession.state.is_in(met))
        .first()
    )
    rows = await (
        CoffeeItem.select(CoffeeItem.way, Count(CoffeeItem.id, alias="n"))
        .where(CoffeeItem.ward == ward, CoffeeItem.session.state.is_in(met))
        .group_by(CoffeeItem.way)
    )
    ways = {WayOut(row["way"]): int(row["n"]) for row in rows}
    told = sum(n for way, n in ways.items() if way not in (WayOut.DROPPED, WayOut.SEPARATE))
    promises, done = await _promises(ward)
    return Counted(
        sessions=int((whole or {}).get("n") or 0),
        attendances=int((whole or {}).get("people") or 0),
        items=told,
        answered=ways.get(WayOut.ANSWERED, 0),
        taken=ways.get(WayOut.TAKEN, 0),
        promises=promises,
        done=done,
    )


async def met_within(ward: int, since: date, until: date) -> tuple[int, int]:
    """Sessions held on these days, both included, and attendances (lượt) there."""
    row = await (
        CoffeeSession.select(
            Count(CoffeeSession.id, alias="n"), Sum(CoffeeSession.attendances, alias="people")
        )
        .where(
            CoffeeSession.ward == ward,
            CoffeeSession.state.is_in([state.value for state in MET]),
            CoffeeSession.day >= since,
            CoffeeSession.day <= until,
        )
        .first()
    )
    found = row or {"n": 0, "people": 0}
    return int(found["n"] or 0), int(found["people"] or 0)


async def met_beside(wards: Sequence[int], since: date, until: date) -> dict[int, int]:
    """Sessions held on these days, ward by ward: one statement for all; none: absent."""
    rows = (
        await CoffeeSession.select(CoffeeSession.ward, Count(CoffeeSession.id, alias="n"))
        .where(
            CoffeeSession.ward.is_in(list(wards)),
            CoffeeSession.state.is_in([state.value for state in MET]),
            CoffeeSession.day >= since,
            CoffeeSession.day <= until,
        )
        .group_by(CoffeeSession.ward)
    )
    return {row["ward"]: int(row["n"]) for row in rows}


async def _promises(ward: int) -> tuple[int, int]:
    rows = await (
        Task.select(Task.state, Count(Task.id, alias="n"))
        .where(
            Task.ward == ward,
            Task.origin_kind == OriginKind.COFFEE.value,
            Task.public == True,  # noqa: E712  a column
        )
        .group_by(Task.state)
    )
    states = {row["state"]: int(row["n"]) for row in rows}
    return sum(states.values()), states.get(TaskState.DONE.value, 0)


async def earlier(ward: int) -> list[Earlier]:
    """Latest first; what was taken back is left out."""
    rows = await (
        CoffeeEarlier.select()
        .where(CoffeeEarlier.ward == ward, CoffeeEarlier.taken_back == False)  # noqa: E712
        .order_by(CoffeeEarlier.until, CoffeeEarlier.id, ascending=False)
    )
    return [
        Earlier(
            row["id"],
            row["until"],
            row["sessions"],
            _word(row["sessions_word"]),
            row["attendances"],
            _word(row["attendances_word"]),
            row["source"],
        )
        for row in rows
    ]


def _word(text: str) -> Qualifier | None:
    return Qualifier(text) if text else None
