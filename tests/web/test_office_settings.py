"""The ward's card and lists, the follow-ups, and the log."""

from __future__ import annotations

import httpx
import pytest

from dialogue.core.clock import local_day, now
from dialogue.core.i18n import weekday_day
from dialogue.ward import queries
from dialogue.ward.actions.groups import add_group
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role, UnitKind
from surveys.actions.counters import set_counter_staff
from surveys.queries.follow_ups import follow_ups
from surveys.rules import FollowUpState, Level
from tests.pages import Page
from tests.surveys.builders import counter_in_ward, follow_ups_show, give
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/cai-dat"
CARD = {"name": "Sài Gòn", "group_word": "khu phố", "head_word": "Trưởng khu phố"}


async def test_the_ward_s_card_is_changed(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    long = await send(client, PATH, **(CARD | {"phone": "0" * 31, "address": "Số 1"}))
    assert (long.status_code, len(errors(long))) == (422, 1)
    assert Page(long.text).attribute("#address", "value") == "Số 1"
    assert (await send(client, PATH, **CARD, phone="028 3829 1234")).status_code == 303
    card = await queries.ward_by_id(ward)
    assert (card.group_word, card.phone) == ("khu phố", "028 3829 1234")


async def test_a_unit_has_a_kind_that_a_renaming_leaves(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    new = {"code": "UBND", "name": "UBND phường", "sort": "ward"}
    strange = await send(client, f"{PATH}/don-vi", **(new | {"sort": "club"}))
    assert strange.status_code == 422
    await send(client, f"{PATH}/don-vi", **new)
    (made,) = await queries.units(ward)
    await send(client, f"{PATH}/don-vi/{made.id}", name="UBND phường Sài Gòn")
    (renamed,) = await queries.units(ward)
    assert (renamed.name, renamed.kind) == ("UBND phường Sài Gòn", UnitKind.WARD)
    await send(client, f"{PATH}/don-vi/{made.id}", name="UBND phường", sort="other")
    assert (await queries.units(ward))[0].kind is UnitKind.OTHER


@pytest.mark.parametrize("kind", ["don-vi", "linh-vuc", "chu-de"])
async def test_a_list_grows_and_an_entry_is_renamed(client: httpx.AsyncClient, kind: str) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    unit = (await queries.units(ward))[0].id
    new = {"code": "moi", "name": "Việc mới", "unit": unit}
    assert (await send(client, f"{PATH}/{kind}", **new)).status_code == 303
    taken = await send(client, f"{PATH}/{kind}", **new)
    assert (taken.status_code, errors(taken)) == (409, ["Mã này đã có."])
    page = await read(client, f"{PATH}/{kind}")
    (path,) = [
        href
        for href, text in zip(
            page.attributes("tbody th a", "href"), page.texts("tbody th a"), strict=True
        )
        if text == "Việc mới"
    ]
    renamed = await send(client, path, name="Tên khác", unit=unit)
    assert renamed.headers["location"] == f"{PATH}/{kind}?xong=da-ghi"
    assert (await read(client, path)).texts("h1") == ["Tên khácMOI"]
    if kind != "don-vi":
        await client.post(f"{path}/tat")
        assert (await read(client, path)).texts("h1 .badge") == ["Đã tắt"]
        await client.post(f"{path}/bat")
    else:
        assert (await send(client, f"{path}/ket-thuc", until="1/1/2026")).status_code == 303
    assert (await read(client, f"{PATH}/{kind}")).texts("h1") != []


async def test_strange_lists_and_other_wards_are_not_found(client: httpx.AsyncClient) -> None:
    theirs = await ward_with_defaults("binh-duong", "Bình Dương")
    other = (await queries.fields(theirs))[0].id
    await enter(client, await ward_with_defaults(), "quan-tri", Role.KEEPER)
    assert (await client.get(f"{PATH}/gi-do")).status_code == 404
    assert (await client.get(f"{PATH}/linh-vuc/{other}")).status_code == 404
    assert (await client.post(f"{PATH}/linh-vuc/{other}/tat")).status_code == 404
    assert (await send(client, f"{PATH}/linh-vuc/{other}", name="A", unit=1)).status_code == 404


async def test_the_log_tells_who_did_what_in_pages(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    for number in range(60):
        await add_group(system_actor(ward), f"Khu phố {number}")
    await enter(client, ward, "thanh-tra", Role.INSPECTOR)
    page = await read(client, "/quan-tri/nhat-ky")
    assert len(page.texts("main ol > li > p:first-child b")) == 50
    assert page.texts("main ol > li > p:first-child b")[1] == "Thêm tổ dân phố"
    rest = await read(client, page.attribute("[rel=next]", "href"))
    assert len(rest.texts("main ol > li > p:first-child b")) == 12
    theirs = await bare_ward("binh-duong", "Bình Dương")
    await enter(client, theirs, "thanh-tra", Role.INSPECTOR)
    assert len((await read(client, "/quan-tri/nhat-ky")).texts("main ol > li > p b")) == 2


async def test_a_follow_up_gets_its_cause_and_remedy(client: httpx.AsyncClient) -> None:
    card = await counter_in_ward()
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    director = await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
    assert len((await read(client, "/quan-tri/khac-phuc")).texts(".empty")) == 1
    await follow_ups_show()
    page = await read(client, "/quan-tri/khac-phuc")
    today = weekday_day(local_day(now()))
    assert page.texts("main .ruled-list a") == [f"Quầy 2, Việc khác, {today}"]
    assert page.texts("main li .muted") == ["Người đánh giá không chọn lý do."]
    path = page.attribute("main .ruled-list a", "href")
    half = await send(client, path, cause="Đông người", remedy=" ")
    assert (half.status_code, len(errors(half))) == (422, 1)
    assert Page(half.text).texts("#cause") == ["Đông người"]
    done = {"cause": "Đông người", "remedy": "Thêm một người trực"}
    assert (await send(client, path, **done)).status_code == 303
    assert (await send(client, path, **done)).status_code == 409
    (item,) = await follow_ups(director, FollowUpState.DONE)
    assert (item.cause, item.remedy) == ("Đông người", "Thêm một người trực")
    assert len((await read(client, "/quan-tri/khac-phuc")).texts(".empty")) == 1


async def test_who_works_there_and_other_wards_see_no_follow_up(
    client: httpx.AsyncClient,
) -> None:
    card = await counter_in_ward()
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    await follow_ups_show()
    director = await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
    path = (await read(client, "/quan-tri/khac-phuc")).attribute("main .ruled-list a", "href")
    await set_counter_staff(card.ward, card.code, [director.staff])
    assert (await client.get(path)).status_code == 404
    await set_counter_staff(card.ward, card.code, [])
    await enter(client, await bare_ward(), "giam-doc", Role.DIRECTOR)
    assert (await client.get(path)).status_code == 404
    assert (await send(client, path, cause="A", remedy="B")).status_code == 404
