"""What people wrote at the counters: searched, grouped, first read by others than sit there."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import httpx
import pytest

from dialogue.core.audit import entries
from dialogue.core.clock import HANOI, at
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.matters.queries.remarks import Asked, remarks
from dialogue.ward.queries import units
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter, set_counter_staff
from surveys.actions.ratings import rate
from surveys.comments.actions import read_first
from surveys.comments.grouping import groups
from surveys.comments.queries import Comments, Wanted, comments
from surveys.comments.rules import may_read_about, may_read_now
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from surveys.tables import Counter
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from tests.surveys.builders import FIELDS, rating, words_enter
from tests.web.desk import enter, see

pytestmark = pytest.mark.integration
PATH = "/quan-tri/loi-ghi-them"
NOON = datetime(2026, 6, 10, 10, 0, tzinfo=HANOI)
JUNE = Wanted(date(2026, 6, 1), date(2026, 6, 30))
SAID = (
    "Chờ lấy số chứng thực lâu quá, gần hai tiếng mới tới lượt",
    "Chờ lấy số chứng thực quá lâu, hai tiếng mới đến lượt tôi",
    "Phòng chờ thiếu ghế cho người già",
)
"""The first two say nearly the same."""


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Scene:
    return await builders.scene()


async def written(
    place: Scene, label: str = "Quầy 2", texts: tuple[str, ...] = SAID
) -> CounterCard:
    card = await add_counter(place.ward, label, "Chứng thực", fields=FIELDS)
    with at(NOON):
        await rate([rating(card, Level.NOT, comment=text) for text in texts])
        await words_enter()
    return card


async def sits_at(card: CounterCard, actor: Actor) -> None:
    await set_counter_staff(card.ward, card.code, [actor.staff])


def ids(found: Comments) -> list[str]:
    return [each.said.public_id for group in found.groups for each in group]


def texts(found: Comments) -> list[list[str]]:
    return [[each.said.text for each in group] for group in found.groups]


async def test_near_words_are_one_group_with_its_number(place: Scene) -> None:
    await written(place)
    found = await comments(place.chairman, JUNE)
    assert [len(group) for group in found.groups] == [2, 1]
    assert set(texts(found)[0]) == set(SAID[:2])
    assert (found.n, found.more, found.held) == (3, False, 0)


async def test_searched_with_or_without_marks_and_by_place(place: Scene) -> None:
    card = await written(place)
    other = await written(place, "Quầy 3", ("Cán bộ hướng dẫn rất tận tình",))

    async def said(**wanted: object) -> set[str]:
        found = await comments(place.chairman, Wanted(JUNE.since, JUNE.until, **wanted))  # type: ignore[arg-type]
        return {text for group in texts(found) for text in group}

    assert await said(words="thieu ghe") == {SAID[2]}
    assert await said(words="Thiếu GHẾ") == {SAID[2]}
    assert await said(words="ghế sofa") == set()
    assert await said(counter=other.id) == {"Cán bộ hướng dẫn rất tận tình"}
    assert await said(counter=card.id) == set(SAID)
    assert await said(field=place.field) == set()
    july = await comments(place.chairman, Wanted(date(2026, 7, 1), date(2026, 7, 31)))
    assert july.groups == ()


async def test_what_is_masked_is_neither_shown_nor_found(place: Scene) -> None:
    await written(place, texts=("Gọi lại cho tôi số 0912345678, chờ mãi không ai trả lời",))
    (group,) = (await comments(place.chairman, JUNE)).groups
    assert "0912345678" not in group[0].said.text
    looked = Wanted(JUNE.since, JUNE.until, words="0912345678")
    assert (await comments(place.chairman, looked)).n == 0


async def test_signs_of_a_denunciation_wait_for_a_person(place: Scene) -> None:
    await written(place, texts=(*SAID, "Tôi tố cáo cán bộ quầy này nhận hối lộ 500 nghìn"))
    every = await comments(place.chairman, JUNE)
    assert sorted(text for group in texts(every) for text in group) == sorted(SAID)


async def test_who_sits_there_reads_after_somebody_else(place: Scene) -> None:
    """The right is looked at by the read and by the act, not by the page alone."""
    card = await written(place)
    director = await place.person("giam-doc", Role.DIRECTOR)
    await sits_at(card, director)
    before = await comments(director, JUNE)
    assert (before.n, before.held) == (0, 3)
    shown = ids(await comments(place.chairman, JUNE))
    with pytest.raises(NotFound):
        await read_first(director, shown)
    assert await read_first(place.chairman, shown[:2]) == 2
    after = await comments(director, JUNE)
    assert (after.n, after.held) == (2, 1)
    assert {each.reader for group in after.groups for each in group} == {place.chairman.name}


async def test_a_renamed_counter_may_be_anybodys(place: Scene) -> None:
    card = await written(place)
    director = await place.person("giam-doc", Role.DIRECTOR)
    await sits_at(card, director)
    found = await remarks(place.chairman, Asked(), 9)
    assert {each.counter for each in found} == {card.label}
    await Counter.update({Counter.label: "Quầy 12"}).where(Counter.id == card.id)
    assert (await comments(director, JUNE)).held == 3


async def test_the_first_reading_stays(place: Scene) -> None:
    await written(place)
    shown = ids(await comments(place.chairman, JUNE))
    counts = await asyncio.gather(
        read_first(place.chairman, shown), read_first(place.keeper, shown)
    )
    assert sorted(counts) == [0, 3]
    first = await comments(place.chairman, JUNE)
    assert await read_first(place.deputy, shown) == 0
    assert await comments(place.chairman, JUNE) == first
    found = await entries(place.ward)
    assert [each.after for each in found if each.action == "read-comments"] == [{"comments": 3}]


@pytest.mark.parametrize("wanted", [[], ["x" * 24]])
async def test_none_or_one_that_is_not_there(place: Scene, wanted: list[str]) -> None:
    await written(place)
    with pytest.raises((Invalid, NotFound)):
        await read_first(place.chairman, wanted)


async def test_a_units_head_reads_about_the_units_counters(place: Scene) -> None:
    await written(place)
    assert (await comments(place.head, JUNE)).n == 0
    unit = next(card.code for card in await units(place.ward) if card.id == place.unit)
    card = await add_counter(place.ward, "Quầy 5", "Xây dựng", fields=("XD",), unit=unit)
    with at(NOON):
        await rate([rating(card, comment="Hồ sơ xây dựng được giải thích kỹ")])
        await words_enter()
    assert texts(await comments(place.head, JUNE)) == [["Hồ sơ xây dựng được giải thích kỹ"]]
    with pytest.raises(Forbidden):
        await comments(place.officer, JUNE)


async def test_another_wards_words_are_not_there(place: Scene) -> None:
    await written(place)
    other = await builders.scene("sai-gon")
    assert (await comments(other.chairman, JUNE)).n == 0
    with pytest.raises(NotFound):
        await read_first(other.chairman, ids(await comments(place.chairman, JUNE)))


async def test_no_month_is_told_by_its_days(place: Scene) -> None:
    await written(place)
    (first, *_rest) = await remarks(place.chairman, Asked(), 9)
    assert first.month == date(2026, 6, 1)


# The page


async def test_from_the_search_to_the_first_reading(
    client: httpx.AsyncClient, place: Scene
) -> None:
    await written(place)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{PATH}?ky=2026-06&tim=cho+lau")
    assert page.texts("[role=status]") == ["2 lời trong 1 nhóm, Tháng 6/2026"]
    assert page.texts("article h2 .small") == ["n = 2"]
    given = page.attribute("article form input[name=ids]", "value")
    reply = await client.post(
        f"{PATH}?ky=2026-06&tim=cho+lau", data={"ids": given}, follow_redirects=False
    )
    assert reply.status_code == 303
    after = await see(client, reply.headers["location"])
    assert after.texts("article form button") == []
    assert "Đọc đầu tiên: Người chu-tich" in " ".join(after.texts("article"))
    assert "tim=cho" in reply.headers["location"]


async def test_words_of_a_renamed_counter_keep_its_old_name(
    client: httpx.AsyncClient, place: Scene
) -> None:
    card = await written(place)
    await Counter.update({Counter.label: "Quầy 12"}).where(Counter.id == card.id)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{PATH}?ky=2026-06")
    assert all(text.startswith("Quầy 2, ") for text in page.texts("article > p.muted"))


async def test_nothing_wrong_and_too_many_are_said(
    client: httpx.AsyncClient, place: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await written(place)
    await enter(client, place, "chu-tich")
    assert (await see(client, f"{PATH}?ky=2026-05")).texts(".empty h2") == ["Không có lời nào"]
    wrong = await client.get(f"{PATH}?ky=2026-99")
    assert wrong.status_code == 422
    assert Page(wrong.text).texts(".field .error")
    gone = await client.post(f"{PATH}?ky=2026-06", data={"ids": "x" * 24})
    assert gone.status_code == 409
    assert "Chưa ghi gì" in " ".join(Page(gone.text).texts("[role=alert]"))
    monkeypatch.setattr("surveys.comments.queries.MOST", 2)
    page = await see(client, f"{PATH}?ky=2026-06&quay={card.id}")
    assert any("chỉ xét" in text for text in page.texts(".notice"))


async def test_the_page_says_what_waits_for_somebody_else(
    client: httpx.AsyncClient, place: Scene
) -> None:
    await sits_at(await written(place), place.chairman)
    await enter(client, place, "chu-tich")
    page = await see(client, f"{PATH}?ky=2026-06")
    assert page.texts("blockquote") == []
    assert any(text.startswith("3 lời về quầy") for text in page.texts(".notice"))


# Rules


@pytest.mark.unit
def test_groups_are_by_wording_and_the_largest_leads() -> None:
    said = [SAID[2], SAID[0], "Cảm ơn", SAID[1], "cam on", "", ""]
    assert groups(said, 0.5)[:3] == [[1, 3], [2, 4], [5, 6]]
    assert sorted(place for group in groups(said, 0.5) for place in group) == list(range(7))
    assert groups([], 0.5) == []


@pytest.mark.unit
def test_who_may_read_about_which_counter() -> None:
    def actor(*roles: Role, unit: int | None = None) -> Actor:
        return Actor(1, 7, "", "", unit, frozenset(roles))

    assert may_read_about(actor(Role.DIRECTOR), None)
    assert may_read_about(actor(Role.UNIT_HEAD, unit=3), 3)
    assert not may_read_about(actor(Role.UNIT_HEAD, unit=3), 4)
    assert not may_read_about(actor(Role.UNIT_HEAD), None)
    assert not may_read_about(actor(Role.COUNTER_OFFICER, unit=3), 3)
    assert not may_read_now(actor(Role.CHAIRMAN), {7, 8}, read=False)
    assert may_read_now(actor(Role.CHAIRMAN), {7, 8}, read=True)
