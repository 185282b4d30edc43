"""How many of those who got a result back answered by its slip: never without the ward's own count.

Only slips have a rate: anybody may scan a counter's code, and staff enter paper as it comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.ward import queries as ward_queries
from dialogue.ward.cards import CaseCard, FieldCard
from dialogue.ward.figures import Figures, Share, added, share
from surveys.queries.ratings import day_counts
from surveys.rules import Series

WARD = 0  # in place of a field: all of them
DAY = timedelta(days=1)

Span = tuple[date, date]  # both days included


@dataclass(frozen=True, slots=True)
class Response:
    """given: ratings by slip on these days. returned: dossiers handed back on them, as reported.

    exact False: the ward said "hơn", "gần" or "khoảng". The days are those of the report: they
    begin with the period asked for and may end before it.
    """

    since: date
    until: date
    given: int
    returned: int
    exact: bool

    @property
    def share(self) -> Share | None:
        """None for nothing returned, and for more answers than dossiers: a report to look at."""
        return share(self.given, self.returned, exact=self.exact)


async def responses(
    ward: int, since: date, until: date, fields: Iterable[FieldCard]
) -> dict[int, Response]:
    """By field, and WARD for all: of those for which the ward reported this period, or the
    beginning of it. What is missing has no count of dossiers.
    """
    cards = await ward_queries.case_figures(ward)
    given = await day_counts(ward, since, until, Series.SLIP)
    families: dict[int, Collection[int] | None] = {card.id: card.family for card in fields}
    found = {}
    for field, family in {WARD: None, **families}.items():
        parts = covered(reported(cards, field, family), since, until)
        if parts:
            first, last = parts[0][0][0], parts[-1][0][1]
            n = sum(
                row.counts.n
                for row in given
                if first <= row.day <= last and (family is None or row.field in family)
            )
            sums = added(figures for _span, figures in parts)
            found[field] = Response(first, last, n, sums.returned or 0, sums.exact("returned"))
    return found


async def reported_periods(ward: int, until: date) -> tuple[Span, ...]:
    """Those for which the dossiers of the whole ward are known, the latest first."""
    known = reported(await ward_queries.case_figures(ward), WARD, None)
    return tuple(sorted((span for span in known if span[1] <= until), reverse=True))


def reported(
    cards: Sequence[CaseCard], field: int, family: Collection[int] | None
) -> dict[Span, Figures]:
    """What was returned in a field (WARD: in all), by period: as said for it, else by its children.

    Two reports of one period with different labels are two countings: neither is the whole.
    """
    own = _told(cards, None if field == WARD else field)
    children = [_told(cards, each) for each in family or () if each != field]
    for span in set.intersection(*(set(each) for each in children)) if children else ():
        own.setdefault(span, added(each[span] for each in children))
    return own


def _told(cards: Sequence[CaseCard], field: int | None) -> dict[Span, Figures]:
    found: dict[Span, list[CaseCard]] = {}
    for card in cards:
        if card.field == field and card.figures.returned is not None:
            found.setdefault((card.since, card.until), []).append(card)
    sole: dict[Span, Figures] = {}
    for span, same in found.items():
        plain = [card for card in same if not card.label]
        if len(plain or same) == 1:
            sole[span] = (plain or same)[0].figures
    return sole


def covered(known: Mapping[Span, Figures], since: date, until: date) -> list[tuple[Span, Figures]]:
    """Reports that follow each other without a gap from `since`, none beyond `until`."""
    parts: list[tuple[Span, Figures]] = []
    start = since
    while ends := [span for span in known if span[0] == start and span[1] <= until]:
        span = max(ends)
        parts.append((span, known[span]))
        start = span[1] + DAY
    return parts
