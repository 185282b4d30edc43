"""Fair turns and the account of a hall: pure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.clock import HANOI
from meetings.conferences.account import Fate, account
from meetings.conferences.actions.slips import slip_code
from meetings.conferences.states import Hiding, OpinionState, Outcome
from meetings.conferences.turns import Hand, fair_order, moved

pytestmark = pytest.mark.unit
START = datetime(2030, 12, 18, 8, tzinfo=HANOI)
PARTIES = st.sampled_from(["group 5", "group 9", "group 12", "organisation hội phụ nữ", None])
HANDS = st.lists(st.tuples(PARTIES, st.integers(0, 50)), max_size=12).map(
    lambda given: [
        Hand(number, party, START + timedelta(seconds=late))
        for number, (party, late) in enumerate(given, 1)
    ]
)
SPOKEN = st.dictionaries(PARTIES, st.integers(0, 4))
FATES = st.lists(
    st.builds(
        Fate,
        st.sampled_from(OpinionState),
        st.sampled_from([None, *Outcome]),
        st.sampled_from([None, *Hiding]),
    )
)


def hands(*parties: str | None) -> list[Hand]:
    """Raised one after the other, numbered from 1."""
    return [Hand(n, party, START + timedelta(minutes=n)) for n, party in enumerate(parties, 1)]


def ids(order: list[Hand]) -> list[int]:
    return [hand.id for hand in order]


def test_whose_group_has_not_spoken_comes_first() -> None:
    waiting = hands("group 5", "group 9", "group 12")
    assert ids(fair_order(waiting, {"group 5": 1})) == [2, 3, 1]


def test_a_second_hand_of_a_group_waits_for_the_others() -> None:
    waiting = hands("group 5", "group 5", "group 9", "group 12")
    assert ids(fair_order(waiting, {})) == [1, 3, 4, 2]


def test_who_was_left_without_an_answer_last_time_comes_before_the_others() -> None:
    waiting = hands("group 5", "group 9", "group 12")
    assert ids(fair_order(waiting, {}, {"group 12"})) == [3, 1, 2]
    assert ids(fair_order(waiting, {"group 12": 1}, {"group 12"})) == [1, 2, 3]


@given(HANDS, SPOKEN, st.frozensets(PARTIES))
def test_nobody_gets_a_turn_while_a_party_with_fewer_waits(
    waiting: list[Hand], spoken: dict[str | None, int], left: frozenset[str | None]
) -> None:
    order = fair_order(waiting, spoken, left)
    assert Counter(ids(order)) == Counter(ids(waiting))
    turns = Counter(spoken)
    for place, hand in enumerate(order):
        assert all(turns[hand.party] <= turns[other.party] for other in order[place:])
        turns[hand.party] += 1


@given(HANDS, SPOKEN, st.frozensets(PARTIES), st.randoms())
def test_the_order_is_the_same_however_the_hands_are_read(
    waiting: list[Hand], spoken: dict[str | None, int], left: frozenset[str | None], by: object
) -> None:
    mixed = list(waiting)
    by.shuffle(mixed)  # type: ignore[attr-defined]
    assert fair_order(mixed, spoken, left) == fair_order(waiting, spoken, left)


@given(st.lists(st.integers(), min_size=1, unique=True), st.data(), st.booleans())
def test_moving_keeps_everything_and_shifts_by_one_place_at_most(
    order: list[int], data: st.DataObject, up: bool
) -> None:
    which = data.draw(st.sampled_from(order))
    made = moved(order, which, up=up)
    assert sorted(made) == sorted(order)
    wanted = max(0, min(len(order) - 1, order.index(which) + (-1 if up else 1)))
    assert made.index(which) == wanted


@given(FATES)
def test_everything_received_is_accounted_for_once(fates: list[Fate]) -> None:
    made = account(fates)
    assert made.received == len(fates)
    assert made.received == (
        made.answered + made.all_shown + made.merged + made.all_hidden + made.waiting
    )


@pytest.mark.parametrize("typed", ["12 k7m", "012-K7M", " 12-k7m ", "0 1 2 k7M"])
def test_a_slips_code_is_read_however_it_is_typed(typed: str) -> None:
    assert slip_code(typed) == "012-K7M"
