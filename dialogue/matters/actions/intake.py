"""How matters come in: the public form, a rating's comment, a group's head, a member of staff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date, datetime, timedelta

from dialogue.core import clock
from dialogue.core.bulk import insert_many
from dialogue.core.changes import note
from dialogue.core.codes import new_tracking_code, public_id, tracking_hash
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound, TicketUsed
from dialogue.core.files import Accepted
from dialogue.core.keys import keys
from dialogue.core.tables import UsedTicket
from dialogue.core.text import clean, is_reachable
from dialogue.core.tickets import LIFE
from dialogue.matters.actions import attachments
from dialogue.matters.actions.clocks import DUE, started
from dialogue.matters.actions.matter_rows import defaults, identity
from dialogue.matters.actions.notices import tell_urgent
from dialogue.matters.actions.same_words import refuse_repeats
from dialogue.matters.actions.steps import ASKER, GROUP, By, as_json, by, require
from dialogue.matters.deadlines import Basis, Dates
from dialogue.matters.queries.facts import kept_barred
from dialogue.matters.queries.few import accused_in
from dialogue.matters.rules import LONGEST, SHORTEST, may_enter_on_behalf
from dialogue.matters.signs import Signs, signs
from dialogue.matters.states import AskerKind, Kind, MatterState, Source, Step
from dialogue.matters.tables import Matter, MatterEvent
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, GroupVisitor

NAME_MOST, CONTACT_MOST = 120, 200  # letters
GROUP_MOST = 20  # questions in one sending of a group's head
ON_BEHALF = frozenset(
    {
        Source.PAPER,
        Source.PHONE,
        Source.RECEPTION,
        Source.LETTER,
        Source.CONFERENCE,
        Source.COFFEE,
        Source.GROUP,
    }
)


@dataclass(frozen=True, slots=True)
class NewMatter:
    """An opinion as it comes in.

    body: the asker's words. name and contact are encrypted with a key of their own. consent: the
    version of the text agreed to, empty without. counter: its label, when it came with a rating.
    code: the tracking code where the caller derived it from a receipt; else one is drawn.
    tracking: its hash alone, where the code is not known any more. day: when it was sent, of one
    whose hour is not kept; its clock starts with that day, so no cut-off counts against the asker.
    """

    ward: int
    body: str
    source: Source = Source.WEB
    kind: Kind = Kind.QUESTION
    asker_kind: AskerKind = AskerKind.PERSON
    field: int | None = None
    topic: int | None = None
    group: int | None = None
    counter: str = ""
    language: str = "vi"
    name: str = ""
    contact: str = ""
    consent: str = ""
    names_allowed: bool = False
    public: bool = True
    code: str = made(default_factory=new_tracking_code)
    tracking: str = ""
    day: date | None = None
    channel: str = ""  # as the ward calls it, where another system was asked
    separate: bool = False  # it denounces somebody, says who took it down
    public_id: str = made(default_factory=public_id)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form's ticket leaves behind (dialogue.core.tickets): hashes of nonce and body.

    life: for how long the page takes it, so for how long it is remembered.
    """

    nonce: str
    body: str
    life: timedelta = LIFE


@dataclass(frozen=True, slots=True)
class Received:
    """code: sixteen digits, told to the asker and kept nowhere. urgent: say 113, 114, 115."""

    id: int
    public_id: str
    code: str
    received_at: datetime
    publish_due: date | None
    urgent: bool = False


