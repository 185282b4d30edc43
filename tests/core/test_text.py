"""Folding, sorting and spelling of Vietnamese, by the vectors in text_vectors.json."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.text import (
    canonical,
    clean,
    e164,
    fold,
    is_reachable,
    looks_legacy,
    person_sort_key,
    sort_key,
    words,
)

pytestmark = pytest.mark.unit
VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("text_vectors.json").read_text("utf-8")
)


@pytest.mark.parametrize("vector", VECTORS["fold"], ids=lambda vector: str(vector["folded"]))
def test_fold(vector: dict[str, Any]) -> None:
    assert fold(unicodedata.normalize(vector["form"], vector["input"])) == vector["folded"]


@given(st.text())
def test_folding_twice_changes_nothing_and_both_forms_fold_alike(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    composed, apart = (unicodedata.normalize(form, clean(text)) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(apart) == once


@pytest.mark.parametrize("vector", VECTORS["sort"], ids=lambda vector: str(vector["name"]))
def test_sort(vector: dict[str, Any]) -> None:
    key = person_sort_key if vector["name"].startswith("people") else sort_key
    backwards = list(reversed(vector["sorted"]))  # equal keys would stay as they are
    assert sorted(backwards, key=key) == vector["sorted"]


def test_both_tone_places_sort_alike_and_names_of_one_word_stand() -> None:
    assert sort_key("Uỷ ban") == sort_key("Ủy ban")
    assert sorted(["Bé", "An", "Lê Bé"], key=person_sort_key) == ["An", "Bé", "Lê Bé"]
    assert sorted(["đ", "Ä", "z", "9", ""], key=sort_key) == ["", "9", "Ä", "đ", "z"]


@pytest.mark.parametrize("vector", VECTORS["phones"], ids=lambda vector: str(vector["input"]))
def test_phone(vector: dict[str, str | None]) -> None:
    assert e164(vector["input"] or "") == vector["e164"]


@pytest.mark.parametrize("typed", ["", "0912 345 67x", "+44 20 7946 0958", "٠٩١٢٣٤٥٦٧٨"])
def test_no_phone(typed: str) -> None:
    assert e164(typed) is None


@pytest.mark.parametrize(
    ("new", "old"),
    [
        *[("hoà", "hòa"), ("hoá", "hóa"), ("hoả", "hỏa"), ("hoạ", "họa"), ("khoẻ", "khỏe")],
        *[("xoè", "xòe"), ("thuỷ", "thủy"), ("luỹ", "lũy"), ("tuỳ", "tùy"), ("uỷ", "ủy")],
        *[("thuý", "thúy"), ("Uỷ ban", "Ủy ban"), ("HOÀ BÌNH", "HÒA BÌNH")],
    ],
)
def test_canonical_moves_the_tone(new: str, old: str) -> None:
    assert canonical(new) == canonical(old) == old


@pytest.mark.parametrize("word", ["hoãn", "quý", "quỷ", "thuyền", "quỳnh", "hoàn", "khuỷu", "Quỳ"])
def test_canonical_leaves_what_is_written_one_way(word: str) -> None:
    assert canonical(word) == word


def test_clean() -> None:
    assert clean("  Tiê\u0301ng\u200b Viê\u0323t\r\nhai\rba \ufeff") == "Tiếng Việt\nhai\nba"
    assert clean("Ðặng Ɖình ðức") == "Đặng Đình đức"
    assert clean("a\x00b\x07\x85c\td") == "abc\td"
    assert clean("x\ud800y") == "x\ufffdy"
    assert clean("e\u200b\u0301") == "é"
    assert clean("fdp.\u202eexe") == "fdp.exe"
    assert len(clean(unicodedata.normalize("NFD", "Tiếng Việt"))) == 10
    assert clean("10\u00a0MB") == "10\u00a0MB"


@given(st.text(alphabet=st.characters()))
def test_cleaning_twice_changes_nothing_and_every_database_takes_it(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode()


@pytest.mark.parametrize(
    "text",
    [
        *["Céng hßa x· héi chñ nghÜa ViÖt Nam", "Céng hßa", "COÄNG HOØA", "Tæ d©n phè sè 9"],
        *["Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "ñöôøng Traàn Phuù", "®­êng TrÇn Phó"],
    ],
)
def test_old_encodings_are_seen(text: str) -> None:
    assert looks_legacy(text)


@pytest.mark.parametrize(
    "text",
    [
        *["", "Cộng hòa xã hội chủ nghĩa Việt Nam", "To dan pho so 9", "Ông Müller hỏi về đất"],
        *["cà phê sáng ở quán cà phê", "© 2026 Phường Thạch Bàn", "La Tô, ba má, bí thư"],
    ],
)
def test_other_texts_are_not_taken_for_old_encodings(text: str) -> None:
    assert not looks_legacy(text)
    assert not looks_legacy(unicodedata.normalize("NFD", text))


def test_words() -> None:
    assert words("Đèn đường, hẻm_12!") == ["den", "duong", "hem", "12"]


@pytest.mark.parametrize(
    ("contact", "reached"),
    [
        ("0912 345 678", True),
        ("+84 912.345.678", True),
        ("(028) 3829 1234", True),
        ("Zalo: 0912345678 (chị Hoa)", True),
        ("ba.tu@thu.example.vn", True),
        ("12", False),
        ("0912 345", False),
        ("1234567890", False),
        ("ba.tu@", False),
        ("bà Tư, tổ 5", False),
    ],
)
def test_who_can_be_reached(contact: str, reached: bool) -> None:
    assert is_reachable(contact) is reached
