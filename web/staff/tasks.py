"""Promises (việc đã hứa): the list, overdue first, and the page of one with its steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core import clock
from dialogue.core.clock import local_time
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.i18n import moment, weekday_day
from dialogue.matters.actions import tasks
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.tasks import (
    READERS,
    PromiseState,
    TaskCard,
    TaskLine,
    TaskPage,
    task,
    task_list,
)
from dialogue.matters.rights import may_judge, may_move_date, may_stop, may_work_on
from dialogue.matters.rules import may_see
from dialogue.matters.states import TaskState
from dialogue.ward.rules import Actor
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.paging import AFTER, after
from web.render import staff_page
from web.shapes import Event, RailItem
from web.staff.done import done_text
from web.staff.places import names, typed_texts
from web.staff.steps import WORDS
from web.words import task_look

PATH = "/quan-tri/viec"
SIZE = 30  # lines a page
MEANWHILE = _(
    "Bước vừa rồi chưa được ghi, vì việc này đã có dòng mới: %(what)s, %(when)s. "
    "Trang dưới đây là bản mới nhất."
)
FIXED = _("Hạn chưa được đổi: ngày hẹn đã qua, hoặc đã đổi đủ %(most)s lần.")
LISTS = {
    PromiseState.OPEN: _("Đang làm"),
    PromiseState.LATE: _("Quá hạn"),
    PromiseState.DONE_CLAIMED: _("Chờ xác nhận"),
    PromiseState.DONE: _("Đã xong"),
    PromiseState.STOPPED: _("Đã dừng"),
}
SOURCES = {
    "answer": _("Câu trả lời"),
    "conclusion": _("Kết luận hội nghị"),
    "coffee": _("Cà phê sáng"),
    "huddle": _("Hội ý"),
    "review": _("Sơ kết"),
}
SENTENCES = {
    "open": _("Mở việc"),
    "progress": _("Báo tiến độ"),
    "move-date": _("Đổi hạn từ %(old)s sang %(new)s"),
    "claim-done": _("Đơn vị báo đã xong"),
    "confirm": _("Xác nhận đã xong: %(by)s"),
    "dispute": _("Có ý kiến chưa xong: %(by)s"),
    "stop": _("Dừng việc"),
}
BY = {
    "asker": _("người hỏi"),
    "group": _("tổ trưởng"),
    "inspection": _("Ban Thanh tra nhân dân"),
    "silence": _("không ai có ý kiến trong 10 ngày làm việc"),
    "staff": _("cán bộ"),
}
Text = Annotated[str, Field(max_length=tasks.LONGEST)]


class ProgressForm(BaseModel):
    progress_text: Text


class DateForm(BaseModel):
    date_due: Day
    date_reason: Text


class ClaimForm(BaseModel):
    claim_proof: Text


class StopForm(BaseModel):
    stop_reason: Text
    stop_went_to: Annotated[str, Field(max_length=200)] = ""


class JudgeForm(BaseModel):
    judge_kept: Literal["0", "1"]
    judge_reason: Text = ""


@dataclass(frozen=True, slots=True)
class TaskStep:
    """allowed: may this person take it now? act: does it, and gives the toast's key."""

    key: str
    path: str
    model: type[BaseModel]
    allowed: Callable[[Actor, TaskCard], bool]
    act: Callable[[Actor, int, Any], Awaitable[str]]


async def _progress(actor: Actor, number: int, data: ProgressForm) -> str:
    await tasks.report_progress(actor, number, data.progress_text)
    return "tien-do"


async def _date(actor: Actor, number: int, data: DateForm) -> str:
    await tasks.ask_new_date(actor, number, data.date_due, data.date_reason)
    return "ngay-moi"


async def _claim(actor: Actor, number: int, data: ClaimForm) -> str:
    await tasks.claim_done(actor, number, data.claim_proof)
    return "bao-xong"


async def _stop(actor: Actor, number: int, data: StopForm) -> str:
    await tasks.stop(actor, number, data.stop_reason, data.stop_went_to)
    return "dung-viec"


async def _judge(actor: Actor, number: int, data: JudgeForm) -> str:
    kept = data.judge_kept == "1"
    await tasks.judge_as_inspector(actor, number, kept=kept, reason=data.judge_reason)
    return "xac-nhan" if kept else "chua-xong"


def _works(actor: Actor, card: TaskCard) -> bool:
    return card.state is TaskState.OPEN and may_work_on(actor, card.unit, card.officer)


def _moves(actor: Actor, card: TaskCard) -> bool:
    left = card.moved < tasks.MOST_MOVES and not card.late
    return card.state is TaskState.OPEN and left and may_move_date(actor, card.unit)


def _stops(actor: Actor, card: TaskCard) -> bool:
    return card.state is TaskState.OPEN and may_stop(actor)


def _judges(actor: Actor, card: TaskCard) -> bool:
    return card.state is TaskState.DONE_CLAIMED and may_judge(actor)


STEPS = (
    TaskStep("progress", "tien-do", ProgressForm, _works, _progress),
    TaskStep("claim", "bao-xong", ClaimForm, _works, _claim),
    TaskStep("date", "ngay-moi", DateForm, _moves, _date),
    TaskStep("stop", "dung", StopForm, _stops, _stop),
    TaskStep("judge", "xac-nhan", JudgeForm, _judges, _judge),
)
BY_PATH = {step.path: step for step in STEPS}


