"""What people do on our pages, as the words on these pages tell them to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from playwright.sync_api import expect

from tests.e2e.browser import PASSWORD, Meet, Visitor
from tests.e2e.server import Server

ASK_AGAIN = "Điều gì chưa rõ? (cần ghi nếu chưa hài lòng)"
JUDGED = "Phường đã ghi ý kiến của quý vị. Xin cảm ơn."


def counter_path(server: Server, ward: str, label: str) -> str:
    rows = json.loads(server.command("counters", "--json").stdout)
    (path,) = [row["path"] for row in rows if (row["ward"], row["label"]) == (ward, label)]
    return str(path)


def scanned(server: Server, ward: str, folder: Path) -> str:
    """The path that a phone reads off the printed poster of a ward with one counter."""
    done = server.command("posters", "--ward", ward, "--out", str(folder))
    assert done.returncode == 0, done.stderr
    (sheet,) = pypdfium2.PdfDocument(folder / f"{ward}-a4.pdf")
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=150 / 72).to_pil())
    assert code.text.startswith(server.url + "/q/")
    return urlsplit(code.text).path


# Citizens


def rates_badly(citizen: Visitor, path: str, comment: str) -> str:
    """With a question in it; the tracking code."""
    citizen.open(path)
    citizen.headed("Quý vị thấy việc phục vụ hôm nay thế nào?")
    citizen.check("01-danh-gia")
    citizen.tick("Không hài lòng")
    citizen.tick("Chờ lâu")
    citizen.tick("Viết thêm hoặc xin trả lời")
    citizen.fill("Ý kiến của quý vị", comment)
    citizen.tick("Tôi muốn phường trả lời")
    citizen.check("02-danh-gia-da-ghi")
    citizen.press("Gửi đánh giá")
    citizen.headed("Cảm ơn quý vị")
    citizen.check("03-cam-on")
    return code_in(citizen.region("Mã theo dõi của quý vị"))


def asks(citizen: Visitor, ward: str, question: str, kind: str = "phường") -> str:
    """On the public form; the tracking code. kind: what the place is called."""
    citizen.open(f"/{ward}/gop-y")
    citizen.fill("Quý vị muốn hỏi hoặc góp ý điều gì?", question)
    citizen.check()
    return _sends(citizen, kind, citizen.check)


def asks_from(citizen: Visitor, ward: str, question: str, group: str) -> str:
    """The same from a residential group, without looking at the pages again."""
    citizen.open(f"/{ward}/gop-y")
    citizen.fill("Quý vị muốn hỏi hoặc góp ý điều gì?", question)
    citizen.pick("Quý vị ở đâu? (không bắt buộc)", group)
    return _sends(citizen, "phường")


def _sends(citizen: Visitor, kind: str, look: Callable[[], None] = lambda: None) -> str:
    with citizen.page.expect_navigation():
        citizen.press(f"Gửi cho {kind}")
    if citizen.page.get_by_text("Xem giúp trước khi gửi").count():  # something near was answered
        look()
        citizen.press(f"Gửi cho {kind}")
    citizen.headed(f"Cảm ơn quý vị. {kind.capitalize()} đã nhận ý kiến.")
    look()
    return code_in(citizen.page.get_by_role("main").inner_text())


def code_in(text: str) -> str:
    """The line with sixteen digits in groups of four."""
    (code,) = [
        line for line in text.splitlines() if len(line) == 19 and line.replace(" ", "").isdigit()
    ]
    return code


def tracks(citizen: Visitor, code: str, title: str) -> None:
    citizen.open("/tra-cuu")
    citizen.check("13-tra-cuu")
    citizen.fill("Mã tra cứu", code)
    citizen.press("Xem")
    citizen.headed(title)


def is_not_satisfied(citizen: Visitor, complaint: str) -> None:
    """On the asker's page; and asks again."""
    citizen.tick("Chưa hài lòng")
    citizen.fill(ASK_AGAIN, complaint)
    citizen.check("14-danh-gia-cau-tra-loi")
    citizen.press("Gửi đánh giá")
    citizen.sees(JUDGED)
    citizen.check("15-tra-loi-lai")


def is_satisfied(citizen: Visitor) -> None:
    citizen.tick("Đã rõ")
    citizen.press("Gửi đánh giá")
    citizen.sees(JUDGED)
    citizen.sees("Người hỏi: đã rõ")
    citizen.check("17-da-ro")


