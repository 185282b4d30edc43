"""How matters ended in a period: every outcome by its name, with its numbers, for a report too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.response import Template
from pydantic import BaseModel

from dialogue.core.clock import local_day, now
from dialogue.core.i18n import number
from dialogue.matters.queries.outcomes import OPEN, TO_JUDGE, Outcomes, Tally, outcomes
from dialogue.matters.states import Outcome, Redirection, Rejection
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.batches import csv_file
from web.days import Day
from web.forms import Form, form_of, read_query
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.words import Words

PATH = "/quan-tri/ket-qua"
WHO = staff(Role.CHAIRMAN, Role.DEPUTY, Role.REGISTER_KEEPER, Role.CLERK, Role.INSPECTOR)
NAMES: Words = {  # in the order of a report
    OPEN: _("Chưa có trả lời"),
    TO_JUDGE: _("Đã trả lời, người hỏi chưa có ý kiến"),
    Outcome.SATISFIED: _("Người hỏi: đã rõ"),
    Outcome.PARTLY: _("Người hỏi: rõ một phần"),
    Outcome.NOT_SATISFIED: _("Người hỏi: chưa hài lòng"),
    Outcome.SILENT: _("Hết hạn, người hỏi không có ý kiến"),
    Outcome.FINAL: _("Chủ tịch kết thúc, mời trao đổi trực tiếp"),
    Outcome.NOT_OURS: _("Chuyển cơ quan khác"),
    Outcome.NOT_ACCEPTED: _("Không xử lý"),
    Outcome.RETRACTED: _("Người hỏi rút lại"),
    Outcome.TAKEN_DOWN: _("Đã gỡ khỏi bảng công khai"),
}
WHY: Words = {
    Redirection.NOT_OURS: _("Chuyển: không thuộc thẩm quyền"),
    Redirection.COMPLAINT: _("Chuyển: khiếu nại"),
    Redirection.SERVICE: _("Chuyển: việc của đơn vị cung cấp dịch vụ"),
    Rejection.REPEATED: _("Không xử lý: trùng của cùng người"),
    Rejection.EMPTY: _("Không xử lý: không có nội dung"),
    Rejection.INSULT: _("Không xử lý: xúc phạm"),
    Rejection.ADVERT: _("Không xử lý: quảng cáo"),
    Rejection.UNLAWFUL: _("Không xử lý: vi phạm pháp luật"),
}
HEADS = (_("Kết quả"), _("Số vấn đề"), _("Số người hỏi"))
TOTAL = _("Cộng")


class PeriodForm(BaseModel):
    since: Day | None = None
    until: Day | None = None


@get("/ket-qua", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    """?since=…&until=…: this year where nothing is asked; the days in either order."""
    form = read_query(request, PeriodForm)
    since, until = _period(form)
    found = await outcomes(request.user.ward, since, until)
    shown = {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"}
    return await staff_page(
        request,
        "staff/outcomes.html",
        page="outcomes",
        form=form if form.errors else form_of(shown),
        found=found,
        rows=[(name, number(one.matters), number(one.askers)) for name, one in _tallies(found)],
        why=[(name, number(n)) for name, n in _reasons(found)],
        heads=[(str(HEADS[0]), ""), *((str(head), "number") for head in HEADS[1:])],
        file=f"{PATH}/so-lieu.csv?since={shown['since']}&until={shown['until']}",
    )


@get("/ket-qua/so-lieu.csv", opt=WHO)
async def file(request: Request[Actor, Any, Any]) -> Response[bytes]:
    since, until = _period(read_query(request, PeriodForm))
    found = await outcomes(request.user.ward, since, until)
    rows: list[Sequence[object]] = [(n, one.matters, one.askers) for n, one in _tallies(found)]
    rows += [(name, n) for name, n in _reasons(found)]
    return csv_file(f"ket-qua-{since}-{until}.csv", [str(head) for head in HEADS], rows)


def _period(form: Form[PeriodForm]) -> tuple[date, date]:
    asked, today = form.data or PeriodForm(), local_day(now())
    since, until = asked.since or date(today.year, 1, 1), asked.until or today
    return min(since, until), max(since, until)


def _tallies(found: Outcomes) -> list[tuple[str, Tally]]:
    told = [(str(NAMES[key]), found.tallies.get(str(key), Tally())) for key in NAMES]
    return [*told, (str(TOTAL), found.total)]


def _reasons(found: Outcomes) -> list[tuple[str, int]]:
    return [
        (str(words), found.why[str(key)]) for key, words in WHY.items() if str(key) in found.why
    ]


handlers = [show, file]
rail = [RailItem("outcomes", PATH, "bars", _("Kết quả"), str(WHO["who"]), position=42)]
