"""Questions sent before the day: each is a matter of the register and an opinion of its hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.codes import public_id, tracking_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound, TicketUsed
from dialogue.core.keys import keys
from dialogue.core.text import clean
from dialogue.matters.actions import triage
from dialogue.matters.actions.batches import binds
from dialogue.matters.actions.intake import GROUP_MOST, NewMatter, Received, open_rows
from dialogue.matters.actions.steps import ASKER, GROUP, By
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.matters.states import AskerKind, Source
from dialogue.matters.states import Step as MatterStep
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, GroupVisitor
from meetings.conferences.actions.holding import goes_apart, operation_of
from meetings.conferences.actions.steps import in_state, record, require
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.guests import GuestVisitor
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import (
    TAKES_QUESTIONS,
    Hiding,
    InviteeKind,
    OpinionSource,
    OpinionState,
    Step,
)


@dataclass(frozen=True, slots=True)
class Question:
    """field or topic, or neither. code: the tracking code, worked out from the form's ticket."""

    words: str
    code: str
    field: int | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks. kind: asker, group or guest, as the history says."""

    kind: str = "asker"
    invitee: int | None = None
    group: int | None = None
    organisation: str = ""
    asker: AskerKind = AskerKind.PERSON
    source: Source = Source.CONFERENCE

    @property
    def by(self) -> By:
        return GROUP if self.kind == "group" else ASKER


def of_guest(guest: GuestVisitor) -> Sender:
    if guest.kind is InviteeKind.GROUP:
        return Sender("guest", guest.id, guest.group, asker=AskerKind.GROUP)
    if guest.kind is InviteeKind.PERSON:
        return Sender("guest", guest.id)
    return Sender("guest", guest.id, organisation=guest.name, asker=AskerKind.ORGANISATION)


def of_group(visitor: GroupVisitor) -> Sender:
    return Sender("group", group=visitor.group, asker=AskerKind.GROUP)


async def ask_ahead(  # noqa: PLR0917  a sentence: whose hall, who, what, once
    ward: int, number: int, who: Sender, questions: Sequence[Question], nonce: str, language: str
) -> tuple[int, ...]:
    """Ids of the opinions; all of them or none. The same nonce again gives the same ones.

    After the deadline they are taken as well, and count as late. Raises Invalid by field, NotFound
    (field, topic, group), Conflict (no longer taken), TicketUsed (other words by the same nonce).
    """
    cleaned = await _checked(ward, questions)
    if who.group is not None:
        await ward_queries.group(ward, who.group)
    async with DB.transaction():
        card = await in_state(ward, number, *TAKES_QUESTIONS, also_away=True)
        operations = [
            operation_of(card, "ahead", f"{nonce[:56]}-{place}") for place in range(len(cleaned))
        ]
        if known := await _known(operations, cleaned):
            return known
        new = [_matter(ward, who, each, language) for each in cleaned]
        received = await open_rows(new, who.by)
        made = []
        for operation, each, matter in zip(operations, cleaned, received, strict=True):
            row = _opinion(card, who, each, operation)
            row.matter, row.due = matter.id, matter.publish_due
            (done,) = await Opinion.insert(row)
            made.append(int(done["id"]))
        await note(ward, MatterStep.RECEIVE.value, *(each.id for each in received))
        data = {"opinions": made, "late": is_late(card)}
        await record(card, Step.CAPTURE, kind=who.kind, data=data)
    return tuple(made)


@binds("conference")
async def ask_from_sheet(
    ward: int, number: int, rows: Sequence[NewMatter], received: Sequence[Received]
) -> None:
    """Rows of a spreadsheet, each a matter already: opinions of this conference too, as long as it
    takes questions. In the transaction that registers them."""
    try:
        card = await in_state(ward, number, *TAKES_QUESTIONS, also_away=True)
    except Conflict:  # closed while the sheet lay there: they stay in the register
        return
    made = []
    for row, matter in zip(rows, received, strict=True):
        who = Sender(group=row.group)
        asked = Question(row.body, matter.code, row.field, row.topic)
        opinion = _opinion(card, who, asked, operation_of(card, "sheet", matter.public_id))
        opinion.matter, opinion.due = matter.id, matter.publish_due
        (done,) = await Opinion.insert(opinion)
        made.append(int(done["id"]))
    data = {"opinions": made, "late": is_late(card)}
    heads = any(row.source is Source.GROUP for row in rows)
    await record(card, Step.CAPTURE, kind="group" if heads else "asker", data=data)


def is_late(card: ConferenceCard) -> bool:
    """Is today after the deadline?"""
    return card.collect_until is not None and local_day(now()) > card.collect_until


async def _checked(ward: int, questions: Sequence[Question]) -> list[Question]:
    if not 1 <= len(questions) <= GROUP_MOST:
        raise Invalid(f"{len(questions)} questions at once", texts="number")
    topics = {card.id for card in await ward_queries.topics(ward)}
    cleaned = []
    for each in questions:
        words = clean(each.words)
        if not SHORTEST <= len(words) <= LONGEST:
            raise Invalid("words", body="short" if len(words) < SHORTEST else "long")
        if each.field is not None:
            await ward_queries.field(ward, each.field)
        if each.topic is not None and each.topic not in topics:
            raise NotFound(f"no topic {each.topic}")
        cleaned.append(Question(words, each.code, each.field, each.topic))
    return cleaned


async def _known(operations: Sequence[str], questions: Sequence[Question]) -> tuple[int, ...]:
    """What this nonce sent already. Raises TicketUsed."""
    rows = await Opinion.select(Opinion.id, Opinion.operation, Opinion.matter.body).where(
        Opinion.operation.is_in(list(operations))
    )
    if not rows:
        return ()
    words = {row["operation"]: row["matter.body"] for row in rows}
    asked = {op: each.words for op, each in zip(operations, questions, strict=True)}
    if words != asked:
        raise TicketUsed("this ticket carried other questions")
    return tuple(sorted(row["id"] for row in rows))


def _matter(ward: int, who: Sender, asked: Question, language: str) -> NewMatter:
    return NewMatter(
        ward,
        asked.words,
        source=who.source,
        asker_kind=who.asker,
        field=asked.field,
        topic=asked.topic,
        group=who.group,
        language=language,
        code=asked.code,
    )


def _opinion(card: ConferenceCard, who: Sender, asked: Question, operation: str) -> Opinion:
    """What shows signs of a denunciation leaves no words here."""
    apart = goes_apart(asked.words)
    return Opinion(
        ward=card.ward,
        conference=card.id,
        public_id=public_id(),
        operation=operation,
        source=OpinionSource.AHEAD.value,
        state=(OpinionState.NOT_SHOWN if apart else OpinionState.WAITING).value,
        reason=Hiding.SEPARATE.value if apart else "",
        tracking=tracking_hash(keys(), asked.code),
        invitee=who.invitee,
        group=who.group,
        organisation=who.organisation,
        field=asked.field,
        words="" if apart else asked.words,
        at=now(),
    )


async def merge_ahead(actor: Actor, number: int, opinion: int, lead: int) -> None:
    """The same question: in the register (one answer, every asker keeps the own code) and here.

    Raises Forbidden, NotFound, Conflict, Invalid (lead: unfit).
    """
    require(may_prepare(actor), "merge questions")
    card = await in_state(actor.ward, number, *TAKES_QUESTIONS)
    one, other = await _ahead(card, opinion), await _ahead(card, lead)
    if other.lead is not None:
        raise Invalid("it is merged itself", lead="unfit")
    await triage.merge(actor, one.matter, other.matter)
    async with DB.transaction():
        await in_state(actor.ward, number, *TAKES_QUESTIONS)
        moved = (Opinion.id == opinion) | (Opinion.lead == opinion)
        await Opinion.update(
            {
                Opinion.lead: lead,
                Opinion.state: OpinionState.MERGED.value,
                Opinion.version: Opinion.version + 1,
            }
        ).where(moved, Opinion.conference == card.id)
        await record(card, Step.MERGE, actor, data={"opinion": opinion, "lead": lead})


@dataclass(frozen=True, slots=True)
class _Ahead:
    matter: int
    lead: int | None


async def _ahead(card: ConferenceCard, opinion: int) -> _Ahead:
    row = (
        await Opinion.select(Opinion.matter, Opinion.lead, Opinion.source)
        .where(Opinion.id == opinion, Opinion.conference == card.id, Opinion.ward == card.ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no opinion {opinion}")
    if row["source"] != OpinionSource.AHEAD.value or row["matter"] is None:
        raise Conflict("not one that was sent ahead")
    return _Ahead(row["matter"], row["lead"])
