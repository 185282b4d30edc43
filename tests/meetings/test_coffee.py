"""Coffee sessions: announced in time, noted on the spot, once however often it is sent."""

from __future__ import annotations

import asyncio
import json
from datetime import date, time, timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.codes import tracking_hash
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.keys import keys
from dialogue.core.workdays import Calendar
from dialogue.matters.actions import triage
from dialogue.matters.queries import matters
from dialogue.matters.states import MatterState, Source
from dialogue.matters.tables import Matter
from dialogue.ward import actions as ward_actions
from meetings.coffee.actions import noting, planning, reporting
from meetings.coffee.actions.noting import Deed, DeedKind
from meetings.coffee.queries import figures
from meetings.coffee.queries.items import public_items
from meetings.coffee.queries.sessions import limits, public_session, session, upcoming, visits
from meetings.coffee.rules import series
from meetings.coffee.states import SessionState, WayOut
from meetings.coffee.tables import CoffeeEvent, CoffeeItem
from tests.meetings.yard import (
    ACCUSES,
    LAMP,
    SATURDAY,
    THURSDAY,
    Yard,
    a_name,
    announced,
    noted,
    on,
    running,
    settled,
    taken,
    views,
)

# Announcing


async def test_it_is_announced_two_days_before_and_the_first_lawful_day_is_told(yard: Yard) -> None:
    assert (await limits(yard.ward, THURSDAY)).notice == 2
    with at(on(THURSDAY, 23)):
        (slug,) = (await planning.announce(yard.keeper, yard.meeting())).slugs
    with at(on(THURSDAY + timedelta(days=1), 8)):
        with pytest.raises(Invalid) as wrong:
            await planning.announce(yard.keeper, yard.meeting())
        assert wrong.value.errors == {"day": "too-soon"}
        assert await planning.earliest(yard.ward) == date(2026, 11, 22)
        card = await public_session(yard.ward, slug)
    assert (card.slug, card.starts, card.groups) == ("2026-11-21", time(7), yard.groups[:1])


async def test_a_session_sent_twice_at_once_stands_once(yard: Yard) -> None:
    with at(on(THURSDAY, 23)):
        both = await asyncio.gather(
            *(planning.announce(yard.keeper, yard.meeting()) for _ in range(2))
        )
        assert len(await upcoming(yard.ward)) == 1
    assert both[0] == both[1]


async def test_a_session_announced_twice_stands_once(yard: Yard) -> None:
    with at(on(THURSDAY, 23)):
        series_ = await planning.announce(yard.keeper, yard.meeting(), date(2026, 12, 5))
        again = await planning.announce(yard.keeper, yard.meeting())
    assert again.slugs == series_.slugs[:1]
    with at(on(THURSDAY, 23)):
        assert len(await upcoming(yard.ward)) == len(series_.slugs)


async def test_a_single_one_on_a_holiday_is_told_of_and_may_be_held_nevertheless(
    yard: Yard,
) -> None:
    row = f"date,name_vi,kind\n{SATURDAY},Ngày hội của phường,holiday\n"
    await ward_actions.import_holidays(yard.keeper, row.encode())
    with at(on(THURSDAY, 9)):
        with pytest.raises(Invalid) as wrong:
            await planning.announce(yard.keeper, yard.meeting())
        assert wrong.value.errors == {"day": "holiday", "holiday": "Ngày hội của phường"}
        chosen = await planning.announce(yard.keeper, yard.meeting(on_holiday=True))
        later = yard.meeting(day=SATURDAY + timedelta(days=1))
        await planning.move(yard.keeper, chosen.slugs[0], later, "Mưa", 1)
        with pytest.raises(Invalid) as wrong:
            await planning.move(yard.keeper, chosen.slugs[0], yard.meeting(), "Tạnh mưa", 2)
    assert wrong.value.errors["day"] == "holiday"


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"place": " "}, {"place": "missing"}),
        ({"place": "x" * 201}, {"place": "too-long"}),
        ({"groups": ()}, {"groups": "missing"}),
        ({"groups": (999_999,)}, {"groups": "unknown"}),
        ({"minutes": 5}, {"minutes": "out-of-range"}),
    ],
)
async def test_a_session_has_a_place_and_whose_it_is(
    yard: Yard, change: dict[str, object], errors: dict[str, str]
) -> None:
    with at(on(THURSDAY, 9)), pytest.raises(Invalid) as wrong:
        await planning.announce(yard.keeper, yard.meeting(**change))
    assert wrong.value.errors == errors


@pytest.mark.unit
def test_a_series_skips_days_off() -> None:
    feast = Calendar(holidays=frozenset({date(2026, 11, 28)}))
    days, skipped = series(feast, SATURDAY, date(2026, 12, 12))
    assert days == [SATURDAY, date(2026, 12, 5), date(2026, 12, 12)]
    assert skipped == [date(2026, 11, 28)]


