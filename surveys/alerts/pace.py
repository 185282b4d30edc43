"""How fast good ratings come at a counter: kept in memory for some minutes, and nowhere else.

A stored rating has no minute. So a pattern in time is found while ratings come in, and only the
mark stays: on all ratings of the pattern, without their order. A server that starts anew has
forgotten the last minutes; of several workers each sees what it saves.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from surveys.alerts.rules import Limits
from surveys.alerts.states import Kind
from surveys.rules import POSITIVE, Level

MOST = 100  # ratings of one counter that are looked at together


@dataclass(frozen=True, slots=True)
class Given:
    """id: of the rating."""

    id: int
    counter: int
    level: Level
    at: datetime


class Pace:
    """The last ratings of each counter. One that is seen twice counts once."""

    def __init__(self) -> None:
        self._counters: dict[int, _Recent] = {}

    def see(self, given: Iterable[Given], limits: Limits) -> dict[int, Kind]:
        """Ratings that belong to a pattern now, earlier ones of the same minutes included; each is
        told once, or again when it is seen again, as after a transaction that failed.
        """
        found: dict[int, Kind] = {}
        for each in sorted(given, key=lambda one: one.at):
            found |= self._counters.setdefault(each.counter, _Recent()).see(each, limits)
        return found


class _Recent:
    """Of one counter. told: those that were told to be of a pattern.

    Ratings come in their turn, but for what a tablet kept, and what is tried again. While they do,
    a rating costs the same however many came before: `good` are counted as they come and go, and
    `fresh` are those of them that no burst has told yet.
    """

    def __init__(self) -> None:
        self.given: OrderedDict[int, Given] = OrderedDict()
        self.told: set[int] = set()
        self.in_turn = True
        self.latest: datetime | None = None
        self.good = 0
        self.fresh: deque[int] = deque()

    def see(self, each: Given, limits: Limits) -> dict[int, Kind]:
        minutes = timedelta(minutes=limits.minutes)
        late = self.latest is not None and each.at < self.latest
        self.in_turn = self.in_turn and not late and each.id not in self.given
        self.latest = each.at if self.latest is None else max(self.latest, each.at)
        self.given[each.id] = each
        self.told.discard(each.id)
        self._count(each)
        while len(self.given) > MOST or next(iter(self.given.values())).at < each.at - minutes:
            self._drop()
        if len(self.given) == 1:
            self._begin(each)
        if self.in_turn:
            marks = self._in_turn(limits)
        else:
            now = [one for one in self.given.values() if each.at - minutes <= one.at <= each.at]
            marks = _burst(now, limits) or _run(reversed(now), limits)
        found = {id_: kind for id_, kind in marks.items() if id_ not in self.told}
        self.told.update(found)
        return found

    def _begin(self, each: Given) -> None:
        self.in_turn, self.latest, self.good = True, each.at, 0
        self.fresh.clear()
        self._count(each)

    def _count(self, each: Given) -> None:
        if each.level in POSITIVE:
            self.good += 1
            self.fresh.append(each.id)

    def _drop(self) -> None:
        id_, gone = self.given.popitem(last=False)
        self.told.discard(id_)
        self.good -= gone.level in POSITIVE
        if self.fresh and self.fresh[0] == id_:
            self.fresh.popleft()

    def _in_turn(self, limits: Limits) -> dict[int, Kind]:
        if self.good < limits.burst:
            return _run(reversed(self.given.values()), limits)
        marks = dict.fromkeys(self.fresh, Kind.BURST)
        self.fresh.clear()
        return marks


def _burst(recent: Sequence[Given], limits: Limits) -> dict[int, Kind]:
    good = [each.id for each in recent if each.level in POSITIVE]
    return dict.fromkeys(good, Kind.BURST) if len(good) >= limits.burst else {}


def _run(newest_first: Iterable[Given], limits: Limits) -> dict[int, Kind]:
    """The best ones since the last bad one, nothing else between."""
    after: list[int] = []
    for each in newest_first:
        if each.level is not Level.VERY:
            ended = each.level is Level.NOT and len(after) >= limits.run
            return dict.fromkeys(after, Kind.AFTER_BAD) if ended else {}
        after.append(each.id)
    return {}


PACE = Pace()
