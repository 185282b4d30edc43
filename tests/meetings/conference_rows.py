"""Conferences for tests: rows as its actions leave them, each made by a small function."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from dialogue.core.clock import HANOI
from dialogue.core.codes import public_id
from dialogue.ward import queries as wards
from meetings.conferences.guest_tables import Attendance, Invitee
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.states import (
    AgendaKind,
    ConferenceState,
    Entrance,
    InviteeKind,
    OpinionSource,
    OpinionState,
    Outcome,
)
from meetings.conferences.tables import AgendaItem, Conference

DAY = date(2030, 6, 28)  # years ahead: the jobs of a running application leave it alone
_numbers = count(1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HANOI)


async def held(ward: int, day: date = DAY, **values: Any) -> int:
    """A conference whose hall has emptied, with all that its documents name. Its id."""
    filled = {
        "title": "Hội nghị đối thoại về cải cách thủ tục hành chính",
        "subject": "cải cách thủ tục hành chính",
        "attending": "trực tiếp; gửi ý kiến trước theo mã QR",
        "reason": "regular",
        "modes": "in-person",
        "plan_number": "39/KH-UBND",
        "plan_day": day - timedelta(days=140),
        "period_since": date(day.year, 1, 1),
        "period_until": date(day.year, 6, 30),
        "period_label": f"6 tháng đầu năm {day.year}",
        "starts_at": at(day, 8),
        "ends_at": at(day, 10, 30),
        "place": "Nhà văn hóa tổ dân phố số 5",
        "chair": "Nguyễn Văn Mẫu",
        "chair_title": "Chủ tịch UBND phường",
        "co_chair": "Trần Thị Thử",
        "co_chair_title": "Phó Chủ tịch HĐND phường",
        "secretary": "Lê Minh Ví Dụ",
        "collect_until": day - timedelta(days=5),
        "announced_at": at(day - timedelta(days=10), 9),
        "opened_at": at(day, 8),
        "closed_at": at(day, 10, 40),
        "report": "Phường đã tiếp nhận 2.685 hồ sơ trong kỳ.",
        "assessment": "Hội nghị thẳng thắn, đúng trọng tâm",
        "state": ConferenceState.MINUTES.value,
    }
    number = next(_numbers)
    (row,) = await Conference.insert(
        Conference(
            ward=ward,
            public_id=public_id(),
            slug=values.pop("slug", f"doi-thoai-{number}"),
            hall_code=f"H{number:05}{ward}",
            screen_key=f"s{number}",
            **{**filled, **values},
        )
    )
    return int(row["id"])


async def agenda(ward: int, number: int, *lines: tuple[int, AgendaKind, str]) -> None:
    """lines: minutes, kind, text."""
    for place, (minutes, kind, text) in enumerate(lines, 1):
        await AgendaItem.insert(
            AgendaItem(
                ward=ward,
                conference=number,
                position=place,
                minutes=minutes,
                kind=kind.value,
                text=text,
                who="Văn phòng",
            )
        )


async def opinion(ward: int, conference: int, words: str, /, **values: Any) -> int:
    """One that was answered in the hall, unless said otherwise. Its id."""
    place = next(_numbers)
    filled = {
        "source": OpinionSource.SPOKEN.value,
        "state": OpinionState.SETTLED.value,
        "outcome": Outcome.ANSWERED.value,
        "answer": "Nộp tại Bộ phận một cửa, trả kết quả trong ngày.",
        "answered_by": "Trần Thị Thử, Phó Chủ tịch UBND phường",
        "at": at(DAY, 9),
        "settled_at": at(DAY, 9, 5),
    }
    (row,) = await Opinion.insert(
        Opinion(
            ward=ward,
            conference=conference,
            public_id=public_id(),
            operation=f"op-{place}-{ward}",
            words=words,
            **{**filled, **values},
        )
    )
    return int(row["id"])


async def came(
    ward: int, number: int, people: int, group: int | None = None, invitee: int | None = None
) -> None:
    await Attendance.insert(
        Attendance(
            ward=ward,
            conference=number,
            operation=f"at-{next(_numbers)}-{ward}",
            group=group,
            invitee=invitee,
            entrance=Entrance.PAPER.value,
            people=people,
            at=at(DAY, 8),
        )
    )


async def invited(
    ward: int, number: int, name: str, kind: InviteeKind, group: int | None = None
) -> int:
    place = next(_numbers)
    (row,) = await Invitee.insert(
        Invitee(
            ward=ward,
            conference=number,
            public_id=public_id(),
            kind=kind.value,
            name=name,
            folded=name.casefold(),
            group=group,
            link=f"link-{place}-{ward}",
        )
    )
    return int(row["id"])


async def unit_of(ward: int, code: str = "VP") -> int:
    return next(each.id for each in await wards.units(ward) if each.code == code)


async def field_of(ward: int, code: str) -> int:
    return next(each.id for each in await wards.fields(ward) if each.code == code)
