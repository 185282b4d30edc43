"""The doors of a conference's hall; written by hand, as those of doors.py."""

from __future__ import annotations

from dialogue.ward.states import Role

LEADERS = frozenset({Role.CHAIRMAN, Role.DEPUTY})
OFFICE = LEADERS | {Role.REGISTER_KEEPER, Role.CLERK}

HALL = {
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/song": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/y-kien": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/y-kien/{opinion}": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/duyet": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/in-phieu": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/in-diem-danh": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/dieu-khien/in-ghi-chep": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/mo": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/dong": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/cho": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/luot/{speaker}": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/ghi": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/chieu": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/y-kien/{opinion}": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/y-kien/{opinion}/ket-qua": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/duyet/{opinion}": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh/khach": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh/ma": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh/khach-le": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh/giay": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh/{attendance}/bo": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/in-phieu": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/chon": LEADERS,
    "POST /quan-tri/doi-thoai/{conference}/chon/{opinion}": LEADERS,
    "POST /quan-tri/doi-thoai/{conference}/chon/con-lai": LEADERS,
    "GET /quan-tri/doi-thoai/{conference}/may-hoi-truong": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/may-hoi-truong/thu-hoi": LEADERS,
}
HALL_BUTTONS = (
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/mo",
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/dong",
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/chieu",
    "POST /quan-tri/doi-thoai/{conference}/dieu-khien/diem-danh/{attendance}/bo",
    "POST /quan-tri/doi-thoai/{conference}/chon/con-lai",
)
