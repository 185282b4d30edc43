"""After a coffee session: a report without names, what comes of it, the running figures."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.matters.actions import triage
from dialogue.matters.queries.notices import inbox
from dialogue.matters.queries.promises import promise as public_promise
from dialogue.matters.queries.tasks import task
from dialogue.matters.states import MatterState, OriginKind
from dialogue.matters.telling import NoticeKind
from dialogue.ward.states import Qualifier, Role
from meetings.coffee.actions import earlier, lateness, noting, planning, reporting
from meetings.coffee.actions.earlier import Told
from meetings.coffee.actions.noting import Deed, DeedKind
from meetings.coffee.actions.reporting import NewPhoto, Promise
from meetings.coffee.queries import figures
from meetings.coffee.queries import photos as photo_queries
from meetings.coffee.queries.items import last_time, public_items
from meetings.coffee.queries.sessions import held, public_session, session
from meetings.coffee.states import WayOut
from meetings.coffee.tables import CoffeeEvent, CoffeeItem, CoffeeSession
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.period import half_year
from tests.matters.test_attachments import photo
from tests.meetings import conference_rows
from tests.meetings.yard import (
    LAMP,
    SATURDAY,
    SATURDAYS,
    THURSDAY,
    Yard,
    a_name,
    announced,
    noted,
    on,
    reported,
    running,
    settled,
    views,
)
from tests.ward.builders import person, ward_with_defaults

# The report


async def test_a_late_report_is_told_once_to_who_publishes_it(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    await planning.close(yard.officer, slug)
    assert await lateness.tell_late(yard.ward) == 0
    card = await public_session(yard.ward, slug)
    assert card.closed_at is not None
    with at(card.closed_at + timedelta(days=10)):
        assert [await lateness.tell_late(yard.ward) for _twice in range(2)] == [1, 1]
        told = [item for item in await inbox(yard.keeper) if item.kind is NoticeKind.MEETING]
        assert [(item.step, item.meeting) for item in told] == [(lateness.TOLD, ("coffee", slug))]
        await reporting.publish(yard.keeper, slug, {}, "", looked=True)
        assert await lateness.tell_late(yard.ward) == 0


async def test_the_report_has_no_personal_data_and_somebody_has_looked(
    yard: Yard, saturday: None
) -> None:
    slug = await running(yard)
    item = await noted(yard, slug, SATURDAYS)
    await settled(yard, slug, item, WayOut.THANKS)
    (view,) = await views(yard, slug)
    with pytest.raises(Conflict):
        await reporting.publish(yard.keeper, slug, {}, "", looked=True)  # it still goes on
    await planning.close(yard.officer, slug)
    for words, summary, errors in (
        ({view.id: ("Gọi số 0912 345 678", "")}, "", {f"text_{view.id}": "personal"}),
        ({view.id: ("", "x" * 501)}, "", {f"said_{view.id}": "too-long"}),
        ({}, "Thư của 0912345678", {"summary": "personal"}),
    ):
        with pytest.raises(Invalid) as wrong:
            await reporting.publish(yard.keeper, slug, words, summary, looked=True)
        assert wrong.value.errors == errors
    with pytest.raises(Invalid) as wrong:
        await reporting.publish(yard.keeper, slug, {}, "", looked=False)
    assert wrong.value.errors == {"looked": "required"}
    await reporting.publish(yard.keeper, slug, {view.id: (SATURDAYS, "")}, "", looked=True)
    (told,) = await public_items(yard.ward, await public_session(yard.ward, slug))
    assert told.public_text == SATURDAYS


async def test_what_is_sealed_later_leaves_the_report(yard: Yard) -> None:
    slug = await reported(yard)
    card = await public_session(yard.ward, slug)
    first, second = await public_items(yard.ward, card)
    assert second.matter
    await triage.seal(yard.keeper, second.matter.id)
    rows = [await table.select() for table in (CoffeeItem, CoffeeEvent, CoffeeSession)]
    assert LAMP not in json.dumps(rows, default=str, ensure_ascii=False)
    assert [item.id for item in await public_items(yard.ward, card)] == [first.id]


async def test_the_next_one_in_the_group_opens_with_what_was_taken_along(yard: Yard) -> None:
    first = await reported(yard)
    await announced(yard, day=date(2026, 11, 28), groups=yard.groups[1:])
    third = await announced(yard, day=date(2026, 12, 5))
    found = await last_time(yard.ward, await public_session(yard.ward, third), public=False)
    assert found
    assert found.card.slug == first
    (item,) = found.items
    assert item.matter
    assert item.matter.state is MatterState.RECEIVED
    elsewhere = await public_session(yard.ward, "2026-11-28")
    assert await last_time(yard.ward, elsewhere, public=False) is None


async def test_a_promise_becomes_a_task_with_links_both_ways(yard: Yard) -> None:
    slug = await reported(yard)
    first, second = await views(yard, slug)
    new = Promise("Thay đèn hẻm 18", yard.unit, date(2026, 12, 1), yard.officer.staff)
    with at(on(SATURDAY, 9)):
        number = await reporting.promise(yard.keeper, slug, second.id, new)
        card = (await task(yard.keeper, number)).card
        with pytest.raises(Conflict):
            await reporting.promise(yard.keeper, slug, second.id, new)
        with pytest.raises(NotFound):
            await reporting.promise(yard.keeper, slug, 999_999, new)
        assert (await public_promise(yard.ward, card.number or 0)).card.id == number
        counted = await figures.counted(yard.ward)
    assert (card.origin_kind, card.origin) == (OriginKind.COFFEE, slug)
    assert [view.task and view.task.id for view in await views(yard, slug)] == [None, number]
    assert (counted.promises, counted.done) == (1, 0)
    assert first.task is None


async def test_photos_need_consent_and_words(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    await planning.close(yard.officer, slug)
    for new, errors in (
        (NewPhoto(photo(), "Bà con ngồi quanh bàn", consent=False), {"consent": "required"}),
        (NewPhoto(photo(), " ", consent=True), {"alt": "missing"}),
    ):
        with pytest.raises(Invalid) as wrong:
            await reporting.add_photo(yard.keeper, slug, new)
        assert wrong.value.errors == errors
    asked = NewPhoto(photo(), "Bà con ngồi quanh bàn", consent=True)
    names = [await reporting.add_photo(yard.keeper, slug, asked) for _ in range(3)]
    with pytest.raises(Conflict):
        await reporting.add_photo(yard.keeper, slug, asked)
    with pytest.raises(NotFound):
        await photo_queries.read_photo(yard.ward, slug, names[0], public=True)
    await reporting.publish(yard.keeper, slug, {}, "", looked=True)
    assert (await photo_queries.read_photo(yard.ward, slug, names[0], public=True)).data
    await reporting.drop_photo(yard.keeper, slug, names[0])
    with pytest.raises(NotFound):
        await photo_queries.read_photo(yard.ward, slug, names[0], public=True)
    assert (await photo_queries.read_photo(yard.ward, slug, names[1], public=True)).data


# Figures and lists


async def test_earlier_figures_stand_beside_what_was_counted(yard: Yard) -> None:
    await reported(yard)
    told = (date(2025, 9, 17), Told(45), Told(1000, Qualifier.MORE_THAN))
    number = await earlier.enter_earlier(yard.keeper, *told, "Báo chí ngày 17/9/2025")
    (shown,) = await figures.earlier(yard.ward)
    assert (shown.sessions, shown.sessions_word) == (45, None)
    assert (shown.attendances, shown.attendances_word) == (1000, Qualifier.MORE_THAN)
    counted = await figures.counted(yard.ward)
    assert (counted.sessions, counted.items, counted.answered, counted.taken) == (1, 2, 1, 1)
    await earlier.take_back(yard.keeper, number)
    assert await figures.earlier(yard.ward) == []
    with pytest.raises(NotFound):
        await earlier.take_back(yard.keeper, number + 1)


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"until": date(2030, 1, 1)}, {"until": "in-the-future"}),
        ({"sessions": Told(0)}, {"sessions": "out-of-range"}),
        ({"source": " "}, {"source": "missing"}),
    ],
)
async def test_earlier_figures_have_a_day_and_a_source(
    yard: Yard, change: dict[str, object], errors: dict[str, str]
) -> None:
    told = {"until": THURSDAY, "sessions": Told(45), "attendances": Told(1000), "source": "Báo"}
    with at(on(SATURDAY, 9)), pytest.raises(Invalid) as wrong:
        await earlier.enter_earlier(yard.keeper, **told | change)  # type: ignore[arg-type]
    assert wrong.value.errors == errors


async def test_past_sessions_come_page_by_page(yard: Yard) -> None:
    slugs = [await reported(yard, SATURDAY + timedelta(weeks=week)) for week in range(3)]
    page = await held(yard.ward, limit=2)
    assert [card.slug for card in page.cards] == [slugs[2], slugs[1]]
    assert [card.slug for card in (await held(yard.ward, page.after, 2)).cards] == [slugs[0]]
    with pytest.raises(Invalid):
        await held(yard.ward, "hôm qua")


# Who


async def test_who_may_do_what(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    with at(on(THURSDAY, 9)), pytest.raises(Forbidden):
        await planning.announce(yard.officer, yard.meeting())
    with pytest.raises(Forbidden):
        await planning.cancel(yard.officer, slug, "Mưa", 2)
    inspector = await person(yard.ward, "thanh-tra", Role.INSPECTOR)
    with pytest.raises(Forbidden):
        await noting.do(inspector, slug, Deed(a_name(), DeedKind.COUNT, delta=1))
    assert (await session(inspector, slug)).slug == slug
    keeper_of_system = await person(yard.ward, "quan-tri", Role.KEEPER)
    with pytest.raises(Forbidden):
        await session(keeper_of_system, slug)
    await planning.close(yard.officer, slug)
    with pytest.raises(Forbidden):
        await reporting.publish(yard.officer, slug, {}, "", looked=True)


async def test_another_wards_is_not_found(yard: Yard, saturday: None) -> None:
    slug = await running(yard)
    ward = await ward_with_defaults("binh-duong", "Bình Dương")
    stranger = await person(ward, "chu-tich", Role.CHAIRMAN)
    for other in (
        session(stranger, slug),
        planning.cancel(stranger, slug, "Mưa", 1),
        planning.close(stranger, slug),
        noting.do(stranger, slug, Deed(a_name(), DeedKind.COUNT, delta=1)),
        reporting.publish(stranger, slug, {}, "", looked=True),
    ):
        with pytest.raises(NotFound):
            await other


async def test_the_half_year_report_of_a_conference_counts_the_sessions_held(yard: Yard) -> None:
    await reported(yard)
    await announced(yard, day=SATURDAY + timedelta(days=7))
    for since, told in ((SATURDAY, (1, 0)), (SATURDAY + timedelta(days=1), (0, 0))):
        number = await conference_rows.held(
            yard.ward, period_since=since, period_until=SATURDAY + timedelta(days=30)
        )
        half = await half_year(await conference(yard.ward, number))
        assert (half.coffees, half.attendances) == told
