"""What became of each opinion that the hall received: pure. Nothing is left out of the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.conferences.states import SEEN, Hiding, OpinionState, Outcome


@dataclass(frozen=True, slots=True)
class Fate:
    """Of one opinion. outcome, hiding: where its state has one."""

    state: OpinionState
    outcome: Outcome | None = None
    hiding: Hiding | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """received = answered + shown + merged + hidden + waiting.

    shown: seen in the hall, and not answered there: by outcome, None while it has none. hidden: by
    reason.
    """

    received: int
    answered: int
    shown: tuple[tuple[Outcome | None, int], ...]
    merged: int
    hidden: tuple[tuple[Hiding, int], ...]
    waiting: int

    @property
    def all_shown(self) -> int:
        return sum(count for _outcome, count in self.shown)

    @property
    def all_hidden(self) -> int:
        return sum(count for _hiding, count in self.hidden)


def account(fates: Iterable[Fate]) -> Account:
    counts = Counter(fates)
    states: Counter[OpinionState] = Counter()
    shown: Counter[Outcome | None] = Counter()
    hidden: Counter[Hiding] = Counter()
    answered = 0
    for fate, count in counts.items():
        states[fate.state] += count
        if fate.state is OpinionState.NOT_SHOWN:
            hidden[fate.hiding or Hiding.SEPARATE] += count
        elif fate.state in SEEN and fate.outcome is Outcome.ANSWERED:
            answered += count
        elif fate.state in SEEN:
            shown[fate.outcome] += count
    return Account(
        received=sum(states.values()),
        answered=answered,
        shown=tuple(sorted(shown.items(), key=lambda each: each[0] or "")),
        merged=states[OpinionState.MERGED],
        hidden=tuple(sorted(hidden.items())),
        waiting=states[OpinionState.WAITING],
    )
