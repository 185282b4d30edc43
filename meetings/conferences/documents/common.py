"""What every document of a conference shares: its head, its signature, how days are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from dialogue.core.clock import local_day, local_time
from dialogue.core.documents import (
    Block,
    Document,
    Run,
    Signature,
    filled,
    paragraph,
    waiting,
)
from dialogue.core.i18n import document_day, hour, number, weekday
from dialogue.ward.cards import WardCard
from dialogue.ward.states import Qualifier
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import Mode

COMMITTEE = "ỦY BAN NHÂN DÂN"
DRAFT = "Bản dự thảo, cần xem lại trước khi ký: "
MODES = {
    Mode.IN_PERSON: "trực tiếp",
    Mode.ONLINE: "trực tuyến",
    Mode.SOCIAL_MEDIA: "qua mạng xã hội",
}
QUALIFIER = {Qualifier.MORE_THAN: "hơn", Qualifier.NEARLY: "gần", Qualifier.ABOUT: "khoảng"}
# Family names that a place begins with only where it is named after a person.
_PERSONS = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng Văn", "Hoàng Hoa", "Phan", "Võ Thị", "Võ Văn"),
    *("Đinh Tiên", "Ngô Quyền", "Lý Thái", "Lý Thường", "Hồ Xuân", "Bùi Thị", "Huỳnh Thúc"),
)


class Kind(StrEnum):
    """The documents of a conference; the value stands in addresses."""

    INVITATION = "giay-moi"
    NOTICE = "thong-bao"
    AGENDA = "chuong-trinh"
    MINUTES = "bien-ban"
    CONCLUSIONS = "ket-luan"
    TABLE = "bang-tong-hop"
    ANSWER = "tra-loi"
    HALF_YEAR = "bao-cao-6-thang"


@dataclass(frozen=True, slots=True)
class Issued:
    """What the clerk wrote back: number and day of issue."""

    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document and what is wrong with it. notes: sums that do not add up, and the like."""

    document: Document
    notes: tuple[str, ...] = field(default=())

    @property
    def lacks(self) -> tuple[str, ...]:
        """Places that nobody has filled in: not ready for signature while there are any."""
        return waiting(self.document)

    @property
    def ready(self) -> bool:
        return not self.lacks and not self.notes

    def draft(self) -> Document:
        """With its notes in red above the text."""
        warned = tuple(paragraph(Run(DRAFT + note, bold=True, red=True)) for note in self.notes)
        return replace(self.document, blocks=(*warned, *self.document.blocks))


def told(value: int, word: Qualifier | None) -> str:
    """`hơn 16.710`."""
    return f"{QUALIFIER[word]} {number(value)}" if word else number(value)


def made(
    ward: WardCard,
    card: ConferenceCard,
    *,
    kind: str,
    summary: str,
    blocks: Sequence[Block],
    symbol: str = "",
    issued: Issued | None = None,
    to: tuple[str, ...] = (),
    signatures: tuple[Signature, ...] = (),
    recipients: tuple[str, ...] = (),
    landscape: bool = False,
) -> Document:
    known = issued or Issued()
    return Document(
        issuer=(COMMITTEE, ward.full_name.upper()),
        place=place_of(ward),
        year=(known.day or card.day).year,
        kind=kind,
        summary=summary,
        blocks=tuple(blocks),
        symbol=symbol,
        number=known.number,
        day=known.day,
        to=to,
        signatures=signatures,
        recipients=recipients,
        landscape=landscape,
    )


def place_of(ward: WardCard) -> str:
    """`Bình Dương`; a ward named by a number or after a person keeps its kind: `Phường 13`."""
    plain = not ward.name[:1].isdigit() and not f"{ward.name} ".startswith(
        tuple(f"{name} " for name in _PERSONS)
    )
    return ward.name if plain else ward.full_name


def signed(card: ConferenceCard) -> tuple[Signature, ...]:
    """By who takes the chair, with the authority that the title gives (Phụ lục I, mục 7)."""
    title = card.chair_title.strip()
    if title.casefold().startswith("phó chủ tịch"):
        lines: tuple[str, ...] = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    elif not title or title.casefold().startswith("chủ tịch"):
        lines = (f"TM. {COMMITTEE}", "CHỦ TỊCH")
    else:
        lines = ("TL. CHỦ TỊCH", title.upper())
    return (Signature(lines, filled(card.chair)),)


def recipients(*before: str) -> tuple[str, ...]:
    return (*before, "Lưu: VT, VP.")


# Words


def long_day(day: date | None) -> str:
    """`ngày 02 tháng 9 năm 2025`; dots where it is not known."""
    if day is None:
        return "ngày …… tháng …… năm ……"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def short(day: date | None) -> str:
    """`30/6/2020`; dots where it is not known."""
    return document_day(day) if day else filled("")


def when(at: datetime) -> str:
    """`8 giờ 00, thứ Ba, ngày 30/6/2020`."""
    return f"{o_clock(at)}, {weekday(local_day(at))}, ngày {short(local_day(at))}"


def o_clock(at: datetime | None) -> str:
    """`8 giờ 00`; dots where it is not known."""
    if at is None:
        return filled("")
    local = local_time(at).time()
    return f"{local.hour} giờ {local.minute:02}" if local.minute == 0 else hour(local)


def person(name: str, title: str) -> str:
    """`Nguyễn Văn Mẫu, Chủ tịch UBND phường`."""
    return f"{filled(name)}, {title}" if title else filled(name)


def modes(card: ConferenceCard) -> str:
    return filled(", ".join(MODES[mode] for mode in card.modes))


def dotted(text: str) -> str:
    """A sentence that ends, once."""
    bare = filled(text.strip())
    return bare if bare.endswith((".", "!", "?", "…")) else f"{bare}."


def bare(text: str) -> str:
    """Without its full stop: for the middle of a sentence."""
    return filled(text.strip().rstrip(".;"))
