"""The inbox of one member of staff: read by the rights of this moment, not of the notice's."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.matters.notice_tables import Notice, NoticeChoice
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.queue import excerpt
from dialogue.matters.queries.tasks import READERS
from dialogue.matters.queries.where import counted, not_barred, values
from dialogue.matters.rules import (
    SEALED,
    UNTRIAGED,
    Facts,
    may_know_of,
    may_open_sealed,
    may_see,
)
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from dialogue.matters.telling import NoticeKind
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

Place = tuple[datetime, int]  # where a line stands in the inbox: its moment, then its id
MOST_UNREAD = 99  # "99+": more says no more
LAST: Place = (datetime.max.replace(tzinfo=UTC), 2**63 - 1)  # after every notice


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notice is about, as its reader may see it now.

    words: title or first words; empty where the reader may not read them (any more).
    matter, task: where it is dealt with; None where the reader has no business there.
    """

    words: str = ""
    matter: int | None = None
    task: int | None = None


@dataclass(frozen=True, slots=True)
class MorningList:
    """What a leader's day begins with; each in the order of pressing."""

    late: tuple[Subject, ...]
    waiting: tuple[Subject, ...]
    today: tuple[Subject, ...]
    promises: tuple[Subject, ...]  # open tasks that are late or due today


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One line. step: what happened; by_name: who did it, empty for time itself and askers.

    due: the date that it is about, where it is about one. morning: of a leader's list alone.
    account: id of the one that was made or opened anew, with its owner's name. meeting: its room
    and its name there; meeting_name: what people read. alert: public id
    of an alert about a counter. machine: the name of another system's; hook: id of a target.
    """

    id: int
    kind: NoticeKind
    at: datetime
    read: bool
    step: str
    by_name: str
    due: date | None
    subject: Subject
    morning: MorningList | None = None
    account: int | None = None
    alert: str = ""
    account_name: str = ""
    meeting: tuple[str, str] | None = None
    meeting_name: str = ""
    machine: str = ""
    hook: int | None = None


async def unread(actor: Actor) -> int:
    """How many wait to be read, counted up to MOST_UNREAD + 1: it stands on every page."""
    where = (_mine(actor), Notice.read_at.is_null(), _known(actor))
    return await counted(Notice.select(Notice.id).where(*where), MOST_UNREAD + 1)


async def newest(actor: Actor) -> int:
    """The id that was given last: what comes while a page is read has a higher one. 0: none."""
    row = (
        await Notice.select(Notice.id)
        .where(_mine(actor))
        .order_by(Notice.id, ascending=False)
        .first()
    )
    return int(row["id"]) if row else 0


async def inbox(
    actor: Actor, *, unread_only: bool = False, before: Place = LAST, limit: int = 30
) -> list[NoticeItem]:
    """The newest first. before: the place of the last one shown on the page before."""
    at, last = before
    earlier = (Notice.at < at) | ((Notice.at == at) & (Notice.id < last))
    where = [_mine(actor), _known(actor), earlier]
    if unread_only:
        where.append(Notice.read_at.is_null())
    rows = (
        await Notice.select(*_COLUMNS)
        .where(*where)
        .order_by(Notice.at, ascending=False)
        .order_by(Notice.id, ascending=False)
        .limit(limit)
    )
    return await _items(actor, rows)


async def notice(actor: Actor, notice: int) -> NoticeItem:
    """Raises NotFound, also for what the reader may not know of any more."""
    rows = await Notice.select(*_COLUMNS).where(_mine(actor), _known(actor), Notice.id == notice)
    items = await _items(actor, rows)
    if not items:
        raise NotFound(f"no notice {notice}")
    return items[0]


async def switched_off(actor: Actor) -> frozenset[NoticeKind]:
    rows = await NoticeChoice.select(NoticeChoice.kind).where(
        NoticeChoice.staff == actor.staff, NoticeChoice.ward == actor.ward
    )
    return frozenset(NoticeKind(row["kind"]) for row in rows)


_COLUMNS = (
    Notice.id,
    Notice.kind,
    Notice.at,
    Notice.read_at,
    Notice.matter,
    Notice.task,
    Notice.data,
)


def _mine(actor: Actor) -> Any:
    return (Notice.staff == actor.staff) & (Notice.ward == actor.ward)


def _known(actor: Actor) -> Any:
    """may_know_of, as SQL says it; the sentence itself is asked of each line again."""
    mine = _mine(actor) & (Notice.matter.is_null() | not_barred(actor, Notice.matter.barred))
    if may_open_sealed(actor):
        return mine
    state = Notice.matter.state
    open_ = state.not_in(values(SEALED))
    if not actor.has(Role.REGISTER_KEEPER):
        ordinary = Notice.matter.sensitive == False  # noqa: E712  a column
        open_ &= ordinary | state.not_in(values(UNTRIAGED))
    return mine & (Notice.matter.is_null() | open_)


async def _items(actor: Actor, rows: Sequence[dict[str, Any]]) -> list[NoticeItem]:
    data = {row["id"]: json.loads(row["data"]) for row in rows}
    shown = await _shown(actor, rows, data.values())
    people = {card.id: card.name for card in await ward_queries.staff_list(actor.ward)}
    made = []
    for row in rows:
        subject = shown.of(row["matter"], row["task"])
        if subject is None:
            continue
        said = data[row["id"]]
        kind = NoticeKind(row["kind"])
        made.append(
            NoticeItem(
                id=row["id"],
                kind=kind,
                at=row["at"],
                read=row["read_at"] is not None,
                step=said.get("step", ""),
                by_name=people.get(said.get("by") or 0, ""),
                due=date.fromisoformat(said["due"]) if said.get("due") else None,
                subject=subject,
                morning=shown.morning(said) if kind is NoticeKind.MORNING else None,
                account=said.get("account"),
                alert=said.get("alert", ""),
                account_name=people.get(said.get("account") or 0, ""),
                meeting=(said["room"], said["of"]) if kind is NoticeKind.MEETING else None,
                meeting_name=said.get("name", ""),
                machine=said.get("name", "") if kind is NoticeKind.MACHINE else "",
                hook=said.get("hook"),
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class _Shown:
    """Matters and promises by id; hidden ones are absent."""

    matters: Mapping[int, Subject]
    tasks: Mapping[int, Subject]

    def of(self, matter: int | None, task: int | None) -> Subject | None:
        """None: the reader may not know of it."""
        if task is not None:
            return self.tasks.get(task)
        return Subject() if matter is None else self.matters.get(matter)

    def morning(self, said: Mapping[str, Any]) -> MorningList:
        parts = {
            name: tuple(self.matters[each] for each in said.get(name, ()) if each in self.matters)
            for name in ("late", "waiting", "today")
        }
        promises = [self.tasks[each] for each in said.get("promises", ()) if each in self.tasks]
        return MorningList(**parts, promises=tuple(promises))


async def _shown(
    actor: Actor, rows: Sequence[Mapping[str, Any]], data: Collection[Mapping[str, Any]]
) -> _Shown:
    matters = {row["matter"] for row in rows} - {None}
    tasks = {row["task"] for row in rows} - {None}
    for said in data:
        matters.update(*(said.get(part, ()) for part in ("late", "waiting", "today")))
        tasks.update(said.get("promises", ()))
    return _Shown(await _matters(actor, matters), await _tasks(actor, tasks))


async def _matters(actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """What may be known of; without words what may not be seen."""
    if not ids:
        return {}
    rows = await Matter.select(*COLUMNS, Matter.title, Matter.body).where(
        Matter.ward == actor.ward, Matter.id.is_in(sorted(ids))
    )
    known = await families(actor.ward)
    facts = {row["id"]: facts_of(row, known) for row in rows}
    return {
        row["id"]: _subject(row, facts[row["id"]])
        if may_see(actor, facts[row["id"]])
        else Subject()
        for row in rows
        if may_know_of(actor, facts[row["id"]])
    }


def _subject(row: Mapping[str, Any], facts: Facts) -> Subject:
    sealed = facts.state in SEALED  # a list lies open on a screen
    return Subject("" if sealed else row["title"] or excerpt(row["body"]), facts.id)


async def _tasks(actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    if not ids:
        return {}
    rows = await Task.select(Task.id, Task.text, Task.matter).where(
        Task.ward == actor.ward, Task.id.is_in(sorted(ids))
    )
    known = await _matters(actor, {row["matter"] for row in rows} - {None})
    reads = actor.has(*READERS)
    return {
        row["id"]: Subject(excerpt(row["text"]), task=row["id"]) if reads else Subject()
        for row in rows
        if row["matter"] is None or row["matter"] in known
    }
