"""How residents write, read into plain syllables, each with its place in the text.

Marks left out or set on the wrong letter, letters spread by dots or blanks ("t.ố c.á.o"), marks
stacked, short spellings ("ko", "đc"): a list of words meets all of them as one. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

SLANG = Path(__file__).parent / "data" / "slang.csv"
MONEY = "#"  # an amount, whatever it is: "5 triệu", "500k", "vài xị"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_SHAPES = "\u0306\u0302\u031b"
_HOOKS = ("\u0309", "\u0303")  # hỏi and ngã, which half of the country writes alike
_COUNT = (
    r"(?:một|mot|hai|ba|bốn|bon|năm|nam|sáu|sau|bảy|bay|tám|tam|chín|chin|mười|muoi|mươi|vài|vai|mấy"
    r"|may|trăm|tram|chục|chuc|nửa|nua|rưỡi|cả|ca)"
)
_UNIT = (
    r"(?:đồng|dong|đ|vnđ|vnd|nghìn|nghin|ngàn|ngan|triệu|trieu|tr|tỷ|tỉ|ty|củ|cu|lít|lit|xị|xi|chai"
    r"|k|usd|đô|dollars?|\$)"
)
_AMOUNT = re.compile(
    rf"(?<!\w)(?:\d[\d.,]*\s?(?:\d{{3}}\s)*{_UNIT}\d{{0,3}}|\$\s?\d[\d.,]*|(?:{_COUNT}\s)+{_UNIT})"
    rf"(?:\s(?:đồng|dong|bạc|bac|rưỡi))?(?!\w)|(?<![\w/.,])\d{{1,3}}(?:\.000)+(?![\w/])",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_END = re.compile(r"[!?;\n…]|[.:](?=\s)")
_GLUE = re.compile(r"[.\-_*·~|/,+'`]{1,3}")  # between the letters of one spread word
KNOWN = 10_000  # written words kept read; people write fewer syllables than that
SPREAD = 3  # single letters in a row that are no initials


@dataclass(frozen=True, slots=True)
class Syllable:
    """bare: without marks. shaped: ă, đ, ơ kept, tone off. start, end: in the text as given."""

    bare: str
    shaped: str
    tone: str = ""
    start: int = 0
    end: int = 0
    sentence: int = 0

    @property
    def marked(self) -> bool:
        return bool(self.tone) or self.shaped != self.bare


def syllable(written: str, start: int = 0, end: int = 0, sentence: int = 0) -> Syllable:
    """One written word; a tone counts wherever it was set, and once."""
    return Syllable(*_letters_of(written), start, end, sentence)


@lru_cache(KNOWN)
def _letters_of(written: str) -> tuple[str, str, str]:
    """bare, shaped, tone."""
    apart = unicodedata.normalize("NFD", written.lower().replace("đ", "\ue000"))
    tone = next((sign for sign in apart if sign in _TONES), "")
    kept = (sign for sign in apart if sign in _SHAPES or not unicodedata.combining(sign))
    shaped = unicodedata.normalize("NFC", "".join(_once_each(kept))).replace("\ue000", "đ")
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFD", shaped.replace("đ", "d"))
        if not unicodedata.combining(sign)
    )
    return bare, shaped, tone


def _once_each(signs: Iterable[str]) -> Iterator[str]:
    """The signs, a shape mark stacked on itself once."""
    last = ""
    for sign in signs:
        if sign != last or sign not in _SHAPES:
            yield sign
        last = sign


def means(typed: Syllable, meant: Syllable) -> bool:
    """Marks may be left out of a syllable, never contradicted; hỏi and ngã are taken for one."""
    if typed.bare != meant.bare:
        return False
    tones = typed.tone == meant.tone or (typed.tone in _HOOKS and meant.tone in _HOOKS)
    return not typed.marked or (typed.shaped == meant.shaped and tones)


@cache
def slang() -> dict[str, tuple[str, ...]]:
    lines = SLANG.read_text("utf-8").splitlines()
    pairs = (line.split(";") for line in lines if not line.startswith("#"))
    return {typed: tuple(meant.split()) for typed, meant in pairs}


def read(text: str, vocabulary: Collection[str] = ()) -> list[Syllable]:
    """The syllables of a text. vocabulary: bare ones into which spread letters may be joined."""
    pieces = list(_pieces(text))
    joined = _joined(pieces, text, frozenset(vocabulary))
    return [each for start, end, written, at in joined for each in _said(written, start, end, at)]


Piece = tuple[int, int, str, int]  # start, end, written, sentence


def _pieces(text: str) -> Iterator[Piece]:
    amounts = [found.span() for found in _AMOUNT.finditer(text)]
    sentence, last = 0, 0
    for start, end, written in sorted([*_words(text, amounts), *((*a, MONEY) for a in amounts)]):
        sentence += bool(_END.search(text[last : start + 1]))
        yield start, end, written, sentence
        last = end


def _words(text: str, amounts: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    for found in _PIECE.finditer(text):
        if not any(start <= found.start() < end for start, end in amounts):
            yield found.start(), found.end(), found.group()


def _joined(pieces: list[Piece], text: str, vocabulary: frozenset[str]) -> Iterator[Piece]:
    at = 0
    while at < len(pieces):
        for run in (_glued, _spaced):
            end = run(pieces, text, at)
            if end == at + 1:
                continue
            if parts := _split("".join(piece[2] for piece in pieces[at:end]), vocabulary):
                start, stop, sentence = pieces[at][0], pieces[end - 1][1], pieces[at][3]
                yield from ((start, stop, part, sentence) for part in parts)
                at = end
                break
        else:
            yield pieces[at]
            at += 1


def _glued(pieces: list[Piece], text: str, at: int) -> int:
    """Where a run of pieces ends that only signs part: `c.á.o`."""
    return _run(pieces, at, lambda one, two: bool(_GLUE.fullmatch(text[one[1] : two[0]])), 4)


def _spaced(pieces: list[Piece], text: str, at: int) -> int:
    """Where a run of single letters ends: `t ố c á o`."""
    end = _run(pieces, at, lambda one, two: not text[one[1] : two[0]].strip(" .-_*"), 1)
    return end if end - at >= SPREAD else at + 1


def _run(pieces: list[Piece], at: int, near: Callable[[Piece, Piece], bool], longest: int) -> int:
    end = at + 1
    if _letters(pieces[at]) > longest:
        return end
    while (
        end < len(pieces)
        and _letters(pieces[end]) <= longest
        and near(pieces[end - 1], pieces[end])
    ):
        end += 1
    return end


def _letters(piece: Piece) -> int:
    return len(unicodedata.normalize("NFC", piece[2])) if piece[2] != MONEY else 99


def _split(written: str, vocabulary: frozenset[str]) -> list[str]:
    """Cut into words that are known, the longest first; empty when it cannot be."""
    written = unicodedata.normalize("NFC", written)
    if not written or written.isdecimal():
        return []
    if syllable(written).bare in vocabulary:
        return [written]
    for length in range(min(7, len(written) - 1), 0, -1):
        if syllable(written[:length]).bare in vocabulary and (
            rest := _split(written[length:], vocabulary)
        ):
            return [written[:length], *rest]
    return []


def _said(written: str, start: int, end: int, sentence: int) -> list[Syllable]:
    if written == MONEY:
        return [Syllable(MONEY, MONEY, "", start, end, sentence)]
    meant = slang().get(unicodedata.normalize("NFC", written.lower()), (written,))
    return [_spelt(syllable(each, start, end, sentence)) for each in meant]


_HABITS = (("f", "ph"), ("ka", "ca"), ("ko", "co"), ("ku", "cu"), ("w", "qu"))


def _spelt(read_: Syllable) -> Syllable:
    """`fòng` is phòng, `káo` is cáo."""
    for habit, usual in _HABITS:
        if read_.bare.startswith(habit):
            shaped = usual[: len(usual) - len(habit) + 1] + read_.shaped[1:]
            bare = usual[: len(usual) - len(habit) + 1] + read_.bare[1:]
            return replace(read_, bare=bare, shaped=shaped)
    return read_
