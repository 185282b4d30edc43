"""Words beside a rating, on their way into the register of matters: sealed, and mixed with others.

Rating and words are saved in one transaction, so that nothing is lost; matter and rating never
are, and no instant leads from one to the other: what is due is entered together, minutes later,
in the order of random ids, as of the day on which it was sent. Then the rows are wiped.
"""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.codes import derived_tracking_code, tracking_hash
from dialogue.core.database import DB
from dialogue.core.errors import Invalid
from dialogue.core.jobs import Work, every
from dialogue.core.keys import keys, lock, unlock
from dialogue.core.settings import SETTINGS
from dialogue.matters.actions.intake import NewMatter, open_for_ratings
from dialogue.matters.states import Kind, Source, Step
from surveys.rows import ID_BITS, NewRating
from surveys.tables import WaitingWords

KIND = "enter-words"
CONSENT = "rating-phone-1"  # "only to tell you when there is an answer", beside the field
SMALLEST = 512  # bytes; the size classes are this, twice this, four times …
BATCH = 100  # matters in one transaction
MIXED = timedelta(minutes=SETTINGS.mixing_minutes)
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # of counting slots


@dataclass(frozen=True, slots=True)
class Waiting:
    """What its asker may know of words that are not entered yet."""

    ward: int
    day: date


def waiting_row(rating: NewRating, moment: datetime) -> dict[str, Any]:
    tracking = tracking_hash(keys(), derived_tracking_code(keys(), rating.receipt))
    return {
        "id": secrets.randbits(ID_BITS),
        "ward": rating.counter.ward,
        "token": _token(tracking),
        "sealed": lock(keys(), "outbox", padded(_words(rating, tracking, local_day(moment)))),
        "due": entered_at(moment, MIXED),
    }


def entered_at(moment: datetime, mixed: timedelta) -> datetime:
    """The end of the slot after this one: all words of a slot become due at once."""
    if not mixed:
        return moment
    return BEGINNING + ((moment - BEGINNING) // mixed + 2) * mixed


def padded(text: str) -> bytes:
    """With blanks, which JSON ignores, up to the next size class."""
    plain, size = text.encode(), SMALLEST
    while size < len(plain):
        size *= 2
    return plain.ljust(size)


async def waiting(tracking: str) -> Waiting | None:
    """By the hash of the tracking code; None: entered already, or never sent."""
    row = (
        await WaitingWords.select(WaitingWords.ward, WaitingWords.sealed)
        .where(WaitingWords.token == _token(tracking))
        .first()
    )
    if row is None:
        return None
    return Waiting(row["ward"], date.fromisoformat(_opened(row["sealed"])["day"]))


@every(minutes=SETTINGS.mixing_minutes or 60, kind=KIND)
async def enter_words(work: Work) -> None:
    await enter_due()
    await DB.wipe(WaitingWords._meta.tablename)


async def enter_due() -> None:
    """Each waiting row becomes one matter, also when two do this at once or one is killed.

    What cannot be entered stays and holds up no other. Raises the first error of one at the end,
    so that its job shows as failed.
    """
    last, moment = -1, now()
    failed: list[Exception] = []
    while rows := await _due(moment, last):
        last = rows[-1]["id"]
        found = {row["id"]: _readable(row) for row in rows}
        failed += await _enter_all({id_: new for id_, new in found.items() if new is not None})
    if failed:
        raise failed[0]


async def _enter_all(found: dict[int, NewMatter]) -> list[Exception]:
    """Together; where that fails, one by one. The errors of those that stay."""
    try:
        await _enter(found)
    except Exception as error:
        if len(found) == 1:
            logging.getLogger(__name__).exception("waiting words %s stay", *found)
            return [error]
        return [e for id_, new in found.items() for e in await _enter_all({id_: new})]
    return []


async def _due(moment: datetime, last: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await WaitingWords.select(WaitingWords.id, WaitingWords.ward, WaitingWords.sealed)
        .where(WaitingWords.due <= moment, WaitingWords.id > last)
        .order_by(WaitingWords.id)
        .limit(BATCH)
    )
    return rows


async def _enter(found: dict[int, NewMatter]) -> None:
    """In one transaction with the end of their rows: whoever deleted a row enters it."""
    if not found:
        return
    async with DB.transaction():
        gone = await (
            WaitingWords.delete()
            .where(WaitingWords.id.is_in(list(found)))
            .returning(WaitingWords.id)
        )
        new = [found[id_] for id_ in sorted(row["id"] for row in gone)]
        opened = await open_for_ratings(new)
        for ward in sorted({each.ward for each in new}):
            ids = [got.id for each, got in zip(new, opened, strict=True) if each.ward == ward]
            await note(ward, Step.RECEIVE.value, *ids)


def _readable(row: dict[str, Any]) -> NewMatter | None:
    """None for what a lost master key locked: it stays, and does not hold up the others."""
    try:
        return _matter(row["ward"], _opened(row["sealed"]))
    except Invalid:
        logging.getLogger(__name__).exception("waiting words %s cannot be opened", row["id"])
        return None


def _matter(ward: int, words: dict[str, Any]) -> NewMatter:
    return NewMatter(
        ward=ward,
        kind=Kind(words["kind"]),
        source=Source.RATING,
        body=words["body"],
        language=words["language"],
        counter=words["counter"],
        field=words["field"],
        contact=words["contact"],
        consent=CONSENT if words["contact"] else "",
        code="",
        tracking=words["tracking"],
        day=date.fromisoformat(words["day"]),
    )


def _words(rating: NewRating, tracking: str, day: date) -> str:
    kind = Kind.QUESTION if rating.wants_answer else Kind.SUGGESTION
    words = {
        "kind": kind.value,
        "body": rating.comment,
        "language": rating.language,
        "counter": rating.counter.label,
        "field": rating.field,
        "contact": rating.phone,
        "tracking": tracking,
        "day": day.isoformat(),
    }
    return json.dumps(words, ensure_ascii=False)


def _opened(sealed: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(unlock(keys(), "outbox", sealed))
    return words


def _token(tracking: str) -> str:
    """Not the matter's own hash: nothing of the row shall stand in the matter too."""
    return keys().fixed("outbox", tracking)
