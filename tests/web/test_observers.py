"""Who oversees a province: an observer's account in each of its wards, by one command."""

from __future__ import annotations

import httpx
import pytest

from dialogue.core.errors import NotFound
from dialogue.core.memo import forget
from dialogue.ward.actions.accounts import add_staff
from dialogue.ward.queries import staff_list, ward_id
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.web.office import enter, read
from web.cli.observers import add_observers, switch_off
from web.cli.wards import read_wards, set_up_all
from web.demo.neighbours import FILE

pytestmark = pytest.mark.integration
WHO = ("quang-ninh", "doan-tinh", "Vũ Văn Quan")
TITLE, LENT = "Đoàn giám sát của tỉnh", "mat-khau-tam"


async def roles(slug: str) -> dict[str, tuple[tuple[Role, ...], bool]]:
    return {card.login: (card.roles, card.active) for card in await staff_list(await ward_id(slug))}


async def province() -> None:
    await set_up_all(read_wards(FILE))
    forget()


async def test_one_command_adds_it_to_every_ward_once(db: None) -> None:
    await province()
    assert await add_observers(*WHO, TITLE, LENT) == [
        "doan-tinh@mong-duong may sign in at /quan-tri/",
        "doan-tinh@quang-hanh may sign in at /quan-tri/",
    ]
    for slug in ("mong-duong", "quang-hanh"):
        assert (await roles(slug))["doan-tinh"] == ((Role.OBSERVER,), True)
    assert await add_observers(*WHO, TITLE, LENT) == [
        "doan-tinh@mong-duong is there already",
        "doan-tinh@quang-hanh is there already",
    ]


async def test_one_command_switches_it_off_everywhere(db: None) -> None:
    await province()
    await add_observers(*WHO, TITLE, LENT)
    assert await switch_off(*WHO) == [
        "doan-tinh@mong-duong is switched off",
        "doan-tinh@quang-hanh is switched off",
    ]
    for slug in ("mong-duong", "quang-hanh"):
        assert (await roles(slug))["doan-tinh"] == ((Role.OBSERVER,), False)


async def test_what_was_switched_off_is_switched_on_again(db: None) -> None:
    await province()
    await add_observers(*WHO, TITLE, LENT)
    await switch_off(*WHO)
    assert await add_observers(*WHO, TITLE, LENT) == [
        "doan-tinh@mong-duong is switched on again, with the password it had",
        "doan-tinh@quang-hanh is switched on again, with the password it had",
    ]
    for slug in ("mong-duong", "quang-hanh"):
        assert (await roles(slug))["doan-tinh"] == ((Role.OBSERVER,), True)


async def test_somebody_elses_account_is_left_alone(db: None) -> None:
    await province()
    keeper = system_actor(await ward_id("quang-hanh"))
    await add_staff(keeper, "doan-tinh", "Lê Thị Khác", "", [Role.CHAIRMAN], password=LENT)
    added = await add_observers(*WHO, TITLE, LENT)
    assert added[1] == "doan-tinh@quang-hanh is somebody else's and was left alone"
    assert (await switch_off(*WHO))[1] == added[1]
    assert (await roles("quang-hanh"))["doan-tinh"] == ((Role.CHAIRMAN,), True)


async def test_a_province_without_wards_is_said(db: None) -> None:
    with pytest.raises(NotFound):
        await add_observers("ha-long", "doan-tinh", "Vũ Văn Quan", TITLE, LENT)


async def test_it_reads_figures_in_its_ward_and_no_matter(client: httpx.AsyncClient) -> None:
    await province()
    await enter(client, await ward_id("mong-duong"), "xem", Role.OBSERVER)
    page = await read(client, "/quan-tri/")
    assert page.attributes("main .card a", "href") == [
        "/quan-tri/mot-trang",
        "/tinh/quang-ninh",
        "/quan-tri/so-lieu",
        "/quan-tri/quy-dinh",
    ]
    assert (await client.get("/quan-tri/mot-trang")).status_code == 200
    assert (await client.get("/quan-tri/van-de")).status_code == 403