async def test_a_series_is_announced_at_once(yard: Yard) -> None:
    with at(on(THURSDAY, 9)):
        told = await planning.announce(yard.keeper, yard.meeting(), date(2026, 12, 5))
        cards = await upcoming(yard.ward)
    assert told.slugs == ["2026-11-21", "2026-11-28", "2026-12-05"]
    assert len({card.series for card in cards}) == 1
    assert cards[0].series


async def test_a_second_session_of_a_day_has_an_address_of_its_own(yard: Yard) -> None:
    await announced(yard)
    assert await announced(yard, groups=yard.groups[1:]) == "2026-11-21-2"


async def test_moved_it_keeps_its_address_and_grows_its_sequence(yard: Yard) -> None:
    slug = await announced(yard)
    later = yard.meeting(day=date(2026, 11, 28), groups=yard.groups)
    with at(on(THURSDAY, 10)):
        await planning.move(yard.keeper, slug, later, "Mưa bão", 1)
        card = await public_session(yard.ward, slug)
        assert (card.day, card.former_day, card.sequence) == (later.day, SATURDAY, 1)
        assert (card.groups, card.reason) == (yard.groups, "Mưa bão")
        with pytest.raises(Conflict):
            await planning.move(yard.keeper, slug, later, "Bản cũ", 1)
        await planning.cancel(yard.keeper, slug, "Nhà văn hóa đang sửa", 2)
        card = await public_session(yard.ward, slug)
        assert (card.state, card.sequence) == (SessionState.CANCELLED, 2)
    steps = await CoffeeEvent.select(CoffeeEvent.step).order_by(CoffeeEvent.id)
    assert [row["step"] for row in steps] == ["announce", "move", "cancel"]


async def test_groups_not_visited_lately_come_first(yard: Yard, saturday: None) -> None:
    await running(yard)
    never, now = await visits(yard.clerk)
    assert (never.group, never.last, never.long_ago) == (yard.groups[1], None, True)
    assert (now.group, now.last, now.long_ago) == (yard.groups[0], SATURDAY, False)
    with at(on(SATURDAY + timedelta(days=91), 9)):
        assert all(visit.long_ago for visit in await visits(yard.clerk))


# On the spot


async def test_it_opens_on_its_day(yard: Yard) -> None:
    slug = await announced(yard)
    with at(on(THURSDAY, 12)), pytest.raises(Conflict):
        await planning.open_session(yard.officer, slug)
    with at(on(SATURDAY, 6)):
        await planning.open_session(yard.officer, slug)
        await planning.open_session(yard.officer, slug)  # a second tap
        assert (await session(yard.officer, slug)).state is SessionState.RUNNING


