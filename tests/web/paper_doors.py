"""The doors of papers: of a conference, of notice boards; written by hand, as doors.py."""

from __future__ import annotations

from dialogue.ward.states import Role

LEADERS = frozenset({Role.CHAIRMAN, Role.DEPUTY})
OFFICE = LEADERS | {Role.REGISTER_KEEPER, Role.CLERK}
CONFERENCE = frozenset(Role) - {Role.KEEPER, Role.SEALED_READER}

BOARD = OFFICE | {Role.DIRECTOR}  # who prints what is public, and has it read out

PAPERS = {
    "GET /quan-tri/bang-tin": BOARD,
    "GET /quan-tri/bang-tin/khu-dan-cu": BOARD,
    "GET /quan-tri/bang-tin/phat-thanh": BOARD,
    "POST /quan-tri/bang-tin/phat-thanh": BOARD,
    "POST /quan-tri/doi-thoai/{conference}/viec/{line}": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/viec/{line}/bo": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/niem-yet": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/khach-moi": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/khach-moi": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/khach-moi/khu-dan-cu": OFFICE,
    "GET /quan-tri/doi-thoai/khach-moi/mau.csv": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/khach-moi/bang": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/khach-moi/ghi": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/khach-moi/{guest}/tra-loi": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/khach-moi/{guest}/bo": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/khach-moi/{guest}": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/viec": CONFERENCE,
    "GET /quan-tri/doi-thoai/{conference}/niem-yet/{public_id}": CONFERENCE,
    "GET /quan-tri/doi-thoai/{conference}/khach-moi/chua-tra-loi": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/ket-luan": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/ket-luan": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/ket-luan/{conclusion}": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/ket-luan/{conclusion}/bo": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/bien-ban": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/cong-bo": LEADERS,
    "POST /quan-tri/doi-thoai/{conference}/dinh-chinh": LEADERS,
    "POST /quan-tri/doi-thoai/{conference}/anh": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/anh/{public_id}": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/anh/{public_id}/bo": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/bao-cao": CONFERENCE,
    "GET /quan-tri/doi-thoai/{conference}/tom-tat": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/tom-tat.pdf": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/theo-doi": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/theo-doi/noi-bao": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/theo-doi/loi": LEADERS | {Role.INSPECTOR},
    "POST /quan-tri/doi-thoai/{conference}/theo-doi/ket-thuc": LEADERS,
    "GET /quan-tri/doi-thoai/{conference}/van-ban": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/van-ban": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/van-ban/{name}": CONFERENCE,
}
