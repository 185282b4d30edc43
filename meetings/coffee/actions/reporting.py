"""After a session: photos, what was promised, and the short report."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import files
from dialogue.core.clock import now
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.files import PDF, Accepted
from dialogue.core.personal import find
from dialogue.core.text import clean
from dialogue.matters.actions.tasks import NewTask, open_task
from dialogue.matters.states import OriginKind
from dialogue.matters.tables import Attachment
from dialogue.matters.task_tables import TaskProof
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.coffee.actions.steps import needed, own_session, require, take
from meetings.coffee.queries.items import items
from meetings.coffee.queries.sessions import session
from meetings.coffee.rules import LONGEST, MOST_PHOTOS, may_publish, may_read
from meetings.coffee.states import Step, WayOut
from meetings.coffee.tables import CoffeeItem, CoffeePhoto, CoffeeSession
from meetings.conferences.outcome_tables import ConferencePhoto
from meetings.conferences.tables import PostingProof

ALT_MOST, SUMMARY_MOST = 300, 1_000  # letters


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """alt: what is seen in it. consent: who is seen in it was asked and agrees."""

    file: Accepted
    alt: str
    consent: bool


async def add_photo(actor: Actor, slug: str, new: NewPhoto) -> str:
    """Its public id. Raises Forbidden, NotFound, Invalid, Conflict (not held, or reported)."""
    require(may_publish(actor))
    if new.file.media_type == PDF:
        raise Invalid("a photo is no PDF", photo="wrong")
    alt = needed(new.alt, "alt", ALT_MOST)
    if not new.consent:
        raise Invalid("nobody was asked", consent="required")
    await asyncio.to_thread(files.store, new.file)  # before the transaction: a disk is slow
    async with DB.transaction():
        row = await own_session(actor, slug)
        name = public_id()
        await take(row, Step.ADD_PHOTO, actor, data={"photo": name})
        there = await CoffeePhoto.count().where(
            CoffeePhoto.session == row["id"],
            CoffeePhoto.dropped == False,  # noqa: E712  a column
        )
        if there >= MOST_PHOTOS:
            raise Conflict(f"{MOST_PHOTOS} photos are enough")
        await CoffeePhoto.insert(
            CoffeePhoto(
                ward=actor.ward,
                session=row["id"],
                public_id=name,
                alt=alt,
                media_type=new.file.media_type,
                digest=new.file.digest,
                at=now(),
            )
        )
    return name


async def drop_photo(actor: Actor, slug: str, photo: str) -> None:
    """Also out of a report that stands, when somebody in it no longer agrees; its bytes go too.

    Dropped already: it stays so. Raises Forbidden, NotFound, Conflict.
    """
    require(may_publish(actor))
    async with DB.transaction():
        row = await own_session(actor, slug)
        await take(row, Step.DROP_PHOTO, actor, data={"photo": photo[:24]})
        rows = (
            await CoffeePhoto.update({CoffeePhoto.dropped: True})
            .where(CoffeePhoto.session == row["id"], CoffeePhoto.public_id == photo)
            .returning(CoffeePhoto.digest)
        )
        if not rows:
            raise NotFound("no such photo")
    if not await _is_kept(rows[0]["digest"]):
        await asyncio.to_thread(files.erase, rows[0]["digest"])


async def _is_kept(digest: str) -> bool:
    """The same bytes are kept once, whoever shows them."""
    shown = CoffeePhoto.dropped == False  # noqa: E712  a column
    tables: list[tuple[Any, list[Any]]] = [
        (TaskProof, []),
        (Attachment, []),
        (CoffeePhoto, [shown]),
        (ConferencePhoto, []),
        (PostingProof, []),
    ]
    for table, where in tables:
        if await table.exists().where(table.digest == digest, *where):
            return True
    return False


Words = tuple[str, str]  # what was said, what was answered: as the public will read them


async def publish(
    actor: Actor, slug: str, words: Mapping[int, Words], summary: str, *, looked: bool
) -> None:
    """The short report. words: by the item's id; an empty text: its topic and way out alone.

    looked: somebody has read all of it: no name, no house number. Items that show signs of a
    denunciation, or that the register has, get no words here whatever is given.
    Raises Forbidden, NotFound, Conflict (not held), Invalid: by `text_{id}` and `said_{id}`
    "personal" where personal data is found, "too-long"; `looked` "required".
    """
    require(may_publish(actor))
    card = await session(actor, slug)
    summary = clean(summary)
    every = await items(actor, card)
    told = {item.id: words.get(item.id, ("", "")) for item in every if item.reportable}
    cleaned = {item: (clean(text), clean(said)) for item, (text, said) in told.items()}
    wrong = await _wrong(actor.ward, cleaned, summary)
    if not looked:
        wrong["looked"] = "required"
    if wrong:
        raise Invalid("not fit to be published", **wrong)
    async with DB.transaction():
        row = await own_session(actor, slug)
        changes = {CoffeeSession.reported_at: now(), CoffeeSession.summary: summary}
        await take(row, Step.PUBLISH, actor, changes, {"items": len(cleaned)}, card.version)
        for item, (text, said) in cleaned.items():
            await CoffeeItem.update(
                {CoffeeItem.public_text: text, CoffeeItem.public_said: said}
            ).where(CoffeeItem.id == item, CoffeeItem.session == row["id"])


async def _wrong(ward: int, words: Mapping[int, Words], summary: str) -> dict[str, str]:
    offices = await ward_queries.office_numbers(ward)
    texts = {"summary": (summary, SUMMARY_MOST)}
    for item, (text, said) in words.items():
        texts |= {f"text_{item}": (text, LONGEST), f"said_{item}": (said, LONGEST)}
    wrong = {}
    for name, (text, most) in texts.items():
        if len(text) > most:
            wrong[name] = "too-long"
        elif find(text, offices):
            wrong[name] = "personal"
    return wrong


@dataclass(frozen=True, slots=True)
class Promise:
    """officer: None: the head of the unit, who may give it on."""

    text: str
    unit: int
    due: date
    officer: int | None = None


async def promise(actor: Actor, slug: str, item: int, new: Promise) -> int:
    """What an item promised becomes a task, public at once; its id.

    Raises Forbidden, NotFound, Invalid, Conflict (no way out yet, has one already, sealed).
    """
    require(may_read(actor))
    card = await session(actor, slug)
    found = next((each for each in await items(actor, card) if each.id == item), None)
    if found is None:
        raise NotFound(f"no item {item}")
    kept = found.way in (WayOut.ANSWERED, WayOut.TAKEN) and found.publishable
    if not kept or found.task is not None:
        raise Conflict("this item makes no promise, or has its task already")
    async with DB.transaction():
        row = await own_session(actor, slug)
        await take(row, Step.PROMISE, actor, data={"item": found.number})
        task = await open_task(
            actor,
            NewTask(
                text=new.text,
                unit=new.unit,
                due=new.due,
                officer=new.officer,
                origin_kind=OriginKind.COFFEE,
                origin=card.slug,
                origin_name=f"{card.place}, {card.day:%d/%m/%Y}",
                field=found.field,
                group=found.group,
                public=True,
            ),
        )
        rows = (
            await CoffeeItem.update({CoffeeItem.task: task})
            .where(CoffeeItem.id == item, CoffeeItem.task.is_null())
            .returning(CoffeeItem.id)
        )
        if not rows:
            raise Conflict("it has its task already")
    return task
