"""What the asker sees by the tracking code, and a residential group's head of the group's own.

Never an internal note, a draft, a member of staff but the approver, or another asker's words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.matters.accused import goes_outside
from dialogue.matters.deadlines import Explanation
from dialogue.matters.denunciations import Verdict
from dialogue.matters.queries.answers import Answer, Row, answer_of, verdict_of
from dialogue.matters.queries.askers import asker_count
from dialogue.matters.queries.attachments import FileCard, files_of
from dialogue.matters.queries.due import DueState, due_state
from dialogue.matters.queries.facts import barred_of
from dialogue.matters.queries.journeys import LEFT, Line, journey_of
from dialogue.matters.queries.matters import explain
from dialogue.matters.queries.outside import Recipient, recipient
from dialogue.matters.queries.supervision import Seen, seen_of
from dialogue.matters.queries.tasks import TaskCard, promises_of
from dialogue.matters.rules import ANSWERED, SEALED, UNTRIAGED, may_be_retracted
from dialogue.matters.signs import signs
from dialogue.matters.states import ANSWERED as TO_JUDGE
from dialogue.matters.states import (
    AskerKind,
    Kind,
    MatterState,
    Outcome,
    Source,
    Step,
    VerdictLevel,
)
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import GroupVisitor


@dataclass(frozen=True, slots=True)
class TrackingView:
    """The asker's own page. separate: sealed, and then nothing of its content is here.

    denounces: sealed, or so plainly a denunciation that its sender is told the lawful way at once.
    outside: where it is sent instead of to the ward, when it accuses one of the few there.

    question: what the ward asks back, while it waits for a reply until `reply_until`.
    may_judge: the answer that stands has no verdict of this asker yet, until `verdict_due`.
    may_retract: it is not answered yet, so this asker may take it back. askers: of the same.
    has_contact: a name or a contact of this asker is kept.
    field, topic, unit: ids, names by dialogue.ward.queries. merged_into: public id of the lead.
    """

    ward: int
    public_id: str
    kind: Kind
    source: Source
    has_contact: bool
    state: MatterState
    outcome: Outcome
    separate: bool
    denounces: bool
    outside: Recipient | None
    title: str
    body: str
    field: int | None
    topic: int | None
    unit: int | None
    received_at: datetime
    publish_due: date | None
    first_due: date | None
    due_state: DueState
    extended: bool
    receiver: str
    reason: str
    merged_into: str
    question: str
    reply_until: date | None
    journey: tuple[Line, ...]
    answer: Answer | None
    verdict: VerdictLevel | None
    verdict_due: date | None
    may_judge: bool
    may_retract: bool
    askers: int
    round: int
    promises: tuple[TaskCard, ...]
    files: tuple[FileCard, ...]
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class GroupMatter:
    """A question of the group: who answers it, when it is due, and the answer.

    tracking: hash of its code, for the page where the group's head says whether it is answered.
    why: the reason that was chosen for not dealing with it, or for another body; reason: in words.
    group: that sent it, one that went into the visitor's own maybe. seen: of a note of supervision.
    """

    public_id: str
    tracking: str
    body: str
    state: MatterState
    outcome: Outcome
    unit: int | None
    received_at: datetime
    publish_due: date | None
    due_state: DueState
    receiver: str
    reason: str
    why: str
    answer: Answer | None
    group: int
    seen: Seen | None


COLUMNS = (
    Matter.id,
    Matter.ward,
    Matter.public_id,
    Matter.tracking,
    Matter.kind,
    Matter.source,
    Matter.state,
    Matter.outcome,
    Matter.title,
    Matter.body,
    Matter.field,
    Matter.topic,
    Matter.group,
    Matter.unit,
    Matter.received_at,
    Matter.publish_due,
    Matter.first_due,
    Matter.extended,
    Matter.receiver,
    Matter.reason,
    Matter.lead,
    Matter.number,
    Matter.round,
    Matter.verdict_due,
    Matter.public,
    Matter.retracted_at,
    Matter.contact_key,
    Matter.sensitive,
    Matter.barred,
)


async def tracking(code_hash: str) -> TrackingView:
    """By the hash of the tracking code (dialogue.core.codes.tracking_hash). Raises NotFound.

    A merged matter shows the way and the answer of the one it was merged into.
    """
    row: Row | None = await Matter.select(*COLUMNS).where(Matter.tracking == code_hash).first()
    if row is None:
        raise NotFound("no such code")
    if MatterState(row["state"]) in SEALED:
        return await _separate(row)
    if row["retracted_at"] is not None:
        return await _taken_back(row)
    lead = row if row["lead"] is None else await _row(row["ward"], row["lead"])
    if MatterState(lead["state"]) in SEALED:
        lead = row  # the other one turned out to be something else
    return await _view(row, lead)


async def _view(row: Row, lead: Row) -> TrackingView:
    ward, state = row["ward"], MatterState(lead["state"])
    journey = await journey_of(row, lead)
    answer = await answer_of(lead)
    given = await verdict_of(row["id"], lead)
    asked = next((line for line in reversed(journey) if line.step is Step.ASK_BACK), None)
    waits = MatterState(row["state"]) is MatterState.WAITING_FOR_ASKER and asked is not None
    until = date.fromisoformat(asked.data["until"]) if waits and asked else None
    calendar, today = await ward_queries.calendar(ward), clock.local_day(clock.now())
    due = lead["publish_due"]
    return TrackingView(
        **_own(row),
        state=state,
        outcome=Outcome(lead["outcome"]),
        separate=False,
        denounces=_denounces(row),
        outside=await _outside(row) if _denounces(row) else None,
        title=lead["title"],
        body=row["body"],
        field=lead["field"],
        topic=lead["topic"],
        unit=lead["unit"],
        publish_due=due,
        first_due=lead["first_due"],
        due_state=due_state(state, due, today, calendar),
        extended=lead["extended"],
        receiver=lead["receiver"],
        reason=lead["reason"],
        merged_into="" if lead is row else lead["public_id"],
        question=asked.note if waits and asked else "",
        reply_until=until,
        journey=journey,
        answer=answer,
        verdict=given,
        verdict_due=lead["verdict_due"],
        may_judge=state in TO_JUDGE and given is None,
        may_retract=may_be_retracted(state, lead["round"]),
        askers=await asker_count(ward, lead["id"]),
        round=lead["round"],
        promises=await _promises(lead, answer),
        files=await files_of(ward, row["id"]),
        explanation=await explain(ward, lead["id"]),
    )


async def _taken_back(row: Row) -> TrackingView:
    """Until then, also where it went on for others who asked the same: that is theirs."""
    seen = await _view(row, row)
    end = 1 + next(n for n, line in enumerate(seen.journey) if line.step in LEFT)
    return replace(
        seen,
        state=MatterState.RETRACTED,
        outcome=Outcome.RETRACTED,
        due_state=DueState.NONE,
        question="",
        reply_until=None,
        journey=seen.journey[:end],
        answer=None,
        verdict=None,
        may_judge=False,
        may_retract=False,
        promises=(),
    )


def _denounces(row: Row) -> bool:
    """A mere doubt is not told: a person looks first."""
    waits = MatterState(row["state"]) in UNTRIAGED and row["sensitive"]
    return waits and signs(row["body"]).reading.verdict is Verdict.SEAL


async def _outside(row: Row) -> Recipient | None:
    return await recipient(row["ward"]) if goes_outside(barred_of(row["barred"])) else None


async def _separate(row: Row) -> TrackingView:
    """Sealed: that it came, and that the law has its own way. Nothing else."""
    received = Line(row["received_at"], Step.RECEIVE, "", {})
    return TrackingView(
        **_own(row) | {"kind": Kind.REPORT},
        state=MatterState(row["state"]),
        outcome=Outcome(row["outcome"]),
        separate=True,
        denounces=True,
        outside=await _outside(row),
        title="",
        body="",
        field=None,
        topic=None,
        unit=None,
        publish_due=None,
        first_due=None,
        due_state=DueState.NONE,
        extended=False,
        receiver="",
        reason="",
        merged_into="",
        question="",
        reply_until=None,
        journey=(received,),
        answer=None,
        verdict=None,
        verdict_due=None,
        may_judge=False,
        may_retract=False,
        askers=1,
        round=1,
        promises=(),
        files=(),
        explanation=None,
    )


def _own(row: Row) -> dict[str, Any]:
    return {
        "ward": row["ward"],
        "public_id": row["public_id"],
        "kind": Kind(row["kind"]),
        "source": Source(row["source"]),
        "has_contact": bool(row["contact_key"]),
        "received_at": row["received_at"],
    }


async def _row(ward: int, matter: int) -> Row:
    row: Row | None = (
        await Matter.select(*COLUMNS).where(Matter.id == matter, Matter.ward == ward).first()
    )
    if row is None:
        raise NotFound(f"no matter {matter}")
    return row


async def _promises(lead: Row, answer: Answer | None) -> tuple[TaskCard, ...]:
    """Only what an approved answer says: before, a task is the ward's own affair."""
    return (
        () if answer is None else tuple(await promises_of(lead["ward"], lead["id"], public=False))
    )


