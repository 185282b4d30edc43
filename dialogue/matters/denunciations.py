"""Does a text denounce somebody, or complain of a decision? By lists and rules that are data. Pure.

A program only sees signs: `seal` and `doubt` keep a text from everybody but the few until a person
has looked, `complaint` says where it belongs. Sources and version stand in the data file.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.core.names import find_names
from dialogue.core.text import clean
from dialogue.matters.phrases import Found, Phrase, Phrases, phrase, replaced
from dialogue.matters.syllables import Syllable, read

FILE = Path(__file__).parent / "data" / "denunciations.json"
BEFORE = 4  # words before an act in which a "không" takes it back
BEGGED = 3  # words from "nhờ" to who is asked


class Verdict(StrEnum):
    """The strongest stands first."""

    SEAL = "seal"
    DOUBT = "doubt"
    COMPLAINT = "complaint"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Reason:
    """rule: its id in the data file. words: those it was seen by, as written."""

    rule: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    verdict: Verdict
    why: tuple[Reason, ...] = ()

    @property
    def hides(self) -> bool:
        """For nobody but those who triage until one of them has looked."""
        return self.verdict in (Verdict.SEAL, Verdict.DOUBT)


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds when each of `all` was seen (twice the same: two different ones), none of `unless`."""

    id: str
    result: Verdict
    all: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    rules: tuple[Rule, ...]
    phrases: Phrases


@cache
def lists() -> Lists:
    """Our own lists. Their meaning is told in the file."""
    return lists_with({})


def lists_with(own: object) -> Lists:
    """Ours, with lists of a ward's own (phrases.replaced). Raises Invalid."""
    data = json.loads(FILE.read_text("utf-8"))
    return read_lists(data | {"lists": replaced(data["lists"], own)})


def read_lists(data: Mapping[str, Any]) -> Lists:
    rules = tuple(
        Rule(row["id"], Verdict(row["result"]), tuple(row["all"]), tuple(row.get("unless", ())))
        for row in data["rules"]
    )
    return Lists(rules, Phrases(_phrases(data["lists"], data["words"])))


def _phrases(rows: Mapping[str, Any], either: Mapping[str, Sequence[str]]) -> Iterator[Phrase]:
    for name, found in rows.items():
        kinds = found if isinstance(found, dict) else {"": found}
        for kind, texts in kinds.items():
            for text in texts:
                yield from (phrase(name, kind, each) for each in _spelled_out(text, either))


