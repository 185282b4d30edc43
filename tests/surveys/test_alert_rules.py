"""When a counter turns red, falls silent, or looks too good; and how often that is by chance."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.alerts.pace import MOST, Given, Pace
from surveys.alerts.rules import (
    Limits,
    Seen,
    after,
    silences,
    too_good,
    turned_red,
    usual_share,
)
from surveys.alerts.states import PATTERNS, AlertState, Kind, Step
from surveys.results import Counts
from surveys.rules import Level

pytestmark = pytest.mark.unit
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 3, 2)
LIMITS = Limits(minutes=10, burst=12, run=6, good=1000, silent=3, red=300)
VERY, OK, NOT = Level


def block(number: int, bad: int, n: int = 10, usual: float = 0.1) -> Seen:
    day = DAY + timedelta(days=number)
    return Seen(day, day, Counts(n - bad, 0, bad), usual)


# Red


def test_a_bad_week_is_seen_within_few_blocks_and_dated() -> None:
    calm = [block(number, 1) for number in range(20)]
    bad = [block(20 + number, 5) for number in range(6)]
    (turn,) = turned_red(calm + bad, LIMITS.red)
    assert turn.since == bad[0].since
    assert turn.until <= bad[2].closed
    assert turn.n == 10 * ((turn.until - turn.since).days + 1)


def test_false_alarms_are_as_rare_as_is_said() -> None:
    """The mean run to an alarm when nothing changes, over many counters, is at least the limit."""
    draw = random.Random(6)  # noqa: S311  the same at each run
    least = 25  # small, so that runs are short

    def run() -> int:
        seen: list[Seen] = []
        while not turned_red(seen, least):
            seen.append(block(len(seen), sum(draw.random() < 0.1 for _ in range(10))))
        return len(seen)

    assert mean(run() for _ in range(120)) >= least


@given(st.lists(st.integers(0, 1), max_size=60))
def test_what_is_usual_or_better_never_turns_red(bad: list[int]) -> None:
    assert (
        turned_red([block(number, each, usual=0.2) for number, each in enumerate(bad)], 300) == []
    )


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_usual_share_is_never_nothing_or_all(good: int, bad: int) -> None:
    assert 0 < usual_share(Counts(good, 0, bad)) < 1


# Too good


@pytest.mark.parametrize(
    ("half", "before", "found"),
    [
        (Counts(very=30), Counts(60, 30, 10), True),  # 0.6 ** 30
        (Counts(very=12), Counts(95, 5, 0), False),  # common at a counter that is so good
        (Counts(very=29, ok=1), Counts(60, 30, 10), False),
        (Counts(very=10), Counts(), True),  # nothing known: one half, so once in 1,024
    ],
)
def test_a_half_day_too_good_for_its_counter(half: Counts, before: Counts, found: bool) -> None:
    assert too_good(half, before, LIMITS.good) is found


# Patterns in time


def see(pace: Pace, levels: list[Level], *, every: int = 20, first: int = 0) -> dict[int, Kind]:
    """One rating each so many seconds; all marks together."""
    found: dict[int, Kind] = {}
    for place, level in enumerate(levels):
        moment = START + timedelta(seconds=every * place)
        found |= pace.see([Given(first + place, 1, level, moment)], LIMITS)
    return found


def test_twelve_good_ones_within_ten_minutes_are_a_burst_from_the_first_on() -> None:
    assert see(Pace(), [VERY, OK] * 6) == dict.fromkeys(range(12), Kind.BURST)


def test_the_same_over_an_hour_are_none() -> None:
    assert see(Pace(), [VERY, OK] * 15, every=120) == {}


def test_six_best_ones_right_after_a_bad_one_are_marked_without_it() -> None:
    assert see(Pace(), [OK, NOT, *[VERY] * 6]) == dict.fromkeys(range(2, 8), Kind.AFTER_BAD)


def test_a_run_that_is_broken_is_none() -> None:
    assert see(Pace(), [NOT, VERY, VERY, VERY, OK, VERY, VERY, VERY]) == {}


def test_another_counter_does_not_count_along() -> None:
    pace = Pace()
    marks = [pace.see([Given(n, n % 2, VERY, START)], LIMITS) for n in range(22)]
    assert not any(marks)


def test_a_rating_that_is_saved_again_counts_once() -> None:
    pace = Pace()
    for _ in range(30):
        assert pace.see([Given(7, 1, VERY, START)], LIMITS) == {}


def test_what_was_told_is_told_again_only_when_it_is_saved_again() -> None:
    pace = Pace()
    see(pace, [VERY] * 13)
    later = START + timedelta(seconds=300)
    assert pace.see([Given(13, 1, VERY, later)], LIMITS) == {13: Kind.BURST}
    assert pace.see([Given(13, 1, VERY, later)], LIMITS) == {13: Kind.BURST}


# Silent

WEEK = [DAY + timedelta(days=number) for number in range(5)]


def test_three_quiet_working_days_after_a_rated_one() -> None:
    assert silences({WEEK[1]: 4}, WEEK, 3) == [(WEEK[2], WEEK[4])]
    assert silences({WEEK[2]: 4}, WEEK, 3) == []


def test_a_silence_that_is_over_is_one_too() -> None:
    assert silences({WEEK[0]: 4, WEEK[4]: 1}, WEEK, 3) == [(WEEK[1], WEEK[3])]


def test_a_counter_that_was_never_rated_is_not_silent() -> None:
    assert silences({}, WEEK, 3) == []


# What may be done


def test_only_patterns_are_left_out_and_only_by_two_steps() -> None:
    roads = {
        (kind, state, step): after(kind, state, step)
        for kind in Kind
        for state in AlertState
        for step in Step
    }
    out = {key for key, end in roads.items() if end is AlertState.LEFT_OUT}
    assert {state for _kind, state, _step in out} == {AlertState.PROPOSED}
    proposed = {kind for (kind, _s, _t), end in roads.items() if end is AlertState.PROPOSED}
    assert proposed == set(PATTERNS)


def plainly(came: list[Given], minutes: timedelta) -> set[int]:
    """Ids in a burst or run, as the rule says it: each rating's own minutes, looked at whole."""
    seen: dict[int, Given] = {}
    told: set[int] = set()
    last: set[int] = set()
    for each in came:
        seen[each.id] = each
        told.discard(each.id)
        while len(seen) > MOST or next(iter(seen.values())).at < each.at - minutes:
            old = next(iter(seen))
            del seen[old]
            told.discard(old)
        now = [one for one in seen.values() if each.at - minutes <= one.at <= each.at]
        good = [one.id for one in now if one.level is not NOT]
        best = list(takewhile(lambda one: one.level is VERY, reversed(now)))
        rest = now[: len(now) - len(best)]
        ended = len(best) >= LIMITS.run and rest and rest[-1].level is NOT
        marks = good if len(good) >= LIMITS.burst else [one.id for one in best if ended]
        last |= {id_ for id_ in marks if id_ not in told}
        told.update(marks)
    return last


@pytest.mark.parametrize("seed", range(40))
def test_a_quick_count_tells_what_a_plain_one_tells(seed: int) -> None:
    """Also for what comes late, and for what comes again."""
    dice = random.Random(seed)  # noqa: S311  no secret
    minute = START
    came: list[Given] = []
    for number in range(250):
        minute += timedelta(seconds=dice.choice([1, 15, 30, 90, 900]))
        late = timedelta(minutes=dice.choice([0] * 9 + [4]) if seed % 2 else 0)
        again = bool(came) and seed % 4 == 3 and dice.random() < 0.1
        level = dice.choices([VERY, OK, NOT], [0.8, 0.1, 0.1])[0]
        one = Given(dice.choice(came).id if again else number, 1, level, minute - late)
        came.append(one)
    pace, found = Pace(), set[int]()
    for one in came:
        found |= pace.see([one], LIMITS).keys()
    assert found == plainly(came, timedelta(minutes=LIMITS.minutes))
    assert found
