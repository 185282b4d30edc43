"""What leaves the house: never lost, and twice only when the last reply was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from dialogue.core import clock
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.tables import Job
from dialogue.following import actions
from dialogue.following.rules import Wanted
from dialogue.following.tables import Subscription
from dialogue.outbox.actions import put
from dialogue.outbox.smtp import MAIL
from dialogue.outbox.states import MessageState
from dialogue.outbox.tables import OutMessage
from tests.following.post_office import PostOffice, all_sent, open_office, text_of
from tests.matters import builders
from tests.matters.builders import Scene
from web.mail import following  # noqa: F401  it writes the letters

pytestmark = pytest.mark.integration
ADDRESS = "Lan.Anh@thu.example"
HOUR = timedelta(hours=1)


@pytest.fixture
async def office(db: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostOffice]:
    async with open_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
async def place(office: PostOffice) -> Scene:
    return await builders.scene()


async def asked(place: Scene, address: str = ADDRESS) -> None:
    await actions.ask(place.ward, address, Wanted(), "vi")


async def states() -> list[str]:
    return [row["state"] for row in await OutMessage.select(OutMessage.state).order_by("id")]


async def test_it_is_sent_once_and_then_ended(office: PostOffice, place: Scene) -> None:
    await asked(place)
    await all_sent()
    await all_sent()
    (letter,) = office.letters
    assert letter["To"] == ADDRESS
    assert "Lắng Nghe" not in letter["From"]
    assert letter["From"].addresses[0].addr_spec == "phuong@ward.example"
    assert "Ai đó, có lẽ là quý vị" in text_of(letter)
    assert await states() == [MessageState.SENT]


async def test_an_act_that_fails_sends_nothing(office: PostOffice, place: Scene) -> None:
    async def act() -> None:
        async with DB.transaction():
            await put(place.ward, "confirm", "x", {"subscription": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await act()
    await all_sent()
    assert (office.letters, await states()) == ([], [])


async def test_a_worker_killed_before_the_server_loses_nothing(
    office: PostOffice, place: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    async def killed(*_args: object) -> None:
        raise Killed

    await asked(place)
    with monkeypatch.context() as patch:
        patch.setattr(type(MAIL), "deliver", killed)
        with pytest.raises(Killed):
            await all_sent()
    assert await Job.exists().where(Job.kind == "send-message", Job.state == "waiting")
    with clock.at(now() + timedelta(minutes=3)):  # its lease is over
        await all_sent()
    assert len(office.letters) == 1


async def test_only_a_lost_reply_repeats_it_with_the_same_id(
    office: PostOffice, place: Scene
) -> None:
    office.after = ["lost"]
    await asked(place)
    await all_sent()
    assert await states() == [MessageState.WAITING]
    MAIL._away = 0.0
    with clock.at(now() + timedelta(minutes=2)):
        await all_sent()
    first, second = office.ids
    assert first == second
    assert await states() == [MessageState.SENT]


async def test_a_busy_server_is_asked_again_after_the_gaps_of_the_rule(
    office: PostOffice, place: Scene
) -> None:
    office.refusing[ADDRESS] = "451 4.7.1 later please"
    await asked(place)
    await Subscription.update({Subscription.state: "live"}, force=True)  # or it ends in two days
    await all_sent()
    (row,) = await OutMessage.select()
    assert (row["state"], row["attempts"], row["said"]) == (MessageState.WAITING, 1, "451")
    assert row["next_at"] - row["made_at"] < timedelta(minutes=2)
    for hours in (1, 2, 5, 9, 20, 40, 70, 100):
        with clock.at(row["made_at"] + hours * HOUR):
            await all_sent()
    (row,) = await OutMessage.select()
    assert (row["state"], row["attempts"]) == (MessageState.GIVEN_UP, 9)
    (kept,) = await Subscription.select()
    assert kept["failures"] == 0  # it refused nothing for good


async def test_an_address_that_refuses_is_given_up_and_erased(
    office: PostOffice, place: Scene
) -> None:
    office.refusing[ADDRESS] = "550 5.1.1 no such user"
    await asked(place)
    await asked(place, "nguoi.khac@thu.example")
    await Subscription.update({Subscription.state: "live"}, force=True)
    for day in range(3):
        with clock.at(now() + timedelta(days=day)):
            await asked(place) if day else None
            await all_sent()
    left = await Subscription.select()
    assert len(left) == 1
    refused = await OutMessage.count().where(OutMessage.state == MessageState.REFUSED.value)
    assert refused == 3


async def test_that_our_own_server_is_not_trusted_is_no_fault_of_the_address(
    office: PostOffice, place: Scene
) -> None:
    office.refusing[ADDRESS] = "554 5.7.1 relay access denied"
    for day in range(3):
        with clock.at(now() + timedelta(days=day)):
            await asked(place)
            await Subscription.update({Subscription.state: "live"}, force=True)
            await all_sent()
    (kept,) = await Subscription.select()
    assert kept["failures"] == 0
    assert set(await states()) == {MessageState.WAITING}


async def test_neither_address_nor_words_lie_in_the_open(office: PostOffice, place: Scene) -> None:
    await asked(place)
    (row,) = await Subscription.select()
    (message,) = await OutMessage.select()
    kept = " ".join(map(str, [*row.values(), *message.values()])).lower()
    assert "lan.anh" not in kept
    assert "thu.example" not in kept


async def test_a_message_is_sent_also_under_a_number_that_was_used_before(
    office: PostOffice, place: Scene
) -> None:
    await asked(place)
    await all_sent()
    await OutMessage.delete(force=True)  # as after the days of the rule: SQLite counts anew
    await asked(place, "nguoi.khac@thu.example")
    await all_sent()
    assert len(office.letters) == 2


async def test_a_letter_never_reaches_who_came_to_have_the_number(
    office: PostOffice, place: Scene
) -> None:
    await asked(place)
    (row,) = await Subscription.select()
    await Subscription.delete(force=True)  # stopped before the letter left
    await asked(place, "nguoi.khac@thu.example")
    # As SQLite numbers it by itself; PostgreSQL never gives a number out again.
    await Subscription.update({Subscription.id: row["id"]}, force=True)
    first = await OutMessage.select(OutMessage.data).order_by(OutMessage.id).first()
    assert first is not None
    await OutMessage.update({OutMessage.data: first["data"]}, force=True)
    await all_sent()
    assert [letter["To"] for letter in office.letters] == ["nguoi.khac@thu.example"]


async def test_two_who_ask_for_an_address_at_once_follow_once(
    office: PostOffice, place: Scene
) -> None:
    await asyncio.gather(*(asked(place) for _ in range(5)))
    assert await Subscription.count() == 1
    assert await OutMessage.count() == 3  # what the rule allows an address in a day


async def test_old_traces_are_erased(office: PostOffice, place: Scene) -> None:
    await asked(place)
    await all_sent()
    with clock.at(now() + timedelta(days=31)):
        await all_sent()
    assert await states() == []
