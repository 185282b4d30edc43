"""Who is expected and who came. Names are decrypted in memory, for those entitled alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.errors import Forbidden
from dialogue.core.keys import decrypt, keys
from dialogue.core.text import fold, sort_key
from dialogue.ward.figures import common
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier
from meetings.conferences.guest_tables import Attendance, Invitee
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import Entrance, InviteeKind, Reply

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """An invitation. person: who comes for it, the substitute where one was named."""

    id: int
    kind: InviteeKind
    group: int | None
    name: str
    person: str
    seats: int
    taken: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class Came:
    """One line of the list of attendances. name: of the invitation, or what was given.

    word: how `people` was told; None: exact.
    """

    id: int
    group: int | None
    name: str
    entrance: Entrance
    people: int
    at: datetime
    word: Qualifier | None = None


async def expected(actor: Actor, number: int) -> tuple[Expected, ...]:
    """All invitations of a conference, by name. Raises Forbidden."""
    _entitled(actor)
    rows = await Invitee.select().where(
        Invitee.ward == actor.ward, Invitee.conference == number, Invitee.removed_at.is_null()
    )
    seats = await Attendance.select(Attendance.invitee).where(
        Attendance.ward == actor.ward,
        Attendance.conference == number,
        Attendance.undone_at.is_null(),
    )
    taken = Counter(row["invitee"] for row in seats)
    cards = [_expected(row, taken[row["id"]]) for row in rows]
    return tuple(sorted(cards, key=lambda each: (sort_key(each.name), each.id)))


async def find_invited(actor: Actor, number: int, typed: str) -> tuple[Expected, ...]:
    """Whose name, or whose organisation's, has parts that begin with what was typed.

    Two letters are enough; those who still have a seat come first, persons before groups and
    organisations: "ph" is in the name of every group (tổ dân phố). Raises Forbidden.
    """
    wanted = fold(typed).split()
    if not wanted:
        return ()
    every = await expected(actor, number)
    found = [each for each in every if _fits(f"{each.name} {each.person}", wanted)]
    found.sort(key=lambda each: (each.taken >= each.seats, not _fits(each.person, wanted)))
    return tuple(found[:MOST_FOUND])


def _fits(name: str, wanted: list[str]) -> bool:
    parts = fold(name).split()
    return all(any(part.startswith(each) for part in parts) for each in wanted)


async def attendances(actor: Actor, number: int) -> tuple[Came, ...]:
    """As they came; those undone are not among them. Raises Forbidden."""
    _entitled(actor)
    names = {each.id: each.name for each in await expected(actor, number)}
    rows = (
        await Attendance.select()
        .where(
            Attendance.ward == actor.ward,
            Attendance.conference == number,
            Attendance.undone_at.is_null(),
        )
        .order_by(Attendance.id)
    )
    return tuple(
        Came(
            row["id"],
            row["group"],
            names.get(row["invitee"], "") or _plain(row, "name"),
            Entrance(row["entrance"]),
            row["people"],
            row["at"],
            Qualifier(row["word"]) if row["word"] else None,
        )
        for row in rows
    )


def by_group(listed: Iterable[Came]) -> dict[int | None, int]:
    """People by residential group, None: of no group. The sum is that of the list."""
    found: Counter[int | None] = Counter()
    for each in listed:
        found[each.group] += each.people
    return dict(found)


def words_by_group(listed: Iterable[Came]) -> dict[int | None, Qualifier | None]:
    """How the sums of `by_group` are told."""
    lines = tuple(listed)
    groups = {each.group for each in lines}
    return {group: common(each.word for each in lines if each.group == group) for group in groups}


def _expected(row: dict[str, Any], taken: int) -> Expected:
    return Expected(
        row["id"],
        InviteeKind(row["kind"]),
        row["group"],
        row["name"],
        _plain(row, "substitute") or _plain(row, "person"),
        row["seats"],
        taken,
        Reply(row["reply"]),
    )


def _plain(row: dict[str, Any], column: str) -> str:
    sealed, key = row[column], row["key"]
    return decrypt(keys(), key, sealed) if sealed and key else ""


def _entitled(actor: Actor) -> None:
    if not may_prepare(actor):
        raise Forbidden("names are for those who keep the door")
