"""What may be followed, and how often it is told. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

GAP_RULE, GAP_HOURS = "FOL-GAP", 20
MOST_RULE, MOST_ITEMS = "FOL-ITEMS", 20
CONFIRM_RULE, CONFIRM_HOURS = "FOL-CONFIRM", 48
ASKS_RULE, ASKS = "FOL-ASKS", 3
SOURCE_RULE, SOURCE_ASKS = "FOL-SOURCE", 20
BOUNCES_RULE, BOUNCES = "MAIL-BOUNCES", 3
WORDS_MOST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is followed: all answers of the ward, narrowed as the board is; or one answer.

    field, group: ids. number: of the answer. words: of a search.
    """

    words: str = ""
    field: int | None = None
    group: int | None = None
    number: int | None = None


def may_be_told(told_at: datetime | None, moment: datetime, hours: int) -> bool:
    return told_at is None or moment - told_at >= timedelta(hours=hours)


def shown(numbers: Collection[int], most: int) -> tuple[list[int], int]:
    """Of these answers, newest first, those that a letter names, and how many it leaves out."""
    ordered = sorted(set(numbers), reverse=True)
    return ordered[:most], max(len(ordered) - most, 0)
