"""Opinions that come back: new ones with their numbers, changed ones, and those of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogue.core.bulk import insert_many
from meetings.conferences.actions.holding import hold
from meetings.conferences.hall_tables import Opinion, OpinionVoice
from meetings.conferences.loans import OPINION, Clash
from meetings.conferences.luggage import Row, packed, unpacked
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.loans import opinion_print

OPINIONS, VOICES = Opinion._meta.tablename, OpinionVoice._meta.tablename
_LATER = ("matter", "task", "lead")  # they name rows that have other ids here


@dataclass(slots=True)
class Brought:
    """ids: laptop's → here. tasks: opinion here → the laptop's task. last_number: of both sides."""

    last_number: int
    ids: dict[int, int] = field(default_factory=dict)
    tasks: dict[int, int] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class _Sides:
    """names: id → public id. here: by public id. base: prints as it went."""

    here: Mapping[str, Row]
    names_here: Mapping[int, str]
    there: list[Row]
    names_there: Mapping[int, str]
    base: Mapping[str, str]

    def changed_there(self, row: Row) -> bool:
        return self.base.get(row["public_id"]) != opinion_print(row, self.names_there)

    def changed_here(self, row: Row) -> bool:
        return self.base.get(row["public_id"]) != opinion_print(row, self.names_here)

    def same(self, row: Row) -> bool:
        here = self.here[row["public_id"]]
        return opinion_print(here, self.names_here) == opinion_print(row, self.names_there)


async def bring_opinions(
    card: ConferenceCard, base: Row, rows: Row, matters: Mapping[int, int]
) -> Brought:
    """matters: ids, laptop's → here."""
    sides = await _sides(card, base, rows)
    done = Brought(max(rows["conference"][0]["last_number"], await hold(card)))
    taken = _taken(sides, done)
    await _give_way(sides, taken, done)
    await _insert(card, sides, done)
    for row in taken:
        await _overwrite(row, sides.here[row["public_id"]])
    done.changed = len(taken)
    own = {row["public_id"] for row in taken} | {
        row["public_id"] for row in sides.there if row["public_id"] not in sides.here
    }
    for row in sides.there:
        await _link(row, done, matters, mine=row["public_id"] in own)
    await _voices(card, rows[VOICES], done)
    return done


async def _sides(card: ConferenceCard, base: Row, rows: Row) -> _Sides:
    found = await Opinion.select().where(Opinion.ward == card.ward, Opinion.conference == card.id)
    here, there = packed(Opinion, found), rows[OPINIONS]
    return _Sides(
        {row["public_id"]: row for row in here},
        {row["id"]: row["public_id"] for row in here},
        there,
        {row["id"]: row["public_id"] for row in there},
        base["opinions"],
    )


def _taken(sides: _Sides, done: Brought) -> list[Row]:
    """Known ones that the hall alone has changed; of those that both have, a word in the list."""
    taken = []
    for row in sides.there:
        here = sides.here.get(row["public_id"])
        if here is None or not sides.changed_there(row) or sides.same(row):
            continue
        if sides.changed_here(here):
            done.clashes += _differences(here, row)
        else:
            taken.append(row)
    return taken


def _differences(here: Row, there: Row) -> list[Clash]:
    what = str(there["number"] or here["number"] or there["public_id"])
    return [
        Clash("opinion", f"{what}: {name}", _said(here[name]), _said(there[name]))
        for name in OPINION
        if here[name] != there[name]
    ]


def _said(value: object) -> str:
    return "" if value is None else str(value)


async def _give_way(sides: _Sides, taken: list[Row], done: Brought) -> None:
    """A number called out in the hall is the hall's. Who drew it here meanwhile gets the next."""
    coming = [row for row in sides.there if row["public_id"] not in sides.here]
    called = {row["number"] for row in (*coming, *taken)} - {None}
    staying = set(sides.here) - {row["public_id"] for row in taken}
    rows = [sides.here[each] for each in staying if sides.here[each]["number"] in called]
    for row in sorted(rows, key=lambda each: each["number"]):
        done.last_number += 1
        done.clashes.append(
            Clash("number", str(row["number"]), str(done.last_number), str(row["number"]))
        )
        await Opinion.update(
            {Opinion.number: done.last_number, Opinion.version: Opinion.version + 1}
        ).where(Opinion.id == row["id"])


async def _insert(card: ConferenceCard, sides: _Sides, done: Brought) -> None:
    new = [row for row in sides.there if row["public_id"] not in sides.here]
    rows = unpacked(Opinion, new)
    for row in rows:
        row.pop("id")
        row.update(dict.fromkeys(_LATER), ward=card.ward, conference=card.id)
    await insert_many(Opinion, rows)
    names = [row["public_id"] for row in sides.there]
    found = await Opinion.select(Opinion.id, Opinion.public_id).where(
        Opinion.public_id.is_in(names or [""]), Opinion.conference == card.id
    )
    here = {row["public_id"]: row["id"] for row in found}
    done.ids = {row["id"]: here[row["public_id"]] for row in sides.there}
    done.new = len(new)


async def _overwrite(row: Row, here: Row) -> None:
    (made,) = unpacked(Opinion, [row])
    values: dict[Any, Any] = {getattr(Opinion, name): made[name] for name in OPINION}
    await Opinion.update({**values, Opinion.version: Opinion.version + 1}).where(
        Opinion.id == here["id"]
    )


async def _link(row: Row, done: Brought, matters: Mapping[int, int], *, mine: bool) -> None:
    """To the rows that it names, by the ids that they have here."""
    own = done.ids[row["id"]]
    if row["matter"] in matters:
        await Opinion.update({Opinion.matter: matters[row["matter"]]}).where(
            Opinion.id == own, Opinion.matter.is_null()
        )
    if mine and row["lead"] is not None:
        await Opinion.update({Opinion.lead: done.ids[row["lead"]]}).where(Opinion.id == own)
    if mine and row["task"] is not None:
        done.tasks[own] = row["task"]


async def _voices(card: ConferenceCard, rows: list[Row], done: Brought) -> None:
    """Each phone once."""
    found = await OpinionVoice.select(OpinionVoice.opinion, OpinionVoice.phone).where(
        OpinionVoice.opinion.is_in(list(done.ids.values()) or [0])
    )
    known = {(row["opinion"], row["phone"]) for row in found}
    made = unpacked(OpinionVoice, rows)
    for row in made:
        row.pop("id")
        row |= {"ward": card.ward, "opinion": done.ids[row["opinion"]]}
    new = [row for row in made if (row["opinion"], row["phone"]) not in known]
    await insert_many(OpinionVoice, new)
