"""What the asker sees by the tracking code, and a residential group's head of the group's own.

Never an internal note, a draft, a member of staff but the approver, or another asker's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.matters.deadlines import Explanation
from dialogue.matters.queries.matters import (
    Event,
    FileCard,
    TaskLine,
    events,
    explain,
    files,
    tasks,
)
from dialogue.matters.queries.queue import DueState, due_state
from dialogue.matters.rules import ANSWERED, SEALED
from dialogue.matters.states import ANSWERED as TO_JUDGE
from dialogue.matters.states import (
    Kind,
    MatterState,
    Outcome,
    Source,
    Step,
    VerdictLevel,
)
from dialogue.matters.tables import Approval, Draft, Matter, Published, Verdict
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import GroupVisitor

# The steps an asker is told, and what of their data.
TOLD: dict[Step, tuple[str, ...]] = {
    Step.RECEIVE: ("source",),
    Step.ASSIGN: ("unit",),
    Step.REDIRECT: ("receiver", "why"),
    Step.REJECT: ("why",),
    Step.MERGE: ("lead_public_id",),
    Step.ASK_BACK: ("until",),
    Step.REPLY: ("due",),
    Step.TIME_OVER: ("due",),
    Step.GIVE: (),
    Step.HAND_BACK: (),
    Step.MOVE: ("unit",),
    Step.EXTEND: ("days", "old", "new"),
    Step.APPROVE: ("name", "title", "verdict_due"),
    Step.VERDICT: ("level", "round"),
    Step.REOPEN: ("level", "round", "chairman"),
    Step.ROUTE: ("due", "round"),
    Step.DECIDE: ("invited_on", "name", "title"),
    Step.SILENCE: (),
    Step.CORRECT: ("version",),
    Step.TAKE_DOWN: (),
    Step.MOVE_DUE_DATE: ("why", "publish"),
    Step.ERASE_CONTACT: (),
}
OWN_WORDS = frozenset({Step.ASK_BACK, Step.REPLY, Step.TIME_OVER})  # between one asker and the ward
ASKERS = frozenset({Step.VERDICT, Step.REOPEN})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journey. note: free words, of the ward or of this very asker."""

    at: datetime
    step: Step
    note: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that stands, as this asker may read it. number: on the board, None: private."""

    round: int
    text: str
    summary_en: str
    approver_name: str
    approver_title: str
    at: datetime
    number: int | None


@dataclass(frozen=True, slots=True)
class TrackingView:
    """The asker's own page. separate: sealed, and then nothing of its content is here.

    question: what the ward asks back, while it waits for a reply until `reply_until`.
    may_judge: the answer that stands has no verdict of this asker yet, until `verdict_due`.
    field, topic, unit: ids, names by dialogue.ward.queries. merged_into: public id of the lead.
    """

    ward: int
    public_id: str
    kind: Kind
    source: Source
    state: MatterState
    outcome: Outcome
    separate: bool
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
    round: int
    promises: tuple[TaskLine, ...]
    files: tuple[FileCard, ...]
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class GroupMatter:
    """A question of the group: who answers it, when it is due, and the answer.

    tracking: hash of its code, for the page where the group's head says whether it is answered.
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
    answer: Answer | None


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
)
Row = dict[str, Any]


async def tracking(code_hash: str) -> TrackingView:
    """By the hash of the tracking code (dialogue.core.codes.tracking_hash). Raises NotFound.

    A merged matter shows the way and the answer of the one it was merged into.
    """
    row: Row | None = await Matter.select(*COLUMNS).where(Matter.tracking == code_hash).first()
    if row is None:
        raise NotFound("no such code")
    if MatterState(row["state"]) in SEALED:
        return _separate(row)
    lead = row if row["lead"] is None else await _row(row["ward"], row["lead"])
    if MatterState(lead["state"]) in SEALED:
        lead = row  # the other one turned out to be something else
    return await _view(row, lead)


async def _view(row: Row, lead: Row) -> TrackingView:
    ward, state = row["ward"], MatterState(lead["state"])
    journey = await _journey(row, lead)
    answer = await _answer(lead)
    given = await _verdict(row["id"], lead)
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
        round=lead["round"],
        promises=await _promises(lead, answer),
        files=await files(ward, row["id"]),
        explanation=await explain(ward, lead["id"]),
    )


def _separate(row: Row) -> TrackingView:
    """Sealed: that it came, and that the law has its own way. Nothing else."""
    received = Line(row["received_at"], Step.RECEIVE, "", {})
    return TrackingView(
        **_own(row) | {"kind": Kind.REPORT},
        state=MatterState(row["state"]),
        outcome=Outcome(row["outcome"]),
        separate=True,
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
        "received_at": row["received_at"],
    }


