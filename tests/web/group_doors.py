"""The doors of a residential group's head; written by hand, as those of doors.py."""

from __future__ import annotations

GROUP = "group"

HEADS = {
    "GET /to-truong/{token}": GROUP,
    "POST /to-truong/{token}": GROUP,
    "POST /to-truong/{token}/cau-hoi": GROUP,
    "GET /to-truong/{token}/bang-tinh": GROUP,
    "POST /to-truong/{token}/bang-tinh": GROUP,
    "GET /to-truong/{token}/bang-tinh/mau.csv": GROUP,
    "GET /to-truong/{token}/bang-tinh/mau.xlsx": GROUP,
    "GET /to-truong/{token}/bang-tinh/{batch}": GROUP,
    "POST /to-truong/{token}/bang-tinh/{batch}/ghi": GROUP,
    "POST /to-truong/{token}/bang-tinh/{batch}/bo": GROUP,
    "GET /to-truong/{token}/bang-tinh/{batch}/phieu": GROUP,
    "GET /to-truong/{token}/bang-tinh/{batch}/phieu.csv": GROUP,
    "GET /to-truong/{token}/cam-ket": GROUP,
    "GET /to-truong/{token}/cam-ket/{number}": GROUP,
    "POST /to-truong/{token}/cam-ket/{number}": GROUP,
    "GET /to-truong/{token}/ca-phe": GROUP,
    "GET /to-truong/{token}/doi-thoai": GROUP,
    "POST /to-truong/{token}/doi-thoai/{number}/da-xem": GROUP,
    "POST /to-truong/{token}/doi-thoai/{number}/tra-loi": GROUP,
    "GET /to-truong/{token}/doi-thoai/{number}/cau-hoi": GROUP,
    "POST /to-truong/{token}/doi-thoai/{number}/cau-hoi": GROUP,
    "GET /to-truong/{token}/giam-sat": GROUP,
    "POST /to-truong/{token}/giam-sat": GROUP,
    "GET /to-truong/{token}/ban-in": GROUP,
}
HEADS_BUTTONS = (
    "POST /to-truong/{token}",
    "POST /to-truong/{token}/bang-tinh",
    "POST /to-truong/{token}/bang-tinh/{batch}/ghi",
    "POST /to-truong/{token}/bang-tinh/{batch}/bo",
    "POST /to-truong/{token}/cam-ket/{number}",
    "POST /to-truong/{token}/doi-thoai/{number}/da-xem",
    "POST /to-truong/{token}/doi-thoai/{number}/tra-loi",
    "POST /to-truong/{token}/doi-thoai/{number}/cau-hoi",
    "POST /to-truong/{token}/giam-sat",
    "POST /to-truong/{token}/cau-hoi",  # to the button, before the cookie is there
)


def shut(door: str) -> set[int]:
    """What a head's page says before its button, which comes before whatever is asked."""
    if door not in HEADS:
        return set()
    return {200} if door.startswith("GET") else {303}
