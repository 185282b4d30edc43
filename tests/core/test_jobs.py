"""Jobs: asked for once, done although workers die, given up after six attempts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dialogue.core import jobs
from dialogue.core.clock import at
from dialogue.core.database import DB, database
from dialogue.core.jobs import Runner, Work, ask, dead, handler, revive, wait_after
from dialogue.core.tables import Job, UsedTicket

pytestmark = pytest.mark.integration
START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No handlers but the test's own."""
    monkeypatch.setattr(jobs, "_handlers", {})
    monkeypatch.setattr(jobs, "_repeating", {})


@pytest.fixture
def done() -> list[Work]:
    return []


@pytest.fixture
async def counting(db: None, done: list[Work]) -> None:
    async def count(work: Work) -> None:
        done.append(work)

    handler("count")(count)


async def asked(key: str, kind: str = "count", **options: Any) -> None:
    async with DB.transaction():
        await ask(kind, key, **options)


async def all_done(runner: Runner, moment: datetime) -> int:
    with at(moment):
        number = 0
        while await runner.work_once():
            number += 1
    return number


async def row(key: str) -> dict[str, Any]:
    found = await Job.select().where(Job.key == key).first()
    assert found is not None
    return found


async def test_it_is_done_once_with_what_was_asked(counting: None, done: list[Work]) -> None:
    with at(START):
        await asked("a", payload={"matter": 7, "why": "ngày nghỉ"}, ward=3)
        await asked("a", payload={"matter": 8})
    assert await all_done(Runner(), START) == 1
    (work,) = done
    assert (work.kind, work.key, work.ward, work.attempt) == ("count", "a", 3, 1)
    assert work.payload == {"matter": 7, "why": "ngày nghỉ"}
    with at(START):
        await asked("a")
    assert await all_done(Runner(), START + timedelta(days=1)) == 0
    kept = await row("a")
    assert (kept["state"], kept["done_at"], kept["leased_until"]) == ("done", START, None)


