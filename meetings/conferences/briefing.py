"""The briefing book of who takes the chair, as data: what stands in it, not how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.matters.states import TaskState
from dialogue.ward.figures import Figures
from meetings.conferences.legal import LegalCheck
from meetings.conferences.queries.ahead import AheadCard
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.record import Pledge


@dataclass(frozen=True, slots=True)
class LastTime:
    """The conference before, with what it promised, as it stands today. Never typed."""

    card: ConferenceCard
    promised: tuple[Pledge, ...]

    @property
    def done(self) -> int:
        return sum(each.task.state is TaskState.DONE for each in self.promised)

    @property
    def by_lateness(self) -> list[Pledge]:
        """The latest first, those that are done last."""
        return sorted(self.promised, key=_lateness)


def _lateness(each: Pledge) -> tuple[bool, int]:
    return each.task.state is TaskState.DONE, -each.task.days_late


@dataclass(frozen=True, slots=True)
class OfGroup:
    """Matters of a residential group that are open, and those of them that are late."""

    name: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Similar:
    """An answer given before. number: of its page on the board."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question sent ahead, with the answer as it is drafted. draft: empty: nobody has yet."""

    question: AheadCard
    field_name: str
    unit_name: str
    askers: tuple[str, ...]
    draft: str
    similar: tuple[Similar, ...]


@dataclass(frozen=True, slots=True)
class Seats:
    """Who sits in the hall. coming: names of those who said that they come."""

    invited: int
    coming: tuple[str, ...]
    silent: int
    seats: int
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contentment:
    """Of a field, from ratings, in percent. before: of the period before; None: too few."""

    name: str
    n: int
    percent: float | None
    low: float | None
    high: float | None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """turns: groups and organisations that come, in the order in which they should speak.

    wrong: sums of the case figures that do not add up, in words. contentment: passed in by who may
    read ratings; None: not for this reader. apart: questions ahead whose words this reader may not
    see.
    """

    card: ConferenceCard
    made_on: date
    last: LastTime | None
    cases: Figures | None
    groups: tuple[OfGroup, ...]
    prepared: tuple[Prepared, ...]
    apart: int
    seats: Seats
    turns: tuple[str, ...]
    legal: LegalCheck
    wrong: tuple[str, ...] = ()
    contentment: tuple[Contentment, ...] | None = None
