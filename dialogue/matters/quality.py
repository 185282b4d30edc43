"""What a program can say of an answer before a person checks it: hints, never a verdict.

Source: process.md §3. The unit head may pass an answer in spite of a hint, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from dialogue.core.text import words
from dialogue.matters.rules import unmarked

ENOUGH = 7  # a hint below


class Hint(StrEnum):
    """What an answer lacks or should not have. Pages have the words."""

    OFF_POINT = "off-point"
    NO_DATE = "no-date"
    NO_UNIT = "no-unit"
    NO_TARGET_BODY = "no-target-body"  # "not ours", and whose is it?
    NO_BASIS = "no-basis"
    BASIS_EMPTY = "basis-empty"  # "theo quy định", and which?
    NO_ACTION = "no-action"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    EMPTY_PHRASE = "empty-phrase"
    MANNER = "manner"
    RUDE = "rude"
    PERSONAL_DATA = "personal-data"


STOPS = frozenset({Hint.PERSONAL_DATA, Hint.RUDE})  # mend or confirm these first


@dataclass(frozen=True, slots=True)
class Quality:
    """score: 0 to 10. phrases: the empty ones that were found, as written."""

    score: int
    hints: tuple[Hint, ...]
    phrases: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        return self.score >= ENOUGH and not self.stops

    @property
    def stops(self) -> tuple[Hint, ...]:
        return tuple(hint for hint in self.hints if hint in STOPS)


# All patterns read text without marks: officers type with and without marks.
_COMMON = frozenset(
    "va la co cua cho cac nhung duoc khong toi chung ong ba phuong o tai thi den khi nao gi nay "  # noqa: SIM905
    "do de voi trong ngoai ve mot hai ba bon nam sau the ra vao len xuong da dang se cung hay hoac "
    "bao nhieu xin hoi muon can phai ngay thang gio nguoi dan nha con chau anh chi em to khu pho "
    "neu nhu lam theo tu sao bi roi nhieu it moi ho so ket qua giai quyet".split()
)
_DATE = re.compile(
    r"\b(0?[1-9]|[12]\d|3[01])[/-](0?[1-9]|1[0-2])([/-]\d{2,4})?\b|\bngay \d{1,2} thang \d{1,2}\b"
    r"|\b(trong|sau|qua|toi da|cham nhat|khong qua) (vong )?\d+ (ngay|gio|buoi|tuan)\b"
    r"|\b\d+ ngay lam viec\b|\btrong ngay lam viec\b|\bquy [1-4iv]+\b"
    r"|\b(thang|dot) \d{1,2}\b|\b(hang tuan|hang thang)\b"
    r"|\b\d{1,2} gio( \d\d)?\b|\b\d{1,2}h\d{0,2}\b"
)
_UNIT = re.compile(
    r"\b(phong (kinh te|van hoa|noi vu|tu phap|quan ly|tai nguyen|giao duc|y te|lao dong)"
    r"|van phong|trung tam|bo phan|cong an|ban chi huy|bch|quan su|tram y te"
    r"|(cong chuc|can bo) (tu phap|dia chinh|van hoa|tai chinh|lao dong|phu trach|tiep nhan)"
    r"|chu tich|pho chu tich|chanh van phong|truong phong|giam doc|mat tran|mttq|to truong"
    r"|truong khu pho|truong thon|so (xay dung|y te|noi vu|tu phap|giao thong|tai chinh|cong thuong"
    r"|nong nghiep|giao duc|van hoa)|cong ty|xi nghiep|chi nhanh|doi|hoi dong|ban quan ly|quay so"
    r"|quay|kho bac|bao hiem xa hoi|thue|truong (mam non|tieu hoc|thcs|trung hoc)|ubnd)\b"
    r"|\b0\d{2,4}[ .]?\d{3}[ .]?\d{3,4}\b"
)
_NOT_OURS = re.compile(r"\bkhong (thuoc|nam trong) (tham quyen|chuc nang|trach nhiem)\b")
_TARGET = re.compile(
    r"\b(thuoc (tham quyen )?(cua )?(so|cong ty|chi cuc|cuc|ban quan ly|ubnd (tinh|thanh pho))|"
    r"chuyen (den|toi|cho|sang)|gui (den|toi|sang)|kien nghi)\b"
)
_BASIS = re.compile(
    r"\b\d+/\d{4}/[a-z]{2}|\b\d+/(qd|nd|tt|nq|cv|kh|tb|ubnd)\b|\b(luat|nghi dinh|thong tu"
    r"|quyet dinh|nghi quyet|ke hoach|thong bao|phuong an|quy che|huong dan|cong van) \w+"
    r"|\bthu tuc [\"“]?\w+|\btheo quy dinh (tai|cua) \w+|\bbien ban\b|\bho so \w+"
)
_BASIS_EMPTY = re.compile(r"\btheo (dung )?quy dinh\b(?! (tai|cua|ve|so|nay) \w)")
_ACTION = re.compile(
    r"\b(nop|mang( theo)?|den|gui|lien he|goi|bao|dang ky|truy cap|vao|nhan|mo|xem|ghi|chon"
    r"|hoi|dien|ky|gap|tham gia|phan anh)\b"
)
_ACTION_PLACE = re.compile(
    r"\b(tai|den|o|quay|trung tam|phong|so dien thoai|cong|giay|ban sao|ban chinh|to khai|ho so"
    r"|don|phieu|anh|ma|duong day|nha van hoa|tru so|van phong)\b"
)
_MANNER = re.compile(r"\b(cam on|xin loi|ong/ba|ong ba|ba con|quy vi|kinh gui|mong|tiec)\b")
_PHRASES = (
    r"se xem xet",
    r"ghi nhan y kien",
    r"trong thoi gian toi",
    r"khi co kinh phi",
    r"khi nao co ket qua",
    r"chi dao sat sao",
    r"luon quan tam",
    r"tich cuc phoi hop",
    r"som co ket qua",
    r"tung buoc khac phuc",
)
_EMPTY = tuple(re.compile(rf"\b{phrase}\b") for phrase in _PHRASES)
_RUDE = re.compile(
    r"\b(tu tim hieu|dung hoi|hoi nhieu|thac mac lam|khong biet doc|phien phuc|ngu|dan tri thap"
    r"|vo van|linh tinh|con cai gi)\b"
)


def quality(question: str, answer: str, *, personal_data: bool = False) -> Quality:
    """Score and hints of an answer. personal_data: a hit is neither masked nor confirmed."""
    text, count = unmarked(answer), len(words(answer))
    empty = _empty_phrases(text)
    checks = _checks(question, answer, text, count)
    hints = [hint for hint, _, good in checks if hint and not good]
    score = sum(points for _, points, good in checks if good) - min(len(empty), 3)
    hints += _more(text, count, personal_data, bool(empty))
    return Quality(max(0, min(score, 10)), tuple(dict.fromkeys(hints)), tuple(empty))


def _checks(
    question: str, answer: str, text: str, count: int
) -> list[tuple[Hint | None, int, bool]]:
    """Hint when it fails, points when it holds."""
    acts = bool(_ACTION.search(text) and _ACTION_PLACE.search(text))
    return [
        (Hint.OFF_POINT, 2, _shares(question, answer)),
        (Hint.NO_DATE, 2, bool(_DATE.search(text))),
        (Hint.NO_UNIT, 2, bool(_UNIT.search(text))),
        (Hint.NO_BASIS, 1, bool(_BASIS.search(text))),
        (Hint.NO_ACTION, 1, acts),
        (None, 1, 40 <= count <= 400),
        (Hint.MANNER, 1, bool(_MANNER.search(text)) and not _RUDE.search(text)),
    ]


def _more(text: str, count: int, personal_data: bool, empty: bool) -> list[Hint]:
    found = {
        Hint.TOO_SHORT: count < 40,
        Hint.TOO_LONG: count > 400,
        Hint.EMPTY_PHRASE: empty,
        Hint.BASIS_EMPTY: bool(_BASIS_EMPTY.search(text)),
        Hint.NO_TARGET_BODY: bool(_NOT_OURS.search(text) and not _TARGET.search(text)),
        Hint.RUDE: bool(_RUDE.search(text)),
        Hint.PERSONAL_DATA: personal_data,
    }
    return [hint for hint, there in found.items() if there]


def _empty_phrases(text: str) -> list[str]:
    """ "Khi có kinh phí" is empty only without a date near it: the sentence decides."""
    found = [match.group() for pattern in _EMPTY if (match := pattern.search(text))]
    found += [match.group() for match in [_BASIS_EMPTY.search(text)] if match]
    return [phrase for phrase in found if not _dated(text, phrase)]


def _dated(text: str, phrase: str) -> bool:
    sentence = next((part for part in re.split(r"[.!?;\n]", text) if phrase in part), "")
    return phrase != "luon quan tam" and bool(_DATE.search(sentence))


def _shares(question: str, answer: str) -> bool:
    """At least two content words in common."""
    return len(content_words(words(question)) & content_words(words(answer))) >= 2


def content_words(found: Collection[str]) -> set[str]:
    return {word for word in found if len(word) > 1 and word not in _COMMON}