Beside = Callable[[Sequence[Received]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What came, cleaned and checked, and what its words show signs of, by public id."""

    rows: Sequence[NewMatter]
    seen: Mapping[str, Signs]


async def receive(
    new: NewMatter, ticket: Ticket | None = None, files: Sequence[Accepted] = ()
) -> Received:
    """Register an opinion from the public form.

    The same ticket with the same body gives the same matter (so `new.code` must be derived from
    the ticket); with another body TicketUsed. Raises Invalid by field (also for a contact that
    nobody can be reached by), NotFound for a field, topic or group of another ward, AlreadySent
    for the same words within ten minutes.
    """
    if new.contact and not is_reachable(new.contact):
        raise Invalid("neither a number nor an address", contact="unreachable")
    (received,) = await _receive_all([new], ASKER, ticket, files)
    return received


async def receive_for_group(
    visitor: GroupVisitor,
    new: Sequence[NewMatter],
    ticket: Ticket | None = None,
    beside: Beside | None = None,
) -> list[Received]:
    """Several questions of a residential group at once, in one transaction, all or none.

    beside: what else is written in it.
    """
    if not 1 <= len(new) <= GROUP_MOST:
        raise Invalid(f"{len(new)} questions at once", texts="number")
    for each in new:
        if each.ward != visitor.ward:
            raise NotFound("another ward")
    bound = [
        replace(each, group=visitor.group, source=Source.GROUP, asker_kind=AskerKind.GROUP)
        for each in new
    ]
    return await _receive_all(bound, GROUP, ticket, beside=beside)


async def receive_on_behalf(
    actor: Actor, new: NewMatter, ticket: Ticket | None = None, files: Sequence[Accepted] = ()
) -> Received:
    """What came on paper, by telephone or at a reception; the typist is recorded."""
    require(may_enter_on_behalf(actor), "enter on behalf")
    if new.ward != actor.ward:
        raise NotFound("another ward")
    if new.source not in ON_BEHALF:
        raise Invalid(f"{new.source} is not entered by staff", source="channel")
    (received,) = await _receive_all([new], by(actor), ticket, files)
    return received


async def receive_by_channel(new: NewMatter, channel: str) -> Received:
    """What another system was asked; in the caller's transaction. Raises as `receive`."""
    (received,) = await _receive_all([replace(new, channel=channel)], ASKER, None)
    return received


async def open_for_ratings(new: Sequence[NewMatter]) -> list[Received]:
    """Register words that came with ratings, in the caller's transaction, in the order given.

    One history line each; the caller notes the change. Nothing here names the rating, and by
    `day` neither the matter nor its history says at what hour it came.
    """
    return await _open(looked_through(new, shortest=1), ASKER)


def looked_through(new: Sequence[NewMatter], shortest: int = SHORTEST) -> Looked:
    """Before a transaction, and beside it for many: long texts take their time. Raises Invalid."""
    rows = [_checked(each, shortest) for each in new]
    return Looked(rows, {each.public_id: signs(each.body) for each in rows})


async def open_rows(new: Sequence[NewMatter], who: By) -> list[Received]:
    """What several said, in the caller's transaction; the caller notes the change."""
    return await _open(looked_through(new), who)


async def open_looked(looked: Looked, who: By) -> list[Received]:
    """As open_rows, of many that were looked through before the transaction."""
    return await _open(looked, who)


async def _receive_all(
    new: Sequence[NewMatter],
    who: By,
    ticket: Ticket | None,
    files: Sequence[Accepted] = (),
    *,
    beside: Beside | None = None,
) -> list[Received]:
    looked = looked_through(new)
    cleaned = looked.rows
    for each in cleaned:
        await _check_places(each)
    if ticket is not None and (known := await _known(cleaned, ticket)):
        return known
    await attachments.store(files)
    try:
        if who.kind != "staff":
            await refuse_repeats(cleaned)
        return await _save(looked, who, ticket, files, beside)
    except Exception:
        # A rival process with the same ticket came first: its rows are there now.
        if ticket is not None and (known := await _known(cleaned, ticket)):
            return known
        raise


async def _save(
    looked: Looked,
    who: By,
    ticket: Ticket | None,
    files: Sequence[Accepted],
    beside: Beside | None,
) -> list[Received]:
    """files go with the first: the form that takes them sends one matter."""
    new = looked.rows
    async with DB.transaction():
        if ticket is not None:
            await UsedTicket.insert(_used(new[0].ward, ticket))
        received = await _open(looked, who)
        await attachments.add(new[0].ward, received[0].id, files)
        if beside is not None:
            await beside(received)
        await note(new[0].ward, Step.RECEIVE.value, *(each.id for each in received))
    return received


def _used(ward: int, ticket: Ticket) -> UsedTicket:
    ends = clock.now() + ticket.life
    return UsedTicket(nonce=ticket.nonce, ward=ward, body=ticket.body, receipt="", ends=ends)


async def _known(new: Sequence[NewMatter], ticket: Ticket) -> list[Received]:
    """What this ticket registered already; empty when it is fresh. Raises TicketUsed."""
    used = await UsedTicket.select(UsedTicket.body).where(UsedTicket.nonce == ticket.nonce).first()
    if used is None:
        return []
    if used["body"] != ticket.body:
        raise TicketUsed("this ticket carried another message")
    hashes = {tracking_hash(keys(), each.code): each.code for each in new}
    rows = await Matter.select(
        Matter.id,
        Matter.public_id,
        Matter.tracking,
        Matter.received_at,
        Matter.publish_due,
        Matter.urgent,
    ).where(Matter.ward == new[0].ward, Matter.tracking.is_in(list(hashes)))
    by_code = {hashes[row.pop("tracking")]: row for row in rows}
    return [Received(code=each.code, **by_code[each.code]) for each in new]


def _checked(new: NewMatter, shortest: int = SHORTEST) -> NewMatter:
    """Cleaned. Raises Invalid with the field that is wrong."""
    body, name, contact = clean(new.body), clean(new.name), clean(new.contact)
    if len(body) < shortest:
        raise Invalid("too short", body="short")
    if len(body) > LONGEST:
        raise Invalid("too long", body="long")
    if len(name) > NAME_MOST:
        raise Invalid("name too long", name="long")
    if len(contact) > CONTACT_MOST:
        raise Invalid("contact too long", contact="long")
    if contact and not new.consent:
        raise Invalid("a contact needs a consent", consent="required")
    if new.field is not None and new.topic is not None:
        raise Invalid("field or topic", field="one")
    return replace(new, body=body, name=name, contact=contact)


async def _check_places(new: NewMatter) -> None:
    """Field, topic and group are the ward's own. Raises NotFound."""
    if new.field is not None:
        await ward_queries.field(new.ward, new.field)
    if new.topic is not None:
        known = {card.id for card in await ward_queries.topics(new.ward)}
        if new.topic not in known:
            raise NotFound(f"no topic {new.topic}")
    if new.group is not None:
        await ward_queries.group(new.ward, new.group)


async def _open(looked: Looked, who: By) -> list[Received]:
    """Rows and their first line of history, in the caller's transaction."""
    new, seen = looked.rows, looked.seen
    if not new:
        return []
    moment = clock.now()
    came = [(each, moment if each.day is None else clock.start_of(each.day)) for each in new]
    clocks = {
        (ward, at): await started(ward, at) for ward, at in {(each.ward, at) for each, at in came}
    }
    barred = {
        each.public_id: await accused_in(each.ward, each.body)
        for each in new
        if seen[each.public_id].sensitive or each.separate
    }
    rows = [_row(each, seen[each.public_id], who, at, *clocks[each.ward, at]) for each, at in came]
    for row in rows:
        row["barred"] = kept_barred(barred.get(str(row["public_id"]), ()))
    await insert_many(Matter, rows)
    ids = await _ids([each.public_id for each in new])
    await insert_many(
        MatterEvent, [_event(each, ids[each.public_id], who, at) for each, at in came]
    )
    received = [
        Received(
            ids[each.public_id],
            each.public_id,
            each.code,
            at,
            clocks[each.ward, at][1].due["publish"],
            seen[each.public_id].urgent,
        )
        for each, at in came
    ]
    for ward in sorted({each.ward for each in new}):
        pairs = zip(received, new, strict=True)
        await tell_urgent(ward, [r.id for r, each in pairs if r.urgent and each.ward == ward])
    return received


async def _ids(public_ids: list[str]) -> dict[str, int]:
    rows = await Matter.select(Matter.id, Matter.public_id).where(
        Matter.public_id.is_in(public_ids)
    )
    return {row["public_id"]: row["id"] for row in rows}


def _row(  # noqa: PLR0917  what a row is made of
    new: NewMatter, seen: Signs, who: By, moment: datetime, basis: Basis, dates: Dates
) -> dict[str, object]:
    """Every column that is not at its default, the defaults too: the bulk insert names all."""
    given = {
        "ward": new.ward,
        "public_id": new.public_id,
        "tracking": new.tracking or tracking_hash(keys(), new.code),
        "kind": new.kind.value,
        "source": new.source.value,
        "body": new.body,
        "language": new.language,
        "counter": new.counter,
        "field": new.field,
        "topic": new.topic,
        "group": new.group,
        "asker_kind": new.asker_kind.value,
        "consent": new.consent,
        "names_allowed": new.names_allowed and bool(new.name),
        "public": new.public,
        "typist": who.staff,
        "sensitive": seen.sensitive or new.separate,
        "urgent": seen.urgent,
        "received_at": moment,
        "day_zero": dates.day_zero,
        "first_due": dates.due["publish"],
        "calendar_version": basis.calendar,
        "clock_rules": basis.to_json(),
    }
    due = {column._meta.name: dates.due[step] for step, column in DUE.items()}
    return defaults() | given | due | identity(new.name, new.contact)


def _event(new: NewMatter, matter: int, who: By, moment: datetime) -> dict[str, object]:
    return {
        "ward": new.ward,
        "matter": matter,
        "at": moment,
        "actor_kind": who.kind,
        "staff": who.staff,
        "step": Step.RECEIVE.value,
        "old_state": "",
        "new_state": MatterState.RECEIVED.value,
        "reason": "",
        "public_note": "",
        "data": as_json(
            {"source": new.source.value} | ({"channel": new.channel} if new.channel else {})
        ),
    }
