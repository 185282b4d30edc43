"""A list of guests that somebody sends as a table: read row by row, each fault by its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.core.sheets import Line, Sheet
from dialogue.core.text import clean, fold
from meetings.conferences.actions.guests import NewInvitee, checked
from meetings.conferences.states import InviteeKind

MOST_ROWS = 500
COLUMNS = ("name", "kind", "person", "contact", "seats")
HEADING_WITHIN = 5  # rows at the top in which the heading is looked for


@dataclass(frozen=True, slots=True)
class Fault:
    """number: the line in the sheet. column: its key. key: missing, too-long, out-of-range,
    unknown."""

    number: int
    column: str
    key: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """number of the line → guest; what is wrong; line → the earlier one that is the same."""

    rows: tuple[tuple[int, NewInvitee], ...]
    faults: tuple[Fault, ...]
    twins: Mapping[int, int]


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("data") / "guests.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def heading(column: str) -> str:
    return str(_data()["columns"][column][0])


def read_guests(sheet: Sheet, groups: Mapping[str, int]) -> Read:
    """groups: folded names of residential groups → id. Raises Invalid(file=…): no-heading,
    unknown-column, column-twice (with `column`), no-rows, too-many-rows.
    """
    place, places = _heading(sheet)
    lines = sheet.lines[place + 1 :]
    if not lines:
        raise Invalid("a heading alone", file="no-rows")
    if len(lines) > MOST_ROWS:
        raise Invalid(f"{len(lines)} rows", file="too-many-rows")
    faults: list[Fault] = []
    rows = [
        (line.number, guest)
        for line in lines
        if (guest := _guest(line, places, groups, faults)) is not None
    ]
    return Read(tuple(rows), tuple(faults), _twins(rows))


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]]:
    known = {fold(name): key for key, names in _data()["columns"].items() for name in names}
    for place, line in enumerate(sheet.lines[:HEADING_WITHIN]):
        if any(known.get(fold(cell)) == "name" for cell in line.cells if cell):
            return place, _columns(line, known)
    raise Invalid("no heading", file="no-heading")


def _columns(line: Line, known: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(line.cells):
        column = known.get(fold(cell)) if cell else ""
        if column is None:
            raise Invalid(f"nobody reads {cell}", file="unknown-column", column=cell)
        if column and column in places:
            raise Invalid(f"{cell} twice", file="column-twice", column=cell)
        if column:
            places[column] = place
    return places


def _guest(
    line: Line, places: Mapping[str, int], groups: Mapping[str, int], faults: list[Fault]
) -> NewInvitee | None:
    """None and its faults for a row that cannot be taken."""

    def cell(column: str) -> str:
        place = places.get(column)
        return clean(line.cells[place]) if place is not None and place < len(line.cells) else ""

    wrong: list[Fault] = []
    kind = _kind(cell("kind"))
    if kind is None:
        wrong.append(Fault(line.number, "kind", "unknown", cell("kind")[:60]))
        kind = InviteeKind.ORGANISATION
    group = groups.get(fold(cell("name"))) if kind is InviteeKind.GROUP else None
    if kind is InviteeKind.GROUP and group is None:
        wrong.append(Fault(line.number, "name", "unknown", cell("name")[:60]))
    seats = cell("seats") or "1"
    number = int(seats) if seats.isascii() and seats.isdigit() and len(seats) < 4 else 0
    guest = NewInvitee(kind, cell("name"), group, cell("person"), cell("contact"), number)
    try:
        guest = checked(guest)
    except Invalid as error:
        wrong += [
            Fault(line.number, column, key, cell(column)[:60])
            for column, key in error.errors.items()
        ]
    faults += wrong
    return None if wrong else guest


def _kind(text: str) -> InviteeKind | None:
    for kind, names in _data()["kinds"].items():
        if fold(text) in {fold(name) for name in names}:
            return InviteeKind(kind)
    return None


def _twins(rows: Sequence[tuple[int, NewInvitee]]) -> dict[int, int]:
    first: dict[tuple[str, str, int], int] = {}
    twins = {}
    for number, guest in rows:
        key = (guest.kind.value, fold(guest.name), guest.group or 0)
        if key in first:
            twins[number] = first[key]
        else:
            first[key] = number
    return twins
