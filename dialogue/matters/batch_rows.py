"""A sheet of opinions becomes rows that may be registered, or faults with line and column.

The words that heads of columns go by stand in data/batch.json; what is accepted nowhere is named,
never guessed: a column that nobody reads would lose somebody's words.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.core.sheets import Line, Sheet
from dialogue.core.text import canonical, clean, fold
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.matters.states import Kind

FOR_GROUP = ("body", "about")
FOR_STAFF = ("body", "about", "kind", "group", "name", "contact", "consent", "private")
NEEDED = "body"
HEADING_WITHIN = 10  # first rows among which the heading stands: titles may stand above it
NEAR = 0.75  # how alike a misspelt head of a column is
MOST = {"body": LONGEST, "name": 120, "contact": 200}  # letters


@dataclass(frozen=True, slots=True)
class Choices:
    """What a cell may name, by its folded words. Several ids: the words do not say which."""

    fields: Mapping[str, Collection[int]]
    topics: Mapping[str, Collection[int]]
    groups: Mapping[str, Collection[int]]


@dataclass(frozen=True, slots=True)
class Fault:
    """number: the line in the sheet. column: its key.

    key: empty, short, long, unknown, several, consent; extra (without a column): words stand where
    the heading has none. size, most: letters, where it is about length. cell: what stands there.
    """

    number: int
    column: str
    key: str
    cell: str = ""
    size: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One opinion. number: its line in the sheet."""

    number: int
    body: str
    kind: str = Kind.QUESTION.value
    field: int | None = None
    topic: int | None = None
    group: int | None = None
    name: str = ""
    contact: str = ""
    consent: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """heads: column → the words that the sheet has for it. twins: line → the first one alike."""

    heads: Mapping[str, str]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    twins: Mapping[int, int]


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("data") / "batch.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def heading(column: str) -> str:
    """As the template to download calls it."""
    return str(_data()["columns"][column][0])


def read_rows(sheet: Sheet, columns: Sequence[str], choices: Choices, most: int) -> Read:
    """Raises Invalid(file=…): no-heading, misspelt, unknown-column, column-twice, no-rows,
    too-many-rows; `column` and `meant` beside it where a column is to be named.
    """
    place = _heading_place(sheet)
    places, heads = _columns(sheet.lines[place], columns)
    lines = sheet.lines[place + 1 :]
    if not lines:
        raise Invalid("a heading alone", file="no-rows")
    if len(lines) > most:
        raise Invalid(f"{len(lines)} rows, at most {most}", file="too-many-rows")
    headed = {at for at, cell in enumerate(sheet.lines[place].cells) if cell}
    read = [_row(line, places, choices, headed) for line in lines]
    rows = tuple(row for row, _ in read)
    return Read(heads, rows, tuple(fault for _, faults in read for fault in faults), _twins(rows))


def same_words(text: str) -> str:
    """Equal for texts that differ in case, spaces and the place of a tone mark alone."""
    return " ".join(canonical(text).lower().split())


# The heading


def _aliases() -> dict[str, str]:
    """Folded head → column; the empty column is known and not read."""
    return {fold(name): column for column, names in _data()["columns"].items() for name in names}


def _heading_place(sheet: Sheet) -> int:
    aliases = _aliases()
    for place, line in enumerate(sheet.lines[:HEADING_WITHIN]):
        if any(aliases.get(fold(cell)) == NEEDED for cell in line.cells if cell):
            return place
    first = sheet.lines[0]
    near = _near([cell for cell in first.cells if cell], [fold(heading(NEEDED))])
    if near:
        raise Invalid(f"{near} is misspelt", file="misspelt", column=near, meant=heading(NEEDED))
    raise Invalid("no heading", file="no-heading", meant=heading(NEEDED))


def _near(cells: Sequence[str], known: Sequence[str]) -> str:
    return next((cell for cell in cells if get_close_matches(fold(cell), known, 1, NEAR)), "")


