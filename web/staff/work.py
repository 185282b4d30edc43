"""What waits for a member of staff: each thing a sentence, its due date and one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy

from dialogue.core import clock
from dialogue.core.i18n import number, short_day
from dialogue.core.workdays import Calendar
from dialogue.matters.actions.approval import ready_to_approve
from dialogue.matters.queries import tasks
from dialogue.matters.queries.drafts import DraftVersion
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.queries.waiting import MOST_WAITING, Waiting, own_work
from dialogue.matters.rights import WORKERS, may_judge
from dialogue.matters.states import Step, TaskState
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.queries.follow_ups import FollowUpItem, follow_ups
from surveys.rules import may_follow_up
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.staff.clocks import Clocks, clocks
from web.staff.follow_ups import PATH as FOLLOW_UPS
from web.staff.queue import PATH as MATTERS
from web.words import SOURCE

TASKS = "/quan-tri/viec"
MOST = 20  # shown at once; the others follow when these are done
SEPARATE = _("Nội dung cần xử lý riêng")  # in lists, for what is sealed
SOON = 7  # calendar days before its date that a promise is shown as near

Words = Mapping[str, LazyProxy]
ADDRESS = {"ông": _("ông"), "bà": _("bà"), "": _("ông bà")}
KIND: Words = {  # of the thing to do
    Step.ASSIGN: _("Phân loại"),
    Step.REJECT: _("Đề nghị không xử lý"),
    Step.HAND_OVER: _("Xử lý riêng"),
    Step.MOVE: _("Chọn đơn vị"),
    Step.GIVE: _("Giao người soạn"),
    Step.EXTEND: _("Xin lùi hạn"),
    Step.SAVE_DRAFT: _("Soạn trả lời"),
    Step.SEND_FOR_CHECK: _("Soạn trả lời"),
    Step.PASS_UP: _("Xem bản soạn"),
    Step.APPROVE: _("Duyệt trả lời"),
    Step.DECIDE: _("Trả lời lại"),
    Step.REOPEN: _("Trả lời lại"),
}
NOTE: Words = {  # where it stands; %(…)s from the last line of its history
    Step.ASSIGN: _("nhận ngày %(day)s, chờ giao đơn vị"),
    Step.REJECT: _("%(who)s đề nghị không xử lý: %(reason)s"),
    Step.HAND_OVER: _("chờ ghi việc bàn giao theo trình tự tố cáo"),
    Step.MOVE: _("các đơn vị đã hai lần trả lại: %(reason)s"),
    Step.GIVE: _("%(who)s giao đơn vị ngày %(day)s"),
    Step.EXTEND: _("%(who)s xin thêm %(days)s ngày làm việc: %(reason)s"),
    Step.SAVE_DRAFT: _("%(who)s giao ngày %(day)s"),
    Step.SEND_FOR_CHECK: _("đã có bản nháp %(version)s, chưa gửi xem"),
    Step.PASS_UP: _("%(who)s gửi bản soạn ngày %(day)s"),
    Step.APPROVE: _("%(who)s trình ngày %(day)s"),
    Step.DECIDE: _("người hỏi chưa đồng ý, đã trả lời %(rounds)s lần"),
    Step.REOPEN: _("Người hỏi chưa hài lòng, đề nghị trả lời lại: %(again)s"),
}
AGAIN = _("Trả lời lại lần %(rounds)s – người hỏi: «%(again)s»")
RETURNED = _("%(who)s trả về ngày %(day)s: %(reason)s")
BUTTON: Words = {
    Step.ASSIGN: _("Phân loại"),
    Step.REJECT: _("Xem đề nghị"),
    Step.HAND_OVER: _("Ghi bàn giao"),
    Step.MOVE: _("Chọn đơn vị"),
    Step.GIVE: _("Giao người soạn"),
    Step.EXTEND: _("Xem đề nghị"),
    Step.SAVE_DRAFT: _("Soạn trả lời"),
    Step.SEND_FOR_CHECK: _("Gửi đi xem"),
    Step.PASS_UP: _("Xem và trình"),
    Step.APPROVE: _("Đọc và duyệt"),
    Step.DECIDE: _("Ghi ý kiến cuối"),
    Step.REOPEN: _("Xem vấn đề"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. days: working days to its date, below zero late, None without a date.

    draft: one click publishes it. href: where the button leads otherwise.
    """

    matter: int
    kind: str
    title: str
    note: str
    days: int | None
    urgent: bool
    button: str
    href: str
    draft: DraftVersion | None = None
    clocks: Clocks | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A rating "không hài lòng" that waits for cause and remedy."""

    title: str
    note: str
    days: int | None
    href: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """days: working days to its date, below zero late."""

    text: str
    note: str
    days: int
    href: str


@dataclass(frozen=True, slots=True)
class Work:
    """items: up to MOST of `count`, which is counted up to MOST_WAITING + 1. uncounted: there may
    be more than `count`, though not all were looked at.

    to_confirm: for the people's inspectors.
    """

    items: list[Item]
    count: int
    follow_ups: list[FollowUp]
    promises: list[PromiseLine]
    uncounted: bool
    to_confirm: list[PromiseLine]
    today: date

    @property
    def waiting(self) -> int:
        return self.count + len(self.follow_ups) + len(self.to_confirm)

    @property
    def told(self) -> str:
        """`waiting` in words: exact, or what is known of it."""
        return self._in_words(self.waiting)

    @property
    def to_decide(self) -> str:
        """`count` in words."""
        return self._in_words(self.count)

    def _in_words(self, count: int) -> str:
        if self.count > MOST_WAITING:
            return str(_("hơn %(num)s")) % {"num": number(MOST_WAITING)}
        return str(_("ít nhất %(num)s") if self.uncounted else "%(num)s") % {"num": number(count)}

    @property
    def more(self) -> int:
        return self.count - len(self.items)

    @property
    def pressing(self) -> int:
        """Items whose date is today or over."""
        return sum(item.days is not None and item.days <= 0 for item in self.items)


async def work_of(actor: Actor) -> Work:
    calendar = await wards.calendar(actor.ward)
    today = clock.local_day(clock.now())
    work = await own_work(actor)
    found = work.found[: MOST_WAITING + 1]
    groups = {card.id: card.label for card in await wards.groups(actor.ward, True)}
    return Work(
        items=[await _item(actor, one, groups, calendar, today) for one in found[:MOST]],
        count=len(found),
        follow_ups=await _follow_ups(actor, calendar, today),
        promises=await _promises(actor, today),
        uncounted=work.more,
        to_confirm=await _to_confirm(actor, today),
        today=today,
    )


async def _item(
    actor: Actor, one: Waiting, groups: Mapping[int, str], calendar: Calendar, today: date
) -> Item:
    item = one.item
    place = groups.get(item.group or 0, "") or str(SOURCE[item.source])
    ready = one.next is Step.APPROVE
    return Item(
        matter=item.id,
        kind=str(KIND[one.next]),
        title=item.words or str(SEPARATE),
        note=f"{place} · {_note(one)}",
        days=_left(calendar, item.due, today),
        urgent=item.urgent,
        button=str(BUTTON[one.next]),
        href=f"{MATTERS}/{item.id}",
        draft=await ready_to_approve(actor, item.id) if ready else None,
        clocks=clocks(item, calendar),
    )


def _note(one: Waiting) -> str:
    writes = one.next in (Step.SAVE_DRAFT, Step.SEND_FOR_CHECK)
    text = str(RETURNED if writes and one.reason else NOTE[one.next])
    if writes and one.again:
        given = one.by_name or one.next is Step.SEND_FOR_CHECK  # else it came back by itself
        text = f"{AGAIN} · {text}" if given else str(AGAIN)
    return text % {
        "who": one.by_name or _("Hệ thống"),
        "day": short_day(clock.local_day(one.since)),
        "reason": one.reason or "–",
        "days": one.data.get("days", "–"),
        "version": one.version,
        "rounds": one.item.round,
        "again": one.again or "–",
    }


def _left(calendar: Calendar, due: date | None, today: date) -> int | None:
    return None if due is None else calendar.left(due, today)


async def _follow_ups(actor: Actor, calendar: Calendar, today: date) -> list[FollowUp]:
    if not may_follow_up(actor):
        return []
    return [
        FollowUp(
            str(_("%(counter)s có lượt “Không hài lòng” %(span)s"))
            % {"counter": each.label, "span": _span(each)},
            _reasons(each),
            _left(calendar, each.due, today),
            f"{FOLLOW_UPS}/{each.id}",
        )
        for each in await follow_ups(actor, limit=MOST)
    ]


def _span(each: FollowUpItem) -> str:
    if each.since == each.until:
        return str(_("ngày %(day)s")) % {"day": short_day(each.until)}
    days = {"since": short_day(each.since), "until": short_day(each.until)}
    return str(_("từ %(since)s đến %(until)s")) % days


def _reasons(each: FollowUpItem) -> str:
    if not each.reasons:
        return str(_("Người đánh giá không chọn lý do."))
    chosen = ", ".join(str(REASONS[code]) for code in each.reasons)
    return str(_("Lý do: %(reasons)s.")) % {"reasons": chosen}


async def _promises(actor: Actor, today: date) -> list[PromiseLine]:
    """Of the actor, and of the whole unit for whoever works there."""
    if not actor.has(*WORKERS):
        return []
    own = await tasks.open_tasks(actor, officer=actor.staff, limit=MOST)
    if actor.unit is not None:
        own += await tasks.open_tasks(actor, unit=actor.unit, limit=MOST)
    cards = {card.id: card for card in sorted(own, key=lambda card: card.due)}
    return await promise_lines(actor.ward, list(cards.values())[:MOST], today)


async def _to_confirm(actor: Actor, today: date) -> list[PromiseLine]:
    if not may_judge(actor):
        return []
    cards = await tasks.to_confirm(actor, MOST)
    return await promise_lines(actor.ward, cards, today)


async def promise_lines(ward: int, cards: Sequence[TaskCard], today: date) -> list[PromiseLine]:
    units = {card.id: card.name for card in await wards.units(ward, True)}
    people = {card.id: card.name for card in await wards.staff_list(ward)}
    calendar = await wards.calendar(ward)
    return [
        PromiseLine(
            card.text,
            " · ".join(filter(None, (people.get(card.officer or 0), units.get(card.unit)))),
            calendar.left(_due(card), today),
            f"{TASKS}/{card.id}",
        )
        for card in cards
    ]


def _due(card: TaskCard) -> date:
    claimed = card.confirm_due if card.state is TaskState.DONE_CLAIMED else None
    return claimed or card.due


async def address_of(actor: Actor) -> tuple[str, str]:
    """("ông", "Thịnh"): how the page speaks to its reader."""
    card = await wards.staff_member(actor.ward, actor.staff)
    return str(ADDRESS[card.gender]), actor.name.split()[-1]
