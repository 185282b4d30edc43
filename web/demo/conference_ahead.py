"""A conference that is announced: its guests reply, its questions ahead come and are merged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dialogue.core import clock
from dialogue.core.clock import local_day
from dialogue.core.codes import derived_tracking_code
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.matters.actions import repeats, triage
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import AskerKind, Kind
from meetings.conferences.actions import agenda, ahead, guests, parts, planning, ticks
from meetings.conferences.actions.agenda import NewPoint
from meetings.conferences.actions.ahead import Question, Sender
from meetings.conferences.actions.guests import NewInvitee
from meetings.conferences.actions.parts import NewPart
from meetings.conferences.actions.ticks import NewProof
from meetings.conferences.plans import Plan
from meetings.conferences.queries.ahead import questions
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.states import AgendaKind, InviteeKind, Posting, Subject
from web.demo import conference_replies
from web.demo.content import content
from web.demo.place import Place, moment
from web.demo.story import CHAIRMAN, KEEPER

PLANNED, OPENED, TOLD, ASKED, NOW = -8, -6, -3, -2, -1  # working days before today


async def tell(place: Place, told: Mapping[str, int]) -> None:
    """told: what the ward was asked before, by title."""
    given = content("conference_ahead")
    if place.card.slug != given["ward"]:
        return
    async with DB.transaction():  # one wait for the disk, not one a step
        number = await _plan(place, given)
        await _announce(place, number, given)
    with clock.at(place.days.at(NOW, 9)):
        await conference_replies.tell(place, number, given)
        for order, each in enumerate(given["questions"]):
            matter = await _ask(place, number, order, each)
            if "again" in each:
                await _same(place, order, matter, told[each["again"]])


async def _card(place: Place, number: int) -> ConferenceCard:
    return await conference(place.id, number)


async def _plan(place: Place, given: Mapping[str, Any]) -> int:
    chair = place.people[CHAIRMAN]
    ahead = local_day(place.days.now) + timedelta(days=given["days_ahead"])
    day = place.days.calendar.next_working(ahead - timedelta(days=1))
    with clock.at(place.days.at(PLANNED, 9)):
        return await planning.plan(
            place.people[KEEPER],
            Plan(
                starts_at=moment(day, 8),
                ends_at=moment(day, 10, 30),
                chair=chair.name,
                chair_title=chair.title,
                secretary=place.people["van-thu"].name,
                **given["plan"],
            ),
        )


async def _announce(place: Place, number: int, given: Mapping[str, Any]) -> None:
    keeper = place.people[KEEPER]
    with clock.at(place.days.at(OPENED, 9)):
        await planning.open_collection(keeper, number, (await _card(place, number)).version)
        points = [
            NewPoint(minutes, AgendaKind(kind), text, who)
            for minutes, kind, text, who in given["agenda"]
        ]
        await agenda.set_agenda(keeper, number, points, (await _card(place, number)).version)
        for name, where, groups in given["parts"]:
            part = NewPart(name, tuple(place.groups[label] for label in groups), where)
            await parts.add_part(keeper, number, part)
    with clock.at(place.days.at(TOLD, 9)):
        await guests.invite_groups(keeper, number)
        new = [
            NewInvitee(InviteeKind(kind), name, person=who, contact=contact, seats=seats)
            for kind, name, who, contact, seats in given["guests"]
        ]
        await guests.invite(keeper, number, new)
        await planning.announce(keeper, number, (await _card(place, number)).version)
        await _prove(place, number, clock.now())


async def _prove(place: Place, number: int, at: datetime) -> None:
    keeper, day = place.people[KEEPER], local_day(at)
    where = "Bảng tin trụ sở UBND phường"
    proof = NewProof(Subject.NOTICE, Posting.NOTICE_BOARD, where, day, "Văn thư đã dán, có ảnh")
    await ticks.prove(keeper, number, proof)
    await ticks.tick(keeper, number, "front", day, "MTTQ phường đã thống nhất")


async def _ask(place: Place, number: int, order: int, given: Mapping[str, Any]) -> int:
    """The first asks, the others' questions are merged into it, its unit prepares the answer.

    The matter of the register.
    """
    keeper = place.people[KEEPER]
    field = place.fields.get(given.get("field", ""))
    topic = place.topics.get(given.get("topic", ""))
    made: list[int] = []
    for turn, (group, words) in enumerate(given["asked"]):
        who = Sender()
        if group:
            who = Sender("group", group=place.groups[group], asker=AskerKind.GROUP)
        code = derived_tracking_code(keys(), f"demo conference {order} {turn}")
        asked = Question(words, code, field, topic)
        nonce = f"{order:032x}{turn:032x}"[-56:]
        with clock.at(place.days.at(ASKED, 20, 7 + 23 * order + 4 * turn)):
            made += await ahead.ask_ahead(place.id, number, who, [asked], nonce, "vi")
    for turn, other in enumerate(made[1:]):
        with clock.at(place.days.at(NOW, 18, 5 + 23 * order + 4 * turn)):
            await ahead.merge_ahead(keeper, number, other, made[0])
    found = await questions(keeper, await _card(place, number))
    matter = next(each.matter for each in found.cards if each.opinion == made[0])
    with clock.at(place.days.at(NOW, 18, 23 + 23 * order)):
        await triage.assign(keeper, matter, Assignment(Kind.QUESTION, given["title"], field, topic))
    return matter


async def _same(place: Place, order: int, matter: int, earlier: int) -> None:
    with clock.at(place.days.at(NOW, 18, 26 + 23 * order)):
        await repeats.confirm_same(place.people[KEEPER], matter, earlier)
