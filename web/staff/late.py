"""Why a matter is late: who has held it since when, which step took too long, what was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dialogue.core.clock import local_day
from dialogue.core.i18n import short_day
from dialogue.core.workdays import Calendar
from dialogue.matters.queries.history import Event, events
from dialogue.matters.queries.queue import QueueItem
from dialogue.matters.rules import HEADS
from dialogue.matters.states import MatterState, Step
from dialogue.ward import queries as wards
from dialogue.ward.cards import StaffCard
from dialogue.ward.states import Role
from web.i18n import gettext_lazy as _
from web.staff.clocks import WAITS
from web.staff.queue import PATH as MATTERS
from web.words import Words

SILENT = (Step.SAVE_DRAFT, Step.OVERDUE, Step.NOTE, Step.MOVE_DUE_DATE)  # hand nothing on
HELD = _("%(who)s giữ việc này từ ngày %(day)s (%(num)s ngày làm việc): chờ %(waits)s")
STEP_LATE = _("bước %(step)s chậm %(num)s ngày làm việc")
ONGOING = _("bước %(step)s chưa xong, đã chậm %(num)s ngày làm việc")
SAID: Words = {  # what people wrote about the time it took
    Step.EXTEND: _("Đã lùi hạn một lần: “%(reason)s”"),
    Step.PROPOSE_EXTENSION: _("%(who)s xin lùi hạn: “%(reason)s”"),
    Step.MOVE: _("%(who)s chuyển đơn vị: “%(reason)s”"),
    Step.HAND_BACK: _("%(who)s trả lại vì không đúng đơn vị: “%(reason)s”"),
    Step.RETURN: _("%(who)s trả về để sửa: “%(reason)s”"),
    Step.ASK_BACK: _("%(who)s hỏi thêm người hỏi: “%(reason)s”"),
}
NOTHING_SAID = _("Chưa ai ghi lý do chậm.")
NOBODY = _("Chưa ai")
SEPARATE = _("Nội dung cần xử lý riêng")
ANSWER, HAND_OVER = _("hạn trả lời người dân"), _("hạn ghi bàn giao")


@dataclass(frozen=True, slots=True)
class LateLine:
    """days: working days past the date of `what`, below zero.

    held: who has it since when. steps: what took longer than its rule. said: what was written of
    the time it took, the newest last.
    """

    title: str
    href: str
    unit: str
    what: str
    due: date | None
    days: int
    held: str
    steps: str
    said: list[str]


async def late_line(ward: int, item: QueueItem, today: date) -> LateLine:
    calendar = await wards.calendar(ward)
    history = await events(ward, item.id)
    units = {card.id: card.name for card in await wards.units(ward, True)}
    return LateLine(
        title=item.words or str(SEPARATE),
        href=f"{MATTERS}/{item.id}",
        unit=units.get(item.unit or 0, ""),
        what=str(HAND_OVER if item.state is MatterState.SEALED else ANSWER),
        due=item.publish_due,
        days=days_late(calendar, item, today),
        held=_held(await holder(ward, item), item, history, calendar, today),
        steps=_steps(item, history, calendar, today),
        said=_said(history),
    )


def days_late(calendar: Calendar, item: QueueItem, today: date) -> int:
    return calendar.left(item.publish_due or today, today)


async def holder(ward: int, item: QueueItem) -> str:
    """Who is to take the next step, by name; several are joined."""
    people = await wards.staff_list(ward)
    holds = HOLDERS.get(item.state)
    return ", ".join(card.name for card in people if card.active and holds and holds(item, card))


def _has(*roles: Role) -> Callable[[QueueItem, StaffCard], bool]:
    return lambda item, card: bool(set(roles) & set(card.roles))


def _heads(item: QueueItem, card: StaffCard) -> bool:
    return card.unit == item.unit and bool(set(HEADS) & set(card.roles))


HOLDERS: dict[MatterState, Callable[[QueueItem, StaffCard], bool]] = {
    MatterState.RECEIVED: _has(Role.REGISTER_KEEPER),
    MatterState.ASSIGNED: _heads,
    MatterState.DRAFTING: lambda item, card: card.id == item.officer,
    MatterState.CHECKING: _heads,
    MatterState.APPROVING: lambda item, card: card.id == item.leader,
    MatterState.REOPENED: _has(Role.CHAIRMAN),
    MatterState.SEALED: _has(Role.CHAIRMAN, Role.SEALED_READER),
}


def _held(
    who: str, item: QueueItem, history: tuple[Event, ...], calendar: Calendar, today: date
) -> str:
    last = next(event for event in reversed(history) if event.step not in SILENT)
    since = local_day(last.at)
    return str(HELD) % {
        "who": who or NOBODY,
        "day": short_day(since),
        "num": max(0, calendar.between(since, today)),
        "waits": WAITS[item.state],
    }


def _steps(item: QueueItem, history: tuple[Event, ...], calendar: Calendar, today: date) -> str:
    """Of the first answer; a second one has a single date, as has a hand-over."""
    if item.round > 1 or item.state is MatterState.SEALED:
        return ""
    dues = (item.triage_due, item.draft_due, item.publish_due)
    told = [
        _step(WAITS[states[0]], due, _end(history, ends, item.state in states, today), calendar)
        for due, (states, ends) in zip(dues, STAGES, strict=True)
    ]
    return "; ".join(filter(None, told))


STAGES: tuple[tuple[tuple[MatterState, ...], Step], ...] = (  # where it lies, and what ends it
    ((MatterState.RECEIVED, MatterState.WAITING_FOR_ASKER), Step.ASSIGN),
    ((MatterState.DRAFTING, MatterState.ASSIGNED), Step.SEND_FOR_CHECK),
    ((MatterState.APPROVING, MatterState.CHECKING), Step.APPROVE),
)
End = tuple[date, bool]  # the day, and whether the step goes on


def _end(history: tuple[Event, ...], ends: Step, going_on: bool, today: date) -> End | None:
    """None for what has not begun."""
    if going_on:
        return today, True
    done = next((local_day(each.at) for each in reversed(history) if each.step is ends), None)
    return None if done is None else (done, False)


def _step(step: object, due: date | None, end: End | None, calendar: Calendar) -> str:
    if due is None or end is None or end[0] <= due:
        return ""
    text = ONGOING if end[1] else STEP_LATE
    return str(text) % {"step": step, "num": -calendar.left(due, end[0])}


def _said(history: tuple[Event, ...]) -> list[str]:
    found = [
        str(SAID[event.step]) % {"who": event.staff_name, "reason": reason}
        for event in history
        if event.step in SAID and (reason := event.reason or event.public_note)
    ]
    return found or [str(NOTHING_SAID)]
