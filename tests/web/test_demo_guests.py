"""Guests of the demo's conferences: who comes, who sends another, who has said nothing yet."""

from __future__ import annotations

from collections import Counter

import pytest

from dialogue.core import clock
from meetings.conferences.queries.ahead import questions
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.queries.door import expected
from meetings.conferences.queries.guests import Guest, guests
from meetings.conferences.states import InviteeKind, Reply
from web.demo import conference_ahead, hall, history, live
from web.demo.content import content
from web.demo.place import Place
from web.demo.story import KEEPER
from web.demo.wards import set_up

pytestmark = pytest.mark.integration
EVERY = {Reply.COMES, Reply.SUBSTITUTE, Reply.DECLINES, Reply.NONE}


async def ward(slug: str) -> Place:
    (given,) = [each for each in content("wards") if each["slug"] == slug]
    return await set_up(given, "no hash", clock.now())


async def invited(place: Place) -> tuple[ConferenceCard, tuple[Guest, ...]]:
    (card,) = await conferences(place.id)
    return card, await guests(place.people[KEEPER], card)


def groups_read(found: tuple[Guest, ...]) -> Counter[bool]:
    return Counter(
        each.acknowledged_at is not None for each in found if each.kind is InviteeKind.GROUP
    )


async def test_a_hall_knows_who_replied_who_was_reminded_and_who_came(db: None) -> None:
    place = await ward("sai-gon")
    await hall.tell(place)
    card, found = await invited(place)
    assert {each.reply for each in found} == EVERY
    assert groups_read(found) == {True: 8, False: 6}
    assert [each.name for each in found if each.reply is Reply.NONE] == [
        each.name for each in found if each.reminded_at
    ]
    came = [each.name for each in await expected(place.people[KEEPER], card.id) if each.taken]
    assert sorted(came) == sorted(content("hall")["sai-gon"]["came"])


async def test_the_coming_one_has_replies_and_a_question_asked_for_the_third_time(db: None) -> None:
    place = await ward("binh-duong")
    told = await live.tell(place, await history.tell(place))
    await conference_ahead.tell(place, told)
    card, found = await invited(place)
    assert {each.reply for each in found} == EVERY
    assert groups_read(found) == {True: 9, False: 11}
    assert not any(each.reminded_at for each in found)  # it is not so near yet
    ahead = await questions(place.people[KEEPER], card)
    assert [each.again for each in ahead.cards] == [3, 1]
