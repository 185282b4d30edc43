"""The demo's wards, through the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dialogue.ward.actions.groups import add_group, make_group_link
from dialogue.ward.actions.setting_up import set_up_from_defaults, set_up_ward
from dialogue.ward.rules import system_actor
from surveys.actions import add_counter
from web.cli.entries import add_staff_rows

STAFF = Path(__file__).with_name("staff.csv")
COUNTERS = (
    ("Quầy 1", "Hộ tịch – Chứng thực", ("TP-HT", "CT")),
    ("Quầy 2", "Địa chính – Xây dựng", ("DC-XD",)),
    ("Quầy 3", "Chính sách – Xã hội", ("CSXH",)),
)


@dataclass(frozen=True, slots=True)
class Place:
    slug: str
    name: str
    province: str
    group_word: str
    head_word: str
    groups: int


PLACES = (
    Place("thach-ban", "Thạch Bàn", "Hà Nội", "tổ dân phố", "Tổ trưởng tổ dân phố", 15),
    Place("binh-duong", "Bình Dương", "Hồ Chí Minh", "khu phố", "Trưởng khu phố", 12),
    Place("sai-gon", "Sài Gòn", "Hồ Chí Minh", "khu phố", "Trưởng khu phố", 10),
)


async def seed(password: str) -> dict[str, str]:
    """Set the wards up; the accounts get this password. Ward → path of a group head's page."""
    return {place.slug: await _seed(place, password) for place in PLACES}


async def _seed(place: Place, password: str) -> str:
    ward = await set_up_ward(
        place.slug,
        place.name,
        province=place.province,
        group_word=place.group_word,
        head_word=place.head_word,
        is_demo=True,
    )
    await set_up_from_defaults(ward)
    actor = system_actor(ward)
    await add_staff_rows(actor, STAFF.read_bytes(), password)
    for label, name, fields in COUNTERS:
        await add_counter(ward, label, name, fields=fields)
    word = "số " if place.group_word == "tổ dân phố" else ""
    groups = [
        await add_group(actor, f"{place.group_word.capitalize()} {word}{number}")
        for number in range(1, place.groups + 1)
    ]
    token = await make_group_link(actor, groups[0], f"{place.head_word} (mẫu)")
    return f"/to-truong/{token}"
