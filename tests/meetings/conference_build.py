"""Conferences for tests, by the actions themselves; years ahead of the clock of the jobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from dialogue.core.clock import HANOI, at
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.conferences.actions import agenda, guests, planning, ticks
from meetings.conferences.actions.agenda import NewPoint
from meetings.conferences.actions.ticks import NewProof
from meetings.conferences.plans import Plan
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.states import AgendaKind, Posting, Subject
from tests.ward.builders import person, ward_with_defaults

DAY = date(2030, 12, 18)  # T: a Wednesday
EARLY = date(2030, 11, 28)  # T−20
POINTS = [
    NewPoint(15, AgendaKind.WELCOME, "Đón đại biểu, phát phiếu câu hỏi", "Văn phòng"),
    NewPoint(20, AgendaKind.REPORT, "Báo cáo tóm tắt", "Phó Chủ tịch"),
    NewPoint(80, AgendaKind.FLOOR, "Người dân hỏi và được trả lời", "Chủ tịch"),
    NewPoint(15, AgendaKind.CONCLUSION, "Kết luận", "Chủ tịch"),
]


def on(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HANOI)


@dataclass(frozen=True)
class Office:
    """A ward with those who prepare and chair. groups: ids of its three residential groups."""

    ward: int
    clerk: Actor
    chairman: Actor
    groups: tuple[int, ...]

    async def card(self, number: int) -> ConferenceCard:
        return await conference(self.ward, number)


async def office(slug: str = "thach-ban") -> Office:
    ward = await ward_with_defaults(slug)
    clerk = await person(ward, "van-phong", Role.CLERK, Role.REGISTER_KEEPER)
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    for name in ("Tổ 5", "Tổ 9", "Tổ 12"):
        await ward_actions.add_group(system_actor(ward), name, head="Ông Bảy")
    groups = tuple(card.id for card in await ward_queries.groups(ward))
    return Office(ward, clerk, chairman, groups)


def a_plan(day: date = DAY, **other: Any) -> Plan:
    new = Plan(
        "Hội nghị đối thoại cuối năm",
        on(day, 8),
        on(day, 11),
        subject="Cải cách thủ tục hành chính, đất đai, môi trường",
        attending="Dự trực tiếp; ai ở hoặc làm việc trong phường đều dự được",
        place="Hội trường UBND phường",
        chair="Nguyễn Thị Hoa",
        chair_title="Chủ tịch UBND phường",
        co_chair="Trần Văn Bình",
        co_chair_title="Phó Chủ tịch HĐND phường",
    )
    return replace(new, **other)


async def planned(place: Office, /, day: date = DAY, **other: Any) -> int:
    with at(on(day - timedelta(days=20))):
        return await planning.plan(place.clerk, a_plan(day, **other))


async def collecting(place: Office, /, day: date = DAY, **other: Any) -> int:
    number = await planned(place, day, **other)
    with at(on(day - timedelta(days=15))):
        await planning.open_collection(place.clerk, number, await version(place, number))
    return number


async def announced(place: Office, /, day: date = DAY, **other: Any) -> int:
    """With its groups invited."""
    number = await collecting(place, day, **other)
    with at(on(day - timedelta(days=10))):
        await guests.invite_groups(place.clerk, number)
        await planning.announce(place.clerk, number, await version(place, number))
    return number


async def ready(place: Office, /, day: date = DAY, **other: Any) -> int:
    """With a programme of 130 minutes, its notice proved."""
    number = await announced(place, day, **other)
    with at(on(day - timedelta(days=1))):
        await agenda.set_agenda(place.clerk, number, POINTS, await version(place, number))
        proof = NewProof(
            Subject.NOTICE,
            Posting.MEDIA,
            "Trang thông tin của phường",
            day - timedelta(days=9),
            "https://phuong.example/thong-bao",
        )
        await ticks.prove(place.clerk, number, proof)
        await planning.make_ready(place.clerk, number, await version(place, number))
    return number


async def version(place: Office, number: int) -> int:
    return (await conference(place.ward, number)).version
