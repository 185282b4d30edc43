"""Parts of a conference on the pages: laid by the office, read by guests, found by both names."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
import pytest

from dialogue.core.memo import forget
from dialogue.ward.actions import make_group_link
from dialogue.ward.actions.successions import Target, merge_groups
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from meetings.conferences.links import guest_path
from meetings.conferences.queries.guests import guests
from tests.meetings.conference_build import DAY, Office, announced, office, planned
from tests.pages import Page
from tests.web.office import enter, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/doi-thoai"
LAST_YEAR, PAPER = date(2025, 7, 1), "Nghị quyết 12/NQ-HĐND"


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Office:
    return await office()


async def lay(client: httpx.AsyncClient, number: int, groups: list[int], **more: str) -> str:
    form = {"name": "Cụm chiều", "place": "Trường học", "starts": "14h30", **more}
    reply = await client.post(
        f"{PATH}/{number}/cum", data=form | {"groups": [str(each) for each in groups]}
    )
    if reply.status_code == 303:
        return reply.headers["location"]
    return Page(reply.text).texts(".field--error .error")[0]


async def test_a_part_has_its_own_hour_on_every_page(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    clerk = await enter(client, place.ward, "thu-ky", Role.CLERK)
    five = place.groups[0]
    early = f"{DAY - timedelta(days=1):%d/%m/%Y}"
    assert "trong vòng 31 ngày" in await lay(client, number, [five], day=early)
    assert (await lay(client, number, [five])).endswith("xong=cum")
    card = await place.card(number)
    inside = await read(client, f"{PATH}/{number}/chuong-trinh")
    outside = await read(client, f"/thach-ban/doi-thoai/{card.slug}")
    first, second, *_ = await guests(clerk, card)
    theirs = await read(client, guest_path(first.public_id))
    for page in (inside, outside, theirs):
        assert "14:30" in page.texts("main")[0]
    assert "14:30" not in (await read(client, guest_path(second.public_id))).texts("main")[0]
    letters = [
        (await client.get(f"{PATH}/{number}/van-ban/giay-moi-{each.id}.html")).text
        for each in (first, second)
    ]
    assert ["Trường học" in letter for letter in letters] == [True, False]


async def test_both_names_find_a_conference(client: httpx.AsyncClient, place: Office) -> None:
    five, nine, twelve = place.groups
    numbers = [await announced(place), await announced(place, DAY + timedelta(days=30))]
    await enter(client, place.ward, "thu-ky", Role.CLERK)
    await lay(client, numbers[0], [five])
    await lay(client, numbers[1], [twelve])
    titles = [(await place.card(each)).slug for each in numbers]
    keeper = system_actor(place.ward)
    new = await merge_groups(keeper, [five, nine], Target("Tổ 1"), LAST_YEAR, PAPER)
    forget()
    for group, wanted in ((five, titles[:1]), (new, titles[:1]), (twelve, titles[1:])):
        listed = await read(client, f"/thach-ban/doi-thoai?to={group}")
        found = [link.rpartition("/")[2] for link in listed.attributes("main h3 a", "href")]
        assert found == wanted
    assert len((await read(client, "/thach-ban/doi-thoai?to=99999")).texts("main h3")) == 2
    one = await read(client, f"/thach-ban/doi-thoai/{titles[0]}")
    assert "Tổ 5, nay là Tổ 1" in one.texts("main")[0]
    token = await make_group_link(keeper, new, "ông Bảy")
    await client.post(f"/to-truong/{token}")
    head = await read(client, f"/to-truong/{token}/doi-thoai")
    assert titles[0] in [link.rpartition("/")[2] for link in head.attributes("h3 a", "href")]
    reply = await send(client, f"/to-truong/{token}/doi-thoai/{numbers[0]}/da-xem")
    assert reply.headers["location"].endswith("xong=da-xem")  # invited by its old name


async def test_a_conference_without_parts_asks_for_no_group(
    client: httpx.AsyncClient, place: Office
) -> None:
    await announced(place)
    await planned(place)
    listed = await read(client, "/thach-ban/doi-thoai")
    assert not listed.attributes("#to", "name")