async def test_a_job_belongs_to_its_transaction(counting: None, done: list[Work]) -> None:
    async def fail() -> None:
        async with DB.transaction():
            await ask("count", "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    with pytest.raises(RuntimeError):
        await ask("count", "b")
    assert await Job.count() == 0


async def test_not_before_its_time_and_the_longest_due_first(
    counting: None, done: list[Work]
) -> None:
    await asked("late", run_at=START + 2 * MINUTE)
    await asked("early", run_at=START + MINUTE)
    assert await all_done(Runner(), START) == 0
    assert await all_done(Runner(), START + 2 * MINUTE) == 2
    assert [work.key for work in done] == ["early", "late"]


async def test_what_nobody_here_can_do_is_left_for_others(counting: None) -> None:
    await asked("x", kind="of a newer release", run_at=START)
    assert await all_done(Runner(), START) == 0
    assert (await row("x"))["state"] == "waiting"


async def test_two_handlers_of_one_kind_are_refused(counting: None) -> None:
    async def other(work: Work) -> None: ...

    with pytest.raises(RuntimeError):
        handler("count")(other)


async def test_the_lease_of_a_killed_worker_is_taken_over(counting: None, done: list[Work]) -> None:
    """The first worker takes the job and is never heard of again."""
    await asked("a", run_at=START)
    lost, next_one = Runner(lease=2 * MINUTE), Runner()
    with at(START):
        work = await lost._claim()
    assert work is not None
    assert await all_done(next_one, START + MINUTE) == 0
    assert await all_done(next_one, START + 3 * MINUTE) == 1
    assert [work.attempt for work in done] == [2]
    with at(START + 4 * MINUTE):  # it was only slow: what it says now changes nothing
        await lost._end(work, {Job.state: "dead"})
    assert (await row("a"))["state"] == "done"


async def test_two_workers_do_each_job_once(counting: None, done: list[Work]) -> None:
    for number in range(20):
        await asked(str(number), run_at=START)
    numbers = await asyncio.gather(*(all_done(Runner(), START) for _ in range(4)))
    assert sum(numbers) == 20
    assert sorted(int(work.key) for work in done) == list(range(20))


async def test_a_handler_may_run_twice(db: None) -> None:
    """The worker dies after its effect, before it could say so; the effect is keyed."""

    async def save(work: Work) -> None:
        ticket = UsedTicket(nonce=work.key, ward=1, body="", receipt="", ends=START)
        await UsedTicket.insert(ticket).on_conflict(target=UsedTicket.nonce, action="DO NOTHING")

    handler("save")(save)
    await asked("a", kind="save", run_at=START)
    with at(START):
        work = await Runner()._claim()
        assert work is not None
        await save(work)
    assert await all_done(Runner(), START + timedelta(hours=1)) == 1
    assert await UsedTicket.count() == 1


async def test_a_failing_job_waits_longer_each_time_and_dies_after_six(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    async def fail(work: Work) -> None:
        tries.append(work.attempt)
        raise ValueError("no such matter")

    handler("fail")(fail)
    await asked("a", kind="fail", run_at=START, ward=4)
    runner, moment = Runner(), START
    for minutes in (1, 5, 25, 125, 625):
        assert await all_done(runner, moment) == 1
        moment += timedelta(minutes=minutes)
        assert await all_done(runner, moment - timedelta(seconds=1)) == 0
        assert await dead() == []
    assert await all_done(runner, moment) == 1
    assert tries == [1, 2, 3, 4, 5, 6]
    (given_up,) = await dead()
    assert (given_up.key, given_up.ward) == ("a", 4)
    assert given_up.error == "ValueError: no such matter"
    assert await all_done(runner, moment + timedelta(days=9)) == 0
    assert len(caplog.records) == 6

    with at(moment):
        assert await revive(given_up.id)
        assert not await revive(given_up.id)
    assert await all_done(runner, moment) == 1
    assert tries[-1] == 1


async def test_a_job_that_kills_its_workers_dies_too(counting: None, done: list[Work]) -> None:
    await asked("a", run_at=START)
    for number in range(6):
        with at(START + number * 10 * MINUTE):
            assert await Runner()._claim() is not None
    assert await all_done(Runner(), START + timedelta(hours=9)) == 0
    assert [job.key for job in await dead()] == ["a"]
    assert done == []


def test_waits() -> None:
    assert [wait_after(attempt) // MINUTE for attempt in range(1, 6)] == [1, 5, 25, 125, 625]


async def test_a_runner_works_renews_its_lease_and_gives_it_back_when_stopped(db: None) -> None:
    started = asyncio.Event()

    async def slow(work: Work) -> None:
        started.set()
        await asyncio.sleep(60)

    handler("slow")(slow)
    runner = Runner(pause=0.01, lease=timedelta(seconds=0.15))
    async with asyncio.timeout(60):
        async with runner.running():
            assert runner.alive
            await asked("a", kind="slow")
            await started.wait()
            first = (await row("a"))["leased_until"]
            while (await row("a"))["leased_until"] == first:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            assert (await row("a"))["owner"] == runner.name
        assert not runner.alive
    left = await row("a")
    assert (left["state"], left["owner"], left["leased_until"]) == ("waiting", "", None)
    assert left["attempts"] == 0  # a restart is no failure


async def test_what_was_asked_before_a_restart_is_done_after_it(
    fresh_database: None, done: list[Work]
) -> None:
    async def count(work: Work) -> None:
        done.append(work)

    handler("count")(count)
    async with database():
        await asked("a")
    async with database(), asyncio.timeout(60), Runner(pause=0.01).running():
        while not done:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert [work.key for work in done] == ["a"]


async def test_a_database_away_for_a_moment_does_not_end_the_runner(
    counting: None,
    done: list[Work],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(moment: datetime) -> None:
        raise ConnectionError

    runner = Runner(pause=0.01)
    async with asyncio.timeout(60), runner.running():
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "_due", broken)
            while not caplog.records:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert runner.alive
        await asked("a")
        while not done:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_repeating_work_is_done_once_a_slot_by_several_workers(
    db: None, done: list[Work]
) -> None:
    async def count(work: Work) -> None:
        done.append(work)

    jobs.every(60, "hourly")(count)
    runners = [Runner() for _ in range(3)]
    for minutes in (0, 1, 59, 60, 61):
        await asyncio.gather(*(all_done(runner, START + minutes * MINUTE) for runner in runners))
    assert len(done) == 2
    # a server that was down for a day does it once, not once an hour
    assert await all_done(Runner(), START + timedelta(days=1)) == 1


def test_daily_slots_begin_at_midnight_in_vietnam() -> None:
    midnight = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    day = 24 * 60
    before, after = (jobs._slot(midnight + n * MINUTE, day) for n in (-1, 0))
    assert after == before + 1
    assert jobs._slot(midnight + 1439 * MINUTE, day) == after


async def test_old_tickets_and_old_jobs_are_erased(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    for number in range(5):
        ends = START + number * MINUTE
        await UsedTicket.insert(
            UsedTicket(nonce=f"n{number}", ward=1, body="", receipt="", ends=ends)
        )
        await asked(f"j{number}", run_at=START)
    await Job.update({Job.state: "done", Job.done_at: START}, force=True)
    await Job.update({Job.state: "dead"}).where(Job.key == "j4")
    jobs.every(60, "erase-old-tickets")(jobs.erase_old_tickets)
    jobs.every(24 * 60, "erase-old-jobs")(jobs.erase_old_jobs)
    assert await all_done(Runner(), START + 3 * MINUTE) == 2
    assert [row["nonce"] for row in await UsedTicket.select(UsedTicket.nonce)] == ["n3", "n4"]
    assert await Job.count().where(Job.key.like("j%")) == 5
    await all_done(Runner(), START + timedelta(days=31))
    assert await UsedTicket.count() == 0
    assert [row["key"] for row in await Job.select(Job.key).where(Job.key.like("j%"))] == ["j4"]


async def test_a_runner_of_a_lane_does_its_own_alone(counting: None, done: list[Work]) -> None:
    async def write(work: Work) -> None:
        done.append(work)

    handler("write", "slow")(write)
    jobs.every(60, "look", "slow")(write)
    with at(START):
        await asked("a")
        await asked("b", "write")
    assert await all_done(Runner(lane=jobs.MAIN), START) == 1
    assert await all_done(Runner(lane="slow", at_once=5), START) == 1
    assert [work.kind for work in done] == ["count", "write", "look"]
    with at(START):
        await asked("c")
        await asked("d", "write")
    assert await all_done(Runner(), START) == 2


async def test_of_several_in_hand_one_that_fails_takes_no_other_with_it(
    counting: None, done: list[Work]
) -> None:
    async def fail(work: Work) -> None:
        raise ZeroDivisionError

    handler("fail")(fail)
    with at(START):
        await asked("a", "fail")
        await asked("b")
    assert await all_done(Runner(at_once=5), START) == 1
    assert [(await row(key))["state"] for key in ("a", "b")] == ["waiting", "done"]


async def test_what_is_in_hand_ends_before_more_is_taken_though_an_end_cannot_be_written(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The database is away as the first of them ends; when the runner stops, nobody goes on."""
    hand: set[str] = set()
    most, lost = 0, asyncio.Event()

    async def hang(work: Work) -> None:
        nonlocal most
        if work.key == "0":
            return
        hand.add(work.key)
        most = max(most, len(hand))
        try:
            await asyncio.Event().wait()
        finally:
            hand.remove(work.key)

    async def away(*_args: Any) -> None:
        lost.set()
        raise ConnectionError

    handler("hang")(hang)
    monkeypatch.setattr(Runner, "_end", away)
    for number in range(8):
        await asked(str(number), "hang")
    async with asyncio.timeout(60), Runner(pause=0.01, at_once=4).running():
        await lost.wait()
        await asyncio.sleep(0.3)  # long enough to take more
    assert (most, hand) == (3, set())


async def test_what_was_claimed_is_done_though_the_next_claim_fails(
    counting: None, done: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    due, looks = jobs._due, 0

    async def away_at_the_second(moment: datetime, kinds: list[str]) -> Any:
        nonlocal looks
        looks += 1
        if looks == 2:
            raise ConnectionError
        return await due(moment, kinds)

    monkeypatch.setattr(jobs, "_due", away_at_the_second)
    with at(START):
        await asked("a")
        await asked("b")
        with pytest.raises(ConnectionError):
            await Runner(at_once=4).work_once()
    assert [work.key for work in done] == ["a"]
    assert (await row("a"))["state"] == "done"
    assert await all_done(Runner(at_once=4), START) == 1
    assert [work.key for work in done] == ["a", "b"]
