"""The two dates of a matter in words: what waits now, and when the asker is to have an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dialogue.core import clock
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.due import DueState
from dialogue.matters.states import MatterState
from web.i18n import gettext_lazy as _
from web.words import Words

WAITS: Words = {  # for what
    MatterState.RECEIVED: _("phân loại"),
    MatterState.WAITING_FOR_ASKER: _("người hỏi nói thêm, hạn tạm dừng"),
    MatterState.ASSIGNED: _("giao người soạn"),
    MatterState.DRAFTING: _("soạn trả lời"),
    MatterState.CHECKING: _("trưởng đơn vị xem"),
    MatterState.APPROVING: _("lãnh đạo duyệt"),
    MatterState.REOPENED: _("trả lời lại"),
    MatterState.SEALED: _("ghi bàn giao"),
}


class Timed(Protocol):
    """A matter, or a line about it."""

    @property
    def state(self) -> MatterState: ...
    @property
    def due(self) -> date | None: ...
    @property
    def publish_due(self) -> date | None: ...
    @property
    def due_state(self) -> DueState: ...


@dataclass(frozen=True, slots=True)
class Clocks:
    """waits: for what it waits. days: working days left, below zero late; None without a date.

    own_step: the step has a date of its own, before the answer's. answers: False for what is handed
    over and never answered.
    """

    waits: str
    due: date | None
    days: int | None
    answer_due: date | None
    answer_days: int | None
    answers: bool = True

    @property
    def own_step(self) -> bool:
        return self.due is not None and self.due != self.answer_due


def clocks(thing: Timed, calendar: Calendar) -> Clocks | None:
    """None when nothing waits any more."""
    waits = WAITS.get(thing.state)
    if waits is None or thing.due_state is DueState.DONE:
        return None
    today = clock.local_day(clock.now())
    days = [None if day is None else calendar.left(day, today) for day in _dates(thing)]
    if thing.state is MatterState.SEALED:
        return Clocks(str(waits), thing.due, days[0], None, None, answers=False)
    return Clocks(str(waits), thing.due, days[0], thing.publish_due, days[1])


def _dates(thing: Timed) -> tuple[date | None, date | None]:
    return thing.due, thing.publish_due
