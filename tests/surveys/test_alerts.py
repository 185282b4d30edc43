"""Alerts as they are opened and decided, with the database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dialogue.core.clock import HANOI, at
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.matters.queries.notices import inbox
from dialogue.ward.actions.calendar import change_calendar
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.cards import DayCard
from dialogue.ward.figures import Figures
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import DayKind, Role
from surveys.actions.counters import add_counter, set_counter_staff
from surveys.alerts import marking
from surveys.alerts.actions import decide
from surveys.alerts.doubts import Doubt, doubt
from surveys.alerts.pace import Pace
from surveys.alerts.queries import AlertCard, alert, alerts, left_out, marked
from surveys.alerts.states import AlertState, Kind, Step
from surveys.alerts.watching import watch
from surveys.queries.counters import CounterCard
from surveys.results import Counts
from surveys.rules import Level
from surveys.satisfaction import counted
from surveys.tables import Rating
from tests.surveys.builders import director, give
from tests.ward.builders import person, ward_with_defaults

pytestmark = pytest.mark.integration
THURSDAY = datetime(2026, 3, 12, 9, tzinfo=HANOI)  # no holiday near
VERY, OK, NOT = Level


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minutes of another test."""
    monkeypatch.setattr(marking, "PACE", Pace())


@pytest.fixture
async def place(db: None) -> CounterCard:
    ward = await ward_with_defaults()
    return await add_counter(ward, "Quầy 2", "Hộ tịch", fields=("TP-HT", "CT"))


async def few_minutes_apart(card: CounterCard, levels: list[Level], seconds: int = 20) -> None:
    for number, level in enumerate(levels):
        with at(THURSDAY + timedelta(seconds=seconds * number)):
            await give(card, [level])


async def watched(card: CounterCard, days: int = 3) -> int:
    with at(THURSDAY + timedelta(days=days)):
        return await watch(card.ward)


async def only(actor: Actor) -> AlertCard:
    (card,) = await alerts(actor)
    return card


async def test_a_burst_is_told_when_its_day_is_final_and_once(place: CounterCard) -> None:
    boss = await director(place.ward)
    await few_minutes_apart(place, [VERY] * 15)
    assert await watched(place, days=1) == 0
    assert await watched(place) == 1
    assert await watched(place) == 0
    found = await only(boss)
    assert (found.kind, found.since, found.half, found.n) == (
        Kind.BURST,
        THURSDAY.date(),
        0,
        15,
    )
    with at(THURSDAY + timedelta(days=3)):
        assert [item.kind.value for item in await inbox(boss)] == ["alert"]


async def test_ratings_in_the_usual_pace_carry_no_mark(place: CounterCard) -> None:
    await few_minutes_apart(place, [VERY, OK] * 10, seconds=300)
    assert await Rating.count().where(Rating.pattern != "") == 0


async def test_a_mark_takes_nothing_from_a_figure(place: CounterCard) -> None:
    await few_minutes_apart(place, [VERY] * 15)
    assert await Rating.count().where(Rating.pattern == Kind.BURST.value) == 15
    assert await Rating.count().where(Rating.ward == place.ward) == 15
    await watched(place)
    assert await marked(place.ward, THURSDAY.date(), THURSDAY.date()) == 15
    assert await left_out(place.ward) == frozenset()


async def test_a_half_day_too_good_is_marked_whole(place: CounterCard) -> None:
    with at(THURSDAY - timedelta(days=7)):
        await give(place, [VERY] * 4 + [OK] * 4 + [NOT] * 4)
    await few_minutes_apart(place, [VERY] * 11, seconds=600)
    assert await watched(place) == 1
    assert (await only(await director(place.ward))).kind is Kind.ONLY_GOOD


async def test_it_takes_two_people_with_a_reason_and_comes_back(place: CounterCard) -> None:
    boss, chair = await director(place.ward), await person(place.ward, "ct", Role.CHAIRMAN)
    await few_minutes_apart(place, [VERY] * 15)
    await watched(place)
    found = await only(boss)
    with pytest.raises(Invalid):
        await decide(boss, found.public_id, 1, Step.PROPOSE, " ")
    proposed = await decide(boss, found.public_id, 1, Step.PROPOSE, "Cán bộ nhận đã tự bấm thử.")
    with pytest.raises(Forbidden):
        await decide(boss, found.public_id, proposed.version, Step.AGREE, "Đồng ý.")
    with pytest.raises(Conflict):
        await decide(chair, found.public_id, 1, Step.AGREE, "Đồng ý.")
    agreed = await decide(chair, found.public_id, proposed.version, Step.AGREE, "Đồng ý.")
    assert agreed.state is AlertState.LEFT_OUT
    assert await left_out(place.ward) == {(place.id, THURSDAY.date())}
    back = await decide(boss, found.public_id, agreed.version, Step.RESTORE, "Đó là một đoàn đông.")
    assert back.state is AlertState.EXPLAINED
    assert await left_out(place.ward) == frozenset()
    assert await Rating.count() == 15


