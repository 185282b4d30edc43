"""A paper slip as it is typed: a level, its reasons, before them perhaps a field. Pure.

`1`; `3 14`: not satisfied, for the first and the fourth reason; `b2`: the second field; `x`: a slip
that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dialogue.core.errors import Invalid
from surveys.forms.counter import COUNTER_FORM
from surveys.paper.questions import levels, reasons
from surveys.rules import Level

SPOILED = "x"
LETTERS = "abcdefghijklmnopqrstuvwyz"  # of the counter's fields, in their order; x is taken
FIRST, SECOND = "first", "second"
_TYPED = re.compile(r"([a-z]?)(\d)(\d*)")


@dataclass(frozen=True, slots=True)
class Slip:
    """field: its code; empty: other business. level empty: a slip that cannot be read."""

    level: str
    reasons: tuple[str, ...] = ()
    field: str = ""

    @property
    def spoiled(self) -> bool:
        return not self.level


@dataclass(frozen=True, slots=True)
class Difference:
    """number: of the slip in its stack, from 1. None: there it is missing."""

    number: int
    first: Slip | None
    second: Slip | None


def read_slip(typed: str, fields: Sequence[str]) -> Slip:
    """fields: codes of the counter's fields. Raises Invalid(slip=…): nonsense, level, field,
    no-reasons (who is satisfied has none), reason, too-many.
    """
    text = re.sub(r"[\s,.;+-]", "", typed).lower()
    if text == SPOILED:
        return Slip("")
    found = _TYPED.fullmatch(text)
    if found is None:
        raise Invalid(f"{typed!r} is no slip", slip="nonsense")
    letter, level, digits = found.groups()
    by_key = {each.key: each.value for each in levels()}
    if level not in by_key:
        raise Invalid(f"no level {level}", slip="level")
    place = LETTERS.find(letter) if letter else -1
    if letter and not 0 <= place < len(fields):
        raise Invalid(f"no field {letter}", slip="field")
    chosen = _reasons(by_key[level], digits)
    return Slip(by_key[level], chosen, fields[place] if letter else "")


def _reasons(level: str, digits: str) -> tuple[str, ...]:
    by_key = {each.key: each.value for each in reasons()}
    if digits and level != Level.NOT:
        raise Invalid("reasons of somebody satisfied", slip="no-reasons")
    if not set(digits) <= set(by_key):
        raise Invalid(f"no such reason in {digits}", slip="reason")
    if len(set(digits)) > COUNTER_FORM.most_reasons:
        raise Invalid("too many reasons", slip="too-many")
    chosen = {by_key[digit] for digit in digits}
    return tuple(value for value in COUNTER_FORM.reasons if value in chosen)


def typed(slip: Slip, fields: Sequence[str]) -> str:
    """As somebody would type it. A field that the counter has no longer is left out."""
    if slip.spoiled:
        return SPOILED
    letter = LETTERS[fields.index(slip.field)] if slip.field in fields else ""
    keys = {each.value: each.key for each in (*levels(), *reasons())}
    return letter + keys[slip.level] + "".join(keys[reason] for reason in slip.reasons)


def differences(first: Sequence[Slip], second: Sequence[Slip]) -> list[Difference]:
    pairs = enumerate(zip_longest(first, second), 1)
    return [Difference(number, *pair) for number, pair in pairs if pair[0] != pair[1]]


def settled(first: Sequence[Slip], second: Sequence[Slip], chosen: Mapping[int, str]) -> list[Slip]:
    """chosen: number of a slip that differs → FIRST or SECOND. To choose the entry in which it is
    missing says that there is no such slip. Raises Invalid(chosen=undecided) for one not decided.
    """
    open_ = {each.number for each in differences(first, second)}
    if any(chosen.get(number) not in {FIRST, SECOND} for number in open_):
        raise Invalid("not all differences are decided", chosen="undecided")
    made = []
    for number, (one, other) in enumerate(zip_longest(first, second), 1):
        slip = other if chosen.get(number) == SECOND and number in open_ else one
        if slip is not None:
            made.append(slip)
    return made
