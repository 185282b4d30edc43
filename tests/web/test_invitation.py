"""A guest's page by personal link, and the conferences on a group head's page."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import system_actor
from meetings.conferences.actions import guests, planning
from meetings.conferences.actions.guests import NewInvitee
from meetings.conferences.links import guest_path
from meetings.conferences.queries import guests as read_guests
from meetings.conferences.queries.ahead import questions
from meetings.conferences.states import InviteeKind
from tests.meetings.conference_build import DAY, Office, announced, office, on, version
from tests.meetings.hall_build import ACCUSES
from tests.pages import Page, fill
from tests.web.office import read

pytestmark = pytest.mark.integration
FLOOD = "Cống đầu ngõ đầy bùn, nước tràn vào nhà khi mưa."


@pytest.fixture
async def place(client: httpx.AsyncClient) -> Office:
    return await office()


async def invited(place: Office, number: int, name: str = "Hợp tác xã Sen Vàng") -> str:
    """The path of a cooperative's own page."""
    new = NewInvitee(InviteeKind.BUSINESS, name, contact="0912 345 678")
    await guests.invite(place.clerk, number, [new])
    listed = await read_guests.guests(place.clerk, await place.card(number))
    return next(guest_path(each.public_id) for each in listed if each.name == name)


async def test_a_guest_replies_and_may_change_it(client: httpx.AsyncClient, place: Office) -> None:
    path = await invited(place, await announced(place))
    page = await read(client, path)
    assert page.texts("h1") == ["Hội nghị đối thoại cuối năm"]
    assert "0912" not in page.texts("main")[0]
    assert (await client.post(f"{path}/tra-loi", data={"reply": "substitute"})).status_code == 422
    sent = await client.post(
        f"{path}/tra-loi", data={"reply": "substitute", "substitute": "Bà Lê Thị Sáu"}
    )
    assert sent.status_code == 303
    shown = (await read(client, path)).texts("main")[0]
    assert "Bà Lê Thị Sáu" in shown
    assert "Quý vị đã xem thông báo" in shown
    await client.post(f"{path}/tra-loi", data={"reply": "declines"})
    assert "Không dự được" in (await read(client, path)).texts(".badge")


async def test_reading_alone_acknowledges_nothing(client: httpx.AsyncClient, place: Office) -> None:
    path = await invited(place, await announced(place))
    assert "Tôi đã xem thông báo" in (await read(client, path)).texts("button")
    assert (await client.post(f"{path}/da-xem")).status_code == 303
    assert "Tôi đã xem thông báo" not in (await read(client, path)).texts("button")


async def test_a_guest_asks_ahead(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    path = await invited(place, number)
    ticket = Page((await client.get(path)).text).attribute("[name=ticket]", "value")
    sent = await client.post(f"{path}/cau-hoi", data={"body": FLOOD, "ticket": ticket})
    assert sent.status_code == 303
    (card,) = (await questions(place.clerk, await place.card(number))).cards
    assert card.askers[0].organisation == "Hợp tác xã Sen Vàng"


async def test_a_guest_reads_what_it_asked_and_nobody_else_does(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    path, other = await invited(place, number), await invited(place, number, "Quán Cơm Thử")
    assert "Quý vị đã gửi" not in (await read(client, path)).texts("h2")
    for words in (f"{FLOOD} Gọi 0912 345 678.", ACCUSES):
        ticket = Page((await client.get(path)).text).attribute("[name=ticket]", "value")
        sent = {"body": words, "ticket": ticket, "seen": "1"}
        assert (await client.post(f"{path}/cau-hoi", data=sent)).status_code == 303
    shown = await read(client, path)
    assert shown.texts("#asked + ul p:not(.small)") == [
        f"{FLOOD} Gọi ••••5678.",
        "Nội dung được xử lý riêng.",
    ]
    assert "Quý vị đã gửi" not in (await read(client, other)).texts("h2")


async def test_a_moved_day_is_told_and_asked_anew(client: httpx.AsyncClient, place: Office) -> None:
    number = await announced(place)
    path = await invited(place, number)
    await client.post(f"{path}/tra-loi", data={"reply": "comes"})
    new = DAY + timedelta(days=7)
    with at(on(DAY - timedelta(days=9))):
        await planning.move(
            place.clerk, number, await version(place, number), on(new), on(new, 11), "Đình", "Bão"
        )
    page = await read(client, path)
    assert "25/12/2030" in page.texts("main")[0]
    assert "Tôi đã xem thông báo" in page.texts("button")
    assert "Sẽ dự" not in page.texts(".badge")


async def test_an_unknown_link_opens_nothing(client: httpx.AsyncClient, place: Office) -> None:
    assert (await client.get(f"/moi/{'0' * 32}")).status_code == 404


async def entered(client: httpx.AsyncClient, place: Office, group: int) -> str:
    token = await ward_actions.make_group_link(system_actor(place.ward), group, "ông Bảy")
    await client.post(f"/to-truong/{token}")
    return f"/to-truong/{token}/doi-thoai"


async def test_a_group_head_reads_acknowledges_and_asks(
    client: httpx.AsyncClient, place: Office
) -> None:
    number = await announced(place)
    path = await entered(client, place, place.groups[0])
    page = await read(client, path)
    assert page.texts("h3") == ["Hội nghị đối thoại cuối năm"]
    sent = await client.post(f"{path}/{number}/da-xem")
    assert sent.headers["location"] == f"{path}?xong=da-xem"
    counts = await read_guests.counts(await place.card(number))
    assert counts.unread_groups == ("Tổ 9", "Tổ 12")
    asked = await fill(client, f"{path}/{number}/cau-hoi", body=FLOOD)
    assert asked.status_code == 303
    (card,) = (await questions(place.clerk, await place.card(number))).cards
    assert card.askers[0].group == place.groups[0]
    home = await client.get(path.removesuffix("/doi-thoai"))
    assert FLOOD in home.text  # among what the group has sent


async def test_without_the_button_the_page_stays_shut(
    client: httpx.AsyncClient, place: Office
) -> None:
    await announced(place)
    token = await ward_actions.make_group_link(system_actor(place.ward), place.groups[0], "ông Bảy")
    page = await read(client, f"/to-truong/{token}/doi-thoai")
    assert "Mở trang của tôi" in page.texts("button")
    assert page.texts("h3") == []
