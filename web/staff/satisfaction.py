"""How satisfied people were at the counters, for those who may read figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from litestar import Request, get
from litestar.response import Template
from pydantic import BaseModel

from dialogue.core import clock
from dialogue.core.i18n import day, weekday
from dialogue.ward import queries as wards
from dialogue.ward.lineage import reforms
from dialogue.ward.places import blocks
from dialogue.ward.rules import Actor
from surveys.queries.counters import counters
from surveys.response import reported_periods
from surveys.results import Figure
from surveys.rules import READERS, Series
from surveys.satisfaction import Place, Weekdays, satisfaction, weekdays, weeks
from surveys.statement import statement, summaries
from web.access import staff
from web.days import AnyDay
from web.forms import Form, form_of, read_query
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.render import first_up, staff_page
from web.result_rows import HALVES, SERIES, line_name, line_names
from web.shapes import Interval, RailItem

PATH = "/quan-tri/hai-long"
PERIODS = (7, 30, 60, 90)  # days, today included
USUAL = 30
LONGEST = 366
FEW = 6  # reported periods offered
ORDER = _("Ngày đầu phải trước ngày cuối.")
TOO_LONG = _("Mỗi lần xem nhiều nhất 366 ngày.")
AHEAD = _("Ngày này chưa tới.")
FIRST = date(2000, 1, 1)  # before it nothing was rated, and a year before it is still a date
EARLY = _("Ngày này sớm quá: xem được từ ngày 1/1/2000.")
NO_FIELD = _("Chưa chọn lĩnh vực")
ALL = _("tất cả lĩnh vực")
EVERY_COUNTER = _("tất cả quầy")
SOME_MONDAY = date(2024, 1, 1)
DAYS = _("%(days)s ngày")


class PeriodForm(BaseModel):
    """ky: days up to today. tu, den: first and last day, both included; they win over ky.

    chuoi: the series that is told in full.
    linh_vuc, quay: ids of the field whose course and the counter whose weekdays are shown.
    """

    ky: int = USUAL
    tu: AnyDay | None = None
    den: AnyDay | None = None
    linh_vuc: int | None = None
    quay: int | None = None
    chuoi: Series = Series.GENERAL


@dataclass(frozen=True, slots=True)
class Period:
    """days: one of PERIODS, 0 for typed days. field, counter: of PeriodForm, None: all."""

    since: date
    until: date
    days: int
    field: int | None = None
    counter: int | None = None
    series: Series = Series.GENERAL

    @property
    def query(self) -> str:
        chosen = f"&linh_vuc={self.field}" if self.field else ""
        place = f"&quay={self.counter}" if self.counter else ""
        return f"{self.days_query}&chuoi={self.series}{chosen}{place}"

    @property
    def days_query(self) -> str:
        return f"tu={self.since.isoformat()}&den={self.until.isoformat()}"

    @property
    def before(self) -> tuple[date, date]:
        """As many days, just before."""
        length = self.until - self.since + timedelta(days=1)
        return self.since - length, self.until - length


@dataclass(frozen=True, slots=True)
class Span:
    """One side of a reform, both days included."""

    since: date
    until: date
    figure: Figure


async def read_period(request: Request[Actor, Any, Any]) -> tuple[Form[PeriodForm], Period]:
    """The form, and the period asked for; the usual one when the form is wrong."""
    form, today = read_query(request, PeriodForm), clock.local_day(clock.now())
    if form.data is None:
        return form, _last(USUAL, today)
    typed = form.data
    wrong = _wrong(typed, today)
    if wrong:
        return form.refuse(**wrong), _last(USUAL, today)
    period = _period(typed, today)
    ward = request.user.ward
    fields = {card.id for card in await wards.fields(ward, True)}
    places = {card.id for card in await counters(ward, retired=True)}
    return form, replace(
        period,
        field=typed.linh_vuc if typed.linh_vuc in fields else None,
        counter=typed.quay if typed.quay in places else None,
        series=typed.chuoi,
    )


def _period(typed: PeriodForm, today: date) -> Period:
    if typed.tu is None and typed.den is None:
        return _last(typed.ky if typed.ky in PERIODS else USUAL, today)
    since, until = _ends(typed, today)
    length = (until - since).days + 1
    return Period(since, until, length if until == today and length in PERIODS else 0)


def _last(days: int, today: date) -> Period:
    return Period(today - timedelta(days=days - 1), today, days)


def _ends(typed: PeriodForm, today: date) -> tuple[date, date]:
    until = typed.den or today
    return typed.tu or until - timedelta(days=USUAL - 1), until


def _wrong(typed: PeriodForm, today: date) -> dict[str, object]:
    days = (("tu", typed.tu), ("den", typed.den))
    early: dict[str, object] = {name: EARLY for name, each in days if (each or FIRST) < FIRST}
    if early:
        return early
    since, until = _ends(typed, today)
    if until > today:
        return {"den": AHEAD}
    if since > until:
        return {"tu": ORDER}
    return {"tu": TOO_LONG} if (until - since).days >= LONGEST else {}


@get("/hai-long", opt=staff(*READERS))
async def show_satisfaction(request: Request[Actor, Any, Any]) -> Template:
    form, period = await read_period(request)
    actor, since, until = request.user, period.since, period.until
    found = await satisfaction(actor, since, until, period.series)
    told = await statement(actor, since, until, period.before, period.series)
    names = {place.id: place.name for place in found.fields if place.id}
    places = {place.id: place.name for place in found.counters}
    by_weekday = await weekdays(actor, since, until, period.counter, period.series)
    called = await line_names(actor.ward)
    return await staff_page(
        request,
        "staff/satisfaction.html",
        status=422 if form.wrong else 200,
        page="satisfaction",
        path=PATH,
        form=form if form.wrong else _typed(period),
        period=period,
        choices=_choices(period),
        found=found,
        tops=[place for place in found.fields if place.parent is None],
        spans=await spans(actor, period),
        told=told,
        before=period.before,
        all_series=await summaries(actor, since, until, period.before),
        series_names=SERIES,
        called=lambda line: line_name(line, called),
        reported=(await reported_periods(actor.ward, until))[:FEW],
        reasons=REASONS,
        course=await weeks(actor, since, until, period.field, period.series),
        field_choices=list(names.items()),
        field_name=names.get(period.field or 0, str(ALL)),
        weekdays=by_weekday,
        weekday_bars=[_interval(*row) for row in weekday_rows(by_weekday)],
        weekday_rows=weekday_rows(by_weekday),
        halves=[(str(HALVES[half]), each) for half, each in by_weekday.halves.items()],
        counter_choices=list(places.items()),
        counter_name=places.get(period.counter or 0, str(EVERY_COUNTER)),
        chart=f"{PATH}/bieu-do.json?{period.query}",
        intervals=intervals,
        axis_start=axis_start,
    )


async def spans(actor: Actor, period: Period) -> list[Span]:
    """Of a period in which the ward itself was reformed, each side; of another, nothing."""
    parts = blocks(period.since, period.until, await reforms(actor.ward))
    if len(parts) == 1:
        return []
    return [
        Span(since, until, (await satisfaction(actor, since, until, period.series)).whole)
        for since, until in parts
    ]


def _choices(period: Period) -> list[tuple[str, str, bool]]:
    """For tabs."""
    return [
        (str(DAYS) % {"days": days}, f"{PATH}?ky={days}&chuoi={period.series}", days == period.days)
        for days in PERIODS
    ]


def _typed(period: Period) -> Form[Any]:
    """The days of the period, as they are typed."""
    return form_of(
        {
            "tu": day(period.since),
            "den": day(period.until),
            "linh_vuc": period.field or "",
            "quay": period.counter or "",
            "chuoi": period.series,
        }
    )


def weekday_rows(found: Weekdays) -> list[tuple[str, Figure, bool]]:
    """The day's name, its figure, and whether it is clearly below the others."""
    return [
        (first_up(weekday(SOME_MONDAY + timedelta(days=number))), figure, number in found.worse)
        for number, figure in found.days.items()
    ]


def intervals(places: Sequence[Place]) -> list[Interval]:
    """For interval_chart; where no block was closed, the ratings that wait alone."""
    return [
        _interval(place.name or str(NO_FIELD), place.figure)
        if place.figure.n
        else Interval(place.name or str(NO_FIELD), place.waiting)
        for place in places
    ]


def _interval(label: str, figure: Figure, alert: bool = False) -> Interval:
    """Of a figure with at least one block."""
    share, low, high = (each or 0.0 for each in (figure.percent, figure.low, figure.high))
    return Interval(label, figure.n, share, low, high, alert)


def axis_start(rows: Sequence[Interval]) -> int:
    """Half the axis shows more, as long as no interval begins below it."""
    lows = [row.low for row in rows if row.percent is not None]
    return 50 if min(lows, default=50) >= 50 else 0


handlers = [show_satisfaction]
rail = [
    RailItem("satisfaction", PATH, "bars", _("Hài lòng"), str(staff(*READERS)["who"]), position=40)
]
