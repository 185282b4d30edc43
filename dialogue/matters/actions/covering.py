"""What is masked after it was published: in every public text at once, and nothing else in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogue.core import clock, jobs
from dialogue.core.changes import note
from dialogue.matters.actions.public_copy import PURGE, keep, matter_row, public_row
from dialogue.matters.actions.steps import as_json
from dialogue.matters.exposure import TEXTS
from dialogue.matters.queries.masks import cover
from dialogue.matters.seals import version_seal
from dialogue.matters.states import Step
from dialogue.matters.tables import MatterEvent, PublishedAnswer
from dialogue.ward.rules import Actor

OF_VERSION = ("text", "summary_en", "reason")


async def cover_public(actor: Actor, matter: int) -> None:
    """In the caller's transaction, last: it notes. Board, search and earlier texts hold no masked
    fragment any more; history and page say when. No new version: the answer is the same.

    Nothing happens where nothing of it is public, or all is masked already.
    """
    public = await public_row(actor.ward, matter)
    if public is None:
        return
    hidden = await cover(actor.ward, matter)
    texts = {name: hidden(public[name]) for name in TEXTS}
    earlier = await _cover_versions(actor.ward, matter, hidden)
    if not earlier and texts.items() <= public.items():
        return
    today, at = clock.local_day(clock.now()), clock.now()
    await keep(public | texts | {"masked": public["masked"] + 1, "masked_on": today})
    await jobs.ask(PURGE, f"{PURGE}-{matter}-{at.timestamp()}", run_at=at, ward=actor.ward)
    await _record(actor, matter)
    await note(actor.ward, "corrected", matter)


async def _cover_versions(ward: int, matter: int, hidden: Callable[[str], str]) -> int:
    """How many held something."""
    rows = await PublishedAnswer.select().where(
        PublishedAnswer.ward == ward, PublishedAnswer.matter == matter
    )
    count = 0
    for row in rows:
        texts = {name: hidden(row[name]) for name in OF_VERSION}
        if texts.items() <= row.items():
            continue
        texts["checksum"] = version_seal(row | texts)
        changes: dict[Any, Any] = {getattr(PublishedAnswer, name): texts[name] for name in texts}
        changes[PublishedAnswer.masked] = row["masked"] + 1
        await PublishedAnswer.update(changes).where(PublishedAnswer.id == row["id"])
        count += 1
    return count


async def _record(actor: Actor, matter: int) -> None:
    """What was masked stands in the audit log by its kind; its words nowhere."""
    row = await matter_row(actor.ward, matter)
    await MatterEvent.insert(
        MatterEvent(
            ward=actor.ward,
            matter=matter,
            at=clock.now(),
            actor_kind="staff",
            staff=actor.staff,
            step=Step.COVER.value,
            old_state=row["state"],
            new_state=row["state"],
            data=as_json({}),
        )
    )
