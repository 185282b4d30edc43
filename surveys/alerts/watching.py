"""The nightly watch: alerts are opened about days that are final, each once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby

from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.jobs import Work, every
from dialogue.core.workdays import DAY
from dialogue.matters.actions.notices import Telling, hearers, tell
from dialogue.matters.telling import Ear, Holders, NoticeKind
from dialogue.ward import queries as ward_queries
from surveys.alerts.queries import Pattern, Silence, opened, patterns, told_silences
from surveys.alerts.rules import (
    Limits,
    Seen,
    limits,
    silences,
    too_good,
    turned_red,
    usual_share,
)
from surveys.alerts.states import WHOLE_DAYS, Kind
from surveys.alerts.tables import Alert
from surveys.blocks import Block
from surveys.history import history
from surveys.queries.counters import CounterCard, counters
from surveys.queries.ratings import DayCounts, day_counts, least_ratings
from surveys.results import Counts
from surveys.rules import Level, Series, final_day
from surveys.tables import Rating

BACK = timedelta(days=14)  # how far a night looks back: what was missed is made up for
TOLD_LATE = timedelta(days=45)  # a month's dossiers are reported after its end
USUAL = timedelta(days=90)  # what a counter, or the ward, is compared with
ALERTED = "alert"  # said of a notice, as a step would be


@dataclass(frozen=True, slots=True)
class Found:
    counter: int
    kind: Kind
    since: date
    until: date
    half: int = WHOLE_DAYS
    n: int = 0

    @property
    def key(self) -> tuple[int, Kind, date, int]:
        return self.counter, self.kind, self.since, self.half


@every(minutes=24 * 60, kind="watch-counters")
async def watch_nightly(work: Work) -> None:
    for ward in await ward_queries.wards():
        await watch(ward.id)


async def watch(ward: int) -> int:
    """How many alerts are new. A silence that lasts is the same one, up to a later day."""
    today = local_day(now())
    bounds = limits(await ward_queries.rules(ward), today)
    least = await least_ratings(ward, today)
    if bounds is None or least is None:
        return 0
    await _mark_only_good(ward, final_day(today), bounds, least)
    silences_told = await told_silences(ward, today - USUAL)
    found = [
        *_of_patterns(await patterns(ward, today - BACK, final_day(today))),
        *await _red(ward, today, bounds),
        *await _silent(ward, await counters(ward), today, bounds, silences_told),
    ]
    async with DB.transaction():
        known = await opened(ward)
        fresh = [
            each for each in found if each.key not in known and not _goes_on(each, silences_told)
        ]
        for each in fresh:
            await _open(ward, each, today)
        longer = [each for each in found if each.kind is Kind.SILENT and await _lasts(ward, each)]
        if fresh or longer:
            await note(ward, "alert", 0)
    return len(fresh)


async def _open(ward: int, found: Found, today: date) -> None:
    made = Alert(
        public_id=public_id(),
        ward=ward,
        counter=found.counter,
        kind=found.kind.value,
        since=found.since,
        until=found.until,
        half=found.half,
        n=found.n,
        opened_on=today,
    )
    await Alert.insert(made)
    people = await hearers(ward, [Ear.DIRECTORS], Holders())
    key = f"{ALERTED}-{made.public_id}"
    said = {"step": ALERTED, "alert": made.public_id}
    await tell(ward, [Telling(NoticeKind.ALERT, key, people, data=said)])


def _goes_on(found: Found, told: Iterable[Silence]) -> bool:
    """Is it one that is known? Its first day may have moved since: a day off was announced."""
    return found.kind is Kind.SILENT and any(
        each.meets(found.counter, found.since, found.until) for each in told
    )


async def _lasts(ward: int, found: Found) -> bool:
    """Is it longer than was known? Not a new version: what people decide on is the same."""
    changed = await (
        Alert.update({Alert.until: found.until})
        .where(
            Alert.ward == ward,
            Alert.counter == found.counter,
            Alert.kind == found.kind.value,
            Alert.since <= found.until,
            Alert.until >= found.since,
            Alert.until < found.until,
        )
        .returning(Alert.id)
    )
    return bool(changed)


def _of_patterns(found: Iterable[Pattern]) -> list[Found]:
    return [Found(each.counter, each.kind, each.day, each.day, each.half, each.n) for each in found]


async def _mark_only_good(ward: int, last: date, bounds: Limits, least: int) -> None:
    by_counter: dict[int, dict[date, list[DayCounts]]] = {}
    for row in await day_counts(ward, last - USUAL, last):
        by_counter.setdefault(row.counter, {}).setdefault(row.day, []).append(row)
    for counter, days in by_counter.items():
        for day in [each for each in days if each > last - BACK]:
            before = _sum(row.counts for d, rows in days.items() if d < day for row in rows)
            for half, counts in enumerate(_halves(days[day])):
                if counts.n >= least and too_good(counts, before, bounds.good):
                    await _mark_half(counter, day, half)


def _halves(rows: Sequence[DayCounts]) -> tuple[Counts, Counts]:
    morning = _sum(row.morning for row in rows)
    return morning, _sum(row.counts for row in rows) - morning


async def _mark_half(counter: int, day: date, half: int) -> None:
    await Rating.update({Rating.pattern: Kind.ONLY_GOOD.value}).where(
        Rating.counter == counter,
        Rating.day == day,
        Rating.half == half,
        Rating.series == Series.GENERAL.value,
        Rating.level == Level.VERY.value,
        Rating.pattern == "",
    )


async def _red(ward: int, today: date, bounds: Limits) -> list[Found]:
    """Of blocks, so that no alert tells of fewer ratings than figures do."""
    closed = sorted((await history(ward)).blocks, key=lambda each: (each.closed, each.leaf))
    days = [each.closed for each in closed]
    sums = [Counts(), *accumulate(each.counts for each in closed)]

    def usual(block: Block) -> float:
        """In the whole ward, before the block began."""
        until = bisect_left(days, block.since)
        return usual_share(sums[until] - sums[bisect_left(days, block.since - USUAL)])

    found = []
    for counter, mine in groupby(sorted(closed, key=_counter), key=_counter):
        seen = [Seen(each.since, each.closed, each.counts, usual(each)) for each in mine]
        turns = turned_red(seen, bounds.red)
        found += [
            Found(counter, Kind.RED, turn.since, turn.until, n=turn.n)
            for turn in turns
            if turn.until > today - BACK
        ]
    return found


def _counter(block: Block) -> int:
    return block.leaf[0]


async def _silent(
    ward: int, cards: Sequence[CounterCard], today: date, bounds: Limits, told: Iterable[Silence]
) -> list[Found]:
    """told: known ones, each looked at from its first day on, however long ago that is."""
    begun = {each.counter: each.since for each in told}
    first = min([today - USUAL, *begun.values()])
    days = [first + DAY * number for number in range((today - first).days)]
    calendar = await ward_queries.calendar(ward)
    working = [day for day in days if calendar.is_working(day)]
    rated: dict[int, dict[date, int]] = {}
    for series in Series:
        for row in await day_counts(ward, days[0], today - DAY, series):
            of_counter = rated.setdefault(row.counter, {})
            of_counter[row.day] = of_counter.get(row.day, 0) + row.counts.n
    return [
        Found(card.id, Kind.SILENT, since, until)
        for card in cards
        for since, until in silences(
            rated.get(card.id, {}), working, bounds.silent, begun.get(card.id)
        )
        if until > today - TOLD_LATE and await _returned(ward, card, since, until)
    ]


async def _returned(ward: int, card: CounterCard, since: date, until: date) -> bool:
    """Did the ward report dossiers given back on these days, in the counter's fields or in all?"""
    fields = {None, *(each.id for each in card.fields)}
    return any(
        case.field in fields
        and case.since <= until
        and case.until >= since
        and (case.figures.returned or 0) > 0
        for case in await ward_queries.case_figures(ward)
    )


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())
