"""Written texts as they are read aloud: nothing is left that a voice would stumble on."""

from __future__ import annotations

import csv
import re
import unicodedata
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogue.bulletin import rules
from dialogue.bulletin.rules import left_to_read, spoken

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("UBND phường", "Ủy ban nhân dân phường"),
        ("ĐC-XD và TTHC", "địa chính và xây dựng và thủ tục hành chính"),
        ("bộ phận TTHCC", "bộ phận Trung tâm Phục vụ hành chính công"),
        ("2.685 hồ sơ", "hai nghìn sáu trăm tám mươi lăm hồ sơ"),
        ("52,8%", "năm mươi hai phẩy tám phần trăm"),
        ("100 %", "một trăm phần trăm"),
        ("150.000 đồng", "một trăm năm mươi nghìn đồng"),
        ("150.000đ", "một trăm năm mươi nghìn đồng"),
        ("2,5 triệu đồng", "hai phẩy năm triệu đồng"),
        ("ngày 30/6/2020", "ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi"),
        ("trước 24/11", "trước ngày hai mươi tư tháng mười một"),
        ("từ 01/7 đến 17/9", "từ ngày mồng một tháng bảy đến ngày mười bảy tháng chín"),
        ("31/4", "ba mươi mốt trên bốn"),
        ("tháng 4/2026", "tháng tư năm hai nghìn không trăm hai mươi sáu"),
        ("Quý III/2025", "Quý ba năm hai nghìn không trăm hai mươi lăm"),
        ("lúc 7h30", "lúc bảy giờ ba mươi phút"),
        ("lúc 14:04", "lúc mười bốn giờ bốn phút"),
        ("16 giờ 45", "mười sáu giờ bốn mươi lăm phút"),
        ("8h", "tám giờ"),
        ("0912 345 678", "không chín một hai, ba bốn năm, sáu bảy tám"),
        ("(024) 3875 0000", "không hai bốn ba tám, bảy năm không, không không không"),
        ("gọi 1022", "gọi một không hai hai"),
        ("3-5 ngày", "ba đến năm ngày"),
        ("7–10%", "bảy đến mười phần trăm"),
        ("450/852 phiếu", "bốn trăm năm mươi trên tám trăm năm mươi hai phiếu"),
        ("hẻm 12/5", "hẻm mười hai trên năm"),
        ("tổ 21", "tổ hai mươi mốt"),
        ("thứ 4", "thứ tư"),
        ("58 km²", "năm mươi tám ki-lô-mét vuông"),
        ("số 39/KH-UBND", "số ba mươi chín, kế hoạch, Ủy ban nhân dân"),
        ("Luật 72/2025/QH15", "Luật bảy mươi hai, năm hai nghìn không trăm hai mươi lăm, "
         "Quốc hội khóa mười lăm"),
        ("Nghị định 30/2020/NĐ-CP", "Nghị định ba mươi, năm hai nghìn không trăm hai mươi, "
         "Chính phủ"),
        ("mã 1.001193", "mã một, không không một một chín ba"),
        ("mã H29", "mã hát hai chín"),
        ("mã 007", "mã không không bảy"),
        ("CẦN BIẾT", "CẦN BIẾT"),
        ("ông/bà ở phường/xã", "ông bà ở phường, xã"),
        ("an ninh", "an ninh"),
        ("abc.gov.vn", "abc chấm gov chấm vn"),
    ],
)  # fmt: skip
def test_by_hand(written: str, read: str) -> None:
    assert spoken(written).text == read
    assert spoken(written).unknown == ()


def test_what_is_in_no_table_is_spelled_and_told() -> None:
    found = spoken("Tổ công tác XYZ, rồi XYZ nữa")
    assert found.text == "Tổ công tác ích-xì i dài dét, rồi ích-xì i dài dét nữa"
    assert found.unknown == ("XYZ",)


def test_the_wards_own_short_words_go_first() -> None:
    assert spoken("TTHCC", {"TTHCC": "Trung tâm một cửa"}).text == "Trung tâm một cửa"


@given(st.text("aăđơ AĐXYZ0123456789.,/-–%:h đồng²\n()&", max_size=80))
def test_no_digit_and_no_abbreviation_is_left(written: str) -> None:
    read = spoken(unicodedata.normalize("NFC", written)).text
    assert not re.search(r"\d", read)


@given(st.text(max_size=200))
def test_any_text_is_read_once_and_for_all(written: str) -> None:
    assert len(spoken(written).text) < 40 * len(written) + 1


@pytest.mark.parametrize(
    "text", ["1" * 5_000, "1." * 3_000, "A-" * 3_000, "a." * 3_000, "0 9" * 2_000, "UB" * 3_000]
)
def test_nobody_keeps_it_busy(text: str) -> None:
    assert spoken(text).text


def test_what_is_left_is_named() -> None:
    assert left_to_read("Họp lúc 8h ở UBND, CẦN đến sớm") == ("8h", "UBND")
    assert left_to_read(spoken("Họp lúc 8h ở UBND").text) == ()


def test_words_are_counted_as_they_are_spoken() -> None:
    assert rules.count_words("Ủy ban nhân dân – phường,\nhai mươi mốt.") == 8
    assert [rules.minutes(words, 150) for words in (0, 1, 150, 151, 450)] == [0, 1, 1, 2, 3]


def test_each_abbreviation_has_its_source_and_is_read_without_another() -> None:
    with (rules.DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row for row in rows if not (row["short"] and row["spoken"] and row["source"])] == []
    assert len({row["short"] for row in rows}) == len(rows)
    assert [row["short"] for row in rows if left_to_read(row["spoken"])] == []


@pytest.mark.parametrize("after", ["5", "%", " km", " đồng"])
def test_what_is_too_long_for_a_number_is_read_digit_by_digit(after: str) -> None:
    for digits in ("12345678901234567890", "12.345.678.901.234.567.890"):
        read = spoken(f"{digits},5{after}").text
        assert read.startswith("một hai ba bốn năm sáu bảy tám chín không")


DIGITS = st.text("0123456789", min_size=1, max_size=30)
SIGNS = st.sampled_from((*"., %/-:h+", ",5", ".000", " đồng", "đ", *rules.UNITS))


@example("12345678901234567890,5%")
@given(st.lists(st.tuples(DIGITS, SIGNS, SIGNS).map("".join), max_size=8).map("".join))
def test_nothing_of_digits_and_their_signs_breaks_it(written: str) -> None:
    assert not any(sign.isdecimal() for sign in spoken(written).text)


def test_a_long_word_without_a_digit_is_looked_through_once() -> None:
    began = process_time()
    assert left_to_read("a" * 50_000 + " tổ 21b") == ("21b",)
    assert process_time() - began < 5  # it took 12 seconds when each letter began anew
