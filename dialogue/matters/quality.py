"""What a program can say of an answer before a person checks it: hints, never a verdict. Pure.

Source: process.md §3. The unit head may pass an answer in spite of a hint, with a reason. The
phrases are data, data/answers.json, with their version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import zip_longest
from pathlib import Path

from dialogue.core import personal
from dialogue.core.names import find_names, is_named_in
from dialogue.core.text import clean, words
from dialogue.matters.denunciations import denunciation
from dialogue.matters.english import is_english
from dialogue.matters.gaps import placeholders
from dialogue.matters.insults import RUDE, insults
from dialogue.matters.phrases import Found, Phrases, phrase, replaced
from dialogue.matters.rules import unmarked
from dialogue.matters.syllables import Syllable, read

FILE = Path(__file__).parent / "data" / "answers.json"
ENOUGH = 7  # a hint below
SHORT, LONG = 40, 400  # words
MOST_TAKEN = 3  # points that empty phrases cost at most


class Point(StrEnum):
    """What an answer gets points for; their most in `WORTH`."""

    TOPIC = "topic"
    DATE = "date"
    UNIT = "unit"
    BASIS = "basis"
    ACTION = "action"
    LENGTH = "length"
    MANNER = "manner"
    EMPTY = "empty_phrases"  # taken away


WORTH = {
    Point.TOPIC: 2,
    Point.DATE: 2,
    Point.UNIT: 2,
    Point.BASIS: 1,
    Point.ACTION: 1,
    Point.LENGTH: 1,
    Point.MANNER: 1,
}


class Hint(StrEnum):
    """What an answer lacks or should not have. Pages have the words."""

    OFF_TOPIC = "off_topic"
    NO_DATE = "no_date"
    NO_UNIT = "no_unit"
    NO_TARGET_BODY = "no_target_body"  # "not ours", and whose is it?
    NO_BASIS = "no_basis"
    BASIS_EMPTY = "basis_empty"  # "theo quy định", and which?
    NO_ACTION = "no_action"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    EMPTY_PHRASE = "empty_phrase"
    NO_MANNER = "no_manner"


class Stop(StrEnum):
    """What no answer goes out with."""

    PLACEHOLDER = "placeholder"  # a gap of a template
    PERSONAL_DATA = "personal_data"  # neither masked nor confirmed
    ACCUSED_NAME = "accused_name"  # of whom the question, or the answer itself, may denounce
    INSULT = "insult"


# What a second person may find harmless, with a reason: "this accuses nobody". A gap is filled,
# personal data are decided place by place.
CLEARABLE = frozenset({Stop.ACCUSED_NAME, Stop.INSULT})

_LACKS = {
    Point.TOPIC: Hint.OFF_TOPIC,
    Point.DATE: Hint.NO_DATE,
    Point.UNIT: Hint.NO_UNIT,
    Point.BASIS: Hint.NO_BASIS,
    Point.ACTION: Hint.NO_ACTION,
    Point.MANNER: Hint.NO_MANNER,
}


@dataclass(frozen=True, slots=True)
class Quality:
    """score: 0 to 10, the sum of points. phrases: the empty ones that were found, as written."""

    score: int
    points: Mapping[Point, int]
    hints: tuple[Hint, ...]
    stops: tuple[Stop, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        return self.score >= ENOUGH and not self.stops


# These two read text without marks.
_COMMON = frozenset(
    "va la co cua cho cac nhung duoc khong toi chung ong ba phuong o tai thi den khi nao gi nay "  # noqa: SIM905
    "do de voi trong ngoai ve mot hai ba bon nam sau the ra vao len xuong da dang se cung hay hoac "
    "bao nhieu xin hoi muon can phai ngay thang gio nguoi dan nha con chau anh chi em to khu pho "
    "neu nhu lam theo tu sao bi roi nhieu it moi ho so ket qua giai quyet".split()
)
_SENTENCE = re.compile(r"[!?;\n…]|\.(?=\s)")
_DATE = re.compile(
    r"\b(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])([/.-]\d{2,4})\b"
    r"|\b(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])\b|\bngay \d{1,2} thang \d{1,2}\b"
    r"|\b(trong|sau|qua|toi da|cham nhat|khong qua|thoi han) (vong )?\d+ (ngay|gio|buoi|tuan)\b"
    r"|\b\d+ ngay( lam viec)?\b|\btrong ngay( lam viec)?\b|\b(thang|dot) \d{1,2}\b"
    r"|\b(hang|hang moi|moi) (tuan|thang)\b|\b\d{1,2} gio( \d\d)?\b|\b\d{1,2}h\d{0,2}\b"
)
_BASIS = re.compile(
    r"\b\d+/\d{4}/[a-z]{2}|\b\d+/(qd|nd|tt|nq|cv|kh|tb|ubnd)\b|\b(luat|phap lenh|nghi dinh|thong tu"
    r"|quyet dinh|nghi quyet|ke hoach|phuong an|quy che|huong dan|cong van) (?!cua\b|nay\b)\w+"
    r"|\bthu tuc (?!hanh chinh\b)[\"“]?\w+"
    r"|\btheo quy dinh (tai|cua|ve|su dung) (?!phap luat\b(?! ve\b))\w+"
    r"|\bbien ban\b"
    r"|\btheo (quy trinh|hop dong|phan cong|lich|du toan|phan cap|co che) \w+"
)
_OFFICE_PHONE = re.compile(r"(?<!\d)(?:\(?02\d{1,2}\)?[ .-]?\d|1[89]00[ .]?\d{4}|1022(?!\d))")
_NAMED_BASIS = re.compile(
    r"\s*(?:tại|của|về|số|này|sử dụng|theo|ở)\s+(?!pháp luật\b)\w", re.IGNORECASE
)


@cache
def _phrases() -> Phrases:
    return phrases_with({})


def phrases_with(own: object) -> Phrases:
    """Ours, with lists of a ward's own (phrases.replaced). Raises Invalid."""
    lists = replaced(json.loads(FILE.read_text("utf-8"))["lists"], own)
    return Phrases(phrase(name, "", text) for name, texts in lists.items() for text in texts)


