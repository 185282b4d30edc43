"""Sums over answers and promises: in time, how long, how clear, kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from dialogue.core.clock import HANOI
from dialogue.matters.states import TaskState, VerdictLevel

END_OF_DAY = time(17)  # what is answered later on the due day is late (process.md §2)
MIN_N = 10  # below it no share is shown, where the ward has no rule RAT-MIN-N


def is_late(due: date, moment: datetime, ends: time = END_OF_DAY) -> bool:
    """At this moment, is what was due on that day late? ends: when that day ends."""
    local = moment.astimezone(HANOI)
    return local.date() > due or (local.date() == due and local.time() >= ends)


@dataclass(frozen=True, slots=True)
class Share:
    """part of n. shown: enough of them to give a percentage; below, only n is for the public."""

    part: int
    n: int
    shown: bool


def share(part: int, n: int, min_n: int = MIN_N) -> Share:
    """part is hidden (0) where it must not be told."""
    shown = n >= max(min_n, 1)
    return Share(part if shown else 0, n, shown)


def median(times: Mapping[int, int]) -> float | None:
    """Of values with how often each comes; the mean of the two middle ones. None without any."""
    n = sum(times.values())
    if n == 0:
        return None
    low, high = _nth(times, (n - 1) // 2), _nth(times, n // 2)
    return (low + high) / 2


def _nth(times: Mapping[int, int], index: int) -> int:
    for value in sorted(times):
        index -= times[value]
        if index < 0:
            return value
    raise IndexError("fewer values than that")


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """How many answers share these, and to how many askers. in_time None: no due date."""

    in_time: bool | None
    days: int | None
    verdict: str
    n: int
    askers: int


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """How many matters without an answer share a due day (None: none yet).

    counted: a first answer, for the public, whose clock runs: it is late for the share in time.
    """

    due: date | None
    counted: bool
    n: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The board's figures. Five who ask the same are one matter, and five askers.

    in_time: of first answers in the period that had a due date, and of those whose due day in the
    period has passed without one: waiting longer makes no figure better. median_days: working
    days from day 0. clear: of those who gave a verdict. waiting, late: without an answer, now.
    """

    since: date
    until: date
    answered: int
    askers: int
    in_time: Share
    median_days: float | None
    clear: Share
    waiting: int
    late: int


def figures(
    since: date,
    until: date,
    groups: Iterable[AnswerGroup],
    waiting: Iterable[OpenGroup],
    *,
    moment: datetime,
    ends: time = END_OF_DAY,
    min_n: int = MIN_N,
) -> Figures:
    """ends: when the moment's own day ends."""
    rows, open_ones = list(groups), list(waiting)
    late = [one for one in open_ones if one.due is not None and is_late(one.due, moment, ends)]
    missed = sum(one.n for one in late if one.counted and one.due and since <= one.due <= until)
    days: dict[int, int] = {}
    for row in rows:
        if row.days is not None:
            days[row.days] = days.get(row.days, 0) + row.n
    return Figures(
        since=since,
        until=until,
        answered=sum(row.n for row in rows),
        askers=sum(int(row.askers) for row in rows),
        in_time=Share(
            sum(row.n for row in rows if row.in_time),
            due := sum(row.n for row in rows if row.in_time is not None) + missed,
            shown=due > 0,
        ),
        median_days=median(days),
        clear=share(
            sum(row.n for row in rows if row.verdict == VerdictLevel.SATISFIED),
            sum(row.n for row in rows if row.verdict),
            min_n,
        ),
        waiting=sum(one.n for one in open_ones),
        late=sum(one.n for one in late),
    )


@dataclass(frozen=True, slots=True)
class Promise:
    """What the kept rate is counted from."""

    first_due: date
    done_on: date | None
    state: TaskState


@dataclass(frozen=True, slots=True)
class Kept:
    """Of promises first due in a period: kept by that day, done later ("xong muộn"), the rest."""

    due: int
    kept: int
    late: int
    stopped: int
    open: int


def kept(promises: Iterable[Promise], since: date, until: date, today: date) -> Kept:
    """A date that was moved does not help: the first one counts (process.md §7)."""
    due = [p for p in promises if since <= p.first_due <= min(until, today)]
    done = [p for p in due if p.state is TaskState.DONE and p.done_on is not None]
    in_time = sum(p.done_on is not None and p.done_on <= p.first_due for p in done)
    stopped = sum(p.state is TaskState.STOPPED for p in due)
    return Kept(
        due=len(due),
        kept=in_time,
        late=len(done) - in_time,
        stopped=stopped,
        open=len(due) - len(done) - stopped,
    )
