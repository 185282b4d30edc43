"""Fields of procedures (lĩnh vực) and topics (chủ đề)."""

from __future__ import annotations

from typing import Any

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward import catalogue
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.actions.units import check_coded, check_named, check_right, with_old_name
from dialogue.ward.rules import Actor
from dialogue.ward.tables import Field, Topic, Unit


async def add_field(
    actor: Actor,
    code: str,
    name: str,
    unit: int,
    *,
    name_en: str = "",
    short: str = "",
    parent: int | None = None,
    icon: str = "",
    examples: str = "",
) -> int:
    """The new field's id, last in order. Raises NotFound for unit or parent, Conflict for a code.

    A parent has no parent itself: two levels.
    """
    check_right(actor)
    check_named(code, name)
    async with DB.transaction():
        await take_turn(actor.ward)
        await _check_place(actor.ward, unit, parent)
        rows = await Field.select(Field.code, Field.position).where(Field.ward == actor.ward)
        if any(row["code"] == code for row in rows):
            raise Conflict(f"there is a field {code}")
        (row,) = await Field.insert(
            Field(
                ward=actor.ward,
                code=code,
                parent=parent,
                name=clean(name),
                name_en=clean(name_en) or clean(name),
                short=clean(short) or clean(name)[:60],
                unit=unit,
                icon=icon,
                examples=clean(examples),
                position=max((row["position"] for row in rows), default=0) + 1,
            )
        )
        field = int(row["id"])
        await audit.record(
            actor.ward, actor.recorded, "add-field", "field", field, after={"code": code}
        )
    forget()
    return field


async def _check_place(ward: int, unit: int, parent: int | None) -> None:
    if not await Unit.exists().where(Unit.id == unit, Unit.ward == ward):
        raise NotFound(f"no unit {unit}")
    if parent is None:
        return
    above = await Field.select(Field.parent).where(Field.id == parent, Field.ward == ward).first()
    if above is None:
        raise NotFound(f"no field {parent}")
    if above["parent"] is not None:
        raise Invalid("fields have two levels", parent="third-level")


async def change_field(
    actor: Actor, field: int, name: str, *, name_en: str, short: str, unit: int
) -> None:
    """New names or another unit; the old name stays to be found by. Raises NotFound."""
    check_right(actor)
    check_named("X", name)
    columns = (Field.name, Field.name_en, Field.short, Field.unit, Field.old_names)
    async with DB.transaction():
        await _check_place(actor.ward, unit, None)
        old = await Field.select(*columns).where(Field.id == field, Field.ward == actor.ward)
        if not old:
            raise NotFound(f"no field {field}")
        lines = with_old_name(old[0].pop("old_names"), old[0]["name"], clean(name))
        new: dict[str, Any] = {
            "name": clean(name),
            "name_en": clean(name_en) or clean(name),
            "short": clean(short) or clean(name)[:60],
            "unit": unit,
        }
        await Field.update(**new, old_names=lines).where(
            Field.id == field, Field.ward == actor.ward
        )
        await audit.record(actor.ward, actor.recorded, "change-field", "field", field, old[0], new)
    forget()


async def switch_field(actor: Actor, field: int, active: bool) -> None:
    """Off: no longer offered; what it already names keeps it. Raises NotFound."""
    await _switch(actor, Field, field, active)


async def switch_topic(actor: Actor, topic: int, active: bool) -> None:
    """As switch_field."""
    await _switch(actor, Topic, topic, active)


async def _switch(
    actor: Actor, table: type[Field] | type[Topic], subject: int, active: bool
) -> None:
    check_right(actor)
    kind = table._meta.tablename
    async with DB.transaction():
        changed = (
            await table.update({table.active: active})
            .where(table.id == subject, table.ward == actor.ward)
            .returning(table.id)
        )
        if not changed:
            raise NotFound(f"no {kind} {subject}")
        await audit.record(
            actor.ward, actor.recorded, f"switch-{kind}", kind, subject, after={"active": active}
        )
    forget()


async def add_topic(
    actor: Actor,
    code: str,
    name: str,
    unit: int,
    *,
    name_en: str = "",
    short: str = "",
    icon: str = "",
    sensitive: bool = False,
    examples: str = "",
) -> int:
    """The new topic's id, last in order. Raises NotFound for the unit, Conflict for a code."""
    check_right(actor)
    check_named(code, name)
    async with DB.transaction():
        await take_turn(actor.ward)
        await _check_place(actor.ward, unit, None)
        rows = await Topic.select(Topic.code, Topic.position).where(Topic.ward == actor.ward)
        if any(row["code"] == code for row in rows):
            raise Conflict(f"there is a topic {code}")
        (row,) = await Topic.insert(
            Topic(
                ward=actor.ward,
                code=code,
                name=clean(name),
                name_en=clean(name_en) or clean(name),
                short=clean(short) or clean(name)[:60],
                unit=unit,
                icon=icon,
                sensitive=sensitive,
                examples=clean(examples),
                position=max((row["position"] for row in rows), default=0) + 1,
            )
        )
        topic = int(row["id"])
        await audit.record(
            actor.ward, actor.recorded, "add-topic", "topic", topic, after={"code": code}
        )
    forget()
    return topic


