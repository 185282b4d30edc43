"""A simulated ward lives through its days: everything is written by the product's own actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dialogue.core import clock
from dialogue.core.clock import HANOI
from dialogue.core.database import DB
from dialogue.core.workdays import DAY, Calendar
from dialogue.ward import queries as wards
from dialogue.ward.actions import groups, setting_up
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.actions.successions import Target, merge_groups
from dialogue.ward.figures import Figures
from dialogue.ward.rules import system_actor
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.alerts.watching import watch
from surveys.follow_ups import release_follow_ups
from surveys.proofs.actions import enter_due
from surveys.queries.counters import CounterCard
from surveys.rows import NewRating
from web.simulation import asking
from web.simulation.plan import WardPlan, dice, draw
from web.simulation.visits import pressed, returned, visits

AT_ONCE = 500  # ratings in one transaction
EVENING, NIGHT = time(17, 30), time(23, 30)


@dataclass(slots=True)
class Told:
    """What was planted in a ward. fakes: ids of ratings. returned: dossiers by month."""

    plan: WardPlan
    ward: int
    cards: tuple[CounterCard, ...]
    fakes: list[int] = field(default_factory=list)
    given: dict[str, int] = field(default_factory=dict)  # honest ratings by counter
    returned: dict[date, int] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    denounced: int = 0


async def simulate(count: int, since: date, until: date, seed: int, hashed: str) -> list[Told]:
    """So many wards from one day to another, both included. hashed: everybody's password."""
    return [await _ward(seed, number, since, until, hashed) for number in range(1, count + 1)]


async def _ward(seed: int, number: int, since: date, until: date, hashed: str) -> Told:
    with clock.at(_at(since, time(6))):
        told = await _set_up(seed, number, since, until)
        people = await asking.hire(told.ward, hashed)
    kept: list[NewRating] = []
    days = await _open_days(told.ward, since, until)
    for day, following in zip(days, [*days[1:], None], strict=True):
        kept = await _day(seed, told, day, kept)
        await _events(told, people, day)
        if following is None or following.month != day.month:
            await _report(told, day)
        if following is None or following.isocalendar().week != day.isocalendar().week:
            await _night(told.ward, day)
    return told


async def _set_up(seed: int, number: int, since: date, until: date) -> Told:
    ward = await setting_up.set_up_ward(f"mo-phong-{number}", f"Mô Phỏng {number}", is_demo=True)
    await setting_up.set_up_from_defaults(ward)
    plan = draw(seed, number, await _open_days(ward, since, until))
    async with DB.transaction():
        for place in range(1, plan.groups + 1):
            await groups.add_group(system_actor(ward), f"Tổ dân phố số {place}")
        cards = [
            await add_counter(ward, each.label, each.name, fields=each.fields)
            for each in plan.counters
        ]
    return Told(plan, ward, tuple(cards))


async def _open_days(ward: int, since: date, until: date) -> list[date]:
    calendar: Calendar = await wards.calendar(ward)
    days = [since + DAY * number for number in range((until - since).days + 1)]
    return [day for day in days if calendar.is_working(day)]


async def _day(seed: int, told: Told, day: date, late: list[NewRating]) -> list[NewRating]:
    """late: what a tablet kept yesterday. Returns what one keeps today."""
    now = list(late)
    kept: list[NewRating] = []
    for plan, card in zip(told.plan.counters, told.cards, strict=True):
        chance = dice(seed, told.plan.number, plan.label, day)
        count = returned(plan, chance)
        month = day.replace(day=1)
        told.returned[month] = told.returned.get(month, 0) + count
        honest = list(visits(plan, card, day, count, chance))
        fakes = list(pressed(plan, card, day, chance))
        told.given[plan.label] = told.given.get(plan.label, 0) + len(honest)
        told.fakes += [each.id for each in fakes]
        (kept if day in plan.cut else now).extend([*honest, *fakes])
    with clock.at(_at(day, EVENING)):
        await _send(now)
    return kept


async def _send(given: Sequence[NewRating]) -> None:
    for start in range(0, len(given), AT_ONCE):
        await rate(given[start : start + AT_ONCE])


async def _events(told: Told, people: asking.People, day: date) -> None:
    plan = told.plan
    if day == plan.merged:
        with clock.at(_at(day, time(8))):
            known = {each.label: each.id for each in await wards.groups(told.ward)}
            olds = [known["Tổ dân phố số 1"], known["Tổ dân phố số 2"]]
            into = Target(name="Tổ dân phố số 1A")
            source = "Nghị quyết mô phỏng về sắp xếp tổ dân phố"
            await merge_groups(system_actor(told.ward), olds, into, day, source)
    if day in plan.asked:
        turn = plan.asked.index(day)
        last = turn == len(plan.asked) - 1
        with clock.at(_at(day, time(9))):
            told.asked.append(await asking.ask_again(people, turn, answered=not last))
    if day == plan.denounced:
        with clock.at(_at(day, time(10))):
            told.denounced = await asking.denounce(people)


async def _night(ward: int, day: date) -> None:
    with clock.at(_at(day, NIGHT) + timedelta(days=2)):
        await release_follow_ups()
        await enter_due()
        await watch(ward)


async def _report(told: Told, last: date) -> None:
    """The ward's own case figures of the month that ends with this day."""
    month = last.replace(day=1)
    with clock.at(_at(last, NIGHT)):
        returned = Figures(returned=told.returned[month])
        entry = CaseEntry(month, last, returned, source="Số mô phỏng")
        await enter_case_figures(system_actor(told.ward), entry)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, HANOI)
