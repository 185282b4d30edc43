"""Letters leave in a lane of their own: thousands of them hold back nothing that is due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from dialogue.core import clock
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.jobs import MAIN, Runner, ask
from dialogue.core.tables import Job
from dialogue.following import actions
from dialogue.following.rules import Wanted
from dialogue.outbox.actions import LANE, SEND
from dialogue.outbox.adapters import Letter, Outcome
from dialogue.outbox.smtp import MAIL
from dialogue.outbox.states import Result
from dialogue.outbox.tables import OutMessage
from tests.following.post_office import PostOffice, all_sent, open_office
from tests.matters import builders
from tests.matters.builders import Scene
from web.mail import following  # noqa: F401  it writes the letters

pytestmark = pytest.mark.integration
LAN = "lan@thu.example"


@pytest.fixture
async def office(db: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostOffice]:
    async with open_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
async def place(office: PostOffice) -> Scene:
    return await builders.scene()


class Slow:
    """In place of the server: it takes nothing until it may; most: how many waited at a time."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.here = asyncio.Event()
        self.waiting = self.most = self.taken = 0
        self.full = 1  # `here` says that so many wait

    async def deliver(self, letter: Letter, message_id: str) -> Outcome:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        if self.waiting == self.full:
            self.here.set()
        await self.may.wait()
        self.waiting -= 1
        self.taken += 1
        return Outcome(Result.DELIVERED)


@pytest.fixture
def slow(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Slow:
    server = Slow()
    monkeypatch.setattr(MAIL, "deliver", server.deliver)
    return server


async def many_asked(place: Scene, number: int) -> None:
    for each in range(number):
        await actions.ask(place.ward, f"n{each}@thu.example", Wanted(), "vi")


async def test_what_is_due_is_done_while_letters_wait_for_a_slow_server(
    place: Scene, slow: Slow
) -> None:
    await many_asked(place, 3)
    main, mail = Runner(lane=MAIN), Runner(lane=LANE)
    async with asyncio.timeout(60):
        sending = asyncio.create_task(mail.work_once())
        await slow.here.wait()
        async with DB.transaction():
            await ask("erase-old-tickets", "due now")
        while await main.work_once():
            continue
    done = await Job.exists().where(Job.key == "due now", Job.state == "done")
    left = await Job.count().where(Job.kind == SEND, Job.state == "waiting")
    assert (done, left, slow.taken) == (True, 3, 0)
    slow.may.set()
    await sending


async def test_some_are_on_their_way_at_a_time_and_no_more(place: Scene, slow: Slow) -> None:
    await many_asked(place, 9)
    runner, slow.full = Runner(lane=LANE, at_once=4), 4
    async with asyncio.timeout(60):
        first = asyncio.create_task(runner.work_once())
        await slow.here.wait()
        slow.may.set()
        await first
        while await runner.work_once():
            continue
    assert slow.taken == 9
    assert slow.most <= 4


async def test_a_worker_killed_after_it_wrote_the_outcome_starts_no_second_chain(
    place: Scene, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    async def killed(*_args: Any) -> None:
        raise Killed

    tries = 0
    deliver = MAIL.deliver

    async def counted(letter: Letter, message_id: str) -> Outcome:
        nonlocal tries
        tries += 1
        return await deliver(letter, message_id)

    monkeypatch.setattr(MAIL, "deliver", counted)
    office.refusing[LAN] = "451 4.7.1 later please"
    await actions.ask(place.ward, LAN, Wanted(), "vi")
    with monkeypatch.context() as patch:
        patch.setattr(Runner, "_end", killed)  # the job is not marked as done any more
        with pytest.raises(Killed):
            await Runner(lane=LANE).work_once()
    with clock.at(now() + timedelta(minutes=3)):  # its lease is over, the next attempt is due
        await all_sent()
    (message,) = await OutMessage.select()
    waiting = await Job.count().where(Job.kind == SEND, Job.state == "waiting")
    assert (tries, message["attempts"], waiting) == (2, 2, 1)
