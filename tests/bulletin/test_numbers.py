"""Numbers read aloud: by hand where Vietnamese is irregular, and heard back for all others."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.bulletin import numbers

pytestmark = pytest.mark.unit
HEARD = {word: digit for digit, word in enumerate(numbers.DIGITS)}
HEARD |= {"mốt": 1, "tư": 4, "lăm": 5}
WHOLE = st.integers(0, 10**9)


def heard(text: str) -> int:
    """What a listener writes down."""
    head, _billions, rest = text.rpartition(" tỷ") if " tỷ" in text else ("", "", text)
    total = heard(head) * 10**9 if head else 0
    part = group = 0
    for word in rest.split():
        if word in HEARD:
            group += HEARD[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += 9 * (group % 10)
        elif word == "trăm":
            group *= 100
        elif word in ("nghìn", "triệu"):
            part += group * 1000 ** numbers.SCALES.index(word)
            group = 0
        else:
            assert word == "linh", word
    return total + part + group


@pytest.mark.parametrize(
    ("number", "read"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (31, "ba mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (1_270, "một nghìn hai trăm bảy mươi"),
        (2_025, "hai nghìn không trăm hai mươi lăm"),
        (2_685, "hai nghìn sáu trăm tám mươi lăm"),
        (16_710, "mười sáu nghìn bảy trăm mười"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (21_000_000, "hai mươi mốt triệu"),
        (999_999_999, "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm"
         " chín mươi chín"),
        (1_000_000_000, "một tỷ"),
    ],
)  # fmt: skip
def test_by_hand(number: int, read: str) -> None:
    assert numbers.whole(number) == read


@given(WHOLE)
def test_what_is_heard_is_what_was_written(number: int) -> None:
    assert heard(numbers.whole(number)) == number


@given(st.integers(0, numbers.MOST - 1))
def test_thousands_of_millions_too(number: int) -> None:
    assert heard(numbers.whole(number)) == number


@given(WHOLE)
def test_the_endings_are_those_of_the_language(number: int) -> None:
    words = numbers.whole(number).split()
    for before, word in pairwise(words):
        if before == "mươi":
            assert word not in {"một", "bốn", "năm", "không"}
        if before == "mười":
            assert word not in {"mốt", "tư", "năm", "không"}
        if before == "linh":
            assert word not in {"mốt", "tư", "lăm", "không"}


@pytest.mark.parametrize("number", [-1, numbers.MOST])
def test_what_is_no_number_of_ours_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not read as one number"):
        numbers.whole(number)


@pytest.mark.parametrize(
    ("digits", "read"),
    [
        ("0912345678", "không chín một hai, ba bốn năm, sáu bảy tám"),
        ("02439711234", "không hai bốn ba chín, bảy một một, hai ba bốn"),
        ("115", "một một năm"),
        ("1022", "một không hai hai"),
    ],
)
def test_a_telephone_is_read_digit_by_digit(digits: str, read: str) -> None:
    assert numbers.telephone(digits) == read


@given(st.text("0123456789", min_size=1, max_size=15))
def test_no_digit_of_a_telephone_is_lost(digits: str) -> None:
    said = numbers.telephone(digits).replace(",", "").split()
    assert "".join(str(HEARD[word]) for word in said) == digits


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        (52, "8", "năm mươi hai phẩy tám"),
        (3, "14", "ba phẩy mười bốn"),
        (3, "05", "ba phẩy không năm"),
        (0, "125", "không phẩy một hai năm"),
        (7, "0", "bảy phẩy không"),
    ],
)
def test_decimals(before: int, after: str, read: str) -> None:
    assert numbers.decimal(before, after) == read


@given(WHOLE, st.text("0123456789", min_size=1, max_size=6))
def test_a_decimal_is_heard_on_both_sides(before: int, after: str) -> None:
    front, _comma, back = numbers.decimal(before, after).partition(" phẩy ")
    assert heard(front) == before
    digits = "".join(str(HEARD[each]) for each in back.split() if each in numbers.DIGITS)
    assert digits == after or heard(back) == int(after)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (date(2025, 9, 2), "ngày mồng hai tháng chín năm hai nghìn không trăm hai mươi lăm"),
        (date(2020, 4, 30), "ngày ba mươi tháng tư năm hai nghìn không trăm hai mươi"),
        (date(2026, 1, 10), "ngày mồng mười tháng một năm hai nghìn không trăm hai mươi sáu"),
        (date(2026, 12, 24), "ngày hai mươi tư tháng mười hai năm hai nghìn không trăm hai mươi"
         " sáu"),
    ],
)  # fmt: skip
def test_days(value: date, read: str) -> None:
    assert numbers.day(value) == read
    assert numbers.day(value, with_year=False) == read.rpartition(" năm hai nghìn")[0]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_heard_whole(value: date) -> None:
    day, _, rest = numbers.day(value).removeprefix("ngày ").partition(" tháng ")
    month, _, year = rest.partition(" năm ")
    assert (heard(day.removeprefix("mồng ")), heard(month)) == (value.day, value.month)
    assert heard(year) == value.year


@given(st.integers(0, 24), st.integers(0, 59))
def test_times(hour: int, minute: int) -> None:
    said, _, rest = numbers.time_of_day(hour, minute).partition(" giờ")
    assert heard(said) == hour
    assert heard(rest.removesuffix(" phút").strip() or "không") == minute


@given(WHOLE)
def test_sums_and_shares_say_of_what(number: int) -> None:
    assert numbers.money(number) == f"{numbers.whole(number)} đồng"
    assert numbers.percent(numbers.whole(number)).endswith(" phần trăm")
