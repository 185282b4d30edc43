"""Guests of a conference: some answer by their own link, some have only read, some say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.conferences.actions import guests
from meetings.conferences.links import guest_token
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.guests import Guest, GuestVisitor, enter
from meetings.conferences.queries.guests import guests as guest_list
from meetings.conferences.states import Reply
from web.demo.place import Place
from web.demo.story import KEEPER


async def tell(place: Place, number: int, given: Mapping[str, Any]) -> None:
    """replies: name, answer, substitute. read: who has read the notice and says no more."""
    known = await listed(place, number)
    for name, answer, substitute in given["replies"]:
        await guests.reply(await _come(known[name]), Reply(answer), substitute)
    for name in given["read"]:
        await guests.acknowledge(await _come(known[name]))


async def listed(place: Place, number: int) -> dict[str, Guest]:
    """By the name on the list."""
    card = await conference(place.id, number)
    return {each.name: each for each in await guest_list(place.people[KEEPER], card)}


async def _come(guest: Guest) -> GuestVisitor:
    return await enter(guest_token(guest.public_id))
