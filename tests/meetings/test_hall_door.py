"""The hall's door: two letters of a name, codes, walk-ins, sheets. The totals equal the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialogue.core.clock import at
from dialogue.core.documents import texts
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.ward.states import Qualifier, Role
from meetings.conferences.actions import door
from meetings.conferences.documents import minutes
from meetings.conferences.queries.door import attendances, by_group, find_invited, words_by_group
from meetings.conferences.queries.records import record
from meetings.conferences.states import Entrance
from tests.meetings.hall_build import START, invited, running
from tests.ward.builders import person

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with at(START):
        yield


async def test_thirty_are_found_by_two_letters_and_the_totals_equal_the_list(db: None) -> None:
    place = await running()
    for number in range(1, 31):
        group = place.groups[number % 3]
        who = f"Nguyễn Văn {'ABCDEFGHIJ'[number % 10]}n"
        await invited(place, f"Khách {number}", who, group=group)
    for number in range(1, 31):
        found = await find_invited(place.clerk, place.number, f"kh {number}"[:2])
        card = next(each for each in found if each.name == f"Khách {number}")
        await door.check_in(place.clerk, place.number, f"door-{number:04}", card.id)
    listed = await attendances(place.clerk, place.number)
    assert len(listed) == 30
    assert by_group(listed) == dict.fromkeys(place.groups, 10)
    assert [card.taken for card in await find_invited(place.clerk, place.number, "an")] == [1] * 3


async def test_the_letters_may_begin_any_part_of_a_name_and_need_no_marks(db: None) -> None:
    place = await running()
    await invited(place, "Hội Phụ nữ phường", "Lý Thị Sáu")
    await invited(place, "Công ty Én Đỏ", "Trần Văn Bảy")
    for typed, names in [
        ("sá", ["Hội Phụ nữ phường"]),
        ("ph", ["Hội Phụ nữ phường"]),
        ("do", ["Công ty Én Đỏ"]),
        ("bay tr", ["Công ty Én Đỏ"]),
        ("x", []),
    ]:
        found = await find_invited(place.clerk, place.number, typed)
        assert [card.name for card in found] == names, typed


async def test_a_person_comes_before_the_groups_that_the_letters_are_in_as_well(db: None) -> None:
    place = await running()
    for group in place.groups:
        await invited(place, f"Tổ dân phố số {group}", "Lê Thị Mận", group=group)
    await invited(place, "Hội Phụ nữ", "Phạm Thị Sáu")
    found = await find_invited(place.clerk, place.number, "ph")
    assert found[0].person == "Phạm Thị Sáu"
    assert len(found) == 1 + len(place.groups)


async def test_a_second_sending_counts_once_and_no_seat_is_taken_twice(db: None) -> None:
    place = await running()
    guest = await invited(place, "Hội Phụ nữ", "Lý Thị Sáu", seats=2)
    first = await door.check_in(place.clerk, place.number, "door-0001", guest)
    assert await door.check_in(place.clerk, place.number, "door-0001", guest) == first
    link = "http://ward.example/loi-moi/token of Hội Phụ nữ?x=1"
    await door.check_in_by_code(place.clerk, place.number, "door-0002", link)
    with pytest.raises(Conflict):
        await door.check_in(place.clerk, place.number, "door-0003", guest)
    await door.undo_check_in(place.clerk, place.number, first)
    await door.undo_check_in(place.clerk, place.number, first)
    assert [each.entrance for each in await attendances(place.clerk, place.number)] == [
        Entrance.CODE
    ]
    with pytest.raises(NotFound):
        await door.check_in_by_code(place.clerk, place.number, "door-0004", "một mã lạ")


async def test_walk_ins_and_sheets_count_too_and_names_are_for_those_entitled(db: None) -> None:
    place = await running()
    five, *_ = place.groups
    await door.walk_in(place.clerk, place.number, "door-0001", five, "Bà Tư")
    await door.count_paper(place.clerk, place.number, "door-0002", five, people=14)
    await door.count_paper(
        place.clerk, place.number, "door-0003", None, people=7, entrance=Entrance.ONLINE
    )
    listed = await attendances(place.clerk, place.number)
    assert [(each.name, each.people) for each in listed] == [("Bà Tư", 1), ("", 14), ("", 7)]
    assert by_group(listed) == {five: 15, None: 7}
    with pytest.raises(Invalid):
        await door.count_paper(place.clerk, place.number, "door-0004", five, people=0)
    observer = await person(place.ward, "quan-sat", Role.OBSERVER)
    with pytest.raises(Forbidden):
        await attendances(observer, place.number)
    with pytest.raises(Forbidden):
        await door.walk_in(observer, place.number, "door-0005")


async def test_more_than_thirty_stays_more_than_thirty(db: None) -> None:
    place = await running()
    five, nine, *_ = place.groups
    more = Qualifier.MORE_THAN
    await door.count_paper(place.clerk, place.number, "door-0001", five, people=30, word=more)
    await door.count_paper(place.clerk, place.number, "door-0002", nine, people=12)
    listed = await attendances(place.clerk, place.number)
    assert words_by_group(listed) == {five: more, nine: None}
    known = await record(place.ward, place.number)
    assert (known.came.total, known.came.total_word, known.came.online_word) == (42, more, None)
    assert "hơn 42 lượt người dự, trong đó trực tuyến 0." in " ".join(
        texts(minutes.minutes(known).document)
    )
