"""What people do on the pages of a dialogue conference, as the words there tell them to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urljoin

from playwright.sync_api import FilePayload, Locator, expect

from dialogue.core import clock
from tests.e2e.browser import Visitor

TODAY = clock.local_day(clock.now())
GUESTS = "khach-moi.csv"


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def in_days(days: int) -> str:
    """As typed: so many days after the test's own today."""
    return typed(TODAY + timedelta(days=days))


def shown(day: str) -> str:
    """A typed day as pages show it: without zeros in front."""
    return "/".join(part.lstrip("0") for part in day.split("/"))


def on_a_weekend() -> str:
    """As typed: a day off, too near for a lawful notice."""
    sunday = 6 - TODAY.weekday()
    return in_days(sunday or sunday + 6)


def days_until(day: str) -> int:
    number, month, year = map(int, day.split("/"))
    return (date(year, month, number) - TODAY).days


def address(visitor: Visitor, name: str) -> str:
    """Where a link of the page leads."""
    found = visitor.page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    assert found
    return urljoin(visitor.page.url, found)


def region(visitor: Visitor, heading: str) -> Locator:
    return visitor.page.get_by_role("region", name=heading, exact=True)


def item(visitor: Visitor, words: str) -> Locator:
    """The line of a list with a paragraph of these words."""
    said = visitor.page.get_by_role("paragraph").filter(has_text=words)
    return visitor.page.get_by_role("listitem").filter(has=said)


def opens(person: Visitor, title: str, part: str = "") -> None:
    """The conference's own page, or one of its parts."""
    person.open("/quan-tri/doi-thoai")
    person.follow(title)
    person.headed(title)
    if part:
        person.follow(part)


# Before the day


def plans(office: Visitor, plan: dict[str, str]) -> None:
    """plan: words by the labels of the form; its day is a day off."""
    office.open("/quan-tri/doi-thoai")
    office.check("01-danh-sach")
    office.follow("Lập kế hoạch hội nghị")
    for label, words in plan.items():
        office.fill(label, words)
    office.check("02-lap-ke-hoach")
    with office.refused(422):
        office.press("Lưu kế hoạch")
    office.fill("Lý do họp vào ngày nghỉ", "Để người đi làm dự được")
    office.press("Lưu kế hoạch")
    office.sees("Đã lập kế hoạch hội nghị.")


def is_told_the_first_lawful_day(office: Visitor) -> str:
    """Announcing is refused; the day that may be, a working one."""
    with office.refused(422):
        office.press("Thông báo hội nghị")
    told = office.page.get_by_role("alert").first.inner_text()
    office.check("03-ngay-khong-dung-luat")
    *_lawful, day = re.findall(r"\d\d/\d\d/\d{4}", told)
    return str(day)


def moves_the_plan(office: Visitor, day: str) -> None:
    office.follow("Sửa kế hoạch")
    office.fill("Ngày họp", day)
    office.press("Lưu kế hoạch")
    office.sees("Đã sửa kế hoạch.")


def announces(office: Visitor) -> None:
    office.press("Mở nhận câu hỏi gửi trước")
    office.sees("Đã mở nhận câu hỏi gửi trước.")
    office.press("Thông báo hội nghị")
    office.sees("Đã thông báo hội nghị.")


def proves(office: Visitor, how: str, where: str, evidence: str) -> None:
    office.unfold("Ghi một nơi đã đăng, niêm yết")
    office.pick("Bằng cách nào", how)
    office.fill("Ở đâu", where)
    office.fill("Bằng chứng: địa chỉ trang, số văn bản, ai thấy", evidence)
    office.press("Ghi bằng chứng")
    office.sees("Đã ghi bằng chứng thông báo.")


