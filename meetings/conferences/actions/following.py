"""After the result: made known in three places, looked at after two months, closed after three."""

from __future__ import annotations

from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions import ticks
from meetings.conferences.actions.steps import change, in_state, record, require
from meetings.conferences.actions.ticks import NewProof
from meetings.conferences.outcome_tables import FollowUp
from meetings.conferences.queries import records, results
from meetings.conferences.rules import may_chair, may_prepare, may_review
from meetings.conferences.states import ConferenceState, Posting, Step, Subject

LONGEST = 4_000
OUT = (ConferenceState.RESULT_OUT, ConferenceState.FOLLOWING)


async def tell_result(  # noqa: PLR0917  a line of the sheet of proof
    actor: Actor, number: int, kind: Posting, place: str, on: date, evidence: str
) -> None:
    """The result was made known somewhere; after the third place of the rule it is followed.

    Raises Forbidden, NotFound, Invalid by field, Conflict.
    """
    require(may_prepare(actor), "prove a result")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OUT)
        if on < card.day:
            raise Invalid("before the conference", posted_on="before-start")
        new = NewProof(Subject.RESULT, kind, place, on, evidence)
        await ticks.prove(actor, number, new)
        told = await records.record(actor.ward, number)
        if card.state is ConferenceState.RESULT_OUT and not results.untold(told):
            await change(card, {"state": ConferenceState.FOLLOWING.value})
            await record(card, Step.FOLLOW, actor)


async def say(
    actor: Actor, number: int, task: int | None, text: str, *, public: bool = True
) -> None:
    """A word on one of the promises, or on all: of the inspection board, or of the chair.

    Raises Forbidden, NotFound (a task of another conference), Invalid, Conflict.
    """
    require(may_review(actor) or may_chair(actor), "speak of a promise")
    text = clean(text)
    if not text or len(text) > LONGEST:
        raise Invalid("a word", text="too-long" if text else "missing")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OUT)
        known = await records.record(actor.ward, number)
        if task is not None and task not in {one.task.id for one in known.pledges}:
            raise NotFound("no promise of this conference")
        place = 1 + len(await results.words(actor.ward, number))
        await FollowUp.insert(
            FollowUp(
                ward=actor.ward,
                conference=number,
                task=task,
                text=text,
                public=public,
                staff=actor.staff,
                at=now(),
                number=place,
            )
        )
        await record(card, Step.REVIEW, actor, data={"task": task, "text": text})


async def close(actor: Actor, number: int, words: str, version: int) -> None:
    """The closing report. Refused while a promise would be left without a word.

    Raises Forbidden, NotFound, Invalid (words, promises: how many), Conflict (not told yet).
    """
    require(may_chair(actor), "close a conference")
    words = clean(words)
    if not words or len(words) > LONGEST:
        raise Invalid("the closing report", words="too-long" if words else "missing")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *OUT)
        known = await records.record(actor.ward, number)
        if results.untold(known):
            raise Conflict("the result was not made known everywhere")
        said = await results.words(actor.ward, number)
        left = results.unsaid(known, said, local_day(now()))
        if left:
            raise Invalid("promises without a word", promises=str(len(left)))
        values = {"state": ConferenceState.CLOSED.value, "closing_words": words}
        await change(card, values, version)
        await record(card, Step.END, actor, public=True)