# Staff


@dataclass(frozen=True, slots=True)
class Office:
    """Those through whose hands an answer goes."""

    keeper: Visitor
    head: Visitor
    officer: Visitor
    leader: Visitor


def hire(meet: Meet, site: str, ward: str, logins: list[str], lent: str = "") -> Office:
    """Each at a desk of their own, signed in. lent: everybody's first password."""
    people = [meet(site) for _ in logins]
    for person, login in zip(people, logins, strict=True):
        if lent:
            person.sign_in_first(f"{login}@{ward}", lent, PASSWORD)
        else:
            person.sign_in(f"{login}@{ward}")
    return Office(*people)


def finds(person: Visitor, words: str) -> None:
    """The matter of these words, out of the register."""
    person.open("/quan-tri/van-de")
    person.page.get_by_role("link", name=words).click()


def assigns(keeper: Visitor, question: str, title: str, about: str) -> None:
    finds(keeper, question[:30])
    keeper.check("04-phan-loai")
    keeper.fill("Tên vấn đề", title)
    keeper.pick("Lĩnh vực hoặc chủ đề", about)
    keeper.press("Giao đơn vị")
    keeper.sees("Đã giao đơn vị trả lời.")
    keeper.check()


def gives(head: Visitor, title: str, officer: str) -> None:
    """officer: the name."""
    finds(head, title)
    head.check("05-giao-nguoi")
    head.pick("Người soạn trả lời", officer)
    head.press("Giao người này")
    head.sees("Đã giao người soạn.")


def takes(person: Visitor, step: str, button: str, *filled: tuple[str, str]) -> None:
    """A step of the list "Việc khác có thể làm": opened, filled (label, words), sent."""
    person.page.locator("summary", has_text=step).first.click()
    for label, words in filled:
        person.fill(label, words)
    person.press(button)


def drafts(officer: Visitor, title: str, text: str, promise: str = "", due: str = "") -> None:
    """With a promise: says so, and opens its task."""
    finds(officer, title)
    officer.fill("Câu trả lời", text)
    if promise:
        officer.tick("Có, sẽ mở việc có người và hạn")
    officer.press("Lưu nháp")
    officer.sees("Đã lưu bản nháp.")
    officer.check("06-soan-tra-loi")
    if promise:
        officer.fill("Sẽ làm việc gì", promise)
        officer.fill("Hạn xong", due)
        officer.press("Mở việc này")
        officer.sees("Đã mở việc đã hứa.")
        officer.check("07-viec-da-hua")


def sends(officer: Visitor) -> None:
    officer.press("Gửi trưởng đơn vị xem")
    officer.sees("Đã gửi trưởng đơn vị xem.")
    officer.check()


def passes_up(head: Visitor, title: str, leader: str, *, leaves: bool = False) -> None:
    """leader: the name, or the beginning of the title. leaves: what is personal, to the leader."""
    finds(head, title)
    head.check("08-xem-va-trinh")
    head.pick("Lãnh đạo duyệt", leader)
    if leaves:
        head.tick("Để lãnh đạo quyết định phần còn lại")
    head.press("Trình lãnh đạo duyệt")
    head.sees("Đã trình lãnh đạo duyệt.")
    head.check()


def approves(leader: Visitor, title: str, masks: str = "") -> None:
    """masks: what is personal in it."""
    finds(leader, title)
    leader.check("09-thong-tin-rieng")
    if masks:
        expect(leader.page.get_by_role("button", name="Duyệt và đăng công khai")).to_have_count(0)
        leader.press(f"Che chỗ này: {masks}")
        leader.sees("Đã ghi quyết định về thông tin riêng.")
    leader.check("10-duyet")
    leader.press("Duyệt và đăng công khai")
    leader.sees("Đã duyệt. Người hỏi đọc được câu trả lời.")
    leader.check()


def approves_at_once(leader: Visitor, title: str) -> None:
    """From the first page, with one button."""
    leader.open("/quan-tri/")
    leader.check("24-trang-lanh-dao")
    item = leader.page.get_by_role("listitem").filter(has_text=title)
    item.get_by_role("button", name="Duyệt và đăng", exact=True).click()
    leader.sees("Đã duyệt. Người hỏi đọc được câu trả lời ngay bây giờ.")
    leader.check()
