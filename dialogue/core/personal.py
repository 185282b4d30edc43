"""Personal data in a text: found before publishing, masked or confirmed by a person.

The patterns warn; they prove nothing. The text is expected in NFC.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogue.core.names import CAPITAL, find_names
from dialogue.core.text import e164, seen

MASK = "••••"
NEAR = 60  # letters between a name and what is said of its bearer


class Kind(StrEnum):
    """The first to claim a place in the text has it: the most telling stand first."""

    BANK = "bank"  # account number, after a key word only
    CCCD = "cccd"  # identity card, 12 digits
    PHONE = "phone"
    CMND = "cmnd"  # old identity card, 9 digits
    PLATE = "plate"  # of a vehicle
    EMAIL = "email"
    HOUSE = "house"  # house number; an office's own is confirmed as harmless
    BIRTH = "birth"  # date or year of birth beside a name
    SENSITIVE = "sensitive"  # health, poverty, crime beside a name
    NAME = "name"  # full, beside one of those above or after "tên"; not of who holds an office


@dataclass(frozen=True, slots=True)
class Hit:
    """start, end: places in the text, as Python counts them."""

    kind: Kind
    start: int
    end: int
    fragment: str


_PART = r"[ .\-_–·()]{0,2}"  # between the digits of one number
_PREFIX = r"(?:\(?\+?84\)?|0084|\(?0)"
_DIGIT = (
    "(?:không|khong|một|mốt|mot|hai|ba|bốn|bon|tư|năm|lăm|nam|sáu|sau|bảy|bẩy|bay|tám|tam|chín"
    "|chin)"
)
# Of bounded length, so that thousands of digits or letters are read as fast as a sentence.
_NUMBER = r"\d{1,5}[A-Za-z]?(?:/\d{1,5}[A-Za-z]?){0,6}"
_STREET = (
    r"(?:(?i:đường|phố|hẻm|ngõ|ngách|kiệt|hem|ngo|ngach)\s+(?i:số\s+)?"
    rf"(?:{_NUMBER}|[{CAPITAL}]\w*(?:\s+[{CAPITAL}]\w*)*))"
)
_NO_HOUSE = r"(?<!\d)(?<!tổ )(?<!phố )(?<!kp )(?<!km )(?<!quầy )(?<!ngày )(?<!lúc )(?<!tuyến )"
_DATE = r"\d[\d/.-]{3,9}|\d{1,2} tháng \d{1,2}(?: năm \d{4})?"
_PATTERNS = {
    Kind.BANK: r"(?i)(?:stk|số tk|số tài khoản|so tai khoan|tài khoản số|tk ngân hàng"
    r"|tài khoản ngân hàng"
    r"|vietcombank|vcb|agribank|bidv|vietinbank|techcombank|sacombank|mb ?bank|acb)"
    r"[^\d\n]{0,25}(\d[\d .-]{6,18}\d)",
    Kind.CCCD: r"(?<!\d)0\d{2}(?:[ .\-]?\d){9}(?!\d)(?!\s*(?:đồng|đ\b|vnđ))",
    Kind.PHONE: rf"(?<!\d){_PREFIX}{_PART}"
    rf"(?:[35789](?:{_PART}\d){{8}}|2(?:{_PART}\d){{9}})(?!\d)"
    rf"|(?i:\b(?:không|khong)(?:[ ,.-]+{_DIGIT}){{9}}\b)",
    Kind.CMND: r"(?i:(?:cmnd|cmtnd|cmt|chứng minh|chung minh)\D{0,20})"
    r"(\d{3}[ .]\d{3}[ .]\d{3})(?!\d)"
    r"|(?<!\d)(?<!mã )(?<!mã số )(?<!số hồ sơ )(?<!mã hồ sơ )(\d{9})(?!\d)"
    r"(?!\s*(?:đồng|đ\b|vnđ))",
    Kind.PLATE: r"(?i)(?<![0-9A-Z])\d{2}[ -]?[A-ZĐ][A-Z0-9]?[ -]?\d{3}[.]?\d{2}(?!\d)"
    r"|(?:biển số|biển kiểm soát|bks|biển)\s*:?\s*(?:xe\s*)?"
    r"\d{2}[ -]?[A-ZĐ][A-Z0-9]?[ -]?\d{4}(?!\d)",
    Kind.EMAIL: r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?"
    r"[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}",
    Kind.HOUSE: rf"(?:(?i:số nhà|nhà số|địa chỉ|căn hộ|so nha|nha so|dia chi))\s*:?\s*{_NUMBER}"
    rf"(?:[ ,]+{_STREET})*"
    rf"|{_NO_HOUSE}{_NUMBER}\s+{_STREET}(?:[ ,]+{_STREET})*",
    Kind.BIRTH: r"(?i)(?:sinh ngày|ngày sinh|sinh năm|năm sinh|ngày tháng năm sinh|\bsn)"
    rf"\s*:?\s*(?:{_DATE})",
    Kind.SENSITIVE: r"(?i)\b(?:hộ (?:cận )?nghèo|HIV|AIDS|tiền án|tiền sự|tâm thần)\b"
    r"|(?i:\bnghiện ma t[uú][yý]\b)",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_BESIDE_A_NAME = (Kind.BIRTH, Kind.SENSITIVE)
_INTRODUCED = re.compile(
    r"(?i)(?:\btên(?: (?:tôi|em|cháu))?(?: là)?|\b(?:tôi|em|cháu) là)\s*:?\s*$"
)
_OFFICE = re.compile(
    r"(?i)chủ tịch|bí thư|trưởng|phó|giám đốc|công chức|cán bộ|chuyên viên|công an|đại biểu|kế toán"
    r"|hiệu trưởng|bác sĩ|thanh tra|tổ phó|văn thư"
)
_ROLE_BEFORE, _ROLE_AFTER = 40, 25  # letters between a name and its office


def find(text: str, offices: Collection[str] = ()) -> list[Hit]:
    """In the order of the text, none inside another. offices: their own mailboxes and numbers.

    Signs that are not seen are read over; places are those of the text as given.
    """
    plain, places = seen(text)
    hits = [
        Hit(kind, places[start], places[end - 1] + 1, text[places[start] : places[end - 1] + 1])
        for kind, start, end in _found(plain, _own(offices))
    ]
    return sorted(hits, key=lambda hit: hit.start)


def _own(offices: Collection[str]) -> set[str]:
    """A line of an office may hold several numbers, and words beside them."""
    numbers = (hit[0] for each in offices for hit in _COMPILED[Kind.PHONE].finditer(each))
    return {_bare(each) for each in (*offices, *numbers)}


Span = tuple[Kind, int, int]


def _found(text: str, own: Collection[str]) -> list[Span]:
    spans: list[Span] = []
    taken = bytearray(len(text))  # 1 where a hit stands
    for kind, pattern in _COMPILED.items():
        for found in pattern.finditer(text):
            start, end = _number(found)
            free = not any(taken[start:end])
            if free and _bare(text[start:end]) not in own and _told(kind, text, start, end):
                spans.append((kind, start, end))
                taken[start:end] = b"\1" * (end - start)
    return spans + list(_names(text, spans))


def _number(found: re.Match[str]) -> tuple[int, int]:
    """The number alone, where a key word led to it."""
    return found.span(found.lastindex or 0)


def _told(kind: Kind, text: str, start: int, end: int) -> bool:
    if kind not in _BESIDE_A_NAME:
        return True
    return any(find_names(text[max(0, start - NEAR) : end + NEAR]))


def _names(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Full names of persons of whom more is told, and those who are introduced by name."""
    for name in find_names(text):
        near = any(name.start - NEAR <= start and end <= name.end + NEAR for _, start, end in spans)
        introduced = _INTRODUCED.search(text[max(0, name.start - 20) : name.start])
        around = text[max(0, name.start - _ROLE_BEFORE) : name.start]
        around += "|" + text[name.end : name.end + _ROLE_AFTER]
        free = all(name.end <= start or end <= name.start for _, start, end in spans)
        if name.full and free and (near or introduced) and not _OFFICE.search(around):
            yield Kind.NAME, name.bare, name.end


def _bare(text: str) -> str:
    """A number or a mailbox without what is written between: for comparing."""
    return e164(text) or re.sub(r"\s", "", text).lower()


def masked(text: str, fragments: Collection[str]) -> str:
    """Each fragment wherever it stands, as `••••5678`; shorter ones lose all their signs."""
    for fragment in sorted(filter(None, fragments), key=len, reverse=True):
        text = text.replace(fragment, _mask(fragment))
    return text


def _mask(fragment: str) -> str:
    digits = "".join(sign for sign in fragment if sign.isdigit())
    return MASK + digits[-4:] if len(digits) > 8 else MASK