RETRACTED = {"outcome": Outcome.RETRACTED.value, "round": 1, "receiver": "", "reason": ""}


async def group_matters(visitor: GroupVisitor, limit: int = 100) -> list[GroupMatter]:
    """What this group's head sent in, and the heads of groups that went into it whole; the newest
    first; nothing that was sealed."""
    before = (await lineage(visitor.ward)).forebears(visitor.group)
    at_conference = (Matter.source == Source.CONFERENCE.value) & (
        Matter.asker_kind == AskerKind.GROUP.value
    )
    rows = (
        await Matter.select(*COLUMNS)
        .where(
            Matter.ward == visitor.ward,
            Matter.group.is_in([visitor.group, *sorted(before)]),
            (Matter.source == Source.GROUP.value) | at_conference,
            Matter.state.not_in(sorted(state.value for state in SEALED)),
        )
        .order_by(Matter.id, ascending=False)
        .limit(limit)
    )
    seen = await seen_of(visitor.ward, [row["id"] for row in rows])
    return [await _group_matter(row, seen.get(row["id"])) for row in rows]


async def _group_matter(row: Row, seen: Seen | None) -> GroupMatter:
    lead = row if row["lead"] is None else await _row(row["ward"], row["lead"])
    state = MatterState(lead["state"])
    if state in SEALED:
        lead, state = row, MatterState(row["state"])
    if row["retracted_at"] is not None:
        row = lead = row | RETRACTED
        state = MatterState.RETRACTED
    calendar, today = await ward_queries.calendar(row["ward"]), clock.local_day(clock.now())
    return GroupMatter(
        row["public_id"],
        row["tracking"],
        row["body"],
        state,
        Outcome(lead["outcome"]),
        lead["unit"],
        row["received_at"],
        lead["publish_due"],
        due_state(state, lead["publish_due"], today, calendar),
        lead["receiver"],
        lead["reason"],
        await _why(lead),
        await answer_of(lead) if state in ANSWERED or row["round"] > 1 else None,
        row["group"],
        seen,
    )


async def _why(row: Row) -> str:
    """Of a rejection or a redirection, as a code; empty for what went on."""
    if MatterState(row["state"]) not in {MatterState.REJECTED, MatterState.REDIRECTED}:
        return ""
    last = await journey_of(row, row)
    return str(next((line.data["why"] for line in reversed(last) if "why" in line.data), ""))
