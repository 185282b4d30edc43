"""Notices are written in the transaction of the act that causes them, or by a job, once each.

Every step of a matter passes through `steps.record`, every act on a promise through the line of
its history: these two call here. Nobody is told of what they did themselves.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.matters.notice_tables import Notice, NoticeChoice
from dialogue.matters.queries import notices as queries
from dialogue.matters.rules import HEADS, Facts
from dialogue.matters.states import Step, TaskStep
from dialogue.matters.telling import (
    FIXED,
    HEARD,
    SETTLES,
    SUPERVISION,
    TASK_HEARD,
    TASK_SETTLES,
    Ear,
    Holders,
    NoticeKind,
    after,
)
from dialogue.ward import queries as ward_queries
from dialogue.ward.machines.rules import WATCHERS
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

POLICE = "CAP"  # code of the unit that hears of threats and emergencies
SUPERVISED = "supervision"  # said of a notice, as a step would be
KEPT = ("due", "days")  # what a notice keeps of the line in the history: no words


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell to some people. key: the same one is told to nobody twice."""

    kind: NoticeKind
    key: str
    people: frozenset[int]
    matter: int | None = None
    task: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)


# Acts


async def tell_step(
    found: Facts, step: Step, event: int, by: int | None, data: Mapping[str, object]
) -> None:
    """In the transaction of the step. found: before it; event: its line in the history."""
    about = (Notice.matter == found.id) & Notice.task.is_null()
    await _settle(found.ward, about, SETTLES.get(step, frozenset()), by)
    if step not in HEARD:
        return
    kind, ears = HEARD[step]
    people = await hearers(found.ward, ears, after(found, data))
    if step is Step.REOPEN and data.get("chairman"):
        people |= await hearers(found.ward, [Ear.CHAIRMEN], Holders())
    kept = {name: data[name] for name in KEPT if name in data}
    said = {"step": step.value, "by": by, **kept}
    await tell(
        found.ward,
        [Telling(kind, f"event-{event}", people - _self(by), matter=found.id, data=said)],
    )


async def tell_task_step(
    row: Mapping[str, Any], step: TaskStep, event: int, by: int | None, data: Mapping[str, object]
) -> None:
    """In the transaction of the act. row: of `task`, after it."""
    ward, settled = row["ward"], TASK_SETTLES.get(step, frozenset())
    await _settle(ward, Notice.task == row["id"], settled, by)
    if step not in TASK_HEARD:
        return
    kind, ears = TASK_HEARD[step]
    superior = data.get("superior")
    to = Holders(row["unit"], row["officer"], superior=superior if superior else None)  # type: ignore[arg-type]
    said = {"step": step.value, "by": by, "due": row["due"]}
    people = await hearers(ward, ears, to) - _self(by)
    await tell(ward, [Telling(kind, f"task-event-{event}", people, row["matter"], row["id"], said)])


async def _settle(ward: int, about: Any, kinds: Collection[NoticeKind], by: int | None) -> None:
    """Read, as there is nothing left to do of it: these kinds for all, any kind for who acted."""
    who: list[Any] = []
    if kinds:
        who.append(Notice.kind.is_in(sorted(kind.value for kind in kinds)))
    if by is not None:
        who.append(Notice.staff == by)
    if who:
        await Notice.update({Notice.read_at: clock.now()}).where(
            Notice.ward == ward, about, Notice.read_at.is_null(), reduce(or_, who)
        )


async def tell_comment(found: Facts, comment: int, by: int) -> None:
    """In the transaction of an internal note, which has no line in the history."""
    kind, ears = HEARD[Step.NOTE]
    people = await hearers(found.ward, ears, after(found, {})) - _self(by)
    said = {"step": Step.NOTE.value, "by": by}
    await tell(found.ward, [Telling(kind, f"note-{comment}", people, matter=found.id, data=said)])


