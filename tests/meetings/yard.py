"""A ward that meets its residents over coffee, for tests of the sessions and of their pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest

from dialogue.core.clock import HANOI, at
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.coffee.actions import noting, planning, reporting
from meetings.coffee.actions.noting import Deed, DeedKind, Done
from meetings.coffee.queries.items import ItemView, items
from meetings.coffee.queries.sessions import session
from meetings.coffee.rules import Meeting
from meetings.coffee.states import WayOut
from tests.ward.builders import person, ward_with_defaults

THURSDAY, SATURDAY = date(2026, 11, 19), date(2026, 11, 21)
LAMP = "Đèn hẻm 18 hỏng từ tuần trước, tối đi lại khó."
SATURDAYS = "Thứ Bảy phường có làm chứng thực không?"
ACCUSES = "Tôi tố cáo cán bộ địa chính nhận 5 triệu đồng để làm nhanh sổ đỏ."
_clients = count(1)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HANOI)


def a_name() -> str:
    """What a device calls a deed."""
    return f"{next(_clients):032x}"


@dataclass(frozen=True)
class Yard:
    """A ward with two groups, its office and who goes along with the telephone."""

    ward: int
    keeper: Actor
    clerk: Actor
    officer: Actor
    groups: tuple[int, int]
    unit: int
    field: int

    def meeting(self, **other: object) -> Meeting:
        new = Meeting(SATURDAY, time(7), "Nhà văn hóa tổ 7", self.groups[:1], "Chủ tịch UBND")
        return replace(new, **other)  # type: ignore[arg-type]


async def yard_of() -> Yard:
    from dialogue.ward import actions as ward_actions
    from dialogue.ward.rules import system_actor

    ward = await ward_with_defaults()
    keeper = await person(ward, "van-phong", Role.REGISTER_KEEPER)
    groups = [await ward_actions.add_group(system_actor(ward), f"Tổ {name}") for name in (7, 9)]
    unit = (await wards.units(ward))[0].id
    return Yard(
        ward,
        keeper,
        await person(ward, "van-thu", Role.CLERK),
        await person(ward, "chuyen-vien", Role.OFFICER),
        (groups[0], groups[1]),
        unit,
        (await wards.fields(ward))[0].id,
    )


@pytest.fixture
async def yard(db: None) -> Yard:
    return await yard_of()


@pytest.fixture
def saturday() -> Iterator[None]:
    """Half past seven on the day."""
    with at(on(SATURDAY, 7, 30)):
        yield


async def announced(yard: Yard, **other: object) -> str:
    meeting = yard.meeting(**other)
    with at(on(meeting.day - timedelta(days=2), 9)):
        (slug,) = (await planning.announce(yard.keeper, meeting)).slugs
    return slug


async def running(yard: Yard, **other: object) -> str:
    slug = await announced(yard, **other)
    with at(on(yard.meeting(**other).day, 7)):
        await planning.open_session(yard.officer, slug)
    return slug


async def noted(yard: Yard, slug: str, text: str = LAMP, **other: object) -> str:
    deed = Deed(a_name(), DeedKind.NOTE, text=text, **other)  # type: ignore[arg-type]
    await noting.do(yard.officer, slug, deed)
    return deed.client


async def settled(yard: Yard, slug: str, item: str, way: WayOut, **other: object) -> Done:
    deed = Deed(a_name(), DeedKind.SETTLE, item=item, way=way, **other)  # type: ignore[arg-type]
    return await noting.do(yard.officer, slug, deed)


async def taken(yard: Yard, slug: str, item: str) -> Done:
    due = (await session(yard.officer, slug)).day + timedelta(days=7)
    return await settled(yard, slug, item, WayOut.TAKEN, unit=yard.unit, due=due)


async def views(yard: Yard, slug: str, who: Actor | None = None) -> list[ItemView]:
    who = who or yard.officer
    return await items(who, await session(who, slug))


async def reported(yard: Yard, day: date = SATURDAY) -> str:
    with at(on(day, 7, 30)):
        slug = await running(yard, day=day)
        item = await noted(yard, slug, SATURDAYS)
        await settled(yard, slug, item, WayOut.ANSWERED, said="Có, đến 11 giờ.")
        await taken(yard, slug, await noted(yard, slug, f"{LAMP} ({slug})"))
        await planning.close(yard.officer, slug)
        words = {view.id: (view.text, view.said) for view in await views(yard, slug)}
        await reporting.publish(yard.keeper, slug, words, "Bà con cởi mở.", looked=True)
    return slug
