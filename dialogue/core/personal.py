"""Personal data in a text: found before publishing, masked or confirmed by a person.

The patterns warn; they prove nothing. The text is expected as `text.clean` leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Hit:
    """start, end: places in the text, as Python counts them."""

    kind: Kind
    start: int
    end: int
    fragment: str


_NUMBER = r"\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*"
_PATTERNS = {
    Kind.BANK: r"(?i)(?:stk|số tài khoản|tài khoản số|tk ngân hàng)\D{0,12}(\d[\d .-]{6,18}\d)",
    Kind.CCCD: r"(?<!\d)0\d{2}[ .]?[0-9]\d{2}[ .]?\d{6}(?!\d)",
    Kind.PHONE: r"(?<!\d)(?:\+?84|0084|0)[ .-]?(?:[35789]\d|2\d{1,2})(?:[ .-]?\d){7,8}(?!\d)",
    Kind.CMND: r"(?<!\d)\d{9}(?!\d)",
    Kind.PLATE: r"(?i)(?<![0-9A-Z])\d{2}[ -]?[A-ZĐ][A-Z0-9]?[ -]?\d{3}[.]?\d{2}(?!\d)",
    Kind.EMAIL: r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
    Kind.HOUSE: rf"(?i)(?:số nhà|nhà số|địa chỉ)\s*:?\s*{_NUMBER}"
    rf"|(?<!\d){_NUMBER}\s+(?:đường|phố|hẻm|ngõ|ngách|kiệt)\s+\S+",
    Kind.BIRTH: r"(?i)(?:sinh ngày|ngày sinh|sinh năm|năm sinh)\s*:?\s*\d[\d/.-]{3,9}",
    Kind.SENSITIVE: r"(?i)\b(?:hộ (?:cận )?nghèo|HIV|AIDS|tiền án|tiền sự|tâm thần)\b"
    r"|(?i:\bnghiện ma t[uú][yý]\b)",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_CAPITAL = "A-ZĐĂÂÊÔƠƯÀ-ÖØ-Ý\u1ea0-\u1ef8"
_NAME = re.compile(
    rf"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]háu|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ)\s+[{_CAPITAL}]\w+"
    r"|\b(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý)"
    rf"(?:\s+[{_CAPITAL}]\w*)+"
)
_BESIDE_A_NAME = (Kind.BIRTH, Kind.SENSITIVE)


def find(text: str, mailboxes: Collection[str] = ()) -> list[Hit]:
    """In the order of the text, none inside another. mailboxes: e-mail addresses of offices."""
    known = {address.lower() for address in mailboxes}
    hits: list[Hit] = []
    for kind in Kind:
        for hit in _hits(kind, text):
            free = all(hit.end <= other.start or other.end <= hit.start for other in hits)
            if free and hit.fragment.lower() not in known:
                hits.append(hit)
    return sorted(hits, key=lambda hit: hit.start)


def _hits(kind: Kind, text: str) -> Iterator[Hit]:
    for found in _COMPILED[kind].finditer(text):
        group = found.re.groups  # the number alone, where a key word led to it
        start, end = found.span(group)
        if kind in _BESIDE_A_NAME and not _NAME.search(text[max(0, start - NEAR) : end + NEAR]):
            continue
        yield Hit(kind, start, end, text[start:end])


def masked(text: str, fragments: Collection[str]) -> str:
    """Each fragment wherever it stands, as `••••5678`; shorter ones lose all their signs."""
    for fragment in sorted(filter(None, fragments), key=len, reverse=True):
        text = text.replace(fragment, _mask(fragment))
    return text


def _mask(fragment: str) -> str:
    digits = "".join(sign for sign in fragment if sign.isdigit())
    return MASK + digits[-4:] if len(digits) > 8 else MASK
