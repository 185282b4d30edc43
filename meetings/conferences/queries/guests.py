"""Who is invited, what they replied, who has not read the notice; and who comes by a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.clock import now
from dialogue.core.codes import token_hash
from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.core.text import sort_key
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import Actor
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import NOTICED, InviteeKind, Reply

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GuestVisitor:
    """Who came by the personal link of an invitation. conference: its id."""

    id: int
    ward: int
    conference: int
    kind: InviteeKind
    group: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Guest:
    """person, contact, substitute: empty where none was given, or its key is erased. part: id of
    the part of the conference that it belongs to."""

    id: int
    public_id: str
    kind: InviteeKind
    group: int | None
    name: str
    person: str
    contact: str
    substitute: str
    seats: int
    reply: Reply
    replied_at: datetime | None
    acknowledged_at: datetime | None
    reminded_at: datetime | None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """seats: of those who come. unread_groups: names of groups that have not read the notice."""

    invited: int
    coming: int
    declined: int
    silent: int
    seats: int
    unread_groups: tuple[str, ...]


async def enter(token: str) -> GuestVisitor:
    """Raises NotFound: unknown links and those taken off the list look the same."""
    row = (
        await Invitee.select(
            Invitee.id,
            Invitee.ward,
            Invitee.conference,
            Invitee.kind,
            Invitee.group,
            Invitee.name,
        )
        .where(Invitee.link == token_hash(token), Invitee.removed_at.is_null())
        .first()
    )
    if row is None:
        raise NotFound("no such link")
    return GuestVisitor(**row | {"kind": InviteeKind(row["kind"])})


async def own(visitor: GuestVisitor) -> Guest:
    """The guest's own line, for its page. Raises NotFound."""
    row = await Invitee.select().where(Invitee.id == visitor.id).first()
    if row is None:
        raise NotFound("no such guest")
    return _guest(row)


async def guests(actor: Actor, card: ConferenceCard) -> tuple[Guest, ...]:
    """With names and contacts: groups first, in the order of names. Raises Forbidden."""
    if not may_prepare(actor):
        raise Forbidden("names of guests are the office's")
    rows = await Invitee.select().where(
        Invitee.ward == actor.ward, Invitee.conference == card.id, Invitee.removed_at.is_null()
    )
    order = list(InviteeKind)
    found = [_guest(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), sort_key(each.name))))


def unheard() -> Any:
    """On the list, and has not replied; or a group that has not read the notice in force."""
    group = Invitee.kind == InviteeKind.GROUP.value
    silent = (Invitee.reply == Reply.NONE.value) | (group & Invitee.acknowledged_at.is_null())
    return silent & Invitee.removed_at.is_null()


async def to_call(actor: Actor, card: ConferenceCard) -> tuple[Guest, ...]:
    """Whom the office still calls: groups first, in the order of names. Raises Forbidden."""
    rows = await Invitee.select(Invitee.id).where(
        Invitee.ward == card.ward, Invitee.conference == card.id, unheard()
    )
    left = {row["id"] for row in rows}
    return tuple(each for each in await guests(actor, card) if each.id in left)


async def guest_of_group(ward: int, number: int, group: int) -> Guest | None:
    """The line of a residential group, or of one that went into it; None: it is on no list."""
    own = [group, *(await lineage(ward)).forebears(group)]
    rows = await Invitee.select().where(
        Invitee.ward == ward,
        Invitee.conference == number,
        Invitee.group.is_in(own),
        Invitee.removed_at.is_null(),
    )
    rows.sort(key=lambda row: own.index(row["group"]))
    return _guest(rows[0]) if rows else None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A conference to which a group has not replied, though it was reminded."""

    title: str
    starts_at: datetime


async def reminders_of_group(ward: int, group: int) -> tuple[Reminder, ...]:
    """Of conferences that are still to come, the nearest first."""
    own = [group, *(await lineage(ward)).forebears(group)]
    rows = (
        await Invitee.select(
            Invitee.conference.title.as_alias("title"),
            Invitee.conference.starts_at.as_alias("starts_at"),
        )
        .where(
            Invitee.ward == ward,
            Invitee.group.is_in(own),
            unheard(),
            Invitee.reminded_at.is_not_null(),
            Invitee.conference.state.is_in([state.value for state in NOTICED]),
            Invitee.conference.starts_at > now(),
        )
        .order_by(Invitee.conference.starts_at)
    )
    return tuple(Reminder(**row) for row in rows)


async def counts(card: ConferenceCard) -> Counts:
    """Without names of persons: for everybody who works on it."""
    rows = await Invitee.select(
        Invitee.kind, Invitee.name, Invitee.reply, Invitee.seats, Invitee.acknowledged_at
    ).where(Invitee.ward == card.ward, Invitee.conference == card.id, Invitee.removed_at.is_null())
    coming = [row for row in rows if row["reply"] in {Reply.COMES.value, Reply.SUBSTITUTE.value}]
    unread = [
        row["name"]
        for row in rows
        if row["kind"] == InviteeKind.GROUP.value and row["acknowledged_at"] is None
    ]
    return Counts(
        len(rows),
        len(coming),
        sum(row["reply"] == Reply.DECLINES.value for row in rows),
        sum(row["reply"] == Reply.NONE.value for row in rows),
        sum(row["seats"] for row in coming),
        tuple(sorted(unread, key=sort_key)),
    )


def _guest(row: Row) -> Guest:
    return Guest(
        row["id"],
        row["public_id"],
        InviteeKind(row["kind"]),
        row["group"],
        row["name"],
        _opened(row, "person"),
        _opened(row, "contact"),
        _opened(row, "substitute"),
        row["seats"],
        Reply(row["reply"]),
        row["replied_at"],
        row["acknowledged_at"],
        row["reminded_at"],
        row["cluster"],
    )


def _opened(row: Row, name: str) -> str:
    if not row[name] or not row["key"]:
        return ""
    return decrypt(keys(), row["key"], row[name])
