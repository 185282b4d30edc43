"""Coffee sessions of these weeks: two that were reported, one to be noted today, some to come."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.workdays import DAY, SATURDAY
from dialogue.ward.states import Qualifier
from meetings.coffee.actions import earlier, noting, planning, reporting
from meetings.coffee.actions.earlier import Told
from meetings.coffee.actions.noting import Deed, DeedKind
from meetings.coffee.actions.reporting import Promise
from meetings.coffee.queries.items import items
from meetings.coffee.queries.sessions import session
from meetings.coffee.rules import WEEK, Meeting
from meetings.coffee.states import WayOut
from web.demo.content import content
from web.demo.journey import Journey
from web.demo.place import Place, moment
from web.demo.story import KEEPER

RECENT = timedelta(days=5)  # the last session was on a Saturday at least so long ago
NOTICE = timedelta(days=9)  # announced so long before
UNIT = "VP"  # of what has no field


async def tell(place: Place) -> None:
    given = content("coffee")[place.card.slug]
    if "earlier" in given:
        await _before(place, given["earlier"])
    for each in given["sessions"]:
        async with DB.transaction():  # one wait for the disk, not one a step
            await _tell_one(place, each)


async def _before(place: Place, given: Mapping[str, Any]) -> None:
    people = Told(given["attendances"], Qualifier(given["word"]))
    until = date.fromisoformat(given["until"])
    keeper = place.people[KEEPER]
    await earlier.enter_earlier(keeper, until, Told(given["sessions"]), people, given["source"])


async def _tell_one(place: Place, given: Mapping[str, Any]) -> None:
    day = _day(place, given)
    new = Meeting(
        day,
        time(given["hour"]),
        given["place"],
        tuple(place.groups[name] for name in given["groups"]),
        given["lead"],
        on_holiday=True,
    )
    until = day + WEEK * (given["every"] - 1) if "every" in given else None
    with clock.at(min(moment(day - NOTICE, 9), place.days.now)):
        slug = (await planning.announce(place.people[KEEPER], new, until)).slugs[0]
    if "cancelled" in given:
        await planning.cancel(place.people[KEEPER], slug, given["cancelled"], 1)
    if "items" in given:
        await _hold(place, slug, given, moment(day, given["hour"]))


def _day(place: Place, given: Mapping[str, Any]) -> date:
    """weeks: before the last Saturday; ahead: after the next one, which leaves time to tell."""
    today = clock.local_day(place.days.now)
    if "today" in given:
        return today
    if "ahead" in given:
        first = today + timedelta(days=3)
        return first + DAY * ((SATURDAY - first.weekday()) % 7) + WEEK * int(given["ahead"])
    last = today - RECENT
    return last - DAY * ((last.weekday() - SATURDAY) % 7) - WEEK * int(given["weeks"])


async def _hold(place: Place, slug: str, given: Mapping[str, Any], at: datetime) -> None:
    notes = place.people["tu-phap"]
    with clock.at(at):
        await planning.open_session(notes, slug)
        people = Deed(_name(place, slug, "people"), DeedKind.COUNT, delta=given["people"])
        await noting.do(notes, slug, people)
        for number, each in enumerate(given["items"]):
            await _item(place, slug, each, number, at.date())
        await planning.close(notes, slug)
    with clock.at(at + timedelta(days=2, hours=2)):
        keeper = place.people[KEEPER]
        noted = await items(keeper, await session(keeper, slug))
        words = {item.id: (item.text, item.said) for item in noted}
        await reporting.publish(keeper, slug, words, given["summary"], looked=True)
        for item, each in zip(noted, given["items"], strict=True):
            if "promise" in each:
                unit = place.owners[each["code"]]
                new = Promise(
                    each["promise"],
                    place.units[unit],
                    place.days.day(each["days"]),
                    place.officer(unit).staff,
                )
                await reporting.promise(place.head(unit), slug, item.id, new)


async def _item(place: Place, slug: str, given: Mapping[str, Any], number: int, day: date) -> None:
    notes, code = place.people["tu-phap"], given["code"]
    note = Deed(
        _name(place, slug, f"note {number}"),
        DeedKind.NOTE,
        text=given["text"],
        field=place.fields.get(code),
        topic=place.topics.get(code),
        unit=place.units[place.owners.get(code, UNIT)],
    )
    await noting.do(notes, slug, note)
    settle = Deed(
        _name(place, slug, f"settle {number}"),
        DeedKind.SETTLE,
        item=note.client,
        way=WayOut(given["way"]),
        said=given.get("said", ""),
        due=place.days.calendar.add(day, 10),
    )
    done = await noting.do(notes, slug, settle)
    if done.matter is not None:
        way = Journey(place, done.matter, done.code, code, place.owners[code])
        await way.assign(clock.now() + timedelta(days=2, hours=3), given)


def _name(place: Place, slug: str, what: str) -> str:
    """What a device would have drawn: the same at each start."""
    return hashlib.sha256(f"{place.card.slug} {slug} {what}".encode()).hexdigest()[:32]
