"""Pure rules of alerts: when a counter turned red, fell silent, or looks too good.

Each has a rate of false alarms that is stated, and holds as long as people answer one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log

from dialogue.ward.rules import Actor, RuleValue, in_force
from dialogue.ward.states import Role
from surveys.alerts.states import (
    FOR_PATTERNS,
    PATTERNS,
    ROAD,
    SECOND,
    AlertState,
    Kind,
    Step,
)
from surveys.results import Counts

WATCHERS = (Role.DIRECTOR, Role.CHAIRMAN, Role.DEPUTY, Role.INSPECTOR)
WORSE, MORE = 2.0, 0.05  # red: twice as many dissatisfied as usual, and five in a hundred more
MOST_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules in force on a day.

    burst: that many good ratings within `minutes`. run: that many best ones within `minutes` after
    a bad one. good: a half-day so good comes once in that many. silent: working days. red: blocks
    of ratings of one counter between two false alarms, on average.
    """

    minutes: int
    burst: int
    run: int
    good: int
    silent: int
    red: int


CODES = {
    "minutes": "ALR-MINUTES",
    "burst": "ALR-BURST",
    "run": "ALR-RUN",
    "good": "ALR-GOOD",
    "silent": "ALR-SILENT",
    "red": "ALR-RED",
}


def limits(rules: Iterable[RuleValue], day: date) -> Limits | None:
    """None where the ward has not all of them: then nobody watches."""
    known = tuple(rules)
    found = {name: in_force(known, code, day) for name, code in CODES.items()}
    if any(rule is None for rule in found.values()):
        return None
    return Limits(**{name: int(rule.value) for name, rule in found.items() if rule is not None})


# Red: the Shiryaev–Roberts procedure on blocks of ratings


@dataclass(frozen=True, slots=True)
class Turn:
    """The block with which a counter turned red: its days, and the ratings since the change."""

    since: date
    until: date
    n: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A closed block of a counter, and the usual share of dissatisfied before it (0–1)."""

    since: date
    closed: date
    counts: Counts
    usual: float


def turned_red(blocks: Sequence[Seen], least: int) -> list[Turn]:
    """Each time there was enough evidence; the watch begins anew with the first block that is as
    usual. blocks: the oldest first.

    As long as the usual share holds, R grows by one a block on average, so the average run to a
    false alarm is at least `least` blocks. Source: M. Pollak, Annals of Statistics 13 (1985) 206.
    """
    found: list[Turn] = []
    height, n = 0.0, 0
    since: date | None = None
    red = False
    for block in blocks:
        ratio = _ratio(block.counts, block.usual)
        red = red and ratio > 1
        if red:
            continue
        if (1 + height) * ratio <= 1:
            height, since, n = (1 + height) * ratio, None, 0  # what came so far tells of no change
            continue
        since = since or block.since
        n += block.counts.n
        height = (1 + height) * ratio
        if height >= least:
            found.append(Turn(since, block.closed, n))
            height, since, n, red = 0.0, None, 0, True
    return found


def _ratio(counts: Counts, usual: float) -> float:
    """How much more probable the block is where clearly more people are dissatisfied."""
    worse = min(MOST_SHARE, WORSE * usual + MORE)
    bad, good = counts.not_, counts.n - counts.not_
    return exp(bad * log(worse / usual) + good * log((1 - worse) / (1 - usual)))


def usual_share(counts: Counts) -> float:
    """Of the dissatisfied, never 0 or 1 (Laplace)."""
    return (counts.not_ + 1) / (counts.n + 2)


# Only good: a half-day of nothing but the best


def too_good(half: Counts, before: Counts, once_in: int) -> bool:
    """Would so many best ones in a row come less than once in `once_in` half-days like this?"""
    share = (before.very + 1) / (before.n + 2)
    return half.very == half.n and share**half.n * once_in < 1


# Silent


def silences(
    ratings: Mapping[date, int],
    working: Sequence[date],
    least: int,
    told: date | None = None,
) -> list[tuple[date, date]]:
    """First and last day of each run of `least` or more working days without a rating.

    working: days that are over, the earliest first. What comes before the first rating is no
    silence: nobody has hung up the code yet. told: first day of a silence that is known already,
    whose last rating may lie before all of these days.
    """
    found: list[tuple[date, date]] = []
    quiet: list[date] = []
    heard = False
    for day in working:
        heard = heard or (told is not None and day >= told)
        if ratings.get(day):
            heard, quiet = True, []
        elif heard:
            quiet.append(day)
            if len(quiet) == least:
                found.append((quiet[0], day))
            elif len(quiet) > least:
                found[-1] = (quiet[0], day)
    return found


# Who may do what with an alert


def may_watch(actor: Actor) -> bool:
    return actor.has(*WATCHERS)


def after(kind: Kind, state: AlertState, step: Step) -> AlertState | None:
    """None: there is no such step from here."""
    if step in FOR_PATTERNS and kind not in PATTERNS:
        return None
    return ROAD.get((state, step))


def needs_second(step: Step) -> bool:
    return step in SECOND