async def _row(ward: int, matter: int) -> Row:
    row: Row | None = (
        await Matter.select(*COLUMNS).where(Matter.id == matter, Matter.ward == ward).first()
    )
    if row is None:
        raise NotFound(f"no matter {matter}")
    return row


async def _journey(row: Row, lead: Row) -> tuple[Line, ...]:
    """The own way, and after merging the other one's, without what passed between others."""
    own = await events(row["ward"], row["id"])
    lines = [line for event in own if (line := _line(event, row["id"])) is not None]
    if lead is not row:
        for event in await events(row["ward"], lead["id"]):
            line = None if event.step is Step.RECEIVE else _line(event, row["id"])
            if line is not None and event.step not in OWN_WORDS:
                lines.append(line)
    return tuple(sorted(lines, key=lambda line: line.at))


def _line(event: Event, asker: int) -> Line | None:
    """None: not for the asker's eyes. Another asker's reopening is told without the words."""
    if event.step not in TOLD:
        return None
    others = event.step in ASKERS and event.data.get("asker") != asker
    if others and event.step is Step.VERDICT:
        return None
    data = {name: event.data[name] for name in TOLD[event.step] if name in event.data}
    if others:
        return Line(event.at, event.step, "", {"others": True, "round": data.get("round")})
    return Line(event.at, event.step, event.public_note, data)


async def _answer(lead: Row) -> Answer | None:
    """The public text when it stands on the board, else the one sent to the asker alone."""
    if lead["number"] is not None:
        return await _public_answer(lead)
    approval = (
        await Approval.select()
        .where(Approval.ward == lead["ward"], Approval.matter == lead["id"])
        .order_by(Approval.id, ascending=False)
        .first()
    )
    if approval is None:
        return None
    draft = (
        await Draft.select(Draft.text, Draft.summary_en)
        .where(
            Draft.ward == lead["ward"],
            Draft.matter == lead["id"],
            Draft.round == approval["round"],
            Draft.version == approval["version"],
        )
        .first()
    )
    if draft is None:
        return None
    return Answer(
        approval["round"],
        draft["text"],
        draft["summary_en"],
        approval["approver_name"],
        approval["approver_title"],
        approval["at"],
        None,
    )


async def _public_answer(lead: Row) -> Answer | None:
    row = (
        await Published.select(
            Published.round,
            Published.answer,
            Published.summary_en,
            Published.approver_name,
            Published.approver_title,
            Published.answered_at,
            Published.published_at,
            Published.number,
        )
        .where(
            Published.ward == lead["ward"],
            Published.matter == lead["id"],
            Published.state != MatterState.WITHDRAWN.value,
        )
        .first()
    )
    if row is None:
        return None
    at = row["answered_at"] or row["published_at"]
    return Answer(
        row["round"],
        row["answer"],
        row["summary_en"],
        row["approver_name"],
        row["approver_title"],
        at,
        row["number"],
    )


async def _verdict(asker: int, lead: Row) -> VerdictLevel | None:
    """This asker's, of the answer that stands now."""
    row = (
        await Verdict.select(Verdict.level)
        .where(
            Verdict.ward == lead["ward"],
            Verdict.matter == asker,
            Verdict.round == lead["round"],
            Verdict.version == await _version(lead),
        )
        .first()
    )
    return None if row is None else VerdictLevel(row["level"])


async def _version(lead: Row) -> int:
    """Of the answer in its round: corrections count; a private answer has one alone."""
    row = (
        await Published.select(Published.version)
        .where(Published.ward == lead["ward"], Published.matter == lead["id"])
        .first()
    )
    return int(row["version"]) if row else 1


async def _promises(lead: Row, answer: Answer | None) -> tuple[TaskLine, ...]:
    """Only what an approved answer says: before, a task is the ward's own affair."""
    return () if answer is None else await tasks(lead["ward"], lead["id"])


async def group_matters(visitor: GroupVisitor, limit: int = 100) -> list[GroupMatter]:
    """What this group's head sent in, the newest first; nothing that was sealed."""
    rows = (
        await Matter.select(*COLUMNS)
        .where(
            Matter.ward == visitor.ward,
            Matter.group == visitor.group,
            Matter.source == Source.GROUP.value,
            Matter.state.not_in(sorted(state.value for state in SEALED)),
        )
        .order_by(Matter.id, ascending=False)
        .limit(limit)
    )
    return [await _group_matter(row) for row in rows]


async def _group_matter(row: Row) -> GroupMatter:
    lead = row if row["lead"] is None else await _row(row["ward"], row["lead"])
    state = MatterState(lead["state"])
    if state in SEALED:
        lead, state = row, MatterState(row["state"])
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
        await _answer(lead) if state in ANSWERED or row["round"] > 1 else None,
    )
