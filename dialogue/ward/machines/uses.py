"""When and from where machines call: days and keyed hashes of networks, written a while later.

Not in the call itself: the log of the database would say which ratings came with which token.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB, STORE_FAILS
from dialogue.core.jobs import BATCH, Work, ask, every
from dialogue.core.keys import keys
from dialogue.ward.machines.queries import MachineCard
from dialogue.ward.machines.rules import network_of
from dialogue.ward.machines.tables import KeptReply, Machine, MachineNetwork

TELL_ELSEWHERE = "tell-machine-elsewhere"  # kind of job: payload name
SLOT = 600  # seconds: uses of these are written together
NETWORKS_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """network: keyed hash, of its machine and day, so that none is known again elsewhere."""

    machine: int
    ward: int
    day: date
    network: str


class UseBook:
    """A part of each server process (web.lifespan)."""

    def __init__(self, pause: float = SLOT) -> None:
        self._pause = pause
        self._new: set[Use] = set()
        self._known: set[Use] = set()
        self._worker: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        return self._worker is not None and not self._worker.done()

    def note(self, card: MachineCard, address: str) -> None:
        """In memory alone. A crash forgets some minutes of it, which is no loss."""
        day, network = local_day(now()), network_of(address)
        hashed = keys().fixed("machines", f"network {card.id} {day} {network}")
        use = Use(card.id, card.ward, day, hashed)
        if use not in self._known:
            self._new.add(use)

    async def write(self) -> None:
        """All that is new, in one transaction. Raises as the store does."""
        fresh = sorted(self._new)
        if not fresh:
            return
        async with DB.transaction():
            for use in fresh:
                await _write(use)
        today = max(use.day for use in fresh)
        self._new -= set(fresh)
        self._known = {use for use in self._known | set(fresh) if use.day == today}

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pause)
            await self._write_if_possible()

    async def _write_if_possible(self) -> None:
        try:
            await self.write()
        except STORE_FAILS:
            return  # it is kept for the next time

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._worker = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
            await self._write_if_possible()


async def _write(use: Use) -> None:
    row = MachineNetwork(key=use.network, ward=use.ward, machine=use.machine, day=use.day)
    await MachineNetwork.insert(row).on_conflict(action="DO NOTHING")
    await Machine.update({Machine.used_on: use.day}).where(
        Machine.id == use.machine,
        Machine.ward == use.ward,
        Machine.used_on.is_null() | (Machine.used_on < use.day),
    )
    networks = await MachineNetwork.count().where(
        MachineNetwork.ward == use.ward,
        MachineNetwork.machine == use.machine,
        MachineNetwork.day == use.day,
    )
    if networks > 1:
        await _tell_elsewhere(use)


async def _tell_elsewhere(use: Use) -> None:
    """Once a day."""
    told = await (
        Machine.update({Machine.elsewhere_on: use.day})
        .where(
            Machine.id == use.machine,
            Machine.ward == use.ward,
            Machine.elsewhere_on.is_null() | (Machine.elsewhere_on < use.day),
        )
        .returning(Machine.id, Machine.name)
    )
    for row in told:
        said = {"name": row["name"]}
        await audit.record(use.ward, None, "elsewhere-machine", "machine", row["id"], None, said)
        await ask(TELL_ELSEWHERE, f"machine-{row['id']}-{use.day}", said, ward=use.ward)


@every(24 * 60, "erase-old-machine-calls")
async def _erase_old_calls(work: Work) -> None:
    await erase_old_calls()


async def erase_old_calls() -> None:
    """Replies that nobody may ask for again, and networks of days that are past."""
    today = local_day(now())
    ended = KeptReply.ends < today
    while rows := await KeptReply.select(KeptReply.key).where(ended).limit(BATCH):
        await KeptReply.delete().where(KeptReply.key.is_in([row["key"] for row in rows]))
    await MachineNetwork.delete().where(MachineNetwork.day < today - NETWORKS_KEPT)
