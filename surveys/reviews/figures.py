"""Units of a ward, or wards, side by side over three periods: satisfaction, and the register.

In the order of the alphabet, never of merit. Where the ward itself was reformed within a period
each side of that day stands by itself, and nothing is compared across it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dialogue.core.errors import Forbidden
from dialogue.core.text import fold
from dialogue.matters.queries.unit_figures import UnitFigures, unit_figures
from dialogue.ward import queries as ward_queries
from dialogue.ward.lineage import reforms
from dialogue.ward.places import blocks
from dialogue.ward.rules import Actor, in_force
from dialogue.ward.states import UnitKind
from surveys.comparison import Change, change
from surveys.history import history
from surveys.results import Figure
from surveys.reviews.terms import ReportYear, Span, Term, report_year
from surveys.rules import Series, may_read_figures
from surveys.satisfaction import counted
from surveys.statement import sum_of


@dataclass(frozen=True, slots=True)
class Side:
    """A period, or one side of a reform in it, and the figure of those days."""

    since: date
    until: date
    figure: Figure


Sides = tuple[Side, ...]  # one, or as many as reforms made of the period


@dataclass(frozen=True, slots=True)
class Beside:
    """One unit or ward. change: now against the period before, where no reform lies between."""

    name: str
    now: Sides
    before: Sides = ()
    last_year: Sides = ()
    change: Change = Change()  # noqa: RUF009  frozen, and of nothing
    kind: UnitKind = UnitKind.OTHER

    @property
    def figure(self) -> Figure:
        """Of the whole period; of nothing where a reform parts it."""
        return self.now[0].figure if len(self.now) == 1 else Figure()


@dataclass(frozen=True, slots=True)
class Part:
    """A period, or one side of a reform in it: then nothing is compared."""

    since: date
    until: date
    units: tuple[Beside, ...]

    @property
    def alike(self) -> tuple[tuple[UnitKind, tuple[Beside, ...]], ...]:
        """Units of a kind together: others are not to be compared."""
        found = {kind: tuple(each for each in self.units if each.kind is kind) for kind in UnitKind}
        return tuple((kind, units) for kind, units in found.items() if units)


class When(StrEnum):
    """Which of the periods of a review."""

    NOW = "now"
    BEFORE = "before"
    LAST_YEAR = "last-year"


@dataclass(frozen=True, slots=True)
class Register:
    """What the register says of each unit in a period, or on one side of a reform in it.

    units: by name; the empty name has what no unit has yet.
    """

    when: When
    since: date
    until: date
    units: tuple[tuple[str, UnitFigures], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """registers: of this period first, each cut where the ward was reformed.

    across: ratings of this period in blocks with days on both sides of a reform, in no figure.
    """

    term: Term
    series: Series
    final: date
    parts: tuple[Part, ...]
    wards: tuple[Beside, ...]
    registers: tuple[Register, ...] = ()
    across: int = 0


async def report_rule(ward: int, on: date) -> ReportYear | None:
    """When reports' half-years begin and end, by the rules of a day; None: no rule."""
    rules = await ward_queries.rules(ward)
    half, year = (in_force(rules, code, on) for code in ("REP-HALF", "REP-YEAR"))
    return None if half is None or year is None else report_year(half.value, year.value)


async def review(actor: Actor, term: Term, series: Series = Series.GENERAL) -> Review:
    """Raises Forbidden. Of other wards only sums of the blocks that they publish."""
    if not may_read_figures(actor):
        raise Forbidden("these figures are not for counter officers")
    cuts = await reforms(actor.ward)
    spans = blocks(*term.span, cuts)
    parts = [
        Part(*span, await _units(actor.ward, term if len(spans) == 1 else None, span, series))
        for span in spans
    ]
    past = await history(actor.ward, series)
    registers = await _registers(actor.ward, term, cuts)
    left = [
        each
        for each in past.blocks
        if term.since <= each.closed <= term.until and each.across(cuts)
    ]
    return Review(
        term,
        series,
        past.final,
        tuple(parts),
        await _wards(term, series),
        registers,
        sum(each.counts.n for each in left),
    )


async def _registers(ward: int, term: Term, cuts: Collection[date]) -> tuple[Register, ...]:
    """A period beside it in which nothing came is left out."""
    names = {each.id: each.name for each in await ward_queries.units(ward, past=True)}
    told = zip(When, (term.span, term.previous, term.last_year), strict=True)
    found = []
    for when, span in told:
        for since, until in blocks(*span, cuts):
            units = [
                (names.get(each.unit or 0, ""), each)
                for each in await unit_figures(ward, since, until)
            ]
            units.sort(key=lambda each: (not each[0], fold(each[0])))
            found.append(Register(when, since, until, tuple(units)))
    return tuple(each for each in found if each.units or each.when is When.NOW)


async def _units(ward: int, term: Term | None, span: Span, series: Series) -> tuple[Beside, ...]:
    """term None: a part of one, with nothing beside it."""
    kinds = {each.name: each.kind for each in await ward_queries.units(ward, past=True)}
    if term is None:
        now = await _unit_figures(ward, span, series, await reforms(ward))
        lines = [Beside(name, (Side(*span, figure),)) for name, figure in now.items()]
        return _in_order(_of_kind(each, kinds) for each in lines)
    cuts = await reforms(ward)
    found = {each: await _unit_figures(ward, each, series, cuts) for each in _spans(term, cuts)}
    return _in_order(
        _of_kind(
            _beside(name, term, cuts, {each: of.get(name) for each, of in found.items()}), kinds
        )
        for name in {name: None for of in found.values() for name in of}
    )


def _of_kind(line: Beside, kinds: Mapping[str, UnitKind]) -> Beside:
    """By the unit's name; what belongs to no unit, or to two, is of no kind."""
    return replace(line, kind=kinds.get(line.name, UnitKind.OTHER))


async def _unit_figures(
    ward: int, span: Span, series: Series, cuts: Collection[date]
) -> dict[str, Figure]:
    found = await counted(ward, *span, series, cuts)
    return {place.name: place.figure for place in found.units}


async def _wards(term: Term, series: Series) -> tuple[Beside, ...]:
    """Those that had any figure in one of the periods."""
    lines = []
    for card in await ward_queries.wards():
        cuts = await reforms(card.id)
        closed = [each for each in (await history(card.id, series)).blocks if not each.across(cuts)]
        found = {each: sum_of(closed, each) for each in _spans(term, cuts)}
        if any(each.n for each in found.values()):
            lines.append(_beside(card.full_name, term, cuts, found))
    return _in_order(lines)


def _spans(term: Term, cuts: Collection[date]) -> list[Span]:
    """Of the term and those beside it, cut where the ward was reformed."""
    told = (term.span, term.previous, term.last_year)
    return [each for span in told for each in blocks(*span, cuts)]


def _beside(
    name: str, term: Term, cuts: Collection[date], found: Mapping[Span, Figure | None]
) -> Beside:
    """found: by each of `_spans`."""
    now, before, last_year = (
        tuple(Side(*each, found[each] or Figure()) for each in blocks(*span, cuts))
        for span in (term.span, term.previous, term.last_year)
    )
    whole = not any(term.previous[0] < cut <= term.until for cut in cuts)
    trend = change(now[0].figure, before[0].figure) if whole else Change()
    return Beside(name, now, before, last_year, trend)


def _in_order(lines: Iterable[Beside]) -> tuple[Beside, ...]:
    return tuple(sorted(lines, key=lambda each: fold(each.name)))
