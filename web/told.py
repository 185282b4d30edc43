"""From what a line of a history keeps to the parts of its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

DASH = "–"


class Parts(dict[str, str]):
    """A dash for what an older line does not say."""

    def __missing__(self, name: str) -> str:
        return DASH


def parts(data: Mapping[str, Any], shown: Mapping[str, Callable[[Any], str]]) -> Parts:
    """Each value in words. One of a shape that we do not know is a dash: no line breaks a page."""
    made = Parts()
    for name, value in data.items():
        if value is None:
            continue
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            made[name] = shown.get(name, str)(value)
    return made


def with_move(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The last due date before and after a change of the calendar, where it moved: old and new."""
    pair = data.get("publish")
    if not isinstance(pair, list) or len(pair) != 2:
        return data
    return {**data, "old": pair[0], "new": pair[1]}