def invites(office: Visitor, rows: Sequence[str]) -> None:
    """Every residential group by one button, the others from a table."""
    office.follow("Khách mời")
    office.page.get_by_role("button", name="Mời mọi khu dân cư").click()
    office.sees("Đã mời mọi khu dân cư.")
    office.unfold("Nhập từ bảng tính")
    table = "\n".join(("Tên,Loại,Người đại diện,Liên hệ,Số chỗ", *rows)).encode()
    file = FilePayload(name=GUESTS, mimeType="text/csv", buffer=table)
    office.page.get_by_label("Tệp bảng tính (.xlsx hoặc .csv)").set_input_files(file)
    office.press("Xem trước")
    office.sees("Chưa dòng nào được ghi.")


def link_of(office: Visitor, guest: str) -> str:
    """The personal link, as the QR of the letter holds it."""
    office.follow(f"Mã và liên kết riêng {guest}")
    office.headed(guest)
    office.check("08-lien-ket-rieng")
    link = office.page.get_by_text("/moi/").inner_text()
    office.follow("Về danh sách mời")
    return link


def asks_ahead(guest: Visitor, question: str) -> None:
    guest.fill("Câu hỏi, ý kiến của quý vị", question)
    with guest.page.expect_navigation():
        guest.press("Gửi cho phường")
    if guest.page.get_by_text("Xem giúp trước khi gửi").count():  # something near was answered
        guest.press("Gửi cho phường")
    guest.headed("Cảm ơn quý vị. Phường đã nhận ý kiến.")


def merges(office: Visitor, question: str, lead: str) -> None:
    line = item(office, question)
    line.get_by_text("Ghép vào câu khác").click()
    box = line.get_by_label("Cùng hỏi một việc với")
    (same,) = [each for each in box.locator("option").all_inner_texts() if lead[:20] in each]
    box.select_option(label=same)
    line.get_by_role("button", name="Ghép", exact=True).click()
    office.sees("2 nơi cùng hỏi")


def makes_ready(office: Visitor, title: str) -> None:
    opens(office, title, "Chương trình")
    office.check("12-chuong-trinh-mau")
    office.press("Lưu chương trình")
    office.sees("Cả chương trình")
    office.check("13-chuong-trinh")
    office.follow("Kế hoạch")
    office.press("Đóng nhận câu hỏi trước")
    office.press("Sẵn sàng khai mạc")
    office.sees("Hội nghị đã sẵn sàng khai mạc.")


# The day


def counts_on_paper(clerk: Visitor, people: str, group: str = "") -> None:
    """group: none for those who are of no residential group."""
    box = region(clerk, "Cộng từ danh sách giấy, trực tuyến")
    if group:
        box.get_by_label("Tổ, khu phố").select_option(label=group)
    box.get_by_label("Số người").fill(people)
    box.get_by_text("Danh sách giấy", exact=True).click()
    box.get_by_role("button", name="Cộng thêm").click()
    clerk.sees("Đã ghi nhận một lượt dự.")


def finds_at_the_door(clerk: Visitor, letters: str) -> None:
    clerk.fill("Hai chữ đầu của tên người, tổ hoặc tổ chức", letters)
    clerk.press("Tìm")
    clerk.press("Có mặt")
    clerk.sees("Đã ghi nhận một lượt dự.")


def gives_the_turn(clerk: Visitor, group: str) -> None:
    clerk.page.get_by_label("Tổ giơ tay").select_option(label=group)
    clerk.press("Thêm vào hàng chờ")
    clerk.sees("Đã ghi vào hàng chờ.")
    clerk.press("Mời")
    clerk.sees("Đang phát biểu")


def takes_down(clerk: Visitor, words: str, group: str = "", unit: str = "") -> None:
    """At the console; it is on the projector at once."""
    if group:
        clerk.page.get_by_label("Tổ, khu phố").select_option(label=group)
    if unit:
        clerk.pick("Đơn vị trả lời", unit)
    clerk.fill("Lời người hỏi", words)
    clerk.press("Ghi và đưa lên màn chiếu")
    clerk.sees("Đã ghi ý kiến.")


