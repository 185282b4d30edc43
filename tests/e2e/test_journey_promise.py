"""A promise: opened by an answer, said to be done, disputed and confirmed by a group's head."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, Meet, Visitor
from tests.e2e.server import Server
from tests.matters.test_attachments import photo

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

WARD = "thach-ban"
TITLE = "Ổ gà trên đường vào tổ 9"  # of the demo: waits for the chairman, with a promise in it
PROMISE = "Vá bảy điểm ổ gà trên đường vào tổ 9"
PAPER = "Biên bản nghiệm thu số 15/BB-UBND"
SEEN = "Mặt đường đã vá, không có người"
STILL = "Mới vá năm điểm, còn hai điểm cuối ngõ."


def test_a_promise_is_kept_when_the_groups_head_says_so(demo: Server, meet: Meet) -> None:
    chairman, officer, head = meet(demo.url), meet(demo.url), meet(demo.url, PHONE)
    chairman.sign_in(f"chu-tich@{WARD}")
    do.approves_at_once(chairman, TITLE)
    officer.sign_in(f"dia-chinh@{WARD}")
    says_done(officer)
    head.open(json.loads((demo.folder / "demo.json").read_text())["heads"][WARD])
    head.press("Mở trang của tôi")
    says(head, "Chưa xong", STILL)
    officer.page.reload()
    officer.sees(STILL)
    officer.sees("Có ý kiến chưa xong")
    officer.check("62-bi-noi-chua-xong")
    public_page(head, "Đơn vị đã báo xong, nhưng có ý kiến chưa xong")
    says_done(officer)
    says(head, "Đã xong")
    officer.page.reload()
    officer.sees("Đã xác nhận xong")
    public_page(head, "Đã xác nhận xong")
    there_and_back(head)


def says_done(officer: Visitor) -> None:
    """With a document and a photo."""
    officer.open("/quan-tri/viec?cua=mine")
    officer.follow(PROMISE)
    officer.page.locator("summary", has_text="Báo đã xong").click()
    officer.fill("Số văn bản", PAPER)
    file = FilePayload(name="mat-duong.png", mimeType="image/png", buffer=photo().data)
    officer.page.get_by_label("Ảnh", exact=True).set_input_files(file)
    officer.fill("Trong ảnh có gì", SEEN)
    officer.tick("Tôi đã xem: trong ảnh không có mặt người, biển số xe, giấy tờ")
    officer.check("60-bao-da-xong")
    officer.press("Báo đã xong")
    officer.sees("Đã báo xong. Người hỏi, tổ trưởng, Ban Thanh tra được mời xem và xác nhận.")
    officer.check("61-bang-chung")


def says(head: Visitor, word: str, why: str = "") -> None:
    """On the page of the group's own link."""
    head.open(f"/to-truong/{head.path.split('/')[2]}/cam-ket")
    item = head.page.get_by_role("listitem").filter(has_text=PROMISE)
    item.get_by_role("link", name="Nói đã xong hay chưa").click()
    head.sees(PAPER)
    head.tick(word)
    if why:
        head.fill("Chưa xong ở chỗ nào? (cần ghi nếu chưa xong)", why)
    head.check(f"63-to-truong-noi-{'chua' if why else 'da'}-xong")
    head.press("Gửi ý kiến")
    head.sees("Đã ghi: việc này")
    head.check("64-viec-cua-to")


def public_page(head: Visitor, state: str) -> None:
    """In a tab of its own; the group's page stays where it is."""
    tab = head.context.new_page()
    tab.goto(f"{head.site}/{WARD}/cam-ket")
    tab.get_by_role("link", name=PROMISE, exact=True).click()
    expect(tab.get_by_text(state).first).to_be_visible()
    tab.close()


def there_and_back(citizen: Visitor) -> None:
    """From the list to the promise, its question, and back to the promise."""
    citizen.open(f"/{WARD}/cam-ket?trang-thai=done")
    citizen.follow(PROMISE)
    promise = citizen.path
    citizen.headed(PROMISE)
    assert "tổ trưởng" in citizen.region("Diễn biến")
    expect(citizen.page.get_by_alt_text(SEEN).first).to_be_visible()
    citizen.check("65-loi-hua-da-giu")
    citizen.follow(TITLE)
    citizen.headed(TITLE)
    citizen.check("66-cau-hoi-cua-loi-hua")
    citizen.follow(PROMISE)
    assert citizen.path == promise
