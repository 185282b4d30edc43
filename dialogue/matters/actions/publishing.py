"""The public answer: put on the board, judged, corrected, taken down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.matters.actions import personal_data
from dialogue.matters.actions.covering import cover_public
from dialogue.matters.actions.drafting import SUMMARY_MOST
from dialogue.matters.actions.mailing import tell_askers
from dialogue.matters.actions.public_copy import (
    PURGE,
    Row,
    any_row,
    keep,
    keep_version,
    lasting,
    lock_board,
    matter_row,
    public_row,
    shown,
)
from dialogue.matters.actions.steps import at_most
from dialogue.matters.actions.task_numbers import show_tasks
from dialogue.matters.quality import Stop, stops
from dialogue.matters.queries.drafts import words_of
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.masks import NOTHING_DECIDED, cover, decided
from dialogue.matters.rules import Facts, may_approve
from dialogue.matters.states import Exposure, MatterState, Outcome, Step, VerdictLevel
from dialogue.matters.tables import Attachment, Matter, MatterEvent, Published, PublishedAnswer
from dialogue.matters.task_tables import Task
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

STOPPED = {  # by what → message key
    Stop.PLACEHOLDER: "gap",
    Stop.ACCUSED_NAME: "accused-here",
    Stop.INSULT: "insult-here",
}
SILENT_DAYS = 15  # working days to judge an answer (process.md §2), where no rule says it


@dataclass(frozen=True, slots=True)
class Approver:
    """Name and title as they stand under the answer: a record, not a reference."""

    name: str
    title: str


async def put_on_board(
    ward: int, matter: int, text: str, summary_en: str, approver: Approver
) -> int:
    """Publish the approved text in the caller's transaction; the answer's number on the board.

    Call it last: it notes "published". A reopened matter keeps number, place and first dates,
    also when its first answer was taken down meanwhile. Texts are masked as decided; the caller
    has seen that nothing is undecided (personal_data). Raises NotFound; Conflict when the matter
    itself was taken down.
    """
    await lock_board()
    row = await matter_row(ward, matter)
    if row["state"] == MatterState.WITHDRAWN.value:
        raise Conflict(f"matter {matter} was taken down")
    former = await any_row(ward, matter)
    public: Row = await lasting(row) if former is None else former | _again(row)
    public |= await shown(row, text, summary_en) | {"withdrawn_on": None, "withdrawn_reason": ""}
    public |= {"state": MatterState.PUBLISHED.value, "version": 1, "verdict": ""}
    public |= {"verdict_on": None, "corrected_on": None}
    public |= {"approver_name": approver.name, "approver_title": approver.title}
    await keep(public)
    await keep_version(public, reason="", name=approver.name, title=approver.title)
    await show_tasks(ward, matter)
    await Matter.update({Matter.number: public["number"]}).where(
        Matter.id == matter, Matter.ward == ward
    )
    await note(ward, "published", matter)
    return int(public["number"])


def _again(row: Row) -> Row:
    """What a later round's answer is judged by; the record of the first one stays."""
    return {"due_on": row["publish_due"], "again_at": clock.now()}


async def mark_verdict(
    ward: int, matter: int, level: VerdictLevel | None, state: MatterState
) -> None:
    """Show the asker's verdict (None: silence) and where it led, in the caller's transaction.

    Call it last: it notes "judged". Nothing happens when the answer is not on the board.
    """
    row = await public_row(ward, matter)
    if row is None:
        return
    if level is not None:
        row |= {"verdict": level.value, "verdict_on": clock.local_day(clock.now())}
    await keep(row | {"state": state.value})
    await note(ward, "judged", matter)


async def mark_reopened(ward: int, matter: int, due: date | None) -> None:
    """Show that it is answered again, and by when, in the caller's transaction: last, it notes."""
    row = await public_row(ward, matter)
    if row is not None:
        again = {"state": MatterState.REOPENED.value, "due_on": due, "again_at": None}
        await keep(row | again)
        await note(ward, "reopened", matter)


async def answer_version(ward: int, matter: int) -> int:
    """Version of the answer in its round, which a verdict judges; 1 for a private answer."""
    row = await public_row(ward, matter)
    return 1 if row is None else int(row["version"])


async def correct(
    actor: Actor,
    matter: int,
    text: str,
    reason: str,
    decisions: Mapping[str, Exposure] | None = None,
    *,
    summary_en: str | None = None,
    base: int | None = None,
) -> None:
    """Đính chính: the new text is shown beside the old one, with reason, name and day.

    The asker may judge anew: a closed matter is published again, with a new time to judge.
    decisions: what becomes of personal data in the new texts (fragment → mask or keep).
    summary_en: None: as it stands; empty: none any more, as it said what was wrong.
    base: version of the text that it was made from; a newer one is a Conflict, or a correction
    that came between would be undone unseen. None: whatever stands.
    Raises NotFound, Forbidden, Invalid (no reason, no change, a stop that did not stand there:
    no second person reads a correction), Conflict, PersonalDataLeft.
    """
    async with DB.transaction():
        row, public = await _led(actor, matter)
        reopened = public["state"] == MatterState.REOPENED.value
        if not text.strip() or not reason.strip():
            raise Invalid("a correction has a text and a reason", reason="required")
        english = (
            public["summary_en"]
            if summary_en is None
            else at_most(summary_en, "summary_en", SUMMARY_MOST)
        )
        await _require_sound(await facts_for(actor, matter), public, f"{text}\n{english}", reason)
        await personal_data.settle(actor, matter, (text, english, reason), decisions or {})
        hidden = await cover(actor.ward, matter)
        texts = {"answer": hidden(text), "summary_en": hidden(english)}
        if texts.items() <= public.items():
            raise Invalid("the texts are the same", text="unchanged")
        if base not in (None, public["version"]):
            raise Conflict(f"the answer stands in version {public['version']}")
        today = clock.local_day(clock.now())
        public |= texts | {
            "version": public["version"] + 1,
            "corrected_on": today,
            "answered_at": clock.now(),
        }
        state = await _judge_anew(row)
        await keep(public if reopened else public | {"state": state.value})
        await keep_version(public, reason=hidden(reason), name=actor.name, title=actor.title)
        await _record(actor, row, "correct", state, hidden(reason), {"version": public["version"]})
        await cover_public(actor, matter)  # what stood there before may hold the same
        await note(actor.ward, "corrected", matter)


