"""A hall that is open just now: somebody speaks, some wait, phones ask, one question waits to be
read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.ward.rules import Actor
from meetings.conferences.actions import (
    capturing,
    door,
    guests,
    moderating,
    opening,
    phones,
    picking,
    planning,
    settling,
    slips,
    speaking,
)
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.actions.guests import NewInvitee
from meetings.conferences.actions.reminding import remind
from meetings.conferences.actions.settling import Settlement
from meetings.conferences.plans import Plan
from meetings.conferences.queries import floor
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.floor import OpinionCard
from meetings.conferences.states import InviteeKind, OpinionSource, Outcome
from web.demo import conference_replies
from web.demo.content import content
from web.demo.place import DAY, Place
from web.demo.story import CHAIRMAN, KEEPER

SINCE = timedelta(minutes=50)  # it began so long ago
LENGTH = timedelta(hours=3)
NOTICE = timedelta(days=12)
PAPER = 18  # people on the sheet of each group


async def tell(place: Place) -> None:
    given = content("hall").get(place.card.slug)
    if given is None:
        return
    start = place.days.now - SINCE
    async with DB.transaction():  # one wait for the disk, not one a step
        number = await _announce(place, given, start)
        await _hear_of_guests(place, number, given, start)
        await _open(place, number, start)
        await _check_in(place, number, given["came"], start - timedelta(minutes=8))
        for order, said in enumerate(given["spoken"]):
            await _speak(place, number, said, start + timedelta(minutes=10 * (order + 1)))
        await _ask(place, number, given["phones"], start + timedelta(minutes=20))
        await _wait(place, number, given["waiting"], start + timedelta(minutes=40))


def _groups(place: Place) -> list[int]:
    return list(place.groups.values())


async def _announce(place: Place, given: Mapping[str, Any], start: datetime) -> int:
    keeper = place.people[KEEPER]
    told = ("title", "subject", "attending", "place", "chair", "co_chair", "day_off_reason")
    plan = Plan(**{name: given[name] for name in told}, starts_at=start, ends_at=start + LENGTH)
    with clock.at(start - NOTICE):
        number = await planning.plan(keeper, plan)
        await planning.open_collection(keeper, number, 1)
        await guests.invite_groups(keeper, number)
        new = [
            NewInvitee(InviteeKind(kind), name, person=who) for kind, name, who in given["guests"]
        ]
        await guests.invite(keeper, number, new)
        version = (await conference(place.id, number)).version
        await planning.announce(keeper, number, version)
    return number


async def _hear_of_guests(
    place: Place, number: int, given: Mapping[str, Any], start: datetime
) -> None:
    """Some reply, some have read the notice; the silent ones are reminded some days before."""
    with clock.at(start - 5 * DAY):
        await conference_replies.tell(place, number, given)
    with clock.at(start - 3 * DAY):
        await remind(place.id)


async def _check_in(place: Place, number: int, came: list[str], at: datetime) -> None:
    known = await conference_replies.listed(place, number)
    with clock.at(at):
        for order, name in enumerate(came):
            invitee = known[name].id
            await door.check_in(place.people[KEEPER], number, f"demo-came-{order}", invitee)


async def _open(place: Place, number: int, start: datetime) -> None:
    keeper = place.people[KEEPER]
    with clock.at(start - timedelta(minutes=10)):
        await slips.print_slips(keeper, number, 8)
        for order, group in enumerate(_groups(place)[:4]):
            await door.count_paper(keeper, number, f"demo-paper-{order}", group, people=PAPER)
    with clock.at(start):
        await opening.open_hall(keeper, number)


async def _speak(place: Place, number: int, said: Mapping[str, Any], at: datetime) -> None:
    """The last one has no outcome yet, and the turn goes on."""
    keeper, group = place.people[KEEPER], _groups(place)[said["group"]]
    name = f"demo-said-{said['group']}"
    unit = place.units[said["unit"]]
    new = NewOpinion(said["words"], group, field=place.fields.get(said["code"]), unit=unit)
    with clock.at(at):
        speaker = await speaking.queue_up(keeper, number, name, group=group)
        await speaking.give_turn(keeper, number, speaker, 1)
        made = await capturing.capture(keeper, number, name, new)
    if "outcome" in said:
        how = Settlement(Outcome(said["outcome"]), said["answer"], said["by"])
        with clock.at(at + timedelta(minutes=4)):
            await settling.settle(keeper, number, made.id, 1, how)
            await speaking.end_turn(keeper, number, speaker, 2)


async def _ask(place: Place, number: int, given: list[dict[str, Any]], at: datetime) -> None:
    keeper, groups = place.people[KEEPER], _groups(place)
    with clock.at(at):
        for order, each in enumerate(given):
            group = groups[each["group"]]
            who = f"{order + 1:032x}"
            await phones.ask(
                place.id, number, f"demo-ask-{order}", who, words=each["words"], group=group
            )
        cards = await _asked(place, number)
        for card, each in zip(cards, given, strict=True):
            await _moderate(keeper, number, card, each, cards)
        for card, each in zip(await _asked(place, number), given, strict=True):
            for more in range(each.get("too", 0)):
                await phones.me_too(place.id, number, card.public_id, f"{1000 + more:032x}")
            if each.get("picked"):
                await picking.pick(place.people[CHAIRMAN], number, card.id, card.version)


async def _moderate(
    keeper: Actor,
    number: int,
    card: OpinionCard,
    given: Mapping[str, Any],
    cards: list[OpinionCard],
) -> None:
    """What nobody shares yet waits to be read."""
    if "too" in given:
        await moderating.show(keeper, number, card.id, card.version)
    elif "into" in given:
        lead = cards[given["into"]].id
        await moderating.merge(keeper, number, card.id, card.version, lead)


async def _asked(place: Place, number: int) -> list[OpinionCard]:
    every = await floor.opinions(place.id, number)
    return [each for each in every if each.source is OpinionSource.PHONE]


async def _wait(place: Place, number: int, waiting: list[int], at: datetime) -> None:
    for order, group in enumerate(waiting):
        with clock.at(at + timedelta(minutes=order)):
            name = f"demo-hand-{order}"
            await speaking.queue_up(place.people[KEEPER], number, name, group=_groups(place)[group])
