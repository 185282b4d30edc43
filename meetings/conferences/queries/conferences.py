"""One conference as it stands, and lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core.clock import local_day
from dialogue.core.errors import NotFound
from meetings.conferences.states import (
    COMING,
    PUBLIC_STATES,
    TAKES_QUESTIONS,
    ConferenceState,
    Mode,
    Reason,
)
from meetings.conferences.tables import Conference, ConferenceField

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConferenceCard:
    """What everybody who works on it needs. fields: ids of the fields in question."""

    id: int
    ward: int
    public_id: str
    slug: str
    title: str
    subject: str
    attending: str
    reason: Reason
    reason_words: str
    modes: tuple[Mode, ...]
    link: str
    plan_number: str
    plan_day: date | None
    period_since: date | None
    period_until: date | None
    period_label: str
    starts_at: datetime
    ends_at: datetime
    day_off_reason: str
    place: str
    chair: str
    chair_title: str
    co_chair: str
    co_chair_title: str
    secretary: str
    reporter: str
    reporter_title: str
    seats: int | None
    turn_minutes: int
    state: ConferenceState
    collect_until: date | None
    announced_at: datetime | None
    override_reason: str
    cancel_reason: str
    previous: int | None
    hall_code: str
    screen_key: str
    opened_at: datetime | None
    closed_at: datetime | None
    report: str
    assessment: str
    other_remarks: str
    published_at: datetime | None
    closing_words: str
    locked_to: str
    sequence: int
    version: int
    fields: tuple[int, ...]

    @property
    def day(self) -> date:
        """T: the local day it begins on."""
        return local_day(self.starts_at)

    def is_for_calendars(self, today: date) -> bool:
        """Is its day told, and still to come or today?"""
        return self.announced_at is not None and self.state in COMING and self.day >= today

    @property
    def is_public(self) -> bool:
        """From the notice on; while questions are collected before it, for those who ask."""
        noticed = self.announced_at is not None or self.state is ConferenceState.COLLECTING
        return self.state in PUBLIC_STATES and noticed


_COLUMNS = [
    column
    for column in Conference._meta.columns
    if column._meta.name in ConferenceCard.__dataclass_fields__
]


_SELECT = "SELECT {} FROM conference WHERE ward = {{}}".format(  # noqa: S608  names are ours
    ", ".join(f'"{column._meta.db_column_name}"' for column in _COLUMNS)
)


async def conference(ward: int, number: int) -> ConferenceCard:
    """Raises NotFound, also for another ward's."""
    return await _one(ward, "id", number)


async def conference_in_hall(ward: int, number: int) -> ConferenceCard:
    """As the hall's steps need it, in one statement: its fields are left out. Raises NotFound."""
    return _card(await _row(ward, "id", number), ())


async def conference_by_slug(ward: int, slug: str) -> ConferenceCard:
    """Raises NotFound."""
    return await _one(ward, "slug", slug)


async def conferences(ward: int) -> tuple[ConferenceCard, ...]:
    """All of a ward, the newest first."""
    rows = (
        await Conference.select(*_COLUMNS)
        .where(Conference.ward == ward)
        .order_by(Conference.starts_at, Conference.id, ascending=False)
    )
    fields = await _fields(ward)
    return tuple(_card(row, fields.get(row["id"], ())) for row in rows)


async def taking_questions(ward: int) -> tuple[ConferenceCard, ...]:
    """Those that questions may still be sent ahead of, the newest first."""
    return tuple(card for card in await conferences(ward) if card.state in TAKES_QUESTIONS)


async def _one(ward: int, column: str, value: object) -> ConferenceCard:
    row = await _row(ward, column, value)
    rows = await ConferenceField.select(ConferenceField.field).where(
        ConferenceField.conference == row["id"]
    )
    return _card(row, tuple(sorted(each["field"] for each in rows)))


async def _row(ward: int, column: str, value: object) -> Row:
    """Said in SQL once: each step of a hall reads it, and to build it anew costs more than it."""
    found: list[Row] = await Conference.raw(f'{_SELECT} AND "{column}" = {{}}', ward, value)
    if not found:
        raise NotFound("no such conference")
    return found[0]


async def _fields(ward: int) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    rows = (
        await ConferenceField.select(ConferenceField.conference, ConferenceField.field)
        .where(ConferenceField.ward == ward)
        .order_by(ConferenceField.field)
    )
    for row in rows:
        found[row["conference"]] = (*found.get(row["conference"], ()), row["field"])
    return found


def _card(row: Row, fields: tuple[int, ...]) -> ConferenceCard:
    return ConferenceCard(
        **{
            **row,
            "reason": Reason(row["reason"]),
            "modes": tuple(Mode(mode) for mode in row["modes"].split(",") if mode),
            "state": ConferenceState(row["state"]),
            "fields": fields,
        }
    )
