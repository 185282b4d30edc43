"""Wards for tests, made through the ward's own actions."""

from __future__ import annotations

from dialogue.ward import actions, queries
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role

PASSWORD = "một mật khẩu dài"


async def ward_with_defaults(slug: str = "thach-ban", name: str = "Thạch Bàn") -> int:
    ward = await actions.set_up_ward(slug, name, province="Hà Nội")
    await actions.set_up_from_defaults(ward)
    return ward


async def bare_ward(slug: str = "sai-gon", name: str = "Sài Gòn") -> int:
    """Without units, fields, days and rules: quick."""
    return await actions.set_up_ward(slug, name)


async def person(ward: int, login: str, *roles: Role, password: str = PASSWORD) -> Actor:
    staff = await actions.add_staff(
        system_actor(ward), login, "Nguyễn Văn An", "Công chức", roles, password=password, own=True
    )
    return await queries.actor(ward, staff)
