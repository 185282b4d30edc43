"""What the pages of a field and of a procedure share: satisfaction, the next meeting, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import escape

from dialogue.core import clock
from dialogue.core.i18n import hour, moment, weekday_day
from dialogue.ward import queries
from dialogue.ward.cards import FieldCard, WardCard
from meetings.coffee.queries.sessions import upcoming
from meetings.coffee.states import SessionState
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.states import COMING
from surveys.periods import Period, holding
from surveys.rules import final_day
from surveys.statement import Cut, Line, Statement
from web.caching import PAGES
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.pages.coffee import session_path
from web.pages.conferences import conference_path
from web.pages.results import USUAL, statements
from web.render import first_up
from web.result_rows import SERIES, line_name

ANNOUNCED = 10  # sessions among which the next that is not cancelled is looked for


@dataclass(frozen=True, slots=True)
class Told:
    """A published line of the field, or of one below it. name: of the series and of that field."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class FieldResults:
    """What /hai-long says of a field, in its usual period. lines: empty while it says nothing."""

    period: Period
    since: date
    until: date
    lines: list[Told]


@dataclass(frozen=True, slots=True)
class Ahead:
    """kind: what sort of meeting. title: as the ward wrote it, or empty."""

    kind: str
    title: str
    when: str
    place: str
    path: str


def field_path(slug: str, field: FieldCard) -> str:
    """Without the language of the page."""
    return f"/{slug}/linh-vuc/{field.code.lower()}"


async def field_results(ward: int, field: FieldCard) -> FieldResults:
    """Lines of the public statement as they stand there: nothing is added up or told apart anew,
    so that no number can be had here by taking one from another.
    """
    last = final_day(clock.local_day(clock.now()))
    period = holding(last, USUAL)
    key = ("statements", period, last)

    async def read() -> list[Statement]:
        return await statements(ward, period)

    found: list[Statement] = await PAGES.get(ward, "results", key, read)
    lines = [
        Told(_called(each, line, field), line)
        for each in found
        for line in each.by(Cut.FIELD)
        if field.code in {line.key, line.parent}
    ]
    return FieldResults(period, period.since, min(period.until, last), lines)


def _called(found: Statement, line: Line, field: FieldCard) -> str:
    series = escape(str(SERIES[found.series]))
    return series if line.key == field.code else series + ": " + line_name(line, {})


async def next_meetings(ward: WardCard, field: FieldCard) -> list[Ahead]:
    """The next conference that may take up the field, and the next morning coffee."""
    found = [await _conference(ward, field), await _coffee(ward)]
    return [each for each in found if each is not None]


async def _conference(ward: WardCard, field: FieldCard) -> Ahead | None:
    kin = {*field.family, field.parent}
    today = clock.local_day(clock.now())

    def fits(card: ConferenceCard) -> bool:
        coming = card.is_public and card.state in COMING and card.day >= today
        return coming and (not card.fields or bool(kin & set(card.fields)))

    card = min(
        filter(fits, await conferences(ward.id)),
        key=lambda card: (card.starts_at, card.id),
        default=None,
    )
    if card is None:
        return None
    when = first_up(moment(card.starts_at, language()))
    path = url(conference_path(ward, card))
    return Ahead(str(_("Hội nghị đối thoại")), card.title, when, card.place, path)


async def _coffee(ward: WardCard) -> Ahead | None:
    coming = (SessionState.ANNOUNCED, SessionState.RUNNING)
    cards = await upcoming(ward.id, ANNOUNCED)
    card = next((card for card in cards if card.state in coming), None)
    if card is None:
        return None
    day = first_up(weekday_day(card.day, language()))
    when = f"{day}, {hour(card.starts, language())}"
    return Ahead(str(_("Cà phê sáng")), "", when, card.place, session_path(ward, card.slug))


async def field_called(ward: int, code: str) -> FieldCard | None:
    """By its code in any case, also one that is no longer offered."""
    cards = await queries.fields(ward, past=True)
    return next((card for card in cards if card.code.lower() == code.lower()), None)
