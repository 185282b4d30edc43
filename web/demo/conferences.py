"""The conference of Thạch Bàn of 30 June 2020, from its plan to its last promise; and the next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dialogue.core import clock, files
from dialogue.core.database import DB
from dialogue.matters.actions.attachments import most_bytes
from dialogue.matters.actions.judging import judge_as_inspector
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.ward.figures import read_figure
from meetings.conferences.actions import (
    agenda,
    capturing,
    concluding,
    door,
    following,
    guests,
    opening,
    planning,
    publishing,
    settling,
)
from meetings.conferences.actions.agenda import NewPoint
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.actions.guests import NewInvitee
from meetings.conferences.actions.settling import Settlement
from meetings.conferences.plans import Plan
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.records import record
from meetings.conferences.states import AgendaKind, InviteeKind, Outcome, Posting
from web.demo import conference_replies
from web.demo.content import content
from web.demo.files import hall
from web.demo.place import DAY, Place, moment
from web.demo.story import KEEPER

WARD = "thach-ban"
SHEET = "to-giay-hoi-truong"  # of what was keyed in: each line once
CHAIR, INSPECTOR = "chu-tich", "thanh-tra"
DAYS = ("plan_day", "period_since", "period_until")  # of a plan
Given = Mapping[str, Any]


async def tell(place: Place) -> None:
    if place.card.slug != WARD:
        return
    given = content("conferences")
    async with DB.transaction():  # one wait for the disk, not one a step
        await _held(place, given["held"])
        await _coming(place, given["coming"])


async def _held(place: Place, given: Given) -> None:
    day = date.fromisoformat(given["day"])
    number = await _announced(place, given["plan"], day)
    with clock.at(moment(day - DAY, 9)):
        await _invite(place, number, given)
    with clock.at(moment(day, given["starts"])):
        await opening.open_hall(place.people[KEEPER], number)
        await _count(place, number, given)
        opinions = [
            await _hear(place, number, at, each) for at, each in enumerate(given["opinions"])
        ]
        for each in given["conclusions"]:
            await _conclude(place, number, each, opinions)
    with clock.at(moment(day, given["ends"])):
        await opening.close_hall(place.people[KEEPER], number)
    await _publish(place, number, given)
    await _follow(place, number, given)


async def _announced(place: Place, words: Given, day: date) -> int:
    """Planned, opened for questions and announced in time. Its id."""
    keeper, chair, deputy = (place.people[each] for each in (KEEPER, CHAIR, "pho-chu-tich"))
    known = {name: date.fromisoformat(words[name]) for name in DAYS if name in words}
    plan = Plan(
        starts_at=moment(day, 8),
        ends_at=moment(day, 10, 30),
        chair=chair.name,
        chair_title=chair.title,
        co_chair=deputy.name,
        co_chair_title=deputy.title,
        reporter=deputy.name,
        reporter_title=deputy.title,
        secretary=keeper.name,
        **{**{name: text for name, text in words.items() if name != "ahead"}, **known},
    )
    with clock.at(_before(place, day, 20)):
        number = await planning.plan(keeper, plan)
    with clock.at(_before(place, day, 15)):
        await planning.open_collection(keeper, number, await _version(place, number))
    with clock.at(_before(place, day, 10)):
        await guests.invite_groups(keeper, number)
        await planning.announce(keeper, number, await _version(place, number))
        points = [
            NewPoint(minutes, AgendaKind(kind), text, who)
            for minutes, kind, text, who in content("conferences")["held"]["agenda"]
        ]
        await agenda.set_agenda(keeper, number, points, await _version(place, number))
    return number


def _before(place: Place, day: date, days: int) -> Any:
    """So many days before; for one that is still to come, at the latest just now."""
    return min(moment(day - timedelta(days=days), 9), place.days.now - timedelta(minutes=15))


async def _version(place: Place, number: int) -> int:
    return (await conference(place.id, number)).version


async def _coming(place: Place, given: Given) -> None:
    """It reports on the last whole month, whose figures the ward has."""
    today = clock.local_day(place.days.now)
    until = today.replace(day=1) - DAY
    period = {
        "period_since": until.replace(day=1).isoformat(),
        "period_until": until.isoformat(),
        "period_label": f"Tháng {until.month}/{until.year}",
    }
    day = today + DAY * given["ahead"]
    plan = {name: text for name, text in given.items() if name not in {"replies", "read"}}
    held_on = place.days.calendar.next_working(day - DAY)
    number = await _announced(place, {**plan, **period}, held_on)
    with clock.at(place.days.at(-1, 10)):
        await conference_replies.tell(place, number, given)


# The day


async def _invite(place: Place, number: int, given: Given) -> None:
    houses = [NewInvitee(InviteeKind.ORGANISATION, name) for name in given["organisations"]]
    await guests.invite(place.people[KEEPER], number, houses)


async def _count(place: Place, number: int, given: Given) -> None:
    """From the attendance sheet: each group, and the others together."""
    keeper = place.people[KEEPER]
    for group in place.groups.values():
        people = given["groups_people"]
        await door.count_paper(keeper, number, f"{SHEET}-{group}", group, people=people)
    others, word = read_figure(given["others"])
    await door.count_paper(keeper, number, f"{SHEET}-0", None, people=others or 0, word=word)


async def _hear(place: Place, number: int, at: int, given: Given) -> int:
    """Asked and answered on the spot. The opinion's id."""
    keeper, unit = place.people[KEEPER], place.units[given["unit"]]
    new = NewOpinion(
        given["words"],
        group=place.groups[given["group"]] if given["group"] else None,
        organisation=given["organisation"],
        field=place.fields.get(given["field"]),
        unit=unit,
    )
    heard = await capturing.capture(keeper, number, f"{SHEET}-{at}", new)
    who = place.head(given["unit"])
    how = Settlement(Outcome.ANSWERED, given["answer"], f"{who.name}, {who.title}", unit=unit)
    await settling.settle(keeper, number, heard.id, 1, how)
    return heard.id


