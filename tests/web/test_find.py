"""One box finds all that a ward has made public, as people write and mistype it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from dialogue.core import clock
from dialogue.ward import queries
from tests.matters.build import House, house, published
from tests.pages import Page
from tests.web.site import Site
from web.finding.entries import Kind, entries

pytestmark = pytest.mark.integration
START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday
PATH = "/thach-ban/tim"
TITLES = ".matter h3"
ANSWERS = "[aria-labelledby=found-hoi-dap] h3"


async def seen(
    client: httpx.AsyncClient, words: str = "", kind: str = "", status: int = 200
) -> Page:
    reply = await client.get(PATH, params={"q": words, "loai": kind})
    assert reply.status_code == status
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in reply.headers
    return Page(reply.text)


async def titles(client: httpx.AsyncClient, words: str) -> list[str]:
    return (await seen(client, words)).read(ANSWERS)


async def some(home: House) -> None:
    with clock.at(START):
        await published(home, "Nhập hộ khẩu cho cháu", "Cháu mới sinh.", "Làm ở quầy 2 nhé.")
    with clock.at(START + timedelta(days=1)):
        await published(home, "Đường ngập ở Hòa Phú", "Cứ mưa là ngập.", "Đã nạo vét cống.")


@pytest.mark.parametrize(
    "typed",
    [
        "hộ khẩu",
        "HO KHAU",
        "ho khẩu",
        unicodedata.normalize("NFD", "hộ khẩu"),
        "nhap (ho) khau?",
        "hô khấu",
    ],
)
async def test_however_it_is_written(client: httpx.AsyncClient, typed: str) -> None:
    await some(await house())
    assert await titles(client, typed) == ["Nhập hộ khẩu cho cháu"]


@pytest.mark.parametrize("typed", ["hoà phú", "hòa phú", "hoa phu"])
async def test_tone_placement_does_not_matter(client: httpx.AsyncClient, typed: str) -> None:
    await some(await house())
    assert await titles(client, typed) == ["Đường ngập ở Hòa Phú"]


@pytest.mark.parametrize(
    ("typed", "slip", "meant"),
    [
        ("hộ khâuu", "khâuu", "khẩu"),  # a letter too many
        ("ngâp duong nagp", "nagp", "ngập"),  # two in the wrong order
        ("hokhau", "hokhau", "hộ khẩu"),  # a blank left out
        ("nạo vét zống", "zống", "cống"),  # another letter
        ("quầuy 2", "quầuy", "quầy"),
    ],
)
async def test_one_slip_is_forgiven_and_told(
    client: httpx.AsyncClient, typed: str, slip: str, meant: str
) -> None:
    await some(await house())
    page = await seen(client, typed)
    assert len(page.read(ANSWERS)) == 1
    (told,) = page.texts(".notice[role=status]")
    assert f"“{slip}”" in told
    assert f"“{meant}”" in told
    assert page.attribute("#q", "value") == typed


@pytest.mark.parametrize("typed", ["chợ búa", "ngập lụt", "ngap lut", "khẩu trang"])
async def test_what_is_a_word_is_not_changed_into_another(
    client: httpx.AsyncClient, typed: str
) -> None:
    home = await house()
    await published(home, "Chợ của phường", "Lúc nào chợ mở?", "Chợ của phường mở từ lúc 5 giờ.")
    await published(home, "Đường ngập lúc mưa", "Lúc mưa thì ngập.", "Đã nạo vét.")
    page = await seen(client, typed)
    assert page.read(TITLES) == []
    assert page.texts(".notice[role=status]") == []
    assert page.texts(".empty h2") == ["Chưa tìm thấy gì"]


async def test_a_word_of_an_old_answer_is_not_changed(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = await house()
    await published(home, "Khu Xoongg", "Xe rác không vào.", "Đã nhắc.")
    await published(home, "Phố Xoong", "Phố tối quá.", "Đã thay đèn.")
    monkeypatch.setattr("dialogue.matters.queries.nearest.SAMPLE", 1)
    assert await titles(client, "xoongg phố") == []
    assert await titles(client, "xoonng phố") == ["Phố Xoong"]


async def test_what_was_looked_for_is_marked(client: httpx.AsyncClient) -> None:
    await some(await house())
    page = await seen(client, "nao vet")
    assert page.texts(".matter mark") == ["nạo vét"]
    assert page.read(".matter p")[0] == "Đã nạo vét cống."
    assert (await seen(client, "<b>hộ</b>")).texts("b") == []


async def test_nothing_fits_and_the_words_go_on_to_the_form(client: httpx.AsyncClient) -> None:
    await some(await house())
    page = await seen(client, "xe buýt số 40")
    assert page.texts(".empty h2") == ["Chưa tìm thấy gì"]
    ask = page.attribute(".empty a", "href")
    assert ask == "/thach-ban/gop-y?hoi=xe+bu%C3%BDt+s%E1%BB%91+40"
    assert "xe buýt số 40" in (await client.get(ask)).text


async def test_procedures_are_found_and_say_how_sure_they_are(client: httpx.AsyncClient) -> None:
    await house()
    page = await seen(client, "dang ky khai sinh", kind="thu-tuc")
    assert "Đăng ký khai sinh" in page.read(TITLES)
    (link,) = [
        a for a in page.attributes(f"{TITLES} a", "href") if a.endswith("/dang-ky-khai-sinh")
    ]
    one = Page((await client.get(link)).text)
    assert one.texts("h1") == ["Đăng ký khai sinh"]
    assert "Căn cứ" in one.texts("dt")
    english = Page((await client.get(f"/en{link}")).text)
    assert english.texts("h1") == ["Birth registration"]
    assert (await client.get("/thach-ban/thu-tuc/khong-co")).status_code == 404


async def test_more_of_one_kind_page_by_page(client: httpx.AsyncClient) -> None:
    home = await house()
    for number in range(12):
        with clock.at(START + timedelta(days=number)):
            await published(home, f"Đèn đường số {number}")
    first = await seen(client, "đèn", kind="hoi-dap")
    last = Page((await client.get(first.attribute("[rel=next]", "href"))).text)
    assert first.read(TITLES) + last.read(TITLES) == [
        f"Đèn đường số {number}" for number in reversed(range(12))
    ]
    assert (await client.get(f"{PATH}?q=đèn&loai=hoi-dap&sau=x")).status_code == 404
    procedures = await seen(client, "đăng ký", kind="thu-tuc")
    more = Page((await client.get(procedures.attribute("[rel=next]", "href"))).text)
    assert not set(procedures.read(TITLES)) & set(more.read(TITLES))
    assert (await client.get(f"{PATH}?q=đăng+ký&loai=thu-tuc&sau=x")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ngập " * 1_000, "Ô tìm nhận tối đa 200 chữ cái; quý vị đã ghi 4999."),
        ("?!… (*)", "Chưa có chữ hay số nào để tìm."),
    ],
)
async def test_what_cannot_be_looked_for_is_told_and_kept(
    client: httpx.AsyncClient, typed: str, told: str
) -> None:
    await house()
    page = await seen(client, typed, status=422)
    assert page.texts("#q-error")[0].startswith(told)
    assert page.attribute("#q", "value") == typed.strip()
    assert page.texts("main a") == ["Hỏi phường điều này"]


@pytest.mark.parametrize(
    "typed", ['"ngập', "ngập OR sách", "NEAR(ngập, 2) sách", "words:ngập sách", "ngap* -sach"]
)
async def test_operators_have_no_meaning_and_that_is_said(
    client: httpx.AsyncClient, typed: str
) -> None:
    await some(await house())
    page = await seen(client, typed)
    found = page.read(TITLES)
    assert found == ["Đường ngập ở Hòa Phú"] if typed == '"ngập' else found == []
    if not found and "-" not in typed:
        assert "không có nghĩa riêng" in page.texts("main")[0]


async def test_suggestions_come_while_typing_and_nowhere_in_an_address(
    client: httpx.AsyncClient,
) -> None:
    await some(await house())
    reply = await client.post(f"{PATH}/goi-y", data={"q": "nhap ho kh"})
    assert Page(reply.text).read("li a") == ["Nhập hộ khẩu cho cháu"]
    reply = await client.post(f"{PATH}/goi-y", data={"q": "dang ky khai s"})
    assert "Đăng ký khai sinh" in Page(reply.text).read("li a")
    for nothing in ("", "n", "?" * 20, "x" * 5_000):
        reply = await client.post(f"{PATH}/goi-y", data={"q": nothing})
        assert reply.status_code == 200
        assert Page(reply.text).texts("li") == []


async def test_too_many_searches_keep_the_words_and_say_when(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some(await house())
    monkeypatch.setattr("web.finding.pace.SEARCHES", 2)
    monkeypatch.setattr("web.finding.pace.SUGGESTIONS", 1)
    with clock.at(START):
        assert await titles(client, "ngập") == ["Đường ngập ở Hòa Phú"]
        assert await titles(client, "ngập") == ["Đường ngập ở Hòa Phú"]
        reply = await client.get(PATH, params={"q": "hộ khẩu"})
        assert (reply.status_code, reply.headers["retry-after"]) == (429, "61")
        assert reply.headers["cache-control"] == "no-store"
        page = Page(reply.text)
        assert page.attribute("#q", "value") == "hộ khẩu"
        assert page.texts("#q-error") == [
            "Từ mạng này vừa có quá nhiều lượt tìm cùng lúc. Từ đã ghi vẫn còn trong ô: xin bấm "
            "Tìm lại sau 61 giây."
        ]
        assert (await client.get(PATH)).status_code == 200  # the empty box costs nothing
        sent = [await client.post(f"{PATH}/goi-y", data={"q": "ngap"}) for _ in range(2)]
        assert [each.status_code for each in sent] == [200, 429]
        assert sent[1].text == ""
    with clock.at(START + timedelta(minutes=1)):
        assert await titles(client, "hộ khẩu") == ["Nhập hộ khẩu cho cháu"]


async def test_a_hall_of_phones_behind_one_address_may_search(client: httpx.AsyncClient) -> None:
    await some(await house())
    with clock.at(START):
        for _phone in range(200):
            assert (await client.get(PATH, params={"q": "ngập"})).status_code == 200


async def test_it_works_in_english_and_with_no_script(client: httpx.AsyncClient) -> None:
    await some(await house())
    page = Page((await client.get("/en/thach-ban/tim?q=birth+registration")).text)
    assert "Birth registration" in page.read(TITLES)
    assert page.attribute("form[role=search]", "action") == "/en/thach-ban/tim"
    empty = await seen(client)
    assert empty.attribute("#q", "value") == ""


async def test_everything_public_is_found_where_it_stands(
    client: httpx.AsyncClient, site: Site
) -> None:
    ward = await queries.ward(site.values["slug"])
    found = await entries(ward)
    assert {entry.kind for entry in found} == set(Kind) - {Kind.ANSWER}
    for kind in set(Kind) - {Kind.ANSWER}:
        entry = next(each for each in found if each.kind is kind)
        page = Page((await client.get(f"/{ward.slug}/tim", params={"q": entry.title})).text)
        assert entry.path in page.attributes(f"{TITLES} a", "href"), kind
        assert (await client.get(entry.path)).status_code == 200


async def test_an_answer_leads_to_those_near_it(client: httpx.AsyncClient) -> None:
    home = await house()
    await published(home, "Khai sinh cho cháu", "Con tôi mới sinh, làm giấy khai sinh ở đâu?")
    await published(home, "Cháu ở quê", "Cháu sinh ở quê, đăng ký khai sinh cho cháu tại phường?")
    await published(home, "Đèn đường hỏng", "Đèn đường tổ 3 hỏng cả tuần.")
    page = Page((await client.get("/thach-ban/hoi-dap/1")).text)
    assert page.texts("aside .ruled-list a") == ["Cháu ở quê"]
