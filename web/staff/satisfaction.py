"""How satisfied people were at the counters, for those who may read figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request, get
from litestar.response import Template
from pydantic import BaseModel

from dialogue.core import clock
from dialogue.core.i18n import day
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.results import Figure
from surveys.rules import READERS
from surveys.satisfaction import Place, Satisfaction, satisfaction, weeks
from web.access import staff
from web.forms import Form, form_of, read_query
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.render import staff_page
from web.shapes import Interval, RailItem
from web.staff.places import Day

PATH = "/quan-tri/hai-long"
PERIODS = (7, 30, 60, 90)  # days, today included
USUAL = 30
LONGEST = 366
ORDER = _("Ngày đầu phải trước ngày cuối.")
TOO_LONG = _("Mỗi lần xem nhiều nhất 366 ngày.")
AHEAD = _("Ngày này chưa tới.")
NO_FIELD = _("Chưa chọn lĩnh vực")
ALL = _("tất cả lĩnh vực")
DAYS = _("%(days)s ngày")


class PeriodForm(BaseModel):
    """ky: days up to today. tu, den: first and last day, both included; they win over ky."""

    ky: int = USUAL
    tu: Day | None = None
    den: Day | None = None
    linh_vuc: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """days: one of PERIODS, 0 for typed days. field: whose course the chart shows, None: all."""

    since: date
    until: date
    days: int
    field: int | None = None

    @property
    def query(self) -> str:
        chosen = f"&linh_vuc={self.field}" if self.field else ""
        return f"tu={self.since.isoformat()}&den={self.until.isoformat()}{chosen}"


async def read_period(request: Request[Actor, Any, Any]) -> tuple[Form[PeriodForm], Period]:
    """The form, and the period asked for; the usual one when the form is wrong."""
    form, today = read_query(request, PeriodForm), clock.local_day(clock.now())
    if form.data is None:
        return form, _last(USUAL, today, None)
    known = {card.id for card in await wards.fields(request.user.ward, True)}
    field = form.data.linh_vuc if form.data.linh_vuc in known else None
    if form.data.tu is None and form.data.den is None:
        days = form.data.ky if form.data.ky in PERIODS else USUAL
        return form, _last(days, today, field)
    until = form.data.den or today
    since = form.data.tu or until - timedelta(days=USUAL - 1)
    wrong = _wrong(since, until, today)
    if wrong:
        return form.refuse(**wrong), _last(USUAL, today, field)
    return form, Period(since, until, _days(since, until, today), field)


def _days(since: date, until: date, today: date) -> int:
    """Which of PERIODS it is, 0 for none."""
    length = (until - since).days + 1
    return length if until == today and length in PERIODS else 0


def _last(days: int, today: date, field: int | None) -> Period:
    return Period(today - timedelta(days=days - 1), today, days, field)


def _wrong(since: date, until: date, today: date) -> dict[str, object]:
    if until > today:
        return {"den": AHEAD}
    if since > until:
        return {"tu": ORDER}
    return {"tu": TOO_LONG} if (until - since).days >= LONGEST else {}


@get("/hai-long", opt=staff(*READERS))
async def show_satisfaction(request: Request[Actor, Any, Any]) -> Template:
    form, period = await read_period(request)
    found = await satisfaction(request.user, period.since, period.until)
    names = {place.id: place.name for place in found.fields if place.id}
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
        fields=rows_of(found),
        cases=await _cases(request.user.ward, found),
        reasons=REASONS,
        course=await weeks(request.user, period.since, period.until, period.field),
        field_choices=list(names.items()),
        field_name=names.get(period.field or 0, str(ALL)),
        chart=f"{PATH}/bieu-do.json?{period.query}",
        intervals=intervals,
        axis_start=axis_start,
    )


def _choices(period: Period) -> list[tuple[str, str, bool]]:
    """For tabs."""
    return [
        (str(DAYS) % {"days": days}, f"{PATH}?ky={days}", days == period.days) for days in PERIODS
    ]


def _typed(period: Period) -> Form[Any]:
    """The days of the period, as they are typed."""
    return form_of(
        {"tu": day(period.since), "den": day(period.until), "linh_vuc": period.field or ""}
    )


def rows_of(found: Satisfaction) -> list[tuple[Place, bool]]:
    """Fields, each parent before its children; True for a child."""
    tops = [place for place in found.fields if place.parent is None]
    return [
        each
        for top in tops
        for each in (
            (top, False),
            *((p, True) for p in found.fields if p.parent == top.id and top.id),
        )
    ]


def intervals(places: Sequence[Place]) -> list[Interval]:
    """For interval_chart; what is withheld has its n alone."""
    return [_interval(place.name or str(NO_FIELD), place.figure) for place in places]


def _interval(label: str, figure: Figure) -> Interval:
    if figure.percent is None:
        return Interval(label, figure.n)
    return Interval(label, figure.n, figure.percent, figure.low or 0.0, figure.high or 0.0)


def axis_start(places: Sequence[Place]) -> int:
    """Half the axis shows more, as long as no interval begins below it."""
    lows = [place.figure.low for place in places if place.figure.low is not None]
    return 50 if min(lows, default=50) >= 50 else 0


async def _cases(ward: int, found: Satisfaction) -> dict[int, int | None]:
    """Dossiers received in exactly this period, by field, where they were reported."""
    known = {card.id for card in await wards.fields(ward)}
    figures = {
        place.id: await wards.field_figures(ward, place.id, found.since, found.until)
        for place in found.fields
        if place.id in known
    }
    return {id_: each.received if each else None for id_, each in figures.items()}


handlers = [show_satisfaction]
rail = [
    RailItem("satisfaction", PATH, "bars", _("Hài lòng"), str(staff(*READERS)["who"]), position=40)
]
