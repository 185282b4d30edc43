"""What a unit's head says of the unit in a review: by whom, how much, and never lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

import pytest

from dialogue.core.clock import HANOI, at
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.accounts import add_staff
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from surveys.reviews.actions import publish, write_remark
from surveys.reviews.published import published_reviews
from surveys.reviews.queries import Remark, remarks
from surveys.reviews.rules import Words, next_tasks
from surveys.reviews.tables import PublishedReview
from tests.ward.builders import PASSWORD, person, ward_with_defaults

pytestmark = pytest.mark.integration
LATER = datetime(2027, 9, 1, 9, tzinfo=HANOI)
HALF = (date(2026, 12, 15), date(2027, 6, 14))
SAID = Words("Trả kết quả sớm.", "Còn để chờ sáng thứ Hai.", "Thiếu một người.")


async def head(ward: int, login: str = "truong", unit: str = "VHXH") -> Actor:
    units = {each.code: each.id for each in await ward_queries.units(ward)}
    staff = await add_staff(
        system_actor(ward),
        login,
        "Hồ Thị Thúy",
        "Trưởng phòng",
        [Role.UNIT_HEAD],
        password=PASSWORD,
        own=True,
        unit=units[unit],
    )
    return await ward_queries.actor(ward, staff)


async def test_each_version_stays_with_who_wrote_it(db: None) -> None:
    actor = await head(await ward_with_defaults())
    with at(LATER):
        await write_remark(actor, HALF, SAID, 0)
        await write_remark(actor, HALF, Words("Trả sớm."), 1)
        (found,) = await remarks(actor, HALF)
        assert await remarks(actor, (HALF[0], date(2027, 6, 13))) == ()
    assert (found.unit_name, found.version, found.words) == (
        "Phòng Văn hóa – Xã hội",
        2,
        Words("Trả sớm."),
    )
    assert [(each.version, each.name, each.words) for each in found.writings] == [
        (2, "Hồ Thị Thúy", Words("Trả sớm.")),
        (1, "Hồ Thị Thúy", SAID),
    ]


async def test_who_read_an_older_version_overwrites_nothing(db: None) -> None:
    ward = await ward_with_defaults()
    one, other = await head(ward), await head(ward, "truong-2")
    with at(LATER):
        await write_remark(one, HALF, SAID, 0)
        for version in (0, 2):
            with pytest.raises(Conflict):
                await write_remark(other, HALF, Words("Khác"), version)
        (found,) = await remarks(one, HALF)
    assert found.words == SAID
    assert len(found.writings) == 1


async def test_only_a_head_and_only_of_the_own_unit(db: None) -> None:
    ward = await ward_with_defaults()
    first, second = await head(ward), await head(ward, "truong-2", "KT")
    clerk = await person(ward, "van-thu", Role.CLERK)
    without_unit = await person(ward, "giam-doc", Role.DIRECTOR)
    with at(LATER):
        for actor in (clerk, without_unit):
            with pytest.raises(Forbidden):
                await write_remark(actor, HALF, SAID, 0)
        await write_remark(first, HALF, SAID, 0)
        await write_remark(second, HALF, Words("Của Kinh tế"), 0)
        found = await remarks(first, HALF)
        with pytest.raises(Forbidden):
            await remarks(clerk, HALF)
    assert [each.words for each in found] == [Words("Của Kinh tế"), SAID]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (Words(), {"done_well": "missing"}),
        (Words(not_yet="chữ " * 301), {"not_yet": "too-long"}),
        (Words("a" * 4_001), {"done_well": "too-long"}),
    ],
)
async def test_nothing_at_all_and_too_much(db: None, words: Words, wrong: dict[str, str]) -> None:
    actor = await head(await ward_with_defaults())
    with at(LATER), pytest.raises(Invalid) as refused:
        await write_remark(actor, HALF, words, 0)
    assert refused.value.errors == wrong


async def test_days_to_come_are_not_reviewed(db: None) -> None:
    actor = await head(await ward_with_defaults())
    with at(datetime(2026, 12, 14, 9, tzinfo=HANOI)), pytest.raises(Invalid):
        await write_remark(actor, HALF, SAID, 0)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("Lắp thêm ghế chờ", "no-day"),
        ("Lắp thêm ghế chờ; 31/9/2027", "no-day"),
        ("30/9/2027", "no-day"),
        ("Lắp thêm ghế chờ; 30/9/2027\nThay quạt", "no-day"),
        ("Lắp thêm ghế chờ; 14/6/2027", "too-early"),
    ],
)
async def test_each_next_task_has_its_day_after_the_period(
    db: None, typed: str, wrong: str
) -> None:
    actor = await head(await ward_with_defaults())
    with at(LATER), pytest.raises(Invalid) as refused:
        await write_remark(actor, HALF, Words(next_tasks=typed), 0)
    assert refused.value.errors == {"next_tasks": wrong}


@pytest.mark.parametrize("between", ["; ", " - ", ", hạn ", " (", " – trước ngày "])
def test_a_task_and_its_day_are_told_apart(between: str) -> None:
    (task,) = next_tasks(f"  Lắp 12 ghế chờ{between}30/9/2027.  \n\n")
    assert task.until == date(2027, 9, 30)
    assert task.text.startswith("Lắp 12 ghế chờ")
    assert "30/9" not in task.text


# What the chairman publishes


def content(said: Sequence[Remark]) -> str:
    """What is published: the words of each unit."""
    told = {"days": "Kỳ này", "summary": "Sơ kết", "blocks": [], "words": _good(said)}
    return json.dumps(told, ensure_ascii=False)


def _good(said: Sequence[Remark]) -> list[str]:
    return [each.words.done_well for each in said]


async def test_the_chairman_alone_publishes_and_each_version_follows_the_last(db: None) -> None:
    ward = await ward_with_defaults()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    unit = await head(ward)
    with at(LATER):
        with pytest.raises(Forbidden):
            await publish(unit, HALF, 0, content)
        await publish(chairman, HALF, 0, content)
        with pytest.raises(Conflict):
            await publish(chairman, HALF, 0, content)
        await publish(chairman, HALF, 1, content)
        (found,) = await published_reviews(ward)
    assert (found.span, found.version, found.name) == (HALF, 2, chairman.name)


async def test_what_was_published_is_not_changed(db: None) -> None:
    ward = await ward_with_defaults()
    with at(LATER):
        await publish(await person(ward, "chu-tich", Role.CHAIRMAN), HALF, 0, content)
    for words in ("UPDATE published_review SET content = '{}'", "DELETE FROM published_review"):
        with pytest.raises(Exception, match="append-only"):
            await PublishedReview.raw(words)


async def test_days_that_are_not_final_are_not_published(db: None) -> None:
    chairman = await person(await ward_with_defaults(), "chu-tich", Role.CHAIRMAN)
    with at(datetime(2027, 6, 15, 9, tzinfo=HANOI)), pytest.raises(Invalid) as refused:
        await publish(chairman, HALF, 0, content)
    assert refused.value.errors == {"days": "not-over"}


async def test_a_telephone_number_in_a_remark_stops_publishing(db: None) -> None:
    """A name alone does not: units name those who did well."""
    ward = await ward_with_defaults()
    chairman, unit = await person(ward, "chu-tich", Role.CHAIRMAN), await head(ward)
    with at(LATER):
        await write_remark(unit, HALF, Words("Chị Hồ Thị Thúy trực trưa, gọi 0912 345 678."), 0)
        with pytest.raises(Invalid) as refused:
            await publish(chairman, HALF, 0, content)
        assert refused.value.errors == {
            "remarks": "personal",
            "unit": "Phòng Văn hóa – Xã hội",
            "part": "done_well",
        }
        await write_remark(unit, HALF, Words("Chị Hồ Thị Thúy trực trưa."), 1)
        await publish(chairman, HALF, 0, content)


async def test_what_is_published_was_looked_through(db: None) -> None:
    """A unit writes again while the chairman reads: the new words are checked, and published."""
    ward = await ward_with_defaults()
    chairman, unit = await person(ward, "chu-tich", Role.CHAIRMAN), await head(ward)
    with at(LATER):
        await write_remark(unit, HALF, Words("Trực trưa."), 0)
        read = await remarks(chairman, HALF)
        await write_remark(unit, HALF, Words("Trực trưa, gọi 0912 345 678."), 1)
        with pytest.raises(Invalid):
            await publish(chairman, HALF, 0, content)
        await write_remark(unit, HALF, Words("Trực cả tuần."), 2)
        await publish(chairman, HALF, 0, content)
        (found,) = await published_reviews(ward)
    assert _good(read) == ["Trực trưa."]
    assert found.content["words"] == ["Trực cả tuần."]


async def test_what_is_not_what_was_read_is_not_published(db: None) -> None:
    ward = await ward_with_defaults()
    chairman, unit = await person(ward, "chu-tich", Role.CHAIRMAN), await head(ward)

    def as_read(said: Sequence[Remark]) -> str:
        if _good(said) != ["Trực trưa."]:
            raise Conflict("a remark was changed meanwhile")
        return content(said)

    with at(LATER):
        await write_remark(unit, HALF, Words("Trực trưa."), 0)
        await write_remark(unit, HALF, Words("Trực cả tuần."), 1)
        with pytest.raises(Conflict):
            await publish(chairman, HALF, 0, as_read)
        assert await published_reviews(ward) == ()
        await write_remark(unit, HALF, Words("Trực trưa."), 2)
        await publish(chairman, HALF, 0, as_read)
        assert len(await published_reviews(ward)) == 1
