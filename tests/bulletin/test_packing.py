"""What fits into one reading: whole pieces, some of each section, the rest by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.bulletin.packing import Piece, Section, packed
from dialogue.bulletin.rules import Spoken, count_words

pytestmark = pytest.mark.unit


def piece(name: str, words: int) -> Piece:
    return Piece(name, Spoken("từ " * words))


def sections(sizes: list[list[int]]) -> list[Section]:
    return [
        Section("Mục này.", [piece(f"{number}-{place}", words) for place, words in enumerate(row)])
        for number, row in enumerate(sizes)
    ]


def test_the_first_of_each_section_comes_before_any_second() -> None:
    found = packed(sections([[10, 10, 10], [10], []]), 34)
    assert [[each.name for each in row] for row in found.taken] == [["0-0", "0-1"], ["1-0"], []]
    assert found.left == ("0-2",)


def test_what_is_too_long_makes_room_for_the_next() -> None:
    found = packed(sections([[100, 5]]), 20)
    assert [each.name for each in found.taken[0]] == ["0-1"]
    assert found.left == ("0-0",)


@given(st.lists(st.lists(st.integers(1, 80), max_size=6), max_size=5), st.integers(0, 300))
def test_nothing_is_lost_and_nothing_overflows(sizes: list[list[int]], room: int) -> None:
    given_ = sections(sizes)
    found = packed(given_, room)
    taken = [each.name for row in found.taken for each in row]
    assert sorted([*taken, *found.left]) == sorted(p.name for s in given_ for p in s.pieces)
    words = sum(each.spoken.words for row in found.taken for each in row)
    words += sum(
        count_words(section.opening)
        for section, row in zip(given_, found.taken, strict=True)
        if row
    )
    assert words == found.words <= max(room, 0)
    assert packed(given_, room) == found