def settles(clerk: Visitor, outcome: str, **filled: str) -> None:
    """What is on the projector gets its way out of the hall. filled: words by label, `_` a space;
    `unit`: the one who does it."""
    if unit := filled.pop("unit", ""):
        clerk.pick("Đơn vị", unit)
    for label, words in filled.items():
        clerk.fill(label.replace("_", " "), words)
    clerk.tick(outcome)
    clerk.press("Lưu kết quả")
    clerk.sees("Đã ghi kết quả.")


def asks_by_phone(phone: Visitor, words: str) -> None:
    phone.fill("Câu hỏi của quý vị", words)
    phone.press("Gửi câu hỏi")


def lets_be_shown(clerk: Visitor, words: str) -> None:
    item(clerk, words).get_by_role("button", name="Cho nêu").click()
    clerk.sees("Đã duyệt câu hỏi.")


def hides(clerk: Visitor, words: str, why: str) -> None:
    line = item(clerk, words)
    line.get_by_role("combobox").first.select_option(label=why)
    line.get_by_role("button", name="Không nêu").click()
    clerk.sees("Đã duyệt câu hỏi.")


def chooses(chair: Visitor, words: str, button: str) -> None:
    item(chair, words).get_by_role("button", name=button, exact=True).click()
    chair.sees("Đã cập nhật các câu được chọn.")


# After it


def concludes(clerk: Visitor, text: str, settled: str = "", **filled: str) -> None:
    """settled: the opinion that it settles. filled: as in `settles`."""
    if not region(clerk, "Kết luận của chủ trì").get_by_label("Việc hoặc kết luận").is_visible():
        clerk.unfold("Thêm kết luận")
    clerk.fill("Việc hoặc kết luận", text)
    if unit := filled.pop("unit", ""):
        clerk.pick("Đơn vị chủ trì", unit)
    if settled:
        clerk.unfold("Giải quyết ý kiến nào")
        clerk.page.get_by_text(settled[:40]).first.click()
    if "Lý_do_không_giao_việc" in filled:
        clerk.unfold("Không phải việc của phường, hoặc không giao việc")
    for label, words in filled.items():
        clerk.fill(label.replace("_", " "), words)
    clerk.press("Ghi kết luận")
    clerk.sees("Đã ghi kết luận.")


def tells_the_result(office: Visitor, how: str, where: str, day: str, evidence: str) -> None:
    office.unfold("Ghi một nơi đã báo")
    office.pick("Nơi báo", how)
    for label, words in (("Ở đâu", where), ("Ngày", day), ("Bằng chứng", evidence)):
        office.fill(label, words)
    office.press("Ghi")
    expect(office.page.get_by_text(f"{where}. {evidence}")).to_be_visible()


def loaded(person: Visitor, path: str) -> bytes:
    """A document, as the browser of this person gets it."""
    reply = person.context.request.get(urljoin(person.page.url, path))
    assert reply.ok, path
    return reply.body()


def says_done(officer: Visitor, promise: str, paper: str) -> None:
    officer.open("/quan-tri/viec?cua=mine")
    officer.follow(promise)
    officer.unfold("Báo đã xong")
    officer.fill("Số văn bản", paper)
    officer.press("Báo đã xong")
    officer.sees("Đã báo xong.")


def judges(head: Visitor, promise: str, word: str, why: str = "") -> None:
    """On the page of the group's own link."""
    head.open(f"/to-truong/{head.path.split('/')[2]}/cam-ket")
    line = head.page.get_by_role("listitem").filter(has_text=promise)
    line.get_by_role("link", name="Nói đã xong hay chưa").click()
    head.tick(word)
    if why:
        head.fill("Chưa xong ở chỗ nào? (cần ghi nếu chưa xong)", why)
    head.press("Gửi ý kiến")
    expect(head.page.get_by_text("Đã ghi: việc này")).to_be_visible()
