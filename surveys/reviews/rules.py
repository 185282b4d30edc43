"""Who says what of a unit in a review, how much, and who approves it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.reviews.terms import Span

HEADS = (Role.UNIT_HEAD, Role.DIRECTOR)  # the centre's director heads the centre
APPROVERS = (Role.CHAIRMAN,)
MOST_LETTERS = 4_000  # of a part, whatever the rule on words says
BETWEEN = " \t,;:–—-.("  # a task and its day
_UNTIL = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})[\s.;)]*$")


@dataclass(frozen=True, slots=True)
class Words:
    """What a unit did well, what not yet, and why; what it will do next.

    next_tasks: a task a line, each ending with the day until which it is done.
    """

    done_well: str = ""
    not_yet: str = ""
    reason: str = ""
    next_tasks: str = ""

    @property
    def parts(self) -> Mapping[str, str]:
        return asdict(self)


def may_remark(actor: Actor) -> bool:
    """Of the own unit alone."""
    return actor.unit is not None and actor.has(*HEADS)


def may_approve(actor: Actor) -> bool:
    return actor.has(*APPROVERS)


def is_over(span: Span, final: date) -> bool:
    """May it be published? final: the last day whose ratings cannot change any more."""
    return span[1] <= final


def has_begun(span: Span, today: date) -> bool:
    """Nobody reviews days that are still to come."""
    return span[0] <= today


@dataclass(frozen=True, slots=True)
class NextTask:
    text: str
    until: date


def next_tasks(typed: str) -> list[NextTask]:
    """Of lines such as `Lắp thêm ghế chờ; 30/9/2027`. Raises Invalid for one without its day."""
    found = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        day = _UNTIL.search(line)
        text = line[: day.start()].rstrip(BETWEEN) if day else ""
        if day is None or not text:
            raise Invalid("a task without its day", next_tasks="no-day")
        try:
            until = date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            raise Invalid("no such day", next_tasks="no-day") from None
        found.append(NextTask(text, until))
    return found


def _wrong_tasks(typed: str, span: Span) -> str:
    try:
        tasks = next_tasks(typed)
    except Invalid as error:
        return error.errors["next_tasks"]
    return "too-early" if any(each.until <= span[1] for each in tasks) else ""


def checked(words: Words, most: int | None, span: Span) -> Words:
    """Clean texts. most: words of each part (REP-REMARK), None: no rule. span: what is reviewed;
    the tasks are for after it. Raises Invalid.
    """
    parts = {name: clean(text) for name, text in words.parts.items()}
    wrong = {
        name: "too-long"
        for name, text in parts.items()
        if len(text) > MOST_LETTERS or (most is not None and len(text.split()) > most)
    }
    if "next_tasks" not in wrong and (key := _wrong_tasks(parts["next_tasks"], span)):
        wrong["next_tasks"] = key
    if not any(parts.values()):
        wrong = {"done_well": "missing"}
    if wrong:
        raise Invalid("a unit's remark", **wrong)
    return Words(**parts)