def quality(
    question: str,
    answer: str,
    *,
    personal_data: bool = False,
    cleared: Collection[Stop] = (),
    own: Phrases | None = None,
) -> Quality:
    """Points, hints and stops of an answer. personal_data: a hit is neither masked nor confirmed.
    cleared: stops that a second person found harmless. own: other lists than ours.

    Who calls knows what was decided; `has_personal_data` looks into a bare text.
    """
    text = clean(answer)
    lists = own or _phrases()
    said = read(text, lists.vocabulary)
    hits = lists.find(said)
    found = _by_name([each for each in hits if each.name not in RUDE]) | {
        "rude": insults(said, hits)
    }
    count = len(words(text))
    empty = _empty_phrases(text, said, found)
    good = _good(question, text, found, count)
    points = {point: most if good[point] else 0 for point, most in WORTH.items()}
    points[Point.EMPTY] = -min(len(empty), MOST_TAKEN)
    hints = [hint for point, hint in _LACKS.items() if not good[point]]
    hints += _more(text, said, found, count, bool(empty))
    stops = _stops(question, text, bool(found["rude"]), personal_data)
    stops = [stop for stop in stops if stop not in cleared]
    score = max(0, sum(points.values()))
    return Quality(score, points, tuple(hints), tuple(stops), tuple(empty))


def has_personal_data(answer: str) -> bool:
    """Of an answer of which nobody decided anything yet."""
    return bool(personal.find(clean(answer)))


def stops(question: str, answer: str) -> frozenset[Stop]:
    """Of a text alone: all but personal data, which people decide place by place."""
    return frozenset(quality(question, answer).stops)


def accused_named(question: str, answer: str) -> bool:
    """Does the answer repeat a name of a question that may denounce its bearer?"""
    question, answer = clean(question), clean(answer)
    named, repeated = list(find_names(question)), list(find_names(answer))
    return any(is_named_in(name, repeated) for name in named) and denunciation(question).hides


