"""Supervision by residential groups: what may be noted, and who reads it. Pure.

Source: conclusion of the dialogue conference of Thạch Bàn, 30/6/2020: the groups watch how dossiers
are received and settled. The list of kinds is a house one, in data/.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

CENTRE = "TTHCC"  # code of the unit whose counters are watched
OLDEST = timedelta(days=366)  # a day typed wrongly is likelier than a note of the year before last
READERS = (
    Role.CHAIRMAN,
    Role.DEPUTY,
    Role.DIRECTOR,
    Role.REGISTER_KEEPER,
    Role.INSPECTOR,
)
_DATA = Path(__file__).with_name("data") / "supervision.json"


@dataclass(frozen=True, slots=True)
class SeenKind:
    """What was seen. code: kept for good. vi, en: what people read."""

    code: str
    vi: str
    en: str


@cache
def seen_kinds() -> tuple[SeenKind, ...]:
    """In the order in which they are offered."""
    return tuple(SeenKind(**row) for row in json.loads(_DATA.read_text("utf-8")))


def fault_of_day(seen_on: date, today: date) -> str:
    """A message key; empty when the day may be noted."""
    if seen_on > today:
        return "future"
    return "old" if seen_on < today - OLDEST else ""


def may_read_counts(actor: Actor) -> bool:
    """How often what was seen; the words are read by dialogue.matters.rules.may_see alone."""
    return actor.has(*READERS)
