"""A conference in parts (cụm): whose they are, when and where, under which names they are found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Invalid
from dialogue.ward.actions.successions import Target, merge_groups, split_group
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import system_actor
from meetings.conferences.actions import guests, parts, planning
from meetings.conferences.actions.parts import NewPart
from meetings.conferences.queries import guests as read
from meetings.conferences.queries.agenda import part_of
from meetings.conferences.queries.agenda import parts as laid
from tests.meetings.conference_build import DAY, Office, announced, office, on, planned, version

AFTERNOON = on(DAY, 14)


@pytest.fixture
async def place(db: None) -> Office:
    return await office()


async def test_parts_hold_each_group_once(place: Office) -> None:
    number = await planned(place)
    five, nine, twelve = place.groups
    await parts.add_part(place.clerk, number, NewPart("Cụm 1", (five, nine), "Nhà văn hóa"))
    with pytest.raises(Invalid) as told:
        await parts.add_part(place.clerk, number, NewPart("Cụm 2", (nine, twelve)))
    assert told.value.errors == {"groups": "twice"}
    (part,) = await laid(await place.card(number))
    assert part.groups == (five, nine)
    await parts.remove_part(place.clerk, number, part.id)
    assert await laid(await place.card(number)) == ()


async def in_two(place: Office, number: int) -> tuple[int, int]:
    five, nine, twelve = place.groups
    morning = NewPart("Cụm 1", (five,), "Nhà văn hóa")
    afternoon = NewPart("Cụm 2", (nine, twelve), "Trường học", AFTERNOON)
    add = parts.add_part
    return await add(place.clerk, number, morning), await add(place.clerk, number, afternoon)


async def test_guests_belong_to_the_part_of_their_group(place: Office) -> None:
    number = await planned(place)
    await guests.invite_groups(place.clerk, number)  # before the parts are laid
    first, second = await in_two(place, number)
    card = await place.card(number)
    assert [each.part for each in await read.guests(place.clerk, card)] == [first, second, second]
    part = await part_of(card, second)
    assert part is not None
    assert (part.starts_at, part.place, part.names) == (AFTERNOON, "Trường học", ("Tổ 9", "Tổ 12"))
    await parts.remove_part(place.clerk, number, second)
    assert [each.part for each in await read.guests(place.clerk, card)] == [first, None, None]
    other = await planned(place, DAY + timedelta(days=40))
    first, *_ = await in_two_later(place, other)
    await guests.invite_groups(place.clerk, other)  # and after
    (five, *_rest) = await read.guests(place.clerk, await place.card(other))
    assert five.part == first


async def in_two_later(place: Office, number: int) -> tuple[int, ...]:
    five, nine, _twelve = place.groups
    new = (NewPart("Cụm 1", (five,)), NewPart("Cụm 2", (nine,)))
    return tuple([await parts.add_part(place.clerk, number, each) for each in new])


async def test_no_part_is_earlier_than_the_day_that_the_notice_counts_to(place: Office) -> None:
    number = await planned(place)
    for wrong in (DAY - timedelta(days=1), DAY + timedelta(days=40)):
        new = NewPart("Cụm 1", place.groups[:1], "", on(wrong))
        with pytest.raises(Invalid) as told:
            await parts.add_part(place.clerk, number, new)
        assert told.value.errors == {"starts": "out-of-range"}


async def test_the_parts_move_with_the_whole(place: Office) -> None:
    number = await announced(place)
    _first, second = await in_two(place, number)
    later = DAY + timedelta(days=14)
    with at(on(DAY - timedelta(days=5))):
        where = (await place.card(number)).place
        seen = await version(place, number)
        await planning.move(place.clerk, number, seen, on(later), on(later, 11), where, "Bão số 9")
    part = await part_of(await place.card(number), second)
    assert part is not None
    assert part.starts_at == on(later, 14)


async def test_a_group_is_found_by_the_names_before_and_after(place: Office) -> None:
    keeper = system_actor(place.ward)
    five, nine, twelve = place.groups
    with at(on(DAY)):
        merged = await merge_groups(keeper, [five, nine], Target("Tổ 1"), DAY, "NQ 12")
        names = [Target("Tổ 12A"), Target("Tổ 12B")]
        halves = await split_group(keeper, twelve, names, DAY, "NQ 12")
        known = await lineage(place.ward)
        assert known.kin(merged) == {five, nine, merged}
        assert known.kin(five) == {five, merged}
        assert known.kin(twelve) == {twelve, *halves}
        assert known.kin(halves[0]) == {twelve, halves[0]}
