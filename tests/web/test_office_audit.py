"""The audit log in words: who changed what, from what to what; filtered and paged."""

from __future__ import annotations

import httpx
import pytest

from dialogue.ward import queries
from dialogue.ward.actions.accounts import set_roles, switch_staff
from dialogue.ward.actions.units import change_unit
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.rules import Scope
from dialogue.ward.states import Role, UnitKind
from tests.ward.builders import person, ward_with_defaults
from tests.web.office import enter, read

pytestmark = pytest.mark.integration
LOG = "/quan-tri/nhat-ky"


async def test_each_line_is_a_sentence_with_old_and_new(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    keeper = await enter(client, ward, "quan-tri", Role.KEEPER)
    other = await person(ward, "mai", Role.OFFICER)
    await set_roles(keeper, other.staff, [Role.CLERK])
    unit = (await queries.units(ward))[0]
    await change_unit(keeper, unit.id, "Văn phòng mới", short=unit.short, phone="024 1")
    page = await read(client, LOG)
    assert page.texts("ol.ruled-list > li > p:first-child")[:2] == [
        "Sửa đơn vị· đơn vị Văn phòng mới",
        f"Giao vai trò· tài khoản {other.name}",
    ]
    changes = page.texts("ol.ruled-list > li ul li")
    assert f"Tên:{unit.name}→ Văn phòng mới" in changes
    assert "Vai trò:Công chức chuyên môn→ Văn thư" in changes


async def test_what_a_unit_is_and_what_a_machine_may_is_told_in_words(
    client: httpx.AsyncClient,
) -> None:
    ward = await ward_with_defaults()
    keeper = await enter(client, ward, "quan-tri", Role.KEEPER, Role.DIRECTOR)
    unit = next(each for each in await queries.units(ward) if each.kind is UnitKind.OFFICE)
    await change_unit(keeper, unit.id, unit.name, unit.short, unit.phone, kind=UnitKind.COUNTER)
    await add_machine(keeper, NewMachine("Tổng đài", [Scope.CASES, Scope.QUESTIONS]))
    changes = (await read(client, LOG)).texts("ol.ruled-list > li ul li")
    assert "Loại:Phòng, ban chuyên môn→ Bộ phận một cửa" in changes
    assert "Được làm:Gửi số liệu hồ sơ, Gửi câu hỏi nhận ở kênh khác" in changes


async def test_no_key_of_ours_is_printed(client: httpx.AsyncClient) -> None:
    """Of a ward set up anew: units, rules, fields, accounts."""
    ward = await ward_with_defaults()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    page = await read(client, LOG)
    told = page.texts("ol.ruled-list > li b") + page.texts("ol.ruled-list .muted")
    assert told
    assert [text for text in told if "-" in text or "_" in text] == []


async def test_the_log_is_filtered_by_what_who_and_when(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    keeper = await enter(client, ward, "quan-tri", Role.KEEPER)
    other = await person(ward, "mai", Role.OFFICER)
    await switch_staff(keeper, other.staff, active=False)
    found = {
        f"ve=tai-khoan&nguoi={keeper.staff}": ["Bật, tắt tài khoản"],
        "ve=quay": [],
        f"nguoi={other.staff}": [],
        "den=1/1/2020": [],
    }
    for query, lines in found.items():
        assert (await read(client, f"{LOG}?{query}")).texts("ol.ruled-list > li b") == lines, query
    empty = await read(client, f"{LOG}?ve=quay")
    assert empty.texts(".empty h2") == ["Không có dòng nào khớp"]


async def test_pages_keep_the_filter(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.staff.audit.SIZE", 1)
    ward = await ward_with_defaults()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    await person(ward, "mai", Role.OFFICER)
    first = await read(client, f"{LOG}?ve=tai-khoan")
    assert "ve=tai-khoan" in first.attribute("[rel=next]", "href")
