"""The table of steps: no way out of an end, no end without its outcome, every state reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.matters.states import (
    ENDS,
    OUTCOMES,
    STEPS,
    MatterState,
    Move,
    Outcome,
    Step,
    may_end,
    next_states,
    steps_from,
)

pytestmark = pytest.mark.unit
PUBLIC_COPY = {Step.CORRECT, Step.TAKE_DOWN}  # after the end only what stands on the board changes


def test_every_state_is_reached_from_the_first() -> None:
    reached = {MatterState.RECEIVED}
    for _ in MatterState:
        reached |= {move.next for move in STEPS if move.state in reached}
    assert reached == set(MatterState)


def test_every_state_that_is_no_end_goes_on() -> None:
    for state in set(MatterState) - ENDS:
        assert any(move.next is not state for move in STEPS if move.state is state), state


def test_no_step_leads_out_of_an_end_but_those_of_the_public_copy() -> None:
    for state in ENDS - {MatterState.MERGED}:
        assert steps_from(state) <= PUBLIC_COPY, state
    merged = steps_from(MatterState.MERGED)  # an asker of it may leave; its lead may be sealed
    assert merged == {Step.RETRACT, Step.SEAL, Step.PART}
    for state in ENDS - {MatterState.CLOSED, MatterState.CLOSED_FINAL, MatterState.MERGED}:
        assert steps_from(state) == frozenset(), state


@given(st.lists(st.sampled_from(Step), max_size=40), st.data())
def test_any_walk_keeps_to_the_table(steps: list[Step], data: st.DataObject) -> None:
    state = MatterState.RECEIVED
    for step in steps:
        allowed = next_states(state, step)
        if not allowed:
            continue
        new = data.draw(st.sampled_from(sorted(allowed)))
        outcomes = [outcome for outcome in Outcome if may_end(step, new, outcome)]
        assert (outcomes == [Outcome.NONE]) == (new not in ENDS) or step in PUBLIC_COPY
        state = new


ENDING = [move for move in STEPS if move.next in ENDS and move.state not in ENDS]


@pytest.mark.parametrize("move", ENDING, ids=lambda move: f"{move.state} {move.step}")
def test_no_end_without_an_outcome(move: Move) -> None:
    assert not may_end(move.step, move.next, Outcome.NONE)
    assert OUTCOMES[move.step]


def test_closed_is_not_solved() -> None:
    """Whoever says nothing is not counted as satisfied; only the asker's word is."""
    satisfied = {step for step, outcomes in OUTCOMES.items() if Outcome.SATISFIED in outcomes}
    assert satisfied == {Step.VERDICT, Step.SILENCE}
    assert Outcome.SILENT in OUTCOMES[Step.SILENCE]
    assert not may_end(Step.VERDICT, MatterState.CLOSED, Outcome.SILENT)


def test_a_step_that_hands_on_says_who() -> None:
    assert {move.step for move in STEPS} == set(Step) - {
        Step.RECEIVE,
        Step.NOTE,
        Step.MOVE_DUE_DATE,
        Step.OVERDUE,
        Step.ERASE_CONTACT,
        Step.SAME_QUESTION,
        Step.NOT_SAME,
        Step.SINCE_LAST,
        Step.CAMPAIGN,
        Step.COVER,
    }
