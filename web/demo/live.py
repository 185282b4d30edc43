"""Matters of these days, relative to today: at least one in every state of the register."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from dialogue.core import clock
from dialogue.core.codes import tracking_hash
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.matters.actions import judging, publishing, repeats, retracting, triage, verdicts
from dialogue.matters.actions.intake import Received
from dialogue.matters.states import Redirection, Rejection
from web.demo import fates
from web.demo.content import content
from web.demo.files import attach
from web.demo.journey import Journey, receive
from web.demo.place import Place
from web.demo.story import CHAIRMAN, KEEPER, Story


async def tell(place: Place, told: Mapping[str, int]) -> dict[str, int]:
    """Every story of the ward; what is merged or asked again finds the other one by its title.

    told: what was asked and answered before, by title. What is told now as well, by title.
    """
    leads = dict(told)
    for number, given in enumerate(content("matters")[place.card.slug]):
        async with DB.transaction():  # one wait for the disk a story, not one a step
            leads[given["title"]] = await _tell_one(Story(place, given, number), leads)
    return leads


async def _tell_one(story: Story, leads: Mapping[str, int]) -> int:
    """The matter's id."""
    given = story.given
    at = story.at(0, 8, 5)
    got = await receive(story.place, given, at, f"live {story.number}")
    if given.get("files"):
        await attach(story.place.id, got.id)
    if "again" in given:
        with clock.at(story.at(0, 8, 40)):
            await repeats.confirm_same(story.place.people[KEEPER], got.id, leads[given["again"]])
    if "into" in given:
        await _merge(story, got, leads[given["into"]])
    else:
        await TOLD[given["story"]](story, got)
        await fates.tell(story, got)
    return got.id


# Before an answer is written


async def _received(story: Story, got: Received) -> None:
    """Nothing more: it waits for the register keeper."""


async def _wait(story: Story, got: Received) -> None:
    with clock.at(story.at(1, 9)):
        await triage.ask_back(story.place.people[KEEPER], got.id, story.given["question"])


async def _merge(story: Story, got: Received, lead: int) -> None:
    with clock.at(story.at(3, 9)):
        await triage.merge(story.place.people[KEEPER], got.id, lead)


async def _retract(story: Story, got: Received) -> None:
    way = await _assign(story, got)
    await way.give(story.at(1, 14))
    with clock.at(story.at(2, 20)):
        hashed = tracking_hash(keys(), got.code)
        await retracting.retract(hashed, story.given["reason"])


async def _redirect(story: Story, got: Received) -> None:
    given = story.given
    with clock.at(story.at(1, 10)):
        await triage.redirect(
            story.place.people[KEEPER],
            got.id,
            given["receiver"],
            Redirection.SERVICE,
            given["reason"],
        )


async def _reject(story: Story, got: Received) -> None:
    with clock.at(story.at(1, 10)):
        await triage.reject(
            story.place.people[KEEPER],
            got.id,
            Rejection(story.given["reject"]),
            "Đây là nội dung quảng cáo.",
        )


async def _seal(story: Story, got: Received) -> None:
    with clock.at(story.at(0, 9, 40)):
        await triage.seal(story.place.people[KEEPER], got.id, "Có dấu hiệu tố cáo.")


async def _hand_over(story: Story, got: Received) -> None:
    await _seal(story, got)
    with clock.at(story.at(2, 9)):
        await triage.hand_over_sealed(
            story.place.people[CHAIRMAN], got.id, story.given["recipient"]
        )


async def _assign(story: Story, got: Received) -> Journey:
    way = story.way(got)
    await way.assign(story.at(1, 9), story.given)
    return way


async def _assigned(story: Story, got: Received) -> None:
    await _assign(story, got)


# While it is written, checked and approved


async def _draft(story: Story, got: Received, versions: int = 1) -> Journey:
    way = await _assign(story, got)
    await way.give(story.at(1, 14))
    promises = "promise" in story.given
    texts = story.answers()[:versions]
    await way.draft(story.at(4, 10), texts, story.given.get("summary_en", ""), promises=promises)
    if promises:
        await _promise(story, way)
    if "changed" in story.given:
        await way.since_last(story.at(4, 10, 30), story.place.days.told(story.given["changed"]))
    return way


async def _promise(story: Story, way: Journey) -> None:
    promise = story.given["promise"]
    due = story.place.days.day(promise["days"])
    await way.promise(story.at(4, 11), promise["task"], due, promise["evidence"])


async def _drafting(story: Story, got: Received) -> None:
    await _draft(story, got, versions=2)


