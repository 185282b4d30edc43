"""Case figures as a ward reports them, entered by hand or from a file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogue.core import audit
from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward import catalogue
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.figures import COUNTS, MOST, Figures, findings, read_figure
from dialogue.ward.rules import Actor, may_enter_figures
from dialogue.ward.states import Qualifier
from dialogue.ward.tables import CaseFigures, Field

TYPED = (*COUNTS, "field", "since", "until", "label", "qualifiers", "source")  # by a person


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows of a file came new, were changed, stood there as they are.

    odd: line and figures of those that do not add up, entered as they were reported.
    """

    added: int
    changed: int
    same: int
    odd: tuple[tuple[int, Figures], ...]


class Written(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """Figures of a field (None: all) from `since` to `until`, both included.

    label: "6 tháng đầu năm 2020"; tells two series of one period apart. source: who reported it.
    """

    since: date
    until: date
    figures: Figures
    field: int | None = None
    label: str = ""
    source: str = ""


async def enter_case_figures(actor: Actor, entry: CaseEntry) -> int:
    """The row's id; figures of the same field, period and label are replaced.

    What does not add up is entered as it was reported: figures.findings says so. Raises NotFound
    for the field, Invalid for a negative figure, and for a period that has not begun or ends before
    it begins.
    """
    _check(actor, entry)
    async with DB.transaction():
        await take_turn(actor.ward)
        if entry.field is not None and not await Field.exists().where(
            Field.id == entry.field, Field.ward == actor.ward
        ):
            raise NotFound(f"no field {entry.field}")
        row, done = await _write(actor, entry)
        if done is not Written.SAME:
            await note(actor.ward, "cases", row)  # rates are made of them on public pages
    forget()
    return row


def _check(actor: Actor, entry: CaseEntry) -> None:
    if not may_enter_figures(actor):
        raise Forbidden("figures are entered by others")
    errors = {
        name: "out-of-range" for name in COUNTS if not 0 <= (entry.figures.get(name) or 0) <= MOST
    }
    errors |= dict.fromkeys(_loose(entry.figures), "nothing-to-qualify")
    if entry.since > local_day(now()):
        errors["since"] = "not-begun"
    if entry.until < entry.since:
        errors["until"] = "before-since"
    if all(entry.figures.get(name) is None for name in COUNTS):
        errors["received"] = "missing"
    if len(clean(entry.label)) > 120:
        errors["label"] = "too-long"
    if errors:
        raise Invalid("case figures", **errors)


def _loose(figures: Figures) -> list[str]:
    """Qualifiers without a figure."""
    return [n for n in figures.qualifiers if n not in COUNTS or figures.get(n) is None]


async def _write(actor: Actor, entry: CaseEntry) -> tuple[int, Written]:
    """The row's id, and what was done to it. What stands there already is left alone."""
    values = _values(actor, entry)
    same = (
        (CaseFigures.ward == actor.ward)
        & (CaseFigures.since == entry.since)
        & (CaseFigures.until == entry.until)
        & (CaseFigures.label == clean(entry.label))
    )
    field = CaseFigures.field.is_null() if entry.field is None else CaseFigures.field == entry.field
    old = await CaseFigures.select().where(same & field).first()
    if old is not None and all(old[name] == values[name] for name in TYPED):
        return int(old["id"]), Written.SAME
    if old is None:
        (made,) = await CaseFigures.insert(CaseFigures(ward=actor.ward, **values))
        row = int(made["id"])
    else:
        row = int(old["id"])
        await CaseFigures.update(**values).where(
            CaseFigures.id == row, CaseFigures.ward == actor.ward
        )
    await audit.record(
        actor.ward,
        actor.recorded,
        "enter-case-figures",
        "case_figures",
        row,
        before=_told(old) if old else None,
        after=_told(values),
    )
    return row, Written.CHANGED if old else Written.ADDED


def _values(actor: Actor, entry: CaseEntry) -> dict[str, Any]:
    return {
        "field": entry.field,
        "since": entry.since,
        "until": entry.until,
        "label": clean(entry.label),
        **{name: entry.figures.get(name) for name in COUNTS},
        "qualifiers": json.dumps(
            {name: word.value for name, word in sorted(entry.figures.qualifiers.items())}
        ),
        "source": clean(entry.source),
        "entered_by": actor.recorded,
        "entered_at": now(),
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*COUNTS, "field", "since", "until", "label", "qualifiers")}


async def import_cases(actor: Actor, data: bytes) -> Imported:
    """All rows of a file, or none. Raises Invalid with the line.

    Columns: since, until, field (code; empty: all fields), label, source, and the figures by
    their names; `hơn 16.710` keeps its word, an empty cell was not reported.
    """
    if not may_enter_figures(actor):
        raise Forbidden("figures are entered by others")
    lines = catalogue.read_table(data, ("since", "until"), ("field", "label", "source", *COUNTS))
    async with DB.transaction():
        await take_turn(actor.ward)
        rows = await Field.select(Field.id, Field.code).where(Field.ward == actor.ward)
        fields = {row["code"]: row["id"] for row in rows}
        entries = [_entry(actor, line, fields) for line in lines]
        done = Counter([(await _write(actor, entry))[1] for entry in entries])
        if done.total() > done[Written.SAME]:
            await note(actor.ward, "cases", 0)
    forget()
    odd = [
        (line.number, entry.figures)
        for line, entry in zip(lines, entries, strict=True)
        if any(found.is_mistake for found in findings(entry.figures))
    ]
    return Imported(done[Written.ADDED], done[Written.CHANGED], done[Written.SAME], tuple(odd))


def _entry(actor: Actor, line: catalogue.Line, fields: dict[str, int]) -> CaseEntry:
    code = line.get("field")
    if code and code not in fields:
        raise line.wrong("field", "unknown-field")
    entry = CaseEntry(
        since=line.day("since"),
        until=line.day("until"),
        figures=_figures(line),
        field=fields[code] if code else None,
        label=line.get("label"),
        source=line.get("source"),
    )
    try:
        _check(actor, entry)
    except Invalid as error:
        name, key = next(iter(error.errors.items()))
        raise line.wrong(name, key) from None
    return entry


def _figures(line: catalogue.Line) -> Figures:
    counts: dict[str, int | None] = {}
    qualifiers: dict[str, Qualifier] = {}
    for name in COUNTS:
        try:
            counts[name], qualifier = read_figure(line.get(name))
        except ValueError:
            raise line.wrong(name, "not-a-number") from None
        if qualifier:
            qualifiers[name] = qualifier
    return Figures(**counts, qualifiers=qualifiers)
