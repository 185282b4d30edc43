"""The check-list from T−20 to T+90 (process.md §4): its dates are computed and move with T."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.core.workdays import DAY
from dialogue.ward.rules import RuleValue, in_force
from meetings.conferences.legal import Marks


@dataclass(frozen=True, slots=True)
class Item:
    """day: counted from T. before, after: the rule that says how many days instead.

    step: the step of the history that ticks it; posting: (subject, kind) of the proof that does;
    without either it is ticked by hand. must: nobody says "ready" without it.
    """

    key: str
    text: str
    who: str
    day: int = 0
    before: str = ""
    after: str = ""
    rule: str = ""  # why it is on the list
    step: str = ""
    posting: tuple[str, str] | None = None
    must: bool = False

    @property
    def by_hand(self) -> bool:
        return not self.step and self.posting is None

    @property
    def is_before(self) -> bool:
        return bool(self.before) or (not self.after and self.day < 0)


@dataclass(frozen=True, slots=True)
class Line:
    """due None: no rule in force says when. done_on None: not yet."""

    item: Item
    due: date | None
    done_on: date | None = None
    note: str = ""

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Done:
    """What was done when: ticks by key (day and note), first days of steps, days of postings."""

    ticks: Mapping[str, tuple[date, str]]
    steps: Mapping[str, date]
    postings: Mapping[tuple[str, str], date]


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("data") / "checklist.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


@cache
def items() -> tuple[Item, ...]:
    return tuple(
        Item(
            key=given["key"],
            text=given["text"],
            who=given["who"],
            day=given.get("day", 0),
            before=given.get("days_before", ""),
            after=given.get("days_after", ""),
            rule=given.get("rule", ""),
            step=given.get("step", ""),
            posting=(given["subject"], given["posting"]) if "posting" in given else None,
            must=given.get("must", False),
        )
        for given in _data()["items"]
    )


def marks() -> Marks:
    """When a year without a conference turns amber and red."""
    year = _data()["year"]
    return Marks(tuple(year["amber"]), tuple(year["red"]))


def remind_before() -> int:
    """Days before T on which guests who have not replied are reminded."""
    return -int(_data()["remind"])


def lines(day: date, rules: Iterable[RuleValue], done: Done) -> tuple[Line, ...]:
    """Of a conference on `day`."""
    rows = tuple(rules)
    return tuple(_line(item, _due(item, day, rows), done) for item in items())


def unready(found: Iterable[Line]) -> list[str]:
    """Keys of what must be done before the hall may open."""
    return [line.item.key for line in found if line.item.must and line.done_on is None]


def _due(item: Item, day: date, rules: tuple[RuleValue, ...]) -> date | None:
    code = item.before or item.after
    if not code:
        return day + DAY * item.day
    rule = in_force(rules, code, day)
    if rule is None:
        return None
    days = int(rule.value)
    return day + DAY * (days if item.after else -days)


def _line(item: Item, due: date | None, done: Done) -> Line:
    if item.step:
        return Line(item, due, done.steps.get(item.step))
    if item.posting is not None:
        return Line(item, due, done.postings.get(item.posting))
    on, note = done.ticks.get(item.key, (None, ""))
    return Line(item, due, on, note)
