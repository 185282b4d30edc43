"""A spreadsheet on its way in, as its sender sees it; what the register has that is alike."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dialogue.core import clock
from dialogue.core.codes import derived_tracking_code, tracking_hash
from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.core.text import fold
from dialogue.matters.batch_rows import Choices, Fault, Row, same_words
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.queue import excerpt
from dialogue.matters.queries.where import state_not_in
from dialogue.matters.rules import SEALED, may_enter_on_behalf, may_see
from dialogue.matters.states import Source
from dialogue.matters.tables import Batch, Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, GroupVisitor

ROWS = "BAT-ROWS"  # the rule
ALIKE_WITHIN = timedelta(days=90)
MOST_COMPARED = 20_000  # of the newest
AT_ONCE = 500  # values of one IN


class BatchState(StrEnum):
    PREVIEW = "preview"
    TAKING = "taking"  # confirmed; its rows are being registered
    TAKEN = "taken"  # all are; the slips can be had


@dataclass(frozen=True, slots=True)
class Owner:
    """Who sends, and who alone sees it again: a member of staff or a group's personal link."""

    ward: int
    staff: int | None = None
    link: int | None = None
    group: int | None = None


def owner_of(who: Actor | GroupVisitor) -> Owner:
    """Raises Forbidden for staff who enter nothing on behalf."""
    if isinstance(who, GroupVisitor):
        return Owner(who.ward, link=who.link, group=who.group)
    if not may_enter_on_behalf(who):
        raise Forbidden("enter on behalf")
    return Owner(who.ward, staff=who.staff)


def mine(owner: Owner) -> Any:
    """The owner's rows, for WHERE."""
    own = Batch.staff == owner.staff if owner.link is None else Batch.link == owner.link
    return (Batch.ward == owner.ward) & own


def slip_codes(secret: str, start: int, count: int) -> list[str]:
    """The tracking codes of rows; erasing the batch erases the secret that they are made from."""
    return [
        derived_tracking_code(keys(), f"batch {secret} {place}")
        for place in range(start, start + count)
    ]


