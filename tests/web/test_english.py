"""Names kept as data, as English pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from httpx import AsyncClient as Client

from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import add_group
from dialogue.ward.actions.setting_up import set_up_from_defaults, set_up_ward
from dialogue.ward.actions.units import change_unit, import_units
from dialogue.ward.rules import system_actor
from surveys.actions.counters import add_counter
from tests.matters.build import house, published
from tests.pages import Page
from web import english
from web.i18n import enter


@pytest.fixture
def in_english() -> Iterator[None]:
    enter("/en/thach-ban")
    yield
    enter("/")


def marked(text: str) -> str:
    return f'<span lang="vi">{text}</span>'


GROUPS = {
    "Tổ dân phố số 5": f"Residential group 5 ({marked('Tổ dân phố số 5')})",
    "Khu phố 1 (Phú Mỹ cũ)": f"Neighbourhood 1, formerly Phú Mỹ ({marked('Khu phố 1')})",
    "Thôn Đông": f"Village Đông ({marked('Thôn Đông')})",
    "Nhóm liên gia": marked("Nhóm liên gia"),
}


@pytest.mark.unit
@pytest.mark.parametrize("name", GROUPS)
def test_a_residential_group_keeps_its_own_name_in_brackets(in_english: None, name: str) -> None:
    assert english.group_called(name) == GROUPS[name]


TITLES = {
    "Chủ tịch UBND phường": "Chairperson of the Ward People's Committee",
    "Phó Chủ tịch UBND xã": "Vice Chairperson of the Commune People's Committee",
    "Chủ tịch UBND": "Chairperson of the People's Committee",
    "Trưởng Công an phường": "Chief of the Ward Police",
    "Chủ tịch UBND phường Bến Lúa": "Chairperson of the Ward People's Committee, Bến Lúa",
    "Tổ phó": marked("Tổ phó"),
}


@pytest.mark.unit
@pytest.mark.parametrize("title", TITLES)
def test_titles_of_those_who_answer(in_english: None, title: str) -> None:
    assert english.title(title) == TITLES[title]


HOURS = {
    "Thứ Hai đến thứ Sáu, 7 giờ 30 – 11 giờ 30 và 13 giờ – 17 giờ": (
        "Monday to Friday, 7:30 – 11:30 and 13:00 – 17:00"
    ),
    "7h30-11h30; sáng thứ Bảy tại Trung tâm Phục vụ hành chính công": (
        "7:30-11:30; morning of Saturday at the Public Service Centre"
    ),
    "Thứ Hai, theo lịch tiếp dân": marked("Thứ Hai, theo lịch tiếp dân"),
}


@pytest.mark.unit
@pytest.mark.parametrize("text", HOURS)
def test_opening_hours_are_translated_whole_or_not_at_all(in_english: None, text: str) -> None:
    assert english.hours(text) == HOURS[text]


@pytest.mark.unit
def test_provinces(in_english: None) -> None:
    assert english.province("Hà Nội", "Thành phố") == "Hà Nội City"
    assert english.province("Phú Thọ", "Tỉnh") == "Phú Thọ Province"
    assert english.province("Huế", "") == marked("Huế")
    assert english.province("", "Thành phố") == ""


@pytest.mark.unit
def test_counters(in_english: None) -> None:
    field = SimpleNamespace(name="Tư pháp – Hộ tịch", short="Hộ tịch", name_en="Civil status")
    named = SimpleNamespace(label="Quầy 2", name="Hộ tịch", fields=(field,))
    assert english.counter_called(named) == "Counter 2 · Civil status"
    alone = SimpleNamespace(label="Ô số một", name="", fields=())
    assert english.counter_called(alone) == marked("Ô số một")


@pytest.mark.unit
def test_on_vietnamese_pages_names_are_as_they_are_stored() -> None:
    enter("/thach-ban")
    assert english.group_called("Tổ dân phố số 5") == "Tổ dân phố số 5"
    assert english.title("Chủ tịch UBND phường") == "Chủ tịch UBND phường"
    assert english.said("Văn phòng", "Office") == "Văn phòng"


@pytest.mark.unit
def test_a_stored_name_is_never_markup(in_english: None) -> None:
    assert english.said("<b>Tổ</b>") == marked("&lt;b&gt;Tổ&lt;/b&gt;")
    assert english.group_called("Tổ <b>1</b>") == (
        f"Group &lt;b&gt;1&lt;/b&gt; ({marked('Tổ &lt;b&gt;1&lt;/b&gt;')})"
    )


UNITS = """code,name,name_en,name_xa,name_xa_en
CAP,Công an phường,Ward Police,Công an xã,Commune Police
YT,Trạm y tế,,,
""".encode()


@pytest.mark.integration
@pytest.mark.parametrize(("kind", "police"), [("phường", "Ward Police"), ("xã", "Commune Police")])
async def test_a_wards_own_units_have_an_english_name_or_none(
    db: None, kind: str, police: str
) -> None:
    ward = await set_up_ward("ben-lua", "Bến Lúa", kind=kind)
    await import_units(system_actor(ward), UNITS)
    found = {each.code: each.name_en for each in await wards.units(ward)}
    assert found == {"CAP": police, "YT": ""}


@pytest.mark.integration
async def test_a_new_name_drops_the_english_of_the_old_one(db: None) -> None:
    ward = await set_up_ward("ben-lua", "Bến Lúa")
    await import_units(system_actor(ward), UNITS)
    (police, _health) = await wards.units(ward)
    await change_unit(system_actor(ward), police.id, police.name, "CA")
    assert (await wards.units(ward))[0].name_en == "Ward Police"
    await change_unit(system_actor(ward), police.id, "Công an cơ sở", "CA")
    assert (await wards.units(ward))[0].name_en == ""


@pytest.mark.integration
async def test_an_english_page_speaks_english(client: Client) -> None:
    ward = await set_up_ward(
        "ben-lua", "Bến Lúa", province="Hà Nội", hours="Thứ Hai đến thứ Sáu", address="12 phố Bè"
    )
    await set_up_from_defaults(ward)
    await add_group(system_actor(ward), "Tổ dân phố số 5")
    card = await add_counter(ward, "Quầy 2", "Hộ tịch", fields=["TP-HT"])
    home = await client.get("/en/ben-lua")
    assert Page(home.text).texts(".hero .eyebrow") == ["Bến Lúa Ward, Hà Nội City"]
    assert "Monday to Friday" in Page(home.text).texts("dl.pairs dd")
    assert marked("12 phố Bè") in home.text
    asked = Page((await client.get("/en/ben-lua/gop-y")).text)
    assert "Residential group 5 (Tổ dân phố số 5)" in asked.texts("#group option")
    rated = Page((await client.get(f"/en{card.path}")).text)
    assert rated.texts(".brand small") == ["Counter 2 · Justice and civil status"]


@pytest.mark.integration
async def test_no_page_of_an_answer_shows_its_own_markup(client: Client) -> None:
    """A group is named in English and, marked, in Vietnamese."""
    home = await house(groups=1)
    number = await published(home, "Đèn tắt", group=home.groups[0])
    page = Page((await client.get(f"/en/thach-ban/hoi-dap/{number}")).text)
    assert not [text for text in page.texts("main p") if "<" in text or "lang=" in text]
    assert any("Residential group 1 (" in text for text in page.texts("main p"))
