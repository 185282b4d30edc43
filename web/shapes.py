"""What some components are given: plain data, made by pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline. at: ISO, for machines; when: as people read it."""

    title: str
    at: str = ""
    when: str = ""
    state: str = "done"  # done, late, waiting
    note: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """One row of an interval chart, in percent. None: too few for a figure, only n is told."""

    label: str
    n: int
    percent: float | None = None
    low: float = 0.0
    high: float = 0.0
    alert: bool = False  # the whole interval is below what it is compared with


@dataclass(frozen=True, slots=True)
class Look:
    """A badge: words, tint and icon together."""

    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class RailItem:
    """One link of the staff rail. who: the access rule of the page it leads to."""

    key: str
    path: str
    icon: str
    text: object  # lazy text
    who: str
    position: int = 50
