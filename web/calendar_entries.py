"""Events as an iCalendar text (RFC 5545): one of them, or all that the ward's calendar holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from dialogue.core.settings import SETTINGS

MEDIA_TYPE = "text/calendar"


@dataclass(frozen=True, slots=True)
class Entry:
    """uid: stays while the event is moved. sequence: grows with each change that is told.

    start, told_at: instants. minutes: how long. path: of its page.
    """

    uid: str
    start: datetime
    minutes: int
    title: str
    place: str
    about: str
    path: str
    sequence: int
    told_at: datetime
    cancelled: bool


def calendar_text(name: str, entries: Sequence[Entry]) -> str:
    """name: of the whole calendar. Times are in UTC, so that no table of time zones is needed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lang Nghe//Lich phuong//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return str(calendar.to_ical().decode())


def _event(entry: Entry) -> Event:
    start = entry.start.astimezone(UTC)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.told_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", entry.about)
    event.add("url", f"{SETTINGS.site}{entry.path}")
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
