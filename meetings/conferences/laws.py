"""What a notice rests on: the acts behind the rules in force on the conference's day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from dialogue.ward.rules import RuleValue, in_force

_NAMES = Path(__file__).parent / "data" / "laws.json"
_NUMBER = re.compile(r"\d+/\d{4}/QH\d+")
RULES = ("DLG-FREQ", "DLG-LAW10")


@cache
def _names() -> dict[str, str]:
    """Number of an act → its full name."""
    found: dict[str, str] = json.loads(_NAMES.read_text("utf-8"))
    return found


def bases_on(rules: Iterable[RuleValue], day: date) -> tuple[str, ...]:
    """`Căn cứ Luật …`, each act once; empty where no rule was in force."""
    rows = tuple(rules)
    sources = [row.source for code in RULES if (row := in_force(rows, code, day)) is not None]
    acts = [number for source in sources for number in _NUMBER.findall(source)]
    return tuple(f"Căn cứ {_names().get(each, f'Luật số {each}')}" for each in dict.fromkeys(acts))