def _columns(line: Line, wanted: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    aliases = _aliases()
    places: dict[str, int] = {}
    heads: dict[str, str] = {}
    for place, cell in enumerate(line.cells):
        if not cell:
            continue
        column = aliases.get(fold(cell))
        if column is None or (column and column not in wanted):
            raise _unknown(cell, column, wanted)
        if column in places:
            raise Invalid(f"{cell} twice", file="column-twice", column=cell)
        if column:
            places[column], heads[column] = place, cell
    return places, heads


def _unknown(cell: str, column: str | None, wanted: Sequence[str]) -> Invalid:
    names = {fold(name): name for key in wanted for name in _data()["columns"][key]}
    near = get_close_matches(fold(cell), list(names), 1, NEAR) if column is None else []
    if near:
        return Invalid(f"{cell} is misspelt", file="misspelt", column=cell, meant=names[near[0]])
    return Invalid(f"nobody reads {cell}", file="unknown-column", column=cell)


# The rows


def _row(
    line: Line, places: Mapping[str, int], choices: Choices, headed: Collection[int]
) -> tuple[Row, list[Fault]]:
    cells = {
        column: clean(line.cells[place]) if place < len(line.cells) else ""
        for column, place in places.items()
    }
    faults: list[Fault] = [
        Fault(line.number, "", "extra", text[:60])
        for place, text in enumerate(line.cells)
        if text and place not in headed
    ]

    def cell(column: str) -> str:
        return cells.get(column, "")

    def wrong(column: str, key: str, **more: int) -> None:
        faults.append(Fault(line.number, column, key, cell(column)[:60], **more))

    for column, most in MOST.items():
        if len(cell(column)) > most:
            wrong(column, "long", size=len(cell(column)), most=most)
    if not cell("body"):
        wrong("body", "empty")
    elif len(cell("body")) < SHORTEST:
        wrong("body", "short", size=len(cell("body")), most=SHORTEST)
    field, topic = _about(cell("about"), choices, wrong)
    consent = _tick("consent", cell, wrong)
    if cell("contact") and not consent:
        wrong("contact", "consent")
    row = Row(
        line.number,
        cell("body"),
        _kind(cell("kind"), wrong),
        field,
        topic,
        _one("group", cell("group"), choices.groups, wrong),
        cell("name"),
        cell("contact"),
        consent,
        _tick("private", cell, wrong),
    )
    return row, faults


def _about(text: str, choices: Choices, wrong: Any) -> tuple[int | None, int | None]:
    known = fold(text)
    if known in choices.topics and known not in choices.fields:
        return None, _one("about", text, choices.topics, wrong)
    return _one("about", text, choices.fields, wrong), None


def _one(column: str, text: str, known: Mapping[str, Collection[int]], wrong: Any) -> int | None:
    """None and a fault for words that name nothing here, or several things."""
    if not text:
        return None
    found = known.get(fold(text), ())
    if len(found) != 1:
        wrong(column, "several" if found else "unknown")
        return None
    return next(iter(found))


def _kind(text: str, wrong: Any) -> str:
    if not text:
        return Kind.QUESTION.value
    for kind, names in _data()["kinds"].items():
        if fold(text) in {fold(name) for name in names}:
            return str(kind)
    wrong("kind", "unknown")
    return Kind.QUESTION.value


def _tick(column: str, cell: Any, wrong: Any) -> bool:
    text = fold(cell(column))
    if text in {fold(name) for name in _data()["yes"]}:
        return True
    if text not in {fold(name) for name in _data()["no"]}:
        wrong(column, "unknown")
    return False


def _twins(rows: Sequence[Row]) -> dict[int, int]:
    first: dict[str, int] = {}
    twins = {}
    for row in rows:
        words = same_words(row.body)
        if words in first:
            twins[row.number] = first[words]
        elif words:
            first[words] = row.number
    return twins
