"""Versions of a draft: compared by anybody who may read them, and never written over."""

from __future__ import annotations

from datetime import timedelta

from httpx import AsyncClient

from dialogue.core import clock
from dialogue.matters.actions import drafting
from tests.matters import builders
from tests.matters.builders import GOOD
from tests.pages import Page
from tests.web.desk import DESK, enter, see, send, take


async def test_two_versions_differ_by_words_with_names_and_times(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    later = GOOD.replace("30/11/2026", "05/12/2026")
    await drafting.save_draft(place.colleague, new.id, 1, later, "Done by 5 December.")
    await enter(client, place, "truong-phong")
    page = await see(client, f"{DESK}/{new.id}")
    assert f"{DESK}/{new.id}/so-sanh" in page.attributes("a", "href")
    page = await see(client, f"{DESK}/{new.id}/so-sanh")
    assert (page.texts("del"), page.texts("ins")) == (
        ["30", "11"],
        ["05", "12", "Done by 5 December."],
    )
    assert page.attributes("option[selected]", "value") == ["1.1", "1.2"]
    assert page.texts("#changes ~ .grid p")[0].startswith("Lần 1, bản 1Người chuyen-vien")
    assert page.texts("#changes ~ .grid p")[1].startswith("Lần 1, bản 2Người dong-nghiep")
    for query in ("?cu=1.2&moi=1.2", "?cu=9.9&moi=x"):
        assert (await client.get(f"{DESK}/{new.id}/so-sanh{query}")).status_code == 200
    same = await see(client, f"{DESK}/{new.id}/so-sanh?cu=1.2&moi=1.2")
    assert (same.texts("del"), same.texts(".notice")) == ([], ["Hai bản này giống hệt nhau."])


async def test_there_is_nothing_to_compare_without_a_draft(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await enter(client, place, "chuyen-vien")
    assert (await client.get(f"{DESK}/{new.id}/so-sanh")).status_code == 404


async def test_a_draft_from_two_devices_after_a_night_offline(client: AsyncClient) -> None:
    """The same officer wrote on at the desk and on the phone: both texts are there in the end."""
    place = await builders.scene()
    evening = clock.now() - timedelta(hours=14)
    with clock.at(evening):
        new = await builders.drafted(place)
    desk, phone = f"{GOOD} Viết ở bàn.", f"{GOOD} Viết ở nhà."
    await enter(client, place, "chuyen-vien")
    await take(client, new.id, "ban-nhap", draft_text=desk, draft_base="1")
    late = await send(client, new.id, "ban-nhap", draft_text=phone, draft_base="1")
    page = Page(late.text)
    assert late.status_code == 409
    assert page.texts("#mine-text") == [phone]
    assert page.texts("#theirs ~ .answer p")[0].startswith(GOOD[:20])
    assert (page.texts("#changes ~ p del"), page.texts("#changes ~ p ins")) == (["bàn"], ["nhà"])
    base = page.attributes("[name=draft_base]", "value")[0]
    await take(client, new.id, "ban-nhap", draft_text=phone, draft_base=base)
    texts = (await see(client, f"{DESK}/{new.id}")).texts("#versions ~ details .answer")
    assert [text[-6:] for text in texts] == ["ở nhà.", "ở bàn.", texts[2][-6:]]


async def test_the_device_that_was_offline_may_come_after_the_draft_was_sent(
    client: AsyncClient,
) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    await enter(client, place, "chuyen-vien")
    late = await send(client, new.id, "ban-nhap", draft_text=f"{GOOD} Ở nhà.", draft_base="0")
    assert late.status_code == 409
    assert Page(late.text).texts("[role=alert] .quote") == [f"{GOOD} Ở nhà."]


async def test_a_comment_says_whose_it_is_and_of_which_draft(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await drafting.add_note(place.officer, new.id, "Chờ số liệu.")
    await drafting.save_draft(place.officer, new.id, 0, GOOD)
    await drafting.add_note(place.deputy, new.id, "Ghi rõ\nai làm.")
    await enter(client, place, "truong-phong")
    page = await see(client, f"{DESK}/{new.id}")
    told = page.texts("#notes ~ ul li")
    assert told[0].startswith("Người chuyen-vien, Chức vụ chuyen-vienChờ số liệu.")
    assert "bản nháp" not in told[0]
    assert told[1].startswith("Người pho-chu-tich, Chức vụ pho-chu-tichGhi rõ\nai làm.")
    assert told[1].endswith("về bản nháp 1, lần 1")
