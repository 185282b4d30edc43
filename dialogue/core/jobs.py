"""Work to be done after the transaction that asked for it, by whichever worker is free.

A lower room asks, an upper room has registered the handler. A claim is a lease: the job of a
worker that was killed is anybody's once the lease ends, so a handler may run twice and must not
mind. What fails is tried again after 1, 5, 25 … minutes, six times in all; then it is `dead` and
waits for a person.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from piccolo.columns.combination import And

from dialogue.core.clock import local_time, now
from dialogue.core.database import DB
from dialogue.core.tables import Job, UsedTicket

MOST_ATTEMPTS = 6
KEPT = timedelta(days=30)  # done jobs, and with them the keys that keep them from being done twice
MAIN = "main"  # lane of what must be done in its time
SLOW = "slow"  # lane of what reads all there is, and rests between: for hours where there is much
BATCH = 500  # rows erased in one transaction: SQLite has one writer


@dataclass(frozen=True, slots=True)
class Work:
    """What a handler is given. attempt counts from 1."""

    id: int
    kind: str
    key: str
    ward: int | None
    payload: dict[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class DeadJob:
    id: int
    kind: str
    key: str
    ward: int | None
    run_at: datetime
    error: str


Handler = Callable[[Work], Awaitable[None]]
_handlers: dict[str, Handler] = {}
_repeating: dict[str, int] = {}  # kind → minutes
_lanes: dict[str, str] = {}  # kind → lane


def handler(kind: str, lane: str = MAIN) -> Callable[[Handler], Handler]:
    """Register the one who does jobs of this kind. It may be called twice for the same job.

    lane: what is slow, or comes in thousands, holds back only its own.
    """

    def register(work: Handler) -> Handler:
        if _handlers.setdefault(kind, work) is not work:
            raise RuntimeError(f"two handlers for jobs of kind {kind!r}")
        _lanes[kind] = lane
        return work

    return register


def every(minutes: int, kind: str, lane: str = MAIN) -> Callable[[Handler], Handler]:
    """Register work that comes back. Slots begin at midnight in Vietnam; what was missed while
    the server was down is done once, not once a slot. Several workers do each slot once.
    """

    def register(work: Handler) -> Handler:
        _repeating[kind] = minutes
        return handler(kind, lane)(work)

    return register


async def ask(
    kind: str,
    key: str,
    payload: Mapping[str, Any] | None = None,
    run_at: datetime | None = None,
    ward: int | None = None,
) -> None:
    """In the caller's transaction. Asked for twice by the same key, it is done once."""
    if not DB.transaction_exists():
        raise RuntimeError("a job is asked for in the transaction that needs it")
    text = json.dumps(payload or {}, ensure_ascii=False, default=str)
    job = Job(kind=kind, key=key, payload=text, run_at=run_at or now(), ward=ward)
    await Job.insert(job).on_conflict(target=Job.key, action="DO NOTHING")


async def dead() -> list[DeadJob]:
    """Jobs that nobody tries any more, for administrators and /readyz; oldest first."""
    columns = (Job.id, Job.kind, Job.key, Job.ward, Job.run_at, Job.error)
    rows = await Job.select(*columns).where(Job.state == "dead").order_by(Job.id)
    return [DeadJob(**row) for row in rows]


async def revive(job: int) -> bool:
    """Try a dead job again, from the first attempt. False when it is not dead."""
    changed = (
        await Job.update({Job.state: "waiting", Job.attempts: 0, Job.run_at: now()})
        .where(Job.id == job, Job.state == "dead")
        .returning(Job.id)
    )
    return bool(changed)


