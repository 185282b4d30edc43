"""What else goes to the hall's laptop and comes back: last promises, the programme, the ticks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dialogue.core.clock import at, local_day
from meetings.conferences.actions import agenda, concluding, lending, publishing, ticks
from meetings.conferences.actions.agenda import NewPoint
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.queries.agenda import programme
from meetings.conferences.queries.checklist import checklist
from meetings.conferences.queries.conferences import conference
from meetings.conferences.states import AgendaKind
from tests.meetings import conference_rows as rows
from tests.meetings.hall_build import Hall, hall, minutes
from tests.meetings.test_hall_mode import everything, lent

pytestmark = pytest.mark.integration
BEFORE = minutes(-60 * 24 * 2)
JUNE = rows.at(rows.DAY + timedelta(days=1), 9)


async def promised_in_june(place: Hall) -> None:
    """An earlier conference, its result published, with one promise."""
    number = await rows.held(place.ward)
    unit = await rows.unit_of(place.ward)
    due = rows.DAY + timedelta(days=20)
    new = NewConclusion("Nạo vét cống ngõ 12", unit, place.clerk.staff, due, product="Ảnh")
    with at(JUNE):
        await concluding.conclude(place.clerk, number, new)
        seen = (await conference(place.ward, number)).version
        await concluding.write_minutes(
            place.clerk, number, seen, assessment="Thẳng thắn", report="Đã báo cáo"
        )
        await publishing.publish(place.chairman, number, seen + 1)


async def planned() -> Hall:
    """With a programme and two lines ticked, two days before."""
    with at(BEFORE):
        place = await hall()
        await set_points(place, "Lãnh đạo phường trả lời")
        day = local_day(BEFORE)
        await ticks.tick(place.clerk, place.number, "front", day, "Công văn 12")
        await ticks.tick(place.clerk, place.number, "party", day)
    return place


async def set_points(place: Hall, text: str) -> None:
    points = [NewPoint(60, AgendaKind.ANSWERS, text, "Chủ trì")]
    await agenda.set_agenda(place.clerk, place.number, points, (await place.card()).version)


async def ticked(place: Hall) -> dict[str, str]:
    lines = await checklist(await place.card())
    return {line.item.key: line.note for line in lines if line.item.by_hand and line.done_on}


async def points(place: Hall) -> list[str]:
    return [point.text for point in (await programme(await place.card())).points]


async def test_the_laptop_knows_what_was_promised_last_time(db: None, tmp_path: Path) -> None:
    place = await planned()
    await promised_in_june(place)
    trip = await lent(place, tmp_path)
    assert trip.laptop("plans") == {"promised": [["Nạo vét cống ngõ 12", "open"]]}


async def test_programme_and_check_list_come_back_once(db: None, tmp_path: Path) -> None:
    place = await planned()
    trip = await lent(place, tmp_path)
    trip.laptop("plans")
    done = await trip.bring()
    assert done.clashes == ()
    assert await points(place) == ["Hỏi và đáp"]
    assert await ticked(place) == {"front": "Ghi ở hội trường", "hall": "Đủ ghế, có lối xe lăn"}
    before = await everything()
    assert (await trip.bring()).again
    assert await everything() == before


async def test_what_both_sides_have_changed_is_listed(db: None, tmp_path: Path) -> None:
    place = await planned()
    trip = await lent(place, tmp_path)
    trip.laptop("plans")
    with at(minutes(-20)):
        await lending.recall(place.chairman, place.number, "Tưởng là mất máy")
        await set_points(place, "Sửa ở phường")
        await ticks.tick(place.clerk, place.number, "front", local_day(BEFORE), "Ghi ở phường")
    done = await trip.bring()
    assert {(each.kind, each.what) for each in done.clashes} == {("agenda", ""), ("tick", "front")}
    assert await points(place) == ["Sửa ở phường"]
    assert (await ticked(place))["front"] == "Ghi ở phường"
    assert (await ticked(place))["hall"] == "Đủ ghế, có lối xe lăn"  # changed there alone