async def change_topic(
    actor: Actor, topic: int, name: str, *, name_en: str, short: str, unit: int
) -> None:
    """New names or another unit. Raises NotFound."""
    check_right(actor)
    check_named("X", name)
    new: dict[str, Any] = {
        "name": clean(name),
        "name_en": clean(name_en) or clean(name),
        "short": clean(short) or clean(name)[:60],
        "unit": unit,
    }
    columns = (Topic.name, Topic.name_en, Topic.short, Topic.unit)
    mine = (Topic.id == topic) & (Topic.ward == actor.ward)
    async with DB.transaction():
        await _check_place(actor.ward, unit, None)
        old = await Topic.select(*columns).where(mine).first()
        if old is None:
            raise NotFound(f"no topic {topic}")
        await Topic.update(**new).where(mine)
        await audit.record(actor.ward, actor.recorded, "change-topic", "topic", topic, old, new)
    forget()


async def unit_ids(ward: int) -> dict[str, int]:
    """By code, in the caller's transaction."""
    rows = await Unit.select(Unit.id, Unit.code).where(Unit.ward == ward)
    return {row["code"]: row["id"] for row in rows}


LENGTHS = {"name_vi": 120, "name_en": 120, "short": 60, "icon_hint": 30}


async def import_fields(actor: Actor, data: bytes) -> int:
    """Adds what is new by its code and gives their number; what is there stays as it is.

    Columns: code, parent, name_vi, name_en, short, owner_unit, icon_hint, old_names, examples.
    A parent stands before its children. An unknown unit or parent stops the import.
    """
    check_right(actor)
    lines = catalogue.read_table(data, ("code", "name_vi", "owner_unit"))
    catalogue.check_lines(lines, "code", LENGTHS)
    async with DB.transaction():
        await take_turn(actor.ward)
        units = await unit_ids(actor.ward)
        rows = await Field.select(Field.id, Field.code).where(Field.ward == actor.ward)
        known = {row["code"]: row["id"] for row in rows}
        new = [line for line in lines if line["code"] not in known]
        for position, line in enumerate(new, len(rows) + 1):
            parent = _found(line, "parent", known) if line.get("parent") else None
            (row,) = await Field.insert(
                Field(
                    **_common(actor.ward, line, units),
                    parent=parent,
                    old_names=catalogue.split_names(line.get("old_names")),
                    position=position,
                )
            )
            known[line["code"]] = row["id"]
        await _imported(actor, "import-fields", len(new))
    forget()
    return len(new)


async def import_topics(actor: Actor, data: bytes) -> int:
    """As import_fields, with a column `sensitive` (yes or no) and no parents."""
    check_right(actor)
    lines = catalogue.read_table(data, ("code", "name_vi", "lead_unit"))
    catalogue.check_lines(lines, "code", LENGTHS)
    async with DB.transaction():
        await take_turn(actor.ward)
        units = await unit_ids(actor.ward)
        rows = await Topic.select(Topic.code).where(Topic.ward == actor.ward)
        known = {row["code"] for row in rows}
        new = [line for line in lines if line["code"] not in known]
        for position, line in enumerate(new, len(rows) + 1):
            common = _common(actor.ward, line, units, "lead_unit")
            sensitive = line.get("sensitive").lower() in {"yes", "có", "x", "1"}
            await Topic.insert(Topic(**common, sensitive=sensitive, position=position))
        await _imported(actor, "import-topics", len(new))
    forget()
    return len(new)


def _common(
    ward: int, line: catalogue.Line, units: dict[str, int], unit: str = "owner_unit"
) -> dict[str, Any]:
    check_coded(line, "name_vi")
    return {
        "ward": ward,
        "code": line["code"],
        "name": line["name_vi"],
        "name_en": line.get("name_en") or line["name_vi"],
        "short": line.get("short") or line["name_vi"][:60],
        "unit": _found(line, unit, units),
        "icon": line.get("icon_hint"),
        "examples": line.get("examples"),
    }


def _found(line: catalogue.Line, column: str, known: dict[str, int]) -> int:
    if line[column] not in known:
        raise line.wrong(column, f"unknown-{column.replace('_', '-')}")
    return known[line[column]]


async def _imported(actor: Actor, action: str, added: int) -> None:
    await audit.record(
        actor.ward, actor.recorded, action, "ward", actor.ward, after={"added": added}
    )
