"""Who is invited; what guests reply; who has read the notice; who is reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialogue.core.clock import now
from dialogue.core.codes import public_id, token_hash
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean, fold
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, GroupVisitor
from meetings.conferences.actions.parts import part_of_groups
from meetings.conferences.actions.steps import GROUP, GUEST, in_state, record, require
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.links import guest_token
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.guests import GuestVisitor, guest_of_group
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import (
    AHEAD,
    NOTICED,
    ConferenceState,
    InviteeKind,
    Reply,
    Step,
)

NAME_MOST, PERSON_MOST, CONTACT_MOST = 200, 120, 200  # letters
SEATS_MOST = 100  # of one guest
MOST = 1_000  # guests of one conference
OPEN = (*AHEAD, ConferenceState.RUNNING)  # somebody may still come to the list


@dataclass(frozen=True, slots=True)
class NewInvitee:
    """group: of a residential group, whose own name is taken then. person: who represents it."""

    kind: InviteeKind
    name: str = ""
    group: int | None = None
    person: str = ""
    contact: str = ""
    seats: int = 1


async def invite(actor: Actor, number: int, new: Sequence[NewInvitee]) -> int:
    """How many are new on the list; who stands there already stays as is.

    Raises Forbidden, NotFound (a group), Conflict, Invalid by field.
    """
    require(may_prepare(actor), "invite")
    labels = {card.id: card.label for card in await ward_queries.groups(actor.ward)}
    wanted = [checked(_named(each, labels)) for each in new]
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OPEN)
        known = await _known(number)
        fresh = {_key(each): each for each in wanted if _key(each) not in known}
        if len(known) + len(fresh) > MOST:
            raise Invalid("too many guests", guests="too-many")
        if not fresh:
            return 0
        parts = await part_of_groups(number)
        rows = [_row(actor.ward, number, each, parts) for each in fresh.values()]
        await Invitee.insert(*rows)
        await record(card, Step.INVITE, actor, data={"guests": len(fresh)})
    return len(fresh)


async def invite_groups(actor: Actor, number: int) -> int:
    """Every residential group of the ward that is not on the list yet."""
    groups = await ward_queries.groups(actor.ward)
    return await invite(
        actor,
        number,
        [NewInvitee(InviteeKind.GROUP, group=card.id, person=card.head) for card in groups],
    )


def _named(new: NewInvitee, labels: dict[int, str]) -> NewInvitee:
    if new.kind is not InviteeKind.GROUP:
        return replace(new, group=None)
    if new.group is None:
        raise Invalid("which group?", group="missing")
    if new.group not in labels:
        raise NotFound(f"no group {new.group}")
    return replace(new, name=labels[new.group])


def checked(new: NewInvitee) -> NewInvitee:
    """Cleaned. Raises Invalid by field."""
    name, person, contact = clean(new.name), clean(new.person), clean(new.contact)
    wrong = {
        "name": "missing" if not name else "too-long" if len(name) > NAME_MOST else "",
        "person": "too-long" if len(person) > PERSON_MOST else "",
        "contact": "too-long" if len(contact) > CONTACT_MOST else "",
        "seats": "" if 1 <= new.seats <= SEATS_MOST else "out-of-range",
    }
    if errors := {key: word for key, word in wrong.items() if word}:
        raise Invalid("a guest", **errors)
    return replace(new, name=name, person=person, contact=contact)


Key = tuple[str, str, int]


def _key(new: NewInvitee) -> Key:
    return new.kind.value, fold(new.name)[:NAME_MOST], new.group or 0


async def _known(number: int) -> set[Key]:
    rows = await Invitee.select(Invitee.kind, Invitee.folded, Invitee.group).where(
        Invitee.conference == number, Invitee.removed_at.is_null()
    )
    return {(row["kind"], row["folded"], row["group"] or 0) for row in rows}


def _row(ward: int, number: int, new: NewInvitee, parts: Mapping[int, int]) -> Invitee:
    wrapped, known = new_record_key(keys()), public_id()
    return Invitee(
        ward=ward,
        conference=number,
        public_id=known,
        kind=new.kind.value,
        group=new.group,
        cluster=parts.get(new.group or 0),
        name=new.name,
        folded=_key(new)[1],
        person=encrypt(keys(), wrapped, new.person) if new.person else "",
        contact=encrypt(keys(), wrapped, new.contact) if new.contact else "",
        key=wrapped,
        seats=new.seats,
        link=token_hash(guest_token(known)),
    )


async def uninvite(actor: Actor, number: int, invitee: int) -> None:
    """Off the list; the link opens nothing any more. Raises Forbidden, NotFound, Conflict."""
    require(may_prepare(actor), "invite")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OPEN)
        gone = (
            await Invitee.update({Invitee.removed_at: now()})
            .where(_mine(card, invitee))
            .returning(Invitee.id)
        )
        if not gone:
            raise NotFound(f"no guest {invitee}")
        await record(card, Step.UNINVITE, actor, data={"guest": invitee})


def _mine(card: ConferenceCard, invitee: int) -> Any:
    return (
        (Invitee.id == invitee)
        & (Invitee.conference == card.id)
        & (Invitee.ward == card.ward)
        & Invitee.removed_at.is_null()
    )


async def reply(guest: GuestVisitor, answer: Reply, substitute: str = "") -> None:
    """Again and again until the day; the last word counts. Raises Invalid, Conflict."""
    async with DB.transaction():
        card = await in_state(guest.ward, guest.conference, *NOTICED)
        await _reply(card, guest.id, answer, substitute)
        data = {"guest": guest.id, "reply": answer}
        await record(card, Step.REPLY, kind=GUEST, data=data)


async def reply_for_group(
    visitor: GroupVisitor, number: int, answer: Reply, substitute: str = ""
) -> None:
    """By the head of a group, on the group's own page. Raises NotFound, Invalid, Conflict."""
    async with DB.transaction():
        card = await in_state(visitor.ward, number, *NOTICED)
        guest = await guest_of_group(visitor.ward, number, visitor.group)
        if guest is None:
            raise NotFound("not on the list")
        await _reply(card, guest.id, answer, substitute)
        await record(card, Step.REPLY, kind=GROUP, data={"guest": guest.id, "reply": answer})


