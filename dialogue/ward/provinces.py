"""Reads over all wards of a province or city at once: one statement a table, not one a ward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from dialogue.core.errors import NotFound
from dialogue.core.text import fold
from dialogue.core.workdays import Calendar
from dialogue.ward import queries
from dialogue.ward.cards import DayCard, WardCard
from dialogue.ward.deadlines import calendar_change, changed_calendar
from dialogue.ward.states import DayKind
from dialogue.ward.tables import CalendarDay, FormerArea


@dataclass(frozen=True, slots=True)
class Province:
    """name, title: as its wards write them, "Quảng Ninh" and "Tỉnh". wards: by their addresses."""

    slug: str
    name: str
    title: str
    wards: tuple[WardCard, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(each.id for each in self.wards)


def province_slug(name: str) -> str:
    """`Quảng Ninh` → `quang-ninh`; empty without a name."""
    return fold(name).replace(" ", "-")


async def province(slug: str) -> Province:
    """Raises NotFound where no ward of this installation lies in it."""
    wards = tuple(
        each for each in await queries.wards() if slug and province_slug(each.province) == slug
    )
    if not wards:
        raise NotFound(f"no province {slug!r}")
    return Province(slug, wards[0].province, wards[0].province_title, wards)


async def day_ends(wards: Collection[int], day: date) -> dict[int, time]:
    """When what is due on this day is late, ward by ward."""
    rows = await CalendarDay.select(CalendarDay.ward, CalendarDay.kind).where(
        CalendarDay.ward.is_in(list(wards)), CalendarDay.day == day
    )
    special = {row["ward"]: DayCard(day, DayKind(row["kind"]), "", "", "", "") for row in rows}
    return {ward: _calendar(special.get(ward)).ends(day) for ward in wards}


def _calendar(special: DayCard | None) -> Calendar:
    return changed_calendar(Calendar(), calendar_change([], [special] if special else []))


async def reforms_of(wards: Collection[int]) -> Mapping[int, frozenset[date]]:
    """First days of each ward in a new shape: figures over them are never added."""
    rows = await FormerArea.select(FormerArea.ward, FormerArea.until).where(
        FormerArea.ward.is_in(list(wards))
    )
    found: defaultdict[int, set[date]] = defaultdict(set)
    for row in rows:
        found[row["ward"]].add(row["until"] + timedelta(days=1))
    return defaultdict(frozenset, {ward: frozenset(days) for ward, days in found.items()})
