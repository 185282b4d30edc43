"""Whom of the few who could open the sealed box does a text accuse? And who is left? Pure.

Whoever is accused does not read it. By title (“chủ tịch phường”), by full name, or by a given name
after a form of address (“ông Thắng”). Rather one too many: others of the few read it then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.core.text import clean
from dialogue.matters.phrases import Found, Phrase, Phrases, phrase
from dialogue.matters.syllables import Syllable, read
from dialogue.ward.states import Role

FILE = Path(__file__).parent / "data" / "offices.json"
FEW = (Role.CHAIRMAN, Role.DEPUTY, Role.REGISTER_KEEPER, Role.INSPECTOR, Role.SEALED_READER)
READERS = frozenset({Role.CHAIRMAN, Role.SEALED_READER})
ADDRESSED = 3  # words from "kính gửi" to the title
NAME, TITLE, OTHER, ADDRESSING = "name", "title", "other", "addressing"


@dataclass(frozen=True, slots=True)
class Holder:
    """One of the few: an active account with one of the roles."""

    staff: int
    name: str
    roles: frozenset[Role]


@cache
def _lists() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return made


def accused(text: str, few: Sequence[Holder]) -> frozenset[int]:
    """The accounts of those of the few whom the text speaks of, and does not only speak to."""
    phrases = Phrases(_phrases(few))
    said = read(clean(text), phrases.vocabulary)
    found = phrases.find(said)
    about = [each for each in found if each.name in (NAME, TITLE)]
    meant = {(each.name, each.kind) for each in about if not _elsewhere(each, found, said)}
    return frozenset(
        holder.staff
        for holder in few
        if (NAME, str(holder.staff)) in meant
        or any((TITLE, role.value) in meant for role in holder.roles)
    )


def may_read(roles: Collection[Role], *, is_accused: bool) -> bool:
    """Who opens the box: chairman and named reader, never of what accuses them."""
    return not is_accused and not READERS.isdisjoint(roles)


def readers(few: Sequence[Holder], named: Collection[int]) -> frozenset[int]:
    """Who still reads a sealed matter that accuses `named`; empty: nobody in the ward does."""
    return frozenset(
        each.staff for each in few if may_read(each.roles, is_accused=each.staff in named)
    )


def goes_outside(named: Collection[int]) -> bool:
    """One of the few is accused: it is handed to the outside recipient and to nobody else."""
    return bool(named)


def _phrases(few: Sequence[Holder]) -> Iterator[Phrase]:
    lists = _lists()
    for role, titles in lists["titles"].items():
        yield from (phrase(TITLE, role, each) for each in titles)
    yield from (phrase(OTHER, "", each) for each in lists["other"])
    yield from (phrase(ADDRESSING, "", each) for each in lists["addressing"])
    for holder in few:
        words = [part for part in clean(holder.name).lower().split() if part]
        names = [" ".join(words)] if len(words) > 1 else []
        names += [f"{each} {words[-1]}" for each in lists["honorific"]] if words else []
        yield from (phrase(NAME, str(holder.staff), each) for each in names)


def _elsewhere(each: Found, found: Sequence[Found], said: Sequence[Syllable]) -> bool:
    """Of another office, or only written to."""
    own = [(phrase_.first, phrase_.last) for phrase_ in found if phrase_.name == OTHER]
    inside = any(
        first <= each.first and each.last <= last and (first, last) != (each.first, each.last)
        for first, last in own
    )
    return inside or any(
        0 < each.first - other.last <= ADDRESSED
        and said[other.first].sentence == said[each.first].sentence
        for other in found
        if other.name == ADDRESSING
    )
