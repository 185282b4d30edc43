"""A ward with as many matters as asked for, in bulk: rows as the actions would leave them.

Nothing here is a test's fixture: rights, clocks and texts are only as true as a measurement
needs. States, years, units, groups, officers, histories, drafts, answers, promises and notices
are there in steady shares, also the open ones: the hard case, as a queue that grew along.
"""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlencode

from piccolo.table import Table

from dialogue.core.bulk import insert_many
from dialogue.core.database import DB
from dialogue.matters.states import MatterState
from dialogue.matters.tables import (
    Matter,
)
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.bench.story import People, Story
from web.sessions import COOKIE

PASSWORD = "một mật khẩu dài"
SLUG = "dong-nguoi"
CHUNK = 2_000  # matters in a transaction
GROUPS = 40
NAMES = ("An", "Bình", "Châu", "Dũng", "Đức", "Giang", "Hà", "Khánh", "Lan", "Yến")


async def people(slug: str = SLUG) -> People:
    """A ward set up from the defaults, with a leader each, and two officers and a head a unit."""
    ward = await ward_actions.set_up_ward(slug, "Đông Người", province="Hà Nội")
    await ward_actions.set_up_from_defaults(ward)
    system = system_actor(ward)
    units = sorted({card.unit for card in await ward_queries.fields(ward)})

    async def person(login: str, *roles: Role, unit: int | None = None) -> int:
        name = f"Nguyễn Văn {NAMES[sum(map(ord, login)) % len(NAMES)]}"
        return await ward_actions.add_staff(
            system, login, name, "Công chức", roles, password=PASSWORD, own=True, unit=unit
        )

    officers = {}
    for unit in units:
        await person(f"truong-{unit}", Role.UNIT_HEAD, unit=unit)
        officers[unit] = [
            await person(f"soan-{unit}-{place}", Role.OFFICER, unit=unit) for place in (1, 2)
        ]
    groups = [
        await ward_actions.add_group(system, f"Tổ dân phố số {number}")
        for number in range(1, GROUPS + 1)
    ]
    fields = [(card.id, card.unit) for card in await ward_queries.fields(ward)]
    return People(
        ward,
        await person("chu-tich", Role.CHAIRMAN),
        await person("pho", Role.DEPUTY),
        await person("tong-hop", Role.REGISTER_KEEPER),
        officers,
        fields,
        groups,
        await ward_queries.calendar(ward),
    )


async def crowd(who: People, count: int) -> None:
    """`count` matters with all that belongs to them. Repeated with the same count: the same."""
    dice = random.Random(count)  # noqa: S311  no secret
    for start in range(0, count, CHUNK):
        made: dict[type[Table], list[dict[str, Any]]] = {}
        for number in range(start, min(start + CHUNK, count)):
            for table, row in Story(who, dice, number, count).rows():
                made.setdefault(table, []).append(row)
        async with DB.transaction():
            for table, rows in made.items():
                await insert_many(table, rows)


async def doors(count: int) -> dict[str, str]:
    """Fills a ward; then for each page that is measured `METHOD path body`, and the cookie."""
    who = await people()
    await crowd(who, count)
    token = await ward_actions.sign_in(f"chu-tich@{SLUG}", PASSWORD, "127.0.0.1")

    async def newest(state: MatterState) -> str:
        rows = (
            await Matter.select(Matter.id)
            .where(Matter.ward == who.ward, Matter.state == state.value)
            .order_by(Matter.id, ascending=False)
            .limit(1)
        )
        return f"GET /quan-tri/van-de/{rows[0]['id']} "

    near = urlencode({"body": "Con tôi mới sinh, làm giấy khai sinh ở đâu, cần mang theo gì?"})
    return {
        "cookie": f"{COOKIE}={token}",
        "the queue": "GET /quan-tri/van-de ",
        "the queue, late": "GET /quan-tri/van-de?han=late ",
        "the queue, closed": "GET /quan-tri/van-de?buoc=closed ",
        "one matter, received": await newest(MatterState.RECEIVED),
        "one matter, drafting": await newest(MatterState.DRAFTING),
        "one matter, closed": await newest(MatterState.CLOSED),
        "near answers": f"POST /{SLUG}/gop-y/gan-giong {near}",
        "the chairman's page": "GET /quan-tri/ ",
        "promises": "GET /quan-tri/viec ",
        "notices": "GET /quan-tri/thong-bao ",
    }