async def note_reply(
    actor: Actor, number: int, invitee: int, answer: Reply, substitute: str = ""
) -> None:
    """What a guest said by telephone. Raises Forbidden, NotFound, Invalid, Conflict."""
    require(may_prepare(actor), "note a reply")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *NOTICED)
        await _reply(card, invitee, answer, substitute)
        await record(card, Step.REPLY, actor, data={"guest": invitee, "reply": answer})


async def _reply(card: ConferenceCard, invitee: int, answer: Reply, substitute: str) -> None:
    substitute = clean(substitute)
    if answer is Reply.SUBSTITUTE and not substitute:
        raise Invalid("who comes instead?", substitute="missing")
    if len(substitute) > PERSON_MOST:
        raise Invalid("too long a name", substitute="too-long")
    row = await Invitee.select(Invitee.key).where(_mine(card, invitee)).first()
    if row is None:
        raise NotFound(f"no guest {invitee}")
    named = encrypt(keys(), row["key"], substitute) if answer is Reply.SUBSTITUTE else ""
    moment = None if answer is Reply.NONE else now()
    values: dict[Any, Any] = {
        Invitee.reply: answer.value,
        Invitee.substitute: named,
        Invitee.replied_at: moment,
    }
    if answer is not Reply.NONE:
        values[Invitee.acknowledged_at] = moment  # who replies has read it
    await Invitee.update(values).where(_mine(card, invitee))


async def acknowledge(guest: GuestVisitor) -> None:
    """The guest has read the notice in force. Twice changes nothing. Raises Conflict."""
    await _acknowledge(guest.ward, guest.conference, Invitee.id == guest.id, GUEST)


async def acknowledge_for_group(visitor: GroupVisitor, number: int) -> None:
    """Raises NotFound when the group is not on the list, Conflict."""
    guest = await guest_of_group(visitor.ward, number, visitor.group)
    await _acknowledge(visitor.ward, number, Invitee.id == (guest.id if guest else 0), GROUP)


async def _acknowledge(ward: int, number: int, which: Any, kind: str) -> None:
    async with DB.transaction():
        card = await in_state(ward, number, *NOTICED)
        on_list = which & (Invitee.conference == number) & Invitee.removed_at.is_null()
        if not await Invitee.exists().where(on_list):
            raise NotFound("not on the list")
        changed = (
            await Invitee.update({Invitee.acknowledged_at: now()})
            .where(on_list, Invitee.acknowledged_at.is_null())
            .returning(Invitee.id)
        )
        if changed:
            await record(card, Step.ACKNOWLEDGE, kind=kind, data={"guest": changed[0]["id"]})


async def forget_notice(card: ConferenceCard) -> None:
    """In the caller's transaction: with another day everybody is asked and told anew."""
    await Invitee.update(
        {
            Invitee.reply: Reply.NONE.value,
            Invitee.substitute: "",
            Invitee.replied_at: None,
            Invitee.acknowledged_at: None,
            Invitee.reminded_at: None,
        }
    ).where(Invitee.conference == card.id, Invitee.removed_at.is_null())
