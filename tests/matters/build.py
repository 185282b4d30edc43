"""A ward, its people, and matters that stand just before their answer is approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from dialogue.core import clock
from dialogue.core.codes import new_tracking_code, public_id, tracking_hash
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.matters.actions import publishing
from dialogue.matters.actions.publishing import Approver
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Draft, Matter
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role

_numbers = count(1)
APPROVER = Approver("Trần Thị Bình", "Chủ tịch UBND phường")


@dataclass(frozen=True)
class House:
    """units, fields: by code."""

    ward: int
    units: dict[str, int]
    fields: dict[str, int]
    groups: list[int]

    async def person(self, *roles: Role, unit: str | None = None, **more: Any) -> Actor:
        staff = await ward_actions.add_staff(
            system_actor(self.ward),
            f"nguoi-{next(_numbers)}",
            "Trần Thị Bình",
            "Công chức",
            roles,
            password="một mật khẩu dài",
            own=True,
            unit=None if unit is None else self.units[unit],
            **more,
        )
        return await ward_queries.actor(self.ward, staff)


async def house(slug: str = "thach-ban", groups: int = 2) -> House:
    ward = await ward_actions.set_up_ward(slug, "Thạch Bàn", province="Hà Nội")
    await ward_actions.set_up_from_defaults(ward)
    made = [
        await ward_actions.add_group(system_actor(ward), f"Tổ dân phố số {number}")
        for number in range(1, groups + 1)
    ]
    units = {unit.code: unit.id for unit in await ward_queries.units(ward)}
    fields = {field.code: field.id for field in await ward_queries.fields(ward)}
    return House(ward, units, fields, made)


async def matter(at: House, title: str, body: str = "", **values: Any) -> int:
    """In the state `approving`. values: columns of the row; field, unit: by code."""
    number, _ = await matter_with_code(at, title, body, **values)
    return number


async def matter_with_code(at: House, title: str, body: str = "", **values: Any) -> tuple[int, str]:
    """The id and the asker's tracking code."""
    code = new_tracking_code()
    moment = clock.now()
    columns: dict[str, Any] = {
        "ward": at.ward,
        "public_id": public_id(),
        "tracking": tracking_hash(keys(), code),
        "kind": "question",
        "source": "web",
        "state": MatterState.APPROVING.value,
        "title": title,
        "body": body or f"{title} Xin phường trả lời.",
        "field": at.fields[values.pop("field", "TP-HT")],
        "unit": at.units[values.pop("unit", "VP")],
        "received_at": moment,
        "day_zero": clock.local_day(moment),
        "publish_due": date(2026, 12, 4),
    }
    (row,) = await Matter.insert(Matter(**columns | values))
    return int(row["id"]), code


async def draft(at: House, matter: int, text: str, author: Actor) -> None:
    await Draft.insert(
        Draft(
            ward=at.ward,
            matter=matter,
            round=1,
            version=1,
            text=text,
            author=author.staff,
            saved_at=clock.now(),
        )
    )


async def approve(at: House, matter: int, text: str = "Phường đã làm xong.", en: str = "") -> int:
    """As the leader's approval ends; the answer's number."""
    made: list[int] = []
    async with DB.transaction():
        await Matter.update({Matter.state: MatterState.PUBLISHED.value}).where(Matter.id == matter)
        made.append(await publishing.put_on_board(at.ward, matter, text, en, APPROVER))
    return made[0]


async def published(
    at: House, title: str, body: str = "", answer: str = "Phường đã làm xong.", **values: Any
) -> int:
    """A matter on the board: its number there."""
    return await approve(at, await matter(at, title, body, **values), answer)
