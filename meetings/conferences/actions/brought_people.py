"""Attendances, turns to speak and paper slips that come back from a hall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from piccolo.table import Table

from dialogue.core.bulk import insert_many
from meetings.conferences.actions.brought_opinions import Brought
from meetings.conferences.guest_tables import Attendance
from meetings.conferences.hall_tables import Slip, Speaker
from meetings.conferences.loans import SPEAKER, Clash, print_of
from meetings.conferences.luggage import Row, packed, unpacked
from meetings.conferences.queries.conferences import ConferenceCard

ATTENDANCES, SPEAKERS = Attendance._meta.tablename, Speaker._meta.tablename
SLIPS = Slip._meta.tablename


@dataclass(slots=True)
class People:
    """ids: attendance and speaker, laptop's → here."""

    attendances: int = 0
    ids: dict[str, dict[int, int]] = field(default_factory=dict)


async def bring_people(
    card: ConferenceCard, base: Row, rows: Row, brought: Brought
) -> tuple[People, list[Clash]]:
    done = People()
    here = await _here(Attendance, card)
    done.attendances = await _insert(Attendance, card, rows[ATTENDANCES], here, {})
    done.ids["attendance"] = await _ids(Attendance, card, rows[ATTENDANCES])
    for row in unpacked(Attendance, rows[ATTENDANCES]):
        if row["undone_at"] is not None:
            await Attendance.update({Attendance.undone_at: row["undone_at"]}).where(
                Attendance.id == done.ids["attendance"][row["id"]], Attendance.undone_at.is_null()
            )
    turns = await _here(Speaker, card)
    await _insert(Speaker, card, rows[SPEAKERS], turns, brought.ids)
    done.ids["speaker"] = await _ids(Speaker, card, rows[SPEAKERS])
    clashes = []
    for row in rows[SPEAKERS]:
        if row["operation"] in turns:
            clashes += await _turn(row, turns[row["operation"]], base["speakers"], brought)
    return done, clashes


async def _here(table: type[Table], card: ConferenceCard) -> dict[str, Row]:
    """By their operations."""
    one: Any = table
    rows = await one.select().where(one.ward == card.ward, one.conference == card.id)
    return {row["operation"]: row for row in packed(table, rows)}


async def _insert(
    table: type[Table],
    card: ConferenceCard,
    rows: list[Row],
    here: Mapping[str, Row],
    opinions: Mapping[int, int],
) -> int:
    """Those whose operation is not here. How many."""
    new = unpacked(table, [row for row in rows if row["operation"] not in here])
    for row in new:
        row.pop("id")
        row |= {"ward": card.ward, "conference": card.id}
        if "opinion" in row:
            row["opinion"] = opinions.get(row["opinion"])
    await insert_many(table, new)
    return len(new)


async def _ids(table: type[Table], card: ConferenceCard, rows: list[Row]) -> dict[int, int]:
    here = await _here(table, card)
    return {row["id"]: here[row["operation"]]["id"] for row in rows}


async def _turn(there: Row, here: Row, base: Mapping[str, str], brought: Brought) -> list[Clash]:
    """A turn that was queued before it all went to the laptop."""
    before = base.get(there["operation"])
    if print_of(there, SPEAKER) in {before, print_of(here, SPEAKER)}:
        return []
    if print_of(here, SPEAKER) != before:
        told = str(there["queued_at"]), str(here["state"]), str(there["state"])
        return [Clash("speaker", *told)]
    (made,) = unpacked(Speaker, [there])
    values: dict[Any, Any] = {getattr(Speaker, name): made[name] for name in SPEAKER}
    values |= {
        Speaker.opinion: brought.ids.get(there["opinion"]),
        Speaker.version: Speaker.version + 1,
    }
    await Speaker.update(values).where(Speaker.id == here["id"])
    return []


async def bring_slips(card: ConferenceCard, rows: Row, brought: Brought) -> list[Clash]:
    """Printed there, used there. One that was used on both sides stays with the opinion here."""
    found = await Slip.select(Slip.code, Slip.opinion).where(
        Slip.ward == card.ward, Slip.conference == card.id
    )
    here = {row["code"]: row["opinion"] for row in found}
    made = unpacked(Slip, rows[SLIPS])
    for row in made:
        row.pop("id")
        row |= {"conference": card.id, "ward": card.ward}
        row["opinion"] = brought.ids.get(row["opinion"])
    await insert_many(Slip, [row for row in made if row["code"] not in here])
    clashes = []
    for row in made:
        used, now_used = here.get(row["code"]), row["opinion"]
        if row["code"] not in here or now_used is None or used == now_used:
            continue
        if used is not None:
            clashes.append(Clash("slip", row["code"], str(used), str(now_used)))
            continue
        await Slip.update({Slip.opinion: now_used}).where(
            Slip.conference == card.id, Slip.code == row["code"]
        )
    return clashes