class Runner:
    """Does one job after another, in every process that serves.

    pause: seconds between looks when nothing is due. lease: how long a silent worker keeps a job.
    lane: does its jobs alone; None: those of all. at_once: how many jobs it has in hand.
    """

    def __init__(
        self,
        *,
        pause: float = 0.5,
        lease: timedelta = timedelta(minutes=2),
        lane: str | None = None,
        at_once: int = 1,
    ) -> None:
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._pause, self._lease = pause, lease
        self._lane, self._at_once = lane, at_once
        self._asked: dict[str, str] = {}  # repeating kind → key of the slot already asked for
        self._task: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """False makes /readyz fail, so that the server is started anew."""
        return self._task is not None and not self._task.done()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """On exit what is in hand is broken off; its leases are given back for the next start."""
        self._task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            await self._give_back()

    async def work_once(self) -> bool:
        """Do what is due longest. False when nothing is.

        Raises what kept a job from being claimed or ended, once nothing is in hand any more.
        """
        await self._ask_for_repeating()
        works: list[Work] = []
        failed: list[BaseException] = []
        try:
            while len(works) < self._at_once and (work := await self._claim()):
                works.append(work)
        except Exception as error:  # what was claimed before is ours to do
            failed.append(error)
        ended = await asyncio.gather(*map(self._do, works), return_exceptions=True)
        failed += filter(None, ended)
        for other in failed[1:]:
            logging.getLogger(__name__).error("a job could not be ended", exc_info=other)
        if failed:
            raise failed[0]
        return bool(works)

    def _mine(self, kinds: Iterable[str]) -> list[str]:
        return [kind for kind in kinds if self._lane in (None, _lanes.get(kind))]

    async def _run(self) -> None:
        while True:
            try:
                busy = await self.work_once()
            except Exception:  # the database is away for a moment; the table waits for us
                logging.getLogger(__name__).exception("the job table cannot be read")
                busy = False
            if not busy:
                await asyncio.sleep(self._pause)

    async def _ask_for_repeating(self) -> None:
        for kind in self._mine(_repeating):
            key = f"{kind}@{_slot(now(), _repeating[kind])}"
            if self._asked.get(kind) != key:
                async with DB.transaction():
                    await ask(kind, key)
                self._asked[kind] = key

    async def _claim(self) -> Work | None:
        while row := await _due(now(), self._mine(_handlers)):
            lost = row["attempts"] >= MOST_ATTEMPTS  # each attempt ended with its worker
            taken = _given_up() if lost else self._lease_of(row)
            same = (Job.id == row["id"]) & (Job.attempts == row["attempts"])
            mine = await Job.update(taken).where(_free(now()), same).returning(Job.id)
            if mine and not lost:
                names = {name: row[name] for name in ("id", "kind", "key", "ward")}
                payload = dict(json.loads(row["payload"]))
                return Work(**names, payload=payload, attempt=row["attempts"] + 1)
        return None

    def _lease_of(self, row: dict[str, Any]) -> dict[Any, Any]:
        return {
            Job.leased_until: now() + self._lease,
            Job.owner: self.name,
            Job.attempts: row["attempts"] + 1,
        }

    async def _do(self, work: Work) -> None:
        renewing = asyncio.create_task(self._renew(work))
        try:
            await _handlers[work.kind](work)
        except Exception as error:
            logging.getLogger(__name__).exception("job %s %s failed", work.id, work.kind)
            await self._end(work, _after_failure(work, error))
        else:
            await self._end(work, {Job.state: "done", Job.done_at: now(), Job.error: ""})
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, work: Work) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            await self._change(work.id, {Job.leased_until: now() + self._lease})

    async def _end(self, work: Work, values: dict[Any, Any]) -> None:
        await self._change(work.id, values | {Job.leased_until: None, Job.owner: ""})

    async def _change(self, job: int, values: dict[Any, Any]) -> None:
        """Only while the job is ours: another may have taken it over meanwhile."""
        await Job.update(values).where(Job.id == job, Job.owner == self.name)

    async def _give_back(self) -> None:
        values: dict[Any, Any] = {Job.leased_until: None, Job.owner: ""}
        values[Job.attempts] = Job.attempts - 1  # a restart is no failure of the job's
        await Job.update(values).where(Job.owner == self.name, Job.state == "waiting")


def _free(moment: datetime) -> And:
    unleased = Job.leased_until.is_null() | (Job.leased_until < moment)
    return (Job.state == "waiting") & (Job.run_at <= moment) & unleased


async def _due(moment: datetime, kinds: list[str]) -> dict[str, Any] | None:
    """The job of these kinds that is due longest."""
    query = Job.select().where(_free(moment), Job.kind.is_in(kinds))
    return await query.order_by(Job.run_at, Job.id).first()


def _given_up() -> dict[Any, Any]:
    return {Job.state: "dead", Job.error: "its worker was lost at every attempt", Job.owner: ""}


def _after_failure(work: Work, error: Exception) -> dict[Any, Any]:
    values: dict[Any, Any] = {Job.error: f"{type(error).__name__}: {error}"[:2000]}
    if work.attempt >= MOST_ATTEMPTS:
        return values | {Job.state: "dead"}
    return values | {Job.run_at: now() + wait_after(work.attempt)}


def wait_after(attempt: int) -> timedelta:
    """1, 5, 25, 125, 625 minutes."""
    return timedelta(minutes=5 ** (attempt - 1))


def _slot(moment: datetime, minutes: int) -> int:
    wall = local_time(moment).replace(tzinfo=UTC)  # Vietnam knows no summer time
    return int(wall.timestamp() // (60 * minutes))


@every(60, "erase-old-tickets")
async def erase_old_tickets(work: Work) -> None:
    """Hashes of tickets that have ended: nothing else knows when who sent what."""
    ended = UsedTicket.ends < now()
    while rows := await UsedTicket.select(UsedTicket.nonce).where(ended).limit(BATCH):
        await UsedTicket.delete().where(UsedTicket.nonce.is_in([row["nonce"] for row in rows]))


@every(24 * 60, "erase-old-jobs")
async def erase_old_jobs(work: Work) -> None:
    old = (Job.state == "done") & (Job.done_at < now() - KEPT)
    while rows := await Job.select(Job.id).where(old).limit(BATCH):
        await Job.delete().where(Job.id.is_in([row["id"] for row in rows]))