async def _conclude(place: Place, number: int, given: Given, opinions: list[int]) -> None:
    new = NewConclusion(
        given["text"],
        place.units[given["unit"]],
        place.people[given["who"]].staff,
        date.fromisoformat(given["due"]),
        product=given["product"],
        opinions=tuple(opinions[which] for which in given["opinions"]),
    )
    await concluding.conclude(place.people[KEEPER], number, new)


# The result and the months after


async def _publish(place: Place, number: int, given: Given) -> None:
    keeper, told = place.people[KEEPER], given["told"]
    out = date.fromisoformat(told[0][2])
    with clock.at(moment(out, 9)):
        await concluding.write_minutes(
            keeper,
            number,
            await _version(place, number),
            assessment=given["assessment"],
            report=given["report"],
        )
        most = await most_bytes(place.id)
        for alt in given["photos"]:
            shown = await asyncio.to_thread(files.accept, hall(), "hoi-truong.png", most)
            await publishing.add_photo(keeper, number, shown, alt)
    with clock.at(moment(out, 14, 4)):
        await publishing.publish(place.people[CHAIR], number, await _version(place, number))
    for kind, where, day, evidence in told:
        with clock.at(moment(date.fromisoformat(day), 16)):
            on = date.fromisoformat(day)
            await following.tell_result(keeper, number, Posting(kind), where, on, evidence)


async def _follow(place: Place, number: int, given: Given) -> None:
    """Each thing on its day: claims, words of the board and of the chair, the end."""
    tasks = [each.task for each in (await record(place.id, number)).conclusions]
    deeds = [
        *((each["done"]["on"], _done, (at, each)) for at, each in enumerate(given["conclusions"])),
        *((each["on"], _say, (each["conclusion"], each)) for each in given["words"]),
        (given["closing"]["on"], _close, (0, given["closing"])),
    ]
    for day, deed, (at, said) in sorted(deeds, key=lambda each: (each[0], each[1] is _close)):
        found = tasks[at]
        assert found is not None  # noqa: S101  each conclusion here is a task
        await deed(place, number, found.id, date.fromisoformat(day), said)


async def _done(place: Place, _number: int, task: int, day: date, given: Given) -> None:
    with clock.at(moment(day, 15)):
        proof = Proof(document=given["done"]["document"])
        await claim_done(place.people[given["who"]], task, proof)
    with clock.at(moment(day + DAY, 9)):
        await judge_as_inspector(place.people[INSPECTOR], task, kept=True)


async def _say(place: Place, number: int, task: int, day: date, given: Given) -> None:
    with clock.at(moment(day, 10)):
        await following.say(place.people[given["who"]], number, task, given["text"])


async def _close(place: Place, number: int, _task: int, day: date, given: Given) -> None:
    with clock.at(moment(day, 16)):
        version = await _version(place, number)
        await following.close(place.people[CHAIR], number, given["text"], version)
