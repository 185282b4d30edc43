"""The calendar and the rules of a ward change by their keepers, version by version."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from dialogue.core import audit, clock
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.tables import Job
from dialogue.ward import actions, queries
from dialogue.ward.actions import HouseRule
from dialogue.ward.cards import DayCard
from dialogue.ward.deadlines import Step
from dialogue.ward.rules import system_actor
from dialogue.ward.states import DayKind, Role
from tests.ward.builders import bare_ward, person

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("db")]
HOLIDAY = DayCard(date(2026, 3, 4), DayKind.HOLIDAY, "Nghỉ", "Day off", "announced", "")
SATURDAY = DayCard(date(2026, 3, 7), DayKind.MAKEUP_WORKDAY, "Làm bù", "", "announced", "")


async def test_a_change_makes_a_version_and_tells() -> None:
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    keeper = await person(ward, "thu-ky", Role.REGISTER_KEEPER)
    change = await actions.change_calendar(keeper, [HOLIDAY, SATURDAY])
    assert change.added == (HOLIDAY, SATURDAY)
    calendar = await queries.calendar(ward)
    assert (calendar.version, calendar.add(date(2026, 3, 3), 3)) == (2, date(2026, 3, 7))
    assert (await queries.calendar(other)).version == 1
    (job,) = await Job.select(Job.kind, Job.ward, Job.payload)
    assert (job["kind"], job["ward"]) == ("calendar-changed", ward)
    assert job["payload"] == f'{{"ward": {ward}, "version": 2}}'
    entry, *_ = await audit.entries(ward)
    assert (entry.action, entry.after["added"]) == (
        "change-calendar",
        ["2026-03-04", "2026-03-07"],
    )


async def test_the_same_days_again_change_nothing() -> None:
    keeper = system_actor(await bare_ward())
    await actions.change_calendar(keeper, [HOLIDAY])
    assert not await actions.change_calendar(keeper, [HOLIDAY], [date(2026, 5, 1)])
    assert (await queries.calendar(keeper.ward)).version == 2
    assert await Job.count() == 1


async def test_days_change_and_go() -> None:
    keeper = system_actor(await bare_ward())
    await actions.change_calendar(keeper, [HOLIDAY, SATURDAY])
    other = DayCard(HOLIDAY.day, DayKind.HOLIDAY, "Tên khác", "", "", "")
    change, calendar = await queries.calendar_preview(keeper.ward, [other], [SATURDAY.day])
    assert (change.changed, change.removed) == (((HOLIDAY, other),), (SATURDAY,))
    assert await actions.change_calendar(keeper, [other], [SATURDAY.day]) == change
    assert await queries.calendar(keeper.ward) == calendar
    assert await queries.calendar_days(keeper.ward) == (other,)


async def test_who_may_not_and_what_is_wrong() -> None:
    ward = await bare_ward()
    officer = await person(ward, "can-bo", Role.OFFICER)
    with pytest.raises(Forbidden):
        await actions.change_calendar(officer, [HOLIDAY])
    with pytest.raises(Invalid):
        await actions.change_calendar(system_actor(ward), [HOLIDAY, HOLIDAY])
    with pytest.raises(NotFound):
        await actions.change_calendar(system_actor(10**6), [HOLIDAY])
    assert (await queries.calendar(ward)).version == 1


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("2026-02-30,Nghỉ,holiday", "not-a-day"),
        ("2026-03-04,Nghỉ,half-day", "unknown-kind"),
        ("2026-03-04,,holiday", "missing"),
        ("2026-03-05,Nghỉ,holiday\n05/3/2026,Nghỉ,holiday", "day-twice"),
    ],
)
async def test_wrong_files(row: str, key: str) -> None:
    keeper = system_actor(await bare_ward())
    with pytest.raises(Invalid) as error:
        await actions.import_holidays(keeper, f"date,name_vi,kind\n{row}\n".encode())
    assert error.value.errors["file"] == key
    assert await queries.calendar_days(keeper.ward) == ()


async def test_a_day_twice_is_told_with_both_lines() -> None:
    keeper = system_actor(await bare_ward())
    rows = "2026-03-04,Nghỉ,holiday\n2026-03-05,Nghỉ,holiday\n04/3/2026,Làm bù,makeup_workday\n"
    with pytest.raises(Invalid) as error:
        await actions.import_holidays(keeper, f"date,name_vi,kind\n{rows}".encode())
    assert error.value.errors == {"file": "day-twice", "line": "2, 4", "column": "date"}
    assert await queries.calendar_days(keeper.ward) == ()


async def test_half_days_are_kept_and_counted() -> None:
    keeper = system_actor(await bare_ward())
    rows = "2026-03-04,Họp,afternoon_off\n2026-03-05,Lễ,morning_off\n2026-03-07,Bù,makeup_morning\n"
    await actions.import_holidays(keeper, f"date,name_vi,kind\n{rows}".encode())
    calendar = await queries.calendar(keeper.ward)
    assert calendar.add(date(2026, 3, 3), 4) == date(2026, 3, 7)
    assert [calendar.closes(date(2026, 3, day)) for day in (3, 4, 5, 7, 8)] == [
        time(17),
        time(11, 30),
        time(17),
        time(11, 30),
        None,
    ]


async def chairmen() -> tuple[int, int]:
    await actions.set_up_rules()
    return await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")


async def test_a_house_rule_of_the_ward() -> None:
    ward, other = await chairmen()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    wanted = HouseRule("CLK-PUBLISH", 7, "Thông báo 12/TB-UBND", date(2026, 3, 1))
    rule = await actions.set_rule(chairman, wanted)
    for where, days in ((ward, 7), (other, 10)):
        due = (await queries.clock(where)).due(Step.PUBLISH, date(2026, 3, 2))
        assert due is not None
        assert due.days == days
    found = await queries.rule(ward, "CLK-PUBLISH", date(2026, 3, 1))
    assert found is not None
    assert (found.id, found.ward, found.source) == (rule, ward, "Thông báo 12/TB-UBND")
    await actions.end_rule(chairman, rule, date(2026, 3, 31))
    after = await queries.rule(ward, "CLK-PUBLISH", date(2026, 4, 1))
    assert after is not None
    assert (after.value, after.ward) == (10, None)
    again = HouseRule("CLK-PUBLISH", 8, "Thông báo 15/TB-UBND", date(2026, 4, 1))
    assert await actions.set_rule(chairman, again) != rule


async def test_the_least_number_of_ratings_is_set_for_days_to_come() -> None:
    """Else figures that were shown would be made anew, and compared with the old ones."""
    ward, _other = await chairmen()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    today = clock.local_day(clock.now())
    day = timedelta(days=1)
    with pytest.raises(Invalid) as wrong:
        await actions.set_rule(chairman, HouseRule("RAT-MIN-N", 15, "TB 1", today - day))
    assert wrong.value.errors == {"since": "past"}
    rule = await actions.set_rule(chairman, HouseRule("RAT-MIN-N", 15, "TB 1", today))
    with clock.at(clock.now() + 9 * day):
        with pytest.raises(Invalid) as wrong:
            await actions.end_rule(chairman, rule, today + 7 * day)
        assert wrong.value.errors == {"until": "past"}
        await actions.end_rule(chairman, rule, today + 8 * day)


async def test_what_a_ward_may_not_set() -> None:
    ward, other = await chairmen()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    day = date(2026, 3, 1)
    rule = await actions.set_rule(chairman, HouseRule("CLK-ACK", 2, "TB 1", day, date(2026, 6, 30)))
    with pytest.raises(Conflict):
        await actions.set_rule(chairman, HouseRule("CLK-ACK", 3, "TB 2", date(2026, 6, 30)))
    with pytest.raises(Forbidden):
        await actions.set_rule(chairman, HouseRule("PDP-REPLY", 5, "TB 2", day))
    with pytest.raises(Forbidden):
        await actions.set_rule(keeper, HouseRule("CLK-DRAFT", 3, "TB 2", day))
    with pytest.raises(NotFound):
        await actions.set_rule(chairman, HouseRule("CLK-DRAFT", 3, "TB 2", date(2020, 1, 1)))
    with pytest.raises(NotFound):
        await actions.set_rule(chairman, HouseRule("KHONG-CO", 3, "TB 2", day))
    with pytest.raises(Invalid) as wrong:
        await actions.set_rule(chairman, HouseRule("CLK-DRAFT", 0, " ", day, date(2026, 2, 1)))
    assert set(wrong.value.errors) == {"value", "source", "until"}
    stranger = await person(other, "chu-tich", Role.CHAIRMAN)
    with pytest.raises(NotFound):
        await actions.end_rule(stranger, rule, date(2026, 4, 1))
    for until in (date(2026, 2, 1), date(2026, 7, 1)):
        with pytest.raises(Invalid):
            await actions.end_rule(chairman, rule, until)
    with pytest.raises(Forbidden):
        await actions.end_rule(keeper, rule, date(2026, 4, 1))
    assert len([row for row in await queries.rules(ward) if row.ward == ward]) == 1


async def test_the_rules_for_all_are_nobodys_to_end() -> None:
    ward, _ = await chairmen()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    national = await queries.rule(ward, "CLK-ACK", date(2026, 3, 1))
    assert national is not None
    with pytest.raises(NotFound):
        await actions.end_rule(chairman, national.id, date(2026, 4, 1))