def unlocked(row: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(decrypt(keys(), row["key"], row["content"]))
    return content


def is_over(row: Mapping[str, Any]) -> bool:
    return bool(row["ends_at"] < clock.now() and row["state"] != BatchState.TAKING)


@dataclass(frozen=True, slots=True)
class BatchView:
    """faults, twins, known, told: of a preview alone. done of size rows are registered.

    twins: line → the first line alike. known: line → when the register got the same words, and
    the matter's id where its sender may open it. told: name, encoding, delimiter, as it was read.
    """

    public_id: str
    state: BatchState
    source: Source
    size: int
    done: int
    ends_at: datetime
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    heads: Mapping[str, str]
    twins: Mapping[int, int]
    known: Mapping[int, Mapping[str, Any]]
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Slip:
    """What an asker is given. number: the line in the sheet. code: sixteen digits."""

    number: int
    public_id: str
    code: str
    words: str


async def batch_of(owner: Owner, batch: str) -> BatchView:
    """Raises NotFound, also for somebody else's and for what is over."""
    row = await own_batch(owner, batch)
    content = unlocked(row)
    return BatchView(
        row["public_id"],
        BatchState(row["state"]),
        Source(row["source"]),
        row["size"],
        row["done"],
        row["ends_at"],
        tuple(Row(**each) for each in content["rows"]),
        tuple(Fault(**each) for each in content.get("faults", ())),
        content.get("heads", {}),
        {int(line): first for line, first in content.get("twins", {}).items()},
        {int(line): what for line, what in content.get("known", {}).items()},
        content.get("told", {}),
    )


async def slips_of(owner: Owner, batch: str) -> list[Slip]:
    """Of all rows, once all are registered. Raises NotFound before and afterwards."""
    row = await own_batch(owner, batch)
    if row["state"] != BatchState.TAKEN:
        raise NotFound(f"no slips of batch {batch} yet")
    content = unlocked(row)
    codes = slip_codes(content["secret"], 0, len(content["rows"]))
    hashes = [tracking_hash(keys(), code) for code in codes]
    known = await _public_ids(owner.ward, hashes)
    return [
        Slip(each["number"], known[mark], code, excerpt(each["body"]))
        for each, code, mark in zip(content["rows"], codes, hashes, strict=True)
    ]


async def _public_ids(ward: int, hashes: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(hashes), AT_ONCE):
        rows = await Matter.select(Matter.tracking, Matter.public_id).where(
            Matter.ward == ward, Matter.tracking.is_in(list(hashes[start : start + AT_ONCE]))
        )
        found |= {row["tracking"]: row["public_id"] for row in rows}
    return found


async def own_batch(owner: Owner, batch: str) -> dict[str, Any]:
    """Its row. Raises NotFound, also for somebody else's and for what is over."""
    row = await Batch.select().where(mine(owner), Batch.public_id == batch).first()
    if row is None or is_over(row):
        raise NotFound(f"no batch {batch}")
    return dict(row)


@dataclass(frozen=True, slots=True)
class Limit:
    """most: rows of one sheet. since: from when the rule holds; source: who set it."""

    most: int
    since: date
    source: str


async def limit_of(ward: int) -> Limit | None:
    """None: no rule is in force, nothing is taken."""
    rule = await ward_queries.rule(ward, ROWS, clock.local_day(clock.now()))
    return None if rule is None else Limit(int(rule.value), rule.since, rule.source)


async def choices(ward: int) -> Choices:
    fields = [
        (name, card.id)
        for card in await ward_queries.fields(ward)
        if not card.children
        for name in (card.name, card.short, card.code, *card.old_names)
    ]
    topics = [
        (name, card.id)
        for card in await ward_queries.topics(ward)
        for name in (card.name, card.short, card.code)
    ]
    groups = [
        (name, card.id)
        for card in await ward_queries.groups(ward)
        for name in (card.label, card.name)
    ]
    return Choices(_by_words(fields), _by_words(topics), _by_words(groups))


def _by_words(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for name, each in pairs:
        found.setdefault(fold(name), set()).add(each)
    return found


async def alike(who: Actor | GroupVisitor, rows: Sequence[Row]) -> dict[int, dict[str, Any]]:
    """line → {"on": ISO day, "matter": id or None} of the newest one with the same words.

    Only of what the sender may read: staff by their rights, a group's head of the own group.
    """
    if isinstance(who, GroupVisitor):
        found = await _of_group(who)
    else:
        found = await _of_staff(who)
    return await asyncio.to_thread(_matched, rows, found)


def _matched(rows: Sequence[Row], found: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    earlier = {same_words(each["body"]): each for each in found}
    made = {}
    for row in rows:
        each = earlier.get(same_words(row.body))
        if each is not None:
            day = clock.local_day(each["received_at"]).isoformat()
            made[row.number] = {"on": day, "matter": each["matter"]}
    return made


def _recent(ward: int) -> Any:
    return (Matter.ward == ward) & (Matter.received_at > clock.now() - ALIKE_WITHIN)


async def _of_staff(actor: Actor) -> list[dict[str, Any]]:
    rows = (
        await Matter.select(*COLUMNS, Matter.body, Matter.received_at)
        .where(_recent(actor.ward), state_not_in(SEALED))
        .order_by(Matter.id, ascending=False)
        .limit(MOST_COMPARED)
    )
    known = await families(actor.ward)
    return [
        {"body": row["body"], "received_at": row["received_at"], "matter": row["id"]}
        for row in reversed(rows)
        if may_see(actor, facts_of(row, known))
    ]


async def _of_group(visitor: GroupVisitor) -> list[dict[str, Any]]:
    rows = (
        await Matter.select(Matter.body, Matter.received_at)
        .where(
            _recent(visitor.ward),
            state_not_in(SEALED),
            Matter.group == visitor.group,
            Matter.source == Source.GROUP.value,
        )
        .order_by(Matter.id)
        .limit(MOST_COMPARED)
    )
    return [dict(row, matter=None) for row in rows]
