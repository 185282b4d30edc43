"""How residential groups became what they are: merged, split, renamed, on a day. Pure.

Links go from old groups to new ones, many to many (institution.md §5–6). Nothing here guesses: a
name that leads to several groups is a question, and figures that cannot be divided stay apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.text import fold

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Succession:
    """old, new: groups. since: the new one's first day. whole False: a part of the old one."""

    old: int
    new: int
    since: date
    whole: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a group was called until that day, that day included."""

    group: int
    name: str
    origin: str
    until: date
    source: str


@dataclass(frozen=True, slots=True)
class Split:
    """Figures by the groups of today. undecided: by old groups that were divided."""

    by_group: Mapping[int, int]
    undecided: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.by_group.values()) + sum(self.undecided.values())


def stands(until: date | None, today: date) -> bool:
    """A group's last day is still one of its days."""
    return until is None or until >= today


def heirs(links: Iterable[Succession], group: int, standing: Collection[int]) -> frozenset[int]:
    """The groups of today that `group` went into; itself where it still stands.

    standing: groups that exist. Empty: it ended and nothing followed.
    """
    following: dict[int, set[int]] = {}
    for link in links:
        following.setdefault(link.old, set()).add(link.new)
    found: set[int] = set()
    seen: set[int] = set()
    to_see = [group]
    while to_see:
        each = to_see.pop()
        if each not in seen:
            seen.add(each)
            to_see += following.get(each, ())
            found |= {each} & set(standing)
    return frozenset(found)


def spellings(name: str, origin: str) -> set[str]:
    """All that people call it, folded: `khu pho 1 phu my cu`, `khu pho 1 phu my`, `khu pho 1`."""
    place = fold(origin)
    bare = place.removesuffix(" cu")
    return {fold(name), fold(f"{name} {place}"), fold(f"{name} {bare}")}


def named(names: Iterable[tuple[int, str, str]], text: str) -> frozenset[int]:
    """Groups that go by this name; names: group, name, origin. Several: ask.

    The full name with its origin goes before the bare one that namesakes share.
    """
    wanted = fold(text)
    rows = list(names)
    full = {
        group for group, name, origin in rows if wanted in spellings(name, origin) - {fold(name)}
    }
    bare = {group for group, name, origin in rows if wanted == fold(name)}
    return frozenset(full or bare)


def blocks(since: date, until: date, cuts: Iterable[date]) -> list[tuple[date, date]]:
    """The period cut where a new order of places began: figures across that are never added."""
    starts = [since, *sorted({cut for cut in cuts if since < cut <= until})]
    ends = [*(start - DAY for start in starts[1:]), until]
    return list(zip(starts, ends, strict=True))


def by_heirs(counts: Mapping[int, int], after: Mapping[int, frozenset[int]]) -> Split:
    """Counts by groups as they were → by those of today. after: heirs by group."""
    today: dict[int, int] = {}
    undecided: dict[int, int] = {}
    for group, count in counts.items():
        followers = after.get(group, frozenset())
        if len(followers) == 1:
            (heir,) = followers
            today[heir] = today.get(heir, 0) + count
        else:
            undecided[group] = undecided.get(group, 0) + count
    return Split(today, undecided)
