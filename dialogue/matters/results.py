"""Sums over answers and promises: in time, how long, how clear. Pure."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogue.core.clock import HANOI

END_OF_DAY = time(17)  # what is answered later on the due day is late (process.md §2)


def is_late(due: date, moment: datetime) -> bool:
    """At this moment, is what was due on that day late?"""
    local = moment.astimezone(HANOI)
    return local.date() > due or (local.date() == due and local.time() >= END_OF_DAY)
