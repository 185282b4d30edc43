"""What reads of a ward give: frozen, without tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogue.ward.figures import Figures
from dialogue.ward.rules import shown_group
from dialogue.ward.states import DayKind, Role, UnitKind


@dataclass(frozen=True, slots=True)
class WardCard:
    """kind: phường, xã, đặc khu. group_word: khu phố, tổ dân phố, thôn, ấp."""

    id: int
    slug: str
    name: str
    kind: str
    province: str
    province_title: str
    group_word: str
    head_word: str
    address: str
    phone: str
    hours: str
    calendar_version: int
    is_demo: bool

    @property
    def full_name(self) -> str:
        """`Phường Thạch Bàn`."""
        return f"{self.kind[:1].upper()}{self.kind[1:]} {self.name}"


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: int
    code: str
    name: str
    name_en: str
    short: str
    other_names: tuple[str, ...]
    phone: str
    kind: UnitKind
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A residential group. origin: "Phú Mỹ cũ", tells namesakes apart."""

    id: int
    name: str
    origin: str
    head: str
    position: int
    since: date | None
    until: date | None

    @property
    def label(self) -> str:
        """`Khu phố 1 (Phú Mỹ cũ)`."""
        return shown_group(self.name, self.origin)


@dataclass(frozen=True, slots=True)
class FieldCard:
    """A field of procedures. unit, parent, children: ids. A parent's figures hold its children."""

    id: int
    code: str
    parent: int | None
    name: str
    name_en: str
    short: str
    unit: int
    icon: str
    old_names: tuple[str, ...]
    examples: str
    position: int
    active: bool
    children: tuple[int, ...]

    @property
    def family(self) -> tuple[int, ...]:
        """Its own id and its children's: what a figure of this field counts."""
        return (self.id, *self.children)


@dataclass(frozen=True, slots=True)
class TopicCard:
    """sensitive: look for names and denunciations before publishing."""

    id: int
    code: str
    name: str
    name_en: str
    short: str
    unit: int
    icon: str
    sensitive: bool
    examples: str
    position: int
    active: bool


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """limit_unit: working_day, day, hour, same_day. limit_value None: none known.

    papers, fee: empty while the ward's own list has not said. certainty: high once checked.
    """

    id: int
    code: str
    slug: str
    field: int
    official_field: str
    name: str
    name_en: str
    owner_unit: int
    limit_value: int | None
    limit_unit: str
    limit_note: str
    channels: tuple[str, ...]
    result: str
    papers: str
    fee: str
    certainty: str
    source: str
    active: bool


@dataclass(frozen=True, slots=True)
class DayCard:
    """A day unlike its weekday."""

    day: date
    kind: DayKind
    name: str
    name_en: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True)
class StaffCard:
    """An account. roles: in the order of the enum. fields: as given, without their children.

    password_from: who set the password and when, as long as its owner has not; rules.SYSTEM: the
    command line.
    """

    id: int
    login: str
    name: str
    title: str
    gender: str
    unit: int | None
    active: bool
    roles: tuple[Role, ...]
    fields: tuple[int, ...]
    password_from: int | None = None
    password_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A group head's personal link; its token is shown once and never kept."""

    id: int
    group: int
    holder: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseCard:
    """Case figures as reported. field None: all fields. entered_by None: imported."""

    id: int
    field: int | None
    since: date
    until: date
    label: str
    figures: Figures
    source: str
    entered_by: int | None
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One signed-in browser."""

    id: int
    device: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
