"""The sealed box with two at once: an officer has the matter open when the keeper seals it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "sai-gon"
ASKED = "Biển tên hẻm 27 bị cây Hoàng-Lan-Tím che khuất, bao giờ cắt tỉa?"
TITLE = "Cây che biển tên hẻm 27"
WORD = "Hoàng-Lan-Tím"
NOWHERE = "/quan-tri/van-de/999999999"
OPEN_DATA = ("", "/hoi-dap", "/hoi-dap?q=Hoàng-Lan-Tím", "/loi-hua")


def test_sealed_under_the_eyes_of_an_officer_and_back(demo: Server, meet: Meet) -> None:
    citizen = meet(demo.url, PHONE)
    before = open_data(citizen)
    code = do.asks(citizen, WARD, ASKED)
    office = do.hire(
        meet, demo.url, WARD, ["van-phong", "truong-dia-chinh", "dia-chinh", "chu-tich"]
    )
    keeper, officer, chairman = office.keeper, office.officer, office.leader
    do.assigns(keeper, ASKED, TITLE, "Xây dựng")
    do.gives(office.head, TITLE, "Võ Văn Mẫu")
    do.finds(officer, TITLE)
    matter = officer.path

    do.finds(keeper, TITLE)
    keeper.page.locator("summary", has_text="Chuyển sang xử lý riêng").click()
    keeper.press("Chuyển sang xử lý riêng")
    keeper.sees("Đã chuyển sang xử lý riêng")

    assert shown_at(officer, matter) == shown_at(officer, NOWHERE)
    officer.open("/quan-tri/van-de")
    expect(officer.page.get_by_text(TITLE)).to_have_count(0)
    for person in (keeper, office.head):
        assert shown_at(person, matter)[0] == 404
    assert open_data(citizen) == before
    do.tracks(citizen, code, "Ý kiến của quý vị")
    citizen.sees("Để được giải quyết theo Luật Tố cáo")
    expect(citizen.page.get_by_text(WORD)).to_have_count(0)
    citizen.check()

    chairman.open(matter)
    chairman.sees(WORD)
    chairman.check("30-hop-rieng")
    chairman.follow("Mở bìa bàn giao để in")
    chairman.headed("Bàn giao nội dung theo Luật Tố cáo")
    chairman.check("31-bia-ban-giao")
    chairman.open(matter)
    chairman.page.locator("summary", has_text="Đưa trở lại phân loại").click()
    chairman.fill("Vì sao không phải tố cáo", "Chỉ là một câu hỏi về cây.")
    chairman.press("Đưa trở lại phân loại")
    keeper.open(matter)
    keeper.sees(WORD)
    assert shown_at(officer, matter) == shown_at(officer, NOWHERE)  # it lies with nobody yet


def open_data(citizen: Visitor) -> list[str]:
    """All that the public reads of the ward's matters."""
    texts = []
    for path in OPEN_DATA:
        citizen.open(f"/{WARD}{path}")
        texts.append(citizen.page.get_by_role("main").inner_text())
    return texts


def shown_at(person: Visitor, path: str) -> tuple[int, str]:
    """Status and words of a page that is not there for this person."""
    with person.refused(404):
        reply = person.page.goto(person.site + path)
    assert reply is not None
    return reply.status, person.page.get_by_role("main").inner_text()