def accuses_by_name(answer: str) -> bool:
    """Does a sentence of the answer name a person and, it or the next, tell of a misdeed?"""
    sentences = [each for each in _SENTENCE.split(clean(answer)) if each.strip()]
    return any(
        any(find_names(sentence)) and _accuses(f"{sentence}. {after}")
        for sentence, after in zip_longest(sentences, sentences[1:], fillvalue="")
    )


def _accuses(text: str) -> bool:
    return any(reason.rule in _accusing() for reason in denunciation(text).why)


@cache
def _accusing() -> frozenset[str]:
    return frozenset(json.loads(FILE.read_text("utf-8"))["accusing"])


def content_words(found: Collection[str]) -> set[str]:
    return {word for word in found if len(word) > 1 and word not in _COMMON}


def _by_name(found: Sequence[Found]) -> dict[str, list[Found]]:
    by: dict[str, list[Found]] = {}
    for each in found:
        by.setdefault(each.name, []).append(each)
    return by


def _good(
    question: str, text: str, found: Mapping[str, Sequence[Found]], count: int
) -> dict[Point, bool]:
    bare = unmarked(text)
    return {
        Point.TOPIC: is_english(question) or _shares(question, text),  # no words to compare
        Point.DATE: bool(_DATE.search(bare)),
        Point.UNIT: "unit" in found or bool(_OFFICE_PHONE.search(text)),
        Point.BASIS: bool(_BASIS.search(bare)),
        Point.ACTION: "verb" in found and "place" in found,
        Point.LENGTH: SHORT <= count <= LONG,
        Point.MANNER: "manner" in found and not found["rude"],
    }


def _more(
    text: str,
    said: Sequence[Syllable],
    found: Mapping[str, Sequence[Found]],
    count: int,
    empty: bool,
) -> list[Hint]:
    there = {
        Hint.TOO_SHORT: count < SHORT,
        Hint.TOO_LONG: count > LONG,
        Hint.EMPTY_PHRASE: empty,
        Hint.BASIS_EMPTY: bool(_basis_empty(text, said, found)),
        Hint.NO_TARGET_BODY: "not-ours" in found and "target" not in found,
    }
    return [hint for hint, holds in there.items() if holds]


def _stops(question: str, text: str, rude: bool, personal_data: bool) -> list[Stop]:
    there = {
        Stop.PLACEHOLDER: bool(placeholders(text)),
        Stop.PERSONAL_DATA: personal_data,
        Stop.ACCUSED_NAME: accused_named(question, text) or accuses_by_name(text),
        Stop.INSULT: rude,
    }
    return [stop for stop, holds in there.items() if holds]


def _empty_phrases(
    text: str, said: Sequence[Syllable], found: Mapping[str, Sequence[Found]]
) -> list[str]:
    """ "Khi có kinh phí" is empty only without a date near it: the sentence decides."""
    dated = {
        number
        for number in {each.sentence for each in said}
        if _DATE.search(unmarked(_sentence(text, said, number)))
    }
    empty = [each for each in found.get("empty", ()) if said[each.first].sentence not in dated]
    empty += [each for each in _basis_empty(text, said, found) if each not in empty]
    return list(dict.fromkeys(_written(text, said, each).lower() for each in empty))


def _basis_empty(
    text: str, said: Sequence[Syllable], found: Mapping[str, Sequence[Found]]
) -> list[Found]:
    """ "Theo quy định" with no name after it; the longest way it was said."""
    bare = [
        each
        for each in found.get("basis-empty", ())
        if not _NAMED_BASIS.match(text, said[each.last].end)
    ]
    return [each for each in bare if not any(o.covers(each) for o in bare if o is not each)]


def _sentence(text: str, said: Sequence[Syllable], number: int) -> str:
    inside = [each for each in said if each.sentence == number]
    return text[inside[0].start : inside[-1].end]


def _written(text: str, said: Sequence[Syllable], found: Found) -> str:
    return text[said[found.first].start : said[found.last].end]


def _shares(question: str, answer: str) -> bool:
    """At least two content words in common."""
    return len(content_words(words(question)) & content_words(words(answer))) >= 2