@get("/viec", opt=staff(*READERS))
async def show_tasks(request: Request[Actor, Any, Any]) -> Template:
    """?xem=late, ?cua_toi=1."""
    wanted = request.query_params.get("xem", "")
    state = PromiseState(wanted) if wanted in list(PromiseState) else PromiseState.OPEN
    mine = request.query_params.get("cua_toi") == "1"
    try:
        found = await task_list(request.user, state, mine=mine, after=after(request), limit=SIZE)
    except Invalid:  # a cursor of nobody's making: the first page
        found = await task_list(request.user, state, mine=mine, limit=SIZE)
    return await staff_page(
        request,
        "staff/tasks.html",
        page="tasks",
        cards=found.cards,
        looks={card.id: task_look(card.state, card.late) for card in found.cards},
        next=_address(state, mine, found.after) if found.after else "",
        first=_address(state, mine) if after(request) else "",
        tabs=[(text, _address(each, mine), each is state) for each, text in LISTS.items()],
        other=_address(state, not mine),
        mine=mine,
        names=await names(request.user.ward),
        sources=SOURCES,
        done=done_text(request),
    )


def _address(state: PromiseState, mine: bool, cursor: str = "") -> str:
    asked = {"xem": state.value, "cua_toi": "1" if mine else "", AFTER: cursor}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


@get("/viec/{number:int}", opt=staff(*READERS))
async def show_task(request: Request[Actor, Any, Any], number: FromPath[int]) -> Template:
    return await _page(request, await task(request.user, number))


@post("/viec/{number:int}/{path:str}", opt=staff(*READERS))
async def take_task_step(
    request: Request[Actor, Any, Any], number: FromPath[int], path: FromPath[str]
) -> Template | Redirect:
    step = BY_PATH.get(path)
    if step is None:
        raise NotFound(f"no step {path}")
    form = await read_form(request, step.model)
    page = await task(request.user, number)
    if form.data is None:
        return await _page(request, page, 422, (step, form))
    try:
        done = await step.act(request.user, number, form.data)
    except Invalid as error:
        named = {f"{step.key}_{name}": key for name, key in error.errors.items()}
        refused = form.refuse_all(Invalid(str(error), **named), WORDS)
        return await _page(request, page, 422, (step, refused))
    except Conflict:
        fresh = await task(request.user, number)
        return await _page(request, fresh, 409, (step, form), _why_not(step, fresh))
    return Redirect(f"{PATH}/{number}?xong={done}", status_code=303)


def _why_not(step: TaskStep, fresh: TaskPage) -> str:
    """Of a step that came too late: what came before it, or that dates stand in the end."""
    if step.key == "date" and fresh.card.state is TaskState.OPEN:
        return str(FIXED) % {"most": tasks.MOST_MOVES}
    last = _told(fresh.lines[-1])
    return str(MEANWHILE) % {"what": last.title, "when": last.when}


async def _page(
    request: Request[Actor, Any, Any],
    page: TaskPage,
    status: int = 200,
    typed: tuple[TaskStep, Form[Any]] | None = None,
    what: str = "",
) -> Template:
    """what: why the last act was not done."""
    forms: dict[str, Form[Any]] = {step.key: form_of({}) for step in STEPS}
    if typed is not None:
        forms[typed[0].key] = typed[1]
    card = page.card
    return await staff_page(
        request,
        "staff/task.html",
        status=status,
        page="tasks",
        task=card,
        look=task_look(card.state, card.late),
        lines=[_told(line) for line in page.lines],
        steps=[step.key for step in STEPS if step.allowed(request.user, card)],
        forms=forms,
        opened=typed[0].key if typed else "",
        wrong=typed[1] if typed else form_of({}),
        what=what,
        kept=typed_texts(typed[0].model, typed[1]) if what and typed else [],
        matter=await _matter(request.user, card),
        names=await names(request.user.ward),
        sources=SOURCES,
        by=str(BY.get(card.confirmed_by, "")),
        today=clock.local_day(clock.now()),
        done="" if typed else done_text(request),
    )


async def _matter(actor: Actor, card: TaskCard) -> int | None:
    """The matter whose answer promised it, when this person may see it."""
    if card.matter is None:
        return None
    return card.matter if may_see(actor, await facts(actor.ward, card.matter)) else None


def _told(line: TaskLine) -> Event:
    days = {name: line.data[name] for name in DAYS if name in line.data}
    known_days = {name: weekday_day(date.fromisoformat(day)) for name, day in days.items()}
    said = known_days | {"by": str(BY.get(str(line.data.get("by", "")), ""))}
    gone = str(line.data.get("went_to", ""))
    return Event(
        title=str(SENTENCES[line.step]) % said,
        at=local_time(line.at).isoformat(timespec="minutes"),
        when=moment(line.at),
        state="late" if line.step in {"dispute", "stop"} else "done",
        note=" · ".join(filter(None, (line.text, gone))),
    )


DAYS = ("old", "new")
handlers = [show_tasks, show_task, take_task_step]
rail = [RailItem("tasks", PATH, "flag", _("Việc đã hứa"), str(staff(*READERS)["who"]), position=30)]