async def test_figures_are_told_with_and_without_whole_blocks(place: CounterCard) -> None:
    """The ratings left out are in one block; the other one stays, and nothing lies between."""
    boss, chair = await director(place.ward), await person(place.ward, "ct", Role.CHAIRMAN)
    with at(THURSDAY - timedelta(days=2)):
        await give(place, [OK] * 8 + [NOT] * 4)
    await few_minutes_apart(place, [VERY] * 15)
    await watched(place)
    found = await only(boss)
    since, until = THURSDAY.date() - timedelta(days=20), THURSDAY.date()
    with at(THURSDAY + timedelta(days=3)):
        assert await doubt(place.ward, since, until) == Doubt(15, None)
        proposed = await decide(boss, found.public_id, 1, Step.PROPOSE, "Tự bấm thử.")
        await decide(chair, found.public_id, proposed.version, Step.AGREE, "Đồng ý.")
        told = await doubt(place.ward, since, until)
        whole = (await counted(place.ward, since, until)).whole
    assert told.marked == 15
    assert told.without is not None
    assert (told.without.counts, whole.counts) == (Counts(0, 8, 4), Counts(15, 8, 4))


async def test_who_works_at_the_counter_does_not_see_it(place: CounterCard) -> None:
    boss, officer = await director(place.ward), await person(place.ward, "cb", Role.OFFICER)
    await few_minutes_apart(place, [VERY] * 15)
    await watched(place)
    found = await only(boss)
    await set_counter_staff(place.ward, place.code, [boss.staff])
    assert await alerts(boss) == []
    with pytest.raises(NotFound):
        await alert(boss, found.public_id)
    with pytest.raises(Forbidden):
        await alerts(officer)


async def report(ward: int, returned: int) -> None:
    day = THURSDAY.date()
    figures = Figures(returned=returned)
    entry = CaseEntry(day - timedelta(days=14), day, figures, source="Sổ theo dõi")
    await enter_case_figures(system_actor(ward), entry)


async def test_a_silent_counter_is_told_once_while_dossiers_are_returned(
    place: CounterCard,
) -> None:
    with at(THURSDAY - timedelta(days=8)):
        await give(place, [VERY] * 3)
    with at(THURSDAY):
        assert await watch(place.ward) == 0
        await report(place.ward, 311)
        assert await watch(place.ward) == 1
        assert await watch(place.ward) == 0
    found = await only(await person(place.ward, "ct", Role.CHAIRMAN))
    assert (found.kind, found.since) == (Kind.SILENT, (THURSDAY - timedelta(days=7)).date())


async def test_a_silence_is_told_up_to_its_last_day(place: CounterCard) -> None:
    """As long as it lasts, also when somebody has explained it; then it stands."""
    boss = await person(place.ward, "ct", Role.CHAIRMAN)
    with at(THURSDAY - timedelta(days=8)):
        await give(place, [VERY] * 3)
    with at(THURSDAY):
        await report(place.ward, 311)
        await watch(place.ward)
    first = await only(boss)
    await decide(boss, first.public_id, first.version, Step.EXPLAIN, "Mã QR bị bóc.")
    assert await watched(place, days=5) == 0
    longer = await only(boss)
    assert (longer.since, longer.until) == (first.since, (THURSDAY + timedelta(days=4)).date())
    assert (longer.state, longer.reason) == (AlertState.EXPLAINED, "Mã QR bị bóc.")
    with at(THURSDAY + timedelta(days=5)):
        await give(place, [VERY] * 3)
    assert await watched(place, days=7) == 0
    assert (await only(boss)).until == longer.until


async def test_a_silence_of_half_a_year_is_one_alert(place: CounterCard) -> None:
    """Also when its last rating is longer ago than the watch looks back."""
    boss = await person(place.ward, "ct", Role.CHAIRMAN)
    with at(THURSDAY - timedelta(days=8)):
        await give(place, [VERY] * 3)
    with at(THURSDAY):
        await report(place.ward, 311)
        assert await watch(place.ward) == 1
    for days in (60, 120, 180):
        assert await watched(place, days) == 0
        with at(THURSDAY + timedelta(days=days)):
            found = await only(boss)
        assert found.until >= (THURSDAY + timedelta(days=days - 3)).date()
    with at(THURSDAY + timedelta(days=180)):
        await give(place, [VERY] * 3)
    assert await watched(place, 182) == 0
    assert (await only(boss)).until <= (THURSDAY + timedelta(days=179)).date()


async def test_a_day_off_announced_late_makes_no_second_alert(place: CounterCard) -> None:
    with at(THURSDAY - timedelta(days=8)):
        await give(place, [VERY] * 3)
    with at(THURSDAY):
        await report(place.ward, 311)
        assert await watch(place.ward) == 1
    off = (THURSDAY - timedelta(days=7)).date()
    day = DayCard(off, DayKind.HOLIDAY, "Nghỉ bù", "", "", "")
    await change_calendar(system_actor(place.ward), [day])
    assert await watched(place, days=4) == 0


async def test_a_counter_turning_red_is_told_of_blocks(place: CounterCard) -> None:
    for back in range(40, 12, -1):
        with at(THURSDAY - timedelta(days=back)):
            await give(place, [VERY] * 9 + [NOT])
    for back in range(10, 4, -1):
        with at(THURSDAY - timedelta(days=back)):
            await give(place, [VERY] * 4 + [NOT] * 6)
    with at(THURSDAY):
        await watch(place.ward)
        red = [each for each in await alerts(await director(place.ward)) if each.kind is Kind.RED]
    assert red
    assert red[-1].since >= (THURSDAY - timedelta(days=10)).date()
    assert red[-1].n >= 10
