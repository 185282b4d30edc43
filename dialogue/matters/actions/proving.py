"""A promise is said to be done, with proof: a document, a photo, a group head's word."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dialogue.core import clock, files, jobs
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.core.files import PDF, Accepted
from dialogue.core.text import clean
from dialogue.matters.actions.task_steps import needed, own_task, require, take
from dialogue.matters.queries.tasks import confirm_days
from dialogue.matters.rights import may_work_on
from dialogue.matters.states import ProofKind, TaskStep
from dialogue.matters.task_tables import Task, TaskProof
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

SILENCE = "task-silence"  # the job that confirms
ALT_MOST = 300  # letters


@dataclass(frozen=True, slots=True)
class Photo:
    """alt: what is seen in it. harmless: somebody has looked: no face, plate or paper in it."""

    file: Accepted
    alt: str
    harmless: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """At least one of: number of a document, a photo, a group head's words with the group."""

    document: str = ""
    photo: Photo | None = None
    group: int | None = None
    word: str = ""


async def claim_done(actor: Actor, task: int, proof: Proof) -> None:
    """The unit says it is done; others have the days of PRM-CONFIRM to look.

    Raises NotFound, Forbidden, Invalid (no proof, half a proof), Conflict (not open).
    """
    rows = await _rows(actor.ward, task, proof)
    if proof.photo is not None:  # before the transaction: a disk is slow
        require(may_work_on(actor, *(await _holders(actor, task))))
        await asyncio.to_thread(files.store, proof.photo.file)
    async with DB.transaction():
        row = await own_task(actor, task)
        require(may_work_on(actor, row["unit"], row["officer"]))
        until = await _until(actor.ward)
        changes = {Task.done_on: clock.local_day(clock.now()), Task.confirm_due: until}
        shown = " · ".join(each.text for each in rows)
        event = await take(row, TaskStep.CLAIM_DONE, actor, changes, text=shown)
        await TaskProof.insert(*rows)
        if until is not None:
            key, said = f"{SILENCE}-{task}-{event}", {"task": task}
            await jobs.ask(SILENCE, key, said, _day_after(until), actor.ward)


async def _holders(actor: Actor, task: int) -> tuple[int, int | None]:
    row = await own_task(actor, task)
    return row["unit"], row["officer"]


async def _rows(ward: int, task: int, proof: Proof) -> list[TaskProof]:
    """Raises Invalid."""
    rows = []
    if clean(proof.document):
        rows.append(_row(ward, task, ProofKind.DOCUMENT, needed(proof.document, "document")))
    if proof.photo is not None:
        rows.append(_photo(ward, task, proof.photo))
    if clean(proof.word) or proof.group is not None:
        rows.append(await _word(ward, task, proof))
    if not rows:
        raise Invalid("there is no proof", document="required")
    return rows


def _photo(ward: int, task: int, photo: Photo) -> TaskProof:
    if photo.file.media_type == PDF:
        raise Invalid("a photo is no PDF", photo="wrong")
    alt = needed(photo.alt, "alt")
    if len(alt) > ALT_MOST:
        raise Invalid("alt is too long", alt="too-long")
    if not photo.harmless:
        raise Invalid("nobody has looked at the photo", harmless="required")
    row = _row(ward, task, ProofKind.PHOTO, alt)
    row.media_type, row.digest = photo.file.media_type, photo.file.digest
    return row


async def _word(ward: int, task: int, proof: Proof) -> TaskProof:
    groups = {card.id for card in await ward_queries.groups(ward)}
    if proof.group not in groups:
        raise Invalid("whose word is it", group="required")
    row = _row(ward, task, ProofKind.GROUP, needed(proof.word, "word"))
    row.group = proof.group
    return row


def _row(ward: int, task: int, kind: ProofKind, text: str) -> TaskProof:
    return TaskProof(
        ward=ward,
        task=task,
        public_id=public_id(),
        kind=kind.value,
        text=text,
        at=clock.now(),
    )


async def _until(ward: int) -> date | None:
    """The last day to confirm or dispute; None where no rule says it, and then silence is none."""
    today = clock.local_day(clock.now())
    days = await confirm_days(ward)
    return None if days is None else (await ward_queries.calendar(ward)).add(today, days)


def _day_after(day: date) -> datetime:
    """The first instant of the next day in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.HANOI)
