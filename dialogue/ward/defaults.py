"""The days and rules that every ward begins with, without a database."""

from __future__ import annotations

from datetime import date

from dialogue.core.workdays import Calendar
from dialogue.ward.actions.calendar import read_holidays
from dialogue.ward.catalogue import default_file, default_rules
from dialogue.ward.deadlines import Clock, calendar_change, changed_calendar
from dialogue.ward.rules import RuleValue
from dialogue.ward.states import Certainty


def default_clock() -> Clock:
    days = read_holidays(default_file("holidays.csv"))
    calendar = changed_calendar(Calendar(version=0), calendar_change([], days))
    return Clock(calendar, rule_values(), {card.day: card.name for card in days})


def rule_values() -> tuple[RuleValue, ...]:
    """The rows of rules.json; their ids are their places."""
    return tuple(
        RuleValue(
            id=number,
            ward=None,
            code=row["id"],
            topic=row["group"],
            text=row["text_vi"],
            source=row["source"],
            value=row["value"],
            unit=row["unit"],
            since=date.fromisoformat(row["from"]),
            until=date.fromisoformat(row["to"]) if row["to"] else None,
            software=row["software"],
            certainty=Certainty(row["certainty"]),
            note=row["note"],
        )
        for number, row in enumerate(default_rules(), 1)
    )
