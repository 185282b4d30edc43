"""What an alert is about, and how it stands."""

from __future__ import annotations

from enum import StrEnum

WHOLE_DAYS = -1  # in place of a half of the day


class Kind(StrEnum):
    RED = "red"  # clearly more people are dissatisfied at a counter than in the ward before
    SILENT = "silent"  # nobody rates there, although dossiers are returned
    BURST = "burst"  # many good ratings in a few minutes
    AFTER_BAD = "after-bad"  # a run of the best ones right after a bad one
    ONLY_GOOD = "only-good"  # a half-day of nothing but the best, too good for the counter


PATTERNS = (Kind.BURST, Kind.AFTER_BAD, Kind.ONLY_GOOD)  # what made-up ratings look like


class AlertState(StrEnum):
    OPEN = "open"
    EXPLAINED = "explained"  # somebody looked and wrote down what it was; everything counts
    PROPOSED = "proposed"  # one person would leave the ratings out; everything counts
    LEFT_OUT = "left-out"  # a second person agreed: figures are told with and without


class Step(StrEnum):
    EXPLAIN = "explain"
    PROPOSE = "propose"
    AGREE = "agree"
    DECLINE = "decline"  # the second person does not agree
    RESTORE = "restore"  # what was left out counts again


ROAD: dict[tuple[AlertState, Step], AlertState] = {
    (AlertState.OPEN, Step.EXPLAIN): AlertState.EXPLAINED,
    (AlertState.OPEN, Step.PROPOSE): AlertState.PROPOSED,
    (AlertState.EXPLAINED, Step.PROPOSE): AlertState.PROPOSED,
    (AlertState.PROPOSED, Step.AGREE): AlertState.LEFT_OUT,
    (AlertState.PROPOSED, Step.DECLINE): AlertState.EXPLAINED,
    (AlertState.LEFT_OUT, Step.RESTORE): AlertState.EXPLAINED,
}
SECOND = frozenset({Step.AGREE, Step.DECLINE})  # not by who proposed it
FOR_PATTERNS = frozenset({Step.PROPOSE})  # what is bad or missing is never left out
