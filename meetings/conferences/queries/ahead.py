"""Questions sent before the day, as the register has them: the same one once, with its askers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.clock import local_day
from dialogue.matters.queries.askings import earlier_askings
from dialogue.matters.queries.facts import COLUMNS, facts_of, families
from dialogue.matters.queries.masks import NOTHING_DECIDED, decided
from dialogue.matters.rules import SEALED, may_see
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter
from dialogue.ward.rules import Actor
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.queries.guests import GuestVisitor
from meetings.conferences.states import OpinionSource

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """One that asked: a group, an organisation, or neither. late: after the deadline."""

    opinion: int
    group: int | None
    organisation: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class AheadCard:
    """One question with all who sent it. matter: the register's id. again: which asking of the
    same question over the years this is, 1: the first."""

    opinion: int
    matter: int
    title: str
    words: str
    state: MatterState
    field: int | None
    topic: int | None
    unit: int | None
    outcome: str
    answered: bool
    again: int
    askers: tuple[Asker, ...]

    @property
    def late(self) -> bool:
        """Did everybody send it after the deadline?"""
        return all(each.late for each in self.askers)


@dataclass(frozen=True, slots=True)
class Ahead:
    """apart: how many this reader may not see the words of. sent: all of them, also merged."""

    cards: tuple[AheadCard, ...]
    apart: int
    sent: int


_MATTER = (
    *COLUMNS,
    Matter.topic,
    Matter.title,
    Matter.body,
    Matter.lead,
    Matter.again_of,
    Matter.outcome,
    Matter.answered_at,
)


async def questions(actor: Actor, card: ConferenceCard) -> Ahead:
    """By the number of askers, most first; the oldest before the newer. Phone numbers and the like
    are masked, as in all lists of staff."""
    opinions = await _opinions(card)
    matters = await _matters(card.ward, [row["matter"] for row in opinions])
    askers: dict[int, list[Row]] = defaultdict(list)
    for row in opinions:
        askers[matters[row["matter"]]["lead"] or row["matter"]].append(row)
    missing = [each for each in askers if each not in matters]
    matters |= await _matters(card.ward, missing)
    known, said = await families(card.ward), await decided(card.ward, list(matters))
    cards, apart = [], 0
    for matter, rows in askers.items():
        found = matters[matter]
        if not may_see(actor, facts_of(found, known)):
            apart += len(rows)
            continue
        line = said.get(matter, NOTHING_DECIDED).line
        shown = found | {"title": line(found["title"]), "body": line(found["body"])}
        cards.append(_card(card, shown, rows, await _again(card.ward, found)))
    cards.sort(key=lambda each: (-len(each.askers), each.opinion))
    return Ahead(tuple(cards), apart, len(opinions))


async def _again(ward: int, row: Row) -> int:
    if row["again_of"] is None:
        return 1
    return (await earlier_askings(ward, row["id"])).count


async def _opinions(card: ConferenceCard) -> list[Row]:
    rows: list[Row] = (
        await Opinion.select(
            Opinion.id, Opinion.matter, Opinion.group, Opinion.organisation, Opinion.at
        )
        .where(
            Opinion.ward == card.ward,
            Opinion.conference == card.id,
            Opinion.source == OpinionSource.AHEAD.value,
            Opinion.matter.is_not_null(),
        )
        .order_by(Opinion.id)
    )
    return rows


async def _matters(ward: int, ids: list[int]) -> dict[int, Row]:
    rows = await Matter.select(*_MATTER).where(Matter.ward == ward, Matter.id.is_in(ids or [0]))
    return {row["id"]: row for row in rows}


def _card(card: ConferenceCard, row: Row, rows: list[Row], again: int) -> AheadCard:
    until = card.collect_until
    askers = [
        Asker(
            each["id"],
            each["group"],
            each["organisation"],
            each["at"],
            until is not None and local_day(each["at"]) > until,
        )
        for each in rows
    ]
    first = next((each["id"] for each in rows if each["matter"] == row["id"]), rows[0]["id"])
    return AheadCard(
        first,
        row["id"],
        row["title"],
        row["body"],
        MatterState(row["state"]),
        row["field"],
        row["topic"],
        row["unit"],
        row["outcome"],
        row["answered_at"] is not None,
        again,
        tuple(askers),
    )


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """words: as lists of staff have them; empty for what is treated apart."""

    words: str
    at: datetime


async def asked_by(guest: GuestVisitor) -> tuple[OwnQuestion, ...]:
    """What came by this guest's own link, the oldest first; nobody else's."""
    rows = (
        await Opinion.select(
            Opinion.at,
            Opinion.matter,
            Opinion.matter.body,
            Opinion.matter.state,
            Opinion.matter.sensitive,
        )
        .where(
            Opinion.ward == guest.ward,
            Opinion.conference == guest.conference,
            Opinion.invitee == guest.id,
            Opinion.source == OpinionSource.AHEAD.value,
            Opinion.matter.is_not_null(),
        )
        .order_by(Opinion.id)
    )
    said = await decided(guest.ward, [row["matter"] for row in rows])
    return tuple(
        OwnQuestion(
            ""
            if row["matter.sensitive"] or MatterState(row["matter.state"]) in SEALED
            else said.get(row["matter"], NOTHING_DECIDED).line(row["matter.body"]),
            row["at"],
        )
        for row in rows
    )


async def asked_at(ward: int, tracking: str) -> ConferenceCard | None:
    """The conference that a question was sent ahead of. tracking: the hash of its code."""
    row = (
        await Opinion.select(Opinion.conference)
        .where(
            Opinion.ward == ward,
            Opinion.source == OpinionSource.AHEAD.value,
            Opinion.matter.tracking == tracking,
        )
        .first()
    )
    return None if row is None else await conference(ward, row["conference"])


async def counted(card: ConferenceCard) -> int:
    """How many were sent ahead; nothing of what they say."""
    found = await Opinion.count().where(
        Opinion.ward == card.ward,
        Opinion.conference == card.id,
        Opinion.source == OpinionSource.AHEAD.value,
    )
    return int(found)
