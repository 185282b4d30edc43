"""The answer is written: given to an officer, saved version by version, sent for a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.clock import local_day
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, DraftConflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.matters.actions.notices import tell_comment
from dialogue.matters.actions.repeats import require_said
from dialogue.matters.actions.steps import (
    at_most,
    by,
    check,
    needed,
    require,
    take,
    take_alone,
)
from dialogue.matters.actions.vault import put_away
from dialogue.matters.gaps import placeholders
from dialogue.matters.quality import Quality, quality
from dialogue.matters.queries import board
from dialogue.matters.queries.board import BoardItem
from dialogue.matters.queries.drafts import DraftVersion, latest_draft, words_of
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.rules import (
    HAND_BACKS,
    SEALED,
    Facts,
    may_draft,
    may_give,
    may_note,
    may_see,
)
from dialogue.matters.states import Step
from dialogue.matters.tables import Draft, InternalNote, Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

ANSWER_MOST, SUMMARY_MOST = 12_000, 1_000  # letters


@dataclass(frozen=True, slots=True)
class Saved:
    """version: what the next save names as its base."""

    version: int
    quality: Quality


async def give_to_officer(actor: Actor, matter: int, officer: int) -> None:
    """The unit's head names who writes. Raises NotFound for somebody of another unit."""
    found = await facts_for(actor, matter)
    require(may_give(actor, found.unit), "give")
    check(found, Step.GIVE)
    card = await ward_queries.staff_member(actor.ward, officer)
    writes = {Role.OFFICER, Role.UNIT_HEAD, Role.DIRECTOR} & set(card.roles)
    if card.unit != found.unit or not card.active or not writes:
        raise NotFound(f"nobody {officer} who writes in unit {found.unit}")
    values = {Matter.officer: officer}
    await take_alone(by(actor), found, Step.GIVE, values=values, data={"officer": officer})


async def hand_back(actor: Actor, matter: int, reason: str) -> None:
    """Wrong unit: back to triage with the same due date, twice at most."""
    found = await facts_for(actor, matter)
    require(may_give(actor, found.unit), "hand back")
    check(found, Step.HAND_BACK)
    reason = needed(reason, "reason")
    if found.handed_back >= HAND_BACKS:
        raise Conflict("handed back twice: the chairman decides")
    values = {Matter.handed_back: found.handed_back + 1, Matter.unit: None, Matter.officer: None}
    data = {"unit": found.unit, "times": found.handed_back + 1}
    await take_alone(by(actor), found, Step.HAND_BACK, values=values, reason=reason, data=data)


async def require_drafter(actor: Actor, matter: int) -> None:
    """Raises Forbidden for a reader who may not write the answer, in whatever state it is."""
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_draft(actor, found), "draft")


async def save_draft(  # noqa: PLR0917  what the form has
    actor: Actor,
    matter: int,
    base_version: int,
    text: str,
    summary_en: str = "",
    promises: bool = False,
    sources: Sequence[int] = (),
) -> Saved:
    """A new version beside the old ones. base_version: the one it was written on, 0 for none.
    sources: numbers of the answers on the board that words were taken from; the history keeps them.

    Raises DraftConflict with both texts when somebody saved another meanwhile: nothing is lost
    and nothing is written over. The same text sent twice is saved once.
    """
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_draft(actor, found), "draft")
    check(found, Step.SAVE_DRAFT)
    text = needed(text, "text", ANSWER_MOST)
    summary_en = at_most(summary_en, "summary_en", SUMMARY_MOST)
    data: dict[str, object] = {"version": base_version + 1}
    if taken := await board.standing(actor.ward, sources):
        data["sources"] = [{"number": each.number, "day": _day(each)} for each in taken]
    async with DB.transaction():
        # The row is ours from here on, so nobody saves between the look and the write.
        await take(by(actor), found, Step.SAVE_DRAFT, data=data)
        newest = await latest_draft(found)
        _fits(newest, base_version, text)
        await Draft.insert(
            Draft(
                ward=actor.ward,
                matter=matter,
                round=found.round,
                version=base_version + 1,
                text=text,
                summary_en=summary_en,
                author=actor.staff,
                saved_at=clock.now(),
                promises=promises,
            )
        )
        await note(actor.ward, Step.SAVE_DRAFT.value, matter)
    return Saved(base_version + 1, quality(await words_of(found), text))


def _day(item: BoardItem) -> str:
    return local_day(item.answered_at).isoformat()


def _fits(newest: DraftVersion | None, base_version: int, text: str) -> None:
    """Raises DraftConflict; the transaction around it takes its line of history back too."""
    standing = 0 if newest is None else newest.version
    if newest is None or standing == base_version:
        if standing != base_version:
            raise Invalid("no such version", base_version="unknown")
        return
    raise DraftConflict(
        f"version {standing} was saved meanwhile",
        text,
        newest.text,
        newest.author_name,
        newest.saved_at,
        newest.version,
    )


async def send_for_check(actor: Actor, matter: int) -> Quality:
    """To the unit's head, with what the program says of the text.

    Raises Conflict without a draft, Invalid while a gap of a template is open.
    """
    found = await facts_for(actor, matter)
    require(may_see(actor, found) and may_draft(actor, found), "send for check")
    check(found, Step.SEND_FOR_CHECK)
    draft = await latest_draft(found)
    if draft is None:
        raise Conflict("there is no draft")
    require_whole(draft.text, draft.summary_en)
    await require_said(found)
    seen = quality(await words_of(found), draft.text)
    data = {"version": draft.version, "score": seen.score, "hints": [str(h) for h in seen.hints]}
    await take_alone(by(actor), found, Step.SEND_FOR_CHECK, data=data)
    return seen


def require_whole(*texts: str) -> None:
    """Raises Invalid while a gap of a template is open: who wrote it knows what belongs there."""
    if any(placeholders(text) for text in texts):
        raise Invalid("a gap of a template is open", text="gap")


async def add_note(actor: Actor, matter: int, text: str) -> None:
    """A comment among staff, on the draft that stands: in no public page, no export, no message.

    In every state.
    """
    found: Facts = await facts_for(actor, matter)
    require(may_note(actor, found), "note")
    text = needed(clean(text), "text")
    async with DB.transaction():
        draft = await latest_draft(found)
        (made,) = await InternalNote.insert(
            InternalNote(
                ward=actor.ward,
                matter=matter,
                author=actor.staff,
                text=text,
                round=draft and draft.round,
                version=draft and draft.version,
                at=clock.now(),
            )
        )
        if found.state in SEALED:
            await put_away(actor.ward, matter)
        await tell_comment(found, int(made["id"]), actor.staff)
        await note(actor.ward, Step.NOTE.value, matter)
