"""Sixty days of ratings with a story: Mondays that go badly, a counter that learns, a quiet one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.core.tickets import body_hash, issue, nonce_hash, receipt_of
from dialogue.core.workdays import DAY
from surveys.actions.ratings import rate
from surveys.alerts.watching import watch
from surveys.follow_ups import follow_up_done, release_follow_ups
from surveys.proofs.actions import enter_due
from surveys.proofs.recounts import recount, state
from surveys.queries.counters import CounterCard, counters
from surveys.queries.follow_ups import FollowUpItem, follow_ups
from surveys.rows import Kept, NewRating
from surveys.rules import Level, Series
from web.demo.content import content
from web.demo.place import Place, moment

RECOUNTED = "Ban Thanh tra nhân dân đã đếm lại từ sổ, có ghi biên bản."
DAYS = 60  # calendar days before today; ratings come on working days
SEED = 2025
VERY = 0.6  # of those who are satisfied
MORNING = 0.58
BUSY_MONDAY = 1.3
HALVES = ((0, 9, 40), (1, 15, 10))  # half of the day, and the hour it is acted at
OPEN_DAYS = 2  # working days back within which follow-ups are still being looked into
HURRIED, BURST = 6, 14  # working days ago, so many good ratings came in seven minutes
SPREAD = 110  # minutes over which those of a half-day come else
LEFT_OPEN = 25  # of the older follow-ups, each so many-th was forgotten


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter with what counters.json says of it."""

    card: CounterCard
    plan: Mapping[str, Any]

    def satisfied(self, day: date, share: float) -> float:
        """Probability of a satisfied rating. share: of the sixty days that is over."""
        if day.weekday() == 0 and "mondays" in self.plan:
            return float(self.plan["mondays"])
        first = float(self.plan["satisfied"])
        return first + (float(self.plan.get("improves_to", first)) - first) * share


async def tell(places: Sequence[Place]) -> None:
    """All wards' ratings, a half-day at a time, then what the directors did about them."""
    dice, pace = Random(SEED), Random(SEED)  # noqa: S311  a story, no secret
    desks = [desk for place in places for desk in await _desks(place)]
    days = _days(places[0])
    for number, day in enumerate(days):
        drawn = [
            (desk, each) for desk in desks for each in _drawn(desk, day, number, len(days), dice)
        ]
        for half, hour, minute in HALVES:
            at = moment(day, hour, minute)
            given = [
                _rating(desk, each, at - timedelta(minutes=pace.uniform(0, SPREAD)))
                for desk, each in drawn
                if each.half == half
            ]
            if (number, half) == (len(days) - HURRIED, 1):
                given += _burst(desks[0], at)
            if given:
                with clock.at(at):
                    await rate(given)
        with clock.at(moment(day + DAY, 0, 10)):
            await release_follow_ups()
            await enter_due()
    await enter_due()
    for place in places:
        async with DB.transaction():
            await follow_up(place)
        await watch(place.id)


def _burst(desk: Desk, at: datetime) -> list[NewRating]:
    """The best ones, one each half minute: an alert tells of them when their day is final."""
    return [
        new_rating(desk.card, Level.VERY, at - timedelta(seconds=30 * number), field=None)
        for number in range(BURST)
    ]


async def recounted(place: Place) -> None:
    """The inspection board has counted this year anew, and signed: after its last ratings."""
    await enter_due()
    board = place.people["thanh-tra"]
    found = await recount(board, str(place.days.base.year), Series.GENERAL)
    await state(board, found, RECOUNTED)


async def _desks(place: Place) -> list[Desk]:
    plans = {each["label"]: each for each in content("counters")[place.card.slug]}
    return [Desk(card, plans[card.label]) for card in await counters(place.id)]


def _days(place: Place) -> list[date]:
    """Working days, without today: people still come."""
    today = clock.local_day(place.days.now)
    before = (today - timedelta(days=number) for number in range(DAYS, 0, -1))
    return [day for day in before if place.days.calendar.is_working(day)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one person pressed. field: place among the counter's buttons, None: other business."""

    half: int
    level: Level
    reasons: tuple[str, ...]
    field: int | None


def _drawn(desk: Desk, day: date, number: int, of: int, dice: Random) -> Iterator[Drawn]:
    for _ in range(_how_many(desk, day, number, of, dice)):
        happy = dice.random() < desk.satisfied(day, number / of)
        level = (Level.VERY if dice.random() < VERY else Level.OK) if happy else Level.NOT
        yield Drawn(
            half=0 if dice.random() < MORNING else 1,
            level=level,
            reasons=_reasons(desk, day, dice) if level is Level.NOT else (),
            field=_field(desk, dice),
        )


def _how_many(desk: Desk, day: date, number: int, of: int, dice: Random) -> int:
    """A quiet counter has a total, spread over the days; the others so many a day."""
    if "total" in desk.plan:
        total = int(desk.plan["total"])
        return total * (number + 1) // of - total * number // of
    busy = BUSY_MONDAY if day.weekday() == 0 else 1.0
    return round(int(desk.plan["daily"]) * busy * dice.uniform(0.6, 1.4))


def _reasons(desk: Desk, day: date, dice: Random) -> tuple[str, ...]:
    if day.weekday() == 0 and "mondays" in desk.plan:
        return ("wait",) if dice.random() < 0.8 else ("wait", "place")
    if dice.random() < 0.15:
        return ()
    known = content("comments")["reasons"]
    names, weights = [name for name, _ in known], [weight for _, weight in known]
    return (dice.choices(names, weights)[0],)


def _field(desk: Desk, dice: Random) -> int | None:
    if dice.random() < 0.05:
        return None
    count = len(desk.card.fields)
    return 0 if dice.random() < 0.6 else dice.randrange(count)


def _rating(desk: Desk, drawn: Drawn, at: datetime) -> NewRating:
    button = None if drawn.field is None else desk.card.fields[drawn.field].id
    return new_rating(desk.card, drawn.level, at, reasons=drawn.reasons, field=button)


def new_rating(
    card: CounterCard,
    level: Level,
    at: datetime,
    *,
    reasons: tuple[str, ...] = (),
    field: int | None = None,
    comment: str = "",
) -> NewRating:
    """With a ticket of its own, as the page would have carried it; given at that minute."""
    ticket = issue(keys(), card.path, at)
    return NewRating(
        counter=card,
        level=level,
        nonce=nonce_hash(keys(), card.path, ticket, at),
        body=body_hash(keys(), f"{level} {field} {comment}"),
        receipt=receipt_of(keys(), ticket),
        field=field,
        reasons=reasons,
        comment=comment,
        wants_answer=bool(comment),
        kept=Kept(at, 1),
    )


async def follow_up(place: Place) -> None:
    """What the director found and mended; the newest are still open, and a few were forgotten."""
    director = place.people["giam-doc"]
    fresh = place.days.day(-OPEN_DAYS)
    for number, item in enumerate(await follow_ups(director, limit=10_000)):
        if item.released_on <= fresh and number % LEFT_OPEN:
            cause, remedy = _found(item)
            at = moment(place.days.calendar.add(item.released_on, 1), 16, 45)
            with clock.at(at):
                await follow_up_done(director, item.id, cause, remedy)


def _found(item: FollowUpItem) -> tuple[str, str]:
    known = {each["reason"]: each for each in content("comments")["followed"]}
    fitting = next((known[each] for each in item.reasons if each in known), known[""])
    return fitting["cause"], fitting["remedy"]
