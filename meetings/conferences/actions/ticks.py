"""The check-list is ticked by hand where no step does it; notices are proved (N2)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date

from dialogue.core import files
from dialogue.core.clock import local_day, now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.files import PDF, Accepted
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions.steps import in_state, record, require
from meetings.conferences.checklist import items
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import ConferenceState, Posting, Subject
from meetings.conferences.states import Step as Happened
from meetings.conferences.tables import PostingProof, Tick

ALT_MOST = 300
LONGEST = 1_000  # letters of a note, of an evidence
OPEN = tuple(
    state
    for state in ConferenceState
    if state not in {ConferenceState.CLOSED, ConferenceState.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class NewProof:
    """evidence: an address, a document's number, words. photo: made anew by dialogue.core.files;
    alt: what is seen in it."""

    subject: Subject
    kind: Posting
    place: str
    posted_on: date
    evidence: str
    photo: Accepted | None = None
    alt: str = ""


async def tick(actor: Actor, number: int, item: str, done_on: date, note: str = "") -> None:
    """Once more: with another day or note. Raises Forbidden, NotFound, Invalid, Conflict."""
    require(may_prepare(actor), "tick the check-list")
    _by_hand(item)
    note = clean(note)
    if len(note) > LONGEST:
        raise Invalid("too long a note", note="too-long")
    if done_on > local_day(now()):
        raise Invalid("not done yet", done_on="in-the-future")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OPEN)
        mine = (Tick.conference == number) & (Tick.item == item)
        await Tick.delete().where(mine)
        await Tick.insert(
            Tick(
                ward=actor.ward,
                conference=number,
                item=item,
                done_on=done_on,
                note=note,
                staff=actor.staff,
                at=now(),
            )
        )
        data = {"item": item, "done_on": done_on, "note": note}
        await record(card, Happened.TICK, actor, data=data)


async def untick(actor: Actor, number: int, item: str) -> None:
    """Raises Forbidden, NotFound, Conflict. What is not ticked stays so."""
    require(may_prepare(actor), "tick the check-list")
    _by_hand(item)
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OPEN)
        gone = (
            await Tick.delete()
            .where(Tick.conference == number, Tick.item == item)
            .returning(Tick.id)
        )
        if gone:
            await record(card, Happened.UNTICK, actor, data={"item": item})


def _by_hand(key: str) -> None:
    if not any(item.key == key and item.by_hand for item in items()):
        raise NotFound(f"nothing to tick: {key!r}")


async def prove(actor: Actor, number: int, new: NewProof) -> str:
    """What was made known where; kept as it was said. Its public id.

    Raises Forbidden, NotFound, Conflict, Invalid by field.
    """
    require(may_prepare(actor), "prove a notice")
    place, evidence, alt = clean(new.place), clean(new.evidence), clean(new.alt)
    wrong = {
        "place": "missing" if not place else "too-long" if len(place) > 200 else "",
        "evidence": ("missing" if not evidence else "too-long" if len(evidence) > LONGEST else ""),
        "posted_on": "in-the-future" if new.posted_on > local_day(now()) else "",
        **_wrong_photo(new.photo, alt),
    }
    if errors := {key: word for key, word in wrong.items() if word}:
        raise Invalid("a proof", **errors)
    if new.photo is not None:  # before the transaction: a disk is slow
        await asyncio.to_thread(files.store, new.photo)
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OPEN)
        if card.announced_at is None:
            raise Invalid("nothing was announced", subject="not-announced")
        made = public_id()
        await PostingProof.insert(
            PostingProof(
                ward=actor.ward,
                conference=number,
                public_id=made,
                subject=new.subject.value,
                kind=new.kind.value,
                place=place,
                posted_on=new.posted_on,
                evidence=evidence,
                media_type=new.photo.media_type if new.photo else "",
                digest=new.photo.digest if new.photo else "",
                alt=alt if new.photo else "",
                staff=actor.staff,
                at=now(),
            )
        )
        data = {"subject": new.subject, "kind": new.kind, "place": place, "on": new.posted_on}
        await record(card, Happened.POST, actor, data=data)
    return made


def _wrong_photo(photo: Accepted | None, alt: str) -> dict[str, str]:
    if photo is None:
        return {}
    return {
        "photo": "not-a-photo" if photo.media_type == PDF else "",
        "alt": "missing" if not alt else "too-long" if len(alt) > ALT_MOST else "",
    }
