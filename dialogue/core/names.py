"""Names of persons in a text: after `ông`, `bà`, `anh` …, or beginning with a usual family name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# inside a pattern's brackets; of U+1EA0 to U+1EF8 every second letter is a capital
CAPITAL = "A-ZĐĂÂÊÔƠƯĨŨÀ-ÖØ-Ý" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_WORD = rf"[{CAPITAL}]\w*"
_TITLE = (
    r"[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]háu|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ|[Tt]hầy|[Đđ]ồng chí|đ/c"
    r"|(?:Mr|Mrs|Ms)\.?"
)
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Đoàn"
)
_NAME = re.compile(
    rf"(?<![\w/])(?:(?:{_TITLE}) +(?P<called>{_WORD}(?: +{_WORD})*)"
    rf"|(?P<full>(?:{_FAMILY})(?: +{_WORD})+))"
)
# what bears a person's name and is none: streets, bridges, schools, places
_PLACE = re.compile(
    r"(?:đường|phố|hẻm|ngõ|ngách|kiệt|cầu|chợ|núi|chùa|đền|miếu|hồ|sông|kênh|công viên|trường|tỉnh"
    r"|quận|huyện|phường|xã|khu|bệnh viện|THCS|THPT|Tiểu học|tiểu học)\s*$"
    r"|\d[a-z]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """words: the name without its title. start, end: places in the text, the title included.

    bare: where the name begins, after the title.
    """

    start: int
    bare: int
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
            part = "called" if found["called"] else "full"
            yield Name(found.start(), found.start(part), found.end(), tuple(found[part].split()))


def is_named_in(name: Name, others: Iterable[Name]) -> bool:
    """Is the same person among them, by the full name or by title and given name?"""
    return any(
        other.words == name.words or other.words[-1:] == name.words[-1:] == other.words
        for other in others
    )
