"""The programme of a conference and its parts by groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dialogue.core.clock import local_time
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import in_force
from meetings.conferences.legal import FLOOR
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import RESIDENTS_TIME, AgendaKind
from meetings.conferences.tables import AgendaItem, Cluster, ClusterGroup


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the programme. starts_at: the minutes before it added up from the start."""

    position: int
    starts_at: datetime
    minutes: int
    kind: AgendaKind
    text: str
    who: str

    @property
    def hour(self) -> time:
        """In Vietnam's time."""
        return local_time(self.starts_at).time()


@dataclass(frozen=True, slots=True)
class Programme:
    """minutes: of all points. share: percent of them that is the residents', rounded down; None
    without points. least: percent by the rule, None: no rule."""

    points: tuple[Point, ...]
    minutes: int
    share: int | None
    least: int | None

    @property
    def too_little(self) -> bool:
        return self.share is not None and self.least is not None and self.share < self.least


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the conference for some groups. groups: their ids; names: how they are called.

    starts_at None: when the whole begins.
    """

    id: int
    name: str
    place: str
    starts_at: datetime | None
    groups: tuple[int, ...]
    names: tuple[str, ...]


async def programme(card: ConferenceCard) -> Programme:
    rows = (
        await AgendaItem.select()
        .where(AgendaItem.ward == card.ward, AgendaItem.conference == card.id)
        .order_by(AgendaItem.position)
    )
    points, gone = [], 0
    for row in rows:
        at = card.starts_at + timedelta(minutes=gone)
        kind = AgendaKind(row["kind"])
        points.append(Point(row["position"], at, row["minutes"], kind, row["text"], row["who"]))
        gone += row["minutes"]
    theirs = sum(point.minutes for point in points if point.kind in RESIDENTS_TIME)
    rule = in_force(await ward_queries.rules(card.ward), FLOOR, card.day)
    return Programme(
        tuple(points),
        gone,
        theirs * 100 // gone if gone else None,
        None if rule is None else int(rule.value),
    )


async def parts(card: ConferenceCard) -> tuple[Part, ...]:
    """In the order in which they were laid."""
    rows = (
        await Cluster.select()
        .where(Cluster.ward == card.ward, Cluster.conference == card.id)
        .order_by(Cluster.id)
    )
    groups: dict[int, list[int]] = {row["id"]: [] for row in rows}
    for row in await ClusterGroup.select(ClusterGroup.cluster, ClusterGroup.group).where(
        ClusterGroup.ward == card.ward, ClusterGroup.cluster.is_in(list(groups) or [0])
    ):
        groups[row["cluster"]].append(row["group"])
    labels = {each.id: each.label for each in await ward_queries.groups(card.ward, past=True)}
    return tuple(
        Part(
            row["id"],
            row["name"],
            row["place"],
            row["starts_at"],
            tuple(sorted(groups[row["id"]])),
            tuple(labels[each] for each in labels if each in groups[row["id"]]),
        )
        for row in rows
    )


async def part_of(card: ConferenceCard, part: int | None) -> Part | None:
    return next((each for each in await parts(card) if each.id == part), None)


async def groups_in_parts(ward: int) -> dict[int, frozenset[int]]:
    """By conference, of those that are held in parts: every group that one of them is for."""
    rows = await ClusterGroup.select(
        ClusterGroup.group, ClusterGroup.cluster.conference.as_alias("conference")
    ).where(ClusterGroup.ward == ward)
    found: dict[int, frozenset[int]] = {}
    for row in rows:
        found[row["conference"]] = found.get(row["conference"], frozenset()) | {row["group"]}
    return found
