"""Parts (cụm) of a conference, each for some residential groups, at its own place and hour."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from dialogue.core.clock import local_day
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions.steps import in_state, record, require
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import AHEAD, Step
from meetings.conferences.tables import Cluster, ClusterGroup

MOST_PARTS = 20
LATEST = timedelta(days=31)  # after the first day: a slip of the finger is another year


@dataclass(frozen=True, slots=True)
class NewPart:
    """groups: ids. starts_at None: when the whole begins."""

    name: str
    groups: tuple[int, ...]
    place: str = ""
    starts_at: datetime | None = None


async def add_part(actor: Actor, number: int, new: NewPart) -> int:
    """A part for some groups (rule DLG-CLUSTER). A group is in one part only.

    Raises Forbidden, NotFound (a group), Conflict, Invalid.
    """
    require(may_prepare(actor), "split a conference")
    name, place = clean(new.name), clean(new.place)
    wrong = {
        "name": "missing" if not name else "too-long" if len(name) > 120 else "",
        "place": "too-long" if len(place) > 200 else "",
        "groups": "" if new.groups else "missing",
    }
    if errors := {key: word for key, word in wrong.items() if word}:
        raise Invalid("a part", **errors)
    for group in new.groups:
        await ward_queries.group(actor.ward, group)
    async with DB.transaction():
        card = await in_state(actor.ward, number, *AHEAD)
        if not _fits(card, new.starts_at):
            raise Invalid("not on the day or soon after it", starts="out-of-range")
        parts = await Cluster.select(Cluster.id).where(Cluster.conference == number)
        if len(parts) >= MOST_PARTS:
            raise Conflict("too many parts")
        ids = [row["id"] for row in parts]
        if await ClusterGroup.exists().where(
            ClusterGroup.cluster.is_in(ids or [0]), ClusterGroup.group.is_in(list(new.groups))
        ):
            raise Invalid("a group is in another part", groups="twice")
        (row,) = await Cluster.insert(
            Cluster(
                ward=actor.ward, conference=number, name=name, place=place, starts_at=new.starts_at
            )
        )
        await ClusterGroup.insert(
            *(
                ClusterGroup(ward=actor.ward, cluster=row["id"], group=each)
                for each in sorted(set(new.groups))
            )
        )
        await _bring_guests(card, row["id"], new.groups)
        data = {"added": asdict(new)}
        await record(card, Step.CHANGE_CLUSTERS, actor, data=data)
    return int(row["id"])


async def remove_part(actor: Actor, number: int, part: int) -> None:
    """Raises Forbidden, NotFound, Conflict."""
    require(may_prepare(actor), "split a conference")
    async with DB.transaction():
        card = await in_state(actor.ward, number, *AHEAD)
        mine = (Cluster.id == part) & (Cluster.conference == number)
        row = await Cluster.select(Cluster.name).where(mine).first()
        if row is None:
            raise Conflict("the part is gone already")
        await Invitee.update({Invitee.cluster: None}).where(Invitee.cluster == part)
        await ClusterGroup.delete().where(ClusterGroup.cluster == part)
        await Cluster.delete().where(mine)
        await record(card, Step.CHANGE_CLUSTERS, actor, data={"removed": row["name"]})


def _fits(card: ConferenceCard, starts_at: datetime | None) -> bool:
    """The notice counts its days to the first of them: none is earlier."""
    if starts_at is None:
        return True
    return card.day <= local_day(starts_at) <= card.day + LATEST


async def _bring_guests(card: ConferenceCard, part: int, groups: Collection[int]) -> None:
    """Who is invited for a group belongs to the group's part."""
    await Invitee.update({Invitee.cluster: part}).where(
        Invitee.conference == card.id, Invitee.group.is_in(sorted(groups))
    )


async def move_along(card: ConferenceCard, starts_at: datetime) -> None:
    """In the caller's transaction: each part moves as far as the whole does."""
    rows = await Cluster.select(Cluster.id, Cluster.starts_at).where(
        Cluster.conference == card.id, Cluster.starts_at.is_not_null()
    )
    for row in rows:
        moved = row["starts_at"] + (starts_at - card.starts_at)
        await Cluster.update({Cluster.starts_at: moved}).where(Cluster.id == row["id"])


async def part_of_groups(number: int) -> dict[int, int]:
    """Of a conference: group → its part."""
    rows = await ClusterGroup.select(ClusterGroup.cluster, ClusterGroup.group).where(
        ClusterGroup.cluster.conference == number
    )
    return {row["group"]: row["cluster"] for row in rows}
