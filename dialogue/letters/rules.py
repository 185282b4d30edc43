"""Who writes letters, what one needs, which words it must not hold: pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.text import canonical, clean
from dialogue.core.workdays import Calendar
from dialogue.letters.states import Fault, LetterKind
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

WRITERS = (Role.CLERK, Role.REGISTER_KEEPER)
SIGNERS = (Role.CHAIRMAN, Role.DEPUTY)
PROPOSERS = (Role.COUNTER_OFFICER, *WRITERS, *SIGNERS)
_PLACE = re.compile(r"\{(\w*)\}")
_TITLE = re.compile(r"(?i)^(ông|bà)\s+")  # no title before the name of who signs


@dataclass(frozen=True, slots=True)
class Template:
    """The words of an occasion. version 0: as the product brings them. to, body: with {places}."""

    code: str
    kind: LetterKind
    name: str
    to: str
    body: str
    version: int = 0

    @property
    def places(self) -> tuple[str, ...]:
        """Names of what is filled in, each once, in the order of the letter."""
        return tuple(dict.fromkeys(_PLACE.findall(f"{self.to} {self.body}")))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Each {place} with its value; one without a value stays, and is seen."""
    return _PLACE.sub(lambda found: values.get(found[1]) or found[0], text)


def unfilled(text: str) -> bool:
    """Does anything wait to be written in?"""
    return "{" in text or "}" in text or "……" in text


@dataclass(frozen=True, slots=True)
class Found:
    fault: Fault
    words: str


Tone = Mapping[Fault, Sequence[str]]


def names_in(values: Mapping[str, str]) -> tuple[str, ...]:
    """Names of people among what was filled in: somebody may be called Vui, or Hạnh Phúc."""
    return tuple(value for code, value in values.items() if code.startswith("ho_ten") and value)


def faults(text: str, tone: Tone, names: Collection[str] = ()) -> tuple[Found, ...]:
    """What the letter must not say, by the lists of its kind; each once. names: passed over."""
    plain = clean(text)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, " ")
    plain = canonical(plain).lower()
    return tuple(
        Found(fault, words.rstrip("*"))
        for fault, listed in tone.items()
        for words in listed
        if re.search(_pattern(canonical(words).lower()), plain)
    )


def _pattern(words: str) -> str:
    """Words are no part of another word; `http*` begins one; a sign stands anywhere."""
    bare = re.escape(words.rstrip("*")).replace(r"\ ", r"\s+")
    if not words[0].isalpha():
        return bare
    return rf"(?<!\w){bare}" if words.endswith("*") else rf"(?<!\w){bare}(?!\w)"


def due(kind: LetterKind, drafted: date, days: int, calendar: Calendar) -> date:
    """The day on which it is to be signed: calendar days for a condolence, else working days."""
    if kind is LetterKind.CONDOLENCE:
        return drafted + timedelta(days=days)
    return calendar.add(drafted, days)


def signing_name(name: str) -> str:
    """`bà Lê Thị Mẫu` signs as `Lê Thị Mẫu`."""
    return _TITLE.sub("", name.strip())


# Rights. A sentence each; actions and pages ask the same one.


def may_propose(actor: Actor) -> bool:
    return actor.has(*PROPOSERS)


def may_write(actor: Actor) -> bool:
    """Drafts, prints, notes that it was handed over; keeps templates and earlier figures."""
    return actor.has(*WRITERS)


def may_sign(actor: Actor) -> bool:
    return actor.has(*SIGNERS)


def may_read_all(actor: Actor) -> bool:
    """Who only proposes sees what they proposed themselves."""
    return may_write(actor) or may_sign(actor)
