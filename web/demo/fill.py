"""Fill an empty database with the living demo, by the product's own actions alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta

from dialogue.core import clock
from dialogue.core.codes import password_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.local import LocalEngine
from dialogue.matters.actions.notices import mark_all_read
from dialogue.matters.actions.reminders import tell_due_soon
from dialogue.matters.queries.notices import newest
from dialogue.ward import queries
from dialogue.ward.rules import usable_password
from web.demo import (
    coffee,
    conference_ahead,
    conferences,
    hall,
    history,
    huddles,
    kiosks,
    live,
    machines,
    neighbours,
    paper,
    pilot,
    ratings,
    slips,
    spoken,
    supervision,
    surveys,
)
from web.demo.content import content, slugs
from web.demo.place import Place
from web.demo.wards import LAST_ACCOUNT, add_account, link_path, named, set_up

UNREAD = timedelta(days=2)  # what was told since then still waits to be read


async def is_seeded() -> bool:
    """Is the demo here, whole? Two quick reads a ward.

    An account that no story needs is made last, so its absence tells a seeding that was cut off.
    """
    known = {each.slug: each.id for each in await queries.wards()}
    for slug in slugs():
        staff = await queries.staff_list(known[slug]) if slug in known else ()
        if LAST_ACCOUNT not in {each.login for each in staff}:
            return False
    return True


async def seed(password: str) -> dict[str, str]:
    """Wards, history, matters of these days, ratings. Path of a group head's page by ward.

    password: of every account.
    The same at each run but for dates relative to today. A demo that is here already stays as it
    is. Raises Invalid for a password that is too plain; Conflict when an earlier seeding was cut
    off, or when one of the demo's addresses belongs to another ward.
    """
    heads = {slug: link_path(slug) for slug in slugs()}
    if await is_seeded():
        return heads
    if not usable_password(password):
        raise Invalid("the password is too short or too plain", password="too-weak")  # noqa: S106
    if {each.slug for each in await queries.wards()} & {
        *slugs(),
        pilot.slug(),
        *neighbours.slugs(),
    }:
        raise Conflict("the demo is there in part: start with another data folder")
    hashed = await asyncio.to_thread(password_hash, password)
    async with DB.unsynced() if isinstance(DB, LocalEngine) else nullcontext():
        await _tell(hashed)
    return heads


async def _tell(hashed: str) -> None:
    """hashed: everybody's password."""
    now = clock.now()
    await pilot.tell(hashed, now)
    await neighbours.tell(hashed, now)
    places = [await set_up(given, hashed, now) for given in content("wards")]
    told = {place.id: await live.tell(place, await history.tell(place)) for place in places}
    await ratings.tell(places)
    await slips.tell(places[0])
    for place in places:
        await spoken.tell(place)
        await kiosks.tell(place)
        await machines.tell(place)
        await paper.tell(place)
        await ratings.recounted(place)
        await huddles.tell(place)
        await supervision.tell(place)
        await hall.tell(place)
        await coffee.tell(place)
        await conferences.tell(place)
        await conference_ahead.tell(place, told[place.id])
        await surveys.tell(place)
    for place in places:
        account, name = next(
            each for each in named(place.card.slug) if each[0]["login"] == LAST_ACCOUNT
        )
        await add_account(place.id, account, name, hashed)
    await _read(places, now - UNREAD)


async def _read(places: Sequence[Place], until: datetime) -> None:
    """Everybody has read what they were told until then, as people at work do."""
    for place in places:
        with clock.at(place.days.at(-3, 8)):  # what was late by then is no news of today
            await tell_due_soon(place.id)
        for actor in place.people.values():
            with clock.at(until):
                await mark_all_read(actor, await newest(actor))
