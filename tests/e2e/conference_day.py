"""The day of the conference, chapter by chapter: what each does at console, phone and projector."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import conference as do
from tests.e2e.browser import Visitor
from tests.e2e.conference_facts import (
    BIRTH,
    COPIES,
    DRAIN,
    FIVE,
    LATE,
    MINE,
    NINE,
    ROOF,
    RUDE,
    SHOP,
    THEIRS,
    TITLE,
)


def the_hall_fills(keeper: Visitor, clerk: Visitor, phone: Visitor, screen: Visitor) -> None:
    """The projector tells what was promised last time; its QR leads phones to the hall's page."""
    for each in (keeper, clerk):
        do.opens(each, TITLE, "Hội trường")
    screen.open(do.address(keeper, "Màn chiếu"))
    screen.sees("Lần trước phường đã hứa")
    screen.check("15-man-chieu-truoc-gio")
    phone.open("http://" + screen.page.get_by_text("/h/").inner_text().strip())
    phone.sees("Khi khai mạc, trang này nhận câu hỏi.")
    clerk.follow("Điểm danh")
    do.finds_at_the_door(clerk, "hội ph")
    do.counts_on_paper(clerk, "2", NINE)
    do.counts_on_paper(clerk, "hơn 30")
    clerk.sees("hơn 33 lượt dự")
    clerk.check("16-diem-danh")
    keeper.press("Khai mạc")
    keeper.sees("Đã khai mạc.")
    keeper.check("17-ban-dieu-hanh")


def a_phone_asks_and_is_moderated(phone: Visitor, clerk: Visitor) -> None:
    """The page follows the hall without being read anew."""
    phone.page.reload()
    for words in (RUDE, MINE):
        do.asks_by_phone(phone, words)
        phone.sees("Câu hỏi đang được đọc trước khi nêu.")
        phone.check("18-da-hoi")
        phone.follow("Về trang hội trường")
    clerk.follow("Duyệt câu hỏi")
    clerk.check("19-duyet")
    do.hides(clerk, RUDE, "Lời lẽ không phù hợp")
    do.lets_be_shown(clerk, MINE)
    do.lets_be_shown(clerk, DRAIN)
    phone.sees(MINE)
    expect(phone.page.get_by_text(RUDE)).to_have_count(0)
    phone.check("20-trang-hoi-truong")


def the_chairman_picks_and_orders(chair: Visitor) -> None:
    """What came ahead and what the hall asks, on his phone; the residents' drain comes first."""
    do.opens(chair, TITLE, "Hội trường")
    chair.follow("Chủ trì chọn")
    do.chooses(chair, MINE, "Chọn")
    do.chooses(chair, DRAIN, "Chọn")
    do.chooses(chair, DRAIN, "Lên")
    first = do.region(chair, "Sẽ trả lời tại hội trường").get_by_role("listitem").first
    expect(first).to_contain_text(DRAIN)
    chair.check("21-chu-tri-chon")


def each_outcome_once(keeper: Visitor, day: str, screen: Visitor) -> None:
    """Told to the right, on the projector at once."""
    keeper.page.reload()
    do.gives_the_turn(keeper, NINE)
    do.takes_down(keeper, ROOF["words"], NINE, "Kinh tế")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(ROOF["words"])
    screen.check("22-man-chieu")
    by = {"Người_trả_lời,_chức_vụ": "Trưởng phòng Kinh tế, Hạ tầng và Đô thị"}
    do.settles(keeper, "Đã trả lời tại hội trường", Lời_trả_lời_tại_chỗ=ROOF["answer"][:160], **by)
    keeper.check("23-da-ghi-ket-qua")
    keeper.press("Xong lượt")
    do.takes_down(keeper, COPIES["words"])
    do.settles(keeper, "Trả lời bằng văn bản", unit="Trung tâm")
    do.takes_down(keeper, SHOP["words"])
    do.settles(keeper, "Chuyển cơ quan khác", Chuyển_đến_cơ_quan_nào="Thuế cơ sở")
    picked = do.region(keeper, "Chủ trì đã chọn").get_by_role("listitem").first
    picked.get_by_role("button", name="Lên màn chiếu").click()
    keeper.sees("Đã đổi màn chiếu.")
    later = do.in_days(do.days_until(day) + 20)
    do.settles(keeper, "Phường làm ngay", unit="Kinh tế", Hạn=later)
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(DRAIN)


def two_clerks_on_one_opinion_overwrite_nothing(one: Visitor, two: Visitor) -> None:
    """The second to save sees both texts, and decides."""
    do.takes_down(one, BIRTH["words"], FIVE)
    one.follow("Sửa ý kiến này")
    two.open(one.path)
    two.fill("Lời người hỏi", THEIRS)
    two.press("Lưu")
    two.sees("Đã lưu ý kiến.")
    mine = f"{BIRTH['words']} Cảm ơn."
    one.fill("Lời người hỏi", mine)
    with one.refused(409):
        one.press("Lưu")
    expect(one.page.locator("blockquote").first).to_have_text(THEIRS)
    expect(one.page.get_by_label("Lời người hỏi")).to_have_value(mine)
    one.check("24-hai-ban-ghi")
    one.press("Lưu")
    one.sees("Đã lưu ý kiến.")


def the_network_is_cut(one: Visitor, two: Visitor, phone: Visitor, screen: Visitor) -> None:
    """Each page says so, keeps what was typed and catches up by itself."""
    for clerk in (one, two):
        do.opens(clerk, TITLE, "Hội trường")
    one.fill("Lời người hỏi", LATE)
    with one.unplugged(), phone.unplugged(), screen.unplugged():
        one.sees("Mất kết nối với máy chủ.")
        one.press("Ghi và đưa lên màn chiếu")  # goes nowhere, and loses nothing
        screen.sees("mất kết nối")
        do.asks_by_phone(phone, LATE)
        phone.sees("Đã giữ trong máy này, sẽ tự gửi khi có mạng.")
        two.page.get_by_label("Tổ giơ tay").select_option(label=FIVE)
        two.press("Thêm vào hàng chờ")
        two.press("Bỏ khỏi màn chiếu")
        two.sees("Đã đổi màn chiếu.")
    expect(one.page.get_by_text("Mất kết nối với máy chủ.")).to_be_hidden()
    expect(do.region(one, "Hàng chờ phát biểu").get_by_role("listitem")).to_contain_text(FIVE)
    expect(one.page.get_by_label("Lời người hỏi")).to_have_value(LATE)
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("Mời quý vị phát biểu")
    phone.sees("Đã nhận câu số")
    two.follow("Duyệt câu hỏi")
    expect(do.item(two, LATE)).to_be_visible()


def the_hall_closes(keeper: Visitor, phone: Visitor, screen: Visitor) -> None:
    """Each question is accounted for."""
    keeper.press("Bế mạc hội nghị")
    keeper.sees("Đã bế mạc.")
    phone.follow("Về trang hội trường")
    phone.sees("Hội nghị đã bế mạc.")
    phone.check("25-sau-be-mac")
    screen.sees("Xin cảm ơn quý vị")
    screen.sees("Quét mã để xem kết quả từng câu.")
    screen.check("26-man-chieu-cuoi")
    for each in (phone, screen):
        each.leave()
