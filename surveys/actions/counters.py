"""The only writers of counters. `by` None: the command line, which acts for the whole ward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dialogue.core import audit
from dialogue.core.bulk import insert_many
from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.codes import counter_code
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.core.workdays import DAY
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.queries.counters import CounterCard, counter, counter_of_ward, former_units
from surveys.rules import CodeReason, may_manage_counters
from surveys.tables import (
    Counter,
    CounterField,
    CounterStaff,
    FormerUnit,
    RetiredCode,
)


async def add_counter(
    ward: int,
    label: str,
    name: str = "",
    *,
    fields: Sequence[str] = (),
    unit: str | None = None,
    by: Actor | None = None,
) -> CounterCard:
    """fields: codes of the ward's fields, in the buttons' order; or the code of a unit.

    Raises Forbidden; Invalid for an empty or taken label, and for a code the ward does not know.
    """
    _check_manager(ward, by)
    known = {card.code: card.id for card in await ward_queries.fields(ward)}
    units = {card.code: card.id for card in await ward_queries.units(ward)}
    ids = [_known(known, code, "fields") for code in fields]
    office = None if unit is None else _known(units, unit, "unit")
    label = clean(label)
    if not label:
        raise Invalid("a counter needs a label", label="missing")
    code = counter_code()
    async with DB.transaction():
        taken = await Counter.select(Counter.label).where(Counter.ward == ward)
        if label in {row["label"] for row in taken}:
            raise Invalid(f"{label!r} is taken", label="taken")
        (row,) = await Counter.insert(
            Counter(
                ward=ward,
                code=code,
                label=label,
                name=clean(name),
                unit=office,
                position=len(taken),
            )
        )
        await insert_many(
            CounterField,
            [
                {"ward": ward, "counter": row["id"], "field": each, "position": place}
                for place, each in enumerate(ids)
            ],
        )
        await _record(ward, by, "add-counter", row["id"], {"label": label, "fields": list(fields)})
        await note(ward, "counter", row["id"])
    forget()
    return await counter(code)


async def retire_counter(ward: int, code: str, *, by: Actor | None = None) -> None:
    """Its code answers 410 from then on; its ratings stay. Raises Forbidden, NotFound, Conflict."""
    _check_manager(ward, by)
    card = await counter_of_ward(ward, code)
    async with DB.transaction():
        changed = await (
            Counter.update({Counter.active: False})
            .where(Counter.id == card.id, Counter.ward == ward, Counter.active.eq(True))
            .returning(Counter.id)
        )
        if not changed:
            raise Conflict("the counter is closed already")
        await _record(ward, by, "retire-counter", card.id, {"label": card.label})
        await note(ward, "counter", card.id)
    forget()


async def replace_code(
    ward: int, code: str, reason: CodeReason, *, by: Actor | None = None
) -> CounterCard:
    """The counter with a new code. Ratings and figures are the counter's and stay.

    The old code leads to a page that names the counter and never to the new one: who got hold of
    it without standing there shall have to come and look. Raises Forbidden, NotFound; Conflict
    for a closed counter and for a code that was replaced already.
    """
    _check_manager(ward, by)
    card = await counter_of_ward(ward, code)
    new = counter_code()
    async with DB.transaction():
        changed = await (
            Counter.update({Counter.code: new})
            .where(Counter.id == card.id, Counter.code == code, Counter.active.eq(True))
            .returning(Counter.id)
        )
        if not changed:
            raise Conflict("the code is not in use any more")
        await RetiredCode.insert(
            RetiredCode(
                ward=ward,
                counter=card.id,
                code=code,
                reason=reason.value,
                retired_at=now(),
                staff=None if by is None else by.staff or None,
            )
        )
        after = {"label": card.label, "why": reason.value}
        await _record(ward, by, "replace-counter-code", card.id, after)
        await note(ward, "counter", card.id)
    forget()
    return await counter(new)


async def move_counter(
    ward: int, code: str, unit: str, since: date, *, by: Actor | None = None
) -> None:
    """It belongs to another unit from a day on; what was rated before stays with the unit before.

    unit: its code. Raises Forbidden, NotFound; Invalid for an unknown unit or the same one, for a
    day to come, and for one that is not after the last move; Conflict when it was just moved.
    """
    _check_manager(ward, by)
    card = await counter_of_ward(ward, code)
    office = _known({each.code: each.id for each in await ward_queries.units(ward)}, unit, "unit")
    if office == card.unit:
        raise Invalid("it is there already", unit="same")
    earlier = (await former_units(ward)).get(card.id, [])
    if since > local_day(now()):
        raise Invalid("a day to come", since="future")
    if earlier and since - DAY <= earlier[-1][0]:
        raise Invalid("before the last move", since="before-last")
    same = Counter.unit.is_null() if card.unit is None else Counter.unit == card.unit
    async with DB.transaction():
        changed = await (
            Counter.update({Counter.unit: office})
            .where(Counter.id == card.id, Counter.active.eq(True), same)
            .returning(Counter.id)
        )
        if not changed:
            raise Conflict("it was moved or closed already")
        await FormerUnit.insert(
            FormerUnit(ward=ward, counter=card.id, unit=card.unit, until=since - DAY)
        )
        after = {"label": card.label, "unit": office, "since": since.isoformat()}
        await _record(ward, by, "move-counter", card.id, after)
        await note(ward, "counter", card.id)
    forget()


async def set_counter_staff(
    ward: int, code: str, staff: Sequence[int], *, by: Actor | None = None
) -> None:
    """Who works there, in place of those named before. Raises Forbidden, NotFound, Invalid."""
    _check_manager(ward, by)
    card = await counter_of_ward(ward, code)
    known = {each.id for each in await ward_queries.staff_list(ward)}
    if not set(staff) <= known:
        raise Invalid("not of this ward's staff", staff="unknown")
    async with DB.transaction():
        await CounterStaff.delete().where(
            CounterStaff.ward == ward, CounterStaff.counter == card.id
        )
        rows = [{"ward": ward, "counter": card.id, "staff": each} for each in sorted(set(staff))]
        await insert_many(CounterStaff, rows)
        await _record(ward, by, "set-counter-staff", card.id, {"staff": sorted(set(staff))})
    forget()


def _check_manager(ward: int, by: Actor | None) -> None:
    if by is not None and by.ward != ward:
        raise NotFound(f"no ward {ward} for this actor")
    if by is not None and not may_manage_counters(by):
        raise Forbidden("only the centre's director and the keeper manage counters")


def _known(ids: Mapping[str, int], code: str, what: str) -> int:
    if code not in ids:
        raise Invalid(f"the ward has no {what} {code!r}", **{what: "unknown"})
    return ids[code]


async def _record(
    ward: int, by: Actor | None, action: str, subject: int, after: Mapping[str, Any]
) -> None:
    staff = None if by is None else by.staff or None
    await audit.record(ward, staff, action, "counter", subject, None, after)
