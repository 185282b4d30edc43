"""The catalogue of procedures: imported from a file, never deleted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dialogue.core import audit
from dialogue.core.bulk import insert_many
from dialogue.core.database import DB
from dialogue.core.memo import forget
from dialogue.ward import catalogue
from dialogue.ward.actions.fields import unit_ids
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.actions.units import check_right
from dialogue.ward.catalogue import Line
from dialogue.ward.rules import Actor
from dialogue.ward.tables import Field, Procedure

NEEDED = ("code", "slug", "field", "name_vi", "owner_unit")
LIMIT_UNITS = frozenset({"working_day", "day", "hour", "same_day", ""})
LENGTHS = {
    "code": 60,
    "slug": 120,
    "official_field": 120,
    "name_vi": 500,
    "name_en": 500,
    "result_vi": 500,
    "papers_vi": 2_000,
    "fee_vi": 300,
    "source": 500,
}
Row = dict[str, Any]
CHANNELS = frozenset({"counter", "online", "post"})


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows came new, were changed, were switched off as missing, stayed as they were.

    missing: in use and not in the file; switched_off only when that was wanted.
    """

    added: int
    changed: int
    missing: int
    switched_off: int
    same: int


async def import_procedures(actor: Actor, data: bytes, *, replace: bool = False) -> Imported:
    """Rows are added and changed; what the file does not name stays, unless it is to replace all.

    replace: the file is the whole list; others are switched off, so that old feedback keeps its
    link. Matched by code without a province's suffix, then by slug. Raises Invalid with the line.
    Papers and fees (papers_vi, fee_vi) stay as they are where the list has no such columns.
    """
    check_right(actor)
    lines = catalogue.read_table(data, NEEDED)
    catalogue.check_lines(lines, "slug", LENGTHS)
    _check_codes(lines)
    async with DB.transaction():
        await take_turn(actor.ward)
        fields = await _field_ids(actor.ward)
        units = await unit_ids(actor.ward)
        rows = [_row(actor.ward, line, fields, units) for line in lines]
        old = await Procedure.select().where(Procedure.ward == actor.ward)
        result = await _write(actor.ward, _pairs(lines, rows, old), old, replace=replace)
        await audit.record(
            actor.ward,
            actor.recorded,
            "import-procedures",
            "ward",
            actor.ward,
            after={"added": result.added, "changed": result.changed, "off": result.switched_off},
        )
    forget()
    return result


async def _field_ids(ward: int) -> dict[str, int]:
    rows = await Field.select(Field.id, Field.code).where(Field.ward == ward)
    return {row["code"]: row["id"] for row in rows}


def _row(ward: int, line: Line, fields: dict[str, int], units: dict[str, int]) -> Row:
    _check(line, fields, units)
    limit = line.get("limit_value")
    return {
        "ward": ward,
        "code": catalogue.bare_code(line["code"]),
        "slug": line["slug"],
        "field": fields[line["field"]],
        "official_field": line.get("official_field"),
        "name": line["name_vi"],
        "name_en": line.get("name_en") or line["name_vi"],
        "owner_unit": units[line["owner_unit"]],
        "limit_value": int(limit) if limit else None,
        "limit_unit": line.get("limit_unit"),
        "limit_note": line.get("limit_note"),
        "channels": line.get("channels"),
        "result": line.get("result_vi"),
        "certainty": line.get("certainty") or "low",
        "source": line.get("source"),
        "active": True,
    } | {
        column: line[f"{column}_vi"] for column in ("papers", "fee") if f"{column}_vi" in line.cells
    }


def _check(line: Line, fields: dict[str, int], units: dict[str, int]) -> None:
    limit, channels = line.get("limit_value"), set(line.get("channels").split(";")) - {""}
    wrong = {
        "field": (line["field"] not in fields, "unknown-field"),
        "owner_unit": (line["owner_unit"] not in units, "unknown-owner-unit"),
        "slug": (not line["slug"], "missing"),
        "name_vi": (not line["name_vi"], "missing"),
        "limit_value": (bool(limit) and not (limit.isascii() and limit.isdigit()), "not-a-number"),
        "limit_unit": (line.get("limit_unit") not in LIMIT_UNITS, "unknown-limit-unit"),
        "channels": (not channels <= CHANNELS, "unknown-channel"),
        "certainty": (line.get("certainty") not in {"", "high", "medium", "low"}, "unknown"),
    }
    for column, (is_wrong, key) in wrong.items():
        if is_wrong:
            raise line.wrong(column, key)


def _check_codes(lines: Iterable[Line]) -> None:
    """The same code twice, perhaps with another province's suffix, would overwrite itself."""
    seen: set[str] = set()
    for line in lines:
        code = catalogue.bare_code(line["code"])
        if code and code in seen:
            raise line.wrong("code", "twice")
        seen.add(code)


def _pairs(lines: list[Line], rows: list[Row], old: list[Row]) -> list[tuple[Row, Row | None]]:
    """Each row with what it replaces: by code first, then by slug. A kept row keeps its slug."""
    by_code = {row["code"]: row for row in old if row["code"]}
    by_slug = {row["slug"]: row for row in old}
    taken = {by_code[row["code"]]["id"] for row in rows if row["code"] in by_code}
    pairs: list[tuple[Row, Row | None]] = []
    for line, row in zip(lines, rows, strict=True):
        match = by_code.get(row["code"])
        if match is None and (match := by_slug.get(row["slug"])) and match["id"] in taken:
            raise line.wrong("slug", "in-use")
        if match is not None:
            row["slug"] = match["slug"]  # addresses and old feedback hold on to it
        pairs.append((row, match))
    return pairs


async def _write(
    ward: int,
    pairs: list[tuple[Row, Row | None]],
    old: list[Row],
    *,
    replace: bool,
) -> Imported:
    new = [{"papers": "", "fee": ""} | row for row, match in pairs if match is None]
    kept = [(row, match) for row, match in pairs if match is not None]
    changed = [
        (row, match["id"]) for row, match in kept if any(match[name] != row[name] for name in row)
    ]
    await insert_many(Procedure, new)
    for row, procedure in changed:
        await Procedure.update(**row).where(Procedure.id == procedure, Procedure.ward == ward)
    found = {match["id"] for _, match in kept}
    missing = [row["id"] for row in old if row["active"] and row["id"] not in found]
    off = missing if replace else []
    for start in range(0, len(off), 500):
        await Procedure.update({Procedure.active: False}).where(
            Procedure.ward == ward, Procedure.id.is_in(off[start : start + 500])
        )
    same = len(kept) - len(changed)
    return Imported(len(new), len(changed), len(missing), len(off), same)
