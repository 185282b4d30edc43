"""The reports find what was planted in a ward that nobody lives in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, time

import pytest

from dialogue.core.clock import HANOI, at, now
from dialogue.matters.queries.askings import Question, likely_askings
from dialogue.matters.queries.facts import facts
from dialogue.matters.rules import undecided
from dialogue.ward import queries as wards
from dialogue.ward.lineage import lineage
from dialogue.ward.states import Role
from surveys.alerts.queries import AlertCard, alerts
from surveys.alerts.states import Kind
from surveys.proofs.checks import first_fault
from surveys.results import wilson
from surveys.satisfaction import counted
from surveys.tables import Rating
from web.simulation.asking import AGAIN
from web.simulation.plan import draw
from web.simulation.telling import Told, simulate

pytestmark = pytest.mark.integration
SINCE, UNTIL = date(2026, 2, 23), date(2026, 6, 26)  # after Tết
SEED = 3


@pytest.fixture
async def told(db: None) -> AsyncIterator[Told]:
    (ward,) = await simulate(1, SINCE, UNTIL, SEED, "no password")
    with at(datetime.combine(date(2026, 6, 30), time(9), HANOI)):
        yield ward


async def all_alerts(told: Told) -> list[AlertCard]:
    (inspector,) = await wards.holders(told.ward, Role.INSPECTOR)
    return await alerts(await wards.actor(told.ward, inspector.id))


def of(found: list[AlertCard], kind: Kind) -> list[AlertCard]:
    return [each for each in found if each.kind is kind]


async def test_the_reports_find_what_was_planted(told: Told) -> None:
    """One ward for all of it: four months are lived once."""
    found = await all_alerts(told)
    await shares_lie_in_their_intervals(told)
    await made_up_ratings_are_marked_and_no_others(told, found)
    silence_and_the_bad_week_are_told(told, found)
    await nothing_was_lost_by_the_cut_cable(told)
    await the_register_knows_the_repeat_and_the_denunciation(told)
    groups = await lineage(told.ward)
    assert [link.since for link in groups.links] == [told.plan.merged] * 2
    assert await first_fault(next(each for each in await wards.wards())) is None


async def shares_lie_in_their_intervals(told: Told) -> None:
    """At 95 %, of four undisturbed counters at most one may miss."""
    seen = await counted(told.ward, SINCE, UNTIL)
    by_name = {place.name: place.figure for place in seen.counters}
    calm = [
        (plan, by_name[card.title])
        for plan, card in zip(told.plan.counters, told.cards, strict=True)
        if not plan.bad and not plan.games
    ]
    hits = [
        figure.low <= 100 * plan.satisfied <= figure.high
        for plan, figure in calm
        if figure.low is not None and figure.high is not None
    ]
    assert len(hits) == 4
    assert sum(hits) >= 3
    whole = seen.whole
    assert wilson(whole.counts.satisfied, whole.n) == (whole.low, whole.high)


async def made_up_ratings_are_marked_and_no_others(told: Told, found: list[AlertCard]) -> None:
    rows = await Rating.select(Rating.id).where(Rating.pattern != "")
    marked, fakes = {row["id"] for row in rows}, set(told.fakes)
    assert len(marked & fakes) >= 0.9 * len(fakes)  # recall
    assert len(marked & fakes) >= 0.9 * len(marked)  # precision
    days = {day for plan in told.plan.counters for day in plan.games}
    assert {each.since for each in of(found, Kind.BURST)} == days


def silence_and_the_bad_week_are_told(told: Told, found: list[AlertCard]) -> None:
    plans = {card.label: plan for card, plan in zip(told.cards, told.plan.counters, strict=True)}
    (silent,) = of(found, Kind.SILENT)
    quiet = plans[silent.label].silent
    assert silent.since == quiet[0]
    assert silent.until in quiet  # it is told while it lasts, or when dossiers are reported
    (bad,) = (plan for plan in told.plan.counters if plan.bad)
    red = [each for each in of(found, Kind.RED) if each.label == bad.label]
    assert any(each.since <= bad.bad[-1] and each.until >= bad.bad[0] for each in red)


async def nothing_was_lost_by_the_cut_cable(told: Told) -> None:
    assert await Rating.count() == sum(told.given.values()) + len(told.fakes)


async def the_register_knows_the_repeat_and_the_denunciation(told: Told) -> None:
    last = await facts(told.ward, told.asked[-1])
    asked = Question(told.ward, last.id, AGAIN[-1], None, None, now())
    assert {each.matter for each in await likely_askings(asked)} == set(told.asked[:-1])
    assert undecided(await facts(told.ward, told.denounced))


def test_the_same_seed_plans_the_same_and_another_one_does_not() -> None:
    days = [date.fromordinal(SINCE.toordinal() + number) for number in range(90)]
    assert draw(1, 1, days) == draw(1, 1, days)
    assert draw(1, 1, days) != draw(2, 1, days)
    assert draw(1, 1, days).counters != draw(1, 2, days).counters
