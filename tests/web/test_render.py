"""How texts are laid out on pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.render import LEAD_MOST, answer_first

pytestmark = pytest.mark.unit


def test_the_first_paragraph_is_the_answer() -> None:
    assert answer_first("Có. Làm tại Quầy 2.\n\nMang theo căn cước.") == (
        "Có. Làm tại Quầy 2.",
        "Mang theo căn cước.",
    )


def test_of_one_long_piece_the_first_sentences_stand_large() -> None:
    text = (
        "Cảm ơn ông/bà đã hỏi. Ông/bà nộp hồ sơ tại Quầy 2 và nhận kết quả trong ngày. "
        + "Mang theo giấy chứng sinh và căn cước của cha mẹ để đối chiếu. " * 4
    )
    lead, rest = answer_first(text)
    assert lead == "Cảm ơn ông/bà đã hỏi. Ông/bà nộp hồ sơ tại Quầy 2 và nhận kết quả trong ngày."
    assert rest.startswith("Mang theo giấy chứng sinh")


@given(st.text())
def test_no_word_of_an_answer_is_lost(text: str) -> None:
    lead, rest = answer_first(text)
    assert f"{lead} {rest}".split() == text.split()
    assert len(text.strip()) > LEAD_MOST or "\n\n" in text.replace("\r\n", "\n") or not rest
