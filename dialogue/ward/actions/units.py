"""Units (đơn vị) of a ward."""

from __future__ import annotations

from datetime import date

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward import catalogue
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.rules import Actor, may_keep_ward, usable_code
from dialogue.ward.states import UnitKind
from dialogue.ward.tables import Unit, Ward

NAMES = ("name", "name_en", "name_xa", "name_xa_en")


def check_right(actor: Actor) -> None:
    """Raises Forbidden."""
    if not may_keep_ward(actor):
        raise Forbidden("only a keeper changes what belongs to the ward")


async def add_unit(
    actor: Actor,
    code: str,
    name: str,
    *,
    short: str = "",
    other_names: str = "",
    phone: str = "",
    kind: UnitKind = UnitKind.OFFICE,
    since: date | None = None,
) -> int:
    """The new unit's id. other_names: one a line. Raises Conflict for a code in use."""
    check_right(actor)
    check_named(code, name)
    async with DB.transaction():
        await take_turn(actor.ward)
        if await Unit.exists().where(Unit.ward == actor.ward, Unit.code == code):
            raise Conflict(f"there is a unit {code}")
        (row,) = await Unit.insert(
            Unit(
                ward=actor.ward,
                code=code,
                name=clean(name),
                short=clean(short) or clean(name)[:60],
                other_names=clean(other_names),
                phone=clean(phone),
                kind=kind.value,
                since=since,
            )
        )
        unit = int(row["id"])
        await audit.record(
            actor.ward, actor.recorded, "add-unit", "unit", unit, after={"code": code, "name": name}
        )
    forget()
    return unit


def check_named(code: str, name: str) -> None:
    """Raises Invalid for a code or a name that does not fit its column."""
    errors = {}
    if not usable_code(code):
        errors["code"] = "not-usable"
    if not 1 <= len(clean(name)) <= 120:
        errors["name"] = "missing" if not clean(name) else "too-long"
    if errors:
        raise Invalid("code or name", **errors)


async def change_unit(
    actor: Actor,
    unit: int,
    name: str,
    short: str,
    phone: str = "",
    *,
    kind: UnitKind | None = None,
) -> None:
    """A new name; the old one stays as a name to find the unit by. Raises NotFound.

    The English name goes with the old one: it would say something else. kind None: as it was.
    """
    check_right(actor)
    check_named("VP", name)
    async with DB.transaction():
        columns = (Unit.name, Unit.name_en, Unit.short, Unit.phone, Unit.kind, Unit.other_names)
        old = await Unit.select(*columns).where(Unit.id == unit, Unit.ward == actor.ward)
        if not old:
            raise NotFound(f"no unit {unit}")
        new = {
            "name": clean(name),
            "short": clean(short),
            "phone": clean(phone),
            "kind": (kind or UnitKind(old[0]["kind"])).value,
        }
        english = old[0].pop("name_en") if new["name"] == old[0]["name"] else ""
        others = with_old_name(old[0].pop("other_names"), old[0]["name"], new["name"])
        await Unit.update(
            {
                Unit.name: new["name"],
                Unit.name_en: english,
                Unit.short: new["short"],
                Unit.phone: new["phone"],
                Unit.kind: new["kind"],
                Unit.other_names: others,
            }
        ).where(Unit.id == unit, Unit.ward == actor.ward)
        await audit.record(actor.ward, actor.recorded, "change-unit", "unit", unit, old[0], new)
    forget()


def with_old_name(lines: str, old: str, new: str) -> str:
    """Names one a line, with the one that is given up, without the new one."""
    names = [name for name in lines.splitlines() if name and name not in {old, new}]
    return "\n".join(names if old == new else [*names, old])


async def end_unit(actor: Actor, unit: int, until: date) -> None:
    """The unit's last day. Its rows stay, for old matters. Raises NotFound."""
    check_right(actor)
    async with DB.transaction():
        changed = (
            await Unit.update({Unit.until: until})
            .where(Unit.id == unit, Unit.ward == actor.ward)
            .returning(Unit.id)
        )
        if not changed:
            raise NotFound(f"no unit {unit}")
        await audit.record(
            actor.ward, actor.recorded, "end-unit", "unit", unit, after={"until": until}
        )
    forget()


async def import_units(actor: Actor, data: bytes) -> int:
    """Adds what is new by its code and gives their number; what is there stays as it is.

    Columns: code, name, name_xa and name_xa_en (the name in a xã), name_en, short,
    other_names (`a; b`), kind (of UnitKind; empty: an office).
    """
    check_right(actor)
    lines = catalogue.read_table(data, ("code", "name"))
    catalogue.check_lines(lines, "code", dict.fromkeys(NAMES, 120) | {"short": 60})
    async with DB.transaction():
        await take_turn(actor.ward)
        known = {row["code"] for row in await Unit.select(Unit.code).where(Unit.ward == actor.ward)}
        (row,) = await Ward.select(Ward.kind).where(Ward.id == actor.ward)
        new = [line for line in lines if line["code"] not in known]
        for line in new:
            await Unit.insert(_unit(actor.ward, line, row["kind"]))
        await audit.record(
            actor.ward,
            actor.recorded,
            "import-units",
            "ward",
            actor.ward,
            after={"added": len(new)},
        )
    forget()
    return len(new)


def check_coded(line: catalogue.Line, name: str) -> None:
    """Raises Invalid for a code that is not usable or an empty name."""
    if not usable_code(line["code"]):
        raise line.wrong("code", "not-usable")
    if not line[name]:
        raise line.wrong(name, "missing")


def _unit(ward: int, line: catalogue.Line, kind: str) -> Unit:
    name = line.get("name_xa") if kind == "xã" else ""
    english = "name_en" if name in {"", line["name"]} else "name_xa_en"
    check_coded(line, "name")
    sort = line.get("kind") or UnitKind.OFFICE.value
    if sort not in set(UnitKind):
        raise line.wrong("kind", "unknown-unit-kind")
    return Unit(
        ward=ward,
        code=line["code"],
        name=name or line["name"],
        name_en=line.get(english),
        short=line.get("short") or line["name"][:60],
        other_names=catalogue.split_names(line.get("other_names")),
        kind=sort,
    )
