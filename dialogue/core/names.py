"""Names of persons in a text: after `ông`, `bà`, `anh` …, or beginning with a usual family name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CAPITAL = "A-ZĐĂÂÊÔƠƯÀ-ÖØ-Ý\u1ea0-\u1ef8"
_WORD = rf"[{_CAPITAL}]\w*"
_TITLE = (
    r"[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]háu|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ|[Tt]hầy|[Đđ]ồng chí|đ/c"
    r"|(?:Mr|Mrs|Ms)\.?"
)
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Đoàn"
)
_NAME = re.compile(
    rf"(?<![\w/])(?:(?:{_TITLE})\s+(?P<called>{_WORD}(?:\s+{_WORD})*)"
    rf"|(?P<full>(?:{_FAMILY})(?:\s+{_WORD})+))"
)
# what bears a person's name and is none: streets, bridges, schools, places
_PLACE = re.compile(
    r"(?:đường|phố|hẻm|ngõ|ngách|kiệt|cầu|chợ|núi|chùa|đền|miếu|hồ|sông|kênh|công viên|trường|tỉnh"
    r"|quận|huyện|phường|xã|khu|bệnh viện|THCS|THPT|Tiểu học|tiểu học)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """words: the name without its title. start, end: places in the text, the title included."""

    start: int
    end: int
    words: tuple[str, ...]

    @property
    def full(self) -> bool:
        """Family and given name: enough to know who it is."""
        return len(self.words) > 1


def find_names(text: str) -> Iterator[Name]:
    """In the order of the text. It is expected as `text.clean` leaves it."""
    for found in _NAME.finditer(text):
        if not _PLACE.search(text[max(0, found.start() - 12) : found.start()]):
            written = found["called"] or found["full"]
            yield Name(found.start(), found.end(), tuple(written.split()))


def is_named_in(name: Name, text: str) -> bool:
    """Does the text name the same person, by the full name or by title and given name?"""
    return any(
        other.words == name.words or other.words[-1:] == name.words[-1:] == other.words
        for other in find_names(text)
    )
