"""Words are kept read, but nobody fills the memory with them."""

from __future__ import annotations

import pytest

from dialogue.matters import syllables

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("letters", "kept"), [(40, 1), (41, 0)])
def test_only_short_words_are_kept(letters: int, kept: int) -> None:
    syllables._known_letters_of.cache_clear()
    word = "Ố" * letters
    assert (syllables.syllable(word).bare, syllables.syllable(word).tone) == (
        "o" * letters,
        "\u0301",
    )
    assert syllables._known_letters_of.cache_info().currsize == kept
