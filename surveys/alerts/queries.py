"""Reads of alerts, and what the nightly watch looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core.errors import Forbidden, NotFound
from dialogue.ward.rules import Actor
from surveys.alerts.rules import may_watch
from surveys.alerts.states import PATTERNS, WHOLE_DAYS, AlertState, Kind
from surveys.alerts.tables import Alert
from surveys.queries.counters import counter_staff
from surveys.tables import Rating

MOST = 200  # alerts on one page, the newest


@dataclass(frozen=True, slots=True)
class AlertCard:
    """half None: whole days. n: ratings it is about; of silence, none."""

    id: int
    public_id: str
    counter: int
    label: str
    kind: Kind
    since: date
    until: date
    half: int | None
    n: int
    opened_on: date
    state: AlertState
    reason: str
    staff: int | None
    second_reason: str
    second_staff: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ratings of a counter and half-day that carry the same mark."""

    counter: int
    day: date
    half: int
    kind: Kind
    n: int


async def alerts(actor: Actor) -> list[AlertCard]:
    """The newest first, without those of a counter where the actor works. Raises Forbidden."""
    _check(actor)
    rows = await _alerts(actor.ward).order_by(Alert.id, ascending=False).limit(MOST)
    working = {each: await counter_staff(actor.ward, each) for each in {r["counter"] for r in rows}}
    return [_card(row) for row in rows if actor.staff not in working[row["counter"]]]


async def alert(actor: Actor, public_id: str) -> AlertCard:
    """Raises Forbidden; NotFound, also for one of a counter where the actor works."""
    _check(actor)
    row = await _alerts(actor.ward).where(Alert.public_id == public_id).first()
    if row is None or actor.staff in await counter_staff(actor.ward, row["counter"]):
        raise NotFound(f"no alert {public_id}")
    return _card(row)


async def left_out(ward: int) -> frozenset[tuple[int, date]]:
    """Counters and days whose ratings two people agreed to leave out."""
    rows = await Alert.select(Alert.counter, Alert.since).where(
        Alert.ward == ward, Alert.state == AlertState.LEFT_OUT.value
    )
    return frozenset((row["counter"], row["since"]) for row in rows)


async def marked(ward: int, since: date, until: date) -> int:
    """How many ratings of these days alerts have told of."""
    rows = await Alert.select(Alert.n).where(
        Alert.ward == ward,
        Alert.kind.is_in([kind.value for kind in PATTERNS]),
        Alert.since >= since,
        Alert.since <= until,
    )
    return sum(row["n"] for row in rows)


async def patterns(ward: int, since: date, until: date) -> list[Pattern]:
    """Marks of these days, both included."""
    sql = (
        "SELECT counter, day, half, pattern, COUNT(*) AS n FROM rating"
        " WHERE ward = {} AND pattern <> '' AND day >= {} AND day <= {}"
        " GROUP BY counter, day, half, pattern ORDER BY counter, day, half, pattern"
    )
    rows = await Rating.raw(sql, ward, since, until)
    return [
        Pattern(row["counter"], _day(row["day"]), row["half"], Kind(row["pattern"]), row["n"])
        for row in rows
    ]


async def opened(ward: int) -> set[tuple[int, Kind, date, int]]:
    """Counter, kind, first day and half of every alert there is."""
    rows = await Alert.select(Alert.counter, Alert.kind, Alert.since, Alert.half).where(
        Alert.ward == ward
    )
    return {(row["counter"], Kind(row["kind"]), row["since"], row["half"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Silence:
    """One that was told of: its days so far."""

    counter: int
    since: date
    until: date

    def meets(self, counter: int, since: date, until: date) -> bool:
        return self.counter == counter and self.since <= until and since <= self.until


async def told_silences(ward: int, since: date) -> list[Silence]:
    """Those that lasted until `since` or later, the newest last."""
    rows = (
        await Alert.select(Alert.counter, Alert.since, Alert.until)
        .where(Alert.ward == ward, Alert.kind == Kind.SILENT.value, Alert.until >= since)
        .order_by(Alert.since)
    )
    return [Silence(row["counter"], row["since"], row["until"]) for row in rows]


def _check(actor: Actor) -> None:
    if not may_watch(actor):
        raise Forbidden("alerts are for the centre's director, the leaders and the inspectors")


def _alerts(ward: int) -> Any:
    return Alert.select(*Alert.all_columns(), Alert.counter.label).where(Alert.ward == ward)


def _card(row: dict[str, Any]) -> AlertCard:
    same = (
        "id", "public_id", "counter", "since", "until", "n", "opened_on", "reason", "staff",
        "second_reason", "second_staff", "version",
    )  # fmt: skip
    return AlertCard(
        **{name: row[name] for name in same},
        label=row["counter.label"],
        kind=Kind(row["kind"]),
        half=None if row["half"] == WHOLE_DAYS else row["half"],
        state=AlertState(row["state"]),
    )


def _day(value: date | str) -> date:
    """SQLite gives text to a statement of our own."""
    return date.fromisoformat(value) if isinstance(value, str) else value
