"""Alerts about counters: the evidence in words, and what two people decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Forbidden
from dialogue.core.text import clean
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.alerts.actions import decide
from surveys.alerts.queries import AlertCard, alert, alerts
from surveys.alerts.rules import WATCHERS, Limits, after, limits, needs_second
from surveys.alerts.states import AlertState, Kind, Step
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import Look, RailItem
from web.staff.parts import finished, onward

PATH = "/quan-tri/canh-bao"
WHO = staff(*WATCHERS)
Badge = tuple[object, str, str]  # words, tint, icon
KIND: Mapping[Kind, Badge] = {
    Kind.RED: (_("Chuyển đỏ"), "lacquer", "warn"),
    Kind.SILENT: (_("Im lặng"), "turmeric", "clock"),
    Kind.BURST: (_("Dồn dập"), "turmeric", "flag"),
    Kind.AFTER_BAD: (_("Bù sau lượt xấu"), "turmeric", "flag"),
    Kind.ONLY_GOOD: (_("Toàn lượt tốt nhất"), "turmeric", "flag"),
}
SENTENCES: Mapping[Kind, object] = {
    Kind.RED: _("Rõ ràng nhiều người không hài lòng hơn mức thường của phường."),
    Kind.SILENT: _("Không có lượt đánh giá nào, dù có trả hồ sơ."),
    Kind.BURST: _("%(num)s lượt tốt đến trong ít phút."),
    Kind.AFTER_BAD: _("%(num)s lượt “Rất hài lòng” đến liền ngay sau một lượt “Không hài lòng”."),
    Kind.ONLY_GOOD: _("%(num)s lượt, tất cả đều “Rất hài lòng”."),
}
METHOD: Mapping[Kind, object] = {
    Kind.RED: _(
        "So từng khối đánh giá của quầy với mức thường của cả phường trước đó. Khi không có gì "
        "thay đổi, trung bình %(red)s khối mới báo nhầm một lần."
    ),
    Kind.SILENT: _("Từ %(silent)s ngày làm việc liền không có lượt nào thì báo, mỗi lần một."),
    Kind.BURST: _("Từ %(burst)s lượt tốt ở một quầy trong %(minutes)s phút thì đánh dấu."),
    Kind.AFTER_BAD: _("Từ %(run)s lượt liền nhau trong %(minutes)s phút thì đánh dấu."),
    Kind.ONLY_GOOD: _(
        "Đánh dấu khi một nửa ngày như vậy, tính theo chính quầy này 90 ngày trước, ít gặp hơn một "
        "lần trong %(good)s nửa ngày."
    ),
}
INNOCENT: Mapping[Kind, object] = {
    Kind.RED: _("Có thể do đông người, máy hỏng, thiếu người, thủ tục mới."),
    Kind.SILENT: _("Có thể mã QR bị che, rách, đổi chỗ, hoặc quầy đóng."),
    Kind.BURST: _("Có thể là một đoàn đông cùng xong việc một lúc."),
    Kind.AFTER_BAD: _("Có thể chỉ là ngẫu nhiên."),
    Kind.ONLY_GOOD: _("Có thể là một buổi thật sự tốt."),
}
STATE: Mapping[AlertState, Badge] = {
    AlertState.OPEN: (_("Chưa xem xét"), "turmeric", "clock"),
    AlertState.EXPLAINED: (_("Đã giải thích, vẫn tính"), "jade", "ok"),
    AlertState.PROPOSED: (_("Chờ người thứ hai"), "indigo", "users"),
    AlertState.LEFT_OUT: (_("Để riêng"), "", "flag"),
}
STEP: Mapping[Step, tuple[object, object]] = {  # button, what it does
    Step.EXPLAIN: (_("Ghi giải thích"), _("Các lượt vẫn tính như cũ.")),
    Step.PROPOSE: (_("Đề nghị để riêng"), _("Chưa đổi số nào cho đến khi người thứ hai đồng ý.")),
    Step.AGREE: (
        _("Đồng ý để riêng"),
        _("Số liệu hiện cả hai: tất cả các lượt, và không tính những khối có lượt này."),
    ),
    Step.DECLINE: (_("Không đồng ý"), _("Các lượt vẫn tính như cũ.")),
    Step.RESTORE: (_("Tính lại"), _("Các lượt lại tính như trước.")),
}
HALF = (_("buổi sáng"), _("buổi chiều"))
DONE = {step.value: _("Đã ghi.") for step in Step}
MEANWHILE = _("Người khác vừa quyết định. Xem lại bên dưới; lý do ông bà gõ còn đây.")
SAME_PERSON = _("Người đề nghị không tự đồng ý: cần người thứ hai.")


class DecisionForm(BaseModel):
    step: Step
    version: Id
    reason: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class Line:
    card: AlertCard
    kind: Look
    state: Look
    half: object
    sentence: str


@get("/canh-bao", opt=WHO)
async def show(request: Request[Actor, Any, Any], xem: FromQuery[str] = "") -> Template:
    found = await alerts(request.user)
    waiting = (AlertState.OPEN, AlertState.PROPOSED)
    every = xem == "tat-ca"
    return await staff_page(
        request,
        "staff/alerts.html",
        lines=[_line(each) for each in found if every or each.state in waiting],
        every=every,
        done=finished(request, DONE),
    )


def _line(card: AlertCard) -> Line:
    sentence = str(SENTENCES[card.kind]) % {"num": card.n}
    half = "" if card.half is None else HALF[card.half]
    return Line(card, _look(KIND[card.kind]), _look(STATE[card.state]), half, sentence)


def _look(badge: Badge) -> Look:
    words, tone, icon = badge
    return Look(str(words), tone, icon)


@get("/canh-bao/{alert_id:str}", opt=WHO)
async def show_one(request: Request[Actor, Any, Any], alert_id: FromPath[str]) -> Template:
    card = await alert(request.user, alert_id)
    return await _one(request, card, form_of({"version": card.version, "reason": ""}))


async def _one(
    request: Request[Actor, Any, Any],
    card: AlertCard,
    form: Form[Any],
    problem: object = "",
    status: int = 200,
) -> Template:
    actor = request.user
    bounds = limits(await wards.rules(actor.ward), local_day(now()))
    people = {each.id: each.name for each in await wards.staff_list(actor.ward)}
    return await staff_page(
        request,
        "staff/alert.html",
        status=status,
        line=_line(card),
        method=_method(card.kind, bounds),
        innocent=INNOCENT[card.kind],
        steps=[(step.value, *STEP[step]) for step in _steps(actor, card)],
        alone=card.state is AlertState.PROPOSED and card.staff == actor.staff,
        people=people,
        form=form,
        problem=problem,
        done=finished(request, DONE),
    )


def _method(kind: Kind, bounds: Limits | None) -> str:
    """Empty where the ward has no such rules any more."""
    if bounds is None:
        return ""
    names = ("red", "silent", "burst", "minutes", "run", "good")
    return str(METHOD[kind]) % {name: getattr(bounds, name) for name in names}


def _steps(actor: Actor, card: AlertCard) -> list[Step]:
    return [
        step
        for step in Step
        if after(card.kind, card.state, step) is not None
        and not (needs_second(step) and card.staff == actor.staff)
    ]


@post("/canh-bao/{alert_id:str}", opt=WHO)
async def answer(request: Request[Actor, Any, Any], alert_id: FromPath[str]) -> Template | Redirect:
    card = await alert(request.user, alert_id)
    form = await read_form(request, DecisionForm)
    if form.data is None:
        return await _one(request, card, form, status=422)
    step = form.data.step
    try:
        await decide(request.user, alert_id, form.data.version, step, form.data.reason)
    except Conflict:
        kept = form_of({"version": card.version, "reason": form.values["reason"]})
        return await _one(request, card, kept, MEANWHILE, 409)
    except Forbidden:
        return await _one(request, card, form, SAME_PERSON, 403)
    return onward(f"{PATH}/{alert_id}", step.value)


handlers = [show, show_one, answer]
rail = [RailItem("alerts", PATH, "warn", _("Cảnh báo"), WHO["who"], 57)]
