"""Everything that the briefing book holds, read at one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from piccolo.query.functions import Count

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden
from dialogue.core.text import sort_key
from dialogue.matters.queries.nearest import nearest_items
from dialogue.matters.queries.queue import on_desk, visible
from dialogue.matters.queries.where import state_not_in
from dialogue.matters.rules import SEALED
from dialogue.matters.tables import Matter
from dialogue.ward import queries as wards
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import Actor
from meetings.conferences.briefing import Briefing, OfGroup, Prepared, Seats, Similar
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries import ahead, law, period
from meetings.conferences.queries.ahead import AheadCard
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.drafts import newest_drafts
from meetings.conferences.queries.floor import party_of
from meetings.conferences.queries.last_time import last_time
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import InviteeKind, Outcome, Reply
from meetings.conferences.turns import Hand, fair_order

Row = dict[str, Any]
MOST_PREPARED = 60  # questions with their draft and the nearest answers
SIMILAR = 3
COMING = (Reply.COMES.value, Reply.SUBSTITUTE.value)


async def briefing(actor: Actor, card: ConferenceCard) -> Briefing:
    """Without ratings. For who prepares or takes the chair. Raises Forbidden."""
    if not may_prepare(actor):
        raise Forbidden("the book is the chair's")
    found = await ahead.questions(actor, card)
    invitees = await _invitees(card)
    last = await last_time(card)
    left = set() if last is None else await _left(last.card)
    labels = {each.id: each.label for each in await wards.groups(card.ward, past=True)}
    return Briefing(
        card=card,
        made_on=local_day(now()),
        last=last,
        cases=period.whole(card, await period.cases(card)),
        groups=await _groups(actor, labels),
        prepared=await _prepared(card, found.cards[:MOST_PREPARED], labels),
        apart=found.apart,
        seats=_seats(invitees),
        turns=_turns(invitees, found.cards, left),
        legal=await law.check(card.ward, card.day),
    )


async def _groups(actor: Actor, labels: Mapping[int, str]) -> tuple[OfGroup, ...]:
    """By name; of merged groups the one of today has them all."""
    today = local_day(now())
    known = await lineage(actor.ward)
    heirs = {
        old: each.id for each in await wards.groups(actor.ward) for old in known.forebears(each.id)
    }
    counts = []
    for late in (False, True):
        query = Matter.select(Matter.group, Count(alias="n")).where(
            visible(actor), on_desk(), state_not_in(SEALED), Matter.group.is_not_null()
        )
        rows = await (query.where(Matter.publish_due < today) if late else query).group_by(
            Matter.group
        )
        counted: Counter[int] = Counter()
        for row in rows:
            counted[heirs.get(row["group"], row["group"])] += row["n"]
        counts.append(counted)
    every, late_ones = counts
    lines = [OfGroup(labels.get(each, ""), n, late_ones[each]) for each, n in every.items()]
    return tuple(sorted(lines, key=lambda each: (-each.late, -each.open, sort_key(each.name))))


async def _prepared(
    card: ConferenceCard, cards: Sequence[AheadCard], labels: Mapping[int, str]
) -> tuple[Prepared, ...]:
    drafts = await newest_drafts(card.ward, [each.matter for each in cards])
    fields = {each.id: each.name for each in await wards.fields(card.ward, past=True)}
    units = {each.id: each.name for each in await wards.units(card.ward, past=True)}
    return tuple(
        [
            Prepared(
                each,
                fields.get(each.field or 0, ""),
                units.get(each.unit or 0, ""),
                tuple(
                    dict.fromkeys(
                        one.organisation or labels.get(one.group or 0, "") for one in each.askers
                    )
                ),
                drafts.get(each.matter, ""),
                tuple(
                    Similar(item.number, item.title)
                    for item in await nearest_items(card.ward, each.words, SIMILAR)
                ),
            )
            for each in cards
        ]
    )


async def _invitees(card: ConferenceCard) -> list[Row]:
    rows: list[Row] = (
        await Invitee.select(
            *(Invitee.id, Invitee.kind, Invitee.group, Invitee.name, Invitee.reply),
            *(Invitee.seats, Invitee.acknowledged_at, Invitee.replied_at),
        )
        .where(
            Invitee.ward == card.ward,
            Invitee.conference == card.id,
            Invitee.removed_at.is_null(),
        )
        .order_by(Invitee.id)
    )
    return rows


def _seats(rows: Sequence[Row]) -> Seats:
    """Names of groups and houses; of persons only how many."""
    coming = [row for row in rows if row["reply"] in COMING]
    person = InviteeKind.PERSON.value
    return Seats(
        invited=len(rows),
        coming=tuple(row["name"] for row in coming if row["kind"] != person),
        silent=sum(row["reply"] == Reply.NONE.value for row in rows),
        seats=sum(row["seats"] for row in coming),
        unread=tuple(
            row["name"]
            for row in rows
            if row["kind"] == InviteeKind.GROUP.value and row["acknowledged_at"] is None
        ),
    )


def _turns(
    rows: Sequence[Row], cards: Sequence[AheadCard], left: Collection[str | None]
) -> tuple[str, ...]:
    """By the rule of the hall, as if all that come raised their hands when they first asked."""
    asked: dict[str | None, datetime] = {}
    for one in sorted((one for each in cards for one in each.askers), key=lambda one: one.at):
        asked.setdefault(party_of(one.group, one.organisation), one.at)
    never = now()
    hands, names = [], {}
    for row in rows:
        if row["reply"] == Reply.DECLINES.value or row["kind"] == InviteeKind.PERSON.value:
            continue
        house = "" if row["group"] else row["name"]
        party = party_of(row["group"], house)
        hands.append(Hand(row["id"], party, asked.get(party, never)))
        names[row["id"]] = row["name"]
    return tuple(names[hand.id] for hand in fair_order(hands, {}, left))


async def _left(card: ConferenceCard) -> set[str | None]:
    """Whose questions got no answer there."""
    rows = await Opinion.select(Opinion.group, Opinion.organisation, Opinion.outcome).where(
        Opinion.ward == card.ward, Opinion.conference == card.id
    )
    asked = {party_of(row["group"], row["organisation"]) for row in rows}
    answered = {
        party_of(row["group"], row["organisation"])
        for row in rows
        if row["outcome"] == Outcome.ANSWERED.value
    }
    return asked - answered - {None}
