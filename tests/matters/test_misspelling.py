"""A slip of the pen is forgiven; what is a word is left as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.matters.misspelling import readings, strange

pytestmark = pytest.mark.unit
KNOWN = {
    **dict.fromkeys(("cua", "luc", "but", "la", "nha", "cho", "co", "duoc", "khong"), 300),
    **dict.fromkeys(("giay", "khai", "sinh", "ngap", "duong", "dang", "ky", "ket", "hon"), 60),
    **dict.fromkeys(("tam", "tru", "vang", "xay", "dung", "phep", "chung", "thuc", "rac"), 40),
    **dict.fromkeys(("dien", "chieu", "sang", "thoat", "nuoc", "cong", "ho", "khau", "so"), 30),
    **dict.fromkeys(("tro", "cap", "nguoi", "cao", "tuoi", "via", "he", "don", "hem"), 20),
    **dict.fromkeys(
        ("phat", "phuong", "giai", "quyet", "truong", "hoc", "bao", "hiem", "thue"), 15
    ),
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giấy khai sihn", "giấy khai sinh"),  # two in the wrong order
        ("giay khai sinnh", "giay khai sinh"),  # one too many
        ("giấy khai snh", "giấy khai sinh"),  # one too few
        ("đưòngg ngập", "duong ngập"),
        ("chứgn thực", "chung thực"),
        ("đăng kyy kết hôn", "đăng ky kết hôn"),
        ("hokhau", "ho khau"),  # the blank left out
        ("xaydung", "xay dung"),
        ("nguwoi cao tuổi", "nguoi cao tuổi"),  # typed by an input method that was off
        ("trợ cấpp", "trợ cap"),
        ("thoát nuớcc", "thoát nuoc"),
        ("bảo hiẻmm", "bảo hiem"),
        ("giọn rác", "don rác"),  # as it is spoken
        ("chường học", "truong học"),
        ("trường họcj", "trường hoc"),
        ("fường xá", "phuong xá"),
        ("vĩa hè ddiện", "vĩa hè dien"),
        ("thuếe nhà", "thue nhà"),
    ],
)
def test_slips_are_read_as_they_were_meant(typed: str, meant: str) -> None:
    assert readings(typed, KNOWN)[0].text == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("chợ búa", "cho bua", "ngập lụt", "ngap lut"),  # words, though nobody wrote them here
        *("giay khai sinh", "tạm tru", "xây dụng", "giấy khai sinh"),  # marks alone
        *(
            "lúa",
            "cầu cống",
            "máy bơm",
            "hộ nghèo",
            "nước sạch",
            "trại gà",
            "bến xe",
            "đò",
            "cây đa",
        ),
        *("xin phép", "sổ đỏ", "ủy ban", "karaoke", "40", "", "?!", "x" * 5_000),
    ],
)
def test_words_are_left_as_they_are(typed: str) -> None:
    assert readings(typed, KNOWN) == []


def test_what_an_old_answer_holds_is_a_word_too() -> None:
    assert strange("Đường hemm", KNOWN) == ["hemm"]
    assert [each.new for each in readings("hemm", KNOWN)] == ["hem"]
    assert readings("hemm", KNOWN, but=["hemm"]) == []


def test_the_same_first_letter_goes_before_the_commonest_word() -> None:
    known = {"thoong": 1, "khoong": 900}
    assert [(each.new, each.far) for each in readings("thoongg", known)] == [("thoong", False)]
    found = readings("zhoong", known)
    assert [(each.new, each.far) for each in found] == [("khoong", True), ("thoong", True)]
    found = readings("thoongk", known | {"thoongh": 500, "thoong": 1})
    assert [each.new for each in found] == ["thoongh", "thoong"]


@given(st.sampled_from(sorted(KNOWN)))
def test_no_known_word_is_changed(word: str) -> None:
    assert readings(word, KNOWN) == []
    assert readings(f"{word} {word.upper()}", KNOWN) == []