async def tell_urgent(ward: int, matters: Collection[int]) -> None:
    """In the transaction that registers them: chairman, register, and the ward's police."""
    if not matters:
        return
    people = await hearers(ward, [Ear.CHAIRMEN, Ear.KEEPERS], Holders())
    for unit in await ward_queries.units(ward):
        if unit.code == POLICE:
            people |= _ids(await ward_queries.holders(ward, *HEADS, unit=unit.id))
    said = {"step": Step.RECEIVE.value}
    await tell(
        ward,
        [Telling(NoticeKind.URGENT, f"urgent-{each}", people, each, data=said) for each in matters],
    )


async def tell_supervision(ward: int, matter: int) -> None:
    """In the transaction that registers it, or that finds it to be no denunciation; once each."""
    people = await hearers(ward, SUPERVISION, Holders())
    said = {"step": SUPERVISED}
    kind, key = NoticeKind.SUPERVISION, f"supervision-{matter}"
    await tell(ward, [Telling(kind, key, people, matter, data=said)])


async def tell_account(ward: int, act: str, by: int, account: int, key: str) -> None:
    """Every chairman hears what the keeper of the system did to an account. key: of the job."""
    people = await hearers(ward, [Ear.CHAIRMEN], Holders())
    said = {"step": act, "by": by, "account": account}
    async with DB.transaction():
        await tell(ward, [Telling(NoticeKind.ACCOUNT, key, people, data=said)])


async def tell_machine(ward: int, key: str, step: str, name: str, hook: int | None = None) -> None:
    """In the transaction that causes it: to all who may stop a machine. hook: of a target."""
    people = _ids(await ward_queries.holders(ward, *WATCHERS))
    said = {"step": step, "name": name, "hook": hook}
    await tell(ward, [Telling(NoticeKind.MACHINE, key, people, data=said)])


@dataclass(frozen=True, slots=True)
class AboutMeeting:
    """step: what is told; of: the meeting's room and its name there; name: what people read."""

    step: str
    room: str
    of: str
    name: str
    due: date | None = None


async def tell_meeting(ward: int, key: str, about: AboutMeeting, *roles: Role) -> None:
    """In the transaction that causes it: to who has one of the roles, once by key."""
    people = _ids(await ward_queries.holders(ward, *roles))
    data: dict[str, object] = {"step": about.step, "room": about.room, "of": about.of}
    data |= {"name": about.name} | ({"due": about.due} if about.due else {})
    await tell(ward, [Telling(NoticeKind.MEETING, key, people, data=data)])


def _self(by: int | None) -> frozenset[int]:
    return frozenset() if by is None else frozenset({by})


# Whom


async def hearers(ward: int, ears: Iterable[Ear], to: Holders) -> frozenset[int]:
    """Active accounts alone."""
    found: set[int] = set()
    for ear in ears:
        found |= await _behind(ward, ear, to)
    return frozenset(found) & _ids(await ward_queries.holders(ward, *Role))


NAMED = {Ear.OFFICER: "officer", Ear.LEADER: "leader", Ear.SUPERIOR: "superior"}
BY_ROLE = {
    Ear.KEEPERS: Role.REGISTER_KEEPER,
    Ear.CHAIRMEN: Role.CHAIRMAN,
    Ear.DIRECTORS: Role.DIRECTOR,
    Ear.INSPECTORS: Role.INSPECTOR,
}


async def _behind(ward: int, ear: Ear, to: Holders) -> frozenset[int]:
    if ear in NAMED:
        return _self(getattr(to, NAMED[ear]))
    if ear in BY_ROLE:
        return _ids(await ward_queries.holders(ward, BY_ROLE[ear]))
    if ear is Ear.APPROVER:
        return _self(to.leader) or await _behind(ward, Ear.CHAIRMEN, to)
    return await _heads(ward, to.unit)


async def _heads(ward: int, unit: int | None) -> frozenset[int]:
    """Nothing waits unheard: a unit without a head is the chairman's to know."""
    if unit is None:
        return await _behind(ward, Ear.KEEPERS, Holders())
    heads = _ids(await ward_queries.holders(ward, *HEADS, unit=unit))
    return heads or await _behind(ward, Ear.CHAIRMEN, Holders())


def _ids(cards: Iterable[Any]) -> frozenset[int]:
    return frozenset(card.id for card in cards)


# Writing


