"""The programme and the check-list as a hall's laptop has changed them."""

from __future__ import annotations

from typing import Any

from dialogue.core.bulk import insert_many
from meetings.conferences.loans import Clash, agenda_of, tick_of
from meetings.conferences.luggage import Row, packed, unpacked
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.tables import AgendaItem, Tick

POINTS, TICKS = AgendaItem._meta.tablename, Tick._meta.tablename


async def bring_plans(card: ConferenceCard, base: Row, rows: Row) -> tuple[Clash, ...]:
    """What the laptop alone has changed is taken; of what both have, the server's stands."""
    return (*await _agenda(card, base, rows[POINTS]), *await _ticks(card, base, rows[TICKS]))


async def _agenda(card: ConferenceCard, base: Row, points: list[Row]) -> list[Clash]:
    mine = AgendaItem.conference == card.id
    here = agenda_of(await AgendaItem.select().where(mine))
    there = agenda_of(points)
    if there in {here, base["agenda"]}:
        return []
    if here != base["agenda"]:
        return [Clash("agenda", "", here, there)]
    await AgendaItem.delete().where(mine)
    await insert_many(AgendaItem, [_own(card, row) for row in unpacked(AgendaItem, points)])
    return []


async def _ticks(card: ConferenceCard, base: Row, lines: list[Row]) -> list[Clash]:
    mine = Tick.conference == card.id
    here = {row["item"]: row for row in packed(Tick, await Tick.select().where(mine))}
    there = {row["item"]: row for row in lines}
    clashes = []
    for item in sorted({*here, *there, *base["ticks"]}):
        before = base["ticks"].get(item, "")
        own, brought = _said(here.get(item)), _said(there.get(item))
        if brought in {own, before}:
            continue
        if own != before:
            clashes.append(Clash("tick", item, own, brought))
            continue
        await Tick.delete().where(mine, Tick.item == item)
        if item in there:
            await insert_many(Tick, [_own(card, row) for row in unpacked(Tick, [there[item]])])
    return clashes


def _said(row: Row | None) -> str:
    return "" if row is None else tick_of(row)


def _own(card: ConferenceCard, row: Row) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != "id"}
    return kept | {"ward": card.ward, "conference": card.id}
