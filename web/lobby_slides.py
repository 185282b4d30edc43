"""What the screen in the ward's hall shows in turn: public facts alone, few and in large type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from dialogue.core import clock
from dialogue.core.i18n import hour, weekday_day
from dialogue.core.settings import SETTINGS
from dialogue.matters.queries import board
from dialogue.ward import queries
from dialogue.ward.cards import ProcedureCard, WardCard
from meetings.coffee.queries import sessions
from meetings.coffee.states import SessionState
from meetings.conferences.queries.conferences import conferences
from surveys.periods import Period, holding
from surveys.posters import qr_svg
from surveys.rules import Series, final_day
from surveys.statement import Statement
from web.answer_cards import AnswerCard, cards, names
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.pages.results import USUAL, public_statement_of
from web.procedure_words import CHECKED, limit, short_limit
from web.wall_sheets import is_shown

ANSWERS = 6  # the newest
LOOKED_AT = 20  # answers: some may be hidden
PROCEDURES = 4  # of a day; the next day has the next ones
MEETINGS = 4
LONGEST_PAPERS = 300  # letters on one slide; what is longer is read by the code
LONGEST_LIMIT = 110  # letters
LEAST, LETTERS_A_SECOND = 12, 14  # seconds of a slide; who reads aloud to a child is slower
CODE = 40  # letters: the time to take out a telephone


@dataclass(frozen=True, slots=True)
class Place:
    """Where more of it stands. address: to be typed by who cannot scan."""

    address: str
    qr: Markup


@dataclass(frozen=True, slots=True)
class AnswerSlide:
    card: AnswerCard
    unit: str
    place: Place
    seconds: int


@dataclass(frozen=True, slots=True)
class ProcedureSlide:
    """papers: lines; empty where the ward has not said or they do not fit."""

    card: ProcedureCard
    limit: str
    papers: Sequence[str]
    checked: bool
    place: Place
    seconds: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """what: "Cà phê sáng", or the title of a conference."""

    starts: datetime
    when: str
    what: str
    is_title: bool
    where: str


@dataclass(frozen=True, slots=True)
class FigureSlide:
    statement: Statement
    period: Period
    place: Place


@dataclass(frozen=True, slots=True)
class Lobby:
    """figure: None before the first ratings may be told."""

    answers: Sequence[AnswerSlide]
    figure: FigureSlide | None
    procedures: Sequence[ProcedureSlide]
    meetings: Sequence[Meeting]
    calendar: Place
    ask: Place

    @property
    def empty(self) -> bool:
        return not (self.answers or self.figure or self.meetings)


async def lobby(ward: WardCard) -> Lobby:
    today = clock.local_day(clock.now())
    return Lobby(
        await _answers(ward),
        await _figure(ward, today),
        await _procedures(ward, today),
        await _meetings(ward, today),
        _place(f"/{ward.slug}/doi-thoai"),
        _place(f"/{ward.slug}/gop-y"),
    )


def _place(path: str) -> Place:
    address = f"{SETTINGS.site}{url(path)}"
    return Place(address.split("://", 1)[-1], Markup(qr_svg(address)))  # noqa: S704  our own SVG


def seconds(*texts: str) -> int:
    """How long a slide of these texts stands."""
    return max(LEAST, -(-(CODE + sum(map(len, texts))) // LETTERS_A_SECOND))


async def _answers(ward: WardCard) -> list[AnswerSlide]:
    found = await board.board(ward.id, limit=LOOKED_AT)
    shown = [each for each in found.items if is_shown(each)]
    known = await names(ward.id)
    return [
        AnswerSlide(
            card,
            known.units.get(card.item.unit or 0, ""),
            _place(card.path),
            seconds(card.title, card.excerpt),
        )
        for card in cards(ward.slug, shown[:ANSWERS], known)
    ]


async def _figure(ward: WardCard, today: date) -> FigureSlide | None:
    """As the page of results tells them: slips as soon as they have a figure."""
    period = holding(final_day(today), USUAL)
    for series in (Series.SLIP, Series.GENERAL):
        told = await public_statement_of(ward.id, period, series)
        if told.whole.figure.percent is not None:
            return FigureSlide(told, period, _place(f"/{ward.slug}/hai-long"))
    return None


async def _procedures(ward: WardCard, today: date) -> list[ProcedureSlide]:
    """Those with papers, and those whose limit was checked; each day some others."""
    known = [
        each
        for each in await queries.procedures(ward.id)
        if each.active and short_limit(each) and (each.papers or each.certainty == CHECKED)
    ]
    ready = [each for each in known if each.papers] or known
    if not ready:
        return []
    first = today.toordinal() * PROCEDURES
    chosen = [ready[(first + step) % len(ready)] for step in range(min(PROCEDURES, len(ready)))]
    return [_procedure(ward, each) for each in chosen]


def _procedure(ward: WardCard, card: ProcedureCard) -> ProcedureSlide:
    fits = len(card.papers) <= LONGEST_PAPERS
    lines = [line.strip(" -•") for line in card.papers.splitlines()] if fits else []
    papers = [line for line in lines if line]
    whole = limit(card)
    told = whole if len(whole) <= LONGEST_LIMIT else short_limit(card)
    return ProcedureSlide(
        card,
        told,
        papers,
        card.certainty == CHECKED,
        _place(f"/{ward.slug}/thu-tuc/{card.slug}"),
        seconds(card.name, told, *papers),
    )


async def _meetings(ward: WardCard, today: date) -> list[Meeting]:
    """What the ward has announced from today on, nearest first; nothing that was cancelled."""
    found = [
        Meeting(card.starts_at, _when(card.starts_at), card.title, True, card.place)
        for card in await conferences(ward.id)
        if card.is_for_calendars(today)
    ]
    for each in await sessions.upcoming(ward.id, LOOKED_AT):
        if each.state is not SessionState.CANCELLED:
            starts = datetime.combine(each.day, each.starts, clock.HANOI)
            found.append(Meeting(starts, _when(starts), str(_("Cà phê sáng")), False, each.place))
    return sorted(found, key=lambda each: (each.starts, each.what))[:MEETINGS]


def _when(starts: datetime) -> str:
    """ "thứ Sáu 27/11, 8 giờ"."""
    local = clock.local_time(starts)
    return f"{weekday_day(local.date(), language())}, {hour(local.time(), language())}"
