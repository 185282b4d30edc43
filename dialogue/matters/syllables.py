"""How residents write, read into plain syllables, each with its place in the text.

Marks left out or set on the wrong letter, letters spread by dots or blanks ("t.ố c.á.o"), marks
stacked, short spellings ("ko", "đc"): a list of words meets all of them as one. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from dialogue.core.text import apart, composed

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
    r"|k|usd|đô|dollars?|\$|(?:chỉ|chi|cây|cay|lượng|luong)(?=\s(?:vàng|vang)))"
)
# Nothing without a bound: whoever writes thousands of digits shall not keep others waiting.
_AMOUNT = re.compile(
    rf"(?<!\w)(?:\d[\d.,]{{0,20}}\s?(?:\d{{3}}\s){{0,5}}{_UNIT}\d{{0,3}}|\$\s?\d[\d.,]{{0,20}}"
    rf"|(?:{_COUNT}\s){{1,6}}{_UNIT})(?:\s(?:đồng|dong|bạc|bac|rưỡi))?(?!\w)"
    rf"|(?<![\w/.,])\d{{1,3}}(?:\.000){{1,5}}(?![\w/])",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_END = re.compile(r"[!?;\n…]|[.:](?=\s)")
_GLUE = re.compile(r"[.\-_*·~|/,+'`]{1,3}")  # between the letters of one spread word
KNOWN = 10_000  # written words kept read; people write fewer syllables than that
LONGEST_KNOWN = 40  # letters: longer ones are read anew, so that nobody fills the memory
SPREAD = 3  # single letters in a row that are no initials
LONGEST_SYLLABLE = 7  # letters: nghiêng


class Syllable(NamedTuple):  # made by the hundred: a frozen dataclass takes three times as long
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
    letters_of = _known_letters_of if len(written) <= LONGEST_KNOWN else _letters_of
    return Syllable(*letters_of(written), start, end, sentence)


Letters = tuple[str, str, str]  # bare, shaped, tone


def _letters_of(written: str) -> Letters:
    signs = apart(written.lower().replace("đ", "\ue000"))
    tone = next((sign for sign in signs if sign in _TONES), "")
    kept = (sign for sign in signs if sign in _SHAPES or not unicodedata.combining(sign))
    shaped = composed("".join(_once_each(kept))).replace("\ue000", "đ")
    bare = "".join(
        sign for sign in apart(shaped.replace("đ", "d")) if not unicodedata.combining(sign)
    )
    return bare, shaped, tone


_known_letters_of = lru_cache(KNOWN)(_letters_of)


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
    within = {place for start, end in amounts for place in range(start, end)}
    for found in _PIECE.finditer(text):
        if found.start() not in within:
            yield found.start(), found.end(), found.group()


def _joined(pieces: list[Piece], text: str, vocabulary: frozenset[str]) -> Iterator[Piece]:
    ways = _ways(pieces, text, vocabulary)
    at = 0
    while at < len(pieces):
        if at not in ways:
            yield pieces[at]
            at += 1
            continue
        end, parts = ways[at]
        start, stop, sentence = pieces[at][0], pieces[end - 1][1], pieces[at][3]
        yield from ((start, stop, part, sentence) for part in parts())
        at = end


Way = tuple[int, Callable[[], list[str]]]  # the piece after the run, its words


def _ways(pieces: list[Piece], text: str, vocabulary: frozenset[str]) -> dict[int, Way]:
    """By the piece where spread letters begin that can be cut into known words."""

    def glued(one: Piece, two: Piece) -> bool:
        between = text[one[1] : two[0]]
        return between != " " and bool(_GLUE.fullmatch(between))

    def spaced(one: Piece, two: Piece) -> bool:
        return not text[one[1] : two[0]].strip(" .-_*")

    ways: dict[int, Way] = {}
    lengths = [_letters(piece) for piece in pieces]
    for near, longest, least in ((glued, 4, 2), (spaced, 1, SPREAD)):  # `c.á.o`, `t ố c á o`
        short = [length <= longest for length in lengths]
        for start, end in _runs(pieces, near, short):
            run = [composed(piece[2]) for piece in pieces[start:end]]
            letters = "".join(run)
            cuts = _cuts(letters, vocabulary)
            offset = 0
            for at, part in enumerate(run[: len(run) - least + 1], start):
                if cuts[offset]:
                    ways.setdefault(at, (end, partial(_cut, letters, offset, cuts)))
                offset += len(part)
    return ways


def _runs(
    pieces: list[Piece], near: Callable[[Piece, Piece], bool], short: list[bool]
) -> Iterator[tuple[int, int]]:
    """First and after last of each longest run of near pieces that are short."""
    start = 0
    for at in range(1, len(pieces) + 1):
        goes_on = (
            at < len(pieces) and short[at - 1] and short[at] and near(pieces[at - 1], pieces[at])
        )
        if not goes_on:
            if at - start > 1:
                yield start, at
            start = at


def _letters(piece: Piece) -> int:
    return len(composed(piece[2])) if piece[2] != MONEY else 99


def _cuts(letters: str, vocabulary: frozenset[str]) -> list[int]:
    """From each letter: how long the longest known word is after which all else can be cut too.

    0: the rest cannot be cut. From the end backwards, so that it takes as long as it is long,
    whatever somebody types; one line may hold thousands of letters.
    """
    cuts = [0] * len(letters)
    for at in reversed(range(len(letters))):
        for length in range(min(LONGEST_SYLLABLE, len(letters) - at), 0, -1):
            rest = at + length
            if (rest == len(letters) or cuts[rest]) and (
                syllable(letters[at:rest]).bare in vocabulary
            ):
                cuts[at] = length
                break
    return cuts


def _cut(letters: str, at: int, cuts: list[int]) -> list[str]:
    words = []
    while at < len(letters):
        words.append(letters[at : at + cuts[at]])
        at += cuts[at]
    return words


def _said(written: str, start: int, end: int, sentence: int) -> list[Syllable]:
    if written == MONEY:
        return [Syllable(MONEY, MONEY, "", start, end, sentence)]
    meant_by = _known_meant_by if len(written) <= LONGEST_KNOWN else _meant_by
    return [Syllable(*letters, start, end, sentence) for letters in meant_by(written)]


def _meant_by(written: str) -> tuple[Letters, ...]:
    """Short spellings spelt out."""
    meant = slang().get(composed(written.lower()), (written,))
    return tuple(_spelt(*_letters_of(each)) for each in meant)


_known_meant_by = lru_cache(KNOWN)(_meant_by)
_HABITS = (("f", "ph"), ("ka", "ca"), ("ko", "co"), ("ku", "cu"), ("w", "qu"))


def _spelt(bare: str, shaped: str, tone: str) -> Letters:
    """`fòng` is phòng, `káo` is cáo."""
    for habit, usual in _HABITS:
        if bare.startswith(habit):
            added = usual[: len(usual) - len(habit) + 1]
            return added + bare[1:], added + shaped[1:], tone
    return bare, shaped, tone
