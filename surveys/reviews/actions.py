"""The only writer of units' remarks, each with its line in the history, and of reviews."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.personal import Kind, find
from dialogue.ward.rules import Actor
from surveys.reviews.queries import Remark, most_words, remarks
from surveys.reviews.rules import Words, checked, has_begun, is_over, may_approve, may_remark
from surveys.reviews.tables import PublishedReview, ReviewRemark, ReviewRemarkEvent
from surveys.reviews.terms import Span
from surveys.rules import final_day


async def write_remark(actor: Actor, span: Span, words: Words, version: int) -> None:
    """By the head of a unit, of that unit and these days, both included.

    version: the one that was read, 0 for none. Raises Forbidden, Invalid, and Conflict when
    somebody else has written meanwhile.
    """
    today = local_day(now())
    if not may_remark(actor):
        raise Forbidden("only the head of a unit remarks on it")
    if not has_begun(span, today):
        raise Invalid("days still to come", done_well="in-the-future")
    kept = checked(words, await most_words(actor.ward, today), span)
    async with DB.transaction():
        remark = (
            await _change(actor, span, kept, version) if version else await _add(actor, span, kept)
        )
        await ReviewRemarkEvent.insert(
            ReviewRemarkEvent(
                ward=actor.ward,
                remark=remark,
                at=now(),
                staff=actor.staff,
                version=version + 1,
                data=json.dumps(dict(kept.parts), ensure_ascii=False),
            )
        )


async def _add(actor: Actor, span: Span, words: Words) -> int:
    made = await ReviewRemark.insert(
        ReviewRemark(
            ward=actor.ward,
            unit=actor.unit,
            since=span[0],
            until=span[1],
            done_well=words.done_well,
            not_yet=words.not_yet,
            reason=words.reason,
            next_tasks=words.next_tasks,
        )
    ).on_conflict(
        target=(ReviewRemark.unit, ReviewRemark.since, ReviewRemark.until), action="DO NOTHING"
    )
    if not made or not made[0].get("id"):
        raise Conflict("the unit has a remark already")
    return int(made[0]["id"])


async def _change(actor: Actor, span: Span, words: Words, version: int) -> int:
    values = {getattr(ReviewRemark, name): text for name, text in words.parts.items()}
    changed = (
        await ReviewRemark.update({**values, ReviewRemark.version: version + 1})
        .where(
            ReviewRemark.ward == actor.ward,
            ReviewRemark.unit == actor.unit,
            ReviewRemark.since == span[0],
            ReviewRemark.until == span[1],
            ReviewRemark.version == version,
        )
        .returning(ReviewRemark.id)
    )
    if not changed:
        raise Conflict("the remark was changed meanwhile")
    return int(changed[0]["id"])


async def publish(
    actor: Actor, span: Span, version: int, compose: Callable[[Sequence[Remark]], str]
) -> None:
    """By the chairman, once these days are final: from then on everybody reads this content.

    compose: makes the content, JSON as in `PublishedReview`, of the remarks that were looked
    through: nothing else is stored. It may raise. version: the newest that was seen, 0 for none.
    Raises Forbidden; Invalid(days="not-over") or Invalid(remarks="personal", unit=…, part=…), when
    a unit wrote a number or an address of a person; Conflict when somebody published meanwhile.
    """
    if not may_approve(actor):
        raise Forbidden("the chairman approves a review")
    if not is_over(span, final_day(local_day(now()))):
        raise Invalid("days that are not final", days="not-over")
    async with DB.transaction():
        said = await remarks(actor, span)
        _check_words(said)
        made = await PublishedReview.insert(
            PublishedReview(
                ward=actor.ward,
                since=span[0],
                until=span[1],
                version=version + 1,
                at=now(),
                staff=actor.staff,
                name=actor.name,
                title=actor.title,
                content=compose(said),
            )
        ).on_conflict(
            target=(
                PublishedReview.ward,
                PublishedReview.since,
                PublishedReview.until,
                PublishedReview.version,
            ),
            action="DO NOTHING",
        )
        if not made or not made[0].get("id"):
            raise Conflict("it was published meanwhile")
        await note(actor.ward, "review", int(made[0]["id"]))


def _check_words(said: Iterable[Remark]) -> None:
    """Names are the unit's to choose; numbers and addresses of people never stand in public."""
    for each in said:
        for name, text in each.words.parts.items():
            if any(hit.kind is not Kind.NAME for hit in find(text)):
                raise Invalid("personal data", remarks="personal", unit=each.unit_name, part=name)