async def test_attendances_are_counted_up_and_down(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    for delta in (1, 1, 20, -1):
        await noting.do(yard.officer, slug, Deed(a_name(), DeedKind.COUNT, delta=delta))
    assert (await session(yard.officer, slug)).attendances == 21
    for delta in (-22, 0, 10_000):
        with pytest.raises(Invalid):
            await noting.do(yard.officer, slug, Deed(a_name(), DeedKind.COUNT, delta=delta))
    assert (await session(yard.officer, slug)).attendances == 21


async def test_what_is_sent_twice_is_done_once(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    one = Deed(a_name(), DeedKind.COUNT, delta=1)
    note = Deed(a_name(), DeedKind.NOTE, text=LAMP)
    due = date(2026, 11, 28)
    take = Deed(
        a_name(), DeedKind.SETTLE, item=note.client, way=WayOut.TAKEN, unit=yard.unit, due=due
    )
    first = [await noting.do(yard.officer, slug, deed) for deed in (one, note, take)]
    second = [await noting.do(yard.officer, slug, deed) for deed in (one, note, take)]
    assert [done.again for done in first + second] == [False] * 3 + [True] * 3
    assert second[2].code == first[2].code != ""
    assert second[2].matter == first[2].matter
    assert (await session(yard.officer, slug)).attendances == 1
    assert len(await views(yard, slug)) == 1
    assert await Matter.count() == 1


async def test_an_item_needs_words_and_no_name(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    for text, error in (("Đèn hỏng", "short"), ("x" * 501, "too-long")):
        with pytest.raises(Invalid) as wrong:
            await noted(yard, slug, text)
        assert wrong.value.errors == {"text": error}
    await noted(yard, slug, speaker="Nguyễn Thị Lúa")
    row = await CoffeeItem.select().first()
    assert row is not None
    assert "Lúa" not in json.dumps(row, default=str, ensure_ascii=False)


async def test_each_way_out(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    answered, redirected, thanks = [await noted(yard, slug) for _ in range(3)]
    with pytest.raises(Invalid) as wrong:
        await settled(yard, slug, answered, WayOut.ANSWERED)
    assert wrong.value.errors == {"said": "missing"}
    with pytest.raises(Invalid):
        await settled(yard, slug, answered, WayOut.NONE)
    with pytest.raises(Invalid) as wrong:
        await settled(yard, slug, "f" * 32, WayOut.THANKS)
    assert wrong.value.errors == {"item": "unknown"}
    await settled(yard, slug, answered, WayOut.ANSWERED, said="Có, sáng 7 giờ 30.")
    await settled(yard, slug, redirected, WayOut.THANKS)
    await settled(yard, slug, redirected, WayOut.REDIRECTED, said="Điện lực")  # the finger slipped
    await settled(yard, slug, thanks, WayOut.THANKS)
    assert [(each.way, each.said) for each in await views(yard, slug)] == [
        (WayOut.ANSWERED, "Có, sáng 7 giờ 30."),
        (WayOut.REDIRECTED, "Điện lực"),
        (WayOut.THANKS, ""),
    ]


async def test_taken_along_it_enters_the_register_with_its_code(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    item = await noted(yard, slug, group=yard.groups[0], speaker="Nguyễn Thị Lúa")
    for other, errors in (
        ({"unit": yard.unit}, {"due": "missing"}),
        ({"due": SATURDAY}, {"unit": "missing"}),
        ({"unit": yard.unit, "due": THURSDAY}, {"due": "past"}),
        ({"unit": 999_999, "due": SATURDAY}, {"unit": "unknown"}),
    ):
        with pytest.raises(Invalid) as wrong:
            await settled(yard, slug, item, WayOut.TAKEN, **other)
        assert wrong.value.errors == errors
    done = await taken(yard, slug, item)
    row = await Matter.select().first()
    assert row is not None
    assert (row["source"], row["body"], row["group"]) == (Source.COFFEE, LAMP, yard.groups[0])
    assert row["tracking"] == tracking_hash(keys(), done.code)
    assert row["day_zero"] == date(2026, 11, 23)  # a Saturday counts as the Monday
    assert row["asker_name"]
    (view,) = await views(yard, slug)
    assert (view.text, view.due, view.matter and view.matter.state) == (
        *(LAMP, date(2026, 11, 28)),
        MatterState.RECEIVED,
    )
    kept = await CoffeeItem.select().first()
    assert kept is not None
    assert (kept["text"], kept["speaker"]) == ("", "")
    with pytest.raises(Conflict):
        await settled(yard, slug, item, WayOut.THANKS)


async def test_what_a_device_sends_days_later_counts_from_the_day_it_was_said(yard: Yard) -> None:
    slug = await running(yard)
    with at(on(date(2026, 11, 25), 9)):
        await taken(yard, slug, await noted(yard, slug))
    row = await Matter.select(Matter.day_zero).first()
    assert row is not None
    assert row["day_zero"] == date(2026, 11, 23)


async def test_it_ends_when_nothing_is_left_without_a_way_out(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    item, slip = await noted(yard, slug), await noted(yard, slug)
    await settled(yard, slug, slip, WayOut.DROPPED)
    with pytest.raises(Invalid) as wrong:
        await planning.close(yard.officer, slug)
    assert wrong.value.errors == {"items": "open"}
    await settled(yard, slug, item, WayOut.THANKS)
    await planning.close(yard.officer, slug)
    assert (await session(yard.officer, slug)).state is SessionState.HELD
    with pytest.raises(Conflict):
        await noted(yard, slug)
    assert len(await views(yard, slug)) == 1


# Signs of a denunciation


async def test_what_goes_its_separate_way_leaves_no_word_behind(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    item = await noted(yard, slug, "Cái việc của ông cán bộ ấy, xin nói riêng.")
    done = await settled(yard, slug, item, WayOut.SEPARATE)
    assert done.code
    rows = [await CoffeeItem.select(), await CoffeeEvent.select()]
    assert "ông cán bộ" not in json.dumps(rows, default=str, ensure_ascii=False)
    (view,) = await views(yard, slug, yard.keeper)
    assert (view.text, view.matter) == ("", None)
    with pytest.raises(NotFound):
        await matters.matter_for(yard.officer, done.matter or 0)  # not even who typed it
    assert (await matters.matter_for(yard.keeper, done.matter or 0)).body
    await planning.close(yard.officer, slug)
    assert await public_items(yard.ward, await public_session(yard.ward, slug)) == []
    assert (await figures.counted(yard.ward)).items == 0


async def test_words_that_denounce_are_in_no_report(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    first, second = await noted(yard, slug, ACCUSES), await noted(yard, slug, ACCUSES)
    assert [view.sensitive for view in await views(yard, slug)] == [True, True]
    await settled(yard, slug, first, WayOut.ANSWERED, said="Mời bác gửi đơn")
    done = await taken(yard, slug, second)
    assert [view.text for view in await views(yard, slug)] == ["", ""]
    assert (await views(yard, slug, yard.keeper))[0].text == ACCUSES
    await planning.close(yard.officer, slug)
    words = {view.id: (ACCUSES, "") for view in await views(yard, slug)}
    await reporting.publish(yard.keeper, slug, words, "", looked=True)
    assert await public_items(yard.ward, await public_session(yard.ward, slug)) == []
    await triage.seal(yard.keeper, done.matter or 0)
    assert (await views(yard, slug, yard.keeper))[1].text == ""
