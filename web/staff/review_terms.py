"""Which days a review is asked for: a period of the calendar, of the reports, or typed days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Request
from pydantic import BaseModel

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.core.i18n import day
from dialogue.ward.rules import Actor
from surveys.periods import holding, period_of
from surveys.reviews.figures import report_rule
from surveys.reviews.terms import (
    EARLIEST,
    LONGEST,
    ReportYear,
    Term,
    calendar_term,
    chosen_term,
    report_holding,
    report_term_of,
)
from surveys.rules import Series, final_day
from web.days import AnyDay
from web.forms import Form, form_of, read_query
from web.i18n import gettext_lazy as _
from web.staff.review_words import term_name

PATH = "/quan-tri/so-ket"
HALF = 6  # months
BOTH = _("Cần cả ngày đầu và ngày cuối.")
ORDER = _("Ngày đầu phải trước ngày cuối.")
TOO_LONG = _("Mỗi lần xem nhiều nhất 366 ngày.")
AHEAD = _("Ngày này chưa tới, hoặc lượt của ngày này chưa chốt.")
EARLY = _("Ngày này sớm quá: xem được từ ngày 1/1/2001.")


class AskedForm(BaseModel):
    """ky: key of a period; tu, den: typed days, which win over it. chuoi: a series."""

    ky: str = ""
    tu: AnyDay | None = None
    den: AnyDay | None = None
    chuoi: str = Series.GENERAL.value


@dataclass(frozen=True, slots=True)
class Asked:
    """form: what was typed; with something wrong in it, term is the usual one."""

    form: Form[AskedForm]
    term: Term
    series: Series
    rule: ReportYear | None

    @property
    def query(self) -> str:
        return query(self.term, self.series)

    def of_calendar(self) -> list[tuple[str, str, bool]]:
        """For tabs."""
        half = holding(_last(), HALF)
        return self._tabs(map(calendar_term, (half, half.previous, half.last_year)))

    def of_reports(self) -> list[tuple[str, str, bool]]:
        """Nothing where no rule says when they begin."""
        if self.rule is None:
            return []
        now = report_holding(self.rule, _last())
        return self._tabs((now, report_holding(self.rule, now.previous[0])))

    def _tabs(self, terms: Iterable[Term]) -> list[tuple[str, str, bool]]:
        return [
            (term_name(each), f"{PATH}?{query(each, self.series)}", each.key == self.term.key)
            for each in terms
        ]


def query(term: Term, series: Series) -> str:
    days = f"tu={term.since}&den={term.until}"
    return f"{f'ky={term.key}' if term.key else days}&chuoi={series}"


async def asked(request: Request[Actor, Any, Any]) -> Asked:
    """Raises NotFound for a period or a series that there is not."""
    form, last = read_query(request, AskedForm), _last()
    rule = await report_rule(request.user.ward, last)
    usual = Asked(form, calendar_term(holding(last, HALF)), _series(form), rule)
    if form.data is None:
        return usual
    if form.data.tu or form.data.den:
        return _typed(usual, form.data, last)
    term = _named(form.data.ky, rule) if form.data.ky else usual.term
    if term is None or term.since > last:
        raise NotFound(f"no period {form.data.ky!r}")
    return _filled(replace(usual, term=term))


def _filled(found: Asked) -> Asked:
    """The form with the days that are shown."""
    days = {"tu": day(found.term.since), "den": day(found.term.until)}
    return replace(found, form=form_of(days))


def _series(form: Form[AskedForm]) -> Series:
    typed = form.values["chuoi"] or Series.GENERAL.value
    if typed not in set(Series):
        raise NotFound(f"no series {typed!r}")
    return Series(typed)


def _named(key: str, rule: ReportYear | None) -> Term | None:
    period = period_of(key)
    if period:
        return calendar_term(period)
    return report_term_of(rule, key) if rule else None


def _typed(usual: Asked, typed: AskedForm, last: date) -> Asked:
    since, until = typed.tu, typed.den
    if since is None or until is None:
        return replace(usual, form=usual.form.refuse(**{"den" if since else "tu": BOTH}))
    if wrong := _wrong(since, until, last):
        return replace(usual, form=usual.form.refuse(**wrong))
    return _filled(replace(usual, term=chosen_term(since, until)))


def _wrong(since: date, until: date, last: date) -> dict[str, object]:
    days = (("tu", since), ("den", until))
    early: dict[str, object] = {name: EARLY for name, each in days if each < EARLIEST}
    if early:
        return early
    if since > until:
        return {"tu": ORDER}
    if since > last:
        return {"tu": AHEAD}
    return {"den": TOO_LONG} if (until - since).days >= LONGEST else {}


def _last() -> date:
    return final_day(clock.local_day(clock.now()))
