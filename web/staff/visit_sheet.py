"""A ward on one page for a leader who comes to visit: thirty days, what waits, what people say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from dialogue.core import clock
from dialogue.core.documents import Align, Block, Column, Document, Table, heading, paragraph
from dialogue.core.errors import Forbidden
from dialogue.core.i18n import day, decimal, number, percent
from dialogue.matters.queries.beside import PromiseCount, promises_beside
from dialogue.matters.queries.board import figures
from dialogue.matters.queries.outcomes import most_asked, outcomes
from dialogue.matters.queries.promises import PromiseFilters, promises
from dialogue.matters.queries.tasks import PromiseState
from dialogue.matters.results import Figures
from dialogue.ward import queries as wards
from dialogue.ward.cards import CaseCard, WardCard
from dialogue.ward.provinces import province_slug
from dialogue.ward.rules import Actor
from meetings.coffee.queries.figures import met_within
from meetings.conferences.queries.beside import held_beside
from surveys.results import Figure
from surveys.rules import READERS, final_day, may_read_figures
from surveys.satisfaction import counted
from web.access import staff
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.papers import drawn, sent
from web.render import staff_page
from web.staff.figure_words import said

PATH = "/quan-tri/mot-trang"
DAYS = timedelta(days=30)
MOST = 4  # lines of each list: all of it fits a page
LONGEST = 70  # letters of a promise
NONE = _("Không có.")
TOO_FEW = _("chưa đủ số lượt để tính")


@dataclass(frozen=True, slots=True)
class Late:
    """A public promise past its date. days: working ones."""

    text: str
    promised: date
    days: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """since, until: the thirty days. final: the last day whose ratings are in the figure.

    asked: fields by name and how many matters; late: the promises that are latest first.
    """

    since: date
    until: date
    final: date
    received: int
    answers: Figures
    promises: PromiseCount
    late: Sequence[Late]
    satisfaction: Figure
    asked: Sequence[tuple[str, int]]
    cases: CaseCard | None
    conferences: int
    coffees: int


async def sheet(actor: Actor) -> Sheet:
    """Raises Forbidden. Pooled figures and public promises alone: no person is in it."""
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")
    ward, until = actor.ward, clock.local_day(clock.now())
    since, final = until - DAYS + timedelta(days=1), final_day(until)
    names = {each.id: each.name for each in await wards.fields(ward, True)}
    cases = [each for each in await wards.case_figures(ward) if each.field is None]
    late = await promises(ward, PromiseFilters(PromiseState.LATE), limit=MOST)
    return Sheet(
        since,
        until,
        final,
        (await outcomes(ward, since, until)).total.matters,
        await figures(ward, since, until),
        (await promises_beside([ward]))[ward],
        [Late(each.text, each.first_due, each.days_late) for each in late.cards],
        (await counted(ward, since, final)).whole,
        [(names.get(field, ""), n) for field, n in await most_asked(ward, since, until, MOST)],
        cases[0] if cases else None,
        (await held_beside([ward], since, until)).get(ward, 0),
        (await met_within(ward, since, until))[0],
    )


@get("/mot-trang", opt=staff(*READERS))
async def show(request: Request[Actor, Any, Any]) -> Template:
    found = await sheet(request.user)
    ward = await wards.ward_by_id(request.user.ward)
    place = province_slug(ward.province)
    return await staff_page(
        request,
        "staff/visit_sheet.html",
        page="satisfaction",
        found=found,
        lines=lines(found),
        late=late_lines(found),
        asked=asked_lines(found),
        reasons=reason_lines(found),
        pdf=f"{PATH}.pdf",
        province=f"/tinh/{place}" if place else "",
    )


@get("/mot-trang.pdf", opt=staff(*READERS))
async def as_pdf(request: Request[Actor, Any, Any]) -> Response[bytes]:
    found = await sheet(request.user)
    ward = await wards.ward_by_id(request.user.ward)
    made = await drawn(document(ward, found), "pdf")
    return sent(made, f"mot-trang-{ward.slug}-{found.until:%Y%m%d}", "pdf")


# What it says: the same on the screen and on paper


def lines(found: Sheet) -> list[tuple[str, str]]:
    """Each figure with what it is of."""
    answers, told = found.answers, found.satisfaction
    days = str(_("30 ngày"))
    return [
        (str(_("Câu hỏi, phản ánh nhận được, %(days)s")) % {"days": days}, number(found.received)),
        (str(_("Đã trả lời công khai, %(days)s")) % {"days": days}, number(answers.answered)),
        (str(_("Trả lời đúng hạn, %(days)s")) % {"days": days}, _of(answers)),
        (
            str(_("Đang chờ trả lời hôm nay; trong đó quá hạn")),
            f"{number(answers.waiting)}; {number(answers.late)}",
        ),
        (
            str(_("Lời hứa đang làm hôm nay; trong đó quá ngày hứa")),
            f"{number(found.promises.open)}; {number(found.promises.late)}",
        ),
        (str(_("Người dân hài lòng tại quầy, %(days)s")) % {"days": days}, satisfied(told)),
        *_case_lines(found.cases),
        (
            str(_("Hội nghị đối thoại; buổi cà phê sáng, %(days)s")) % {"days": days},
            f"{number(found.conferences)}; {number(found.coffees)}",
        ),
    ]


def _of(answers: Figures) -> str:
    part, n = answers.in_time.part, answers.in_time.n
    return f"{percent(part, n)} ({number(part)}/{number(n)})" if n else "–"


def satisfied(told: Figure) -> str:
    if told.percent is None or told.low is None or told.high is None:
        return str(TOO_FEW)
    interval = f"{decimal(told.low)}–{decimal(told.high)}"
    return f"{decimal(told.percent)}% ({interval}), n={number(told.n)}"


def _case_lines(cases: CaseCard | None) -> Iterator[tuple[str, str]]:
    """Of the last period that the ward reported, which is seldom these thirty days."""
    if cases is not None:
        days = f"{day(cases.since)} – {day(cases.until)}"
        shown = "; ".join(said(cases.figures, name) for name in ("received", "returned", "late"))
        yield str(_("Hồ sơ nhận; trả; trả chậm, %(days)s")) % {"days": days}, shown


def late_lines(found: Sheet) -> list[tuple[str, str]]:
    return [
        (
            _cut(each.text),
            str(_("hứa ngày %(day)s, chậm %(num)s ngày làm việc"))
            % {"day": day(each.promised), "num": each.days},
        )
        for each in found.late
    ]


def _cut(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= LONGEST else f"{one[:LONGEST].rsplit(' ', 1)[0]}…"


def asked_lines(found: Sheet) -> list[tuple[str, str]]:
    return [(name, number(n)) for name, n in found.asked]


def reason_lines(found: Sheet) -> list[tuple[str, str]]:
    """Ranked; what people press beside "Không hài lòng"."""
    return [
        (str(REASONS[code]), number(times))
        for code, times in found.satisfaction.reasons[:MOST]
        if code in REASONS
    ]


def document(ward: WardCard, found: Sheet) -> Document:
    """One page of A4; the clerk gives no number to it, as it is no document of record."""
    return Document(
        issuer=("ỦY BAN NHÂN DÂN", ward.full_name.upper()),
        place=ward.name,
        year=found.until.year,
        day=found.until,
        kind="SỐ LIỆU TÓM TẮT",
        summary=f"Từ ngày {day(found.since)} đến ngày {day(found.until)}",
        blocks=tuple(_blocks(found)),
    )


def _blocks(found: Sheet) -> Iterator[Block]:
    yield _table("Số liệu", "Số", lines(found))
    for title, head, rows in (
        ("Lời hứa chậm nhất", "Chậm", late_lines(found)),
        ("Lĩnh vực được hỏi nhiều nhất", "Số vấn đề", asked_lines(found)),
        ("Lý do chưa hài lòng, nhiều nhất đứng đầu", "Số lần", reason_lines(found)),
    ):
        if rows:
            yield _table(title, head, rows)
        else:
            yield heading(title)
            yield paragraph(str(NONE))
    yield paragraph(
        f"Lượt hài lòng tính đến hết ngày {day(found.final)}; trong ngoặc là khoảng tin cậy 95%, "
        "n là số lượt."
    )


def _table(title: str, head: str, rows: Sequence[tuple[str, str]]) -> Table:
    columns = (Column(title, 3.0), Column(head, 1.4, Align.RIGHT))
    return Table(columns, tuple(rows))


handlers = [show, as_pdf]
