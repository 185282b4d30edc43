"""The demo's ward for the half-year review, seeded by itself."""

from __future__ import annotations

import pytest

from dialogue.core import clock
from dialogue.letters.queries import earlier, letters
from dialogue.letters.states import LetterKind, LetterState
from dialogue.ward import queries
from dialogue.ward.states import Qualifier, UnitKind
from surveys.periods import holding
from surveys.reviews.figures import review
from surveys.reviews.published import published_reviews
from surveys.reviews.queries import remarks
from surveys.reviews.terms import calendar_term
from surveys.rules import final_day
from web.demo import pilot

pytestmark = pytest.mark.integration


async def test_three_unlike_units_stand_side_by_side(db: None) -> None:
    """Each in a group of its own, in every half-year that is compared, with its own remark."""
    await pilot.tell("no hash", clock.now())
    ward = await queries.ward("lai-thieu")
    staff = {each.login: each.id for each in await queries.staff_list(ward.id)}
    actor = await queries.actor(ward.id, staff["chu-tich"])
    term = calendar_term(holding(final_day(clock.local_day(clock.now())), 6))
    (part,) = (await review(actor, term)).parts
    assert [(kind, [each.name for each in units]) for kind, units in part.alike] == [
        (UnitKind.OFFICE, ["Phòng Quản lý đô thị"]),
        (UnitKind.COUNTER, ["Bộ phận tiếp nhận hồ sơ và trả kết quả của UBND thị xã"]),
        (UnitKind.WARD, ["UBND phường Lái Thiêu"]),
    ]
    for unit in part.units:
        assert all(side.figure.n >= 50 for side in (*unit.before, *unit.last_year))
    said = await remarks(actor, term.span)
    assert [(each.unit_name, each.version) for each in said] == [
        ("Bộ phận tiếp nhận hồ sơ và trả kết quả của UBND thị xã", 2),
        ("Phòng Quản lý đô thị", 1),
        ("UBND phường Lái Thiêu", 1),
    ]
    (shown,) = await published_reviews(ward.id)
    assert shown.span == term.previous
    assert (await remarks(actor, shown.span))[0].words.next_tasks


async def test_its_letters_and_how_many_it_sent_before(db: None) -> None:
    """As the press told them, each with its word."""
    await pilot.tell("no hash", clock.now())
    ward = await queries.ward("lai-thieu")
    assert [(each.kind, each.value, each.word) for each in await earlier(ward.id)] == [
        (LetterKind.CONGRATULATION, 1000, Qualifier.MORE_THAN),
        (LetterKind.CONDOLENCE, 260, Qualifier.NEARLY),
        (LetterKind.THANKS, 1270, Qualifier.NEARLY),
    ]
    staff = {each.login: each.id for each in await queries.staff_list(ward.id)}
    clerk = await queries.actor(ward.id, staff["van-thu"])
    states = {card.state for card in await letters(clerk, *LetterState)}
    assert states == set(LetterState) - {LetterState.CANCELLED}
