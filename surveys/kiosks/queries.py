"""Reads of kiosks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.codes import token_hash
from dialogue.core.errors import NotFound
from dialogue.ward import queries as ward_queries
from surveys.kiosks.rules import Standing, standing
from surveys.kiosks.tables import Kiosk
from surveys.queries.counters import CounterCard, counter

ORDER = (Standing.SILENT, Standing.NEVER, Standing.QUIET, Standing.HEARD, Standing.REVOKED)


@dataclass(frozen=True, slots=True)
class KioskCard:
    """skew: minutes by which its clock is ahead. refused: ratings it keeps that we did not take."""

    id: int
    ward: int
    counter: CounterCard
    name: str
    made_on: date
    seen_on: date | None
    skew: int
    refused: int
    revoked_on: date | None
    standing: Standing

    @property
    def open(self) -> bool:
        """It may take ratings: not revoked, and its counter is not closed."""
        return self.revoked_on is None and self.counter.active


async def kiosks(ward: int) -> list[KioskCard]:
    """What needs a look first, the revoked last."""
    rows = await _rows().where(Kiosk.ward == ward).order_by(Kiosk.id)
    cards = [await _card(row) for row in rows]
    return sorted(cards, key=lambda card: ORDER.index(card.standing))


async def kiosk(ward: int, wanted: int) -> KioskCard:
    """Raises NotFound, also for another ward's."""
    row = await _rows().where(Kiosk.ward == ward, Kiosk.id == wanted).first()
    if row is None:
        raise NotFound(f"no kiosk {wanted} in ward {ward}")
    return await _card(row)


async def kiosk_of(token: str) -> KioskCard:
    """By its link, also a revoked one. Raises NotFound."""
    row = await _rows().where(Kiosk.token == token_hash(token)).first()
    if row is None:
        raise NotFound("no such kiosk")
    return await _card(row)


def _rows() -> Any:
    return Kiosk.select(*Kiosk.all_columns(exclude=[Kiosk.token]), Kiosk.counter.code)


async def _card(row: dict[str, Any]) -> KioskCard:
    same = ("id", "ward", "name", "made_on", "seen_on", "skew", "refused", "revoked_on")
    calendar = await ward_queries.calendar(row["ward"])
    stands = standing(row["seen_on"], row["revoked_on"], local_day(now()), calendar)
    card = await counter(row["counter.code"])
    return KioskCard(**{name: row[name] for name in same}, counter=card, standing=stands)
