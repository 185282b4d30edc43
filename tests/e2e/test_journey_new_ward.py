"""A ward that nobody foresaw: from files to a poster on the wall to an answer on the board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, STARTING, Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SLUG = "muong-tranh"
PASSWORD = "ruộng bậc thang 9"
FILES = {
    "groups": "name,head\nBản Nà Sản,Lò Văn Mẫu\nBản Noong Lay,Cà Thị Thử\n",
    "fields": "code,parent,name_vi,owner_unit\nHT,,Hộ tịch,TP\nRR,,Ruộng rừng,NN\n",
    "units": "code,name,short\nTP,Tổ Tư pháp,Tư pháp\nNN,Tổ Nông lâm nghiệp,Nông lâm\n",
    "topics": "code,name_vi,lead_unit\nTL,Thủy lợi,NN\n",
    "procedures": "code,slug,field,name_vi,owner_unit\n1.01,khai-sinh,HT,Khai sinh,TP\n",
    "counters": "label,name,fields\nBàn 1,Tiếp dân,HT;RR\n",
    "staff": (
        "login,name,roles,unit\n"
        "tong-hop,Quàng Thị Mẫu,register-keeper,TP\n"
        "to-truong-nong,Lò Văn Ví Dụ,unit-head,NN\n"
        "can-bo-nong,Tòng Văn Thử,officer,NN\n"
    ),
}
LOGINS = ["tong-hop", "to-truong-nong", "can-bo-nong", "chu-tich"]
QUESTION = "Mương dẫn nước bản Nà Sản vỡ hai đoạn từ đầu tháng, bao giờ xã sửa để kịp vụ?"
TITLE = "Sửa mương dẫn nước bản Nà Sản"
ANSWER = (
    "Xã sửa xong hai đoạn mương trước ngày 15/12.\n\n"
    "Tổ Nông lâm nghiệp đã kiểm tra ngày 12/11 theo Quyết định 18/QĐ-UBND. Ông Lò Văn Ví Dụ, tổ "
    "trưởng, phụ trách việc này. Bà con không phải góp công; ông/bà cần hỏi thêm xin đến Bàn 1, "
    "trụ sở Ủy ban nhân dân xã. Xin cảm ơn ông/bà đã báo sớm."
)


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Server]:
    """Made by commands and files alone."""
    server = Server(tmp_path / "data")
    server.env["LANGNGHE_SITE"] = server.url
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    try:
        add_ward(server, tmp_path)
        server.serve(STARTING)
        yield server
    finally:
        server.clear()


def add_ward(server: Server, files: Path) -> None:
    place = ["--name", "Mường Tranh", "--kind", "xã", "--province", "Sơn La"]
    words = ["--province-title", "Tỉnh", "--group-word", "bản"]
    given = ["--from", str(files), "--password", PASSWORD]
    run(server, "ward", "add", SLUG, *place, *words, *given)
    chairman = ["--name", "Cà Văn Minh Họa", "--role", "chairman", "--password", PASSWORD]
    run(server, "user", "add", SLUG, "chu-tich", *chairman)


def run(server: Server, *args: str) -> None:
    done = server.command(*args)
    assert done.returncode == 0, done.stderr


def test_a_ward_of_ones_own(village: Server, meet: Meet, tmp_path: Path) -> None:
    citizen = meet(village.url, PHONE)
    rates(citizen, do.scanned(village, SLUG, tmp_path))
    do.asks(citizen, SLUG, QUESTION, "xã")
    office = do.hire(meet, village.url, SLUG, LOGINS, PASSWORD)
    do.assigns(office.keeper, QUESTION, TITLE, "Thủy lợi")
    do.gives(office.head, TITLE, "Tòng Văn Thử")
    do.drafts(office.officer, TITLE, ANSWER)
    do.sends(office.officer)
    do.passes_up(office.head, TITLE, "Cà Văn Minh Họa")
    do.approves(office.leader, TITLE)
    is_found_without_accents(citizen)


def rates(citizen: Visitor, path: str) -> None:
    """In two taps."""
    citizen.open(path)
    citizen.check()
    citizen.tick("Rất hài lòng")
    citizen.press("Gửi đánh giá")
    citizen.headed("Cảm ơn quý vị")
    citizen.check()


def is_found_without_accents(citizen: Visitor) -> None:
    citizen.open(f"/{SLUG}/hoi-dap")
    citizen.fill("Tìm trong câu hỏi và câu trả lời", "muong dan nuoc")
    citizen.press("Tìm")
    expect(citizen.page.get_by_role("article")).to_have_count(1)
    citizen.check()
    citizen.follow(TITLE)
    citizen.sees("Xã sửa xong hai đoạn mương trước ngày 15/12.")
    citizen.check()