def _spelled_out(text: str, either: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """`@name` becomes each of the phrases of that name. Raises Invalid for another name."""
    parts = text.split()
    if unknown := [part for part in parts if part[0] == "@" and part[1:] not in either]:
        raise Invalid(f"{unknown[0]!r} names no words; there are @{', @'.join(either)}")
    choices = [either[part[1:]] if part[0] == "@" else (part,) for part in parts]
    return (" ".join(parts) for parts in product(*choices))


def denunciation(text: str, by: Lists | None = None) -> Reading:
    """What the text shows signs of, and by which rules and words."""
    by = by or lists()
    text = clean(text)
    said = read(text, by.phrases.vocabulary)
    seen = _signs(text, said, by.phrases.find(said))
    holding = [(rule, needed) for rule in by.rules if (needed := _needed(rule, seen))]
    if not holding:
        return Reading(Verdict.NO)
    verdict = min((rule.result for rule, _ in holding), key=list(Verdict).index)
    why = [
        Reason(rule.id, tuple(dict.fromkeys(_written(text, said, each) for each in needed)))
        for rule, needed in holding
        if rule.result is verdict
    ]
    return Reading(verdict, tuple(why))


def _needed(rule: Rule, seen: Mapping[str, Sequence[Found]]) -> list[Found]:
    """What makes the rule hold; empty when it does not."""
    needed: list[Found] = []
    if any(seen.get(name) for name in rule.unless):
        return []
    for name in rule.all:
        other = [
            each
            for each in seen.get(name, ())
            if not any(each.meets(taken) for taken in needed if taken.name == name)
        ]
        if not other:
            return []
        needed.append(other[0])
    return needed


def _written(text: str, said: Sequence[Syllable], found: Found) -> str:
    return text[said[found.first].start : said[found.last].end]


def _signs(text: str, said: Sequence[Syllable], found: Sequence[Found]) -> dict[str, list[Found]]:
    """What counts, by name: harmless phrases out, acts that are taken back marked `softened`."""
    of = _by_name(found)
    harmless = [*of.get("harmless", ()), *of.get("asks", ())]
    of["praise"] = _meant_as_praise(of)
    seen = {
        name: [each for each in of.get(name, ()) if not _excused(each, harmless)]
        for name in ("own", "declares", "complains", "person", "place", "asks", "price")
    }
    seen["person"] = [each for each in seen["person"] if not _begged(each, said, of)]
    seen["asks"] = list(of.get("asks", ()))
    seen["named"] = list(_named(text, said))
    seen["told"] = list(_told(said, seen["person"], of, text))
    acts = [
        each
        for name in ("grave", "slight", "hint")
        for each in of.get(name, ())
        if not _excused(each, harmless)
    ]
    for each in _longest(acts):
        name = _weight(each, said, of, bool(seen["person"]))
        if name:
            seen.setdefault(name, []).append(each)
    return seen


def _excused(found: Found, harmless: Sequence[Found]) -> bool:
    """It begins inside a phrase that means no harm; the same words without marks prove nothing."""
    return any(
        each.first <= found.first <= each.last and not (found.covers(each) and each.bare)
        for each in harmless
    )


def _meant_as_praise(of: Mapping[str, Sequence[Found]]) -> list[Found]:
    """Thanks that are a part of an act are none: whoever is to `cảm ơn bằng một chỉ vàng` pays."""
    acts = [each for name in ("grave", "slight", "hint", "price") for each in of.get(name, ())]
    return [each for each in of.get("praise", ()) if not any(act.covers(each) for act in acts)]


def _begged(person: Found, said: Sequence[Syllable], of: Mapping[str, Sequence[Found]]) -> bool:
    """`nhờ cán bộ …`: who is asked for help is not who did it."""
    return any(
        0 < person.first - each.last <= BEGGED
        and said[each.first].sentence == said[person.first].sentence
        for each in of.get("begging", ())
    )


_AMBIGUOUS = ("asking", "addressing", "service")  # short words; "cho" may be "chờ"


def _by_name(found: Iterable[Found]) -> dict[str, list[Found]]:
    """Without single words that excuse and were written without their marks."""
    by: dict[str, list[Found]] = {}
    for each in found:
        if not (each.name in _AMBIGUOUS and each.bare and each.first == each.last):
            by.setdefault(each.name, []).append(each)
    return by


def _longest(acts: Sequence[Found]) -> list[Found]:
    """Without those that stand inside a grave one."""
    grave = [each for each in acts if each.name == "grave"]
    return grave + [
        each for each in acts if each.name != "grave" and not any(g.meets(each) for g in grave)
    ]


def _weight(
    act: Found, said: Sequence[Syllable], of: Mapping[str, Sequence[Found]], official: bool
) -> str:
    """grave, slight, softened, or nothing: what the sentence makes of the act."""
    here = {
        name
        for name in ("praise", "contrast", "general", "private", "elsewhere")
        for each in of.get(name, ())
        if said[each.first].sentence == said[act.first].sentence
    }
    denied = any(
        0 < act.first - each.last <= BEFORE
        and said[each.first].sentence == said[act.first].sentence
        for each in of.get("negation", ())
    )
    praised = bool(of.get("praise")) and not of.get("contrast")
    if denied and praised:
        return ""
    if "elsewhere" in here and not official and not of.get("alike"):
        return ""
    private = "private" in here and not official
    if private or denied or "praise" in here or "general" in here:
        return "softened" if act.name == "grave" else ""
    return "slight" if act.loose else act.name


def _told(
    said: Sequence[Syllable], persons: Sequence[Found], of: Mapping[str, Sequence[Found]], text: str
) -> Iterator[Found]:
    """Office holders of whom something is told: nothing is asked, nobody addressed or praised.

    Most who denounce use no word of any list. They tell what somebody did.
    """
    if of.get("praise"):
        return
    for each in persons:
        number = said[each.first].sentence
        here = {
            name
            for name in ("asking", "service", "general")
            for other in of.get(name, ())
            if said[other.first].sentence == number
        }
        addressed = any(
            0 < each.first - other.last <= BEFORE and said[other.first].sentence == number
            for other in of.get("addressing", ())
        )
        if each.kind == "one" and not here and not addressed and not _asked(text, said, number):
            yield each


def _asked(text: str, said: Sequence[Syllable], sentence: int) -> bool:
    """Does the sentence end in a question mark?"""
    last = max(at for at, each in enumerate(said) if each.sentence == sentence)
    after = said[last + 1].start if last + 1 < len(said) else len(text)
    return "?" in text[said[last].end : after]


def _named(text: str, said: Sequence[Syllable]) -> Iterator[Found]:
    """`ông Tám`, `anh Q`: somebody is meant, whoever it is."""
    starts = [each.start for each in said]
    for name in find_names(text):
        first, after = bisect_left(starts, name.start), bisect_left(starts, name.end)
        if first < after:
            yield Found("named", "", first, after - 1)
