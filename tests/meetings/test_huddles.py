"""Huddles: opened by themselves at the end of each half-day, held, missed, carried on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.clock import HANOI, at
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.workdays import Calendar
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.huddles import actions, queries
from meetings.huddles.actions import NewPoint
from meetings.huddles.rules import Times, halves, opened_since
from meetings.huddles.states import Half, HuddleState, PointState
from meetings.huddles.tables import HuddleEvent
from tests.ward.builders import bare_ward, person, ward_with_defaults

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
TIMES = Times(time(11, 15), time(16, 45), saturdays=False, most_points=5)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HANOI)


@dataclass(frozen=True)
class Centre:
    ward: int
    director: Actor
    clerk: Actor


@pytest.fixture
async def centre(db: None) -> Centre:
    ward = await ward_with_defaults()
    director = await person(ward, "giam-doc", Role.DIRECTOR)
    return Centre(ward, director, await person(ward, "mot-cua", Role.COUNTER_OFFICER))


def a_point(centre: Centre, **other: object) -> NewPoint:
    new = NewPoint("Loa gọi số Quầy 3 hỏng", "Thay loa", centre.clerk.staff, MONDAY)
    return replace(new, **other)  # type: ignore[arg-type]


async def opened(centre: Centre, day: date, half: Half) -> int:
    hour = 11 if half is Half.MORNING else 16
    with at(on(day, hour, 50)):
        await actions.open_all()
    return (await queries.huddle(centre.director, day, half)).id


# When


@pytest.mark.unit
def test_each_half_that_is_worked_has_its_huddle() -> None:
    tet = Calendar(
        holidays=frozenset({MONDAY}),
        makeup_days=frozenset({SATURDAY}),
        no_afternoon=frozenset({FRIDAY, SATURDAY}),
    )
    assert halves(tet, FRIDAY, saturdays=False) == (Half.MORNING,)
    assert halves(tet, SATURDAY, saturdays=False) == (Half.MORNING,)
    assert halves(tet, MONDAY, saturdays=True) == ()
    assert halves(Calendar(), FRIDAY, saturdays=False) == (Half.MORNING, Half.AFTERNOON)


@pytest.mark.unit
def test_an_ordinary_saturday_counts_where_the_centre_is_open() -> None:
    assert halves(Calendar(), SATURDAY, saturdays=False) == ()
    assert halves(Calendar(), SATURDAY, saturdays=True) == (Half.MORNING,)


@pytest.mark.unit
@given(st.times(), st.integers(0, 20))
def test_none_opens_before_its_time(clock: time, back: int) -> None:
    first = FRIDAY - timedelta(days=back)
    found = list(opened_since(Calendar(), TIMES, first, FRIDAY, clock))
    assert found == sorted(set(found))
    today = [half for day, half in found if day == FRIDAY]
    assert today == [half for half in Half if TIMES.opens(half) <= clock]


async def test_it_opens_by_itself_and_once(centre: Centre) -> None:
    with at(on(FRIDAY, 11, 14)):
        await actions.open_all()
        assert await queries.latest(centre.director) is None
    with at(on(FRIDAY, 11, 15)):
        await actions.open_all()
        await actions.open_all()
        assert await queries.latest(centre.director) == (FRIDAY, Half.MORNING)
        assert [each.state for each in await queries.week(centre.director, FRIDAY)][:1] == [
            HuddleState.DUE
        ]


async def test_a_ward_without_the_rule_has_none(db: None) -> None:
    ward = await bare_ward()
    director = await person(ward, "giam-doc", Role.DIRECTOR)
    with at(on(FRIDAY, 18)):
        await actions.open_all()
        assert await queries.latest(director) is None
        assert await queries.week(director, date(2026, 11, 16)) == []


async def test_a_standstill_is_made_up_for_and_what_was_not_held_is_missed(centre: Centre) -> None:
    await opened(centre, date(2026, 11, 18), Half.MORNING)
    with at(on(FRIDAY, 12)):
        await actions.open_all()
        week = await queries.week(centre.director, date(2026, 11, 16))
        assert [(each.day.day, each.half.name, each.state) for each in week][4:9] == [
            (18, "MORNING", HuddleState.MISSED),
            (18, "AFTERNOON", HuddleState.MISSED),
            (19, "MORNING", HuddleState.MISSED),
            (19, "AFTERNOON", HuddleState.MISSED),
            (20, "MORNING", HuddleState.DUE),
        ]
        assert await queries.held_and_missed(centre.director, date(2026, 11, 1)) == (0, 4)


async def test_what_was_noted_is_not_lost_when_nobody_ends_it(centre: Centre) -> None:
    huddle = await opened(centre, FRIDAY, Half.AFTERNOON)
    with at(on(FRIDAY, 16, 55)):
        await actions.add_point(centre.clerk, huddle, a_point(centre))
    await opened(centre, MONDAY, Half.MORNING)
    view = await queries.huddle(centre.director, FRIDAY, Half.AFTERNOON)
    assert (view.state, view.closed_by) == (HuddleState.CLOSED, "")
    assert len(view.points) == 1


# Holding one


async def test_a_point_goes_on_until_it_is_done(centre: Centre) -> None:
    first = await opened(centre, FRIDAY, Half.AFTERNOON)
    with at(on(FRIDAY, 16, 55)):
        point = await actions.add_point(centre.clerk, first, a_point(centre))
        await actions.close(centre.director, first)
    second = await opened(centre, MONDAY, Half.MORNING)
    with at(on(MONDAY, 11, 20)):
        view = await queries.huddle(centre.director, MONDAY, Half.MORNING)
        assert [each.id for each in view.earlier] == [point]
        with pytest.raises(Invalid) as wrong:
            await actions.close(centre.director, second)
        assert wrong.value.errors == {"earlier": "unreviewed"}
        with pytest.raises(Invalid):
            await actions.review_point(centre.director, second, point, PointState.OPEN)
        await actions.review_point(centre.director, second, point, PointState.OPEN, "chờ thợ")
        await actions.close(centre.director, second)
    third = await opened(centre, MONDAY, Half.AFTERNOON)
    with at(on(MONDAY, 16, 50)):
        await actions.review_point(centre.director, third, point, PointState.DONE)
        await actions.close(centre.director, third)
    fourth = await opened(centre, date(2026, 11, 25), Half.MORNING)
    view = await queries.huddle(centre.director, date(2026, 11, 25), Half.MORNING)
    assert (view.id, view.earlier) == (fourth, ())
    seen = await queries.huddle(centre.director, MONDAY, Half.AFTERNOON)
    assert [(each.state, each.reviewed) for each in seen.earlier] == [(PointState.DONE, third)]


async def test_five_points_are_enough(centre: Centre) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    with at(on(FRIDAY, 11, 30)):
        for _ in range(5):
            await actions.add_point(centre.clerk, huddle, a_point(centre))
        with pytest.raises(Conflict):
            await actions.add_point(centre.clerk, huddle, a_point(centre))


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"problem": " "}, {"problem": "missing"}),
        ({"remedy": "x" * 301}, {"remedy": "too-long"}),
        ({"staff": 99_999}, {"staff": "unknown"}),
        ({"by_day": FRIDAY - timedelta(days=1)}, {"by_day": "past"}),
        ({"by_day": date.max}, {"by_day": "past"}),
    ],
)
async def test_a_point_has_a_person_and_a_time(
    centre: Centre, change: dict[str, object], errors: dict[str, str]
) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    with at(on(FRIDAY, 11, 30)), pytest.raises(Invalid) as wrong:
        await actions.add_point(centre.clerk, huddle, a_point(centre, **change))
    assert wrong.value.errors == errors


async def test_of_two_who_change_a_point_the_second_is_told(centre: Centre) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    with at(on(FRIDAY, 11, 30)):
        point = await actions.add_point(centre.clerk, huddle, a_point(centre))
        await actions.change_point(centre.clerk, point, a_point(centre, remedy="Mượn loa"), 1)
        with pytest.raises(Conflict):
            await actions.change_point(centre.director, point, a_point(centre, remedy="Sửa"), 1)
        (left,) = (await queries.huddle(centre.clerk, FRIDAY, Half.MORNING)).points
    assert (left.remedy, left.version) == ("Mượn loa", 2)


async def test_figures_are_of_dossiers_and_the_history_keeps_what_was_changed(
    centre: Centre,
) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    with at(on(FRIDAY, 11, 30)):
        with pytest.raises(Invalid) as wrong:
            await actions.note_figures(
                centre.clerk, huddle, received=-1, returned=None, due_tomorrow=None
            )
        assert wrong.value.errors == {"received": "out-of-range"}
        for received in (41, 42):
            await actions.note_figures(
                centre.clerk, huddle, received=received, returned=38, due_tomorrow=None
            )
        point = await actions.add_point(centre.clerk, huddle, a_point(centre))
        await actions.remove_point(centre.clerk, point)
        with pytest.raises(Conflict):
            await actions.remove_point(centre.clerk, point)
    view = await queries.huddle(centre.clerk, FRIDAY, Half.MORNING)
    assert (view.received, view.returned, view.due_tomorrow, view.points) == (42, 38, None, ())
    rows = await HuddleEvent.select().where(HuddleEvent.huddle == huddle).order_by(HuddleEvent.id)
    assert [row["step"] for row in rows] == [
        *("open", "note-figures", "note-figures", "add-point", "remove-point")
    ]
    assert json.loads(rows[2]["data"])["old"]["received"] == 41
    assert json.loads(rows[3]["data"])["new"]["problem"] == "Loa gọi số Quầy 3 hỏng"


async def test_what_is_over_stays_as_it_was(centre: Centre) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    with at(on(FRIDAY, 11, 30)):
        point = await actions.add_point(centre.clerk, huddle, a_point(centre))
        await actions.close(centre.director, huddle)
        for late in (
            actions.add_point(centre.clerk, huddle, a_point(centre)),
            actions.change_point(centre.clerk, point, a_point(centre), 1),
            actions.remove_point(centre.clerk, point),
            actions.note_figures(centre.clerk, huddle, received=1, returned=1, due_tomorrow=1),
            actions.close(centre.director, huddle),
        ):
            with pytest.raises(Conflict):
                await late


# Who


async def test_the_centre_alone_holds_it(centre: Centre) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    officer = await person(centre.ward, "tu-phap", Role.OFFICER)
    chairman = await person(centre.ward, "chu-tich", Role.CHAIRMAN)
    with pytest.raises(Forbidden):
        await queries.huddle(officer, FRIDAY, Half.MORNING)
    assert (await queries.huddle(chairman, FRIDAY, Half.MORNING)).id == huddle
    for who in (officer, chairman):
        with pytest.raises(Forbidden):
            await actions.add_point(who, huddle, a_point(centre))
    with pytest.raises(Forbidden):
        await actions.close(centre.clerk, huddle)


async def test_another_wards_is_not_found(centre: Centre) -> None:
    huddle = await opened(centre, FRIDAY, Half.MORNING)
    with at(on(FRIDAY, 11, 30)):
        point = await actions.add_point(centre.clerk, huddle, a_point(centre))
    ward = await ward_with_defaults("binh-duong", "Bình Dương")
    stranger = await person(ward, "giam-doc", Role.DIRECTOR)
    with pytest.raises(NotFound):
        await queries.huddle(stranger, date(2026, 11, 19), Half.MORNING)
    for other in (
        actions.add_point(stranger, huddle, a_point(centre)),
        actions.change_point(stranger, point, a_point(centre), 1),
        actions.review_point(stranger, huddle, point, PointState.DONE),
        actions.close(stranger, huddle),
    ):
        with pytest.raises(NotFound):
            await other


async def test_a_later_days_huddle_hides_no_earlier_one(centre: Centre) -> None:
    """A clock that was ahead for a while has opened one of a day to come."""
    await opened(centre, MONDAY, Half.MORNING)
    assert await opened(centre, FRIDAY, Half.MORNING)