async def _require_sound(found: Facts, public: Row, text: str, reason: str) -> None:
    asked = await words_of(found)
    stood = stops(asked, f"{public['answer']}\n{public['summary_en']}")  # found harmless once
    for name, typed in (("text", text), ("reason", reason)):
        for stop in sorted(stops(asked, typed) - stood):
            raise Invalid(f"a correction with a stop: {stop}", **{name: STOPPED[stop]})


async def _judge_anew(row: Row) -> MatterState:
    """The state after a correction. A final word and a reopened matter stay what they are."""
    old = MatterState(row["state"])
    if old not in (MatterState.CLOSED, MatterState.PUBLISHED):
        return old
    today = clock.local_day(clock.now())
    calendar = await ward_queries.calendar(row["ward"])
    rule = await ward_queries.rule(row["ward"], "CLK-SILENT", today)
    days = SILENT_DAYS if rule is None else int(rule.value)
    changes: dict[Any, Any] = {
        Matter.state: MatterState.PUBLISHED.value,
        Matter.outcome: Outcome.NONE.value,
        Matter.closed_at: None,
        Matter.verdict_due: calendar.add(today, days),
    }
    await _step(row, changes)
    return MatterState.PUBLISHED


async def take_down(actor: Actor, matter: int, reason: str) -> None:
    """Blank the texts and forget the words; the address stays and says why, and since when.

    The reason is read by everybody: personal data in it is masked, unless it was cleared.
    How a closed matter ended stays what it was; one that is answered again goes on.
    Raises NotFound, Forbidden, Invalid (no reason), Conflict.
    """
    async with DB.transaction():
        row, public = await _led(actor, matter)
        if not reason.strip():
            raise Invalid("taking down needs a legal reason", reason="required")
        said = (await decided(actor.ward, [matter])).get(matter, NOTHING_DECIDED)
        reason = said.line(reason)
        state = await _withdraw(row, reason)
        await _blank(public, reason)
        await jobs.ask(PURGE, f"{PURGE}-{matter}", run_at=clock.now(), ward=actor.ward)
        await _record(actor, row, "take-down", state, reason, {})
        await note(actor.ward, "withdrawn", matter)


async def _withdraw(row: Row, reason: str) -> MatterState:
    old = MatterState(row["state"])
    if old is not MatterState.PUBLISHED:
        return old
    changes: dict[Any, Any] = {
        Matter.state: MatterState.WITHDRAWN.value,
        Matter.outcome: Outcome.TAKEN_DOWN.value,
        Matter.reason: reason,
        Matter.closed_at: clock.now(),
    }
    await _step(row, changes)
    return MatterState.WITHDRAWN


async def _blank(public: Row, reason: str) -> None:
    ward, matter = public["ward"], public["matter"]
    await Published.update(
        {
            Published.state: MatterState.WITHDRAWN.value,
            Published.withdrawn_on: clock.local_day(clock.now()),
            Published.withdrawn_reason: reason,
            Published.title: "",
            Published.asker: "",
            Published.body: "",
            Published.answer: "",
            Published.summary_en: "",
            Published.changed: "",
            Published.words: "",
            Published.checksum: "",
        }
    ).where(Published.id == public["id"], Published.ward == ward)
    await PublishedAnswer.update(
        {
            PublishedAnswer.text: "",
            PublishedAnswer.summary_en: "",
            PublishedAnswer.reason: "",
            PublishedAnswer.checksum: "",
        }
    ).where(PublishedAnswer.ward == ward, PublishedAnswer.matter == matter)
    for table in (Attachment, Task):
        await table.update({table.public: False}).where(table.ward == ward, table.matter == matter)


async def _led(actor: Actor, matter: int) -> tuple[Row, Row]:
    """A matter of this leader with its public copy. Raises NotFound, Forbidden, Conflict."""
    row = await matter_row(actor.ward, matter)
    if not may_approve(actor, await facts_for(actor, matter)):
        raise Forbidden("only the leader in charge changes what is public")
    public = await public_row(actor.ward, matter)
    if public is None:
        raise Conflict(f"matter {matter} is not on the board")
    return row, public


async def _step(row: Row, changes: dict[Any, Any]) -> None:
    changed = (
        await Matter.update(changes)
        .where(Matter.id == row["id"], Matter.ward == row["ward"], Matter.state == row["state"])
        .returning(Matter.id)
    )
    if not changed:
        raise Conflict(f"matter {row['id']} is no longer {row['state']}")


async def _record(  # noqa: PLR0917  a sentence: who did what, where it led, why
    actor: Actor,
    row: Row,
    step: str,
    state: MatterState,
    reason: str,
    data: Mapping[str, object],
) -> None:
    (made,) = await MatterEvent.insert(
        MatterEvent(
            ward=actor.ward,
            matter=row["id"],
            at=clock.now(),
            actor_kind="staff",
            staff=actor.staff,
            step=step,
            old_state=row["state"],
            new_state=state.value,
            reason=reason,
            public_note=reason,
            data=json.dumps(data),
        )
    )
    await tell_askers(actor.ward, row["id"], int(made["id"]), Step(step))
