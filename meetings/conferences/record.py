"""What a conference leaves on record, as documents and the page of its result are made of it.

Pure: meetings.conferences.queries.records reads it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogue.matters.states import MatterState, TaskState
from dialogue.ward.cards import WardCard
from dialogue.ward.states import Qualifier
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import (
    AgendaKind,
    OpinionSource,
    OpinionState,
    Outcome,
    Posting,
)

IN_PUBLIC = frozenset(OpinionState) - {OpinionState.WAITING, OpinionState.NOT_SHOWN}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    starts_at: datetime
    minutes: int
    kind: AgendaKind
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Promised:
    """The task that a conclusion became, or an opinion in the hall. number: of its public page."""

    id: int
    public_id: str
    number: int | None
    state: TaskState
    due: date
    first_due: date
    done_on: date | None
    confirmed_by: str
    days_late: int
    disputed: bool
    last_words: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One opinion with what became of it. Names of fields, units and groups as people read them.

    asker: the name that was given; staff's copy alone. matter: its entry in the register.
    written, title: of the answer published there; answer_number: of its page. matter_state: None
    without a matter. withheld: sealed, accusing, or set apart once: its words stand in no document.
    private: answered to the asker alone. askers: with those merged into it. promise: the task that
    the hall opened at once.
    """

    id: int
    number: int | None
    source: OpinionSource
    state: OpinionState
    lead: int | None
    matter: int | None
    task: int | None
    group: int | None
    group_name: str
    organisation: str
    asker: str
    field: int | None
    field_name: str
    unit: int | None
    unit_name: str
    words: str
    answer: str
    answered_by: str
    outcome: Outcome | None
    due: date | None
    receiver: str
    reason: str
    slip: str
    at: datetime
    settled_at: datetime | None
    askers: int = 1
    matter_state: MatterState | None = None
    answer_number: int | None = None
    title: str = ""
    written: str = ""
    written_at: datetime | None = None
    verdict: str = ""
    promise: Promised | None = None
    withheld: bool = False
    private: bool = False

    @property
    def code(self) -> str:
        """`3`; its slip, or where it was sent ahead, for one that got no number in the hall."""
        return str(self.number) if self.number else self.slip or f"GT{self.id}"

    @property
    def open_to_all(self) -> bool:
        return self.state in IN_PUBLIC and not self.withheld and not self.private

    @property
    def said(self) -> str:
        """The answer's words: those published, else those of the hall."""
        return self.written or self.answer


@dataclass(frozen=True, slots=True)
class Concluded:
    """opinions: ids of those it settles."""

    id: int
    public_id: str
    position: int
    text: str
    unit: int | None
    unit_name: str
    staff: int | None
    staff_name: str
    together: str
    due: date | None
    product: str
    field: int | None
    field_name: str
    beyond: bool
    receiver: str
    why_no_task: str
    version: int
    opinions: tuple[int, ...] = ()
    task: Promised | None = None

    @property
    def is_task(self) -> bool:
        return not self.beyond and not self.why_no_task


@dataclass(frozen=True, slots=True)
class Pledge:
    """What a conference promised: by a conclusion, or at once in the hall."""

    text: str
    unit_name: str
    task: Promised


@dataclass(frozen=True, slots=True)
class PhotoCard:
    public_id: str
    position: int
    alt: str
    media_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class Posted:
    """Of the result."""

    kind: Posting
    place: str
    posted_on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class Came:
    """Attendances (lượt). by_group: label → how many; "": of none. Words: how a sum is
    told; None: it is exact."""

    total: int = 0
    online: int = 0
    by_group: dict[str, int] = field(default_factory=dict)
    total_word: Qualifier | None = None
    online_word: Qualifier | None = None


@dataclass(frozen=True, slots=True)
class Guests:
    """Who was there of those invited: how many residential groups, and the others by name.

    A paper sheet that tells no names leaves all in who did not decline."""

    groups: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    ward: WardCard
    card: ConferenceCard
    agenda: tuple[AgendaLine, ...]
    heard: tuple[Heard, ...]
    conclusions: tuple[Concluded, ...]
    photos: tuple[PhotoCard, ...]
    posted: tuple[Posted, ...]
    came: Came
    guests: Guests

    @property
    def leads(self) -> tuple[Heard, ...]:
        """Each opinion once: those merged into another stand with it."""
        return tuple(each for each in self.heard if each.lead is None)

    @property
    def in_hall(self) -> tuple[Heard, ...]:
        """What was dealt with at the conference, in the order of its numbers."""
        told = [
            each
            for each in self.leads
            if each.outcome or (each.source is not OpinionSource.AHEAD and each.state in IN_PUBLIC)
        ]
        return tuple(sorted(told, key=lambda each: (each.number or 10**6, each.at, each.id)))

    @property
    def outcomes(self) -> Counter[Outcome]:
        return Counter(each.outcome for each in self.in_hall if each.outcome)

    @property
    def tasks(self) -> tuple[Concluded, ...]:
        return tuple(each for each in self.conclusions if each.is_task)

    @property
    def pledges(self) -> tuple[Pledge, ...]:
        """Of the conclusions first, in their order. Of what is set apart nothing is told."""
        concluded = [Pledge(it.text, it.unit_name, it.task) for it in self.conclusions if it.task]
        at_once = [
            Pledge(it.words, it.unit_name, it.promise)
            for it in self.in_hall
            if it.promise and not it.withheld
        ]
        return (*concluded, *at_once)

    @property
    def by_field(self) -> Counter[str]:
        return Counter(each.field_name for each in self.in_hall if each.field_name)
