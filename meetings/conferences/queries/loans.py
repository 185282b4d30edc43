"""Conferences that went to a hall's laptop, and what goes along."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.table import Table

from dialogue.core.errors import NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.matters.queries.asking_groups import groups_beside
from dialogue.matters.queries.promises import INTERNAL
from dialogue.matters.states import MatterState, TaskStep
from dialogue.matters.states import Step as MatterStep
from dialogue.matters.tables import Draft, Matter, MatterEvent
from dialogue.matters.task_tables import Task, TaskEvent
from dialogue.ward.tables import (
    CalendarDay,
    Field,
    ResidentialGroup,
    Rule,
    Staff,
    StaffField,
    StaffRole,
    Topic,
    Unit,
    Ward,
)
from meetings.conferences.guest_tables import Attendance, Invitee
from meetings.conferences.hall_tables import Opinion, OpinionVoice, Slip, Speaker
from meetings.conferences.loan_tables import HallLoan
from meetings.conferences.loans import (
    CONFERENCE,
    OPINION,
    SPEAKER,
    Clash,
    agenda_of,
    print_of,
    tick_of,
)
from meetings.conferences.luggage import Row, packed
from meetings.conferences.outcome_tables import Conclusion
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.last_time import last_time
from meetings.conferences.record import Pledge
from meetings.conferences.states import Hiding, OpinionState
from meetings.conferences.tables import (
    AgendaItem,
    Cluster,
    ClusterGroup,
    Conference,
    ConferenceEvent,
    ConferenceField,
    Tick,
)

Rows = dict[str, list[Row]]
# In an order in which each finds what it names. The ward's own, whole:
OF_WARD: tuple[type[Table], ...] = (
    Unit, Field, Topic, ResidentialGroup, CalendarDay, Staff, StaffRole, StaffField,
)  # fmt: skip
# Of the conference, whole:
OF_CONFERENCE: tuple[type[Table], ...] = (
    ConferenceField, Cluster, AgendaItem, Tick, Invitee, Opinion, Slip, Attendance, Speaker,
)  # fmt: skip
_SECRET_STATES = {MatterState.SEALED.value}
# Of a matter: what the hall shows of a prepared question. Not who asked, nor how to reach them.
_MATTER = frozenset({
    "id", "ward", "public_id", "kind", "source", "state", "outcome", "title", "body", "language",
    "field", "topic", "group", "unit", "officer", "asker_kind", "public", "urgent", "received_at",
    "day_zero", "ack_due", "triage_due", "draft_due", "publish_due", "first_due", "verdict_due",
    "calendar_version", "round",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoanCard:
    """clashes: what both sides have changed, once it is back."""

    id: int
    public_id: str
    conference: int
    laptop: str
    by: str
    lent_at: datetime
    recalled_at: datetime | None
    recall_reason: str
    returned_at: datetime | None
    clashes: tuple[Clash, ...]


async def loans(ward: int, number: int) -> tuple[LoanCard, ...]:
    """Of one conference, the newest first."""
    rows = (
        await HallLoan.select(*HallLoan.all_columns(), HallLoan.staff.name)
        .where(HallLoan.ward == ward, HallLoan.conference == number)
        .order_by(HallLoan.id, ascending=False)
    )
    return tuple(
        LoanCard(
            row["id"],
            row["public_id"],
            row["conference"],
            row["laptop"],
            row["staff.name"] or "",
            row["lent_at"],
            row["recalled_at"],
            row["recall_reason"],
            row["returned_at"],
            tuple(Clash(**each) for each in json.loads(row["conflicts"])),
        )
        for row in rows
    )


async def loan_row(public_id: str) -> Row:
    """Raises NotFound: nothing of that name was lent from here."""
    row = await HallLoan.select().where(HallLoan.public_id == public_id).first()
    if row is None:
        raise NotFound("nothing was lent from here by this file")
    return dict(row)


async def only_loan() -> Row:
    """The one of a laptop. Raises NotFound."""
    row = await HallLoan.select().order_by(HallLoan.id, ascending=False).first()
    if row is None:
        raise NotFound("no conference lies here")
    return dict(row)


async def hall_rows(number: int) -> Rows:
    """What a hall writes of one conference, with what it is compared by."""
    found: Rows = {"conference": await _of(Conference, Conference.id == number)}
    for table in (Opinion, Slip, Attendance, Speaker, AgendaItem, Tick):
        name = table._meta.tablename
        found[name] = await _of(table, _column(table, "conference") == number)
    ids = [row["id"] for row in found["conference_opinion"]] or [0]
    voices = OpinionVoice.opinion.is_in(ids)
    found["conference_opinion_voice"] = await _of(OpinionVoice, voices)
    return found


def state_of(rows: Rows) -> dict[str, Any]:
    """Of each row what it says, to know later which side has changed it."""
    opinions = rows["conference_opinion"]
    names = {row["id"]: row["public_id"] for row in opinions}
    return {
        "conference": {name: rows["conference"][0][name] for name in CONFERENCE},
        "opinions": {row["public_id"]: opinion_print(row, names) for row in opinions},
        "speakers": {
            row["operation"]: print_of(row, SPEAKER) for row in rows["conference_speaker"]
        },
        "agenda": agenda_of(rows["conference_agenda_item"]),
        "ticks": {row["item"]: tick_of(row) for row in rows["conference_tick"]},
    }


def opinion_print(row: Mapping[str, Any], names: Mapping[int, str]) -> str:
    return print_of(row, OPINION, names.get(row["lead"], ""))


async def luggage(ward: int, number: int) -> Rows:
    """All that a hall needs, by table, and not more (docs/decisions): no contacts, no password
    hashes, nothing sealed, and of the register the questions sent ahead with their drafts."""
    found: Rows = {"ward": await _of(Ward, Ward.id == ward)}
    for table in OF_WARD:
        found[table._meta.tablename] = await _of(table, _column(table, "ward") == ward)
    for row in found["staff"]:
        row |= {"password": "", "password_from": None, "password_at": None}
    found["rule"] = await _of(Rule, (Rule.ward == ward) | Rule.ward.is_null())
    card = await conference(ward, number)
    last = await last_time(card, public=True)
    ids = (card.previous, None if last is None else last.card.id)
    before = {each for each in ids if each is not None}
    found["conference"] = await _with_those_before(number, before)
    for table in OF_CONFERENCE:
        of = _column(table, "conference") == number
        found[table._meta.tablename] = await _of(table, of)
    clusters = [row["id"] for row in found["conference_cluster"]] or [0]
    inside = ClusterGroup.cluster.is_in(clusters)
    found["conference_cluster_group"] = await _of(ClusterGroup, inside)
    for row in found["conference_invitee"]:
        row["contact"] = ""
    opinions = found["conference_opinion"]
    voices = OpinionVoice.opinion.is_in([row["id"] for row in opinions] or [0])
    found["conference_opinion_voice"] = await _of(OpinionVoice, voices)
    found["matter"], found["draft"] = await _prepared(opinions)
    tasks = [row["task"] for row in opinions if row["task"] is not None] or [0]
    promised = {} if last is None else {each.task.id: each for each in last.promised}
    found |= await _promises(tasks, promised)
    opinions += await _asked_last_time(found["conference"], number, promised)
    return found


async def _promises(own: Collection[int], before: Mapping[int, Pledge]) -> Rows:
    """Tasks that the hall has given already, and what was promised last time, as everybody may
    read it: so the projector opens with it and the chair sees how it stands."""
    wanted = Task.id.is_in([*own, *before])
    tasks = [row | {"matter": None} for row in await _of(Task, wanted)]
    for row in tasks:
        if row["id"] in before:
            row["text"] = before[row["id"]].text
    steps = TaskEvent.step.not_in([step.value for step in INTERNAL])
    ids = list(before) or [0]
    return {
        "task": tasks,
        "task_event": await _of(TaskEvent, TaskEvent.task.is_in(ids) & steps),
        "conference_conclusion": await _of(Conclusion, Conclusion.task.is_in(ids)),
    }


async def _prepared(opinions: list[Row]) -> tuple[list[Row], list[Row]]:
    """Matters of the opinions and the newest draft of each. What is sealed, or may yet be, stays
    away, and its opinion goes without words."""
    ids = [row["matter"] for row in opinions if row["matter"] is not None]
    rows = await Matter.select().where(Matter.id.is_in(ids or [0])).order_by(Matter.id)
    kept = [
        {name: value for name, value in row.items() if name in _MATTER}
        | {"tracking": row["public_id"]}
        for row in rows
        if row["state"] not in _SECRET_STATES and not row["sensitive"]
    ]
    known = {each["id"] for each in kept}
    for row in opinions:
        if row["matter"] is not None:
            row["tracking"] = ""
            row.update({} if row["matter"] in known else _ELSEWHERE)
    drafts = await _newest_drafts([each["id"] for each in kept])
    return packed(Matter, kept), packed(Draft, drafts)


_ELSEWHERE: Row = {
    "matter": None,
    "words": "",
    "state": OpinionState.NOT_SHOWN.value,
    "reason": Hiding.SEPARATE.value,
    "position": None,
}


async def _newest_drafts(matters: Collection[int]) -> list[Row]:
    rows = await Draft.select().where(Draft.matter.is_in(list(matters) or [0])).order_by(Draft.id)
    return list({row["matter"]: dict(row) for row in rows}.values())


async def _with_those_before(number: int, before: Collection[int]) -> list[Row]:
    """Those before stand first: who got no answer there speaks first."""
    rows = await _of(Conference, Conference.id.is_in([number, *before]))
    rows.sort(key=lambda row: row["id"] == number)
    past = [row | {"previous": None} for row in rows[:-1]]
    return [row | {"locked_to": ""} for row in (*past, rows[-1])]


async def _asked_last_time(
    conferences: list[Row], number: int, promised: Collection[int]
) -> list[Row]:
    """Without words or names, but of what was promised at once and is public: whose turn it was,
    and what came of it."""
    before = [row["id"] for row in conferences if row["id"] != number]
    rows = await _of(Opinion, Opinion.conference.is_in(before or [0]))
    blank = {
        "answer": "", "asker": "", "answered_by": "", "tracking": "", "phone": "",
        "matter": None, "lead": None, "invitee": None,
    }  # fmt: skip
    unsaid = blank | {"words": "", "task": None}
    return [row | (blank if row["task"] in promised else unsaid) for row in rows]


async def _of(table: type[Table], where: Any) -> list[Row]:
    rows = await table.select().where(where).order_by(table._meta.primary_key)
    return packed(table, rows)


def _column(table: type[Table], name: str) -> Any:
    return getattr(table, name)


async def new_matters(ward: int, known: Collection[str]) -> list[Row]:
    """What a hall has entered into the laptop's register, oldest first, to be entered again."""
    rows = await Matter.select().where(Matter.ward == ward).order_by(Matter.id)
    new = {row["id"]: row for row in rows if row["public_id"] not in set(known)}
    steps = [MatterStep.RECEIVE.value, MatterStep.MERGE.value]
    events = (
        await MatterEvent.select()
        .where(MatterEvent.matter.is_in(list(new) or [0]), MatterEvent.step.is_in(steps))
        .order_by(MatterEvent.id)
    )
    told = {(event["matter"], event["step"]): event for event in events}
    return [
        {
            **{name: row[name] for name in _ENTERED},
            "name": decrypt(keys(), row["contact_key"], row["asker_name"])
            if row["asker_name"]
            else "",
            "received": _who(told[row["id"], MatterStep.RECEIVE.value]),
            "merged": _who(told.get((row["id"], MatterStep.MERGE.value))),
        }
        for row in new.values()
    ]


_ENTERED = (
    "id", "public_id", "tracking", "body", "source", "asker_kind", "field", "group", "lead",
)  # fmt: skip


async def new_tasks(ward: int, known: Collection[int]) -> list[Row]:
    """What a hall gave to a unit at once, with who noted it down. known: ids that went along."""
    rows = await _of(Task, (Task.ward == ward) & Task.matter.is_null())
    new = [row for row in rows if row["id"] not in set(known)]
    events = await TaskEvent.select().where(
        TaskEvent.task.is_in([row["id"] for row in new] or [0]),
        TaskEvent.step == TaskStep.OPEN.value,
    )
    opened = {event["task"]: event for event in events}
    beside = await groups_beside(ward, [row["id"] for row in new])
    return [
        row | {"opened": _who(opened[row["id"]]), "groups": beside.get(row["id"], ())}
        for row in new
    ]


async def hall_events(number: int) -> list[Row]:
    """The history that a laptop has written."""
    return await _of(ConferenceEvent, ConferenceEvent.conference == number)


def _who(event: Mapping[str, Any] | None) -> Row | None:
    if event is None:
        return None
    (row,) = packed(MatterEvent, [event])
    return {"kind": row["actor_kind"], "staff": row["staff"], "at": row["at"]}
