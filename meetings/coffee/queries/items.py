"""What was said at a session and what became of it, as staff and as the public read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dialogue.core.personal import find, masked
from dialogue.matters.queries.brought import Brought, brought
from dialogue.matters.queries.tasks import TaskCard, cards_of
from dialogue.matters.task_tables import Task
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.coffee.queries.sessions import SessionCard, before
from meetings.coffee.rules import may_read_signs
from meetings.coffee.states import WayOut
from meetings.coffee.tables import CoffeeItem

Row = dict[str, Any]
UNSEEN = frozenset({WayOut.DROPPED, WayOut.SEPARATE})


@dataclass(frozen=True, slots=True)
class ItemView:
    """text: empty where the reader may not have the words. matter: in the register, if it is there.

    said: the answer, or who receives it. due: told at the table. sensitive: it may denounce.
    """

    id: int
    client: str
    number: int
    text: str
    group: int | None
    field: int | None
    topic: int | None
    unit: int | None
    sensitive: bool
    way: WayOut
    said: str
    due: date | None
    matter: Brought | None
    task: TaskCard | None
    public_text: str
    public_said: str

    @property
    def publishable(self) -> bool:
        """May the report have its words at all?"""
        return (
            self.way not in UNSEEN
            and not self.sensitive
            and (self.matter is None or self.matter.open)
        )

    @property
    def reportable(self) -> bool:
        """Are its public words the report's own? The register has those of what was taken along."""
        return self.publishable and self.matter is None


async def items(actor: Actor, card: SessionCard) -> list[ItemView]:
    """For staff who may read the session, in the order they came; slips of the finger left out.

    What went its separate way has a number and nothing else.
    """
    every = await _items(actor.ward, CoffeeItem.session == card.id)
    shown = (item for item in every if item.way is not WayOut.DROPPED)
    return [_covered(item, may_read_signs(actor)) for item in shown]


def _covered(item: ItemView, trusted: bool) -> ItemView:
    """Signs are looked at by those who triage, once who took it down has settled it."""
    if not item.sensitive or trusted or item.way is WayOut.NONE:
        return item
    return _without_words(item)


def _without_words(item: ItemView) -> ItemView:
    return replace(item, text="", said="", public_text="", public_said="")


async def public_items(ward: int, card: SessionCard) -> list[ItemView]:
    """As the report tells them; what is kept back has its topic and its way out alone.

    What was taken along is called as the register calls it: no copy of its words lies here that
    sealing would miss.
    """
    return await _told(ward, await _items(ward, CoffeeItem.session == card.id))


async def public_words(ward: int, reported: Sequence[SessionCard]) -> dict[int, list[str]]:
    """What the reports tell in words, by session: in as few reads as one report takes."""
    which = CoffeeItem.session.is_in([card.id for card in reported] or [0])
    rows = await CoffeeItem.select(CoffeeItem.id, CoffeeItem.session).where(
        CoffeeItem.ward == ward, which
    )
    sessions = {row["id"]: row["session"] for row in rows}
    found: dict[int, list[str]] = {}
    for item in await _told(ward, await _items(ward, which)):
        words = filter(None, (item.public_text, item.public_said))
        found.setdefault(sessions[item.id], []).extend(words)
    return found


async def _told(ward: int, every: Iterable[ItemView]) -> list[ItemView]:
    """Of all items those that a report tells of, as the public reads them."""
    told = [item for item in every if item.way not in UNSEEN and not item.sensitive]
    told = [item for item in told if item.matter is None or not item.matter.hidden]
    return await _as_public(ward, told)


async def _as_public(ward: int, told: Iterable[ItemView]) -> list[ItemView]:
    offices = await ward_queries.office_numbers(ward)
    return [_public(item, offices) for item in told]


def _public(item: ItemView, offices: Collection[str]) -> ItemView:
    if not item.publishable:
        return _without_words(item)
    if item.matter is None:
        return replace(item, text="")
    matter = item.matter
    hits = [hit.fragment for hit in find(matter.title, offices)]
    named = replace(item, text="", public_text=masked(matter.title, hits), public_said="")
    return replace(named, field=matter.field, topic=matter.topic)


@dataclass(frozen=True, slots=True)
class LastTime:
    """What the last session in the same group took along or promised."""

    card: SessionCard
    items: list[ItemView]


async def last_time(ward: int, card: SessionCard, *, public: bool) -> LastTime | None:
    """None: there was none before. Computed: each with how it stands today."""
    earlier = await before(ward, card)
    if earlier is None:
        return None
    every = await _items(ward, CoffeeItem.session == earlier.id)
    pending = [
        item
        for item in every
        if (item.way is WayOut.TAKEN or item.task is not None)
        and not item.sensitive
        and not (item.matter is not None and item.matter.hidden)
    ]
    return LastTime(earlier, await _as_public(ward, pending) if public else pending)


async def _items(ward: int, *where: Any) -> list[ItemView]:
    rows = await (
        CoffeeItem.select()
        .where(CoffeeItem.ward == ward, *where)
        .order_by(CoffeeItem.session, CoffeeItem.number)
    )
    matters = await brought(ward, _named(rows, "matter"))
    tasks = await _tasks(ward, _named(rows, "task"))
    return [_view(row, matters.get(row["matter"]), tasks.get(row["task"])) for row in rows]


def _named(rows: Iterable[Row], column: str) -> list[int]:
    return [row[column] for row in rows if row[column] is not None]


async def _tasks(ward: int, ids: Sequence[int]) -> dict[int, TaskCard]:
    if not ids:
        return {}
    rows = await Task.select().where(Task.ward == ward, Task.id.is_in(list(ids)))
    return {card.id: card for card in await cards_of(ward, rows)}


def _view(row: Row, matter: Brought | None, task: TaskCard | None) -> ItemView:
    own = ("id", "client", "number", "group", "field", "topic", "unit", "said", "due")
    return ItemView(
        **{name: row[name] for name in (*own, "public_text", "public_said")},
        text=row["text"] if matter is None else matter.words,
        sensitive=bool(row["sensitive"]),
        way=WayOut(row["way"]),
        matter=matter,
        task=task,
    )
