"""Whatever somebody types, reading it takes as long as it is long: nobody else is kept waiting."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from dialogue.core import files, names, personal, sheets, text
from dialogue.core.errors import Invalid
from dialogue.core.i18n import read_number, read_time
from dialogue.matters import denunciations, exposure, gaps, quality, rules, signs, syllables
from web import masking, render

pytestmark = pytest.mark.unit
MOST = 32_000  # letters
SLOW = 0.02  # seconds of the processor; after so long the growth can be seen
WORST = 10  # four times the letters may take so many times as long; the square would take 16
FIRST = 1_000  # letters
LOOKS = 8  # somebody else's work slows one or another; what grows by the square fails all

ALPHABETS = {
    "letters": "a",
    "digits": "1",
    "digits and dots": "1.",
    "blanks": " ",
    "letters apart": "a ",
    "at signs": "@",
    "brackets": "<",
    "gaps": "[",
    "lines": "\n",
    "marks of one class": "\u0301",
    "marks of two classes": "\u0301\u0323",
    "marks behind unseen signs": "\u0301\u0323\u200b",
    "marks of Tibetan": "\u0f73",
    "words": "bảy ",
    "names": "ông A ",
    "phones": "0912 345 678 ",
    "addresses": "số nhà 1 ",
    "days": "ngày ",
}
READERS: dict[str, Callable[[str], Any]] = {
    "clean": text.clean,
    "seen": text.seen,
    "fold": text.fold,
    "canonical": text.canonical,
    "sort_key": text.sort_key,
    "person_sort_key": text.person_sort_key,
    "e164": text.e164,
    "is_reachable": text.is_reachable,
    "looks_legacy": text.looks_legacy,
    "find_names": lambda typed: list(names.find_names(typed)),
    "personal data": personal.find,
    "clean_name": lambda typed: files.clean_name(typed, ".pdf"),
    "read_number": read_number,
    "read_time": read_time,
    "decoded": lambda typed: sheets.decoded(typed.encode()),
    "syllables": lambda typed: syllables.read(typed, {"to", "cao"}),
    "signs": signs.signs,
    "denunciation": denunciations.denunciation,
    "quality": lambda typed: quality.quality(typed, typed),
    "placeholders": gaps.placeholders,
    "unmarked": rules.unmarked,
    "indexed": lambda typed: exposure.indexed(typed, [typed], []),
    "masked": masking.masked,
    "answer_first": render.answer_first,
    "slug": render.slug,
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("reader", READERS)
def test_reading_takes_as_long_as_the_text_is_long(reader: str, alphabet: str) -> None:
    read, letters, spent = READERS[reader], FIRST, 0.0
    _spent(read, "câu đầu tiên")  # lists are loaded once
    while spent < SLOW and letters < MOST:
        letters = min(letters * 4, MOST)
        spent = _spent(read, _typed(alphabet, letters))
    if spent >= SLOW:
        assert any(_grows_evenly(read, alphabet, letters) for _ in range(LOOKS))


def _grows_evenly(read: Callable[[str], Any], alphabet: str, letters: int) -> bool:
    less = max(_spent(read, _typed(alphabet, letters // 4)), SLOW / WORST)
    return _spent(read, _typed(alphabet, letters)) < WORST * less


def _typed(alphabet: str, letters: int) -> str:
    sign = ALPHABETS[alphabet]
    return (sign * (letters // len(sign) + 1))[:letters]


def _spent(read: Callable[[str], Any], typed: str) -> float:
    started = time.thread_time()
    with suppress(Invalid):
        read(typed)
    return time.thread_time() - started


def test_marks_are_cut_only_where_no_writing_piles_them() -> None:
    assert text.clean("Ti\u1ebfng Vi\u1ec7t: e\u0302\u0323") == "Tiếng Việt: ệ"
    assert text.clean("a" + "\u0301" * 200) == "\u00e1" + "\u0301" * (text.MOST_MARKS - 1)
    assert text.clean("a" + "\u0301\u200b" * 200) == text.clean("a" + "\u0301" * 200)


def test_each_of_them_is_cut() -> None:
    """Texts of our own letters alone are not looked through: no mark may be among those."""
    assert all(len(text.composed("a" + mark * 200)) < 40 for mark in text.PILING)


def test_every_mark_that_must_be_ordered_is_known() -> None:
    known = set(text.PILING)
    signs = [chr(code) for code in range(0x110000)]
    orders = (unicodedata.combining(unicodedata.normalize("NFD", sign)[0]) for sign in signs)
    assert all(sign in known for sign, order in zip(signs, orders, strict=True) if order)
