"""The result goes out: conclusions become promises; a correction keeps what stood there."""

from __future__ import annotations

import asyncio
from typing import Any

from dialogue.core import files
from dialogue.core.clock import now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.files import PDF, Accepted
from dialogue.core.i18n import day as shown_day
from dialogue.core.text import clean
from dialogue.matters.actions.tasks import NewTask, open_task, show_task
from dialogue.matters.states import OriginKind
from dialogue.ward.rules import Actor
from meetings.conferences.actions.steps import change, in_state, record, require
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.outcome_tables import Conclusion, ConferencePhoto
from meetings.conferences.queries import records
from meetings.conferences.queries.results import missing
from meetings.conferences.record import Concluded, Record
from meetings.conferences.rules import may_chair, may_prepare
from meetings.conferences.states import ConferenceState, Step

ALT_MOST = 300
MOST_PHOTOS = 40
LONGEST = 8_000
PICTURED = (
    *(ConferenceState.RUNNING, ConferenceState.MINUTES, ConferenceState.RESULT_DRAFT),
    *(ConferenceState.RESULT_OUT, ConferenceState.FOLLOWING),
)
OUT = (ConferenceState.RESULT_OUT, ConferenceState.FOLLOWING, ConferenceState.CLOSED)


async def publish(actor: Actor, number: int, version: int) -> None:
    """Everybody may read the result from now on; each task of it is a promise of the register.

    Raises Forbidden, NotFound, Invalid (lacks: how many things), Conflict.
    """
    require(may_chair(actor), "publish a result")
    async with DB.transaction():
        card = await in_state(actor.ward, number, ConferenceState.RESULT_DRAFT)
        known = await records.record(actor.ward, number)
        lacking = await missing(actor.ward, known)
        if lacking:
            raise Invalid("the result is not complete", lacks=str(len(lacking)))
        tasks = {each.id: await _promise(actor, known, each) for each in known.tasks}
        for heard in known.heard:
            if heard.task is not None and heard.open_to_all:
                await show_task(actor, heard.task)
        on = {"state": ConferenceState.RESULT_OUT.value, "published_at": now()}
        await change(card, on, version)
        await record(card, Step.PUBLISH, actor, public=True, data={"tasks": tasks})


async def _promise(actor: Actor, known: Record, each: Concluded) -> int:
    """The task's id. It knows the conclusion by its public id, and the conclusion the task."""
    assert each.unit is not None  # noqa: S101  lacks have been looked at
    assert each.due is not None  # noqa: S101
    card, groups = known.card, _groups(known, each)
    task = await open_task(
        actor,
        NewTask(
            each.text,
            each.unit,
            each.due,
            officer=each.staff,
            evidence=each.product,
            origin_kind=OriginKind.CONCLUSION,
            origin=each.public_id,
            origin_name=f"{card.title}, {shown_day(card.day)}",
            field=each.field,
            group=next(iter(groups), None),
            groups=groups[1:],
            public=True,
        ),
    )
    await Conclusion.update({Conclusion.task: task}).where(Conclusion.id == each.id)
    return task


def _groups(known: Record, each: Concluded) -> tuple[int, ...]:
    """Residential groups that asked for what it settles, also those merged into one of them."""
    asked = (one for one in known.heard if {one.id, one.lead} & set(each.opinions))
    return tuple(dict.fromkeys(one.group for one in asked if one.group is not None))


# Photographs


async def add_photo(actor: Actor, number: int, file: Accepted, alt: str) -> str:
    """file: made anew by dialogue.core.files. alt: what is seen in it. Its public id.

    Raises Forbidden, NotFound, Invalid (photo, alt), Conflict.
    """
    require(may_prepare(actor), "add a photo")
    alt = clean(alt)
    if file.media_type == PDF:
        raise Invalid("a photo is no PDF", photo="not-a-photo")
    if not alt or len(alt) > ALT_MOST:
        raise Invalid("what is seen in it", alt="too-long" if alt else "missing")
    await asyncio.to_thread(files.store, file)  # before the transaction: a disk is slow
    async with DB.transaction():
        card = await in_state(actor.ward, number, *PICTURED)
        there = await records.photos(actor.ward, number)
        if len(there) >= MOST_PHOTOS:
            raise Conflict(f"{MOST_PHOTOS} photographs are enough")
        made = public_id()
        await ConferencePhoto.insert(
            ConferencePhoto(
                ward=actor.ward,
                conference=number,
                public_id=made,
                position=1 + max((each.position for each in there), default=0),
                alt=alt,
                media_type=file.media_type,
                digest=file.digest,
                at=now(),
            )
        )
        await record(card, Step.ADD_PHOTO, actor, data={"photo": made, "alt": alt})
    return made


async def remove_photo(actor: Actor, number: int, photo: str) -> None:
    """From every page. Raises Forbidden, NotFound, Conflict."""
    require(may_prepare(actor), "remove a photo")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *PICTURED)
        rows = (
            await ConferencePhoto.update({ConferencePhoto.removed_at: now()})
            .where(
                ConferencePhoto.ward == actor.ward,
                ConferencePhoto.conference == number,
                ConferencePhoto.public_id == photo,
                ConferencePhoto.removed_at.is_null(),
            )
            .returning(ConferencePhoto.id)
        )
        if not rows:
            raise NotFound("no such photo")
        await record(card, Step.REMOVE_PHOTO, actor, data={"photo": photo})


# Corrections


async def correct(actor: Actor, number: int, what: str, of: int, *, text: str, reason: str) -> None:
    """Something published, put right: the old words, the day and the reason stay beside the new.

    what: "conclusion", "answer" (of an opinion, as said in the hall) or "assessment"; of: its id.
    Raises Forbidden, NotFound, Invalid (text, reason), Conflict (not published).
    """
    require(may_chair(actor), "correct a result")
    text, reason = clean(text), clean(reason)
    wrong = {
        "text": "missing" if not text else "too-long" if len(text) > LONGEST else "",
        "reason": "missing" if not reason else "too-long" if len(reason) > LONGEST else "",
    }
    if errors := {name: word for name, word in wrong.items() if word}:
        raise Invalid("a correction", **errors)
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OUT)
        known = await records.record(actor.ward, number)
        old = await _replace(known, what, of, text)
        data = {"what": what, "of": of, "old": old, "new": text}
        await record(card, Step.CORRECT, actor, reason=reason, public=True, data=data)


async def _replace(known: Record, what: str, of: int, text: str) -> str:
    """The words that stood there. Raises NotFound, Invalid (unchanged), Conflict."""
    number = known.card.id
    if what == "assessment":
        old = known.card.assessment
        await change(known.card, {"assessment": text})
    elif what == "conclusion":
        old = _one(each.text for each in known.conclusions if each.id == of)
        await _write(Conclusion, of, number, "text", old, text)
    elif what == "answer":
        old = _one(each.answer for each in known.heard if each.id == of and not each.withheld)
        await _write(Opinion, of, number, "answer", old, text)
    else:
        raise NotFound(f"no {what!r} in a result")
    if old == text:
        raise Invalid("nothing changed", text="unchanged")
    return old


def _one(found: Any) -> str:
    old = next(iter(found), None)
    if old is None:
        raise NotFound("no such thing in this result")
    return str(old)


async def _write(  # noqa: PLR0917  one guarded column
    table: Any, of: int, conference: int, column: str, old: str, new: str
) -> None:
    kept = getattr(table, column)
    rows = (
        await table.update({kept: new})
        .where(table.id == of, table.conference == conference, kept == old)
        .returning(table.id)
    )
    if not rows:
        raise Conflict("somebody has changed it meanwhile")
