"""A demo ward as its stories need it: people by account, places by name, days by distance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dialogue.core import clock
from dialogue.core.workdays import Calendar
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from dialogue.ward.rules import Actor, GroupVisitor
from dialogue.ward.states import Role

DAY = timedelta(days=1)
_PLACEHOLDER = re.compile(r"\{([+-]\d+)\}")


@dataclass(frozen=True, slots=True)
class Days:
    """The ward's working days around today.

    base: today, or on a day off the next working day, so that something can be due "today".
    """

    calendar: Calendar
    now: datetime

    @property
    def base(self) -> date:
        today = clock.local_day(self.now)
        return today if self.calendar.is_working(today) else self.calendar.next_working(today)

    def day(self, distance: int) -> date:
        """The working day so many before (-) or after (+) the base."""
        if distance >= 0:
            return self.calendar.add(self.base, distance)
        found = self.base
        while distance < 0:
            found -= DAY
            distance += self.calendar.is_working(found)
        return found

    def at(self, distance: int, hour: int, minute: int = 0, late: int = 0) -> datetime:
        """That working day at an hour in Vietnam, but at least a quarter of an hour ago.

        late: minutes after the one, before the other.
        """
        told = moment(self.day(distance), hour, minute) + timedelta(minutes=late)
        return min(told, self.now - timedelta(minutes=15 + late))

    def told(self, text: str) -> str:
        """`{-3}` and `{+5}` as the dates they stand for, dd/mm/yyyy."""
        return _PLACEHOLDER.sub(lambda hit: f"{self.day(int(hit[1])):%d/%m/%Y}", text)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of a day in Vietnam."""
    return datetime.combine(day, time(hour, minute), clock.HANOI)


@dataclass(frozen=True, slots=True)
class Place:
    """Ids by code or shown name. heads, officers: accounts by the code of the unit.

    visitors: heads with a link, by their group's id.
    """

    card: WardCard
    days: Days
    people: Mapping[str, Actor]
    units: Mapping[str, int]
    fields: Mapping[str, int]
    topics: Mapping[str, int]
    groups: Mapping[str, int]
    owners: Mapping[str, str]
    heads: Mapping[str, str]
    officers: Mapping[str, tuple[str, ...]]
    visitors: Mapping[int, GroupVisitor]

    @property
    def id(self) -> int:
        return self.card.id

    def head(self, unit: str) -> Actor:
        return self.people[self.heads[unit]]

    def officer(self, unit: str, number: int = 0) -> Actor:
        """number: turns through the unit's officers."""
        logins = self.officers[unit]
        return self.people[logins[number % len(logins)]]

    def leader(self, code: str, *, chairman: bool = False) -> Actor:
        """Who approves what is asked under this field or topic."""
        deputy = self.people["pho-chu-tich"]
        family = {
            id_ for name, id_ in self.fields.items() if self.owners[name] == self.owners[code]
        }
        mine = {self.fields[code]} if code in self.fields else family
        if chairman or deputy.fields.isdisjoint(mine):
            return self.people["chu-tich"]
        return deputy


async def place(slug: str, visitors: Iterable[GroupVisitor], now: datetime) -> Place:
    """Everything by name, read once the ward is set up."""
    card = await queries.ward(slug)
    units = {each.code: each.id for each in await queries.units(card.id)}
    codes = {number: code for code, number in units.items()}
    fields, topics = await queries.fields(card.id), await queries.topics(card.id)
    people = await _people(card.id)
    return Place(
        card=card,
        days=Days(await queries.calendar(card.id), now),
        people=people,
        units=units,
        fields={each.code: each.id for each in fields},
        topics={each.code: each.id for each in topics},
        groups={each.label: each.id for each in await queries.groups(card.id)},
        owners={each.code: codes[each.unit] for each in fields}
        | {each.code: codes[each.unit] for each in topics},
        heads={
            codes[who.unit]: login
            for login, who in people.items()
            if who.unit is not None and who.has(Role.UNIT_HEAD)
        },
        officers=_officers(people, codes),
        visitors={each.group: each for each in visitors},
    )


async def _people(ward: int) -> dict[str, Actor]:
    return {
        each.login: await queries.actor(ward, each.id) for each in await queries.staff_list(ward)
    }


def _officers(people: Mapping[str, Actor], codes: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for login, who in people.items():
        if who.unit is not None and who.has(Role.OFFICER):
            found[codes[who.unit]] = (*found.get(codes[who.unit], ()), login)
    return found
