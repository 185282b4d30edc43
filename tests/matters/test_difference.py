"""The difference of two texts gives both back, whatever they are."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.matters.difference import Change, Part, difference

pytestmark = pytest.mark.unit
TEXT = st.lists(st.sampled_from(["cống", "hẻm 7", "xong", "\n\n", " ", ".", "15/12"])).map("".join)


@given(TEXT, TEXT)
def test_both_texts_come_back(old: str, new: str) -> None:
    parts = difference(old, new)
    assert "".join(part.text for part in parts if part.change is not Change.NEW) == old
    assert "".join(part.text for part in parts if part.change is not Change.GONE) == new
    assert all(part.text for part in parts)


def test_one_word_is_one_word() -> None:
    old = "Phường sửa cống trước ngày 15/12.\n\nCảm ơn ông/bà."
    assert difference(old, old.replace("15", "20")) == [
        Part(Change.SAME, "Phường sửa cống trước ngày "),
        Part(Change.GONE, "15"),
        Part(Change.NEW, "20"),
        Part(Change.SAME, "/12.\n\nCảm ơn ông/bà."),
    ]
    assert difference(old, old) == [Part(Change.SAME, old)]


def test_other_words_altogether_are_not_mixed() -> None:
    assert [part.change for part in difference("Phường sẽ làm ngay.", "Đã chuyển Sở Y tế!")] == [
        Change.GONE,
        Change.NEW,
    ]


def test_the_longest_answers_take_no_time() -> None:
    """12,000 letters of the commonest words, each word another: seconds would hold the page up."""
    old = " ".join(f"phường {number} làm" for number in range(900))[:12_000]
    new = " ".join(f"phường {number} sửa" for number in range(900, 0, -1))[:12_000]
    began = perf_counter()
    difference(old, new)
    assert perf_counter() - began < 5
