"""Case figures (số liệu hồ sơ): what adds up, what does not, and which shares may be said. Pure.

A figure of None was not reported; 0 was. "Hơn", "gần", "khoảng" stay with their figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum

from dialogue.ward.states import Qualifier

MOST = 2_000_000_000  # the column's


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one field and period. opening: left from before. qualifiers: name of figure → how sure.

    early, on_time, late: parts of returned. in_progress: left at the end.
    """

    opening: int | None = None
    received_direct: int | None = None
    received_online: int | None = None
    received_post: int | None = None
    received: int | None = None
    early: int | None = None
    on_time: int | None = None
    late: int | None = None
    returned: int | None = None
    in_progress: int | None = None
    qualifiers: Mapping[str, Qualifier] = field(default_factory=dict)

    def get(self, name: str) -> int | None:
        value: int | None = getattr(self, name)
        return value

    def exact(self, *names: str) -> bool:
        """Are all of these reported, and without "hơn", "gần", "khoảng"?"""
        return all(self.get(name) is not None and name not in self.qualifiers for name in names)


COUNTS = tuple(each.name for each in fields(Figures) if each.name != "qualifiers")
CHANNELS = ("received_direct", "received_online", "received_post")
TIMES = ("early", "on_time", "late")


class FindingKind(StrEnum):
    """What is said beside figures. Only CARRIED_OVER is no mistake."""

    CHANNELS = "channels"  # direct + online + post against received
    TIMES = "times"  # early + on time + late against returned
    BALANCE = "balance"  # opening + received against returned + in progress
    CARRIED_OVER = "carried-over"  # more left the house than came in: at least so many from before


@dataclass(frozen=True, slots=True)
class Finding:
    """Two sums that should be the same. CARRIED_OVER: `difference` is the least carried over."""

    kind: FindingKind
    left: int
    right: int

    @property
    def difference(self) -> int:
        return self.left - self.right

    @property
    def is_mistake(self) -> bool:
        return self.kind is not FindingKind.CARRIED_OVER


def findings(figures: Figures) -> list[Finding]:
    """What does not add up. Figures that are unknown or not exact are not held against others."""
    found = [
        _parts(figures, FindingKind.CHANNELS, CHANNELS, "received"),
        _parts(figures, FindingKind.TIMES, TIMES, "returned"),
        _balance(figures),
    ]
    return [each for each in found if each is not None]


def _parts(figures: Figures, kind: FindingKind, parts: Sequence[str], whole: str) -> Finding | None:
    """An unknown part may be the difference, unless the known ones are too many already."""
    known = [name for name in parts if figures.get(name) is not None]
    if not known or not figures.exact(whole, *known):
        return None
    left, right = sum(figures.get(name) or 0 for name in known), figures.get(whole) or 0
    wrong = left != right if len(known) == len(parts) else left > right
    return Finding(kind, left, right) if wrong else None


def _balance(figures: Figures) -> Finding | None:
    known = [name for name in ("opening", "in_progress") if figures.get(name) is not None]
    if not figures.exact("received", "returned", *known):
        return None
    came = (figures.opening or 0) + (figures.received or 0)
    went = (figures.returned or 0) + (figures.in_progress or 0)
    if went > came:
        unsaid = figures.opening is None
        kind = FindingKind.CARRIED_OVER if unsaid else FindingKind.BALANCE
        return Finding(kind, went, came)
    if went < came and figures.in_progress is not None:
        return Finding(FindingKind.BALANCE, went, came)
    return None


@dataclass(frozen=True, slots=True)
class Share:
    """part of whole, never above 100 %. exact False: said with "khoảng"."""

    part: int
    whole: int
    exact: bool


def share(part: int | None, whole: int | None, *, exact: bool = True) -> Share | None:
    """None when one is unknown, of nothing, or when the part is more than the whole."""
    if part is None or not whole or not 0 <= part <= whole:
        return None
    return Share(part, whole, exact)


def returned_share(figures: Figures) -> Share | None:
    """Returned, of what was there to return. None with a carry-over nobody counted."""
    if any(each.kind is FindingKind.CARRIED_OVER for each in findings(figures)):
        return None
    opening, received = figures.opening or 0, figures.received
    whole = None if received is None else opening + received
    names = ("returned", "received", *(("opening",) if figures.opening else ()))
    return share(figures.returned, whole, exact=figures.exact(*names))


def punctual_share(figures: Figures) -> Share | None:
    """Returned early or on time, of all returned."""
    if figures.late is not None and figures.returned is not None:
        part: int | None = figures.returned - figures.late
        names = ["late", "returned"]
    else:
        part = None if figures.on_time is None else figures.on_time + (figures.early or 0)
        names = ["on_time", "returned", *(["early"] if figures.early is not None else [])]
    return share(part, figures.returned, exact=figures.exact(*names))


def early_share(figures: Figures) -> Share | None:
    """Returned early, of what was returned; where that is unknown, of what was received."""
    whole = "returned" if figures.returned is not None else "received"
    return share(figures.early, figures.get(whole), exact=figures.exact("early", whole))


def online_share(figures: Figures) -> Share | None:
    """Received online, of all received."""
    exact = figures.exact("received_online", "received")
    return share(figures.received_online, figures.received, exact=exact)


def added(parts: Iterable[Figures]) -> Figures:
    """The figures of several fields together; what one does not report is unknown."""
    rows = list(parts)
    sums = {name: _added(row.get(name) for row in rows) for name in COUNTS}
    qualifiers = {
        name: word
        for name in COUNTS
        if sums[name] is not None
        and (word := common(row.qualifiers.get(name) for row in rows)) is not None
    }
    return Figures(**sums, qualifiers=qualifiers)


def _added(values: Iterable[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def common(qualifiers: Iterable[Qualifier | None]) -> Qualifier | None:
    """Of a sum. Exact and "hơn" make "hơn"; "hơn" and "gần" make "khoảng"; None: all are exact."""
    found = {each for each in qualifiers if each is not None}
    if not found:
        return None
    return found.pop() if len(found) == 1 else Qualifier.ABOUT


_WORDS = {
    "hơn": Qualifier.MORE_THAN,
    "trên": Qualifier.MORE_THAN,
    "gần": Qualifier.NEARLY,
    "khoảng": Qualifier.ABOUT,
    "more than": Qualifier.MORE_THAN,
    "nearly": Qualifier.NEARLY,
    "about": Qualifier.ABOUT,
}
_NUMBER = re.compile(r"\d+|\d{1,3}([.,\s\u00a0])\d{3}(?:\1\d{3})*")
_NOT_REPORTED = frozenset({"", "-", "–", "—"})


def read_figure(text: str) -> tuple[int | None, Qualifier | None]:
    """`hơn 16.710` → 16710, MORE_THAN; `–` and nothing: not reported. Raises ValueError."""
    bare = " ".join(text.split()).lower()
    if bare in _NOT_REPORTED:
        return None, None
    qualifier = None
    for word, meaning in _WORDS.items():
        if bare.startswith(f"{word} "):
            bare, qualifier = bare.removeprefix(f"{word} "), meaning
            break
    if not (bare.isascii() and _NUMBER.fullmatch(bare)):
        raise ValueError(f"{text!r} is no figure")
    value = int(re.sub(r"\D", "", bare))
    if value > MOST:
        raise ValueError(f"{text!r} is too large")
    return value, qualifier
