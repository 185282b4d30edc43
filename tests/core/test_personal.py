"""Personal data found before publishing, by the vectors in text_vectors.json."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.personal import Kind, find, masked

pytestmark = pytest.mark.unit
VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("text_vectors.json").read_text("utf-8")
)["pii"]
YES = [(kind, text) for kind, vector in VECTORS.items() for text in vector["yes"]]
NO = [text for vector in VECTORS.values() for text in vector["no"]]


@pytest.mark.parametrize(("kind", "text"), YES)
def test_it_warns(kind: str, text: str) -> None:
    hits = find(text)
    assert [hit.kind for hit in hits] == [kind]
    assert text[hits[0].start : hits[0].end] == hits[0].fragment


@pytest.mark.parametrize("text", NO)
def test_it_does_not_accuse(text: str) -> None:
    assert find(text) == []


def test_every_hit_in_the_order_of_the_text_and_none_twice() -> None:
    text = "Bà Lan, số nhà 12/5, CCCD 079300012345, STK: 0912345678, gọi 0912 345 678 hoặc a@b.vn"
    assert [(hit.kind, hit.fragment) for hit in find(text)] == [
        (Kind.HOUSE, "số nhà 12/5"),
        (Kind.CCCD, "079300012345"),
        (Kind.BANK, "0912345678"),
        (Kind.PHONE, "0912 345 678"),
        (Kind.EMAIL, "a@b.vn"),
    ]


def test_offices_may_name_their_own_mailbox() -> None:
    assert find("Gửi về Phuong@Example.vn", offices=["phuong@example.vn"]) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Chính sách cho hộ nghèo năm nay thế nào?", []),
        ("Nhà ông Tư thuộc hộ nghèo", [Kind.SENSITIVE]),
        ("Nguyễn Văn Bình nhiễm HIV", [Kind.NAME, Kind.SENSITIVE]),
        ("Trẻ sinh năm 2020 có được tiêm không?", []),
        ("Cháu Trần Thị Mai, sinh ngày 12/5/2015", [Kind.NAME, Kind.BIRTH]),
    ],
)
def test_words_about_a_named_person(text: str, kinds: list[Kind]) -> None:
    assert [hit.kind for hit in find(text)] == kinds


@pytest.mark.parametrize(
    ("text", "kind", "fragment"),
    [
        ("máy 0 9 1 2 3 4 5 6 7 8 nhé", Kind.PHONE, "0 9 1 2 3 4 5 6 7 8"),
        ("0912-345-678", Kind.PHONE, "0912-345-678"),
        ("(028) 3829 1234", Kind.PHONE, "(028) 3829 1234"),
        ("0912\u200b345\u200b678 gọi sau 17 giờ", Kind.PHONE, "0912\u200b345\u200b678"),
        ("0912\u00a0345\u00a0678", Kind.PHONE, "0912\u00a0345\u00a0678"),
        ("0912345678 1 cuộc", Kind.PHONE, "0912345678"),
        (
            "gọi không chín một hai ba bốn năm sáu bảy tám",
            Kind.PHONE,
            "không chín một hai ba bốn năm sáu bảy tám",
        ),
        ("CCCD 001-090-012345", Kind.CCCD, "001-090-012345"),
        ("cmnd số 012 345 678", Kind.CMND, "012 345 678"),
        ("số tk Vietcombank: 0123456789012", Kind.BANK, "0123456789012"),
        ("Agribank 1234567890123", Kind.BANK, "1234567890123"),
        ("biển số 51F 1234", Kind.PLATE, "biển số 51F 1234"),
        ("thư: nguoi.dan [at] example.vn", Kind.EMAIL, "nguoi.dan [at] example.vn"),
        ("nhà tôi số nhà 12 ngõ 34 Trần Phú", Kind.HOUSE, "số nhà 12 ngõ 34"),
        ("so nha 12/5 ngo 9", Kind.HOUSE, "so nha 12/5 ngo 9"),
        ("ở 27 đường Trần Hưng Đạo nhé", Kind.HOUSE, "27 đường Trần Hưng Đạo"),
        ("12 ngách 5/7 ngõ 34", Kind.HOUSE, "12 ngách 5/7 ngõ 34"),
        ("Tôi là Nguyễn Thị Ngọc Yến", Kind.NAME, "Nguyễn Thị Ngọc Yến"),
        ("Họ và tên: Đỗ Minh Anh", Kind.NAME, "Đỗ Minh Anh"),
    ],
)
def test_the_ways_people_write_it(text: str, kind: Kind, fragment: str) -> None:
    assert [(hit.kind, hit.fragment) for hit in find(text)] == [(kind, fragment)]


def test_a_full_name_beside_an_address() -> None:
    text = "cơ sở của ông Nguyễn Văn Mẫu, số nhà 00/0, điện thoại 0900000000"
    assert [(hit.kind, hit.fragment) for hit in find(text)] == [
        (Kind.NAME, "Nguyễn Văn Mẫu"),
        (Kind.HOUSE, "số nhà 00/0"),
        (Kind.PHONE, "0900000000"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *[
            "giá 123456789 đồng",
            "mã hồ sơ 123456789",
            "phí 15.000.000 đồng",
            "QĐ 1234/2025/QĐ-UBND",
        ],
        *["ngày 01/02/2026 lúc 09 giờ 30", "số 0912/QĐ-UBND", "mã 1234 5678 9012 3456", "gọi 1022"],
        *[
            "2 đường ống nước vỡ",
            "3 ngõ bị ngập",
            "tổ 5 đường Trần Phú",
            "30 phút",
            "khoản 2 Điều 89",
        ],
        *["Chủ tịch UBND phường Nguyễn Văn An trả lời", "Tôi là Tổ trưởng tổ 5"],
        *["bà Trần Thị Lan, Trưởng phòng, tên đường Nguyễn Trãi", "Ông Bình khen cô Hoa"],
        *["không, một hai hôm nữa", "1234567890123"],
    ],
)
def test_near_misses(text: str) -> None:
    assert find(text) == []


def test_offices_may_name_their_own_numbers() -> None:
    assert find("Gọi (024) 3971-1234", offices=["024 3971 1234"]) == []


def test_masks() -> None:
    text = "Gọi 0912345678, nhà 12/5; lại 0912345678 và biển 51F-123.45"
    shown = masked(text, ["0912345678", "12/5", "51F-123.45"])
    assert shown == "Gọi ••••5678, nhà ••••; lại ••••5678 và biển ••••"
    assert masked(text, []) == text


def test_a_fragment_inside_another_leaves_nothing_of_it() -> None:
    assert masked("số nhà 12/5 và 12/5", ["12/5", "số nhà 12/5"]) == "•••• và ••••"


@given(st.text(alphabet="0123456789 .-/@abFX1+đôngà:STK"))
def test_hits_never_overlap(text: str) -> None:
    hits = find(text)
    assert all(one.end <= two.start for one, two in pairwise(hits))
    assert all(text[hit.start : hit.end] == hit.fragment for hit in hits)


@pytest.mark.parametrize(
    "office",
    [
        "024 3825 1234",
        "(024) 38251234",
        "+84 24 3825 1234",
        "024.3825.1234 – 024 3825 9999",
        "024 3825 1234 (máy lẻ 12)",
        "ĐT: 02438251234",
    ],
)
def test_an_offices_own_landline_is_nobodys(office: str) -> None:
    text = "Ông bà gọi 024 3825 1234 để được hỗ trợ."
    assert find(text, {office}) == []
    assert [hit.fragment for hit in find(text, {"024 3825 9999"})] == ["024 3825 1234"]
