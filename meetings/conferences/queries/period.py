"""What the register, the promises and the meetings say of a period: for reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from piccolo.query.functions import Count

from dialogue.core.clock import HANOI, local_day, now
from dialogue.core.i18n import number, percent
from dialogue.matters.queries import board
from dialogue.matters.queries.promises import kept_promises
from dialogue.matters.states import MatterState, TaskState
from dialogue.matters.tables import Matter, Published
from dialogue.matters.task_tables import Task
from dialogue.ward import queries as wards
from dialogue.ward.cards import CaseCard
from dialogue.ward.figures import Figures, added
from meetings.coffee.queries.figures import met_within
from meetings.conferences.documents.half_year import HalfYear, Kept, Opinions
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.states import ConferenceState
from meetings.huddles.states import HuddleState
from meetings.huddles.tables import Huddle

HELD = frozenset(
    {
        *(ConferenceState.MINUTES, ConferenceState.RESULT_DRAFT, ConferenceState.RESULT_OUT),
        *(ConferenceState.FOLLOWING, ConferenceState.CLOSED),
    }
)


async def cases(card: ConferenceCard) -> tuple[CaseCard, ...]:
    """The ward's case figures of exactly the conference's period: the whole first, then fields."""
    if card.period_since is None or card.period_until is None:
        return ()
    return tuple(
        each
        for each in await wards.case_figures(card.ward)
        if (each.since, each.until) == (card.period_since, card.period_until)
    )


def whole(card: ConferenceCard, found: tuple[CaseCard, ...]) -> Figures | None:
    """As reported for all fields together, else the sum of those reported: of the series that the
    conference's period is named after, or of the one without a name."""
    series = own_series(card, found)
    reported = next((each.figures for each in series if each.field is None), None)
    if reported is not None or not series:
        return reported
    return added(each.figures for each in series)


def own_series(card: ConferenceCard, found: tuple[CaseCard, ...]) -> tuple[CaseCard, ...]:
    """Several series may be reported of one period, told apart by their label."""
    for label in (card.period_label, ""):
        series = tuple(each for each in found if each.label == label)
        if series:
            return series
    return ()


async def half_year(card: ConferenceCard) -> HalfYear:
    """Without ratings: who makes the report adds them. A conference without a period gives dots."""
    since, until = card.period_since, card.period_until
    blank = HalfYear(card.period_label, since, until, whole(card, await cases(card)))
    if since is None or until is None:
        return blank
    coffees, attendances = await met_within(card.ward, since, until)
    held = [each for each in await conferences(card.ward) if each.state in HELD]
    return replace(
        blank,
        opinions=await _opinions(card.ward, since, until),
        conferences=sum(since <= each.day <= until for each in held),
        coffees=coffees,
        attendances=attendances,
        huddles=await Huddle.count().where(
            Huddle.ward == card.ward,
            Huddle.day >= since,
            Huddle.day <= until,
            Huddle.state == HuddleState.CLOSED.value,
        ),
        kept=await _kept(card.ward, since, until),
        units=await _units(card.ward, since, until),
    )


def _from(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HANOI)


async def _opinions(ward: int, since: date, until: date) -> Opinions:
    rows = (
        await Matter.select(Matter.state, Matter.round, Count(alias="n"))
        .where(
            Matter.ward == ward,
            Matter.received_at >= _from(since),
            Matter.received_at < _from(until + timedelta(days=1)),
        )
        .group_by(Matter.state, Matter.round)
    )
    told = await board.figures(ward, since, until)
    return Opinions(
        received=sum(row["n"] for row in rows),
        in_time=told.in_time.part,
        late=told.in_time.n - told.in_time.part,
        redirected=sum(row["n"] for row in rows if row["state"] == MatterState.REDIRECTED.value),
        clear=told.clear.part,
        judged=told.clear.n,
        reopened=sum(row["n"] for row in rows if row["round"] > 1),
    )


async def _kept(ward: int, since: date, until: date) -> Kept:
    found = await kept_promises(ward, since, until, public=False)
    rows = (
        await Task.select(Task.text)
        .where(
            Task.ward == ward,
            Task.first_due >= since,
            Task.first_due <= min(until, local_day(now())),
            Task.state.not_in([TaskState.DONE.value]),
            Task.public == True,  # noqa: E712  a column
        )
        .order_by(Task.first_due, Task.id)
        .limit(200)
    )
    return Kept(found.due, found.kept, found.late, tuple(row["text"] for row in rows))


async def _units(ward: int, since: date, until: date) -> tuple[tuple[str, str, str, str], ...]:
    """Name, answers in the period, in time, promises still open; by name, never a ranking."""
    rows = (
        await Published.select(Published.unit, Published.in_time, Count(alias="n"))
        .where(
            Published.ward == ward,
            Published.published_at >= _from(since),
            Published.published_at < _from(until + timedelta(days=1)),
        )
        .group_by(Published.unit, Published.in_time)
    )
    answered: Counter[int] = Counter()
    in_time: Counter[int] = Counter()
    for row in rows:
        answered[row["unit"] or 0] += row["n"]
        in_time[row["unit"] or 0] += row["n"] if row["in_time"] else 0
    open_ = await _open(ward)
    units = sorted(await wards.units(ward, past=True), key=lambda each: each.name)
    return tuple(
        (each.name, number(answered[each.id]), share(in_time[each.id], answered[each.id]),
         number(open_[each.id]))
        for each in units
        if answered[each.id] or open_[each.id]
    )  # fmt: skip


def share(part: int, n: int) -> str:
    return f"{number(part)} ({percent(part, n)})" if n else "–"


async def _open(ward: int) -> Counter[int]:
    rows = (
        await Task.select(Task.unit, Count(alias="n"))
        .where(Task.ward == ward, Task.state == TaskState.OPEN.value)
        .group_by(Task.unit)
    )
    return Counter({row["unit"]: row["n"] for row in rows})