async def _checking(story: Story, got: Received) -> None:
    way = await _draft(story, got)
    await way.send(story.at(8, 15))


async def _approving(story: Story, got: Received) -> None:
    way = await _draft(story, got)
    await way.pass_up(story.at(4, 15), story.at(5, 9))


# Once it is answered


async def _answer(story: Story, got: Received) -> Journey:
    way = await _draft(story, got)
    await way.pass_up(story.at(4, 15), story.at(5, 9))
    await way.approve(story.at(5, 14))
    return way


async def _answered(story: Story, got: Received) -> None:
    await _answer(story, got)


async def _correct(story: Story, got: Received) -> None:
    await _answer(story, got)
    new = story.given["correction"]
    text = story.place.days.told(new["text"])
    with clock.at(story.at(7, 9)):
        await publishing.correct(story.place.people[CHAIRMAN], got.id, text, new["reason"])


async def _withdraw(story: Story, got: Received) -> None:
    await _answer(story, got)
    with clock.at(story.at(8, 9)):
        await publishing.take_down(story.place.people[CHAIRMAN], got.id, story.given["reason"])


async def _close(story: Story, got: Received) -> None:
    way = await _answer(story, got)
    await way.judge(story.at(7, 19), story.given["verdict"], story.given["verdict_reason"])


async def _dispute(story: Story, got: Received) -> None:
    """Said to be done in time; whoever asked went to look."""
    await _close(story, got)
    card = await fates.claim(story, got)
    promise = story.given["promise"]
    with clock.at(story.at(story.given["days"] + promise["days"] + 1, 18)):
        code = tracking_hash(keys(), got.code)
        await judging.judge_by_asker(code, card.public_id, kept=False, reason=promise["dispute"])


async def _close_silent(story: Story, got: Received) -> None:
    await _answer(story, got)
    with clock.at(story.at(22, 0, 20)):
        await verdicts.close_silent(story.place.id, got.id)


async def _reopen(story: Story, way: Journey, answered: int) -> None:
    """answered: working days after it came."""
    given = story.given
    at = story.at(answered + given.get("judged_after", 2), 19)
    await way.judge(at, given["verdict"], given["verdict_reason"], reopens=True)


async def _reopened(story: Story, got: Received) -> None:
    """Back with the unit, which writes a second answer."""
    await _reopen(story, await _answer(story, got), 5)


async def _rounds(story: Story, got: Received) -> tuple[Journey, int]:
    """Every answer of the story, each reopened but the last; the day of the last one."""
    way, answered = await _answer(story, got), 5
    for text in story.answers()[1:]:
        await _reopen(story, way, answered)
        answered += story.given.get("gap", 7)
        await way.draft(story.at(answered - 1, 10), [text])
        await way.pass_up(story.at(answered - 1, 15), story.at(answered, 9))
        await way.approve(story.at(answered, 14))
    return way, answered


async def _second_answer(story: Story, got: Received) -> None:
    way, answered = await _rounds(story, got)
    await way.judge(story.at(answered + 3, 19), story.given["second_verdict"])


async def _third_reopening(story: Story, got: Received) -> int:
    """It lies with the chairman; the day it came to him."""
    way, answered = await _rounds(story, got)
    await _reopen(story, way, answered)
    return answered + 2


async def _waiting_for_chairman(story: Story, got: Received) -> None:
    await _third_reopening(story, got)


async def _decide(story: Story, got: Received) -> None:
    since = await _third_reopening(story, got)
    day = story.place.days.day(since + 8 - story.given["days"])
    with clock.at(story.at(since + 3, 15)):
        await verdicts.decide(
            story.place.people[CHAIRMAN], got.id, story.given["final"], invited_on=day
        )


TOLD: Mapping[str, Callable[[Story, Received], Awaitable[None]]] = {
    "received": _received,
    "waiting_for_asker": _wait,
    "assigned": _assigned,
    "late_assigned": _assigned,
    "drafting": _drafting,
    "late_drafting": _drafting,
    "due_today": _checking,
    "personal_data": _approving,
    "promising": _approving,
    "published": _answered,
    "answered": _answered,
    "corrected": _correct,
    "withdrawn": _withdraw,
    "closed": _close,
    "disputed_promise": _dispute,
    "silent": _close_silent,
    "reopened": _reopened,
    "second_answer": _second_answer,
    "third_reopening": _waiting_for_chairman,
    "final": _decide,
    "redirected": _redirect,
    "retracted": _retract,
    "rejected": _reject,
    "sealed": _seal,
    "sealed_done": _hand_over,
}