async def tell(ward: int, tellings: Sequence[Telling]) -> int:
    """In the caller's transaction. How many lines are new; what was told before stays as it is."""
    if not DB.transaction_exists():
        raise RuntimeError("a notice is written in the transaction that causes it")
    off = await _switched_off(ward, {telling.kind for telling in tellings} - FIXED)
    told = await _told(ward, [telling.key for telling in tellings])
    rows = [
        _row(ward, telling, person)
        for telling in tellings
        for person in sorted(telling.people)
        if (person, telling.kind) not in off and (person, telling.key) not in told
    ]
    if rows:
        await Notice.insert(*rows).on_conflict(
            target=(Notice.staff, Notice.key), action="DO NOTHING"
        )
    return len(rows)


def _row(ward: int, telling: Telling, person: int) -> Notice:
    return Notice(
        ward=ward,
        staff=person,
        kind=telling.kind.value,
        key=telling.key,
        matter=telling.matter,
        task=telling.task,
        data=json.dumps(dict(telling.data), default=str),
        at=clock.now(),
    )


async def _switched_off(ward: int, kinds: Collection[NoticeKind]) -> set[tuple[int, NoticeKind]]:
    if not kinds:
        return set()
    rows = await NoticeChoice.select(NoticeChoice.staff, NoticeChoice.kind).where(
        NoticeChoice.ward == ward, NoticeChoice.kind.is_in([kind.value for kind in kinds])
    )
    return {(row["staff"], NoticeKind(row["kind"])) for row in rows}


async def _told(ward: int, keys: Sequence[str]) -> set[tuple[int, str]]:
    staff = _ids(await ward_queries.staff_list(ward))  # the index begins with them
    if not keys or not staff:
        return set()
    rows = await Notice.select(Notice.staff, Notice.key).where(
        Notice.staff.is_in(sorted(staff)), Notice.key.is_in(list(dict.fromkeys(keys)))
    )
    return {(row["staff"], row["key"]) for row in rows}


# The reader's own


async def mark_read(actor: Actor, notice: int) -> None:
    """Raises NotFound, also for what may not be known of any more; read twice it stays read."""
    item = await queries.notice(actor, notice)
    async with DB.transaction():
        await Notice.update({Notice.read_at: clock.now()}).where(
            Notice.id == item.id, Notice.staff == actor.staff, Notice.read_at.is_null()
        )


async def mark_seen(actor: Actor, *, matter: int | None = None, task: int | None = None) -> None:
    """The reader has it open: what the inbox says of it is read. Nothing is written if nothing is.

    One of both is given. A notice of a matter's task is read with the task.
    """
    about = Notice.task == task if matter is None else Notice.matter == matter
    mine = (Notice.staff == actor.staff) & (Notice.ward == actor.ward) & about
    if matter is not None:
        mine &= Notice.task.is_null()
    if not await Notice.exists().where(mine, Notice.read_at.is_null()):
        return
    async with DB.transaction():
        await Notice.update({Notice.read_at: clock.now()}).where(mine, Notice.read_at.is_null())


async def mark_all_read(actor: Actor, newest: int) -> None:
    """newest: the highest id when the reader looked; what came since stays unread."""
    async with DB.transaction():
        await Notice.update({Notice.read_at: clock.now()}).where(
            Notice.staff == actor.staff,
            Notice.ward == actor.ward,
            Notice.id <= newest,
            Notice.at <= clock.now(),
            Notice.read_at.is_null(),
        )


async def choose(actor: Actor, off: Collection[NoticeKind]) -> None:
    """From now on the actor is not told of these kinds. The fixed ones are told all the same."""
    mine = (NoticeChoice.staff == actor.staff) & (NoticeChoice.ward == actor.ward)
    rows = [
        NoticeChoice(ward=actor.ward, staff=actor.staff, kind=kind.value)
        for kind in sorted(set(off) - FIXED)
    ]
    async with DB.transaction():
        await NoticeChoice.delete().where(mine)
        if rows:
            await NoticeChoice.insert(*rows).on_conflict(
                target=(NoticeChoice.staff, NoticeChoice.kind), action="DO NOTHING"
            )
