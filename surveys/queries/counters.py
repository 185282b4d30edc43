"""Reads of counters: their cards, buttons and staff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import NotFound
from dialogue.core.memo import remembered
from dialogue.ward import queries as ward_queries
from dialogue.ward.cards import FieldCard, WardCard
from surveys.tables import (
    Counter,
    CounterField,
    CounterStaff,
    FormerUnit,
    RetiredCode,
)


@dataclass(frozen=True, slots=True)
class FieldButton:
    """id: of the ward's field. short_en: the full English name, there is no shorter one."""

    id: int
    code: str
    short: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class CounterCard:
    """A counter with its buttons. reasons_required: RAT-REASON.

    replaced: `code` was this counter's once, and the counter goes on under another.
    """

    id: int
    ward: int
    ward_slug: str
    ward_name: str  # "Phường Thạch Bàn"
    ward_kind: str  # phường, xã, đặc khu
    code: str
    label: str
    name: str
    unit: int | None
    active: bool
    fields: tuple[FieldButton, ...]
    reasons_required: bool
    replaced: bool = False

    @property
    def path(self) -> str:
        return f"/q/{self.code}"

    @property
    def title(self) -> str:
        """`Quầy 2 · Hộ tịch`."""
        return f"{self.label} · {self.name}" if self.name else self.label

    @property
    def main_field(self) -> FieldButton | None:
        """Chosen beforehand: the only one, or the one that the counter is named for.

        With several and none of them in its name, what is not chosen is counted to no field.
        """
        if len(self.fields) == 1:
            return self.fields[0]
        return next((each for each in self.fields if self.name in (each.short, each.name)), None)


@remembered(seconds=30)
async def counter(code: str) -> CounterCard:
    """By its printed code; also of a closed counter, and by a retired code. Raises NotFound."""
    row = await Counter.select().where(Counter.code == code).first()
    if row is not None:
        return await _card(row)
    old = await RetiredCode.select(RetiredCode.counter).where(RetiredCode.code == code).first()
    if old is None:
        raise NotFound(f"no counter {code!r}")
    (row,) = await Counter.select().where(Counter.id == old["counter"])
    card = await _card(row)
    return replace(card, code=code, active=False, replaced=card.active)


async def counters(ward: int, *, retired: bool = False) -> tuple[CounterCard, ...]:
    """In the order of the ward's list; `retired`: also those that are closed."""
    query = Counter.select().where(Counter.ward == ward)
    rows = await query.order_by(Counter.position, Counter.id)
    return tuple([await _card(row) for row in rows if retired or row["active"]])


async def counter_of_ward(ward: int, code: str) -> CounterCard:
    """Raises NotFound, also for another ward's counter."""
    card = await counter(code)
    if card.ward != ward:
        raise NotFound(f"no counter {code!r} in ward {ward}")
    return card


async def _card(row: dict[str, Any]) -> CounterCard:
    place = await ward_queries.ward_by_id(row["ward"])
    rule = await ward_queries.rule(place.id, "RAT-REASON", local_day(now()))
    return _made(place, row, await _buttons(row), required=bool(rule and rule.value == "required"))


def _made(
    place: WardCard, row: dict[str, Any], buttons: tuple[FieldButton, ...], *, required: bool
) -> CounterCard:
    return CounterCard(
        id=row["id"],
        ward=place.id,
        ward_slug=place.slug,
        ward_name=place.full_name,
        ward_kind=place.kind,
        code=row["code"],
        label=row["label"],
        name=row["name"],
        unit=row["unit"],
        active=row["active"],
        fields=buttons,
        reasons_required=required,
    )


async def _buttons(row: dict[str, Any]) -> tuple[FieldButton, ...]:
    """The counter's own fields; where it has a unit instead, that unit's."""
    known = {card.id: card for card in await ward_queries.fields(row["ward"])}
    chosen = (
        await CounterField.select(CounterField.field)
        .where(CounterField.ward == row["ward"], CounterField.counter == row["id"])
        .order_by(CounterField.position, CounterField.id)
    )
    cards = [known[each["field"]] for each in chosen if each["field"] in known]
    if not cards and row["unit"] is not None:
        cards = [card for card in known.values() if card.unit == row["unit"] and not card.children]
    return tuple(_button(card) for card in cards)


def _button(card: FieldCard) -> FieldButton:
    return FieldButton(card.id, card.code, card.short, card.name, card.name_en)


@dataclass(frozen=True, slots=True)
class OldCode:
    """A code that a counter had. reason: surveys.rules.CodeReason."""

    code: str
    reason: str
    retired_at: datetime


async def old_codes(ward: int, counter: int) -> list[OldCode]:
    """The newest first."""
    rows = (
        await RetiredCode.select(RetiredCode.code, RetiredCode.reason, RetiredCode.retired_at)
        .where(RetiredCode.ward == ward, RetiredCode.counter == counter)
        .order_by(RetiredCode.id, ascending=False)
    )
    return [OldCode(**row) for row in rows]


async def former_units(ward: int) -> dict[int, list[tuple[date, int | None]]]:
    """Counter → (last day, unit), the earliest first; counters that never moved are not in it."""
    rows = await FormerUnit.select().where(FormerUnit.ward == ward).order_by(FormerUnit.until)
    found: dict[int, list[tuple[date, int | None]]] = {}
    for row in rows:
        found.setdefault(row["counter"], []).append((row["until"], row["unit"]))
    return found


async def counter_staff(ward: int, counter: int) -> frozenset[int]:
    """Ids of those who work there."""
    rows = await CounterStaff.select(CounterStaff.staff).where(
        CounterStaff.ward == ward, CounterStaff.counter == counter
    )
    return frozenset(row["staff"] for row in rows)
