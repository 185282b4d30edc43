"""Words beside a rating enter the register mixed with others: none lost, none twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient as Client

from dialogue.core.clock import at, local_day, now, start_of
from dialogue.core.codes import grouped, tracking_hash
from dialogue.core.jobs import Work
from dialogue.core.keys import keys, lock
from dialogue.matters.actions.intake import NewMatter, Received, open_for_ratings
from dialogue.matters.tables import Matter, MatterEvent
from surveys import mixing
from surveys.actions.ratings import rate
from surveys.mixing import SMALLEST, enter_due, enter_words, entered_at, padded, waiting
from surveys.queries.counters import CounterCard
from surveys.rows import Receipt
from surveys.rules import Level
from surveys.tables import WaitingWords
from tests.pages import Page
from tests.surveys.builders import rating, words_enter

TEN = timedelta(minutes=10)
WORK = Work(id=1, kind="", key="", ward=None, payload={}, attempt=1)


async def speaks(card: CounterCard, words: str = "Chờ lâu quá") -> str:
    """The tracking code."""
    one = rating(card, Level.NOT, comment=words)
    receipt = (await rate([one]))[one.id]
    assert isinstance(receipt, Receipt)
    return receipt.tracking


async def bodies() -> list[str]:
    return [row["body"] for row in await Matter.select(Matter.body)]


@pytest.mark.unit
@pytest.mark.parametrize(("minute", "enters"), [(0, 20), (9, 20), (10, 30), (19, 30)])
def test_all_words_of_ten_minutes_enter_together(minute: int, enters: int) -> None:
    hour = datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert entered_at(hour + timedelta(minutes=minute), TEN) == hour + timedelta(minutes=enters)


@pytest.mark.unit
def test_without_mixing_they_are_due_at_once() -> None:
    assert entered_at(now_ := now(), timedelta()) == now_


@pytest.mark.unit
def test_sizes_come_in_classes() -> None:
    assert {len(padded("ố" * n)) for n in range(1, 170)} == {SMALLEST}
    assert len(padded("ố" * 171)) == 2 * SMALLEST


@pytest.mark.integration
async def test_they_wait_and_then_become_one_matter(card: CounterCard) -> None:
    await speaks(card)
    await enter_due()
    assert await bodies() == []
    await words_enter()
    await words_enter()  # a job may run twice
    assert await bodies() == ["Chờ lâu quá"]
    assert await WaitingWords.count() == 0


@pytest.mark.integration
async def test_two_at_once_enter_each_once(card: CounterCard) -> None:
    for number in range(6):
        await speaks(card, f"Lời thứ {number}")
    with at(now() + timedelta(minutes=30)):
        await asyncio.gather(enter_due(), enter_due())
    assert sorted(await bodies()) == [f"Lời thứ {number}" for number in range(6)]


@pytest.mark.integration
async def test_a_crash_on_the_way_loses_nothing(
    card: CounterCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    await speaks(card)

    async def crash(*_: Any) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(mixing, "note", crash)  # after the matter was written, before COMMIT
        with pytest.raises(RuntimeError):
            await words_enter()
    assert (await bodies(), await WaitingWords.count()) == ([], 1)
    await words_enter()
    assert await bodies() == ["Chờ lâu quá"]


@pytest.mark.integration
async def test_what_cannot_be_entered_holds_up_no_other(
    card: CounterCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("Chờ lâu quá", "không đọc được", "Quầy đóng sớm"):
        await speaks(card, words)

    async def picky(new: list[NewMatter]) -> list[Received]:
        if any(each.body == "không đọc được" for each in new):
            raise RuntimeError("this one is too much")
        return await open_for_ratings(new)

    with monkeypatch.context() as broken:
        broken.setattr(mixing, "open_for_ratings", picky)
        with pytest.raises(RuntimeError):
            await words_enter()
    assert sorted(await bodies()) == ["Chờ lâu quá", "Quầy đóng sớm"]
    await words_enter()
    assert len(await bodies()) == 3


@pytest.mark.integration
async def test_what_nobody_can_open_holds_up_no_other(card: CounterCard) -> None:
    await speaks(card)
    strange = WaitingWords(
        id=0, ward=card.ward, token="x", sealed=lock(keys(), "texts", b"{}"), due=now()
    )
    await WaitingWords.insert(strange)
    await words_enter()
    assert await bodies() == ["Chờ lâu quá"]
    assert await WaitingWords.count() == 1


@pytest.mark.integration
async def test_a_matter_keeps_the_day_alone(card: CounterCard) -> None:
    with at(datetime(2026, 11, 19, 16, 58, tzinfo=UTC)):  # 23:58 in Vietnam
        await speaks(card)
    with at(datetime(2026, 11, 19, 17, 20, tzinfo=UTC)):  # past midnight
        await enter_words(WORK)
    (row,) = await Matter.select()
    (event,) = await MatterEvent.select()
    sent = date(2026, 11, 19)
    assert (row["received_at"], event["at"]) == (start_of(sent), start_of(sent))
    assert row["day_zero"] == sent  # a Thursday: no cut-off where the hour is not kept
    assert row["ack_due"] == date(2026, 11, 20)


@pytest.mark.integration
async def test_the_asker_sees_that_it_is_on_its_way(client: Client, card: CounterCard) -> None:
    code = await speaks(card)
    here = await waiting(tracking_hash(keys(), code))
    assert here is not None
    assert (here.ward, here.day) == (card.ward, local_day(now()))
    opened = await client.post("/tra-cuu", data={"code": grouped(code)})
    assert opened.status_code == 303
    address = opened.headers["location"]
    page = Page((await client.get(address)).text)
    assert page.texts(".badge") == ["Đã nhận, đang vào sổ"]
    assert page.texts("h1") == ["Ý kiến của quý vị"]
    await words_enter()
    page = Page((await client.get(address)).text)
    assert "Đã nhận, đang vào sổ" not in page.texts(".badge")
    assert page.texts(".quote") == ["Chờ lâu quá"]
