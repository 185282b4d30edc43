"""What became of a promise that a story's answer made: moved, said to be done, kept, impossible."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from dialogue.core import clock, files
from dialogue.matters.actions import attachments, judging, tasks
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.proving import Photo, Proof, claim_done
from dialogue.matters.queries.tasks import TaskCard, promises_of
from dialogue.ward import queries
from web.demo.files import picture
from web.demo.place import moment
from web.demo.story import CHAIRMAN, Story


async def tell(story: Story, got: Received) -> None:
    fate = story.given.get("promise", {}).get("fate")
    if fate:
        await FATES[fate](story, got)


async def claim(story: Story, got: Received) -> TaskCard:
    """The day before its date, with a document and a photo."""
    promise = story.given["promise"]
    most = await attachments.most_bytes(story.place.id)
    file = await asyncio.to_thread(files.accept, picture(), "anh.png", most)
    proof = Proof(promise["document"], Photo(file, promise["alt"], harmless=True))
    card = await _card(story, got)
    with clock.at(story.at(story.given["days"] + promise["days"] - 1, 16)):
        await claim_done(story.way(got).officer, card.id, proof)
    return card


async def _card(story: Story, got: Received) -> TaskCard:
    (card,) = await promises_of(story.place.id, got.id)
    return card


async def _claimed(story: Story, got: Received) -> None:
    """It waits for whoever asked, or the group's head, to look."""
    await claim(story, got)


async def _silent(story: Story, got: Received) -> None:
    """Nobody said otherwise in time."""
    card = await claim(story, got)
    until = (await promises_of(story.place.id, got.id))[0].confirm_due
    calendar = await queries.calendar(story.place.id)
    if until is not None:
        with clock.at(moment(calendar.next_working(until), 0, 10)):
            await judging.confirm_by_silence(story.place.id, card.id)


async def _moved(story: Story, got: Received) -> None:
    promise, place = story.given["promise"], story.place
    card = await _card(story, got)
    with clock.at(story.at(story.given["days"] - 1, 9)):
        head = place.head(story.way(got).unit)
        due = place.days.day(promise["later"])
        await tasks.ask_new_date(head, card.id, due, promise["why"])


async def _impossible(story: Story, got: Received) -> None:
    """The unit says why not, and the chairman declares it."""
    promise, place = story.given["promise"], story.place
    card = await _card(story, got)
    with clock.at(story.at(15, 9)):
        await tasks.propose_stop(place.head(story.way(got).unit), card.id, promise["why"])
    with clock.at(story.at(16, 10)):
        await tasks.stop(place.people[CHAIRMAN], card.id, promise["why"], promise["went_to"])


FATES: Mapping[str, Callable[[Story, Received], Awaitable[None]]] = {
    "claimed": _claimed,
    "silent": _silent,
    "moved": _moved,
    "impossible": _impossible,
}
