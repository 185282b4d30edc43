"""Promises (việc đã hứa): the list, overdue first, and the page of one with its steps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core import clock
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.matters.actions.notices import mark_seen
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.proofs import read_photo
from dialogue.matters.queries.tasks import (
    READERS,
    PromiseState,
    Scope,
    TaskCard,
    TaskLine,
    TaskPage,
    move_limit,
    task,
    task_list,
)
from dialogue.matters.rights import WORKERS, may_move_task
from dialogue.matters.rules import may_see
from dialogue.matters.states import OriginKind, TaskState, TaskStep
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.rules import may_read_figures
from web.access import staff
from web.effects import promise_effect
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.pages.files import sent
from web.paging import AFTER, after
from web.render import NO_STORE, staff_page
from web.shapes import RailItem
from web.staff.done import done_text
from web.staff.places import Pairs, names, typed_texts, units
from web.staff.task_steps import BY, BY_PATH, STEPS, StepForm, refused, told
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
    PromiseState.DISPUTED: _("Có ý kiến chưa xong"),
    PromiseState.DONE_CLAIMED: _("Chờ xác nhận"),
    PromiseState.DONE: _("Đã xong"),
    PromiseState.STOPPED: _("Đã dừng"),
}
SCOPES = {
    Scope.ALL: _("Cả phường"),
    Scope.UNIT: _("Đơn vị tôi"),
    Scope.MINE: _("Việc của tôi"),
}
ORIGINS = {
    OriginKind.ANSWER: _("Câu trả lời"),
    OriginKind.CONCLUSION: _("Kết luận hội nghị"),
    OriginKind.COFFEE: _("Cà phê sáng"),
    OriginKind.HUDDLE: _("Hội ý"),
    OriginKind.REVIEW: _("Sơ kết"),
}


@get("/viec", opt=staff(*READERS))
async def show_tasks(request: Request[Actor, Any, Any]) -> Template:
    """?xem=late, ?cua=mine."""
    given = request.query_params
    wanted, whose = given.get("xem", ""), given.get("cua", "")
    state = PromiseState(wanted) if wanted in list(PromiseState) else PromiseState.OPEN
    scope = Scope(whose) if whose in list(Scope) else Scope.ALL
    try:
        found = await task_list(request.user, state, scope, after=after(request), limit=SIZE)
    except Invalid:  # a cursor of nobody's making: the first page
        found = await task_list(request.user, state, scope, limit=SIZE)
    return await staff_page(
        request,
        "staff/tasks.html",
        page="tasks",
        cards=found.cards,
        looks={card.id: task_look(card.state, card.late) for card in found.cards},
        next=_address(state, scope, found.after) if found.after else "",
        first=_address(state, scope) if after(request) else "",
        tabs=[(text, _address(each, scope), each is state) for each, text in LISTS.items()],
        scopes=[(text, _address(state, each), each is scope) for each, text in SCOPES.items()],
        names=await names(request.user.ward),
        origins=ORIGINS,
        done=done_text(request),
    )


def _address(state: PromiseState, scope: Scope, cursor: str = "") -> str:
    asked = {"xem": state.value, "cua": scope.value, AFTER: cursor}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


@get("/viec/{number:int}", opt=staff(*READERS))
async def show_task(request: Request[Actor, Any, Any], number: FromPath[int]) -> Template:
    found = await task(request.user, number)
    await mark_seen(request.user, task=number)
    return await _page(request, found)


@get("/viec/{number:int}/anh/{public_id:str}", opt=staff(*READERS))
async def show_task_photo(
    request: Request[Actor, Any, Any], number: FromPath[int], public_id: FromPath[str]
) -> Response[bytes]:
    await task(request.user, number)
    reply = sent(request, await read_photo(request.user.ward, number, public_id))
    reply.headers.update(NO_STORE)
    return reply


@post("/viec/{number:int}/{path:str}", opt=staff(*READERS), request_max_body_size=UPLOAD_BODY)
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
        done = await step.act(request.user, number, form.data, form)
    except Invalid as error:
        return await _page(request, page, 422, (step, refused(step, form, error)))
    except Conflict:
        fresh = await task(request.user, number)
        what = await _why_not(request.user, step, fresh)
        return await _page(request, fresh, 409, (step, form), what)
    return Redirect(f"{PATH}/{number}?xong={done}", status_code=303)


async def _why_not(actor: Actor, step: StepForm, fresh: TaskPage) -> str:
    """Of a step that came too late: what came before it, or that dates stand in the end."""
    if step.key == "date" and fresh.card.state is TaskState.OPEN:
        return str(FIXED) % {"most": await move_limit(actor.ward)}
    last = told(fresh.lines[-1], await names(actor.ward))
    return str(MEANWHILE) % {"what": last.title, "when": last.when}


async def _page(
    request: Request[Actor, Any, Any],
    page: TaskPage,
    status: int = 200,
    typed: tuple[StepForm, Form[Any]] | None = None,
    what: str = "",
) -> Template:
    """what: why the last act was not done."""
    forms: dict[str, Form[Any]] = {step.key: form_of({}) for step in STEPS}
    if typed is not None:
        forms[typed[0].key] = typed[1]
    actor, card = request.user, page.card
    known, most = await names(actor.ward), await move_limit(actor.ward)
    return await staff_page(
        request,
        "staff/task.html",
        status=status,
        page="tasks",
        task=card,
        look=task_look(card.state, card.late),
        lines=[told(line, known) for line in page.lines],
        steps=[step.key for step in STEPS if step.allowed(actor, card, most)],
        forms=forms,
        opened=typed[0].key if typed else "",
        wrong=typed[1] if typed else form_of({}),
        what=what,
        kept=typed_texts(typed[0].model, typed[1]) if what and typed else [],
        matter=await _matter(actor, card),
        names=known,
        origins=ORIGINS,
        by=str(BY.get(card.confirmed_by, "")),
        effect=await promise_effect(actor.ward, card) if may_read_figures(actor) else None,
        asked=_asked(page.lines) if card.state is TaskState.OPEN else "",
        groups=[(each.id, each.label) for each in await wards.groups(actor.ward)],
        officers=await _officers(actor, card),
        units=await units(actor.ward) if may_move_task(actor) else [],
        most=most,
        today=clock.local_day(clock.now()),
        done="" if typed else done_text(request),
    )


def _asked(lines: list[TaskLine]) -> str:
    """Why the unit proposed to stop; empty when it did not, or has worked on since."""
    last = lines[-1]
    return last.text if last.step is TaskStep.PROPOSE_STOP else ""


async def _officers(actor: Actor, card: TaskCard) -> Pairs:
    """To whom this person may give it: within the unit, or anybody by a leader."""
    unit = None if may_move_task(actor) else card.unit
    found = await wards.holders(actor.ward, *WORKERS, unit=unit)
    return [(str(each.id), each.name) for each in found if each.id != card.officer or unit is None]


async def _matter(actor: Actor, card: TaskCard) -> int | None:
    """The matter whose answer promised it, when this person may see it."""
    if card.matter is None:
        return None
    return card.matter if may_see(actor, await facts(actor.ward, card.matter)) else None


handlers = [show_tasks, show_task, show_task_photo, take_task_step]
rail = [RailItem("tasks", PATH, "flag", _("Việc đã hứa"), str(staff(*READERS)["who"]), position=30)]
